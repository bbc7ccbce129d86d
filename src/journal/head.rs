//! The head: how many lines the journal has and the seal of the last, kept in another folder than the file.

use std::fs;
use std::io;
use std::path::Path;

use serde::Deserialize;
use serde::Serialize;

use crate::journal::disk;
use crate::journal::disk::NotReplaced;
use crate::journal::seal::Seal;
use crate::secrets::JournalKey;

/// Largest head that is read; a real one has about 220 bytes.
const BYTES: u64 = 4096;

/// Where the file ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    /// Lines.
    pub(super) count: u64,
    /// The seal of the last one.
    pub(super) last: Seal,
    seal: Seal,
}

/// What is found in the place of a head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Nobody asked for it.
    NotAsked,
    /// No file.
    Missing,
    /// A file that is no head.
    Unreadable,
    /// A head.
    Head(Head),
}

/// As it stands in the file.
#[derive(Serialize, Deserialize)]
struct Wire {
    count: u64,
    last: String,
    key: String,
    seal: String,
}

impl Head {
    /// The head of a journal with this last line.
    pub(super) fn new(count: u64, last: Seal, key: &JournalKey) -> Self {
        Self { count, last, seal: Seal::of_head(key, count, last) }
    }

    /// Whether it was made with this key.
    pub(super) fn is_sealed_with(&self, key: &JournalKey) -> bool {
        self.seal == Seal::of_head(key, self.count, self.last)
    }

    /// Puts it in the place of the old one, so that a power cut leaves one of the two.
    pub(super) fn write(&self, path: &Path, key: &JournalKey) -> Result<(), NotReplaced> {
        let wire = Wire {
            count: self.count,
            last: self.last.to_string(),
            key: key.id(),
            seal: self.seal.to_string(),
        };
        let mut bytes = serde_json::to_vec(&wire)
            .map_err(|error| NotReplaced::Kept(io::Error::other(error)))?;
        bytes.push(b'\n');
        disk::replace(path, &bytes)
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let wire: Wire = serde_json::from_slice(bytes).ok()?;
        Some(Self {
            count: wire.count,
            last: Seal::parse(wire.last.as_bytes())?,
            seal: Seal::parse(wire.seal.as_bytes())?,
        })
    }
}

impl Found {
    /// Reads the head at this place, if a place is given.
    pub(super) fn at(path: Option<&Path>) -> io::Result<Self> {
        let Some(path) = path else { return Ok(Self::NotAsked) };
        match fs::metadata(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::Missing),
            Err(error) => return Err(error),
            Ok(metadata) if metadata.len() > BYTES => return Ok(Self::Unreadable),
            Ok(_) => {}
        }
        match fs::read(path) {
            Ok(bytes) => Ok(Head::parse(&bytes).map_or(Self::Unreadable, Self::Head)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::Missing),
            Err(error) => Err(error),
        }
    }

    /// Lines it counts.
    pub(super) fn count(&self) -> u64 {
        match self {
            Self::Head(head) => head.count,
            Self::NotAsked | Self::Missing | Self::Unreadable => 0,
        }
    }
}
