//! Connections: the sandbox, adding and forgetting, tokens on their way, the staged check.

use std::time::Duration;

use super::{
    STOPPED, absorb, apply, key, live, lost, new_connection, now, state, tenant, titles, token,
    words, written,
};
use crate::client::{Stage, StageReport, StageState};
use crate::session::action::Action;
use crate::session::connection::{ConnectionKey, Profile, TokenState};
use crate::session::job::Job;
use crate::session::outcome::{Outcome, SandboxReady, TokenNotSaved};
use crate::session::problem::Problem;
use crate::session::settings::{Settings, TokenCare};
use crate::session::state::{Dialog, Link, State};
use crate::session::update::Order;

const READ_AND_CHECK: [&str; 4] =
    ["save the settings", "read people", "read groups", "check the connection"];

fn locked() -> Problem {
    Problem::new("save the token", "the keyring is locked", "Unlock it")
}

fn not_saved(profile: Profile) -> Outcome {
    Outcome::TokenNotSaved(Box::new(TokenNotSaved {
        profile: Box::new(profile),
        token: token(),
        problem: locked(),
    }))
}

fn saved(profile: Profile, token: TokenState) -> Outcome {
    let known = TokenCare { fingerprint: "5e:91:c0:2b".to_owned(), ..TokenCare::default() };
    Outcome::TokenSaved { profile: Box::new(profile), token, known: Box::new(known) }
}

/// The profile of the only job that carries a token.
fn profile_of(orders: &[Order]) -> Profile {
    match orders {
        [
            Order::Do(
                Job::SaveToken { profile, .. }
                | Job::HoldToken { profile, .. }
                | Job::ForgetToken { profile },
            ),
        ] => profile.as_ref().clone(),
        _ => panic!("{:?}", words(orders)),
    }
}

#[test]
fn the_sandbox_is_read_as_soon_as_it_runs() {
    let mut state = State::new(Settings::default(), vec![Profile::sandbox()], now());
    let tenant = tenant("http://127.0.0.1:4001/scim/v2");
    let ready = SandboxReady {
        tenant: tenant.clone(),
        token: TokenState::ThisRun,
        warnings: vec!["Its file was damaged.".to_owned()],
    };
    absorb(&mut state, Outcome::SandboxStarted(Ok(ready)), &["read people", "read groups"]);
    assert_eq!(state.profile().and_then(|profile| profile.tenant.clone()), Some(tenant));
    assert_eq!(titles(&state), ["The sandbox was repaired"]);
}

#[test]
fn the_sandbox_does_not_disturb_a_connection_that_is_in_use() {
    let mut state = state();
    state.apply(Action::Connect(key("live")));
    let ready = || SandboxReady {
        tenant: tenant("http://127.0.0.1:4001/scim/v2"),
        token: TokenState::ThisRun,
        warnings: Vec::new(),
    };
    absorb(&mut state, Outcome::SandboxStarted(Ok(ready())), &[]);
    absorb(&mut state, Outcome::SandboxStarted(Err(lost())), &[]);
    assert!(!matches!(state.link, Link::Down(_)));
    assert_eq!(titles(&state), ["Could not read people"]);
}

#[test]
fn a_sandbox_that_does_not_start_is_told_and_started_again_on_demand() {
    let mut state = State::new(Settings::default(), vec![Profile::sandbox()], now());
    absorb(&mut state, Outcome::SandboxStarted(Err(lost())), &[]);
    assert!(matches!(&state.link, Link::Down(problem) if *problem == lost()));
    apply(&mut state, Action::Refresh, &["start the sandbox"]);
    assert!(matches!(state.link, Link::Connecting));
    apply(&mut state, Action::Refresh, &[]);
}

#[test]
fn connecting_to_the_active_or_to_an_unknown_connection_does_nothing() {
    let mut state = state();
    apply(&mut state, Action::Connect(ConnectionKey::sandbox()), &[]);
    apply(&mut state, Action::Connect(key("nobody")), &[]);
    assert_eq!(state.active, ConnectionKey::sandbox());
}

#[test]
fn a_connection_without_its_token_asks_for_it_before_anything_is_sent() {
    let mut state = state();
    state.connections[1].token = TokenState::Missing;
    let expected = [&STOPPED[..], &["save the settings"]].concat();
    let orders = apply(&mut state, Action::Connect(key("live")), &expected);
    assert!(matches!(&state.dialog, Some(Dialog::ReplaceToken(of)) if *of == key("live")));
    assert_eq!(written(&orders).active_connection.as_deref(), Some("live"));
}

