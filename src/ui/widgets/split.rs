//! Two panes side by side with a line between them that can be dragged.

use egui::CursorIcon;
use egui::Key;
use egui::Rect;
use egui::Sense;
use egui::Stroke;
use egui::Ui;
use egui::UiBuilder;
use egui::accesskit::Role;

use crate::ui::theme;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::paint;

const GRIP: f32 = 7.0;
const NARROWEST: f32 = 240.0;
const STEP: f32 = 24.0;

/// Divides the room there is; `width` is that of the right pane, kept by the page. A double click restores `usual`.
pub(crate) fn split(
    ui: &mut Ui,
    width: &mut f32,
    usual: f32,
    left: impl FnOnce(&mut Ui),
    right: impl FnOnce(&mut Ui),
) {
    let (_, rect) = ui.allocate_space(ui.available_size());
    let most = (rect.width() - NARROWEST).max(NARROWEST);
    *width = width.clamp(NARROWEST.min(rect.width()), most);
    let line = (rect.right() - *width).max(rect.left()).round();
    let (left_rect, right_rect) = rect.split_left_right_at_x(line);
    ui.painter().rect_filled(right_rect, 0.0, theme::tokens(ui).surface);
    left(&mut pane(ui, "left pane", left_rect));
    right(&mut pane(ui, "right pane", right_rect.with_min_x(line + 1.0)));
    divider(ui, rect, line, width, usual);
    *width = width.clamp(NARROWEST.min(rect.width()), most);
}

fn pane(ui: &mut Ui, name: &str, rect: Rect) -> Ui {
    let mut pane = ui.new_child(UiBuilder::new().id_salt(name).max_rect(rect));
    pane.shrink_clip_rect(rect);
    pane
}

fn divider(ui: &Ui, rect: Rect, line: f32, width: &mut f32, usual: f32) {
    let tokens = theme::tokens(ui);
    let zone = Rect::from_x_y_ranges(line - GRIP / 2.0..=line + GRIP / 2.0, rect.y_range());
    let id = ui.scope_id().with("divider");
    let response = ui
        .interact(zone, id, Sense::click_and_drag())
        .on_hover_and_drag_cursor(CursorIcon::ResizeColumn);
    paint::announce(&response, Role::Splitter, "Width of the detail pane");
    if response.dragged() {
        *width -= response.drag_delta().x;
    }
    if response.double_clicked() {
        *width = usual;
    }
    if response.has_focus() {
        let filter = egui::EventFilter { horizontal_arrows: true, ..egui::EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        ui.input(|input| {
            if input.key_pressed(Key::ArrowLeft) {
                *width += STEP;
            }
            if input.key_pressed(Key::ArrowRight) {
                *width -= STEP;
            }
        });
    }
    let active = response.hovered() || response.dragged() || response.has_focus();
    let stroke = if active {
        Stroke::new(size::FOCUS, tokens.accent)
    } else {
        Stroke::new(size::LINE, tokens.line)
    };
    ui.painter().vline(line + 0.5, rect.y_range(), stroke);
}

#[cfg(test)]
mod tests {
    use egui::Key;
    use egui_kittest::kittest::Queryable as _;

    use super::split;
    use crate::ui::widgets::testing::harness;

    #[test]
    fn the_line_is_moved_by_pointer_and_keyboard_within_bounds() {
        let mut harness = harness(340.0_f32, |ui, width: &mut f32| {
            split(ui, width, 340.0, |ui| drop(ui.label("list")), |ui| drop(ui.label("detail")));
        });
        let grip = harness.get_by_label("Width of the detail pane").rect().center();
        harness.drag_at(grip);
        harness.run();
        harness.hover_at(grip - egui::vec2(60.0, 0.0));
        harness.run();
        harness.drop_at(grip - egui::vec2(60.0, 0.0));
        harness.run();
        assert!((*harness.state() - 400.0).abs() < 1.5, "{}", harness.state());
        harness.get_by_label("Width of the detail pane").focus();
        harness.run();
        for _ in 0..50 {
            harness.key_press(Key::ArrowRight);
            harness.step();
        }
        assert!((*harness.state() - 240.0).abs() < 0.1, "{}", harness.state());
    }
}
