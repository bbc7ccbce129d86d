//! How many copies of a token lie in the memory of the app, seen by another process, from the field to the end.
#![cfg(target_os = "linux")]

use std::env;
use std::fs;
use std::fs::File;
use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Read as _;
use std::io::Write as _;
use std::os::unix::fs::FileExt as _;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;
use std::process::Stdio;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use egui::Event;
use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use scim_desk::Start;
use scim_desk::Vault;

use crate::desk::Desk;
use crate::server::Server;

/// Names the address of the server to the process that is looked at.
const INSIDE: &str = "SCIM_DESK_MEMORY_TEST";

/// Time in which buffers of closed connections go.
const PATIENCE: Duration = Duration::from_secs(10);

/// Flips the token on its way into the process, so that it lies nowhere but where the app put it.
const MASK: u8 = 0x15;

/// A keyring that nobody asks, in a session that holds nothing else.
const SESSION: &str = "printf %s login | gnome-keyring-daemon --foreground --components=secrets --unlock >/dev/null & keyring=$!
    until dbus-send --session --print-reply --dest=org.freedesktop.DBus / \
        org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q 'boolean true'; do sleep 0.05; done
    \"$@\"; status=$?; kill $keyring; exit $status";

/// How many copies there may be at each stage; the numbers may only go down. What was freed is overwritten by the
/// allocator, so these are the living ones: the field; then the header and the text to look for in answers, and a write
/// buffer for each connection that hyper keeps open, of which a reading opens a few; then none.
const STAGES: [(&str, usize); 5] =
    [("typed", 1), ("used", 8), ("locked", 0), ("used again", 8), ("forgotten", 0)];

#[test]
fn few_copies_of_a_token_are_in_memory_and_fewer_after_a_lock() {
    if let Ok(url) = env::var(INSIDE) {
        return use_a_token(&url);
    }
    let server = Server::with_people(20);
    let home = tempfile::tempdir().unwrap();
    let run = home.path().join("run");
    fs::create_dir(&run).unwrap();
    fs::set_permissions(&run, fs::Permissions::from_mode(0o700)).unwrap();
    let mut child = Command::new("dbus-run-session")
        .args(["--", "sh", "-c", SESSION, "sh"])
        .arg(env::current_exe().unwrap())
        .args([
            "memory::few_copies_of_a_token_are_in_memory_and_fewer_after_a_lock",
            "--exact",
            "--nocapture",
        ])
        .env(INSIDE, server.url())
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path().join("data"))
        .env("XDG_CONFIG_HOME", home.path().join("config"))
        .env("XDG_RUNTIME_DIR", &run)
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let masked: Vec<u8> = server.token().bytes().chain([b'\n']).map(|byte| byte ^ MASK).collect();
    input.write_all(&masked).unwrap();
    let mut found = Vec::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        let Some((_, stage)) = line.split_once("STAGE ") else { continue };
        let (process, name) = stage.split_once(' ').unwrap();
        let most = STAGES.iter().find(|(stage, _)| *stage == name).unwrap().1;
        found.push((name.to_owned(), copies(process, server.token(), most)));
        input.write_all(b".").unwrap();
    }
    assert!(child.wait().unwrap().success(), "{found:?}");
    assert_eq!(found.len(), STAGES.len(), "{found:?}");
    assert!(found[0].1 > 0 && found[1].1 > 0, "what is there is found: {found:?}");
    for ((name, most), (_, copies)) in STAGES.iter().zip(&found) {
        assert!(copies <= most, "{name}: {found:?}");
    }
}

/// Copies of the token in another process; looks again while there are more than so many.
fn copies(process: &str, token: &str, most: usize) -> usize {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let copies = count(process, token);
        if copies <= most || Instant::now() > deadline {
            return copies;
        }
        thread::park_timeout(Duration::from_millis(100));
    }
}

/// Allocators write their own notes over the beginning of what was freed, so a copy counts by its second half.
fn count(process: &str, token: &str) -> usize {
    let half = &token.as_bytes()[token.len() / 2..];
    let memory = File::open(format!("/proc/{process}/mem")).unwrap();
    let maps = fs::read_to_string(format!("/proc/{process}/maps")).unwrap();
    let mut copies = 0;
    for line in maps.lines() {
        let mut parts = line.split_whitespace();
        let (Some(range), Some(rights)) = (parts.next(), parts.next()) else { continue };
        if !rights.starts_with("rw") {
            continue;
        }
        let (from, to) = range.split_once('-').unwrap();
        let bound = |text| u64::from_str_radix(text, 16).unwrap();
        let (from, to) = (bound(from), bound(to));
        let mut bytes = vec![0; usize::try_from(to - from).unwrap()];
        // What can not be read, as the memory of a device, holds nothing of ours.
        if memory.read_exact_at(&mut bytes, from).is_ok() {
            copies += memchr::memmem::find_iter(&bytes, half).count();
        }
    }
    copies
}

/// The process that is looked at: one token from the field to the end.
fn use_a_token(url: &str) {
    let mut input = File::open("/dev/stdin").unwrap();
    let mut next = || {
        let mut byte = [0];
        input.read_exact(&mut byte).unwrap();
        byte[0]
    };
    let home = tempfile::tempdir().unwrap();
    let start = Start::inside(home.path(), Vault::system(), 3);
    let mut desk = Desk::open(home, start, 1.0);
    desk.wait("All people read");
    desk.fill_connection("Second company", url, "");
    desk.node(Role::PasswordInput, "SCIM token").focus();
    desk.settle();
    loop {
        let character = char::from(next() ^ MASK);
        if character == '\n' {
            break;
        }
        desk.harness.event(Event::Text(character.to_string()));
        desk.harness.step();
    }
    desk.settle();
    let mut stage = |name: &str| {
        #[expect(clippy::print_stdout, reason = "the parent reads it")]
        {
            println!("STAGE {} {name}", std::process::id());
        }
        assert_eq!(next(), b'.');
    };
    stage("typed");
    desk.dialog_button("Save and check");
    desk.wait("All is well, checked");
    desk.go("Users");
    desk.until("its people", |desk| desk.rows() == 20);
    desk.wait("All people read");
    stage("used");
    desk.press(Modifiers::COMMAND, Key::L);
    desk.wait("Locked: tokens are out of memory");
    stage("locked");
    desk.key(Key::F5);
    desk.wait("All people read");
    stage("used again");
    desk.go("Settings");
    desk.button("Forget Second company");
    desk.dialog_button("Forget Second company");
    desk.wait("Second company is forgotten");
    stage("forgotten");
}
