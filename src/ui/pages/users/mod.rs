//! The people: filter, table, and one of them closely.

mod columns;
mod filters;
mod table;

use egui::{Frame, Key, KeyboardShortcut, Margin, Modifiers, Ui};

use crate::session::action::Action;
use crate::session::export::ExportFormat;
use crate::session::people::{Field, PersonState};
use crate::session::state::State;
use crate::session::users::Reading;
use crate::ui::pages::person::PersonPane;
use crate::ui::pages::users::columns::{COLUMNS, HIDDEN_AT_FIRST};
use crate::ui::pages::{banner, header_ui, practice, split};
use crate::ui::theme::icons;
use crate::ui::theme::tokens::Tone;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::menu::{self, Item};
use crate::ui::widgets::table::state::TableState;
use crate::ui::{Asked, words};

const FILTER: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::F);
const PANE: f32 = 364.0;
/// Time the cursor rests on a row before that person is read, so that moving through the list asks nothing of the server.
const REST_SECONDS: f64 = 0.15;

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
    /// How many of the rows shown are chosen, for this revision of the rows.
    chosen: (u64, usize),
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
            chosen: (0, 0),
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
        if state.users.moved.is_empty() {
            self.table.reset();
            self.rests_on = None;
            return;
        }
        let moved = |row: u32| state.users.moved.get(row as usize).copied().flatten();
        self.table.follow(moved);
        self.rests_on = self.rests_on.and_then(|(row, since)| moved(row).map(|row| (row, since)));
    }

    fn keys(&mut self, ui: &Ui, state: &State, asked: &mut Asked<'_>) {
        if state.is_asking() {
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

    fn actions_ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        if state.users.reading.is_running() {
            if ui.add(Button::plain("Stop").icon(icons::STOP).name("Stop reading")).clicked() {
                asked.push(Action::StopReading);
            }
        } else if ui.add(Button::primary("Refresh").icon(icons::REFRESH).tip("F5")).clicked() {
            asked.push(Action::Refresh);
        }
        practice::provision_button_ui(ui, state, asked);
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

/// The color of a state.
pub(super) fn state_tone(state: PersonState) -> Tone {
    match state {
        PersonState::Active => Tone::Good,
        PersonState::Deactivated => Tone::Warning,
        PersonState::Unknown => Tone::Neutral,
    }
}
