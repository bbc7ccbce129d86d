//! The groups, and the members of one of them.

use egui::{Align, Frame, Key, KeyboardShortcut, Layout, Margin, Modifiers, Ui};

use crate::session::action::Action;
use crate::session::groups::{GroupField, GroupRow};
use crate::session::people::Sort;
use crate::session::plan::wish::Subject;
use crate::session::state::State;
use crate::ui::pages::removal;
use crate::ui::pages::users::state_tone;
use crate::ui::pages::{banner, direction, header_ui, practice, sort, split};
use crate::ui::theme::icons;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::button::Button;
use crate::ui::widgets::field::Search;
use crate::ui::widgets::menu::{self, Item};
use crate::ui::widgets::table::Table;
use crate::ui::widgets::table::cell::Cell;
use crate::ui::widgets::table::column::{Column, Order};
use crate::ui::widgets::table::state::TableState;
use crate::ui::widgets::text;
use crate::ui::{Asked, Go, words};
use crate::verkada::name;

const PANE: f32 = 360.0;
const FILTER: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::F);
const FIELDS: [GroupField; 3] = [GroupField::Name, GroupField::Members, GroupField::Changed];
const COLUMNS: [Column<'static>; 4] = [
    Column::new("Group", 180.0).grow(),
    Column::new("Members", 90.0).right(),
    Column::new("Changed", 112.0),
    Column::new("Note", 170.0).unsorted(),
];
const MEMBER_COLUMNS: [Column<'static>; 2] =
    [Column::new("Member", 200.0).grow(), Column::new("State", 110.0).unsorted()];

/// What is typed and chosen on the page.
pub(crate) struct GroupsPage {
    table: TableState,
    members: TableState,
    text: String,
    field: GroupField,
    sort: Sort,
    arranged: Vec<u32>,
    arranged_for: Option<(u64, String, GroupField, Sort)>,
    group_shown: Option<String>,
    width: Option<f32>,
    turnover: u64,
}

impl Default for GroupsPage {
    fn default() -> Self {
        Self {
            table: TableState::default(),
            members: TableState::default(),
            text: String::new(),
            field: GroupField::Name,
            sort: Sort::Ascending,
            arranged: Vec::new(),
            arranged_for: None,
            group_shown: None,
            width: None,
            turnover: 0,
        }
    }
}

impl GroupsPage {
    /// Draws the page.
    pub(crate) fn ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        let wants_filter =
            !state.is_asking() && ui.input_mut(|input| input.consume_shortcut(&FILTER));
        header_ui(ui, "Groups", &about(state), |ui| {
            if ui.add(Button::primary("Refresh").icon(icons::REFRESH).tip("F5")).clicked() {
                asked.push(Action::Refresh);
            }
        });
        Frame::new().inner_margin(Margin { left: 20, right: 20, top: 0, bottom: 12 }).show(
            ui,
            |ui| {
                let search = Search::new("Filter groups")
                    .keys("Ctrl F")
                    .width(280.0)
                    .show(ui, &mut self.text);
                if wants_filter {
                    search.request_focus();
                }
                banner::reading_ui(ui, &state.groups.reading, "groups", state.now, asked);
            },
        );
        self.arrange(state);
        if self.turnover != state.groups.turnover {
            self.turnover = state.groups.turnover;
            self.table.reset();
            let open = |position: &u32| {
                let group = state.groups.groups.get(*position as usize);
                group.is_some_and(|group| Some(&group.id) == state.group.as_ref())
            };
            if let Some(row) = self.arranged.iter().position(open)
                && let Some(&position) = self.arranged.get(row)
            {
                self.table.go_to(row, position);
            }
        }
        let Some(group) = state.group.as_deref().and_then(|id| state.groups.find(id)) else {
            return self.table_ui(ui, state, asked);
        };
        let (mut members, mut width) =
            (std::mem::take(&mut self.members), self.width.unwrap_or(PANE));
        let right = |ui: &mut Ui, asked: &mut Asked<'_>| {
            Frame::new()
                .inner_margin(Margin::same(16))
                .show(ui, |ui| group_ui(ui, &mut members, state, group, asked));
        };
        split(ui, &mut width, PANE, asked, |ui, asked| self.table_ui(ui, state, asked), right);
        (self.members, self.width) = (members, Some(width));
        if self.group_shown.as_deref() != state.group.as_deref() {
            self.members.reset();
            self.group_shown.clone_from(&state.group);
        }
    }

    /// Sorts and filters only when something changed.
    fn arrange(&mut self, state: &State) {
        let wanted = (state.groups.revision, self.text.clone(), self.field, self.sort);
        if self.arranged_for.as_ref() != Some(&wanted) {
            self.arranged = state.groups.arranged(&self.text, self.field, self.sort);
            self.arranged_for = Some(wanted);
        }
    }

    fn table_ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        let groups = &state.groups.groups;
        let at =
            |row: usize| self.arranged.get(row).and_then(|&position| groups.get(position as usize));
        let column = FIELDS.iter().position(|field| *field == self.field).unwrap_or_default();
        let order = [Order { column, direction: direction(self.sort) }];
        let cell = |row: usize, column: usize| {
            at(row).map_or_else(Cell::empty, |group| cell(group, column, state))
        };
        let key = |row: usize| self.arranged.get(row).copied().unwrap_or(u32::MAX);
        let table = Table::new("Groups", &COLUMNS, self.arranged.len(), &key, &cell).order(&order);
        let before = self.table.cursor();
        let done = table.show(ui, &mut self.table, |ui| empty_ui(ui, state, asked));
        if let Some(order) = done.ordered.as_deref().and_then(|orders| orders.first())
            && let Some(field) = FIELDS.get(order.column)
        {
            self.field = *field;
            self.sort = sort(order.direction);
        }
        let opened = done
            .opened
            .and_then(|row| self.arranged.get(row).copied())
            .or(self.table.cursor().filter(|cursor| before != Some(*cursor)));
        if let Some(group) = opened.and_then(|position| groups.get(position as usize)) {
            asked.push(Action::OpenGroup(group.id.clone()));
        }
    }
}

