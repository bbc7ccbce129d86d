//! Reads people from JSON: a list as Graph answers it, an array, one object, or an object on each line.

use std::borrow::Cow;
use std::fmt;

use hashbrown::HashMap;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::entra::directory::json_text::{Gathered, Json, Members};
use crate::entra::directory::plan::meant_by;
use crate::entra::directory::problem::{FileProblem, Place, quoted, text_of, there_is};
use crate::entra::directory::read::complete;
use crate::entra::directory::rivals::{Named, Rivals};
use crate::entra::directory::values::{Holds, Target, doubtful};
use crate::entra::directory::{
    Confidence, Directory, DirectoryBuilder, KnownAttribute, ReadDirectory,
};
use crate::entra::json_error::{in_words, misplaced, said};
use crate::limits;

impl Directory {
    /// Reads JSON: Graph's `{"value":[…]}`, one page or several, an array of people, one person, or JSON lines. A number is
    /// taken as it is written.
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
        reading.finish()
    }
}

fn explain(text: &str, error: &serde_json::Error) -> FileProblem {
    let message = why(error);
    let line = error.line().max(1);
    let start = text.split('\n').take(line - 1).map(|line| line.len() + 1).sum::<usize>();
    FileProblem::at(text, start + error.column().saturating_sub(1), message)
}

fn why(error: &serde_json::Error) -> String {
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

/// People gathered so far.
#[derive(Default)]
struct Reading {
    builder: DirectoryBuilder,
    read: ReadDirectory,
    /// What each name means, found once.
    keys: Vec<Key>,
    places: HashMap<String, usize>,
    /// By which key the attribute of each column was written last.
    written_by: HashMap<u32, usize>,
    rivals: Rivals,
    /// The names that were found before the first that Entra has.
    unknown: Vec<String>,
    /// Whether a name was found that Entra has.
    is_known: bool,
    /// Whether the list goes on elsewhere.
    has_more: bool,
    /// What Graph said instead of people.
    refusal: Option<String>,
}

/// What a name of a person means.
struct Key {
    name: String,
    confidence: Confidence,
    target: Target,
}

impl Key {
    fn named(&self) -> Named<'_> {
        Named { name: &self.name, confidence: self.confidence }
    }
}

impl Reading {
    fn person(&mut self, person: &Members<'_>) -> Result<(), String> {
        if self.builder.people() >= limits::DIRECTORY_PEOPLE {
            return Err(format!(
                "The file has more than {} people. Split it into several.",
                limits::DIRECTORY_PEOPLE
            ));
        }
        for (name, value) in &person.0 {
            self.note(name);
            self.attribute(name, value)?;
        }
        self.builder.end_person();
        Ok(())
    }

    /// Notes whether Entra has an attribute of this name.
    fn note(&mut self, name: &str) {
        if self.is_known || name.contains('@') {
            return;
        }
        self.is_known = of_entra(name).is_some()
            || KnownAttribute::identifies(name)
            || name.eq_ignore_ascii_case(EXTENSION_ATTRIBUTES);
        if self.unknown.len() <= limits::NAMES_TOLD
            && !self.unknown.iter().any(|known| known == name)
        {
            self.unknown.push(name.to_owned());
        }
    }

    fn place(&self) -> Place {
        Place::Person(self.builder.people() + 1)
    }

    fn refused(&self, what: &str) -> String {
        FileProblem::of(self.place(), what).message
    }

    fn attribute(&mut self, name: &str, value: &RawValue) -> Result<(), String> {
        // Notes of the protocol, such as @odata.type and manager@odata.context.
        if name.contains('@') {
            return Ok(());
        }
        match self.json(value)? {
            Json::Object(parts) if name.eq_ignore_ascii_case(EXTENSION_ATTRIBUTES) => {
                parts.0.iter().try_for_each(|(name, value)| self.part(name, value))
            }
            Json::Object(parts) => {
                // An object with an id is somebody or something else, and the id is what a reference holds.
                if let Some(id) = parts.get("id")
                    && let Json::Text(id) = self.json(id)?
                {
                    return self.put(name, &[&id]);
                }
                let mut parts = parts.0.iter();
                parts.try_for_each(|(part, value)| self.part(&format!("{name}.{part}"), value))
            }
            value => self.plain(name, value),
        }
    }

    /// An attribute of an object, which holds no objects itself.
    fn part(&mut self, name: &str, value: &RawValue) -> Result<(), String> {
        let value = self.json(value)?;
        self.plain(name, value)
    }

    fn plain(&mut self, name: &str, value: Json<'_>) -> Result<(), String> {
        match value {
            Json::Null | Json::Object(_) => Ok(()),
            Json::Text(text) => self.put(name, &[&text]),
            Json::List(values) => {
                let mut texts = Vec::new();
                // Objects and lists in lists are none.
                let is_plain = |value: &&RawValue| !value.get().starts_with(['{', '[']);
                for value in values.into_iter().filter(is_plain) {
                    if let Json::Text(text) = self.json(value)? {
                        texts.push(text);
                    }
                }
                self.put(name, &texts.iter().map(|text| &**text).collect::<Vec<_>>())
            }
        }
    }

