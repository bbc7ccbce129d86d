//! A connection's token: replacing it, waiting for the keyring, and what to do when the keyring does not take it.

use egui::Ui;

use crate::session::action::Action;
use crate::session::connection::Profile;
use crate::session::outcome::TokenNotSaved;
use crate::session::state::State;
use crate::ui::dialogs::LOCKED;
use crate::ui::theme::icons;
use crate::ui::theme::tokens::Tone;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::dialog::{Answer, Dialog};
use crate::ui::widgets::secret_field::{SecretBuffer, SecretField};
use crate::ui::widgets::text;
use crate::ui::{Asked, Go, Page, words};
use crate::verkada::ScimToken;

/// Three buttons stand side by side in it.
const NOT_SAVED_WIDTH: f32 = 540.0;

/// The half-typed token.
#[derive(Default)]
pub(super) struct ReplaceToken {
    token: SecretBuffer,
    error: Option<String>,
}

impl ReplaceToken {
    /// Overwrites the token.
    pub(super) fn lock(&mut self) {
        if !self.token.is_empty() {
            self.token.wipe();
            self.error = Some(LOCKED.to_owned());
        }
    }

    /// Draws the dialog.
    pub(super) fn ui(&mut self, ui: &Ui, profile: Option<&Profile>, asked: &mut Asked<'_>) {
        let Some(profile) = profile else { return asked.push(Action::CloseDialog) };
        let title = format!("Token of {}", profile.name);
        let blocked = self.token.is_empty().then_some("Paste the token first.");
        let answer = Dialog::new(&title, "Cancel")
            .text("In Command, Refresh makes a new SCIM token and ends the old one at once. Paste the present one here.")
            .act(Button::primary("Save and check").blocked(blocked))
            .show(ui, |ui| {
                let note = format!("It goes into this computer's keyring, for {} alone.", profile.place());
                let field =
                    SecretField::new("SCIM token").hint("Paste it here").note(&note).error(self.error.as_deref());
                if field.show(ui, &mut self.token).changed() {
                    self.error = None;
                }
            });
        match answer {
            Answer::Acted => match ScimToken::parse(&self.token.take()) {
                Ok(token) => {
                    asked.push(Action::ReplaceToken(profile.key.clone(), token.value));
                    asked.go(Go::To(Page::Diagnose));
                }
                Err(error) => self.error = Some(error.to_string()),
            },
            Answer::Closed => {
                self.token.wipe();
                asked.push(Action::CloseDialog);
            }
            Answer::Waiting | Answer::Aside => {}
        }
    }
}

/// Draws the wait for the keyring, which may be asking the person for a password.
pub(super) fn saving_ui(ui: &Ui, name: &str, state: &State, asked: &mut Asked<'_>) {
    let text = format!("The token of {name} is on its way into the keyring.");
    let answer = Dialog::new("Saving the token", "Hide this").text(&text).show(ui, |ui| {
        if state.keyring_waits {
            text::toned(
                ui,
                Tone::Warning,
                "The keyring waits for you: answer its question, in a window of its own.",
            );
        }
    });
    if answer == Answer::Closed {
        asked.push(Action::CloseDialog);
    }
}

/// Draws what to do with a token that the keyring did not take. Esc must not lose it, so only the buttons close this.
pub(super) fn not_saved_ui(
    ui: &Ui,
    not_saved: &TokenNotSaved,
    state: &State,
    asked: &mut Asked<'_>,
) {
    let answer = Dialog::new("The keyring did not take the token", "Keep it for this run only")
        .text(&not_saved.problem.why)
        .act(Button::primary("Try the keyring again"))
        .aside("Throw the token away")
        .width(NOT_SAVED_WIDTH)
        .must_answer()
        .show(ui, |ui| {
            text::muted(ui, &not_saved.problem.advice);
            text::muted(
                ui,
                "The token is still here. SCIM Desk never writes it into a file; kept for this run, it is gone when the window closes.",
            );
            copy_ui(ui, state, asked);
        });
    match answer {
        Answer::Acted => asked.push(Action::RetryKeyring),
        Answer::Closed => asked.push(Action::KeepForThisRun),
        Answer::Aside => asked.push(Action::CloseDialog),
        Answer::Waiting => {}
    }
}

/// Offers to copy the token at hand, and tells when it goes off the clipboard again.
fn copy_ui(ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
    ui.horizontal(|ui| {
        if ui.add(Button::plain("Copy the token").icon(icons::COPY)).clicked() {
            asked.push(Action::CopyToken);
        }
        if let Some(seconds) = state.clipboard_seconds() {
            text::hint(ui, &words::clears_in(seconds));
        }
    });
}
