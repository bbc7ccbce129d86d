//! The staged check of the connection: where it breaks off, why, and what to do.

use egui::{Align, Layout, Ui, Vec2};

use crate::session::action::Action;
use crate::session::check::{StageRow, Standing};
use crate::session::state::State;
use crate::ui::pages::{body_ui, header_ui};
use crate::ui::theme;
use crate::ui::theme::icons::{self, Icon};
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::button::Button;
use crate::ui::widgets::card::{card, toned_card};
use crate::ui::widgets::{paint, text};
use crate::ui::{Asked, words};

const WIDTH: f32 = 760.0;

/// Draws the page.
pub(crate) fn ui(ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
    let check = &state.check;
    let about = match (check.is_running, check.ended_at) {
        (true, _) => "Checking; only reading, nothing is changed".to_owned(),
        (false, Some(at)) if check.passed() => {
            format!("All is well, checked {}", words::ago(at, state.now))
        }
        (false, Some(at)) => format!("Checked {}", words::ago(at, state.now)),
        (false, None) => "Finds the place where a connection breaks off".to_owned(),
    };
    header_ui(ui, "Diagnose", &about, |ui| {
        if check.is_running {
            if ui.add(Button::plain("Stop").icon(icons::STOP).name("Stop the check")).clicked() {
                asked.push(Action::StopCheck);
            }
        } else if ui.add(Button::primary("Check the connection").icon(icons::DIAGNOSE)).clicked() {
            asked.push(Action::Check);
        }
        if !check.is_blank() && ui.add(Button::plain("Copy result").icon(icons::COPY)).clicked() {
            asked.push(Action::Copy(check.text()));
        }
    });
    body_ui(ui, |ui| {
        ui.set_max_width(WIDTH.min(ui.available_width()));
        if let Some(problem) = &check.problem {
            toned_card(ui, Tone::Danger, |ui| {
                text::strong(ui, &problem.title());
                text::body(ui, &problem.why);
                text::muted(ui, &problem.advice);
            });
            ui.add_space(size::GAP_LARGE);
        }
        card(ui, |ui| {
            for (position, row) in check.rows().enumerate() {
                if position > 0 {
                    ui.add_space(size::GAP_SMALL);
                    paint::separator(ui);
                    ui.add_space(size::GAP_SMALL);
                }
                stage_ui(ui, &row);
            }
        });
        ui.add_space(size::GAP_LARGE);
        text::hint(
            ui,
            "The check sends what Entra's Test Connection sends, and reads a few people. It never writes.",
        );
    });
}

fn stage_ui(ui: &mut Ui, row: &StageRow) {
    let (icon, tone) = look(row.standing);
    ui.spacing_mut().interact_size.y = size::LINE_HEIGHT;
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.horizontal_top(|ui| {
        let (rect, _) =
            ui.allocate_exact_size(Vec2::splat(size::LINE_HEIGHT), egui::Sense::hover());
        paint::icon(
            ui.painter(),
            rect.center(),
            icon,
            size::TEXT_TITLE,
            theme::tokens(ui).tone(tone).text,
        );
        ui.add_space(size::GAP_SMALL);
        ui.vertical(|ui| {
            ui.horizontal(|ui| {
                text::strong(ui, row.title);
                text::hint(ui, row.question);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if let Some(took) = row.took {
                        text::hint(ui, &format!("{} ms", took.as_millis()));
                    }
                    text::toned(ui, tone, word(row.standing));
                });
            });
            for line in [&row.note, &row.why].into_iter().filter(|line| !line.is_empty()) {
                text::body(ui, line);
            }
            if !row.advice.is_empty() {
                text::muted(ui, &row.advice);
            }
        });
    });
}

fn look(standing: Standing) -> (Icon, Tone) {
    match standing {
        Standing::Waiting => (icons::CIRCLE, Tone::Neutral),
        Standing::Running => (icons::WORKING, Tone::Accent),
        Standing::Good => (icons::OK, Tone::Good),
        Standing::Warning => (icons::WARNING, Tone::Warning),
        Standing::Failed => (icons::FAILED, Tone::Danger),
        Standing::Skipped => (icons::MINUS, Tone::Neutral),
    }
}

fn word(standing: Standing) -> &'static str {
    match standing {
        Standing::Waiting => "",
        Standing::Running => "Checking",
        Standing::Good => "Good",
        Standing::Warning => "Works, but",
        Standing::Failed => "Failed",
        Standing::Skipped => "Not needed",
    }
}
