//! A dialog over the page: dimmed behind, closed by Esc or the cross, with its buttons at the end.

use egui::{Align, Frame, Id, Layout, Margin, Modal, Ui};

use crate::ui::theme;
use crate::ui::theme::icons;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::text;

/// Draws a dialog; true when it is to be closed: by Esc, by the cross, or because `add` says so.
pub(crate) fn dialog(ui: &mut Ui, title: &str, width: f32, add: impl FnOnce(&mut Ui) -> bool) -> bool {
    let tokens = theme::tokens(ui);
    let frame = Frame::new()
        .fill(tokens.surface)
        .stroke((size::LINE, tokens.line_strong))
        .corner_radius(size::RADIUS_LARGE)
        .inner_margin(Margin::same(20))
        .shadow(ui.visuals().window_shadow);
    let modal = Modal::new(Id::new(("dialog", title))).frame(frame).backdrop_color(tokens.scrim);
    let shown = modal.show(ui.ctx(), |ui| {
        ui.set_width(width);
        let crossed = ui
            .horizontal(|ui| {
                text::heading(ui, title);
                let cross = |ui: &mut Ui| ui.add(Button::of_icon(icons::CLOSE, "Close the dialog")).clicked();
                ui.with_layout(Layout::right_to_left(Align::Center), cross).inner
            })
            .inner;
        ui.add_space(size::GAP_SMALL);
        add(ui) || crossed
    });
    // A click beside the dialog is a slip of the hand: what was typed stays.
    let escaped = shown.should_close() && !shown.backdrop_response.clicked();
    shown.inner || escaped
}

/// The row of buttons at the end, the first one rightmost.
pub(crate) fn buttons<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.with_layout(Layout::right_to_left(Align::Center), add).inner
}
