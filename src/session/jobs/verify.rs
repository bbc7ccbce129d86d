//! Checking the record on disk from its first line, without writing to it.

use std::sync::Arc;

use crate::journal;
use crate::session::backend::Backend;
use crate::session::checkup::Checkup;
use crate::session::outcome::Outcome;
use crate::session::problem::Problem;
use crate::session::worker::Outbox;

/// Reads the whole file again and compares it with its head and its key.
pub(super) async fn run(backend: &Backend, outbox: &Outbox) {
    let (keyring, places) = (Arc::clone(&backend.keyring), backend.places.journal.clone());
    let now = (backend.now)();
    let checking = tokio::task::spawn_blocking(move || {
        if !places.file.exists() {
            return Ok(Checkup::of_nothing(now));
        }
        let (key, without) = match keyring.load_journal_key() {
            Ok(key) => (Some(key), None),
            Err(error) => (None, Some(error.to_string())),
        };
        journal::verify(&places.file, Some(&places.head), key.as_ref())
            .map(|report| Checkup::of(&report, now, without.as_deref()))
            .map_err(|error| Problem::new("check the record", error.to_string(), error.advice()))
    });
    let result = checking.await.unwrap_or_else(|_| {
        Err(Problem::new(
            "check the record",
            "this program made a mistake and stopped that work",
            "Try again. The log file says where it happened",
        ))
    });
    outbox.send(Outcome::JournalVerified(result)).await;
}
