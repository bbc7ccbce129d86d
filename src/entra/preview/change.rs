//! What becomes of one row, and of one person.

use std::fmt;

/// What becomes of a row for one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RowChange {
    /// Command has it already.
    Same,
    /// Command has nothing there yet.
    New,
    /// Command has something else.
    Changed,
    /// The source has nothing, so the default is sent: at creation, or where no source is set and Command has nothing.
    Default,
    /// Only the case differs, and the target's list says that case does not matter: nothing is sent.
    CaseOnly,
    /// Nothing to send, and Command has nothing.
    Blank,
    /// Nothing to send; Command keeps the older value, because Entra never clears one.
    Kept,
    /// `IgnoreFlowIfNullOrEmpty` keeps it back.
    Dropped,
    /// The row is for creation, or for an empty target, only.
    AddOnly,
    /// The person gets nothing, or only `active`, because they leave or are skipped.
    Withheld,
    /// A reference, such as the manager: Entra sets it in a second pass, when both people are there.
    SecondPass,
    /// No source is set.
    Unmapped,
    /// The expression fails in Entra too.
    Failed,
    /// Only Entra can know what it comes to.
    Unknown,
    /// Required, and nothing to send.
    Missing,
}

impl RowChange {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Same,
        Self::New,
        Self::Changed,
        Self::Default,
        Self::CaseOnly,
        Self::Blank,
        Self::Kept,
        Self::Dropped,
        Self::AddOnly,
        Self::Withheld,
        Self::SecondPass,
        Self::Unmapped,
        Self::Failed,
        Self::Unknown,
        Self::Missing,
    ];

    /// Whether a value goes to Command.
    pub const fn is_sent(self) -> bool {
        matches!(self, Self::New | Self::Changed | Self::Default)
    }

    /// Whether Command has the row's value afterwards.
    pub(super) const fn is_in_force(self) -> bool {
        self.is_sent() || matches!(self, Self::Same | Self::CaseOnly)
    }

    /// In a report, always the same: `case-only`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::New => "new",
            Self::Changed => "changed",
            Self::Default => "default",
            Self::CaseOnly => "case-only",
            Self::Blank => "blank",
            Self::Kept => "kept",
            Self::Dropped => "dropped",
            Self::AddOnly => "add-only",
            Self::Withheld => "withheld",
            Self::SecondPass => "second-pass",
            Self::Unmapped => "unmapped",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Missing => "missing",
        }
    }
}

impl fmt::Display for RowChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Same => "Command has it already",
            Self::New => "Command gets it for the first time",
            Self::Changed => "Command gets another value",
            Self::Default => "Command gets the default",
            Self::CaseOnly => "Only the case differs, which is not sent",
            Self::Blank => "Nothing to send",
            Self::Kept => "Nothing to send; Command keeps the older value",
            Self::Dropped => "Left out by IgnoreFlowIfNullOrEmpty",
            Self::AddOnly => "Not sent again: the row is for creation only",
            Self::Withheld => "Not sent for this person",
            Self::SecondPass => {
                "Not compared: Entra sets it in a second pass, by the id that Command gave the other person"
            }
            Self::Unmapped => "No source is set",
            Self::Failed => "The expression fails",
            Self::Unknown => "Cannot be evaluated here",
            Self::Missing => "Required, but there is nothing to send",
        })
    }
}

/// What becomes of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PersonOutcome {
    /// Created in Command.
    Create,
    /// Changed.
    Update,
    /// Nothing to do.
    Same,
    /// Switched on, and changed where something differs.
    Enable,
    /// Switched off.
    Disable,
    /// Left out.
    Skipped(SkipReason),
}

/// Why somebody is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SkipReason {
    /// Blocked, deleted, unassigned or out of scope, and not in Command: Entra never creates them.
    Leaves,
    /// No row of the mapping matches people.
    NoMatchingRow,
    /// The person has no value in any matching row: Entra's `ImportSkipped`.
    NoMatchingValue,
    /// What a matching row comes to can only be known in Entra.
    MatchUnknown,
    /// Two people of Command match: Entra's `DuplicateTargetEntries`.
    SeveralMatches,
    /// A required target would have no value: Entra's `AttributeValidationFailed`.
    Required,
    /// An expression fails.
    RowFails,
    /// The mapping does not create, update or provision at all.
    SwitchedOff,
}

impl SkipReason {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Leaves,
        Self::NoMatchingRow,
        Self::NoMatchingValue,
        Self::MatchUnknown,
        Self::SeveralMatches,
        Self::Required,
        Self::RowFails,
        Self::SwitchedOff,
    ];

    /// In a report, always the same: `no-matching-value`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Leaves => "leaves",
            Self::NoMatchingRow => "no-matching-row",
            Self::NoMatchingValue => "no-matching-value",
            Self::MatchUnknown => "match-unknown",
            Self::SeveralMatches => "several-matches",
            Self::Required => "required",
            Self::RowFails => "row-fails",
            Self::SwitchedOff => "switched-off",
        }
    }
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Leaves => "Blocked, deleted, unassigned or out of scope, and not in Command: Entra does not create them",
            Self::NoMatchingRow => "No row of the mapping matches people",
            Self::NoMatchingValue => "No value in any matching row (ImportSkipped)",
            Self::MatchUnknown => "What a matching row comes to is only known in Entra",
            Self::SeveralMatches => "Several people of Command match (DuplicateTargetEntries)",
            Self::Required => "A required target would have no value (AttributeValidationFailed)",
            Self::RowFails => "An expression fails",
            Self::SwitchedOff => "The mapping is switched off for this",
        })
    }
}

impl PersonOutcome {
    /// All of them.
    pub(super) const ALL: [Self; 13] = {
        let mut all = [Self::Create; 13];
        let simple = [Self::Create, Self::Update, Self::Same, Self::Enable, Self::Disable];
        let mut at = 0;
        while at < all.len() {
            all[at] = if at < simple.len() {
                simple[at]
            } else {
                Self::Skipped(SkipReason::ALL[at - simple.len()])
            };
            at += 1;
        }
        all
    };

    /// In a report, always the same: `create`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Update => "update",
            Self::Same => "same",
            Self::Enable => "enable",
            Self::Disable => "disable",
            Self::Skipped(_) => "skipped",
        }
    }
}

impl fmt::Display for PersonOutcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Create => f.write_str("Created"),
            Self::Update => f.write_str("Updated"),
            Self::Same => f.write_str("Nothing to do"),
            Self::Enable => f.write_str("Enabled"),
            Self::Disable => f.write_str("Disabled"),
            Self::Skipped(reason) => write!(f, "Skipped. {reason}"),
        }
    }
}
