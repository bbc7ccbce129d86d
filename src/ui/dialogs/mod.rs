//! The dialogs over the page: adding, replacing, forgetting. Half-typed text lives here; what is open is the state's.

mod add_connection;
mod forget;
mod lock;
mod stop_guided;
mod token;

use std::path::Path;

use egui::Ui;

use crate::session::state::{Dialog, State};
use crate::ui::Asked;
use crate::ui::dialogs::add_connection::AddConnection;
use crate::ui::dialogs::lock::Unlock;
use crate::ui::dialogs::token::ReplaceToken;

/// What is typed into dialogs.
#[derive(Default)]
pub(crate) struct Dialogs {
    add: Option<AddConnection>,
    replace: Option<ReplaceToken>,
    unlock: Unlock,
}

impl Dialogs {
    /// Draws the open dialog.
    pub(crate) fn ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        match &state.dialog {
            None => {
                self.add = None;
                self.replace = None;
                self.unlock = Unlock::default();
            }
            Some(Dialog::AddConnection) => self.add.get_or_insert_default().ui(ui, asked),
            Some(Dialog::ReplaceToken(key)) => {
                self.replace.get_or_insert_default().ui(ui, state.connection(key), asked);
            }
            Some(Dialog::Forget(key)) => forget::ui(ui, state.connection(key), asked),
            Some(Dialog::Unlock) => self.unlock.ui(ui, state.profile(), asked),
            Some(Dialog::StopGuided(run)) => stop_guided::ui(ui, state.runs.find(run), asked),
            Some(Dialog::SavingToken { name }) => token::saving_ui(ui, name, asked),
            // Drawn by dialogs of their own, which come with their pages.
            Some(
                Dialog::AddDomain | Dialog::Plan(_) | Dialog::OneTimeToken(_) | Dialog::Run(_),
            ) => {}
            Some(Dialog::TokenNotSaved(not_saved)) => token::not_saved_ui(ui, not_saved, asked),
        }
    }

    /// Takes the certificate file that the person chose.
    pub(crate) fn ca_file_chosen(&mut self, path: &Path) {
        if let Some(add) = &mut self.add {
            add.ca_file_chosen(path);
        }
    }
}
