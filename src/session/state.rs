//! Everything the screen shows that came from the network, the disk or a decision.

use std::path::PathBuf;

use jiff::Timestamp;

use crate::entra::ColumnPlan;
use crate::journal::entry::RunId;
use crate::scim::User;
use crate::session::activity::ActivityLog;
use crate::session::check::CheckState;
use crate::session::connection::{ConnectionKey, Profile};
use crate::session::groups::GroupsTable;
use crate::session::guided::Guided;
use crate::session::mappings::MappingWork;
use crate::session::notice::Notices;
use crate::session::organization::{OneTimeToken, Organization, Rotated};
use crate::session::outcome::{Epoch, PreviewId, TokenNotSaved};
use crate::session::plan::Plan;
use crate::session::plan::practice::PracticeForm;
use crate::session::plan::wish::Wish;
use crate::session::problem::Problem;
use crate::session::remote::Remote;
use crate::session::runs::Runs;
use crate::session::settings::Settings;
use crate::session::users::UsersTable;
use crate::verkada::ScimToken;
use crate::verkada::admin::PersonRecord;

/// Whether the active connection answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Link {
    /// Nothing was sent yet.
    #[default]
    Quiet,
    /// A first answer is awaited.
    Connecting,
    /// It answered.
    Up {
        /// How long the last answer took, in milliseconds.
        latency_ms: u32,
        /// When.
        at: Timestamp,
    },
    /// It did not.
    Down(Problem),
}

/// The dialog that is open.
#[derive(Debug)]
pub(crate) enum Dialog {
    /// Adds a connection.
    AddConnection,
    /// Replaces a connection's token.
    ReplaceToken(ConnectionKey),
    /// Asks before a connection is forgotten.
    Forget(ConnectionKey),
    /// A token is on its way into the keyring.
    SavingToken {
        /// Whose.
        name: String,
    },
    /// The keyring did not take a token.
    TokenNotSaved(Box<TokenNotSaved>),
    /// Adds a domain to the list.
    AddDomain,
    /// Takes the token that a Refresh in Command has made; says why the last try failed.
    Rotate(Option<Problem>),
    /// A token is being proven and kept.
    Rotating {
        /// Whose.
        name: String,
    },
    /// Shows what came of it.
    Rotated(Box<Rotated>),
    /// Asks what the practice organization is to begin with.
    StartOver,
    /// Asks what the identity provider is to do.
    Practice(Box<PracticeForm>),
    /// Shows a plan and asks for consent to it.
    Plan(Box<PlanDialog>),
    /// Shows a token that was just made, once.
    OneTimeToken(Box<OneTimeToken>),
    /// Shows a run.
    Run(RunId),
    /// Asks before a guided run is stopped.
    StopGuided(RunId),
    /// Unlocks writes for one piece of work.
    Unlock,
    /// Matches the columns of a CSV file of people.
    Columns(PathBuf, ColumnPlan),
    /// Takes one person typed by hand, to try a mapping on.
    TypedPerson,
}

/// A connection that the person unlocked for one piece of work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unlocked {
    /// Which.
    pub(crate) connection: ConnectionKey,
    /// Until when at the latest; the end of the next run locks it too.
    pub(crate) until: Timestamp,
}

/// A plan on its way to consent.
#[derive(Debug)]
pub(crate) struct PlanDialog {
    /// What is wanted.
    pub(crate) wish: Wish,
    /// Which preview it waits for.
    pub(crate) preview: PreviewId,
    /// How far it is.
    pub(crate) stage: PlanStage,
}

/// How far a plan is.
#[derive(Debug)]
pub(crate) enum PlanStage {
    /// Its targets are being read.
    Reading {
        /// How many were read.
        read: usize,
    },
    /// It can be confirmed.
    Ready(Box<Plan>),
    /// It could not be made.
    Failed(Problem),
}

/// One person, looked at closely.
#[derive(Debug)]
pub(crate) struct OpenPerson {
    /// Whom.
    pub(crate) id: String,
    /// The whole resource as the server keeps it.
    pub(crate) user: Remote<Box<User>>,
    /// What Command keeps of the person beside it, where the connection tells it.
    pub(crate) record: Remote<Box<PersonRecord>>,
}

