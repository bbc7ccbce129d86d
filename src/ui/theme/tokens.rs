//! The only colors and sizes of the program: primitives are private, everything else reads meanings.
#![expect(clippy::disallowed_methods, reason = "this is the file that colors come from")]

use egui::Color32;

const fn rgb(red: u8, green: u8, blue: u8) -> Color32 {
    Color32::from_rgb(red, green, blue)
}

const fn shade(alpha: u8) -> Color32 {
    Color32::from_black_alpha(alpha)
}

/// What the colors of one theme mean.
#[derive(Debug)]
pub(crate) struct Tokens {
    /// Behind pages.
    pub(crate) background: Color32,
    /// Tables, bars, cards, dialogs, fields.
    pub(crate) surface: Color32,
    /// Boxes that stand out from a surface, table headers.
    pub(crate) raised: Color32,
    /// Wells: code, chips, tracks.
    pub(crate) sunken: Color32,
    /// Under the pointer, on any surface.
    pub(crate) hover: Color32,
    /// Under a pressed button.
    pub(crate) pressed: Color32,
    /// Between rows and around cards.
    pub(crate) line: Color32,
    /// Around buttons and chips, which their text makes known.
    pub(crate) line_strong: Color32,
    /// Around fields and check boxes, which only the outline makes known: 3:1.
    pub(crate) control: Color32,
    /// Plain text.
    pub(crate) text: Color32,
    /// Second text: labels, captions, secondary cells.
    pub(crate) text_muted: Color32,
    /// Third text: notes, hints in empty fields; still 4.5:1.
    pub(crate) text_hint: Color32,
    /// Ornaments that carry no meaning of their own.
    pub(crate) faint: Color32,
    /// What can be done, what is chosen, where the focus is.
    pub(crate) accent: Color32,
    /// The accent under the pointer.
    pub(crate) accent_hover: Color32,
    /// Behind chosen things.
    pub(crate) accent_soft: Color32,
    /// On a filled accent or danger.
    pub(crate) on_accent: Color32,
    /// Works, proven, active.
    pub(crate) good: Color32,
    /// Behind [`Tokens::good`].
    pub(crate) good_soft: Color32,
    /// Doubtful, deactivated.
    pub(crate) warning: Color32,
    /// Behind [`Tokens::warning`].
    pub(crate) warning_soft: Color32,
    /// Wrong, lost, erased.
    pub(crate) danger: Color32,
    /// Behind [`Tokens::danger`].
    pub(crate) danger_soft: Color32,
    /// The practice organization.
    pub(crate) sandbox: Color32,
    /// Behind [`Tokens::sandbox`].
    pub(crate) sandbox_soft: Color32,
    /// Over the window behind a dialog.
    pub(crate) scrim: Color32,
    /// Under menus and dialogs.
    pub(crate) shadow: Color32,
}

/// The light theme.
pub(crate) const LIGHT: Tokens = Tokens {
    background: rgb(0xF6, 0xF7, 0xF9),
    surface: rgb(0xFF, 0xFF, 0xFF),
    raised: rgb(0xFB, 0xFC, 0xFD),
    sunken: rgb(0xEE, 0xF1, 0xF4),
    hover: rgb(0xF3, 0xF5, 0xF8),
    pressed: rgb(0xE9, 0xED, 0xF1),
    line: rgb(0xE1, 0xE5, 0xEA),
    line_strong: rgb(0xCD, 0xD4, 0xDC),
    control: rgb(0x7D, 0x89, 0x97),
    text: rgb(0x15, 0x19, 0x1E),
    text_muted: rgb(0x5C, 0x67, 0x73),
    text_hint: rgb(0x61, 0x6C, 0x78),
    faint: rgb(0x8A, 0x95, 0xA1),
    accent: rgb(0x28, 0x5F, 0xE2),
    accent_hover: rgb(0x1F, 0x52, 0xCB),
    accent_soft: rgb(0xE7, 0xEE, 0xFD),
    on_accent: rgb(0xFF, 0xFF, 0xFF),
    good: rgb(0x13, 0x7A, 0x4D),
    good_soft: rgb(0xE2, 0xF3, 0xEA),
    warning: rgb(0x95, 0x5D, 0x09),
    warning_soft: rgb(0xFB, 0xF0, 0xDC),
    danger: rgb(0xB9, 0x31, 0x2B),
    danger_soft: rgb(0xFB, 0xE7, 0xE5),
    sandbox: rgb(0x6D, 0x3F, 0xC4),
    sandbox_soft: rgb(0xEF, 0xE8, 0xFB),
    scrim: shade(110),
    shadow: shade(38),
};

