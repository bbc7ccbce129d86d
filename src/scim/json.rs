//! Strict JSON: depth is limited, a key stands once in an object, no integer is rounded, errors have a position.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer as _, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::limits;
use crate::scim::quote::quote;

/// Why a text is not the JSON we accept, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message} (line {line}, column {column})")]
pub(crate) struct JsonError {
    /// What is wrong, without raw text of the input.
    pub(crate) message: String,
    /// Line of the trouble, from 1.
    pub(crate) line: usize,
    /// Column of the trouble in bytes, from 1.
    pub(crate) column: usize,
}

/// Reads one JSON text. One byte order mark before it is passed over.
pub(crate) fn parse(bytes: &[u8]) -> Result<Value, JsonError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| not_utf8(bytes, error.valid_up_to()))?;
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = Reader { depth: 0 }.deserialize(&mut deserializer);
    read.and_then(|value| deserializer.end().map(|()| value)).map_err(|error| explain(text, &error))
}

fn not_utf8(bytes: &[u8], offset: usize) -> JsonError {
    let before = bytes.get(..offset).unwrap_or_default();
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let column = before.iter().rev().take_while(|byte| **byte != b'\n').count() + 1;
    JsonError { message: format!("The text is not UTF-8 from byte {offset} on"), line, column }
}

fn explain(text: &str, error: &serde_json::Error) -> JsonError {
    let (line, column) = (error.line(), error.column());
    let message = if text.trim_ascii_start().starts_with('<') {
        "This is a web page or XML, not JSON: a proxy or a sign-in page of the network may have answered".to_owned()
    } else if error.is_eof() {
        "The JSON text ends in the middle".to_owned()
    } else {
        // serde_json adds its own position; ours stands in the fields.
        let full = error.to_string();
        let end = full.rfind(" at line ").unwrap_or(full.len());
        match full.get(..end).unwrap_or(&full) {
            "recursion limit exceeded" => too_deep(),
            words => words.to_owned(),
        }
    };
    JsonError { message, line, column }
}

fn too_deep() -> String {
    format!("Arrays and objects are nested deeper than {}", limits::JSON_DEPTH)
}

/// Builds one value; `depth` is how many arrays and objects are open around it.
#[derive(Clone, Copy)]
struct Reader {
    depth: usize,
}

impl Reader {
    fn inner<E: serde::de::Error>(self) -> Result<Self, E> {
        if self.depth == limits::JSON_DEPTH {
            Err(E::custom(too_deep()))
        } else {
            Ok(Self { depth: self.depth + 1 })
        }
    }
}

impl<'de> DeserializeSeed<'de> for Reader {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        // serde_json hands an integer beyond u64 or i64 over as a rounded float; both bounds are exact powers of two.
        if value >= 18_446_744_073_709_551_616.0 || value <= -9_223_372_036_854_775_808.0 {
            return Err(E::custom("The number is too large to be kept exactly"));
        }
        Number::from_f64(value)
            .map(Value::Number)
            .ok_or_else(|| E::custom("The number is not finite"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut values = Vec::new();
        while let Some(value) = sequence.next_element_seed(inner)? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            match map.entry(key) {
                serde_json::map::Entry::Vacant(place) => {
                    let value = entries.next_value_seed(inner)?;
                    place.insert(value);
                }
                serde_json::map::Entry::Occupied(place) => {
                    return Err(A::Error::custom(format!(
                        "The key {} stands twice in one object",
                        quote(place.key())
                    )));
                }
            }
        }
        Ok(Value::Object(map))
    }
}
