//! Functions on dates and times. All times are in UTC.

use jiff::civil::{self, DateTime};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span as Duration};

use crate::entra::expression::evaluate::Corner;
use crate::entra::expression::evaluate::date_exact::{self, Styles, Unread};
use crate::entra::expression::evaluate::date_format::{Zone, check, print};
use crate::entra::expression::evaluate::date_text::{self, NoTime};
use crate::entra::expression::evaluate::run::{Evaluated, Run, fails, not_here};
use crate::entra::expression::{Call, Span, ValueRef};
use crate::verkada::name::shown;

/// Where Windows begins to count in units of 100 nanoseconds.
const EPOCH: DateTime = civil::date(1601, 1, 1).at(0, 0, 0, 0);
const SECONDS_PER_DAY: i64 = 24 * 60 * 60;
const TICKS_PER_DAY: i64 = SECONDS_PER_DAY * 10_000_000;

/// A unit of `DateAdd` and `DateDiff`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Interval {
    Years,
    Months,
    Days,
    Weeks,
    Hours,
    Minutes,
    Seconds,
}

/// A time from a text without a format.
pub(super) fn read_date<'a>(text: &str, span: &Span) -> Evaluated<'a, DateTime> {
    date_text::read(text).map_err(|error| match error {
        NoTime::Never => fails(span, format!("“{}” is not a date. Check the source, or read it with FormatDateTime first.", shown(text))),
        NoTime::Perhaps => not_here(span, format!("How Entra reads “{}” as a date is not known here. Read it with FormatDateTime and its format first.", shown(text))),
    })
}

/// `Now()`
pub(super) fn now<'a>(run: &Run<'a>) -> ValueRef<'a> {
    ValueRef::Date(TimeZone::UTC.to_datetime(run.given.now))
}

/// `CDate(expr)`
pub(super) fn c_date<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    match run.date(call, 0)? {
        Some(date) => Ok(ValueRef::Date(date)),
        None => Ok(run.null()),
    }
}

/// `DateAdd(interval, value, dateTime)`
pub(super) fn date_add<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let interval = interval(run, call)?;
    let count = run.integer(call, 1)?;
    let date = run.date(call, 2)?;
    let (Some(count), Some(date)) = (count, date) else { return Ok(run.null()) };
    let span = Duration::new();
    let span = match interval {
        Interval::Years => span.try_years(count),
        Interval::Months => span.try_months(count),
        Interval::Days => span.try_days(count),
        Interval::Weeks => span.try_weeks(count),
        Interval::Hours => span.try_hours(count),
        Interval::Minutes => span.try_minutes(count),
        Interval::Seconds => span.try_seconds(count),
    };
    let sum = span.ok().and_then(|span| date.checked_add(span).ok());
    sum.filter(|sum| sum.year() >= 1).map(ValueRef::Date).ok_or_else(|| {
        fails(&call.span, "The date would be before the year 1 or behind 9999, which .NET does not have. Add less.")
    })
}

/// `DateDiff(interval, date1, date2)`: years and months by the calendar, weeks by their Sundays, other units as they went by.
pub(super) fn date_diff<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let interval = interval(run, call)?;
    let first = run.date(call, 1)?;
    let second = run.date(call, 2)?;
    let (Some(first), Some(second)) = (first, second) else { return Ok(run.null()) };
    let years = i64::from(second.year()) - i64::from(first.year());
    let units = match interval {
        Interval::Years => years,
        Interval::Months => years * 12 + i64::from(second.month()) - i64::from(first.month()),
        Interval::Weeks => {
            let sundays = seconds(sunday(first), sunday(second)) / SECONDS_PER_DAY / 7;
            return Ok(ValueRef::Integer(sundays));
        }
        Interval::Days => elapsed(run, first, second, SECONDS_PER_DAY),
        Interval::Hours => elapsed(run, first, second, 60 * 60),
        Interval::Minutes => elapsed(run, first, second, 60),
        Interval::Seconds => elapsed(run, first, second, 1),
    };
    Ok(ValueRef::Integer(units))
}

/// Whole units that went by; where the calendar counts another number, that is a corner.
fn elapsed(run: &mut Run<'_>, first: DateTime, second: DateTime, unit: i64) -> i64 {
    let passed = seconds(first, second) / unit;
    let at = |time: DateTime| seconds(EPOCH, time).div_euclid(unit);
    if passed != at(second) - at(first) {
        run.touch(Corner::PartialUnit);
    }
    passed
}

