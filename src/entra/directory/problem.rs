//! What is wrong or doubtful in a file of people, and where.

use std::fmt;

use crate::limits;
use crate::verkada::name::shown;

/// What is wrong or doubtful in a file of people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileProblem {
    /// The line, from 1; none where it is about the whole file.
    pub line: Option<usize>,
    /// The character in the line, from 1.
    pub column: Option<usize>,
    /// What, why, and what to do, without the place.
    pub message: String,
}

/// Whom a problem is about.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// The person of a line of a CSV file, from 1.
    Line(usize),
    /// The person of a JSON file, from 1.
    Person(usize),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Line(line) => write!(f, "line {line}"),
            Self::Person(person) => write!(f, "person {person}"),
        }
    }
}

impl FileProblem {
    /// About a person.
    pub(super) fn of(place: Place, message: impl fmt::Display) -> Self {
        match place {
            Place::Line(line) => Self::of_line(line, message.to_string()),
            Place::Person(person) => Self::of_file(format!("Person {person}: {message}")),
        }
    }

    /// About the whole file.
    pub(super) fn of_file(message: impl Into<String>) -> Self {
        Self { line: None, column: None, message: message.into() }
    }

    /// About a line.
    pub(super) fn of_line(line: usize, message: impl Into<String>) -> Self {
        Self { line: Some(line), column: None, message: message.into() }
    }

    /// About what stands at a byte of a text. Lines end with `\n`, `\r\n`, or `\r` as of old.
    pub(super) fn at(text: &str, offset: usize, message: impl Into<String>) -> Self {
        let before = text.get(..text.floor_char_boundary(offset)).unwrap_or(text);
        let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let column = before.get(start..).unwrap_or_default().chars().count() + 1;
        Self { line: Some(line_breaks(before) + 1), column: Some(column), message: message.into() }
    }
}

impl fmt::Display for FileProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (Some(line), Some(column)) => {
                write!(f, "Line {line}, column {column}: {}", self.message)
            }
            (Some(line), None) => write!(f, "Line {line}: {}", self.message),
            (None, _) => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for FileProblem {}

/// How many lines end in a text.
pub(super) fn line_breaks(text: &str) -> usize {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'\n', b'\r', bytes)
        // The second half of `\r\n` ends nothing more.
        .filter(|at| {
            bytes.get(*at) == Some(&b'\r')
                || at.checked_sub(1).and_then(|before| bytes.get(before)) != Some(&b'\r')
        })
        .count()
}

/// Finds a file to be UTF-8 text, or says what it is instead.
pub(super) fn text_of(bytes: &[u8]) -> Result<&str, FileProblem> {
    if bytes.len() > limits::DIRECTORY_BYTES {
        return Err(FileProblem::of_file(format!(
            "The file has more than {} MB. Split it into several.",
            limits::DIRECTORY_BYTES >> 20
        )));
    }
    if let Some(what) = other_kind(bytes) {
        return Err(FileProblem::of_file(what));
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let valid = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let before = std::str::from_utf8(valid).unwrap_or_default();
        FileProblem::at(
            before,
            before.len(),
            "The text is not UTF-8 here. Save the file again as “CSV UTF-8”, or with the encoding UTF-8.",
        )
    })?;
    if let Some(at) = memchr::memchr(0, text.as_bytes()) {
        return Err(FileProblem::at(
            text,
            at,
            "There is a NUL character. Remove it, or export the file again.",
        ));
    }
    if text.trim().is_empty() {
        return Err(FileProblem::of_file(
            "The file is empty. Export the people again, with a line of attribute names first.",
        ));
    }
    Ok(text)
}

/// What a file is that is no UTF-8 text, by its first bytes.
fn other_kind(bytes: &[u8]) -> Option<&'static str> {
    const UTF_16: &str =
        "The file is written in UTF-16. Save it again as “CSV UTF-8”, or with the encoding UTF-8.";
    const UTF_32: &str = "The file is written in UTF-32. Save it again with the encoding UTF-8.";
    let head = bytes.get(..64.min(bytes.len())).unwrap_or_default();
    let zeros =
        |first: usize| head.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    match head {
        [b'P', b'K', 3 | 5, 4 | 6, ..] => Some(
            "The file is a workbook or a zip archive. Open it in a spreadsheet and save it as “CSV UTF-8”.",
        ),
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Some(
            "The file is an old workbook. Open it in a spreadsheet and save it as “CSV UTF-8”.",
        ),
        [0x1f, 0x8b, ..] => Some("The file is compressed. Unpack it first."),
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some(UTF_32),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some(UTF_16),
        // Without a mark: every other byte of plain letters is zero.
        _ if head.len() >= 4 && zeros(0).max(zeros(1)) * 3 > head.len() => Some(UTF_16),
        _ => None,
    }
}

/// The first names that a file has, in a sentence.
pub(super) fn there_is<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let mut names = names.filter(|name| !name.is_empty());
    let first: Vec<String> = names.by_ref().take(limits::NAMES_TOLD).map(quoted).collect();
    match (first.is_empty(), names.next().is_some()) {
        (true, _) => "It has no names.".to_owned(),
        (false, true) => format!("It has {}, and more.", first.join(", ")),
        (false, false) => format!("It has {}.", first.join(", ")),
    }
}

/// A value or a name as a message shows it: long enough for `onPremisesExtensionAttributes.extensionAttribute15`.
pub(super) fn quoted(text: &str) -> String {
    const CHARS: usize = 60;
    let short: String = text.chars().take(CHARS).collect();
    let rest = if short.len() < text.len() { "…" } else { "" };
    format!("“{}{rest}”", shown(&short))
}
