//! Constants of functions for dates that no date fits.

use super::{argument, text};
use crate::entra::expression::evaluate::check_date_format;
use crate::entra::expression::{Call, ExpressionProblem};
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

/// The formats of `FormatDateTime`, the last two arguments in both of its forms.
pub(super) fn formats(call: &Call, problems: &mut Vec<ExpressionProblem>) {
    let count = call.arguments.len();
    for index in [count.saturating_sub(2), count.saturating_sub(1)] {
        let (Some(node), Some(format)) = (argument(call, index), text(call, index)) else {
            continue;
        };
        if let Err(trouble) = check_date_format(format) {
            problems.push(ExpressionProblem::error(node.span(), trouble));
        }
    }
}
