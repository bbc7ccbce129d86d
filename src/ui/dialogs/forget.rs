//! Asks before a connection is forgotten.

use egui::Ui;

use crate::session::action::Action;
use crate::session::connection::Profile;
use crate::ui::Asked;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::{dialog, text};

/// Draws the question.
pub(super) fn ui(ui: &mut Ui, profile: Option<&Profile>, asked: &mut Asked<'_>) {
    let Some(profile) = profile else { return asked.push(Action::CloseDialog) };
    let closed = dialog::dialog(ui, &format!("Forget {}?", profile.name), 440.0, |ui| {
        text::body(ui, "This computer forgets the connection and takes its token out of the keyring.");
        ui.add_space(size::GAP);
        text::muted(
            ui,
            "Nothing changes in Command or in Entra, and the token goes on working there. To come back you need the token again.",
        );
        ui.add_space(size::GAP_LARGE);
        dialog::buttons(ui, |ui| {
            if ui.add(Button::danger(&format!("Forget {}", profile.name))).clicked() {
                asked.push(Action::Forget(profile.key.clone()));
            }
            let keep = ui.add(Button::plain("Keep it"));
            if ui.memory(|memory| memory.focused().is_none()) {
                keep.request_focus();
            }
            keep.clicked()
        })
    });
    if closed {
        asked.push(Action::CloseDialog);
    }
}
