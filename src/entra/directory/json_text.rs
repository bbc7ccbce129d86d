//! JSON read one level at a time, each value as it is written: a number keeps its own digits.

use std::borrow::Cow;
use std::fmt;

use hashbrown::HashSet;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::entra::directory::problem::quoted;
use crate::entra::json_error::{in_words, misplaced, said};

/// A value, its members still as they are written.
pub(super) enum Json<'a> {
    Null,
    /// A text, `True` or `False`, or the digits of a number.
    Text(Cow<'a, str>),
    List(Vec<&'a RawValue>),
    Object(Members<'a>),
}

/// The members of an object in their order, each name once.
pub(super) struct Members<'a>(pub(super) Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Json<'a> {
    /// What a value is; an error where an escape in a text means nothing, or a name stands twice.
    pub(super) fn of(raw: &'a RawValue) -> Result<Self, serde_json::Error> {
        let text = raw.get();
        Ok(match text.as_bytes().first() {
            Some(b'{') => Self::Object(serde_json::from_str(text)?),
            Some(b'[') => Self::List(serde_json::from_str(text)?),
            Some(b'"') => Self::Text(serde_json::from_str::<Text<'_>>(text)?.0),
            Some(b'n') => Self::Null,
            Some(b't') => Self::Text("True".into()),
            Some(b'f') => Self::Text("False".into()),
            _ => Self::Text(text.into()),
        })
    }
}

impl<'a> Members<'a> {
    /// The member of this name.
    pub(super) fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| *value)
    }
}

/// Why a text can not be read, and what to do.
pub(super) fn why(error: &serde_json::Error) -> String {
    if error.is_eof() {
        "The JSON text ends in the middle. Download the file again.".to_owned()
    } else if let Some(misplaced) = misplaced(error) {
        format!("{misplaced}. Remove it, or export the people again.")
    } else if error.is_data() {
        said(error)
    } else {
        format!(
            "The text is not JSON: {}. Correct it, or export the people again.",
            in_words(error)
        )
    }
}

/// A text, which is copied only where it has escapes.
#[derive(serde::Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// Takes the members of an object as they come.
pub(super) struct Gathered<'a> {
    pub(super) members: Members<'a>,
    names: HashSet<Cow<'a, str>>,
}

impl<'a> Gathered<'a> {
    pub(super) fn new() -> Self {
        Self { members: Members(Vec::new()), names: HashSet::new() }
    }

    /// The name of the next member; none behind the last.
    pub(super) fn next_name<A: MapAccess<'a>>(
        entries: &mut A,
    ) -> Result<Option<Cow<'a, str>>, A::Error> {
        Ok(entries.next_key::<Text<'a>>()?.map(|name| name.0))
    }

    /// Keeps the value behind a name; of two values of one attribute, nobody knows which is meant.
    pub(super) fn keep<A: MapAccess<'a>>(
        &mut self,
        name: Cow<'a, str>,
        entries: &mut A,
    ) -> Result<(), A::Error> {
        if !self.names.insert(name.clone()) {
            return Err(A::Error::custom(format!(
                "The attribute {} stands twice in one person. Export the file again.",
                quoted(&name)
            )));
        }
        self.members.0.push((name, entries.next_value()?));
        Ok(())
    }
}

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PersonVisitor)
    }
}

struct PersonVisitor;

impl<'de> Visitor<'de> for PersonVisitor {
    type Value = Members<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a person, who is an object of attributes")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut gathered = Gathered::new();
        while let Some(name) = Gathered::next_name(&mut entries)? {
            gathered.keep(name, &mut entries)?;
        }
        Ok(gathered.members)
    }
}
