//! What a run does when the server, the person's record, the list or the disk is not as it should be.

use super::{Desk, plan_of, results};
use crate::client::Collection;
use crate::sandbox::{Fault, Trouble, When};
use crate::session::action::{Action, PlanAction, RunAction};
use crate::session::plan::Refusal;
use crate::session::runs::Ledger;
use crate::verkada::Verb;

#[test]
fn nothing_is_planned_or_done_when_the_record_can_not_be_written() {
    let mut desk = Desk::with_people(100);
    let ids = desk.deactivated(1);
    // A folder in the place of the file: nothing can be written there, by root neither.
    std::fs::create_dir_all(desk.home().join("data").join("audit.jsonl")).unwrap();
    desk.plan(Verb::Delete, ids.clone());
    desk.consent();
    desk.until("the run ended", |state| !state.runs.is_busy());
    assert!(desk.state.runs.recorded.is_empty());
    desk.act(Action::Refresh);
    desk.until("the people are read again", |state| state.users.is_whole);
    assert!(desk.state.users.people.find(&ids[0]).is_some(), "the person is still there");
}

#[test]
fn an_old_or_partial_list_is_no_ground_for_a_removal() {
    let mut desk = Desk::with_people(100);
    let ids = desk.deactivated(1);
    desk.state.users.is_whole = false;
    desk.plan(Verb::Delete, ids);
    let plan = plan_of(&desk.state).unwrap();
    assert_eq!(plan.obstacle(desk.state.now), Some(Refusal::ListPartial));
    assert!(matches!(desk.state.runs.ledger, Ledger::Open { .. }));
    desk.act(Action::Plan(PlanAction::Confirm(crate::session::plan::Consent::default())));
    assert!(!desk.state.runs.is_busy());
}

/// A fault that befalls one method on one path so many times.
fn fault(trouble: Trouble, method: &str, path: &str, skip: u64, times: u64) -> Fault {
    Fault {
        method: Some(method.to_owned()),
        path: Some(path.to_owned()),
        skip,
        count: Some(times),
        ..Fault::every(trouble)
    }
}

/// Deletes so many people while the fault is armed.
fn deleted_with(fault: Fault, count: usize) -> (Desk, Vec<&'static str>) {
    let mut desk = Desk::with_people(600);
    let ids = desk.deactivated(count);
    desk.plan(Verb::Delete, ids);
    desk.arm(fault);
    desk.consent();
    let run = desk.ended();
    let results = results(&run);
    (desk, results)
}

#[test]
fn a_reset_after_the_server_acted_is_settled_by_reading_and_done_once() {
    let reset = Trouble::Reset { when: When::After };
    let (mut desk, results) = deleted_with(fault(reset, "POST", "/admin/users", 2, 1), 8);
    assert_eq!(results, ["done"; 8]);
    desk.until("the lists are read again", |state| state.users.is_whole);
    let run = desk.state.runs.recorded.last().unwrap();
    let lost = run.targets[2].evidence.iter().any(|proof| proof.text.contains("was lost"));
    assert!(lost, "{:?}", run.targets[2].evidence);
}

#[test]
fn a_reset_before_the_server_acted_pauses_the_run_and_changes_nothing() {
    let mut desk = Desk::with_people(600);
    let ids = desk.deactivated(8);
    desk.plan(Verb::Delete, ids.clone());
    desk.arm(fault(Trouble::Reset { when: When::Before }, "POST", "/admin/users", 2, 1));
    desk.consent();
    let why = desk.paused().unwrap();
    assert!(why.contains("nothing was done"), "{why}");
    desk.act(Action::Run(RunAction::Resume));
    let run = desk.ended();
    assert_eq!(results(&run), ["done", "done", "failed", "done", "done", "done", "done", "done"]);
    desk.until("the lists are read again", |state| {
        state.users.people.find(&ids[2]).is_some() && state.users.people.find(&ids[3]).is_none()
    });
}

#[test]
fn a_storm_of_429_holds_the_run_back_and_loses_nothing() {
    let storm = Trouble::Throttle { retry_after: Some("0".to_owned()) };
    let (_, results) = deleted_with(fault(storm, "POST", "/admin/users", 1, 2), 8);
    assert_eq!(results, ["done"; 8]);
}

#[test]
fn who_changed_between_the_plan_and_the_act_is_skipped_and_named() {
    let mut desk = Desk::with_people(600);
    let ids = desk.deactivated(3);
    desk.plan(Verb::PermanentlyRemove, ids.clone());
    let id = crate::scim::ResourceId::parse(&ids[1]).unwrap();
    let profile = desk.state.profile().unwrap().clone();
    let title = serde_json::json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{ "op": "replace", "path": "title", "value": "Night Shift Lead" }],
    });
    desk.wait(async |backend| {
        let scim = backend.scim(&profile).await.unwrap();
        scim.write_patch(Collection::Users, &id, &title, None).await.unwrap();
    });
    desk.consent();
    assert_eq!(results(&desk.ended()), ["done", "skipped", "done"]);
}

#[test]
fn a_token_refreshed_elsewhere_in_the_middle_ends_the_run_without_a_guess() {
    let mut desk = Desk::with_people(600);
    let ids = desk.deactivated(8);
    desk.plan(Verb::Delete, ids);
    let profile = desk.state.profile().unwrap().clone();
    desk.wait(async |backend| {
        drop(backend.admin(&profile).await.unwrap().write_refresh_token().await.unwrap());
    });
    desk.consent();
    // The sandbox's own pages still answer, but SCIM can not prove anything any more.
    let why = desk.paused().unwrap();
    assert!(why.contains("could not be read afterwards"), "{why}");
    desk.act(Action::Run(RunAction::Stop));
    let run = desk.ended();
    assert_eq!(results(&run)[..2], ["unknown", "untouched"]);
}

#[test]
fn a_list_that_drifted_while_it_was_read_is_no_ground_for_a_removal() {
    let mut desk = Desk::with_people(600);
    let ids = desk.deactivated(1);
    let drift = Trouble::Drift { add: 0, remove: 1 };
    desk.arm(fault(drift, "GET", "/Users", 0, 50));
    desk.act(Action::Refresh);
    desk.until("the reading broke off", |state| state.users.reading.problem().is_some());
    desk.plan(Verb::Delete, ids);
    let plan = plan_of(&desk.state).unwrap();
    assert_eq!(plan.obstacle(desk.state.now), Some(Refusal::ListPartial));
}

#[test]
fn too_many_failures_end_a_run() {
    let mut desk = Desk::with_people(1000);
    let ids = desk.deactivated(40);
    desk.plan(Verb::Delete, ids);
    desk.arm(fault(Trouble::Status { status: 500 }, "POST", "/admin/users", 10, 30));
    desk.consent();
    let run = desk.ended();
    let results = results(&run);
    assert_eq!(results[..10], ["done"; 10]);
    assert_eq!(results[10..13], ["failed", "failed", "untouched"], "5 % of 40 are 2");
}
