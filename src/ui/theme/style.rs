//! Turns tokens into the style that egui's own widgets read.

use std::collections::BTreeMap;

use egui::Color32;
use egui::CornerRadius;
use egui::Margin;
use egui::Shadow;
use egui::Stroke;
use egui::Style;
use egui::TextStyle;
use egui::Vec2;
use egui::Visuals;
use egui::style::ScrollStyle;
use egui::style::WidgetVisuals;

use crate::ui::theme::fonts;
use crate::ui::theme::tokens::Tokens;
use crate::ui::theme::tokens::size;

/// The style of one theme, on top of egui's own visuals for it.
pub(crate) fn style(base: Visuals, tokens: &Tokens) -> Style {
    let mut style = Style { visuals: visuals(base, tokens), ..Style::default() };
    style.text_styles = BTreeMap::from([
        (TextStyle::Heading, fonts::heading()),
        (TextStyle::Body, fonts::body()),
        (TextStyle::Monospace, fonts::mono()),
        (TextStyle::Button, fonts::medium()),
        (TextStyle::Small, fonts::small()),
    ]);
    style.animation_time = 0.09;
    // Text that may be copied says so itself; an I-beam over every caption would be noise.
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.4;
    let spacing = &mut style.spacing;
    spacing.item_spacing = Vec2::new(size::GAP, size::GAP);
    spacing.button_padding = Vec2::new(12.0, 6.0);
    spacing.interact_size = Vec2::new(size::CONTROL, size::CONTROL);
    spacing.menu_margin = Margin::same(4);
    spacing.window_margin = Margin::same(16);
    spacing.extra_text_line_spacing = 2.0;
    spacing.icon_width = size::CHECK;
    spacing.icon_spacing = size::GAP;
    spacing.tooltip_width = 320.0;
    spacing.scroll = ScrollStyle {
        bar_width: size::SCROLL_BAR,
        floating_width: 6.0,
        handle_min_length: 28.0,
        bar_inner_margin: 2.0,
        bar_outer_margin: 2.0,
        dormant_handle_opacity: 0.35,
        active_handle_opacity: 0.5,
        ..ScrollStyle::floating()
    };
    style
}

fn visuals(base: Visuals, t: &Tokens) -> Visuals {
    let radius = CornerRadius::same(size::RADIUS);
    let widget = |fill: Color32, line: Color32, text: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(size::LINE, line),
        corner_radius: radius,
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    let mut visuals = base;
    visuals.override_text_color = None;
    visuals.weak_text_color = Some(t.text_hint);
    visuals.hyperlink_color = t.accent;
    visuals.faint_bg_color = t.raised;
    visuals.extreme_bg_color = t.surface;
    visuals.text_edit_bg_color = Some(t.surface);
    visuals.code_bg_color = t.sunken;
    visuals.warn_fg_color = t.warning;
    visuals.error_fg_color = t.danger;
    visuals.panel_fill = t.background;
    visuals.window_fill = t.surface;
    visuals.window_stroke = Stroke::new(size::LINE, t.line);
    visuals.window_corner_radius = CornerRadius::same(size::RADIUS_LARGE);
    visuals.menu_corner_radius = CornerRadius::same(size::RADIUS_LARGE);
    visuals.window_shadow = Shadow { offset: [0, 12], blur: 32, spread: 0, color: t.shadow };
    visuals.popup_shadow = Shadow { offset: [0, 6], blur: 18, spread: 0, color: t.shadow };
    visuals.selection.bg_fill = t.accent_soft;
    visuals.selection.stroke = Stroke::new(size::LINE, t.accent);
    visuals.text_cursor.stroke = Stroke::new(1.5, t.accent);
    visuals.widgets.noninteractive = widget(t.surface, t.line, t.text);
    visuals.widgets.inactive = widget(t.surface, t.line_strong, t.text);
    visuals.widgets.hovered = widget(t.hover, t.control, t.text);
    visuals.widgets.active = widget(t.pressed, t.accent, t.text);
    visuals.widgets.open = widget(t.hover, t.control, t.text);
    visuals.disabled_alpha = 0.55;
    visuals
}
