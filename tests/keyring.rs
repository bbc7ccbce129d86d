//! The vault on a real GNOME Keyring, in a D-Bus session that each test starts for itself, looked at from outside with
//! `secret-tool`.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that can not go on has failed"
)]
#![cfg(target_os = "linux")]

use std::env;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use scim_desk::JournalKey;
use scim_desk::ScimToken;
use scim_desk::SecretKind;
use scim_desk::Slot;
use scim_desk::TenantUrl;
use scim_desk::Vault;
use scim_desk::VaultError;
use secrecy::ExposeSecret as _;
use sha2::Digest as _;
use sha2::Sha256;
use zeroize::Zeroizing;

const TOKEN: &str = "keyring-canary-5d71c0e94ab2";
const URL: &str = "https://api.command.verkada.com/scim";

/// Names the state of the session that the test body finds itself in.
const INSIDE: &str = "SCIM_DESK_KEYRING_TEST";

#[derive(Clone, Copy)]
enum Session {
    /// A keyring that was unlocked at login.
    Unlocked,
    /// A keyring that exists, holds the token and is locked; nobody answers questions.
    Locked,
    /// A bus on which nothing keeps secrets.
    Bare,
    /// No bus at all.
    None,
}

/// Runs the body of the named test in a session of its own: this program again, with this test alone.
fn inside(session: Session, test: &str, body: impl FnOnce()) {
    if env::var_os(INSIDE).is_some() {
        return body();
    }
    let home = tempfile::tempdir().unwrap();
    let run = home.path().join("run");
    fs::create_dir(&run).unwrap();
    fs::set_permissions(&run, fs::Permissions::from_mode(0o700)).unwrap();
    let daemon = "gnome-keyring-daemon --foreground --components=secrets";
    let waiting = "until dbus-send --session --print-reply --dest=org.freedesktop.DBus / \
         org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q 'boolean true'; do sleep 0.05; done";
    let unlocked =
        format!("printf %s login | {daemon} --unlock >/dev/null & keyring=$!; {waiting}");
    let script = match session {
        Session::Unlocked => format!("{unlocked}; \"$@\"; status=$?; kill $keyring; exit $status"),
        Session::Locked => format!(
            "{unlocked}; printf %s {TOKEN} | secret-tool store --label=x service 'SCIM Desk' username \"$SLOT\"; \
             kill $keyring; wait $keyring; {daemon} >/dev/null & keyring=$!; {waiting}; \"$@\"; status=$?; \
             kill $keyring; exit $status"
        ),
        Session::Bare | Session::None => "\"$@\"".to_owned(),
    };
    let mut command = match session {
        Session::None => Command::new("sh"),
        Session::Bare => {
            let config = home.path().join("bus.conf");
            fs::write(&config, BARE_BUS).unwrap();
            let mut command = Command::new("dbus-run-session");
            command.arg("--config-file").arg(config).args(["--", "sh"]);
            command
        }
        Session::Unlocked | Session::Locked => {
            let mut command = Command::new("dbus-run-session");
            command.args(["--", "sh"]);
            command
        }
    };
    let output = command
        .args(["-c", &script, "sh"])
        .arg(env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture"])
        .env(INSIDE, "yes")
        .env("SLOT", format!("k1 scim-token {}", TenantUrl::parse(URL).unwrap().value.origin()))
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path().join("data"))
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .env("XDG_RUNTIME_DIR", &run)
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .expect("gnome-keyring, dbus and libsecret-tools are installed (dist/test.sh does that)");
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{said}\n{complained}");
    assert_eq!(holders(home.path()), Vec::<String>::new(), "files with the token in clear");
}

/// A bus with no way to start services.
const BARE_BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"#;

/// Files below `folder` in which the token can be read.
fn holders(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(holders(&path));
        } else if path.is_file()
            && fs::read(&path).unwrap().windows(TOKEN.len()).any(|part| part == TOKEN.as_bytes())
        {
            found.push(path.display().to_string());
        }
    }
    found
}

