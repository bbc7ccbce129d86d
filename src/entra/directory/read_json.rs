//! Reads people from JSON: a list as Graph answers it, an array, one object, or an object on each line.

use std::fmt;

use hashbrown::HashMap;
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor,
};
use serde_json::Value;

use crate::entra::directory::problem::{FileProblem, text_of};
use crate::entra::directory::read::complete;
use crate::entra::directory::words::boolean;
use crate::entra::directory::{
    AttributeKind, Column, Directory, DirectoryBuilder, KnownAttribute, ReadDirectory,
};
use crate::limits;

impl Directory {
    /// Reads JSON: Graph's `{"value":[…]}`, one page or several, an array of people, one person, or JSON lines.
    pub fn read_json(bytes: &[u8]) -> Result<ReadDirectory, FileProblem> {
        let text = text_of(bytes)?;
        let mut reading = Reading::default();
        let mut deserializer = serde_json::Deserializer::from_str(text);
        loop {
            let read = Top { reading: &mut reading }.deserialize(&mut deserializer);
            read.map_err(|error| explain(text, &error))?;
            if deserializer.end().is_ok() {
                break;
            }
        }
        if let Some(error) = reading.refusal {
            return Err(FileProblem::of_file(format!(
                "The file holds an answer of Graph that is an error ({error}), not people. Ask again with the right permission."
            )));
        }
        if reading.builder.people() == 0 {
            return Err(FileProblem::of_file("The file holds nobody. Export the people again."));
        }
        let mut read = ReadDirectory::default();
        if reading.has_more {
            read.warn(FileProblem::of_file(
                "The file is a part of a longer list (@odata.nextLink). Follow the link for everybody.",
            ));
        }
        complete(reading.builder, read)
    }
}

fn explain(text: &str, error: &serde_json::Error) -> FileProblem {
    let full = error.to_string();
    // serde_json writes its position behind the message; ours stands in the fields.
    let what = full.rfind(" at line ").and_then(|end| full.get(..end)).unwrap_or(&full);
    let message = if error.is_eof() {
        "The JSON text ends in the middle. Download the file again.".to_owned()
    } else if error.is_data() {
        what.to_owned()
    } else {
        format!("The text is not JSON: {what}. Export the file again.")
    };
    let line = error.line().max(1);
    let start = text.split('\n').take(line - 1).map(|line| line.len() + 1).sum::<usize>();
    FileProblem::at(text, start + error.column().saturating_sub(1), message)
}

/// People gathered so far.
#[derive(Default)]
struct Reading {
    builder: DirectoryBuilder,
    /// What each key means, found once.
    keys: HashMap<String, Key>,
    /// Whether the list goes on elsewhere.
    has_more: bool,
    /// What Graph said instead of people.
    refusal: Option<String>,
}

/// What a key of a person means.
#[derive(Clone, Copy)]
struct Key {
    column: Option<Column>,
    kind: AttributeKind,
    takes: Takes,
}

/// How many of the values of a list an attribute takes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    First,
    All,
}

impl Reading {
    fn person(&mut self, person: &serde_json::Map<String, Value>) -> Result<(), String> {
        if self.builder.people() >= limits::DIRECTORY_PEOPLE {
            return Err(format!(
                "The file has more than {} people. Split it into several.",
                limits::DIRECTORY_PEOPLE
            ));
        }
        for (name, value) in person {
            self.attribute(name, value)?;
        }
        self.builder.end_person();
        Ok(())
    }

    fn attribute(&mut self, name: &str, value: &Value) -> Result<(), String> {
        // Notes of the protocol, such as @odata.type and manager@odata.context.
        if name.contains('@') {
            return Ok(());
        }
        match value {
            Value::Null => Ok(()),
            Value::Object(parts) if name == "onPremisesExtensionAttributes" => {
                parts.iter().try_for_each(|(name, value)| self.attribute(name, value))
            }
            Value::Object(parts) => {
                // An object with an id is somebody or something else, and the id is what a reference holds.
                if let Some(id) = parts.get("id").filter(|id| id.is_string()) {
                    return self.attribute(name, id);
                }
                parts
                    .iter()
                    .filter(|(_, value)| !value.is_object())
                    .try_for_each(|(part, value)| self.attribute(&format!("{name}.{part}"), value))
            }
            Value::Array(values) => {
                let texts: Vec<String> = values.iter().filter_map(text).collect();
                self.put(name, &texts.iter().map(String::as_str).collect::<Vec<_>>())
            }
            Value::String(text) => self.put(name, &[text]),
            Value::Bool(is) => self.put(name, &[if *is { "True" } else { "False" }]),
            Value::Number(number) => self.put(name, &[&number.to_string()]),
        }
    }

