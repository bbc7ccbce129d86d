//! The people: filter, table, and one of them closely.

use egui::{Frame, Key, KeyboardShortcut, Margin, Modifiers, Ui};

use crate::scim::Filter;
use crate::session::action::Action;
use crate::session::export::ExportFormat;
use crate::session::people::{
    CredentialState, Field, People, Person, PersonState, Query, SortKey, fold,
};
use crate::session::state::State;
use crate::session::users::Reading;
use crate::ui::pages::person::PersonPane;
use crate::ui::pages::{banner, direction, header_ui, sort, split};
use crate::ui::theme::icons;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::button::Button;
use crate::ui::widgets::chip;
use crate::ui::widgets::field::{Field as TextField, Search};
use crate::ui::widgets::menu::{self, Item};
use crate::ui::widgets::table::Table;
use crate::ui::widgets::table::cell::Cell;
use crate::ui::widgets::table::column::{Column, Order};
use crate::ui::widgets::table::state::TableState;
use crate::ui::{Asked, words};
use crate::verkada::name;

const FILTER: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::F);
const PANE: f32 = 340.0;
/// Room for the check boxes.
const CHECKS: f32 = 34.0;
/// Time the cursor rests on a row before that person is read, so that moving through the list asks nothing of the server.
const REST_SECONDS: f64 = 0.15;

