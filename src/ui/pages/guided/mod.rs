//! Work that is done by hand in Command: everybody it is about, how far it is, and one person at a time with the steps.

mod pane;
mod stages;
#[cfg(test)]
mod tests;

use egui::{Frame, Margin, ScrollArea, Ui};

use crate::journal::entry::{How, Outcome, RunId};
use crate::journal::run::{RecordedRun, RecordedTarget, TargetState};
use crate::session::action::{Action, GuidedAction, RunAction};
use crate::session::guided::{self, When, last_look};
use crate::session::runs::{Ledger, Tally};
use crate::session::state::State;
use crate::ui::pages::guided::pane::GuidedPane;
use crate::ui::pages::{banner, header_ui, split};
use crate::ui::theme::icons;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::banner::Banner;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::paint;
use crate::ui::widgets::progress::Progress;
use crate::ui::widgets::select::Select;
use crate::ui::widgets::table::cell::Cell;
use crate::ui::widgets::table::column::Column;
use crate::ui::widgets::table::state::TableState;
use crate::ui::widgets::table::{Table, TableResponse};
use crate::ui::{Asked, words};
use crate::verkada::name;

const COLUMNS: [Column<'static>; 2] =
    [Column::new("Person", 120.0).grow().unsorted(), Column::new("Outcome", 132.0).unsorted()];
const PANE: f32 = 640.0;
const RUNS: f32 = 260.0;
/// Room below a person for what can be done.
const FOOT: f32 = size::CONTROL + 2.0 * size::GAP_LARGE;
/// Less than this, as beside a browser, is for one pane at a time.
const NARROW: f32 = 760.0;

/// How much fits beside each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Room {
    Wide,
    Narrow,
}

/// Which pane is shown where there is room for one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Side {
    List,
    #[default]
    Person,
}

/// Where to go from a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    /// To another person, by index.
    To(usize),
    /// To everybody.
    List,
}

/// What is chosen and half-typed on the page.
#[derive(Default)]
pub(crate) struct GuidedPage {
    run: Option<RunId>,
    table: TableState,
    width: Option<f32>,
    side: Side,
    pane: GuidedPane,
}

impl GuidedPage {
    /// Draws the page.
    pub(crate) fn ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        let run = state.guided.shown.as_ref().and_then(|run| state.runs.find(run));
        let Some(run) = run else { return nothing_ui(ui, state, asked) };
        self.follow(run);
        let room = if ui.available_width() < NARROW { Room::Narrow } else { Room::Wide };
        head_ui(ui, state, run, room, asked);
        let chosen = self.table.cursor().and_then(|key| usize::try_from(key).ok()).unwrap_or(0);
        let mut turn = None;
        let Self { table, pane, width, side, .. } = self;
        match (room, *side) {
            (Room::Wide, _) => {
                let mut pane_width = width.unwrap_or(PANE);
                let right = |ui: &mut Ui, asked: &mut Asked<'_>| {
                    turn = person_ui(ui, pane, state, run, chosen, room, asked);
                };
                let left = |ui: &mut Ui, _: &mut Asked<'_>| drop(table_ui(ui, table, run));
                split(ui, &mut pane_width, PANE, asked, left, right);
                *width = Some(pane_width);
            }
            (Room::Narrow, Side::Person) => {
                turn = person_ui(ui, pane, state, run, chosen, room, asked);
            }
            (Room::Narrow, Side::List) => {
                let touched = table_ui(ui, table, run);
                if touched.changed || touched.opened.is_some() {
                    *side = Side::Person;
                }
            }
        }
        match turn {
            Some(Turn::To(number)) => self.go_to(number),
            Some(Turn::List) => self.side = Side::List,
            None => {}
        }
    }

    /// Stands on the first person who is left when another run is shown.
    fn follow(&mut self, run: &RecordedRun) {
        if self.run.as_ref() == Some(&run.id) && self.table.cursor().is_some() {
            return;
        }
        self.run = Some(run.id.clone());
        self.table.reset();
        self.go_to(guided::next_from(run, 0).unwrap_or(0));
    }

    fn go_to(&mut self, number: usize) {
        self.table.go_to(number, u32::try_from(number).unwrap_or(u32::MAX));
    }
}

/// One person, and below, always in sight, what can be done.
fn person_ui(
    ui: &mut Ui,
    pane: &mut GuidedPane,
    state: &State,
    run: &RecordedRun,
    number: usize,
    room: Room,
    asked: &mut Asked<'_>,
) -> Option<Turn> {
    ui.spacing_mut().item_spacing.y = 0.0;
    let height = (ui.available_height() - FOOT).max(0.0);
    ScrollArea::vertical().auto_shrink(false).max_height(height).show(ui, |ui| {
        let margin = Margin { left: 16, right: 16, top: 16, bottom: 8 };
        Frame::new().inner_margin(margin).show(ui, |ui| pane.ui(ui, state, run, number, asked));
    });
    paint::separator(ui);
    let frame = Frame::new().inner_margin(Margin::symmetric(16, 12));
    frame.show(ui, |ui| pane::foot_ui(ui, state, run, number, room, asked)).inner
}

