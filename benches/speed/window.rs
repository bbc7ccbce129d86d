//! The real window on an X server nobody sees, drawn by software: start, memory, and rest.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::process::{Running, oneself, program};
use crate::table::{Table, median};

const ROUNDS: usize = 5;
const PATIENCE: Duration = Duration::from_mins(2);
const SHOWN: &str = "the first people are on screen";
const READ: &str = "the people were read";

pub(crate) fn measure(table: &mut Table) {
    let Some(screen) = Screen::start() else {
        table.add("the window", "", "not measured", "Xvfb is not installed");
        return;
    };
    start(table, &screen);
    memory(table, &screen);
}

fn start(table: &mut Table, screen: &Screen) {
    let (mut first, mut later, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let home = Home::new();
        first.push(home.open(screen, 1_000).1);
        later.push(home.open(screen, 1_000).1);
        bare.push(bare_window(screen).1);
    }
    let bare = median(&bare);
    for (what, times) in [("usual", &later), ("very first", &first)] {
        let time = median(times);
        table.add(
            format!("{what} start to people in the window, sandbox of 1,000"),
            "500 ms",
            format!("{time:.0} ms"),
            format!("bare eframe window {bare:.0} ms: {:.1}x", time / bare),
        );
    }
}

fn memory(table: &mut Table, screen: &Screen) {
    let home = Home::new();
    let (window, first) = home.open(screen, 100_000);
    let all = home.wait_for(READ, Instant::now());
    settle(&window);
    let fresh = window.rss();
    let (rest, used) = sleep(&window);
    let held = window.rss();
    let (nobody, bare) = (Home::new(), bare_window(screen).0);
    let empty = nobody.start(screen, 0);
    nobody.wait_for(READ, Instant::now());
    settle(&empty);
    table.add(
        "memory of the window with 100,000 people, its sandbox included",
        "200 MiB",
        format!("{held:.0} MiB"),
        format!(
            "just after reading {fresh:.0} MiB, with nobody {:.0} MiB, bare eframe window {:.0} MiB",
            empty.rss(),
            bare.rss()
        ),
    );
    table.add(
        "processor time of the window at rest",
        "0",
        format!("{:.0} ms in {:.0} s", used * 1e3, rest.as_secs_f64()),
        "from the second minute on, when words such as “12 s ago” stand still for a minute",
    );
    table.add(
        "100,000 people in the window, from the first on screen to the last",
        "",
        format!("{:.1} s", all / 1e3),
        format!("first after {:.1} s, a new sandbox made meanwhile", first / 1e3),
    );
}

/// Waits for the window to fall asleep.
fn settle(window: &Running) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let before = window.cpu();
        thread::sleep(Duration::from_secs(1));
        if window.cpu() - before < 0.02 || Instant::now() > deadline {
            break;
        }
    }
}

/// Looks how much the window works in its sleep.
fn sleep(window: &Running) -> (Duration, f64) {
    thread::sleep(Duration::from_secs(65));
    let rest = Duration::from_secs(10);
    let before = window.cpu();
    thread::sleep(rest);
    (rest, window.cpu() - before)
}

fn bare_window(screen: &Screen) -> (Running, f64) {
    let home = Home::new();
    let mut command = oneself(&["bare-window"]);
    let begun = Instant::now();
    let (window, _) = Running::announced(home.surround(&mut command, screen));
    (window, begun.elapsed().as_secs_f64() * 1e3)
}

/// An X server without a screen.
struct Screen {
    server: Child,
    display: String,
}

impl Screen {
    fn start() -> Option<Self> {
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-noreset"]);
        command.args(["-screen", "0", "1280x800x24", "-nolisten", "tcp"]);
        let mut server = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
        let mut line = String::new();
        BufReader::new(server.stdout.take()?).read_line(&mut line).ok()?;
        Some(Self { server, display: format!(":{}", line.trim()) })
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.server.kill().unwrap_or_default();
        self.server.wait().map(drop).unwrap_or_default();
    }
}

/// Folders of one run.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    /// The program's surroundings: this screen, no session, no folders but its own.
    fn surround<'a>(&self, command: &'a mut Command, screen: &Screen) -> &'a mut Command {
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.0.path())
            .env("SCIM_DESK_HOME", self.0.path())
            .env("DISPLAY", &screen.display)
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env("LANG", "C.UTF-8")
    }

    fn log(&self) -> PathBuf {
        self.0.path().join("data/scim-desk.log")
    }

    fn start(&self, screen: &Screen, people: u32) -> Running {
        fs::remove_file(self.log()).unwrap_or_default();
        let mut command = program();
        command.args(["--people", &people.to_string()]).stdout(Stdio::null()).stderr(Stdio::null());
        Running::start(self.surround(&mut command, screen))
    }

    /// Opens the window; returns the milliseconds until its log says that people are on screen.
    fn open(&self, screen: &Screen, people: u32) -> (Running, f64) {
        let begun = Instant::now();
        let window = self.start(screen, people);
        let took = self.wait_for(SHOWN, begun);
        (window, took)
    }

    /// Waits for a line of the log; returns the milliseconds since `begun`.
    fn wait_for(&self, line: &str, begun: Instant) -> f64 {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if fs::read_to_string(self.log()).unwrap_or_default().contains(line) {
                return begun.elapsed().as_secs_f64() * 1e3;
            }
            assert!(Instant::now() < deadline, "waited in vain for “{line}”");
            thread::sleep(Duration::from_millis(1));
        }
    }
}
