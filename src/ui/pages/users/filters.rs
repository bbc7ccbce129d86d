//! What narrows the list of people: words, state, department, findings, and a SCIM filter that the server is asked.

use egui::{Key, ScrollArea, Ui};

use crate::scim::Filter;
use crate::session::action::Action;
use crate::session::people::{PersonState, Query};
use crate::session::state::State;
use crate::ui::pages::domains::words::shown;
use crate::ui::pages::users::UsersPage;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::chip;
use crate::ui::widgets::field::{Field, Search};
use crate::ui::widgets::menu::Item;
use crate::ui::{Asked, words};

impl UsersPage {
    /// Draws the row above the table.
    pub(super) fn filters_ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
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
        if let Some(domain) = &query.domain {
            let label = format!("Domain: {}", shown(domain));
            if chip::chip(ui, &label, true).clicked() {
                ask(Query { domain: None, ..query.clone() }, asked);
            }
        }
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
    pub(super) fn scim_filter_ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        let Some(text) = &mut self.scim_filter else { return };
        ui.add_space(size::GAP);
        let parsed = Filter::parse(text);
        let error = parsed.as_ref().err().filter(|_| !text.is_empty()).map(ToString::to_string);
        ui.horizontal(|ui| {
            let field = Field::new("SCIM filter, asked of the server")
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
}

fn departments_ui(ui: &mut Ui, state: &State, query: &Query, asked: &mut Asked<'_>) {
    ScrollArea::vertical().max_height(360.0).show(ui, |ui| {
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
