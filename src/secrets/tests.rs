//! The vault against a keyring that fails in every way keyrings do.

use std::any::Any;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use keyring_core::CredentialStore;
use keyring_core::Entry;
use keyring_core::api::CredentialApi;
use keyring_core::api::CredentialStoreApi;
use keyring_core::mock;
use secrecy::ExposeSecret as _;
use zeroize::Zeroizing;

use super::Error;
use super::JournalKey;
use super::Place;
use super::SecretKind;
use super::Slot;
use super::Vault;
use super::keeper::Keeper;
use crate::verkada::ScimToken;
use crate::verkada::TenantUrl;

const OLD: &str = "old-canary-3f9a1c5be7";
const NEW: &str = "new-canary-8d2b60f417";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Call {
    Open,
    Read,
    Write,
    Delete,
}

/// What a call does instead of its work.
enum Fault {
    Fail(fn() -> keyring_core::Error),
    /// Only for writing: keeps something else.
    Garble,
    /// Waits for the test before it does its work.
    Hang(Receiver<()>),
}

/// A store in memory whose calls go wrong on request; each fault stays until it is taken away.
#[derive(Default)]
struct Faults(Mutex<Vec<(Call, Fault)>>);

struct Store(Arc<mock::Store>, Arc<Faults>);

#[derive(Debug)]
struct Credential(Entry, Arc<Faults>);

impl std::fmt::Debug for Faults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Faults")
    }
}

impl Faults {
    fn set(&self, call: Call, fault: Fault) {
        self.0.lock().unwrap().push((call, fault));
    }

    fn clear(&self) {
        self.0.lock().unwrap().clear();
    }

    /// Whether the call garbles what it is given.
    fn meet(&self, call: Call) -> keyring_core::Result<bool> {
        let mut faults = self.0.lock().unwrap();
        let Some(at) = faults.iter().position(|(faulty, _)| *faulty == call) else {
            return Ok(false);
        };
        match &faults[at].1 {
            Fault::Fail(error) => Err(error()),
            Fault::Garble => Ok(true),
            Fault::Hang(_) => {
                let (_, Fault::Hang(until)) = faults.remove(at) else { unreachable!() };
                drop(faults);
                until.recv().unwrap();
                Ok(false)
            }
        }
    }
}

impl CredentialStoreApi for Store {
    fn vendor(&self) -> String {
        self.0.vendor()
    }

    fn id(&self) -> String {
        self.0.id()
    }

    fn build(
        &self,
        service: &str,
        user: &str,
        _: Option<&HashMap<&str, &str>>,
    ) -> keyring_core::Result<Entry> {
        let entry = self.0.build(service, user, None)?;
        Ok(Entry::new_with_credential(Arc::new(Credential(entry, Arc::clone(&self.1)))))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn debug_fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Store")
    }
}

impl CredentialApi for Credential {
    fn set_secret(&self, secret: &[u8]) -> keyring_core::Result<()> {
        let garble = self.1.meet(Call::Write)?;
        self.0.set_secret(if garble { &secret[..secret.len() / 2] } else { secret })
    }

    fn get_secret(&self) -> keyring_core::Result<Vec<u8>> {
        self.1.meet(Call::Read)?;
        self.0.get_secret()
    }

    fn delete_credential(&self) -> keyring_core::Result<()> {
        self.1.meet(Call::Delete)?;
        self.0.delete_credential()
    }

    fn get_credential(&self) -> keyring_core::Result<Option<Arc<keyring_core::Credential>>> {
        Ok(None)
    }

    fn get_specifiers(&self) -> Option<(String, String)> {
        self.0.get_specifiers()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }

    fn debug_fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(self, f)
    }
}

/// A vault on such a store.
fn faulty() -> (Vault, Arc<Faults>) {
    faulty_within(Duration::from_secs(20))
}

