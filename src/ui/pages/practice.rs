//! What Entra could be made to do from a page: for a person, for a group, and for somebody new. Only a sandbox offers it.

use egui::Ui;

use crate::entra::Switch;
use crate::session::action::{Action, PlanAction};
use crate::session::people::PersonState;
use crate::session::plan::practice::newcomer::Newcomer;
use crate::session::plan::practice::{Act, PracticeForm, PracticeWish};
use crate::session::plan::wish::Subject;
use crate::session::state::State;
use crate::ui::Asked;
use crate::ui::theme::icons::{self, Icon};
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::button::Button;
use crate::ui::widgets::menu::{self, Item};
use crate::ui::widgets::{badge, chip};
use crate::verkada::admin::DeletedUser;

/// Over everything that only a sandbox offers.
const HEADING: &str = "Practice as Entra ID";

/// One thing that Entra can be made to do for a person.
struct Verb {
    icon: Icon,
    text: &'static str,
    action: PlanAction,
}

/// Draws the pill "As Entra" beside the badges of a person; it opens the menu of what Entra can be made to do.
pub(super) fn person_ui(ui: &mut Ui, state: &State, id: &str, asked: &mut Asked<'_>) {
    if !state.offers_practice() {
        return;
    }
    let pill = chip::pill(ui, Tone::Sandbox, icons::SANDBOX, "As Entra…")
        .on_hover_text("Practice: play Entra ID for this person, in your sandbox");
    menu::menu(&pill, |ui| {
        menu::heading(ui, HEADING);
        items_ui(ui, state, id, asked);
    });
}

/// Draws the same as entries of a menu, for whoever is under the pointer.
pub(super) fn menu_ui(ui: &mut Ui, state: &State, id: &str, asked: &mut Asked<'_>) {
    if !state.offers_practice() {
        return;
    }
    menu::separator(ui);
    menu::heading(ui, HEADING);
    items_ui(ui, state, id, asked);
}

fn items_ui(ui: &mut Ui, state: &State, id: &str, asked: &mut Asked<'_>) {
    for verb in verbs(state, id) {
        if Item::new(verb.text).icon(verb.icon).show(ui).clicked() {
            asked.push(Action::Plan(verb.action));
        }
    }
}

/// Draws the button that provisions somebody new.
pub(super) fn provision_button_ui(ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
    if !state.offers_practice() {
        return;
    }
    let button = Button::plain("Provision…")
        .icon(icons::SANDBOX)
        .tip("Practice: create a person as Entra would, in your sandbox");
    if ui.add(button).clicked() {
        asked.push(ask(PracticeForm::Provision(Box::new(newcomer(state)))));
    }
}

/// Draws the button that provisions somebody in Deleted users again.
pub(super) fn provision_again_ui(
    ui: &mut Ui,
    state: &State,
    deleted: &DeletedUser,
    asked: &mut Asked<'_>,
) {
    if !state.offers_practice() {
        return;
    }
    let button = Button::plain("Re-provision…")
        .icon(icons::SANDBOX)
        .tip("Practice: let Entra provision this person again, in your sandbox");
    if ui.add(button).clicked() {
        let newcomer = Newcomer::known(
            &deleted.user_name,
            &deleted.display_name,
            deleted.department.as_deref(),
        );
        asked.push(ask(PracticeForm::Provision(Box::new(newcomer))));
    }
}

/// Draws what Entra can be made to do for a group.
pub(super) fn group_ui(ui: &mut Ui, state: &State, group: &Subject, asked: &mut Asked<'_>) {
    if !state.offers_practice() {
        return;
    }
    ui.add_space(size::GAP_SMALL);
    badge::badge_with(ui, Tone::Sandbox, Some(icons::SANDBOX), HEADING);
    ui.add_space(size::GAP_SMALL);
    ui.horizontal(|ui| {
        if ui.add(Button::plain("Add members…").icon(icons::ADD)).clicked() {
            asked.push(ask(PracticeForm::AddMembers(group.clone())));
        }
        let is_empty = state.groups.find(&group.id).is_some_and(|group| group.members.is_empty());
        let nobody = is_empty.then_some("Nobody is in this group.");
        let take = Button::plain("Take members…").icon(icons::MINUS).blocked(nobody);
        if ui.add(take).clicked() {
            asked.push(ask(PracticeForm::TakeMembers(group.clone())));
        }
    });
}

fn ask(form: PracticeForm) -> Action {
    Action::Plan(PlanAction::AskPractice(Box::new(form)))
}

/// Somebody made up, of a domain that people here have.
fn newcomer(state: &State) -> Newcomer {
    let people = &state.users.people;
    let first = people.get(0).and_then(|person| person.user_name().rsplit_once('@'));
    let domain = first.map_or("halcyon.example", |(_, domain)| domain);
    let rows = 0..u32::try_from(people.len()).unwrap_or(u32::MAX);
    let is_taken = |user_name: &str| {
        let mut people = rows.clone().filter_map(|row| people.get(row));
        people.any(|person| person.user_name().eq_ignore_ascii_case(user_name))
    };
    Newcomer::made_up(domain, is_taken)
}

/// What can be done for a person, by the state the list has.
fn verbs(state: &State, id: &str) -> Vec<Verb> {
    let people = &state.users.people;
    let person = people.find(id).and_then(|row| people.get(row));
    let display_name = person.as_ref().map_or(id, |person| person.name()).to_owned();
    let is_off = person.is_some_and(|person| person.state() == PersonState::Deactivated);
    let subject = || Subject { id: id.to_owned(), display_name: display_name.clone() };
    let act = |act: Act| {
        let dialect = state.settings.practice_dialect;
        PlanAction::Practice(Box::new(PracticeWish { act, dialect }))
    };
    let form = |form: PracticeForm| PlanAction::AskPractice(Box::new(form));
    let switch = if is_off {
        Verb {
            icon: icons::OK,
            text: "Reactivate…",
            action: act(Act::Switch(Switch::On, vec![subject()])),
        }
    } else {
        Verb {
            icon: icons::STOP,
            text: "Deactivate…",
            action: act(Act::Switch(Switch::Off, vec![subject()])),
        }
    };
    vec![
        switch,
        Verb {
            icon: icons::SETTINGS,
            text: "Change attributes…",
            action: form(PracticeForm::Change(subject())),
        },
        Verb {
            icon: icons::ADD,
            text: "Add to group…",
            action: form(PracticeForm::Join(subject())),
        },
        Verb {
            icon: icons::MINUS,
            text: "Take from group…",
            action: form(PracticeForm::Leave(subject())),
        },
        Verb {
            icon: icons::TRASH, text: "Hard delete…", action: act(Act::HardDelete(subject()))
        },
    ]
}
