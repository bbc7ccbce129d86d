//! Attributes of many people at a time, for evaluations.

use std::ops::Range;

use hashbrown::HashMap;

use crate::entra::directory::cells::Cells;
use crate::entra::directory::{Cell, Directory, LIST, Texts};
use crate::entra::expression::{Arena, ReadColumn, ValueRef};

/// Some attributes of everybody, looked up once for evaluations that read them of many people at a time.
#[derive(Clone, Debug)]
pub struct DirectoryReader<'a> {
    columns: Vec<ReadCells<'a>>,
    /// Of each attribute its column.
    places: Vec<usize>,
    texts: &'a Texts,
}

/// The cells of a column that is read; none where nobody has it.
#[derive(Clone, Debug)]
enum ReadCells<'a> {
    Own(&'a [Cell]),
    /// Where the text of each person stands among those that are different.
    Shared {
        places: &'a [u16],
        texts: Vec<&'a str>,
    },
}

impl Directory {
    /// Reads these attributes of many people at a time.
    pub fn reader<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> DirectoryReader<'_> {
        let mut reader =
            DirectoryReader { columns: Vec::new(), places: Vec::new(), texts: &self.texts };
        let mut known = HashMap::new();
        for name in names {
            let column = self.column(name);
            let place = *known.entry(column.map(|column| column.0)).or_insert_with(|| {
                let stored = column.and_then(|column| self.stored(column));
                reader.columns.push(ReadCells::of(stored.map(|stored| &stored.cells), &self.texts));
                reader.columns.len() - 1
            });
            reader.places.push(place);
        }
        reader
    }
}

impl DirectoryReader<'_> {
    /// What the people of some rows have, in the order of the names.
    pub fn read<'a>(&'a self, rows: &Range<usize>, arena: &'a Arena) -> Vec<ReadColumn<'a>> {
        let columns = self.columns.iter().map(|column| match column {
            ReadCells::Own(cells) => self.own(cells, rows, arena),
            ReadCells::Shared { places, texts } => shared(places, texts, rows, arena),
        });
        let columns: Vec<_> = columns.collect();
        self.places.iter().filter_map(|place| columns.get(*place)).copied().collect()
    }

    fn own<'a>(&'a self, cells: &[Cell], rows: &Range<usize>, arena: &'a Arena) -> ReadColumn<'a> {
        let cell = |row: usize| cells.get(row).copied().unwrap_or_default();
        let column = match cells.get(rows.clone()) {
            Some(cells) => ReadColumn::new(cells.iter().map(|cell| self.texts.text(cell.0)), arena),
            // The last people have nothing.
            None => ReadColumn::new(rows.clone().map(|row| self.texts.text(cell(row).0)), arena),
        };
        if column.is_usual() {
            return column;
        }
        let lists = rows.clone().map(cell).enumerate().filter(|(_, cell)| cell.0 & LIST != 0);
        let lists: Vec<_> = lists.map(|(person, list)| (person, self.list(list, arena))).collect();
        column.with_others(arena.hold_all(&lists))
    }

    fn list<'a>(&'a self, cell: Cell, arena: &'a Arena) -> ValueRef<'a> {
        let members = self.texts.list(cell).unwrap_or_default();
        arena.list(members.iter().map(|member| self.texts.text(*member)))
    }
}

fn shared<'a>(
    places: &'a [u16],
    texts: &'a [&'a str],
    rows: &Range<usize>,
    arena: &'a Arena,
) -> ReadColumn<'a> {
    if let Some(places) = places.get(rows.clone()) {
        return ReadColumn::shared(places, texts, arena);
    }
    // The last people have nothing.
    let text = |row| places.get(row).and_then(|place| texts.get(usize::from(*place)));
    ReadColumn::new(rows.clone().map(|row| text(row).copied().unwrap_or_default()), arena)
}

impl<'a> ReadCells<'a> {
    fn of(cells: Option<&'a Cells>, texts: &'a Texts) -> Self {
        match cells {
            None => Self::Own(&[]),
            Some(Cells::Own(cells)) => Self::Own(cells),
            Some(Cells::Shared { places, different }) => {
                let texts = different.iter().map(|cell| texts.text(cell.0)).collect();
                Self::Shared { places, texts }
            }
        }
    }
}
