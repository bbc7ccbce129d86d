//! What came of requests that were sent as Entra: the answer, what differs, what reading again shows.

use egui::Ui;
use serde_json::Value;

use crate::journal::entry::{Outcome, RunId};
use crate::journal::run::{RecordedRun, RecordedTarget, TargetState};
use crate::session::action::Action;
use crate::session::plan::practice::difference::Difference;
use crate::session::runs::Phase;
use crate::session::state::State;
use crate::ui::dialogs::practice::mark_ui;
use crate::ui::dialogs::scrolled;
use crate::ui::theme::icons;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::card::{KeyValue, card};
use crate::ui::widgets::dialog::{Answer, Dialog};
use crate::ui::widgets::{badge, text};
use crate::ui::{Asked, Go, Page};
use crate::verkada::{Actor, name};

const WIDTH: f32 = 640.0;
const NAMES: f32 = 180.0;

/// The one target of a run that is told here. A run of many, one that still counts down, and one whose end nobody knows are told
/// by the view of runs, where they can be steered and found out about.
pub(in crate::ui::dialogs) fn told_here<'a>(
    state: &'a State,
    run: &RunId,
) -> Option<(&'a RecordedRun, &'a RecordedTarget)> {
    let recorded = state.runs.find(run)?;
    let live = state.runs.live.as_ref().filter(|live| live.run == *run);
    let is_sending = match live.map(|live| &live.phase) {
        Some(Phase::Running) => true,
        Some(Phase::Ended { problem: None, .. }) | None => false,
        Some(_) => return None,
    };
    let [target] = recorded.targets.as_slice() else { return None };
    let is_known =
        matches!(target.state, TargetState::Closed { .. }) && !target.state.needs_a_look();
    let by_entra = recorded.verb.actor() == Actor::IdentityProvider;
    (by_entra && (is_sending || is_known)).then_some((recorded, target))
}

/// Draws it.
pub(in crate::ui::dialogs) fn ui(
    ui: &Ui,
    (recorded, target): (&RecordedRun, &RecordedTarget),
    asked: &mut Asked<'_>,
) {
    let title = format!("{}: {}", recorded.verb, target.target.display_name);
    let is_known = matches!(target.state, TargetState::Closed { .. });
    let safe = if is_known { "Close" } else { "Hide this" };
    let answer = Dialog::new(&title, safe).aside("Show in Activity").width(WIDTH).show(ui, |ui| {
        scrolled(ui, |ui| target_ui(ui, target));
    });
    match answer {
        Answer::Closed => asked.push(Action::CloseDialog),
        Answer::Aside => {
            asked.push(Action::CloseDialog);
            asked.go(Go::To(Page::Activity));
        }
        Answer::Acted | Answer::Waiting => {}
    }
}

fn target_ui(ui: &mut Ui, target: &RecordedTarget) {
    let (tone, icon, word, why) = match &target.state {
        TargetState::Untouched => (Tone::Neutral, icons::WAITING, "Waiting", ""),
        TargetState::Open { .. } => (Tone::Accent, icons::WORKING, "Sending", ""),
        TargetState::Closed { result, .. } => match result {
            Outcome::Done => (Tone::Good, icons::OK, "Done", ""),
            Outcome::AlreadyGone => (Tone::Neutral, icons::OK, "Gone already", ""),
            Outcome::Skipped { why } => (Tone::Warning, icons::WARNING, "Not sent", why.as_str()),
            Outcome::Failed { why } => (Tone::Danger, icons::FAILED, "Refused", why.as_str()),
            Outcome::Unknown { why } => (Tone::Warning, icons::HELP, "Not known", why.as_str()),
        },
    };
    ui.spacing_mut().item_spacing.y = size::GAP_SMALL;
    ui.horizontal(|ui| {
        mark_ui(ui);
        badge::badge_with(ui, tone, Some(icon), word);
    });
    if !why.is_empty() {
        text::body(ui, why);
    }
    let lines = || target.evidence.iter().map(|proof| proof.text.as_str());
    let differs = |line: &str| Difference::parse(line).is_some();
    let before = lines().take_while(|line| !differs(line)).count();
    lines().take(before).for_each(|line| line_ui(ui, line));
    if lines().count() > before {
        ui.add_space(size::GAP_SMALL);
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = size::GAP_SMALL;
            text::strong(ui, "Before → after");
            lines().filter_map(Difference::parse).for_each(|one| difference_ui(ui, &one));
        });
        ui.add_space(size::GAP_SMALL);
    }
    lines().skip(before).filter(|line| !differs(line)).for_each(|line| line_ui(ui, line));
}

fn line_ui(ui: &mut Ui, line: &str) {
    text::small(ui, &name::shown(line));
}

fn difference_ui(ui: &mut Ui, difference: &Difference) {
    let (before, after) = (side(difference.before.as_ref()), side(difference.after.as_ref()));
    let change = name::shown(&format!("{before} → {after}")).into_owned();
    KeyValue::new(&difference.attribute, &change).name_width(NAMES).show(ui);
}

fn side(value: Option<&Value>) -> String {
    match value {
        None => "nothing".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    }
}
