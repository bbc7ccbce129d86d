//! Breaks texts that are right, as editors, spreadsheets and mail programs do.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// Runs of one target that are always done.
const RUNS: u32 = 3000;

/// Most changes of one text.
const CHANGES: usize = 6;

/// One change of a text, in bytes.
#[derive(Clone, Debug)]
enum Change {
    /// A piece of the target's language is put in.
    Insert(Index, Index),
    /// Any bytes are put in.
    InsertBytes(Index, Vec<u8>),
    /// A stretch is taken out.
    Remove(Index, Index),
    /// A stretch stands there twice.
    Repeat(Index, Index),
    /// A stretch of another text is put in.
    Splice(Index, Index, Index, Index),
}

/// Runs `check` on texts that are made from those of a target and its pieces.
pub(crate) fn fuzz(texts: &[Vec<u8>], pieces: &[&str], check: impl Fn(&[u8])) {
    let cases = (any::<Index>(), proptest::collection::vec(changes(), 0..=CHANGES));
    runs(&cases, |(text, changes)| {
        check(&changed(&texts[text.index(texts.len())], &changes, texts, pieces));
    });
}

/// Runs `check` on cases that are made.
pub(crate) fn runs<S: Strategy>(cases: &S, check: impl Fn(S::Value)) {
    let config = Config { cases: RUNS, failure_persistence: None, ..Config::default() };
    let run = |mut runner: TestRunner| {
        let outcome = runner.run(cases, |case| {
            check(case);
            Ok(())
        });
        if let Err(failure) = outcome {
            panic!("{failure}");
        }
    };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    run(TestRunner::new_with_rng(config.clone(), rng));
    let end = Instant::now() + more_time();
    while Instant::now() < end {
        run(TestRunner::new(config.clone()));
    }
}

/// How long new runs are made.
fn more_time() -> Duration {
    let seconds = std::env::var("SCIM_DESK_FUZZ_SECONDS").unwrap_or_default();
    if seconds.is_empty() {
        return Duration::ZERO;
    }
    Duration::from_secs(seconds.parse().expect("SCIM_DESK_FUZZ_SECONDS is a number of seconds"))
}

fn changes() -> impl Strategy<Value = Change> {
    let place = any::<Index>;
    prop_oneof![
        4 => (place(), place()).prop_map(|(at, piece)| Change::Insert(at, piece)),
        1 => (place(), any::<Vec<u8>>()).prop_map(|(at, bytes)| Change::InsertBytes(at, bytes)),
        2 => (place(), place()).prop_map(|(from, to)| Change::Remove(from, to)),
        1 => (place(), place()).prop_map(|(from, to)| Change::Repeat(from, to)),
        2 => (place(), place(), place(), place())
            .prop_map(|(at, text, from, to)| Change::Splice(at, text, from, to)),
    ]
}

fn changed(text: &[u8], changes: &[Change], texts: &[Vec<u8>], pieces: &[&str]) -> Vec<u8> {
    let mut bytes = text.to_vec();
    for change in changes {
        match change {
            Change::Insert(at, piece) => put(&mut bytes, *at, piece.get(pieces).as_bytes()),
            Change::InsertBytes(at, more) => put(&mut bytes, *at, more),
            Change::Remove(from, to) => drop(bytes.drain(stretch(&bytes, *from, *to))),
            Change::Repeat(from, to) => {
                let stretch = stretch(&bytes, *from, *to);
                let copy = bytes[stretch.clone()].to_vec();
                bytes.splice(stretch.end..stretch.end, copy);
            }
            Change::Splice(at, text, from, to) => {
                let other = &texts[text.index(texts.len())];
                put(&mut bytes, *at, &other[stretch(other, *from, *to)]);
            }
        }
    }
    bytes
}

fn put(bytes: &mut Vec<u8>, at: Index, more: &[u8]) {
    let at = at.index(bytes.len() + 1);
    bytes.splice(at..at, more.iter().copied());
}

fn stretch(bytes: &[u8], from: Index, to: Index) -> std::ops::Range<usize> {
    let [from, to] = [from, to].map(|place| place.index(bytes.len() + 1));
    from.min(to)..from.max(to)
}
