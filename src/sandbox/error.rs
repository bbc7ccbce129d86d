//! Why a sandbox does not start.

use std::io;
use std::path::PathBuf;

/// Why a sandbox does not start; each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Somebody else listens on the port.
    #[error(
        "Port {port} on 127.0.0.1 is taken by another program. Choose another one, or none for a free one."
    )]
    PortTaken {
        /// The port asked for.
        port: u16,
    },
    /// The system refuses to listen.
    #[error(
        "The sandbox cannot listen on port {port} of 127.0.0.1: {source}. Choose a port above 1023."
    )]
    Listen {
        /// The port asked for; 0 for any free one.
        port: u16,
        /// What the system said.
        source: io::Error,
    },
    /// The folder cannot be used.
    #[error("The sandbox cannot keep its data: {source}. Choose a folder you may write to: {}", folder.display())]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another process serves from the folder.
    #[error("Another sandbox is running on the same data. Stop it, or choose another folder: {}", folder.display())]
    InUse {
        /// The folder.
        folder: PathBuf,
    },
    /// The file was written by a newer program; nothing is written to it.
    #[error(
        "The data was written by a newer version of SCIM Desk (format {found}, this one knows {known}) and is left \
         as it is. Update SCIM Desk, or choose another folder: {}", file.display()
    )]
    Newer {
        /// The file.
        file: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format this program knows.
        known: i64,
    },
    /// No space is left.
    #[error(
        "The disk is full: the sandbox cannot keep its data. Free some space, or choose a folder on another disk."
    )]
    Full,
    /// The file cannot be read or written.
    #[error("The file of the sandbox cannot be used: {0}. Move it away to start afresh.")]
    Database(#[source] rusqlite::Error),
    /// The system gives no random bytes for tokens.
    #[error("The system gives no random bytes for a token: {0}. Start again.")]
    Random(#[source] getrandom::Error),
    /// The system gives no threads or signals.
    #[error("The sandbox cannot run: {0}. Close some programs and start again.")]
    Runtime(#[source] io::Error),
    /// The fictional people do not go together.
    #[error("The fictional company cannot be filled in: {0}. Start with another seed.")]
    Seed(String),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        if crate::sandbox::store::is_full(&error) { Self::Full } else { Self::Database(error) }
    }
}
