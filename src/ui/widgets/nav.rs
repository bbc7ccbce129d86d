//! The left rail: pages with icon, name and count, in groups.

use egui::Response;
use egui::Sense;
use egui::Ui;
use egui::Vec2;
use egui::WidgetInfo;
use egui::accesskit::Role;

use crate::ui::theme;
use crate::ui::theme::fonts;
use crate::ui::theme::icons::Icon;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::menu::Checked;
use crate::ui::widgets::paint;

/// One page of the rail: `nav::item(ui, icons::USERS, "Users", "1,000", here)`; clicked means go there.
pub(crate) fn item(
    ui: &mut Ui,
    icon: Icon,
    name: &str,
    count: &str,
    here: impl Into<Checked>,
) -> Response {
    let here = here.into() == Checked::Yes;
    let tokens = theme::tokens(ui);
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), size::ROW), Sense::click());
    let spoken = if count.is_empty() { name.to_owned() } else { format!("{name}, {count}") };
    response.widget_info(|| WidgetInfo::selected(Role::Tab, ui.is_enabled(), here, &spoken));
    let painter = ui.painter();
    if here {
        painter.rect_filled(rect, f32::from(size::RADIUS), tokens.accent_soft);
    } else if response.hovered() {
        painter.rect_filled(rect, f32::from(size::RADIUS), tokens.hover);
    }
    let (font, color) =
        if here { (fonts::strong(), tokens.accent) } else { (fonts::body(), tokens.text_muted) };
    let middle = rect.center().y;
    paint::icon(painter, egui::pos2(rect.left() + 18.0, middle), icon, size::ICON, color);
    let count_color = if here { tokens.accent } else { tokens.text_hint };
    let count_font = if here { fonts::strong() } else { fonts::small() };
    let count = paint::line(painter, count, count_font, count_color);
    let room = rect.width() - 36.0 - 20.0 - count.size().x;
    paint::put(
        painter,
        rect.left() + 36.0,
        middle,
        paint::line_in(painter, name, font, color, room),
    );
    paint::put(painter, rect.right() - 10.0 - count.size().x, middle, count);
    if response.has_focus() {
        paint::focus_ring(ui, rect.shrink(1.0), size::RADIUS);
    }
    response
}

/// A caption over a group of pages.
pub(crate) fn group(ui: &mut Ui, text: &str) {
    let tokens = theme::tokens(ui);
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), 26.0), Sense::hover());
    let galley = paint::line(ui.painter(), text, fonts::tiny(), tokens.text_hint);
    paint::put(ui.painter(), rect.left() + 10.0, rect.center().y + 3.0, galley);
    paint::announce(&response, Role::Label, text);
}

#[cfg(test)]
mod tests {
    use egui::accesskit::Role;
    use egui::accesskit::Toggled;
    use egui_kittest::kittest::NodeT as _;
    use egui_kittest::kittest::Queryable as _;

    use super::group;
    use super::item;
    use crate::ui::theme::icons;
    use crate::ui::widgets::testing::harness;

    #[test]
    fn the_rail_tells_where_one_is_and_leads_elsewhere() {
        let mut harness = harness("Users", |ui, page: &mut &str| {
            group(ui, "People");
            for (icon, name) in [(icons::USERS, "Users"), (icons::GROUPS, "Groups")] {
                if item(ui, icon, name, "37", *page == name).clicked() {
                    *page = name;
                }
            }
        });
        harness.get_by_role_and_label(Role::Tab, "Groups, 37").click();
        harness.run();
        assert_eq!(*harness.state(), "Groups");
        let node = harness.get_by_label("Groups, 37");
        assert_eq!(node.accesskit_node().toggled(), Some(Toggled::True));
    }
}
