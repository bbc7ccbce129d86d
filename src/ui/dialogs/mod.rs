//! The dialogs over the page: adding, replacing, forgetting. Half-typed text lives here; what is open is the state's.

mod add_connection;
mod add_domain;
mod columns;
mod discard_mapping;
mod forget;
mod one_time_token;
mod organization;
mod practice;
mod removal;
mod rotate;
mod run;
mod start_over;
mod stop_guided;
#[cfg(test)]
mod tests;
mod token;
mod typed_person;
mod unlock;

use std::path::Path;

use egui::{Frame, ScrollArea, Ui, Vec2};

use crate::entra::ColumnPlan;
use crate::session::state::{Dialog, State};
use crate::ui::dialogs::add_connection::AddConnection;
use crate::ui::dialogs::add_domain::AddDomain;
use crate::ui::dialogs::one_time_token::OneTime;
use crate::ui::dialogs::organization::OrganizationPlan;
use crate::ui::dialogs::practice::PracticeDialogs;
use crate::ui::dialogs::removal::Removal;
use crate::ui::dialogs::rotate::Rotate;
use crate::ui::dialogs::run::RunView;
use crate::ui::dialogs::start_over::StartOver;
use crate::ui::dialogs::token::ReplaceToken;
use crate::ui::dialogs::typed_person::TypedPerson;
use crate::ui::dialogs::unlock::Unlock;
use crate::ui::theme::tokens::size;
use crate::ui::{Asked, theme};
use crate::verkada::Verb;

/// Room that title, text and buttons of a dialog need beside what scrolls.
const AROUND: f32 = 190.0;

/// What stands at a token field that was emptied by a lock.
const LOCKED: &str = "The window locked and the token was wiped. Paste it again.";

/// What is typed into dialogs.
#[derive(Default)]
pub(crate) struct Dialogs {
    add: Option<AddConnection>,
    replace: Option<ReplaceToken>,
    unlock: Unlock,
    domain: Option<AddDomain>,
    rotate: Option<Rotate>,
    over: Option<StartOver>,
    one_time: OneTime,
    organization: OrganizationPlan,
    practice: PracticeDialogs,
    typed: Option<TypedPerson>,
    columns: Option<ColumnPlan>,
    removal: Removal,
    run: RunView,
}

impl Dialogs {
    /// Draws the open dialog.
    pub(crate) fn ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        match &state.dialog {
            None => {
                self.add = None;
                self.typed = None;
                self.columns = None;
                self.replace = None;
                self.unlock = Unlock::default();
                self.domain = None;
                self.rotate = None;
                self.over = None;
                self.one_time = OneTime::default();
                self.practice.close();
                self.removal = Removal::default();
                self.run = RunView::default();
            }
            Some(Dialog::AddConnection) => self.add.get_or_insert_default().ui(ui, asked),
            Some(Dialog::ReplaceToken(key)) => {
                self.replace.get_or_insert_default().ui(ui, state.connection(key), asked);
            }
            Some(Dialog::Forget(key)) => forget::ui(ui, state.connection(key), asked),
            Some(Dialog::Columns(path, plan)) => {
                self.columns.get_or_insert_with(|| plan.clone());
                if let Some(edited) = &mut self.columns {
                    columns::ui(ui, path, edited, asked);
                }
            }
            Some(Dialog::TypedPerson) => {
                self.typed.get_or_insert_with(|| TypedPerson::new(state)).ui(ui, asked);
            }
            Some(Dialog::Unlock) => self.unlock.ui(ui, state.profile(), asked),
            Some(Dialog::StopGuided(run)) => stop_guided::ui(ui, state.runs.find(run), asked),
            Some(Dialog::Practice(form)) => self.practice.form_ui(ui, state, form, asked),
            Some(Dialog::Plan(plan)) if self.practice.plan_ui(ui, state, plan, asked) => {}
            Some(Dialog::SavingToken { name }) => token::saving_ui(ui, name, state, asked),
            Some(Dialog::AddDomain) => self.domain.get_or_insert_default().ui(ui, state, asked),
            Some(Dialog::OneTimeToken(shown)) => self.one_time.ui(ui, state, shown, asked),
            Some(Dialog::Rotate(problem)) => {
                self.rotate.get_or_insert_default().ui(ui, state, problem.as_ref(), asked);
            }
            Some(Dialog::Rotating { name }) => rotate::running_ui(ui, name, state, asked),
            Some(Dialog::Rotated(rotated)) => rotate::done_ui(ui, rotated, asked),
            Some(Dialog::StartOver) => self.over.get_or_insert_default().ui(ui, asked),
            Some(Dialog::Plan(dialog)) => match dialog.wish.verb {
                Verb::Delete | Verb::PermanentlyRemove | Verb::HardDelete => {
                    self.removal.ui(ui, state, dialog, asked);
                }
                Verb::AddDomain | Verb::RemoveDomain | Verb::RefreshToken => {
                    self.organization.ui(ui, state, dialog, asked);
                }
                _ => {}
            },
            Some(Dialog::Run(run)) => match practice::told_here(state, run) {
                Some(told) => practice::sent_ui(ui, told, asked),
                None => self.run.ui(ui, state, run, asked),
            },
            Some(Dialog::TokenNotSaved(not_saved)) => {
                token::not_saved_ui(ui, not_saved, state, asked);
            }
        }
        if let Some(wanted) = &state.mappings.in_question {
            discard_mapping::ui(ui, state, wanted, asked);
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

/// The middle of a long dialog: it scrolls where the window is low, so that the buttons stay in it.
pub(super) fn scrolled(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let room = (ui.ctx().content_rect().height() - AROUND).max(size::ROW);
    // A dialog remembers how high it was; without this it would never grow with what is in it.
    ui.allocate_ui(Vec2::new(ui.available_width(), room), |ui| {
        ScrollArea::vertical().max_height(room).show(ui, add);
    });
}

/// Badges side by side, in rows as high as they are.
fn badges_ui(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    ui.scope(|ui| {
        ui.spacing_mut().interact_size.y = size::BADGE;
        ui.horizontal_wrapped(add);
    });
}

/// Room for a table in a dialog: as high as its rows, at most so many.
fn rows_ui(ui: &mut Ui, rows: usize, most: usize, add: impl FnOnce(&mut Ui)) {
    #[expect(clippy::cast_precision_loss, reason = "a handful of rows")]
    let height = size::TABLE_HEADER + rows.clamp(1, most) as f32 * size::ROW;
    let frame = Frame::new().stroke((size::LINE, theme::tokens(ui).line)).inner_margin(size::LINE);
    frame.show(ui, |ui| {
        let room = Vec2::new(ui.available_width(), height);
        ui.allocate_ui(room, |ui| {
            ui.set_max_height(height);
            add(ui);
        });
    });
}
