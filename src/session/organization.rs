//! What Command's own pages know of the active connection: its domains, its token, and who was deleted.

use std::sync::Arc;

use jiff::Timestamp;

use crate::session::problem::Problem;
use crate::session::remote::Remote;
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
    /// The token.
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
