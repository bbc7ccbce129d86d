//! What stays around every page: top bar, rail, status bar.

mod rail;
mod status_bar;
mod top_bar;

use egui::{Frame, Margin, Stroke, Ui};

use crate::ui::theme;

pub(super) use rail::{icon as page_icon, rail_ui};
pub(super) use status_bar::status_bar_ui;
pub(super) use top_bar::{tone, top_bar_ui};

/// The frame of the top bar and the status bar.
pub(super) fn bar_frame(ui: &Ui) -> Frame {
    Frame::new()
        .fill(theme::tokens(ui).surface)
        .inner_margin(Margin::symmetric(12, 0))
        .stroke(Stroke::NONE)
}

/// The frame of the rail.
pub(super) fn rail_frame(ui: &Ui) -> Frame {
    Frame::new().fill(theme::tokens(ui).surface).inner_margin(Margin::same(8)).stroke(Stroke::NONE)
}
