//! Reading a time by a .NET format string, as `DateTime.ParseExact` does in the invariant culture.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use crate::entra::expression::evaluate::date_format::{DAYS, ERA, MONTHS, Part, Zone, parts};
use crate::entra::expression::evaluate::date_text::{Cursor, SHORT_NAME, century, shift};
use crate::verkada::name::shown;

/// .NET's `DateTimeStyles`, by their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Styles(u32);

/// A time that was read, and what had to be decided for it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Exact {
    pub(super) time: DateTime,
    pub(super) zone: Zone,
    /// Whether an offset other than `Z` was in the text.
    pub(super) has_offset: bool,
    /// Whether the century of a year of two digits depends on the version of .NET.
    pub(super) is_century_guessed: bool,
}

const LEADING_WHITE: u32 = 1;
const TRAILING_WHITE: u32 = 2;
const INNER_WHITE: u32 = 4;
const NO_CURRENT_DATE: u32 = 8;
const ADJUST_TO_UNIVERSAL: u32 = 16;
const ASSUME_LOCAL: u32 = 32;
const ASSUME_UNIVERSAL: u32 = 64;
const ROUNDTRIP_KIND: u32 = 128;

const NAMES: [(&str, u32); 10] = [
    ("None", 0),
    ("AllowLeadingWhite", LEADING_WHITE),
    ("AllowTrailingWhite", TRAILING_WHITE),
    ("AllowInnerWhite", INNER_WHITE),
    ("AllowWhiteSpaces", LEADING_WHITE | TRAILING_WHITE | INNER_WHITE),
    ("NoCurrentDateDefault", NO_CURRENT_DATE),
    ("AdjustToUniversal", ADJUST_TO_UNIVERSAL),
    ("AssumeLocal", ASSUME_LOCAL),
    ("AssumeUniversal", ASSUME_UNIVERSAL),
    ("RoundtripKind", ROUNDTRIP_KIND),
];

impl Styles {
    /// What `FormatDateTime` takes when nothing is said.
    pub(super) const DEFAULT: Self = Self(ROUNDTRIP_KIND | LEADING_WHITE | TRAILING_WHITE);

    /// Reads names with commas between them, or a number.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let number = match text.trim().parse::<u32>() {
            Ok(number) => Some(number),
            Err(_) => text.split(',').try_fold(0, |sum, name| {
                let (_, number) = NAMES.iter().find(|(known, _)| *known == name.trim())?;
                Some(sum | number)
            }),
        };
        let Some(number) = number.filter(|number| *number < 256) else {
            return Err(format!(
                "“{}” is no DateTimeStyles of .NET. Leave it out, or write names such as AssumeUniversal.",
                shown(text)
            ));
        };
        let styles = Self(number);
        let is_assumed = styles.has(ASSUME_LOCAL) || styles.has(ASSUME_UNIVERSAL);
        if (styles.has(ROUNDTRIP_KIND) && (is_assumed || styles.has(ADJUST_TO_UNIVERSAL)))
            || (styles.has(ASSUME_LOCAL) && styles.has(ASSUME_UNIVERSAL))
        {
            return Err(format!(
                "“{}” are DateTimeStyles that .NET refuses together. Leave one out.",
                shown(text)
            ));
        }
        Ok(styles)
    }

    const fn has(self, style: u32) -> bool {
        self.0 & style != 0
    }

    /// The zone of a time that was read with this offset, or none.
    const fn zone(self, offset: Option<Offset>) -> Zone {
        match offset {
            _ if self.has(ADJUST_TO_UNIVERSAL)
                && (offset.is_some() || self.has(ASSUME_LOCAL | ASSUME_UNIVERSAL)) =>
            {
                Zone::Utc
            }
            Some(Offset::Zulu) if self.has(ROUNDTRIP_KIND) => Zone::Utc,
            Some(_) => Zone::Local,
            None if self.has(ASSUME_LOCAL | ASSUME_UNIVERSAL) => Zone::Local,
            None => Zone::Unspecified,
        }
    }
}

/// How far a time is from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Offset {
    /// `Z`
    Zulu,
    /// Minutes.
    Minutes(i32),
}

/// What has been read of a time.
#[derive(Default)]
struct Fields {
    year: Option<i32>,
    month: Option<i32>,
    day: Option<i32>,
    weekday: Option<i32>,
    hour: Option<i32>,
    minute: Option<i32>,
    second: Option<i32>,
    ticks: Option<i32>,
    is_afternoon: Option<i32>,
    is_twelve_hours: bool,
    is_century_guessed: bool,
    offset: Option<Offset>,
}

/// Why a text was not read.
pub(super) enum Unread {
    /// The format is none.
    Format(String),
    /// The text does not have it.
    Text,
}

/// Reads a text by a format.
pub(super) fn read(
    text: &str,
    format: &str,
    styles: Styles,
    now: Timestamp,
) -> Result<Exact, Unread> {
    let (mut text, mut format) = (text, format);
    if styles.has(LEADING_WHITE) {
        (text, format) = (text.trim_start(), format.trim_start());
    }
    if styles.has(TRAILING_WHITE) {
        (text, format) = (text.trim_end(), format.trim_end());
    }
    let mut cursor = Cursor::new(text);
    let mut fields = Fields::default();
    let mut parts = parts(format).map_err(Unread::Format)?.peekable();
    while let Some(part) = parts.next() {
        let part = part.map_err(Unread::Format)?;
        if styles.has(INNER_WHITE) {
            cursor.skip_white();
            if matches!(part, Part::Literal(letter) if letter.is_whitespace()) {
                continue;
            }
        }
        let optional = matches!(parts.peek(), Some(Ok(Part::Field('F', _))));
        match part {
            Part::Literal('.') if optional && !cursor.starts_with('.') => {
                parts.next();
            }
            Part::Literal(letter) => cursor.eat(letter).ok_or(Unread::Text)?,
            Part::Zulu => {
                cursor.zulu().ok_or(Unread::Text)?;
                fields.set_offset(Offset::Zulu).ok_or(Unread::Text)?;
            }
            Part::Field(letter, count) => {
                fields.field(&mut cursor, letter, count).ok_or(Unread::Text)?;
            }
        }
    }
    if !cursor.is_at_end() {
        return Err(Unread::Text);
    }
    fields.exact(styles, now).ok_or(Unread::Text)
}

