//! Reading a time without a format: the ways of writing it that `DateTime.Parse` surely takes in the invariant culture.

use jiff::SignedDuration;
use jiff::civil::{Date, DateTime, Time};

use crate::entra::expression::evaluate::date_exact::{date, time, to_24_hours};
use crate::entra::expression::evaluate::date_format::{DAYS, MONTHS};

/// Why a text is no time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoTime {
    /// It surely is none.
    Never,
    /// .NET may read it in a way that is not known here.
    Perhaps,
}

/// Letters of the short names of months and days.
pub(super) const SHORT_NAME: usize = 3;

/// A time in UTC from a text; without an offset it is one in UTC.
pub(super) fn read(text: &str) -> Result<DateTime, NoTime> {
    let text = text.trim();
    let mut cursor = Cursor::new(text);
    match cursor.moment() {
        Ok(moment) if cursor.is_at_end() => Ok(moment),
        Err(NoTime::Never) => Err(NoTime::Never),
        // A number without signs is no date, and neither is a text without a number.
        _ if text.bytes().all(|byte| byte.is_ascii_digit()) => Err(NoTime::Never),
        _ if !text.bytes().any(|byte| byte.is_ascii_digit()) => Err(NoTime::Never),
        _ => Err(NoTime::Perhaps),
    }
}

/// A year of two digits: from 1950 to 2049.
pub(super) const fn century(year: i32) -> i32 {
    if year < 50 { 2000 + year } else { 1900 + year }
}

/// A time at so many minutes from UTC, in UTC.
pub(super) fn shift(moment: DateTime, minutes: i32) -> Option<DateTime> {
    let moment = moment.checked_sub(SignedDuration::from_mins(i64::from(minutes))).ok()?;
    (moment.year() >= 1).then_some(moment)
}

/// A place in a text that is being read.
pub(super) struct Cursor<'a> {
    rest: &'a str,
}

