//! A token on the clipboard of an X server that nobody sees, looked at from outside with `xclip`.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that can not go on has failed"
)]
#![cfg(target_os = "linux")]

use std::env;
use std::io::BufRead as _;
use std::io::BufReader;
use std::io::Write as _;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::Duration;
use std::time::Instant;

use scim_desk::ClipboardTrouble;
use scim_desk::ScimToken;
use scim_desk::SecretClipboard;

const TOKEN: &str = "clipboard-canary-5d71c0e94ab2";
const OTHER: &str = "clipboard-canary-other-77d0a1";
const PATIENCE: Duration = Duration::from_secs(30);
/// Long enough that nothing is cleared by itself.
const LONG: Duration = Duration::from_hours(1);
/// Short enough to wait for.
const SHORT: Duration = Duration::from_millis(700);

/// Names the test whose body this process runs.
const INSIDE: &str = "SCIM_DESK_CLIPBOARD_TEST";

#[derive(Clone, Copy)]
enum Screen {
    X11,
    None,
}

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.kill().unwrap_or_default();
        self.0.wait().map(drop).unwrap_or_default();
    }
}

/// Runs the body of the named test with a screen of its own: this program again, with this test alone.
fn inside(screen: Screen, test: &str, body: impl FnOnce()) {
    if env::var_os(INSIDE).is_some() {
        return body();
    }
    let mut command = Command::new(env::current_exe().unwrap());
    command.args([test, "--exact", "--nocapture"]).env(INSIDE, "yes").env_remove("WAYLAND_DISPLAY");
    let server = match screen {
        Screen::None => {
            command.env_remove("DISPLAY");
            None
        }
        Screen::X11 => {
            let mut server = Command::new("Xvfb")
                .args(["-displayfd", "1", "-noreset"])
                .args(["-screen", "0", "640x480x24", "-nolisten", "tcp"])
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()
                .expect("Xvfb is installed (dist/test.sh does that)");
            let mut number = String::new();
            BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
            command.env("DISPLAY", format!(":{}", number.trim()));
            Some(Server(server))
        }
    };
    let output = command.output().unwrap();
    drop(server);
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{said}\n{complained}");
    assert!(!said.contains(TOKEN) && !complained.contains(TOKEN), "the token was printed");
}

fn clipboard(keep: Duration) -> SecretClipboard {
    SecretClipboard::new(keep, || {})
}

fn token(text: &str) -> ScimToken {
    ScimToken::parse(text).unwrap().value
}

/// What another program reads; `None` when there is nothing of that kind.
fn read(target: &str) -> Option<String> {
    let output = Command::new("xclip")
        .args(["-selection", "clipboard", "-o", "-t", target])
        .output()
        .expect("xclip is installed (dist/test.sh does that)");
    output.status.success().then(|| String::from_utf8(output.stdout).unwrap())
}

/// Copies in another program.
fn copy_elsewhere(text: &str) {
    let mut xclip = Command::new("xclip")
        .args(["-selection", "clipboard", "-i"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    xclip.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    assert!(xclip.wait().unwrap().success());
    until("the other program's text", || read("UTF8_STRING").as_deref() == Some(text));
}

#[track_caller]
fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < deadline, "waited in vain for {what}");
        thread::park_timeout(Duration::from_millis(20));
    }
}

/// Copies, and waits until another program can read it.
fn copied(clipboard: &mut SecretClipboard, text: &str) {
    clipboard.copy(&token(text));
    until("the copy", || {
        assert_eq!(clipboard.poll(), None);
        clipboard.remaining().is_some()
    });
    assert_eq!(read("UTF8_STRING").as_deref(), Some(text));
}

#[track_caller]
fn until_cleared(clipboard: &mut SecretClipboard) {
    until("the clipboard to be cleared", || {
        assert_eq!(clipboard.poll(), None);
        clipboard.remaining().is_none()
    });
}

