//! The page of guided work as a person has it before them.

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::{SignedDuration, Timestamp};

use crate::journal::entry::{Entry, How, Manner, Outcome, Place, RunId, Target};
use crate::session::action::{Action, Actions, GuidedAction};
use crate::session::connection::{ConnectionKey, ConnectionKind, Profile, TokenState};
use crate::session::guided::{Busy, Look, Step, When};
use crate::session::outcome;
use crate::session::runs::Ledger;
use crate::session::settings::Settings;
use crate::session::state::State;
use crate::ui::Asked;
use crate::ui::pages::guided::GuidedPage;
use crate::ui::widgets::testing;
use crate::verkada::{TenantUrl, Verb};

fn now() -> Timestamp {
    "2026-11-20T14:20:00Z".parse().unwrap()
}

fn run() -> RunId {
    RunId::from_random([7; 16])
}

struct Window {
    page: GuidedPage,
    state: State,
    asked: Vec<String>,
}

/// Production is shown, with these entries in its record.
fn window(entries: Vec<Entry>) -> Window {
    let live = Profile {
        key: ConnectionKey("live".to_owned()),
        name: "Halcyon, production".to_owned(),
        kind: ConnectionKind::Command,
        tenant: Some(TenantUrl::parse("https://api.command.verkada.com/scim").unwrap().value),
        ca_file: None,
        token: TokenState::Keyring { hint: "41c7".to_owned() },
        proven_at: None,
    };
    let mut state = State::new(Settings::default(), vec![Profile::sandbox(), live.clone()], now());
    state.active = live.key;
    state.runs.ledger = Ledger::Open { remarks: Vec::new() };
    for (seq, entry) in (1..).zip(entries) {
        let entry = Box::new(entry);
        drop(state.absorb(outcome::Outcome::Journaled { seq, at: now(), entry }));
    }
    Window { page: GuidedPage::default(), state, asked: Vec::new() }
}

fn planned(verb: Verb, targets: usize) -> Entry {
    let target = |number: usize| Target {
        id: format!("9f0c41be-0000-4000-8000-{number:012}"),
        user_name: format!("person{number}@halcyon.example"),
        display_name: format!("Person {number}"),
        fingerprint: "seen".to_owned(),
    };
    Entry::Planned {
        run: run(),
        verb,
        place: Place {
            connection: "live".to_owned(),
            name: "Halcyon, production".to_owned(),
            kind: "command".to_owned(),
            origin: "https://api.command.verkada.com".to_owned(),
        },
        reason: "HR-4471 leavers".to_owned(),
        share_percent_tenths: None,
        manner: Manner::Guided,
        targets: (0..targets).map(target).collect(),
    }
}

fn closed(number: u32, result: Outcome) -> Entry {
    let evidence = vec!["GET /Users/9f0c answers 404".to_owned()];
    Entry::Outcome { run: run(), number, result, evidence }
}

fn seen(number: u32, when: When, look: Look) -> Entry {
    let (step, text) = (Step::seen(when, look).name(), "GET /Users/9f0c answers".to_owned());
    Entry::Evidence { run: run(), number, step, text }
}

fn open<'a>(entries: Vec<Entry>) -> Harness<'a, Window> {
    open_at(entries, 0)
}

/// The page so many minutes after everything was recorded.
fn open_at<'a>(entries: Vec<Entry>, minutes: i64) -> Harness<'a, Window> {
    let mut window = window(entries);
    window.state.now += SignedDuration::from_mins(minutes);
    testing::harness(window, |ui, window: &mut Window| {
        let (mut actions, mut go) = (Actions::default(), Vec::new());
        let mut asked = Asked { actions: &mut actions, go: &mut go };
        window.page.ui(ui, &window.state, &mut asked);
        window.asked.extend(actions.take().into_iter().map(word));
    })
}

