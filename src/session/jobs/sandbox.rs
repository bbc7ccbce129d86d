//! The embedded sandbox: starting it with the token it had, and beginning its organization anew.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::sandbox::{AllowList, Port, Sandbox, SandboxConfig, Setup, Storage, TokenWish};
use crate::secrets::Error as VaultError;
use crate::session::backend::Backend;
use crate::session::connection::{Profile, TokenState};
use crate::session::jobs::token;
use crate::session::organization::{SandboxBegin, StartOver};
use crate::session::outcome::{Outcome, SandboxReady};
use crate::session::problem::Problem;
use crate::session::settings::TokenCare;
use crate::session::worker::Outbox;
use crate::verkada::{ScimToken, TenantUrl};

/// Starts the sandbox. Its token is the one in the keyring where that is still good, else a new one for this run.
pub(super) async fn start(backend: &Backend, outbox: &Outbox, begin: SandboxBegin) {
    let result = run(backend, begin).await;
    outbox.send(Outcome::SandboxStarted(result)).await;
}

pub(in crate::session::jobs) async fn run(
    backend: &Backend,
    begin: SandboxBegin,
) -> Result<SandboxReady, Problem> {
    let mut running = backend.sandbox.lock().await;
    let SandboxBegin { known, over } = begin;
    let mut warnings = Vec::new();
    if over.is_some() {
        if let Some(sandbox) = running.take() {
            sandbox.stop().await;
        }
        backend.release(&Profile::sandbox().key).await;
        set_aside(&backend.places.sandbox)?;
    }
    let kept = match (&known, over) {
        (Some(known), None) => keeps(backend, known).await,
        (Some(known), Some(_)) => {
            forget(backend, known).await;
            Kept::Nothing
        }
        (None, _) => Kept::Nothing,
    };
    if let Kept::Lost(why) = &kept {
        warnings.push(format!("{why} A new token was made for this run; Entra needs it too."));
    }
    let setup = match over {
        Some(StartOver::Bare) => Setup::Bare,
        Some(StartOver::Provisioned) | None => Setup::Provisioned,
    };
    let port = known.as_ref().and_then(|known| known.port).map_or(Port::Any, Port::Preferably);
    let config = |wish: TokenWish| SandboxConfig {
        port,
        storage: backend.places.sandbox.clone(),
        setup,
        token: wish,
        people: backend.places.sandbox_people,
        seed: 1,
        domains: Vec::new(),
        allow: AllowList::Listed,
        clock: Arc::new(backend.now),
    };
    let wish = if matches!(kept, Kept::Here(_)) { TokenWish::Keep } else { TokenWish::New };
    let mut sandbox = open(config(wish)).await?;
    let mut token = TokenState::ThisRun;
    if let Kept::Here(known) = &kept {
        if let Some(why) = unusable(&sandbox, known)? {
            sandbox.stop().await;
            sandbox = open(config(TokenWish::New)).await?;
            warnings.push(format!("{why} A new token was made for this run."));
        } else {
            token = TokenState::Keyring { hint: known.hint.clone() };
        }
    }
    let tenant = tenant(&sandbox)?;
    if matches!(token, TokenState::ThisRun) {
        token = hold(backend, &sandbox, &tenant)?;
    }
    warnings.extend(sandbox.set_aside().map(|path| {
        format!(
            "Its file was damaged. It was kept as {} and a new organization begun.",
            path.display()
        )
    }));
    *running = Some(sandbox);
    Ok(SandboxReady { tenant, token, warnings })
}

async fn open(config: SandboxConfig) -> Result<Sandbox, Problem> {
    Sandbox::start(config).await.map_err(|error| failed(error.to_string()))
}

fn failed(why: String) -> Problem {
    Problem::new(
        "start the sandbox",
        why,
        "Make room or give access there, then start the program again",
    )
}

fn tenant(sandbox: &Sandbox) -> Result<TenantUrl, Problem> {
    let tenant = TenantUrl::parse(sandbox.base_url());
    tenant.map(|tenant| tenant.value).map_err(|error| failed(error.to_string()))
}

/// What became of the token that the sandbox had when the program last ended.
enum Kept {
    /// There was none to be kept.
    Nothing,
    /// It lies in the keyring.
    Here(TokenCare),
    /// It should, and does not; the text says why.
    Lost(String),
}

