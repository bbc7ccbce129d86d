//! Makes people of the objects of a JSON file, and says what is doubtful about them.

use hashbrown::HashMap;
use serde_json::value::RawValue;

use crate::entra::directory::json_text::{Json, Members, why};
use crate::entra::directory::plan::meant_by;
use crate::entra::directory::problem::{FileProblem, Place, quoted, there_is};
use crate::entra::directory::read::{Doubts, complete};
use crate::entra::directory::rivals::{Named, Rivals};
use crate::entra::directory::values::{Holds, Target, doubtful, told};
use crate::entra::directory::{Confidence, DirectoryBuilder, KnownAttribute, ReadDirectory};
use crate::limits;

/// People gathered so far.
#[derive(Default)]
pub(super) struct Reading {
    builder: DirectoryBuilder,
    doubts: Doubts,
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
    pub(super) has_more: bool,
    /// What Graph said instead of people.
    pub(super) refusal: Option<String>,
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
    /// One more person.
    pub(super) fn person(&mut self, person: &Members<'_>) -> Result<(), String> {
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
            Json::Object(parts) => {
                // An object with an id is somebody or something else, and the id is what a reference holds.
                if let Some(id) = parts.get("id")
                    && let Json::Text(id) = self.json(id)?
                {
                    return self.put(name, &[&id]);
                }
                if of_entra(name).is_some() {
                    let what = format!(
                        "{} is an object without an id here, so it has no value. Correct it.",
                        quoted(name)
                    );
                    let place = self.place();
                    self.doubts.of_person(|| FileProblem::of(place, what));
                }
                parts.0.iter().try_for_each(|(part, value)| self.part((name, part), value))
            }
            value => self.plain(name, value),
        }
    }

    /// An attribute of an object, which holds no objects itself. Its name is that of Graph, with the object's before it.
    fn part(&mut self, (object, name): (&str, &str), value: &RawValue) -> Result<(), String> {
        match self.json(value)? {
            // Most of the fifteen extension attributes.
            Json::Null | Json::Object(_) => Ok(()),
            value => self.plain(&format!("{object}.{name}"), value),
        }
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
                    if let Json::Text(text) = self.json(value)?
                        && !text.is_empty()
                    {
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
        for value in values {
            if let Some(doubt) = doubtful(value, &key.target) {
                let said = || FileProblem::of(place, told(value, quoted(name), doubt));
                self.doubts.of_person(said);
            }
        }
        if key.target.holds == Holds::One
            && let [first, others @ ..] = values
            && let Some(other) = others.iter().find(|other| *other != first)
        {
            self.doubts.of_person(|| {
                let (name, first, other) = (quoted(name), quoted(first), quoted(other));
                let what = format!(
                    "{name} holds one value, but is a list here with {first} and {other}. The first counts; correct it."
                );
                FileProblem::of(place, what)
            });
        }
        let column = key.target.column;
        let other = self.written_by.get(&column.0).and_then(|other| self.keys.get(*other));
        let names = (key.named(), other.map(Key::named));
        if self.rivals.write(&mut self.builder, (&key.target, values), names, place) {
            self.written_by.insert(column.0, at);
        }
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

    /// The people, and what is doubtful about all of them.
    pub(super) fn finish(mut self) -> Result<ReadDirectory, FileProblem> {
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
            self.doubts.of_file(FileProblem::of_file(
                "The file is a part of a longer list (@odata.nextLink). Follow the link for everybody.",
            ));
        }
        self.rivals.tell(&mut self.doubts);
        complete(self.builder, self.doubts, Vec::new())
    }
}

/// Where Graph keeps `extensionAttribute1` to 15.
const EXTENSION_ATTRIBUTES: &str = "onPremisesExtensionAttributes";

/// The attribute of Entra that a name means. Scripts write names in another case, but no other words for them.
fn of_entra(name: &str) -> Option<(&str, Confidence)> {
    meant_by(name).filter(|(_, confidence)| *confidence > Confidence::Alike)
}
