//! Which group a person joins or leaves, or which people a group takes in or lets go.

use egui::{Layout, Ui, Vec2};

use crate::session::action::Action;
use crate::session::people::{fold, rows_with_text};
use crate::session::plan::practice::{Act, PracticeForm};
use crate::session::plan::wish::Subject;
use crate::session::state::State;
use crate::ui::dialogs::practice::mark_ui;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::dialog::{Answer, Dialog};
use crate::ui::widgets::field::Search;
use crate::ui::widgets::table::Table;
use crate::ui::widgets::table::cell::Cell;
use crate::ui::widgets::table::column::Column;
use crate::ui::widgets::table::state::TableState;
use crate::ui::widgets::text;
use crate::ui::{Asked, words};
use crate::verkada::name;

const WIDTH: f32 = 560.0;
const LIST: f32 = 300.0;
/// Room for everything but the list.
const AROUND: f32 = 260.0;
/// Rows that are offered; typing finds the others.
const MOST: usize = 500;
const GROUPS: [Column<'static>; 2] = [
    Column::new("Group", 300.0).grow().unsorted(),
    Column::new("Members", 90.0).right().unsorted(),
];
const PEOPLE: [Column<'static>; 2] = [
    Column::new("Person", 220.0).grow().unsorted(),
    Column::new("userName", 220.0).grow().unsorted(),
];

/// The list to choose from.
pub(super) struct Choose {
    form: PracticeForm,
    text: String,
    table: TableState,
    /// Rows of people, or positions of groups.
    offered: Vec<u32>,
    offered_for: Option<(String, u64, u64)>,
}

impl Choose {
    pub(super) fn new(form: PracticeForm) -> Self {
        let (text, table) = (String::new(), TableState::default());
        Self { form, text, table, offered: Vec::new(), offered_for: None }
    }

    /// Draws the list; what is wanted, when the person goes on.
    pub(super) fn ui(&mut self, ui: &Ui, state: &State, asked: &mut Asked<'_>) -> Option<Act> {
        self.offer(state);
        let chosen: Vec<u32> =
            self.offered.iter().copied().filter(|&row| self.table.selected.contains(row)).collect();
        let title = self.title();
        let (missing, next) = match (self.is_of_groups(), chosen.len()) {
            (true, 1) => (None, "Look at the request…".to_owned()),
            (true, _) => (Some("Choose one group."), "Look at the request…".to_owned()),
            (false, 0) => (Some("Choose at least one person."), "Look at the request…".to_owned()),
            (false, count) => {
                let requests = words::counted(count, "request", "requests");
                (None, format!("Look at {requests}…"))
            }
        };
        let answer = Dialog::new(&title, "Cancel")
            .text(self.about())
            .act(Button::primary(&next).blocked(missing))
            .width(WIDTH)
            .show(ui, |ui| {
                mark_ui(ui);
                ui.add_space(size::GAP_SMALL);
                self.list_ui(ui, state);
            });
        match answer {
            Answer::Acted => self.act(state, &chosen),
            Answer::Closed => {
                asked.push(Action::CloseDialog);
                None
            }
            Answer::Waiting | Answer::Aside => None,
        }
    }

    fn is_of_groups(&self) -> bool {
        matches!(self.form, PracticeForm::Join(_) | PracticeForm::Leave(_))
    }

    fn subject(&self) -> Option<&Subject> {
        match &self.form {
            PracticeForm::Join(subject)
            | PracticeForm::Leave(subject)
            | PracticeForm::AddMembers(subject)
            | PracticeForm::TakeMembers(subject)
            | PracticeForm::Change(subject) => Some(subject),
            PracticeForm::Provision(_) => None,
        }
    }

    fn title(&self) -> String {
        let name = self.subject().map(|subject| subject.display_name.as_str()).unwrap_or_default();
        match &self.form {
            PracticeForm::Join(_) => format!("Add {name} to a group as Entra"),
            PracticeForm::Leave(_) => format!("Take {name} from a group as Entra"),
            PracticeForm::AddMembers(_) => format!("Add people to {name} as Entra"),
            _ => format!("Take people from {name} as Entra"),
        }
    }

