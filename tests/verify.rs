//! `scim-desk verify` from outside, on journals that this file writes by itself from the description of their form.
#![expect(clippy::unwrap_used, reason = "a test that can not go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

const KEY: [u8; 32] = [7; 32];

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap();
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn sealed(purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
    let mut seal = Hmac::<Sha256>::new_from_slice(&KEY).unwrap();
    seal.update(purpose.as_bytes());
    for part in parts {
        seal.update(part);
    }
    seal.finalize().into_bytes().into()
}

/// A home with a journal of these entries, its opening line before them.
struct Home(TempDir);

impl Home {
    fn new(entries: &[Value]) -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        let key_id = &hex(&Sha256::digest(KEY))[..8];
        let opened = json!({ "kind": "opened", "keyId": key_id, "version": "0.1.0" });
        let (mut last, mut text) = ([0; 32], String::new());
        for (seq, entry) in (1..).zip(std::iter::once(&opened).chain(entries)) {
            let line = format!(
                "{{\"seq\":{seq},\"at\":\"2026-11-24T09:14:00Z\",\"entry\":{entry},\"prev\":\"{}\"",
                hex(&last)
            );
            let hash = Sha256::digest(&line);
            last = sealed("scim-desk journal line\n", &[&hash]);
            text =
                format!("{text}{line},\"hash\":\"{}\",\"mac\":\"{}\"}}\n", hex(&hash), hex(&last));
        }
        let count = entries.len() as u64 + 1;
        let seal = sealed("scim-desk journal head\n", &[&count.to_be_bytes(), &last]);
        let head = json!({ "count": count, "last": hex(&last), "key": key_id, "seal": hex(&seal) });
        for folder in ["config", "data"] {
            fs::create_dir(home.0.path().join(folder)).unwrap();
        }
        fs::write(home.file(), text).unwrap();
        fs::write(home.head(), head.to_string()).unwrap();
        home
    }

    fn file(&self) -> PathBuf {
        self.0.path().join("data").join("audit.jsonl")
    }

    fn head(&self) -> PathBuf {
        self.0.path().join("config").join("audit.head")
    }

    /// Exit code, standard output, standard error.
    fn verify(&self, file: &Path, more: &[&str]) -> (i32, String, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_scim-desk"))
            .arg("verify")
            .arg(file)
            .args(more)
            .env("SCIM_DESK_HOME", self.0.path())
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .env("XDG_RUNTIME_DIR", self.0.path())
            .output()
            .unwrap();
        (
            output.status.code().unwrap(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    }

    fn change(&self, change: impl FnOnce(&str) -> String) {
        let text = fs::read_to_string(self.file()).unwrap();
        fs::write(self.file(), change(&text)).unwrap();
    }
}

fn entries() -> Vec<Value> {
    (0..4)
        .map(|number| {
            json!({ "kind": "intent", "run": "a1", "number": number, "call": "DELETE /Users/ada" })
        })
        .collect()
}

/// The exit code, and what the verdict says.
#[track_caller]
fn check(home: &Home, more: &[&str], code: i32, said: &[&str], unsaid: &[&str]) {
    let (found, out, error) = home.verify(&home.file(), more);
    assert_eq!(found, code, "{out}{error}");
    for text in said {
        assert!(out.contains(text), "{text}: {out}");
    }
    for text in unsaid {
        assert!(!out.contains(text), "{text}: {out}");
    }
}

#[test]
fn the_journal_of_this_computer_is_checked_with_its_head() {
    let home = Home::new(&entries());
    check(
        &home,
        &[],
        0,
        &[
            "Nothing is broken",
            "ends where its head says",
            "Not checked  the seals",
            "no desktop session bus",
        ],
        &["no head was named"],
    );
    check(&home, &["--no-keyring"], 0, &["the keyring was not asked"], &[]);
}

#[test]
fn what_is_broken_is_told_with_its_line() {
    let edited = Home::new(&entries());
    edited.change(|text| text.replacen("\"number\":2", "\"number\":3", 1));
    check(&edited, &[], 1, &["Broken at line 4", "changed after it was written"], &["Nothing"]);

    let cut = Home::new(&entries());
    cut.change(|text| text.split_inclusive('\n').take(3).collect());
    check(&cut, &[], 1, &["Broken at line 4", "cut off", "counts 5 lines"], &[]);

    let headless = Home::new(&entries());
    fs::remove_file(headless.head()).unwrap();
    check(&headless, &[], 1, &["the head is missing"], &[]);
}

#[test]
fn a_copy_is_checked_as_far_as_it_goes() {
    let home = Home::new(&entries());
    let copy = home.0.path().join("copy.jsonl");
    let cut: String =
        fs::read_to_string(home.file()).unwrap().split_inclusive('\n').take(3).collect();
    fs::write(&copy, cut).unwrap();
    let (code, out, _) = home.verify(&copy, &[]);
    assert_eq!(code, 0);
    assert!(out.contains("no head was named: lines may have been cut off"), "{out}");
    let head = home.head();
    let (code, out, _) = home.verify(&copy, &["--head", head.to_str().unwrap()]);
    assert_eq!(code, 1);
    assert!(out.contains("Broken at line 4"), "{out}");
}

#[test]
fn a_line_that_was_never_finished_is_no_damage() {
    let home = Home::new(&entries());
    home.change(|text| format!("{text}{{\"seq\":6"));
    check(&home, &[], 0, &["Nothing is broken", "8 bytes at the end"], &[]);
}

#[test]
fn json_says_the_same() {
    let home = Home::new(&entries());
    let (code, out, _) = home.verify(&home.file(), &["--json"]);
    let said: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(code, 0);
    assert_eq!(said["clean"], true);
    assert_eq!((&said["lines"], &said["firstBroken"]), (&json!(5), &Value::Null));
    assert_eq!(said["checked"], json!({ "chain": true, "head": true, "key": false }));
    assert_eq!(said["keyId"], hex(&Sha256::digest(KEY))[..8]);
    home.change(|text| text.replacen("ada", "bob", 1));
    let (code, out, _) = home.verify(&home.file(), &["--json"]);
    let said: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &said["clean"], &said["firstBroken"]["line"]), (1, &json!(false), &json!(2)));
}

#[test]
fn what_cannot_be_read_ends_with_two() {
    let home = Home::new(&[]);
    let (code, out, error) = home.verify(Path::new("no-such.jsonl"), &[]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(error.contains("could not be read"), "{error}");
    let (code, _, error) = home.verify(&home.file(), &["--head", "no-such.head"]);
    assert_eq!(code, 2);
    assert!(error.contains("The head could not be read"), "{error}");
}
