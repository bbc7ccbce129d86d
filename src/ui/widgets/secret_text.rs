//! A secret on show: masked dots with its last characters, or, when asked for, the whole of it for the eye alone.

use egui::Response;
use egui::Sense;
use egui::Ui;
use egui::Vec2;
use egui::accesskit::Role;

use crate::ui::theme;
use crate::ui::theme::fonts;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::paint;

/// Dots and the last characters, or only dots if `tail` is empty.
pub(crate) fn masked(ui: &mut Ui, name: &str, tail: &str, width: f32) -> Response {
    let shown = format!("{} {tail}", "•".repeat(24));
    let spoken = if tail.is_empty() {
        format!("{name}, hidden")
    } else {
        format!("{name}, hidden, ends with {tail}")
    };
    well(ui, &shown, &spoken, width)
}

/// The whole secret, painted only: it is in no accessibility node and can not be selected.
pub(crate) fn revealed(ui: &mut Ui, name: &str, secret: &str, width: f32) -> Response {
    well(ui, secret, &format!("{name}, shown on screen"), width)
}

fn well(ui: &mut Ui, shown: &str, spoken: &str, width: f32) -> Response {
    let tokens = theme::tokens(ui);
    let wanted = Vec2::new(width.min(ui.available_width()), size::CONTROL);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
    ui.painter().rect_filled(rect, f32::from(size::RADIUS), tokens.sunken);
    let galley =
        paint::line_in(ui.painter(), shown, fonts::mono(), tokens.text, rect.width() - 20.0);
    paint::put(ui.painter(), rect.left() + 10.0, rect.center().y, galley);
    paint::announce(&response, Role::Label, spoken);
    response
}

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::NodeT as _;
    use egui_kittest::kittest::Queryable as _;

    use super::masked;
    use super::revealed;
    use crate::ui::widgets::testing::harness;

    #[test]
    fn neither_form_is_read_aloud() {
        let harness = harness((), |ui, ()| {
            masked(ui, "SCIM token", "7Qd2", 300.0);
            revealed(ui, "New token", "canary-secret", 300.0);
        });
        harness.get_by_label("SCIM token, hidden, ends with 7Qd2");
        for node in harness.root().children_recursive() {
            assert!(!format!("{:?}", node.accesskit_node().data()).contains("canary"));
        }
    }
}
