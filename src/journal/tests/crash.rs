//! What a kill leaves: every acknowledged line is there, and an unfinished one is moved aside and told.

use std::env;
use std::io::BufRead as _;
use std::io::BufReader;
use std::process::Command;
use std::process::Stdio;
use std::thread;
use std::time::Duration;

use super::*;
use crate::journal::run::RecordedRun;

/// Names the home that a child of a test works in.
pub(super) const INSIDE: &str = "SCIM_DESK_JOURNAL_TEST";

/// This test program again, with one test alone and its body for the child; `start` runs in the shell before it.
pub(super) fn again(test: &str, home: &Path, start: &str) -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{start} exec \"$@\""), "sh"]).arg(env::current_exe().unwrap());
    command.args([&format!("journal::tests::{test}"), "--exact", "--nocapture"]).env(INSIDE, home);
    command
}

#[test]
fn an_unfinished_last_line_is_moved_aside_and_told() {
    let desk = Desk::new();
    let (journal, _) = desk.open(1);
    record(&journal, whole_run(1));
    let whole = desk.read();
    let head = fs::read(&desk.places.head).unwrap();
    record(&journal, [planned(2, 1)]);
    drop(journal);
    let longer = desk.read();
    for length in [whole.len() + 1, whole.len() + 300, longer.len() - 1] {
        let torn = &longer[whole.len()..length];
        fs::write(&desk.places.file, &longer[..length]).unwrap();
        fs::write(&desk.places.head, &head).unwrap();
        let report = desk.verify(1);
        assert_eq!((report.first_broken, report.torn), (None, torn.len() as u64));
        let (journal, opened) = desk.open(1);
        let repaired = opened.repaired.unwrap();
        assert_eq!(repaired.bytes, torn.len() as u64);
        assert_eq!(fs::read(&repaired.moved_to).unwrap(), torn);
        assert_eq!((opened.set_aside, opened.runs.len()), (None, 1));
        assert_eq!(desk.read(), whole);
        record(&journal, [planned(3, 1)]);
        drop(journal);
        assert_clean(&desk.verify(1), 10);
    }
}

#[test]
fn a_line_that_the_head_does_not_count_yet_is_no_damage() {
    let desk = Desk::new();
    let (journal, _) = desk.open(1);
    for entry in whole_run(1) {
        let head = fs::read(&desk.places.head).unwrap();
        record(&journal, [entry]);
        let newer = fs::read(&desk.places.head).unwrap();
        fs::write(&desk.places.head, head).unwrap();
        assert_clean(&desk.verify(1), journal.last_seq());
        fs::write(&desk.places.head, newer).unwrap();
    }
    // The crash comes right after the first line of all: there is no head yet.
    let desk = Desk::new();
    drop(desk.open(1));
    fs::remove_file(&desk.places.head).unwrap();
    let (journal, opened) = desk.open(1);
    assert_eq!((opened.set_aside, journal.last_seq()), (None, 1));
    record(&journal, [planned(1, 1)]);
    drop(journal);
    assert_clean(&desk.verify(1), 2);
}

#[test]
fn a_file_cut_anywhere_is_opened_and_no_more_than_the_cut_is_lost() {
    let desk = Desk::new();
    let (journal, _) = desk.open(1);
    record(&journal, whole_run(1));
    drop(journal);
    let (whole, head) = (desk.read(), fs::read(&desk.places.head).unwrap());
    for length in (0..whole.len()).step_by(37) {
        fs::write(&desk.places.file, &whole[..length]).unwrap();
        fs::write(&desk.places.head, &head).unwrap();
        let (journal, opened) = desk.open(1);
        assert_eq!(fs::read(opened.set_aside.unwrap()).unwrap(), &whole[..length]);
        assert_eq!(journal.last_seq(), 1 + opened.runs.len() as u64);
        drop(journal);
        assert!(desk.verify(1).first_broken.is_none());
    }
}

/// Records runs without end, naming each acknowledged line.
fn record_without_end(home: &Path) {
    let (journal, _) = Journal::open(&places(home), key(1), Keying::Kept, now()).unwrap();
    let first = journal.last_seq();
    for number in first.. {
        let name = RunId::from_random(u128::from(number).to_be_bytes());
        for mut entry in whole_run(1) {
            if let Entry::Planned { run, .. }
            | Entry::Intent { run, .. }
            | Entry::Outcome { run, .. }
            | Entry::Ended { run, .. } = &mut entry
            {
                *run = name.clone();
            }
            let recorded = journal.record(now(), &entry).unwrap();
            println!("recorded {}", recorded.seq());
        }
    }
}

#[test]
fn a_kill_at_any_moment_loses_no_acknowledged_line() {
    if let Some(home) = env::var_os(INSIDE) {
        return record_without_end(Path::new(&home));
    }
    let kills: u64 =
        env::var("SCIM_DESK_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(100);
    let desk = Desk::new();
    let mut torn = 0;
    let mut recorded = 0;
    for kill in 0..kills {
        let test = "crash::a_kill_at_any_moment_loses_no_acknowledged_line";
        let mut child = again(test, desk.home.path(), "").stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let number = |line: String| line.split_once("recorded ")?.1.parse::<u64>().ok();
        let mut last = lines.by_ref().find_map(|line| number(line.unwrap())).unwrap();
        // The moment of the kill is the point of the test, not a wait for something.
        thread::sleep(Duration::from_micros(kill * 7919 % 40_000));
        child.kill().unwrap();
        child.wait().unwrap();
        for line in lines.map_while(Result::ok) {
            last = number(line).unwrap_or(last).max(last);
        }
        let (journal, opened) = desk.open(1);
        assert!(journal.last_seq() >= last, "kill {kill}: {} < {last}", journal.last_seq());
        assert_eq!(opened.set_aside, None, "kill {kill}: {:?}", opened.verdict);
        torn += u64::from(opened.repaired.is_some());
        let open = opened.runs.iter().flat_map(RecordedRun::open_targets).count() as u64;
        assert!(open <= kill + 1, "at most one call is open for each kill");
        assert_clean(&desk.verify(1), journal.last_seq());
        recorded = journal.last_seq();
    }
    assert!(recorded > kills, "{recorded} lines in {kills} kills, {torn} torn");
}
