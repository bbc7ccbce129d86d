//! A run, under way or over: how far it is, what came of each target, and how it is steered.

mod results;
#[cfg(test)]
mod tests;

use std::time::Duration;

use egui::{Align, Layout, Ui};
use jiff::Timestamp;

use crate::journal::entry::{How, Manner, RunId};
use crate::journal::run::RecordedRun;
use crate::limits;
use crate::session::action::{Action, RunAction};
use crate::session::problem::Problem;
use crate::session::runs::{Phase, Tally};
use crate::session::state::State;
use crate::ui::dialogs::run::results::Results;
use crate::ui::dialogs::{badges_ui, scrolled};
use crate::ui::runs::{self, Standing};
use crate::ui::theme::icons;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::banner::{Banner, sign};
use crate::ui::widgets::button::Button;
use crate::ui::widgets::dialog::{Answer, Dialog};
use crate::ui::widgets::progress::Progress;
use crate::ui::widgets::{badge, text};
use crate::ui::{Asked, words};
use crate::verkada::Verb;

const WIDTH: f32 = 760.0;

/// What is chosen in the view of a run.
#[derive(Default)]
pub(super) struct RunView {
    run: Option<RunId>,
    results: Results,
    counted: Option<(u64, Tally)>,
}

impl RunView {
    /// Draws the run of this name.
    pub(super) fn ui(&mut self, ui: &Ui, state: &State, run: &RunId, asked: &mut Asked<'_>) {
        if self.run.as_ref() != Some(run) {
            *self = Self { run: Some(run.clone()), ..Self::default() };
        }
        let Some(recorded) = state.runs.find(run) else { return begin_ui(ui, state, run, asked) };
        let tally = self.tally(state, recorded);
        let standing = Standing::of(recorded, &state.runs);
        let (title, about) = (runs::title(recorded), about(recorded));
        let again = again_label(recorded, standing, tally);
        let blocked = elsewhere(recorded, state);
        let is_countdown = matches!(standing, Standing::Live(Phase::Countdown { .. }));
        let mut dialog = Dialog::new(&title, safe_label(standing)).text(&about).width(WIDTH);
        dialog = dialog.aside(if is_countdown { "Hide, it goes on" } else { "Copy as text" });
        if let Some(again) = &again {
            dialog = dialog.act(Button::primary(again).blocked(blocked.as_deref()));
        }
        let answer = dialog.show(ui, |ui| {
            scrolled(ui, |ui| {
                ui.spacing_mut().item_spacing.y = size::GAP;
                standing_ui(ui, state, recorded, standing, tally, asked);
                badges_ui(ui, |ui| {
                    for (tone, count) in runs::counts(tally) {
                        badge::badge_with(ui, tone, Some(sign(tone)), &count);
                    }
                });
                if tally.open > 0 && !matches!(standing, Standing::Live(_)) {
                    open_ui(ui, recorded, blocked.as_deref(), asked);
                }
                self.results.ui(ui, recorded, state.runs.revision, tally);
            });
        });
        match (answer, is_countdown) {
            (Answer::Waiting, _) => {}
            (Answer::Closed, true) => asked.push(Action::Run(RunAction::Stop)),
            (Answer::Closed, false) | (Answer::Aside, true) => asked.push(Action::CloseDialog),
            (Answer::Aside, false) => asked.push(Action::Copy(runs::as_text(recorded))),
            (Answer::Acted, _) => asked.push(Action::Run(RunAction::Repeat(run.clone()))),
        }
    }

    /// Counted once for each entry of the record, not in each frame.
    fn tally(&mut self, state: &State, run: &RecordedRun) -> Tally {
        let revision = state.runs.revision;
        match self.counted {
            Some((at, tally)) if at == revision => tally,
            _ => self.counted.insert((revision, Tally::of(run))).1,
        }
    }
}

fn about(run: &RecordedRun) -> String {
    let reason = if run.reason.is_empty() { "no reason given" } else { &run.reason };
    let how = match run.manner {
        Manner::Direct => "",
        Manner::Guided => " · by hand in Command",
    };
    format!("{} · {reason} · confirmed {}{how}", run.place.name, words::moment(run.planned_at))
}

