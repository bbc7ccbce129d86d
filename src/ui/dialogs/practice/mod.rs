//! Playing Entra: a form for what is wanted, the requests before they are sent, and what came of them.

mod change;
mod choose;
mod provision;
mod send;
mod sent;

use egui::Ui;

use crate::session::action::{Action, PlanAction};
use crate::session::plan::practice::{PracticeForm, PracticeWish};
use crate::session::plan::wish::Subjects;
use crate::session::state::{PlanDialog, State};
use crate::ui::Asked;
use crate::ui::theme::icons;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::badge;

use change::Change;
use choose::Choose;
use provision::Provision;
use send::Send;
pub(super) use sent::{told_here, ui as sent_ui};

/// What is typed and chosen while Entra is played. The form stays filled while its requests are looked at.
#[derive(Default)]
pub(super) struct PracticeDialogs {
    filled: Option<(PracticeForm, Filled)>,
    send: Option<Send>,
}

/// A form as it is filled.
enum Filled {
    Change(Box<Change>),
    Provision(Box<Provision>),
    Choose(Box<Choose>),
}

impl PracticeDialogs {
    /// Draws a form.
    pub(super) fn form_ui(
        &mut self,
        ui: &Ui,
        state: &State,
        form: &PracticeForm,
        asked: &mut Asked<'_>,
    ) {
        self.send = None;
        let kept = self.filled.take().filter(|(kept, _)| kept == form);
        let (_, filled) =
            self.filled.insert(kept.unwrap_or_else(|| (form.clone(), Filled::new(form))));
        let wanted = match filled {
            Filled::Change(change) => change.ui(ui, state, asked),
            Filled::Provision(provision) => provision.ui(ui, state, asked),
            Filled::Choose(choose) => choose.ui(ui, state, asked),
        };
        if let Some(act) = wanted {
            let dialect = state.settings.practice_dialect;
            ask(asked, PracticeWish { act, dialect });
        }
    }

    /// Draws the requests of a plan, if it is one of practice; whether it is.
    pub(super) fn plan_ui(
        &mut self,
        ui: &Ui,
        state: &State,
        dialog: &PlanDialog,
        asked: &mut Asked<'_>,
    ) -> bool {
        let Subjects::Practice(wish) = &dialog.wish.subjects else { return false };
        let form = self.filled.as_ref().map(|(form, _)| form);
        self.send.get_or_insert_default().ui(ui, state, (dialog, wish, form), asked);
        true
    }

    /// Nothing of it is open any more.
    pub(super) fn close(&mut self) {
        *self = Self::default();
    }
}

impl Filled {
    fn new(form: &PracticeForm) -> Self {
        match form {
            PracticeForm::Change(person) => Self::Change(Box::new(Change::new(person.clone()))),
            PracticeForm::Provision(newcomer) => {
                Self::Provision(Box::new(Provision::new(newcomer.as_ref().clone())))
            }
            PracticeForm::Join(_)
            | PracticeForm::Leave(_)
            | PracticeForm::AddMembers(_)
            | PracticeForm::TakeMembers(_) => Self::Choose(Box::new(Choose::new(form.clone()))),
        }
    }
}

/// Asks for the requests of a wish.
fn ask(asked: &mut Asked<'_>, wish: PracticeWish) {
    asked.push(Action::Plan(PlanAction::Practice(Box::new(wish))));
}

/// The width of a field where two stand side by side, beside the bar that scrolls them.
fn column(ui: &Ui) -> f32 {
    (ui.available_width() - size::GAP_LARGE - size::SCROLL_BAR - size::GAP_SMALL) / 2.0
}

/// The mark of everything that only a sandbox offers.
fn mark_ui(ui: &mut Ui) {
    badge::badge_with(ui, Tone::Sandbox, Some(icons::SANDBOX), "Practice as Entra ID");
}

#[cfg(test)]
mod tests;