const COLUMNS: [(Field, Column<'static>); 10] = [
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
const HIDDEN_AT_FIRST: [Field; 3] = [Field::UserName, Field::EmployeeNumber, Field::ExternalId];

/// The name of the table's layout in the settings.
const LAYOUT: &str = "users";

/// Which columns make room first where the table is narrow; the detail pane shows them all.
const MAKES_ROOM: [Field; 3] = [Field::Title, Field::Changed, Field::Card];

/// What is typed and chosen on the page.
pub(crate) struct UsersPage {
    table: TableState,
    pane: PersonPane,
    scim_filter: Option<String>,
    /// A person to bring into view as soon as they are in the table.
    wanted: Option<String>,
    rests_on: Option<(u32, f64)>,
    hidden: Vec<Field>,
    wants_filter: bool,
    /// The width of the detail pane, once it was shown.
    width: Option<f32>,
    turnover: u64,
    /// The layout that the settings have.
    kept_layout: Option<Vec<(String, f32)>>,
}

impl Default for UsersPage {
    fn default() -> Self {
        Self {
            table: TableState::default(),
            pane: PersonPane::default(),
            scim_filter: None,
            wanted: None,
            rests_on: None,
            hidden: HIDDEN_AT_FIRST.to_vec(),
            wants_filter: false,
            width: None,
            turnover: 0,
            kept_layout: None,
        }
    }
}

impl UsersPage {
    /// Brings a person into view.
    pub(crate) fn show(&mut self, id: &str) {
        self.wanted = Some(id.to_owned());
    }

    /// Draws the page.
    pub(crate) fn ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        self.keep_layout(ui, state, asked);
        self.follow_turnover(state);
        self.keys(ui, state, asked);
        header_ui(ui, "Users", &about(state), |ui| self.actions_ui(ui, state, asked));
        Frame::new().inner_margin(Margin { left: 20, right: 20, top: 0, bottom: 12 }).show(
            ui,
            |ui| {
                ui.horizontal_wrapped(|ui| self.filters_ui(ui, state, asked));
                self.scim_filter_ui(ui, state, asked);
                banner::reading_ui(ui, &state.users.reading, "people", state.now, asked);
            },
        );
        let Some(open) = &state.person else { return self.table_ui(ui, state, asked) };
        let (mut pane, mut width) = (std::mem::take(&mut self.pane), self.width.unwrap_or(PANE));
        let right = |ui: &mut Ui, asked: &mut Asked<'_>| {
            Frame::new()
                .inner_margin(Margin::same(16))
                .show(ui, |ui| pane.ui(ui, state, open, asked));
        };
        split(ui, &mut width, PANE, asked, |ui, asked| self.table_ui(ui, state, asked), right);
        (self.pane, self.width) = (pane, Some(width));
    }

    /// After a refresh the rows are others: the same people stay chosen.
    fn follow_turnover(&mut self, state: &State) {
        if self.turnover == state.users.turnover {
            return;
        }
        self.turnover = state.users.turnover;
        let moved = &state.users.moved;
        let chosen: Vec<u32> = self
            .table
            .selected
            .iter()
            .filter_map(|row| moved.get(row as usize).copied().flatten())
            .collect();
        self.table.reset();
        self.rests_on = None;
        self.wanted = state.person.as_ref().map(|open| open.id.clone());
        for row in chosen {
            self.table.selected.insert(row);
        }
    }

    /// Widths set by hand and the choice of columns outlive the program.
    fn keep_layout(&mut self, ui: &Ui, state: &State, asked: &mut Asked<'_>) {
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

    fn keys(&mut self, ui: &Ui, state: &State, asked: &mut Asked<'_>) {
        if state.dialog.is_some() {
            return;
        }
        let typing = ui.ctx().text_edit_focused();
        if ui.input_mut(|input| {
            input.consume_shortcut(&FILTER)
                || (!typing && input.consume_key(Modifiers::NONE, Key::Slash))
        }) {
            self.wants_filter = true;
        }
        if !typing && ui.input(|input| input.key_pressed(Key::Escape)) && state.person.is_some() {
            asked.push(Action::ClosePerson);
        }
        if !typing
            && ui.input(|input| input.events.iter().any(|event| matches!(event, egui::Event::Copy)))
        {
            let text = self.chosen_as_text(state);
            if !text.is_empty() {
                asked.push(Action::Copy(text));
            }
        }
    }

    /// The chosen rows, one line each, columns apart by tabs, for a spreadsheet.
    fn chosen_as_text(&self, state: &State) -> String {
        let people = &state.users.people;
        let chosen =
            state.users.view.rows().iter().filter(|&&row| {
                self.table.selected.contains(row) || self.table.cursor() == Some(row)
            });
        let line = |person: Person<'_>| {
            [
                person.name(),
                person.mail(),
                person.state().label(),
                person.title(),
                person.department(),
                person.card(),
            ]
            .join("\t")
        };
        chosen.filter_map(|&row| people.get(row)).map(line).collect::<Vec<_>>().join("\n")
    }

    fn actions_ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        if state.users.reading.is_running() {
            if ui.add(Button::plain("Stop").icon(icons::STOP).name("Stop reading")).clicked() {
                asked.push(Action::StopReading);
            }
        } else if ui.add(Button::primary("Refresh").icon(icons::REFRESH).tip("F5")).clicked() {
            asked.push(Action::Refresh);
        }
        let columns = ui.add(Button::plain("Columns").icon(icons::COLUMNS));
        menu::checklist(&columns, |ui| {
            for (field, column) in COLUMNS.iter().skip(1) {
                if Item::new(column.title())
                    .checked(!self.hidden.contains(field))
                    .show(ui)
                    .clicked()
                {
                    match self.hidden.iter().position(|hidden| hidden == field) {
                        Some(position) => drop(self.hidden.remove(position)),
                        None => self.hidden.push(*field),
                    }
                }
            }
        });
        let nobody = state
            .users
            .view
            .rows()
            .is_empty()
            .then_some("Nobody is shown, so there is nothing to export.");
        let export = ui.add(Button::plain("Export").icon(icons::DOWNLOAD).blocked(nobody));
        menu::menu(&export, |ui| {
            let shown = words::counted(state.users.view.rows().len(), "person", "people");
            menu::heading(ui, &format!("The {shown} shown"));
            for (format, text) in [
                (ExportFormat::Csv, "CSV, for spreadsheets…"),
                (ExportFormat::Json, "JSON, for scripts…"),
            ] {
                if Item::new(text).show(ui).clicked() {
                    asked.push(Action::AskExport(format));
                }
            }
        });
    }

    fn filters_ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        let query = state.users.view.query();
        let mut text = query.text.clone();
        let search = Search::new("Filter people").keys("Ctrl F").width(280.0).show(ui, &mut text);
        if std::mem::take(&mut self.wants_filter) {
            search.request_focus();
        }
        if search.changed() {
            asked.push(Action::FilterPeople(Query { text, ..query.clone() }));
        }
        let ask = |query: Query, asked: &mut Asked<'_>| asked.push(Action::FilterPeople(query));
        let label = query
            .state
            .map_or_else(|| "State: any".to_owned(), |state| format!("State: {}", state.label()));
        chip::chip_menu(ui, &label, query.state.is_some(), |ui| {
            for (choice, text) in [
                (None, "Any state"),
                (Some(PersonState::Active), "Active"),
                (Some(PersonState::Deactivated), "Deactivated"),
            ] {
                if Item::new(text).checked(query.state == choice).show(ui).clicked() {
                    ask(Query { state: choice, ..query.clone() }, asked);
                }
            }
        });
        let label = query.department.clone().unwrap_or_else(|| "Department".to_owned());
        chip::chip_menu(ui, &label, query.department.is_some(), |ui| {
            departments_ui(ui, state, query, asked);
        });
        let findings = state.users.people.findings();
        if findings > 0
            && chip::chip(
                ui,
                &format!("Needs a look {}", words::count(findings)),
                query.only_findings,
            )
            .clicked()
        {
            ask(Query { only_findings: !query.only_findings, ..query.clone() }, asked);
        }
        let is_open = self.scim_filter.is_some() || !state.scim_filter.is_empty();
        if chip::chip(ui, "SCIM filter…", is_open).clicked() {
            self.scim_filter =
                if self.scim_filter.is_some() { None } else { Some(state.scim_filter.clone()) };
        }
        if !query.is_everybody() && ui.add(Button::ghost("Show everybody")).clicked() {
            ask(Query::default(), asked);
        }
    }

    /// The field for a SCIM filter: what is wrong with it is shown where it is, and it is asked only when it is right.
    fn scim_filter_ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        let Some(text) = &mut self.scim_filter else { return };
        ui.add_space(size::GAP);
        let parsed = Filter::parse(text);
        let error = parsed.as_ref().err().filter(|_| !text.is_empty()).map(ToString::to_string);
        ui.horizontal(|ui| {
            let field = TextField::new("SCIM filter, asked of the server")
                .hint("userName sw \"a\" and active eq false")
                .note("Enter asks. The answer is checked here again, for not every server can be trusted with filters.")
                .error(error.as_deref())
                .mono()
                .width(560.0)
                .show(ui, text);
            let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            if entered && (parsed.is_ok() || text.is_empty()) {
                asked.push(Action::AskScimFilter(text.clone()));
            }
            if !state.scim_filter.is_empty() && ui.add(Button::plain("Show all again")).clicked() {
                text.clear();
                asked.push(Action::AskScimFilter(String::new()));
            }
        });
    }

    fn table_ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        let users = &state.users;
        let rows = users.view.rows();
        let shown = self.columns_in(ui.available_width());
        let columns: Vec<Column<'_>> = shown.iter().map(|(_, column)| *column).collect();
        if let Some(id) = &self.wanted
            && let Some(key) = users.people.find(id)
        {
            if let Some(position) = rows.iter().position(|&row| row == key) {
                self.table.go_to(position, key);
            }
            self.wanted = None;
        }
        let sorted = users.view.key();
        let order: Vec<Order> = shown
            .iter()
            .position(|(field, _)| *field == sorted.field)
            .map(|column| Order { column, direction: direction(sorted.sort) })
            .into_iter()
            .collect();
        let find = |letters: &str| first_with(&users.people, rows, letters);
        let cell = |row: usize, column: usize| match (rows.get(row), shown.get(column)) {
            (Some(&row), Some((field, _))) => cell(state, row, *field),
            _ => Cell::empty(),
        };
        let key = |row: usize| rows.get(row).copied().unwrap_or(u32::MAX);
        let table = Table::new("Users", &columns, rows.len(), &key, &cell)
            .order(&order)
            .checkboxes()
            .find(&find);
        let done = table.show(ui, &mut self.table, |ui| empty_ui(ui, state, asked));
        if let Some(order) = done.ordered.as_deref().and_then(|orders| orders.first())
            && let Some((field, _)) = shown.get(order.column)
        {
            let sort = sort(order.direction);
            asked.push(Action::SortPeople(SortKey { field: *field, sort }));
        }
        menu::context_menu(&done.body, |ui| self.context_ui(ui, state, asked));
        self.open_under_cursor(
            ui,
            state,
            done.opened.and_then(|row| rows.get(row).copied()),
            asked,
        );
    }

    /// The columns to show, without those that there is no room for.
    fn columns_in(&self, room: f32) -> Vec<(Field, Column<'static>)> {
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

    fn context_ui(&self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        let Some(person) = self.table.cursor().and_then(|row| state.users.people.get(row)) else {
            return;
        };
        for (text, value) in [
            ("Copy mail", person.mail()),
            ("Copy userName", person.user_name()),
            ("Copy SCIM id", person.id()),
        ] {
            if Item::new(text).icon(icons::COPY).show(ui).clicked() {
                asked.push(Action::Copy(value.to_owned()));
            }
        }
        if Item::new("Copy chosen rows").icon(icons::COPY).keys("Ctrl C").show(ui).clicked() {
            asked.push(Action::Copy(self.chosen_as_text(state)));
        }
    }

    /// Opens the person under the cursor once it rests there, or at once when asked to.
    fn open_under_cursor(
        &mut self,
        ui: &Ui,
        state: &State,
        opened: Option<u32>,
        asked: &mut Asked<'_>,
    ) {
        let Some(row) = opened.or(self.table.cursor()) else { return };
        let Some(id) = state.users.people.get(row).map(|person| person.id().to_owned()) else {
            return;
        };
        let now = ui.input(|input| input.time);
        if self.rests_on.is_none_or(|(on, _)| on != row) {
            self.rests_on = Some((row, now));
        } else if opened.is_none() && self.rests_on.is_some_and(|(_, since)| since < 0.0) {
            return;
        }
        let since = self.rests_on.map_or(now, |(_, since)| since);
        if opened.is_none() && now - since < REST_SECONDS {
            ui.ctx().request_repaint_after_secs(0.05);
            return;
        }
        // A negative time says that this row was opened already, so that closing the pane does not open it again.
        self.rests_on = Some((row, -1.0));
        if state.person.as_ref().is_none_or(|open| open.id != id) {
            asked.push(Action::OpenPerson(id));
        }
    }
}

