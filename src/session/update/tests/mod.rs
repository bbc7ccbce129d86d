//! What every action and every outcome does to the state, without a thread or a window.

mod connections;
mod domains;
mod guided;
mod locking;
mod mappings;
mod practice;
mod reading;
mod record;

use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;

use crate::client::{Exchange, ExchangeOutcome};
use crate::session::action::Action;
use crate::session::connection::{
    ConnectionKey, ConnectionKind, NewConnection, Profile, TokenState,
};
use crate::session::export::ExportFormat;
use crate::session::job::{Job, Slot};
use crate::session::outcome::Outcome;
use crate::session::people::{NewPerson, People};
use crate::session::problem::Problem;
use crate::session::settings::{Settings, ThemeChoice};
use crate::session::state::{Dialog, State};
use crate::session::update::Order;
use crate::session::users::Generation;
use crate::verkada::{ScimToken, TenantUrl};

const TOKEN: &str = "made-up-canary-token-41c7";

/// Now: a second that no test shares with another meaning.
fn now() -> Timestamp {
    "2026-11-20T14:02:00Z".parse().unwrap()
}

/// The sandbox runs and is active; a connection to Command stands beside it.
fn state() -> State {
    let mut sandbox = Profile::sandbox();
    sandbox.tenant = Some(tenant("http://127.0.0.1:4000/scim/v2"));
    State::new(Settings::default(), vec![sandbox, live()], now())
}

fn tenant(url: &str) -> TenantUrl {
    TenantUrl::parse(url).unwrap().value
}

fn token() -> ScimToken {
    ScimToken::parse(TOKEN).unwrap().value
}

fn key(text: &str) -> ConnectionKey {
    ConnectionKey(text.to_owned())
}

fn live() -> Profile {
    Profile {
        key: key("live"),
        name: "Halcyon, production".to_owned(),
        kind: ConnectionKind::Command,
        tenant: Some(tenant("https://api.command.verkada.com/scim")),
        ca_file: None,
        token: TokenState::Keyring { hint: "41c7".to_owned() },
        proven_at: None,
    }
}

fn new_connection(name: &str) -> Box<NewConnection> {
    let tenant = tenant("https://scim.example.com/scim");
    Box::new(NewConnection {
        name: name.to_owned(),
        kind: ConnectionKind::Scim,
        tenant,
        ca_file: None,
    })
}

fn lost() -> Problem {
    Problem::new("read people", "the server is gone", "Read again")
}

fn people(ids: &[&str]) -> Box<People> {
    let mut people = People::default();
    for id in ids {
        people.push(&NewPerson { id, name: id, ..NewPerson::default() });
    }
    Box::new(people)
}

/// What ends with a connection.
const STOPPED: [&str; 12] = [
    "stop People",
    "stop Groups",
    "stop Person",
    "stop Check",
    "stop Preview",
    "stop Provisioning",
    "stop Deleted",
    "stop Record",
    "stop Directory",
    "stop Held",
    "stop Trial",
    "stop Comparison",
];

/// What was ordered, in words.
fn words(orders: &[Order]) -> Vec<String> {
    let word = |order: &Order| match order {
        Order::Do(job) => job.name().to_owned(),
        Order::Stop(slot) => format!("stop {slot:?}"),
    };
    orders.iter().map(word).collect()
}

#[track_caller]
fn apply(state: &mut State, action: Action, expected: &[&str]) -> Vec<Order> {
    let orders = state.apply(action);
    assert_eq!(words(&orders), expected);
    orders
}

#[track_caller]
fn absorb(state: &mut State, outcome: Outcome, expected: &[&str]) -> Vec<Order> {
    let orders = state.absorb(outcome);
    assert_eq!(words(&orders), expected);
    orders
}

/// The generations of people and groups that these orders read.
fn generations(orders: &[Order]) -> (Generation, Generation) {
    let (mut of_people, mut of_groups) = (None, None);
    for order in orders {
        match order {
            Order::Do(Job::ReadPeople { generation, .. }) => of_people = Some(*generation),
            Order::Do(Job::ReadGroups { generation, .. }) => of_groups = Some(*generation),
            Order::Do(_) | Order::Stop(_) => {}
        }
    }
    (of_people.unwrap(), of_groups.unwrap())
}