/// The state of the program.
pub(crate) struct State {
    /// What the person chose, as it is kept on disk.
    pub(crate) settings: Settings,
    /// Grows with every change of the settings.
    pub(crate) settings_revision: u64,
    /// All connections, the sandbox first.
    pub(crate) connections: Vec<Profile>,
    /// Which one is shown.
    pub(crate) active: ConnectionKey,
    /// Whether it answers.
    pub(crate) link: Link,
    /// When a copied token is taken off the clipboard; `None` when none is there.
    pub(crate) clipboard_clears_at: Option<Timestamp>,
    /// Whether the keyring takes so long that it must be asking the person.
    pub(crate) keyring_waits: bool,
    /// Until when the client holds back because the server asked it to.
    pub(crate) waiting_until: Option<Timestamp>,
    /// The people.
    pub(crate) users: UsersTable,
    /// The filter the server was asked with, as typed.
    pub(crate) scim_filter: String,
    /// The groups.
    pub(crate) groups: GroupsTable,
    /// The person looked at.
    pub(crate) person: Option<OpenPerson>,
    /// The group looked at, by id.
    pub(crate) group: Option<String>,
    /// Domains, token and deleted users.
    pub(crate) organization: Organization,
    /// What was done from this desk.
    pub(crate) runs: Runs,
    /// What is done by hand in Command.
    pub(crate) guided: Guided,
    /// The mappings looked at, and what they come to.
    pub(crate) mappings: MappingWork,
    /// The connection that may be written to for one piece of work.
    pub(crate) unlocked: Option<Unlocked>,
    /// The plan that was made last.
    pub(crate) preview: PreviewId,
    /// The staged check.
    pub(crate) check: CheckState,
    /// What went over the network.
    pub(crate) activity: ActivityLog,
    /// What the person was told.
    pub(crate) notices: Notices,
    /// The open dialog.
    pub(crate) dialog: Option<Dialog>,
    /// The time of this frame.
    pub(crate) now: Timestamp,
    /// Which connection's outcomes count.
    pub(crate) epoch: Epoch,
}

impl State {
    /// A program that has just started.
    pub(crate) fn new(settings: Settings, connections: Vec<Profile>, now: Timestamp) -> Self {
        let active = ConnectionKey(settings.active_connection.clone().unwrap_or_default());
        let active = if connections.iter().any(|profile| profile.key == active) {
            active
        } else {
            ConnectionKey::sandbox()
        };
        Self {
            settings,
            settings_revision: 0,
            connections,
            active,
            link: Link::Quiet,
            clipboard_clears_at: None,
            keyring_waits: false,
            waiting_until: None,
            users: UsersTable::default(),
            scim_filter: String::new(),
            groups: GroupsTable::default(),
            person: None,
            group: None,
            organization: Organization::default(),
            runs: Runs::default(),
            guided: Guided::default(),
            mappings: MappingWork::default(),
            unlocked: None,
            preview: PreviewId::default(),
            check: CheckState::default(),
            activity: ActivityLog::default(),
            notices: Notices::default(),
            dialog: None,
            now,
            epoch: Epoch::default(),
        }
    }

    /// Whether something is asked over the page, so that keys are not for the page.
    pub(crate) const fn is_asking(&self) -> bool {
        self.dialog.is_some() || self.mappings.in_question.is_some()
    }

    /// The active connection; the sandbox is always there.
    pub(crate) fn profile(&self) -> Option<&Profile> {
        self.connection(&self.active)
    }

    /// The token that the open dialog offers to copy. One that lies in the keyring is never offered.
    pub(crate) fn token_at_hand(&self) -> Option<&ScimToken> {
        match &self.dialog {
            Some(Dialog::OneTimeToken(shown)) => Some(&shown.token),
            Some(Dialog::TokenNotSaved(not_saved)) => Some(&not_saved.token),
            _ => None,
        }
    }

    /// Seconds until a copied token is taken off the clipboard.
    pub(crate) fn clipboard_seconds(&self) -> Option<i64> {
        let left = self.clipboard_clears_at?.duration_since(self.now);
        Some(left.as_secs() + i64::from(left.subsec_nanos() > 0)).filter(|seconds| *seconds > 0)
    }

    /// A connection by key.
    pub(crate) fn connection(&self, key: &ConnectionKey) -> Option<&Profile> {
        self.connections.iter().find(|profile| profile.key == *key)
    }
}
