//! Asks before work that is done by hand is ended where it is.

use egui::Ui;

use crate::journal::run::RecordedRun;
use crate::session::action::{Action, GuidedAction};
use crate::session::runs::Tally;
use crate::ui::Asked;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::dialog::{Answer, Dialog};
use crate::ui::widgets::text;
use crate::ui::words;

/// Draws the question.
pub(super) fn ui(ui: &Ui, run: Option<&RecordedRun>, asked: &mut Asked<'_>) {
    let Some(run) = run else { return asked.push(Action::CloseDialog) };
    let left = words::counted(Tally::of(run).untouched, "person", "people");
    let title = format!("Stop with {left} left?");
    let stop = format!("Stop with {left} left");
    let answer = Dialog::new(&title, "Go on")
        .text("Nothing that was done in Command is undone, and the record keeps what was seen.")
        .act(Button::destroy(&stop))
        .show(ui, |ui| {
            text::muted(
                ui,
                "To make a pause, just leave the page or close the window: this work waits. Whoever is left can be planned again.",
            );
        });
    match answer {
        Answer::Acted => asked.push(Action::Guided(run.id.clone(), GuidedAction::Stop)),
        Answer::Closed => asked.push(Action::CloseDialog),
        Answer::Waiting | Answer::Aside => {}
    }
}
