//! Whether a call has the arguments that its function takes.

use super::error;
use crate::entra::expression::{
    Call, Constant, ExpressionError, Function, Node, Occurs, Parameter, Span,
};

/// Checks the arguments of a call that is read whole.
pub(super) fn check(call: &Call) -> Result<(), ExpressionError> {
    let given = call.arguments.len();
    let parameters = call.function.parameters(given);
    for (index, parameter) in parameters.iter().enumerate() {
        let rest = call.arguments.get(index..).unwrap_or_default();
        match parameter.occurs {
            Occurs::Optional => {}
            Occurs::Required if rest.first().is_some_and(Option::is_some) => {}
            Occurs::Required => return Err(missing(call, parameter)),
            Occurs::AtLeast(least) => return check_repeated(call, parameter, rest, least),
            Occurs::Pairs => return check_pairs(call, rest),
        }
    }
    if given <= parameters.len() {
        return Ok(());
    }
    Err(error(
        extra(call, parameters.len()),
        format!(
            "{} takes {} and has {given} here. Write {}.",
            call.function.name(),
            counted(parameters.len()),
            call.function.signature()
        ),
    ))
}

fn check_repeated(
    call: &Call,
    parameter: &Parameter,
    rest: &[Option<Node>],
    least: usize,
) -> Result<(), ExpressionError> {
    if rest.iter().flatten().count() >= least {
        return Ok(());
    }
    if least == 1 {
        return Err(missing(call, parameter));
    }
    Err(error(
        call.span.clone(),
        format!(
            "{} takes {least} values or more. Write {}.",
            call.function.name(),
            call.function.signature()
        ),
    ))
}

/// Keys and values of a `Switch`.
fn check_pairs(call: &Call, pairs: &[Option<Node>]) -> Result<(), ExpressionError> {
    if let Some(gap) = pairs.iter().position(Option::is_none) {
        let what = if gap % 2 == 0 { "key" } else { "value" };
        return Err(error(
            call.span.clone(),
            format!(
                "The {what} of pair {} of {} is left out, so that the others would shift. For an empty one write \"\".",
                gap / 2 + 1,
                call.function.name()
            ),
        ));
    }
    match pairs.last() {
        Some(Some(key)) if pairs.len() % 2 == 1 && !is_shifted(call) => Err(error(
            key.span().clone(),
            "This key of Switch has no value. Behind the source and the default, which may be left empty, stand pairs: Switch([a], , \"key\", \"value\").",
        )),
        _ => Ok(()),
    }
}

/// Whether a `Switch` says nothing but `True` and `False` behind its source, and one of them too few: with the comma of
/// an empty default it would be whole. It is read as it stands, and `problems` warns of it.
pub(in crate::entra::expression) fn is_shifted(call: &Call) -> bool {
    call.function == Function::Switch
        && call.arguments.len() >= 3
        && call.arguments.len() % 2 == 1
        && call.arguments.iter().skip(1).all(|argument| is_state(argument.as_ref()))
}

fn is_state(argument: Option<&Node>) -> bool {
    matches!(argument, Some(Node::Constant { value: Constant::Text(text), .. })
        if text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false"))
}

fn missing(call: &Call, parameter: &Parameter) -> ExpressionError {
    error(
        call.span.clone(),
        format!(
            "{} needs “{}”, which is left out here. Write {}.",
            call.function.name(),
            parameter.name,
            call.function.signature()
        ),
    )
}

/// Where the arguments begin that are too many.
fn extra(call: &Call, most: usize) -> Span {
    let first = call.arguments.iter().skip(most).flatten().next();
    first.map_or_else(|| call.span.clone(), |node| node.span().start..call.span.end)
}

fn counted(arguments: usize) -> String {
    match arguments {
        0 => "no arguments".to_owned(),
        1 => "1 argument".to_owned(),
        more => format!("{more} arguments"),
    }
}
