//! The table of people: its rows, what can be copied from it, and what stands there without rows.

use egui::Ui;

use crate::session::action::{Action, OrganizationAction};
use crate::session::people::{CredentialState, Field, People, Person, Query, SortKey, fold};
use crate::session::state::State;
use crate::ui::pages::removal::{self, Chosen};
use crate::ui::pages::users::{UsersPage, state_tone};
use crate::ui::pages::{banner, direction, practice, sort};
use crate::ui::theme::icons;
use crate::ui::theme::tokens::Tone;
use crate::ui::widgets::menu::{self, Item};
use crate::ui::widgets::table::Table;
use crate::ui::widgets::table::cell::Cell;
use crate::ui::widgets::table::column::{Column, Order};
use crate::ui::{Asked, words};
use crate::verkada::name;

impl UsersPage {
    /// Draws the table and its menu.
    pub(super) fn table_ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
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
        let drawn = Table::new("Users", &columns, rows.len(), &key, &cell)
            .order(&order)
            .checkboxes()
            .find(&find);
        let (chosen, table, mut done) = (self.chosen.1, &mut self.table, None);
        let bar = removal::with_bar(ui, state, chosen, state.removal_verbs(), |ui| {
            done = Some(drawn.show(ui, table, |ui| empty_ui(ui, state, asked)));
        });
        let Some(done) = done else { return };
        if let Some(bar) = bar {
            self.act_on_chosen(state, &bar, asked);
        }
        if done.changed || bar_is_old(self.chosen, users.revision) {
            self.recount(state);
        }
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
        removal::items_ui(ui, state, &person, asked);
        practice::menu_ui(ui, state, person.id(), asked);
    }

    /// The bar counts the chosen rows that are shown: what a filter hides is not acted on.
    fn recount(&mut self, state: &State) {
        let rows = state.users.view.rows();
        let is_chosen = |row: &&u32| self.table.selected.contains(**row);
        let count =
            if self.table.selected.is_empty() { 0 } else { rows.iter().filter(is_chosen).count() };
        self.chosen = (state.users.revision, count);
    }

    fn act_on_chosen(&mut self, state: &State, bar: &Chosen, asked: &mut Asked<'_>) {
        let rows = state.users.view.rows().iter();
        let chosen = rows.filter(|row| self.table.selected.contains(**row));
        let people = chosen.filter_map(|&row| state.users.people.get(row));
        match bar {
            Chosen::Remove(verb) => {
                let ids = people.map(|person| person.id().to_owned()).collect();
                asked.push(removal::remove(*verb, ids));
            }
            Chosen::Protect => {
                let names = people.map(|person| person.user_name().to_owned()).collect();
                asked.push(Action::Organization(OrganizationAction::Protect(names)));
            }
            Chosen::Nobody => {
                self.table.selected.clear();
                self.recount(state);
            }
        }
    }

    /// The chosen rows, one line each, columns apart by tabs, for a spreadsheet.
    pub(super) fn chosen_as_text(&self, state: &State) -> String {
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
}

const fn bar_is_old((revision, _): (u64, usize), now: u64) -> bool {
    revision != now
}

/// The first row whose name begins with some letters.
fn first_with(people: &People, rows: &[u32], letters: &str) -> Option<usize> {
    let wanted = fold(letters);
    rows.iter().position(|&row| people.folded_name(row).starts_with(&wanted))
}

fn cell(state: &State, row: u32, field: Field) -> Cell<'_> {
    let Some(person) = state.users.people.get(row) else { return Cell::empty() };
    match field {
        Field::Name if state.protects(person.user_name()) => {
            Cell::name(name::shown(person.name())).icon(icons::SHIELD, Tone::Accent)
        }
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
