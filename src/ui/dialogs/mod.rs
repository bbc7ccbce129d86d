//! The dialogs over the page: adding, replacing, forgetting. Half-typed text lives here; what is open is the state's.

mod add_connection;
mod add_domain;
mod forget;
mod one_time_token;
mod organization;
mod plan;
mod rotate;
mod start_over;
#[cfg(test)]
mod tests;
mod token;

use std::path::Path;

use egui::Ui;

use crate::session::state::{Dialog, State};
use crate::ui::Asked;
use crate::ui::dialogs::add_connection::AddConnection;
use crate::ui::dialogs::add_domain::AddDomain;
use crate::ui::dialogs::one_time_token::OneTime;
use crate::ui::dialogs::plan::PlanDrafts;
use crate::ui::dialogs::rotate::Rotate;
use crate::ui::dialogs::start_over::StartOver;
use crate::ui::dialogs::token::ReplaceToken;

/// What stands at a token field that was emptied by a lock.
const LOCKED: &str = "The window locked and the token was wiped. Paste it again.";

/// What is typed into dialogs.
#[derive(Default)]
pub(crate) struct Dialogs {
    add: Option<AddConnection>,
    replace: Option<ReplaceToken>,
    domain: Option<AddDomain>,
    rotate: Option<Rotate>,
    over: Option<StartOver>,
    one_time: OneTime,
    plan: PlanDrafts,
}

impl Dialogs {
    /// Draws the open dialog.
    pub(crate) fn ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        match &state.dialog {
            None => {
                self.add = None;
                self.replace = None;
                self.domain = None;
                self.rotate = None;
                self.over = None;
                self.one_time = OneTime::default();
            }
            Some(Dialog::AddConnection) => self.add.get_or_insert_default().ui(ui, asked),
            Some(Dialog::ReplaceToken(key)) => {
                self.replace.get_or_insert_default().ui(ui, state.connection(key), asked);
            }
            Some(Dialog::Forget(key)) => forget::ui(ui, state.connection(key), asked),
            Some(Dialog::SavingToken { name }) => token::saving_ui(ui, name, state, asked),
            Some(Dialog::AddDomain) => self.domain.get_or_insert_default().ui(ui, state, asked),
            Some(Dialog::Plan(plan)) => self.plan.ui(ui, state, plan, asked),
            Some(Dialog::OneTimeToken(shown)) => self.one_time.ui(ui, state, shown, asked),
            Some(Dialog::Rotate(problem)) => {
                self.rotate.get_or_insert_default().ui(ui, state, problem.as_ref(), asked);
            }
            Some(Dialog::Rotating { name }) => rotate::running_ui(ui, name, state, asked),
            Some(Dialog::Rotated(rotated)) => rotate::done_ui(ui, rotated, asked),
            Some(Dialog::StartOver) => self.over.get_or_insert_default().ui(ui, asked),
            // Drawn by a dialog of its own, which comes with its page.
            Some(Dialog::Run(_)) => {}
            Some(Dialog::TokenNotSaved(not_saved)) => {
                token::not_saved_ui(ui, not_saved, state, asked);
            }
        }
    }

    /// Overwrites half-typed tokens and masks the one that is shown; a token that was just made is not thrown away, for
    /// nobody could get it again.
    pub(crate) fn lock(&mut self) {
        self.one_time.lock();
        if let Some(rotate) = &mut self.rotate {
            rotate.lock();
        }
        if let Some(add) = &mut self.add {
            add.lock();
        }
        if let Some(replace) = &mut self.replace {
            replace.lock();
        }
    }

    /// Takes the certificate file that the person chose.
    pub(crate) fn ca_file_chosen(&mut self, path: &Path) {
        if let Some(add) = &mut self.add {
            add.ca_file_chosen(path);
        }
    }
}
