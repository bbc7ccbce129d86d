//! Playing Entra against a real sandbox: each verb in both dialects, what went over the wire, and what came of it.

use serde_json::{Value, json};

use super::{Desk, plan_of, results};
use crate::entra::{AttributePath, Dialect, Switch};
use crate::journal::run::RecordedRun;
use crate::sandbox::{Fault, Trouble, When};
use crate::session::action::{Action, PlanAction};
use crate::session::people::PersonState;
use crate::session::plan::people::Obstacle;
use crate::session::plan::practice::newcomer::Newcomer;
use crate::session::plan::practice::{Act, NewValue, PracticeWish, attributes};
use crate::session::plan::wish::Subject;
use crate::session::plan::{Deed, Refusal};
use crate::verkada::Verb;

const DIALECTS: [Dialect; 2] = [Dialect::Classic, Dialect::AadOptscim062020];

/// Plans what Entra is to do and waits until the plan is shown.
#[track_caller]
fn ask(desk: &mut Desk, dialect: Dialect, act: Act) {
    desk.act(Action::Plan(PlanAction::Practice(Box::new(PracticeWish { act, dialect }))));
    desk.until("the plan is made", |state| plan_of(state).is_some());
}

/// Plans, confirms, waits, and returns the run when the lists are read again.
#[track_caller]
fn play(desk: &mut Desk, dialect: Dialect, act: Act) -> RecordedRun {
    ask(desk, dialect, act);
    desk.consent();
    let run = desk.ended();
    desk.until("the lists are read again", |state| {
        !state.users.reading.is_running() && !state.groups.reading.is_running()
    });
    run
}

fn subject(desk: &Desk, id: &str) -> Subject {
    let people = &desk.state.users.people;
    let person = people.find(id).and_then(|row| people.get(row)).unwrap();
    Subject { id: id.to_owned(), display_name: person.name().to_owned() }
}

fn state_of(desk: &Desk, id: &str) -> PersonState {
    let people = &desk.state.users.people;
    people.find(id).and_then(|row| people.get(row)).unwrap().state()
}

fn evidence(run: &RecordedRun) -> Vec<&str> {
    run.targets[0].evidence.iter().map(|proof| proof.text.as_str()).collect()
}

#[track_caller]
fn says(run: &RecordedRun, line: &str) {
    assert!(evidence(run).contains(&line), "{line}: {:#?}", evidence(run));
}

/// The body of the last change that went over the wire.
fn wire(desk: &Desk, method: &str) -> Value {
    let log = &desk.state.activity;
    let mut entries = (0..log.len()).filter_map(|position| log.newest(position));
    let entry = entries.find(|entry| entry.method == method).unwrap();
    let (_, body) = entry.request.split_once("\n\n").unwrap();
    serde_json::from_str(body).unwrap()
}

/// The change that the shown plan holds.
fn planned(desk: &Desk) -> Value {
    match &plan_of(&desk.state).unwrap().deed {
        Deed::Entra(calls) => calls[0].change.body().cloned().unwrap_or_default(),
        deed => panic!("{deed:?}"),
    }
}

#[test]
fn every_verb_is_sent_in_the_dialect_that_was_chosen_and_has_its_effect() {
    let mut desk = Desk::with_people(60);
    for dialect in DIALECTS {
        let classic = dialect == Dialect::Classic;
        let one = subject(&desk, &desk.active());
        let value = |is_on: bool| match (classic, is_on) {
            (true, true) => json!("True"),
            (true, false) => json!("False"),
            (false, is_on) => json!(is_on),
        };
        for (switch, is_on, line) in [
            (Switch::Off, false, "active: true → false"),
            (Switch::On, true, "active: false → true"),
        ] {
            let run = play(&mut desk, dialect, Act::Switch(switch, vec![one.clone()]));
            assert_eq!(results(&run), ["done"]);
            says(&run, line);
            let op = if classic { "Replace" } else { "replace" };
            assert_eq!(
                wire(&desk, "PATCH")["Operations"],
                json!([{"op": op, "path": "active", "value": value(is_on)}])
            );
            let wanted = if is_on { PersonState::Active } else { PersonState::Deactivated };
            assert_eq!(state_of(&desk, &one.id), wanted);
        }
        let title = format!("Night Planner {dialect:?}");
        let set =
            NewValue { path: AttributePath::parse("title").unwrap(), text: Some(title.clone()) };
        ask(&mut desk, dialect, Act::Change(one.clone(), vec![set]));
        let composed = planned(&desk);
        desk.consent();
        let run = desk.ended();
        assert_eq!(results(&run), ["done"]);
        assert!(evidence(&run).iter().any(|line| line.ends_with(&format!("→ \"{title}\""))));
        assert_eq!(wire(&desk, "PATCH"), composed, "what was shown is what was sent");
    }
}