fn word(action: Action) -> String {
    match action {
        Action::Guided(_, GuidedAction::Check(number, when)) => format!("check {number} {when:?}"),
        Action::Guided(_, GuidedAction::Note(number, text)) => format!("note {number} {text}"),
        Action::Guided(_, GuidedAction::Skip(number, why)) => format!("skip {number} {why}"),
        Action::Guided(_, GuidedAction::AskStop) => "ask to stop".to_owned(),
        Action::Run(_) => "repeat".to_owned(),
        Action::Copy(text) => format!("copy {text}"),
        other => format!("{other:?}"),
    }
}

fn is_blocked(harness: &Harness<'_, Window>, name: &str) -> bool {
    harness.get_by_role_and_label(Role::Button, name).accesskit_node().is_disabled()
}

#[track_caller]
fn press(harness: &mut Harness<'_, Window>, name: &str, asked: &str) {
    harness.get_by_role_and_label(Role::Button, name).scroll_to_me();
    harness.run();
    harness.get_by_role_and_label(Role::Button, name).click();
    harness.run();
    assert_eq!(harness.state_mut().asked.pop().as_deref(), Some(asked));
}

fn shows(harness: &Harness<'_, Window>, words: &str) -> bool {
    harness.query_all_by_label_contains(words).next().is_some()
}

#[test]
fn a_person_is_looked_at_before_and_after_and_only_in_this_order() {
    let mut harness = open(vec![planned(Verb::Delete, 2)]);
    assert!(is_blocked(&harness, "I did it: check"));
    press(&mut harness, "Look before", "check 0 Before");
    let mut harness = open(vec![planned(Verb::Delete, 2), seen(0, When::Before, Look::AsPlanned)]);
    assert!(shows(&harness, "There, deactivated, unchanged since the plan."));
    press(&mut harness, "I did it: check", "check 0 After");
}

#[test]
fn an_old_look_is_told_to_be_old() {
    let entries = vec![planned(Verb::Delete, 1), seen(0, When::Before, Look::AsPlanned)];
    let harness = open_at(entries, 25);
    assert!(shows(&harness, "Looked 25 min ago: look again before you act."));
}

#[test]
fn what_a_look_after_means_is_said_and_the_person_is_still_to_be_done() {
    for (look, told) in [
        (Look::AsPlanned, "SCIM still shows the person as before"),
        (Look::Active, "active again"),
        (Look::NewRecord, "another record has the userName"),
        (Look::Unread, "It could not be found out"),
    ] {
        let entries = vec![
            planned(Verb::Delete, 1),
            seen(0, When::Before, Look::AsPlanned),
            seen(0, When::After, look),
        ];
        let harness = open(entries);
        assert!(shows(&harness, told), "{look:?}");
        assert!(!is_blocked(&harness, "I did it: check"), "{look:?}");
    }
}

#[test]
fn while_it_looks_nothing_else_can_be_asked_for() {
    let mut harness = open(vec![planned(Verb::Delete, 1)]);
    harness.state_mut().state.guided.busy =
        Some(Busy { run: run(), number: 0, when: Some(When::Before), again_at: None });
    harness.run();
    assert!(shows(&harness, "Looking…"));
    assert!(is_blocked(&harness, "Look before"));
}

#[test]
fn each_verb_leads_to_its_own_choice_and_the_identity_can_be_copied() {
    for (verb, choice) in [
        (Verb::Delete, "Choose Delete, not Permanently remove, and confirm."),
        (Verb::PermanentlyRemove, "Choose Permanently remove, and confirm."),
    ] {
        let mut harness = open(vec![planned(verb, 1)]);
        assert!(shows(&harness, choice), "{verb}");
        press(&mut harness, "Copy the userName", "copy person0@halcyon.example");
        press(&mut harness, "Copy the SCIM id", "copy 9f0c41be-0000-4000-8000-000000000000");
    }
}

