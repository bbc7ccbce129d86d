//! What a line of the journal can say. The names of fields and kinds stand in files on disk: they are added to, never changed.

use std::fmt;

use serde::Deserialize;
use serde::Serialize;

use crate::journal::run::RecordedRun;
use crate::verkada::Verb;

/// The name of one run: 32 hex digits by chance.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct RunId(String);

impl RunId {
    /// The name these random bytes make.
    pub(crate) fn from_random(bytes: [u8; 16]) -> Self {
        Self(format!("{:032x}", u128::from_be_bytes(bytes)))
    }
}

impl fmt::Display for RunId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The connection a run works on, as it was when the run was planned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Place {
    /// The random key of the connection.
    pub(crate) connection: String,
    /// Its name, as the person gave it.
    pub(crate) name: String,
    /// What it is: the sandbox, Verkada Command, another server.
    pub(crate) kind: String,
    /// Scheme, host and port.
    pub(crate) origin: String,
}

/// What one call is about: a person, a domain, or the token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Target {
    /// The id of the resource; the name of a domain; `scim-token` for the token.
    pub(crate) id: String,
    /// The person's userName; empty for other targets.
    pub(crate) user_name: String,
    /// What a person calls it.
    pub(crate) display_name: String,
    /// What it looked like when the plan was made; empty when there is nothing to compare.
    pub(crate) fingerprint: String,
}

/// Who carries a run out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Manner {
    /// This program calls the server.
    Direct,
    /// A person acts on Command's own pages and is led from step to step.
    Guided,
}

/// How one call came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub(crate) enum Outcome {
    /// It did what was asked.
    Done,
    /// There was nothing left to do.
    AlreadyGone,
    /// It was not tried.
    Skipped {
        /// For what reason.
        why: String,
    },
    /// It was refused.
    Failed {
        /// For what reason.
        why: String,
    },
    /// It may or may not have happened; a read has to settle it.
    Unknown {
        /// Why nobody knows.
        why: String,
    },
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum How {
    /// Every target had its turn.
    Finished,
    /// A person stopped it.
    Stopped,
    /// The program ended, or the connection went away, before every target had its turn.
    Interrupted,
}

/// An earlier journal that this one follows, because it could not be continued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Predecessor {
    /// The name of the file it was set aside under; empty when it was gone.
    pub(crate) file: String,
    /// Whole lines it had.
    pub(crate) lines: u64,
    /// Why it was not continued.
    pub(crate) why: String,
}

/// One line of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub(crate) enum Entry {
    /// A journal was begun. Always the first line, and only the first.
    Opened {
        /// Which key the lines are sealed with: not secret.
        key_id: String,
        /// The version of this program.
        version: String,
        /// The journal before this one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after: Option<Predecessor>,
    },
    /// An unfinished run of the journal before this one, as far as it had come.
    Carried {
        /// The run.
        run: Box<RecordedRun>,
    },
    /// A person confirmed what shall be done.
    Planned {
        /// The run.
        run: RunId,
        /// What is done to each target.
        verb: Verb,
        /// Where.
        place: Place,
        /// Why, in the person's words; may be empty.
        reason: String,
        /// The targets' share of the list they were chosen from, in tenths of a percent.
        share_percent_tenths: Option<u32>,
        /// Who carries it out.
        manner: Manner,
        /// What it is done to, in order.
        targets: Vec<Target>,
    },
    /// A call is about to be made.
    Intent {
        /// The run.
        run: RunId,
        /// Index of the target, from 0.
        number: u32,
        /// Method and address, without any secret.
        call: String,
    },
    /// A call came back, or was not made.
    Outcome {
        /// The run.
        run: RunId,
        /// Index of the target, from 0.
        number: u32,
        /// How it came out.
        result: Outcome,
        /// What shows it.
        evidence: Vec<String>,
    },
    /// A call whose outcome nobody knew was settled later by a read.
    Settled {
        /// The run.
        run: RunId,
        /// Index of the target, from 0.
        number: u32,
        /// How it came out.
        result: Outcome,
        /// What shows it.
        evidence: Vec<String>,
    },
    /// A step of a guided run, with what shows it.
    Evidence {
        /// The run.
        run: RunId,
        /// Index of the target, from 0.
        number: u32,
        /// Which step.
        step: String,
        /// What the person entered, or what was read.
        text: String,
    },
    /// A run waits.
    Paused {
        /// The run.
        run: RunId,
    },
    /// A run goes on.
    Resumed {
        /// The run.
        run: RunId,
    },
    /// A run is over.
    Ended {
        /// The run.
        run: RunId,
        /// In which way.
        how: How,
    },
}

impl Entry {
    /// The run it belongs to; none for the opening line.
    pub(crate) fn run(&self) -> Option<&RunId> {
        match self {
            Self::Opened { .. } => None,
            Self::Carried { run } => Some(&run.id),
            Self::Planned { run, .. }
            | Self::Intent { run, .. }
            | Self::Outcome { run, .. }
            | Self::Settled { run, .. }
            | Self::Evidence { run, .. }
            | Self::Paused { run }
            | Self::Resumed { run }
            | Self::Ended { run, .. } => Some(run),
        }
    }
}
