//! The scroll bars of a table: a handle to drag, a track to page with.

use egui::Rect;
use egui::Sense;
use egui::Ui;

use crate::ui::theme;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::table::layout::Layout;
use crate::ui::widgets::table::state::TableState;

const LEAST: f32 = 28.0;
const RESTING: f32 = 6.0;

/// Draws both where they are needed.
pub(super) fn show(ui: &Ui, layout: &Layout, state: &mut TableState) {
    if layout.extent.overflows() {
        vertical(ui, layout, state);
    }
    if layout.overflow() > 0.0 {
        horizontal(ui, layout, state);
    }
}

fn vertical(ui: &Ui, layout: &Layout, state: &mut TableState) {
    let track = layout
        .body
        .with_min_x(layout.body.right() - size::SCROLL_BAR)
        .shrink2(egui::vec2(0.0, 2.0));
    let response =
        ui.interact(track, ui.scope_id().with("vertical bar"), Sense::CLICK | Sense::DRAG);
    let (start, length) = state.scroll.handle(track.height(), LEAST, layout.extent);
    if let Some(pointer) = response.interact_pointer_pos().map(|pos| pos.y - track.top()) {
        if state.grabbed.is_none() {
            let inside = (start..start + length).contains(&pointer);
            if !inside {
                let page = layout.body.height() - size::ROW;
                state.scroll.by(if pointer < start { -page } else { page }, layout.extent);
            }
            // Pressed beside the handle it pages once; dragged on from there nothing more happens.
            state.grabbed = Some(if inside { pointer - start } else { f32::NAN });
        } else if response.dragged()
            && let Some(grabbed) = state.grabbed.filter(|grabbed| grabbed.is_finite())
        {
            state.scroll.drag_to(pointer - grabbed, length, track.height(), layout.extent);
        }
    }
    if !response.is_pointer_button_down_on() && !response.dragged() {
        state.grabbed = None;
    }
    let (start, length) = state.scroll.handle(track.height(), LEAST, layout.extent);
    let busy = response.hovered() || response.dragged();
    let width = if busy { size::SCROLL_BAR - 2.0 } else { RESTING };
    let top = track.top() + start;
    let handle = Rect::from_x_y_ranges(
        track.right() - 2.0 - width..=track.right() - 2.0,
        top..=top + length,
    );
    paint(ui, track, handle, busy.into());
}

fn horizontal(ui: &Ui, layout: &Layout, state: &mut TableState) {
    let track = layout.body.with_min_y(layout.body.bottom() - size::SCROLL_BAR);
    let track = track.with_max_x(track.right() - size::SCROLL_BAR);
    let response = ui.interact(track, ui.scope_id().with("horizontal bar"), Sense::DRAG);
    let whole = layout.body.width() + layout.overflow();
    let length = (track.width() * layout.body.width() / whole).max(LEAST);
    let way = (track.width() - length).max(1.0);
    if response.dragged() {
        let delta = response.drag_delta().x / way * layout.overflow();
        state.left = (state.left + delta).clamp(0.0, layout.overflow());
    }
    let busy = response.hovered() || response.dragged();
    let height = if busy { size::SCROLL_BAR - 2.0 } else { RESTING };
    let left = track.left() + state.left / layout.overflow() * way;
    let handle = Rect::from_x_y_ranges(
        left..=left + length,
        track.bottom() - 2.0 - height..=track.bottom() - 2.0,
    );
    paint(ui, track, handle, busy.into());
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Busy {
    Yes,
    No,
}

impl From<bool> for Busy {
    fn from(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
}

fn paint(ui: &Ui, track: Rect, handle: Rect, busy: Busy) {
    let tokens = theme::tokens(ui);
    let color =
        if busy == Busy::Yes { tokens.text_muted } else { tokens.faint.gamma_multiply(0.7) };
    if busy == Busy::Yes {
        ui.painter().rect_filled(track, 0.0, tokens.sunken.gamma_multiply(0.8));
    }
    ui.painter().rect_filled(handle, 4.0, color);
}
