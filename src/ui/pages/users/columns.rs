//! The columns of the table of people: which there are, which are shown, and how they are kept.

use egui::Ui;

use crate::session::action::Action;
use crate::session::people::Field;
use crate::session::state::State;
use crate::ui::Asked;
use crate::ui::pages::users::UsersPage;
use crate::ui::widgets::table::column::Column;

/// Room for the check boxes.
const CHECKS: f32 = 34.0;

pub(super) const COLUMNS: [(Field, Column<'static>); 10] = [
    (Field::Name, Column::new("Name", 160.0).grow()),
    (Field::Mail, Column::new("Mail", 170.0).grow()),
    (Field::State, Column::new("State", 116.0)),
    (Field::Title, Column::new("Title", 150.0)),
    (Field::Department, Column::new("Department", 104.0)),
    (Field::Card, Column::new("Card", 82.0)),
    (Field::Changed, Column::new("Changed", 84.0)),
    (Field::UserName, Column::new("userName", 170.0)),
    (Field::EmployeeNumber, Column::new("Employee ID", 100.0)),
    (Field::ExternalId, Column::new("externalId", 130.0)),
];

/// Shown only when somebody asks for them.
pub(super) const HIDDEN_AT_FIRST: [Field; 3] =
    [Field::UserName, Field::EmployeeNumber, Field::ExternalId];

/// The name of the table's layout in the settings.
const LAYOUT: &str = "users";

/// Which columns make room first where the table is narrow; the detail pane shows them all.
const MAKES_ROOM: [Field; 3] = [Field::Title, Field::Changed, Field::Card];

impl UsersPage {
    /// Widths set by hand and the choice of columns outlive the program.
    pub(super) fn keep_layout(&mut self, ui: &Ui, state: &State, asked: &mut Asked<'_>) {
        let Some(kept) = &self.kept_layout else {
            let kept = state.settings.columns(LAYOUT).unwrap_or_default().to_vec();
            let is_kept =
                |column: &Column<'_>| kept.iter().any(|(title, _)| title == column.title());
            if !kept.is_empty() {
                self.hidden = COLUMNS
                    .iter()
                    .filter(|(_, column)| !is_kept(column))
                    .map(|(field, _)| *field)
                    .collect();
                let set_by_hand = kept.iter().filter(|(_, width)| *width > 0.0);
                self.table.widths =
                    set_by_hand.map(|(title, width)| (title.clone(), *width)).collect();
            }
            self.kept_layout = Some(kept);
            return;
        };
        if ui.input(|input| input.pointer.any_down()) {
            return;
        }
        let shown = COLUMNS.iter().filter(|(field, _)| !self.hidden.contains(field));
        let layout: Vec<(String, f32)> = shown
            .map(|(_, column)| {
                let width = self.table.widths.get(column.title()).copied().unwrap_or_default();
                (column.title().to_owned(), width)
            })
            .collect();
        let is_usual = self.table.widths.is_empty() && self.hidden == HIDDEN_AT_FIRST;
        if *kept != layout && !(kept.is_empty() && is_usual) {
            asked.push(Action::SetColumns(LAYOUT, layout.clone()));
            self.kept_layout = Some(layout);
        }
    }

    /// The columns to show, without those that there is no room for.
    pub(super) fn columns_in(&self, room: f32) -> Vec<(Field, Column<'static>)> {
        let mut shown: Vec<_> =
            COLUMNS.into_iter().filter(|(field, _)| !self.hidden.contains(field)).collect();
        for field in MAKES_ROOM {
            let wanted: f32 = shown.iter().map(|(_, column)| column.width()).sum();
            if wanted + CHECKS > room {
                shown.retain(|(shown, _)| *shown != field);
            }
        }
        shown
    }
}
