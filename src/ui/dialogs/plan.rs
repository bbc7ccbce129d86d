//! Plans: each kind of change is shown by a dialog of its own.

use egui::Ui;

use crate::session::state::{PlanDialog, State};
use crate::ui::Asked;
use crate::ui::dialogs::organization::OrganizationPlan;
use crate::verkada::Verb;

/// What is typed into the dialogs of plans.
#[derive(Default)]
pub(super) struct PlanDrafts {
    organization: OrganizationPlan,
}

impl PlanDrafts {
    /// Draws the plan as far as it is.
    pub(super) fn ui(
        &mut self,
        ui: &Ui,
        state: &State,
        dialog: &PlanDialog,
        asked: &mut Asked<'_>,
    ) {
        match dialog.wish.verb {
            Verb::AddDomain | Verb::RemoveDomain | Verb::RefreshToken => {
                self.organization.ui(ui, state, dialog, asked);
            }
            _ => {}
        }
    }
}