#[test]
fn a_new_connection_appears_only_when_its_token_is_kept() {
    let mut state = state();
    let orders = apply(
        &mut state,
        Action::AddConnection(new_connection("Other"), token()),
        &["save the token"],
    );
    assert!(matches!(&state.dialog, Some(Dialog::SavingToken { name }) if name == "Other"));
    assert_eq!(state.connections.len(), 2);
    let profile = profile_of(&orders);
    let hint = TokenState::Keyring { hint: "41c7".to_owned() };
    let orders = state.absorb(saved(profile.clone(), hint.clone()));
    assert!(words(&orders).ends_with(&READ_AND_CHECK.map(str::to_owned)), "{:?}", words(&orders));
    assert!(state.dialog.is_none());
    assert_eq!(
        (state.active.clone(), state.profile().map(|profile| profile.token.clone())),
        (profile.key, Some(hint))
    );
    let kept: Vec<_> =
        written(&orders).connections().iter().map(|profile| profile.name.as_str()).collect();
    assert_eq!(
        kept,
        ["Halcyon, production", "Other"],
        "the sandbox is always there and never written"
    );
}

#[test]
fn two_connections_never_share_a_key_whatever_they_are_called() {
    let mut state = state();
    let mut keys = vec![ConnectionKey::sandbox(), key("live")];
    for _ in 0..3 {
        let profile =
            profile_of(&state.apply(Action::AddConnection(new_connection("Same"), token())));
        assert!(!keys.contains(&profile.key), "{:?}", profile.key);
        keys.push(profile.key.clone());
        state.absorb(saved(profile, TokenState::ThisRun));
    }
}

#[test]
fn a_replaced_token_is_unproven_and_used_at_once() {
    let mut state = state();
    state.apply(Action::Connect(key("live")));
    state.connections[1].proven_at = Some(now());
    let profile = profile_of(&apply(
        &mut state,
        Action::ReplaceToken(key("live"), token()),
        &["save the token"],
    ));
    absorb(&mut state, saved(profile, TokenState::ThisRun), &READ_AND_CHECK);
    assert_eq!(state.connections.len(), 2);
    assert_eq!(
        (&state.connections[1].token, state.connections[1].proven_at),
        (&TokenState::ThisRun, None)
    );
    apply(&mut state, Action::ReplaceToken(key("nobody"), token()), &[]);
}

#[test]
fn a_keyring_that_fails_keeps_the_token_in_the_dialog_until_it_goes_somewhere() {
    let mut state = state();
    let profile = profile_of(&state.apply(Action::AddConnection(new_connection("Other"), token())));
    absorb(&mut state, not_saved(profile.clone()), &[]);
    assert!(matches!(&state.dialog, Some(Dialog::TokenNotSaved(kept)) if kept.problem == locked()));
    assert_eq!(state.connections.len(), 2, "no connection without a token");
    let retried = apply(&mut state, Action::RetryKeyring, &["save the token"]);
    assert!(
        matches!(&retried[..], [Order::Do(Job::SaveToken { profile: again, .. })] if again.key == profile.key)
    );
    assert!(matches!(state.dialog, Some(Dialog::SavingToken { .. })));
    absorb(&mut state, not_saved(profile.clone()), &[]);
    let held = apply(&mut state, Action::KeepForThisRun, &["save the token"]);
    assert!(
        matches!(&held[..], [Order::Do(Job::HoldToken { profile: again, .. })] if again.key == profile.key)
    );
    absorb(&mut state, not_saved(profile), &[]);
    apply(&mut state, Action::CloseDialog, &[]);
    assert_eq!((state.dialog.is_none(), state.connections.len()), (true, 2));
}

#[test]
fn without_a_token_at_hand_there_is_nothing_to_retry_or_keep() {
    let mut state = state();
    apply(&mut state, Action::AskForget(key("live")), &[]);
    apply(&mut state, Action::RetryKeyring, &[]);
    apply(&mut state, Action::KeepForThisRun, &[]);
    assert!(matches!(state.dialog, Some(Dialog::Forget(_))), "another dialog stays");
}

