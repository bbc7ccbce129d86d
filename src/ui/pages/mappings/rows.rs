//! The rows of a mapping as a table, with what each comes to for the chosen person.

use egui::{Key, Modifiers, Ui};

use crate::entra::{AttributeMapping, Edit, ResourceKind, RowPreview};
use crate::session::action::Action;
use crate::session::mappings::action::MappingsAction;
use crate::session::mappings::document::OpenDocument;
use crate::session::state::State;
use crate::ui::Asked;
use crate::ui::pages::mappings::words;
use crate::ui::theme::icons;
use crate::ui::theme::tokens::Tone;
use crate::ui::widgets::empty::EmptyState;
use crate::ui::widgets::menu::{self, Item};
use crate::ui::widgets::table::Table;
use crate::ui::widgets::table::cell::Cell;
use crate::ui::widgets::table::column::Column;
use crate::ui::widgets::table::state::TableState;

const SOURCE: Column<'_> = Column::new("Entra source", 170.0).grow().unsorted();
const TARGET: Column<'_> = Column::new("Target", 190.0).grow().unsorted();
const KIND: Column<'_> = Column::new("Kind", 92.0).unsorted();
const MATCH: Column<'_> = Column::new("Match", 56.0).right().unsorted();
const RESULT: Column<'_> = Column::new("Result", 144.0).grow().unsorted();
const COMMAND: Column<'_> = Column::new("Command", 120.0).unsorted();
/// Below this the kind is left out: the source shows it.
const ROOM_FOR_KIND: f32 = 700.0;

/// The tables of people's and of groups' rows.
#[derive(Default)]
pub(super) struct RowsTable {
    users: TableState,
    groups: TableState,
    /// Whether keys went to the table in the last frame.
    has_focus: bool,
}

/// What a key does with the row under the cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RowKey {
    Remove,
    Duplicate,
    Up,
    Down,
}

impl RowsTable {
    /// The row that is looked at.
    pub(super) fn cursor(&self, kind: ResourceKind) -> usize {
        let table = if kind == ResourceKind::User { &self.users } else { &self.groups };
        table.cursor().map_or(0, |row| row as usize)
    }

    /// Looks at a row.
    pub(super) fn go_to(&mut self, kind: ResourceKind, row: usize) {
        self.table(kind).go_to(row, u32::try_from(row).unwrap_or(u32::MAX));
    }

    const fn table(&mut self, kind: ResourceKind) -> &mut TableState {
        match kind {
            ResourceKind::User => &mut self.users,
            ResourceKind::Group => &mut self.groups,
        }
    }

    /// Draws the table of one kind.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        state: &State,
        document: &OpenDocument,
        kind: ResourceKind,
        asked: &mut Asked<'_>,
    ) {
        let rows = &document.mappings().of(kind).rows;
        let trial = state.mappings.person.as_ref().filter(|_| kind == ResourceKind::User);
        let is_wide = ui.available_width() >= ROOM_FOR_KIND;
        let columns: Vec<Column<'_>> = [SOURCE, TARGET, KIND, MATCH, RESULT, COMMAND]
            .into_iter()
            .filter(|column| is_wide || column.title() != KIND.title())
            .filter(|column| {
                trial.is_some() || ![RESULT.title(), COMMAND.title()].contains(&column.title())
            })
            .collect();
        let cell = |row: usize, column: usize| {
            let (Some(mapping), Some(column)) = (rows.get(row), columns.get(column)) else {
                return Cell::empty();
            };
            let tried = trial.and_then(|person| person.row(row));
            cell(mapping, column.title(), tried)
        };
        let key = |row: usize| u32::try_from(row).unwrap_or(u32::MAX);
        let pressed = if self.has_focus { RowKey::pressed(ui) } else { None };
        let table = self.table(kind);
        let name =
            if kind == ResourceKind::User { "Mappings of users" } else { "Mappings of groups" };
        let mut wanted = None;
        let done = Table::new(name, &columns, rows.len(), &key, &cell).show(ui, table, |ui| {
            let empty = EmptyState::new(
                icons::MAPPINGS,
                "No row",
                "Without a row Entra sends nothing of this kind.",
            );
            if empty.actions(&["Add a row"]).show(ui).is_some() {
                wanted = Some(MappingsAction::AddRow(kind));
            }
        });
        let at = table.cursor().map(|row| row as usize);
        menu::context_menu(&done.body, |ui| {
            if let Some(action) = row_menu_ui(ui, kind, rows, at) {
                wanted = Some(action);
            }
        });
        if let (Some(pressed), Some(at)) = (pressed, at.filter(|at| *at < rows.len())) {
            let to = match pressed {
                RowKey::Up => at.saturating_sub(1),
                RowKey::Down => (at + 1).min(rows.len() - 1),
                RowKey::Duplicate => at,
                // The row that comes into its place, if there is one.
                RowKey::Remove => at.min(rows.len().saturating_sub(2)),
            };
            table.go_to(to, key(to));
            wanted = match pressed {
                RowKey::Remove => Some(Edit::Remove(kind, at)),
                RowKey::Duplicate => rows.get(at).map(|row| Edit::Add(kind, row.clone())),
                RowKey::Up | RowKey::Down => (to != at).then_some(Edit::Move(kind, at, to)),
            }
            .map(|edit| MappingsAction::Edit(vec![edit]));
        }
        self.has_focus = done.body.has_focus();
        if let Some(action) = wanted {
            asked.push(Action::Mappings(action));
        }
    }
}