/// The settings that these orders write last.
fn written(orders: &[Order]) -> &Settings {
    let settings = orders.iter().filter_map(|order| match order {
        Order::Do(Job::SaveSettings { settings, .. }) => Some(settings.as_ref()),
        Order::Do(_) | Order::Stop(_) => None,
    });
    settings.reduce(|_, later| later).unwrap()
}

fn exchange(outcome: ExchangeOutcome) -> Box<Exchange> {
    Box::new(Exchange {
        at: now(),
        attempt: 1,
        method: "GET".to_owned(),
        path: "/Users".to_owned(),
        outcome,
        took: Duration::from_millis(14),
        wire_bytes: 2,
        body_bytes: 2,
        request_head: "GET /Users".to_owned(),
        request_body: String::new(),
        response_head: "200 OK".to_owned(),
        body: "{}".to_owned(),
    })
}

fn titles(state: &State) -> Vec<&str> {
    state.notices.all().iter().map(|notice| notice.title.as_str()).collect()
}

#[test]
fn the_program_starts_the_sandbox_and_reads_where_it_was_last() {
    #[track_caller]
    fn check(active: &str, token: TokenState, expected: &[&str], asks: Option<&ConnectionKey>) {
        let mut settings = Settings::default();
        settings.active_connection = Some(active.to_owned());
        let mut state =
            State::new(settings, vec![Profile::sandbox(), Profile { token, ..live() }], now());
        assert_eq!(words(&state.start()), expected);
        let asked = match state.dialog {
            Some(Dialog::ReplaceToken(ref of)) => Some(of),
            _ => None,
        };
        assert_eq!(asked, asks);
    }
    let kept = || TokenState::Keyring { hint: String::new() };
    check("sandbox", kept(), &["start the sandbox"], None);
    check("live", kept(), &["start the sandbox", "read people", "read groups"], None);
    check("live", TokenState::Missing, &["start the sandbox"], Some(&key("live")));
    check("forgotten", kept(), &["start the sandbox"], None);
}

#[test]
fn dialogs_open_and_close_without_work() {
    let mut state = state();
    apply(&mut state, Action::AskAddConnection, &[]);
    assert!(matches!(state.dialog, Some(Dialog::AddConnection)));
    apply(&mut state, Action::AskReplaceToken(key("live")), &[]);
    assert!(matches!(&state.dialog, Some(Dialog::ReplaceToken(of)) if *of == key("live")));
    apply(&mut state, Action::AskForget(key("live")), &[]);
    assert!(matches!(&state.dialog, Some(Dialog::Forget(of)) if *of == key("live")));
    apply(&mut state, Action::CloseDialog, &[]);
    assert!(state.dialog.is_none());
}

#[test]
fn a_changed_setting_is_written_and_each_writing_knows_its_turn() {
    let mut state = state();
    let orders = apply(&mut state, Action::SetTheme(ThemeChoice::Dark), &["save the settings"]);
    assert_eq!(written(&orders).theme, ThemeChoice::Dark);
    let orders = apply(&mut state, Action::SetScale(150), &["save the settings"]);
    assert_eq!((written(&orders).theme, written(&orders).scale_percent), (ThemeChoice::Dark, 150));
    let columns = vec![("Name".to_owned(), 240.0)];
    let orders =
        apply(&mut state, Action::SetColumns("Users", columns.clone()), &["save the settings"]);
    assert_eq!(written(&orders).columns("Users"), Some(columns.as_slice()));
    let revision = |orders: &[Order]| match orders {
        [Order::Do(Job::SaveSettings { revision, .. })] => *revision,
        _ => 0,
    };
    let later = apply(&mut state, Action::SetScale(100), &["save the settings"]);
    assert!(revision(&later) > revision(&orders), "an older text could replace a newer one");
}

