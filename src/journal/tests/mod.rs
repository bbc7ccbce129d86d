//! The journal on real files: what is written, what is found again, and what is noticed.

mod crash;
mod full;
mod lines;
mod opening;
mod tampering;

use std::fs;
use std::path::Path;

use jiff::Timestamp;
use tempfile::TempDir;
use zeroize::Zeroizing;

use super::*;
use crate::journal::entry::Entry;
use crate::journal::entry::How;
use crate::journal::entry::Manner;
use crate::journal::entry::Outcome;
use crate::journal::entry::Place;
use crate::journal::entry::RunId;
use crate::journal::entry::Target;
use crate::journal::error::Error;
use crate::secrets::JournalKey;
use crate::verkada::Verb;

fn now() -> Timestamp {
    "2026-11-24T09:14:00Z".parse().unwrap()
}

fn key(byte: u8) -> JournalKey {
    JournalKey::from_random(&Zeroizing::new([byte; 32]))
}

fn run(number: u8) -> RunId {
    RunId::from_random([number; 16])
}

fn target(number: usize) -> Target {
    Target {
        id: format!("id-{number}"),
        user_name: format!("p{number}@halcyon.example"),
        display_name: format!("Person {number}"),
        fingerprint: "5e91c02b".to_owned(),
    }
}

fn planned(number: u8, targets: usize) -> Entry {
    Entry::Planned {
        run: run(number),
        verb: Verb::Delete,
        place: Place {
            connection: "a1b2".to_owned(),
            name: "Halcyon Freight".to_owned(),
            kind: "sandbox".to_owned(),
            origin: "http://127.0.0.1:4711".to_owned(),
        },
        reason: "left the company".to_owned(),
        share_percent_tenths: Some(12),
        manner: Manner::Direct,
        targets: (0..targets).map(target).collect(),
    }
}

fn intent(number: u8, target: u32) -> Entry {
    Entry::Intent { run: run(number), number: target, call: format!("DELETE /Users/id-{target}") }
}

fn outcome(number: u8, target: u32, result: Outcome) -> Entry {
    Entry::Outcome { run: run(number), number: target, result, evidence: vec!["204".to_owned()] }
}

fn ended(number: u8) -> Entry {
    Entry::Ended { run: run(number), how: How::Finished }
}

/// A run of three people from the plan to the end: eight lines.
fn whole_run(number: u8) -> Vec<Entry> {
    let turns =
        (0..3).flat_map(|target| [intent(number, target), outcome(number, target, Outcome::Done)]);
    std::iter::once(planned(number, 3)).chain(turns).chain([ended(number)]).collect()
}

/// Two folders, as on a computer: one for data, one for settings.
struct Desk {
    home: TempDir,
    places: JournalPlaces,
}

impl Desk {
    fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let places = places(home.path());
        Self { home, places }
    }

    fn open(&self, key_byte: u8) -> (Journal, Opened) {
        Journal::open(&self.places, key(key_byte), Keying::Kept, now()).unwrap()
    }

    fn verify(&self, key_byte: u8) -> Report {
        verify(&self.places.file, Some(&self.places.head), Some(&key(key_byte))).unwrap()
    }

    fn read(&self) -> Vec<u8> {
        fs::read(&self.places.file).unwrap()
    }
}

fn places(home: &Path) -> JournalPlaces {
    JournalPlaces {
        file: home.join("data").join("audit.jsonl"),
        head: home.join("config").join("audit.head"),
    }
}

fn record(journal: &Journal, entries: impl IntoIterator<Item = Entry>) {
    for entry in entries {
        journal.record(now(), &entry).unwrap();
    }
}

/// Asserts that nothing is wrong with a journal of this many lines.
#[track_caller]
fn assert_clean(report: &Report, lines: u64) {
    assert_eq!((report.first_broken.as_ref(), report.torn), (None, 0));
    assert_eq!((report.lines, report.unknown), (lines, 0));
}