/// Looks for the token in the keyring, under the port it is bound to.
async fn keeps(backend: &Backend, known: &TokenCare) -> Kept {
    let Some(profile) = bound(known) else { return Kept::Nothing };
    let Some(slot) = token::slot(&profile) else { return Kept::Nothing };
    let keyring = Arc::clone(&backend.keyring);
    let loaded = tokio::task::spawn_blocking(move || keyring.load(&slot)).await;
    match loaded {
        Ok(Ok(token)) if token.fingerprint() == known.fingerprint => Kept::Here(known.clone()),
        Ok(Ok(_)) => Kept::Lost("The keyring has another token for the sandbox.".to_owned()),
        Ok(Err(VaultError::Absent)) => {
            Kept::Lost("The token of the sandbox is not in the keyring any more.".to_owned())
        }
        Ok(Err(error)) => {
            Kept::Lost(format!("The token of the sandbox could not be read: {error}."))
        }
        Err(_) => Kept::Lost("The token of the sandbox could not be read.".to_owned()),
    }
}

/// The sandbox at the port that a token is bound to.
fn bound(known: &TokenCare) -> Option<Profile> {
    let port = known.port.filter(|_| !known.fingerprint.is_empty())?;
    let tenant = TenantUrl::parse(&format!("http://127.0.0.1:{port}/scim")).ok()?.value;
    Some(Profile { tenant: Some(tenant), ..Profile::sandbox() })
}

/// Takes the token of an organization that is gone out of the keyring; one that stays there opens nothing.
async fn forget(backend: &Backend, known: &TokenCare) {
    let Some(slot) = bound(known).as_ref().and_then(token::slot) else { return };
    let keyring = Arc::clone(&backend.keyring);
    let forgotten = tokio::task::spawn_blocking(move || keyring.forget(&slot)).await;
    if !matches!(forgotten, Ok(Ok(()) | Err(VaultError::Absent))) {
        tracing::warn!("the token of the former practice organization stays in the keyring");
    }
}

/// Why the kept token does not go with the sandbox that runs: it is bound to a port, and to one organization.
fn unusable(sandbox: &Sandbox, known: &TokenCare) -> Result<Option<String>, Problem> {
    let port = tenant(sandbox)?.origin().port();
    if known.port != Some(port) {
        let before = known.port.unwrap_or_default();
        return Ok(Some(format!(
            "Another program uses port {before}, to which the sandbox's token is bound."
        )));
    }
    let is_same =
        sandbox.token_record().is_some_and(|record| record.fingerprint == known.fingerprint);
    Ok((!is_same).then(|| "The token in the keyring is not the sandbox's any more.".to_owned()))
}

/// Keeps the token of this run in memory; an organization on which SCIM is not set up has none.
fn hold(backend: &Backend, sandbox: &Sandbox, tenant: &TenantUrl) -> Result<TokenState, Problem> {
    let profile = Profile { tenant: Some(tenant.clone()), ..Profile::sandbox() };
    let Some(slot) = token::slot(&profile) else { return Ok(TokenState::Missing) };
    let Some(minted) = sandbox.token() else {
        return match backend.held.forget(&slot) {
            Ok(()) | Err(VaultError::Absent) => Ok(TokenState::Missing),
            Err(error) => Err(failed(error.to_string())),
        };
    };
    let token = ScimToken::parse(minted.reveal()).map_err(|error| failed(error.to_string()))?.value;
    backend.held.save(&slot, &token).map_err(|error| failed(error.to_string()))?;
    Ok(TokenState::ThisRun)
}

/// Puts the folder of an organization aside, in place of the one that was put aside before it.
fn set_aside(storage: &Storage) -> Result<(), Problem> {
    let Storage::Folder(folder) = storage else { return Ok(()) };
    if !folder.exists() {
        return Ok(());
    }
    let before = beside(folder);
    let moved = remove(&before).and_then(|()| std::fs::rename(folder, &before));
    moved.map_err(|error| {
        Problem::new(
            "put the practice organization aside",
            format!("{}: {error}", before.display()),
            "Give access there and try again. Nothing was changed",
        )
    })
}

fn beside(folder: &Path) -> PathBuf {
    let mut name = folder.file_name().unwrap_or_default().to_owned();
    name.push(".before");
    folder.with_file_name(name)
}

fn remove(folder: &Path) -> std::io::Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}
