//! The states of a list: nothing there, on its way, broken off.

use egui::Ui;

use crate::session::action::Action;
use crate::session::users::Reading;
use crate::ui::theme::icons::{self, Icon};
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::banner::Banner;
use crate::ui::widgets::empty::EmptyState;
use crate::ui::{Asked, words};

/// Draws a list without rows: what is so, and the next step; true when the step was chosen.
pub(super) fn empty_ui(ui: &mut Ui, icon: Icon, title: &str, about: &str, step: Option<&str>) -> bool {
    EmptyState::new(icon, title, about).actions(step.as_slice()).show(ui).is_some()
}

/// Draws a list whose first rows are awaited.
pub(super) fn loading_ui(ui: &mut Ui, title: &str) {
    empty_ui(ui, icons::WAITING, title, "The first rows appear as soon as they arrive.", None);
}

/// Draws why a list is not whole, above its rows.
pub(super) fn reading_ui(ui: &mut Ui, reading: &Reading, what: &str, asked: &mut Asked<'_>) {
    let Reading::Partial { read, expected, problem, .. } = reading else { return };
    let all = |all: &u64| format!(" of {}", words::count(usize::try_from(*all).unwrap_or(usize::MAX)));
    let headline = format!("Only {}{} {what} were read", words::count(*read), expected.as_ref().map(all).unwrap_or_default());
    let detail = format!("{}. {}.", capitalized(problem.why.trim_end_matches('.')), problem.advice.trim_end_matches('.'));
    ui.add_space(size::GAP);
    let actions = ["Read again", "Copy what happened"];
    match Banner::new(Tone::Warning, &headline).detail(&detail).actions(&actions).show(ui) {
        Some(0) => asked.push(Action::Refresh),
        Some(_) => asked.push(Action::Copy(problem.text())),
        None => {}
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
