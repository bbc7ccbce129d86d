//! Chips: small switches and small menus in the row above a table.

use egui::Response;
use egui::Sense;
use egui::Ui;
use egui::Vec2;
use egui::WidgetInfo;
use egui::accesskit::Role;

use crate::ui::theme;
use crate::ui::theme::fonts;
use crate::ui::theme::icons;
use crate::ui::theme::icons::Icon;
use crate::ui::theme::tokens::Tone;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::menu;
use crate::ui::widgets::menu::Checked;
use crate::ui::widgets::paint;

const PADDING: f32 = 8.0;
const ARROW: f32 = 12.0;

/// A switch: `if chip(ui, "Has findings 2", on).clicked() { … }`.
pub(crate) fn chip(ui: &mut Ui, text: &str, on: impl Into<Checked>) -> Response {
    let on = on.into();
    let response = paint_chip(ui, text, on, None);
    response.widget_info(|| {
        WidgetInfo::selected(Role::Button, response.enabled(), on == Checked::Yes, text)
    });
    response
}

/// A chip that opens a menu: `chip_menu(ui, "State: any", on, |ui| { … Item::new("Active").show(ui) … })`.
pub(crate) fn chip_menu<R>(
    ui: &mut Ui,
    text: &str,
    on: impl Into<Checked>,
    add: impl FnOnce(&mut Ui) -> R,
) -> Option<R> {
    let response = paint_chip(ui, text, on.into(), Some(icons::DOWN));
    paint::announce(&response, Role::Button, text);
    menu::menu(&response, add)
}

/// A state of the connection in the top bar: a pill with an icon that can be clicked.
pub(crate) fn pill(ui: &mut Ui, tone: Tone, icon: Icon, text: &str) -> Response {
    let pair = theme::tokens(ui).tone(tone);
    let galley = paint::line(ui.painter(), text, fonts::small_medium(), pair.text);
    let wanted = Vec2::new(galley.size().x + 34.0, size::BADGE);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::click());
    ui.painter().rect_filled(rect, size::BADGE / 2.0, pair.soft);
    paint::icon(
        ui.painter(),
        egui::pos2(rect.left() + 15.0, rect.center().y),
        icon,
        size::TEXT_SMALL,
        pair.text,
    );
    paint::put(ui.painter(), rect.left() + 26.0, rect.center().y, galley);
    paint::announce(&response, Role::Button, text);
    if response.has_focus() {
        paint::focus_ring(ui, rect, 10);
    }
    response
}

fn paint_chip(ui: &mut Ui, text: &str, on: Checked, trailing: Option<Icon>) -> Response {
    let tokens = theme::tokens(ui);
    let tone = if on == Checked::Yes { Tone::Accent } else { Tone::Neutral };
    let pair = tokens.tone(tone);
    let galley = paint::line(ui.painter(), text, fonts::small_medium(), pair.text);
    let trailing_width = if trailing.is_some() { ARROW + 6.0 } else { 0.0 };
    let width = galley.size().x + trailing_width + 2.0 * PADDING;
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, size::CHIP), Sense::click());
    let painter = ui.painter();
    let line = if response.hovered() { tokens.line_strong } else { egui::Color32::TRANSPARENT };
    paint::frame(painter, rect, size::RADIUS, pair.soft, line);
    let middle = rect.center().y;
    let end = paint::put(painter, rect.left() + PADDING, middle, galley);
    if let Some(trailing) = trailing {
        let center = egui::pos2(end + 6.0 + ARROW / 2.0, middle);
        paint::icon(painter, center, trailing, ARROW, pair.text);
    }
    if response.has_focus() {
        paint::focus_ring(ui, rect, size::RADIUS);
    }
    response
}

#[cfg(test)]
mod tests {
    use egui::accesskit::Role;
    use egui::accesskit::Toggled;
    use egui_kittest::kittest::NodeT as _;
    use egui_kittest::kittest::Queryable as _;

    use super::chip;
    use super::chip_menu;
    use crate::ui::widgets::menu::Item;
    use crate::ui::widgets::testing::harness;

    #[test]
    fn a_chip_switches_and_says_so() {
        let mut harness = harness(false, |ui, on: &mut bool| {
            if chip(ui, "Has findings", *on).clicked() {
                *on = !*on;
            }
        });
        harness.get_by_role_and_label(Role::Button, "Has findings").click();
        harness.run();
        assert!(*harness.state());
        let node = harness.get_by_label("Has findings");
        assert_eq!(node.accesskit_node().toggled(), Some(Toggled::True));
    }

    #[test]
    fn a_chip_opens_its_menu() {
        let mut harness = harness("", |ui, seen: &mut &str| {
            chip_menu(ui, "State: any", false, |ui| {
                if Item::new("Active").show(ui).clicked() {
                    *seen = "Active";
                }
            });
        });
        harness.get_by_label("State: any").click();
        harness.run();
        harness.get_by_label("Active").click();
        harness.run();
        assert_eq!(*harness.state(), "Active");
    }
}
