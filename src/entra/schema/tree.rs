//! A JSON text as a tree that knows where each value stands, so that a change touches nothing else.

use std::borrow::Cow;
use std::ops::Range;

use serde::de::IgnoredAny;
use serde_json::{Map, Value};

use crate::entra::schema::SchemaError;
use crate::limits;

/// A value and where it stands in the text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Node {
    pub(super) span: Range<usize>,
    pub(super) shape: Shape,
}

/// What a value is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Shape {
    Object(Vec<Member>),
    Array(Vec<Node>),
    /// A text, number, `true`, `false` or `null`.
    #[default]
    Scalar,
}

/// A member of an object.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Member {
    /// The name with its quotes.
    pub(super) key: Range<usize>,
    pub(super) value: Node,
}

/// A value together with the text it stands in.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    pub(super) node: &'a Node,
}

impl Node {
    /// Reads a text that may begin with a byte order mark.
    pub(super) fn parse(text: &str) -> Result<Self, SchemaError> {
        let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let json = text.get(start..).unwrap_or_default();
        // The library judges the syntax, the walk only notes places.
        serde_json::from_str::<IgnoredAny>(json).map_err(|error| SchemaError::json(&error))?;
        Walk { bytes: text.as_bytes(), at: start, nodes: 0 }.value(0)
    }
}

impl<'a> Cursor<'a> {
    /// The text of the value as it stands.
    pub(super) fn raw(self) -> &'a str {
        self.text.get(self.node.span.clone()).unwrap_or_default()
    }

    /// The members of an object with their names.
    pub(super) fn members(self) -> impl DoubleEndedIterator<Item = (Cow<'a, str>, Self)> {
        let members = match &self.node.shape {
            Shape::Object(members) => members.as_slice(),
            Shape::Array(_) | Shape::Scalar => &[],
        };
        members.iter().map(move |member| {
            let key = unquoted(self.text.get(member.key.clone()).unwrap_or_default());
            (key.unwrap_or_default(), Self { text: self.text, node: &member.value })
        })
    }

    /// A member by name. Of several the last counts, as with the JSON reader of .NET.
    pub(super) fn get(self, name: &str) -> Option<Self> {
        self.members().rev().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// The elements of an array; none of anything else.
    pub(super) fn items(self) -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator {
        let items = match &self.node.shape {
            Shape::Array(items) => items.as_slice(),
            Shape::Object(_) | Shape::Scalar => &[],
        };
        items.iter().map(move |node| Self { text: self.text, node })
    }

    pub(super) const fn is_array(self) -> bool {
        matches!(self.node.shape, Shape::Array(_))
    }

    pub(super) const fn is_object(self) -> bool {
        matches!(self.node.shape, Shape::Object(_))
    }

    pub(super) fn is_null(self) -> bool {
        self.raw() == "null"
    }

    /// A text.
    pub(super) fn text(self) -> Option<Cow<'a, str>> {
        unquoted(self.raw())
    }

    /// A text, or what a number or a truth value is written as.
    pub(super) fn words(self) -> Option<Cow<'a, str>> {
        let is_word = matches!(self.node.shape, Shape::Scalar) && !self.is_null();
        self.text().or_else(|| is_word.then(|| Cow::Borrowed(self.raw())))
    }

    /// `true` or `false`, also as a text in any case.
    pub(super) fn truth(self) -> Option<bool> {
        let words = self.words()?;
        let is = |word: &str| words.eq_ignore_ascii_case(word);
        if is("true") { Some(true) } else { is("false").then_some(false) }
    }

    /// The value without its places. The library would go no deeper than 127 levels, and with adapters in the place of loops
    /// each level would take more of the stack.
    pub(super) fn value(self) -> Option<Value> {
        match &self.node.shape {
            Shape::Scalar => serde_json::from_str(self.raw()).ok(),
            Shape::Array(_) => {
                let mut values = Vec::new();
                for item in self.items() {
                    values.push(item.value()?);
                }
                Some(Value::Array(values))
            }
            Shape::Object(_) => {
                let mut fields = Map::new();
                for (name, value) in self.members() {
                    fields.insert(name.into_owned(), value.value()?);
                }
                Some(Value::Object(fields))
            }
        }
    }
}

/// A text in quotes without them.
fn unquoted(raw: &str) -> Option<Cow<'_, str>> {
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    if !inner.contains('\\') {
        return Some(Cow::Borrowed(inner));
    }
    serde_json::from_str(raw).ok().map(Cow::Owned)
}

/// Goes through a text that is known to be JSON.
struct Walk<'a> {
    bytes: &'a [u8],
    at: usize,
    nodes: usize,
}

impl Walk<'_> {
    fn value(&mut self, depth: usize) -> Result<Node, SchemaError> {
        self.nodes += 1;
        if depth > limits::SCHEMA_DEPTH {
            return Err(SchemaError::TooDeep);
        }
        if self.nodes > limits::SCHEMA_VALUES {
            return Err(SchemaError::TooMany);
        }
        self.space();
        let start = self.at;
        let shape = match self.bytes.get(start) {
            Some(b'{') => {
                let mut members = Vec::new();
                self.list(b'}', |walk| {
                    let key = walk.string();
                    walk.space();
                    walk.at += 1;
                    let value = walk.value(depth + 1)?;
                    members.push(Member { key, value });
                    Ok(())
                })?;
                Shape::Object(members)
            }
            Some(b'[') => {
                let mut items = Vec::new();
                self.list(b']', |walk| {
                    items.push(walk.value(depth + 1)?);
                    Ok(())
                })?;
                Shape::Array(items)
            }
            Some(b'"') => {
                self.string();
                Shape::Scalar
            }
            _ => {
                let is_end = |byte: &u8| b",]} \t\r\n".contains(byte);
                let rest = self.bytes.get(start..).unwrap_or_default();
                self.at += rest.iter().position(is_end).unwrap_or(rest.len());
                Shape::Scalar
            }
        };
        Ok(Node { span: start..self.at, shape })
    }

    /// From the opening bracket to behind the closing one.
    fn list(
        &mut self,
        close: u8,
        mut element: impl FnMut(&mut Self) -> Result<(), SchemaError>,
    ) -> Result<(), SchemaError> {
        self.at += 1;
        loop {
            self.space();
            match self.bytes.get(self.at) {
                Some(byte) if *byte == close => break,
                Some(b',') => self.at += 1,
                Some(_) => element(self)?,
                None => return Ok(()),
            }
        }
        self.at += 1;
        Ok(())
    }

    fn string(&mut self) -> Range<usize> {
        self.space();
        let start = self.at;
        self.at += 1;
        while let Some(rest) = self.bytes.get(self.at..) {
            match memchr::memchr2(b'"', b'\\', rest) {
                Some(found) if rest.get(found) == Some(&b'\\') => self.at += found + 2,
                found => {
                    self.at += found.map_or(rest.len(), |found| found + 1);
                    break;
                }
            }
        }
        start..self.at
    }

    fn space(&mut self) {
        while self.bytes.get(self.at).is_some_and(|byte| b" \t\r\n".contains(byte)) {
            self.at += 1;
        }
    }
}