/// A vault on such a store that gives up after this time.
fn faulty_within(answer: Duration) -> (Vault, Arc<Faults>) {
    let faults = Arc::new(Faults::default());
    let store: Arc<CredentialStore> =
        Arc::new(Store(mock::Store::new().unwrap(), Arc::clone(&faults)));
    let theirs = Arc::clone(&faults);
    let open = Arc::new(move || {
        theirs.meet(Call::Open).map_err(super::system::explain)?;
        Ok(Arc::clone(&store))
    });
    let keeper = Keeper::with_patience(open, Duration::from_millis(20), answer);
    (Vault(Place::System(keeper)), faults)
}

fn slot() -> Slot {
    slot_at("k1", "https://scim.example.com/scim")
}

fn slot_at(key: &str, url: &str) -> Slot {
    Slot::new(
        key,
        &TenantUrl::parse(url).unwrap().value.origin(),
        SecretKind::ScimToken,
        "Halcyon Freight",
    )
}

fn token(text: &str) -> ScimToken {
    ScimToken::parse(text).unwrap().value
}

/// What the vault holds in the slot, opened: a test looks whether it is the very token.
fn kept(vault: &Vault, slot: &Slot) -> Result<String, Error> {
    #[expect(clippy::disallowed_methods, reason = "compares a made-up token")]
    vault.load(slot).map(|token| token.secret().expose_secret().to_owned())
}

fn failure(text: &str) -> keyring_core::Error {
    keyring_core::Error::PlatformFailure(text.into())
}

fn locked() -> keyring_core::Error {
    #[cfg(target_os = "linux")]
    return keyring_core::Error::NoStorageAccess(Box::new(secret_service::Error::Locked));
    #[cfg(not(target_os = "linux"))]
    failure("locked")
}

/// Saving NEW over OLD, and over nothing, under a fault: the error told, and what is read once the fault is gone.
fn check(
    fault: impl Fn(&Faults),
    expected: &Error,
    left: Result<&str, Error>,
    left_of_nothing: Result<&str, Error>,
) {
    for (earlier, left) in [(Some(OLD), left), (None, left_of_nothing)] {
        let (vault, faults) = faulty();
        if let Some(earlier) = earlier {
            vault.save(&slot(), &token(earlier)).unwrap();
        }
        fault(&faults);
        let error = vault.save(&slot(), &token(NEW)).unwrap_err();
        match (&error, earlier) {
            (Error::NotReplaced { why }, Some(_))
                if !matches!(expected, Error::NotReplaced { .. }) =>
            {
                assert_eq!(**why, *expected);
            }
            (_, None) if matches!(expected, Error::NotReplaced { .. }) => {}
            _ => assert_eq!(error, *expected),
        }
        let told = format!("{error} {error:?} {}", error.advice());
        assert!(!told.contains("canary"), "{told}");
        faults.clear();
        assert_eq!(kept(&vault, &slot()), left.map(str::to_owned), "after {error}");
    }
}

#[test]
fn a_saved_token_is_read_replaced_and_forgotten() {
    for vault in [faulty().0, Vault::memory()] {
        assert_eq!(kept(&vault, &slot()), Err(Error::Absent));
        vault.save(&slot(), &token(OLD)).unwrap();
        assert_eq!(kept(&vault, &slot()), Ok(OLD.to_owned()));
        vault.save(&slot(), &token(NEW)).unwrap();
        assert_eq!(kept(&vault, &slot()), Ok(NEW.to_owned()));
        vault.forget(&slot()).unwrap();
        assert_eq!(kept(&vault, &slot()), Err(Error::Absent));
        vault.forget(&slot()).unwrap();
    }
}

#[test]
fn a_token_is_not_found_for_another_connection_scheme_host_or_port() {
    for vault in [faulty().0, Vault::memory()] {
        vault.save(&slot_at("k1", "https://127.0.0.1:8443/scim"), &token(OLD)).unwrap();
        for (key, url) in [
            ("k2", "https://127.0.0.1:8443/scim"),
            ("k1 ", "https://127.0.0.1:8443/scim"),
            ("k1", "http://127.0.0.1:8443/scim"),
            ("k1", "https://127.0.0.9:8443/scim"),
            ("k1", "https://127.0.0.1:8444/scim"),
            ("k1", "https://127.0.0.1/scim"),
        ] {
            assert_eq!(kept(&vault, &slot_at(key, url)), Err(Error::Absent), "{key} {url}");
        }
    }
}

