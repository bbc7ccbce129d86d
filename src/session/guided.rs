//! Work that a person does in Command by hand, led from step to step: what is known of it beside the record.
//!
//! Everything that counts is in the record, so that the work goes on after the program was closed. The steps are told apart
//! there by their names, which are added to, never changed.

use jiff::Timestamp;

use crate::journal::entry::{How, Manner, RunId};
use crate::journal::run::{Proof, RecordedRun, RecordedTarget, TargetState};
use crate::session::problem::Problem;
use crate::verkada::Verb;

/// When a check looks at a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    /// Before the person acts in Command.
    Before,
    /// After the person said that it is done.
    After,
}

/// What a check saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// The person is there, deactivated, as the plan has them.
    AsPlanned,
    /// The person is there and deactivated, but changed since the plan.
    Changed,
    /// The person is there and active again.
    Active,
    /// SCIM shows the person neither by id nor by userName.
    Gone,
    /// Nobody has the id, but another record has the userName.
    NewRecord,
    /// It could not be found out.
    Unread,
}

/// What one line of evidence of a guided run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// What was seen before acting in Command.
    Before(Look),
    /// What was seen after it.
    After(Look),
    /// What the person noted.
    Note,
}

/// What a person says about guided work, to be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// A note about one target.
    Note {
        /// Index of the target.
        number: u32,
        /// The note.
        text: String,
    },
    /// One target is left alone.
    Skip {
        /// Index of the target.
        number: u32,
        /// For what reason.
        why: String,
    },
    /// The work is over.
    End(How),
}

/// What is being done for guided work right now; one thing at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Busy {
    /// For which run.
    pub(crate) run: RunId,
    /// For which target.
    pub(crate) number: u32,
    /// The check that looks; none while something is written.
    pub(crate) when: Option<When>,
    /// When it looks again, while it waits.
    pub(crate) again_at: Option<Timestamp>,
}

/// What is known of guided work beside the record.
#[derive(Debug, Default)]
pub(crate) struct Guided {
    /// The unfinished runs of the connection that is shown, oldest first.
    pub(crate) open: Vec<RunId>,
    /// The run that is looked at.
    pub(crate) shown: Option<RunId>,
    /// Grows when the page of guided work should come forward.
    pub(crate) turn: u64,
    /// The run that was confirmed and is not in the record yet.
    pub(crate) beginning: Option<RunId>,
    /// What is being done.
    pub(crate) busy: Option<Busy>,
    /// Why the last thing could not be done.
    pub(crate) problem: Option<Problem>,
}

impl Look {
    const ALL: [Self; 6] =
        [Self::AsPlanned, Self::Changed, Self::Active, Self::Gone, Self::NewRecord, Self::Unread];

    const fn word(self) -> &'static str {
        match self {
            Self::AsPlanned => "there, as planned",
            Self::Changed => "there, changed",
            Self::Active => "there, active",
            Self::Gone => "gone",
            Self::NewRecord => "gone, a new record",
            Self::Unread => "not read",
        }
    }
}

impl Step {
    const NOTE: &'static str = "Note";
    const BEFORE: &'static str = "Check before: ";
    const AFTER: &'static str = "Check after: ";

    /// What a check found.
    pub(crate) fn seen(when: When, look: Look) -> Self {
        match when {
            When::Before => Self::Before(look),
            When::After => Self::After(look),
        }
    }

    /// Its name in the record.
    pub(crate) fn name(self) -> String {
        match self {
            Self::Before(look) => format!("{}{}", Self::BEFORE, look.word()),
            Self::After(look) => format!("{}{}", Self::AFTER, look.word()),
            Self::Note => Self::NOTE.to_owned(),
        }
    }

    /// The step of that name; none for one that this version does not know.
    pub(crate) fn parse(name: &str) -> Option<Self> {
        let look = |word: &str| Look::ALL.into_iter().find(|look| look.word() == word);
        if name == Self::NOTE {
            return Some(Self::Note);
        }
        match (name.strip_prefix(Self::BEFORE), name.strip_prefix(Self::AFTER)) {
            (Some(word), _) => look(word).map(Self::Before),
            (None, Some(word)) => look(word).map(Self::After),
            (None, None) => None,
        }
    }
}

/// Whether a run is done by hand and not over, so that somebody can go on with it.
pub(crate) fn is_open(run: &RecordedRun) -> bool {
    run.manner == Manner::Guided && run.ended.is_none() && !is_receipt(run)
}

/// Whether a run is the receipt of a token: whoever proves the token writes it, from the first line to the last.
pub(crate) fn is_receipt(run: &RecordedRun) -> bool {
    run.manner == Manner::Guided && run.verb == Verb::RefreshToken
}

/// Whether every target of a run had its turn.
pub(crate) fn is_through(run: &RecordedRun) -> bool {
    run.targets.iter().all(|target| target.state != TargetState::Untouched)
}

/// The first target that has no outcome yet, from one on and then from the beginning.
pub(crate) fn next_from(run: &RecordedRun, from: usize) -> Option<usize> {
    let is_left = |(_, target): &(usize, &RecordedTarget)| target.state == TargetState::Untouched;
    let numbered = || run.targets.iter().enumerate();
    let later = numbered().skip(from).find(is_left);
    later.or_else(|| numbered().find(is_left)).map(|(number, _)| number)
}

/// The youngest look of one kind at a target, with what showed it.
pub(crate) fn last_look(target: &RecordedTarget, when: When) -> Option<(Look, &Proof)> {
    target.evidence.iter().rev().find_map(|proof| match (Step::parse(&proof.step)?, when) {
        (Step::Before(look), When::Before) | (Step::After(look), When::After) => {
            Some((look, proof))
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_keeps_its_name_on_disk() {
        for (step, name) in [
            (Step::Note, "Note"),
            (Step::Before(Look::AsPlanned), "Check before: there, as planned"),
            (Step::Before(Look::Changed), "Check before: there, changed"),
            (Step::After(Look::Active), "Check after: there, active"),
            (Step::After(Look::Gone), "Check after: gone"),
            (Step::After(Look::NewRecord), "Check after: gone, a new record"),
            (Step::After(Look::Unread), "Check after: not read"),
        ] {
            assert_eq!(step.name(), name);
            assert_eq!(Step::parse(name), Some(step));
        }
        for look in Look::ALL {
            for when in [When::Before, When::After] {
                let step = Step::seen(when, look);
                assert_eq!(Step::parse(&step.name()), Some(step));
            }
        }
        assert_eq!(Step::parse("Check after: a step of a later version"), None);
        assert_eq!(Step::parse(""), None);
    }
}