#[test]
fn people_join_a_group_and_leave_it_and_nobody_else_does() {
    let mut desk = Desk::with_people(60);
    desk.until("the groups are read", |state| state.groups.read_at.is_some());
    for dialect in DIALECTS {
        let everybody = desk.state.users.people.len();
        let groups = desk.state.groups.groups.iter().filter(|group| group.size() < everybody);
        let group = groups.max_by_key(|group| group.size()).unwrap();
        let (size, group) =
            (group.size(), Subject { id: group.id.clone(), display_name: group.name.clone() });
        let members = &desk.state.groups.find(&group.id).unwrap().members;
        let outsider = (0..1_000).find(|row| !members.contains(row)).unwrap();
        let id = desk.state.users.people.get(outsider).unwrap().id().to_owned();
        let one = subject(&desk, &id);
        let run = play(&mut desk, dialect, Act::Join(group.clone(), vec![one.clone()]));
        assert_eq!(results(&run), ["done"]);
        says(&run, &format!("members: {size} → {}", size + 1));
        assert_eq!(desk.state.groups.find(&group.id).unwrap().size(), size + 1);
        ask(&mut desk, dialect, Act::Join(group.clone(), vec![one.clone()]));
        assert_eq!(plan_of(&desk.state).unwrap().left_out[0].why, Obstacle::NothingToSend);
        let run = play(&mut desk, dialect, Act::Leave(group.clone(), vec![one]));
        assert_eq!(results(&run), ["done"]);
        says(&run, &format!("members: {} → {size}", size + 1));
        let operation = &wire(&desk, "PATCH")["Operations"][0];
        let whole = operation["path"] == "members";
        assert_eq!(whole, dialect == Dialect::Classic, "{operation}");
        assert_eq!(desk.state.groups.find(&group.id).unwrap().size(), size);
    }
}

#[test]
fn who_was_hard_deleted_comes_back_as_the_same_record_when_provisioned_again() {
    let mut desk = Desk::with_people(60);
    let one = subject(&desk, &desk.active());
    let row = desk.state.users.people.find(&one.id).unwrap();
    let user_name = desk.state.users.people.get(row).unwrap().user_name().to_owned();
    let run = play(&mut desk, Dialect::Classic, Act::HardDelete(one.clone()));
    assert_eq!(results(&run), ["done"]);
    says(&run, &format!("DELETE /Users/{}: 204", one.id));
    desk.until("Deleted users are read", |state| {
        state.deleted_users().iter().any(|deleted| deleted.id == one.id)
    });
    let newcomer = Newcomer::known(&user_name, &one.display_name, Some("Fleet"));
    let run = play(&mut desk, Dialect::Classic, Act::Provision(Box::new(newcomer)));
    assert_eq!(results(&run), ["done"]);
    let came_back = format!("Read again: the record from before came back, {}", one.id);
    assert!(
        evidence(&run).iter().any(|line| line.starts_with(&came_back)),
        "{:#?}",
        evidence(&run)
    );
    assert_eq!(state_of(&desk, &one.id), PersonState::Active);
}

