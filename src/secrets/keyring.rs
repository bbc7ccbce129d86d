//! One keyring: what saving, reading and forgetting mean, on any store.

use std::sync::Arc;

use keyring_core::CredentialStore;
use keyring_core::Entry;
use secrecy::ExposeSecret as _;
use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::limits;
use crate::secrets::Error;
use crate::secrets::slot::SERVICE;
use crate::secrets::slot::Slot;
use crate::secrets::system;
use crate::verkada::ScimToken;

/// How a store is reached.
pub(super) type Open = dyn Fn() -> Result<Arc<CredentialStore>, Error> + Send + Sync;

/// A store that is opened when it is first needed, and again after it went away.
pub(super) struct Keyring {
    open: Arc<Open>,
    store: Option<Arc<CredentialStore>>,
}

impl Keyring {
    pub(super) fn new(open: Arc<Open>) -> Self {
        Self { open, store: None }
    }

    /// Saves and reads back. On any failure the slot is empty afterwards, as before when it was empty, so that no
    /// earlier token is read later in the belief that it is the new one.
    pub(super) fn save(&mut self, slot: &Slot, secret: &SecretString) -> Result<(), Error> {
        let length = opened(secret).len();
        if length > limits::KEYRING_ENTRY_CHARS {
            return Err(Error::TooLarge { length });
        }
        let earlier = match self.read(slot) {
            Ok(_) | Err(Error::Damaged) => true,
            Err(Error::Absent) => false,
            Err(error) => return Err(error),
        };
        let why = match self.write(slot, secret) {
            Ok(()) => return Ok(()),
            Err(error) => error,
        };
        match self.forget(slot) {
            Err(_) if earlier => Err(Error::NotReplaced { why: Box::new(why) }),
            _ => Err(why),
        }
    }

    /// The saved secret.
    pub(super) fn load(&mut self, slot: &Slot) -> Result<SecretString, Error> {
        let bytes = self.read(slot)?;
        let text = str::from_utf8(&bytes).map_err(|_position| Error::Damaged)?;
        Ok(SecretString::from(text))
    }

    /// Removes the entry. One that is not there is as good as removed.
    pub(super) fn forget(&mut self, slot: &Slot) -> Result<(), Error> {
        match self.entry(slot)?.delete_credential() {
            Ok(()) | Err(keyring_core::Error::NoEntry) => Ok(()),
            Err(keyring_core::Error::Ambiguous(entries)) => entries.iter().try_for_each(|entry| {
                entry.delete_credential().map_err(|error| self.explain(error))
            }),
            Err(error) => Err(self.explain(error)),
        }
    }

    fn write(&mut self, slot: &Slot, secret: &SecretString) -> Result<(), Error> {
        let entry = self.entry(slot)?;
        entry.set_secret(opened(secret).as_bytes()).map_err(|error| self.explain(error))?;
        system::label(&entry, slot.label());
        match self.read(slot) {
            Ok(kept) if *kept == opened(secret).as_bytes() => Ok(()),
            Ok(_) | Err(Error::Absent | Error::Damaged) => Err(Error::NotKept),
            Err(error) => Err(error),
        }
    }

    fn read(&mut self, slot: &Slot) -> Result<Zeroizing<Vec<u8>>, Error> {
        self.entry(slot)?.get_secret().map(Zeroizing::new).map_err(|error| self.explain(error))
    }

    fn entry(&mut self, slot: &Slot) -> Result<Entry, Error> {
        let store = match &self.store {
            Some(store) => Arc::clone(store),
            None => Arc::clone(self.store.insert((self.open)()?)),
        };
        store.build(SERVICE, slot.account(), None).map_err(|error| self.explain(error))
    }

    /// A store that went away is opened again at the next call.
    fn explain(&mut self, error: keyring_core::Error) -> Error {
        let error = system::explain(error);
        if matches!(error, Error::NoSessionBus | Error::NoProvider) {
            self.store = None;
        }
        error
    }
}

/// The token in a saved secret.
pub(super) fn token(secret: &SecretString) -> Result<ScimToken, Error> {
    match ScimToken::parse(opened(secret)) {
        Ok(token) if token.notices.is_empty() => Ok(token.value),
        _ => Err(Error::Damaged),
    }
}

#[expect(clippy::disallowed_methods, reason = "the keyring is where secrets are kept")]
fn opened(secret: &SecretString) -> &str {
    secret.expose_secret()
}
