//! Work by hand, and the lock: what each action and outcome does to the state.

use jiff::SignedDuration;

use super::{absorb, apply, key, live, lost, now, people, state, titles};
use crate::journal::entry::{self, Entry, How, Manner, Place, RunId, Target};
use crate::journal::run::{RecordedRun, fold};
use crate::session::action::{Action, GuidedAction, PlanAction, RunAction, WritesAction};
use crate::session::connection::{ConnectionKey, ConnectionKind, Profile};
use crate::session::guided::{Look, Step, When, Word};
use crate::session::job::Job;
use crate::session::outcome::{JournalReady, Outcome, PreviewId};
use crate::session::plan::people::Planned;
use crate::session::plan::{Consent, Plan};
use crate::session::runs::{Ledger, LiveRun, Phase};
use crate::session::settings::Settings;
use crate::session::state::{Dialog, State};
use crate::session::update::Order;
use crate::verkada::Verb;
use crate::verkada::admin::Standing;

fn run() -> RunId {
    RunId::from_random([3; 16])
}

fn target(number: usize) -> Target {
    Target {
        id: number.to_string(),
        user_name: format!("person{number}@halcyon.example"),
        display_name: format!("Person {number}"),
        fingerprint: "seen".to_owned(),
    }
}

fn place() -> Place {
    Place {
        connection: "live".to_owned(),
        name: "Halcyon, production".to_owned(),
        kind: "command".to_owned(),
        origin: "https://api.command.verkada.com".to_owned(),
    }
}

fn planned(targets: usize) -> Entry {
    Entry::Planned {
        run: run(),
        verb: Verb::Delete,
        place: place(),
        reason: "HR-1".to_owned(),
        share_percent_tenths: None,
        manner: Manner::Guided,
        targets: (0..targets).map(target).collect(),
    }
}

/// The receipt of a token that was refreshed in Command.
fn receipt() -> Entry {
    let Entry::Planned { run, place, reason, share_percent_tenths, manner, .. } = planned(0) else {
        panic!("it is planned")
    };
    let (verb, targets) = (Verb::RefreshToken, vec![target(0)]);
    Entry::Planned { run, verb, place, reason, share_percent_tenths, manner, targets }
}

fn skipped(number: u32) -> Entry {
    let result = entry::Outcome::Skipped { why: "Stays".to_owned() };
    Entry::Outcome { run: run(), number, result, evidence: Vec::new() }
}

fn looked(number: u32, look: Look) -> Entry {
    let step = Step::Before(look).name();
    Entry::Evidence { run: run(), number, step, text: "GET /Users/0".to_owned() }
}

#[track_caller]
fn journaled(state: &mut State, entry: Entry, expected: &[&str]) -> Vec<Order> {
    let at = state.now;
    absorb(state, Outcome::Journaled { seq: 1, at, entry: Box::new(entry) }, expected)
}

