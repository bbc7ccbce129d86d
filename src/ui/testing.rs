//! States of the program for the tests of pages and dialogs: fictional people, no network.

use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use jiff::{SignedDuration, Timestamp};

use crate::journal::entry::{Place, RunId, Target};
use crate::scim::{Resource, User};
use crate::session::action::{Action, PlanAction};
use crate::session::connection::{ConnectionKey, ConnectionKind, Profile, TokenState};
use crate::session::people::{NewPerson, People, PersonState};
use crate::session::plan::people::Planned;
use crate::session::plan::wish::Wish;
use crate::session::plan::{Basis, Plan};
use crate::session::problem::Problem;
use crate::session::settings::Settings;
use crate::session::state::{Dialog, Link, State};
use crate::verkada::admin::{
    AccessEvent, Credential, CredentialOrigin, HistoryEntry, Holdings, PersonRecord, Role, Standing,
};
use crate::verkada::{TenantUrl, Verb};

/// When every state of a test is.
pub(super) fn now() -> Timestamp {
    "2026-11-20T14:20:00Z".parse().unwrap()
}

/// The sandbox runs and its people were just read: every third one is deactivated.
pub(super) fn state() -> State {
    let tenant = |url: &str| TenantUrl::parse(url).unwrap().value;
    let mut sandbox = Profile::sandbox();
    sandbox.tenant = Some(tenant("http://127.0.0.1:4000/scim/v2"));
    let live = Profile {
        key: ConnectionKey("live".to_owned()),
        name: "Halcyon, production".to_owned(),
        kind: ConnectionKind::Command,
        tenant: Some(tenant("https://api.command.verkada.com/scim")),
        ca_file: None,
        token: TokenState::Keyring { hint: "41c7".to_owned() },
        proven_at: None,
    };
    let mut state = State::new(Settings::default(), vec![sandbox, live], now());
    state.link = Link::Up { latency_ms: 3, at: now() };
    state.users.begin(now());
    state.users.page(&people(30), Some(30));
    drop(state.users.end(now(), Ok(())));
    state
}

/// So many people: every third one is deactivated.
pub(super) fn people(count: usize) -> People {
    let mut people = People::default();
    for number in 0..count {
        let (id, mail) = (id(number), format!("person{number}@halcyon.example"));
        people.push(&NewPerson {
            id: &id,
            name: &format!("Person {number:02}"),
            user_name: &mail,
            mail: &mail,
            department: "Operations",
            title: "Forklift Operator",
            state: if number % 3 == 0 { PersonState::Deactivated } else { PersonState::Active },
            changed: 1_795_000_000,
            ..NewPerson::default()
        });
    }
    people
}

/// The SCIM id of a person of these states.
pub(super) fn id(number: usize) -> String {
    format!("9f0c41be-0000-4000-8000-{number:012}")
}

/// Whether any control or text on screen has these words in its name.
pub(super) fn has<S>(harness: &Harness<'_, S>, words: &str) -> bool {
    harness.query_all_by_label_contains(words).next().is_some()
}

/// Something went wrong.
pub(super) fn lost() -> Problem {
    Problem::new("read people", "the server is gone", "Read again")
}

/// Asks for a removal of so many people, and the plan that reading them would make.
pub(super) fn plan(state: &mut State, verb: Verb, count: usize) -> Plan {
    let ids: Vec<_> = (0..count).map(|number| id(number * 3)).collect();
    drop(state.apply(Action::Plan(PlanAction::Remove(verb, ids.clone()))));
    let Some(Dialog::Plan(dialog)) = &state.dialog else { panic!("no plan was begun") };
    plan_of(state, &dialog.wish, &ids)
}

/// The plan that reading these people would make.
pub(super) fn plan_of(state: &State, wish: &Wish, ids: &[String]) -> Plan {
    Plan {
        run: RunId::from_random([7; 16]),
        verb: wish.verb,
        deed: wish.deed.clone(),
        manner: wish.manner,
        connection: state.active.clone(),
        place: Place {
            connection: state.active.0.clone(),
            name: "Halcyon Freight".to_owned(),
            kind: "sandbox".to_owned(),
            origin: "http://127.0.0.1:4000".to_owned(),
        },
        basis: Basis { all: 1_000, ..wish.basis },
        targets: (0..).zip(ids).map(|(number, id)| planned(number * 3, id)).collect(),
        left_out: Vec::new(),
        made_at: state.now,
    }
}

fn planned(number: usize, id: &str) -> Planned {
    Planned {
        target: Target {
            id: id.to_owned(),
            user_name: format!("person{number}@halcyon.example"),
            display_name: format!("Person {number:02}"),
            fingerprint: "W/\"1\"".to_owned(),
        },
        standing: Some(Standing::Deactivated),
        holdings: Some(holdings(number, Standing::Deactivated)),
    }
}

/// What is attached to a person of these states.
pub(super) fn holdings(number: usize, standing: Standing) -> Holdings {
    Holdings {
        id: id(number),
        standing,
        roles: 2,
        permissions: 1,
        credentials: 1,
        groups: 3,
        history_entries: 4,
        access_log_entries: 1_204,
    }
}

/// What Command keeps of a person of these states.
pub(super) fn record(number: usize) -> PersonRecord {
    PersonRecord {
        id: id(number),
        user_name: format!("person{number}@halcyon.example"),
        display_name: format!("Person {number:02}"),
        standing: Standing::Deactivated,
        version: "W/\"1\"".to_owned(),
        deactivated_at: Some(now() - SignedDuration::from_hours(24)),
        deleted_at: None,
        roles: vec![Role { name: "Site Admin".to_owned(), scope: "Chicago".to_owned() }],
        permissions: vec!["Camera wall, Chicago".to_owned()],
        credentials: vec![Credential {
            kind: "Card".to_owned(),
            label: "Standard 26-bit Wiegand".to_owned(),
            active: true,
            origin: CredentialOrigin::Scim,
        }],
        groups: Vec::new(),
        history: vec![HistoryEntry {
            at: now() - SignedDuration::from_hours(24),
            by: "Entra ID over SCIM".to_owned(),
            what: "Deactivated by the identity provider".to_owned(),
        }],
        history_entries: 4,
        access_log: vec![AccessEvent {
            at: now() - SignedDuration::from_hours(30),
            door: "Dock door 4".to_owned(),
            result: "Granted".to_owned(),
        }],
        access_log_entries: 1_204,
    }
}

/// A SCIM user as a server sends it.
pub(super) fn user(resource: &serde_json::Value) -> User {
    User(Resource::from_value(resource.clone()).unwrap())
}
