//! Writes people as a CSV file that can be read again, and a template to be filled in.

use crate::entra::directory::values::starts_formula;
use crate::entra::directory::{Column, Directory};
use crate::entra::expression::Value;

impl Directory {
    /// One fictional person with the attributes that Verkada's guide and the default mappings use: a file to be filled in.
    pub fn template() -> Self {
        Self::of_person([
            ("userPrincipalName", "ada.example@example.com"),
            ("displayName", "Ada Example"),
            ("givenName", "Ada"),
            ("surname", "Example"),
            ("mail", "ada.example@example.com"),
            ("mailNickname", "ada.example"),
            ("accountEnabled", "True"),
            ("jobTitle", "Dock Supervisor"),
            ("department", "Operations"),
            ("companyName", "Example Freight"),
            ("employeeId", "EF-20001"),
            ("telephoneNumber", "+1 312 555 0100"),
            ("mobile", "+1 312 555 0101"),
            ("city", "Chicago"),
            ("country", "US"),
            ("extensionAttribute1", "Standard 26-bit Wiegand"),
            ("extensionAttribute2", "7777"),
            ("extensionAttribute4", "active"),
            ("extensionAttribute5", "111"),
        ])
    }

    /// A CSV file in UTF-8 with the names of mappings in its header, for spreadsheets too: what they would take for a formula
    /// has an apostrophe before it, which reading takes away. What Entra computes is not in it.
    pub fn to_csv(&self) -> Vec<u8> {
        let columns: Vec<(&str, Column)> = self
            .columns
            .iter()
            .filter(|column| !column.is_computed)
            .filter_map(|column| Some((&*column.name, self.column(&column.name)?)))
            .collect();
        // The sign-in name as it is stored: that of a guest was shortened when it was read.
        let stored = self
            .columns
            .iter()
            .any(|column| column.is_computed && &*column.name == STORED_NAME)
            .then(|| self.column(STORED_NAME))
            .flatten();
        // A name with other marks could be taken for something else than a header.
        let is_plain = |name: &str| {
            name.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b'_' | b'.'))
        };
        let quotes = if columns.iter().all(|(name, _)| is_plain(name)) {
            csv::QuoteStyle::Necessary
        } else {
            csv::QuoteStyle::Always
        };
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .quote_style(quotes)
            .from_writer(Vec::new());
        let header = writer.write_record(columns.iter().map(|(name, _)| *name));
        let rows = self.people().try_for_each(|person| {
            writer.write_record(columns.iter().map(|(name, column)| {
                let column = stored.filter(|_| *name == "userPrincipalName").unwrap_or(*column);
                match person.value_at(column) {
                    Value::Text(text) => guarded(&text),
                    Value::Many(texts) => guarded(&texts.join(";")),
                    _ => String::new(),
                }
            }))
        });
        // Writing to memory can not fail, and every record has the fields of the header.
        header
            .and(rows)
            .map_err(|_never| ())
            .and_then(|()| writer.into_inner().map_err(|_never| ()))
            .unwrap_or_default()
    }
}

/// Has a column of its own where there are guests.
const STORED_NAME: &str = "originalUserPrincipalName";

/// The mark by which spreadsheets know text, before what they would calculate.
fn guarded(text: &str) -> String {
    if starts_formula(text) { format!("'{text}") } else { text.to_owned() }
}