impl RowKey {
    fn pressed(ui: &Ui) -> Option<Self> {
        let keys = [
            (Modifiers::NONE, Key::Delete, Self::Remove),
            (Modifiers::COMMAND, Key::D, Self::Duplicate),
            (Modifiers::ALT, Key::ArrowUp, Self::Up),
            (Modifiers::ALT, Key::ArrowDown, Self::Down),
        ];
        ui.input_mut(|input| {
            let mut pressed = keys.into_iter();
            pressed.find(|(modifiers, key, _)| input.consume_key(*modifiers, *key))
        })
        .map(|(_, _, does)| does)
    }
}

/// What can be done with the row under the cursor.
pub(super) fn row_menu_ui(
    ui: &mut Ui,
    kind: ResourceKind,
    rows: &[AttributeMapping],
    at: Option<usize>,
) -> Option<MappingsAction> {
    let mut wanted = None;
    if Item::new("Add a row").icon(icons::ADD).show(ui).clicked() {
        wanted = Some(MappingsAction::AddRow(kind));
    }
    let Some((at, row)) = at.and_then(|at| rows.get(at).map(|row| (at, row))) else {
        return wanted;
    };
    let first = (at == 0).then_some("It is the first row.");
    if Item::new("Move up").icon(icons::UP).keys("Alt ↑").blocked(first).show(ui).clicked() {
        wanted = Some(MappingsAction::Edit(vec![Edit::Move(kind, at, at.saturating_sub(1))]));
    }
    let last = (at + 1 == rows.len()).then_some("It is the last row.");
    if Item::new("Move down").icon(icons::DOWN).keys("Alt ↓").blocked(last).show(ui).clicked() {
        wanted = Some(MappingsAction::Edit(vec![Edit::Move(kind, at, at + 1)]));
    }
    if Item::new("Duplicate").icon(icons::COPY).keys("Ctrl D").show(ui).clicked() {
        wanted = Some(MappingsAction::Edit(vec![Edit::Add(kind, row.clone())]));
    }
    if Item::new("Remove row").icon(icons::TRASH).keys("Del").show(ui).clicked() {
        wanted = Some(MappingsAction::Edit(vec![Edit::Remove(kind, at)]));
    }
    wanted
}

fn cell<'a>(mapping: &AttributeMapping, column: &str, tried: Option<&RowPreview>) -> Cell<'a> {
    match column {
        "Entra source" => Cell::mono(words::source(&mapping.source)),
        "Target" => Cell::mono(words::target(&mapping.target)),
        "Kind" => Cell::muted(words::kind(&mapping.source)),
        "Match" => Cell::muted(mapping.matching.map(|at| at.to_string()).unwrap_or_default()),
        "Result" => match tried {
            Some(tried) if tried.result.is_err() => {
                Cell::muted(words::result(tried)).icon(icons::ALERT, Tone::Danger)
            }
            Some(tried) if words::has_value(tried) => Cell::text(words::result(tried)),
            Some(tried) => Cell::muted(words::result(tried)),
            None => Cell::empty(),
        },
        _ => tried.map_or_else(Cell::empty, |tried| {
            let (tone, word) = words::change(tried);
            Cell::badge(tone, word)
        }),
    }
}
