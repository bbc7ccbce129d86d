//! The operating system's keyring, and nothing else on disk: a token or a key lies there or in memory.

mod error;
mod journal_key;
mod keeper;
mod keyring;
mod slot;
mod system;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;

use secrecy::SecretString;

use crate::verkada::ScimToken;

pub use error::Error;
pub use journal_key::JournalKey;
pub use slot::SecretKind;
pub use slot::Slot;

/// Where tokens are kept. Its calls block, for minutes when the keyring asks the person: never make them on a thread
/// that draws.
pub struct Vault(Place);

enum Place {
    System(keeper::Keeper),
    Memory(Mutex<BTreeMap<String, SecretString>>),
}

impl Vault {
    /// The keyring of the person who runs the program. It is first asked when it is first used.
    pub fn system() -> Self {
        Self::on(Arc::new(system::open))
    }

    /// Memory, for "this run only": gone when the program ends.
    pub fn memory() -> Self {
        Self(Place::Memory(Mutex::default()))
    }

    fn on(open: Arc<keyring::Open>) -> Self {
        Self(Place::System(keeper::Keeper::new(open)))
    }

    /// Whether tokens outlive the program.
    pub fn is_lasting(&self) -> bool {
        matches!(self.0, Place::System(_))
    }

    /// Whether a call is waiting for the keyring longer than one takes that asks nobody: a good moment to tell the
    /// person that the keyring waits for them.
    pub fn is_waiting(&self) -> bool {
        match &self.0 {
            Place::System(keeper) => keeper.is_waiting(),
            Place::Memory(_) => false,
        }
    }

    /// Saves the token, replacing an earlier one, and makes sure that it can be read again.
    pub fn save(&self, slot: &Slot, token: &ScimToken) -> Result<(), Error> {
        self.put(slot, token.secret().clone())
    }

    /// The token of this slot.
    pub fn load(&self, slot: &Slot) -> Result<ScimToken, Error> {
        keyring::token(&self.get(slot)?)
    }

    /// Saves the key that seals this computer's journal, replacing an earlier one.
    pub fn save_journal_key(&self, key: &JournalKey) -> Result<(), Error> {
        self.put(&Slot::journal(), key.to_text())
    }

    /// The key that seals this computer's journal. [`Error::Absent`] when none was saved yet.
    pub fn load_journal_key(&self) -> Result<JournalKey, Error> {
        JournalKey::parse(&self.get(&Slot::journal())?)
    }

    fn put(&self, slot: &Slot, secret: SecretString) -> Result<(), Error> {
        match &self.0 {
            Place::System(keeper) => {
                let (slot, again) = (slot.clone(), slot.clone());
                keeper.ask(
                    move |keyring| keyring.save(&slot, &secret),
                    // The caller was told that it is not saved, so it must not be.
                    move |keyring| {
                        if let Err(error) = keyring.forget(&again) {
                            tracing::warn!(%error, "a secret that was saved too late stays in the keyring");
                        }
                    },
                )
            }
            Place::Memory(entries) => {
                let mut entries = entries.lock().unwrap_or_else(PoisonError::into_inner);
                entries.insert(slot.account().to_owned(), secret);
                Ok(())
            }
        }
    }

    fn get(&self, slot: &Slot) -> Result<SecretString, Error> {
        match &self.0 {
            Place::System(keeper) => {
                let slot = slot.clone();
                keeper.ask(move |keyring| keyring.load(&slot), |_| {})
            }
            Place::Memory(entries) => {
                let entries = entries.lock().unwrap_or_else(PoisonError::into_inner);
                entries.get(slot.account()).cloned().ok_or(Error::Absent)
            }
        }
    }

    /// Removes the token of this slot. One that is not there is as good as removed.
    pub fn forget(&self, slot: &Slot) -> Result<(), Error> {
        match &self.0 {
            Place::System(keeper) => {
                let slot = slot.clone();
                keeper.ask(move |keyring| keyring.forget(&slot), |_| {})
            }
            Place::Memory(entries) => {
                let mut entries = entries.lock().unwrap_or_else(PoisonError::into_inner);
                entries.remove(slot.account());
                Ok(())
            }
        }
    }
}