#[test]
fn a_copied_token_is_marked_as_secret() {
    inside(Screen::X11, "a_copied_token_is_marked_as_secret", || {
        let mut clipboard = clipboard(LONG);
        copied(&mut clipboard, TOKEN);
        let targets = read("TARGETS").unwrap();
        assert!(targets.lines().any(|target| target == "x-kde-passwordManagerHint"), "{targets}");
        assert_eq!(read("x-kde-passwordManagerHint").as_deref(), Some("secret"));
        let left = clipboard.remaining().unwrap();
        assert!(left <= LONG && left > LONG.checked_sub(PATIENCE).unwrap(), "{left:?}");
    });
}

#[test]
fn a_copied_token_goes_by_itself_and_says_so() {
    inside(Screen::X11, "a_copied_token_goes_by_itself_and_says_so", || {
        let woken = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&woken);
        let mut clipboard = SecretClipboard::new(SHORT, move || {
            counted.fetch_add(1, Ordering::SeqCst);
        });
        let begin = Instant::now();
        clipboard.copy(&token(TOKEN));
        until("the copy and its end", || woken.load(Ordering::SeqCst) == 2);
        assert!(begin.elapsed() >= SHORT);
        until_cleared(&mut clipboard);
        assert_eq!(read("UTF8_STRING"), None);
        assert_eq!(read("TARGETS"), None);
    });
}

#[test]
fn a_second_copy_begins_its_time_anew_and_both_are_gone_afterwards() {
    inside(Screen::X11, "a_second_copy_begins_its_time_anew_and_both_are_gone_afterwards", || {
        let mut clipboard = clipboard(SHORT);
        copied(&mut clipboard, TOKEN);
        copied(&mut clipboard, OTHER);
        until_cleared(&mut clipboard);
        assert_eq!(read("UTF8_STRING"), None);
    });
}

#[test]
fn what_somebody_else_copied_stays() {
    inside(Screen::X11, "what_somebody_else_copied_stays", || {
        for text in ["their own text", "clipboard-canary-5d71c0e94ab", ""] {
            let mut timed = clipboard(SHORT);
            copied(&mut timed, TOKEN);
            copy_elsewhere(text);
            until_cleared(&mut timed);
            assert_eq!(read("UTF8_STRING").as_deref(), Some(text), "after the time");
            let mut asked = clipboard(LONG);
            copied(&mut asked, TOKEN);
            copy_elsewhere(text);
            asked.clear_and_wait();
            assert_eq!(read("UTF8_STRING").as_deref(), Some(text), "after the request");
        }
    });
}

#[test]
fn a_token_is_taken_off_on_request_and_when_the_window_goes() {
    inside(Screen::X11, "a_token_is_taken_off_on_request_and_when_the_window_goes", || {
        let mut asked = clipboard(LONG);
        asked.clear();
        copied(&mut asked, TOKEN);
        asked.clear();
        until_cleared(&mut asked);
        assert_eq!(read("UTF8_STRING"), None);
        copied(&mut asked, TOKEN);
        asked.clear_and_wait();
        assert_eq!(read("UTF8_STRING"), None, "it waits until that is done");
        let mut dropped = clipboard(LONG);
        copied(&mut dropped, TOKEN);
        drop(dropped);
        until("the clipboard to be cleared", || read("UTF8_STRING").is_none());
    });
}

#[test]
fn without_a_clipboard_the_reason_is_told() {
    inside(Screen::None, "without_a_clipboard_the_reason_is_told", || {
        let mut clipboard = clipboard(LONG);
        clipboard.copy(&token(TOKEN));
        until("the reason", || match clipboard.poll() {
            Some(ClipboardTrouble::NotCopied(why)) => why.contains("X11"),
            Some(ClipboardTrouble::NotCleared(_)) | None => false,
        });
        assert_eq!(clipboard.remaining(), None);
        clipboard.clear_and_wait();
    });
}