fn safe_label(standing: Standing<'_>) -> &'static str {
    match standing {
        Standing::Live(Phase::Countdown { .. }) => "Stop, nothing was sent yet",
        Standing::Live(_) => "Hide, it goes on",
        Standing::Ended(..) | Standing::BrokenOff => "Close",
    }
}

/// What the button says that plans the same again for whom it was not done.
fn again_label(run: &RecordedRun, standing: Standing<'_>, tally: Tally) -> Option<String> {
    let is_over = !matches!(standing, Standing::Live(_));
    let can = matches!(run.verb, Verb::Delete | Verb::PermanentlyRemove | Verb::HardDelete);
    let missed = tally.failed + tally.untouched;
    (is_over && can && missed > 0)
        .then(|| format!("Plan again for {} not done…", words::count(missed)))
}

/// Why nothing can be done about this run from where the window stands.
fn elsewhere(run: &RecordedRun, state: &State) -> Option<String> {
    (run.place.connection != state.active.0)
        .then(|| format!("This was done in {}. Switch to that connection first.", run.place.name))
}

/// The moments before the record holds the plan: nothing was sent.
fn begin_ui(ui: &Ui, state: &State, run: &RunId, asked: &mut Asked<'_>) {
    let phase = runs::live(&state.runs, run);
    let ended = match phase {
        Some(Phase::Ended { problem, .. }) => Some(problem.as_ref()),
        Some(_) => None,
        None => Some(None),
    };
    let safe = if ended.is_some() { "Close" } else { "Stop, nothing was sent yet" };
    let answer = Dialog::new("About to begin", safe).width(WIDTH).show(ui, |ui| match ended {
        None => {
            text::muted(ui, "The plan is written to the record first. Nothing was sent yet.");
        }
        Some(Some(problem)) => {
            text::strong(ui, &problem.title());
            text::body(ui, &problem.explanation());
        }
        Some(None) => {
            text::muted(ui, "The record does not hold this run.");
        }
    });
    if answer == Answer::Closed {
        asked.push(match ended {
            None => Action::Run(RunAction::Stop),
            Some(_) => Action::CloseDialog,
        });
    }
}

fn standing_ui(
    ui: &mut Ui,
    state: &State,
    run: &RecordedRun,
    standing: Standing<'_>,
    tally: Tally,
    asked: &mut Asked<'_>,
) {
    match standing {
        Standing::Live(Phase::Countdown { until }) => countdown_ui(ui, state.now, *until),
        Standing::Live(phase) => live_ui(ui, state, run, phase, tally, asked),
        Standing::Ended(at, how) => {
            let problem = runs::live(&state.runs, &run.id).and_then(|phase| match phase {
                Phase::Ended { problem, .. } => problem.as_ref(),
                _ => None,
            });
            ended_ui(ui, at, how, tally, problem);
        }
        Standing::BrokenOff => {
            let text = "The program ended while this was under way";
            let detail = "What was under way is in the record. Calls whose outcome nobody knows are found out by reading, never by repeating them.";
            Banner::new(Tone::Danger, text).detail(detail).show(ui);
        }
    }
}

fn countdown_ui(ui: &mut Ui, now: Timestamp, until: Timestamp) {
    let left = Duration::try_from(until.duration_since(now)).unwrap_or_default();
    let seconds = left.as_secs() + u64::from(left.subsec_nanos() > 0);
    let text = format!("The first call is made in {seconds} s");
    let detail = "Nothing was sent yet. Stop now and everything stays as it is.";
    Banner::new(Tone::Warning, &text).detail(detail).show(ui);
    ui.ctx().request_repaint_after(Duration::from_millis(250));
}

fn live_ui(
    ui: &mut Ui,
    state: &State,
    run: &RecordedRun,
    phase: &Phase,
    tally: Tally,
    asked: &mut Asked<'_>,
) {
    let over = tally.all - tally.untouched - tally.open;
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    Progress::new(runs::doing(run.verb), count(over)).of(count(tally.all)).show(ui);
    ui.horizontal(|ui| {
        stages_ui(ui, tally.all, over);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            steer_ui(ui, phase, asked);
        });
    });
    let line = match phase {
        Phase::Paused { why: Some(why) } => format!("It waits for you: {why}"),
        Phase::Paused { why: None } => "It waits until you go on.".to_owned(),
        Phase::Stopping => {
            "It stops before the next call. The call that is under way is awaited.".to_owned()
        }
        _ => pace(state, over),
    };
    match phase {
        Phase::Paused { .. } => text::toned(ui, Tone::Warning, &line),
        _ => text::hint(ui, &line),
    };
    ui.ctx().request_repaint_after(Duration::from_secs(1));
}

