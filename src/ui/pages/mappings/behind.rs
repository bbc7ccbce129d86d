//! The people behind a count of everybody, with what is so about each.

use std::sync::Arc;

use egui::Ui;

use crate::entra::{
    AttributeMapping, CountKind, Directory, Everyone, PersonOutcome, RowChange, SkipReason,
};
use crate::session::mappings::document::OpenDocument;
use crate::session::mappings::trial::{Revision, Tried};
use crate::ui::pages::mappings::words as said;
use crate::ui::theme::icons;
use crate::ui::widgets::empty::EmptyState;
use crate::ui::widgets::table::Table;
use crate::ui::widgets::table::cell::Cell;
use crate::ui::widgets::table::column::Column;
use crate::ui::widgets::table::state::TableState;
use crate::ui::words;

const PERSON: Column<'_> = Column::new("Person", 180.0).grow().unsorted();
const OUTCOME: Column<'_> = Column::new("Next cycle", 110.0).unsorted();
const WHAT: Column<'_> = Column::new("What", 240.0).grow().unsorted();

/// People behind a count.
pub(super) struct Found {
    /// What they were counted from.
    pub(super) everyone: Arc<Everyone>,
    pub(super) kind: CountKind,
    pub(super) row: Option<usize>,
    pub(super) people: Vec<u32>,
}

/// Draws them; returns whom somebody opened, and the row that has to do with the count.
pub(super) fn people_ui(
    ui: &mut Ui,
    document: &OpenDocument,
    people: &Arc<Directory>,
    tried: &Tried,
    revision: Revision,
    table: &mut TableState,
    found: Option<&Found>,
) -> Option<(usize, Option<usize>)> {
    let Found { kind, row, people: found, .. } = found?;
    let columns = [PERSON, OUTCOME, WHAT];
    let everyone = &tried.everyone;
    let rows = &document.mappings().users.rows;
    let place = |at: u32| concerned(everyone, at as usize, *kind, *row, rows);
    let cell = |at: usize, column: usize| -> Cell<'_> {
        let Some(&at) = found.get(at) else { return Cell::empty() };
        let person = at as usize;
        match column {
            0 => {
                people.person(person).map_or_else(Cell::empty, |person| Cell::name(person.label()))
            }
            1 => everyone.outcome(person).map_or_else(Cell::empty, |outcome| {
                Cell::badge(said::outcome_tone(outcome), said::outcome_word(outcome))
            }),
            _ => Cell::muted(what(everyone, document, person, *kind, place(at))),
        }
    };
    let key = |at: usize| found.get(at).copied().unwrap_or(u32::MAX);
    let name = kind.to_string();
    let done = Table::new("People of the count", &columns, found.len(), &key, &cell).show(
        ui,
        table,
        |ui| {
            EmptyState::new(icons::OK, "Nobody", &format!("“{name}” holds for nobody.")).show(ui);
        },
    );
    // Rows of an older mapping may stand elsewhere by now.
    let row_of = |at: u32| place(at).filter(|_| tried.revision.mapping == revision.mapping);
    let opened = done.opened.and_then(|at| found.get(at).copied())?;
    Some((opened as usize, row_of(opened)))
}

/// The first row for which a person counts, or that has to do with it.
fn concerned(
    everyone: &Everyone,
    person: usize,
    kind: CountKind,
    row: Option<usize>,
    rows: &[AttributeMapping],
) -> Option<usize> {
    let change_of = |row: usize| everyone.cell(person, row).map(|(change, _)| change);
    let first = |is: &dyn Fn(RowChange) -> bool| {
        (0..rows.len()).find(|row| change_of(*row).is_some_and(is))
    };
    row.or_else(|| (0..rows.len()).find(|row| everyone.counts(person, *row, kind))).or_else(|| {
        match everyone.outcome(person)? {
            PersonOutcome::Skipped(SkipReason::RowFails) => {
                first(&|change| change == RowChange::Failed)
            }
            PersonOutcome::Skipped(SkipReason::Required) => {
                first(&|change| change == RowChange::Missing)
            }
            PersonOutcome::Skipped(SkipReason::MatchUnknown) => {
                first(&|change| change == RowChange::Unknown)
            }
            PersonOutcome::Enable | PersonOutcome::Disable => {
                rows.iter().position(|row| row.target.eq_ignore_ascii_case("active"))
            }
            PersonOutcome::Update => first(&|change| change.is_sent()),
            PersonOutcome::Create | PersonOutcome::Same | PersonOutcome::Skipped(_) => None,
        }
    })
}

/// What is so about the person.
fn what(
    everyone: &Everyone,
    document: &OpenDocument,
    person: usize,
    kind: CountKind,
    row: Option<usize>,
) -> String {
    match (kind, row) {
        (CountKind::Create, _) => {
            let rows = 0..document.mappings().users.rows.len();
            let is_sent = |row: &usize| {
                everyone.cell(person, *row).is_some_and(|(change, _)| change.is_sent())
            };
            words::counted(rows.filter(is_sent).count(), "value", "values")
        }
        (CountKind::Enable, _) => "active becomes True".to_owned(),
        (CountKind::Disable, _) => "active becomes False".to_owned(),
        (CountKind::Same, _) | (_, None) => {
            everyone.outcome(person).map(|outcome| outcome.to_string()).unwrap_or_default()
        }
        (_, Some(row)) => {
            let target = document
                .mappings()
                .users
                .rows
                .get(row)
                .map(|row| said::attribute(&row.target))
                .unwrap_or_default();
            let clashes: Vec<&str> = everyone.clashes(person).map(said::clash_name).collect();
            let detail = match everyone.cell(person, row) {
                Some((_, Some(trouble))) => said::trouble_name(trouble).to_owned(),
                _ if matches!(kind, CountKind::Clashing | CountKind::ClashingBy(_)) => {
                    clashes.join(", ")
                }
                Some((change, None)) => change.to_string(),
                None => String::new(),
            };
            format!("{target}: {detail}")
        }
    }
}
