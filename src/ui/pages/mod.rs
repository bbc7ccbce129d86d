//! One file for each page.

pub(crate) mod activity;
mod banner;
pub(crate) mod deleted;
pub(crate) mod diagnose;
pub(crate) mod domains;
pub(crate) mod groups;
pub(crate) mod guided;
mod history;
pub(crate) mod mappings;
mod next_steps;
pub(crate) mod overview;
mod person;
mod practice;
mod record;
mod removal;
pub(crate) mod settings;
pub(crate) mod users;

use std::cell::RefCell;

use egui::{Align, Frame, Layout, Margin, ScrollArea, Ui};

use crate::session::people::Sort;
use crate::ui::Asked;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::table::column::Direction;
use crate::ui::widgets::{split, text};

/// The heading of a page: its title, a line about it, and what can be done, at the right.
fn header_ui(ui: &mut Ui, title: &str, about: &str, actions_ui: impl FnOnce(&mut Ui)) {
    let margin = Margin { left: 20, right: 20, top: 16, bottom: 12 };
    Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.set_min_height(size::CONTROL);
            text::heading(ui, title);
            ui.add_space(size::GAP_SMALL);
            about_ui(ui, about, actions_ui);
        });
    });
}

/// The rest of a line: second text in the room that actions at its end leave.
fn about_ui(ui: &mut Ui, about: &str, actions_ui: impl FnOnce(&mut Ui)) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        actions_ui(ui);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            text::muted_line(ui, about);
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

/// The arrow in a table's header for how its rows are sorted.
fn direction(sort: Sort) -> Direction {
    match sort {
        Sort::Ascending => Direction::Ascending,
        Sort::Descending => Direction::Descending,
    }
}

/// How to sort the rows for an arrow in a table's header.
fn sort(direction: Direction) -> Sort {
    match direction {
        Direction::Ascending => Sort::Ascending,
        Direction::Descending => Sort::Descending,
    }
}

/// Two panes side by side that ask for things through the same hands.
fn split(
    ui: &mut Ui,
    width: &mut f32,
    usual: f32,
    asked: &mut Asked<'_>,
    left: impl FnOnce(&mut Ui, &mut Asked<'_>),
    right: impl FnOnce(&mut Ui, &mut Asked<'_>),
) {
    let asked = RefCell::new(asked);
    let both = |ui: &mut Ui, side: Side<'_>| {
        if let Ok(mut asked) = asked.try_borrow_mut() {
            side(ui, &mut asked);
        }
    };
    split::split(ui, width, usual, |ui| both(ui, Box::new(left)), |ui| both(ui, Box::new(right)));
}

type Side<'a> = Box<dyn FnOnce(&mut Ui, &mut Asked<'_>) + 'a>;