/// The dark theme.
pub(crate) const DARK: Tokens = Tokens {
    background: rgb(0x10, 0x13, 0x16),
    surface: rgb(0x17, 0x1A, 0x1E),
    raised: rgb(0x1B, 0x1F, 0x24),
    sunken: rgb(0x0C, 0x0E, 0x11),
    hover: rgb(0x1F, 0x23, 0x29),
    pressed: rgb(0x26, 0x2B, 0x32),
    line: rgb(0x28, 0x2D, 0x34),
    line_strong: rgb(0x3A, 0x41, 0x4A),
    control: rgb(0x6F, 0x7A, 0x86),
    text: rgb(0xE6, 0xEA, 0xEF),
    text_muted: rgb(0x9A, 0xA5, 0xB1),
    text_hint: rgb(0x8E, 0x99, 0xA5),
    faint: rgb(0x6C, 0x77, 0x83),
    accent: rgb(0x7B, 0xA5, 0xFF),
    accent_hover: rgb(0x97, 0xB8, 0xFF),
    accent_soft: rgb(0x1B, 0x2A, 0x48),
    on_accent: rgb(0x0C, 0x15, 0x24),
    good: rgb(0x58, 0xC7, 0x92),
    good_soft: rgb(0x12, 0x30, 0x1F),
    warning: rgb(0xE3, 0xB4, 0x58),
    warning_soft: rgb(0x36, 0x29, 0x0F),
    danger: rgb(0xFF, 0x8B, 0x82),
    danger_soft: rgb(0x3E, 0x1A, 0x18),
    sandbox: rgb(0xB9, 0x9B, 0xFF),
    sandbox_soft: rgb(0x29, 0x1D, 0x44),
    scrim: shade(150),
    shadow: shade(120),
};

/// A family of colors for one kind of news; never the only sign of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Tone {
    /// No judgment.
    #[default]
    Neutral,
    /// Chosen, or news.
    Accent,
    /// Works.
    Good,
    /// Doubtful.
    Warning,
    /// Wrong.
    Danger,
    /// Only practice.
    Sandbox,
}

/// The two colors of a [`Tone`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair {
    /// Text and icons.
    pub(crate) text: Color32,
    /// What lies behind them.
    pub(crate) soft: Color32,
}

impl Tokens {
    /// The colors of a tone.
    pub(crate) const fn tone(&self, tone: Tone) -> Pair {
        let (text, soft) = match tone {
            Tone::Neutral => (self.text_muted, self.sunken),
            Tone::Accent => (self.accent, self.accent_soft),
            Tone::Good => (self.good, self.good_soft),
            Tone::Warning => (self.warning, self.warning_soft),
            Tone::Danger => (self.danger, self.danger_soft),
            Tone::Sandbox => (self.sandbox, self.sandbox_soft),
        };
        Pair { text, soft }
    }
}

/// Lengths in points.
pub(crate) mod size {
    /// A row of a table.
    pub(crate) const ROW: f32 = 32.0;
    /// The header of a table.
    pub(crate) const TABLE_HEADER: f32 = 33.0;
    /// A button or a field.
    pub(crate) const CONTROL: f32 = 30.0;
    /// A chip.
    pub(crate) const CHIP: f32 = 26.0;
    /// A badge.
    pub(crate) const BADGE: f32 = 20.0;
    /// A check box.
    pub(crate) const CHECK: f32 = 14.0;
    /// The left rail.
    pub(crate) const RAIL: f32 = 196.0;
    /// The top bar.
    pub(crate) const TOP_BAR: f32 = 44.0;
    /// The status bar.
    pub(crate) const STATUS_BAR: f32 = 24.0;
    /// Between text and the edge of its cell.
    pub(crate) const CELL: f32 = 10.0;
    /// Between neighbors.
    pub(crate) const GAP: f32 = 8.0;
    /// Between closely tied neighbors.
    pub(crate) const GAP_SMALL: f32 = 4.0;
    /// Between groups.
    pub(crate) const GAP_LARGE: f32 = 16.0;
    /// Corners of controls.
    pub(crate) const RADIUS: u8 = 6;
    /// Corners of cards and dialogs.
    pub(crate) const RADIUS_LARGE: u8 = 8;
    /// An icon beside text.
    pub(crate) const ICON: f32 = 14.0;
    /// The line of a hairline.
    pub(crate) const LINE: f32 = 1.0;
    /// The line of the focus ring.
    pub(crate) const FOCUS: f32 = 2.0;
    /// The bar of a scroll area.
    pub(crate) const SCROLL_BAR: f32 = 10.0;

