//! Asks before the practice organization is begun anew, and with what.

use egui::Ui;

use crate::session::action::{Action, OrganizationAction};
use crate::session::organization::StartOver as Over;
use crate::ui::Asked;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::dialog::{Answer, Dialog};
use crate::ui::widgets::select::Select;
use crate::ui::widgets::steps::{Mark, step};

const CHOICES: [(Over, &str); 2] = [
    (Over::Provisioned, "A company with people, groups and a token"),
    (Over::Bare, "Nothing, to practice the first set-up"),
];

/// The choice.
pub(super) struct StartOver {
    over: Over,
}

impl Default for StartOver {
    fn default() -> Self {
        Self { over: Over::Provisioned }
    }
}

impl StartOver {
    /// Draws the question.
    pub(super) fn ui(&mut self, ui: &Ui, asked: &mut Asked<'_>) {
        let act = match self.over {
            Over::Provisioned => "Start over with a new company",
            Over::Bare => "Start over with nothing",
        };
        let answer = Dialog::new("Start the practice organization over?", "Keep it as it is")
            .text("Only the fictional organization on this computer is concerned.")
            .act(Button::destroy(act))
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = size::GAP;
                Select::new("Begin with").show(ui, &mut self.over, &CHOICES);
                for line in [
                    "Its people, groups, domains and Deleted users are put aside, in place of what was put aside the last time.",
                    "Its token is dead and goes out of the keyring.",
                    "The record of what was done from this desk stays.",
                ] {
                    step(ui, Mark::Follows, line, "");
                }
            });
        match answer {
            Answer::Acted => {
                asked.push(Action::Organization(OrganizationAction::StartOver(self.over)));
            }
            Answer::Closed => asked.push(Action::CloseDialog),
            Answer::Waiting | Answer::Aside => {}
        }
    }
}
