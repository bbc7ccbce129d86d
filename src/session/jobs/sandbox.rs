//! Starting the embedded sandbox.

use std::sync::Arc;

use crate::sandbox::{AllowList, Port, Sandbox, SandboxConfig, Setup, TokenWish};
use crate::session::backend::Backend;
use crate::session::connection::Profile;
use crate::session::jobs::token;
use crate::session::outcome::{Outcome, SandboxReady};
use crate::session::problem::Problem;
use crate::session::worker::Outbox;
use crate::verkada::{ScimToken, TenantUrl};

/// Starts the sandbox and keeps its token in memory: it is made anew for each run.
pub(super) async fn start(backend: &Backend, outbox: &Outbox) {
    let result = run(backend).await;
    outbox.send(Outcome::SandboxStarted(result)).await;
}

async fn run(backend: &Backend) -> Result<SandboxReady, Problem> {
    let mut running = backend.sandbox.lock().await;
    let config = SandboxConfig {
        port: Port::Any,
        storage: backend.places.sandbox.clone(),
        setup: Setup::Provisioned,
        token: TokenWish::New,
        people: backend.places.sandbox_people,
        seed: 1,
        domains: Vec::new(),
        allow: AllowList::Listed,
        clock: Arc::new(backend.now),
    };
    let failed = |why: String| {
        Problem::new(
            "start the sandbox",
            why,
            "Make room or give access there, then start the program again",
        )
    };
    let sandbox = Sandbox::start(config).await.map_err(|error| failed(error.to_string()))?;
    let tenant =
        TenantUrl::parse(sandbox.base_url()).map_err(|error| failed(error.to_string()))?.value;
    let profile = Profile { tenant: Some(tenant.clone()), ..Profile::sandbox() };
    if let (Some(slot), Some(minted)) = (token::slot(&profile), sandbox.token()) {
        let token =
            ScimToken::parse(minted.reveal()).map_err(|error| failed(error.to_string()))?.value;
        backend.held.save(&slot, &token).map_err(|error| failed(error.to_string()))?;
    }
    let warnings = sandbox
        .set_aside()
        .map(|path| {
            format!(
                "Its file was damaged. It was kept as {} and a new organization begun.",
                path.display()
            )
        })
        .into_iter()
        .collect();
    *running = Some(sandbox);
    Ok(SandboxReady { tenant, warnings })
}
