//! What pointer, wheel and keyboard do to a table.

use egui::Event;
use egui::EventFilter;
use egui::Key;
use egui::Modifiers;
use egui::PointerButton;
use egui::Response;
use egui::Ui;

use crate::ui::widgets::table::Table;
use crate::ui::widgets::table::TableResponse;
use crate::ui::widgets::table::body::Spot;
use crate::ui::widgets::table::layout::Layout;
use crate::ui::widgets::table::state::TableState;

/// Letters typed this long after one another belong to one word, in seconds.
const TYPING_PAUSE: f64 = 1.0;

/// The cell under the pointer.
pub(super) fn spot(layout: &Layout, state: &TableState, response: &Response) -> Option<Spot> {
    let pos = response.hover_pos()?;
    let row = state.scroll.row_at(pos.y - layout.body.top(), layout.extent)?;
    Some(Spot { row, column: layout.column_at(pos.x) })
}

/// Wheel and touch pad.
pub(super) fn wheel(ui: &Ui, layout: &Layout, state: &mut TableState) {
    if !ui.rect_contains_pointer(layout.body.union(layout.header))
        || ui.ctx().dragged_id().is_some()
    {
        return;
    }
    let delta = ui.input(egui::InputState::smooth_scroll_delta);
    let down = state.scroll.by(-delta.y, layout.extent);
    let before = state.left;
    state.left = (state.left - delta.x).clamp(0.0, layout.overflow());
    let sideways = (state.left - before).abs() > 0.0;
    if down || sideways {
        ui.input_mut(|input| {
            if down {
                input.smooth_scroll_delta.y = 0.0;
            }
            if sideways {
                input.smooth_scroll_delta.x = 0.0;
            }
        });
        ui.ctx().request_repaint();
    }
}

/// Clicks on rows.
pub(super) fn pointer(
    ui: &Ui,
    table: &Table<'_, '_>,
    spot: Option<Spot>,
    state: &mut TableState,
    out: &mut TableResponse,
) {
    let response = &out.body;
    let rows = table.rows();
    let Some(spot) = spot else { return };
    if response.clicked_by(PointerButton::Primary) {
        response.request_focus();
        let modifiers = ui.input(|input| input.modifiers);
        if spot.column.is_none() || modifiers.command {
            state.toggle(spot.row, rows);
        } else if modifiers.shift {
            state.extend_to(spot.row, rows);
        } else {
            state.select_only(spot.row, rows);
        }
        out.changed = true;
        if response.double_clicked() && spot.column.is_some() {
            out.opened = Some(spot.row);
        }
    }
    if response.secondary_clicked() && !state.selected.contains((rows.key)(spot.row)) {
        state.select_only(spot.row, rows);
        out.changed = true;
    }
}

/// Keys, while the table has the focus.
pub(super) fn keys(
    ui: &Ui,
    table: &Table<'_, '_>,
    layout: &Layout,
    state: &mut TableState,
    out: &mut TableResponse,
) {
    if !out.body.has_focus() {
        return;
    }
    let filter =
        EventFilter { vertical_arrows: true, horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(out.body.id, filter));
    let now = ui.input(|input| input.time);
    let typing =
        table.find.is_some() && !state.typed.is_empty() && now - state.typed_at <= TYPING_PAUSE;
    for event in ui.input(|input| input.events.clone()) {
        match event {
            Event::Key { key: Key::Space, .. } if typing => {}
            Event::Key { key, pressed: true, modifiers, .. } => {
                key_pressed(table, layout, state, out, key, modifiers);
            }
            Event::Text(text) => typed(ui, table, layout, state, out, &text),
            _ => {}
        }
    }
}

fn key_pressed(
    table: &Table<'_, '_>,
    layout: &Layout,
    state: &mut TableState,
    out: &mut TableResponse,
    key: Key,
    modifiers: Modifiers,
) {
    let rows = table.rows();
    let cursor = rows.find(state.cursor);
    match key {
        Key::A if modifiers.command => {
            state.select_all(rows);
            out.changed = true;
        }
        Key::Space => {
            if let Some(row) = cursor {
                state.toggle(row, rows);
                out.changed = true;
            }
        }
        Key::Enter => out.opened = cursor.or(out.opened),
        Key::ArrowLeft => state.left = (state.left - 40.0).max(0.0),
        Key::ArrowRight => state.left = (state.left + 40.0).min(layout.overflow()),
        _ => {
            let Some(row) = moved(key, cursor, layout) else { return };
            if modifiers.shift {
                state.extend_to(row, rows);
            } else if modifiers.command {
                state.cursor = rows.place(row);
            } else {
                state.select_only(row, rows);
            }
            state.scroll.reveal(row, layout.extent);
            out.changed = true;
        }
    }
}

/// The row that a key leads to.
fn moved(key: Key, cursor: Option<usize>, layout: &Layout) -> Option<usize> {
    let last = layout.extent.rows.checked_sub(1)?;
    let page = layout.extent.page();
    let row = match key {
        Key::ArrowDown => cursor.map_or(0, |row| row + 1),
        Key::ArrowUp => cursor.map_or(last, |row| row.saturating_sub(1)),
        Key::PageDown => cursor.unwrap_or(0) + page,
        Key::PageUp => cursor.unwrap_or(0).saturating_sub(page),
        Key::Home => 0,
        Key::End => last,
        _ => return None,
    };
    Some(row.min(last))
}

/// Letters look for a row that begins with them.
fn typed(
    ui: &Ui,
    table: &Table<'_, '_>,
    layout: &Layout,
    state: &mut TableState,
    out: &mut TableResponse,
    letters: &str,
) {
    let Some(find) = table.find else { return };
    let now = ui.input(|input| input.time);
    if now - state.typed_at > TYPING_PAUSE {
        state.typed.clear();
    }
    if letters == " " && state.typed.is_empty() {
        return;
    }
    state.typed_at = now;
    state.typed.push_str(letters);
    if let Some(row) = find(&state.typed) {
        state.select_only(row, table.rows());
        state.scroll.reveal(row, layout.extent);
        out.changed = true;
    }
}