/// Production is shown, its people were read, and the record is open.
fn shown() -> State {
    let mut state = state();
    state.active = key("live");
    state.runs.ledger = Ledger::Open { remarks: Vec::new() };
    let ids: Vec<String> = (0..100).map(|number| number.to_string()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    state.users.begin(now());
    state.users.page(&people(&ids), Some(100));
    drop(state.users.end(now(), Ok(())));
    state
}

/// Work by hand for so many people is under way.
fn working(targets: usize) -> State {
    let mut state = shown();
    journaled(&mut state, planned(targets), &[]);
    state
}

fn act(action: GuidedAction) -> Action {
    Action::Guided(run(), action)
}

/// Asks for a removal and hands over the plan that reading would make.
fn plan(state: &mut State) -> Consent {
    apply(
        state,
        Action::Plan(PlanAction::Remove(Verb::Delete, vec!["0".to_owned()])),
        &["make a plan"],
    );
    let Some(Dialog::Plan(dialog)) = &state.dialog else { panic!("no plan was begun") };
    let plan = Plan {
        run: run(),
        verb: Verb::Delete,
        deed: dialog.wish.deed.clone(),
        manner: dialog.wish.manner,
        connection: state.active.clone(),
        place: place(),
        basis: dialog.wish.basis,
        targets: vec![Planned {
            target: target(0),
            standing: Some(Standing::Deactivated),
            holdings: None,
        }],
        left_out: Vec::new(),
        made_at: state.now,
    };
    let demand = plan.demand();
    let preview: PreviewId = dialog.preview;
    absorb(state, Outcome::Previewed { preview, result: Ok(Box::new(plan)) }, &[]);
    Consent {
        reason: "HR-1".to_owned(),
        phrase: demand.phrase.unwrap_or_default(),
        second_phrase: demand.second_phrase.unwrap_or_default(),
    }
}

#[test]
fn confirmed_work_by_hand_comes_forward_once_it_is_in_the_record() {
    let mut state = shown();
    let consent = plan(&mut state);
    apply(&mut state, Action::Plan(PlanAction::Confirm(consent)), &["carry out the plan"]);
    assert!(state.dialog.is_none() && state.runs.live.is_none());
    assert_eq!((state.guided.turn, state.guided.open.len()), (0, 0));
    journaled(&mut state, planned(1), &[]);
    assert_eq!(state.guided.open, [run()]);
    assert_eq!((state.guided.turn, state.guided.shown.clone()), (1, Some(run())));
    assert_eq!(state.guided.beginning, None);
}

#[test]
fn work_by_hand_that_can_not_be_recorded_is_told_and_does_not_begin() {
    let mut state = shown();
    let consent = plan(&mut state);
    apply(&mut state, Action::Plan(PlanAction::Confirm(consent)), &["carry out the plan"]);
    let phase = Phase::Ended { how: How::Interrupted, problem: Some(lost()) };
    absorb(&mut state, Outcome::RunTurned { run: run(), phase }, &[]);
    assert_eq!(titles(&state), ["Could not read people"]);
    assert_eq!((state.guided.beginning.clone(), state.guided.turn), (None, 0));
}

#[test]
fn one_thing_is_done_at_a_time_and_only_for_who_is_left() {
    let mut state = working(2);
    apply(&mut state, act(GuidedAction::Check(7, When::Before)), &[]);
    let orders =
        apply(&mut state, act(GuidedAction::Check(0, When::Before)), &["check the person"]);
    assert!(matches!(
        &orders[..],
        [Order::Do(Job::GuidedCheck { number: 0, when: When::Before, profile, .. })]
            if profile.key == key("live")
    ));
    apply(&mut state, act(GuidedAction::Check(1, When::Before)), &[]);
    apply(&mut state, act(GuidedAction::Note(1, "INC-1".to_owned())), &[]);
    let again_at = state.now + SignedDuration::from_secs(5);
    absorb(&mut state, Outcome::GuidedWaits { run: run(), again_at }, &[]);
    assert_eq!(state.guided.busy.as_ref().and_then(|busy| busy.again_at), Some(again_at));
    journaled(&mut state, skipped(0), &[]);
    absorb(&mut state, Outcome::GuidedStepped { run: run(), result: Ok(()) }, &[]);
    apply(&mut state, act(GuidedAction::Check(0, When::After)), &[]);
    apply(&mut state, act(GuidedAction::Skip(0, "Twice".to_owned())), &[]);
    apply(&mut state, act(GuidedAction::Check(1, When::Before)), &["check the person"]);
    absorb(&mut state, Outcome::GuidedStepped { run: run(), result: Err(lost()) }, &[]);
    assert_eq!(state.guided.problem, Some(lost()));
    assert!(state.guided.busy.is_none());
}

#[test]
fn a_note_and_a_reason_are_kept_trimmed_and_never_empty_or_endless() {
    let long = "x".repeat(crate::limits::REASON_BYTES + 1);
    for (text, kept) in
        [("", None), ("  ", None), (long.as_str(), None), (" INC-1 ", Some("INC-1"))]
    {
        for is_note in [true, false] {
            let mut state = working(1);
            let action = if is_note {
                GuidedAction::Note(0, text.to_owned())
            } else {
                GuidedAction::Skip(0, text.to_owned())
            };
            let said = match state.apply(act(action)).pop() {
                Some(Order::Do(Job::GuidedWord { word: Word::Note { text, .. }, .. })) => {
                    Some(text)
                }
                Some(Order::Do(Job::GuidedWord { word: Word::Skip { why, .. }, .. })) => Some(why),
                _ => None,
            };
            assert_eq!(said.as_deref(), kept, "{text:.9}");
        }
    }
}

#[test]
fn the_last_outcome_ends_the_work_and_the_end_reads_the_list_again() {
    let mut state = working(2);
    journaled(&mut state, skipped(0), &[]);
    let orders = journaled(&mut state, skipped(1), &["write down the step"]);
    assert!(matches!(
        &orders[..],
        [Order::Do(job @ Job::GuidedWord { word: Word::End(How::Finished), .. })]
            if job.slot().is_none()
    ));
    let ended = Entry::Ended { run: run(), how: How::Finished };
    journaled(&mut state, ended, &["read people", "read groups"]);
    assert!(state.guided.open.is_empty());
    assert_eq!(state.guided.shown, Some(run()), "how it ended stays on the page");
    assert_eq!(titles(&state), ["Delete: 2 people"]);
}

#[test]
fn a_receipt_is_nobody_s_work_and_is_ended_by_who_writes_it() {
    let mut state = shown();
    let result = entry::Outcome::Done;
    for entry in [
        receipt(),
        Entry::Outcome { run: run(), number: 0, result, evidence: Vec::new() },
        Entry::Ended { run: run(), how: How::Finished },
    ] {
        journaled(&mut state, entry, &[]);
        assert!(state.guided.open.is_empty() && state.guided.shown.is_none());
    }
    assert_eq!(titles(&state), [""; 0], "the dialog tells what was proven");
}

#[test]
fn a_stop_is_asked_for_and_needs_no_turn() {
    let mut state = working(2);
    apply(&mut state, act(GuidedAction::AskStop), &[]);
    assert!(matches!(&state.dialog, Some(Dialog::StopGuided(of)) if *of == run()));
    apply(&mut state, act(GuidedAction::Stop), &["write down the step"]);
    assert!(state.dialog.is_none());
    journaled(
        &mut state,
        Entry::Ended { run: run(), how: How::Stopped },
        &["read people", "read groups"],
    );
    apply(&mut state, act(GuidedAction::AskStop), &[]);
    assert!(state.dialog.is_none());
}

#[test]
fn work_by_hand_is_there_only_where_it_is_done_and_ends_with_its_connection() {
    let mut state = working(2);
    state.apply(Action::Connect(ConnectionKey::sandbox()));
    assert_eq!((state.guided.open.len(), state.guided.shown.clone()), (0, None));
    apply(&mut state, act(GuidedAction::Check(0, When::Before)), &[]);
    state.apply(Action::Connect(key("live")));
    assert_eq!((state.guided.open.clone(), state.guided.shown.clone()), (vec![run()], Some(run())));
    let orders = state.absorb(Outcome::TokenForgotten { key: key("live"), outcome: Ok(()) });
    assert!(orders.iter().any(|order| matches!(
        order,
        Order::Do(Job::GuidedWord { word: Word::End(How::Interrupted), .. })
    )));
}

fn recorded(entries: &[Entry]) -> Vec<RecordedRun> {
    let mut runs = Vec::new();
    for (seq, entry) in (1..).zip(entries) {
        fold(&mut runs, seq, now(), entry);
    }
    runs
}

#[test]
fn after_a_start_unfinished_work_is_offered_and_what_was_only_not_said_is_said() {
    for (entries, orders, told) in [
        (vec![planned(2), skipped(0)], vec![], vec!["Delete in Command is not finished"]),
        (vec![planned(1), skipped(0)], vec!["write down the step"], vec![]),
        (vec![planned(1), Entry::Ended { run: run(), how: How::Stopped }], vec![], vec![]),
        (vec![receipt()], vec!["write down the step"], vec![]),
        (vec![receipt(), Entry::Ended { run: run(), how: How::Finished }], vec![], vec![]),
    ] {
        let mut state = shown();
        let ready = JournalReady { runs: recorded(&entries), remarks: Vec::new() };
        absorb(&mut state, Outcome::JournalOpened(Ok(ready)), &orders);
        assert_eq!(titles(&state), told);
    }
}

#[test]
fn the_record_leads_to_the_page_while_work_is_open_and_to_the_dialog_after() {
    let mut state = working(1);
    let turn = state.guided.turn;
    apply(&mut state, Action::Run(RunAction::Settle(run())), &[]);
    apply(&mut state, Action::Run(RunAction::Show(run())), &[]);
    assert!(state.dialog.is_none());
    assert_eq!(state.guided.turn, turn + 1);
    state.absorb(Outcome::Journaled {
        seq: 2,
        at: now(),
        entry: Box::new(Entry::Ended { run: run(), how: How::Stopped }),
    });
    apply(&mut state, Action::Run(RunAction::Show(run())), &[]);
    assert!(matches!(&state.dialog, Some(Dialog::Run(of)) if *of == run()));
}

#[test]
fn a_look_counts_for_ten_minutes_and_only_when_all_was_as_planned() {
    for (look, minutes, may) in [
        (Look::AsPlanned, 0, true),
        (Look::AsPlanned, 10, true),
        (Look::AsPlanned, 11, false),
        (Look::Unread, 0, false),
    ] {
        let mut state = working(1);
        journaled(&mut state, looked(0, look), &[]);
        state.now += SignedDuration::from_mins(minutes);
        let run = state.runs.find(&run()).unwrap();
        assert_eq!(state.may_act(run, 0), may, "{look:?} after {minutes} min");
    }
}

#[test]
fn a_crash_ends_the_wait_for_a_step() {
    let mut state = working(1);
    let orders =
        apply(&mut state, act(GuidedAction::Check(0, When::Before)), &["check the person"]);
    let slot = match &orders[..] {
        [Order::Do(job)] => job.slot(),
        _ => None,
    };
    absorb(&mut state, Outcome::Crashed { job: "check the person", slot }, &[]);
    assert!(state.guided.busy.is_none() && state.guided.problem.is_some());
}

/// A server that knows only SCIM is shown.
fn locked() -> State {
    let scim = Profile { kind: ConnectionKind::Scim, ..live() };
    let mut state = State::new(Settings::default(), vec![Profile::sandbox(), scim], now());
    let shown = shown();
    state.active = key("live");
    state.users = shown.users;
    state.runs.ledger = Ledger::Open { remarks: Vec::new() };
    state
}

fn unlocked() -> State {
    let mut state = locked();
    apply(&mut state, Action::Writes(WritesAction::AskUnlock), &[]);
    apply(&mut state, Action::Writes(WritesAction::Unlock("Halcyon, production".to_owned())), &[]);
    assert!(state.is_unlocked() && state.dialog.is_none());
    state
}

#[test]
fn a_connection_is_unlocked_by_its_name_and_only_where_there_is_a_lock() {
    for (typed, opens) in [
        ("Halcyon, production", true),
        ("  Halcyon, production ", true),
        ("halcyon, production", true),
        ("Halcyon,production", false),
        ("Halcyon", false),
        ("", false),
    ] {
        let mut state = locked();
        apply(&mut state, Action::Writes(WritesAction::AskUnlock), &[]);
        apply(&mut state, Action::Writes(WritesAction::Unlock(typed.to_owned())), &[]);
        assert_eq!(state.is_unlocked(), opens, "{typed:?}");
        assert_eq!(matches!(state.dialog, Some(Dialog::Unlock)), !opens, "{typed:?}");
    }
    let mut command = shown();
    apply(&mut command, Action::Writes(WritesAction::AskUnlock), &[]);
    apply(
        &mut command,
        Action::Writes(WritesAction::Unlock("Halcyon, production".to_owned())),
        &[],
    );
    assert!(command.dialog.is_none() && !command.is_unlocked(), "Command is never unlocked");
    let mut unasked = locked();
    apply(
        &mut unasked,
        Action::Writes(WritesAction::Unlock("Halcyon, production".to_owned())),
        &[],
    );
    assert!(!unasked.is_unlocked(), "only the dialog unlocks");
}

#[test]
fn time_a_connection_change_and_lock_now_lock_again() {
    let mut state = unlocked();
    state.now += SignedDuration::from_mins(10);
    assert!(!state.is_unlocked());
    let mut state = unlocked();
    state.apply(Action::Connect(ConnectionKey::sandbox()));
    state.apply(Action::Connect(key("live")));
    assert!(!state.is_unlocked());
    let mut state = unlocked();
    apply(&mut state, Action::Writes(WritesAction::Lock), &[]);
    assert!(!state.is_unlocked());
    let mut state = unlocked();
    state.runs.live = Some(LiveRun { run: run(), phase: Phase::Running, first_call_at: None });
    apply(&mut state, Action::Writes(WritesAction::Lock), &["steer the run"]);
    assert_eq!(state.runs.live.map(|live| live.phase), Some(Phase::Stopping));
}

#[test]
fn a_plan_made_while_it_was_unlocked_is_not_carried_out_after_it_was_locked() {
    let mut state = unlocked();
    let consent = plan(&mut state);
    state.unlocked = None;
    apply(&mut state, Action::Plan(PlanAction::Confirm(consent)), &[]);
    assert!(!state.runs.is_busy());
    assert_eq!(titles(&state), ["This connection is locked"]);
}