    fn put(&mut self, name: &str, values: &[&str]) -> Result<(), String> {
        if values.iter().any(|value| value.len() > limits::DIRECTORY_FIELD_BYTES) {
            return Err(format!(
                "A value is longer than {} bytes. Shorten it.",
                limits::DIRECTORY_FIELD_BYTES
            ));
        }
        if values.iter().any(|value| value.contains('\0')) {
            return Err(
                "A value has a NUL character. Remove it, or export the file again.".to_owned()
            );
        }
        let key = self.key(name, values)?;
        let Some(column) = key.column else { return Ok(()) };
        match (key.takes, values) {
            (Takes::All, values) => self.builder.set_all(column, values),
            (Takes::First, [value, ..]) if key.kind == AttributeKind::Boolean => {
                self.builder.set(column, boolean(value).unwrap_or(value));
            }
            (Takes::First, [value, ..]) => self.builder.set(column, value),
            (Takes::First, []) => {}
        }
        Ok(())
    }

    fn key(&mut self, name: &str, values: &[&str]) -> Result<Key, String> {
        if let Some(key) =
            self.keys.get(name).filter(|key| key.column.is_some() || values.is_empty())
        {
            return Ok(*key);
        }
        let known = KnownAttribute::named(name);
        let is_single = known.is_some_and(|known| !known.is_multi_valued);
        let key = Key {
            // An attribute nobody has needs no column.
            column: (!values.is_empty())
                .then(|| self.builder.column(known.map_or(name, |known| known.name))),
            kind: known.map_or(AttributeKind::Text, |known| known.kind),
            takes: if is_single { Takes::First } else { Takes::All },
        };
        if self.keys.len() >= limits::DIRECTORY_COLUMNS && !self.keys.contains_key(name) {
            return Err(format!(
                "The people have more than {} attributes. Export only those that are mapped.",
                limits::DIRECTORY_COLUMNS
            ));
        }
        self.keys.insert(name.to_owned(), key);
        Ok(key)
    }
}

/// A value of a list as text; objects and lists in lists are none.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(is) => Some(if *is { "True" } else { "False" }.to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A whole JSON text: a list of people, or an object that holds one or is one. Only one person at a time is in memory as
/// JSON.
struct Top<'r> {
    reading: &'r mut Reading,
}

impl<'de> DeserializeSeed<'de> for Top<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Top<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("people: a list of objects, or an object with the list as “value”")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut people: A) -> Result<(), A::Error> {
        while let Some(Person(person)) = people.next_element()? {
            self.reading.person(&person).map_err(A::Error::custom)?;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let mut person = serde_json::Map::new();
        let mut is_list = false;
        while let Some(name) = entries.next_key::<String>()? {
            if name == "value" {
                entries.next_value_seed(People { reading: &mut *self.reading })?;
                is_list = true;
            } else {
                keep(&mut person, name, &mut entries)?;
            }
        }
        self.reading.has_more |= person.contains_key("@odata.nextLink");
        match person.get("error") {
            Some(Value::Object(error)) if !is_list => {
                let code = error.get("code").and_then(Value::as_str).unwrap_or("no code");
                self.reading.refusal = Some(crate::verkada::name::shown(code).into_owned());
                Ok(())
            }
            _ if is_list => Ok(()),
            _ => self.reading.person(&person).map_err(A::Error::custom),
        }
    }
}

/// One person of a list.
struct Person(serde_json::Map<String, Value>);

impl<'de> Deserialize<'de> for Person {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PersonVisitor).map(Self)
    }
}

struct PersonVisitor;

impl<'de> Visitor<'de> for PersonVisitor {
    type Value = serde_json::Map<String, Value>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a person, an object of attributes")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Self::Value, A::Error> {
        let mut person = serde_json::Map::new();
        while let Some(name) = entries.next_key::<String>()? {
            keep(&mut person, name, &mut entries)?;
        }
        Ok(person)
    }
}

/// Keeps the value behind a name; of two values of one attribute, nobody knows which is meant.
fn keep<'de, A: MapAccess<'de>>(
    person: &mut serde_json::Map<String, Value>,
    name: String,
    entries: &mut A,
) -> Result<(), A::Error> {
    if person.contains_key(&name) {
        return Err(A::Error::custom(
            "An attribute stands twice in one person. Export the file again.",
        ));
    }
    person.insert(name, entries.next_value()?);
    Ok(())
}

/// The list in Graph's answer.
struct People<'r> {
    reading: &'r mut Reading,
}

impl<'de> DeserializeSeed<'de> for People<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(Top { reading: self.reading })
    }
}
