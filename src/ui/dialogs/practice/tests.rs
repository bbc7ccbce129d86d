//! Forms, requests and results of practice: which click asks for what.

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use serde_json::json;

use crate::entra::{Dialect, Request, Switch};
use crate::journal::entry::{Entry, Outcome, Target};
use crate::scim::ResourceId;
use crate::session::action::{Action, Actions, PlanAction};
use crate::session::plan::people::{LeftOut, Obstacle, Planned};
use crate::session::plan::practice::newcomer::Newcomer;
use crate::session::plan::practice::{Act, EntraCall, PracticeForm, PracticeWish};
use crate::session::plan::wish::Subject;
use crate::session::plan::{Deed, Plan};
use crate::session::remote::Remote;
use crate::session::runs::{LiveRun, Phase};
use crate::session::state::{Dialog, OpenPerson, PlanStage, State};
use crate::ui::dialogs::Dialogs;
use crate::ui::widgets::testing::harness;
use crate::ui::{Asked, Go, Page, testing};
use crate::verkada::Verb;

struct Shown {
    state: State,
    dialogs: Dialogs,
    asked: Vec<Action>,
    went: Vec<Go>,
}

fn shown(state: State) -> Harness<'static, Shown> {
    let shown = Shown { state, dialogs: Dialogs::default(), asked: Vec::new(), went: Vec::new() };
    let mut harness = harness(shown, |ui, shown: &mut Shown| {
        let (mut actions, mut go) = (Actions::default(), Vec::new());
        let asked = &mut Asked { actions: &mut actions, go: &mut go };
        shown.dialogs.ui(ui, &shown.state, asked);
        shown.asked.extend(actions.take());
        shown.went.extend(go);
    });
    harness.run_steps(6);
    harness
}

fn ada() -> Subject {
    Subject { id: testing::id(1), display_name: "Ada Byron".to_owned() }
}

fn form(form: PracticeForm) -> Harness<'static, Shown> {
    let mut state = testing::state();
    state.dialog = Some(Dialog::Practice(Box::new(form)));
    shown(state)
}

