//! The keys of an object while it is read: each stands once, without an escape, and in its usual case.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};

use crate::scim::quick::unusual;

/// Most keys of an object; more are unusual.
const KEYS: usize = 32;

/// What a table says of a key; a key that differs in case only is unusual.
pub(super) fn find<T: Copy, E: serde::de::Error>(
    table: &[(&str, T)],
    key: &str,
) -> Result<Option<T>, E> {
    match table.iter().find(|(known, _)| known.eq_ignore_ascii_case(key)) {
        Some((known, what)) if *known == key => Ok(Some(*what)),
        Some(_) => Err(unusual()),
        None => Ok(None),
    }
}

/// The keys of an object so far. One that stands twice, also in different case, is unusual, and so is one with an escape.
#[derive(Default)]
pub(super) struct Keys<'de> {
    before: [&'de str; KEYS],
    count: usize,
    /// A bit for what keys begin and end with and how long they are, so that few have to be compared.
    marks: u64,
}

impl<'de> Keys<'de> {
    pub(super) fn next<A: MapAccess<'de>>(
        &mut self,
        entries: &mut A,
    ) -> Result<Option<&'de str>, A::Error> {
        let Some(key) = entries.next_key_seed(Key)? else { return Ok(None) };
        let byte = |byte: Option<&u8>| usize::from(byte.map_or(0, u8::to_ascii_lowercase));
        let (first, last) = (key.as_bytes().first(), key.as_bytes().last());
        let mark = 1_u64 << ((7 * byte(first) + 3 * byte(last) + key.len()) % 64);
        let before = self.before.get(..self.count).unwrap_or_default();
        if self.marks & mark != 0 && before.iter().any(|other| other.eq_ignore_ascii_case(key)) {
            return Err(unusual());
        }
        *self.before.get_mut(self.count).ok_or_else(unusual)? = key;
        self.count += 1;
        self.marks |= mark;
        Ok(Some(key))
    }
}

/// Reads a key that can be borrowed.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = &'de str;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<&'de str, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = &'de str;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key without escapes")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<&'de str, E> {
        Ok(key)
    }
}
