//! A round sign with the initials of a person.

use egui::Response;
use egui::Sense;
use egui::Ui;
use egui::Vec2;
use egui::accesskit::Role;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::ui::theme;
use crate::ui::theme::fonts;
use crate::ui::widgets::paint;

const DIAMETER: f32 = 40.0;

/// Draws the initials of a name.
pub(crate) fn avatar(ui: &mut Ui, name: &str) -> Response {
    let tokens = theme::tokens(ui);
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(DIAMETER), Sense::hover());
    ui.painter().circle_filled(rect.center(), DIAMETER / 2.0, tokens.accent_soft);
    let galley = paint::line(ui.painter(), &initials(name), fonts::strong(), tokens.accent);
    paint::put(ui.painter(), rect.center().x - galley.size().x / 2.0, rect.center().y, galley);
    response
        .widget_info(|| egui::WidgetInfo::labeled(Role::Image, true, format!("Picture of {name}")));
    response
}

/// First letters of the first and the last word; one only where words are not spaced.
fn initials(name: &str) -> String {
    let first = |word: &str| -> Option<String> {
        let letter =
            word.graphemes(true).find(|grapheme| grapheme.chars().all(char::is_alphanumeric))?;
        Some(letter.to_uppercase())
    };
    let mut words = name.split_whitespace().filter_map(first);
    let one = words.next().unwrap_or_else(|| "?".to_owned());
    match words.next_back() {
        Some(other) if one.len() <= 2 && other.len() <= 2 => format!("{one}{other}"),
        _ => one,
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_come_from_any_script_and_never_fail() {
        for (name, shown) in [
            ("Arjun Raghunathan", "AR"),
            ("Anaïs Lefèvre-Brandt de la Tour", "AT"),
            ("élodie", "É"),
            ("陳 怡君 (Yi-Chun Chen)", "陳"),
            ("Дмитро Коваленко", "ДК"),
            ("  ", "?"),
            ("\u{202e}\u{200b}", "?"),
            ("{{x}} 7", "X7"),
        ] {
            assert_eq!(initials(name), shown, "{name:?}");
        }
    }
}
