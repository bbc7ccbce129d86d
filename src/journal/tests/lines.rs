//! Lines and runs: each entry comes back as it was written, and runs are what their lines say.

use proptest::prelude::*;

use super::*;
use crate::journal::entry::Predecessor;
use crate::journal::line;
use crate::journal::line::Line;
use crate::journal::run::RecordedRun;
use crate::journal::run::TargetState;
use crate::journal::run::fold;
use crate::journal::seal::Seal;

fn folded(entries: &[Entry]) -> Vec<RecordedRun> {
    let mut runs = Vec::new();
    for (seq, entry) in (1..).zip(entries) {
        fold(&mut runs, seq, now(), entry);
    }
    runs
}

fn results() -> impl Strategy<Value = Outcome> {
    prop_oneof![
        Just(Outcome::Done),
        Just(Outcome::AlreadyGone),
        any::<String>().prop_map(|why| Outcome::Skipped { why }),
        any::<String>().prop_map(|why| Outcome::Failed { why }),
        any::<String>().prop_map(|why| Outcome::Unknown { why }),
    ]
}

fn entries() -> impl Strategy<Value = Entry> {
    let at = || (0_u8..4, 0_u32..5);
    let texts = || proptest::collection::vec(any::<String>(), 0..3);
    prop_oneof![
        (any::<String>(), any::<String>(), proptest::option::of((any::<String>(), any::<u64>())))
            .prop_map(|(key_id, version, after)| Entry::Opened {
                key_id,
                version,
                after: after.map(|(why, lines)| Predecessor { file: why.clone(), lines, why }),
            }),
        (0_u8..4, any::<String>(), 0..5_usize, 0..Verb::ALL.len()).prop_map(
            |(number, text, targets, verb)| {
                let mut entry = planned(number, targets);
                if let Entry::Planned {
                    reason, verb: planned, manner, share_percent_tenths, ..
                } = &mut entry
                {
                    *reason = text;
                    *planned = Verb::ALL[verb];
                    *manner = if targets % 2 == 0 { Manner::Guided } else { Manner::Direct };
                    *share_percent_tenths = (targets != 1).then_some(200);
                }
                entry
            }
        ),
        (at(), any::<String>()).prop_map(|((number, target), call)| Entry::Intent {
            run: run(number),
            number: target,
            call
        }),
        (at(), results(), texts()).prop_map(|((number, target), result, evidence)| {
            Entry::Outcome { run: run(number), number: target, result, evidence }
        }),
        (at(), results(), texts()).prop_map(|((number, target), result, evidence)| {
            Entry::Settled { run: run(number), number: target, result, evidence }
        }),
        (at(), any::<String>(), any::<String>()).prop_map(|((number, target), step, text)| {
            Entry::Evidence { run: run(number), number: target, step, text }
        }),
        (0_u8..4).prop_map(|number| Entry::Paused { run: run(number) }),
        (0_u8..4).prop_map(|number| Entry::Resumed { run: run(number) }),
        (0_u8..4).prop_map(ended),
        (0_u8..4, any::<String>()).prop_map(|(number, call)| {
            let start = [
                planned(number, 2),
                Entry::Intent { run: run(number), number: 1, call },
                outcome(number, 0, Outcome::AlreadyGone),
            ];
            Entry::Carried { run: Box::new(folded(&start).remove(0)) }
        }),
    ]
}

proptest! {
    #[test]
    fn a_line_says_what_was_written(entry in entries(), seq in 1_u64.., seconds in 0_i64..4_000_000_000) {
        let (at, key) = (Timestamp::from_second(seconds).unwrap(), key(1));
        let prev = Seal::hash(b"before");
        let (text, mac) = line::write(seq, at, &entry, prev, &key).unwrap();
        prop_assert_eq!(text.iter().position(|byte| *byte == b'\n'), Some(text.len() - 1));
        let line = Line::parse(text.strip_suffix(b"\n").unwrap()).unwrap();
        prop_assert_eq!((line.seq, line.at, line.mac), (seq, at, mac));
        prop_assert_eq!(line.entry.as_ref(), Some(&entry));
        prop_assert_eq!(line.flaw(seq, prev), None);
        prop_assert!(line.is_sealed_with(&key));
    }

    #[test]
    fn no_line_makes_folding_fail(lines in proptest::collection::vec(entries(), 0..60)) {
        let runs = folded(&lines);
        for (at, run) in runs.iter().enumerate() {
            prop_assert!(runs.iter().skip(at + 1).all(|other| other.id != run.id));
            let planned = lines.iter().any(|entry| {
                matches!(entry, Entry::Planned { .. } | Entry::Carried { .. }) && entry.run() == Some(&run.id)
            });
            prop_assert!(planned);
            prop_assert!(run.is_unfinished() || run.ended.is_some());
        }
    }

    /// The state of a target is decided by the last line about it alone.
    #[test]
    fn the_last_line_about_a_target_decides(turns in proptest::collection::vec((0_u32..3, proptest::option::of(results())), 0..20)) {
        let mut lines = vec![planned(1, 3)];
        lines.extend(turns.iter().map(|(target, result)| match result {
            None => intent(1, *target),
            Some(result) => outcome(1, *target, result.clone()),
        }));
        let run = folded(&lines).remove(0);
        for (number, target) in (0..).zip(&run.targets) {
            let last = turns.iter().rev().find(|(target, _)| *target == number);
            let expected = match last {
                None => TargetState::Untouched,
                Some((_, None)) => TargetState::Open { call: format!("DELETE /Users/id-{number}"), since: now() },
                Some((_, Some(result))) => TargetState::Closed { result: result.clone(), when: now() },
            };
            prop_assert_eq!(&target.state, &expected);
            let told = turns.iter().filter(|(target, result)| *target == number && result.is_some());
            prop_assert_eq!(target.evidence.len(), told.count());
        }
    }
}

