//! The box “What can happen next”: who can change the person now, how, and why not.

use egui::{Ui, Vec2};

use crate::scim::User;
use crate::session::people::PersonState;
use crate::session::state::{OpenPerson, State};
use crate::ui::pages::removal;
use crate::ui::theme;
use crate::ui::theme::icons;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::card::card;
use crate::ui::widgets::{paint, text};
use crate::ui::{Asked, words};
use crate::verkada::lifecycle::{self, Offer, UserStatus};

/// Draws the box.
pub(super) fn ui(
    ui: &mut Ui,
    state: &State,
    open: &OpenPerson,
    user: &User,
    asked: &mut Asked<'_>,
) {
    let status = UserStatus::from_active(user.active());
    let standing = match status {
        UserStatus::Active => PersonState::Active,
        UserStatus::Deactivated => PersonState::Deactivated,
    };
    let user_name = user.user_name().unwrap_or_default();
    let speaks_verkada =
        state.profile().is_some_and(|profile| profile.capabilities().speaks_verkada);
    card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = size::GAP_SMALL;
        text::strong(ui, "What can happen next");
        text::body(ui, &explanation(status, open));
        for step in status.next_steps() {
            if let Offer::InIdentityProvider(how) = step.offer {
                let line = format!("{}: {how}", step.change);
                step_ui(ui, &line, &format!("{}\n{}", step.effect, step.source));
            }
        }
        ui.add_space(size::GAP_SMALL);
        removal::buttons_ui(ui, state, (&open.id, user_name, standing), asked);
        text::hint(
            ui,
            if speaks_verkada {
                lifecycle::CONSEQUENCE
            } else {
                "This server has one kind of delete; it may be permanent."
            },
        );
        if !user_name.is_empty() {
            let (label, action) = removal::protection(state, user_name);
            if ui.add(Button::ghost(label).icon(icons::SHIELD)).clicked() {
                asked.push(action);
            }
        }
    });
}

/// Where the person stands, with the day of the deactivation where the connection tells it.
fn explanation(status: UserStatus, open: &OpenPerson) -> String {
    let since = open.record.value().and_then(|record| record.deactivated_at);
    match (status, since) {
        (UserStatus::Deactivated, Some(since)) => format!(
            "Deactivated by Entra ID on {}. Reactivating is only possible in Entra.",
            words::moment(since)
        ),
        _ => status.explanation().to_owned(),
    }
}

fn step_ui(ui: &mut Ui, line: &str, tip: &str) {
    ui.horizontal_top(|ui| {
        let room = Vec2::splat(size::LINE_HEIGHT);
        let (rect, _) = ui.allocate_exact_size(room, egui::Sense::hover());
        let color = theme::tokens(ui).text_muted;
        paint::icon(ui.painter(), rect.center(), icons::EXTERNAL, size::ICON, color);
        ui.vertical(|ui| text::body(ui, line).on_hover_text(tip));
    });
}

#[cfg(test)]
mod tests {
    use egui::accesskit::Role;
    use egui_kittest::Harness;
    use egui_kittest::kittest::{NodeT as _, Queryable as _};
    use serde_json::json;

    use super::*;
    use crate::session::action::{Action, Actions, OrganizationAction, PlanAction};
    use crate::session::connection::ConnectionKind;
    use crate::session::remote::Remote;
    use crate::ui::testing;
    use crate::ui::widgets::testing::harness;
    use crate::verkada::Verb;

    struct Shown {
        state: State,
        open: OpenPerson,
        user: User,
        asked: Vec<Action>,
    }

    fn shown(status: UserStatus, change: impl FnOnce(&mut State)) -> Harness<'static, Shown> {
        let mut state = testing::state();
        change(&mut state);
        let id = testing::id(3);
        let open = OpenPerson {
            id: id.clone(),
            user: Remote::NotAsked,
            record: Remote::Ready(Box::new(testing::record(3))),
        };
        let user = testing::user(&json!({
            "id": id, "userName": "person3@halcyon.example", "active": status == UserStatus::Active,
        }));
        let shown = Shown { state, open, user, asked: Vec::new() };
        let mut harness = harness(shown, |ui, shown: &mut Shown| {
            let (mut actions, mut go) = (Actions::default(), Vec::new());
            let asked = &mut Asked { actions: &mut actions, go: &mut go };
            super::ui(ui, &shown.state, &shown.open, &shown.user, asked);
            shown.asked.extend(actions.take());
        });
        harness.run_steps(3);
        harness
    }

    #[test]
    fn each_button_opens_the_plan_of_its_verb_for_this_person() {
        for (label, wanted) in
            [("Delete…", Verb::Delete), ("Permanently remove…", Verb::PermanentlyRemove)]
        {
            let mut harness = shown(UserStatus::Deactivated, |_| {});
            harness.get_by_role_and_label(Role::Button, label).click();
            harness.run_steps(2);
            let [Action::Plan(PlanAction::Remove(verb, ids))] = &harness.state().asked[..] else {
                panic!("{:?}", harness.state().asked)
            };
            assert_eq!((*verb, ids.as_slice()), (wanted, [testing::id(3)].as_slice()));
        }
    }

    #[test]
    fn the_day_of_the_deactivation_is_told() {
        let harness = shown(UserStatus::Deactivated, |_| {});
        assert!(testing::has(&harness, "Deactivated by Entra ID on "));
    }

    #[test]
    fn an_active_person_sees_both_buttons_disabled_with_what_to_do_in_entra() {
        let harness = shown(UserStatus::Active, |_| {});
        for label in ["Delete…", "Permanently remove…"] {
            let button = harness.get_by_role_and_label(Role::Button, label);
            assert!(button.accesskit_node().is_disabled(), "{label}");
        }
        assert!(testing::has(&harness, "Deactivate the person in Entra first"));
    }

    #[test]
    fn protecting_blocks_and_is_undone_at_the_same_place() {
        let mut harness = shown(UserStatus::Deactivated, |_| {});
        harness.get_by_label("Protect from removal").click();
        harness.run_steps(2);
        let [Action::Organization(OrganizationAction::Protect(names))] = &harness.state().asked[..]
        else {
            panic!("{:?}", harness.state().asked)
        };
        assert_eq!(*names, ["person3@halcyon.example"]);
        let name = "PERSON3@halcyon.example".to_owned();
        let harness = shown(UserStatus::Deactivated, |state| {
            state.settings.care_mut("sandbox").protected.push(name);
        });
        assert!(testing::has(&harness, "On your list of protected people"));
        harness.get_by_label("Stop protecting");
    }

    #[test]
    fn another_server_has_one_kind_of_delete_and_says_so() {
        let harness = shown(UserStatus::Deactivated, |state| {
            state.connections[0].kind = ConnectionKind::Scim;
        });
        assert!(!testing::has(&harness, "Permanently remove…"));
        assert!(testing::has(&harness, "it may be permanent"));
        assert!(testing::has(&harness, "This connection is locked"));
    }
}
