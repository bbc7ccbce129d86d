//! One line of the file: what it says, what it follows, and its seals.
//!
//! ```text
//! {"seq":12,"at":"2026-11-24T09:14:00Z","entry":{…},"prev":"<mac of line 11>","hash":"<SHA-256>","mac":"<HMAC-SHA-256>"}
//! ```
//!
//! `hash` is over the bytes of the line before `,"hash":`, as they stand in the file: nothing has to be brought into a
//! canonical form to check it. `mac` is over `hash`. As the next line repeats `mac`, every byte but the last seal is held
//! by the chain alone, and the last seal is held by the head.

use jiff::Timestamp;
use serde::Deserialize;

use crate::journal::entry::Entry;
use crate::journal::report::Flaw;
use crate::journal::seal::DIGITS;
use crate::journal::seal::Seal;
use crate::secrets::JournalKey;

const PREV: &[u8] = b",\"prev\":\"";
const HASH: &[u8] = b"\",\"hash\":\"";
const MAC: &[u8] = b"\",\"mac\":\"";
const END: &[u8] = b"\"}";

/// A line that was read.
#[derive(Debug)]
pub(super) struct Line {
    /// Its number, from 1.
    pub(super) seq: u64,
    /// When it was written.
    pub(super) at: Timestamp,
    /// What it says; none when this version of the program does not know such a line.
    pub(super) entry: Option<Entry>,
    /// The seal of the line before it.
    prev: Seal,
    /// What its hash should be.
    hash: Seal,
    /// What its hash is.
    computed: Seal,
    /// Its seal.
    pub(super) mac: Seal,
}

/// The text of a line, its end included, and its seal.
pub(super) fn write(
    seq: u64,
    at: Timestamp,
    entry: &Entry,
    prev: Seal,
    key: &JournalKey,
) -> serde_json::Result<(Vec<u8>, Seal)> {
    let entry = serde_json::to_string(entry)?;
    let text = format!("{{\"seq\":{seq},\"at\":\"{at}\",\"entry\":{entry},\"prev\":\"{prev}\"");
    let hash = Seal::hash(text.as_bytes());
    let mac = Seal::of_line(key, hash);
    let text = format!("{text},\"hash\":\"{hash}\",\"mac\":\"{mac}\"}}\n");
    Ok((text.into_bytes(), mac))
}

impl Line {
    /// Reads a line without its end. `None` when it does not have the form of one.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        struct Whole {
            seq: u64,
            at: Timestamp,
            entry: Entry,
        }
        #[derive(Deserialize)]
        struct Outside {
            seq: u64,
            at: Timestamp,
        }
        let (rest, mac) = sealed(text.strip_suffix(END)?, MAC)?;
        let (rest, hash) = sealed(rest, HASH)?;
        // The quotation mark that ends `prev` is hashed too.
        let hashed = text.get(..=rest.len())?;
        let (_, prev) = sealed(rest, PREV)?;
        let (seq, at, entry) = if let Ok(Whole { seq, at, entry }) = serde_json::from_slice(text) {
            (seq, at, Some(entry))
        } else {
            let Outside { seq, at } = serde_json::from_slice(text).ok()?;
            (seq, at, None)
        };
        Some(Self { seq, at, entry, prev, hash, computed: Seal::hash(hashed), mac })
    }

    /// What is wrong with it as line `number` after a line with the seal `prev`.
    pub(super) fn flaw(&self, number: u64, prev: Seal) -> Option<Flaw> {
        if self.hash != self.computed {
            Some(Flaw::Edited)
        } else if self.seq != number {
            Some(Flaw::OutOfOrder { found: self.seq })
        } else if self.prev != prev {
            Some(Flaw::Unchained)
        } else {
            None
        }
    }

    /// Whether its seal was made with this key.
    pub(super) fn is_sealed_with(&self, key: &JournalKey) -> bool {
        self.mac == Seal::of_line(key, self.computed)
    }
}

/// Takes the seal off the end, and the word before it.
fn sealed<'a>(text: &'a [u8], word: &[u8]) -> Option<(&'a [u8], Seal)> {
    let (rest, digits) = text.split_at_checked(text.len().checked_sub(DIGITS)?)?;
    Some((rest.strip_suffix(word)?, Seal::parse(digits)?))
}
