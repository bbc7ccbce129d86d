//! A provisioning schema as Entra exports it (Graph `synchronizationSchema`): opened, read, and written back with nothing touched
//! but what changed.
//!
//! A document does not change. [`SchemaDocument::save`] compares the mappings it is given with those that were read and
//! writes the differences into the original text, so that taking a change back gives the original bytes back, and so that the
//! rows of a template can be saved into the export of a real app.
//!
//! | undocumented | decision |
//! |---|---|
//! | a name twice in one object | the last counts and is the one that is changed, as with the JSON reader of .NET |
//! | `defaultValue: ""` | no default, as `null` |
//! | `matchingPriority` missing, 0 or no whole number | does not match |
//! | `enabled` missing | enabled |
//! | `flowTypes` missing | all three are allowed |
//! | several mappings of users from Entra | the first that is enabled counts; the others are kept and named in a warning, and lint names those that are enabled |
//! | a row or attribute that is not understood | kept where it stands, behind the neighbor it had, and named in a warning |

mod error;
mod fields;
mod layout;
mod read;
mod source;
mod standing;
mod templates;
mod tree;
mod write;

use std::sync::Arc;

use crate::entra::mapping::{Mappings, ObjectMapping};
use layout::{Layout, spliced};
use read::Reading;
use tree::{Cursor, Node};
use write::Writer;

pub use error::{SaveError, SchemaError};
pub use standing::{Standing, standing};
pub(in crate::entra) use templates::{
    ACTIVE, command_targets, described, extension_targets, recommended_source,
};

/// A provisioning schema.
#[derive(Clone, Debug)]
pub struct SchemaDocument {
    text: Arc<str>,
    layout: Layout,
    reading: Arc<Reading>,
}

impl SchemaDocument {
    /// Opens a file. Graph's `value` around the schema and a byte order mark are no hindrance.
    pub fn open(bytes: &[u8]) -> Result<Self, SchemaError> {
        let text = error::text_of(bytes)?;
        let root = Node::parse(text)?;
        let schema = read::schema_in(Cursor { text, node: &root })?;
        let reading = Arc::new(read::read(schema)?);
        Ok(Self { text: text.into(), layout: Layout::of(text, &root), reading })
    }

    /// The mappings as the file has them.
    pub fn mappings(&self) -> &Mappings {
        &self.reading.mappings
    }

    /// What is in the file and not understood here; it is kept when the file is saved.
    pub fn warnings(&self) -> &[String] {
        &self.reading.warnings
    }

    /// The file with these mappings in it: the original text when they are those that were read, and otherwise only their
    /// rows, attributes and switches differ.
    pub fn save(&self, mappings: &Mappings) -> Result<String, SaveError> {
        let writer = Writer { text: &self.text, layout: &self.layout };
        let read = &self.reading.mappings;
        let mut splices = writer.mapping(&self.reading.users, &read.users, &mappings.users)?;
        match &self.reading.groups {
            Some(place) => {
                splices.extend(writer.mapping(place, &read.groups, &mappings.groups)?);
            }
            None if mappings.groups == ObjectMapping::default() => {}
            None => return Err(SaveError::NoGroupMapping),
        }
        splices.sort_by_key(|(span, _)| span.start);
        Ok(spliced(&self.text, 0..self.text.len(), &splices))
    }

    /// A document without anything in it.
    fn empty() -> Self {
        let root = Node::default();
        let layout = Layout::of("", &root);
        Self { text: "".into(), layout, reading: Arc::default() }
    }

    /// The original text.
    pub fn text(&self) -> &str {
        &self.text
    }
}

#[cfg(test)]
mod tests;
