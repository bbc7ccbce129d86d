//! A connection's token: replacing it, waiting for the keyring, and what to do when the keyring does not take it.

use egui::Ui;

use crate::session::action::Action;
use crate::session::connection::Profile;
use crate::session::outcome::TokenNotSaved;
use crate::ui::Asked;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::secret_field::{SecretBuffer, SecretField};
use crate::ui::widgets::{dialog, text};
use crate::verkada::ScimToken;

const WIDTH: f32 = 480.0;

/// The half-typed token.
#[derive(Default)]
pub(super) struct ReplaceToken {
    token: SecretBuffer,
    error: Option<String>,
}

impl ReplaceToken {
    /// Draws the dialog.
    pub(super) fn ui(&mut self, ui: &mut Ui, profile: Option<&Profile>, asked: &mut Asked<'_>) {
        let Some(profile) = profile else { return asked.push(Action::CloseDialog) };
        let closed = dialog::dialog(ui, &format!("Token of {}", profile.name), WIDTH, |ui| {
            text::muted(
                ui,
                "In Command, Refresh makes a new SCIM token and ends the old one at once. Paste the present one here.",
            );
            ui.add_space(size::GAP_LARGE);
            let note = format!("It goes into this computer's keyring, for {} alone.", profile.place());
            let field =
                SecretField::new("SCIM token").hint("Paste it here").note(&note).error(self.error.as_deref());
            if field.show(ui, &mut self.token).changed() {
                self.error = None;
            }
            ui.add_space(size::GAP_LARGE);
            dialog::buttons(ui, |ui| {
                let blocked = self.token.is_empty().then_some("Paste the token first.");
                if ui.add(Button::primary("Save and check").blocked(blocked)).clicked() {
                    match ScimToken::parse(&self.token.take()) {
                        Ok(token) => asked.push(Action::ReplaceToken(profile.key.clone(), token.value)),
                        Err(error) => self.error = Some(error.to_string()),
                    }
                }
                ui.add(Button::plain("Cancel")).clicked()
            })
        });
        if closed {
            self.token.wipe();
            asked.push(Action::CloseDialog);
        }
    }
}

/// Draws the wait for the keyring, which may be asking the person for a password.
pub(super) fn saving_ui(ui: &mut Ui, name: &str) {
    dialog::dialog(ui, "Saving the token", WIDTH, |ui| {
        text::body(ui, &format!("The token of {name} is on its way into the keyring."));
        ui.add_space(size::GAP);
        text::muted(ui, "If your keyring asks for its password, it waits for you in a window of its own.");
        false
    });
}

/// Draws what to do with a token that the keyring did not take. Esc must not lose it, so only the buttons close this.
pub(super) fn not_saved_ui(ui: &mut Ui, not_saved: &TokenNotSaved, asked: &mut Asked<'_>) {
    dialog::dialog(ui, "The keyring did not take the token", WIDTH, |ui| {
        text::body(ui, &not_saved.problem.why);
        ui.add_space(size::GAP);
        text::muted(ui, &not_saved.problem.advice);
        ui.add_space(size::GAP);
        text::muted(ui, "The token is still here. SCIM Desk never writes it into a file.");
        ui.add_space(size::GAP_LARGE);
        dialog::buttons(ui, |ui| {
            if ui.add(Button::primary("Try the keyring again")).clicked() {
                asked.push(Action::RetryKeyring);
            }
            let keep = Button::plain("Keep it for this run only").tip("It is gone when SCIM Desk is closed.");
            if ui.add(keep).clicked() {
                asked.push(Action::KeepForThisRun);
            }
            if ui.add(Button::ghost("Throw it away")).clicked() {
                asked.push(Action::CloseDialog);
            }
            false
        })
    });
}
