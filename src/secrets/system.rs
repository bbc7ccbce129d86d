//! The one file that knows the stores of the operating systems: opening one, labels, and what its failures mean.

use std::sync::Arc;

use keyring_core::CredentialStore;
use keyring_core::Entry;

use crate::limits;
use crate::secrets::Error;

/// What this system's store says about a failure.
type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The keyring of the person who runs the program. Fails again and again until there is one.
pub(super) fn open() -> Result<Arc<CredentialStore>, Error> {
    platform::open()
}

/// Names the entry as people see it; stores without labels ignore it.
pub(super) fn label(entry: &Entry, text: &str) {
    platform::label(entry, text);
}

/// What a failure of the store means. The bytes some failures carry are dropped: they may be the secret.
pub(super) fn explain(error: keyring_core::Error) -> Error {
    match error {
        keyring_core::Error::NoEntry => Error::Absent,
        keyring_core::Error::NoStorageAccess(failure) => {
            platform::explain(&failure).unwrap_or(Error::Denied)
        }
        keyring_core::Error::PlatformFailure(failure) => {
            platform::explain(&failure).unwrap_or_else(|| unknown(&failure.to_string()))
        }
        keyring_core::Error::TooLong(_, length) => {
            Error::TooLarge { length: usize::try_from(length).unwrap_or(usize::MAX) }
        }
        keyring_core::Error::BadEncoding(_) | keyring_core::Error::BadDataFormat(..) => {
            Error::Damaged
        }
        keyring_core::Error::Ambiguous(_) => unknown("several entries match"),
        keyring_core::Error::NoDefaultStore => Error::NoProvider,
        keyring_core::Error::BadStoreFormat(text)
        | keyring_core::Error::NotSupportedByStore(text) => unknown(&text),
        keyring_core::Error::Invalid(what, why) => unknown(&format!("{what} {why}")),
        _ => unknown("an error of a new kind"),
    }
}

/// A failure in the store's own words, short enough to show.
pub(super) fn unknown(text: &str) -> Error {
    Error::Unknown(
        text.chars()
            .filter(|character| !character.is_control())
            .take(limits::ERROR_SHOWN_CHARS)
            .collect(),
    )
}

#[cfg(target_os = "linux")]
mod platform {
    use std::sync::Arc;

    use keyring_core::CredentialStore;
    use keyring_core::Entry;
    use zbus_secret_service_keyring_store::Store;
    use zbus_secret_service_keyring_store::cred::Specifier;

    use super::Failure;
    use crate::secrets::Error;

    /// Secret Service over D-Bus: GNOME Keyring, `KWallet`, `KeePassXC`.
    pub(super) fn open() -> Result<Arc<CredentialStore>, Error> {
        // Asked first, because the store reports a missing bus and a missing service alike.
        drop(zbus::blocking::Connection::session().map_err(|_why| Error::NoSessionBus)?);
        Ok(Store::new().map_err(super::explain)?)
    }

    /// A label is only dressing: an entry without it is as good.
    pub(super) fn label(entry: &Entry, text: &str) {
        if let Some(item) = entry.as_any().downcast_ref::<Specifier>()
            && let Err(error) = item.set_label(text)
        {
            tracing::debug!(%error, "the keyring entry has no label");
        }
    }

    pub(super) fn explain(failure: &Failure) -> Option<Error> {
        match failure.downcast_ref::<secret_service::Error>()? {
            secret_service::Error::Locked | secret_service::Error::Prompt => Some(Error::Locked),
            secret_service::Error::NoResult => Some(Error::NoKeyring),
            secret_service::Error::Zbus(error)
            | secret_service::Error::ZbusFdo(zbus::fdo::Error::ZBus(error)) => explain_bus(error),
            secret_service::Error::ZbusFdo(zbus::fdo::Error::AccessDenied(_)) => {
                Some(Error::Denied)
            }
            secret_service::Error::Unavailable
            | secret_service::Error::ZbusFdo(
                zbus::fdo::Error::ServiceUnknown(_) | zbus::fdo::Error::NameHasNoOwner(_),
            ) => Some(Error::NoProvider),
            _ => None,
        }
    }

    fn explain_bus(error: &zbus::Error) -> Option<Error> {
        match error {
            zbus::Error::MethodError(name, ..) => match name.as_str() {
                "org.freedesktop.DBus.Error.ServiceUnknown"
                | "org.freedesktop.DBus.Error.NameHasNoOwner"
                | "org.freedesktop.DBus.Error.NoReply" => Some(Error::NoProvider),
                "org.freedesktop.DBus.Error.AccessDenied" => Some(Error::Denied),
                "org.freedesktop.Secret.Error.IsLocked" => Some(Error::Locked),
                _ => None,
            },
            zbus::Error::InputOutput(_) | zbus::Error::Connection(..) | zbus::Error::Address(_) => {
                Some(Error::NoSessionBus)
            }
            _ => None,
        }
    }
}

#[cfg(not(target_os = "linux"))]
mod platform {
    use std::sync::Arc;

    use keyring_core::CredentialStore;
    use keyring_core::Entry;

    use super::Failure;
    use crate::secrets::Error;

    #[cfg(target_os = "macos")]
    use apple_native_keyring_store::keychain::Store;
    #[cfg(windows)]
    use windows_native_keyring_store::Store;

    /// Keychain or Credential Manager.
    pub(super) fn open() -> Result<Arc<CredentialStore>, Error> {
        Ok(Store::new().map_err(super::explain)?)
    }

    pub(super) fn label(_entry: &Entry, _text: &str) {}

    pub(super) fn explain(_failure: &Failure) -> Option<Error> {
        None
    }
}
