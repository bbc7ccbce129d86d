//! A token that was just made: shown once, into the keyring on the spot, and proven.

use std::sync::Arc;

use crate::client::{ErrorKind, Minted, ScimClient};
use crate::secrets::Vault;
use crate::session::backend::Backend;
use crate::session::connection::Profile;
use crate::session::jobs::token::{load, slot};
use crate::session::organization::{OneTimeToken, Step};
use crate::session::outcome::{Outcome, TokenStep};
use crate::session::problem::Problem;
use crate::session::worker::Outbox;
use crate::verkada::ScimToken;

/// The token before, to show that it is dead.
pub(super) struct Before(Option<ScimToken>);

impl Before {
    /// Takes it from where it is kept; without it nothing can be shown about it.
    pub(super) async fn load(backend: &Backend, outbox: &Outbox, profile: &Profile) -> Self {
        Self(load(backend, outbox, profile).await.ok())
    }

    /// Its fingerprint, where there is one.
    pub(super) fn fingerprint(&self) -> Option<&str> {
        self.0.as_ref().map(ScimToken::fingerprint)
    }
}

/// Hands a new token to the screen, keeps it, and proves what can be proven. Returns lines of evidence, without the token.
pub(super) async fn show(
    backend: &Backend,
    outbox: &Outbox,
    profile: &Profile,
    minted: Minted,
    before: Option<Before>,
) -> Vec<String> {
    let Some(tenant) = profile.tenant.clone() else { return Vec::new() };
    let token = Arc::new(minted.token);
    let mut evidence =
        vec![format!("New token {} made {}", minted.record.fingerprint, minted.record.made_at)];
    let shown = OneTimeToken {
        token: Arc::clone(&token),
        name: profile.name.clone(),
        tenant,
        record: minted.record,
        stored: Step::Pending,
        accepted: Step::Pending,
        old_refused: before.as_ref().map(|_| Step::Pending),
    };
    outbox.send(Outcome::TokenMinted(Box::new(shown))).await;
    let stored = store(backend, profile, &token).await;
    evidence.push(line("Kept", &stored));
    outbox.send(Outcome::TokenStepped(TokenStep::Stored(stored))).await;
    let accepted = accepted(backend, profile).await;
    evidence.push(line("New token", &accepted));
    outbox.send(Outcome::TokenStepped(TokenStep::Accepted(accepted))).await;
    if let Some(before) = before {
        let refused = refused(backend, profile, before).await;
        evidence.push(line("Token before", &refused));
        outbox.send(Outcome::TokenStepped(TokenStep::OldRefused(refused))).await;
    }
    evidence
}

/// A step as a line of evidence.
pub(super) fn line(what: &str, step: &Step) -> String {
    match step {
        Step::Pending => format!("{what}: not known"),
        Step::Done(text) => format!("{what}: {text}"),
        Step::Failed(problem) => format!("{what}: {}", problem.why),
    }
}

/// Puts the token into the keyring; whatever comes of that, this run goes on with it.
pub(in crate::session::jobs) async fn store(
    backend: &Backend,
    profile: &Profile,
    token: &Arc<ScimToken>,
) -> Step {
    let Some(slot) = slot(profile) else {
        return Step::Failed(Problem::new("keep the token", "there is no address for it", ""));
    };
    let keep = |vault: &Arc<Vault>| {
        let (vault, slot, token) = (Arc::clone(vault), slot.clone(), Arc::clone(token));
        tokio::task::spawn_blocking(move || vault.save(&slot, &token))
    };
    // The one before, if it is still in memory, would be found first.
    let held = keep(&backend.held).await;
    backend.release(&profile.key).await;
    let kept = keep(&backend.keyring).await;
    match (kept, held) {
        (Ok(Ok(())), _) => {
            let (vault, of) = (Arc::clone(&backend.held), slot.clone());
            // It is in the keyring now; memory needs no copy of its own.
            drop(tokio::task::spawn_blocking(move || vault.forget(&of)).await);
            Step::Done(format!("in the keyring as {}", slot.label()))
        }
        (Ok(Err(error)), _) => {
            Step::Failed(Problem::new("keep the token", error.to_string(), error.advice()))
        }
        (Err(_), _) => {
            Step::Failed(Problem::new("keep the token", "this program made a mistake", "Try again"))
        }
    }
}

/// Whether the server takes the token that is kept now.
pub(in crate::session::jobs) async fn accepted(backend: &Backend, profile: &Profile) -> Step {
    let client = match backend.scim(profile).await {
        Ok(client) => client,
        Err(problem) => return Step::Failed(problem),
    };
    match client.probe().await {
        Ok(took) => Step::Done(format!("accepted by /Users, 200 in {} ms", took.as_millis())),
        Err(error) => Step::Failed(Problem::from(&error)),
    }
}

/// Whether the server refuses the token before.
pub(super) async fn refused(backend: &Backend, profile: &Profile, before: Before) -> Step {
    let Some(token) = before.0 else {
        return Step::Failed(Problem::new(
            "prove that the token before is dead",
            "it was not kept on this computer, so it could not be tried",
            "",
        ));
    };
    let client = backend
        .http(profile)
        .and_then(|http| ScimClient::new(http, &token).map_err(|error| Problem::from(&error)));
    let client = match client {
        Ok(client) => client,
        Err(problem) => return Step::Failed(problem),
    };
    match client.probe().await {
        Err(error) if error.kind() == ErrorKind::Unauthorized => {
            Step::Done("refused with 401, as it should be".to_owned())
        }
        Err(error) => Step::Failed(Problem::from(&error)),
        Ok(_) => Step::Failed(Problem::new(
            "see the token before dead",
            "the server still takes it",
            "Look in Command whether the token was really refreshed",
        )),
    }
}
