//! Reads the lists of nasty inputs and checks that each item of an area ends as its `expected` declares.
//!
//! The items stand in `tests/data/nasty-inputs.json` and in the file that `SCIM_DESK_NASTY_INPUTS` names. An area's test
//! decides by the item's text alone how it ends; what fits which word stands here.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Duration;

use serde_json::Value;

/// Processor time that every item may take.
const BOUND: Duration = Duration::from_millis(50);
/// What each megabyte of an item may take beside that: a long list can not be read in the time of a short one, but
/// must not take more than in proportion.
const PER_MEGABYTE: Duration = Duration::from_millis(25);
/// A build without optimization is slower by about so much; it is there to be debugged, nobody waits for it.
const BUILD_FACTOR: u32 = if cfg!(debug_assertions) { 10 } else { 1 };

/// Words that an item may expect.
const WORDS: [&str; 19] = [
    "ok",
    "error",
    "warn",
    "pin",
    "confirm",
    "sanitize",
    "ok-empty",
    "ok-literal",
    "ok-clamp",
    "ok-bounded",
    "ok-direct",
    "stop",
    "incomplete",
    "retry",
    "unknown",
    "redact",
    "recover",
    "throttle",
    "cancel",
];

/// One nasty input.
#[derive(Clone, Debug)]
pub(crate) struct Item {
    /// Its name, such as `F74`.
    pub(crate) id: String,
    /// The input, decoded.
    pub(crate) input: Vec<u8>,
    /// How it has to end.
    pub(crate) expected: String,
}

/// How an input ended.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    words: Vec<&'static str>,
    message: String,
}

impl Item {
    /// The input as text, when it is UTF-8.
    pub(crate) fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.input).ok()
    }
}