#[test]
fn a_connection_is_forgotten_only_when_its_token_is_gone() {
    let mut state = state();
    state.apply(Action::Connect(key("live")));
    state.apply(Action::AskForget(key("live")));
    let orders = apply(&mut state, Action::Forget(key("live")), &["forget the connection"]);
    assert_eq!(profile_of(&orders).key, key("live"));
    assert!(state.dialog.is_none() && state.connection(&key("live")).is_some());
    absorb(&mut state, Outcome::TokenForgotten { key: key("live"), outcome: Err(locked()) }, &[]);
    assert!(state.connection(&key("live")).is_some());
    assert_eq!(titles(&state), ["Could not save the token"]);
    let orders = state.absorb(Outcome::TokenForgotten { key: key("live"), outcome: Ok(()) });
    assert_eq!(
        (state.active.clone(), state.connection(&key("live")).is_none()),
        (ConnectionKey::sandbox(), true)
    );
    assert!(written(&orders).connections().is_empty());
    assert_eq!(written(&orders).active_connection.as_deref(), Some("sandbox"));
    assert!(titles(&state)[1].ends_with("is forgotten"));
}

#[test]
fn forgetting_another_connection_leaves_the_active_one_alone() {
    let mut state = state();
    let epoch = state.epoch;
    absorb(
        &mut state,
        Outcome::TokenForgotten { key: key("live"), outcome: Ok(()) },
        &["save the settings"],
    );
    assert_eq!((state.epoch, state.connections.len()), (epoch, 1));
}

#[test]
fn the_sandbox_and_unknown_connections_cannot_be_forgotten() {
    let mut state = state();
    apply(&mut state, Action::Forget(ConnectionKey::sandbox()), &[]);
    apply(&mut state, Action::Forget(key("nobody")), &[]);
    assert_eq!(state.connections.len(), 2);
}

fn passed(stage: Stage) -> StageReport {
    StageReport {
        stage,
        state: StageState::Passed { took: Duration::from_millis(1), note: String::new() },
    }
}

#[test]
fn a_check_that_passes_proves_the_token_and_is_written_down() {
    let mut state = state();
    state.apply(Action::Connect(key("live")));
    apply(&mut state, Action::Check, &["check the connection"]);
    let run = state.check.run;
    for stage in Stage::ALL {
        absorb(
            &mut state,
            Outcome::Checked { run, report: StageReport { stage, state: StageState::Started } },
            &[],
        );
        absorb(&mut state, Outcome::Checked { run, report: passed(stage) }, &[]);
    }
    let orders =
        absorb(&mut state, Outcome::CheckEnded { run, outcome: Ok(()) }, &["save the settings"]);
    assert_eq!(written(&orders).connections()[0].proven_at, Some(now()));
    assert_eq!((state.check.is_running, state.check.ended_at), (false, Some(now())));
}

#[test]
fn a_check_that_could_not_run_or_was_stopped_proves_nothing() {
    let mut state = state();
    state.apply(Action::Check);
    let run = state.check.run;
    absorb(&mut state, Outcome::CheckEnded { run, outcome: Err(locked()) }, &[]);
    assert_eq!(state.check.problem, Some(locked()));
    apply(&mut state, Action::Check, &["check the connection"]);
    apply(&mut state, Action::StopCheck, &["stop Check"]);
    assert!(
        !state.check.is_running
            && state.connections.iter().all(|profile| profile.proven_at.is_none())
    );
}

#[test]
fn news_of_an_earlier_check_is_not_mixed_into_the_present_one() {
    let mut state = state();
    state.apply(Action::Check);
    let old = state.check.run;
    state.apply(Action::Check);
    absorb(&mut state, Outcome::Checked { run: old, report: passed(Stage::Token) }, &[]);
    absorb(&mut state, Outcome::CheckEnded { run: old, outcome: Err(locked()) }, &[]);
    assert!(state.check.is_running && state.check.problem.is_none());
    let standing: Vec<_> = state.check.rows().map(|row| row.standing).collect();
    assert!(standing.iter().all(|standing| *standing == crate::session::check::Standing::Waiting));
    let run = state.check.run;
    state.apply(Action::Connect(key("live")));
    absorb(&mut state, Outcome::Checked { run, report: passed(Stage::Token) }, &[]);
    assert!(state.check.is_blank(), "a check belongs to one connection");
    assert_eq!(state.connection(&live().key).map(|profile| profile.proven_at), Some(None));
}
