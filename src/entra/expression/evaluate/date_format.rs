//! .NET's format strings of dates and times in the invariant culture: their parts, and printing by them.

use std::fmt::Write as _;

use jiff::civil::DateTime;

use crate::verkada::name::shown;

pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// As .NET counts the days of a week.
pub(super) const DAYS: [&str; 7] =
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
/// The one era.
pub(super) const ERA: &str = "A.D.";
/// Most digits of a second's fraction: .NET counts in units of 100 nanoseconds.
const FRACTION_DIGITS: usize = 7;

/// What .NET knows about the zone of a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    /// Nothing.
    Unspecified,
    /// UTC.
    Utc,
    /// The zone of the server, which is taken to be UTC.
    Local,
}

/// A part of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A letter that stands for a part of a time, and how often it is repeated.
    Field(char, usize),
    /// A `Z` that is not quoted: UTC where a text is read, itself where one is printed.
    Zulu,
    /// This character.
    Literal(char),
}

/// The parts of a format; an error where it is none.
pub(super) struct Parts<'a> {
    rest: &'a str,
    quote: Option<char>,
}

/// Whether a text can be a format of a date, and has a part of a date or time in it.
pub(crate) fn check(format: &str) -> Result<(), String> {
    let mut has_field = false;
    for part in parts(format)? {
        has_field |= matches!(part?, Part::Field(..));
    }
    if has_field {
        return Ok(());
    }
    Err(format!(
        "“{}” has no part of a date or time in it. Write a .NET format such as yyyy-MM-dd.",
        shown(format)
    ))
}

/// The parts of a custom format, or of the format that a single letter stands for.
pub(super) fn parts(format: &str) -> Result<Parts<'_>, String> {
    let mut letters = format.chars();
    let rest = match (letters.next(), letters.next()) {
        (None, _) => {
            return Err("A format of a date is needed, and this one is empty. Write one such as yyyy-MM-dd.".to_owned());
        }
        (Some(letter), None) => standard(letter).ok_or_else(|| {
            format!("“{}” is no format of a date. Write a .NET format such as yyyy-MM-dd; a single part is written with %, as in %d.", shown(format))
        })?,
        _ => format,
    };
    Ok(Parts { rest, quote: None })
}

/// The invariant culture's standard formats.
const fn standard(letter: char) -> Option<&'static str> {
    Some(match letter {
        'd' => "MM/dd/yyyy",
        'D' => "dddd, dd MMMM yyyy",
        'f' => "dddd, dd MMMM yyyy HH:mm",
        'F' | 'U' => "dddd, dd MMMM yyyy HH:mm:ss",
        'g' => "MM/dd/yyyy HH:mm",
        'G' => "MM/dd/yyyy HH:mm:ss",
        'm' | 'M' => "MMMM dd",
        'o' | 'O' => "yyyy-MM-ddTHH:mm:ss.fffffffK",
        'r' | 'R' => "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
        's' => "yyyy-MM-ddTHH:mm:ss",
        't' => "HH:mm",
        'T' => "HH:mm:ss",
        'u' => "yyyy-MM-dd HH:mm:ss'Z'",
        'y' | 'Y' => "yyyy MMMM",
        _ => return None,
    })
}

impl Parts<'_> {
    fn take(&mut self) -> Option<char> {
        let mut letters = self.rest.chars();
        let letter = letters.next()?;
        self.rest = letters.as_str();
        Some(letter)
    }

    /// So many of this letter at the front, taken away.
    fn repeats(&mut self, letter: char) -> usize {
        let rest = self.rest.trim_start_matches(letter);
        let count = self.rest.len() - rest.len();
        self.rest = rest;
        count
    }

    fn field(&mut self, letter: char) -> Result<Part, String> {
        let count = if letter == 'K' { 1 } else { 1 + self.repeats(letter) };
        if matches!(letter, 'f' | 'F') && count > FRACTION_DIGITS {
            return Err(format!(
                "{} is too long: .NET knows at most {FRACTION_DIGITS} digits of a second's fraction. Write fewer.",
                shown(&letter.to_string().repeat(count.min(20)))
            ));
        }
        Ok(Part::Field(letter, count))
    }
}