fn group_ui(
    ui: &mut Ui,
    members: &mut TableState,
    state: &State,
    group: &GroupRow,
    asked: &mut Asked<'_>,
) {
    ui.horizontal(|ui| {
        ui.vertical(|ui| {
            ui.set_width(ui.available_width() - 40.0);
            text::title(ui, &name::shown(&group.name));
            text::muted(ui, &words::counted(group.size(), "member", "members"));
        });
        ui.with_layout(Layout::right_to_left(Align::TOP), |ui| {
            if ui.add(Button::of_icon(icons::CLOSE, "Close this group")).clicked() {
                asked.push(Action::CloseGroup);
            }
        });
    });
    if group.external_id.is_some() {
        text::toned(
            ui,
            Tone::Warning,
            "This group has an externalId. Verkada's guide wants that mapping removed in Entra.",
        );
    }
    text::hint(ui, "Membership of a SCIM managed group changes only in Entra.");
    let subject = Subject { id: group.id.clone(), display_name: group.name.clone() };
    practice::group_ui(ui, state, &subject, asked);
    ui.add_space(size::GAP);
    let people = &state.users.people;
    let count = group.size();
    let cell = |row: usize, column: usize| match (
        group.members.get(row).and_then(|&member| people.get(member)),
        column,
    ) {
        (Some(person), 0) => Cell::text(name::shown(person.name())),
        (Some(person), _) => Cell::badge(state_tone(person.state()), person.state().label()),
        (None, 0) => Cell::mono(
            group
                .strangers
                .get(row - group.members.len().min(row))
                .map(name::shown)
                .unwrap_or_default(),
        ),
        (None, _) => Cell::badge(Tone::Neutral, "Not found"),
    };
    let key = |row: usize| u32::try_from(row).unwrap_or(u32::MAX);
    let table = Table::new("Members", &MEMBER_COLUMNS, count, &key, &cell);
    let done = table.show(ui, members, |ui| {
        banner::empty_ui(
            ui,
            icons::GROUPS,
            "Nobody is in this group",
            "Entra sends members after the group itself, in a later step.",
            None,
        );
    });
    let under_cursor = members.cursor().and_then(|row| group.members.get(row as usize));
    if let Some(person) = under_cursor.and_then(|&member| people.get(member)) {
        menu::context_menu(&done.body, |ui| {
            if Item::new("Open person").icon(icons::USERS).show(ui).clicked() {
                asked.go(Go::Person(person.id().to_owned()));
            }
            removal::items_ui(ui, state, &person, asked);
        });
    }
    if let Some(person) =
        done.opened.and_then(|row| group.members.get(row)).and_then(|&member| people.get(member))
    {
        asked.go(Go::Person(person.id().to_owned()));
    }
}

fn about(state: &State) -> String {
    let count = words::counted(state.groups.groups.len(), "group", "groups");
    match state.groups.read_at {
        Some(at) => format!("{count} · read {}", words::ago(at, state.now)),
        None if state.groups.reading.is_running() => format!("{count} so far"),
        None => String::new(),
    }
}

fn cell<'a>(group: &'a GroupRow, column: usize, state: &State) -> Cell<'a> {
    match column {
        0 => Cell::name(name::shown(&group.name)),
        1 => Cell::text(words::count(group.size())),
        2 => Cell::muted(words::ago_of_seconds(group.changed, state.now)),
        _ if group.size() == 0 => Cell::badge(Tone::Neutral, "Empty"),
        _ if !group.strangers.is_empty() => Cell::badge(
            Tone::Warning,
            words::counted(group.strangers.len(), "member not found", "members not found"),
        ),
        _ if group.external_id.is_some() => Cell::badge(Tone::Warning, "Has an externalId"),
        _ => Cell::empty(),
    }
}

fn empty_ui(ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
    let groups = &state.groups;
    if groups.reading.is_running() {
        banner::loading_ui(ui, "Reading groups");
    } else if !groups.groups.is_empty() {
        banner::empty_ui(
            ui,
            icons::NOT_FOUND,
            "No group matches",
            "No group's name has all of these words.",
            None,
        );
    } else if let Some(problem) = groups.reading.problem() {
        banner::problem_ui(ui, problem, asked);
    } else if groups.read_at.is_some() {
        banner::empty_ui(
            ui,
            icons::GROUPS,
            "No groups yet",
            "Entra has not provisioned a group. Groups are assigned to the app there.",
            None,
        );
    } else {
        banner::waiting_ui(ui, state, asked);
    }
}
