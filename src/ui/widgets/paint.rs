//! Small strokes that all widgets share: one line of text, an icon, the focus ring, an accessible name.

use std::sync::Arc;

use egui::Align2;
use egui::Color32;
use egui::CornerRadius;
use egui::FontId;
use egui::Galley;
use egui::Painter;
use egui::Pos2;
use egui::Rect;
use egui::Response;
use egui::Stroke;
use egui::StrokeKind;
use egui::Ui;
use egui::Vec2;
use egui::WidgetInfo;
use egui::accesskit::Role;
use egui::text::LayoutJob;
use egui::text::TextFormat;
use egui::text::TextWrapping;

use crate::ui::theme;
use crate::ui::theme::fonts;
use crate::ui::theme::icons::Icon;
use crate::ui::theme::tokens::size;
use crate::verkada::name;

/// Text on one line, as wide as it wants.
pub(crate) fn line(painter: &Painter, text: &str, font: FontId, color: Color32) -> Arc<Galley> {
    painter.layout_no_wrap(name::shown(text).into_owned(), font, color)
}

/// Text on one line, ending in `…` where `width` ends.
pub(crate) fn line_in(
    painter: &Painter,
    text: &str,
    font: FontId,
    color: Color32,
    width: f32,
) -> Arc<Galley> {
    let mut job =
        LayoutJob::single_section(name::shown(text).into_owned(), TextFormat::simple(font, color));
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    job.break_on_newline = false;
    painter.layout_job(job)
}

/// Draws a line of text with its left end at `x`, centered on `y`; returns where it ends.
pub(crate) fn put(painter: &Painter, x: f32, y: f32, galley: Arc<Galley>) -> f32 {
    let width = galley.size().x;
    let pos = Pos2::new(x, y - galley.size().y / 2.0);
    painter.galley(pos, galley, Color32::PLACEHOLDER);
    x + width
}

/// Draws an icon centered on a point.
pub(crate) fn icon(painter: &Painter, center: Pos2, icon: Icon, points: f32, color: Color32) {
    painter.text(center, Align2::CENTER_CENTER, icon.glyph(), fonts::icon(points), color);
}

/// Draws the ring around what has the keyboard.
pub(crate) fn focus_ring(ui: &Ui, rect: Rect, radius: u8) {
    let stroke = Stroke::new(size::FOCUS, theme::tokens(ui).accent);
    let radius = CornerRadius::same(radius.saturating_add(2));
    ui.painter().rect_stroke(rect.expand(2.0), radius, stroke, StrokeKind::Inside);
}

/// Draws a filled box with an outline inside its edge.
pub(crate) fn frame(painter: &Painter, rect: Rect, radius: u8, fill: Color32, line: Color32) {
    let stroke = Stroke::new(size::LINE, line);
    painter.rect(rect, CornerRadius::same(radius), fill, stroke, StrokeKind::Inside);
}

/// Gives a painted control its role and name in the accessibility tree.
pub(crate) fn announce(response: &Response, role: Role, name: &str) {
    response.widget_info(|| WidgetInfo::labeled(role, response.enabled(), name));
}

/// A hairline across the rest of the row.
pub(crate) fn separator(ui: &mut Ui) {
    let (rect, _) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), size::LINE), egui::Sense::hover());
    ui.painter().hline(
        rect.x_range(),
        rect.center().y,
        Stroke::new(size::LINE, theme::tokens(ui).line),
    );
}
