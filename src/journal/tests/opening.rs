//! Opening: what a journal begins with, how it goes on, what is set aside, and who may read it.

use super::*;
use crate::journal::head::Head;
use crate::journal::line;
use crate::journal::run::TargetState;
use crate::journal::scan::Tail;

#[test]
fn a_new_journal_says_which_key_seals_it() {
    let desk = Desk::new();
    let (journal, opened) = desk.open(1);
    assert_eq!(opened.verdict, Verdict::New);
    assert_eq!((opened.set_aside, opened.repaired, opened.runs.len()), (None, None, 0));
    assert_eq!(journal.last_seq(), 1);
    let first = journal.entries_before(2, 1).unwrap().remove(0).entry.unwrap();
    assert!(matches!(first, Entry::Opened { key_id, after: None, .. } if key_id == key(1).id()));
    assert_clean(&desk.verify(1), 1);
}

#[test]
fn a_journal_goes_on_where_it_was_left() {
    let desk = Desk::new();
    for number in 1..=5 {
        let (journal, opened) = desk.open(1);
        assert_eq!(opened.runs.len(), usize::from(number) - 1);
        let recorded = journal.record(now(), &planned(number, 2)).unwrap();
        assert_eq!((recorded.seq(), recorded.at()), (u64::from(number) + 1, now()));
    }
    assert_clean(&desk.verify(1), 6);
    assert_eq!(desk.open(1).1.verdict, Verdict::Checked(desk.verify(1)));
}

#[test]
fn runs_are_found_again_with_what_is_open() {
    let desk = Desk::new();
    let (journal, _) = desk.open(1);
    record(&journal, whole_run(1));
    record(&journal, [planned(2, 3), intent(2, 0), outcome(2, 0, Outcome::Done), intent(2, 1)]);
    drop(journal);
    let (_, opened) = desk.open(1);
    let [finished, killed] = opened.runs.as_slice() else { panic!("{:?}", opened.runs) };
    assert!(!finished.is_unfinished());
    assert!(killed.is_unfinished());
    assert_eq!(killed.open_targets().collect::<Vec<_>>(), [1]);
    assert_eq!(killed.targets[2].state, TargetState::Untouched);
    assert_eq!(killed.reason, "left the company");
}

#[test]
fn another_key_sets_the_file_aside_and_carries_unfinished_runs_over() {
    let desk = Desk::new();
    let (journal, _) = desk.open(1);
    record(&journal, whole_run(1));
    record(&journal, [planned(2, 2), intent(2, 1)]);
    drop(journal);
    let old = desk.read();
    let (journal, opened) =
        Journal::open(&desk.places, key(2), Keying::ThisRunOnly, now()).unwrap();
    assert_eq!(opened.keying, Keying::ThisRunOnly);
    let Verdict::Checked(report) = opened.verdict else { panic!("{:?}", opened.verdict) };
    assert!(matches!(report.first_broken.unwrap().why, Flaw::AnotherKey { .. }));
    let aside = opened.set_aside.unwrap();
    assert_eq!(aside.file_name().unwrap(), "audit-2026-11-24-091400.jsonl");
    assert_eq!(fs::read(&aside).unwrap(), old);
    // What was set aside can still be checked in full by whoever has its key.
    let head = desk.places.head.with_file_name("audit-2026-11-24-091400.head");
    assert_clean(&verify(&aside, Some(&head), Some(&key(1))).unwrap(), 11);
    let [run] = opened.runs.as_slice() else { panic!("{:?}", opened.runs) };
    assert_eq!(run.open_targets().collect::<Vec<_>>(), [1]);
    record(&journal, [outcome(2, 1, Outcome::Done), ended(2)]);
    drop(journal);
    assert_clean(&desk.verify(2), 4);
    let (journal, opened) = desk.open(2);
    assert!(!opened.runs[0].is_unfinished());
    let first = journal.entries_before(2, 1).unwrap().remove(0).entry.unwrap();
    let Entry::Opened { after: Some(after), .. } = first else { panic!("{first:?}") };
    assert_eq!((after.file.as_str(), after.lines), ("audit-2026-11-24-091400.jsonl", 11));
    assert!(after.why.contains(&key(1).id()), "{}", after.why);
}