fn about(state: &State) -> String {
    let (all, shown) = (state.users.people.len(), state.users.view.rows().len());
    let count = if all == shown {
        words::counted(all, "person", "people")
    } else {
        format!("{} of {}", words::count(shown), words::counted(all, "person", "people"))
    };
    let found = if state.scim_filter.is_empty() { "" } else { " found by the SCIM filter" };
    match (&state.users.reading, state.users.read_at) {
        (Reading::Running { .. }, None) => format!("{count}{found} so far"),
        (_, Some(at)) => format!("{count}{found} · read {}", words::ago(at, state.now)),
        (_, None) => String::new(),
    }
}

fn departments_ui(ui: &mut Ui, state: &State, query: &Query, asked: &mut Asked<'_>) {
    egui::ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
        if Item::new("Any department").checked(query.department.is_none()).show(ui).clicked() {
            asked.push(Action::FilterPeople(Query { department: None, ..query.clone() }));
        }
        for (department, people) in state.users.people.departments() {
            let text = format!(
                "{} ({})",
                if department.is_empty() { "None" } else { department },
                words::count(people)
            );
            if Item::new(&text)
                .checked(query.department.as_deref() == Some(department))
                .show(ui)
                .clicked()
            {
                asked.push(Action::FilterPeople(Query {
                    department: Some(department.to_owned()),
                    ..query.clone()
                }));
            }
        }
    });
}

