//! What came of requests that were sent as Entra: the answer, what differs, what reading again shows.

use egui::{ScrollArea, Ui};
use serde_json::Value;

use crate::journal::entry::{Outcome, RunId};
use crate::journal::run::{RecordedRun, RecordedTarget, TargetState};
use crate::session::action::Action;
use crate::session::plan::practice::difference::Difference;
use crate::session::runs::Phase;
use crate::session::state::State;
use crate::ui::dialogs::practice::mark_ui;
use crate::ui::theme::icons;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::card::{KeyValue, card};
use crate::ui::widgets::dialog::{Answer, Dialog};
use crate::ui::widgets::{badge, text};
use crate::ui::{Asked, Go, Page, words};
use crate::verkada::{Actor, name};

const WIDTH: f32 = 640.0;
const HIGHEST: f32 = 420.0;
const NAMES: f32 = 180.0;
/// Targets that are drawn; the record has all of them.
const MOST: usize = 50;

/// Whether a run was practice: Entra's own runs never come through this desk.
pub(in crate::ui::dialogs) fn is_practice(state: &State, run: &RunId) -> bool {
    state.runs.find(run).is_some_and(|run| run.verb.actor() == Actor::IdentityProvider)
}

/// Draws the run; ended or not.
pub(in crate::ui::dialogs) fn ui(ui: &Ui, state: &State, run: &RunId, asked: &mut Asked<'_>) {
    let Some(recorded) = state.runs.find(run) else { return };
    let live = state.runs.live.as_ref().filter(|live| live.run == *run);
    let is_running = live.is_some_and(|live| !matches!(live.phase, Phase::Ended { .. }));
    let title = title(recorded);
    let safe = if is_running { "Hide this" } else { "Close" };
    let answer = Dialog::new(&title, safe)
        .aside("Show in Activity")
        .width(WIDTH)
        .show(ui, |ui| {
            mark_ui(ui);
            ui.add_space(size::GAP_SMALL);
            ScrollArea::vertical().max_height(HIGHEST).auto_shrink([false, true]).show(ui, |ui| {
                for target in recorded.targets.iter().take(MOST) {
                    target_ui(ui, target, recorded.targets.len());
                    ui.add_space(size::GAP);
                }
            });
            let more = recorded.targets.len().saturating_sub(MOST);
            if more > 0 {
                text::hint(ui, &format!("{} are in the record.", words::counted(more, "more", "more")));
            }
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

fn title(run: &RecordedRun) -> String {
    match run.targets.as_slice() {
        [one] => format!("{}: {}", run.verb, one.target.display_name),
        targets => format!("{}: {} people", run.verb, targets.len()),
    }
}

fn target_ui(ui: &mut Ui, target: &RecordedTarget, of: usize) {
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
        badge::badge_with(ui, tone, Some(icon), word);
        if of > 1 {
            text::strong(ui, &target.target.display_name);
        }
    });
    if !why.is_empty() {
        text::body(ui, why);
    }
    let lines: Vec<&str> = target.evidence.iter().map(|proof| proof.text.as_str()).collect();
    let (told, differences): (Vec<&str>, Vec<&str>) =
        lines.into_iter().partition(|line| Difference::parse(line).is_none());
    if !differences.is_empty() {
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = size::GAP_SMALL;
            text::strong(ui, "Before → after");
            for difference in differences.iter().filter_map(|line| Difference::parse(line)) {
                let change = format!("{} → {}", side(difference.before.as_ref()), side(difference.after.as_ref()));
                let change = name::shown(&change);
                KeyValue::new(&difference.attribute, &change).name_width(NAMES).show(ui);
            }
        });
    }
    for line in told {
        text::small(ui, &name::shown(line));
    }
}

fn side(value: Option<&Value>) -> String {
    match value {
        None => "nothing".to_owned(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => value.to_string(),
    }
}