#[test]
fn a_note_is_kept_and_skipping_asks_for_a_reason() {
    let mut harness = open(vec![planned(Verb::Delete, 1)]);
    assert!(is_blocked(&harness, "Keep note"));
    harness.get_by_role_and_label(Role::TextInput, "Note").focus();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Note").type_text("INC-20417");
    harness.run();
    press(&mut harness, "Keep note", "note 0 INC-20417");
    harness.get_by_role_and_label(Role::Link, "Skip this person…").scroll_to_me();
    harness.run();
    harness.get_by_role_and_label(Role::Link, "Skip this person…").click();
    harness.run();
    assert!(is_blocked(&harness, "Skip"));
    harness.get_by_role_and_label(Role::TextInput, "Reason to skip").focus();
    harness.run();
    harness.get_by_role_and_label(Role::TextInput, "Reason to skip").type_text("Stays");
    harness.run();
    press(&mut harness, "Skip", "skip 0 Stays");
}

#[test]
fn who_is_done_shows_what_proved_it_and_leads_to_the_next() {
    let mut harness = open(vec![planned(Verb::Delete, 3)]);
    let entry = Box::new(closed(0, Outcome::Done));
    drop(harness.state_mut().state.absorb(outcome::Outcome::Journaled {
        seq: 2,
        at: now(),
        entry,
    }));
    harness.run();
    assert!(shows(&harness, "SCIM no longer shows the person."));
    assert!(shows(&harness, "GET /Users/9f0c answers 404"));
    assert!(shows(&harness, "1 of 3"));
    harness.get_by_role_and_label(Role::Button, "Next: Person 1").click();
    harness.run();
    press(&mut harness, "Look before", "check 1 Before");
}

#[test]
fn work_that_was_begun_earlier_stands_on_the_first_who_is_left() {
    let mut harness = open(vec![
        planned(Verb::Delete, 3),
        closed(0, Outcome::Done),
        closed(1, Outcome::Skipped { why: "Stays".to_owned() }),
    ]);
    press(&mut harness, "Look before", "check 2 Before");
    press(&mut harness, "Stop this work…", "ask to stop");
}

#[test]
fn ended_work_says_how_it_ended_and_offers_the_rest() {
    let mut harness = open(vec![
        planned(Verb::Delete, 2),
        closed(0, Outcome::Done),
        Entry::Ended { run: run(), how: How::Stopped },
    ]);
    assert!(shows(&harness, "1 done, 0 skipped, 1 not begun."));
    assert!(harness.query_by_label("Stop this work…").is_none());
    press(&mut harness, "Plan the rest again…", "repeat");
}

#[test]
fn without_work_the_page_says_what_it_is_for() {
    for (ledger, told) in [
        (Ledger::Open { remarks: Vec::new() }, "Nothing to do by hand"),
        (Ledger::Opening, "Opening the record"),
    ] {
        let mut harness = open(Vec::new());
        harness.state_mut().state.runs.ledger = ledger;
        harness.run();
        assert!(shows(&harness, told));
    }
}

#[test]
fn names_from_the_server_are_drawn_as_text_of_one_line() {
    let mut entry = planned(Verb::Delete, 1);
    if let Entry::Planned { targets, .. } = &mut entry {
        targets[0].display_name = "Ada\u{202e}nomA\nLovelace".to_owned();
    }
    let harness = open(vec![entry]);
    assert!(!shows(&harness, "\u{202e}") && !shows(&harness, "\n"));
}

#[test]
fn beside_a_browser_one_pane_is_shown_at_a_time() {
    let mut harness = open(vec![planned(Verb::Delete, 3)]);
    assert!(shows(&harness, "People of this work"));
    assert!(harness.query_by_label("All people").is_none());
    harness.set_size(egui::vec2(440.0, 600.0));
    harness.run();
    assert!(!shows(&harness, "People of this work"));
    press(&mut harness, "Look before", "check 0 Before");
    harness.get_by_role_and_label(Role::Button, "All people").click();
    harness.run();
    assert!(harness.query_by_label("Look before").is_none());
    harness.get_by_role_and_label(Role::RowGroup, "Rows of People of this work").focus();
    harness.run();
    harness.key_press(egui::Key::End);
    harness.run();
    press(&mut harness, "Look before", "check 2 Before");
}
