//! What is done away from the screen.

use std::path::PathBuf;
use std::sync::Arc;

use crate::journal::entry::RunId;
use crate::journal::run::RecordedRun;
use crate::scim::Filter;
use crate::session::connection::Profile;
use crate::session::export::Export;
use crate::session::guided::{When, Word};
use crate::session::mappings::job::MappingsJob;
use crate::session::organization::SandboxBegin;
use crate::session::outcome::{CheckRun, Epoch, PreviewId};
use crate::session::plan::Confirmed;
use crate::session::plan::wish::Wish;
use crate::session::runs::Steer;
use crate::session::settings::Settings;
use crate::session::users::Generation;
use crate::verkada::ScimToken;

/// Jobs of which only the newest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Slot {
    /// Reading people.
    People,
    /// Reading groups.
    Groups,
    /// Reading one person.
    Person,
    /// Checking a connection.
    Check,
    /// Reading what a plan is made from.
    Preview,
    /// Reading domains and token.
    Provisioning,
    /// Reading deleted users.
    Deleted,
    /// Reading what Command keeps of one person.
    Record,
    /// Reading a schema.
    Schema,
    /// Reading the people that a mapping is tried on.
    Directory,
    /// Reading what Command holds, to be compared with a mapping.
    Held,
    /// Looking for what is wrong with a mapping.
    Lint,
    /// Trying a mapping on everybody.
    Trial,
    /// Comparing two versions of a mapping.
    Comparison,
    /// Checking or writing down guided work; never more than one at a time, so that none ends another.
    Guided,
}

/// One thing to do. Not `Clone`, for a token may travel in it.
#[derive(Debug)]
pub(crate) enum Job {
    /// Start the embedded sandbox, or begin its organization anew.
    StartSandbox(Box<SandboxBegin>),
    /// Read all people, or those a filter finds.
    ReadPeople {
        /// Which connection was active.
        epoch: Epoch,
        /// Which reading this is.
        generation: Generation,
        /// From where.
        profile: Box<Profile>,
        /// Only those.
        filter: Option<Filter>,
    },
    /// Read all groups.
    ReadGroups {
        /// Which connection was active.
        epoch: Epoch,
        /// Which reading this is.
        generation: Generation,
        /// From where.
        profile: Box<Profile>,
    },
    /// Read one person.
    ReadPerson {
        /// Which connection was active.
        epoch: Epoch,
        /// From where.
        profile: Box<Profile>,
        /// Whom.
        id: String,
    },
    /// Check a connection stage by stage.
    Check {
        /// Which run.
        run: CheckRun,
        /// Which connection.
        profile: Box<Profile>,
    },
    /// Put a token into the keyring.
    SaveToken {
        /// Whose.
        profile: Box<Profile>,
        /// The token.
        token: ScimToken,
    },
    /// Keep a token in memory until the program ends.
    HoldToken {
        /// Whose.
        profile: Box<Profile>,
        /// The token.
        token: ScimToken,
    },
    /// Put the token that is shown once into the keyring.
    StoreMinted {
        /// Whose.
        profile: Box<Profile>,
        /// The token.
        token: Arc<ScimToken>,
    },
    /// Prove a token that was made in Command, keep it, and prove that the old one is dead.
    RotateToken {
        /// Whose.
        profile: Box<Profile>,
        /// The token.
        token: ScimToken,
    },
    /// Take a token out of the keyring.
    ForgetToken {
        /// Whose.
        profile: Box<Profile>,
    },
    /// Close all connections, and drop their tokens from memory.
    ReleaseAll,
    /// Write the settings.
    SaveSettings {
        /// What.
        settings: Box<Settings>,
        /// Grows with every change, so that an older text never takes the place of a newer one.
        revision: u64,
    },
    /// Open the record of what was done, if there is one.
    OpenJournal,
    /// Check the record on disk from its first line.
    VerifyJournal,
    /// Read what a plan is made from.
    Preview {
        /// Which preview.
        preview: PreviewId,
        /// Where.
        profile: Box<Profile>,
        /// What is wanted.
        wish: Box<Wish>,
    },
    /// Carry out a plan.
    Carry {
        /// Where.
        profile: Box<Profile>,
        /// What, and the consent to it.
        confirmed: Box<Confirmed>,
    },
    /// Pause, go on with or stop the run that is under way.
    Steer(RunId, Steer),
    /// Find out by reading what came of calls that nobody knows about.
    Settle {
        /// Where.
        profile: Box<Profile>,
        /// The run.
        run: Box<RecordedRun>,
    },
    /// Look at a target of a guided run and write down what was seen.
    GuidedCheck {
        /// Where.
        profile: Box<Profile>,
        /// The run.
        run: Box<RecordedRun>,
        /// Index of the target.
        number: u32,
        /// Before or after somebody acted.
        when: When,
    },
    /// Write down what a person said about a guided run.
    GuidedWord {
        /// The run.
        run: RunId,
        /// What was said.
        word: Word,
    },
    /// Read domains and token.
    ReadProvisioning {
        /// Which connection was active.
        epoch: Epoch,
        /// Where.
        profile: Box<Profile>,
    },
    /// Read deleted users.
    ReadDeleted {
        /// Which connection was active.
        epoch: Epoch,
        /// Where.
        profile: Box<Profile>,
    },
    /// Read what Command keeps of one person.
    ReadRecord {
        /// Which connection was active.
        epoch: Epoch,
        /// Where.
        profile: Box<Profile>,
        /// Whom.
        id: String,
    },
    /// Something behind the Mappings page.
    Mappings(MappingsJob),
    /// Write people to a file.
    Export {
        /// What.
        export: Box<Export>,
        /// Where.
        path: PathBuf,
    },
}

