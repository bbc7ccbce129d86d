//! What the rows of a mapping read, looked up once for all rows: of one person by name, of many by the columns of a directory.

use std::ops::Range;

use crate::entra::directory::{Directory, DirectoryPerson, DirectoryReader};
use crate::entra::expression::{Arena, Attributes, ReadColumn, ValueRef};
use crate::entra::mapping::{ObjectMapping, Source};
use crate::entra::preview::Preview;
use crate::entra::preview::chance::{Computed, IS_SOFT_DELETED, Stay};
use crate::limits;

/// The attributes that a mapping reads: those of each row in the order of its text, row after row.
pub(super) struct Reads {
    names: Vec<Box<str>>,
    rows: Vec<Range<usize>>,
}

/// Reads them of the people of a directory.
pub(super) struct Reader<'a> {
    preview: &'a Preview,
    directory: &'a Directory,
    columns: DirectoryReader<'a>,
    /// Where the attribute stands that follows from whether the person stays.
    soft_deleted: Vec<usize>,
}

/// Some people, and what is read of them.
#[derive(Clone, Copy)]
pub(super) struct Batch<'a> {
    pub(super) people: &'a [DirectoryPerson<'a>],
    /// The same as evaluations see them.
    pub(super) computed: &'a [Computed<'a>],
    pub(super) read: &'a [ReadColumn<'a>],
    pub(super) arena: &'a Arena,
}

impl Batch<'_> {
    /// Whether several people take more memory together than they may.
    pub(super) fn is_too_large(&self) -> bool {
        self.people.len() > 1 && self.arena.bytes() > limits::PREVIEW_BATCH_BYTES
    }
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
    pub(super) fn of_row<'r, T>(&self, row: usize, read: &'r [T]) -> &'r [T] {
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
}

impl<'a> Reader<'a> {
    /// Of the people of a directory, for this preview.
    pub(super) fn new(preview: &'a Preview, directory: &'a Directory) -> Self {
        let names = || preview.reads.names.iter().map(|name| &**name);
        let soft_deleted = names().enumerate().filter(|(_, name)| *name == IS_SOFT_DELETED);
        Self {
            preview,
            directory,
            columns: directory.reader(names()),
            soft_deleted: soft_deleted.map(|(at, _)| at).collect(),
        }
    }

    /// The people of these rows, as far as there are any.
    pub(super) fn read(&'a self, rows: &Range<usize>, arena: &'a Arena) -> Batch<'a> {
        let people: Vec<_> = rows.clone().map_while(|row| self.directory.person(row)).collect();
        let people = arena.hold_all(&people);
        let computed: Vec<_> = people.iter().map(|person| self.preview.computed(person)).collect();
        let computed = arena.hold_all(&computed);
        let mut read = self.columns.read(&(rows.start..rows.start + people.len()), arena);
        if !self.soft_deleted.is_empty() {
            let stays: Vec<_> = computed.iter().map(|person| person.stay as u16).collect();
            let soft_deleted = ReadColumn::shared(arena.hold_all(&stays), &Stay::TEXTS, arena);
            for at in &self.soft_deleted {
                if let Some(column) = read.get_mut(*at) {
                    *column = soft_deleted;
                }
            }
        }
        Batch { people, computed, read: arena.hold_all(&read), arena }
    }
}
