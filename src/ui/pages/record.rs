//! The record: every run of this desk, the newest first, and whether the file that keeps them is as it was written.

use egui::{Align, Frame, Layout, Margin, Ui};

use crate::journal::run::RecordedRun;
use crate::session::action::{Action, RunAction};
use crate::session::remote::Remote;
use crate::session::runs::{Ledger, Runs, Tally};
use crate::session::state::State;
use crate::ui::pages::banner;
use crate::ui::runs::{self, Standing};
use crate::ui::theme::icons;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::banner::Banner;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::table::Table;
use crate::ui::widgets::table::cell::Cell;
use crate::ui::widgets::table::column::Column;
use crate::ui::widgets::table::state::TableState;
use crate::ui::widgets::text;
use crate::ui::{Asked, words};
use crate::verkada::{Verb, name};

const COLUMNS: [Column<'static>; 6] = [
    Column::new("When", 168.0).unsorted(),
    Column::new("What", 200.0).grow().unsorted(),
    Column::new("Where", 150.0).unsorted(),
    Column::new("Reason", 150.0).grow().unsorted(),
    Column::new("State", 116.0).unsorted(),
    Column::new("Outcome", 210.0).unsorted(),
];

/// What is chosen, and what is counted once for each entry of the record.
#[derive(Default)]
pub(super) struct RecordTab {
    table: TableState,
    lines: Vec<Line>,
    lines_for: Option<u64>,
}

/// One run as the table shows it.
struct Line {
    title: String,
    outcome: String,
    tally: Tally,
}

impl RecordTab {
    /// Draws the tab.
    pub(super) fn ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        self.follow(&state.runs);
        let margin = Margin { left: 20, right: 20, top: 0, bottom: 12 };
        Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = size::GAP;
            self.head_ui(ui, state, asked);
            ledger_ui(ui, &state.runs.ledger, asked);
            checkup_ui(ui, state, asked);
        });
        let all = &state.runs.recorded;
        // The newest first: the last of the list stands in the first row.
        let position = |row: usize| all.len().checked_sub(row + 1);
        let key =
            |row: usize| position(row).and_then(|at| u32::try_from(at).ok()).unwrap_or(u32::MAX);
        let cell = |row: usize, column: usize| {
            let found = position(row).and_then(|at| Some((all.get(at)?, self.lines.get(at)?)));
            found.map_or_else(Cell::empty, |(run, line)| cell(run, line, column, &state.runs))
        };
        let table = Table::new("Runs", &COLUMNS, all.len(), &key, &cell);
        let done = table.show(ui, &mut self.table, |ui| empty_ui(ui, &state.runs.ledger));
        if let Some(run) = done.opened.and_then(position).and_then(|at| all.get(at)) {
            asked.push(Action::Run(RunAction::Show(run.id.clone())));
        }
    }

    fn follow(&mut self, runs: &Runs) {
        if self.lines_for == Some(runs.revision) && self.lines.len() == runs.recorded.len() {
            return;
        }
        self.lines_for = Some(runs.revision);
        let line = |run: &RecordedRun| {
            let tally = Tally::of(run);
            let counts: Vec<_> = runs::counts(tally).into_iter().map(|(_, text)| text).collect();
            Line { title: runs::title(run), outcome: counts.join(", "), tally }
        };
        self.lines = runs.recorded.iter().map(line).collect();
    }

    fn head_ui(&self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        let all = &state.runs.recorded;
        let chosen = self.table.cursor().and_then(|at| all.get(at as usize));
        ui.horizontal(|ui| {
            ui.set_min_height(size::CONTROL);
            text::muted(ui, &words::counted(all.len(), "run", "runs"));
            if !state.runs.file.is_empty() {
                text::hint(ui, &name::shown(&state.runs.file));
                let copy = Button::of_icon(icons::COPY, "Copy the path of the record");
                if ui.add(copy).clicked() {
                    asked.push(Action::Copy(state.runs.file.clone()));
                }
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let checks = state.runs.checkup.is_loading().then_some("It is being checked.");
                let check = Button::plain("Check the record").icon(icons::OK).blocked(checks);
                if ui.add(check).clicked() {
                    asked.push(Action::Run(RunAction::Verify));
                }
                let none = chosen.is_none().then_some("Choose a run in the list first.");
                let show = Button::plain("Show the run").icon(icons::HISTORY).blocked(none);
                if ui.add(show).clicked()
                    && let Some(run) = chosen
                {
                    asked.push(Action::Run(RunAction::Show(run.id.clone())));
                }
            });
        });
    }
}

