//! Reads people from JSON: a list as Graph answers it, an array, one object, or an object on each line.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use crate::entra::directory::json_people::Reading;
use crate::entra::directory::json_text::{Gathered, Json, Members, why};
use crate::entra::directory::problem::{FileProblem, text_of};
use crate::entra::directory::{Directory, ReadDirectory};

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
