//! The states of a list: nothing there, on its way, broken off.

use egui::{Frame, Margin, Ui, Vec2};

use crate::session::action::Action;
use crate::session::users::Reading;
use crate::ui::theme::icons::{self, Icon};
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::theme;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::{paint, text};
use crate::ui::{Asked, words};

const TEXT_WIDTH: f32 = 380.0;

/// Draws a list without rows: an icon, what is so, and the next step; true when the step was chosen.
pub(super) fn empty_ui(ui: &mut Ui, icon: Icon, title: &str, about: &str, step: Option<&str>) -> bool {
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() * 0.25);
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(40.0), egui::Sense::hover());
        paint::icon(ui.painter(), rect.center(), icon, 32.0, theme::tokens(ui).faint);
        ui.add_space(size::GAP);
        ui.set_max_width(TEXT_WIDTH);
        text::strong(ui, title);
        text::muted(ui, about);
        ui.add_space(size::GAP);
        step.is_some_and(|step| ui.add(Button::plain(step)).clicked())
    })
    .inner
}

/// Draws a list whose first rows are awaited.
pub(super) fn loading_ui(ui: &mut Ui, title: &str) {
    empty_ui(ui, icons::WAITING, title, "The first rows appear as soon as they arrive.", None);
}

/// Draws why a list is not whole, above its rows.
pub(super) fn reading_ui(ui: &mut Ui, reading: &Reading, what: &str, asked: &mut Asked<'_>) {
    let Reading::Partial { read, expected, problem, .. } = reading else { return };
    let tokens = theme::tokens(ui);
    let pair = tokens.tone(Tone::Warning);
    ui.add_space(size::GAP);
    let frame = Frame::new().fill(pair.soft).corner_radius(size::RADIUS).inner_margin(Margin::symmetric(12, 8));
    frame.show(ui, |ui| {
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(Vec2::splat(size::LINE_HEIGHT), egui::Sense::hover());
            paint::icon(ui.painter(), rect.center(), icons::WARNING, size::ICON, pair.text);
            let of = expected.map_or_else(String::new, |all| format!(" of {}", words::count(usize::try_from(all).unwrap_or(usize::MAX))));
            let headline = format!("Only {}{of} {what} were read.", words::count(*read));
            ui.vertical(|ui| {
                ui.set_width((ui.available_width() - 180.0).max(200.0));
                text::strong(ui, &headline);
                text::body(ui, &format!("{}. {}.", capitalized(&problem.why), problem.advice.trim_end_matches('.')));
            });
            if ui.add(Button::plain("Read again").name(&format!("Read {what} again"))).clicked() {
                asked.push(Action::Refresh);
            }
            if ui.add(Button::of_icon(icons::COPY, "Copy what went wrong")).clicked() {
                asked.push(Action::Copy(problem.text()));
            }
        });
    });
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
