//! Delete and Permanently remove, one person and many.

use super::{Desk, plan_of, results};
use crate::journal::entry::How;
use crate::session::action::{Action, PlanAction, RunAction};
use crate::session::plan::people::Obstacle;
use crate::session::plan::{Consent, Refusal};
use crate::verkada::Verb;
use crate::verkada::admin::Standing;

#[test]
fn a_deleted_person_moves_to_deleted_users_and_the_record_proves_it() {
    let mut desk = Desk::with_people(300);
    let ids = desk.deactivated(1);
    let before = desk.state.deleted_users().len();
    desk.plan(Verb::Delete, ids.clone());
    desk.consent();
    let run = desk.ended();
    assert_eq!((results(&run), run.reason.as_str()), (vec!["done"], "HR-4471 leavers"));
    let evidence: Vec<&str> =
        run.targets[0].evidence.iter().map(|proof| proof.text.as_str()).collect();
    assert!(evidence.iter().any(|line| line.ends_with("answers 404")), "{evidence:?}");
    assert!(evidence.iter().any(|line| line.starts_with("Deleted users has")), "{evidence:?}");
    desk.until("the lists are read again", |state| {
        state.deleted_users().len() == before + 1 && state.users.people.find(&ids[0]).is_none()
    });
    let deleted = desk.state.deleted_users().iter().find(|deleted| deleted.id == ids[0]).unwrap();
    assert_eq!(deleted.kept.standing, Standing::Deleted);
}

#[test]
fn a_removed_person_is_gone_from_deleted_users_too() {
    let mut desk = Desk::with_people(300);
    let ids = desk.deactivated(1);
    for verb in [Verb::Delete, Verb::PermanentlyRemove] {
        desk.plan(verb, ids.clone());
        desk.consent();
        assert_eq!(results(&desk.ended()), ["done"], "{verb}");
        desk.until("the lists are read again", |state| {
            let is_deleted = state.deleted_users().iter().any(|deleted| deleted.id == ids[0]);
            is_deleted == (verb == Verb::Delete) && state.users.people.find(&ids[0]).is_none()
        });
    }
    desk.plan(Verb::PermanentlyRemove, ids);
    let plan = plan_of(&desk.state).unwrap();
    assert_eq!(plan.left_out[0].why, Obstacle::Gone);
    assert_eq!(plan.obstacle(desk.state.now), Some(Refusal::Empty));
}

#[test]
fn the_active_and_the_protected_are_left_out_of_a_plan() {
    let mut desk = Desk::with_people(300);
    let (active, protected) = (desk.active(), desk.deactivated(2));
    let row = desk.state.users.people.find(&protected[0]).unwrap();
    let user_name = desk.state.users.people.get(row).unwrap().user_name().to_uppercase();
    desk.act(Action::Organization(crate::session::action::OrganizationAction::Protect(vec![
        user_name,
    ])));
    let ids = [vec![active], protected.clone()].concat();
    desk.plan(Verb::Delete, ids);
    let plan = plan_of(&desk.state).unwrap();
    let why: Vec<_> = plan.left_out.iter().map(|left| left.why.clone()).collect();
    assert_eq!(why, [Obstacle::Active, Obstacle::Protected]);
    assert_eq!(plan.targets.len(), 1);
    assert_eq!(plan.targets[0].target.id, protected[1]);
    assert!(plan.losses().roles > 0 || plan.losses().history_entries > 0);
}

#[test]
fn a_bulk_of_forty_is_done_in_order_and_a_wrong_phrase_does_nothing() {
    let mut desk = Desk::with_people(1000);
    let ids = desk.deactivated(40);
    desk.plan(Verb::PermanentlyRemove, ids.clone());
    let wrong = Consent {
        reason: "HR-1".to_owned(),
        phrase: "REMOVE 4 HALCYON FREIGHT".to_owned(),
        ..Consent::default()
    };
    desk.act(Action::Plan(PlanAction::Confirm(wrong)));
    assert!(plan_of(&desk.state).is_some() && !desk.state.runs.is_busy());
    desk.consent();
    let run = desk.ended();
    assert_eq!(results(&run), ["done"; 40]);
    assert!(run.targets.iter().map(|target| &target.target.id).eq(&ids));
    assert!(matches!(run.ended, Some((_, How::Finished))));
}

#[test]
fn a_run_stops_before_the_next_call_and_the_rest_can_be_run_again() {
    let mut desk = Desk::with_people(1000);
    let ids = desk.deactivated(30);
    desk.plan(Verb::Delete, ids);
    desk.consent();
    desk.act(Action::Run(RunAction::Pause));
    assert_eq!(desk.paused(), None);
    let done = results(desk.state.runs.recorded.last().unwrap());
    let done = done.iter().filter(|result| **result == "done").count();
    desk.act(Action::Run(RunAction::Stop));
    let run = desk.ended();
    assert!(matches!(run.ended, Some((_, How::Stopped))));
    assert_eq!(results(&run).iter().filter(|result| **result == "done").count(), done);
    desk.until("the lists are read again", |state| state.users.is_whole);
    desk.act(Action::Run(RunAction::Repeat(run.id)));
    desk.until("the plan is made", |state| plan_of(state).is_some());
    assert_eq!(plan_of(&desk.state).unwrap().targets.len(), 30 - done);
}