fn slot(key: &str, url: &str) -> Slot {
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

fn secret_tool(arguments: &[&str]) -> String {
    let output = Command::new("secret-tool").args(arguments).output().unwrap();
    // It writes the attributes of what it found to its error stream.
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[track_caller]
fn check(loaded: Result<ScimToken, VaultError>, expected: Result<&str, VaultError>) {
    #[expect(clippy::disallowed_methods, reason = "compares a made-up token")]
    let loaded = loaded.map(|token| token.secret().expose_secret().to_owned());
    assert_eq!(loaded, expected.map(str::to_owned));
}

#[test]
fn a_saved_token_is_what_other_programs_find_in_the_keyring() {
    inside(Session::Unlocked, "a_saved_token_is_what_other_programs_find_in_the_keyring", || {
        let vault = Vault::system();
        let slot = slot("k1", URL);
        check(vault.load(&slot), Err(VaultError::Absent));
        vault.save(&slot, &token(TOKEN)).unwrap();
        let account = "k1 scim-token https://api.command.verkada.com:443";
        assert_eq!(secret_tool(&["lookup", "service", "SCIM Desk", "username", account]), TOKEN);
        let found = secret_tool(&["search", "--all", "service", "SCIM Desk"]);
        assert!(found.contains("label = SCIM Desk · Halcyon Freight"), "{found}");
        check(Vault::system().load(&slot), Ok(TOKEN));
    });
}

#[test]
fn a_replaced_or_forgotten_token_is_gone() {
    inside(Session::Unlocked, "a_replaced_or_forgotten_token_is_gone", || {
        let vault = Vault::system();
        let slot = slot("k1", URL);
        vault.save(&slot, &token("the-first-token")).unwrap();
        vault.save(&slot, &token(TOKEN)).unwrap();
        check(vault.load(&slot), Ok(TOKEN));
        let found = secret_tool(&["search", "--all", "service", "SCIM Desk"]);
        assert_eq!(found.matches("secret = ").count(), 1, "{found}");
        vault.forget(&slot).unwrap();
        check(vault.load(&slot), Err(VaultError::Absent));
        assert_eq!(secret_tool(&["search", "--all", "service", "SCIM Desk"]), "");
    });
}

#[test]
fn the_longest_token_is_kept_and_connections_do_not_share() {
    inside(Session::Unlocked, "the_longest_token_is_kept_and_connections_do_not_share", || {
        let vault = Vault::system();
        let longest = "a".repeat(1280);
        vault.save(&slot("k1", URL), &token(&longest)).unwrap();
        vault.save(&slot("k2", URL), &token(TOKEN)).unwrap();
        check(vault.load(&slot("k1", URL)), Ok(&longest));
        check(vault.load(&slot("k2", URL)), Ok(TOKEN));
        check(
            vault.load(&slot("k1", "https://api.command.verkada.com:8443/scim")),
            Err(VaultError::Absent),
        );
    });
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

#[test]
fn a_journal_is_checked_with_the_key_of_the_keyring() {
    inside(Session::Unlocked, "a_journal_is_checked_with_the_key_of_the_keyring", || {
        let key = JournalKey::from_random(&Zeroizing::new([0x5c; 32]));
        let vault = Vault::system();
        assert_eq!(vault.load_journal_key().unwrap_err(), VaultError::Absent);
        vault.save_journal_key(&key).unwrap();
        assert_eq!(Vault::system().load_journal_key().unwrap().id(), key.id());
        let account = "journal journal-key this-computer";
        let kept = secret_tool(&["lookup", "service", "SCIM Desk", "username", account]);
        assert_eq!(kept, "5c".repeat(32));

        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("copy.jsonl");
        let write = |key: &JournalKey| {
            let line = format!(
                "{{\"seq\":1,\"at\":\"2026-11-24T09:14:00Z\",\"entry\":{{\"kind\":\"opened\",\"keyId\":\"{}\",\"version\":\"1\"}},\"prev\":\"{}\"",
                key.id(),
                "0".repeat(64)
            );
            let hash = Sha256::digest(&line);
            let mac = key.seal(&[b"scim-desk journal line\n", &hash]);
            let text = format!("{line},\"hash\":\"{}\",\"mac\":\"{}\"}}\n", hex(&hash), hex(&mac));
            fs::write(&file, &text).unwrap();
            text
        };
        let verify = || {
            let mut verify = Command::new(env!("CARGO_BIN_EXE_scim-desk"));
            let output = verify.arg("verify").arg(&file).output().unwrap();
            (output.status.code(), String::from_utf8(output.stdout).unwrap())
        };
        let text = write(&key);
        let (code, said) = verify();
        assert_eq!(code, Some(0), "{said}");
        assert!(
            said.contains(&format!("every line is sealed with the key {}", key.id())),
            "{said}"
        );
        assert!(!said.contains("5c5c5c5c"), "{said}");
        // Of a journal with another key the chain alone is checked, and that is said.
        write(&JournalKey::from_random(&Zeroizing::new([1; 32])));
        let (code, said) = verify();
        assert_eq!(code, Some(0), "{said}");
        assert!(said.contains("Not checked  the seals, for it is sealed with the key"), "{said}");
        let seal = text.rfind("\"}").unwrap();
        let other = if text.as_bytes()[seal - 1] == b'0' { "1" } else { "0" };
        fs::write(&file, format!("{}{other}{}", &text[..seal - 1], &text[seal..])).unwrap();
        let (code, said) = verify();
        assert_eq!(code, Some(1), "{said}");
        assert!(said.contains("Broken at line 1: its seal was not made with the key"), "{said}");
    });
}

#[test]
fn a_locked_keyring_is_told_from_an_empty_one() {
    inside(Session::Locked, "a_locked_keyring_is_told_from_an_empty_one", || {
        let vault = Vault::system();
        check(vault.load(&slot("k1", URL)), Err(VaultError::Locked));
        assert_eq!(vault.save(&slot("k1", URL), &token(TOKEN)), Err(VaultError::Locked));
        assert_eq!(vault.forget(&slot("k1", URL)), Err(VaultError::Locked));
        check(vault.load(&slot("another", URL)), Err(VaultError::Absent));
        assert_eq!(vault.save(&slot("another", URL), &token(TOKEN)), Err(VaultError::Locked));
    });
}

#[test]
fn a_bus_without_a_keyring_is_told() {
    inside(Session::Bare, "a_bus_without_a_keyring_is_told", || {
        let vault = Vault::system();
        check(vault.load(&slot("k1", URL)), Err(VaultError::NoProvider));
        assert_eq!(vault.save(&slot("k1", URL), &token(TOKEN)), Err(VaultError::NoProvider));
    });
}

#[test]
fn a_computer_without_a_session_bus_is_told() {
    inside(Session::None, "a_computer_without_a_session_bus_is_told", || {
        let vault = Vault::system();
        check(vault.load(&slot("k1", URL)), Err(VaultError::NoSessionBus));
        assert_eq!(vault.save(&slot("k1", URL), &token(TOKEN)), Err(VaultError::NoSessionBus));
    });
}
