//! Deleted users: who is there, since when, what was kept, and what becomes of it.

mod pane;
mod rows;
#[cfg(test)]
mod tests;

use egui::{Frame, Key, KeyboardShortcut, Margin, Modifiers, Ui};

use crate::session::action::{Action, OrganizationAction};
use crate::session::connection::Removal;
use crate::session::problem::Problem;
use crate::session::remote::Remote;
use crate::session::state::State;
use crate::ui::pages::deleted::rows::{Rows, cell, columns_in};
use crate::ui::pages::removal::{self, Chosen};
use crate::ui::pages::{banner, header_ui, split};
use crate::ui::theme::icons;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::banner::Banner;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::card::card;
use crate::ui::widgets::field::Search;
use crate::ui::widgets::table::Table;
use crate::ui::widgets::table::cell::Cell;
use crate::ui::widgets::table::state::TableState;
use crate::ui::widgets::text;
use crate::ui::{Asked, words};
use crate::verkada::Verb;
use crate::verkada::admin::DeletedUser;

const FILTER: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::F);
const PANE: f32 = 360.0;

/// What is typed and chosen on the page.
#[derive(Default)]
pub(crate) struct DeletedPage {
    table: TableState,
    rows: Rows,
    /// The person looked at, by id.
    shown: Option<String>,
    width: Option<f32>,
}

impl DeletedPage {
    /// Draws the page.
    pub(crate) fn ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        let removal = state.profile().map(|profile| profile.capabilities().removal);
        if removal != Some(Removal::AdminApi) {
            header_ui(ui, "Deleted users", "", |_| {});
            return not_offered_ui(ui, removal, state);
        }
        let deleted = &state.organization.deleted;
        let is_ready = state.profile().is_some_and(|profile| profile.tenant.is_some());
        if matches!(deleted, Remote::NotAsked) && is_ready {
            asked.push(Action::Organization(OrganizationAction::ReadDeleted));
        }
        header_ui(ui, "Deleted users", &about(state), |ui| {
            let waits = deleted.is_loading().then_some("They are being read.");
            let refresh = Button::primary("Refresh").icon(icons::REFRESH).tip("F5").blocked(waits);
            if ui.add(refresh).clicked() {
                asked.push(Action::Organization(OrganizationAction::ReadDeleted));
            }
        });
        let margin = Margin { left: 20, right: 20, top: 0, bottom: 12 };
        Frame::new().inner_margin(margin).show(ui, |ui| self.filter_ui(ui, state, asked));
        self.rows.arrange(state, &mut self.table);
        let open = self.shown.as_deref();
        let open = open.and_then(|id| state.deleted_users().iter().find(|one| one.id == id));
        let Some(open) = open else { return self.table_ui(ui, state, asked) };
        let mut width = self.width.unwrap_or(PANE);
        let mut closed = false;
        let right = |ui: &mut Ui, asked: &mut Asked<'_>| {
            Frame::new()
                .inner_margin(Margin::same(16))
                .show(ui, |ui| closed = pane::ui(ui, state, open, asked));
        };
        split(ui, &mut width, PANE, asked, |ui, asked| self.table_ui(ui, state, asked), right);
        self.width = Some(width);
        let escape = !state.is_asking()
            && !ui.ctx().text_edit_focused()
            && ui.input(|input| input.key_pressed(Key::Escape));
        if closed || escape {
            self.shown = None;
        }
    }

    fn filter_ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        let search = Search::new("Filter deleted users").keys("Ctrl F").width(280.0);
        let search = search.show(ui, &mut self.rows.text);
        if !state.is_asking() && ui.input_mut(|input| input.consume_shortcut(&FILTER)) {
            search.request_focus();
        }
        let Remote::Failed { problem, previous: Some(_) } = &state.organization.deleted else {
            return;
        };
        ui.add_space(size::GAP);
        let headline = "An earlier list of deleted users is shown; the last reading failed";
        let detail = problem.explanation();
        let actions = ["Read again", "Copy what happened"];
        match Banner::new(Tone::Warning, headline).detail(&detail).actions(&actions).show(ui) {
            Some(0) => asked.push(Action::Organization(OrganizationAction::ReadDeleted)),
            Some(_) => asked.push(Action::Copy(problem.text())),
            None => {}
        }
    }

    fn table_ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        let all = state.deleted_users();
        let chosen = self.rows.chosen(&self.table);
        let (table, rows, shown) = (&mut self.table, &mut self.rows, &mut self.shown);
        let done = removal::with_bar(ui, state, chosen, &[Verb::PermanentlyRemove], |ui| {
            let order = [rows.order()];
            let columns = columns_in(ui.available_width());
            let at =
                |row: usize| rows.shown.get(row).and_then(|&position| all.get(position as usize));
            let key = |row: usize| rows.shown.get(row).copied().unwrap_or(u32::MAX);
            let cell = |row: usize, column: usize| {
                at(row).map_or_else(Cell::empty, |one| cell(one, column, state))
            };
            let find = |letters: &str| rows.first_with(all, letters);
            let drawn = Table::new("Deleted users", columns, rows.shown.len(), &key, &cell)
                .order(&order)
                .checkboxes()
                .find(&find);
            let before = table.cursor();
            let done = drawn.show(ui, table, |ui| empty_ui(ui, state, asked));
            let moved = table.cursor().filter(|cursor| before != Some(*cursor));
            let opened = done.opened.and_then(|row| rows.shown.get(row).copied()).or(moved);
            if let Some(one) = opened.and_then(|position| all.get(position as usize)) {
                *shown = Some(one.id.clone());
            }
            if done.changed {
                rows.recount(table);
            }
            if let Some(order) = done.ordered.as_deref().and_then(|orders| orders.first()) {
                rows.sort(*order);
            }
        });
        let chosen: Vec<&DeletedUser> =
            if done.is_some() { self.rows.chosen_of(&self.table, all) } else { Vec::new() };
        match done {
            None => {}
            Some(Chosen::Remove(verb)) => {
                let ids = chosen.iter().map(|one| one.id.clone()).collect();
                asked.push(removal::remove(verb, ids));
            }
            Some(Chosen::Protect) => {
                let names = chosen.iter().map(|one| one.user_name.clone()).collect();
                asked.push(Action::Organization(OrganizationAction::Protect(names)));
            }
            Some(Chosen::Nobody) => {
                self.table.selected.clear();
                self.rows.recount(&self.table);
            }
        }
    }
}