impl Fields {
    fn field(&mut self, cursor: &mut Cursor<'_>, letter: char, count: usize) -> Option<()> {
        match (letter, count) {
            ('y', 1 | 2) => {
                let year = cursor.number(count)?;
                self.is_century_guessed = (30..50).contains(&year);
                set(&mut self.year, century(year))
            }
            ('y', _) => set(&mut self.year, cursor.number(count)?),
            ('M', 1 | 2) => set(&mut self.month, cursor.number(count)?),
            ('M', _) => set(&mut self.month, cursor.name(&MONTHS, letters(count))? + 1),
            ('d', 1 | 2) => set(&mut self.day, cursor.number(count)?),
            ('d', _) => set(&mut self.weekday, cursor.name(&DAYS, letters(count))?),
            ('h', _) => {
                self.is_twelve_hours = true;
                set(&mut self.hour, cursor.number(count.min(2))?)
            }
            ('H', _) => set(&mut self.hour, cursor.number(count.min(2))?),
            ('m', _) => set(&mut self.minute, cursor.number(count.min(2))?),
            ('s', _) => set(&mut self.second, cursor.number(count.min(2))?),
            ('f', _) => set(&mut self.ticks, cursor.fraction(count, count)?),
            ('F', _) => set(&mut self.ticks, cursor.fraction(0, count)?),
            ('t', _) => set(&mut self.is_afternoon, cursor.half(count.min(2))?),
            ('g', _) => ERA.chars().try_for_each(|letter| cursor.eat(letter)),
            ('z', _) => {
                let offset = cursor.offset(count)?;
                self.set_offset(Offset::Minutes(offset))
            }
            _ if cursor.is_at_end() => Some(()),
            _ if cursor.zulu().is_some() => self.set_offset(Offset::Zulu),
            _ => {
                let offset = cursor.offset(3)?;
                self.set_offset(Offset::Minutes(offset))
            }
        }
    }

    fn set_offset(&mut self, offset: Offset) -> Option<()> {
        match self.offset.replace(offset) {
            None => Some(()),
            Some(before) => (before == offset).then_some(()),
        }
    }

    /// The time that the fields make: what is missing is of today, or the first.
    fn exact(&self, styles: Styles, now: Timestamp) -> Option<Exact> {
        let today = TimeZone::UTC.to_datetime(now).date();
        let has_date = self.year.is_some() || self.month.is_some() || self.day.is_some();
        let date = if !has_date && styles.has(NO_CURRENT_DATE) {
            Date::new(1, 1, 1).ok()?
        } else if has_date {
            let year = self.year.unwrap_or_else(|| i32::from(today.year()));
            date(year, self.month.unwrap_or(1), self.day.unwrap_or(1))?
        } else {
            today
        };
        if self.weekday.is_some_and(|day| day != i32::from(date.weekday().to_sunday_zero_offset()))
        {
            return None;
        }
        let time = time(
            self.whole_hour()?,
            self.minute.unwrap_or(0),
            self.second.unwrap_or(0),
            self.ticks.unwrap_or(0),
        )?;
        let minutes = match self.offset {
            Some(Offset::Minutes(minutes)) => minutes,
            Some(Offset::Zulu) | None => 0,
        };
        Some(Exact {
            time: shift(date.to_datetime(time), minutes)?,
            zone: styles.zone(self.offset),
            has_offset: matches!(self.offset, Some(Offset::Minutes(_))),
            is_century_guessed: self.is_century_guessed,
        })
    }

    /// The hour of 24; one of 12 is in the morning unless it is said otherwise.
    fn whole_hour(&self) -> Option<i32> {
        let hour = self.hour.unwrap_or(0);
        if !self.is_twelve_hours {
            return match self.is_afternoon {
                Some(1) if hour < 12 && self.hour.is_some() => None,
                Some(0) if hour > 12 => None,
                _ => Some(hour),
            };
        }
        to_24_hours(hour, self.is_afternoon.unwrap_or(0))
    }
}

/// An hour from 1 to 12 as one of 24.
pub(super) fn to_24_hours(hour: i32, is_afternoon: i32) -> Option<i32> {
    (0..=12).contains(&hour).then_some(hour % 12 + 12 * is_afternoon)
}

/// A date, when there is such a day in the years that .NET knows.
pub(super) fn date(year: i32, month: i32, day: i32) -> Option<Date> {
    let year = i16::try_from(year).ok().filter(|year| *year >= 1)?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// A time of day.
pub(super) fn time(hour: i32, minute: i32, second: i32, ticks: i32) -> Option<Time> {
    let narrow = |number: i32| i8::try_from(number).ok();
    Time::new(narrow(hour)?, narrow(minute)?, narrow(second)?, ticks * 100).ok()
}

/// How much of a name this format has.
const fn letters(count: usize) -> usize {
    if count == 3 { SHORT_NAME } else { usize::MAX }
}

/// Sets what is not set; the same again is no contradiction.
fn set(field: &mut Option<i32>, number: i32) -> Option<()> {
    match field.replace(number) {
        None => Some(()),
        Some(before) => (before == number).then_some(()),
    }
}
