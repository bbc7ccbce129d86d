//! What Entra sends of a value, and how it is compared with what Command holds.

use std::borrow::Cow;

use serde_json::{Value as Json, json};

use crate::entra::expression::ValueRef;
use crate::entra::path::AttributePath;
use crate::entra::preview::place::{Kind, Place};
use crate::entra::preview::trouble::Trouble;

/// What stands between several values where they are compared as one text. No attribute has it.
const BETWEEN: &str = "\u{1f}";

/// A value as the wire has it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Sent<'a> {
    Text(Cow<'a, str>),
    Boolean(bool),
    Integer(i64),
    Many(Vec<Cow<'a, str>>),
}

impl<'a> Sent<'a> {
    /// What is sent of a value: nothing of what is null or empty. A value of the wrong kind is sent as it is.
    pub(super) fn of(value: ValueRef<'a>, place: &Place) -> (Option<Self>, Option<Trouble>) {
        let text = match value {
            ValueRef::Null => return (None, None),
            ValueRef::Text(text) => Cow::Borrowed(text),
            ValueRef::Many(values) => {
                let mut values = values.to_vec();
                values.retain(|value| !value.is_empty());
                match (values.len(), place.is_multi_valued) {
                    (0, _) => return (None, None),
                    (1, false) => values.swap_remove(0),
                    (_, true) => return (Some(Self::Many(values)), None),
                    (_, false) => return (Some(Self::Many(values)), Some(Trouble::SeveralValues)),
                }
            }
            value => value.shown().unwrap_or_default(),
        };
        if text.is_empty() {
            return (None, None);
        }
        match place.kind {
            _ if place.is_multi_valued => (Some(Self::Many(vec![text])), None),
            Kind::Boolean => match boolean(&text) {
                Some(value) => (Some(Self::Boolean(value)), None),
                None => (Some(Self::Text(text)), Some(Trouble::WrongType)),
            },
            Kind::Integer => match text.trim().parse() {
                Ok(number) => (Some(Self::Integer(number)), None),
                Err(_) => (Some(Self::Text(text)), Some(Trouble::WrongType)),
            },
            Kind::Text | Kind::Reference => (Some(Self::Text(text)), None),
        }
    }

    /// One text that stands for all of it.
    pub(super) fn as_text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => Cow::Borrowed(text),
            Self::Boolean(true) => Cow::Borrowed("True"),
            Self::Boolean(false) => Cow::Borrowed("False"),
            Self::Integer(number) => Cow::Owned(number.to_string()),
            Self::Many(values) => Cow::Owned(values.join(BETWEEN)),
        }
    }

    /// Whether the text that stands for what Command holds says the same.
    pub(super) fn is_held(&self, held: &str) -> bool {
        match self {
            Self::Text(text) => text == held,
            Self::Boolean(value) => boolean(held) == Some(*value),
            Self::Integer(_) | Self::Many(_) => self.as_text() == held,
        }
    }

    /// As a request has it.
    pub(super) fn to_json(&self) -> Json {
        match self {
            Self::Text(text) => json!(text),
            Self::Boolean(value) => json!(value),
            Self::Integer(number) => json!(number),
            Self::Many(values) => values.iter().map(|value| json!({"value": value})).collect(),
        }
    }
}

/// The text that stands for what a resource has in a place; none for what is empty.
pub(super) fn held_text(value: &Json) -> Option<Cow<'_, str>> {
    let text = match value {
        Json::Null => return None,
        Json::String(text) => Cow::Borrowed(text.as_str()),
        Json::Bool(true) => Cow::Borrowed("True"),
        Json::Bool(false) => Cow::Borrowed("False"),
        Json::Number(number) => Cow::Owned(number.to_string()),
        Json::Array(values) => {
            let texts: Vec<_> = values.iter().filter_map(held_text).collect();
            Cow::Owned(texts.join(BETWEEN))
        }
        Json::Object(map) => match map.get("value") {
            Some(value) => return held_text(value),
            None => Cow::Owned(value.to_string()),
        },
    };
    (!text.is_empty()).then_some(text)
}

/// What a resource has in a place, from the text that stands for it.
pub(super) fn held_json(text: &str, place: &Place) -> Json {
    match place.kind {
        _ if place.is_multi_valued => {
            text.split(BETWEEN).map(|value| json!({"value": value})).collect()
        }
        Kind::Boolean => boolean(text).map_or_else(|| json!(text), Json::Bool),
        Kind::Integer => text.parse::<i64>().map_or_else(|_| json!(text), |number| json!(number)),
        Kind::Text | Kind::Reference => json!(text),
    }
}

/// `True` and `False` in any case.
pub(super) const fn boolean(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

/// Whether two texts that differ in case alone are two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Case {
    Exact,
    Folded,
}

impl Case {
    /// By what SCIM says of an attribute.
    pub(super) fn of(path: &AttributePath) -> Self {
        if path.is_case_exact() { Self::Exact } else { Self::Folded }
    }

    /// What is the same of texts that are the same.
    pub(super) fn key(self, text: &str) -> Cow<'_, str> {
        match self {
            Self::Exact => Cow::Borrowed(text),
            Self::Folded => folded(text),
        }
    }

    /// Whether two texts are the same.
    pub(super) fn is_same(self, one: &str, other: &str) -> bool {
        match self {
            Self::Exact => one == other,
            Self::Folded => is_same_folded(one, other),
        }
    }
}

/// A text in small letters, where case does not matter.
pub(super) fn folded(text: &str) -> Cow<'_, str> {
    if !text.is_ascii() {
        return Cow::Owned(text.chars().flat_map(char::to_lowercase).collect());
    }
    if text.bytes().any(|letter| letter.is_ascii_uppercase()) {
        return Cow::Owned(text.to_ascii_lowercase());
    }
    Cow::Borrowed(text)
}

/// Whether two texts are the same but for case.
pub(super) fn is_same_folded(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        return one.eq_ignore_ascii_case(other);
    }
    one.chars().flat_map(char::to_lowercase).eq(other.chars().flat_map(char::to_lowercase))
}