/// How fast it goes and how long it takes still; no guess before three are done.
fn pace(state: &State, over: usize) -> String {
    let began = state.runs.live.as_ref().and_then(|live| live.first_call_at);
    let elapsed = began.map(|began| state.now.duration_since(began).as_secs_f64());
    let (Some(left), Some(elapsed)) = (state.runs.time_left(state.now), elapsed) else {
        return "How long it takes is told after the first three.".to_owned();
    };
    #[expect(clippy::cast_precision_loss, reason = "a rough number")]
    let per_minute = over as f64 * 60.0 / elapsed.max(1.0);
    format!("{per_minute:.0} a minute · {}", words::about(left))
}

fn steer_ui(ui: &mut Ui, phase: &Phase, asked: &mut Asked<'_>) {
    let is_stopping = *phase == Phase::Stopping;
    let stops = is_stopping.then_some("It stops already.");
    let stop = Button::plain("Stop before the next call").icon(icons::STOP).blocked(stops);
    if ui.add(stop).clicked() {
        asked.push(Action::Run(RunAction::Stop));
    }
    match phase {
        Phase::Paused { .. } => {
            if ui.add(Button::plain("Go on").icon(icons::PLAY)).clicked() {
                asked.push(Action::Run(RunAction::Resume));
            }
        }
        _ => {
            if ui.add(Button::plain("Pause").icon(icons::PAUSE).blocked(stops)).clicked() {
                asked.push(Action::Run(RunAction::Pause));
            }
        }
    }
}

/// The first, a few more, then the rest: where it is.
fn stages_ui(ui: &mut Ui, all: usize, over: usize) {
    let [first, few] = limits::SMALL_FIRST;
    if all <= first {
        return;
    }
    let stages = [
        (0, first, format!("First {first}")),
        (first, first + few, format!("Next {}", few.min(all - first))),
        (first + few, all, format!("The other {}", words::count(all.saturating_sub(first + few)))),
    ];
    for (from, to, name) in stages.into_iter().filter(|(from, _, _)| *from < all) {
        let (tone, icon) = if over >= to.min(all) {
            (Tone::Good, icons::OK)
        } else if over >= from {
            (Tone::Accent, icons::WORKING)
        } else {
            (Tone::Neutral, icons::WAITING)
        };
        badge::badge_with(ui, tone, Some(icon), &name)
            .on_hover_text("A failure among the first ones pauses the run.");
    }
}

fn ended_ui(ui: &mut Ui, at: Timestamp, how: How, tally: Tally, problem: Option<&Problem>) {
    let when = words::moment(at);
    let (tone, line) = match how {
        How::Finished if tally.done == tally.all => {
            (Tone::Good, format!("All {} done, {when}", words::count(tally.all)))
        }
        How::Finished => (Tone::Warning, format!("Finished, but not for everybody, {when}")),
        How::Stopped => (Tone::Warning, format!("You stopped it, {when}")),
        How::Interrupted => (Tone::Danger, format!("It was interrupted, {when}")),
    };
    let detail = match (problem, how) {
        (Some(problem), _) => problem.text(),
        (None, How::Finished) if tally.done == tally.all => {
            "Each was proven by reading again.".to_owned()
        }
        (None, How::Finished) => "The list says why for each.".to_owned(),
        (None, How::Stopped | How::Interrupted) => {
            "Whoever is not begun below was left as they were.".to_owned()
        }
    };
    Banner::new(tone, &line).detail(&detail).show(ui);
}

/// Calls whose outcome nobody knows, with the way to find out.
fn open_ui(ui: &mut Ui, run: &RecordedRun, blocked: Option<&str>, asked: &mut Asked<'_>) {
    ui.horizontal(|ui| {
        let find = Button::plain("Find out by reading").icon(icons::SEARCH).blocked(blocked);
        if ui.add(find).clicked() {
            asked.push(Action::Run(RunAction::Settle(run.id.clone())));
        }
        text::hint(ui, "Nobody knows yet what came of the open calls. Nothing is sent twice.");
    });
}
