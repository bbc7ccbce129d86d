//! Why a file is no provisioning schema, and why a mapping cannot be written into one.

use crate::entra::json_error::in_words;
use crate::limits;

/// Why a file is no provisioning schema that can be opened.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SchemaError {
    /// Nothing is in the file.
    #[error("The file is empty. Export the schema from Entra again.")]
    Empty,
    /// More bytes than are read.
    #[error("The file is larger than {} MB, which no provisioning schema is.", limits::SCHEMA_BYTES / 1024 / 1024)]
    TooLarge,
    /// Another kind of file.
    #[error("This is {0}, not a provisioning schema. {1}")]
    OtherKind(&'static str, &'static str),
    /// Bytes that are no UTF-8.
    #[error("The file is not UTF-8 text: byte {} cannot be read. Save it as UTF-8.", .0 + 1)]
    NotUtf8(usize),
    /// Not JSON.
    #[error(
        "The file is not valid JSON at line {line}, column {column}: {reason}. Correct it there, or export the schema from Entra again."
    )]
    NotJson {
        /// From 1.
        line: usize,
        /// From 1, in bytes.
        column: usize,
        /// What is wrong there.
        reason: String,
    },
    /// Brackets within brackets.
    #[error(
        "The JSON is nested more than {} levels deep, which no provisioning schema is.",
        limits::SCHEMA_DEPTH
    )]
    TooDeep,
    /// More values, rows or attributes than are read.
    #[error("The file holds more values than any provisioning schema has.")]
    TooMany,
    /// JSON of another kind.
    #[error(
        "This is JSON, but no provisioning schema: it has no list “synchronizationRules”. {found} In Entra, open Provisioning, \
         then a mapping, and download the schema under “Review your schema here”."
    )]
    NoSchema {
        /// What the file has instead.
        found: String,
    },
    /// A schema that provisions nobody into an app.
    #[error(
        "The schema has no mapping of users from Entra to an app. {found} Export the schema of the app that provisions into Command."
    )]
    NoUserMapping {
        /// What the file has instead.
        found: String,
    },
}

/// Why a mapping cannot be written into this schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SaveError {
    /// The schema provisions no groups.
    #[error(
        "The schema has no mapping of groups, so changes of it cannot be saved. Restore the default mappings in Entra and export again."
    )]
    NoGroupMapping,
    /// The schema came without `directories`.
    #[error(
        "The schema was exported without the attribute list of the app, so changes of that list cannot be saved. Download the schema \
         from the portal, or read it from Graph with $expand=directories."
    )]
    NoAttributeList,
}

impl SchemaError {
    pub(super) fn json(error: &serde_json::Error) -> Self {
        Self::NotJson { line: error.line(), column: error.column(), reason: in_words(error) }
    }
}

/// The text of a file, or what kind of file it is instead.
pub(super) fn text_of(bytes: &[u8]) -> Result<&str, SchemaError> {
    if bytes.len() > limits::SCHEMA_BYTES {
        return Err(SchemaError::TooLarge);
    }
    if let Some((_, kind, advice)) = KINDS.iter().find(|(start, ..)| bytes.starts_with(start)) {
        return Err(SchemaError::OtherKind(kind, advice));
    }
    if matches!(bytes, [0, _, ..] | [_, 0, ..]) {
        return Err(SchemaError::OtherKind(UTF_16, SAVE_AS_UTF_8));
    }
    let text =
        std::str::from_utf8(bytes).map_err(|error| SchemaError::NotUtf8(error.valid_up_to()))?;
    let body = text.trim_start_matches('\u{feff}').trim();
    if body.is_empty() {
        return Err(SchemaError::Empty);
    }
    if body.starts_with('<') {
        return Err(SchemaError::OtherKind(
            "a web page or XML",
            "Perhaps a sign-in page was saved. Sign in to Entra and export again.",
        ));
    }
    Ok(text)
}

const UTF_16: &str = "text in UTF-16 or UTF-32";
const SAVE_AS_UTF_8: &str = "Save it as UTF-8 and open it again.";
const UNPACK: &str = "Unpack it and open the .json file in it.";
const EXPORT: &str = "Export the schema from Entra again.";

/// Kinds of files by how they begin.
const KINDS: [(&[u8], &str, &str); 7] = [
    (b"\xff\xfe", UTF_16, SAVE_AS_UTF_8),
    (b"\xfe\xff", UTF_16, SAVE_AS_UTF_8),
    (b"PK\x03\x04", "a ZIP archive or an Office document", UNPACK),
    (b"\x1f\x8b", "a gzip archive", UNPACK),
    (b"7z\xbc\xaf", "a 7z archive", UNPACK),
    (b"%PDF", "a PDF document", EXPORT),
    (b"\x89PNG", "a picture", EXPORT),
];
