//! Tabs with a line under the chosen one; left and right arrows move between them.

use egui::EventFilter;
use egui::Key;
use egui::Rect;
use egui::Response;
use egui::Sense;
use egui::Stroke;
use egui::Ui;
use egui::Vec2;
use egui::WidgetInfo;
use egui::accesskit::Role;

use crate::ui::theme;
use crate::ui::theme::fonts;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::paint;

const HEIGHT: f32 = 36.0;
const GAP: f32 = 18.0;

/// Draws the tabs: `tabs(ui, &mut tab, &[(Tab::Profile, "Profile"), …])`; true when another one was chosen.
pub(crate) fn tabs<T: Copy + PartialEq>(
    ui: &mut Ui,
    current: &mut T,
    choices: &[(T, &str)],
) -> bool {
    let tokens = theme::tokens(ui);
    let before = *current;
    let row = ui
        .scope(|ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = GAP;
                for (index, (choice, name)) in choices.iter().enumerate() {
                    let response = tab(ui, name, (choice == current).into());
                    if response.clicked() {
                        *current = *choice;
                    }
                    if let Some(step) = arrow(ui, &response) {
                        let next = index.saturating_add_signed(step).min(choices.len() - 1);
                        if let Some((choice, _)) = choices.get(next) {
                            *current = *choice;
                            response.surrender_focus();
                            ui.data_mut(|data| data.insert_temp(focus_key(ui), next));
                        }
                    }
                    let wanted: Option<usize> = ui.data(|data| data.get_temp(focus_key(ui)));
                    if wanted == Some(index) && *current == *choice {
                        response.request_focus();
                        ui.data_mut(|data| data.remove::<usize>(focus_key(ui)));
                    }
                }
            });
        })
        .response
        .rect;
    let line = Stroke::new(size::LINE, tokens.line);
    ui.painter().hline(row.left()..=ui.max_rect().right(), row.bottom() - 0.5, line);
    before != *current
}

fn focus_key(ui: &Ui) -> egui::Id {
    ui.scope_id().with("tab to focus")
}

fn arrow(ui: &Ui, response: &Response) -> Option<isize> {
    if !response.has_focus() {
        return None;
    }
    let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    ui.input(|input| {
        match (input.key_pressed(Key::ArrowLeft), input.key_pressed(Key::ArrowRight)) {
            (true, false) => Some(-1),
            (false, true) => Some(1),
            _ => None,
        }
    })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Chosen {
    Yes,
    No,
}

impl From<bool> for Chosen {
    fn from(yes: bool) -> Self {
        if yes { Self::Yes } else { Self::No }
    }
}

fn tab(ui: &mut Ui, name: &str, chosen: Chosen) -> Response {
    let tokens = theme::tokens(ui);
    let (font, color) = match chosen {
        Chosen::Yes => (fonts::strong(), tokens.accent),
        Chosen::No => (fonts::body(), tokens.text_muted),
    };
    // As wide as when chosen, so that nothing moves when another one is.
    let width = paint::line(ui.painter(), name, fonts::strong(), color).size().x;
    let galley = paint::line(ui.painter(), name, font, color);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, HEIGHT), Sense::click());
    response.widget_info(|| {
        WidgetInfo::selected(Role::Tab, ui.is_enabled(), chosen == Chosen::Yes, name)
    });
    let color = if response.hovered() && chosen == Chosen::No { tokens.text } else { color };
    let pos = egui::pos2(rect.left(), rect.center().y - galley.size().y / 2.0);
    ui.painter().galley_with_override_text_color(pos, galley, color);
    if chosen == Chosen::Yes {
        let line =
            Rect::from_min_max(egui::pos2(rect.left(), rect.bottom() - 2.0), rect.right_bottom());
        ui.painter().rect_filled(line, 1.0, tokens.accent);
    }
    if response.has_focus() {
        paint::focus_ring(ui, rect.shrink2(Vec2::new(-2.0, 7.0)), size::RADIUS);
    }
    response
}

#[cfg(test)]
mod tests {
    use egui::Key;
    use egui::accesskit::Role;
    use egui_kittest::kittest::Queryable as _;

    use super::tabs;
    use crate::ui::widgets::testing::harness;

    #[test]
    fn tabs_change_by_click_and_by_arrow() {
        let mut harness = harness(0, |ui, tab: &mut i32| {
            tabs(ui, tab, &[(0, "Profile"), (1, "Access"), (2, "SCIM")]);
        });
        harness.get_by_role_and_label(Role::Tab, "Access").click();
        harness.run();
        assert_eq!(*harness.state(), 1);
        harness.get_by_label("Access").focus();
        harness.run();
        harness.key_press(Key::ArrowRight);
        harness.run();
        assert_eq!(*harness.state(), 2);
        assert!(harness.get_by_label("SCIM").is_focused());
        harness.key_press(Key::ArrowLeft);
        harness.run();
        assert_eq!(*harness.state(), 1);
        assert!(harness.get_by_label("Access").is_focused());
    }
}
