//! Somebody for Entra to provision: who is new, or who was there before.

use egui::Ui;

use crate::session::action::Action;
use crate::session::plan::practice::Act;
use crate::session::plan::practice::attributes::{
    ATTRIBUTES, DISPLAY_NAME, FAMILY_NAME, GIVEN_NAME, MAIL, Part, USER_NAME,
};
use crate::session::plan::practice::newcomer::Newcomer;
use crate::session::state::State;
use crate::ui::Asked;
use crate::ui::dialogs::practice::{column, mark_ui};
use crate::ui::dialogs::scrolled;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::button::{self, Button};
use crate::ui::widgets::dialog::{Answer, Dialog};
use crate::ui::widgets::field::Field;
use crate::ui::widgets::text;
use crate::verkada::EmailDomain;

const WIDTH: f32 = 640.0;

/// The form.
pub(super) struct Provision {
    newcomer: Newcomer,
    /// What was filled in by itself last, which is kept up to date until somebody types there.
    derived: [(&'static str, String); 3],
    shows_card: Shows,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shows {
    Yes,
    No,
}

impl Provision {
    pub(super) fn new(newcomer: Newcomer) -> Self {
        let derived =
            [DISPLAY_NAME, USER_NAME, MAIL].map(|path| (path, newcomer.get(path).to_owned()));
        Self { newcomer, derived, shows_card: Shows::No }
    }

    /// Draws the form; what is wanted, when the person goes on.
    pub(super) fn ui(&mut self, ui: &Ui, state: &State, asked: &mut Asked<'_>) -> Option<Act> {
        let missing = self
            .newcomer
            .user_name()
            .is_empty()
            .then_some("Give the person a userName: Entra matches by it.");
        let answer = Dialog::new("Provision a person as Entra", "Cancel")
            .text("What Entra's own directory would have of somebody who is assigned to the app. Made-up people only.")
            .act(Button::primary("Look at the request…").blocked(missing))
            .width(WIDTH)
            .show(ui, |ui| {
                self.fields_ui(ui, state);
            });
        match answer {
            Answer::Acted => Some(Act::Provision(Box::new(self.newcomer.clone()))),
            Answer::Closed => {
                asked.push(Action::CloseDialog);
                None
            }
            Answer::Waiting | Answer::Aside => None,
        }
    }

    fn fields_ui(&mut self, ui: &mut Ui, state: &State) {
        let note = domain_note(state, self.newcomer.user_name());
        let before = self.newcomer.clone();
        let external_id =
            format!("As externalId Entra sends “{}”, the part before the @.", before.external_id());
        scrolled(ui, |ui| {
            ui.set_min_width(ui.available_width());
            let column = column(ui);
            mark_ui(ui);
            for (part, title) in [
                (Part::Identity, "Person"),
                (Part::Work, "Work"),
                (Part::Card, "Access credential"),
            ] {
                if part == Part::Card && self.shows_card == Shows::No {
                    if button::link(ui, "Give the person a card").clicked() {
                        self.shows_card = Shows::Yes;
                    }
                    continue;
                }
                text::strong(ui, title);
                let mut fields: Vec<_> = ATTRIBUTES
                    .iter()
                    .zip(self.newcomer.texts_mut())
                    .filter(|(attribute, _)| attribute.part == part)
                    .collect();
                for pair in fields.chunks_mut(2) {
                    ui.horizontal_top(|ui| {
                        ui.spacing_mut().item_spacing.x = size::GAP_LARGE;
                        for (attribute, text) in pair {
                            let note = if attribute.path == USER_NAME { note.as_str() } else { "" };
                            Field::new(attribute.label)
                                .hint(attribute.hint)
                                .note(note)
                                .width(column)
                                .show(ui, *text);
                        }
                    });
                }
                if part == Part::Identity {
                    text::hint(ui, &external_id);
                }
                ui.add_space(size::GAP);
            }
        });
        self.derive(&before);
    }

    /// Display name, userName and mail follow the name until somebody types there.
    fn derive(&mut self, before: &Newcomer) {
        let (given, family) =
            (self.newcomer.get(GIVEN_NAME).trim(), self.newcomer.get(FAMILY_NAME).trim());
        if (given, family) == (before.get(GIVEN_NAME).trim(), before.get(FAMILY_NAME).trim()) {
            return;
        }
        let domain = before.user_name().rsplit_once('@').map_or("", |(_, domain)| domain);
        let local = crate::session::plan::practice::newcomer::local_part(given, family);
        let user_name = format!("{local}@{domain}");
        let display_name = format!("{given} {family}").trim().to_owned();
        for ((path, last), new) in
            self.derived.iter_mut().zip([display_name, user_name.clone(), user_name])
        {
            if self.newcomer.get(path) == last {
                self.newcomer.set(path, &new);
                *last = new;
            }
        }
    }
}

/// What the server will say to the domain. It is sent all the same: a refusal teaches more than a warning.
fn domain_note(state: &State, user_name: &str) -> String {
    let Some(provisioning) = state.organization.provisioning.value() else { return String::new() };
    let Some((_, domain)) = user_name.rsplit_once('@') else {
        return "Not a mail address: Command will refuse it.".to_owned();
    };
    let is_listed = EmailDomain::parse(domain).is_ok_and(|domain| {
        provisioning.domains.iter().any(|listed| listed.name == domain.as_str())
    });
    if is_listed {
        "This domain is on the list.".to_owned()
    } else {
        "This domain is not on the list: Command will refuse it.".to_owned()
    }
}
