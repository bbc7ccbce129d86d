//! Functions on numbers.

use crate::entra::expression::evaluate::run::{Evaluated, Run};
use crate::entra::expression::{Call, ValueRef};

/// `BitAnd(value1, value2)`
pub(super) fn bit_and<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let left = run.integer(call, 0)?;
    let right = run.integer(call, 1)?;
    match (left, right) {
        (Some(left), Some(right)) => Ok(ValueRef::Integer(left & right)),
        _ => Ok(run.null()),
    }
}
