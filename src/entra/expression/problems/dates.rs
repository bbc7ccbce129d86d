//! Constants of functions for dates that no date fits.

use super::{argument, text};
use crate::entra::expression::{Call, ExpressionProblem, Function};
use crate::verkada::name::shown;

/// The intervals that `DateAdd` and `DateDiff` know.
const INTERVALS: [&str; 7] = ["yyyy", "m", "d", "ww", "h", "n", "s"];

/// The interval of `DateAdd` and `DateDiff`.
pub(super) fn interval(call: &Call) -> Option<ExpressionProblem> {
    let interval = text(call, 0)?;
    if INTERVALS.iter().any(|known| known.eq_ignore_ascii_case(interval)) {
        return None;
    }
    Some(ExpressionProblem::error(
        argument(call, 0)?.span(),
        format!(
            "{} knows no interval “{}”. Write one of {}; n is minutes.",
            call.function.name(),
            shown(interval),
            INTERVALS.join(", ")
        ),
    ))
}
