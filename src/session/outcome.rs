//! What comes back from a job.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::client::{Exchange, StageReport};
use crate::journal::entry::{Entry, RunId};
use crate::journal::run::RecordedRun;
use crate::scim::{CompleteList, User};
use crate::session::checkup::Checkup;
use crate::session::connection::{ConnectionKey, Profile, TokenState};
use crate::session::groups::GroupRow;
use crate::session::job::Slot;
use crate::session::mappings::job::MappingsOutcome;
use crate::session::organization::{OneTimeToken, Rotated, Step};
use crate::session::people::People;
use crate::session::plan::Plan;
use crate::session::problem::Problem;
use crate::session::runs::Phase;
use crate::session::settings::TokenCare;
use crate::session::users::Generation;
use crate::verkada::admin::{DeletedUser, PersonRecord, Provisioning};
use crate::verkada::{ScimToken, TenantUrl};

/// Changes with the active connection; what an older one brings is not shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Epoch(u64);

impl Epoch {
    /// The epoch after this one.
    #[must_use]
    pub(crate) fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

/// One run of the staged check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct CheckRun(u64);

impl CheckRun {
    /// The run after this one.
    #[must_use]
    pub(crate) fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

/// One making of a plan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PreviewId(u64);

impl PreviewId {
    /// The one after this one.
    #[must_use]
    pub(crate) fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

/// The record as it was opened.
#[derive(Debug)]
pub(crate) struct JournalReady {
    /// The runs in it, oldest first.
    pub(crate) runs: Vec<RecordedRun>,
    /// What a person should know about it, a sentence each.
    pub(crate) remarks: Vec<String>,
}

/// One thing found out about a token that was just made.
#[derive(Debug)]
pub(crate) enum TokenStep {
    /// Whether it lies in the keyring.
    Stored(Step),
    /// Whether the server takes it.
    Accepted(Step),
    /// Whether the server refuses the one before.
    OldRefused(Step),
}

/// The sandbox as it runs.
#[derive(Debug)]
pub(crate) struct SandboxReady {
    /// Where it listens.
    pub(crate) tenant: TenantUrl,
    /// Where its token is.
    pub(crate) token: TokenState,
    /// What happened at the start that a person should know, as a damaged file that was set aside.
    pub(crate) warnings: Vec<String>,
}

/// Why a token is not in the keyring, with the token, so that nobody has to find it again.
#[derive(Debug)]
pub(crate) struct TokenNotSaved {
    /// Whose it is.
    pub(crate) profile: Box<Profile>,
    /// The token.
    pub(crate) token: ScimToken,
    /// Why.
    pub(crate) problem: Problem,
}

/// Something a job found out.
pub(crate) enum Outcome {
    /// The sandbox runs, or does not.
    SandboxStarted(Result<SandboxReady, Problem>),
    /// Some people arrived.
    PeoplePage {
        /// Of which connection.
        epoch: Epoch,
        /// Of which reading.
        generation: Generation,
        /// The people.
        people: Box<People>,
        /// How many the server says there are.
        expected: Option<u64>,
    },
    /// People left while they were read; these stayed.
    PeopleStayed {
        /// Of which connection.
        epoch: Epoch,
        /// Of which reading.
        generation: Generation,
        /// Who is there in the end.
        stayed: Box<CompleteList>,
    },
    /// The reading of people ended.
    PeopleRead {
        /// Of which connection.
        epoch: Epoch,
        /// Of which reading.
        generation: Generation,
        /// Whole, or why not.
        outcome: Result<(), Problem>,
    },
    /// Some groups arrived.
    GroupsPage {
        /// Of which connection.
        epoch: Epoch,
        /// Of which reading.
        generation: Generation,
        /// The groups.
        groups: Vec<GroupRow>,
        /// How many the server says there are.
        expected: Option<u64>,
    },
    /// Groups left while they were read; these stayed.
    GroupsStayed {
        /// Of which connection.
        epoch: Epoch,
        /// Of which reading.
        generation: Generation,
        /// What is there in the end.
        stayed: Box<CompleteList>,
    },
    /// The reading of groups ended.
    GroupsRead {
        /// Of which connection.
        epoch: Epoch,
        /// Of which reading.
        generation: Generation,
        /// Whole, or why not.
        outcome: Result<(), Problem>,
    },
    /// One person was read.
    PersonRead {
        /// Of which connection.
        epoch: Epoch,
        /// Whom.
        id: String,
        /// The person, or why not.
        result: Result<Box<User>, Problem>,
    },
    /// A stage of the check began or ended.
    Checked {
        /// In which run.
        run: CheckRun,
        /// What.
        report: StageReport,
    },
    /// The check ended.
    CheckEnded {
        /// Which run.
        run: CheckRun,
        /// Whether it could run at all.
        outcome: Result<(), Problem>,
    },
    /// A token is kept.
    TokenSaved {
        /// Whose.
        profile: Box<Profile>,
        /// Where.
        token: TokenState,
        /// What may be shown of it.
        known: Box<TokenCare>,
    },
    /// A token is not kept.
    TokenNotSaved(Box<TokenNotSaved>),
    /// The keyring takes so long that it must be asking the person.
    KeyringWaits,
    /// It answered, or is waited for no longer.
    KeyringAnswered,
    /// A token is forgotten, or not.
    TokenForgotten {
        /// Whose.
        key: ConnectionKey,
        /// Whether.
        outcome: Result<(), Problem>,
    },
    /// The settings are written, or not.
    SettingsSaved(Result<(), Problem>),
    /// The record is open, or there is none yet, or it can not be opened.
    JournalOpened(Result<JournalReady, Problem>),
    /// The record was checked, or could not be.
    JournalVerified(Result<Checkup, Problem>),
    /// An entry is on disk.
    Journaled {
        /// Its number.
        seq: u64,
        /// When.
        at: Timestamp,
        /// What.
        entry: Box<Entry>,
    },
    /// So many targets of a plan were read.
    Previewing {
        /// Of which plan.
        preview: PreviewId,
        /// How many.
        read: usize,
    },
    /// A plan can be shown, or why not.
    Previewed {
        /// Which.
        preview: PreviewId,
        /// The plan.
        result: Result<Box<Plan>, Problem>,
    },
    /// What came of the open calls of a run could not be found out.
    NotSettled(Problem),
    /// The run does something else now.
    RunTurned {
        /// Which.
        run: RunId,
        /// What.
        phase: Phase,
    },
    /// A check of guided work still sees the person and looks again.
    GuidedWaits {
        /// Of which run.
        run: RunId,
        /// When.
        again_at: Timestamp,
    },
    /// A step of guided work is on disk, or why not.
    GuidedStepped {
        /// Of which run.
        run: RunId,
        /// Whether.
        result: Result<(), Problem>,
    },
    /// A token was made; it is shown once.
    TokenMinted(Box<OneTimeToken>),
    /// Something was found out about the token that is shown.
    TokenStepped(TokenStep),
    /// A token that was made in Command is in use, or why not.
    TokenRotated {
        /// Whose.
        key: ConnectionKey,
        /// What was found out.
        result: Result<Box<Rotated>, Problem>,
    },
    /// Domains and token were read.
    ProvisioningRead {
        /// Of which connection.
        epoch: Epoch,
        /// They, or why not.
        result: Result<Provisioning, Problem>,
    },
    /// Deleted users were read.
    DeletedRead {
        /// Of which connection.
        epoch: Epoch,
        /// They, or why not.
        result: Result<Vec<DeletedUser>, Problem>,
    },
    /// What Command keeps of one person was read.
    RecordRead {
        /// Of which connection.
        epoch: Epoch,
        /// Whom.
        id: String,
        /// It, or why not.
        result: Result<Box<PersonRecord>, Problem>,
    },
    /// People were written to a file, or not.
    Exported {
        /// Where.
        path: PathBuf,
        /// How many, or why not.
        result: Result<usize, Problem>,
    },
    /// A request went over the wire.
    Exchanged {
        /// To which connection.
        of: ConnectionKey,
        /// What.
        exchange: Box<Exchange>,
    },
    /// The client waits before it asks again.
    Waiting {
        /// For which connection.
        of: ConnectionKey,
        /// Until when.
        until: Timestamp,
    },
    /// Something behind the Mappings page was done.
    Mappings(MappingsOutcome),
    /// A job ended by a fault of this program.
    Crashed {
        /// Which, in words that follow "could not".
        job: &'static str,
        /// The slot it ran in.
        slot: Option<Slot>,
    },
}
