//! What an attribute or a part of an expression comes to, and how it reads as text, number and JSON.

use std::borrow::Cow;

use jiff::civil::DateTime;
use serde_json::Value as Json;

/// A value: what somebody has, or what is kept of an evaluation.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// Nothing: the attribute is absent.
    Null,
    /// Text.
    Text(Cow<'a, str>),
    /// A whole number.
    Integer(i64),
    /// A number with a decimal point.
    Decimal(f64),
    /// `True` or `False`.
    Boolean(bool),
    /// A time in UTC.
    Date(DateTime),
    /// The values of an attribute that can have several.
    Many(Vec<Cow<'a, str>>),
}

/// A value that stands elsewhere: with the person, in the expression, or among the texts that an evaluation made.
// Three words without gaps: with a small tag, booleans and dates lie in its padding, and every copy waits for the bytes of
// the last one. Evaluations take half as long so.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(u64)]
pub enum ValueRef<'a> {
    /// Nothing.
    Null,
    /// Text.
    Text(&'a str),
    /// A whole number.
    Integer(i64),
    /// A number with a decimal point.
    Decimal(f64),
    /// `True` or `False`.
    Boolean(bool),
    /// A time in UTC.
    Date(DateTime),
    /// Several texts.
    Many(&'a [Cow<'a, str>]),
}

/// That several values stand where one is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SeveralValues;

impl<'a> Value<'a> {
    /// Text that lives as long as what it was taken from.
    pub const fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// The same, for as long as it stands here.
    pub fn by_ref(&'a self) -> ValueRef<'a> {
        match self {
            Self::Null => ValueRef::Null,
            Self::Text(text) => ValueRef::Text(text),
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Decimal(number) => ValueRef::Decimal(*number),
            Self::Boolean(boolean) => ValueRef::Boolean(*boolean),
            Self::Date(date) => ValueRef::Date(*date),
            Self::Many(values) => ValueRef::Many(values),
        }
    }

    /// Whether nothing is sent of it: null, empty text, or no values.
    pub fn is_null_or_empty(&self) -> bool {
        self.by_ref().is_null_or_empty()
    }

    /// Every text in it: none of null, one of a single value.
    pub fn into_texts(self) -> Vec<Cow<'a, str>> {
        match self {
            Self::Null => Vec::new(),
            Self::Text(text) => vec![text],
            Self::Many(values) => values,
            single => {
                single.by_ref().shown().into_iter().map(|text| text.into_owned().into()).collect()
            }
        }
    }

    /// As Graph's `evaluationResult` shows it: null, a text (numbers and booleans too), or a list of texts.
    pub fn to_json(&self) -> Json {
        self.by_ref().to_json()
    }
}

impl<'a> ValueRef<'a> {
    /// Whether there is nothing: null, or no values.
    pub const fn is_null(self) -> bool {
        match self {
            Self::Null => true,
            Self::Many(values) => values.is_empty(),
            _ => false,
        }
    }

    /// Whether nothing is sent of it: null, empty text, or no values.
    pub fn is_null_or_empty(self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.is_empty(),
            Self::Many(values) => values.iter().all(|value| value.is_empty()),
            Self::Integer(_) | Self::Decimal(_) | Self::Boolean(_) | Self::Date(_) => false,
        }
    }

    /// The same, whatever becomes of where it stands.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Text(text) => Value::Text(Cow::Owned(text.to_owned())),
            Self::Integer(number) => Value::Integer(number),
            Self::Decimal(number) => Value::Decimal(number),
            Self::Boolean(boolean) => Value::Boolean(boolean),
            Self::Date(date) => Value::Date(date),
            Self::Many(values) => Value::Many(
                values.iter().map(|value| Cow::Owned(value.as_ref().to_owned())).collect(),
            ),
        }
    }

    /// As Graph's `evaluationResult` shows it: null, a text (numbers and booleans too), or a list of texts.
    pub fn to_json(self) -> Json {
        match self {
            Self::Many(values) => values.iter().map(|value| Json::from(value.as_ref())).collect(),
            single => single.shown().map_or(Json::Null, Into::into),
        }
    }

    /// The one text that it is; none of null. A list of one counts as its only value.
    pub(super) fn single(self) -> Result<Option<Cow<'a, str>>, SeveralValues> {
        match self {
            Self::Many([_, _, ..]) => Err(SeveralValues),
            single => Ok(single.shown()),
        }
    }

    /// As one text; none of null, and of a list the first.
    pub(in crate::entra) fn shown(self) -> Option<Cow<'a, str>> {
        Some(match self {
            Self::Null => return None,
            Self::Text(text) => text.into(),
            Self::Integer(number) => number.to_string().into(),
            Self::Decimal(number) => number.to_string().into(),
            Self::Boolean(true) => "True".into(),
            Self::Boolean(false) => "False".into(),
            Self::Date(date) => date_text(date).into(),
            Self::Many(values) => Cow::Borrowed(values.first()?),
        })
    }
}

/// A number as `CStr` and comparisons take it from a text: digits with a sign and a point, or `&H` and hexadecimal digits.
pub(super) fn number(text: &str) -> Option<ValueRef<'static>> {
    let text = text.trim();
    if let Some(digits) = text.strip_prefix("&H").or_else(|| text.strip_prefix("&h")) {
        let plain = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = plain.then(|| i64::from_str_radix(digits, 16).ok())?;
        return number.map(ValueRef::Integer);
    }
    if let Ok(number) = text.parse() {
        return Some(ValueRef::Integer(number));
    }
    let numeric = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+'));
    numeric.then(|| text.parse().ok().map(ValueRef::Decimal)).flatten()
}

/// `M/d/yyyy h:mm:ss tt` in the invariant culture: what `CDate`, `DateAdd` and `Now` print.
fn date_text(date: DateTime) -> String {
    let hour = match date.hour() % 12 {
        0 => 12,
        hour => hour,
    };
    let half = if date.hour() < 12 { "AM" } else { "PM" };
    format!(
        "{}/{}/{:04} {hour}:{:02}:{:02} {half}",
        date.month(),
        date.day(),
        date.year(),
        date.minute(),
        date.second(),
    )
}
