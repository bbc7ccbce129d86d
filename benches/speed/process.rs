//! Processes that are measured from outside, and ended with the one who started them.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

/// Clock ticks in a second, in which Linux counts processor time.
const TICKS_PER_SECOND: f64 = 100.0;

/// A running process.
pub(crate) struct Running(Child);

impl Running {
    /// Starts a process.
    pub(crate) fn start(command: &mut Command) -> Self {
        Self(command.stdin(Stdio::null()).spawn().expect("the program starts"))
    }

    /// Starts a process and waits for the first line it prints.
    pub(crate) fn announced(command: &mut Command) -> (Self, String) {
        let mut running = Self::start(command.stdout(Stdio::piped()).stderr(Stdio::null()));
        let mut line = String::new();
        let out = running.0.stdout.take().expect("the output is read here");
        let read = BufReader::new(out).read_line(&mut line).expect("the program prints a line");
        assert!(read > 0, "the program ended without a word");
        (running, line.trim().to_owned())
    }

    /// Memory that the process holds, in MiB.
    pub(crate) fn rss(&self) -> f64 {
        let status = self.read("status");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let number = line.and_then(|rest| rest.split_whitespace().next());
        number.and_then(|text| text.parse::<f64>().ok()).unwrap_or_default() / 1024.0
    }

    /// Processor time used so far, in seconds.
    pub(crate) fn cpu(&self) -> f64 {
        let stat = self.read("stat");
        // The name in parentheses may hold anything; user and system time are the 12th and 13th word after it.
        let rest = stat.rsplit_once(')').map(|(_, rest)| rest).unwrap_or_default();
        let ticks = rest.split_whitespace().skip(11).take(2);
        ticks.filter_map(|text| text.parse::<f64>().ok()).sum::<f64>() / TICKS_PER_SECOND
    }

    fn read(&self, file: &str) -> String {
        let path = format!("/proc/{}/{file}", self.0.id());
        std::fs::read_to_string(path).expect("the process runs, and this is Linux")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().unwrap_or_default();
        self.0.wait().map(drop).unwrap_or_default();
    }
}

/// The program.
pub(crate) fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_scim-desk"))
}

/// This program, in another part.
pub(crate) fn oneself(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program has a path"));
    command.args(arguments);
    command
}

/// A sandbox in a process of its own.
pub(crate) struct Served {
    pub(crate) process: Running,
    pub(crate) base_url: String,
    pub(crate) token: String,
}

impl Served {
    /// Starts the program as a sandbox with so many people.
    pub(crate) fn sandbox(people: u32) -> Self {
        let mut command = program();
        command.args(["sandbox", "--ephemeral", "--json", "--domain", "example.com", "--people"]);
        let (process, line) = Running::announced(command.arg(people.to_string()));
        let told: serde_json::Value = serde_json::from_str(&line).expect("one object on one line");
        let text = |key: &str| told.get(key).and_then(|text| text.as_str()).unwrap_or_default();
        Self { process, base_url: text("base_url").to_owned(), token: text("token").to_owned() }
    }

    /// Where it listens, as `127.0.0.1:port`.
    pub(crate) fn authority(&self) -> &str {
        let rest = self.base_url.trim_start_matches("http://");
        rest.split('/').next().unwrap_or(rest)
    }
}