impl Job {
    /// The slot it runs in, if only the newest of its kind counts.
    pub(crate) fn slot(&self) -> Option<Slot> {
        match self {
            Self::ReadPeople { .. } => Some(Slot::People),
            Self::ReadGroups { .. } => Some(Slot::Groups),
            Self::ReadPerson { .. } => Some(Slot::Person),
            Self::Check { .. } => Some(Slot::Check),
            Self::Preview { .. } => Some(Slot::Preview),
            Self::ReadProvisioning { .. } => Some(Slot::Provisioning),
            Self::ReadDeleted { .. } => Some(Slot::Deleted),
            Self::ReadRecord { .. } => Some(Slot::Record),
            // The end of a run may be said while the step before it is still on its way.
            Self::GuidedWord { word: Word::End(_), .. }
            | Self::StartSandbox(_)
            | Self::StoreMinted { .. }
            | Self::RotateToken { .. }
            | Self::OpenJournal
            | Self::VerifyJournal
            | Self::Carry { .. }
            | Self::Steer(..)
            | Self::Settle { .. }
            | Self::SaveToken { .. }
            | Self::HoldToken { .. }
            | Self::ForgetToken { .. }
            | Self::ReleaseAll
            | Self::SaveSettings { .. }
            | Self::Export { .. } => None,
            Self::GuidedCheck { .. } | Self::GuidedWord { .. } => Some(Slot::Guided),
            Self::Mappings(job) => job.slot(),
        }
    }

    /// What it does, in words that follow "could not".
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::StartSandbox(_) => "start the sandbox",
            Self::ReadPeople { .. } => "read people",
            Self::ReadGroups { .. } => "read groups",
            Self::ReadPerson { .. } => "read one person",
            Self::Check { .. } => "check the connection",
            Self::SaveToken { .. } | Self::HoldToken { .. } | Self::StoreMinted { .. } => {
                "save the token"
            }
            Self::RotateToken { .. } => "prove and keep the new token",
            Self::ForgetToken { .. } => "forget the connection",
            Self::ReleaseAll => "close the connections",
            Self::SaveSettings { .. } => "save the settings",
            Self::Export { .. } => "write the file",
            Self::Mappings(job) => job.name(),
            Self::OpenJournal => "open the record",
            Self::VerifyJournal => "check the record",
            Self::Preview { .. } => "make a plan",
            Self::Carry { .. } => "carry out the plan",
            Self::Steer(..) => "steer the run",
            Self::Settle { .. } => "find out what came of a call",
            Self::GuidedCheck { .. } => "check the person",
            Self::GuidedWord { .. } => "write down the step",
            Self::ReadProvisioning { .. } => "read the domains",
            Self::ReadDeleted { .. } => "read the deleted users",
            Self::ReadRecord { .. } => "read what Command keeps of a person",
        }
    }
}