    /// Text sizes.
    pub(crate) const TEXT: f32 = 13.0;
    /// Captions, chips, badges.
    pub(crate) const TEXT_SMALL: f32 = 12.0;
    /// Headings of the rail.
    pub(crate) const TEXT_TINY: f32 = 11.0;
    /// The name of a person or thing shown.
    pub(crate) const TEXT_TITLE: f32 = 16.0;
    /// The heading of a page or dialog.
    pub(crate) const TEXT_HEADING: f32 = 18.0;
    /// Fixed-width text.
    pub(crate) const TEXT_MONO: f32 = 12.0;
    /// From one line of running text to the next.
    pub(crate) const LINE_HEIGHT: f32 = 18.0;
}

#[cfg(test)]
mod tests {
    use egui::Color32;

    use super::DARK;
    use super::LIGHT;
    use super::Tokens;
    use super::Tone;

    fn luminance(color: Color32) -> f32 {
        let linear = |channel: u8| {
            let value = f32::from(channel) / 255.0;
            if value <= 0.039_28 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
    }

    /// WCAG 2.2 contrast ratio.
    fn contrast(a: Color32, b: Color32) -> f32 {
        let (a, b) = (luminance(a) + 0.05, luminance(b) + 0.05);
        if a > b { a / b } else { b / a }
    }

    fn check(theme: &str, pairs: &[(&str, Color32, Color32)], least: f32) {
        for (name, front, back) in pairs {
            let ratio = contrast(*front, *back);
            assert!(ratio >= least, "{theme}: {name} has {ratio:.2}:1, needs {least}:1");
        }
    }

    fn each_theme(check: impl Fn(&str, &Tokens)) {
        check("light", &LIGHT);
        check("dark", &DARK);
    }

    #[test]
    fn text_is_legible_on_every_ground_it_stands_on() {
        each_theme(|theme, t| {
            let grounds = [t.background, t.surface, t.raised, t.sunken, t.hover, t.accent_soft];
            for ground in grounds {
                let pairs = [
                    ("text", t.text, ground),
                    ("muted text", t.text_muted, ground),
                    ("hint", t.text_hint, ground),
                    ("accent text", t.accent, ground),
                    ("good text", t.good, ground),
                    ("warning text", t.warning, ground),
                    ("danger text", t.danger, ground),
                    ("sandbox text", t.sandbox, ground),
                ];
                check(theme, &pairs, 4.5);
            }
            check(theme, &[("text on a pressed button", t.text, t.pressed)], 4.5);
        });
    }

    #[test]
    fn badges_and_filled_buttons_are_legible() {
        each_theme(|theme, t| {
            for tone in [
                Tone::Neutral,
                Tone::Accent,
                Tone::Good,
                Tone::Warning,
                Tone::Danger,
                Tone::Sandbox,
            ] {
                let pair = t.tone(tone);
                check(theme, &[("badge", pair.text, pair.soft)], 4.5);
            }
            let filled = [
                ("primary", t.on_accent, t.accent),
                ("primary under the pointer", t.on_accent, t.accent_hover),
                ("danger", t.on_accent, t.danger),
            ];
            check(theme, &filled, 4.5);
        });
    }

    #[test]
    fn outlines_of_controls_and_the_focus_ring_can_be_seen() {
        each_theme(|theme, t| {
            for ground in [t.background, t.surface, t.raised, t.sunken, t.accent_soft] {
                check(theme, &[("outline", t.control, ground), ("focus", t.accent, ground)], 3.0);
            }
        });
    }
}
