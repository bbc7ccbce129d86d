//! Strict JSON: depth is limited, a key stands once in an object, no integer is rounded, errors have a position.

use std::fmt;

use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::limits;
use crate::scim::quote::quote;

/// Why a text is not the JSON we accept, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message} (line {line}, column {column})")]
pub struct JsonError {
    /// What is wrong, without raw text of the input.
    pub message: String,
    /// Line of the trouble, from 1.
    pub line: usize,
    /// Column of the trouble in bytes, from 1.
    pub column: usize,
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
    let line = before.split(|byte| *byte == b'\n').count();
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
        // serde_json writes its position behind the message; ours stands in the fields.
        let full = error.to_string();
        let end = full.rfind(" at line ").unwrap_or(full.len());
        full.get(..end).unwrap_or(&full).to_owned()
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn check_error(bytes: &[u8], line: usize, column: usize, words: &str) {
        let error = parse(bytes).expect_err(&String::from_utf8_lossy(bytes));
        assert!(error.message.contains(words), "{error}");
        assert_eq!((error.line, error.column), (line, column), "{error}");
    }

    #[test]
    fn errors_say_what_is_wrong_and_where() {
        check_error(b"", 1, 0, "ends in the middle");
        check_error(b"{\"a\":", 1, 5, "ends in the middle");
        check_error(b"{\"a\":1}\n{", 2, 1, "trailing characters");
        check_error(b"{\"a\":1,\n \"a\":2}", 2, 4, "The key \"a\" stands twice");
        check_error(b"{\"a\":{\"b\":1,\"\\u0062\":2}}", 1, 20, "The key \"b\" stands twice");
        check_error(b"{\"\\u001b\\u202e\":1,\"\\u001b\\u202e\":2}", 1, 32, "\\u{1b}\\u{202e}");
        check_error(b"[1,]", 1, 4, "trailing comma");
        check_error(b"{'a':1}", 1, 2, "key must be a string");
        check_error(b"[NaN]", 1, 2, "expected value");
        check_error(b"[01]", 1, 3, "number");
        check_error(b"[18446744073709551616]", 1, 21, "too large");
        check_error(b"[-9223372036854775809]", 1, 21, "too large");
        check_error(b"[1e400]", 1, 6, "number out of range");
        check_error(b"[\"\\ud800\"]", 1, 9, "hex escape");
        check_error(b"[\"a\x01\"]", 1, 4, "control character");
        check_error(b"[\n\"a\xff\"]", 2, 3, "not UTF-8 from byte 4 on");
        check_error(b"\xff\xfe{\0}\0", 1, 1, "not UTF-8");
        check_error(b"\xef\xbb\xbf\xef\xbb\xbf{}", 1, 1, "expected value");
        check_error(b" <!doctype html>", 1, 2, "web page");
        check_error(b"<html>\xff", 1, 7, "not UTF-8");
    }

    #[test]
    fn one_byte_order_mark_is_passed_over() {
        assert_eq!(parse(b"\xef\xbb\xbf{\"a\":1}"), Ok(json!({ "a": 1 })));
    }

    #[test]
    fn numbers_are_kept_exactly() {
        for text in ["18446744073709551615", "-9223372036854775808", "0", "-1", "1.5", "0.1"] {
            assert_eq!(parse(text.as_bytes()).unwrap().to_string(), text);
        }
    }

    #[test]
    fn the_limit_of_depth_holds_exactly() {
        let arrays = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let objects = |depth: usize| format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth));
        for nested in [arrays, objects] as [fn(usize) -> String; 2] {
            assert!(parse(nested(limits::JSON_DEPTH).as_bytes()).is_ok());
            assert!(
                parse(nested(limits::JSON_DEPTH + 1).as_bytes())
                    .unwrap_err()
                    .message
                    .contains("deeper than 64")
            );
            assert!(
                parse(nested(1_000_000).as_bytes()).unwrap_err().message.contains("deeper than 64")
            );
        }
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            "\\PC*".prop_map(Value::from),
        ];
        leaf.prop_recursive(6, 40, 6, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
                proptest::collection::hash_map(".*", inner, 0..6)
                    .prop_map(|map| map.into_iter().collect()),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_written_reads_the_same(value in values()) {
            prop_assert_eq!(parse(value.to_string().as_bytes()), Ok(value));
        }

        #[test]
        fn damaged_text_never_panics_and_reads_as_serde_json_reads_it(value in values(), place in any::<usize>(), byte in any::<u8>()) {
            let mut bytes = value.to_string().into_bytes();
            let place = place % bytes.len();
            bytes[place] = byte;
            // We are stricter, and never say anything else.
            if let Ok(ours) = parse(&bytes) {
                prop_assert_eq!(ours, serde_json::from_slice::<Value>(&bytes).unwrap());
            }
        }
    }
}
