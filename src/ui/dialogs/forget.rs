//! Asks before a connection is forgotten.

use egui::Ui;

use crate::session::action::Action;
use crate::session::connection::Profile;
use crate::ui::Asked;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::dialog::{Answer, Dialog};
use crate::ui::widgets::text;

/// Draws the question.
pub(super) fn ui(ui: &Ui, profile: Option<&Profile>, asked: &mut Asked<'_>) {
    let Some(profile) = profile else { return asked.push(Action::CloseDialog) };
    let (title, forget) = (format!("Forget {}?", profile.name), format!("Forget {}", profile.name));
    let answer = Dialog::new(&title, "Keep it")
        .text("This computer forgets the connection and takes its token out of the keyring.")
        .act(Button::destroy(&forget))
        .show(ui, |ui| {
            text::muted(
                ui,
                "Nothing changes in Command or in Entra, and the token goes on working there. To come back you need the token again.",
            );
        });
    match answer {
        Answer::Acted => asked.push(Action::Forget(profile.key.clone())),
        Answer::Closed => asked.push(Action::CloseDialog),
        Answer::Waiting | Answer::Aside => {}
    }
}
