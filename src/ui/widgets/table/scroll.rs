//! Where a table is scrolled to, exact to the point however many rows there are; no egui but its numbers.

use std::ops::Range;

use crate::ui::theme::tokens::size;

/// A scroll position in points from the first row.
///
/// It is an `f64`: in `f32`, as scroll areas keep it, single points are lost past 2^24 (524,288 rows of 32 points).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Scroll {
    pub(super) top: f64,
}

/// A list of `rows` rows of fixed height seen through a window `view` points high.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extent {
    pub(super) rows: usize,
    pub(super) view: f32,
}

#[expect(clippy::cast_precision_loss, reason = "row numbers stay far below 2^52")]
const fn to_points(rows: usize) -> f64 {
    rows as f64 * size::ROW as f64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what usize holds"
)]
fn to_rows(points: f64) -> usize {
    (points / f64::from(size::ROW)).clamp(0.0, 1e15) as usize
}

#[expect(clippy::cast_possible_truncation, reason = "the result lies within a screen")]
const fn to_screen(points: f64) -> f32 {
    points as f32
}

impl Extent {
    fn content(self) -> f64 {
        to_points(self.rows)
    }

    fn limit(self) -> f64 {
        (self.content() - f64::from(self.view)).max(0.0)
    }

    /// Whether there is more than fits.
    pub(super) fn overflows(self) -> bool {
        self.limit() > 0.0
    }

    /// Whole rows that fit, at least one.
    pub(super) fn page(self) -> usize {
        to_rows(f64::from(self.view)).max(1)
    }
}

impl Scroll {
    /// Moves by points, down if positive; returns whether anything moved.
    pub(super) fn by(&mut self, points: f32, extent: Extent) -> bool {
        let before = self.top;
        self.top = (self.top + f64::from(points)).clamp(0.0, extent.limit());
        (self.top - before).abs() > 0.0
    }

    /// Stays inside the list after it became shorter or the window higher.
    pub(super) fn clamp(&mut self, extent: Extent) {
        self.top = self.top.clamp(0.0, extent.limit());
    }

    /// Moves as little as is needed to show a whole row.
    pub(super) fn reveal(&mut self, row: usize, extent: Extent) {
        let upper = to_points(row);
        let lower = upper + f64::from(size::ROW) - f64::from(extent.view);
        self.top = self.top.clamp(lower.min(upper), upper).clamp(0.0, extent.limit());
    }

    /// Rows of which at least a part is seen.
    pub(super) fn visible(self, extent: Extent) -> Range<usize> {
        let first = to_rows(self.top).min(extent.rows);
        let last = to_rows(self.top + f64::from(extent.view) + f64::from(size::ROW) - 0.001);
        first..last.clamp(first, extent.rows)
    }

    /// The distance from the upper edge of the window to the upper edge of a visible row.
    pub(super) fn offset(self, row: usize) -> f32 {
        to_screen(to_points(row) - self.top)
    }

    /// The row at a distance from the upper edge of the window.
    pub(super) fn row_at(self, y: f32, extent: Extent) -> Option<usize> {
        let row = to_rows(self.top + f64::from(y));
        (y >= 0.0 && row < extent.rows).then_some(row)
    }

    /// Start and length of the handle on a track of a given length.
    pub(super) fn handle(self, track: f32, least: f32, extent: Extent) -> (f32, f32) {
        let share = f64::from(extent.view) / extent.content().max(1.0);
        let length = to_screen(share * f64::from(track)).clamp(least.min(track), track);
        let way = f64::from(track - length);
        let start = to_screen(self.top / extent.limit().max(1.0) * way);
        (start, length)
    }

    /// Scrolls to where a handle of `length` begins at `start`.
    pub(super) fn drag_to(&mut self, start: f32, length: f32, track: f32, extent: Extent) {
        let way = f64::from(track - length).max(1.0);
        self.top = (f64::from(start) / way).clamp(0.0, 1.0) * extent.limit();
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "exactness is what is tested")]
mod tests {
    use super::Extent;
    use super::Scroll;

    const MILLION: Extent = Extent { rows: 1_000_000, view: 600.0 };

    #[test]
    fn single_points_and_halves_count_at_the_end_of_ten_million_rows() {
        for rows in [100_000, 1_000_000, 10_000_000] {
            let extent = Extent { rows, view: 600.0 };
            let mut scroll = Scroll::default();
            scroll.reveal(rows - 1, extent);
            let end = scroll.top;
            assert_eq!(end, f64::from(u32::try_from(rows).unwrap()) * 32.0 - 600.0);
            for step in [0.5, 1.0, 2.0, 3.0, 5.0, 10.0] {
                for _ in 0..60 {
                    assert!(scroll.by(-step, extent));
                }
                assert_eq!(end - scroll.top, 60.0 * f64::from(step));
                scroll.reveal(rows - 1, extent);
                assert_eq!(scroll.top, end);
            }
        }
    }

    #[test]
    fn the_last_row_ends_at_the_lower_edge() {
        let mut scroll = Scroll::default();
        scroll.reveal(999_999, MILLION);
        assert_eq!(scroll.offset(999_999), 568.0);
        assert_eq!(scroll.visible(MILLION), 999_981..1_000_000);
        assert_eq!(scroll.row_at(599.5, MILLION), Some(999_999));
    }

    #[test]
    fn rows_and_places_agree_everywhere() {
        let mut scroll = Scroll::default();
        for row in (0..1_000_000).step_by(7_919) {
            scroll.reveal(row, MILLION);
            assert!(scroll.visible(MILLION).contains(&row));
            assert_eq!(scroll.row_at(scroll.offset(row) + 1.0, MILLION), Some(row));
        }
    }

    #[test]
    fn the_handle_reaches_both_ends_and_is_found_again() {
        let mut scroll = Scroll::default();
        assert_eq!(scroll.handle(500.0, 28.0, MILLION), (0.0, 28.0));
        scroll.drag_to(472.0, 28.0, 500.0, MILLION);
        assert_eq!(scroll.top, 1_000_000.0 * 32.0 - 600.0);
        assert_eq!(scroll.handle(500.0, 28.0, MILLION), (472.0, 28.0));
    }

    #[test]
    fn nothing_breaks_without_rows_or_room() {
        for (rows, view) in [(0, 600.0), (0, 0.0), (5, 0.0), (5, 600.0)] {
            let extent = Extent { rows, view };
            let mut scroll = Scroll::default();
            scroll.reveal(rows, extent);
            scroll.by(100.0, extent);
            scroll.clamp(extent);
            assert!(scroll.visible(extent).end <= rows);
            let (start, length) = scroll.handle(0.0, 28.0, extent);
            assert!(start.is_finite() && length.is_finite());
        }
    }
}
