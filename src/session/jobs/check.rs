//! The staged check of a connection.

use crate::session::backend::Backend;
use crate::session::connection::Profile;
use crate::session::outcome::{CheckRun, Outcome};
use crate::session::problem::Problem;
use crate::session::worker::Outbox;

/// Runs all stages and hands on each as it begins and ends.
pub(super) async fn run(backend: &Backend, outbox: &Outbox, run: CheckRun, profile: &Profile) {
    let outcome = stages(backend, outbox, run, profile).await;
    outbox.send(Outcome::CheckEnded { run, outcome }).await;
}

async fn stages(
    backend: &Backend,
    outbox: &Outbox,
    run: CheckRun,
    profile: &Profile,
) -> Result<(), Problem> {
    let client = backend.scim(profile).await?;
    let mut check = client.check();
    while let Some(report) = check.next().await {
        outbox.send(Outcome::Checked { run, report }).await;
    }
    Ok(())
}
