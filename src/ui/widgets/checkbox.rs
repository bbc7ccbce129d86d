//! The boxes of the check boxes of a table, with a third state for "some of them".

use egui::Vec2;

use crate::ui::theme::icons;
use crate::ui::theme::tokens::Tokens;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::paint;

/// How much of something is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Check {
    /// Nothing.
    #[default]
    Off,
    /// All of it.
    On,
    /// Some of it.
    Mixed,
}

impl From<bool> for Check {
    fn from(on: bool) -> Self {
        if on { Self::On } else { Self::Off }
    }
}

/// Draws only the box.
pub(super) fn paint_box(
    painter: &egui::Painter,
    tokens: &Tokens,
    center: egui::Pos2,
    check: Check,
) {
    let rect = egui::Rect::from_center_size(center, Vec2::splat(size::CHECK));
    match check {
        Check::Off => paint::frame(painter, rect, 4, tokens.surface, tokens.control),
        Check::On => {
            paint::frame(painter, rect, 4, tokens.accent, tokens.accent);
            paint::icon(painter, center, icons::CHECK, 11.0, tokens.on_accent);
        }
        Check::Mixed => {
            paint::frame(painter, rect, 4, tokens.accent, tokens.accent);
            paint::icon(painter, center, icons::MINUS, 11.0, tokens.on_accent);
        }
    }
}
