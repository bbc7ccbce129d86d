//! Playing the identity provider: where it is offered, what it orders, what it remembers.

use super::{apply, key, live, now, state, written};
use crate::entra::{Dialect, Switch};
use crate::session::action::{Action, PlanAction};
use crate::session::connection::{ConnectionKind, Profile};
use crate::session::job::Job;
use crate::session::plan::practice::newcomer::Newcomer;
use crate::session::plan::practice::{Act, PracticeForm, PracticeWish};
use crate::session::plan::wish::{Subject, Subjects};
use crate::session::settings::Settings;
use crate::session::state::{Dialog, PlanStage, State};
use crate::session::update::Order;
use crate::verkada::Verb;

fn ada() -> Subject {
    Subject { id: "7".to_owned(), display_name: "Ada Byron".to_owned() }
}

fn play(act: Act, dialect: Dialect) -> Action {
    Action::Plan(PlanAction::Practice(Box::new(PracticeWish { act, dialect })))
}

fn ask(form: PracticeForm) -> Action {
    Action::Plan(PlanAction::AskPractice(Box::new(form)))
}

#[test]
fn a_wish_is_read_for_and_waits_in_its_dialog() {
    let mut state = state();
    let off = Act::Switch(Switch::Off, vec![ada()]);
    let orders = apply(&mut state, play(off.clone(), Dialect::Classic), &["make a plan"]);
    let [Order::Do(Job::Preview { wish, .. })] = &orders[..] else { panic!("{orders:?}") };
    assert_eq!(wish.verb, Verb::Deactivate);
    let Subjects::Practice(practice) = &wish.subjects else { panic!("{:?}", wish.subjects) };
    assert_eq!((&practice.act, wish.subjects.count()), (&off, 1));
    let Some(Dialog::Plan(dialog)) = &state.dialog else { panic!("{:?}", state.dialog) };
    assert!(matches!(dialog.stage, PlanStage::Reading { read: 0 }));
}

#[test]
fn the_dialect_is_remembered_and_outlives_the_program() {
    let mut state = state();
    let off = || Act::Switch(Switch::Off, vec![ada()]);
    let flag = Dialect::AadOptscim062020;
    let orders = apply(&mut state, play(off(), flag), &["make a plan", "save the settings"]);
    let bytes = written(&orders).to_bytes();
    let (read, warnings) = Settings::read(&bytes).unwrap();
    assert_eq!((read.practice_dialect, warnings.len()), (flag, 0));
    apply(&mut state, play(off(), flag), &["make a plan"]);
    let orders =
        apply(&mut state, play(off(), Dialect::Classic), &["make a plan", "save the settings"]);
    let text = String::from_utf8(written(&orders).to_bytes()).unwrap();
    assert!(!text.contains("dialect"), "{text}");
    let (read, warnings) = Settings::read(b"{\"practice_dialect\": \"latin\"}").unwrap();
    assert_eq!((read.practice_dialect, warnings.len()), (Dialect::Classic, 1));
}

#[test]
fn a_form_opens_and_reads_the_person_it_is_about() {
    let mut state = state();
    apply(&mut state, ask(PracticeForm::Provision(Box::default())), &[]);
    assert!(matches!(&state.dialog, Some(Dialog::Practice(_))));
    let orders = state.apply(ask(PracticeForm::Change(ada())));
    let reads = |order: &Order| matches!(order, Order::Do(Job::ReadPerson { id, .. }) if id == "7");
    assert!(orders.iter().any(reads), "{orders:?}");
    apply(&mut state, ask(PracticeForm::Change(ada())), &[]);
    apply(&mut state, Action::CloseDialog, &[]);
    assert!(state.dialog.is_none());
}

#[test]
fn going_back_to_the_form_stops_the_reading_for_the_plan() {
    let mut state = state();
    let provision = Act::Provision(Box::new(Newcomer::known("ada@halcyon.example", "Ada", None)));
    apply(&mut state, play(provision, Dialect::Classic), &["make a plan"]);
    apply(&mut state, ask(PracticeForm::Join(ada())), &["stop Preview"]);
}

#[test]
fn only_a_sandbox_is_practiced_with() {
    for kind in [ConnectionKind::Command, ConnectionKind::Scim] {
        let profile = Profile { kind, ..live() };
        let mut settings = Settings::default();
        settings.active_connection = Some("live".to_owned());
        let mut state = State::new(settings, vec![Profile::sandbox(), profile], now());
        assert_eq!(state.active, key("live"));
        assert!(!state.offers_practice());
        apply(&mut state, play(Act::HardDelete(ada()), Dialect::Classic), &[]);
        apply(&mut state, ask(PracticeForm::Change(ada())), &[]);
        assert!(state.dialog.is_none());
    }
    let mut stopped = State::new(Settings::default(), vec![Profile::sandbox()], now());
    assert!(!stopped.offers_practice(), "it does not run yet");
    apply(&mut stopped, play(Act::HardDelete(ada()), Dialect::Classic), &[]);
}
