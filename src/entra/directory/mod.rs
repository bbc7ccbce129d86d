//! People as Entra's provisioning sees them: a table of attributes by the names that mappings use.

use std::collections::BTreeMap;

use crate::entra::expression::{Attributes, Value};

/// People of Entra, many of them.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    people: Vec<BTreeMap<String, Vec<String>>>,
}

/// One person of a directory.
#[derive(Clone, Copy, Debug)]
pub struct DirectoryPerson<'a> {
    attributes: &'a BTreeMap<String, Vec<String>>,
}

impl Directory {
    /// How many people.
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether nobody is in it.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// The person of this row.
    pub fn person(&self, row: usize) -> Option<DirectoryPerson<'_>> {
        self.people.get(row).map(|attributes| DirectoryPerson { attributes })
    }
}

impl Attributes for DirectoryPerson<'_> {
    fn value(&self, name: &str) -> Value<'_> {
        match self.attributes.get(name).map(Vec::as_slice) {
            None | Some([]) => Value::Null,
            Some([one]) => Value::Text(one.into()),
            Some(many) => Value::Many(many.iter().map(Into::into).collect()),
        }
    }
}