    fn json<'a>(&self, value: &'a RawValue) -> Result<Json<'a>, String> {
        Json::of(value).map_err(|error| self.refused(&why(&error)))
    }

    fn put(&mut self, name: &str, values: &[&str]) -> Result<(), String> {
        if values.iter().all(|value| value.is_empty()) {
            // An attribute nobody has needs no column.
            return Ok(());
        }
        if values.iter().any(|value| value.len() > limits::DIRECTORY_FIELD_BYTES) {
            let most = limits::DIRECTORY_FIELD_BYTES;
            return Err(self.refused(&format!("A value is longer than {most} bytes. Shorten it.")));
        }
        if values.iter().any(|value| value.contains('\0')) {
            return Err(
                self.refused("A value has a NUL character. Remove it, or export the file again.")
            );
        }
        let at = self.key(name)?;
        let (Some(key), place) = (self.keys.get(at), self.place()) else { return Ok(()) };
        if self.read.may_warn() {
            let shown = quoted(name);
            let doubts = values.iter().filter_map(|value| doubtful(&shown, value, &key.target));
            let is_several = key.target.holds == Holds::One
                && values.iter().any(|value| Some(value) != values.first());
            let several = is_several.then(|| {
                let values: Vec<_> = values.iter().take(2).map(|value| quoted(value)).collect();
                let values = values.join(" and ");
                format!("{shown} holds one value, but is a list here with {values}. The first counts; correct it.")
            });
            for doubt in doubts.chain(several) {
                self.read.warn(FileProblem::of(place, doubt));
            }
        }
        let other = self.written_by.insert(key.target.column.0, at);
        let other = other.and_then(|other| self.keys.get(other)).map(Key::named);
        self.rivals.write(&mut self.builder, (&key.target, values), (key.named(), other), place);
        Ok(())
    }

    /// Where it stands what a name means.
    fn key(&mut self, name: &str) -> Result<usize, String> {
        if let Some(at) = self.places.get(name) {
            return Ok(*at);
        }
        if self.keys.len() >= limits::DIRECTORY_COLUMNS {
            return Err(format!(
                "The people have more than {} attributes. Export only those that are mapped.",
                limits::DIRECTORY_COLUMNS
            ));
        }
        let (attribute, confidence) = of_entra(name).unwrap_or((name, Confidence::Unknown));
        let mut target = Target::new(self.builder.column(attribute), attribute, name);
        if confidence == Confidence::Unknown {
            target.holds = Holds::Many;
        }
        self.places.insert(name.to_owned(), self.keys.len());
        self.keys.push(Key { name: name.to_owned(), confidence, target });
        Ok(self.keys.len() - 1)
    }

    fn finish(mut self) -> Result<ReadDirectory, FileProblem> {
        if let Some(error) = self.refusal {
            return Err(FileProblem::of_file(format!(
                "The file holds an answer of Graph that is an error ({error}), not people. Ask again with the right permission."
            )));
        }
        if self.builder.people() == 0 {
            return Err(FileProblem::of_file("The file holds nobody. Export the people again."));
        }
        if !self.is_known {
            let found = there_is(self.unknown.iter().map(String::as_str));
            let advice = if self.unknown.iter().any(|name| name == "Resources") {
                "It may be an answer of a SCIM server; what counts is how people are in Entra"
            } else {
                "Give a list of people with such attributes, alone or as “value”"
            };
            return Err(FileProblem::of_file(format!(
                "Nothing in it says who somebody is, as userPrincipalName or mail does. {found} {advice}."
            )));
        }
        if self.has_more {
            self.read.warn(FileProblem::of_file(
                "The file is a part of a longer list (@odata.nextLink). Follow the link for everybody.",
            ));
        }
        self.rivals.tell(&mut self.read);
        complete(self.builder, self.read)
    }
}

/// Where Graph keeps `extensionAttribute1` to 15.
const EXTENSION_ATTRIBUTES: &str = "onPremisesExtensionAttributes";

/// The attribute of Entra that a name means. Scripts write names in another case, but no other words for them.
fn of_entra(name: &str) -> Option<(&str, Confidence)> {
    meant_by(name).filter(|(_, confidence)| *confidence > Confidence::Alike)
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
        formatter
            .write_str("people, who are a list of objects or an object with the list as “value”")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut people: A) -> Result<(), A::Error> {
        while let Some(person) = people.next_element::<Members<'de>>()? {
            self.reading.person(&person).map_err(A::Error::custom)?;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let mut gathered = Gathered::new();
        let mut is_list = false;
        while let Some(name) = Gathered::next_name(&mut entries)? {
            if name == "value" {
                entries.next_value_seed(People { reading: &mut *self.reading })?;
                is_list = true;
            } else {
                gathered.keep(name, &mut entries)?;
            }
        }
        let object = gathered.members;
        self.reading.has_more |= object.get("@odata.nextLink").is_some();
        if is_list {
            return Ok(());
        }
        let error = object.get("error").map(Json::of).transpose();
        let error = error.map_err(|error| A::Error::custom(why(&error)))?;
        match error {
            Some(Json::Object(error)) => {
                let code = match error.get("code").map(Json::of) {
                    Some(Ok(Json::Text(code))) => code,
                    _ => Cow::Borrowed("no code"),
                };
                self.reading.refusal = Some(crate::verkada::name::shown(&code).into_owned());
                Ok(())
            }
            _ => self.reading.person(&object).map_err(A::Error::custom),
        }
    }
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
