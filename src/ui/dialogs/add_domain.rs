//! Adds a domain: what is wrong with it as typed, what it reads like, and who would be covered.

use egui::{Key, Ui};

use crate::session::action::{Action, PlanAction};
use crate::session::connection::DomainKeeper;
use crate::session::coverage::{Coverage, alike};
use crate::session::state::State;
use crate::ui::Asked;
use crate::ui::pages::domains::words::shown;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::banner::Banner;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::dialog::{Answer, Dialog};
use crate::ui::widgets::field::Field;
use crate::ui::words;
use crate::verkada::EmailDomain;
use crate::verkada::likeness::is_public_mail;

const WIDTH: f32 = 480.0;

/// The half-typed domain, and the coverage as it was when the dialog was opened.
#[derive(Default)]
pub(super) struct AddDomain {
    text: String,
    was_tried: bool,
    known: Option<Coverage>,
    focus: Focus,
}

/// The keyboard goes to the field once the dialog has given it to the safe button.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Focus {
    #[default]
    AtTheButton,
    Due,
    InTheField,
}

impl AddDomain {
    /// Draws the dialog.
    pub(super) fn ui(&mut self, ui: &Ui, state: &State, asked: &mut Asked<'_>) {
        let Some(profile) = state.profile() else { return asked.push(Action::CloseDialog) };
        let keeper = profile.capabilities().domains;
        let known = self.known.get_or_insert_with(|| {
            Coverage::of(&state.users.people, &state.listed_domains().unwrap_or_default())
        });
        let domain = EmailDomain::parse(&self.text);
        let is_new = |domain: &EmailDomain| {
            known.find(domain.as_str()).is_none_or(|known| !known.is_listed())
        };
        let wrong = match &domain {
            Err(error) if !self.text.is_empty() || self.was_tried => Some(error.to_string()),
            Ok(domain) if !is_new(domain) => Some(format!("{domain} is on the list already.")),
            Ok(_) | Err(_) => None,
        };
        let good = domain.ok().filter(is_new);
        let (title, text, act) = words_of(keeper);
        let (mut is_entered, before) = (false, self.focus);
        let answer = Dialog::new(title, "Cancel")
            .text(text)
            .act(Button::primary(act))
            .width(WIDTH)
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = size::GAP;
                let note = good.as_ref().map(|domain| covers(domain, known)).unwrap_or_default();
                let field = Field::new("Domain")
                    .hint("halcyon.example")
                    .note(&note)
                    .error(wrong.as_deref())
                    .mono()
                    .show(ui, &mut self.text);
                let entered = ui.input(|input| input.key_pressed(Key::Enter));
                is_entered = field.lost_focus() && entered;
                self.focus = match self.focus {
                    Focus::AtTheButton => Focus::Due,
                    Focus::Due | Focus::InTheField => Focus::InTheField,
                };
                if self.focus != before {
                    field.request_focus();
                    ui.ctx().request_repaint();
                }
                if let Some(domain) = &good {
                    doubts_ui(ui, domain, known);
                }
                if keeper == DomainKeeper::AdminApi && state.token_facts().is_none() {
                    let banner = Banner::new(Tone::Accent, "The first domain brings the SCIM token")
                        .detail("It is shown once and goes into the keyring of this computer. Have Entra open beside it: it needs the token too.");
                    banner.show(ui);
                }
            });
        match answer {
            Answer::Closed => asked.push(Action::CloseDialog),
            Answer::Acted => self.done(good, asked),
            Answer::Waiting | Answer::Aside if is_entered => self.done(good, asked),
            Answer::Waiting | Answer::Aside => {}
        }
    }

    fn done(&mut self, domain: Option<EmailDomain>, asked: &mut Asked<'_>) {
        self.was_tried = true;
        if let Some(domain) = domain {
            asked.push(Action::Plan(PlanAction::AddDomain(domain)));
        }
    }
}

fn words_of(keeper: DomainKeeper) -> (&'static str, &'static str, &'static str) {
    match keeper {
        DomainKeeper::AdminApi => (
            "Add a domain",
            "People with a mail address in a listed domain can be provisioned.",
            "Add domain",
        ),
        DomainKeeper::ByHand => (
            "Note a domain",
            "Note what stands on the SCIM page of Command. This changes this desk's own list alone.",
            "Note it",
        ),
        DomainKeeper::OwnList => (
            "Note a domain",
            "A list of this desk's own, to see whom it leaves outside. The server is not told.",
            "Note it",
        ),
    }
}

/// Who would be covered.
fn covers(domain: &EmailDomain, known: &Coverage) -> String {
    match known.find(domain.as_str()).map_or(0, |domain| domain.people) {
        0 => "Nobody among the people read has an address there.".to_owned(),
        count => format!("Covers {}.", words::counted(count, "person", "people")),
    }
}

fn doubts_ui(ui: &mut Ui, domain: &EmailDomain, known: &Coverage) {
    if let Some((other, how)) = alike(domain.as_str(), known) {
        let headline = format!("This reads like {}", shown(&other.name));
        let detail = format!("Between the two, {}. Read it letter by letter.", how.words());
        Banner::new(Tone::Warning, &headline).detail(&detail).show(ui);
    }
    if is_public_mail(domain.as_str()) {
        let banner = Banner::new(Tone::Warning, "Anybody can have an address there").detail(
            "A domain of a public mail service covers people of every company. List the domains of your own.",
        );
        banner.show(ui);
    }
}
