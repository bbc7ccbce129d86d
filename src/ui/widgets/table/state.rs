//! What a table remembers between frames; the page keeps it.

use std::collections::BTreeMap;

use crate::ui::widgets::table::scroll::Scroll;
use crate::ui::widgets::table::selection::Selection;

/// Scroll position, selection, cursor and column widths of one table.
#[derive(Clone, Debug, Default)]
pub(crate) struct TableState {
    /// The selected rows, by key.
    pub(crate) selected: Selection,
    /// Widths that were set by hand, by column title; worth keeping between runs.
    pub(crate) widths: BTreeMap<String, f32>,
    pub(super) scroll: Scroll,
    pub(super) left: f32,
    pub(super) cursor: Option<Place>,
    pub(super) anchor: Option<Place>,
    pub(super) wanted: Option<usize>,
    pub(super) grabbed: Option<f32>,
    pub(super) typed: String,
    pub(super) typed_at: f64,
}

/// A row that is meant, by key, and where it was seen last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) key: u32,
    pub(super) row: usize,
}

impl TableState {
    /// The key of the row that the keyboard stands on; the detail pane shows this one.
    pub(crate) fn cursor(&self) -> Option<u32> {
        self.cursor.map(|place| place.key)
    }

    /// Puts the cursor on a row, selects it alone and scrolls to it with the next frame.
    pub(crate) fn go_to(&mut self, row: usize, key: u32) {
        let place = Some(Place { key, row });
        (self.cursor, self.anchor) = (place, place);
        self.selected.clear();
        self.selected.insert(key);
        self.wanted = Some(row);
    }

    /// Follows rows whose keys have changed: what is selected stays so, and nothing scrolls.
    pub(crate) fn follow(&mut self, moved: impl Fn(u32) -> Option<u32>) {
        let selected: Vec<u32> = self.selected.iter().filter_map(&moved).collect();
        self.selected.clear();
        for key in selected {
            self.selected.insert(key);
        }
        for place in [&mut self.cursor, &mut self.anchor] {
            *place = place.and_then(|place| moved(place.key).map(|key| Place { key, ..place }));
        }
    }

    /// Forgets cursor and selection, as after another connection was chosen.
    pub(crate) fn reset(&mut self) {
        let widths = std::mem::take(&mut self.widths);
        *self = Self { widths, ..Self::default() };
    }

    /// Selects one row alone and stands on it.
    pub(super) fn select_only(&mut self, row: usize, rows: Rows<'_>) {
        let place = rows.place(row);
        self.selected.clear();
        if let Some(place) = place {
            self.selected.insert(place.key);
        }
        (self.cursor, self.anchor) = (place, place);
    }

    /// Adds or takes away one row, keeps the others.
    pub(super) fn toggle(&mut self, row: usize, rows: Rows<'_>) {
        let Some(place) = rows.place(row) else { return };
        self.selected.toggle(place.key);
        (self.cursor, self.anchor) = (Some(place), Some(place));
    }

    /// Selects everything from where the last plain choice was made.
    pub(super) fn extend_to(&mut self, row: usize, rows: Rows<'_>) {
        let anchor = rows.find(self.anchor).unwrap_or(row);
        self.selected.clear();
        for row in anchor.min(row)..=anchor.max(row) {
            if let Some(place) = rows.place(row) {
                self.selected.insert(place.key);
            }
        }
        self.cursor = rows.place(row);
        self.anchor = rows.place(anchor);
    }

    /// Selects all rows there are to see, beside what is selected already.
    pub(super) fn select_all(&mut self, rows: Rows<'_>) {
        for row in 0..rows.count {
            self.selected.insert((rows.key)(row));
        }
    }
}

/// The rows as they stand now: how many, and the key of each.
#[derive(Clone, Copy)]
pub(super) struct Rows<'a> {
    pub(super) count: usize,
    pub(super) key: &'a dyn Fn(usize) -> u32,
}

impl Rows<'_> {
    pub(super) fn place(self, row: usize) -> Option<Place> {
        (row < self.count).then(|| Place { key: (self.key)(row), row })
    }

    /// Where a remembered row is now: usually where it was, else it is looked for.
    pub(super) fn find(self, place: Option<Place>) -> Option<usize> {
        let place = place?;
        if self.place(place.row) == Some(place) {
            return Some(place.row);
        }
        (0..self.count).find(|row| (self.key)(*row) == place.key)
    }
}

#[cfg(test)]
mod tests {
    use super::Rows;
    use super::TableState;

    fn keys(state: &TableState) -> Vec<u32> {
        state.selected.iter().collect()
    }

    #[test]
    fn choices_add_up_as_in_other_lists() {
        let rows = Rows { count: 100, key: &|row| u32::try_from(row).unwrap_or_default() + 1_000 };
        let mut state = TableState::default();
        state.select_only(5, rows);
        assert_eq!(keys(&state), [1_005]);
        state.extend_to(8, rows);
        assert_eq!(keys(&state), [1_005, 1_006, 1_007, 1_008]);
        state.extend_to(4, rows);
        assert_eq!(keys(&state), [1_004, 1_005]);
        assert_eq!(state.cursor(), Some(1_004));
        state.toggle(50, rows);
        assert_eq!(keys(&state), [1_004, 1_005, 1_050]);
        state.toggle(4, rows);
        assert_eq!(keys(&state), [1_005, 1_050]);
        state.select_all(rows);
        assert_eq!(state.selected.len(), 100);
    }

    #[test]
    fn the_cursor_stays_with_its_row_when_the_order_changes() {
        let mut state = TableState::default();
        state
            .select_only(2, Rows { count: 10, key: &|row| u32::try_from(row).unwrap_or_default() });
        let turned = Rows { count: 10, key: &|row| 9 - u32::try_from(row).unwrap_or_default() };
        assert_eq!(turned.find(state.cursor), Some(7));
        let filtered = Rows { count: 1, key: &|_| 9 };
        assert_eq!(filtered.find(state.cursor), None);
        state.extend_to(0, filtered);
        assert_eq!(keys(&state), [9]);
    }
}
