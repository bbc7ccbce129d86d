//! A bar above the content that says what is wrong or worth knowing, with what can be done.

use egui::Align;
use egui::CornerRadius;
use egui::Frame;
use egui::Layout;
use egui::Margin;
use egui::Ui;
use egui::accesskit::Role;

use crate::ui::theme;
use crate::ui::theme::fonts;
use crate::ui::theme::icons;
use crate::ui::theme::icons::Icon;
use crate::ui::theme::tokens::Tone;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::paint;
use crate::ui::widgets::text;

/// The sign that goes with a tone, so that color is never the only one.
pub(crate) const fn sign(tone: Tone) -> Icon {
    match tone {
        Tone::Neutral | Tone::Accent => icons::INFO,
        Tone::Good => icons::OK,
        Tone::Warning => icons::WARNING,
        Tone::Danger => icons::ALERT,
        Tone::Sandbox => icons::SANDBOX,
    }
}

/// `Banner::new(Tone::Danger, "Page 3 could not be read").detail("…").actions(&["Resume", "Details"]).show(ui)`.
#[must_use = "a banner does nothing until it is shown"]
pub(crate) struct Banner<'a> {
    tone: Tone,
    text: &'a str,
    detail: &'a str,
    actions: &'a [&'a str],
}

impl<'a> Banner<'a> {
    /// What happened, in one sentence.
    pub(crate) const fn new(tone: Tone, text: &'a str) -> Self {
        Self { tone, text, detail: "", actions: &[] }
    }

    /// Why, and what to do.
    pub(crate) const fn detail(mut self, detail: &'a str) -> Self {
        self.detail = detail;
        self
    }

    /// Buttons, the first first.
    pub(crate) const fn actions(mut self, actions: &'a [&'a str]) -> Self {
        self.actions = actions;
        self
    }

    /// Draws it; the number of the button that was clicked.
    pub(crate) fn show(self, ui: &mut Ui) -> Option<usize> {
        let tokens = theme::tokens(ui);
        let pair = tokens.tone(self.tone);
        let frame = Frame::new()
            .fill(pair.soft)
            .corner_radius(CornerRadius::same(size::RADIUS))
            .inner_margin(Margin { left: 12, right: 6, top: 6, bottom: 6 });
        let mut clicked = None;
        let shown = frame.show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            ui.horizontal(|ui| {
                let (rect, _) =
                    ui.allocate_exact_size(egui::Vec2::splat(size::ICON), egui::Sense::hover());
                paint::icon(ui.painter(), rect.center(), sign(self.tone), size::ICON, pair.text);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    for (index, action) in self.actions.iter().enumerate().rev() {
                        if ui.add(Button::plain(action)).clicked() {
                            clicked = Some(index);
                        }
                    }
                    ui.with_layout(Layout::top_down(Align::Min), |ui| self.words(ui));
                });
            });
        });
        ui.ctx().accesskit_node_builder(shown.response.id, |node| node.set_role(Role::Alert));
        clicked
    }

    fn words(&self, ui: &mut Ui) {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.add_space(if self.detail.is_empty() { 6.0 } else { 0.0 });
        let color = theme::tokens(ui).text;
        let strong = egui::RichText::new(self.text).font(fonts::medium()).color(color);
        ui.add(egui::Label::new(strong).wrap());
        if !self.detail.is_empty() {
            text::small(ui, self.detail);
        }
        ui.add_space(if self.detail.is_empty() { 5.0 } else { 0.0 });
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::Queryable as _;

    use super::Banner;
    use crate::ui::theme::tokens::Tone;
    use crate::ui::widgets::testing::harness;

    #[test]
    fn a_banner_says_what_happened_and_offers_what_can_be_done() {
        let mut harness = harness(None, |ui, clicked: &mut Option<usize>| {
            let banner = Banner::new(Tone::Danger, "Page 3 could not be read")
                .detail("The server closed the line");
            *clicked = banner.actions(&["Resume", "Details"]).show(ui).or(*clicked);
        });
        harness.get_by_label("Page 3 could not be read");
        harness.get_by_label("The server closed the line");
        harness.get_by_label("Details").click();
        harness.run();
        assert_eq!(*harness.state(), Some(1));
    }
}
