//! Deleted users in a window without a screen: its states, its list, its pane, and what each asks for.

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::SignedDuration;

use super::DeletedPage;
use crate::session::action::{Action, Actions, OrganizationAction, PlanAction};
use crate::session::connection::{ConnectionKey, ConnectionKind};
use crate::session::remote::Remote;
use crate::session::state::State;
use crate::ui::Asked;
use crate::ui::testing;
use crate::ui::widgets::testing::harness;
use crate::verkada::Verb;
use crate::verkada::admin::{DeletedUser, Standing};

struct Shown {
    state: State,
    page: DeletedPage,
    asked: Vec<Action>,
}

fn shown(change: impl FnOnce(&mut State)) -> Harness<'static, Shown> {
    let mut state = testing::state();
    change(&mut state);
    let shown = Shown { state, page: DeletedPage::default(), asked: Vec::new() };
    let mut harness = harness(shown, |ui, shown: &mut Shown| {
        let (mut actions, mut go) = (Actions::default(), Vec::new());
        let asked = &mut Asked { actions: &mut actions, go: &mut go };
        shown.page.ui(ui, &shown.state, asked);
        shown.asked.extend(actions.take());
    });
    harness.set_size(egui::vec2(1000.0, 1000.0));
    harness.run_steps(4);
    harness
}

fn deleted(names: &[&str]) -> Vec<DeletedUser> {
    let one = |(number, name): (usize, &&str)| DeletedUser {
        id: testing::id(100 + number),
        user_name: format!("left{number}@halcyon.example"),
        display_name: (*name).to_owned(),
        department: Some(["Operations", "Finance"][number % 2].to_owned()),
        deleted_at: testing::now()
            - SignedDuration::from_hours(24 * 3 - i64::try_from(number).unwrap()),
        kept: testing::holdings(100 + number, Standing::Deleted),
    };
    names.iter().enumerate().map(one).collect()
}

fn ready(names: &'static [&'static str]) -> impl FnOnce(&mut State) {
    move |state| {
        state.organization.deleted = Remote::Ready(deleted(names));
        state.organization.deleted_read_at = Some(testing::now());
        state.organization.revision += 1;
    }
}

const THREE: &[&str] = &["Giulia Bianchi", "Arjun Raghunathan", "Tomáš Dvořák"];

fn names(harness: &Harness<'_, Shown>) -> Vec<String> {
    let page = &harness.state().page.rows;
    let all = harness.state().state.deleted_users();
    page.shown.iter().map(|&at| all[at as usize].display_name.clone()).collect()
}

#[test]
fn it_is_read_once_when_it_is_first_seen_and_not_in_every_frame() {
    let mut harness = shown(|_| {});
    let read = |asked: &[Action]| {
        let is_read = |action: &&Action| {
            matches!(action, Action::Organization(OrganizationAction::ReadDeleted))
        };
        asked.iter().filter(is_read).count()
    };
    assert!(read(&harness.state().asked) > 0);
    drop(harness.state_mut().state.apply(Action::Organization(OrganizationAction::ReadDeleted)));
    harness.state_mut().asked.clear();
    harness.run_steps(5);
    assert_eq!(read(&harness.state().asked), 0);
    harness.get_by_label("Reading deleted users");
}

#[test]
fn a_sandbox_that_has_not_started_is_asked_nothing() {
    let harness = shown(|state| state.connections[0].tenant = None);
    assert!(harness.state().asked.is_empty());
}

#[test]
fn each_state_of_the_list_has_its_own_look() {
    let empty = shown(ready(&[]));
    empty.get_by_label("Nobody in Deleted users");
    let mut failed = shown(|state| {
        state.organization.deleted = Remote::Failed { problem: testing::lost(), previous: None };
    });
    failed.get_by_label("Could not read people");
    failed.get_by_label("Try again").click();
    failed.run_steps(2);
    assert!(matches!(
        &failed.state().asked[..],
        [Action::Organization(OrganizationAction::ReadDeleted)]
    ));
    let stale = shown(|state| {
        let previous = Some(deleted(THREE));
        state.organization.deleted = Remote::Failed { problem: testing::lost(), previous };
        state.organization.revision += 1;
    });
    assert!(testing::has(&stale, "An earlier list of deleted users is shown"));
    assert!(testing::has(&stale, "Giulia Bianchi"));
}

