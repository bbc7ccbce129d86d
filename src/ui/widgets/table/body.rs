//! Draws the rows that can be seen, and nothing for those that can not.

use egui::Painter;
use egui::Rect;
use egui::Stroke;
use egui::StrokeKind;
use egui::Ui;

use crate::ui::theme;
use crate::ui::theme::fonts;
use crate::ui::theme::tokens::Tokens;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::checkbox;
use crate::ui::widgets::paint;
use crate::ui::widgets::table::Table;
use crate::ui::widgets::table::cell::Cell;
use crate::ui::widgets::table::cell::Look;
use crate::ui::widgets::table::layout::Layout;
use crate::ui::widgets::table::state::TableState;

/// A row and a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) row: usize,
    pub(super) column: Option<usize>,
}

/// Where a row is on screen, on whole pixels so that text and lines move together.
pub(super) fn row_rect(ui: &Ui, layout: &Layout, state: &TableState, row: usize) -> Rect {
    let ppp = ui.ctx().pixels_per_point();
    let top = layout.body.top() + state.scroll.offset(row);
    let top = (top * ppp).round() / ppp;
    Rect::from_x_y_ranges(layout.body.x_range(), top..=top + size::ROW)
}

/// Draws all; returns the whole text of the cell under the pointer if it did not fit.
pub(super) fn show(
    ui: &Ui,
    table: &Table<'_, '_>,
    layout: &Layout,
    state: &TableState,
    hovered: Option<Spot>,
    focused: Option<usize>,
) -> Option<String> {
    let tokens = theme::tokens(ui);
    let painter = ui.painter().with_clip_rect(layout.body.intersect(ui.clip_rect()));
    let mut cut = None;
    for row in state.scroll.visible(layout.extent) {
        let rect = row_rect(ui, layout, state, row);
        let key = (table.key)(row);
        let selected = state.selected.contains(key);
        let under_pointer = hovered.is_some_and(|spot| spot.row == row);
        if selected {
            painter.rect_filled(rect, 0.0, tokens.accent_soft);
        } else if under_pointer {
            painter.rect_filled(rect, 0.0, tokens.hover);
        }
        painter.hline(rect.x_range(), rect.bottom() - 0.5, Stroke::new(size::LINE, tokens.line));
        if let Some(check) = layout.check(rect) {
            checkbox::paint_box(&painter, tokens, check.center(), selected.into());
        }
        for column in layout.columns() {
            let cell_rect = layout.cell(column, rect);
            let clip = layout.clip(column, layout.body).intersect(painter.clip_rect());
            if !clip.intersects(cell_rect) {
                continue;
            }
            let cell = (table.cell)(row, column);
            let align = table.columns.get(column).map_or(egui::Align::Min, |column| column.align);
            let elided = paint_cell(&painter.with_clip_rect(clip), tokens, cell_rect, &cell, align);
            if elided == Fit::Cut && hovered == Some(Spot { row, column: Some(column) }) {
                cut = Some(cell.text.into_owned());
            }
        }
        if focused == Some(row) {
            let stroke = Stroke::new(size::FOCUS, tokens.accent);
            painter.rect_stroke(
                rect.shrink2(egui::vec2(1.0, 0.5)),
                2.0,
                stroke,
                StrokeKind::Inside,
            );
        }
    }
    if let Some(x) = layout.frozen_edge() {
        let line = Stroke::new(size::LINE, tokens.line_strong);
        ui.painter().vline(x, layout.header.top()..=layout.body.bottom(), line);
    }
    cut
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    Whole,
    Cut,
}

fn paint_cell(
    painter: &Painter,
    tokens: &Tokens,
    rect: Rect,
    cell: &Cell<'_>,
    align: egui::Align,
) -> Fit {
    let middle = rect.center().y;
    let mut left = rect.left() + size::CELL;
    let right = rect.right() - size::CELL;
    if let Some((icon, tone)) = cell.icon {
        let center = egui::pos2(left + size::ICON / 2.0, middle);
        paint::icon(painter, center, icon, size::ICON, tokens.tone(tone).text);
        left += size::ICON + 6.0;
    }
    if cell.text.is_empty() {
        return Fit::Whole;
    }
    let (font, color, padding) = match cell.look {
        Look::Plain => (fonts::body(), tokens.text, 0.0),
        Look::Name => (fonts::medium(), tokens.text, 0.0),
        Look::Muted => (fonts::body(), tokens.text_muted, 0.0),
        Look::Mono => (fonts::mono(), tokens.text, 0.0),
        Look::Badge(tone) => (fonts::small_medium(), tokens.tone(tone).text, 8.0),
    };
    let room = right - left - 2.0 * padding;
    let galley = paint::line_in(painter, &cell.text, font, color, room);
    let fit = if galley.elided { Fit::Cut } else { Fit::Whole };
    let width = galley.size().x + 2.0 * padding;
    if align == egui::Align::Max {
        left = right - width;
    }
    if let Look::Badge(tone) = cell.look {
        let pill = Rect::from_min_size(
            egui::pos2(left, middle - size::BADGE / 2.0),
            egui::vec2(width, size::BADGE),
        );
        painter.rect_filled(pill, size::BADGE / 2.0, tokens.tone(tone).soft);
    }
    paint::put(painter, left + padding, middle, galley);
    fit
}