fn cell<'a>(run: &'a RecordedRun, line: &'a Line, column: usize, runs: &Runs) -> Cell<'a> {
    match column {
        0 => Cell::muted(words::moment(run.planned_at)),
        1 => {
            let destroys = matches!(run.verb, Verb::PermanentlyRemove | Verb::HardDelete);
            let (icon, tone) = match run.verb {
                _ if destroys => (icons::ERASE, Tone::Danger),
                Verb::Delete => (icons::TRASH, Tone::Neutral),
                _ => (icons::HISTORY, Tone::Neutral),
            };
            Cell::name(line.title.as_str()).icon(icon, tone)
        }
        2 => Cell::text(name::shown(&run.place.name)),
        3 if run.reason.is_empty() => Cell::muted("–"),
        3 => Cell::muted(name::shown(&run.reason)),
        4 => {
            let (tone, word) = Standing::of(run, runs).word(line.tally);
            Cell::badge(tone, word)
        }
        _ => Cell::text(line.outcome.as_str()),
    }
}

/// How the file stands, where that is anything but well.
fn ledger_ui(ui: &mut Ui, ledger: &Ledger, asked: &mut Asked<'_>) {
    match ledger {
        Ledger::Opening => {
            let detail = "The keyring may ask you for its password.";
            Banner::new(Tone::Neutral, "The record is being opened").detail(detail).show(ui);
        }
        Ledger::Failed(problem) => {
            let detail = format!(
                "{} Until it is open nothing can be changed from this desk.",
                problem.explanation()
            );
            let actions = ["Try again", "Copy what happened"];
            match Banner::new(Tone::Danger, &problem.title())
                .detail(&detail)
                .actions(&actions)
                .show(ui)
            {
                Some(0) => asked.push(Action::Run(RunAction::OpenRecord)),
                Some(_) => asked.push(Action::Copy(problem.text())),
                None => {}
            }
        }
        Ledger::Open { remarks } => {
            for remark in remarks {
                Banner::new(Tone::Warning, remark).show(ui);
            }
        }
        Ledger::NotOpened => {}
    }
}

/// What the last check found.
fn checkup_ui(ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
    match &state.runs.checkup {
        Remote::NotAsked => {}
        Remote::Loading { .. } => drop(text::hint(ui, "Checking every line of the record…")),
        Remote::Failed { problem, .. } => {
            let (title, detail) = (problem.title(), problem.explanation());
            let banner = Banner::new(Tone::Danger, &title).detail(&detail);
            if banner.actions(&["Copy what happened"]).show(ui).is_some() {
                asked.push(Action::Copy(problem.text()));
            }
        }
        Remote::Ready(found) => {
            let lines = words::count(found.lines);
            let when = words::ago(found.at, state.now);
            let gap = found.not_checked.as_deref().unwrap_or_default();
            match &found.broken {
                Some(broken) => {
                    let title = format!("The record was changed: checked {when}, {lines} lines");
                    let detail = format!("{broken} {gap}");
                    Banner::new(Tone::Danger, &title).detail(detail.trim()).show(ui);
                }
                None if found.lines == 0 => {
                    let title = "There is no record yet: nothing was changed from this desk";
                    Banner::new(Tone::Neutral, title).show(ui);
                }
                None => {
                    let title = format!("All {lines} lines are as they were written, {when}");
                    let tone = if gap.is_empty() { Tone::Good } else { Tone::Warning };
                    Banner::new(tone, &title).detail(gap).show(ui);
                }
            }
        }
    }
}

