//! What came of each target of a run: a table of any length, and the evidence for the one that is chosen.

use egui::Ui;

use crate::journal::run::{RecordedRun, RecordedTarget};
use crate::session::runs::Tally;
use crate::ui::dialogs::rows_ui;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::card::card;
use crate::ui::widgets::table::Table;
use crate::ui::widgets::table::cell::Cell;
use crate::ui::widgets::table::column::Column;
use crate::ui::widgets::table::state::TableState;
use crate::ui::widgets::{chip, text};
use crate::ui::{runs, words};
use crate::verkada::name;

const ROWS: usize = 7;
const COLUMNS: [Column<'static>; 5] = [
    Column::new("Whom or what", 150.0).grow().unsorted(),
    Column::new("SCIM id", 96.0).unsorted(),
    Column::new("Result", 104.0).unsorted(),
    Column::new("Why, and what shows it", 220.0).grow().unsorted(),
    Column::new("When", 88.0).unsorted(),
];

/// Which targets are shown, and which is chosen.
#[derive(Default)]
pub(super) struct Results {
    table: TableState,
    only_not_done: bool,
    shown: Vec<u32>,
    shown_for: Option<(u64, bool)>,
}

impl Results {
    /// Draws the table and what is known of the chosen target.
    pub(super) fn ui(&mut self, ui: &mut Ui, run: &RecordedRun, revision: u64, tally: Tally) {
        let others = tally.all - tally.done;
        if others > 0 && tally.done > 0 {
            let label = format!("Only those not done {}", words::count(others));
            if chip::chip(ui, &label, self.only_not_done).clicked() {
                self.only_not_done = !self.only_not_done;
            }
        } else {
            self.only_not_done = false;
        }
        self.arrange(run, revision);
        let at = |row: usize| {
            let number = self.shown.get(row).copied().unwrap_or(u32::MAX);
            run.targets.get(number as usize)
        };
        let key = |row: usize| self.shown.get(row).copied().unwrap_or(u32::MAX);
        let cell =
            |row: usize, column: usize| at(row).map_or_else(Cell::empty, |it| cell(it, column));
        let table = Table::new("Results", &COLUMNS, self.shown.len(), &key, &cell);
        rows_ui(ui, self.shown.len(), ROWS, |ui| {
            table.show(ui, &mut self.table, |_| {});
        });
        let chosen = self.table.cursor().and_then(|number| run.targets.get(number as usize));
        if let Some(chosen) = chosen {
            card(ui, |ui| target_ui(ui, chosen));
        }
    }

    /// Looks through the targets only when something changed.
    fn arrange(&mut self, run: &RecordedRun, revision: u64) {
        let wanted = Some((revision, self.only_not_done));
        if self.shown_for == wanted {
            return;
        }
        self.shown_for = wanted;
        let is_shown = |target: &RecordedTarget| {
            !self.only_not_done || !matches!(runs::result(&target.state).1, "Done" | "Gone already")
        };
        let numbered = (0..).zip(&run.targets).filter(|(_, target)| is_shown(target));
        self.shown = numbered.map(|(number, _)| number).collect();
    }
}

fn cell(target: &RecordedTarget, column: usize) -> Cell<'_> {
    match column {
        0 => Cell::name(name::shown(&target.target.display_name)),
        1 => Cell::mono(name::shown(&target.target.id)),
        2 => {
            let (tone, word) = runs::result(&target.state);
            Cell::badge(tone, word)
        }
        3 => Cell::muted(name::shown(runs::why(target))),
        _ => Cell::muted(runs::touched(&target.state).map(words::clock).unwrap_or_default()),
    }
}

fn target_ui(ui: &mut Ui, target: &RecordedTarget) {
    ui.spacing_mut().item_spacing.y = size::GAP_SMALL;
    text::strong(ui, &target.target.display_name);
    let ids = [target.target.user_name.as_str(), target.target.id.as_str()];
    let ids: Vec<_> = ids.into_iter().filter(|id| !id.is_empty()).collect();
    text::mono(ui, &ids.join(" · "));
    let why = runs::why(target);
    if !why.is_empty() && target.evidence.iter().all(|proof| proof.text != why) {
        text::body(ui, &name::shown(why));
    }
    for proof in &target.evidence {
        text::small(ui, &format!("{}  {}", words::clock(proof.found_at), name::shown(&proof.text)));
    }
}