impl<'a> Cursor<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    pub(super) const fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    pub(super) fn starts_with(&self, letter: char) -> bool {
        self.rest.starts_with(letter)
    }

    pub(super) fn skip_white(&mut self) {
        self.rest = self.rest.trim_start();
    }

    pub(super) fn eat(&mut self, letter: char) -> Option<()> {
        self.rest = self.rest.strip_prefix(letter)?;
        Some(())
    }

    /// From `least` to `most` digits, and how many they were.
    fn digits(&mut self, least: usize, most: usize) -> Option<(i32, usize)> {
        let count = self.rest.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let digits = self.rest.get(..count).filter(|_| count >= least)?;
        let number = if digits.is_empty() { 0 } else { digits.parse().ok()? };
        self.rest = self.rest.get(count..).unwrap_or_default();
        Some((number, count))
    }

    /// A number of so many digits; of one or two where one is asked for.
    pub(super) fn number(&mut self, count: usize) -> Option<i32> {
        self.digits(count, count.max(2)).map(|(number, _)| number)
    }

    /// Digits behind the point of a second, in units of 100 nanoseconds.
    pub(super) fn fraction(&mut self, least: usize, most: usize) -> Option<i32> {
        let (number, count) = self.digits(least, most)?;
        let zeros = 7_usize.checked_sub(count)?;
        Some(number * 10_i32.pow(u32::try_from(zeros).ok()?))
    }

    /// The position of the name at the front, of which so many letters are there.
    pub(super) fn name(&mut self, names: &[&str], letters: usize) -> Option<i32> {
        let (position, rest) = names.iter().enumerate().find_map(|(position, name)| {
            let name = name.get(..letters).unwrap_or(name);
            let (front, rest) = self.rest.split_at_checked(name.len())?;
            front.eq_ignore_ascii_case(name).then_some((position, rest))
        })?;
        self.rest = rest;
        i32::try_from(position).ok()
    }

    /// `AM` is 0 and `PM` is 1; so many letters of it.
    pub(super) fn half(&mut self, letters: usize) -> Option<i32> {
        let half = self.rest.get(..letters)?;
        let is =
            |name: &str| name.get(..letters).is_some_and(|name| name.eq_ignore_ascii_case(half));
        let number = if is("AM") {
            0
        } else if is("PM") {
            1
        } else {
            return None;
        };
        self.rest = self.rest.get(letters..).unwrap_or_default();
        Some(number)
    }

    /// `Z` or `GMT`, not the beginning of a longer word.
    pub(super) fn zulu(&mut self) -> Option<()> {
        let length = ["GMT", "Z"].iter().find_map(|name| {
            let front = self.rest.get(..name.len())?;
            front.eq_ignore_ascii_case(name).then_some(name.len())
        })?;
        let rest = self.rest.get(length..)?;
        if rest.starts_with(char::is_alphabetic) {
            return None;
        }
        self.rest = rest;
        Some(())
    }

    /// `+h`, `+hh` or `+hh:mm`, by how many letters the format has; in minutes.
    pub(super) fn offset(&mut self, letters: usize) -> Option<i32> {
        let sign = if self.eat('+').is_some() { 1 } else { self.eat('-').map(|()| -1)? };
        let hours = self.number(letters.min(2))?;
        let minutes = if letters > 2 {
            // .NET takes the colon or leaves it.
            self.eat(':');
            self.number(2)?
        } else {
            0
        };
        (hours <= 14 && minutes < 60).then_some(sign * (hours * 60 + minutes))
    }

    /// A date, perhaps a time of day, perhaps an offset.
    fn moment(&mut self) -> Result<DateTime, NoTime> {
        let weekday = self.whole_or_short(&DAYS);
        if weekday.is_some() {
            self.eat(',');
            self.skip_white();
        }
        let date = self.date()?;
        if weekday.is_some_and(|day| day != i32::from(date.weekday().to_sunday_zero_offset())) {
            return Err(NoTime::Never);
        }
        let before = self.rest;
        if self.eat('T').is_none() {
            self.skip_white();
        }
        let time = if self.rest.starts_with(|letter: char| letter.is_ascii_digit()) {
            self.time_of_day()?
        } else {
            self.rest = before;
            Time::midnight()
        };
        self.skip_white();
        let minutes = if self.zulu().is_some() || self.is_at_end() {
            0
        } else {
            self.offset(3).ok_or(NoTime::Perhaps)?
        };
        shift(date.to_datetime(time), minutes).ok_or(NoTime::Never)
    }

    /// `2020-03-16`, `3/16/2020`, `16 March 2020`, `March 16, 2020`
    fn date(&mut self) -> Result<Date, NoTime> {
        let [year, month, day] = self.year_month_day().ok_or(NoTime::Perhaps)?;
        date(year, month, day).ok_or(NoTime::Never)
    }

    fn year_month_day(&mut self) -> Option<[i32; 3]> {
        if let Some(month) = self.month() {
            self.skip_white();
            let day = self.number(1)?;
            self.eat(',');
            self.skip_white();
            return Some([self.number(4)?, month, day]);
        }
        let (first, count) = self.digits(1, 4)?;
        let separator =
            self.rest.chars().next().filter(|letter| matches!(letter, '-' | '/' | ' '))?;
        self.eat(separator)?;
        if count < 3
            && let Some(month) = self.month()
        {
            self.eat(separator)?;
            return Some([self.number(4)?, month, first]);
        }
        let second = self.number(1)?;
        self.eat(separator)?;
        match (count, separator) {
            (_, ' ') | (3, _) => None,
            (4, _) => Some([first, second, self.number(1)?]),
            _ => Some([self.number(4)?, first, second]),
        }
    }

    fn month(&mut self) -> Option<i32> {
        self.whole_or_short(&MONTHS).map(|month| month + 1)
    }

    fn whole_or_short(&mut self, names: &[&str]) -> Option<i32> {
        self.name(names, usize::MAX).or_else(|| self.name(names, SHORT_NAME))
    }

    /// `7:00`, `07:00:00.123`, `7:00:00 AM`
    fn time_of_day(&mut self) -> Result<Time, NoTime> {
        let [hour, minute, second, ticks] = self.clock().ok_or(NoTime::Perhaps)?;
        let before = self.rest;
        self.skip_white();
        let hour = if let Some(half) = self.half(2) {
            to_24_hours(hour, half)
        } else {
            self.rest = before;
            Some(hour)
        };
        hour.and_then(|hour| time(hour, minute, second, ticks)).ok_or(NoTime::Never)
    }

    /// Hour, minute, second, and units of 100 nanoseconds.
    fn clock(&mut self) -> Option<[i32; 4]> {
        let hour = self.number(1)?;
        self.eat(':')?;
        let minute = self.number(2)?;
        if self.eat(':').is_none() {
            return Some([hour, minute, 0, 0]);
        }
        let second = self.number(2)?;
        if self.eat('.').is_none() {
            return Some([hour, minute, second, 0]);
        }
        let ticks = self.fraction(1, 7)?;
        // .NET has no finer digits.
        self.rest = self.rest.trim_start_matches(|letter: char| letter.is_ascii_digit());
        Some([hour, minute, second, ticks])
    }
}