#[test]
fn files_set_aside_in_the_same_second_all_stay() {
    let desk = Desk::new();
    for byte in 1..=4 {
        drop(desk.open(byte));
    }
    for (name, byte) in [
        ("audit-2026-11-24-091400.jsonl", 1),
        ("audit-2026-11-24-091400-2.jsonl", 2),
        ("audit-2026-11-24-091400-3.jsonl", 3),
    ] {
        let aside = desk.places.file.with_file_name(name);
        assert_clean(&verify(&aside, None, Some(&key(byte))).unwrap(), 1);
    }
}

#[test]
fn a_journal_that_is_gone_is_told() {
    let desk = Desk::new();
    let (journal, _) = desk.open(1);
    record(&journal, whole_run(1));
    drop(journal);
    fs::remove_file(&desk.places.file).unwrap();
    let (journal, opened) = desk.open(1);
    let Verdict::Checked(report) = opened.verdict else { panic!("{:?}", opened.verdict) };
    let broken = report.first_broken.unwrap();
    assert_eq!((broken.line, broken.why), (1, Flaw::CutOff { counted: 9 }));
    assert_eq!(opened.set_aside, None);
    drop(journal);
    assert_clean(&desk.verify(1), 1);
}

#[test]
fn a_second_program_is_refused_at_once_and_let_in_afterwards() {
    let desk = Desk::new();
    let (journal, _) = desk.open(1);
    let refused = Journal::open(&desk.places, key(1), Keying::Kept, now()).unwrap_err();
    assert!(matches!(refused, Error::InUse { .. }), "{refused}");
    // Checking a journal needs no lock.
    assert_clean(&desk.verify(1), 1);
    drop(journal);
    drop(desk.open(1));
}

#[test]
fn a_file_that_another_program_touched_is_not_written() {
    for touch in [
        |path: &Path| fs::remove_file(path).unwrap(),
        |path: &Path| fs::write(path, b"").unwrap(),
        |path: &Path| fs::rename(path, path.with_extension("old")).unwrap(),
        |path: &Path| {
            let bytes = fs::read(path).unwrap();
            fs::remove_file(path).unwrap();
            fs::write(path, bytes).unwrap();
        },
    ] {
        let desk = Desk::new();
        let (journal, _) = desk.open(1);
        record(&journal, [planned(1, 1)]);
        touch(&desk.places.file);
        let refused = journal.record(now(), &intent(1, 0)).unwrap_err();
        assert!(matches!(refused, Error::Changed { .. }), "{refused}");
    }
}

#[test]
fn lines_are_paged_from_the_newest() {
    let desk = Desk::new();
    let (journal, _) = desk.open(1);
    for number in 1..=40 {
        record(&journal, whole_run(number));
    }
    let numbers = |journal: &Journal, seq, count| -> Vec<u64> {
        journal.entries_before(seq, count).unwrap().iter().map(|line| line.seq).collect()
    };
    let pages = |journal: &Journal| {
        let (mut all, mut before) = (Vec::new(), u64::MAX);
        loop {
            let page = numbers(journal, before, 50);
            let Some(last) = page.last() else { break };
            before = *last;
            all.extend(page);
        }
        assert_eq!(all, (1..=321).rev().collect::<Vec<_>>());
        for (seq, count, expected) in [
            (1, 10, vec![]),
            (2, 10, vec![1]),
            (66, 2, vec![65, 64]),
            (65, 1, vec![64]),
            (1000, 1, vec![321]),
            (100, 0, vec![]),
        ] {
            assert_eq!(numbers(journal, seq, count), expected, "{seq} {count}");
        }
    };
    pages(&journal);
    drop(journal);
    // The index is the same when it is made by reading.
    pages(&desk.open(1).0);
}

