//! The removal dialog in a window without a screen: what it says, what it asks for, and that Enter never confirms.

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::SignedDuration;

use super::Removal;
use crate::session::action::{Action, Actions, PlanAction};
use crate::session::outcome::Outcome;
use crate::session::plan::Plan;
use crate::session::plan::people::{LeftOut, Obstacle};
use crate::session::state::{Dialog, State};
use crate::ui::Asked;
use crate::ui::testing;
use crate::ui::widgets::testing::harness;
use crate::verkada::Verb;
use crate::verkada::admin::Standing;

struct Shown {
    state: State,
    removal: Removal,
    asked: Vec<Action>,
}

fn draw(ui: &mut egui::Ui, shown: &mut Shown) {
    let (mut actions, mut go) = (Actions::default(), Vec::new());
    let asked = &mut Asked { actions: &mut actions, go: &mut go };
    if let Some(Dialog::Plan(dialog)) = &shown.state.dialog {
        shown.removal.ui(ui, &shown.state, dialog, asked);
    }
    shown.asked.extend(actions.take());
}

fn shown(state: State) -> Harness<'static, Shown> {
    let mut harness =
        harness(Shown { state, removal: Removal::default(), asked: Vec::new() }, draw);
    harness.run_steps(4);
    harness
}

/// A plan for so many people of the sandbox, as it would come from reading them.
fn planned(verb: Verb, count: usize, change: impl FnOnce(&mut Plan)) -> Harness<'static, Shown> {
    let mut state = testing::state();
    let mut plan = testing::plan(&mut state, verb, count);
    change(&mut plan);
    let preview = state.preview;
    drop(state.absorb(Outcome::Previewed { preview, result: Ok(Box::new(plan)) }));
    shown(state)
}

fn type_into(harness: &mut Harness<'_, Shown>, label: &str, text: &str) {
    harness.get_by_role_and_label(Role::TextInput, label).focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, label).type_text(text);
    harness.run_steps(2);
}

#[test]
fn a_permanent_removal_says_what_is_lost_and_a_delete_what_is_kept() {
    for (verb, said) in [
        (
            Verb::PermanentlyRemove,
            [
                "Permanently remove 3 people from Halcyon Freight?",
                "Erased: 6 roles, 3 permissions, 3 credentials, 9 groups, 12 history entries, 3,612 log entries",
                "Keep all 3",
            ],
        ),
        (
            Verb::Delete,
            [
                "Delete 3 people from Halcyon Freight?",
                "Kept: 6 roles, 3 permissions, 3 credentials, 9 groups, 12 history entries, 3,612 log entries",
                "Keep all 3",
            ],
        ),
    ] {
        let harness = planned(verb, 3, |_| {});
        for said in said {
            assert!(testing::has(&harness, said), "{said}");
        }
        let column = if verb == Verb::Delete { "Roles kept" } else { "Roles lost" };
        assert!(testing::has(&harness, column), "{column}");
        assert!(testing::has(&harness, "The intent is written to the record first"));
    }
}

#[test]
fn the_safe_button_has_the_focus_and_enter_keeps_everybody() {
    let mut harness = planned(Verb::PermanentlyRemove, 3, |_| {});
    assert!(harness.get_by_role_and_label(Role::Button, "Keep all 3").is_focused());
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    assert!(matches!(&harness.state().asked[..], [Action::CloseDialog]));
}

#[test]
fn it_acts_only_when_reason_and_phrase_are_there_and_then_by_click_alone() {
    let mut harness = planned(Verb::PermanentlyRemove, 3, |_| {});
    let act = "Permanently remove 3 people";
    let is_blocked = |harness: &Harness<'_, Shown>| {
        harness.get_by_role_and_label(Role::Button, act).accesskit_node().is_disabled()
    };
    assert!(is_blocked(&harness));
    harness.get_by_label("Still missing: Give a reason or the number of a ticket.");
    type_into(&mut harness, "Reason or ticket", "HR-4471");
    assert!(is_blocked(&harness));
    harness.get_by_label("Still missing: Type the phrase as it stands above the field.");
    type_into(&mut harness, "Type REMOVE 3 HALCYON FREIGHT", "remove 3 halcyon freight");
    assert!(!is_blocked(&harness));
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::Button, act).focus();
    harness.run_steps(2);
    harness.key_press(Key::Enter);
    harness.run_steps(2);
    assert!(harness.state().asked.is_empty(), "Enter confirmed: {:?}", harness.state().asked);
    harness.get_by_role_and_label(Role::Button, act).click();
    harness.run_steps(2);
    let [Action::Plan(PlanAction::Confirm(consent))] = &harness.state().asked[..] else {
        panic!("{:?}", harness.state().asked)
    };
    assert_eq!(consent.reason, "HR-4471");
}

#[test]
fn what_was_typed_for_one_plan_does_not_count_for_the_next() {
    let mut harness = planned(Verb::PermanentlyRemove, 3, |_| {});
    type_into(&mut harness, "Type REMOVE 3 HALCYON FREIGHT", "remove 3 halcyon freight");
    let state = &mut harness.state_mut().state;
    let plan = testing::plan(state, Verb::PermanentlyRemove, 3);
    let preview = state.preview;
    drop(state.absorb(Outcome::Previewed { preview, result: Ok(Box::new(plan)) }));
    harness.run_steps(4);
    assert_eq!(harness.state().removal.consent.phrase, "");
}

