//! Steps of a way, one line each: done, on its way, not done, or still to be done by the person.

use egui::Align;
use egui::Layout;
use egui::Sense;
use egui::Ui;
use egui::Vec2;
use egui::accesskit::Role;

use crate::ui::theme;
use crate::ui::theme::icons;
use crate::ui::theme::icons::Icon;
use crate::ui::theme::tokens::Tone;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::paint;
use crate::ui::widgets::text;

/// How a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Done.
    Done,
    /// On its way.
    Running,
    /// Not done; what follows says why.
    Failed,
    /// The person does it, elsewhere.
    ToDo,
    /// It would follow.
    Follows,
}

impl Mark {
    const fn icon(self) -> (Icon, Tone, &'static str) {
        match self {
            Self::Done => (icons::CHECK, Tone::Good, "Done"),
            Self::Running => (icons::WORKING, Tone::Neutral, "On its way"),
            Self::Failed => (icons::FAILED, Tone::Danger, "Not done"),
            Self::ToDo => (icons::CIRCLE, Tone::Neutral, "To do"),
            Self::Follows => (icons::RIGHT, Tone::Neutral, "Follows"),
        }
    }
}

/// Draws a step with its sign; a second line, where there is one, says why or what to do.
pub(crate) fn step(ui: &mut Ui, mark: Mark, what: &str, more: &str) {
    let (icon, tone, word) = mark.icon();
    let color = theme::tokens(ui).tone(tone).text;
    ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
        let square = Vec2::new(size::ICON, size::LINE_HEIGHT);
        let (rect, response) = ui.allocate_exact_size(square, Sense::hover());
        paint::icon(ui.painter(), rect.center(), icon, size::ICON, color);
        paint::announce(&response, Role::Image, &format!("{word}: {what}"));
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            text::body(ui, what);
            if !more.is_empty() {
                text::small(ui, more);
            }
        });
    });
}

/// Draws a numbered step that the person takes elsewhere.
pub(crate) fn numbered(ui: &mut Ui, number: usize, what: &str) {
    ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
        let tokens = theme::tokens(ui);
        let (rect, _) = ui.allocate_exact_size(Vec2::new(20.0, size::LINE_HEIGHT), Sense::hover());
        ui.painter().circle_filled(rect.center(), 9.0, tokens.accent_soft);
        let font = crate::ui::theme::fonts::small_medium();
        let galley = paint::line(ui.painter(), &number.to_string(), font, tokens.accent);
        let left = rect.center().x - galley.size().x / 2.0;
        paint::put(ui.painter(), left, rect.center().y, galley);
        ui.vertical(|ui| text::body(ui, what));
    });
}

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::Queryable as _;

    use super::Mark;
    use super::numbered;
    use super::step;
    use crate::ui::widgets::testing::harness;

    #[test]
    fn each_step_says_in_words_how_it_stands() {
        let harness = harness((), |ui, ()| {
            step(ui, Mark::Done, "Stored in the keyring", "");
            step(ui, Mark::Failed, "Accepted", "The server answers 401.");
            step(ui, Mark::ToDo, "Paste it in Entra", "");
            numbered(ui, 1, "Open Command");
        });
        for name in
            ["Done: Stored in the keyring", "Not done: Accepted", "To do: Paste it in Entra"]
        {
            harness.get_by_label(name);
        }
        harness.get_by_label("The server answers 401.");
        harness.get_by_label("Open Command");
    }
}
