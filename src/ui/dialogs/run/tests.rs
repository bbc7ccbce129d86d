//! The view of a run in a window without a screen: what it says in each phase, and what each button asks for.

use egui::Key;
use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::RunView;
use crate::journal::entry::{How, Outcome};
use crate::journal::run::{RecordedRun, TargetState};
use crate::session::action::{Action, Actions, RunAction};
use crate::session::runs::{LiveRun, Phase};
use crate::session::state::State;
use crate::ui::Asked;
use crate::ui::runs::tests::{at, closed, run};
use crate::ui::testing;
use crate::ui::widgets::testing::harness;
use crate::verkada::Verb;

struct Shown {
    state: State,
    view: RunView,
    run: RecordedRun,
    asked: Vec<Action>,
}

fn shown(run: RecordedRun, phase: Option<Phase>, second: i64) -> Harness<'static, Shown> {
    let mut state = testing::state();
    state.now = at(second);
    state.runs.live =
        phase.map(|phase| LiveRun { run: run.id.clone(), phase, first_call_at: Some(at(10)) });
    state.runs.recorded.push(run.clone());
    let shown = Shown { state, view: RunView::default(), run, asked: Vec::new() };
    let mut harness = harness(shown, |ui, shown: &mut Shown| {
        let (mut actions, mut go) = (Actions::default(), Vec::new());
        let asked = &mut Asked { actions: &mut actions, go: &mut go };
        shown.view.ui(ui, &shown.state, &shown.run.id, asked);
        shown.asked.extend(actions.take());
    });
    harness.run_steps(4);
    harness
}

fn three(verb: Verb) -> RecordedRun {
    let failed = Outcome::Failed { why: "The server refused it: 409".to_owned() };
    run(verb, &[closed(Outcome::Done, 12), closed(failed, 14), TargetState::Untouched])
}

#[test]
fn the_countdown_stops_on_enter_and_escape_and_can_be_hidden() {
    let count = || {
        let phase = Phase::Countdown { until: at(10) };
        shown(run(Verb::Delete, &vec![TargetState::Untouched; 3]), Some(phase), 2)
    };
    for key in [Key::Enter, Key::Escape] {
        let mut harness = count();
        harness.get_by_label("The first call is made in 8 s");
        harness.key_press(key);
        harness.run_steps(2);
        assert!(matches!(&harness.state().asked[..], [Action::Run(RunAction::Stop)]), "{key:?}");
    }
    let mut harness = count();
    harness.get_by_label("Hide, it goes on").click();
    harness.run_steps(2);
    assert!(matches!(&harness.state().asked[..], [Action::CloseDialog]));
}

#[test]
fn a_run_under_way_is_paused_gone_on_with_stopped_and_hidden() {
    let press = |phase: Phase, button: &str| {
        let mut harness = shown(three(Verb::Delete), Some(phase), 20);
        harness.get_by_role_and_label(Role::Button, button).click();
        harness.run_steps(2);
        format!("{:?}", harness.state().asked)
    };
    let paused = || Phase::Paused { why: Some("one of the first six failed".to_owned()) };
    for (phase, button, asked) in [
        (Phase::Running, "Pause", "[Run(Pause)]"),
        (Phase::Running, "Stop before the next call", "[Run(Stop)]"),
        (Phase::Running, "Hide, it goes on", "[CloseDialog]"),
        (paused(), "Go on", "[Run(Resume)]"),
        (paused(), "Stop before the next call", "[Run(Stop)]"),
        (Phase::Stopping, "Stop before the next call", "[]"),
    ] {
        assert_eq!(press(phase, button), asked, "{button}");
    }
}

#[test]
fn a_run_under_way_tells_count_stages_and_no_time_before_three_are_done() {
    let states = [vec![closed(Outcome::Done, 12); 2], vec![TargetState::Untouched; 38]].concat();
    let mut harness = shown(run(Verb::Delete, &states), Some(Phase::Running), 20);
    for said in [
        "Deleting · 2 of 40",
        "First 1",
        "Next 5",
        "The other 34",
        "How long it takes is told after the first three.",
        "2 done",
        "38 not begun",
    ] {
        harness.get_by_label(said);
    }
    let third = closed(Outcome::Done, 20);
    let recorded = &mut harness.state_mut().state.runs;
    recorded.recorded[0].targets[2].state = third;
    recorded.revision += 1;
    harness.state_mut().state.now = at(40);
    harness.run_steps(2);
    harness.get_by_label("6 a minute · about 7 min left");
}

#[test]
fn a_run_that_is_over_offers_the_rest_again_and_its_text() {
    let mut over = three(Verb::PermanentlyRemove);
    over.ended = Some((at(30), How::Finished));
    let mut harness = shown(over, None, 60);
    assert!(testing::has(&harness, "Finished, but not for everybody"));
    harness.get_by_label("Copy as text").click();
    harness.run_steps(2);
    harness.get_by_label("Plan again for 2 not done…").click();
    harness.run_steps(2);
    let [Action::Copy(text), Action::Run(RunAction::Repeat(_))] = &harness.state().asked[..] else {
        panic!("{:?}", harness.state().asked)
    };
    assert!(text.contains("2. Giulia Bianchi"));
    assert!(harness.query_by_label("Find out by reading").is_none());
}

#[test]
fn open_calls_are_found_out_and_only_where_they_were_made() {
    let broken_off = || {
        let open = TargetState::Open { call: "POST /admin/deleted".to_owned(), since: at(12) };
        run(Verb::Delete, &[open, TargetState::Untouched])
    };
    let mut harness = shown(broken_off(), None, 900);
    harness.get_by_label("The program ended while this was under way");
    harness.get_by_label("Find out by reading").click();
    harness.run_steps(2);
    assert!(matches!(&harness.state().asked[..], [Action::Run(RunAction::Settle(_))]));
    let mut elsewhere = broken_off();
    elsewhere.place.connection = "another".to_owned();
    let mut harness = shown(elsewhere, None, 900);
    for button in ["Find out by reading", "Plan again for 1 not done…"] {
        assert!(harness.get_by_label(button).accesskit_node().is_disabled(), "{button}");
    }
    harness.run_steps(1);
}

#[test]
fn only_those_not_done_can_be_looked_at_with_what_shows_it() {
    let mut over = three(Verb::Delete);
    over.ended = Some((at(30), How::Stopped));
    let mut harness = shown(over, None, 60);
    harness.get_by_label("Only those not done 2").click();
    harness.run_steps(2);
    assert!(!testing::has(&harness, "Arjun"));
    assert!(testing::has(&harness, "Giulia Bianchi"));
}

#[test]
fn before_the_record_holds_the_plan_it_can_be_stopped() {
    let mut harness = shown(three(Verb::Delete), Some(Phase::Countdown { until: at(10) }), 2);
    harness.state_mut().state.runs.recorded.clear();
    harness.run_steps(4);
    harness.get_by_label("Stop, nothing was sent yet").click();
    harness.run_steps(2);
    assert!(matches!(&harness.state().asked[..], [Action::Run(RunAction::Stop)]));
}
