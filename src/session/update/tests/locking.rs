//! Locking: what is stopped, what goes on, what is told.

use super::{absorb, apply, key, now, people, state, titles, token};
use crate::session::action::{Action, LockReason};
use crate::session::connection::{Profile, TokenState};
use crate::session::outcome::{Outcome, TokenNotSaved};
use crate::session::problem::Problem;
use crate::session::state::{State, Unlocked};
use crate::session::users::Reading;

const STOPPED: [&str; 5] =
    ["stop People", "stop Groups", "stop Person", "stop Check", "close the connections"];

/// Reads people and groups, a person and the check, all at once.
fn busy() -> State {
    let mut state = state();
    let orders = state.apply(Action::Refresh);
    let (generation, _) = super::generations(&orders);
    let epoch = state.epoch;
    let outcome =
        Outcome::PeoplePage { epoch, generation, people: people(&["a"]), expected: Some(2) };
    absorb(&mut state, outcome, &[]);
    state.apply(Action::OpenPerson("a".to_owned()));
    state.apply(Action::Check);
    assert!(is_busy(&state));
    state
}

fn is_busy(state: &State) -> bool {
    state.users.reading.is_running()
        && state.groups.reading.is_running()
        && state.check.is_running
        && state.person.as_ref().is_some_and(|open| open.user.is_loading())
}

#[test]
fn a_lock_on_request_stops_what_runs_and_says_so() {
    let mut state = busy();
    apply(&mut state, Action::Lock(LockReason::Asked), &STOPPED);
    assert!(matches!(state.users.reading, Reading::Partial { .. }), "what was read stays");
    assert_eq!(state.users.people.len(), 1);
    assert!(!state.groups.reading.is_running() && !state.check.is_running);
    let person = state.person.as_ref().unwrap();
    assert_eq!(person.user.problem().unwrap().why, "You locked the window.");
    assert_eq!(state.check.problem.as_ref().unwrap().why, "You locked the window.");
    assert!(titles(&state).iter().any(|title| title.starts_with("Locked")), "{:?}", titles(&state));
}

#[test]
fn sleep_stops_what_runs_and_idleness_lets_it_end() {
    let mut state = busy();
    apply(&mut state, Action::Lock(LockReason::Idle), &["close the connections"]);
    assert!(is_busy(&state));
    apply(&mut state, Action::Lock(LockReason::Slept), &STOPPED);
    assert!(!state.users.reading.is_running() && !state.check.is_running);
    assert!(!titles(&state).iter().any(|title| title.starts_with("Locked")));
}

#[test]
fn a_lock_ends_the_leave_to_write() {
    for (reason, ends) in
        [(LockReason::Asked, true), (LockReason::Slept, true), (LockReason::Idle, false)]
    {
        let mut state = state();
        state.unlocked = Some(Unlocked { connection: key("live"), until: now() });
        state.apply(Action::Lock(reason));
        assert_eq!(state.unlocked.is_none(), ends, "{reason:?}");
    }
}

#[test]
fn a_token_that_is_nowhere_else_outlives_a_lock_and_is_the_only_one_to_be_copied() {
    let mut state = state();
    assert!(state.token_at_hand().is_none());
    state.apply(Action::AskReplaceToken(key("live")));
    assert!(state.token_at_hand().is_none(), "one in the keyring is not shown again");
    let profile = Profile { token: TokenState::Missing, ..super::live() };
    let problem = Problem::new("save the token", "the keyring is locked", "Unlock it");
    let not_saved = TokenNotSaved { profile: Box::new(profile), token: token(), problem };
    absorb(&mut state, Outcome::TokenNotSaved(Box::new(not_saved)), &[]);
    state.apply(Action::Lock(LockReason::Asked));
    assert_eq!(state.token_at_hand().unwrap().hint(), token().hint());
}

#[test]
fn the_seconds_on_the_clipboard_are_rounded_up_and_end_at_zero() {
    let mut state = state();
    for (left_ms, seconds) in
        [(30_000, Some(30)), (29_001, Some(30)), (1, Some(1)), (0, None), (-5, None)]
    {
        let left = jiff::SignedDuration::from_millis(left_ms);
        state.clipboard_clears_at = Some(now() + left);
        assert_eq!(state.clipboard_seconds(), seconds, "{left_ms}");
    }
    state.clipboard_clears_at = None;
    assert_eq!(state.clipboard_seconds(), None);
}

#[test]
fn that_the_keyring_waits_is_shown_until_it_answers() {
    let mut state = state();
    absorb(&mut state, Outcome::KeyringWaits, &[]);
    assert!(state.keyring_waits);
    absorb(&mut state, Outcome::KeyringAnswered, &[]);
    assert!(!state.keyring_waits);
}
