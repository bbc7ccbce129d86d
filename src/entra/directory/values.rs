//! What a value of a CSV file may be: what is refused, what is doubtful, and how it is spelled for expressions.

use crate::entra::directory::problem::quoted;
use crate::entra::directory::words::{boolean, turned_round};
use crate::entra::directory::{AttributeKind, Column};
use crate::limits;
use crate::verkada::card::is_rounded;

/// Where the values of a column go, and what they may be.
pub(super) struct Target {
    pub(super) column: Column,
    pub(super) kind: AttributeKind,
    pub(super) is_multi_valued: bool,
    pub(super) is_identifying: bool,
    pub(super) may_have_lines: bool,
    /// Whether the header says the opposite of the attribute, so that yes is `False`.
    pub(super) is_turned_round: bool,
}

impl Target {
    /// The spelling of the engine for what means true or false here.
    pub(super) fn boolean(&self, value: &str) -> Option<&'static str> {
        if self.is_turned_round { turned_round(value) } else { boolean(value) }
    }
}

/// Why a value can not be read.
pub(super) fn refused(header: &str, value: &str, target: &Target) -> Option<String> {
    let header = || quoted(header);
    if value.len() > limits::DIRECTORY_FIELD_BYTES {
        return Some(format!(
            "The field of the column {} is longer than {} bytes. Look for a missing quotation mark, or shorten it.",
            header(),
            limits::DIRECTORY_FIELD_BYTES
        ));
    }
    if !target.may_have_lines && value.contains(['\n', '\r']) {
        return Some(format!(
            "The field of the column {} has a line break. Remove it; only streetAddress may have several lines.",
            header()
        ));
    }
    if target.is_identifying && starts_formula(value) {
        return Some(format!(
            "The column {} holds {}, which is a formula. Write the value alone.",
            header(),
            quoted(value)
        ));
    }
    None
}

/// What is odd about a value that is read as it is.
pub(super) fn doubtful(header: &str, value: &str, target: &Target) -> Option<String> {
    let says =
        |what: &str| Some(format!("{} in the column {} {what}", quoted(value), quoted(header)));
    if target.kind == AttributeKind::Boolean && target.boolean(value).is_none() {
        return says("is neither True nor False. It is kept as it is; correct it.");
    }
    if value == "System.String[]" || value == "System.Object[]" {
        return says(
            "stands for a list that PowerShell did not write. Export it with the values joined.",
        );
    }
    if value.starts_with(['=', '@']) {
        return says("looks like a formula. It is kept as it is; check it.");
    }
    if is_rounded(value) {
        return says(
            "was rounded by a spreadsheet, so its digits are lost. Take it from the source again, with the column formatted as text.",
        );
    }
    None
}

/// Whether a spreadsheet would calculate it, blanks before it aside.
pub(super) fn starts_formula(value: &str) -> bool {
    value.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// Without the apostrophe that keeps a spreadsheet from calculating it, as `to_csv` writes it.
pub(super) fn unguarded(value: &str) -> &str {
    value.strip_prefix('\'').filter(|rest| starts_formula(rest)).unwrap_or(value)
}
