//! The desk's own list, tokens made in Command, one-time tokens, and the practice organization begun anew.

use std::sync::Arc;

use super::{STOPPED, absorb, apply, key, lost, now, state, tenant, titles, token, words, written};
use crate::session::action::{Action, OrganizationAction, PlanAction};
use crate::session::connection::TokenState;
use crate::session::job::Job;
use crate::session::organization::{OneTimeToken, Rotated, StartOver, Step};
use crate::session::outcome::{Outcome, SandboxReady, TokenStep};
use crate::session::people::Query;
use crate::session::remote::Remote;
use crate::session::settings::TokenCare;
use crate::session::state::{Dialog, Link, State};
use crate::session::token_facts::{Likeness, Since};
use crate::session::update::Order;
use crate::verkada::EmailDomain;
use crate::verkada::admin::{ListedDomain, Provisioning, TokenRecord};

fn live_state() -> State {
    let mut state = state();
    state.apply(Action::Connect(key("live")));
    state
}

fn domain(name: &str) -> EmailDomain {
    EmailDomain::parse(name).unwrap()
}

fn record() -> TokenRecord {
    TokenRecord { made_at: now(), fingerprint: "5e:91:c0:2b".to_owned() }
}

fn rotated() -> Rotated {
    Rotated {
        name: "Halcyon, production".to_owned(),
        fingerprint: "5e:91:c0:2b".to_owned(),
        hint: "7Qd2".to_owned(),
        at: now(),
        accepted: Step::Done("accepted".to_owned()),
        stored: Step::Done("kept".to_owned()),
        old_refused: Some(Step::Done("refused".to_owned())),
        recorded: Step::Done("written".to_owned()),
    }
}

#[test]
fn where_the_connection_keeps_no_list_the_desk_keeps_one_in_its_settings() {
    let mut state = live_state();
    let revision = state.organization.revision;
    assert_eq!(state.known_domains(), None, "an empty list says nothing of Command's own");
    let orders = apply(
        &mut state,
        Action::Plan(PlanAction::AddDomain(domain("halcyon.example"))),
        &["save the settings"],
    );
    assert_eq!(written(&orders).care("live").domains, ["halcyon.example"]);
    apply(&mut state, Action::Plan(PlanAction::AddDomain(domain("halcyon.example"))), &[]);
    assert_eq!(state.listed_domains(), Some(vec!["halcyon.example".to_owned()]));
    assert_eq!(state.known_domains(), state.listed_domains());
    assert!(state.organization.revision > revision, "what is counted from the list is old");
    let orders = apply(
        &mut state,
        Action::Plan(PlanAction::RemoveDomain("halcyon.example".to_owned())),
        &["save the settings"],
    );
    assert!(written(&orders).care("live").domains.is_empty());
    assert!(state.dialog.is_none(), "nothing was planned at a server that has no such way");
}

#[test]
fn a_domain_filter_shows_whoever_has_an_address_there() {
    let mut state = state();
    let mut people = crate::session::people::People::default();
    for (id, mail) in [("1", "a@halcyon.example"), ("2", "b@HALCYON.example"), ("3", "c@x.example")]
    {
        people.push(&crate::session::people::NewPerson {
            id,
            user_name: mail,
            ..Default::default()
        });
    }
    state.users.begin(now());
    state.users.page(&people, None);
    let query = Query { domain: Some("halcyon.example".to_owned()), ..Query::default() };
    apply(&mut state, Action::FilterPeople(query), &[]);
    assert_eq!(state.users.view.rows().len(), 2);
    apply(&mut state, Action::FilterPeople(Query::default()), &[]);
    assert_eq!(state.users.view.rows().len(), 3);
}

#[test]
fn a_token_made_in_command_is_proven_before_it_counts() {
    let mut state = live_state();
    apply(&mut state, Action::Plan(PlanAction::RefreshToken), &[]);
    assert!(matches!(state.dialog, Some(Dialog::Rotate(None))));
    let rotate = Action::Organization(OrganizationAction::Rotate(token()));
    apply(&mut state, rotate, &["prove and keep the new token"]);
    assert!(matches!(&state.dialog, Some(Dialog::Rotating { .. })));
    let refused = Outcome::TokenRotated { key: key("live"), result: Err(lost()) };
    absorb(&mut state, refused, &[]);
    assert!(matches!(&state.dialog, Some(Dialog::Rotate(Some(_)))), "it can be pasted again");
    assert_eq!(state.profile().unwrap().token, TokenState::Keyring { hint: "41c7".to_owned() });
    let taken = Outcome::TokenRotated { key: key("live"), result: Ok(Box::new(rotated())) };
    let orders = absorb(&mut state, taken, &["save the settings", "read people", "read groups"]);
    let care = written(&orders).care("live").token.unwrap();
    assert_eq!((care.hint.as_str(), care.proven_at), ("7Qd2", Some(now())));
    assert_eq!(state.profile().unwrap().token, TokenState::Keyring { hint: "7Qd2".to_owned() });
    assert!(matches!(state.dialog, Some(Dialog::Rotated(_))));
}

