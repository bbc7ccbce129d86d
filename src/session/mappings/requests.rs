//! The exact requests that Entra would send for the chosen person.

use serde_json::{Map, Value, json};

use crate::entra::{AttributePath, Dialect, Preview, Request, Surroundings, Trace};
use crate::session::state::State;

/// Which requests are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Those of the next cycle.
    Next,
    /// As if Command did not have the person.
    Create,
    /// As if Command had another value everywhere.
    Update,
}

/// Stands for whatever value Command had before.
const OLDER: &str = "(older value)";

impl State {
    /// The requests for the chosen person, for somebody to read.
    pub(crate) fn requests(&self, dialect: Dialect, wanted: Wanted) -> Option<String> {
        let work = &self.mappings;
        let mapping = &work.document.as_ref()?.mappings().users;
        let person = work.people.value()?.person(work.person.as_ref()?.at)?;
        let preview = Preview::new(mapping, self.surroundings_then()?);
        let seen = match wanted {
            Wanted::Next => return Some(text(&work.person.as_ref()?.preview.requests(dialect))),
            Wanted::Create => preview.person(&person, None),
            Wanted::Update => {
                let first = preview.person(&person, None);
                let mut older = Map::new();
                for (row, seen) in mapping.rows.iter().zip(&first.rows) {
                    if let Ok(path) = AttributePath::parse(&row.target) {
                        let value = match &seen.sent {
                            Some(Value::Bool(on)) => json!(!on),
                            _ => json!(OLDER),
                        };
                        path.put(&mut older, value);
                    }
                }
                let known = work.person.as_ref()?.preview.found.as_ref();
                let id = known.map_or("7d7c4b4e-0000-4000-8000-000000000000", |found| &found.id);
                older.insert("id".to_owned(), json!(id));
                preview.person(&person, Some(&older))
            }
        };
        Some(text(&seen.requests(dialect)))
    }
}

impl State {
    /// What every part of a row's expression comes to for the chosen person.
    pub(crate) fn trace(&self, row: usize) -> Option<Trace> {
        let work = &self.mappings;
        let person = work.people.value()?.person(work.person.as_ref()?.at)?;
        let mapping = &work.document.as_ref()?.mappings().users;
        Preview::new(mapping, self.surroundings_then()?).trace(row, &person)
    }

    /// What was so when the chosen person was tried, so that all that is shown of the trial agrees.
    fn surroundings_then(&self) -> Option<Surroundings> {
        let now = self.mappings.person.as_ref()?.now;
        Some(Surroundings { now, ..self.surroundings() })
    }
}

fn text(requests: &[Request]) -> String {
    if requests.is_empty() {
        return "Nothing is sent.".to_owned();
    }
    requests.iter().map(Request::preview).collect::<Vec<_>>().join("\n\n")
}
