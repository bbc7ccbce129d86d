//! A preview of everybody as a file: for spreadsheets, for scripts, and for people to read and print.

mod cell;
mod csv;
mod html;
mod json;
mod warning;

use crate::entra::directory::Directory;
use crate::entra::preview::count::of_cell;
use crate::entra::preview::{
    Clash, Everyone, Holdings, PersonOutcome, PersonPreview, Preview, RowChange, RowPreview,
};

pub(crate) use cell::spreadsheet_text;
pub use warning::ReportWarning;

/// A preview of everybody, to be written.
#[derive(Clone, Copy)]
pub struct PreviewReport<'a> {
    /// The mapping.
    pub preview: &'a Preview,
    /// Whom it was tried on.
    pub directory: &'a Directory,
    /// What Command holds.
    pub holdings: &'a Holdings,
    /// What becomes of them.
    pub everyone: &'a Everyone,
    /// What was previewed, for the reader: names of files, or of the organization.
    pub about: &'a str,
    /// What is doubtful about the files it rests on.
    pub warnings: &'a [ReportWarning],
}

/// One person of a report.
struct ReportPerson {
    /// Row of the directory, from 1.
    row: usize,
    label: String,
    user_principal_name: String,
    preview: PersonPreview,
    clashes: Vec<Clash>,
}

impl PreviewReport<'_> {
    /// Everybody, one after the other, so that a report of many needs no memory.
    fn people(&self) -> impl Iterator<Item = ReportPerson> {
        (0..self.everyone.len()).filter_map(|row| self.person(row))
    }

    /// Whether something changes for a person, or something is wrong, or they are left out.
    fn is_notable(&self, row: usize) -> bool {
        let outcome = self.everyone.outcome(row);
        let is_changed = outcome.is_some_and(|outcome| outcome != PersonOutcome::Same);
        let has_trouble = || {
            (0..self.everyone.rows())
                .any(|at| self.everyone.cell(row, at).is_some_and(|(_, trouble)| trouble.is_some()))
        };
        is_changed || self.everyone.clashes(row).next().is_some() || has_trouble()
    }

    fn person(&self, row: usize) -> Option<ReportPerson> {
        let person = self.directory.person(row)?;
        Some(ReportPerson {
            row: row + 1,
            label: person.label(),
            user_principal_name: person.text("userPrincipalName").unwrap_or_default().to_owned(),
            preview: self.preview.person_in(&person, self.holdings),
            clashes: self.everyone.clashes(row).collect(),
        })
    }

    fn target(&self, row: usize) -> &str {
        self.preview.mapping().rows.get(row).map_or("", |row| &row.target)
    }
}

impl ReportPerson {
    /// The rows that are counted: what is sent, what is empty, what is wrong, and what keeps the person out.
    fn rows(&self) -> impl Iterator<Item = (usize, &RowPreview)> {
        self.preview.rows.iter().enumerate().filter(|(at, row)| {
            let trouble = row.trouble.as_ref().map(|(trouble, _)| *trouble);
            row.change.is_sent()
                || of_cell(row.change, trouble) != 0
                || self.preview.because == Some(*at)
        })
    }

    /// Those of them that change something, are wrong, or leave Command with an older value.
    fn notable_rows(&self) -> impl Iterator<Item = (usize, &RowPreview)> {
        self.rows().filter(|(at, row)| {
            let is_empty = matches!(
                row.change,
                RowChange::Blank | RowChange::Dropped | RowChange::Unmapped | RowChange::Missing
            );
            !is_empty || row.trouble.is_some() || self.preview.because == Some(*at)
        })
    }
}

/// A value in a cell of a table.
fn plain(value: Option<&serde_json::Value>) -> String {
    use serde_json::Value;
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// What is wrong with a row, in words.
fn problem(row: &RowPreview) -> String {
    match (&row.trouble, &row.result) {
        (Some((_, words)), _) => words.clone(),
        (None, Err(error)) => error.message.clone(),
        (None, Ok(_)) if row.change == RowChange::Kept => row.change.to_string(),
        (None, Ok(_)) => String::new(),
    }
}

#[cfg(test)]
mod tests;