impl Iterator for Parts<'_> {
    type Item = Result<Part, String>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(letter) = self.take() else {
                return self.quote.take().map(|quote| {
                    Err(format!("The format of the date has a {quote} without a second one. Close it, or write \\{quote}."))
                });
            };
            if letter == '\\' {
                return Some(self.take().map(Part::Literal).ok_or_else(|| {
                    "The format of the date ends with a backslash, which needs a character behind it. Remove it, or write two.".to_owned()
                }));
            }
            match self.quote {
                Some(quote) if letter == quote => self.quote = None,
                None if matches!(letter, '\'' | '"') => self.quote = Some(letter),
                None if letter == '%' => return Some(self.single()),
                None if is_field(letter) => return Some(self.field(letter)),
                None if letter == 'Z' => return Some(Ok(Part::Zulu)),
                _ => return Some(Ok(Part::Literal(letter))),
            }
        }
    }
}

impl Parts<'_> {
    /// The one letter behind a `%`.
    fn single(&mut self) -> Result<Part, String> {
        match self.take() {
            Some(letter) if is_field(letter) => Ok(Part::Field(letter, 1)),
            Some(letter) if letter != '%' => Ok(Part::Literal(letter)),
            _ => Err("The format of the date has a % without a letter behind it. Write one, as in %d, or \\% for the sign itself.".to_owned()),
        }
    }
}

const fn is_field(letter: char) -> bool {
    matches!(letter, 'd' | 'f' | 'F' | 'g' | 'h' | 'H' | 'K' | 'm' | 'M' | 's' | 't' | 'y' | 'z')
}

/// A time as this format has it.
pub(super) fn print(time: DateTime, zone: Zone, format: &str) -> Result<String, String> {
    let mut text = String::with_capacity(format.len() + 8);
    for part in parts(format)? {
        match part? {
            Part::Literal(letter) => text.push(letter),
            Part::Zulu => text.push('Z'),
            // Writing to a String does not fail.
            Part::Field(letter, count) => {
                field(&mut text, time, zone, letter, count).unwrap_or_default();
            }
        }
    }
    Ok(text)
}

fn field(
    text: &mut String,
    time: DateTime,
    zone: Zone,
    letter: char,
    count: usize,
) -> std::fmt::Result {
    let two = count.min(2);
    let twelve = match time.hour() % 12 {
        0 => 12,
        hour => hour,
    };
    match (letter, count) {
        ('d', 1 | 2) => write!(text, "{:01$}", time.day(), two),
        ('d', _) => text.write_str(name(&DAYS, time.weekday().to_sunday_zero_offset(), count)),
        ('M', 1 | 2) => write!(text, "{:01$}", time.month(), two),
        ('M', _) => text.write_str(name(&MONTHS, time.month() - 1, count)),
        ('y', 1 | 2) => write!(text, "{:01$}", time.year() % 100, two),
        ('y', _) => write!(text, "{:0count$}", time.year()),
        ('h', _) => write!(text, "{twelve:0two$}"),
        ('H', _) => write!(text, "{:01$}", time.hour(), two),
        ('m', _) => write!(text, "{:01$}", time.minute(), two),
        ('s', _) => write!(text, "{:01$}", time.second(), two),
        ('f' | 'F', _) => {
            fraction(text, time, letter, count);
            Ok(())
        }
        ('t', _) => {
            let half = if time.hour() < 12 { "AM" } else { "PM" };
            text.write_str(half.get(..two).unwrap_or(half))
        }
        ('g', _) => text.write_str(ERA),
        ('z', 1) => text.write_str("+0"),
        ('z', 2) => text.write_str("+00"),
        ('z', _) => text.write_str("+00:00"),
        _ => text.write_str(match zone {
            Zone::Unspecified => "",
            Zone::Utc => "Z",
            Zone::Local => "+00:00",
        }),
    }
}

/// Digits of a second's fraction; `F` leaves out zeros at the end, and the point when nothing is left.
fn fraction(text: &mut String, time: DateTime, letter: char, count: usize) {
    let digits = format!("{:07}", time.subsec_nanosecond() / 100);
    let digits = digits.get(..count).unwrap_or(&digits);
    let digits = if letter == 'F' { digits.trim_end_matches('0') } else { digits };
    if digits.is_empty() && text.ends_with('.') {
        text.pop();
    }
    text.push_str(digits);
}

/// The name of a month or day, or its first three letters.
fn name(names: &[&'static str], position: i8, count: usize) -> &'static str {
    let name = usize::try_from(position).ok().and_then(|position| names.get(position).copied());
    let name = name.unwrap_or_default();
    if count == 3 { name.get(..3).unwrap_or(name) } else { name }
}
