//! The people of a plan, one by one, with what each keeps or loses; and those who are left out, with why.

use egui::Ui;

use crate::session::plan::people::{LeftOut, Planned};
use crate::session::plan::{Deed, Plan};
use crate::ui::dialogs::rows_ui;
use crate::ui::theme::icons;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::button::Button;
use crate::ui::widgets::table::Table;
use crate::ui::widgets::table::cell::Cell;
use crate::ui::widgets::table::column::Column;
use crate::ui::widgets::table::state::TableState;
use crate::ui::widgets::text;
use crate::ui::words;
use crate::verkada::admin::{Holdings, Standing};
use crate::verkada::{Verb, name};

const ROWS: usize = 5;
/// More than so many are folded at first.
const FEW: usize = 3;
const PERSON: Column<'static> = Column::new("Person", 140.0).grow().unsorted();
const ID: Column<'static> = Column::new("SCIM id", 88.0).unsorted();
const LOST: [Column<'static>; 7] = [
    PERSON,
    ID,
    Column::new("Roles lost", 88.0).right().unsorted(),
    Column::new("Credentials lost", 120.0).right().unsorted(),
    Column::new("Groups lost", 96.0).right().unsorted(),
    Column::new("History lost", 98.0).right().unsorted(),
    Column::new("Log lost", 98.0).right().unsorted(),
];
const KEPT: [Column<'static>; 7] = [
    PERSON,
    ID,
    Column::new("Roles kept", 88.0).right().unsorted(),
    Column::new("Credentials kept", 120.0).right().unsorted(),
    Column::new("Groups kept", 96.0).right().unsorted(),
    Column::new("History kept", 98.0).right().unsorted(),
    Column::new("Log kept", 98.0).right().unsorted(),
];
const BARE: [Column<'static>; 3] = [PERSON, ID, Column::new("userName", 240.0).grow().unsorted()];
const LEFT_OUT: [Column<'static>; 3] =
    [Column::new("Left out", 160.0).unsorted(), ID, Column::new("Why", 300.0).grow().unsorted()];

/// Where the lists stand, and whether those who are left out are shown.
#[derive(Default)]
pub(super) struct People {
    table: TableState,
    left_out: TableState,
    is_open: Option<bool>,
}

impl People {
    /// Draws both lists.
    pub(super) fn ui(&mut self, ui: &mut Ui, plan: &Plan) {
        let count = plan.targets.len();
        if count > 0 {
            let key = |row: usize| u32::try_from(row).unwrap_or(u32::MAX);
            let columns = columns(plan);
            let cell = |row: usize, column: usize| {
                plan.targets
                    .get(row)
                    .map_or_else(Cell::empty, |planned| cell(planned, column, columns.len()))
            };
            let table = Table::new("People of this plan", columns, count, &key, &cell);
            rows_ui(ui, count, ROWS, |ui| {
                table.show(ui, &mut self.table, |_| {});
            });
        }
        self.left_out_ui(ui, &plan.left_out);
    }

    fn left_out_ui(&mut self, ui: &mut Ui, left_out: &[LeftOut]) {
        if left_out.is_empty() {
            return;
        }
        let is_open = self.is_open.unwrap_or(left_out.len() <= FEW);
        let many = words::counted(left_out.len(), "person is", "people are");
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = size::GAP_SMALL;
            text::strong(ui, &format!("{many} left out"));
            let (word, icon) =
                if is_open { ("Fold", icons::UP) } else { ("Show them with why", icons::DOWN) };
            if left_out.len() > FEW && ui.add(Button::ghost(word).icon(icon)).clicked() {
                self.is_open = Some(!is_open);
            }
        });
        if !is_open {
            return;
        }
        let key = |row: usize| u32::try_from(row).unwrap_or(u32::MAX);
        let cell = |row: usize, column: usize| match (left_out.get(row), column) {
            (None, _) => Cell::empty(),
            (Some(one), 0) => Cell::name(name::shown(&one.display_name)),
            (Some(one), 1) => Cell::mono(name::shown(&one.id)),
            (Some(one), _) => Cell::muted(one.why.to_string()),
        };
        let table = Table::new("Left out of this plan", &LEFT_OUT, left_out.len(), &key, &cell);
        rows_ui(ui, left_out.len(), FEW, |ui| {
            table.show(ui, &mut self.left_out, |_| {});
        });
    }
}

fn columns(plan: &Plan) -> &'static [Column<'static>] {
    let tells = plan.targets.first().is_some_and(|planned| planned.holdings.is_some());
    match (plan.verb, &plan.deed) {
        (_, Deed::ScimDelete) => &BARE,
        _ if !tells => &BARE,
        (Verb::PermanentlyRemove, _) => &LOST,
        _ => &KEPT,
    }
}

fn cell(planned: &Planned, column: usize, columns: usize) -> Cell<'_> {
    match column {
        0 if planned.standing == Some(Standing::Deleted) => {
            Cell::name(name::shown(&planned.target.display_name)).icon(icons::TRASH, Tone::Neutral)
        }
        0 => Cell::name(name::shown(&planned.target.display_name)),
        1 => Cell::mono(name::shown(&planned.target.id)),
        _ if columns == BARE.len() => Cell::muted(name::shown(&planned.target.user_name)),
        _ => planned
            .holdings
            .as_ref()
            .map_or_else(|| Cell::muted("not told"), |holdings| number(column, holdings)),
    }
}

fn number(column: usize, holdings: &Holdings) -> Cell<'static> {
    let count = match column {
        2 => holdings.roles,
        3 => holdings.credentials,
        4 => holdings.groups,
        5 => holdings.history_entries,
        _ => holdings.access_log_entries,
    };
    if count == 0 { Cell::muted("–") } else { Cell::text(words::count(count)) }
}
