//! Unlocks writes to a connection for one piece of work.

use egui::Ui;

use crate::limits;
use crate::session::action::{Action, WritesAction};
use crate::session::connection::{Profile, Removal};
use crate::session::plan::phrase;
use crate::ui::Asked;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::dialog::{Answer, Dialog};
use crate::ui::widgets::phrase_field::PhraseField;
use crate::ui::widgets::text;
use crate::verkada::name;

const WIDTH: f32 = 520.0;

/// What is typed.
#[derive(Default)]
pub(super) struct Unlock {
    typed: String,
}

impl Unlock {
    /// Draws the question.
    pub(super) fn ui(&mut self, ui: &Ui, profile: Option<&Profile>, asked: &mut Asked<'_>) {
        let Some(profile) = profile else { return asked.push(Action::CloseDialog) };
        let shown = name::shown(&profile.name);
        let title = format!("Unlock writes to {shown} for one piece of work?");
        let unlock = format!("Unlock {shown}");
        let minutes = limits::UNLOCKED.as_secs() / 60;
        let about = format!(
            "Until the next run ends, {minutes} minutes at most. Each change still asks for its own consent."
        );
        let blocked = (!phrase::is_typed(profile.name.trim(), &self.typed))
            .then_some("Type the name of the connection first.");
        let answer = Dialog::new(&title, "Keep it locked")
            .text(&about)
            .act(Button::destroy(&unlock).blocked(blocked))
            .width(WIDTH)
            .show(ui, |ui| {
                if profile.capabilities().removal == Removal::ScimDelete {
                    text::body(ui, Removal::ONE_DELETE);
                }
                text::muted(
                    ui,
                    "Showing another connection, closing the window and Lock writes in the top bar lock it again.",
                );
                ui.add_space(size::GAP_SMALL);
                PhraseField::new(profile.name.trim()).show(ui, &mut self.typed);
            });
        match answer {
            Answer::Acted => {
                let typed = std::mem::take(&mut self.typed);
                asked.push(Action::Writes(WritesAction::Unlock(typed)));
            }
            Answer::Closed => asked.push(Action::CloseDialog),
            Answer::Waiting | Answer::Aside => {}
        }
    }
}
