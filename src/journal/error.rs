//! What can go wrong with the journal, told apart because each asks something else of the person.

use std::io;
use std::path::Path;

/// Why the journal could not be opened, read or written. Nothing may be changed on a server while it cannot be written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Error {
    /// Another window writes it.
    #[error("the journal is in use by another SCIM Desk: {path}")]
    InUse {
        /// The file.
        path: String,
    },
    /// No room.
    #[error("the disk is full, so the journal was not written: {path}")]
    Full {
        /// The file.
        path: String,
    },
    /// The disk cannot be written at all.
    #[error("the disk cannot be written to, so the journal was not written: {path}")]
    ReadOnly {
        /// The file.
        path: String,
    },
    /// The system refuses.
    #[error("the system refused access to the journal: {path}")]
    Denied {
        /// The file.
        path: String,
    },
    /// Another program wrote or moved the file meanwhile.
    #[error("another program changed or moved the journal while it was in use: {path}")]
    Changed {
        /// The file.
        path: String,
    },
    /// One line would be longer than is ever read.
    #[error("the journal takes no line of {bytes} bytes: {path}")]
    TooLong {
        /// Its length.
        bytes: usize,
        /// The file.
        path: String,
    },
    /// Reading failed.
    #[error("the journal could not be read ({why}): {path}")]
    NotRead {
        /// What the system said.
        why: String,
        /// The file.
        path: String,
    },
    /// Writing failed in another way.
    #[error("the journal was not written ({why}): {path}")]
    NotWritten {
        /// What the system said.
        why: String,
        /// The file.
        path: String,
    },
}

impl Error {
    /// What the person can do about it.
    pub(crate) fn advice(&self) -> &'static str {
        match self {
            Self::InUse { .. } => {
                "Use the window that is open already. Here nothing is changed on a server."
            }
            Self::Full { .. } => "Free some space, then try again. Until then nothing is changed.",
            Self::ReadOnly { .. } | Self::Denied { .. } | Self::NotWritten { .. } => {
                "Check who may write this file and its folder, then try again. Until then nothing is changed."
            }
            Self::Changed { .. } => {
                "Find out which program did it, then start SCIM Desk again; it checks the file from the first line."
            }
            Self::TooLong { .. } => "Choose fewer people at once.",
            Self::NotRead { .. } => "Check who may read this file and its folder.",
        }
    }

    pub(super) fn writing(path: &Path) -> impl Fn(io::Error) -> Self {
        let path = path.display().to_string();
        move |error| {
            let path = path.clone();
            match error.kind() {
                io::ErrorKind::StorageFull
                | io::ErrorKind::QuotaExceeded
                | io::ErrorKind::FileTooLarge => Self::Full { path },
                io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly { path },
                io::ErrorKind::PermissionDenied => Self::Denied { path },
                _ => Self::NotWritten { why: error.to_string(), path },
            }
        }
    }

    pub(super) fn reading(path: &Path) -> impl Fn(io::Error) -> Self {
        let path = path.display().to_string();
        move |error| match error.kind() {
            io::ErrorKind::PermissionDenied => Self::Denied { path: path.clone() },
            _ => Self::NotRead { why: error.to_string(), path: path.clone() },
        }
    }
}