#[test]
fn an_absent_keyring_is_told_and_asked_again_next_time() {
    let (vault, faults) = faulty();
    faults.set(Call::Open, Fault::Fail(|| keyring_core::Error::NoDefaultStore));
    assert_eq!(vault.save(&slot(), &token(NEW)), Err(Error::NoProvider));
    assert_eq!(kept(&vault, &slot()), Err(Error::NoProvider));
    faults.clear();
    vault.save(&slot(), &token(NEW)).unwrap();
    assert_eq!(kept(&vault, &slot()), Ok(NEW.to_owned()));
}

#[test]
fn a_locked_keyring_changes_nothing() {
    let lock = |faults: &Faults| {
        for call in [Call::Read, Call::Write, Call::Delete] {
            faults.set(call, Fault::Fail(locked));
        }
    };
    check(lock, &Error::Locked, Ok(OLD), Err(Error::Absent));
}

#[test]
fn denied_access_leaves_no_half_entry() {
    let deny = || keyring_core::Error::NoStorageAccess("not yours".into());
    check(
        |faults| faults.set(Call::Write, Fault::Fail(deny)),
        &Error::Denied,
        Err(Error::Absent),
        Err(Error::Absent),
    );
}

#[test]
fn a_text_too_large_for_any_store_is_refused_before_it_is_written() {
    let (vault, _) = faulty();
    vault.save(&slot(), &token(&"a".repeat(1280))).unwrap();
    assert_eq!(kept(&vault, &slot()).unwrap().len(), 1280);
    let open = || Err(Error::Unknown("must not be asked".to_owned()));
    let large = secrecy::SecretString::from("a".repeat(1281));
    let refused = super::keyring::Keyring::new(Arc::new(open)).save(&slot(), &large);
    assert_eq!(refused, Err(Error::TooLarge { length: 1281 }));
    let store_limit = || keyring_core::Error::TooLong("password".to_owned(), 2560);
    check(
        |faults| faults.set(Call::Write, Fault::Fail(store_limit)),
        &Error::TooLarge { length: 2560 },
        Err(Error::Absent),
        Err(Error::Absent),
    );
}

#[test]
fn a_damaged_entry_is_told_and_replaced_by_the_next_token() {
    for damage in
        [(|| keyring_core::Error::BadEncoding(NEW.into())) as fn() -> keyring_core::Error, || {
            keyring_core::Error::BadDataFormat(NEW.into(), "odd".into())
        }]
    {
        let (vault, faults) = faulty();
        faults.set(Call::Read, Fault::Fail(damage));
        let error = kept(&vault, &slot()).unwrap_err();
        assert_eq!(error, Error::Damaged);
        assert!(!format!("{error:?}").contains("canary"));
        faults.clear();
        vault.save(&slot(), &token(NEW)).unwrap();
        assert_eq!(kept(&vault, &slot()), Ok(NEW.to_owned()));
    }
}

#[test]
fn a_token_that_cannot_replace_another_is_told_with_what_stays() {
    let refuse = |faults: &Faults| {
        faults.set(Call::Write, Fault::Fail(|| failure("disk full")));
        faults.set(Call::Delete, Fault::Fail(|| failure("read-only")));
    };
    let why = Box::new(Error::Unknown("disk full".to_owned()));
    check(refuse, &Error::NotReplaced { why }, Ok(OLD), Err(Error::Absent));
}

#[test]
fn a_deletion_that_fails_is_told() {
    let (vault, faults) = faulty();
    vault.save(&slot(), &token(OLD)).unwrap();
    faults.set(Call::Delete, Fault::Fail(|| failure("read-only")));
    assert_eq!(vault.forget(&slot()), Err(Error::Unknown("read-only".to_owned())));
    assert_eq!(kept(&vault, &slot()), Ok(OLD.to_owned()));
}

