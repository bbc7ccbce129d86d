//! Cells of a spreadsheet.

/// Text that no spreadsheet takes for a formula: an apostrophe goes before whatever could start one, also behind blanks, after a line
/// break, or in full-width form. A tab before it, as others do, was itself a hole (CVE-2021-41270).
pub(crate) fn spreadsheet_text(cell: &str) -> String {
    let first =
        cell.chars().find(|letter| !letter.is_whitespace() || matches!(letter, '\t' | '\r' | '\n'));
    if first.is_some_and(|letter| {
        matches!(letter, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
    }) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}
