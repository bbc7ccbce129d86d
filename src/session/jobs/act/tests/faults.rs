//! What a run does when the server, the person's record, the list or the disk is not as it should be.

use super::{Desk, plan_of, results};
use crate::session::action::{Action, PlanAction};
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