#[test]
fn an_unknown_failure_is_told_in_the_keyrings_words_cut_short() {
    let (vault, faults) = faulty();
    faults.set(Call::Read, Fault::Fail(|| failure(&format!("odd\n{}", "x".repeat(1000)))));
    let error = vault.load(&slot()).unwrap_err();
    assert_eq!(error, Error::Unknown(format!("odd{}", "x".repeat(297))));
}

#[test]
fn what_is_not_read_back_as_written_is_removed() {
    check(
        |faults| faults.set(Call::Write, Fault::Garble),
        &Error::NotKept,
        Err(Error::Absent),
        Err(Error::Absent),
    );
}

#[test]
fn a_keyring_that_hangs_is_noticed_given_up_and_keeps_nothing() {
    let (vault, faults) = faulty_within(Duration::from_millis(200));
    let (release, until) = channel();
    faults.set(Call::Write, Fault::Hang(until));
    thread::scope(|scope| {
        let saving = scope.spawn(|| vault.save(&slot(), &token(NEW)));
        let deadline = Instant::now() + Duration::from_secs(10);
        while !vault.is_waiting() && Instant::now() < deadline && !saving.is_finished() {
            thread::yield_now();
        }
        assert!(vault.is_waiting());
        assert_eq!(saving.join().unwrap(), Err(Error::TimedOut));
    });
    assert!(!vault.is_waiting());
    release.send(()).unwrap();
    assert_eq!(kept(&vault, &slot()), Err(Error::Absent));
}

#[test]
fn a_keyring_that_answers_late_still_answers() {
    let (vault, faults) = faulty();
    vault.save(&slot(), &token(OLD)).unwrap();
    let (release, until) = channel();
    faults.set(Call::Read, Fault::Hang(until));
    thread::scope(|scope| {
        let loading = scope.spawn(|| kept(&vault, &slot()));
        while !vault.is_waiting() && !loading.is_finished() {
            thread::yield_now();
        }
        release.send(()).unwrap();
        assert_eq!(loading.join().unwrap(), Ok(OLD.to_owned()));
    });
}

#[test]
fn a_store_that_panics_costs_one_call() {
    let (vault, faults) = faulty();
    faults.set(Call::Open, Fault::Fail(|| panic!("a store that breaks")));
    assert_eq!(
        vault.save(&slot(), &token(NEW)),
        Err(Error::Unknown("the store broke off".to_owned()))
    );
    faults.0.clear_poison();
    faults.clear();
    vault.save(&slot(), &token(NEW)).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn what_the_secret_service_says_is_told_apart() {
    use secret_service::Error as Service;
    for (said, meant) in [
        (Service::Locked, Error::Locked),
        (Service::Prompt, Error::Locked),
        (Service::NoResult, Error::NoKeyring),
        (Service::Unavailable, Error::NoProvider),
        (Service::ZbusFdo(zbus::fdo::Error::AccessDenied("no".to_owned())), Error::Denied),
        (Service::ZbusFdo(zbus::fdo::Error::ServiceUnknown("no".to_owned())), Error::NoProvider),
        (Service::Zbus(zbus::Error::Address("odd".to_owned())), Error::NoSessionBus),
    ] {
        assert_eq!(
            super::system::explain(keyring_core::Error::PlatformFailure(Box::new(said))),
            meant
        );
    }
}

#[test]
fn the_key_of_the_journal_lies_beside_the_tokens() {
    let key = JournalKey::from_random(&Zeroizing::new([0x5c; 32]));
    for vault in [Vault::memory(), faulty().0] {
        assert_eq!(vault.load_journal_key().unwrap_err(), Error::Absent);
        vault.save_journal_key(&key).unwrap();
        assert_eq!(vault.load_journal_key().unwrap().seal(&[b"x"]), key.seal(&[b"x"]));
        vault.save(&Slot::journal(), &token(NEW)).unwrap();
        assert_eq!(vault.load_journal_key().unwrap_err(), Error::Damaged);
        vault.forget(&Slot::journal()).unwrap();
        assert_eq!(vault.load_journal_key().unwrap_err(), Error::Absent);
    }
}
