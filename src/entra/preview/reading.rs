//! What the rows of a mapping read of a person: looked up once for all rows, by name or in the columns of a directory.

use std::ops::Range;

use crate::entra::directory::{Directory, DirectoryReader};
use crate::entra::expression::{Arena, Attributes, ValueRef};
use crate::entra::mapping::{ObjectMapping, Source};
use crate::entra::preview::chance::{IS_SOFT_DELETED, Stay};

/// The attributes that a mapping reads: those of each row in the order of its text, row after row.
pub(super) struct Reads {
    names: Vec<Box<str>>,
    rows: Vec<Range<usize>>,
}

/// Reads them of the people of a directory.
pub(super) struct Reader<'a> {
    columns: DirectoryReader<'a>,
    /// Where the attribute stands that follows from whether the person stays.
    soft_deleted: Vec<usize>,
}

impl Reads {
    /// Of a mapping.
    pub(super) fn of(mapping: &ObjectMapping) -> Self {
        let mut reads = Self { names: Vec::new(), rows: Vec::new() };
        for row in &mapping.rows {
            let start = reads.names.len();
            match &row.source {
                Source::None | Source::Constant(_) => {}
                Source::Direct(name) => reads.names.push(name.as_str().into()),
                Source::Expression(text) => {
                    let expression = text.expression().into_iter();
                    let names = expression.flat_map(|expression| expression.attributes());
                    reads.names.extend(names.map(Into::into));
                }
            }
            reads.rows.push(start..reads.names.len());
        }
        reads
    }

    /// The names that a row reads.
    pub(super) fn names(&self, row: usize) -> &[Box<str>] {
        self.rows.get(row).and_then(|range| self.names.get(range.clone())).unwrap_or_default()
    }

    /// What a row reads, of all that was read.
    pub(super) fn of_row<'v, 'a>(
        &self,
        row: usize,
        read: &'v [ValueRef<'a>],
    ) -> &'v [ValueRef<'a>] {
        self.rows.get(row).and_then(|range| read.get(range.clone())).unwrap_or_default()
    }

    /// All that is read of somebody.
    pub(super) fn of_person<'a>(
        &self,
        person: &'a dyn Attributes,
        arena: &'a Arena,
    ) -> &'a [ValueRef<'a>] {
        arena.values(self.names.iter().map(|name| arena.keep(person.value(name))))
    }

    /// Reads the people of a directory.
    pub(super) fn reader<'a>(&self, directory: &'a Directory) -> Reader<'a> {
        let names = || self.names.iter().map(|name| &**name);
        let soft_deleted = names().enumerate().filter(|(_, name)| *name == IS_SOFT_DELETED);
        Reader {
            columns: directory.reader(names()),
            soft_deleted: soft_deleted.map(|(at, _)| at).collect(),
        }
    }
}

impl<'a> Reader<'a> {
    /// All that is read of the person of a row.
    pub(super) fn read(&self, row: usize, stay: Stay, arena: &'a Arena) -> &'a [ValueRef<'a>] {
        let read = self.columns.read(row, arena);
        for at in &self.soft_deleted {
            if let Some(value) = read.get_mut(*at) {
                *value = ValueRef::Text(stay.text());
            }
        }
        read
    }
}