/// The first row whose name begins with some letters.
fn first_with(people: &People, rows: &[u32], letters: &str) -> Option<usize> {
    let wanted = fold(letters);
    rows.iter().position(|&row| people.folded_name(row).starts_with(&wanted))
}

fn cell(state: &State, row: u32, field: Field) -> Cell<'_> {
    let Some(person) = state.users.people.get(row) else { return Cell::empty() };
    match field {
        Field::Name if person.has_finding() => {
            Cell::name(name::shown(person.name())).icon(icons::WARNING, Tone::Warning)
        }
        Field::Name => Cell::name(name::shown(person.name())),
        Field::Mail => Cell::muted(name::shown(person.mail())),
        Field::UserName => Cell::muted(name::shown(person.user_name())),
        Field::State => Cell::badge(state_tone(person.state()), person.state().label()),
        Field::Title => Cell::text(name::shown(person.title())),
        Field::Department => Cell::text(name::shown(person.department())),
        Field::EmployeeNumber => Cell::mono(name::shown(person.employee_number())),
        Field::ExternalId => Cell::mono(name::shown(person.external_id())),
        Field::Card if person.credential() == CredentialState::None => Cell::muted("–"),
        Field::Card if person.credential() == CredentialState::Active => {
            Cell::text(name::shown(person.card()))
        }
        Field::Card => Cell::muted(name::shown(person.card())),
        Field::Changed => Cell::muted(words::ago_of_seconds(person.changed(), state.now)),
    }
}

/// The color of a state.
pub(super) fn state_tone(state: PersonState) -> Tone {
    match state {
        PersonState::Active => Tone::Good,
        PersonState::Deactivated => Tone::Warning,
        PersonState::Unknown => Tone::Neutral,
    }
}

fn empty_ui(ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
    let users = &state.users;
    if users.reading.is_running() {
        banner::loading_ui(ui, "Reading people");
    } else if !users.people.is_empty() {
        if banner::empty_ui(
            ui,
            icons::NOT_FOUND,
            "Nobody matches",
            "No person has all of these words and properties.",
            Some("Show everybody"),
        ) {
            asked.push(Action::FilterPeople(Query::default()));
        }
    } else if let Some(problem) = users.reading.problem() {
        banner::problem_ui(ui, problem, asked);
    } else if users.read_at.is_some() && !state.scim_filter.is_empty() {
        banner::empty_ui(
            ui,
            icons::NOT_FOUND,
            "The server finds nobody",
            "Nobody there matches the SCIM filter, or the server cannot search by it.",
            None,
        );
    } else if users.read_at.is_some() {
        banner::empty_ui(
            ui,
            icons::USERS,
            "Nobody here yet",
            "Entra has not provisioned anybody into this organization.",
            None,
        );
    } else {
        banner::waiting_ui(ui, state, asked);
    }
}