fn seconds(first: DateTime, second: DateTime) -> i64 {
    second.duration_since(first).as_secs()
}

/// The same time of day on the Sunday before; before the year 1 there is none.
fn sunday(time: DateTime) -> DateTime {
    let days = time.weekday().to_sunday_zero_offset();
    time.checked_sub(Duration::new().days(days)).unwrap_or(time)
}

fn interval<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a, Interval> {
    let name = run.text(call, 0)?.unwrap_or_default();
    Ok(match name {
        "yyyy" => Interval::Years,
        "m" => Interval::Months,
        "d" => Interval::Days,
        "ww" => Interval::Weeks,
        "h" => Interval::Hours,
        "n" => Interval::Minutes,
        "s" => Interval::Seconds,
        other => {
            let message = format!(
                "“{}” is no documented interval. Write yyyy, m, d, ww, h, n (minutes) or s.",
                shown(other)
            );
            let known = ["yyyy", "q", "m", "y", "d", "w", "ww", "h", "n", "s"];
            let may_work = known.iter().any(|name| name.eq_ignore_ascii_case(other));
            let error = if may_work { not_here } else { fails };
            return Err(error(Run::span(call, 0), message));
        }
    })
}

/// `DateFromNum(value)`
pub(super) fn date_from_num<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let Some(number) = run.integer(call, 0)? else { return Ok(run.null()) };
    let (days, time) = (number.div_euclid(TICKS_PER_DAY), number.rem_euclid(TICKS_PER_DAY));
    let day = Duration::new().try_days(days).and_then(|days| EPOCH.checked_add(days)).ok();
    let date = day.and_then(|day| day.checked_add(SignedDuration::from_nanos(time * 100)).ok());
    date.filter(|_| number >= 0).map(ValueRef::Date).ok_or_else(|| {
        let message = format!("{number} is no time of Windows: units of 100 nanoseconds from 1601 to 9999. Check the source.");
        fails(Run::span(call, 0), message)
    })
}

/// `NumFromDate(value)`
pub(super) fn num_from_date<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let Some(date) = run.date(call, 0)? else { return Ok(run.null()) };
    let passed = date.duration_since(EPOCH).as_nanos() / 100;
    i64::try_from(passed).ok().filter(|passed| *passed >= 0).map(ValueRef::Integer).ok_or_else(
        || {
            fails(
                Run::span(call, 0),
                "Windows counts time from 1601, and the date is before it. Check the source.",
            )
        },
    )
}

/// `FormatDateTime(source, dateTimeStyles, inputFormat, outputFormat)`; cloud sync leaves the styles out.
pub(super) fn format_date_time<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let source = run.text(call, 0)?;
    let (styles, input) = if call.arguments.len() == 3 {
        run.touch(Corner::UnlistedFunction);
        (None, 1)
    } else {
        (run.text(call, 1)?, 2)
    };
    let input_format = run.text(call, input)?;
    let output_format = run.text(call, input + 1)?.unwrap_or_default();
    let styles = match styles {
        None | Some("") => Styles::DEFAULT,
        Some(styles) => {
            Styles::parse(styles).map_err(|message| fails(Run::span(call, 1), message))?
        }
    };
    check(output_format).map_err(|message| not_here(Run::span(call, input + 1), message))?;
    let Some(source) = source else { return Ok(run.null()) };
    if source.is_empty() {
        run.touch(Corner::EmptyDate);
        return Ok(ValueRef::Text(source));
    }
    let (time, zone) = match input_format {
        None => (read_date(source, Run::span(call, 0))?, Zone::Unspecified),
        Some(format) => {
            let exact = date_exact::read(source, format, styles, run.given.now).map_err(
                |unread| match unread {
                    Unread::Format(message) => fails(Run::span(call, input), message),
                    Unread::Text => {
                        let message = format!(
                            "“{}” does not have the format {}. Correct the format, or the source.",
                            shown(source),
                            shown(format)
                        );
                        fails(Run::span(call, 0), message)
                    }
                },
            )?;
            if exact.has_offset {
                run.touch(Corner::ServerZone);
            }
            if exact.is_century_guessed {
                run.touch(Corner::TwoDigitYear);
            }
            (exact.time, exact.zone)
        }
    };
    let printed = print(time, zone, output_format);
    let printed = printed.map_err(|message| fails(Run::span(call, input + 1), message))?;
    Ok(run.made(printed))
}
