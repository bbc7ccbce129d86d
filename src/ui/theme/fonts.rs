//! The bundled faces, the families made of them, and the sizes text comes in.

use std::sync::Arc;
use std::sync::LazyLock;

use egui::FontData;
use egui::FontDefinitions;
use egui::FontFamily;
use egui::FontId;

use crate::ui::theme::tokens::size;

static MEDIUM: LazyLock<FontFamily> = LazyLock::new(|| FontFamily::Name("medium".into()));
static STRONG: LazyLock<FontFamily> = LazyLock::new(|| FontFamily::Name("strong".into()));
static ICONS: LazyLock<FontFamily> = LazyLock::new(|| FontFamily::Name("icons".into()));

/// All bundled faces. Scripts they lack come from the fonts of the system, asked for when first met.
///
/// The icons are a family of their own: private-use characters in somebody's name must not turn into our icons.
pub(crate) fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let faces: [(&str, &'static [u8]); 6] = [
        ("inter", include_bytes!("../../../assets/fonts/Inter-Regular.ttf")),
        ("inter-medium", include_bytes!("../../../assets/fonts/Inter-Medium.ttf")),
        ("inter-strong", include_bytes!("../../../assets/fonts/Inter-SemiBold.ttf")),
        ("mono", include_bytes!("../../../assets/fonts/JetBrainsMono-Regular.ttf")),
        ("mono-medium", include_bytes!("../../../assets/fonts/JetBrainsMono-Medium.ttf")),
        ("lucide", include_bytes!("../../../assets/icons/lucide.ttf")),
    ];
    for (name, bytes) in faces {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let families = [
        (FontFamily::Proportional, vec!["inter", "mono"]),
        (MEDIUM.clone(), vec!["inter-medium", "mono-medium"]),
        (STRONG.clone(), vec!["inter-strong", "mono-medium"]),
        (FontFamily::Monospace, vec!["mono", "inter"]),
        (ICONS.clone(), vec!["lucide"]),
    ];
    for (family, names) in families {
        fonts.families.insert(family, names.into_iter().map(str::to_owned).collect());
    }
    fonts
}

/// Running text and table cells.
pub(crate) fn body() -> FontId {
    FontId::new(size::TEXT, FontFamily::Proportional)
}

/// Buttons, names, values that matter.
pub(crate) fn medium() -> FontId {
    FontId::new(size::TEXT, MEDIUM.clone())
}

/// Titles of cards, chosen things.
pub(crate) fn strong() -> FontId {
    FontId::new(size::TEXT, STRONG.clone())
}

/// Captions, status bar.
pub(crate) fn small() -> FontId {
    FontId::new(size::TEXT_SMALL, FontFamily::Proportional)
}

/// Chips, badges, table headers.
pub(crate) fn small_medium() -> FontId {
    FontId::new(size::TEXT_SMALL, MEDIUM.clone())
}

/// Headings of the rail, key hints.
pub(crate) fn tiny() -> FontId {
    FontId::new(size::TEXT_TINY, FontFamily::Proportional)
}

/// The name of the person or thing shown.
pub(crate) fn title() -> FontId {
    FontId::new(size::TEXT_TITLE, STRONG.clone())
}

/// Headings of pages and dialogs.
pub(crate) fn heading() -> FontId {
    FontId::new(size::TEXT_HEADING, STRONG.clone())
}

/// Ids, addresses, JSON, tokens.
pub(crate) fn mono() -> FontId {
    FontId::new(size::TEXT_MONO, FontFamily::Monospace)
}

/// An icon of a given size.
pub(crate) fn icon(points: f32) -> FontId {
    FontId::new(points, ICONS.clone())
}

#[cfg(test)]
mod tests {
    use egui::FontId;

    use super::body;
    use super::definitions;
    use super::icon;
    use super::medium;
    use super::mono;
    use super::strong;
    use crate::ui::theme::icons;

    fn with_fonts(check: impl Fn(&mut egui::epaint::text::FontsView<'_>)) {
        let ctx = egui::Context::default();
        ctx.set_fonts(definitions());
        ctx.run_ui(egui::RawInput::default(), |ui| ui.ctx().fonts_mut(|fonts| check(fonts)))
            .drop_without_applying_deltas();
    }

    #[test]
    fn every_icon_is_in_the_font() {
        with_fonts(|fonts| {
            for icon_ in icons::ALL {
                assert!(fonts.has_glyph(&icon(14.0), icon_.glyph()), "{icon_:?}");
            }
        });
    }

    #[test]
    fn icons_do_not_leak_into_text() {
        with_fonts(|fonts| {
            for font in [body(), medium(), strong(), mono()] {
                assert!(!fonts.has_glyph(&font, icons::CLOSE.glyph()), "{font:?}");
            }
        });
    }

    #[test]
    fn digits_of_each_text_face_are_equally_wide() {
        with_fonts(|fonts| {
            for font in [body(), medium(), strong(), mono()] {
                let widths: Vec<f32> =
                    ('0'..='9').map(|digit| fonts.glyph_width(&font, digit)).collect();
                assert!(
                    widths.iter().all(|width| (width - widths[0]).abs() < 0.01),
                    "{font:?} {widths:?}"
                );
            }
        });
    }

    #[test]
    fn the_text_faces_hold_latin_greek_cyrillic_and_the_signs_in_use() {
        let sample =
            "Anaïs Lefèvre Bệnh Nguyễn Þórsson Łukasz Ωμέγα Дмитро … – · • → ↑ ↓ ≥ × “” ‹› €";
        with_fonts(|fonts| {
            let missing =
                |font: &FontId, fonts: &mut egui::epaint::text::FontsView<'_>| -> String {
                    sample.chars().filter(|c| !fonts.has_glyph(font, *c)).collect()
                };
            for font in [body(), medium(), strong(), mono()] {
                assert_eq!(missing(&font, fonts), "", "{font:?}");
            }
        });
    }
}