impl Outcome {
    /// Ended so; several words may hold at once.
    pub(crate) fn of(words: &[&'static str]) -> Self {
        Self { words: words.to_vec(), message: String::new() }
    }

    /// Ended so, and this was said about it.
    pub(crate) fn saying(words: &[&'static str], message: impl std::fmt::Display) -> Self {
        Self { words: words.to_vec(), message: message.to_string() }
    }

    /// Refused with a message.
    pub(crate) fn error(message: impl std::fmt::Display) -> Self {
        Self::saying(&["error"], message)
    }

    /// Whether the outcome is what was expected. `pin` takes any decision, `ok-bounded` any end in time.
    fn meets(&self, expected: &str) -> bool {
        match expected {
            "pin" | "ok-bounded" => !self.words.is_empty(),
            expected => self.words.contains(&expected),
        }
    }
}

/// Runs every item of an area and reports all that do not end as declared. `run` returns `None` for an item that
/// another part of the program has to answer for.
pub(crate) fn check_area(area: &str, run: impl Fn(&Item) -> Option<Outcome>) {
    let items = items(area);
    let mut problems = Vec::new();
    let mut answered = 0;
    match items {
        Err(problem) => problems.push(problem),
        Ok(items) => {
            for item in items {
                match judge(&item, &run) {
                    Ok(true) => answered += 1,
                    Ok(false) => {}
                    Err(problem) => {
                        problems
                            .push(format!("{} (expects {}): {problem}", item.id, item.expected));
                    }
                }
            }
        }
    }
    assert!(
        problems.is_empty(),
        "{area}: {} of the items end otherwise\n{}",
        problems.len(),
        problems.join("\n")
    );
    assert!(answered > 0, "{area}: no item was answered");
}

/// The items of an area, from both files.
pub(crate) fn items(area: &str) -> Result<Vec<Item>, String> {
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/nasty-inputs.json").to_owned();
    let other = std::env::var("SCIM_DESK_NASTY_INPUTS").ok().filter(|path| !path.is_empty());
    let mut items = Vec::new();
    for path in std::iter::once(own).chain(other) {
        let bytes = std::fs::read(&path).map_err(|error| format!("{path}: {error}"))?;
        let list: Vec<Value> =
            serde_json::from_slice(&bytes).map_err(|error| format!("{path}: {error}"))?;
        for entry in &list {
            let field = |name: &str| entry.get(name).and_then(Value::as_str);
            let (Some(id), Some(input), Some(expected)) =
                (field("id"), field("input"), field("expected"))
            else {
                return Err(format!("{path}: an item lacks id, input or expected"));
            };
            if field("area") != Some(area) {
                continue;
            }
            if !WORDS.contains(&expected) {
                return Err(format!("{path}: {id} expects the unknown word {expected}"));
            }
            let input = decode(input, field("enc"))
                .ok_or_else(|| format!("{path}: {id} cannot be decoded"))?;
            items.push(Item { id: id.to_owned(), input, expected: expected.to_owned() });
        }
    }
    Ok(items)
}

fn judge(item: &Item, run: &impl Fn(&Item) -> Option<Outcome>) -> Result<bool, String> {
    let mut outcome = None;
    let timed = in_time(item.input.len(), || {
        outcome = Some(catch_unwind(AssertUnwindSafe(|| run(item))));
    });
    let Some(Ok(outcome)) = outcome else { return Err("panicked".to_owned()) };
    let Some(outcome) = outcome else { return Ok(false) };
    timed?;
    if !outcome.meets(&item.expected) {
        return Err(format!("ended as {:?} {}", outcome.words, outcome.message));
    }
    match outcome.message.chars().find(|character| is_raw(*character)) {
        Some(character) => Err(format!("the message holds U+{:04X} raw", u32::from(character))),
        None if outcome.words == ["error"] && outcome.message.is_empty() => {
            Err("refused without a message".to_owned())
        }
        None => Ok(true),
    }
}

/// Whether work on so many bytes keeps to its time. Only a time that repeats counts: caches and page faults of a busy
/// machine are in the time of the processor too.
pub(crate) fn in_time(bytes: usize, mut work: impl FnMut()) -> Result<(), String> {
    let megabytes = u32::try_from(bytes / 1_000_000).unwrap_or(u32::MAX);
    let most = (BOUND + PER_MEGABYTE.saturating_mul(megabytes)).saturating_mul(BUILD_FACTOR);
    let mut shortest = Duration::MAX;
    for _ in 0..2 {
        let start = busy();
        work();
        shortest = shortest.min(busy().saturating_sub(start));
        if shortest <= most {
            return Ok(());
        }
    }
    Err(format!("took {shortest:?} of the processor, more than {most:?}"))
}

/// How long this thread kept the processor busy since some fixed moment: what others do meanwhile does not count.
#[cfg(unix)]
fn busy() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

/// How much time went by since some fixed moment; this system tells the time of a thread to unsafe code alone.
#[cfg(not(unix))]
fn busy() -> Duration {
    static BEGIN: std::sync::LazyLock<std::time::Instant> =
        std::sync::LazyLock::new(std::time::Instant::now);
    BEGIN.elapsed()
}

/// Characters that must not stand in a message as they are.
fn is_raw(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{a0}')
}

/// `hex` is bytes; `tmpl` writes `⟦N×TEXT⟧` for TEXT repeated N times.
fn decode(input: &str, encoding: Option<&str>) -> Option<Vec<u8>> {
    match encoding {
        None => Some(input.as_bytes().to_vec()),
        Some("hex") => {
            let digits: Vec<u8> = input
                .chars()
                .map(|digit| digit.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
                .collect::<Option<_>>()?;
            digits.chunks(2).map(|pair| Some(pair.first()? << 4 | pair.get(1)?)).collect()
        }
        Some("tmpl") => expand(input).map(String::into_bytes),
        Some(_) => None,
    }
}

fn expand(template: &str) -> Option<String> {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once('⟦') {
        text.push_str(before);
        let (count, behind) = behind.split_once('×')?;
        let (repeated, behind) = behind.split_once('⟧')?;
        text.push_str(&repeated.repeat(count.parse().ok()?));
        rest = behind;
    }
    text.push_str(rest);
    Some(text)
}
