//! What logind says of sleep, on a bus that each test starts for itself with a made-up logind.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that can not go on has failed"
)]
#![cfg(target_os = "linux")]

use std::env;
use std::io::Read as _;
use std::os::fd::OwnedFd as StdFd;
use std::os::unix::net::UnixStream;
use std::process::Command;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::Sender;
use std::sync::mpsc::channel;
use std::time::Duration;

use scim_desk::GoingToSleep;
use scim_desk::watch_sleep;
use zbus::blocking::Connection;
use zbus::blocking::connection::Builder;
use zbus::interface;
use zbus::zvariant::OwnedFd;

const PATIENCE: Duration = Duration::from_secs(30);

/// Set in the process that runs the body of a test.
const INSIDE: &str = "SCIM_DESK_SLEEP_TEST";

const MANAGER: &str = "org.freedesktop.login1.Manager";
const PATH: &str = "/org/freedesktop/login1";

/// Runs the body of the named test with a system bus of its own: this program again, with this test alone.
fn inside(test: &str, body: impl FnOnce()) {
    if env::var_os(INSIDE).is_some() {
        return body();
    }
    let output = Command::new("dbus-run-session")
        .args([
            "--",
            "sh",
            "-c",
            "DBUS_SYSTEM_BUS_ADDRESS=$DBUS_SESSION_BUS_ADDRESS exec \"$@\"",
            "sh",
        ])
        .arg(env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture"])
        .env(INSIDE, "yes")
        .output()
        .expect("dbus is installed (dist/test.sh does that)");
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{said}\n{complained}");
}

/// One wish to hold sleep back, as logind sees it.
struct Wish {
    what: String,
    mode: String,
    /// Ends when the other side is dropped.
    ours: UnixStream,
}

/// Hands out a file for each wish, as logind does.
struct Logind(Sender<Wish>);

#[interface(name = "org.freedesktop.login1.Manager")]
impl Logind {
    fn inhibit(&self, what: String, who: &str, why: &str, mode: String) -> OwnedFd {
        assert!(
            !who.is_empty() && !why.is_empty(),
            "the person is told who holds sleep back, and why"
        );
        let (ours, theirs) = UnixStream::pair().unwrap();
        self.0.send(Wish { what, mode, ours }).unwrap();
        StdFd::from(theirs).into()
    }
}

fn logind() -> (Connection, Receiver<Wish>) {
    let (wish, wishes) = channel();
    let bus = Builder::system()
        .unwrap()
        .serve_at(PATH, Logind(wish))
        .unwrap()
        .name("org.freedesktop.login1")
        .unwrap()
        .build()
        .unwrap();
    (bus, wishes)
}

fn say(bus: &Connection, going_to_sleep: &[bool]) {
    for going in going_to_sleep {
        bus.emit_signal(None::<&str>, PATH, MANAGER, "PrepareForSleep", &(*going,)).unwrap();
    }
}

#[test]
fn sleep_waits_until_the_window_has_locked_and_is_held_back_anew_after_it() {
    inside("sleep_waits_until_the_window_has_locked_and_is_held_back_anew_after_it", || {
        let (bus, wishes) = logind();
        let (tell, told) = channel::<GoingToSleep>();
        watch_sleep(move |sleep| tell.send(sleep).unwrap());
        for _ in 0..2 {
            let mut wish = wishes.recv_timeout(PATIENCE).expect("sleep is held back");
            assert_eq!((wish.what.as_str(), wish.mode.as_str()), ("sleep", "delay"));
            say(&bus, &[true]);
            let sleep = told.recv_timeout(PATIENCE).expect("the window is told");
            wish.ours.set_nonblocking(true).unwrap();
            let held = wish.ours.read(&mut [0]).unwrap_err();
            assert_eq!(held.kind(), std::io::ErrorKind::WouldBlock, "it is still held back");
            drop(sleep);
            wish.ours.set_nonblocking(false).unwrap();
            wish.ours.set_read_timeout(Some(PATIENCE)).unwrap();
            assert_eq!(wish.ours.read(&mut [0]).unwrap(), 0, "it is let go");
            say(&bus, &[false]);
        }
        assert!(told.try_recv().is_err(), "waking up is not told");
    });
}

#[test]
fn without_logind_nothing_is_told_and_nothing_breaks() {
    inside("without_logind_nothing_is_told_and_nothing_breaks", || {
        let (tell, told) = channel::<GoingToSleep>();
        watch_sleep(move |sleep| tell.send(sleep).unwrap());
        let bus = Connection::system().unwrap();
        say(&bus, &[true, false]);
        // A signal of somebody who is not logind is not believed; the bus hands it on before this answer.
        bus.call_method(
            Some("org.freedesktop.DBus"),
            "/",
            Some("org.freedesktop.DBus"),
            "GetId",
            &(),
        )
        .unwrap();
        assert!(told.try_recv().is_err());
    });
}
