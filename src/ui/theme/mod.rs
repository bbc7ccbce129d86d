//! How everything looks: tokens, faces, icons, and their way into egui.

pub(crate) mod fonts;
pub(crate) mod icons;
pub(crate) mod style;
pub(crate) mod tokens;

use egui::Context;
use egui::Theme;
use egui::Ui;
use egui::Visuals;

use crate::ui::theme::tokens::DARK;
use crate::ui::theme::tokens::LIGHT;
use crate::ui::theme::tokens::Tokens;

/// Installs faces and both themes; switching later is `ctx.set_theme(…)` and costs nothing.
pub(crate) fn install(ctx: &Context) {
    ctx.set_fonts(fonts::definitions());
    ctx.set_style_of(Theme::Light, style::style(Visuals::light(), &LIGHT));
    ctx.set_style_of(Theme::Dark, style::style(Visuals::dark(), &DARK));
}

/// The tokens of the theme in use.
pub(crate) fn tokens(ui: &Ui) -> &'static Tokens {
    if ui.visuals().dark_mode { &DARK } else { &LIGHT }
}