#[test]
fn where_nothing_tells_who_was_deleted_the_page_says_what_to_do() {
    let live = shown(|state| state.active = ConnectionKey("live".to_owned()));
    assert!(testing::has(&live, "Only Command itself shows its Deleted users"));
    assert!(live.state().asked.is_empty());
    let other = shown(|state| state.connections[0].kind = ConnectionKind::Scim);
    other.get_by_label("This server has no Deleted users");
}

#[test]
fn the_newest_stands_first_and_words_filter_whatever_their_accents() {
    let mut harness = shown(ready(THREE));
    assert_eq!(names(&harness), ["Tomáš Dvořák", "Arjun Raghunathan", "Giulia Bianchi"]);
    harness.state_mut().page.rows.text = "dvorak oper".to_owned();
    harness.run_steps(2);
    assert_eq!(names(&harness), ["Tomáš Dvořák"]);
    harness.state_mut().page.rows.text = "zz".to_owned();
    harness.run_steps(2);
    harness.get_by_label("Nobody matches");
}

#[test]
fn the_pane_says_what_was_kept_and_leads_to_the_plan() {
    let mut harness = shown(ready(THREE));
    harness.state_mut().page.shown = Some(testing::id(101));
    harness.run_steps(3);
    for said in ["What was kept", "Access log: 1,204", "Re-provision: assign"] {
        assert!(testing::has(&harness, said), "{said}");
    }
    harness.get_by_label("Permanently remove…").click();
    harness.run_steps(2);
    let [Action::Plan(PlanAction::Remove(Verb::PermanentlyRemove, ids))] =
        &harness.state().asked[..]
    else {
        panic!("{:?}", harness.state().asked)
    };
    assert_eq!(*ids, [testing::id(101)]);
    harness.get_by_label("Close this deleted user").click();
    harness.run_steps(2);
    assert!(!testing::has(&harness, "What was kept"));
}

#[test]
fn the_protected_are_marked_and_can_not_be_removed() {
    let mut harness = shown(|state| {
        ready(THREE)(state);
        state.settings.care_mut("sandbox").protected.push("left1@halcyon.example".to_owned());
    });
    harness.state_mut().page.shown = Some(testing::id(101));
    harness.run_steps(3);
    harness.get_by_label("Protected");
    let button = harness.get_by_role_and_label(Role::Button, "Permanently remove…");
    assert!(button.accesskit_node().is_disabled());
    harness.get_by_label("Stop protecting").click();
    harness.run_steps(2);
    assert!(matches!(
        &harness.state().asked[..],
        [Action::Organization(OrganizationAction::Unprotect(_))]
    ));
}

#[test]
fn several_are_removed_together_and_stay_chosen_through_a_new_reading() {
    let mut harness = shown(ready(THREE));
    for key in [0, 2] {
        harness.state_mut().page.table.selected.insert(key);
    }
    let Shown { page, .. } = harness.state_mut();
    page.rows.recount(&page.table);
    harness.run_steps(3);
    harness.get_by_label("2 chosen");
    let mut later = deleted(&["New"]);
    later[0].id = "new".to_owned();
    later.extend(deleted(THREE));
    let state = &mut harness.state_mut().state;
    state.organization.deleted = Remote::Ready(later);
    state.organization.revision += 1;
    harness.run_steps(3);
    harness.get_by_label("Permanently remove the 2 chosen…").click();
    harness.run_steps(2);
    let [Action::Plan(PlanAction::Remove(Verb::PermanentlyRemove, ids))] =
        &harness.state().asked[..]
    else {
        panic!("{:?}", harness.state().asked)
    };
    assert_eq!(*ids, [testing::id(102), testing::id(100)]);
    harness.get_by_label("Choose nobody").click();
    harness.run_steps(3);
    assert!(!testing::has(&harness, "2 chosen"));
}
