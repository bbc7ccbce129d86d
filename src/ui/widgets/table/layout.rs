//! Where everything in a table is during one frame.

use std::ops::Range;

use egui::Rect;

use crate::ui::theme::tokens::size;
use crate::ui::widgets::table::column;
use crate::ui::widgets::table::column::Column;
use crate::ui::widgets::table::scroll::Extent;
use crate::ui::widgets::table::state::TableState;

/// Room for the check boxes.
pub(super) const CHECKS: f32 = 34.0;

/// Places of header, rows and columns.
pub(super) struct Layout {
    pub(super) header: Rect,
    pub(super) body: Rect,
    pub(super) extent: Extent,
    pub(super) checks: f32,
    widths: Vec<f32>,
    left: f32,
    overflow: f32,
}

impl Layout {
    /// Divides `rect`; the first column stays where it is while the others move sideways.
    pub(super) fn new(
        rect: Rect,
        columns: &[Column<'_>],
        checks: f32,
        rows: usize,
        state: &mut TableState,
    ) -> Self {
        let (header, body) =
            rect.split_top_bottom_at_y(rect.top() + size::TABLE_HEADER.min(rect.height()));
        let extent = Extent { rows, view: body.height() };
        let bar = if extent.overflows() { size::SCROLL_BAR } else { 0.0 };
        let room = rect.width() - checks - bar;
        let widths = column::resolve(columns, |title| state.widths.get(title).copied(), room);
        let overflow = (widths.iter().sum::<f32>() - room).max(0.0);
        state.left = state.left.clamp(0.0, overflow);
        Self { header, body, extent, checks, widths, left: state.left, overflow }
    }

    /// How far the columns can move sideways.
    pub(super) const fn overflow(&self) -> f32 {
        self.overflow
    }

    /// The columns, by number.
    pub(super) fn columns(&self) -> Range<usize> {
        0..self.widths.len()
    }

    fn frozen_right(&self) -> f32 {
        self.body.left() + self.checks + self.widths.first().copied().unwrap_or(0.0)
    }

    /// A column within a row or the header, whole, even where it is covered.
    pub(super) fn cell(&self, column: usize, row: Rect) -> Rect {
        let before: f32 = self.widths.iter().take(column).sum();
        let moved = if column == 0 { 0.0 } else { self.left };
        let left = self.body.left() + self.checks + before - moved;
        let width = self.widths.get(column).copied().unwrap_or(0.0);
        Rect::from_min_max(egui::pos2(left, row.top()), egui::pos2(left + width, row.bottom()))
    }

    /// Where a column may be drawn: not over the first one.
    pub(super) fn clip(&self, column: usize, within: Rect) -> Rect {
        if column == 0 {
            return within;
        }
        within.with_min_x(self.frozen_right().min(within.right()))
    }

    /// The column at a place, if it is not that of the check boxes.
    pub(super) fn column_at(&self, x: f32) -> Option<usize> {
        self.columns().find(|column| {
            let cell = self.cell(*column, self.body);
            self.clip(*column, cell).x_range().contains(x)
        })
    }

    /// The line right of the first column, while others are moved under it.
    pub(super) fn frozen_edge(&self) -> Option<f32> {
        (self.left > 0.0).then(|| self.frozen_right())
    }

    /// The check box of a row.
    pub(super) fn check(&self, row: Rect) -> Option<Rect> {
        (self.checks > 0.0).then(|| row.with_max_x(row.left() + self.checks))
    }
}
