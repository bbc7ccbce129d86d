//! Buttons: one primary per view, plain ones, those that take away, quiet ghosts, and icons with a name.

use egui::Color32;
use egui::Response;
use egui::Sense;
use egui::Stroke;
use egui::StrokeKind;
use egui::Ui;
use egui::Vec2;
use egui::Widget;
use egui::accesskit::Role;

use crate::ui::theme;
use crate::ui::theme::fonts;
use crate::ui::theme::icons::Icon;
use crate::ui::theme::tokens::Tokens;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::paint;

const PADDING: f32 = 12.0;
const ICON_GAP: f32 = 6.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Look {
    Primary,
    Plain,
    Destroy,
    Danger,
    Ghost,
}

/// A push button. `ui.add(Button::primary("Refresh").icon(icons::REFRESH))`.
#[derive(Clone)]
#[must_use = "a button does nothing until it is added to a Ui"]
pub(crate) struct Button<'a> {
    look: Look,
    text: &'a str,
    icon: Option<Icon>,
    name: Option<&'a str>,
    tip: Option<&'a str>,
    blocked: Option<&'a str>,
}

impl<'a> Button<'a> {
    const fn new(look: Look, text: &'a str) -> Self {
        Self { look, text, icon: None, name: None, tip: None, blocked: None }
    }

    /// The one thing this view is for.
    pub(crate) const fn primary(text: &'a str) -> Self {
        Self::new(Look::Primary, text)
    }

    /// Anything else.
    pub(crate) const fn plain(text: &'a str) -> Self {
        Self::new(Look::Plain, text)
    }

    /// Takes away, at the end of a dialog. The text is a verb with its object: "Permanently remove 3 people".
    pub(crate) const fn destroy(text: &'a str) -> Self {
        Self::new(Look::Destroy, text)
    }

    /// Leads to something that takes away and can not be undone: "Permanently remove…". It only opens a dialog.
    pub(crate) const fn danger(text: &'a str) -> Self {
        Self::new(Look::Danger, text)
    }

    /// A quiet alternative without an outline.
    pub(crate) const fn ghost(text: &'a str) -> Self {
        Self::new(Look::Ghost, text)
    }

    /// A square with only an icon; the name is shown as a tooltip and read aloud.
    pub(crate) const fn of_icon(icon: Icon, name: &'a str) -> Self {
        let mut button = Self::new(Look::Ghost, "");
        button.icon = Some(icon);
        button.name = Some(name);
        button.tip = Some(name);
        button
    }

    /// An icon before the text.
    pub(crate) const fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// What is read aloud, where the text alone is not unique on its page ("Remove halcyon.example").
    pub(crate) const fn name(mut self, name: &'a str) -> Self {
        self.name = Some(name);
        self
    }

    /// Shown when the pointer rests on it.
    pub(crate) const fn tip(mut self, tip: &'a str) -> Self {
        self.tip = Some(tip);
        self
    }

    /// Disabled while this is `Some`; the reason and the way out are shown instead of the tip.
    pub(crate) const fn blocked(mut self, reason: Option<&'a str>) -> Self {
        self.blocked = reason;
        self
    }

    /// Whether it takes away at once.
    pub(super) fn destroys(&self) -> bool {
        self.look == Look::Destroy
    }

    fn colors(&self, ui: &Ui, response: &Response) -> Colors {
        let tokens: &Tokens = theme::tokens(ui);
        let hovered = response.hovered() && response.enabled();
        let pressed = response.is_pointer_button_down_on();
        let resting = |rest: Color32| match (pressed, hovered) {
            (true, _) => tokens.pressed,
            (false, true) => tokens.hover,
            (false, false) => rest,
        };
        let clear = Color32::TRANSPARENT;
        match self.look {
            Look::Primary | Look::Destroy | Look::Danger if !response.enabled() => {
                Colors::new(tokens.surface, tokens.line_strong, tokens.text_muted)
            }
            Look::Primary if hovered => Colors::new(tokens.accent_hover, clear, tokens.on_accent),
            Look::Primary => Colors::new(tokens.accent, clear, tokens.on_accent),
            Look::Plain => Colors::new(resting(tokens.surface), tokens.line_strong, tokens.text),
            Look::Danger => Colors::new(resting(tokens.surface), tokens.danger, tokens.danger),
            Look::Destroy => Colors::new(tokens.danger, clear, tokens.on_accent),
            Look::Ghost if self.text.is_empty() => {
                Colors::new(resting(clear), clear, tokens.text_muted)
            }
            Look::Ghost => Colors::new(resting(clear), clear, tokens.text),
        }
    }

