//! A token that was just made, shown once: masked, with what became of it, and a question before it goes for good.

use egui::{Align, Layout, Ui, Vec2};

use crate::session::action::{Action, OrganizationAction};
use crate::session::organization::{OneTimeToken, Step};
use crate::session::state::State;
use crate::ui::Asked;
use crate::ui::theme::icons;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::dialog::{Answer, Dialog};
use crate::ui::widgets::reveal::Reveal;
use crate::ui::widgets::steps::{Mark, step};
use crate::ui::widgets::{paint, text};
use crate::ui::words;
use crate::verkada::menu;

const WIDTH: f32 = 520.0;

/// What the person did with the token so far.
#[derive(Default)]
pub(super) struct OneTime {
    /// Which token this is about.
    of: String,
    reveal: Reveal,
    taken: Taken,
    closing: Closing,
}

/// Whether the person had a chance to give the token to Entra.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Taken {
    #[default]
    Not,
    CopiedOrSeen,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Closing {
    #[default]
    No,
    Asked,
}

impl OneTime {
    /// Masks the token.
    pub(super) fn lock(&mut self) {
        self.reveal = Reveal::default();
    }

    /// Draws the token, or the question before it goes.
    pub(super) fn ui(
        &mut self,
        ui: &Ui,
        state: &State,
        shown: &OneTimeToken,
        asked: &mut Asked<'_>,
    ) {
        if self.of != shown.record.fingerprint {
            *self = Self { of: shown.record.fingerprint.clone(), ..Self::default() };
        }
        match self.closing {
            Closing::No => self.token_ui(ui, state, shown, asked),
            Closing::Asked => self.question_ui(ui, shown, asked),
        }
    }

    fn token_ui(&mut self, ui: &Ui, state: &State, shown: &OneTimeToken, asked: &mut Asked<'_>) {
        let title = format!("The SCIM token of {}", shown.name);
        let text = match &shown.stored {
            Step::Done(_) => {
                "It is shown this once. It is kept on this computer; Entra needs it too, as Secret Token."
            }
            Step::Pending => {
                "It is shown this once. It is on its way into the keyring; Entra needs it too, as Secret Token."
            }
            Step::Failed(_) => {
                "It is shown this once, and the keyring did not take it. Entra needs it too, as Secret Token."
            }
        };
        let answer = Dialog::new(&title, "I have it, close")
            .text(text)
            .width(WIDTH)
            .must_answer()
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = size::GAP;
                self.secret_ui(ui, state, shown, asked);
                steps_ui(ui, shown, asked);
                paint::separator(ui);
                url_ui(ui, shown, asked);
            });
        if answer == Answer::Closed {
            let is_safe = matches!(shown.stored, Step::Done(_)) && self.taken != Taken::Not;
            if is_safe {
                asked.push(Action::Organization(OrganizationAction::CloseToken));
            } else {
                self.closing = Closing::Asked;
            }
        }
    }

    fn secret_ui(
        &mut self,
        ui: &mut Ui,
        state: &State,
        shown: &OneTimeToken,
        asked: &mut Asked<'_>,
    ) {
        let mut left = None;
        let row = Vec2::new(ui.available_width(), size::CONTROL);
        ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Min), |ui| {
            if ui.add(Button::primary("Copy").icon(icons::COPY).name("Copy the token")).clicked() {
                asked.push(Action::CopyToken);
                self.taken = Taken::CopiedOrSeen;
            }
            let (icon, word) = if self.reveal.is_shown(ui) {
                (icons::EYE_OFF, "Hide")
            } else {
                (icons::EYE, "Reveal")
            };
            let name = format!("{word} the token");
            if ui.add(Button::plain(word).icon(icon).name(&name)).clicked() {
                self.reveal.toggle(ui);
                self.taken = Taken::CopiedOrSeen;
            }
            let width = ui.available_width();
            left = self.reveal.show(ui, &shown.token, width);
        });
        let hidden = left.map(|seconds| format!("It hides itself in {seconds} s. "));
        let cleared = state.clipboard_seconds().map_or_else(
            || "Copied text is marked as secret and cleared after 30 s.".to_owned(),
            |seconds| format!("{}.", words::clears_in(seconds)),
        );
        text::hint(ui, &format!("{}{cleared}", hidden.unwrap_or_default()));
    }

    fn question_ui(&mut self, ui: &Ui, shown: &OneTimeToken, asked: &mut Asked<'_>) {
        let is_kept = matches!(shown.stored, Step::Done(_));
        let (title, text, act) = if is_kept {
            (
                "Does Entra have it?",
                "You neither copied nor looked at the token. It is kept on this computer, but nothing shows it again: Entra could get one only after another Refresh.",
                "Close, Entra has it",
            )
        } else {
            (
                "Close without the token in the keyring?",
                "The token was not put into the keyring. This window works with it until it is closed; then the only way back is another Refresh.",
                "Close and let it go",
            )
        };
        let answer = Dialog::new(title, "Back to the token")
            .text(text)
            .act(Button::destroy(act))
            .must_answer()
            .show(ui, |_| {});
        match answer {
            Answer::Closed => self.closing = Closing::No,
            Answer::Acted => asked.push(Action::Organization(OrganizationAction::CloseToken)),
            Answer::Waiting | Answer::Aside => {}
        }
    }
}

fn steps_ui(ui: &mut Ui, shown: &OneTimeToken, asked: &mut Asked<'_>) {
    outcome_ui(ui, &shown.stored, "Kept", "Putting it into the keyring");
    if matches!(shown.stored, Step::Failed(_)) {
        ui.horizontal(|ui| {
            ui.add_space(size::ICON + size::GAP);
            if ui.add(Button::plain("Try the keyring again")).clicked() {
                asked.push(Action::Organization(OrganizationAction::StoreToken));
            }
            if ui.add(Button::plain("Keep it for this run only")).clicked() {
                asked.push(Action::Organization(OrganizationAction::HoldToken));
            }
        });
    }
    outcome_ui(ui, &shown.accepted, "New token", "Trying the new token");
    if let Some(refused) = &shown.old_refused {
        outcome_ui(ui, refused, "Old token", "Trying the old token, which must be dead");
    }
    let paste = format!("Paste it in Entra: {}", menu::ENTRA_CREDENTIALS);
    step(ui, Mark::ToDo, &paste, "Then Test Connection and Save.");
}

/// Draws one thing that was found out.
pub(super) fn outcome_ui(ui: &mut Ui, found: &Step, what: &str, doing: &str) {
    match found {
        Step::Pending => step(ui, Mark::Running, doing, ""),
        Step::Done(text) => step(ui, Mark::Done, &format!("{what} {text}"), ""),
        Step::Failed(problem) => step(
            ui,
            Mark::Failed,
            &format!("{what}: {}", lowered(&problem.title())),
            &problem.explanation(),
        ),
    }
}

fn lowered(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn url_ui(ui: &mut Ui, shown: &OneTimeToken, asked: &mut Asked<'_>) {
    ui.horizontal(|ui| {
        text::label(ui, "Tenant URL");
        if ui.add(Button::of_icon(icons::COPY, "Copy the tenant URL")).clicked() {
            asked.push(Action::Copy(shown.tenant.as_str().to_owned()));
        }
        text::mono(ui, shown.tenant.as_str());
    });
}
