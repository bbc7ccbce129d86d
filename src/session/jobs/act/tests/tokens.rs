//! Domains and the token.

use super::{Desk, plan_of, results};
use crate::session::action::{Action, OrganizationAction, PlanAction};
use crate::session::connection::{ConnectionKey, ConnectionKind, Profile, TokenState};
use crate::session::organization::{StartOver, Step};
use crate::session::state::Dialog;
use crate::verkada::{EmailDomain, Verb};

#[test]
fn a_domain_is_added_without_more_words_and_removed_after_a_look_at_whom_it_covers() {
    let mut desk = Desk::with_people(100);
    let domain = EmailDomain::parse("halcyon-new.example").unwrap();
    desk.act(Action::Plan(PlanAction::AddDomain(domain)));
    desk.until("the run began", |state| state.runs.live.is_some());
    let run = desk.ended();
    assert_eq!((run.verb, results(&run)), (Verb::AddDomain, vec!["done"]));
    let lists = |desk: &mut Desk, wanted: bool| {
        desk.until("the list is read again", |state| {
            state.organization.provisioning.value().is_some_and(|now| {
                now.domains.iter().any(|domain| domain.name == "halcyon-new.example") == wanted
            })
        });
    };
    lists(&mut desk, true);
    desk.act(Action::Plan(PlanAction::RemoveDomain("halcyon-new.example".to_owned())));
    desk.until("the plan is made", |state| plan_of(state).is_some());
    assert_eq!(plan_of(&desk.state).unwrap().demand().phrase, None, "it covers nobody");
    desk.consent();
    assert_eq!(results(&desk.ended()), ["done"]);
    lists(&mut desk, false);
}

#[test]
fn a_refreshed_token_is_kept_and_proven_and_the_one_before_is_dead() {
    let mut desk = Desk::with_people(100);
    desk.act(Action::Plan(PlanAction::RefreshToken));
    desk.until("the plan is made", |state| plan_of(state).is_some());
    desk.consent();
    let run = desk.ended();
    assert_eq!(results(&run), ["done"]);
    let Some(Dialog::OneTimeToken(shown)) = &desk.state.dialog else {
        panic!("{:?}", desk.state.dialog)
    };
    for step in [&shown.stored, &shown.accepted, shown.old_refused.as_ref().unwrap()] {
        assert!(matches!(step, Step::Done(_)), "{step:?}");
    }
    assert!(!format!("{:?}", desk.state.dialog).contains("scimdesk_sandbox_"));
    let evidence: Vec<&str> =
        run.targets[0].evidence.iter().map(|proof| proof.text.as_str()).collect();
    assert_eq!(evidence.len(), 4, "{evidence:?}");
    desk.until("people are read with the new token", |state| state.users.is_whole);
}

fn start_over(desk: &mut Desk, over: StartOver) {
    desk.act(Action::Organization(OrganizationAction::StartOver(over)));
    desk.until("the sandbox runs again", |state| {
        state.profile().is_some_and(|profile| profile.tenant.is_some())
    });
}

#[test]
fn a_first_set_up_goes_from_nothing_over_the_first_domain_to_a_proven_token() {
    let mut desk = Desk::with_people(20);
    start_over(&mut desk, StartOver::Bare);
    desk.until("the empty list is read", |state| {
        state.organization.provisioning.value().is_some_and(|told| told.domains.is_empty())
    });
    assert!(desk.state.is_without_scim());
    let domain = EmailDomain::parse("halcyon.example").unwrap();
    desk.act(Action::Plan(PlanAction::AddDomain(domain)));
    desk.until("the run began", |state| state.runs.live.is_some());
    assert_eq!(results(&desk.ended()), ["done"]);
    let Some(Dialog::OneTimeToken(shown)) = &desk.state.dialog else {
        panic!("{:?}", desk.state.dialog)
    };
    assert!(matches!(shown.accepted, Step::Done(_)), "{:?}", shown.accepted);
    assert!(shown.old_refused.is_none(), "there was none before");
    desk.until("nobody is read with the new token", |state| state.users.is_whole);
    assert!(desk.state.users.people.is_empty());
    start_over(&mut desk, StartOver::Provisioned);
    desk.until("everybody is back", |state| state.users.is_whole && state.users.people.len() == 20);
}

