//! The cells of a column. Most columns of a directory hold a few different texts: their cells take half the memory, and
//! evaluations of many people look each text up once.

use crate::entra::directory::Cell;
use crate::limits;

/// The cells of a column, of each person up to the last who has a value in it.
#[derive(Clone, Debug)]
pub(super) enum Cells {
    Own(Vec<Cell>),
    Shared {
        /// Of each person the place of the cell among those that are different.
        places: Box<[u16]>,
        different: Box<[Cell]>,
    },
}

impl Cells {
    /// Of this person.
    pub(super) fn get(&self, row: usize) -> Cell {
        let cell = match self {
            Self::Own(cells) => cells.get(row),
            Self::Shared { places, different } => {
                places.get(row).and_then(|place| different.get(usize::from(*place)))
            }
        };
        cell.copied().unwrap_or_default()
    }

    /// Gives a person a cell; only before they are settled.
    pub(super) fn set(&mut self, row: usize, cell: Cell) {
        let Self::Own(cells) = self else { return };
        if cell == Cell::default() && row >= cells.len() {
            return;
        }
        if row >= cells.len() {
            cells.resize(row + 1, Cell::default());
        }
        if let Some(place) = cells.get_mut(row) {
            *place = cell;
        }
    }

    /// Whether somebody has a value.
    pub(super) fn has_any(&self) -> bool {
        let cells = match self {
            Self::Own(cells) => cells,
            Self::Shared { different, .. } => &different[..],
        };
        cells.iter().any(|cell| *cell != Cell::default())
    }

    /// The bytes that they take.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Own(cells) => cells.capacity() * size_of::<Cell>(),
            Self::Shared { places, different } => {
                size_of_val(&**places) + size_of_val(&**different)
            }
        }
    }

    /// Takes no more memory than is needed. `place_of_text` has one for each text of the directory; all are none before and
    /// after.
    pub(super) fn settle(&mut self, place_of_text: &mut [Option<u16>]) {
        let Self::Own(cells) = self else { return };
        if let Some(shared) = shared(cells, place_of_text) {
            *self = shared;
        } else {
            cells.shrink_to_fit();
        }
    }
}

/// The same cells where few are different and none is a list.
fn shared(cells: &[Cell], place_of_text: &mut [Option<u16>]) -> Option<Cells> {
    let most = limits::DIRECTORY_SHARED_TEXTS.min(cells.len() / 2);
    let mut different = Vec::new();
    let place_of = |cell: &Cell| {
        let place = place_of_text.get_mut(cell.0 as usize)?;
        if place.is_none() && different.len() < most {
            *place = u16::try_from(different.len()).ok();
            different.push(*cell);
        }
        *place
    };
    let of_each = cells.iter().map(place_of).collect::<Option<_>>();
    for cell in &different {
        if let Some(place) = place_of_text.get_mut(cell.0 as usize) {
            *place = None;
        }
    }
    Some(Cells::Shared { places: of_each?, different: different.into_boxed_slice() })
}