#[test]
fn a_one_time_token_waits_in_its_dialog_until_it_is_kept() {
    let mut state = state();
    let minted = OneTimeToken {
        token: Arc::new(token()),
        name: "Halcyon Freight".to_owned(),
        tenant: tenant("http://127.0.0.1:4000/scim/v2"),
        record: record(),
        stored: Step::Pending,
        accepted: Step::Pending,
        old_refused: None,
    };
    absorb(&mut state, Outcome::TokenMinted(Box::new(minted)), &["save the settings"]);
    assert!(state.token_at_hand().is_some());
    let hold = || Action::Organization(OrganizationAction::HoldToken);
    apply(&mut state, hold(), &[]);
    let stored = |state: &State| match &state.dialog {
        Some(Dialog::OneTimeToken(shown)) => shown.stored.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        stored(&state),
        Step::Pending,
        "nobody settles for memory while the keyring is asked"
    );
    absorb(&mut state, Outcome::TokenStepped(TokenStep::Stored(Step::Failed(lost()))), &[]);
    assert_eq!(state.profile().unwrap().token, TokenState::ThisRun);
    let store = Action::Organization(OrganizationAction::StoreToken);
    apply(&mut state, store, &["save the token"]);
    assert_eq!(stored(&state), Step::Pending);
    absorb(&mut state, Outcome::TokenStepped(TokenStep::Stored(Step::Failed(lost()))), &[]);
    apply(&mut state, hold(), &[]);
    assert!(matches!(stored(&state), Step::Done(_)));
    apply(&mut state, Action::Organization(OrganizationAction::CloseToken), &[]);
    assert!(state.token_at_hand().is_none());
}

#[test]
fn an_organization_without_scim_is_asked_for_its_domains_and_not_for_people() {
    let mut state = state();
    let tenant = tenant("http://127.0.0.1:4001/scim");
    let ready = SandboxReady { tenant, token: TokenState::Missing, warnings: Vec::new() };
    absorb(&mut state, Outcome::SandboxStarted(Ok(ready)), &["read the domains"]);
    assert!(state.is_without_scim());
    assert!(state.dialog.is_none(), "nobody is asked for a token that is not there");
    apply(&mut state, Action::Refresh, &["read the domains"]);
    assert_eq!(state.token_facts(), None);
}

#[test]
fn starting_over_forgets_what_was_read_and_the_token_that_was() {
    let mut state = state();
    state.apply(Action::Refresh);
    state.settings.care_mut("sandbox").token =
        Some(TokenCare { port: Some(4000), fingerprint: "5e".to_owned(), ..TokenCare::default() });
    let epoch = state.epoch;
    let start = Action::Organization(OrganizationAction::StartOver(StartOver::Bare));
    let expected = [STOPPED.as_slice(), &["save the settings", "start the sandbox"]].concat();
    let orders = apply(&mut state, start, &expected);
    let Some(Order::Do(Job::StartSandbox(begin))) = orders.last() else {
        panic!("{:?}", words(&orders))
    };
    assert_eq!(begin.over, Some(StartOver::Bare));
    assert_eq!(begin.known.as_ref().and_then(|known| known.port), Some(4000), "the port stays");
    assert_eq!(written(&orders).care("sandbox").token, None);
    assert!(state.epoch != epoch, "what is still on its way does not count");
    assert_eq!((state.users.people.len(), state.link.clone()), (0, Link::Connecting));
}

#[test]
fn only_the_practice_organization_is_begun_anew() {
    let mut state = live_state();
    for over in [StartOver::Bare, StartOver::Provisioned] {
        apply(&mut state, Action::Organization(OrganizationAction::StartOver(over)), &[]);
    }
}

#[test]
fn a_token_for_this_run_leaves_no_notes_for_the_next() {
    let mut state = state();
    state.settings.care_mut("sandbox").token =
        Some(TokenCare { port: Some(4000), ..TokenCare::default() });
    let ready = SandboxReady {
        tenant: tenant("http://127.0.0.1:4001/scim"),
        token: TokenState::ThisRun,
        warnings: vec!["Another program uses port 4000.".to_owned()],
    };
    let expected = ["save the settings", "read people", "read groups"];
    let orders = state.absorb(Outcome::SandboxStarted(Ok(ready)));
    assert!(words(&orders).starts_with(&expected.map(str::to_owned)), "{:?}", words(&orders));
    assert_eq!(written(&orders).care("sandbox").token, None);
    assert_eq!(titles(&state).len(), 1);
}

#[test]
fn what_is_known_of_a_token_is_put_together() {
    let mut state = state();
    state.connections[0].token = TokenState::Keyring { hint: "7Qd2".to_owned() };
    let facts = state.token_facts().unwrap();
    assert_eq!((facts.hint.as_str(), facts.likeness), ("7Qd2", Likeness::Same));
    let told = |fingerprint: &str| {
        let token = TokenRecord { fingerprint: fingerprint.to_owned(), ..record() };
        let domains = vec![ListedDomain { name: "a.example".to_owned(), added_at: now() }];
        Remote::Ready(Provisioning { domains, token: Some(token) })
    };
    state.settings.care_mut("sandbox").token =
        Some(TokenCare { fingerprint: "5e:91:c0:2b".to_owned(), ..TokenCare::default() });
    for (fingerprint, is_here, likeness) in [
        ("5e:91:c0:2b", true, Likeness::Same),
        ("00:00:00:00", true, Likeness::Other),
        ("00:00:00:00", false, Likeness::NotHere),
    ] {
        state.organization.provisioning = told(fingerprint);
        if !is_here {
            state.connections[0].token = TokenState::Missing;
        }
        let facts = state.token_facts().unwrap();
        assert_eq!((facts.likeness, facts.since), (likeness, Some(Since::Made(now()))));
        assert_eq!(facts.fingerprint, fingerprint, "the server knows best which one is good");
    }
}