#[test]
fn the_milder_way_is_offered_for_those_who_are_not_deleted_yet() {
    let mut harness = planned(Verb::PermanentlyRemove, 3, |plan| {
        plan.targets[0].standing = Some(Standing::Deleted);
    });
    harness.get_by_label("Delete instead…").click();
    harness.run_steps(2);
    let [Action::Plan(PlanAction::Remove(Verb::Delete, ids))] = &harness.state().asked[..] else {
        panic!("{:?}", harness.state().asked)
    };
    assert_eq!(ids.len(), 2);
    let harness = planned(Verb::PermanentlyRemove, 1, |plan| {
        plan.targets[0].standing = Some(Standing::Deleted);
    });
    assert!(harness.query_by_label("Delete instead…").is_none());
    let harness = planned(Verb::Delete, 1, |_| {});
    assert!(harness.query_by_label("Delete instead…").is_none());
}

#[test]
fn who_is_left_out_is_listed_with_why_and_folded_when_many() {
    let left_out = |count: usize| {
        move |plan: &mut Plan| {
            plan.left_out = (0..count)
                .map(|number| LeftOut {
                    id: testing::id(number),
                    display_name: format!("Left {number}"),
                    why: if number == 0 { Obstacle::Protected } else { Obstacle::Active },
                })
                .collect();
        }
    };
    let few = planned(Verb::Delete, 2, left_out(2));
    few.get_by_label("2 people are left out");
    assert!(testing::has(&few, "On your list of protected people"));
    assert!(testing::has(&few, "Still active"));
    let mut many = planned(Verb::Delete, 2, left_out(40));
    assert!(!testing::has(&many, "Left 1"));
    many.get_by_label("Show them with why").click();
    many.run_steps(2);
    assert!(testing::has(&many, "Left 1"));
}

#[test]
fn many_people_need_a_second_phrase_and_too_many_are_refused() {
    let second = planned(Verb::Delete, 5, |plan| plan.basis.all = 30);
    second.get_by_role_and_label(Role::TextInput, "Type 5 OF 30 PEOPLE");
    second.get_by_label("16.7 % of people, a second phrase");
    let refused = planned(Verb::Delete, 7, |plan| plan.basis.all = 30);
    refused.get_by_label("Too many in one go");
    assert!(refused.query_by_role(Role::TextInput).is_none());
    let act = refused.get_by_role_and_label(Role::Button, "Delete 7 people");
    assert!(act.accesskit_node().is_disabled());
}

#[test]
fn an_expired_plan_says_so_and_begins_again() {
    let mut harness = planned(Verb::Delete, 2, |plan| {
        plan.made_at -= SignedDuration::from_mins(11);
    });
    harness.get_by_label("This plan is too old");
    harness.get_by_label("Begin again").click();
    harness.run_steps(2);
    assert!(matches!(
        &harness.state().asked[..],
        [Action::Plan(PlanAction::Remove(Verb::Delete, ids))] if ids.len() == 2
    ));
    let mut harness = planned(Verb::Delete, 2, |plan| {
        plan.basis.read_at = Some(testing::now() - SignedDuration::from_mins(11));
    });
    harness.get_by_label("Close and read people again").click();
    harness.run_steps(2);
    assert!(matches!(&harness.state().asked[..], [Action::CloseDialog, Action::Refresh]));
}

#[test]
fn reading_is_counted_and_a_failure_can_be_tried_again() {
    let mut state = testing::state();
    drop(testing::plan(&mut state, Verb::Delete, 12));
    let preview = state.preview;
    drop(state.absorb(Outcome::Previewing { preview, read: 5 }));
    let mut harness = shown(state);
    harness.get_by_label("Reading each person · 5 of 12");
    harness.key_press(Key::Escape);
    harness.run_steps(2);
    assert!(matches!(&harness.state().asked[..], [Action::CloseDialog]));

    let mut state = testing::state();
    drop(testing::plan(&mut state, Verb::Delete, 12));
    let preview = state.preview;
    drop(state.absorb(Outcome::Previewed { preview, result: Err(testing::lost()) }));
    let mut harness = shown(state);
    harness.get_by_label("Could not read people");
    harness.get_by_label("Try again").click();
    harness.run_steps(2);
    assert!(matches!(
        &harness.state().asked[..],
        [Action::Plan(PlanAction::Remove(Verb::Delete, ids))] if ids.len() == 12
    ));
}

#[test]
fn nobody_left_is_said_with_nothing_to_confirm() {
    let harness = planned(Verb::Delete, 1, |plan| {
        plan.targets.clear();
        plan.left_out = vec![LeftOut {
            id: testing::id(1),
            display_name: "Person 01".to_owned(),
            why: Obstacle::Active,
        }];
    });
    harness.get_by_label("Nobody can be taken away");
    assert!(harness.get_by_role_and_label(Role::Button, "Close").is_focused());
    assert!(harness.query_by_role(Role::TextInput).is_none());
}

#[test]
fn thousands_of_people_cost_only_the_rows_that_are_seen() {
    let harness = planned(Verb::Delete, 5_000, |plan| plan.basis.all = 100_000);
    let rows = harness.query_all_by_role(Role::Row).count();
    assert!(rows < 30, "{rows} rows were described");
}