#[test]
fn settings_that_cannot_be_written_are_told_and_stay_in_use() {
    let mut state = state();
    apply(&mut state, Action::SetScale(125), &["save the settings"]);
    absorb(&mut state, Outcome::SettingsSaved(Ok(())), &[]);
    assert!(titles(&state).is_empty());
    let full = Problem::new("save the settings", "the disk is full", "Free some space");
    absorb(&mut state, Outcome::SettingsSaved(Err(full)), &[]);
    assert_eq!(titles(&state), ["Could not save the settings"]);
    assert_eq!(state.settings.scale_percent, 125);
}

#[test]
fn what_the_window_does_itself_asks_for_no_job() {
    let mut state = state();
    apply(&mut state, Action::Copy("text".to_owned()), &[]);
    apply(&mut state, Action::AskExport(ExportFormat::Csv), &[]);
    apply(&mut state, Action::AskCaFile, &[]);
}

#[test]
fn an_export_takes_the_people_shown_and_its_end_is_told() {
    let mut state = state();
    let orders = state.apply(Action::Refresh);
    let (generation, _) = generations(&orders);
    let page = Outcome::PeoplePage {
        epoch: state.epoch,
        generation,
        people: people(&["1", "2"]),
        expected: None,
    };
    absorb(&mut state, page, &[]);
    let path = PathBuf::from("/tmp/people.csv");
    let orders =
        apply(&mut state, Action::Export(ExportFormat::Csv, path.clone()), &["write the file"]);
    assert!(
        matches!(&orders[..], [Order::Do(Job::Export { export, path: to })] if export.len() == 2 && *to == path)
    );
    absorb(&mut state, Outcome::Exported { path: path.clone(), result: Ok(2) }, &[]);
    let full = Problem::new("write the file", "the disk is full", "Make room");
    absorb(&mut state, Outcome::Exported { path, result: Err(full) }, &[]);
    assert_eq!(titles(&state), ["2 people written", "Could not write the file"]);
}

#[test]
fn notices_stay_until_they_are_dismissed() {
    let mut state = state();
    for _ in 0..3 {
        absorb(&mut state, Outcome::SettingsSaved(Err(lost())), &[]);
    }
    let second = state.notices.all()[1].number;
    apply(&mut state, Action::Dismiss(second), &[]);
    assert_eq!(state.notices.all().len(), 2);
    assert!(state.notices.all().iter().all(|notice| notice.number != second));
    apply(&mut state, Action::DismissAll, &[]);
    assert!(state.notices.all().is_empty());
}

#[test]
fn a_crash_ends_what_waits_for_that_job_and_nothing_else() {
    let reading = || {
        let mut state = state();
        state.apply(Action::Refresh);
        state.apply(Action::OpenPerson("7".to_owned()));
        state.apply(Action::Check);
        state
    };
    let runs = |state: &State| {
        [
            state.users.reading.is_running(),
            state.groups.reading.is_running(),
            state.person.as_ref().is_some_and(|person| person.user.is_loading()),
            state.check.is_running,
        ]
    };
    for (slot, expected) in [
        (Some(Slot::People), [false, true, true, true]),
        (Some(Slot::Groups), [true, false, true, true]),
        (Some(Slot::Person), [true, true, false, true]),
        (Some(Slot::Check), [true, true, true, false]),
        (None, [true, true, true, true]),
    ] {
        let mut state = reading();
        assert_eq!(runs(&state), [true; 4]);
        absorb(&mut state, Outcome::Crashed { job: "do it", slot }, &[]);
        assert_eq!(runs(&state), expected, "{slot:?}");
        assert_eq!(titles(&state), ["Could not do it"]);
    }
}

#[test]
fn a_crash_while_the_token_is_saved_leaves_no_dialog_that_cannot_be_closed() {
    let mut state = state();
    apply(&mut state, Action::ReplaceToken(key("live"), token()), &["save the token"]);
    absorb(&mut state, Outcome::Crashed { job: "save the token", slot: None }, &[]);
    assert!(state.dialog.is_none());
}

#[test]
fn a_crash_of_the_sandbox_start_is_shown_as_no_connection() {
    let mut state = State::new(Settings::default(), vec![Profile::sandbox()], now());
    state.start();
    absorb(&mut state, Outcome::Crashed { job: "start the sandbox", slot: None }, &[]);
    assert!(matches!(state.link, crate::session::state::Link::Down(_)));
}
