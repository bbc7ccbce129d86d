//! A token that a Refresh in Command has made: pasted once, proven, kept, with a receipt.

use egui::Ui;

use crate::session::action::{Action, OrganizationAction};
use crate::session::organization::Rotated;
use crate::session::problem::Problem;
use crate::session::state::State;
use crate::ui::Asked;
use crate::ui::dialogs::LOCKED;
use crate::ui::dialogs::one_time_token::outcome_ui;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::banner::Banner;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::card::KeyValue;
use crate::ui::widgets::dialog::{Answer, Dialog};
use crate::ui::widgets::secret_field::{SecretBuffer, SecretField};
use crate::ui::widgets::steps::{Mark, step};
use crate::ui::widgets::text;
use crate::ui::words;
use crate::verkada::{ScimToken, menu};

const WIDTH: f32 = 520.0;

/// The half-typed token.
#[derive(Default)]
pub(super) struct Rotate {
    token: SecretBuffer,
    error: Option<String>,
}

impl Rotate {
    /// Overwrites the token.
    pub(super) fn lock(&mut self) {
        if !self.token.is_empty() {
            self.token.wipe();
            self.error = Some(LOCKED.to_owned());
        }
    }

    /// Draws the dialog that takes the token.
    pub(super) fn ui(
        &mut self,
        ui: &Ui,
        state: &State,
        problem: Option<&Problem>,
        asked: &mut Asked<'_>,
    ) {
        let Some(profile) = state.profile() else { return asked.push(Action::CloseDialog) };
        let title = format!("The new token of {}", profile.name);
        let blocked = self.token.is_empty().then_some("Paste the new token first.");
        let answer = Dialog::new(&title, "Cancel")
            .text("Paste the token that Refresh has made. It is tried before anything is replaced.")
            .act(Button::primary("Prove and keep it").blocked(blocked))
            .width(WIDTH)
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = size::GAP;
                if let Some(problem) = problem {
                    let (title, detail) = (problem.title(), problem.explanation());
                    Banner::new(Tone::Danger, &title).detail(&detail).show(ui);
                }
                let note =
                    format!("It goes into this computer's keyring, for {} alone.", profile.place());
                let field = SecretField::new("New SCIM token")
                    .hint("Paste it here")
                    .note(&note)
                    .error(self.error.as_deref());
                if field.show(ui, &mut self.token).changed() {
                    self.error = None;
                }
                step(
                    ui,
                    Mark::Follows,
                    "The new token must be accepted, else nothing changes.",
                    "",
                );
                step(ui, Mark::Follows, "It takes the place of the old one in the keyring.", "");
                step(ui, Mark::Follows, "The old token is tried: it must be refused with 401.", "");
                step(
                    ui,
                    Mark::Follows,
                    "A receipt with date and fingerprint goes into the record.",
                    "",
                );
            });
        match answer {
            Answer::Acted => match ScimToken::parse(&self.token.take()) {
                Ok(token) => {
                    asked.push(Action::Organization(OrganizationAction::Rotate(token.value)));
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

/// Draws the wait.
pub(super) fn running_ui(ui: &Ui, name: &str, state: &State, asked: &mut Asked<'_>) {
    let text = format!("The new token of {name} is tried and put into the keyring.");
    let answer = Dialog::new("Proving the token", "Hide this").text(&text).show(ui, |ui| {
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

/// Draws what came of it.
pub(super) fn done_ui(ui: &Ui, rotated: &Rotated, asked: &mut Asked<'_>) {
    let title = format!("The token of {} is replaced", rotated.name);
    let answer = Dialog::new(&title, "Close").width(WIDTH).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = size::GAP;
        outcome_ui(ui, &rotated.accepted, "New token", "Trying the new token");
        outcome_ui(ui, &rotated.stored, "Kept", "Putting it into the keyring");
        if let Some(refused) = &rotated.old_refused {
            outcome_ui(ui, refused, "Old token", "Trying the old token");
        }
        outcome_ui(ui, &rotated.recorded, "Receipt", "Writing the receipt");
        let paste = format!("Paste it in Entra: {}", menu::ENTRA_CREDENTIALS);
        step(ui, Mark::ToDo, &paste, "Until then provisioning fails.");
        ui.add_space(size::GAP_SMALL);
        KeyValue::new("Fingerprint", &rotated.fingerprint).mono().show(ui);
        KeyValue::new("Proven", &words::moment(rotated.at)).show(ui);
    });
    if answer == Answer::Closed {
        asked.push(Action::CloseDialog);
    }
}
