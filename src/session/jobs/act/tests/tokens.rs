//! Domains and the token.

use super::{Desk, plan_of, results};
use crate::session::action::{Action, PlanAction};
use crate::session::organization::Step;
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