    fn paint(&self, ui: &mut Ui) -> Response {
        let icon_width = if self.icon.is_some() { size::ICON } else { 0.0 };
        let gap = if self.icon.is_some() && !self.text.is_empty() { ICON_GAP } else { 0.0 };
        let galley = paint::line(ui.painter(), self.text, fonts::medium(), Color32::PLACEHOLDER);
        let content = icon_width + gap + galley.size().x;
        let padding = if self.text.is_empty() { (size::CONTROL - content) / 2.0 } else { PADDING };
        let wanted = Vec2::new(content + 2.0 * padding, size::CONTROL);
        let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
        paint::announce(&response, Role::Button, self.name.unwrap_or(self.text));
        if ui.is_rect_visible(rect) {
            let colors = self.colors(ui, &response);
            let painter = ui.painter();
            paint::frame(painter, rect, size::RADIUS, colors.fill, colors.line);
            let mut x = rect.center().x - content / 2.0;
            if let Some(icon) = self.icon {
                let center = egui::pos2(x + size::ICON / 2.0, rect.center().y);
                paint::icon(painter, center, icon, size::ICON, colors.text);
                x += icon_width + gap;
            }
            let pos = egui::pos2(x, rect.center().y - galley.size().y / 2.0);
            painter.with_clip_rect(rect.intersect(ui.clip_rect())).galley(pos, galley, colors.text);
            if response.has_focus() {
                paint::focus_ring(ui, rect, size::RADIUS);
            }
        }
        response
    }
}

struct Colors {
    fill: Color32,
    line: Color32,
    text: Color32,
}

impl Colors {
    const fn new(fill: Color32, line: Color32, text: Color32) -> Self {
        Self { fill, line, text }
    }
}

impl Widget for Button<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let response = ui.add_enabled_ui(self.blocked.is_none(), |ui| self.paint(ui)).inner;
        match (self.blocked, self.tip) {
            (Some(reason), _) => response.on_disabled_hover_text(reason),
            (None, Some(tip)) => response.on_hover_text(tip),
            (None, None) => response,
        }
    }
}

/// A word in running text that does something.
pub(crate) fn link(ui: &mut Ui, text: &str) -> Response {
    link_named(ui, text, text)
}

/// The same where the text alone is not unique on its page; the name is read aloud.
pub(crate) fn link_named(ui: &mut Ui, text: &str, name: &str) -> Response {
    let color = theme::tokens(ui).accent;
    link_in(ui, text, name, color)
}

/// The same in the color of second text, for one that stands in every row of a table.
pub(crate) fn quiet_link(ui: &mut Ui, text: &str, name: &str) -> Response {
    let color = theme::tokens(ui).text_muted;
    link_in(ui, text, name, color)
}

fn link_in(ui: &mut Ui, text: &str, name: &str, color: Color32) -> Response {
    let tokens = theme::tokens(ui);
    let galley = paint::line(ui.painter(), text, fonts::body(), color);
    let (rect, response) = ui.allocate_exact_size(galley.size(), Sense::click());
    paint::announce(&response, Role::Link, name);
    ui.painter().galley(rect.min, galley, color);
    if response.hovered() || response.has_focus() {
        ui.painter().hline(rect.x_range(), rect.bottom() - 1.0, Stroke::new(size::LINE, color));
    }
    if response.has_focus() {
        ui.painter().rect_stroke(
            rect.expand(2.0),
            3.0,
            Stroke::new(size::FOCUS, tokens.accent),
            StrokeKind::Outside,
        );
    }
    response.on_hover_cursor(egui::CursorIcon::PointingHand)
}

#[cfg(test)]
mod tests {
    use egui::Key;
    use egui::accesskit::Role;
    use egui_kittest::kittest::NodeT as _;
    use egui_kittest::kittest::Queryable as _;

    use super::Button;
    use crate::ui::theme::icons;
    use crate::ui::widgets::testing::harness;

    #[test]
    fn buttons_have_a_role_a_name_and_answer_to_pointer_and_keyboard() {
        let mut harness = harness(0, |ui, clicks: &mut i32| {
            *clicks += i32::from(ui.add(Button::primary("Refresh").icon(icons::REFRESH)).clicked());
            *clicks += 10
                * i32::from(ui.add(Button::of_icon(icons::MOON, "Switch to dark theme")).clicked());
        });
        harness.get_by_role_and_label(Role::Button, "Refresh").click();
        harness.run();
        assert_eq!(*harness.state(), 1);
        harness.get_by_role_and_label(Role::Button, "Switch to dark theme").focus();
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
        harness.key_press(Key::Space);
        harness.run();
        assert_eq!(*harness.state(), 21);
    }

    #[test]
    fn a_blocked_button_is_disabled_and_says_why() {
        let reason = "Deactivate the person in Entra first";
        let mut harness = harness(0, |ui, clicks: &mut i32| {
            *clicks += i32::from(ui.add(Button::plain("Delete…").blocked(Some(reason))).clicked());
        });
        let button = harness.get_by_label("Delete…");
        assert!(button.accesskit_node().is_disabled());
        button.click();
        harness.run();
        assert_eq!(*harness.state(), 0);
        harness.get_by_label("Delete…").hover();
        harness.run_steps(60);
        assert!(harness.query_by_label(reason).is_some());
    }
}
