//! Badges, status dots and key hints: one short word about a thing.

use egui::Color32;
use egui::Response;
use egui::Sense;
use egui::Ui;
use egui::Vec2;
use egui::accesskit::Role;

use crate::ui::theme;
use crate::ui::theme::fonts;
use crate::ui::theme::icons::Icon;
use crate::ui::theme::tokens::Tone;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::paint;

const PADDING: f32 = 8.0;

/// A rounded word: `badge(ui, Tone::Good, "Active")`. The word carries the meaning, the color only helps.
pub(crate) fn badge(ui: &mut Ui, tone: Tone, text: &str) -> Response {
    badge_with(ui, tone, None, text)
}

/// A badge with an icon before the word.
pub(crate) fn badge_with(ui: &mut Ui, tone: Tone, icon: Option<Icon>, text: &str) -> Response {
    let pair = theme::tokens(ui).tone(tone);
    let galley = paint::line(ui.painter(), text, fonts::small_medium(), pair.text);
    let icon_width = if icon.is_some() { size::TEXT_SMALL + size::GAP_SMALL } else { 0.0 };
    let wanted = Vec2::new(galley.size().x + icon_width + 2.0 * PADDING, size::BADGE);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
    let painter = ui.painter();
    painter.rect_filled(rect, size::BADGE / 2.0, pair.soft);
    let mut x = rect.left() + PADDING;
    if let Some(icon) = icon {
        let center = egui::pos2(x + size::TEXT_SMALL / 2.0, rect.center().y);
        paint::icon(painter, center, icon, size::TEXT_SMALL, pair.text);
        x += icon_width;
    }
    paint::put(painter, x, rect.center().y, galley);
    paint::announce(&response, Role::Label, text);
    response
}

/// A dot with a word beside it, as in the status bar.
pub(crate) fn status(ui: &mut Ui, tone: Tone, text: &str) -> Response {
    let tokens = theme::tokens(ui);
    let galley = paint::line(ui.painter(), text, fonts::small(), tokens.text_muted);
    let wanted = Vec2::new(galley.size().x + 14.0, galley.size().y.max(size::LINE_HEIGHT));
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
    let painter = ui.painter();
    painter.circle_filled(
        egui::pos2(rect.left() + 4.0, rect.center().y),
        4.0,
        tokens.tone(tone).text,
    );
    paint::put(painter, rect.left() + 14.0, rect.center().y, galley);
    paint::announce(&response, Role::Label, text);
    response
}

/// A key or chord as it is printed on the keyboard: `key_hint(ui, "Ctrl K")`.
pub(crate) fn key_hint(ui: &mut Ui, keys: &str) -> Response {
    let wanted = key_hint_size(ui, keys);
    let (rect, response) = ui.allocate_exact_size(wanted, Sense::hover());
    paint_key_hint(ui, rect.left(), rect.center().y, keys);
    paint::announce(&response, Role::Label, keys);
    response
}

pub(super) fn key_hint_size(ui: &Ui, keys: &str) -> Vec2 {
    let galley = paint::line(ui.painter(), keys, fonts::tiny(), Color32::PLACEHOLDER);
    Vec2::new(galley.size().x + 10.0, 16.0)
}

pub(super) fn paint_key_hint(ui: &Ui, left: f32, middle: f32, keys: &str) {
    let tokens = theme::tokens(ui);
    let size = key_hint_size(ui, keys);
    let rect = egui::Rect::from_min_size(egui::pos2(left, middle - size.y / 2.0), size);
    paint::frame(ui.painter(), rect, 4, tokens.raised, tokens.line_strong);
    let galley = paint::line(ui.painter(), keys, fonts::tiny(), tokens.text_muted);
    paint::put(ui.painter(), left + 5.0, middle, galley);
}

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::Queryable as _;

    use super::badge;
    use super::key_hint;
    use super::status;
    use crate::ui::theme::tokens::Tone;
    use crate::ui::widgets::testing::harness;

    #[test]
    fn a_screen_reader_reads_the_word_of_each() {
        let harness = harness((), |ui, ()| {
            badge(ui, Tone::Warning, "Deactivated");
            status(ui, Tone::Good, "Connected");
            key_hint(ui, "Ctrl K");
        });
        for word in ["Deactivated", "Connected", "Ctrl K"] {
            harness.get_by_label(word);
        }
    }
}