#[test]
fn a_newcomer_is_created_once_and_matched_the_second_time() {
    let mut desk = Desk::with_people(20);
    let mut newcomer = Newcomer::made_up("halcyon.example", |_| false);
    let domain = desk.state.users.people.get(0).unwrap().user_name().rsplit_once('@').unwrap().1;
    let user_name = format!("rosalind.okafor@{domain}");
    newcomer.set(attributes::USER_NAME, &user_name);
    newcomer.set(attributes::MAIL, &user_name);
    let provision = |newcomer: &Newcomer| Act::Provision(Box::new(newcomer.clone()));
    let run = play(&mut desk, Dialect::Classic, provision(&newcomer));
    assert_eq!(results(&run), ["done"]);
    says(&run, "title: nothing → \"Yard Planner\"");
    assert!(evidence(&run).iter().any(|line| line.starts_with("Read again: a new record")));
    let body = wire(&desk, "POST");
    assert_eq!(body, newcomer.create().body().cloned().unwrap());
    ask(&mut desk, Dialect::Classic, provision(&newcomer));
    let plan = plan_of(&desk.state).unwrap();
    assert_eq!(plan.left_out[0].why, Obstacle::NothingToSend);
    assert_eq!(plan.obstacle(desk.state.now), Some(Refusal::Empty));
    newcomer.set("title", "Yard Manager");
    let run = play(&mut desk, Dialect::Classic, provision(&newcomer));
    says(&run, "title: \"Yard Planner\" → \"Yard Manager\"");
}

#[test]
fn a_domain_that_is_not_listed_is_refused_as_command_would_and_explained() {
    let mut desk = Desk::with_people(20);
    let newcomer = Newcomer::made_up("contoso.example", |_| false);
    let run = play(&mut desk, Dialect::Classic, Act::Provision(Box::new(newcomer)));
    assert_eq!(results(&run), ["failed"]);
    let told = format!("{:?}", run.targets[0].state);
    assert!(told.contains("contoso.example") && told.contains("InvalidDomain"), "{told}");
    says(&run, "The server answered 400");
}

#[test]
fn a_lost_answer_is_settled_by_reading() {
    let mut desk = Desk::with_people(20);
    let one = subject(&desk, &desk.active());
    ask(&mut desk, Dialect::Classic, Act::Switch(Switch::Off, vec![one.clone()]));
    desk.arm(Fault {
        method: Some("PATCH".to_owned()),
        count: Some(1),
        ..Fault::every(Trouble::Reset { when: When::After })
    });
    desk.consent();
    let run = desk.ended();
    assert_eq!(results(&run), ["done"]);
    says(&run, "active: true → false");
}

#[test]
fn whoever_changed_after_the_plan_was_shown_is_left_alone() {
    let mut desk = Desk::with_people(20);
    let one = subject(&desk, &desk.active());
    let off = || Act::Switch(Switch::Off, vec![one.clone()]);
    ask(&mut desk, Dialect::Classic, off());
    let stale = match &desk.state.dialog {
        Some(crate::session::state::Dialog::Plan(dialog)) => match &dialog.stage {
            crate::session::state::PlanStage::Ready(plan) => plan.clone(),
            stage => panic!("{stage:?}"),
        },
        dialog => panic!("{dialog:?}"),
    };
    desk.consent();
    assert_eq!(results(&desk.ended()), ["done"]);
    ask(&mut desk, Dialect::Classic, Act::Switch(Switch::On, vec![one.clone()]));
    if let Some(crate::session::state::Dialog::Plan(dialog)) = &mut desk.state.dialog {
        let run = crate::journal::entry::RunId::from_random([9; 16]);
        dialog.stage =
            crate::session::state::PlanStage::Ready(Box::new(crate::session::plan::Plan {
                run,
                ..*stale
            }));
    }
    desk.consent();
    assert_eq!(results(&desk.ended()), ["skipped"]);
}

#[test]
fn protected_people_are_not_hard_deleted_and_the_phrase_is_asked_for() {
    let mut desk = Desk::with_people(60);
    let one = subject(&desk, &desk.active());
    let row = desk.state.users.people.find(&one.id).unwrap();
    let user_name = desk.state.users.people.get(row).unwrap().user_name().to_owned();
    ask(&mut desk, Dialect::Classic, Act::HardDelete(one.clone()));
    let plan = plan_of(&desk.state).unwrap();
    assert_eq!(plan.verb, Verb::HardDelete);
    assert_eq!(plan.demand().phrase.as_deref(), Some("HARD DELETE 1 HALCYON FREIGHT"));
    let protect = crate::session::action::OrganizationAction::Protect(vec![user_name]);
    desk.act(Action::Organization(protect));
    ask(&mut desk, Dialect::Classic, Act::HardDelete(one));
    assert_eq!(plan_of(&desk.state).unwrap().left_out[0].why, Obstacle::Protected);
}
