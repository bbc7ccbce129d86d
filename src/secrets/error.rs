//! What can go wrong with the keyring, told apart because each asks something else of the person.

use crate::limits;

/// Why a secret could not be saved, read or forgotten. Never holds any part of a secret.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No entry for this connection at this address.
    #[error("the keyring holds no token for this connection at this address")]
    Absent,
    /// The keyring is locked and was not unlocked.
    #[error("the keyring is locked and was not unlocked")]
    Locked,
    /// The system refused access.
    #[error("the system refused this program access to the keyring")]
    Denied,
    /// There is no D-Bus session, so no keyring can be asked.
    #[error("there is no desktop session bus, so no keyring can be reached")]
    NoSessionBus,
    /// Nothing on this computer offers to keep secrets.
    #[error("no keyring is running on this computer")]
    NoProvider,
    /// The service runs, but has no keyring in which it could put something.
    #[error("the keyring service has no keyring to save into")]
    NoKeyring,
    /// More text than every system's store can keep.
    #[error(
        "the token has {length} characters; keyrings keep {} at most",
        limits::KEYRING_ENTRY_CHARS
    )]
    TooLarge {
        /// Characters of the refused text.
        length: usize,
    },
    /// The entry does not hold a token.
    #[error("the keyring's entry for this connection is damaged")]
    Damaged,
    /// What was read back was not what had been written; the entry was removed again.
    #[error("the keyring did not keep the token as it was written; the entry was removed again")]
    NotKept,
    /// The new token was not saved and the old one could not be removed.
    #[error("the keyring still holds the earlier token: {why}")]
    NotReplaced {
        /// Why the new one was not saved.
        why: Box<Self>,
    },
    /// No answer, most likely because a question of the keyring's was not answered.
    #[error("the keyring did not answer within {} seconds", limits::KEYRING_ANSWER.as_secs())]
    TimedOut,
    /// Anything else, in the words of the keyring.
    #[error("the keyring failed: {0}")]
    Unknown(String),
}

impl Error {
    /// What the person can do about it.
    pub fn advice(&self) -> &'static str {
        match self {
            Self::Absent => "Enter the token of this connection again.",
            Self::Locked => {
                "Unlock the keyring and try again, or keep the token for this run only."
            }
            Self::Denied => {
                "Allow SCIM Desk in the keyring's settings, or keep the token for this run only."
            }
            Self::NoSessionBus => {
                "Start SCIM Desk inside a desktop session, or keep the token for this run only."
            }
            Self::NoProvider => {
                "Install and start GNOME Keyring, KeePassXC or KWallet, or keep the token for this run only."
            }
            Self::NoKeyring => {
                "Create a default keyring on this computer, or keep the token for this run only."
            }
            Self::TooLarge { .. } => "Check that only the token was pasted.",
            Self::Damaged => "Enter the token again; it replaces the damaged entry.",
            Self::NotKept | Self::Unknown(_) => "Try again, or keep the token for this run only.",
            Self::NotReplaced { .. } => {
                "Remove the entry “SCIM Desk” of this connection in the system's keyring and try again."
            }
            Self::TimedOut => {
                "Look for a question of the keyring behind this window, answer it and try again, or keep the token for this run only."
            }
        }
    }

    /// Whether keeping the secret in memory until the program ends would help.
    pub fn is_about_the_keyring(&self) -> bool {
        match self {
            Self::Absent | Self::TooLarge { .. } | Self::Damaged => false,
            Self::Locked
            | Self::Denied
            | Self::NoSessionBus
            | Self::NoProvider
            | Self::NoKeyring
            | Self::NotKept
            | Self::NotReplaced { .. }
            | Self::TimedOut
            | Self::Unknown(_) => true,
        }
    }
}
