//! Tokens on their way into the keyring and out of it.

use std::sync::Arc;

use crate::secrets::{Error, SecretKind, Slot, Vault};
use crate::session::backend::Backend;
use crate::session::connection::{Profile, TokenState};
use crate::session::jobs::act;
use crate::session::outcome::{Outcome, TokenNotSaved, TokenStep};
use crate::session::problem::Problem;
use crate::session::settings::TokenCare;
use crate::session::worker::Outbox;
use crate::verkada::ScimToken;

/// Where a connection's token lies: bound to the scheme, host and port it was entered for.
pub(super) fn slot(profile: &Profile) -> Option<Slot> {
    let tenant = profile.tenant.as_ref()?;
    Some(Slot::new(&profile.key.0, &tenant.origin(), SecretKind::ScimToken, &profile.name))
}

/// Saves into the system's keyring; a token that could not be saved goes back to the screen, so that nobody has to find it again.
pub(super) async fn save(
    backend: &Backend,
    outbox: &Outbox,
    profile: Box<Profile>,
    token: ScimToken,
) {
    keep(backend, &backend.keyring, outbox, profile, token).await;
}

/// Keeps in memory until the program ends.
pub(super) async fn hold(
    backend: &Backend,
    outbox: &Outbox,
    profile: Box<Profile>,
    token: ScimToken,
) {
    keep(backend, &backend.held, outbox, profile, token).await;
}

async fn keep(
    backend: &Backend,
    vault: &Arc<Vault>,
    outbox: &Outbox,
    profile: Box<Profile>,
    token: ScimToken,
) {
    let Some(slot) = slot(&profile) else { return };
    let vault = Arc::clone(vault);
    let known = Box::new(care(&token));
    let hint = known.hint.clone();
    let kept = if vault.is_lasting() { TokenState::Keyring { hint } } else { TokenState::ThisRun };
    let saved = tokio::task::spawn_blocking(move || {
        let result = vault.save(&slot, &token);
        (token, result)
    });
    let outcome = match saved.await {
        Ok((_, Ok(()))) => {
            // The client at hand still sends the earlier token.
            backend.release(&profile.key).await;
            Outcome::TokenSaved { profile, token: kept, known }
        }
        Ok((token, Err(error))) => Outcome::TokenNotSaved(Box::new(TokenNotSaved {
            profile,
            token,
            problem: problem("save the token", &error),
        })),
        Err(_) => Outcome::Crashed { job: "save the token", slot: None },
    };
    outbox.send(outcome).await;
}

/// Tries the keyring again with a token that is shown once.
pub(super) async fn store_minted(
    backend: &Backend,
    outbox: &Outbox,
    profile: &Profile,
    token: &Arc<ScimToken>,
) {
    let stored = act::store(backend, profile, token).await;
    outbox.send(Outcome::TokenStepped(TokenStep::Stored(stored))).await;
}

/// What may be shown of a token.
pub(super) fn care(token: &ScimToken) -> TokenCare {
    TokenCare {
        fingerprint: token.fingerprint().to_owned(),
        hint: token.hint().as_str().to_owned(),
        ..TokenCare::default()
    }
}

fn no_tenant() -> Problem {
    Problem::new(
        "use this connection",
        "it has no tenant URL",
        "Forget it and add it again",
    )
}

/// Loads a token: one kept for this run first, else from the keyring.
pub(crate) async fn load(backend: &Backend, profile: &Profile) -> Result<ScimToken, Problem> {
    let Some(slot) = slot(profile) else {
        return Err(no_tenant());
    };
    let (held, keyring) = (Arc::clone(&backend.held), Arc::clone(&backend.keyring));
    let loaded =
        tokio::task::spawn_blocking(move || held.load(&slot).or_else(|_| keyring.load(&slot)));
    match loaded.await {
        Ok(result) => result.map_err(|error| problem("get the token", &error)),
        Err(_) => Err(Problem::new("get the token", "this program made a mistake", "Try again")),
    }
}

/// Takes the token out of both places.
pub(super) async fn forget(backend: &Backend, outbox: &Outbox, profile: &Profile) {
    let key = profile.key.clone();
    let outcome = match slot(profile) {
        None => Ok(()),
        Some(slot) => {
            let (held, keyring) = (Arc::clone(&backend.held), Arc::clone(&backend.keyring));
            let is_lasting = matches!(profile.token, TokenState::Keyring { .. });
            let forgotten = tokio::task::spawn_blocking(move || {
                let from_memory = held.forget(&slot);
                match keyring.forget(&slot) {
                    // Where there is no keyring, no earlier token lies in one.
                    Err(Error::NoSessionBus | Error::NoProvider | Error::NoKeyring)
                        if !is_lasting =>
                    {
                        from_memory
                    }
                    other => other,
                }
            });
            match forgotten.await {
                Ok(Ok(()) | Err(Error::Absent)) => Ok(()),
                Ok(Err(error)) => Err(problem("forget the token", &error)),
                Err(_) => Err(Problem::new(
                    "forget the token",
                    "this program made a mistake",
                    "Try again",
                )),
            }
        }
    };
    backend.release(&key).await;
    outbox.send(Outcome::TokenForgotten { key, outcome }).await;
}

fn problem(doing: &str, error: &Error) -> Problem {
    Problem::new(doing, error.to_string(), error.advice())
}