fn empty_ui(ui: &mut Ui, ledger: &Ledger) {
    match ledger {
        Ledger::Opening => banner::loading_ui(ui, "Opening the record"),
        Ledger::Failed(_) => {
            let about = "What is in it is shown as soon as it can be opened.";
            banner::empty_ui(ui, icons::OFFLINE, "The record is not open", about, None);
        }
        Ledger::NotOpened | Ledger::Open { .. } => {
            let about = "Every change from this desk is written here before it is made, with what came of it.";
            banner::empty_ui(ui, icons::HISTORY, "Nothing was changed from this desk", about, None);
        }
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    use super::*;
    use crate::journal::entry::{How, Outcome};
    use crate::journal::run::TargetState;
    use crate::session::action::Actions;
    use crate::session::checkup::Checkup;
    use crate::ui::runs::tests::{at, closed, run};
    use crate::ui::testing;
    use crate::ui::widgets::testing::harness;

    struct Shown {
        state: State,
        tab: RecordTab,
        asked: Vec<Action>,
    }

    fn shown(change: impl FnOnce(&mut State)) -> Harness<'static, Shown> {
        let mut state = testing::state();
        state.runs.file = "/data/.local/state/scim-desk/journal".to_owned();
        change(&mut state);
        let shown = Shown { state, tab: RecordTab::default(), asked: Vec::new() };
        let mut harness = harness(shown, |ui, shown: &mut Shown| {
            let (mut actions, mut go) = (Actions::default(), Vec::new());
            let asked = &mut Asked { actions: &mut actions, go: &mut go };
            shown.tab.ui(ui, &shown.state, asked);
            shown.asked.extend(actions.take());
        });
        harness.run_steps(3);
        harness
    }

    fn checked(broken: Option<&str>, not_checked: Option<&str>) -> Remote<Checkup> {
        Remote::Ready(Checkup {
            at: testing::now(),
            lines: 1_204,
            broken: broken.map(str::to_owned),
            not_checked: not_checked.map(str::to_owned),
        })
    }

    #[test]
    fn the_newest_run_stands_first_and_opens() {
        let mut harness = shown(|state| {
            let mut first = run(Verb::Delete, &[closed(Outcome::Done, 12)]);
            first.ended = Some((at(20), How::Finished));
            let open = TargetState::Open { call: "POST".to_owned(), since: at(30) };
            let second = run(Verb::PermanentlyRemove, &[open, TargetState::Untouched]);
            state.runs.recorded = vec![first, second];
            state.runs.revision += 1;
        });
        for said in [
            "Permanently remove 2 people",
            "Broken off",
            "1 not known, 1 not begun",
            "Delete Arjun Raghunathan",
            "Finished",
            "HR-4471 leavers, November",
        ] {
            assert!(testing::has(&harness, said), "{said}");
        }
        assert_eq!(harness.state().tab.lines[1].title, "Permanently remove 2 people");
        harness.get_by_label("Rows of Runs").focus();
        harness.run_steps(2);
        harness.key_press(egui::Key::Home);
        harness.run_steps(2);
        harness.get_by_label("Show the run").click();
        harness.run_steps(2);
        assert!(matches!(&harness.state().asked[..], [Action::Run(RunAction::Show(_))]));
    }

    #[test]
    fn each_state_of_the_record_has_its_own_look() {
        let lost = || Ledger::Failed(testing::lost());
        let mut failed = shown(|state| state.runs.ledger = lost());
        assert!(testing::has(&failed, "nothing can be changed from this desk"));
        failed.get_by_label("Try again").click();
        failed.run_steps(2);
        assert!(matches!(&failed.state().asked[..], [Action::Run(RunAction::OpenRecord)]));
        let opening = shown(|state| state.runs.ledger = Ledger::Opening);
        assert!(testing::has(&opening, "The keyring may ask"));
        let remarks = vec!["The earlier record was kept as journal-1.".to_owned()];
        let open = shown(|state| state.runs.ledger = Ledger::Open { remarks });
        assert!(testing::has(&open, "The earlier record was kept"));
        assert!(testing::has(&open, "Nothing was changed from this desk"));
    }

    #[test]
    fn a_check_is_asked_for_and_its_verdict_shown() {
        let mut harness = shown(|_| {});
        harness.get_by_label("Check the record").click();
        harness.run_steps(2);
        assert!(matches!(&harness.state().asked[..], [Action::Run(RunAction::Verify)]));
        for (checkup, said) in [
            (checked(None, None), "All 1,204 lines are as they were written"),
            (checked(None, Some("Not checked: the seals.")), "Not checked: the seals."),
            (checked(Some("Line 3: edited."), None), "The record was changed"),
            (Remote::Ready(Checkup::of_nothing(testing::now())), "There is no record yet"),
        ] {
            let harness = shown(|state| state.runs.checkup = checkup);
            assert!(testing::has(&harness, said), "{said}");
        }
    }
}