fn about(state: &State) -> String {
    let count = words::counted(state.deleted_users().len(), "person", "people");
    match (&state.organization.deleted, state.organization.deleted_read_at) {
        (_, Some(at)) => format!("{count} · read {}", words::ago(at, state.now)),
        (Remote::Loading { .. }, None) => "Reading…".to_owned(),
        _ => String::new(),
    }
}

fn empty_ui(ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
    match &state.organization.deleted {
        Remote::Ready(all) if !all.is_empty() => nobody_matches_ui(ui),
        Remote::Ready(_) => {
            banner::empty_ui(
                ui,
                icons::TRASH,
                "Nobody in Deleted users",
                "Whoever is deleted in Command waits here with history, roles and permissions, until Entra provisions them again or somebody removes them permanently.",
                None,
            );
        }
        Remote::Failed { problem, previous: None } => failed_ui(ui, problem, asked),
        Remote::Failed { .. } | Remote::Loading { previous: Some(_) } => nobody_matches_ui(ui),
        Remote::Loading { previous: None } => banner::loading_ui(ui, "Reading deleted users"),
        Remote::NotAsked => banner::waiting_ui(ui, state, asked),
    }
}

fn nobody_matches_ui(ui: &mut Ui) {
    let about = "No deleted user has all of these words.";
    banner::empty_ui(ui, icons::NOT_FOUND, "Nobody matches", about, None);
}

fn failed_ui(ui: &mut Ui, problem: &Problem, asked: &mut Asked<'_>) {
    let about = problem.explanation();
    if banner::empty_ui(ui, icons::OFFLINE, &problem.title(), &about, Some("Try again")) {
        asked.push(Action::Organization(OrganizationAction::ReadDeleted));
    }
}

/// Where nothing tells who was deleted.
fn not_offered_ui(ui: &mut Ui, removal: Option<Removal>, state: &State) {
    if removal != Some(Removal::ByHand) {
        banner::empty_ui(
            ui,
            icons::TRASH,
            "This server has no Deleted users",
            "SCIM knows one kind of delete, and whoever is deleted is gone from every list.",
            None,
        );
        return;
    }
    super::body_ui(ui, |ui| {
        ui.set_max_width(720.0_f32.min(ui.available_width()));
        card(ui, |ui| {
            ui.spacing_mut().item_spacing.y = size::GAP;
            text::strong(ui, "Only Command itself shows its Deleted users");
            text::body(
                ui,
                "Verkada publishes no API for this list, and SCIM stops showing a person who was deleted. Look in Command: Admin, then Users, then Deleted users.",
            );
            text::body(
                ui,
                "To bring somebody back, assign the person to the app in Entra again: the next cycle returns the same record. After a permanent removal it makes a new one with nothing attached.",
            );
            text::hint(
                ui,
                "Two of Verkada's own pages disagree on whether roles and group memberships survive Delete. Note them down before you delete somebody who may come back.",
            );
            let done = state.runs.recorded.iter().filter(|run| {
                run.place.connection == state.active.0
                    && matches!(run.verb, Verb::Delete | Verb::PermanentlyRemove)
            });
            let done = words::counted(done.count(), "run", "runs");
            text::hint(
                ui,
                &format!("What was done from this desk is under Activity, Record: {done} here."),
            );
        });
    });
}
