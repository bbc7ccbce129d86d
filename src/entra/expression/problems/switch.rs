//! What goes wrong with `Switch`, most of all where it says whether a person is active.

use super::{argument, text};
use crate::entra::expression::parser::arity::is_shifted;
use crate::entra::expression::{Call, Constant, ExpressionProblem, Node};
use crate::verkada::name::shown;

/// Looks at the default and the keys.
pub(super) fn check(call: &Call, problems: &mut Vec<ExpressionProblem>) {
    if is_shifted(call) {
        problems.push(ExpressionProblem::warning(
            &call.span,
            "The empty default seems to be forgotten: the first text behind the source is the default, so that keys and values are shifted by one and every state is turned around. Write Switch([IsSoftDeleted], , \"False\", \"True\", \"True\", \"False\").",
        ));
        return;
    }
    problems.extend(active_by_default(call));
    let pairs = call.arguments.get(2..).unwrap_or_default();
    if pairs.is_empty() {
        problems.push(ExpressionProblem::warning(
            &call.span,
            "This Switch has no keys, so that it always gives its default. Write pairs of a key and a value behind the default.",
        ));
    }
    let keys: Vec<&Node> = pairs.iter().step_by(2).flatten().collect();
    for (index, key) in keys.iter().enumerate() {
        let earlier = keys.get(..index).unwrap_or_default();
        if matches!(key, Node::Constant { .. }) && earlier.contains(key) {
            problems.push(ExpressionProblem::warning(
                key.span(),
                format!(
                    "The key {} stands here a second time. Entra takes the value of the first. Remove one.",
                    shown(&key.to_string())
                ),
            ));
        }
    }
}

/// A default of `True` among values that are all `True` or `False`: who has none of the keys becomes active. Of
/// `IsSoftDeleted`, which everybody has, the default is the other state and nothing else.
fn active_by_default(call: &Call) -> Option<ExpressionProblem> {
    let is_true = |text: &str| text.eq_ignore_ascii_case("true");
    let is_state = |node: &Node| {
        matches!(node, Node::Constant { value: Constant::Text(text), .. }
            if is_true(text) || text.eq_ignore_ascii_case("false"))
    };
    let mut values = call.arguments.iter().skip(3).step_by(2).flatten().peekable();
    values.peek()?;
    let default = argument(call, 1)?;
    if matches!(argument(call, 0), Some(Node::Attribute { name, .. }) if **name == *"IsSoftDeleted")
    {
        return None;
    }
    (text(call, 1).is_some_and(is_true) && values.all(is_state)).then(|| {
        ExpressionProblem::warning(
            default.span(),
            "The default is True, so that a person whose state is empty or unknown becomes active. Leave the default empty, and give each state a key and its value.",
        )
    })
}
