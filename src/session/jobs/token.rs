//! Tokens on their way into the keyring and out of it.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::{JoinError, JoinHandle};

use crate::secrets::{Error, SecretKind, Slot, Vault};
use crate::session::backend::Backend;
use crate::session::connection::{Profile, TokenState};
use crate::session::jobs::act;
use crate::session::outcome::{Outcome, TokenNotSaved, TokenStep};
use crate::session::problem::Problem;
use crate::session::settings::TokenCare;
use crate::session::worker::Outbox;
use crate::verkada::ScimToken;

/// How often a call to the keyring that has not ended is looked at.
const LOOK: Duration = Duration::from_millis(500);

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
    let asked = Arc::clone(&vault);
    let saved = tokio::task::spawn_blocking(move || {
        let result = vault.save(&slot, &token);
        (token, result)
    });
    let outcome = match waited_for(&asked, outbox, saved).await {
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
    Problem::new("use this connection", "it has no tenant URL", "Forget it and add it again")
}

/// Loads a token: one kept for this run first, else from the keyring.
pub(crate) async fn load(
    backend: &Backend,
    outbox: &Outbox,
    profile: &Profile,
) -> Result<ScimToken, Problem> {
    let Some(slot) = slot(profile) else {
        return Err(no_tenant());
    };
    let (held, keyring) = (Arc::clone(&backend.held), Arc::clone(&backend.keyring));
    let loaded =
        tokio::task::spawn_blocking(move || held.load(&slot).or_else(|_| keyring.load(&slot)));
    match waited_for(&backend.keyring, outbox, loaded).await {
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
            match waited_for(&backend.keyring, outbox, forgotten).await {
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

/// Waits for a call to the keyring, and tells the screen while the keyring must be asking the person.
async fn waited_for<T>(
    vault: &Vault,
    outbox: &Outbox,
    call: JoinHandle<T>,
) -> Result<T, JoinError> {
    patiently(|| vault.is_waiting(), |outcome| outbox.note(outcome), call).await
}

async fn patiently<T>(
    is_waiting: impl Fn() -> bool + Sync,
    tell: impl Fn(Outcome) + Sync,
    mut call: JoinHandle<T>,
) -> Result<T, JoinError> {
    loop {
        match tokio::time::timeout(LOOK, &mut call).await {
            Ok(done) => return done,
            Err(_elapsed) if is_waiting() => {
                let _told = Told::begin(&tell);
                return call.await;
            }
            Err(_elapsed) => {}
        }
    }
}

/// The screen says that the keyring waits until this is dropped, also when the job is stopped.
struct Told<'a, F: Fn(Outcome)>(&'a F);

impl<'a, F: Fn(Outcome)> Told<'a, F> {
    fn begin(tell: &'a F) -> Self {
        tell(Outcome::KeyringWaits);
        Self(tell)
    }
}

impl<F: Fn(Outcome)> Drop for Told<'_, F> {
    fn drop(&mut self) {
        (self.0)(Outcome::KeyringAnswered);
    }
}

fn problem(doing: &str, error: &Error) -> Problem {
    Problem::new(doing, error.to_string(), error.advice())
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicBool, Ordering};

    use tokio::sync::oneshot;
    use tokio::time::{advance, timeout};

    use super::*;

    /// Which of the two words the screen was told.
    fn word(outcome: &Outcome) -> &'static str {
        match outcome {
            Outcome::KeyringWaits => "waits",
            Outcome::KeyringAnswered => "answered",
            _ => "something else",
        }
    }

    /// A call that takes so long, of which the vault says after `late` that it waits; what the screen is told until the
    /// call ends or the job is stopped after `stop`.
    async fn check(takes: u64, late: u64, stop: Option<u64>, expected: &[&str]) {
        let told = Mutex::new(Vec::new());
        let is_late = Arc::new(AtomicBool::new(false));
        let (answer, asked) = oneshot::channel();
        let late_later = Arc::clone(&is_late);
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(late)).await;
            late_later.store(true, Ordering::SeqCst);
        });
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(takes)).await;
            answer.send("done").unwrap_or_default();
        });
        let call = tokio::spawn(async move { asked.await.unwrap() });
        let tell = |outcome: Outcome| told.lock().unwrap().push(word(&outcome));
        let job = patiently(|| is_late.load(Ordering::SeqCst), tell, call);
        match stop {
            None => assert_eq!(job.await.unwrap(), "done"),
            Some(stop) => assert!(timeout(Duration::from_millis(stop), job).await.is_err()),
        }
        assert_eq!(*told.lock().unwrap(), expected, "{takes} {late} {stop:?}");
        advance(Duration::from_secs(1)).await;
    }

    #[tokio::test(start_paused = true)]
    async fn the_screen_is_told_only_while_the_keyring_really_waits() {
        check(100, 3000, None, &[]).await;
        check(2900, 3000, None, &[]).await;
        check(60_000, 3000, None, &["waits", "answered"]).await;
        check(60_000, 3000, Some(2000), &[]).await;
        check(60_000, 3000, Some(9000), &["waits", "answered"]).await;
    }
}
