//! The exact requests that Entra would send for the chosen person.

use egui::Ui;

use crate::entra::Dialect;
use crate::session::action::Action;
use crate::session::mappings::requests::Wanted;
use crate::session::mappings::trial::Revision;
use crate::session::state::State;
use crate::ui::Asked;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::code::{self, CodeDocument};
use crate::ui::widgets::{chip, text};

/// Which requests are shown, and their text as laid out.
pub(super) struct RequestsView {
    dialect: Dialect,
    wanted: Wanted,
    shown: Option<((Revision, usize), Dialect, Wanted, CodeDocument)>,
}

impl Default for RequestsView {
    fn default() -> Self {
        Self { dialect: Dialect::Classic, wanted: Wanted::Next, shown: None }
    }
}

impl RequestsView {
    /// Draws the requests.
    pub(super) fn ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        let Some(person) = &state.mappings.person else {
            text::muted(ui, "Choose a person above to see what Entra would send.");
            return;
        };
        ui.horizontal_wrapped(|ui| {
            for (wanted, name) in [
                (Wanted::Next, "In the next cycle"),
                (Wanted::Create, "If created"),
                (Wanted::Update, "If all were changed"),
            ] {
                if chip::chip(ui, name, self.wanted == wanted).clicked() {
                    self.wanted = wanted;
                }
            }
            ui.add_space(size::GAP_LARGE);
            for (dialect, name) in [
                (Dialect::Classic, "Plain tenant URL"),
                (Dialect::AadOptscim062020, "With aadOptscim062020"),
            ] {
                if chip::chip(ui, name, self.dialect == dialect).clicked() {
                    self.dialect = dialect;
                }
            }
        });
        ui.add_space(size::GAP_SMALL);
        let is_new = self.shown.as_ref().is_none_or(|(made_of, dialect, wanted, _)| {
            *made_of != person.made_of() || *dialect != self.dialect || *wanted != self.wanted
        });
        if is_new {
            let text = state.requests(self.dialect, self.wanted).unwrap_or_default();
            self.shown =
                Some((person.made_of(), self.dialect, self.wanted, CodeDocument::new(text)));
        }
        if let Some((_, _, _, document)) = &mut self.shown
            && let Some(copied) = code::code(ui, "Requests", document)
        {
            asked.push(Action::Copy(copied));
        }
    }
}
