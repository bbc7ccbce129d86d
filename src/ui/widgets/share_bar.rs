//! One bar for a whole and its parts.

use egui::CornerRadius;
use egui::Rect;
use egui::Sense;
use egui::Ui;
use egui::Vec2;
use egui::accesskit::Role;

use crate::ui::theme;
use crate::ui::theme::tokens::Tone;
use crate::ui::widgets::paint;

const HEIGHT: f32 = 10.0;
/// A part that is there is never narrower, so that one among thousands is still seen.
const NARROWEST: f32 = 4.0;

/// Draws the parts one after the other in the width given; the name says in words what they mean.
pub(crate) fn share_bar(ui: &mut Ui, width: f32, parts: &[(Tone, usize)], name: &str) {
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, HEIGHT), Sense::hover());
    paint::announce(&response, Role::Meter, name);
    let radius = CornerRadius::same(5);
    ui.painter().rect_filled(rect, radius, theme::tokens(ui).sunken);
    let all: usize = parts.iter().map(|(_, count)| count).sum();
    let there = || parts.iter().filter(|(_, count)| *count > 0);
    let last = there().count();
    let mut left = rect.left();
    for (number, (tone, count)) in there().enumerate() {
        let is_last = number + 1 == last;
        let right = if is_last { rect.right() } else { left + share(*count, all, width) };
        let right = right.min(rect.right());
        let part = Rect::from_x_y_ranges(left..=right, rect.y_range());
        let mut corners = CornerRadius::ZERO;
        if number == 0 {
            (corners.nw, corners.sw) = (radius.nw, radius.sw);
        }
        if is_last {
            (corners.ne, corners.se) = (radius.ne, radius.se);
        }
        ui.painter().rect_filled(part, corners, theme::tokens(ui).tone(*tone).text);
        left = right;
    }
}

#[expect(clippy::cast_precision_loss, reason = "a share of a bar")]
fn share(count: usize, all: usize, width: f32) -> f32 {
    // Small parts at the end keep their least width, so the first gives a little of its own.
    (count as f32 / all.max(1) as f32 * width).clamp(NARROWEST, (width - 2.0 * NARROWEST).max(0.0))
}

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::Queryable as _;

    use super::share;
    use super::share_bar;
    use crate::ui::theme::tokens::Tone;
    use crate::ui::widgets::testing::harness;

    #[test]
    fn a_screen_reader_hears_the_words_and_no_part_vanishes() {
        let harness = harness((), |ui, ()| {
            share_bar(ui, 400.0, &[(Tone::Accent, 99_999), (Tone::Danger, 1)], "1 person outside");
            share_bar(ui, 400.0, &[], "Nobody");
        });
        harness.get_by_label("1 person outside");
        assert!(share(1, 1_000_000, 400.0) >= 4.0);
        assert!(share(999_999, 1_000_000, 400.0) <= 392.0, "room for the rest");
    }
}