/// The targets that need a look in a run of two people with these lines after its plan; `None` when the run is finished.
#[track_caller]
fn check(lines: &[Entry], open: Option<&[u32]>) {
    let lines: Vec<Entry> = std::iter::once(planned(1, 2)).chain(lines.iter().cloned()).collect();
    let run = folded(&lines).remove(0);
    let found: Vec<u32> = run.open_targets().collect();
    assert_eq!(run.is_unfinished().then_some(found.as_slice()), open, "{lines:?}");
}

#[test]
fn a_run_is_finished_when_it_ended_and_nothing_is_open() {
    let unknown = Outcome::Unknown { why: "timed out".to_owned() };
    let settled =
        Entry::Settled { run: run(1), number: 0, result: Outcome::Done, evidence: vec![] };
    check(&[], Some(&[]));
    check(&[intent(1, 0)], Some(&[0]));
    check(&[intent(1, 0), ended(1)], Some(&[0]));
    check(&[intent(1, 0), outcome(1, 0, unknown.clone()), ended(1)], Some(&[0]));
    check(&[intent(1, 0), outcome(1, 0, unknown), ended(1), settled], None);
    check(&[outcome(1, 0, Outcome::Done), intent(1, 1), ended(1)], Some(&[1]));
    check(&[Entry::Ended { run: run(1), how: How::Stopped }], None);
}

#[test]
fn a_run_waits_from_pause_to_resume_or_end() {
    let paused = Entry::Paused { run: run(1) };
    let resumed = Entry::Resumed { run: run(1) };
    for (lines, waits) in [
        (vec![paused.clone()], true),
        (vec![paused.clone(), resumed], false),
        (vec![paused, ended(1)], false),
    ] {
        let lines: Vec<Entry> = std::iter::once(planned(1, 1)).chain(lines).collect();
        assert_eq!(folded(&lines)[0].paused_at.is_some(), waits, "{lines:?}");
    }
}

#[test]
fn the_form_of_a_line_on_disk_stays() {
    let entry = Entry::Outcome {
        run: run(0xab),
        number: 3,
        result: Outcome::Failed { why: "409".to_owned() },
        evidence: vec!["“busy”".to_owned()],
    };
    let (text, _) = line::write(7, now(), &entry, Seal::NONE, &key(1)).unwrap();
    let text = String::from_utf8(text).unwrap();
    let said = r#"{"seq":7,"at":"2026-11-24T09:14:00Z","entry":{"kind":"outcome","run":"abababababababababababababababab","number":3,"result":{"is":"failed","why":"409"},"evidence":["“busy”"]},"prev":"0000000000000000000000000000000000000000000000000000000000000000","hash":""#;
    assert!(text.starts_with(said), "{text}");
    for (word, entry) in [
        ("opened", Entry::Opened { key_id: String::new(), version: String::new(), after: None }),
        ("planned", planned(1, 0)),
        ("intent", intent(1, 0)),
        ("ended", ended(1)),
    ] {
        assert_eq!(serde_json::to_value(&entry).unwrap()["kind"], word);
    }
    let planned = serde_json::to_value(planned(1, 1)).unwrap();
    assert_eq!(planned["sharePercentTenths"], 12);
    assert_eq!(planned["targets"][0]["userName"], "p0@halcyon.example");
    assert_eq!((&planned["verb"], &planned["manner"]), (&"delete".into(), &"direct".into()));
}
