//! What can be confirmed, by which words, and what can not.

use jiff::{SignedDuration, Timestamp};

use super::*;
use crate::verkada::admin::{Holdings, Standing};

fn at(minutes: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes)
}

fn person(number: usize) -> Planned {
    let id = format!("id-{number}");
    Planned {
        target: Target {
            id: id.clone(),
            user_name: format!("person{number}@halcyon.example"),
            display_name: format!("Person {number}"),
            fingerprint: "f".to_owned(),
        },
        standing: Some(Standing::Deactivated),
        holdings: Some(Holdings {
            id,
            standing: Standing::Deactivated,
            roles: 2,
            permissions: 1,
            credentials: 1,
            groups: 3,
            history_entries: 10,
            access_log_entries: 100,
        }),
    }
}

fn plan(verb: Verb, count: usize, all: usize) -> Plan {
    Plan {
        run: RunId::from_random([7; 16]),
        verb,
        deed: Deed::Delete,
        manner: Manner::Direct,
        connection: ConnectionKey::sandbox(),
        place: Place {
            connection: "sandbox".to_owned(),
            name: "Halcyon Freight".to_owned(),
            kind: "sandbox".to_owned(),
            origin: "http://127.0.0.1:1".to_owned(),
        },
        basis: Basis { read_at: Some(at(0)), extent: Extent::Whole, all },
        targets: (0..count).map(person).collect(),
        left_out: Vec::new(),
        made_at: at(0),
    }
}

fn consent(plan: &Plan) -> Consent {
    let demand = plan.demand();
    Consent {
        reason: "HR-4471".to_owned(),
        phrase: demand.phrase.unwrap_or_default(),
        second_phrase: demand.second_phrase.unwrap_or_default(),
    }
}

#[track_caller]
fn check(plan: Plan, change: impl FnOnce(&mut Consent), now: Timestamp, wanted: Option<Refusal>) {
    let mut consent = consent(&plan);
    change(&mut consent);
    let refused = plan.confirm(&consent, now).err().map(|refused| refused.1);
    assert_eq!(refused, wanted);
}

#[test]
fn a_plan_is_confirmed_by_a_reason_and_its_phrase() {
    check(plan(Verb::Delete, 3, 1000), |_| {}, at(1), None);
    check(plan(Verb::PermanentlyRemove, 1, 1000), |_| {}, at(1), None);
    let without = |consent: &mut Consent| consent.reason = " ".to_owned();
    check(plan(Verb::Delete, 3, 1000), without, at(1), Some(Refusal::NoReason));
    let long = |consent: &mut Consent| consent.reason = "x".repeat(limits::REASON_BYTES + 1);
    check(plan(Verb::Delete, 3, 1000), long, at(1), Some(Refusal::LongReason));
    let wrong = |consent: &mut Consent| consent.phrase = "DELETE 4 HALCYON FREIGHT".to_owned();
    check(plan(Verb::Delete, 3, 1000), wrong, at(1), Some(Refusal::Phrase));
    let other = |consent: &mut Consent| consent.phrase = "DELETE 3 HALCYON FREIGHT".to_owned();
    check(plan(Verb::PermanentlyRemove, 3, 1000), other, at(1), Some(Refusal::Phrase));
}

#[test]
fn many_need_a_second_phrase_and_too_many_are_refused() {
    let without = |consent: &mut Consent| consent.second_phrase.clear();
    check(plan(Verb::Delete, 51, 1000), without, at(1), Some(Refusal::SecondPhrase));
    check(plan(Verb::Delete, 51, 1000), |_| {}, at(1), None);
    check(plan(Verb::Delete, 201, 1000), |_| {}, at(1), Some(Refusal::TooMany { at_most: 200 }));
    check(plan(Verb::Delete, 0, 1000), |_| {}, at(1), Some(Refusal::Empty));
}