/// The wish that was asked for.
#[track_caller]
fn wish(harness: &Harness<'_, Shown>) -> PracticeWish {
    match harness.state().asked.as_slice() {
        [Action::Plan(PlanAction::Practice(wish))] => wish.as_ref().clone(),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn press(harness: &mut Harness<'_, Shown>, label: &str) {
    harness.get_by_role_and_label(Role::Button, label).click();
    harness.run_steps(3);
}

/// A plan of practice that waits for consent.
fn planned(act: Act, calls: Vec<EntraCall>, left_out: Vec<LeftOut>) -> State {
    let mut state = testing::state();
    let model = testing::plan(&mut state, Verb::Delete, 1);
    let verb = act.verb();
    let wish = PracticeWish { act, dialect: Dialect::Classic };
    drop(state.apply(Action::Plan(PlanAction::Practice(Box::new(wish)))));
    let targets = calls.iter().map(|call| Planned {
        target: Target {
            id: call.target.clone(),
            user_name: "ada@halcyon.example".to_owned(),
            display_name: format!("Person {}", call.target),
            fingerprint: String::new(),
        },
        standing: None,
        holdings: None,
    });
    let targets = targets.collect();
    let plan = Plan { verb, deed: Deed::Entra(calls), targets, left_out, ..model };
    let Some(Dialog::Plan(dialog)) = &mut state.dialog else { panic!("no plan was begun") };
    dialog.stage = PlanStage::Ready(Box::new(plan));
    state
}

fn call(id: &str) -> EntraCall {
    let own = ResourceId::parse(id).unwrap();
    EntraCall {
        target: id.to_owned(),
        question: Request::match_user_name("ada@halcyon.example"),
        matches: 1,
        change: Dialect::Classic.switch(&own, Switch::Off),
        membership: None,
    }
}

#[test]
fn the_request_is_shown_before_it_is_sent_and_one_click_sends_it() {
    let act = Act::Switch(Switch::Off, vec![ada()]);
    let mut harness = shown(planned(act, vec![call("u1")], Vec::new()));
    harness.get_by_role_and_label(Role::Dialog, "Deactivate Ada Byron as Entra?");
    assert!(testing::has(&harness, "GET /Users?filter=userName eq \"ada@halcyon.example\""));
    harness.get_by_label("PATCH /Users/u1");
    let body = harness.get_by_label("Body that Entra would send").value().unwrap();
    assert!(body.contains("\"False\""), "{body}");
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    assert!(matches!(harness.state().asked[..], [Action::CloseDialog]), "Enter is the safe answer");
    harness.state_mut().asked.clear();
    press(&mut harness, "Send as Entra");
    assert!(matches!(harness.state().asked[..], [Action::Plan(PlanAction::Confirm(_))]));
}

#[test]
fn another_dialect_makes_the_plan_anew() {
    let act = Act::Switch(Switch::Off, vec![ada()]);
    let mut harness = shown(planned(act.clone(), vec![call("u1")], Vec::new()));
    harness.get_by_role_and_label(Role::ComboBox, "Dialect of the requests").click();
    harness.run_steps(3);
    harness.get_by_label("aadOptscim062020 in the tenant URL").click();
    harness.run_steps(3);
    assert_eq!(wish(&harness), PracticeWish { act, dialect: Dialect::AadOptscim062020 });
}

#[test]
fn nothing_is_sent_when_nothing_differs_and_the_reason_stands_there() {
    let act = Act::Switch(Switch::On, vec![ada()]);
    let why = Obstacle::NothingToSend;
    let left = LeftOut { id: testing::id(1), display_name: "Ada Byron".to_owned(), why };
    let harness = shown(planned(act, Vec::new(), vec![left]));
    assert!(testing::has(&harness, "Nothing is sent for Ada Byron"));
    assert!(testing::has(&harness, "RedundantExport"));
    let send = harness.get_by_role_and_label(Role::Button, "Send as Entra");
    assert!(send.accesskit_node().is_disabled());
}

#[test]
fn a_hard_deletion_waits_for_its_phrase() {
    let mut harness = shown(planned(Act::HardDelete(ada()), vec![call("u1")], Vec::new()));
    let send = harness.get_by_role_and_label(Role::Button, "Hard delete Ada Byron");
    assert!(send.accesskit_node().is_disabled());
    let phrase = "HARD DELETE 1 HALCYON FREIGHT";
    let name = format!("Type {phrase}");
    harness.get_by_role_and_label(Role::TextInput, &name).focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, &name).type_text(phrase);
    harness.run_steps(3);
    press(&mut harness, "Hard delete Ada Byron");
    let [Action::Plan(PlanAction::Confirm(consent))] = &harness.state().asked[..] else {
        panic!("{:?}", harness.state().asked)
    };
    assert_eq!(consent.phrase, phrase);
}

#[test]
fn changed_attributes_are_asked_for_and_no_others() {
    let mut state = testing::state();
    let user = testing::user(&json!({
        "id": testing::id(1), "userName": "ada@halcyon.example", "title": "Analyst",
        "name": {"givenName": "Ada"},
    }));
    let (user, record) = (Remote::Ready(Box::new(user)), Remote::NotAsked);
    state.person = Some(OpenPerson { id: testing::id(1), user, record });
    state.dialog = Some(Dialog::Practice(Box::new(PracticeForm::Change(ada()))));
    let mut harness = shown(state);
    let next = harness.get_by_role_and_label(Role::Button, "Look at the request…");
    assert!(next.accesskit_node().is_disabled(), "nothing is changed yet");
    harness.get_by_role_and_label(Role::TextInput, "Display name").focus();
    harness.run_steps(2);
    harness.get_by_role_and_label(Role::TextInput, "Display name").type_text("Ada Lovelace");
    harness.run_steps(3);
    press(&mut harness, "Look at the request, 1 attribute…");
    let Act::Change(person, values) = wish(&harness).act else { panic!("another act") };
    assert_eq!(person, ada());
    let values: Vec<_> =
        values.iter().map(|value| (value.path.as_str(), value.text.as_deref())).collect();
    assert_eq!(values, [("displayName", Some("Ada Lovelace"))]);
}

#[test]
fn a_newcomer_is_filled_in_and_the_rest_follows_the_name() {
    let newcomer = Newcomer::made_up("halcyon.example", |_| false);
    let mut harness = form(PracticeForm::Provision(Box::new(newcomer)));
    harness.get_by_role_and_label(Role::TextInput, "First name").focus();
    harness.run_steps(2);
    harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
    harness.get_by_role_and_label(Role::TextInput, "First name").type_text("Ada");
    harness.run_steps(3);
    press(&mut harness, "Look at the request…");
    let Act::Provision(newcomer) = wish(&harness).act else { panic!("another act") };
    assert_eq!(newcomer.user_name(), "ada.okafor@halcyon.example");
    assert_eq!(newcomer.display_name(), "Ada Okafor");
}

#[test]
fn a_group_is_chosen_for_a_person_and_escape_closes() {
    let mut harness = form(PracticeForm::Join(ada()));
    let next = harness.get_by_role_and_label(Role::Button, "Look at the request…");
    assert!(next.accesskit_node().is_disabled(), "no group is chosen");
    harness.key_press(Key::Escape);
    harness.run_steps(3);
    assert!(matches!(harness.state().asked[..], [Action::CloseDialog]));
}

#[test]
fn the_form_is_still_filled_when_the_person_comes_back_to_it() {
    let newcomer = Newcomer::made_up("halcyon.example", |_| false);
    let mut harness = form(PracticeForm::Provision(Box::new(newcomer.clone())));
    let planned = planned(Act::Provision(Box::new(newcomer)), vec![call("u1")], Vec::new());
    harness.state_mut().state = planned;
    harness.run_steps(6);
    press(&mut harness, "Back to the form");
    assert!(matches!(
        &harness.state().asked[..],
        [Action::Plan(PlanAction::AskPractice(form))] if matches!(**form, PracticeForm::Provision(_))
    ));
}

#[test]
fn the_result_tells_the_answer_and_what_differs() {
    let act = Act::Switch(Switch::Off, vec![ada()]);
    let mut state = planned(act, vec![call("u1")], Vec::new());
    let Some(Dialog::Plan(dialog)) = &state.dialog else { panic!("no plan") };
    let PlanStage::Ready(plan) = &dialog.stage else { panic!("not ready") };
    let run = plan.run.clone();
    let entries = [
        Entry::Planned {
            run: run.clone(),
            verb: plan.verb,
            place: plan.place.clone(),
            reason: String::new(),
            share_percent_tenths: None,
            manner: plan.manner,
            targets: plan.targets.iter().map(|planned| planned.target.clone()).collect(),
        },
        Entry::Intent { run: run.clone(), number: 0, call: "PATCH /Users/u1".to_owned() },
        Entry::Outcome {
            run: run.clone(),
            number: 0,
            result: Outcome::Done,
            evidence: [
                "PATCH /Users/u1: 200",
                "active: true → false",
                "Read again: one attribute differs",
            ]
            .map(str::to_owned)
            .to_vec(),
        },
    ];
    for (seq, entry) in (1..).zip(&entries) {
        state.runs.take(seq, testing::now(), entry);
    }
    state.runs.live =
        Some(LiveRun { run: run.clone(), phase: Phase::Running, first_call_at: None });
    state.dialog = Some(Dialog::Run(run));
    let mut harness = shown(state);
    harness.get_by_role_and_label(Role::Dialog, "Deactivate: Person u1");
    for text in ["Done", "active: true → false", "PATCH /Users/u1: 200"] {
        harness.get_by_label(text);
    }
    press(&mut harness, "Show in Activity");
    assert_eq!(harness.state().went, [Go::To(Page::Activity)]);
    assert!(matches!(harness.state().asked[..], [Action::CloseDialog]));
}
