//! Constants that are not of the kind that a function takes.

use super::constant;
use crate::entra::expression::{Call, Constant, ExpressionProblem, Function, Node, ParameterKind};
use crate::verkada::name::shown;

/// The attribute that functions for roles read.
const ROLES: &str = "appRoleAssignments";

/// Looks at every constant argument.
pub(super) fn check(call: &Call, problems: &mut Vec<ExpressionProblem>) {
    let count = call.arguments.len();
    if call.function.repeats() && call.arguments.iter().any(Option::is_none) {
        problems.push(ExpressionProblem::warning(
            &call.span,
            format!(
                "An argument of {} is left out, which changes nothing: Entra keeps no place for it. Remove the comma.",
                call.function.name()
            ),
        ));
    }
    for (index, argument) in call.arguments.iter().enumerate() {
        let Some(node) = argument else { continue };
        let Some(parameter) = call.function.parameter(index, count) else { continue };
        if let Some(value) = constant(call, index) {
            problems.extend(kind(call.function, parameter.kind, parameter.name, value, node));
        }
        problems.extend(roles(call.function, node));
    }
}

fn kind(
    function: Function,
    kind: ParameterKind,
    name: &str,
    value: &Constant,
    node: &Node,
) -> Option<ExpressionProblem> {
    let function = function.name();
    let raw = value.raw();
    match (kind, value) {
        (ParameterKind::Integer, Constant::Text(text)) if is_integer(text) => None,
        (ParameterKind::Integer, Constant::Text(_) | Constant::Word(_)) => {
            Some(ExpressionProblem::error(
                node.span(),
                format!("“{name}” of {function} is a whole number, and “{}” is none.", shown(&raw)),
            ))
        }
        (ParameterKind::Integer, Constant::Decimal(_)) => Some(ExpressionProblem::warning(
            node.span(),
            format!(
                "“{name}” of {function} is a whole number. How Entra rounds {raw} is not documented."
            ),
        )),
        (ParameterKind::Word, Constant::Word(_)) => None,
        (ParameterKind::Word, _) => Some(ExpressionProblem::warning(
            node.span(),
            format!(
                "“{name}” of {function} is a word without quotes such as vbTextCompare or UTF8. How Entra reads “{}” is not documented.",
                shown(&raw)
            ),
        )),
        (_, Constant::Word(word)) => Some(ExpressionProblem::warning(
            node.span(),
            format!("“{word}” stands without quotes where a text is meant. Write \"{word}\"."),
        )),
        (ParameterKind::Many, _) => Some(ExpressionProblem::warning(
            node.span(),
            format!(
                "“{name}” of {function} is an attribute with several values. How Entra reads a constant is not documented."
            ),
        )),
        _ => None,
    }
}

/// Whether Entra can read this text as a whole number.
fn is_integer(text: &str) -> bool {
    let text = text.trim();
    match text.strip_prefix("&H").or_else(|| text.strip_prefix("&h")) {
        Some(digits) => i64::from_str_radix(digits, 16).is_ok(),
        None => text.parse::<i64>().is_ok(),
    }
}

/// A function for roles that reads something else.
fn roles(function: Function, node: &Node) -> Option<ExpressionProblem> {
    let is_for_roles = matches!(
        function,
        Function::AppRoleAssignments
            | Function::AppRoleAssignmentsComplex
            | Function::AssertiveAppRoleAssignmentsComplex
            | Function::SingleAppRoleAssignment
    );
    let reads_roles = matches!(node, Node::Attribute { name, .. } if &**name == ROLES);
    (is_for_roles && !reads_roles).then(|| {
        ExpressionProblem::warning(
            node.span(),
            format!("{} is told of for [{ROLES}] alone.", function.name()),
        )
    })
}
