//! One file for each page.

pub(crate) mod activity;
mod banner;
pub(crate) mod diagnose;
pub(crate) mod groups;
pub(crate) mod overview;
mod person;
pub(crate) mod settings;
pub(crate) mod users;

use egui::{Align, Frame, Layout, Margin, ScrollArea, Ui};

use crate::ui::theme::tokens::size;
use crate::ui::widgets::text;

/// The heading of a page: its title, a line about it, and what can be done, at the right.
fn header_ui(ui: &mut Ui, title: &str, about: &str, actions_ui: impl FnOnce(&mut Ui)) {
    let margin = Margin { left: 20, right: 20, top: 16, bottom: 12 };
    Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.set_min_height(size::CONTROL);
            text::heading(ui, title);
            ui.add_space(size::GAP_SMALL);
            text::muted(ui, about);
            ui.with_layout(Layout::right_to_left(Align::Center), actions_ui);
        });
    });
}

/// The part of a page below its heading, as high as needed, at most so wide that lines stay readable.
fn body_ui(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let margin = Margin { left: 20, right: 20, top: 0, bottom: 20 };
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        Frame::new().inner_margin(margin).show(ui, add);
    });
}
