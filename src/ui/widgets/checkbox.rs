//! Check boxes, with a third state for "some of them".

use egui::Response;
use egui::Sense;
use egui::Ui;
use egui::Vec2;
use egui::WidgetInfo;
use egui::accesskit::Role;

use crate::ui::theme;
use crate::ui::theme::fonts;
use crate::ui::theme::icons;
use crate::ui::theme::tokens::Tokens;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::paint;

/// How much of something is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Check {
    /// Nothing.
    #[default]
    Off,
    /// All of it.
    On,
    /// Some of it.
    Mixed,
}

impl From<bool> for Check {
    fn from(on: bool) -> Self {
        if on { Self::On } else { Self::Off }
    }
}

impl Check {
    fn info(self, name: &str) -> WidgetInfo {
        let mut info = WidgetInfo::labeled(Role::CheckBox, true, name);
        info.selected = match self {
            Self::Off => Some(false),
            Self::On => Some(true),
            Self::Mixed => None,
        };
        info
    }
}

/// A box with its text; switches `on` when clicked.
pub(crate) fn checkbox(ui: &mut Ui, on: &mut bool, text: &str) -> Response {
    let tokens = theme::tokens(ui);
    let galley = paint::line(ui.painter(), text, fonts::body(), tokens.text);
    let wanted = Vec2::new(size::CHECK + size::GAP + galley.size().x, size::LINE_HEIGHT + 4.0);
    let (rect, mut response) = ui.allocate_exact_size(wanted, Sense::click());
    if response.clicked() {
        *on = !*on;
        response.mark_changed();
    }
    response.widget_info(|| Check::from(*on).info(text));
    let center = egui::pos2(rect.left() + size::CHECK / 2.0, rect.center().y);
    paint_box(ui.painter(), tokens, center, (*on).into());
    paint::put(ui.painter(), rect.left() + size::CHECK + size::GAP, rect.center().y, galley);
    if response.has_focus() {
        let square = egui::Rect::from_center_size(center, Vec2::splat(size::CHECK));
        paint::focus_ring(ui, square, 4);
    }
    response
}

/// Draws only the box.
pub(super) fn paint_box(
    painter: &egui::Painter,
    tokens: &Tokens,
    center: egui::Pos2,
    check: Check,
) {
    let rect = egui::Rect::from_center_size(center, Vec2::splat(size::CHECK));
    match check {
        Check::Off => paint::frame(painter, rect, 4, tokens.surface, tokens.control),
        Check::On => {
            paint::frame(painter, rect, 4, tokens.accent, tokens.accent);
            paint::icon(painter, center, icons::CHECK, 11.0, tokens.on_accent);
        }
        Check::Mixed => {
            paint::frame(painter, rect, 4, tokens.accent, tokens.accent);
            paint::icon(painter, center, icons::MINUS, 11.0, tokens.on_accent);
        }
    }
}

#[cfg(test)]
mod tests {
    use egui::Key;
    use egui::accesskit::Role;
    use egui::accesskit::Toggled;
    use egui_kittest::kittest::NodeT as _;
    use egui_kittest::kittest::Queryable as _;

    use super::checkbox;
    use crate::ui::widgets::testing::harness;

    #[test]
    fn a_check_box_answers_to_pointer_and_keyboard_and_tells_its_state() {
        let mut harness = harness(false, |ui, on: &mut bool| {
            checkbox(ui, on, "Writes are allowed");
        });
        harness.get_by_role_and_label(Role::CheckBox, "Writes are allowed").click();
        harness.run();
        assert!(*harness.state());
        let node = harness.get_by_label("Writes are allowed");
        assert_eq!(node.accesskit_node().toggled(), Some(Toggled::True));
        node.focus();
        harness.run();
        harness.key_press(Key::Space);
        harness.run();
        assert!(!*harness.state());
    }
}
