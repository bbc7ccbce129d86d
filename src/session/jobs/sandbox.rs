//! Starting the embedded sandbox.

use crate::sandbox::{Sandbox, SandboxConfig, Store};
use crate::session::backend::Backend;
use crate::session::connection::Profile;
use crate::session::outcome::{Outcome, SandboxReady};
use crate::session::problem::Problem;
use crate::session::worker::Outbox;
use crate::verkada::TenantUrl;

/// Starts the sandbox and keeps its token in memory: it is made anew for each run.
pub(super) async fn start(backend: &Backend, outbox: &Outbox) {
    let result = run(backend).await;
    outbox.send(Outcome::SandboxStarted(result)).await;
}