fn head_ui(ui: &mut Ui, state: &State, run: &RecordedRun, room: Room, asked: &mut Asked<'_>) {
    let people = words::counted(run.targets.len(), "person", "people");
    let place = name::shown(&run.place.name);
    let (title, about) = match (room, run.reason.is_empty()) {
        (Room::Narrow, _) => (format!("{} {people}", run.verb), String::new()),
        (Room::Wide, true) => (format!("{} {people} in Command", run.verb), place.into_owned()),
        (Room::Wide, false) => {
            let about = format!("{place} · {}", name::shown(&run.reason));
            (format!("{} {people} in Command", run.verb), about)
        }
    };
    let is_open = guided::is_open(run);
    header_ui(ui, &title, &about, |ui| {
        if is_open
            && ui.add(Button::plain("Stop…").icon(icons::STOP).name("Stop this work…")).clicked()
        {
            asked.push(Action::Guided(run.id.clone(), GuidedAction::AskStop));
        }
        runs_ui(ui, state, run, asked);
    });
    Frame::new().inner_margin(Margin { left: 20, right: 20, top: 0, bottom: 12 }).show(ui, |ui| {
        let tally = Tally::of(run);
        if let Some((_, how)) = &run.ended {
            ended_ui(ui, run, *how, tally, asked);
        } else {
            let doing = "People with an outcome";
            Progress::new(doing, (tally.all - tally.untouched) as u64)
                .of(tally.all as u64)
                .show(ui);
        }
    });
}

/// Other unfinished work of the same connection.
fn runs_ui(ui: &mut Ui, state: &State, run: &RecordedRun, asked: &mut Asked<'_>) {
    if state.guided.open.iter().all(|open| *open == run.id) {
        return;
    }
    let found = state.guided.open.iter().filter_map(|open| state.runs.find(open));
    let mut names: Vec<(RunId, String)> =
        found.map(|open| (open.id.clone(), label(open))).collect();
    if !state.guided.open.contains(&run.id) {
        names.push((run.id.clone(), label(run)));
    }
    let choices: Vec<(RunId, &str)> =
        names.iter().map(|(run, name)| (run.clone(), name.as_str())).collect();
    let mut current = run.id.clone();
    if Select::new("Which work").width(RUNS).show_bare(ui, &mut current, &choices).changed() {
        asked.push(Action::Guided(current, GuidedAction::Show));
    }
}

fn label(run: &RecordedRun) -> String {
    let people = words::counted(run.targets.len(), "person", "people");
    format!("{} {people}, {}", run.verb, words::moment(run.planned_at))
}

fn ended_ui(ui: &mut Ui, run: &RecordedRun, how: How, tally: Tally, asked: &mut Asked<'_>) {
    let (tone, word) = match how {
        How::Finished if tally.done == tally.all => (Tone::Good, "All done"),
        How::Finished => (Tone::Warning, "Everybody had their turn"),
        How::Stopped => (Tone::Warning, "Stopped"),
        How::Interrupted => (Tone::Warning, "Broken off"),
    };
    let detail = format!(
        "{} done, {} skipped, {} not begun. The record keeps what was seen of each.",
        words::count(tally.done),
        words::count(tally.skipped),
        words::count(tally.untouched)
    );
    let actions: &[&str] = if tally.untouched > 0 { &["Plan the rest again…"] } else { &[] };
    if Banner::new(tone, word).detail(&detail).actions(actions).show(ui).is_some() {
        asked.push(Action::Run(RunAction::Repeat(run.id.clone())));
    }
}

fn table_ui(ui: &mut Ui, table: &mut TableState, run: &RecordedRun) -> TableResponse {
    let key = |row: usize| u32::try_from(row).unwrap_or(u32::MAX);
    let cell = |row: usize, column: usize| match (run.targets.get(row), column) {
        (None, _) => Cell::empty(),
        (Some(target), 0) => Cell::name(name::shown(&target.target.display_name)),
        (Some(target), _) => {
            let (tone, word) = standing(run, target);
            Cell::badge(tone, word)
        }
    };
    Table::new("People of this work", &COLUMNS, run.targets.len(), &key, &cell).show(
        ui,
        table,
        |_| {},
    )
}

/// How far one person is, in a word.
fn standing(run: &RecordedRun, target: &RecordedTarget) -> (Tone, &'static str) {
    match &target.state {
        TargetState::Closed { result, .. } => match result {
            Outcome::Done => (Tone::Good, "Done"),
            Outcome::AlreadyGone => (Tone::Good, "Gone already"),
            Outcome::Skipped { .. } => (Tone::Warning, "Skipped"),
            Outcome::Failed { .. } => (Tone::Danger, "Failed"),
            Outcome::Unknown { .. } => (Tone::Warning, "Not known"),
        },
        TargetState::Open { .. } => (Tone::Warning, "Not known"),
        TargetState::Untouched if run.ended.is_some() => (Tone::Neutral, "Not begun"),
        TargetState::Untouched if last_look(target, When::After).is_some() => {
            (Tone::Warning, "Not proven")
        }
        TargetState::Untouched if last_look(target, When::Before).is_some() => {
            (Tone::Neutral, "Looked at")
        }
        TargetState::Untouched => (Tone::Neutral, "To do"),
    }
}

fn nothing_ui(ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
    header_ui(ui, "Guided work", "What is done by hand in Command, step by step", |_| {});
    match &state.runs.ledger {
        Ledger::NotOpened | Ledger::Opening => {
            banner::loading_ui(ui, "Opening the record");
        }
        Ledger::Failed(problem) => banner::problem_ui(ui, problem, asked),
        Ledger::Open { .. } => {
            banner::empty_ui(
                ui,
                icons::EXTERNAL,
                "Nothing to do by hand",
                "Verkada has no API for Delete and Permanently remove. Choose deactivated people in Users, and this page leads through Command person by person.",
                None,
            );
        }
    }
}