#[test]
fn a_plan_and_its_list_are_good_for_ten_minutes() {
    check(plan(Verb::Delete, 1, 1000), |_| {}, at(10), None);
    check(plan(Verb::Delete, 1, 1000), |_| {}, at(11), Some(Refusal::Expired));
    check(plan(Verb::Delete, 1, 1000), |_| {}, at(-1), Some(Refusal::Expired));
    let mut old_list = plan(Verb::Delete, 1, 1000);
    old_list.made_at = at(11);
    check(old_list, |_| {}, at(12), Some(Refusal::ListOld));
    let mut partial = plan(Verb::Delete, 1, 1000);
    partial.basis.extent = Extent::Partial;
    check(partial, |_| {}, at(1), Some(Refusal::ListPartial));
    let mut unread = plan(Verb::PermanentlyRemove, 1, 1000);
    unread.basis.read_at = None;
    check(unread, |_| {}, at(1), Some(Refusal::ListOld));
}

#[test]
fn what_is_not_about_people_needs_no_list_and_no_countdown() {
    let mut refresh = plan(Verb::RefreshToken, 1, 0);
    refresh.basis.extent = Extent::Partial;
    let phrase = Consent { phrase: "REFRESH 1 HALCYON FREIGHT".to_owned(), ..Consent::default() };
    let confirmed = refresh.clone().confirm(&phrase, at(1)).unwrap();
    assert_eq!(confirmed.countdown(), Duration::ZERO);
    check(refresh, |consent| consent.phrase.clear(), at(1), Some(Refusal::Phrase));
    let deactivate = plan(Verb::Deactivate, 1, 1000);
    assert_eq!(deactivate.demand().phrase, None);
    assert!(deactivate.confirm(&Consent::default(), at(1)).is_ok());
}

#[test]
fn the_countdown_is_longer_for_many() {
    for (count, seconds) in [(1, 10), (50, 10), (51, 60)] {
        let plan = plan(Verb::Delete, count, 1000);
        let consent = consent(&plan);
        let confirmed = plan.confirm(&consent, at(1)).unwrap();
        assert_eq!(confirmed.countdown(), Duration::from_secs(seconds));
        assert_eq!(confirmed.targets().len(), count);
        assert_eq!(confirmed.reason(), "HR-4471");
    }
}

#[test]
fn what_everybody_loses_is_added_up() {
    let losses = plan(Verb::PermanentlyRemove, 3, 1000).losses();
    assert_eq!((losses.roles, losses.credentials, losses.access_log_entries), (6, 3, 300));
}

#[test]
fn only_the_deactivated_and_unprotected_can_be_taken_away() {
    use crate::session::plan::people::{Obstacle, Seen, admit};
    let seen =
        |standing| Seen { target: person(1).target, version: None, standing, holdings: None };
    for (verb, standing, wanted) in [
        (Verb::Delete, Standing::Active, Some(Obstacle::Active)),
        (Verb::Delete, Standing::Deactivated, None),
        (Verb::Delete, Standing::Deleted, Some(Obstacle::DeletedAlready)),
        (Verb::PermanentlyRemove, Standing::Active, Some(Obstacle::Active)),
        (Verb::PermanentlyRemove, Standing::Deactivated, None),
        (Verb::PermanentlyRemove, Standing::Deleted, None),
        (Verb::HardDelete, Standing::Active, None),
        (Verb::Deactivate, Standing::Active, None),
    ] {
        let (targets, left_out) = admit(verb, vec![seen(standing)], |_| false);
        assert_eq!(left_out.first().map(|left| left.why.clone()), wanted, "{verb} {standing:?}");
        assert_eq!(targets.len(), usize::from(wanted.is_none()));
        let (_, left_out) = admit(verb, vec![seen(standing)], |_| true);
        let protected = left_out.iter().any(|left| left.why == Obstacle::Protected);
        assert_eq!(protected, verb.is_destructive(), "{verb} {standing:?}");
    }
}
