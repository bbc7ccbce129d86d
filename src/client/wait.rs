//! Waiting between calls: how long, why, and how it is told to the screen.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::client::exchange::Exchange;
use crate::limits;

/// The wall clock, as a parameter.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// A source of random numbers, as a parameter.
pub type Chance = Arc<dyn Fn() -> u64 + Send + Sync>;

/// Hears of every try and every wait. It is called from the call itself, so it must return at once.
pub type Observer = Arc<dyn Fn(Event) + Send + Sync>;

/// What an observer hears.
#[derive(Clone, Debug)]
pub enum Event {
    /// A try is over.
    Exchange(Box<Exchange>),
    /// The next call starts later.
    Waiting(Waiting),
}

/// A wait that has begun. Dropping the call ends it at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Why.
    pub reason: WaitReason,
    /// Until when.
    pub until: Timestamp,
}

/// Why a call waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitReason {
    /// Command's rate limit would be passed otherwise.
    Pace,
    /// The server asked for a pause, or for fewer calls without saying how long to wait.
    AskedByServer,
    /// The last try failed; the next one starts after a random pause.
    Backoff,
}

/// The pause before the next try: full jitter under a ceiling that grows with each try.
pub(crate) fn backoff(attempt: u32, chance: u64) -> Duration {
    let growth = 4_u32.saturating_pow(attempt);
    let ceiling = limits::BACKOFF_FIRST.saturating_mul(growth).min(limits::BACKOFF_LONGEST);
    let span = u64::try_from(ceiling.saturating_sub(limits::BACKOFF_FIRST).as_millis())
        .unwrap_or(u64::MAX);
    limits::BACKOFF_FIRST + Duration::from_millis(chance % span.saturating_add(1))
}

/// The pause after a call that was one too many where the server names none: Command's window and its cooldown of 5 seconds
/// each (apidocs.verkada.com, ratelimiting), doubled with each refusal in a row, and up to half as long again.
pub(crate) fn cooldown(refusals: u32, chance: u64) -> Duration {
    let growth = 2_u32.saturating_pow(refusals.saturating_sub(1));
    let pause = limits::COOLDOWN_FIRST.saturating_mul(growth).min(limits::COOLDOWN_LONGEST);
    let span = u64::try_from((pause / 2).as_millis()).unwrap_or(u64::MAX);
    pause + Duration::from_millis(chance % span.saturating_add(1))
}

/// Reads Retry-After (RFC 9110 section 10.2.3): seconds, also with decimals, or a date. Anything else is `None`.
pub(crate) fn retry_after(value: &str, now: Timestamp) -> Option<Duration> {
    let value = value.trim();
    if value.starts_with(|first: char| first.is_ascii_digit()) {
        let (whole, decimals) = value.split_once('.').unwrap_or((value, "0"));
        let digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(decimals) {
            return None;
        }
        // A number too large to keep is a pause too long to wait for; a part of a second is rounded up.
        let part = u64::from(decimals.bytes().any(|digit| digit != b'0'));
        return Some(Duration::from_secs(whole.parse().unwrap_or(u64::MAX).saturating_add(part)));
    }
    let date = http_date(value)?;
    Some(Duration::try_from(date.duration_since(now)).unwrap_or(Duration::ZERO))
}

/// Reads the date of an HTTP header, such as `Sun, 06 Nov 1994 08:49:37 GMT`.
pub(crate) fn http_date(value: &str) -> Option<Timestamp> {
    jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(value.trim()).ok()
}

/// A duration for a person: `45 seconds`, `5 minutes 15 seconds`.
pub(crate) fn words(duration: Duration) -> String {
    let seconds = duration.as_secs().saturating_add(u64::from(duration.subsec_nanos() > 0));
    let count =
        |number: u64, unit: &str| format!("{number} {unit}{}", if number == 1 { "" } else { "s" });
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, seconds) => count(seconds, "second"),
        (0, minutes, 0) => count(minutes, "minute"),
        (0, minutes, seconds) => {
            format!("{} {}", count(minutes, "minute"), count(seconds, "second"))
        }
        (hours, 0, _) if hours < 48 => count(hours, "hour"),
        (hours, minutes, _) if hours < 48 => {
            format!("{} {}", count(hours, "hour"), count(minutes, "minute"))
        }
        (hours, ..) => count(hours / 24, "day"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_read_in_every_legal_form_and_in_no_other() {
        let now: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        let seconds = |count| Some(Duration::from_secs(count));
        for (value, expected) in [
            ("2", seconds(2)),
            (" 315 ", seconds(315)),
            ("0", seconds(0)),
            ("1.5", seconds(2)),
            ("3.0", seconds(3)),
            ("99999999", seconds(99_999_999)),
            ("999999999999999999999999", seconds(u64::MAX)),
            ("Mon, 23 Nov 2026 12:00:41 GMT", seconds(41)),
            ("Mon, 23 Nov 2026 11:59:00 GMT", seconds(0)),
            ("-1", None),
            ("", None),
            ("soon", None),
            ("1e9", None),
            ("10s", None),
            ("5, 10", None),
            ("1.", None),
            ("NaN", None),
            ("PT5S", None),
            ("Mon, 99 Nov 2026 12:00:41 GMT", None),
        ] {
            assert_eq!(retry_after(value, now), expected, "{value:?}");
        }
    }

    #[test]
    fn a_pause_stays_between_half_a_second_and_twenty_however_chance_falls() {
        for attempt in 1..100 {
            for chance in [0, 1, u64::MAX / 2, u64::MAX] {
                let pause = backoff(attempt, chance);
                assert!(
                    pause >= limits::BACKOFF_FIRST && pause <= limits::BACKOFF_LONGEST,
                    "{attempt} {pause:?}"
                );
            }
        }
        assert!(
            (0..2000).map(|chance| backoff(1, chance)).max() > Some(Duration::from_millis(1900))
        );
    }

    #[test]
    fn durations_are_said_in_words() {
        for (seconds, expected) in [
            (1, "1 second"),
            (59, "59 seconds"),
            (60, "1 minute"),
            (315, "5 minutes 15 seconds"),
            (3600, "1 hour"),
            (5400, "1 hour 30 minutes"),
            (99_999_999, "1157 days"),
        ] {
            assert_eq!(words(Duration::from_secs(seconds)), expected);
        }
        assert_eq!(words(Duration::from_millis(1500)), "2 seconds");
    }
}
