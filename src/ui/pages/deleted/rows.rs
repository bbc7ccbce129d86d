//! The rows of Deleted users: filtered, sorted and followed through a new reading; looked through only when something changed.

use std::cmp::Reverse;
use std::collections::HashMap;

use memchr::memmem;

use crate::session::people::fold;
use crate::session::state::State;
use crate::ui::theme::icons;
use crate::ui::theme::tokens::Tone;
use crate::ui::widgets::table::cell::Cell;
use crate::ui::widgets::table::column::{Column, Direction, Order};
use crate::ui::widgets::table::state::TableState;
use crate::ui::words;
use crate::verkada::admin::DeletedUser;
use crate::verkada::name;

const COLUMNS: [Column<'static>; 8] = [
    Column::new("Name", 150.0).grow(),
    Column::new("userName", 170.0).grow(),
    Column::new("Department", 104.0),
    Column::new("Deleted", 84.0),
    Column::new("Roles kept", 84.0).right(),
    Column::new("Credentials", 92.0).right(),
    Column::new("Groups", 68.0).right(),
    Column::new("Access log", 84.0).right(),
];
const SINCE: usize = 3;
/// Room for all columns and the check boxes.
const WIDE: f32 = 890.0;
/// Columns that stay where there is less room; the pane beside it shows the others.
const NARROW: usize = 5;

/// The columns that there is room for.
pub(super) fn columns_in(room: f32) -> &'static [Column<'static>] {
    let all: &[Column<'_>] = &COLUMNS;
    if room < WIDE { all.get(..NARROW).unwrap_or(all) } else { all }
}

/// What is asked for, and the positions that answer it.
pub(super) struct Rows {
    pub(super) text: String,
    pub(super) shown: Vec<u32>,
    order: Order,
    shown_for: Option<(u64, String, Order)>,
    ids: Vec<String>,
    revision: Option<u64>,
    chosen: usize,
}

impl Default for Rows {
    fn default() -> Self {
        Self {
            text: String::new(),
            shown: Vec::new(),
            order: Order { column: SINCE, direction: Direction::Descending },
            shown_for: None,
            ids: Vec::new(),
            revision: None,
            chosen: 0,
        }
    }
}

impl Rows {
    /// Sorts and filters if something changed, and keeps the same people chosen.
    pub(super) fn arrange(&mut self, state: &State, table: &mut TableState) {
        let all = state.deleted_users();
        let revision = state.organization.revision;
        if self.revision != Some(revision) {
            self.revision = Some(revision);
            self.follow(all, table);
        }
        let wanted = (revision, self.text.clone(), self.order);
        if self.shown_for.as_ref() == Some(&wanted) {
            return;
        }
        self.shown_for = Some(wanted);
        let folded = fold(self.text.trim());
        let words: Vec<&[u8]> =
            folded.split(|&byte| byte == b' ').filter(|word| !word.is_empty()).collect();
        let matches = |one: &DeletedUser| {
            let department = one.department.as_deref().unwrap_or_default();
            let text = fold(&[&one.display_name, &one.user_name, department].join("\n"));
            words.iter().all(|word| memmem::find(&text, word).is_some())
        };
        let numbered = (0..).zip(all).filter(|(_, one)| matches(one));
        self.shown = numbered.map(|(position, _)| position).collect();
        self.put_in_order(all);
        self.recount(table);
    }

    fn follow(&mut self, all: &[DeletedUser], table: &mut TableState) {
        let now: HashMap<&str, u32> = all.iter().map(|one| one.id.as_str()).zip(0..).collect();
        table.follow(|key| now.get(self.ids.get(key as usize)?.as_str()).copied());
        self.ids = all.iter().map(|one| one.id.clone()).collect();
    }

    fn put_in_order(&mut self, all: &[DeletedUser]) {
        let at = |position: &u32| all.get(*position as usize);
        match self.order.column {
            0 => self.shown.sort_by_cached_key(|row| at(row).map(|one| fold(&one.display_name))),
            1 => self.shown.sort_by_cached_key(|row| at(row).map(|one| fold(&one.user_name))),
            2 => self.shown.sort_by_cached_key(|row| {
                at(row).map(|one| fold(one.department.as_deref().unwrap_or_default()))
            }),
            SINCE => self.shown.sort_by_key(|row| at(row).map(|one| one.deleted_at)),
            // Most first is what one looks for in numbers.
            column => {
                self.shown.sort_by_key(|row| Reverse(at(row).map(|one| number(one, column))));
            }
        }
        if self.order.direction == Direction::Descending {
            self.shown.reverse();
        }
    }

    /// How the rows are ordered.
    pub(super) fn order(&self) -> Order {
        self.order
    }

    /// Orders the rows differently from the next frame on.
    pub(super) fn sort(&mut self, order: Order) {
        self.order = order;
    }

    /// The first row whose name begins with some letters.
    pub(super) fn first_with(&self, all: &[DeletedUser], letters: &str) -> Option<usize> {
        let wanted = fold(letters);
        self.shown.iter().position(|&position| {
            all.get(position as usize)
                .is_some_and(|one| fold(&one.display_name).starts_with(&wanted))
        })
    }

    /// Counts the chosen rows that are shown.
    pub(super) fn recount(&mut self, table: &TableState) {
        self.chosen = self.shown.iter().filter(|row| table.selected.contains(**row)).count();
    }

    /// How many of the rows shown are chosen.
    pub(super) fn chosen(&self, table: &TableState) -> usize {
        if table.selected.is_empty() { 0 } else { self.chosen }
    }

    /// The chosen ones among those shown, in the order shown.
    pub(super) fn chosen_of<'a>(
        &self,
        table: &TableState,
        all: &'a [DeletedUser],
    ) -> Vec<&'a DeletedUser> {
        let chosen = self.shown.iter().filter(|row| table.selected.contains(**row));
        chosen.filter_map(|&position| all.get(position as usize)).collect()
    }
}

fn number(one: &DeletedUser, column: usize) -> u64 {
    match column {
        4 => one.kept.roles,
        5 => one.kept.credentials,
        6 => one.kept.groups,
        _ => one.kept.access_log_entries,
    }
}

/// What stands in a cell.
pub(super) fn cell<'a>(one: &'a DeletedUser, column: usize, state: &State) -> Cell<'a> {
    match column {
        0 if state.protects(&one.user_name) => {
            Cell::name(name::shown(&one.display_name)).icon(icons::SHIELD, Tone::Accent)
        }
        0 => Cell::name(name::shown(&one.display_name)),
        1 => Cell::muted(name::shown(&one.user_name)),
        2 => Cell::text(name::shown(one.department.as_deref().unwrap_or("–"))),
        SINCE => Cell::muted(words::ago(one.deleted_at, state.now)),
        column => match number(one, column) {
            0 => Cell::muted("–"),
            count => Cell::text(words::count(count)),
        },
    }
}
