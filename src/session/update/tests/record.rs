//! The record on disk: opening it again, checking it; and the list of protected people.

use super::{absorb, apply, lost, now, state, titles, written};
use crate::journal::{Broken, Checked, Flaw, Report};
use crate::session::action::{Action, OrganizationAction, RunAction};
use crate::session::checkup::Checkup;
use crate::session::outcome::{JournalReady, Outcome};
use crate::session::remote::Remote;
use crate::session::runs::Ledger;

fn verify() -> Action {
    Action::Run(RunAction::Verify)
}

#[test]
fn the_record_is_checked_once_at_a_time_and_the_verdict_kept() {
    let mut state = state();
    apply(&mut state, verify(), &["check the record"]);
    apply(&mut state, verify(), &[]);
    let report = Report {
        lines: 9,
        first_broken: Some(Broken { line: 4, why: Flaw::Edited }),
        checked: Checked::All,
        torn: 0,
        unknown: 0,
        key_id: None,
        span: None,
    };
    let found = Checkup::of(&report, now(), None);
    absorb(&mut state, Outcome::JournalVerified(Ok(found.clone())), &[]);
    assert_eq!(state.runs.checkup.value(), Some(&found));
    apply(&mut state, verify(), &["check the record"]);
    absorb(&mut state, Outcome::JournalVerified(Err(lost())), &[]);
    assert!(state.runs.checkup.problem().is_some());
}

#[test]
fn a_crash_of_the_check_ends_its_waiting() {
    let mut state = state();
    apply(&mut state, verify(), &["check the record"]);
    absorb(&mut state, Outcome::Crashed { job: "check the record", slot: None }, &[]);
    assert!(matches!(state.runs.checkup, Remote::Failed { .. }));
    assert_eq!(titles(&state), ["Could not check the record"]);
}

#[test]
fn a_record_that_could_not_be_opened_is_tried_again_and_an_open_one_is_not() {
    let mut state = state();
    let open = || Action::Run(RunAction::OpenRecord);
    absorb(&mut state, Outcome::JournalOpened(Err(lost())), &[]);
    assert!(matches!(state.runs.ledger, Ledger::Failed(_)));
    apply(&mut state, open(), &["open the record"]);
    apply(&mut state, open(), &[]);
    let ready = JournalReady { runs: Vec::new(), remarks: Vec::new() };
    absorb(&mut state, Outcome::JournalOpened(Ok(ready)), &[]);
    apply(&mut state, open(), &[]);
}

#[test]
fn protected_people_are_kept_once_whatever_their_case_and_taken_off_again() {
    let mut state = state();
    let ask = |asked| Action::Organization(asked);
    let names = vec!["ada@halcyon.example".to_owned(), "ADA@halcyon.example".to_owned()];
    let orders = apply(&mut state, ask(OrganizationAction::Protect(names)), &["save the settings"]);
    assert_eq!(written(&orders).care("sandbox").protected, ["ada@halcyon.example"]);
    assert!(state.protects("Ada@Halcyon.example"));
    let off = OrganizationAction::Unprotect("ADA@halcyon.example".to_owned());
    apply(&mut state, ask(off), &["save the settings"]);
    assert!(!state.protects("ada@halcyon.example"));
}