#[test]
fn a_line_of_a_later_version_is_kept_and_counted() {
    let desk = Desk::new();
    let (journal, _) = desk.open(1);
    record(&journal, [planned(1, 1)]);
    drop(journal);
    // As this version writes it, but with a kind that it does not know.
    let text = String::from_utf8(desk.read()).unwrap();
    let later = text.replace("\"kind\":\"planned\"", "\"kind\":\"reviewed\"");
    fs::write(&desk.places.file, later).unwrap();
    let report = verify(&desk.places.file, None, None).unwrap();
    assert_eq!((report.lines, report.unknown), (2, 1));
    assert_eq!(report.first_broken.unwrap().why, Flaw::Edited);
}

#[test]
fn a_line_too_long_to_be_read_is_not_written() {
    let desk = Desk::new();
    let (journal, _) = desk.open(1);
    let call = "x".repeat(crate::limits::JOURNAL_LINE_BYTES);
    let entry = Entry::Intent { run: run(1), number: 0, call };
    assert!(matches!(journal.record(now(), &entry).unwrap_err(), Error::TooLong { .. }));
    record(&journal, [planned(1, 1)]);
    drop(journal);
    assert_clean(&desk.verify(1), 2);
}

#[test]
fn every_error_says_what_to_do_and_ends_with_the_file() {
    let path = "audit.jsonl".to_owned();
    let why = "no reason".to_owned();
    for error in [
        Error::InUse { path: path.clone() },
        Error::Full { path: path.clone() },
        Error::ReadOnly { path: path.clone() },
        Error::Denied { path: path.clone() },
        Error::Changed { path: path.clone() },
        Error::TooLong { bytes: 1, path: path.clone() },
        Error::NotRead { why: why.clone(), path: path.clone() },
        Error::NotWritten { why, path },
    ] {
        assert!(error.to_string().ends_with(": audit.jsonl"), "{error}");
        assert!(error.advice().ends_with('.'), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn only_the_owner_reads_what_is_kept() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::new();
    drop(desk.open(1));
    // A file that was copied back with the usual mode is made private again.
    fs::set_permissions(&desk.places.file, fs::Permissions::from_mode(0o644)).unwrap();
    drop(desk.open(1));
    drop(desk.open(2));
    for folder in ["data", "config"] {
        let folder = desk.home.path().join(folder);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700, "{}", folder.display());
        for file in fs::read_dir(&folder).unwrap() {
            let file = file.unwrap().path();
            assert_eq!(mode(&file), 0o600, "{}", file.display());
        }
    }
}

#[test]
fn a_long_journal_is_opened_for_its_runs_and_forgets_its_lines() {
    let desk = Desk::new();
    let (mut tail, mut bytes, key) = (Tail::new(), Vec::new(), key(1));
    let opened = Entry::Opened { key_id: key.id(), version: "1".to_owned(), after: None };
    let targets = 20_000 / 40;
    let turns = (0..u32::MAX).flat_map(|target| {
        let target = target % targets;
        [intent(1, target), outcome(1, target, Outcome::Done)]
    });
    let entries = std::iter::once(opened).chain([planned(1, targets as usize)]).chain(turns);
    for entry in entries.take(20_000) {
        let (text, seal) = line::write(tail.count + 1, now(), &entry, tail.last, &key).unwrap();
        tail.push(text.len(), seal);
        bytes.extend(text);
    }
    drop(desk.open(1));
    fs::write(&desk.places.file, &bytes).unwrap();
    assert!(Head::new(tail.count, tail.last, &key).write(&desk.places.head, &key).is_ok());
    let (journal, opened) = desk.open(1);
    assert_eq!((journal.last_seq(), opened.runs.len()), (20_000, 1));
    let page = journal.entries_before(10_000, 100).unwrap();
    assert_eq!((page.len(), page[0].seq, page[99].seq), (100, 9_999, 9_900));
}
