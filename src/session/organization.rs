//! What Command's own pages know of the active connection: its domains, its token, and who was deleted.

use std::sync::Arc;

use jiff::Timestamp;

use crate::session::problem::Problem;
use crate::session::remote::Remote;
use crate::session::settings::TokenCare;
use crate::verkada::admin::{DeletedUser, Provisioning, TokenRecord};
use crate::verkada::{ScimToken, TenantUrl};

/// Domains, token and deleted users of the active connection.
#[derive(Debug, Default)]
pub(crate) struct Organization {
    /// Domains and token, where the connection tells them.
    pub(crate) provisioning: Remote<Provisioning>,
    /// Deleted users, where the connection tells them, the longest deleted first.
    pub(crate) deleted: Remote<Vec<DeletedUser>>,
    /// When they were read.
    pub(crate) deleted_read_at: Option<Timestamp>,
    /// Changes with everything that was read.
    pub(crate) revision: u64,
}

/// A token that was just made, as long as it may be looked at: it is shown once, and gone when this goes.
#[derive(Debug)]
pub(crate) struct OneTimeToken {
    /// The token; shared with the jobs that keep and try it, so that there is one copy of it.
    pub(crate) token: Arc<ScimToken>,
    /// The organization it is for.
    pub(crate) name: String,
    /// The address that goes with it.
    pub(crate) tenant: TenantUrl,
    /// What stays known of it.
    pub(crate) record: TokenRecord,
    /// Whether it lies in the keyring.
    pub(crate) stored: Step,
    /// Whether the server takes it.
    pub(crate) accepted: Step,
    /// Whether the server refuses the one before; there is none before the first.
    pub(crate) old_refused: Option<Step>,
}

/// How one of the steps after a new token went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// On its way.
    Pending,
    /// Done; the text says what shows it.
    Done(String),
    /// Not done.
    Failed(Problem),
}

/// What a practice organization begins with when it is begun anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StartOver {
    /// People, groups, domains and a token.
    Provisioned,
    /// Nothing: the first set-up is still to be done.
    Bare,
}

/// How the sandbox is started.
#[derive(Clone, Debug, Default)]
pub(crate) struct SandboxBegin {
    /// What is known of the token it had, and of the port it is bound to.
    pub(crate) known: Option<TokenCare>,
    /// Whether the organization is begun anew, and with what.
    pub(crate) over: Option<StartOver>,
}

/// The token of a connection after somebody made a new one in Command.
#[derive(Debug)]
pub(crate) struct Rotated {
    /// The organization.
    pub(crate) name: String,
    /// The fingerprint of the new token.
    pub(crate) fingerprint: String,
    /// Its last characters.
    pub(crate) hint: String,
    /// When it was proven.
    pub(crate) at: Timestamp,
    /// How the server took the new one.
    pub(crate) accepted: Step,
    /// Where the new one is kept.
    pub(crate) stored: Step,
    /// Whether the old one is dead; none where the desk had none.
    pub(crate) old_refused: Option<Step>,
    /// Whether the receipt is in the record.
    pub(crate) recorded: Step,
}
