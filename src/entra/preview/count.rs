//! What is counted of everybody.

use std::fmt;

use crate::entra::preview::change::{PersonOutcome, RowChange, SkipReason};
use crate::entra::preview::key::Clash;
use crate::entra::preview::trouble::Trouble;

/// What people are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CountKind {
    /// Created.
    Create,
    /// Changed, and neither switched on nor off.
    Update,
    /// Nothing to do.
    Same,
    /// Switched on.
    Enable,
    /// Switched off.
    Disable,
    /// Left out.
    Skipped,
    /// Left out for this reason.
    SkippedBecause(SkipReason),
    /// In Command, and a value of theirs changes.
    Changed,
    /// Nothing to send.
    Blank,
    /// Nothing to send, and Command keeps an older value.
    Kept,
    /// No source is set.
    Unmapped,
    /// An expression fails.
    Failed,
    /// An expression cannot be evaluated here.
    Unknown,
    /// A value that Command, or Entra, does not take.
    Invalid,
    /// The same for this reason.
    InvalidBecause(Trouble),
    /// A value that has to be unique and is not.
    Clashing,
    /// The same for this value.
    ClashingBy(Clash),
}

/// One bit for each kind.
pub(super) type Kinds = u64;

/// How many kinds there are.
pub(super) const KINDS: usize = CountKind::ALL.len();

impl CountKind {
    /// All of them; the place is the bit.
    pub const ALL: [Self; 36] = {
        let simple = [
            Self::Create,
            Self::Update,
            Self::Same,
            Self::Enable,
            Self::Disable,
            Self::Skipped,
            Self::Changed,
            Self::Blank,
            Self::Kept,
            Self::Unmapped,
            Self::Failed,
            Self::Unknown,
            Self::Invalid,
            Self::Clashing,
        ];
        let mut all = [Self::Create; 36];
        let (skips, troubles) = (SkipReason::ALL.len(), Trouble::ALL.len());
        let mut at = 0;
        while at < all.len() {
            let behind = at.saturating_sub(simple.len());
            all[at] = if at < simple.len() {
                simple[at]
            } else if behind < skips {
                Self::SkippedBecause(SkipReason::ALL[behind])
            } else if behind < skips + troubles {
                Self::InvalidBecause(Trouble::ALL[behind - skips])
            } else {
                Self::ClashingBy(Clash::ALL[behind - skips - troubles])
            };
            at += 1;
        }
        all
    };

    /// The bit of this kind.
    pub(super) fn bit(self) -> Kinds {
        let place = Self::ALL.iter().position(|kind| *kind == self).unwrap_or_default();
        1 << place
    }

    /// In a report, always the same: `invalid/domain`.
    pub fn id(self) -> String {
        match self {
            Self::Create => "create".into(),
            Self::Update => "update".into(),
            Self::Same => "same".into(),
            Self::Enable => "enable".into(),
            Self::Disable => "disable".into(),
            Self::Skipped => "skipped".into(),
            Self::SkippedBecause(reason) => format!("skipped/{}", reason.id()),
            Self::Changed => "changed".into(),
            Self::Blank => "blank".into(),
            Self::Kept => "kept".into(),
            Self::Unmapped => "unmapped".into(),
            Self::Failed => "failed".into(),
            Self::Unknown => "unknown".into(),
            Self::Invalid => "invalid".into(),
            Self::InvalidBecause(trouble) => format!("invalid/{}", trouble.id()),
            Self::Clashing => "clashing".into(),
            Self::ClashingBy(clash) => format!("clashing/{}", clash.id()),
        }
    }
}

impl fmt::Display for CountKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Create => f.write_str("Created"),
            Self::Update => f.write_str("Updated"),
            Self::Same => f.write_str("Nothing to do"),
            Self::Enable => f.write_str("Enabled"),
            Self::Disable => f.write_str("Disabled"),
            Self::Skipped => f.write_str("Skipped"),
            Self::SkippedBecause(reason) => reason.fmt(f),
            Self::Changed => f.write_str("A value changes"),
            Self::Blank => f.write_str("Nothing to send"),
            Self::Kept => f.write_str("Nothing to send; Command keeps the older value"),
            Self::Unmapped => f.write_str("No source is set"),
            Self::Failed => f.write_str("The expression fails"),
            Self::Unknown => f.write_str("Cannot be evaluated here"),
            Self::Invalid => f.write_str("Invalid"),
            Self::InvalidBecause(trouble) => trouble.fmt(f),
            Self::Clashing => f.write_str("Clashing"),
            Self::ClashingBy(clash) => clash.fmt(f),
        }
    }
}

/// The kinds that an outcome counts for.
pub(super) fn of_outcome(outcome: PersonOutcome) -> Kinds {
    match outcome {
        PersonOutcome::Create => CountKind::Create.bit(),
        PersonOutcome::Update => CountKind::Update.bit(),
        PersonOutcome::Same => CountKind::Same.bit(),
        PersonOutcome::Enable => CountKind::Enable.bit(),
        PersonOutcome::Disable => CountKind::Disable.bit(),
        PersonOutcome::Skipped(reason) => {
            CountKind::Skipped.bit() | CountKind::SkippedBecause(reason).bit()
        }
    }
}

/// The kinds that a row counts for.
pub(super) fn of_cell(change: RowChange, trouble: Option<Trouble>) -> Kinds {
    let changed = match change {
        RowChange::New | RowChange::Changed | RowChange::Default => CountKind::Changed.bit(),
        RowChange::Blank | RowChange::Dropped | RowChange::Missing => CountKind::Blank.bit(),
        RowChange::Kept => CountKind::Blank.bit() | CountKind::Kept.bit(),
        RowChange::Unmapped => CountKind::Unmapped.bit(),
        RowChange::Failed => CountKind::Failed.bit(),
        RowChange::Unknown => CountKind::Unknown.bit(),
        RowChange::Same
        | RowChange::CaseOnly
        | RowChange::AddOnly
        | RowChange::Withheld
        | RowChange::SecondPass => 0,
    };
    let invalid = trouble
        .map_or(0, |trouble| CountKind::Invalid.bit() | CountKind::InvalidBecause(trouble).bit());
    changed | invalid
}

/// The kinds that a set of clashes counts for.
pub(super) fn of_clashes(clashes: u8) -> Kinds {
    let several = Clash::ALL.into_iter().filter(|clash| clashes & clash_bit(*clash) != 0);
    several.fold(0, |kinds, clash| {
        kinds | CountKind::Clashing.bit() | CountKind::ClashingBy(clash).bit()
    })
}

/// The bit of a clash.
pub(super) const fn clash_bit(clash: Clash) -> u8 {
    1 << clash as u8
}

/// How many people count for each kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Counts([usize; KINDS]);

impl Default for Counts {
    fn default() -> Self {
        Self([0; KINDS])
    }
}

impl Counts {
    /// Counts one more person.
    pub(super) fn add(&mut self, mut kinds: Kinds) {
        while kinds != 0 {
            if let Some(count) = self.0.get_mut(kinds.trailing_zeros() as usize) {
                *count += 1;
            }
            kinds &= kinds - 1;
        }
    }

    /// How many count for a kind.
    pub(super) fn get(&self, kind: CountKind) -> usize {
        self.0.get(kind.bit().trailing_zeros() as usize).copied().unwrap_or_default()
    }
}
