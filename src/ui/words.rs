//! Numbers and times in words.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::verkada;

/// When a copied token goes off the clipboard.
pub(crate) fn clears_in(seconds: i64) -> String {
    format!("The clipboard is cleared in {seconds} s")
}

/// A count with thousands apart: `1,000`.
pub(crate) fn count(number: impl TryInto<u64>) -> String {
    verkada::count(number)
}

/// A count with its noun: `1 person`, `2 people`.
pub(crate) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{} {}", count(number), if number == 1 { one } else { many })
}

/// How many changes are not saved: where all were taken back after saving, that itself is one.
pub(crate) fn changes(steps: usize) -> String {
    if steps == 0 { "changes".to_owned() } else { counted(steps, "change", "changes") }
}

/// How long ago something was, in the coarsest unit that says enough.
pub(crate) fn ago(then: Timestamp, now: Timestamp) -> String {
    let seconds = now.as_second().saturating_sub(then.as_second());
    match seconds {
        ..10 => "just now".to_owned(),
        10..60 => format!("{} s ago", seconds / 10 * 10),
        60..3600 => format!("{} min ago", seconds / 60),
        3600..86_400 => format!("{} h ago", seconds / 3600),
        86_400..604_800 => format!("{} d ago", seconds / 86_400),
        _ => day(then, now),
    }
}

/// How old something is, in the coarsest unit that says enough.
pub(crate) fn age(then: Timestamp, now: Timestamp) -> String {
    let plural =
        |number: i64, unit: &str| format!("{number} {unit}{}", if number == 1 { "" } else { "s" });
    match now.as_second().saturating_sub(then.as_second()).max(0) {
        ..60 => "Under a minute".to_owned(),
        seconds @ 60..3600 => plural(seconds / 60, "minute"),
        seconds @ 3600..86_400 => plural(seconds / 3600, "hour"),
        seconds => plural(seconds / 86_400, "day"),
    }
}

/// The same for seconds since 1970, of which 0 is not known.
pub(crate) fn ago_of_seconds(seconds: u32, now: Timestamp) -> String {
    match Timestamp::from_second(i64::from(seconds)) {
        Ok(then) if seconds > 0 => ago(then, now),
        Ok(_) | Err(_) => "–".to_owned(),
    }
}

/// How long something takes still, in round numbers: `about 14 s left`.
pub(crate) fn about(left: Duration) -> String {
    match left.as_secs() {
        ..2 => "a moment left".to_owned(),
        seconds @ 2..90 => format!("about {seconds} s left"),
        seconds @ 90..5400 => format!("about {} min left", seconds.div_ceil(60)),
        seconds => format!("about {} h left", seconds.div_ceil(3600)),
    }
}

/// Local time of day.
pub(crate) fn clock(then: Timestamp) -> String {
    then.to_zoned_datetime(TimeZone::system()).strftime("%H:%M:%S").to_string()
}

/// The seconds after which [`ago`] says something else.
pub(crate) fn ago_changes_in(then: Timestamp, now: Timestamp) -> u64 {
    match now.as_second().saturating_sub(then.as_second()) {
        ..60 => 10,
        60..3600 => 60,
        _ => 3600,
    }
}

/// The day, with the year unless it is this one.
pub(crate) fn day(then: Timestamp, now: Timestamp) -> String {
    let zone = TimeZone::system();
    let (then, now) = (then.to_zoned_datetime(zone.clone()), now.to_zoned_datetime(zone));
    let form = if then.year() == now.year() { "%-d %b" } else { "%-d %b %Y" };
    then.strftime(form).to_string()
}

/// Local date and time, for hovering and detail.
pub(crate) fn moment(then: Timestamp) -> String {
    then.to_zoned_datetime(TimeZone::system()).strftime("%-d %b %Y, %H:%M:%S").to_string()
}

/// Local and universal time, for hovering.
pub(crate) fn both_times(then: Timestamp) -> String {
    format!(
        "{} here\n{} UTC",
        moment(then),
        then.to_zoned_datetime(TimeZone::UTC).strftime("%-d %b %Y, %H:%M:%S")
    )
}

/// Bytes in the unit that reads best.
pub(crate) fn bytes(number: usize) -> String {
    match number {
        ..1024 => format!("{number} B"),
        1024..1_048_576 => format!("{}.{} KiB", number / 1024, number % 1024 * 10 / 1024),
        _ => format!("{}.{} MiB", number / 1_048_576, number % 1_048_576 * 10 / 1_048_576),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_has_a_noun() {
        assert_eq!(counted(1, "person", "people"), "1 person");
        assert_eq!(counted(0, "person", "people"), "0 people");
    }

    #[test]
    fn an_age_has_one_unit() {
        let now = Timestamp::from_second(1_795_183_320).unwrap();
        for (seconds, text) in [
            (-3, "Under a minute"),
            (59, "Under a minute"),
            (60, "1 minute"),
            (125, "2 minutes"),
            (7_300, "2 hours"),
            (90_000, "1 day"),
            (86_400 * 400, "400 days"),
        ] {
            assert_eq!(age(Timestamp::from_second(now.as_second() - seconds).unwrap(), now), text);
        }
    }

    #[test]
    fn time_left_is_told_in_round_numbers() {
        for (seconds, text) in [
            (0, "a moment left"),
            (14, "about 14 s left"),
            (91, "about 2 min left"),
            (7200, "about 2 h left"),
        ] {
            assert_eq!(about(Duration::from_secs(seconds)), text);
        }
    }

    #[test]
    fn times_are_as_coarse_as_they_can_be() {
        let now = Timestamp::from_second(1_795_183_320).unwrap();
        for (seconds, text) in [
            (0, "just now"),
            (-5, "just now"),
            (12, "10 s ago"),
            (61, "1 min ago"),
            (7200, "2 h ago"),
            (90_000, "1 d ago"),
        ] {
            assert_eq!(ago(Timestamp::from_second(now.as_second() - seconds).unwrap(), now), text);
        }
    }
}
