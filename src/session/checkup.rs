//! What a check of the record on disk found, in words a person can act on.

use jiff::Timestamp;

use crate::journal::{Checked, Report};

/// One check of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Checkup {
    /// When.
    pub(crate) at: Timestamp,
    /// Whole lines in the file.
    pub(crate) lines: u64,
    /// The first thing that is wrong, with its line.
    pub(crate) broken: Option<String>,
    /// What could not be checked.
    pub(crate) not_checked: Option<String>,
}

impl Checkup {
    /// What a report says; `without_key` tells why the key was not used.
    pub(crate) fn of(report: &Report, at: Timestamp, without_key: Option<&str>) -> Self {
        let broken = report.first_broken.as_ref();
        let gap = match report.checked {
            Checked::All => None,
            Checked::Chain => Some("whether the end was cut off, and the seals"),
            Checked::ChainAndHead => Some("the seals"),
            Checked::ChainAndKey => Some("whether the end was cut off"),
        };
        let why = without_key.map(|why| format!(": {why}")).unwrap_or_default();
        Self {
            at,
            lines: report.lines,
            broken: broken.map(|broken| format!("Line {}: {}.", broken.line, broken.why)),
            not_checked: gap.map(|gap| format!("Not checked: {gap}{why}.")),
        }
    }

    /// The check of a record that was not begun.
    pub(crate) const fn of_nothing(at: Timestamp) -> Self {
        Self { at, lines: 0, broken: None, not_checked: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::{Broken, Flaw};

    #[track_caller]
    fn check(
        first_broken: Option<Broken>,
        checked: Checked,
        broken: Option<&str>,
        gap: Option<&str>,
    ) {
        let report = Report {
            lines: 7,
            first_broken,
            checked,
            torn: 0,
            unknown: 0,
            key_id: None,
            span: None,
        };
        let found = Checkup::of(&report, Timestamp::UNIX_EPOCH, Some("no keyring"));
        assert_eq!((found.broken.as_deref(), found.not_checked.as_deref()), (broken, gap));
    }

    #[test]
    fn a_check_tells_the_first_broken_line_and_what_was_not_checked() {
        check(None, Checked::All, None, None);
        check(
            Some(Broken { line: 3, why: Flaw::Edited }),
            Checked::All,
            Some("Line 3: its text was changed after it was written."),
            None,
        );
        let gap = "Not checked: whether the end was cut off, and the seals: no keyring.";
        check(None, Checked::Chain, None, Some(gap));
    }
}
