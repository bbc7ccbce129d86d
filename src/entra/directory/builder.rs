//! Puts a directory together, person by person.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

use crate::entra::directory::cells::Cells;
use crate::entra::directory::{
    Cell, Column, Directory, KnownAttribute, LIST, StoredColumn, derive,
};

/// A directory that is being put together.
#[derive(Default)]
pub(crate) struct DirectoryBuilder {
    directory: Directory,
    /// The texts that are there, by what they are.
    known: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// Whether a text did not fit any more; only where four gigabytes are full.
    is_full: bool,
}

impl DirectoryBuilder {
    /// The column of an attribute, by its name in mappings; made where it is not there.
    pub(crate) fn column(&mut self, name: &str) -> Column {
        if let Some(column) = self.directory.names.get(name) {
            return *column;
        }
        let column = self.push_column(name);
        self.directory.names.insert(name.into(), column);
        column
    }

    /// Gives the person who is being written a value. An empty one is none.
    pub(crate) fn set(&mut self, column: Column, text: &str) {
        let cell = Cell(self.text(text));
        self.put(self.directory.people, column, cell);
    }

    /// Gives the person several values. One is no list; empty ones are none.
    pub(crate) fn set_all(&mut self, column: Column, texts: &[&str]) {
        let texts: Vec<&str> = texts.iter().copied().filter(|text| !text.is_empty()).collect();
        match texts.as_slice() {
            [] => {}
            [one] => self.set(column, one),
            many => {
                for text in many {
                    let number = self.text(text);
                    self.directory.texts.members.push(number);
                }
                let texts = &mut self.directory.texts;
                let place =
                    u32::try_from(texts.list_ends.len()).ok().filter(|place| place & LIST == 0);
                match (place, u32::try_from(texts.members.len())) {
                    (Some(place), Ok(end)) => {
                        texts.list_ends.push(end);
                        self.put(self.directory.people, column, Cell(LIST | place));
                    }
                    _ => self.is_full = true,
                }
            }
        }
    }

    /// What the person who is being written has in a column so far.
    pub(super) fn current(&self, column: Column) -> Cell {
        self.directory.cell(self.directory.people, column)
    }

    /// Gives the person what was in the column before.
    pub(super) fn restore(&mut self, column: Column, before: Cell) {
        self.put(self.directory.people, column, before);
    }

    /// Whether two cells hold the same texts.
    pub(super) fn is_same(&self, one: Cell, other: Cell) -> bool {
        let texts = &self.directory.texts;
        one == other || texts.list(one).is_some_and(|list| texts.list(other) == Some(list))
    }

    /// The person is complete; the next one begins.
    pub(crate) fn end_person(&mut self) {
        self.directory.people += 1;
    }

    /// How many people are complete.
    pub(crate) fn people(&self) -> usize {
        self.directory.people
    }

    /// Whether everything fit.
    pub(crate) fn fits(&self) -> bool {
        !self.is_full
    }

    /// The directory, with what Entra computes.
    pub(crate) fn finish(mut self) -> Directory {
        derive::derive(&mut self);
        self.name_for_graph();
        drop(self.known);
        let mut directory = self.directory;
        let mut place_of_text = vec![None; directory.texts.ends.len()];
        for column in &mut directory.columns {
            column.cells.settle(&mut place_of_text);
        }
        directory.texts.arena.shrink_to_fit();
        directory.texts.ends.shrink_to_fit();
        directory.texts.members.shrink_to_fit();
        directory.texts.list_ends.shrink_to_fit();
        directory
    }

    /// What was written so far.
    pub(super) const fn written(&self) -> &Directory {
        &self.directory
    }

    /// A column that mappings find by this name, made from others.
    pub(super) fn computed_column(&mut self, name: &str) -> Column {
        let column = self.push_column(name);
        if let Some(stored) = self.directory.columns.last_mut() {
            stored.is_computed = true;
        }
        self.directory.names.insert(name.into(), column);
        column
    }

    /// Lets another name find a column too.
    pub(super) fn also_named(&mut self, name: &str, column: Column) {
        self.directory.names.entry(name.into()).or_insert(column);
    }

    /// Sets a cell of any person.
    pub(super) fn set_cell(&mut self, row: usize, column: Column, text: &str) {
        let cell = Cell(self.text(text));
        self.put(row, column, cell);
    }

    fn push_column(&mut self, name: &str) -> Column {
        // Files are refused long before there are so many columns.
        let column = Column(u32::try_from(self.directory.columns.len()).unwrap_or(u32::MAX));
        self.directory.columns.push(StoredColumn {
            name: name.into(),
            is_computed: false,
            cells: Cells::Own(Vec::new()),
        });
        column
    }

    fn put(&mut self, row: usize, column: Column, cell: Cell) {
        let at = usize::try_from(column.0).ok();
        if let Some(column) = at.and_then(|at| self.directory.columns.get_mut(at)) {
            column.cells.set(row, cell);
        }
    }

    /// The number of a text, which is kept once.
    fn text(&mut self, text: &str) -> u32 {
        if text.is_empty() {
            return 0;
        }
        let texts = &mut self.directory.texts;
        let hash = self.hasher.hash_one(text);
        if let Some(known) = self.known.find(hash, |known| texts.text(*known) == text) {
            return *known;
        }
        let end = u32::try_from(texts.arena.len() + text.len());
        let number = u32::try_from(texts.ends.len()).ok().filter(|number| number & LIST == 0);
        let (Ok(end), Some(number)) = (end, number) else {
            self.is_full = true;
            return 0;
        };
        texts.arena.push_str(text);
        texts.ends.push(end);
        let hasher = &self.hasher;
        self.known.insert_unique(hash, number, |known| hasher.hash_one(texts.text(*known)));
        number
    }

    fn name_for_graph(&mut self) {
        for known in KnownAttribute::all() {
            let column = self.directory.names.get(known.name).copied();
            if let (Some(graph), Some(column)) = (known.graph, column) {
                self.also_named(graph, column);
            }
        }
        if let Some(column) = self.directory.column("telephoneNumber") {
            self.also_named("businessPhones[0]", column);
        }
    }
}
