//! The record of this desk: opened once, written to before and after each call.

use std::sync::Arc;

use zeroize::Zeroizing;

use crate::journal::entry::Entry;
use crate::journal::{Journal, Keying, Opened, Recorded, Verdict};
use crate::secrets::{Error as VaultError, JournalKey, Vault};
use crate::session::backend::Backend;
use crate::session::outcome::{JournalReady, Outcome};
use crate::session::problem::Problem;
use crate::session::worker::Outbox;

/// Opens the record if there is one: the keyring is not asked for a key that seals nothing.
pub(in crate::session::jobs) async fn open_at_start(backend: &Backend, outbox: &Outbox) {
    if !backend.places.journal.file.exists() {
        let empty = JournalReady { runs: Vec::new(), remarks: Vec::new() };
        outbox.send(Outcome::JournalOpened(Ok(empty))).await;
        return;
    }
    if let Err(problem) = journal(backend, outbox).await {
        outbox.send(Outcome::JournalOpened(Err(problem))).await;
    }
}

/// The record, opened if it was not yet.
pub(super) async fn journal(backend: &Backend, outbox: &Outbox) -> Result<Arc<Journal>, Problem> {
    let mut kept = backend.journal.lock().await;
    if let Some(journal) = &*kept {
        return Ok(Arc::clone(journal));
    }
    let (keyring, places, now) =
        (Arc::clone(&backend.keyring), backend.places.journal.clone(), (backend.now)());
    let opening = tokio::task::spawn_blocking(move || {
        let (seal, lasts) = key(&keyring)?;
        Journal::open(&places, seal, lasts, now)
            .map_err(|error| Problem::new("open the record", error.to_string(), error.advice()))
    });
    let (journal, opened) = opening.await.unwrap_or_else(|_| Err(mistake("open the record")))?;
    let journal = Arc::new(journal);
    *kept = Some(Arc::clone(&journal));
    drop(kept);
    let remarks = remarks(&opened);
    let ready = JournalReady { runs: opened.runs, remarks };
    outbox.send(Outcome::JournalOpened(Ok(ready))).await;
    Ok(journal)
}

/// The key that seals the record. Where there is no keyring, one for this run; a keyring that is there and does not answer must
/// not make the program begin another record.
fn key(keyring: &Vault) -> Result<(JournalKey, Keying), Problem> {
    let failed = |error: &VaultError| {
        Problem::new("get the key of the record", error.to_string(), error.advice())
    };
    match keyring.load_journal_key() {
        Ok(key) => Ok((key, lasting(keyring))),
        Err(VaultError::Absent) => {
            let key = new_key()?;
            keyring.save_journal_key(&key).map_err(|error| failed(&error))?;
            Ok((key, lasting(keyring)))
        }
        Err(VaultError::NoSessionBus | VaultError::NoProvider | VaultError::NoKeyring) => {
            Ok((new_key()?, Keying::ThisRunOnly))
        }
        Err(error) => Err(failed(&error)),
    }
}

fn lasting(keyring: &Vault) -> Keying {
    if keyring.is_lasting() { Keying::Kept } else { Keying::ThisRunOnly }
}

fn new_key() -> Result<JournalKey, Problem> {
    let mut bytes = Zeroizing::new([0_u8; 32]);
    getrandom::fill(bytes.as_mut()).map_err(|error| {
        Problem::new("make a key for the record", error.to_string(), "Start the program again")
    })?;
    Ok(JournalKey::from_random(&bytes))
}

/// What a person should know about the record, a sentence each.
fn remarks(opened: &Opened) -> Vec<String> {
    let mut remarks = Vec::new();
    if let Verdict::Checked(report) = &opened.verdict
        && let Some(broken) = &report.first_broken
    {
        remarks.push(format!("Line {} of the record does not hold: {}.", broken.line, broken.why));
    }
    if let Some(path) = &opened.set_aside {
        remarks.push(format!(
            "The earlier record was kept as {} and a new one begun.",
            path.display()
        ));
    }
    if let Some(repaired) = &opened.repaired {
        remarks.push(format!(
            "The program was stopped while it wrote a line: {} unfinished bytes were moved to {}.",
            repaired.bytes,
            repaired.moved_to.display()
        ));
    }
    if opened.keying == Keying::ThisRunOnly {
        remarks.push(
            "There is no keyring, so the key that seals the record ends with this run. Later runs can tell that no line was changed, but not that the whole file was not written anew."
                .to_owned(),
        );
    }
    remarks
}

/// Writes an entry and returns once it is on disk; the screen hears of it then.
pub(super) async fn record(
    backend: &Backend,
    outbox: &Outbox,
    entry: Entry,
) -> Result<Recorded, Problem> {
    let journal = journal(backend, outbox).await?;
    let at = (backend.now)();
    let writing = tokio::task::spawn_blocking(move || {
        let result = journal.record(at, &entry);
        (entry, result)
    });
    let Ok((entry, result)) = writing.await else { return Err(mistake("write the record")) };
    let recorded = result
        .map_err(|error| Problem::new("write the record", error.to_string(), error.advice()))?;
    let (seq, at) = (recorded.seq(), recorded.at());
    outbox.send(Outcome::Journaled { seq, at, entry: Box::new(entry) }).await;
    Ok(recorded)
}

fn mistake(doing: &str) -> Problem {
    Problem::new(doing, "this program made a mistake", "Try again")
}
