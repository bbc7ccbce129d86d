//! The big table: any number of rows of one height, drawn and described only where they are seen.

mod access;
mod bars;
mod body;
pub(crate) mod cell;
pub(crate) mod column;
mod header;
mod input;
mod layout;
pub(crate) mod scroll;
pub(crate) mod selection;
pub(crate) mod state;

use egui::Response;
use egui::Sense;
use egui::Ui;
use egui::UiBuilder;
use egui::accesskit::Role;

use crate::ui::theme;
use crate::ui::widgets::table::cell::Cell;
use crate::ui::widgets::table::column::Column;
use crate::ui::widgets::table::column::Order;
use crate::ui::widgets::table::layout::Layout;
use crate::ui::widgets::table::state::Rows;
use crate::ui::widgets::table::state::TableState;
use crate::verkada::name;

/// A table over rows that the page holds: it asks for the cells it shows, and for keys.
///
/// ```text
/// let shown = Table::new("Users", &columns, rows.len(), &|row| rows[row].key, &|row, column| cell_of(row, column))
///     .order(&self.order)
///     .checkboxes()
///     .show(ui, &mut self.table, |ui| empty_state(ui));
/// ```
#[must_use = "a table does nothing until it is shown"]
pub(crate) struct Table<'a, 'c> {
    name: &'a str,
    columns: &'a [Column<'a>],
    count: usize,
    key: &'a dyn Fn(usize) -> u32,
    cell: &'a dyn Fn(usize, usize) -> Cell<'c>,
    order: &'a [Order],
    find: Option<&'a Find<'a>>,
    checks: f32,
}

/// Where the first row is that begins with the given letters.
type Find<'a> = dyn Fn(&str) -> Option<usize> + 'a;

/// What happened in a table during a frame.
pub(crate) struct TableResponse {
    /// The rows as one thing, for [`super::menu::context_menu`].
    pub(crate) body: Response,
    /// Selection or cursor changed.
    pub(crate) changed: bool,
    /// This row was double-clicked, or Enter pressed on it.
    pub(crate) opened: Option<usize>,
    /// A header was clicked: the order to sort the rows by from now on, first key first.
    pub(crate) ordered: Option<Vec<Order>>,
}

impl<'a, 'c> Table<'a, 'c> {
    /// The name is unique on its page; `key` and `cell` are only asked about rows below `count`.
    pub(crate) const fn new(
        name: &'a str,
        columns: &'a [Column<'a>],
        count: usize,
        key: &'a dyn Fn(usize) -> u32,
        cell: &'a dyn Fn(usize, usize) -> Cell<'c>,
    ) -> Self {
        Self { name, columns, count, key, cell, order: &[], find: None, checks: 0.0 }
    }

    /// How the rows are ordered, to be shown in the header.
    pub(crate) const fn order(mut self, order: &'a [Order]) -> Self {
        self.order = order;
        self
    }

    /// A column of check boxes before the first.
    pub(crate) const fn checkboxes(mut self) -> Self {
        self.checks = layout::CHECKS;
        self
    }

    /// Type-ahead: where the first row is that begins with the given letters.
    pub(crate) const fn find(mut self, find: &'a Find<'a>) -> Self {
        self.find = Some(find);
        self
    }

    const fn rows(&self) -> Rows<'a> {
        Rows { count: self.count, key: self.key }
    }

    /// Draws it in the room there is; `empty` fills the body while there are no rows.
    pub(crate) fn show(
        self,
        ui: &mut Ui,
        state: &mut TableState,
        empty: impl FnOnce(&mut Ui),
    ) -> TableResponse {
        let (_, rect) = ui.allocate_space(ui.available_size());
        // Its own name and not its place, so that the keyboard stays in it when a pane or a bar opens beside it.
        let builder = UiBuilder::new()
            .scope_id(egui::Id::unique(("table", self.name)))
            .max_rect(rect)
            .accessibility_role(Role::Table)
            .accessibility_label(self.name);
        let mut ui = ui.new_child(builder);
        ui.shrink_clip_rect(rect);
        self.show_in(&mut ui, state, empty)
    }

    fn show_in(
        self,
        ui: &mut Ui,
        state: &mut TableState,
        empty: impl FnOnce(&mut Ui),
    ) -> TableResponse {
        let rect = ui.max_rect();
        ui.painter().rect_filled(rect, 0.0, theme::tokens(ui).surface);
        let layout = Layout::new(rect, self.columns, self.checks, self.count, state);
        let sense = if self.count == 0 { Sense::hover() } else { Sense::click() };
        let body = ui.interact(layout.body, ui.scope_id().with("rows"), sense);
        let selected = state.selected.len();
        let mut out = TableResponse { body, changed: false, opened: None, ordered: None };
        input::wheel(ui, &layout, state);
        state.scroll.clamp(layout.extent);
        if let Some(row) = state.wanted.take() {
            state.scroll.reveal(row, layout.extent);
        }
        let spot = input::spot(&layout, state, &out.body);
        input::pointer(ui, &self, spot, state, &mut out);
        input::keys(ui, &self, &layout, state, &mut out);
        let focused = out.body.has_focus().then(|| self.rows().find(state.cursor)).flatten();
        if let Some(row) = focused {
            // The next frame finds it where it is now, not by looking at every row.
            state.cursor = self.rows().place(row);
        }
        let spot = spot.filter(|_| out.body.hovered());
        let cut = body::show(ui, &self, &layout, state, spot, focused);
        out.ordered = header::show(ui, &self, &layout, state);
        out.changed |= selected != state.selected.len();
        access::describe(ui, &self, &layout, state, &out.body);
        bars::show(ui, &layout, state);
        if self.count == 0 {
            empty(&mut ui.new_child(UiBuilder::new().max_rect(layout.body)));
        }
        if let Some(cut) = cut {
            out.body = out.body.on_hover_text_at_pointer(name::shown(&cut));
        }
        out
    }
}

#[cfg(test)]
mod tests;
