//! States of a list or page without content: nothing there, nothing found, nothing allowed, nothing yet.

use egui::Align;
use egui::Layout;
use egui::RichText;
use egui::Sense;
use egui::Ui;
use egui::Vec2;

use crate::ui::theme;
use crate::ui::theme::fonts;
use crate::ui::theme::icons::Icon;
use crate::ui::theme::tokens::Tone;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::paint;

const WIDEST: f32 = 380.0;
const SIGN: f32 = 44.0;

/// An icon, what is so, why, and the next step, in the middle of the room there is.
#[must_use = "an empty state does nothing until it is shown"]
pub(crate) struct EmptyState<'a> {
    icon: Icon,
    title: &'a str,
    text: &'a str,
    actions: &'a [&'a str],
}

impl<'a> EmptyState<'a> {
    /// What is so, and what it means.
    pub(crate) const fn new(icon: Icon, title: &'a str, text: &'a str) -> Self {
        Self { icon, title, text, actions: &[] }
    }

    /// Next steps, the likely one first.
    pub(crate) const fn actions(mut self, actions: &'a [&'a str]) -> Self {
        self.actions = actions;
        self
    }

    /// Draws it; the number of the step that was chosen.
    pub(crate) fn show(self, ui: &mut Ui) -> Option<usize> {
        let tokens = theme::tokens(ui);
        let pair = tokens.tone(Tone::Neutral);
        let mut clicked = None;
        let height = 150.0 + if self.actions.is_empty() { 0.0 } else { 40.0 };
        ui.add_space(((ui.available_height() - height) * 0.42).max(size::GAP));
        ui.with_layout(Layout::top_down(Align::Center), |ui| {
            let (rect, _) = ui.allocate_exact_size(Vec2::splat(SIGN), Sense::hover());
            ui.painter().circle_filled(rect.center(), SIGN / 2.0, pair.soft);
            paint::icon(ui.painter(), rect.center(), self.icon, 20.0, pair.text);
            ui.add_space(size::GAP_SMALL);
            ui.set_max_width(WIDEST.min(ui.available_width()));
            ui.add(egui::Label::new(
                RichText::new(self.title).font(fonts::title()).color(tokens.text),
            ));
            let body = RichText::new(self.text).font(fonts::body()).color(tokens.text_muted);
            ui.add(
                egui::Label::new(body.line_height(Some(size::LINE_HEIGHT))).halign(Align::Center),
            );
            if !self.actions.is_empty() {
                ui.add_space(size::GAP);
                clicked = self.buttons(ui);
            }
        });
        clicked
    }

    fn buttons(&self, ui: &mut Ui) -> Option<usize> {
        let mut clicked = None;
        // A row can not be centered before its width is known: it is that of the frame before.
        let id = ui.scope_id().with((self.title, "buttons"));
        let width: f32 = ui.data(|data| data.get_temp(id)).unwrap_or(160.0);
        let row = ui.allocate_ui(Vec2::new(width, size::CONTROL), |ui| {
            ui.horizontal(|ui| {
                for (index, action) in self.actions.iter().enumerate() {
                    let button =
                        if index == 0 { Button::primary(action) } else { Button::plain(action) };
                    if ui.add(button).clicked() {
                        clicked = Some(index);
                    }
                }
            })
            .response
            .rect
            .width()
        });
        if (row.inner - width).abs() > 0.5 {
            ui.data_mut(|data| data.insert_temp(id, row.inner));
            ui.ctx().request_repaint();
        }
        clicked
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::Queryable as _;

    use super::EmptyState;
    use crate::ui::theme::icons;
    use crate::ui::widgets::testing::harness;

    #[test]
    fn the_next_step_is_in_it() {
        let mut harness = harness(None, |ui, clicked: &mut Option<usize>| {
            let state =
                EmptyState::new(icons::NOT_FOUND, "Nobody matches", "No name begins with “zz”.");
            *clicked = state.actions(&["Clear filter", "SCIM filter…"]).show(ui).or(*clicked);
        });
        harness.get_by_label("Nobody matches");
        harness.get_by_label("Clear filter").click();
        harness.run();
        assert_eq!(*harness.state(), Some(0));
    }
}
