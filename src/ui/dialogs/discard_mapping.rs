//! Asks before changes of a mapping that are not saved are lost.

use egui::Ui;

use crate::session::action::Action;
use crate::session::mappings::action::MappingsAction;
use crate::session::state::State;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::dialog::{Answer, Dialog};
use crate::ui::widgets::text;
use crate::ui::{Asked, words};

/// Draws the question.
pub(super) fn ui(ui: &Ui, state: &State, wanted: &MappingsAction, asked: &mut Asked<'_>) {
    let keep = || Action::Mappings(MappingsAction::Keep);
    let Some(document) = &state.mappings.document else { return asked.push(keep()) };
    let changes = words::changes(document.steps());
    let (title, discard) =
        (format!("Discard {changes} of {}?", document.name()), format!("Discard {changes}"));
    let answer = Dialog::new(&title, "Keep them")
        .text(if *wanted == MappingsAction::Quit {
            "The window closes, and what was changed is not saved."
        } else {
            "Another mapping takes the place of this one, and what was changed is not saved."
        })
        .act(Button::destroy(&discard))
        .show(ui, |ui| {
            text::muted(ui, "To keep them, save the schema JSON first.");
        });
    match answer {
        Answer::Acted => {
            let discard = MappingsAction::Discard(Box::new(wanted.clone()));
            asked.push(Action::Mappings(discard));
        }
        Answer::Closed => asked.push(keep()),
        Answer::Waiting | Answer::Aside => {}
    }
}
