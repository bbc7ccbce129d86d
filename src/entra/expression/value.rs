//! What an attribute or a part of an expression comes to.

use std::borrow::Cow;

use jiff::civil::DateTime;

/// A value.
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
