//! Columns: what they are called, how wide they are, how rows are ordered by them.

use egui::Align;

/// One column of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column<'a> {
    pub(super) title: &'a str,
    pub(super) width: f32,
    pub(super) align: Align,
    pub(super) grows: bool,
    pub(super) sorts: bool,
}

/// No column is narrower.
pub(super) const NARROWEST: f32 = 48.0;
/// Fitting a column to its content stops here.
pub(super) const WIDEST_FIT: f32 = 480.0;

impl<'a> Column<'a> {
    /// A sortable column; the title is also what its width is remembered by.
    pub(crate) const fn new(title: &'a str, width: f32) -> Self {
        Self { title, width, align: Align::Min, grows: false, sorts: true }
    }

    /// What it is called.
    pub(crate) const fn title(&self) -> &'a str {
        self.title
    }

    /// How wide it is at least, until somebody drags it.
    pub(crate) const fn width(&self) -> f32 {
        self.width
    }

    /// Takes a share of the room that is left.
    pub(crate) const fn grow(mut self) -> Self {
        self.grows = true;
        self
    }

    /// Numbers: text ends at the right.
    pub(crate) const fn right(mut self) -> Self {
        self.align = Align::Max;
        self
    }

    /// A click on the header does nothing.
    pub(crate) const fn unsorted(mut self) -> Self {
        self.sorts = false;
        self
    }
}

/// Which way rows are ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Direction {
    /// A to Z.
    Ascending,
    /// Z to A.
    Descending,
}

/// Rows are ordered by this column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Order {
    /// The number of the column.
    pub(crate) column: usize,
    /// Which way.
    pub(crate) direction: Direction,
}

impl Order {
    /// A to Z by a column.
    pub(crate) const fn ascending(column: usize) -> Self {
        Self { column, direction: Direction::Ascending }
    }

    const fn turned(self) -> Self {
        let direction = match self.direction {
            Direction::Ascending => Direction::Descending,
            Direction::Descending => Direction::Ascending,
        };
        Self { column: self.column, direction }
    }
}

/// What a click on a header asks for: this column alone, turned if it already was first.
pub(super) fn order_by(current: &[Order], column: usize) -> Vec<Order> {
    match current {
        [first] if first.column == column => vec![first.turned()],
        _ => vec![Order::ascending(column)],
    }
}

/// What a shift-click asks for: this column as a further key, turned if it already is one.
pub(super) fn also_order_by(current: &[Order], column: usize) -> Vec<Order> {
    let mut orders = current.to_vec();
    match orders.iter_mut().find(|order| order.column == column) {
        Some(order) => *order = order.turned(),
        None => orders.push(Order::ascending(column)),
    }
    orders
}

/// Widths of all columns in `room`: what the person set, else what was asked for plus a share of what is left.
pub(super) fn resolve(
    columns: &[Column<'_>],
    set: impl Fn(&str) -> Option<f32>,
    room: f32,
) -> Vec<f32> {
    let fixed: Vec<Option<f32>> = columns.iter().map(|column| set(column.title)).collect();
    let mut widths: Vec<f32> = columns
        .iter()
        .zip(&fixed)
        .map(|(column, set)| set.unwrap_or(column.width).max(NARROWEST))
        .collect();
    let left = room - widths.iter().sum::<f32>();
    let growing = |index: &usize| {
        columns.get(*index).is_some_and(|column| column.grows)
            && matches!(fixed.get(*index), Some(None))
    };
    let takers: Vec<usize> = (0..columns.len()).filter(growing).collect();
    if left > 0.0 && !takers.is_empty() {
        #[expect(clippy::cast_precision_loss, reason = "a handful of columns")]
        let share = left / takers.len() as f32;
        for index in takers {
            if let Some(width) = widths.get_mut(index) {
                *width += share;
            }
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::Column;
    use super::Direction;
    use super::Order;
    use super::also_order_by;
    use super::order_by;
    use super::resolve;

    #[test]
    fn room_that_is_left_goes_to_columns_that_grow() {
        let columns = [
            Column::new("Name", 100.0).grow(),
            Column::new("Mail", 100.0).grow(),
            Column::new("Card", 60.0),
        ];
        assert_eq!(resolve(&columns, |_| None, 360.0), [150.0, 150.0, 60.0]);
        let set = |title: &str| (title == "Name").then_some(80.0);
        assert_eq!(resolve(&columns, set, 360.0), [80.0, 220.0, 60.0]);
        assert_eq!(resolve(&columns, |_| None, 100.0), [100.0, 100.0, 60.0]);
        assert_eq!(resolve(&columns, |_| Some(1.0), 100.0), [48.0, 48.0, 48.0]);
    }

    #[test]
    fn clicks_order_and_turn_and_shift_clicks_add_a_key() {
        let by_name = order_by(&[], 0);
        assert_eq!(by_name, [Order::ascending(0)]);
        let turned = order_by(&by_name, 0);
        assert_eq!(turned, [Order { column: 0, direction: Direction::Descending }]);
        let two = also_order_by(&turned, 2);
        assert_eq!(two, [turned[0], Order::ascending(2)]);
        assert_eq!(order_by(&two, 0), [Order::ascending(0)]);
        assert_eq!(also_order_by(&two, 2)[1].direction, Direction::Descending);
    }
}