    fn about(&self) -> &'static str {
        match &self.form {
            PracticeForm::Join(_) | PracticeForm::AddMembers(_) => {
                "Entra sends members after people and groups, one change of the group at a time."
            }
            _ => {
                "The classic request empties the whole group on a server that takes RFC 7644 by the letter. Command does not."
            }
        }
    }

    /// Finds what can be chosen, only when words or lists changed.
    fn offer(&mut self, state: &State) {
        let wanted = (self.text.clone(), state.users.revision, state.groups.revision);
        if self.offered_for.as_ref() == Some(&wanted) {
            return;
        }
        let id = self.subject().map(|subject| subject.id.clone()).unwrap_or_default();
        self.offered = match &self.form {
            PracticeForm::Join(_) | PracticeForm::Leave(_) => self.groups(state, &id),
            _ => self.people(state, &id),
        };
        self.offered_for = Some(wanted);
    }

    /// Groups that the person is not in, or is in.
    fn groups(&self, state: &State, person: &str) -> Vec<u32> {
        let row = state.users.people.find(person);
        let leaves = matches!(self.form, PracticeForm::Leave(_));
        let folded = fold(self.text.trim());
        let fits = |group: &crate::session::groups::GroupRow| {
            let is_in = row.is_some_and(|row| group.members.binary_search(&row).is_ok());
            let has_words =
                folded.is_empty() || memchr::memmem::find(&fold(&group.name), &folded).is_some();
            is_in == leaves && has_words
        };
        let found = (0_u32..).zip(&state.groups.groups).filter(|(_, group)| fits(group));
        found.map(|(position, _)| position).take(MOST).collect()
    }

    /// People who are not in the group, or are in it.
    fn people(&self, state: &State, group: &str) -> Vec<u32> {
        let Some(group) = state.groups.find(group) else { return Vec::new() };
        let people = &state.users.people;
        let text = self.text.trim();
        if matches!(self.form, PracticeForm::TakeMembers(_)) {
            let folded = fold(text);
            let fits = |row: &&u32| {
                let name = people.folded_name(**row);
                folded.is_empty() || memchr::memmem::find(name, &folded).is_some()
            };
            return group.members.iter().filter(fits).take(MOST).copied().collect();
        }
        let is_out = |row: &u32| group.members.binary_search(row).is_err();
        if text.is_empty() {
            let rows = 0..u32::try_from(people.len()).unwrap_or(u32::MAX);
            return rows.filter(is_out).take(MOST).collect();
        }
        let found = rows_with_text(people, text, MOST + group.members.len());
        found.into_iter().filter(is_out).take(MOST).collect()
    }

    fn list_ui(&mut self, ui: &mut Ui, state: &State) {
        let hint = if self.is_of_groups() { "Find a group" } else { "Find people" };
        Search::new(hint).width(WIDTH).show(ui, &mut self.text);
        ui.add_space(size::GAP_SMALL);
        let height = LIST.min(ui.ctx().content_rect().height() - AROUND).max(2.0 * size::ROW);
        let room = Vec2::new(ui.available_width(), height);
        ui.allocate_ui_with_layout(room, Layout::default(), |ui| {
            ui.set_max_height(height);
            let offered = &self.offered;
            let key = |row: usize| offered.get(row).copied().unwrap_or(u32::MAX);
            let (group_cell, person_cell);
            let table = if self.is_of_groups() {
                group_cell = |row: usize, column: usize| group_cell_of(state, key(row), column);
                Table::new("Groups to choose from", &GROUPS, offered.len(), &key, &group_cell)
            } else {
                person_cell = |row: usize, column: usize| person_cell_of(state, key(row), column);
                Table::new("People to choose from", &PEOPLE, offered.len(), &key, &person_cell)
                    .checkboxes()
            };
            table.show(ui, &mut self.table, |ui| {
                drop(text::muted(ui, "Nobody and nothing of that name"));
            });
        });
        if self.offered.len() == MOST {
            text::hint(ui, "The first 500 are shown. Type to find others.");
        }
    }

    fn act(&self, state: &State, chosen: &[u32]) -> Option<Act> {
        let own = self.subject()?.clone();
        let person = |row: &u32| {
            let person = state.users.people.get(*row)?;
            let (id, name) = (person.id().to_owned(), person.name().to_owned());
            Some(Subject { id, display_name: name })
        };
        let group = || {
            let group = state.groups.groups.get(*chosen.first()? as usize)?;
            Some(Subject { id: group.id.clone(), display_name: group.name.clone() })
        };
        Some(match &self.form {
            PracticeForm::Join(_) => Act::Join(group()?, vec![own]),
            PracticeForm::Leave(_) => Act::Leave(group()?, vec![own]),
            PracticeForm::AddMembers(_) => {
                Act::Join(own, chosen.iter().filter_map(person).collect())
            }
            _ => Act::Leave(own, chosen.iter().filter_map(person).collect()),
        })
    }
}

fn group_cell_of(state: &State, position: u32, column: usize) -> Cell<'_> {
    match (state.groups.groups.get(position as usize), column) {
        (Some(group), 0) => Cell::name(name::shown(&group.name)),
        (Some(group), _) => Cell::text(words::count(group.size())),
        (None, _) => Cell::empty(),
    }
}

fn person_cell_of(state: &State, row: u32, column: usize) -> Cell<'_> {
    match (state.users.people.get(row), column) {
        (Some(person), 0) => Cell::name(name::shown(person.name())),
        (Some(person), _) => Cell::muted(name::shown(person.user_name())),
        (None, _) => Cell::empty(),
    }
}