#[test]
fn the_sandbox_keeps_its_token_and_its_port_from_run_to_run() {
    let mut desk = Desk::with_people(20);
    desk.act(Action::Plan(PlanAction::RefreshToken));
    desk.until("the plan is made", |state| plan_of(state).is_some());
    desk.consent();
    desk.ended();
    let before = desk.state.profile().unwrap().clone();
    let care = desk.state.settings.care("sandbox").token.unwrap();
    assert!(matches!(before.token, TokenState::Keyring { .. }), "{:?}", before.token);
    let again = |desk: &Desk, known: Option<crate::session::settings::TokenCare>| {
        desk.wait(async |backend| {
            let running = backend.sandbox.lock().await.take();
            if let Some(sandbox) = running {
                sandbox.stop().await;
            }
            let begin = crate::session::organization::SandboxBegin { known, over: None };
            crate::session::jobs::sandbox::run(backend, begin).await
        })
    };
    let ready = again(&desk, Some(care.clone())).unwrap();
    assert_eq!((ready.tenant, &ready.token), (before.tenant.clone().unwrap(), &before.token));
    assert!(ready.warnings.is_empty(), "{:?}", ready.warnings);
    // The keyring lost it: a new one for this run, and the reason is told.
    desk.wait(async |backend| {
        let slot = crate::session::jobs::token::slot(&before).unwrap();
        backend.keyring.forget(&slot).unwrap();
    });
    let ready = again(&desk, Some(care)).unwrap();
    assert_eq!(ready.token, TokenState::ThisRun);
    let told = ready.warnings.join(" ");
    assert!(told.contains("is not in the keyring any more"), "{told}");
}

/// A connection to the same sandbox, as if it were Command: nothing tells its domains or makes its token.
fn by_hand(desk: &mut Desk) -> Profile {
    let sandbox = desk.state.profile().unwrap().clone();
    let live = Profile {
        key: ConnectionKey("live".to_owned()),
        name: "Halcyon, production".to_owned(),
        kind: ConnectionKind::Scim,
        token: TokenState::Missing,
        ..sandbox
    };
    desk.state.connections.push(live.clone());
    live
}

/// Makes a new token at the sandbox, behind the desk's back.
fn minted(desk: &Desk) -> crate::verkada::ScimToken {
    let sandbox = desk.state.connections[0].clone();
    desk.wait(async |backend| {
        let admin = backend.admin(&sandbox).await.unwrap();
        admin.write_refresh_token().await.unwrap().token
    })
}

#[test]
fn a_token_made_by_hand_is_proven_kept_and_has_a_receipt_and_the_old_one_is_proven_dead() {
    let mut desk = Desk::with_people(20);
    let live = by_hand(&mut desk);
    let first = minted(&desk);
    desk.act(Action::ReplaceToken(live.key.clone(), first));
    desk.until("people are read", |state| state.active.0 == "live" && state.users.is_whole);
    let second = minted(&desk);
    let fingerprint = second.fingerprint().to_owned();
    desk.act(Action::Organization(OrganizationAction::Rotate(second)));
    desk.until("it is replaced", |state| matches!(state.dialog, Some(Dialog::Rotated(_))));
    let Some(Dialog::Rotated(rotated)) = &desk.state.dialog else { panic!() };
    assert_eq!(rotated.fingerprint, fingerprint);
    for step in [&rotated.accepted, &rotated.stored, &rotated.recorded] {
        assert!(matches!(step, Step::Done(_)), "{step:?}");
    }
    assert!(matches!(rotated.old_refused, Some(Step::Done(_))), "{:?}", rotated.old_refused);
    let run = desk.state.runs.recorded.last().unwrap();
    assert_eq!((run.verb, results(run)), (Verb::RefreshToken, vec!["done"]));
    let lines: Vec<&str> =
        run.targets[0].evidence.iter().map(|proof| proof.text.as_str()).collect();
    assert!(lines.iter().any(|line| line.contains("401")), "{lines:?}");
    assert!(!format!("{run:?}").contains("scimdesk_sandbox_"), "no receipt holds a token");
    assert!(run.ended.is_some());
}

#[test]
fn a_pasted_token_that_is_wrong_or_in_use_already_changes_nothing() {
    let mut desk = Desk::with_people(20);
    let live = by_hand(&mut desk);
    let first = minted(&desk);
    desk.act(Action::ReplaceToken(live.key.clone(), first));
    desk.until("people are read", |state| state.active.0 == "live" && state.users.is_whole);
    let wrong = crate::verkada::ScimToken::parse("made-up-canary-token-41c7").unwrap().value;
    desk.act(Action::Organization(OrganizationAction::Rotate(wrong)));
    desk.until("it is refused", |state| matches!(state.dialog, Some(Dialog::Rotate(Some(_)))));
    let same = desk.wait(async |backend| {
        let slot = crate::session::jobs::token::slot(&live).unwrap();
        backend.keyring.load(&slot).unwrap()
    });
    desk.act(Action::Organization(OrganizationAction::Rotate(same)));
    desk.until("it is refused", |state| match &state.dialog {
        Some(Dialog::Rotate(Some(problem))) => problem.why.contains("in use already"),
        _ => false,
    });
    assert!(desk.state.runs.recorded.is_empty(), "nothing was done, so nothing is recorded");
}
