//! Functions that choose, compare and test.

use std::cmp::Ordering;

use jiff::civil::DateTime;

use crate::entra::expression::evaluate::Corner;
use crate::entra::expression::evaluate::dates::read_date;
use crate::entra::expression::evaluate::run::{Evaluated, Run, fails};
use crate::entra::expression::{Call, Comparison, Function, Node, ValueRef, value};
use crate::verkada::name::shown;

/// `IIF(condition, ifTrue, ifFalse)`. All three are evaluated; an empty source in the condition fails.
pub(super) fn iif<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    if let Some(Some(condition)) = call.arguments.first()
        && let Some(source) = empty_source(run, condition)
    {
        run.touch(Corner::EmptyCondition);
        let message = format!(
            "[{}] is empty, and the condition of an IIF fails on an empty source. Use Switch with \"\" as a key: Switch([{0}], [{0}], \"\", \"Other\").",
            shown(source)
        );
        return Err(fails(condition.span(), message));
    }
    let condition = run.argument(call, 0)?;
    let if_true = run.choice(call, 1)?;
    let if_false = run.choice(call, 2)?;
    let holds = match condition {
        ValueRef::Boolean(holds) => holds,
        other => truth(run, call, other)?,
    };
    if holds {
        run.because(|| "the condition is true".to_owned());
        if_true
    } else {
        run.because(|| "the condition is not true".to_owned());
        if_false
    }
}

/// The attribute that a condition looks at, when it is null or empty. Functions that say what becomes of an empty value
/// are let through.
fn empty_source<'a>(run: &Run<'a>, node: &'a Node) -> Option<&'a str> {
    match node {
        Node::Attribute { name, place, .. } => {
            run.attribute(*place).is_null_or_empty().then_some(name)
        }
        Node::Constant { .. } => None,
        Node::Compare { left, right, .. } => {
            empty_source(run, left).or_else(|| empty_source(run, right))
        }
        Node::Call(call) => match call.function {
            Function::Switch
            | Function::Coalesce
            | Function::Iif
            | Function::Join
            | Function::Replace => None,
            _ => call.arguments.iter().flatten().find_map(|part| empty_source(run, part)),
        },
    }
}

/// `Switch(source, defaultValue, key1, value1, …)`. Every key and value is evaluated; the first key that equals counts.
pub(super) fn switch<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let source = run.text(call, 0)?.unwrap_or_default();
    let default = run.choice(call, 1)?;
    let mut chosen = None;
    let mut position = 2;
    while position < call.arguments.len() {
        let key = run.text(call, position)?.unwrap_or_default();
        let value = run.choice(call, position + 1)?;
        if chosen.is_none() && key == source {
            chosen = Some(value);
        }
        position += 2;
    }
    if let Some(value) = chosen {
        run.because(|| format!("key \"{}\" matches", shown(source)));
        return value;
    }
    let has_default = Run::has(call, 1);
    run.because(|| {
        let what = if has_default { "the default" } else { "and there is no default" };
        format!("no key matches \"{}\", {what}", shown(source))
    });
    default
}

/// `Coalesce(source1, source2, …, defaultValue)`
pub(super) fn coalesce<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let mut chosen = ValueRef::Null;
    for position in 0..call.arguments.len() {
        let value = run.choice(call, position)?;
        if !chosen.is_null() {
            continue;
        }
        let value = value?;
        if !value.is_null() {
            run.because(|| format!("argument {} is the first that is not null", position + 1));
            chosen = value;
        }
    }
    Ok(chosen)
}

/// `left = right`
pub(super) fn compare<'a>(
    run: &mut Run<'a>,
    left: &'a Node,
    comparison: Comparison,
    right: &'a Node,
) -> Evaluated<'a> {
    let first = run.part(left)?;
    let second = run.part(right)?;
    if let (ValueRef::Text(first), ValueRef::Text(second)) = (first, second)
        && matches!(comparison, Comparison::Equal | Comparison::NotEqual)
    {
        return Ok(ValueRef::Boolean((first == second) == (comparison == Comparison::Equal)));
    }
    if first.is_null() || second.is_null() {
        run.touch(Corner::NullCompared);
    }
    let holds = match comparison {
        Comparison::Equal => equals(run, first, second, left, right)?,
        Comparison::NotEqual => !equals(run, first, second, left, right)?,
        Comparison::Greater => order(run, first, second, left, right)?.is_gt(),
        Comparison::GreaterOrEqual => order(run, first, second, left, right)?.is_ge(),
        Comparison::Less => order(run, first, second, left, right)?.is_lt(),
        Comparison::LessOrEqual => order(run, first, second, left, right)?.is_le(),
    };
    Ok(ValueRef::Boolean(holds))
}

/// Two numbers are equal by value, everything else by its text.
fn equals<'a>(
    run: &Run<'a>,
    first: ValueRef<'a>,
    second: ValueRef<'a>,
    left: &Node,
    right: &Node,
) -> Evaluated<'a, bool> {
    if let (ValueRef::Integer(first), ValueRef::Integer(second)) = (first, second) {
        return Ok(first == second);
    }
    if let (Some(first), Some(second)) = (numeric(&first), numeric(&second)) {
        return Ok(first.partial_cmp(&second) == Some(Ordering::Equal));
    }
    let first = run.one(first, left.span())?.unwrap_or_default();
    let second = run.one(second, right.span())?.unwrap_or_default();
    Ok(first == second)
}

/// Numbers by value, dates by time, other texts by the codes of their characters.
fn order<'a>(
    run: &mut Run<'a>,
    first: ValueRef<'a>,
    second: ValueRef<'a>,
    left: &Node,
    right: &Node,
) -> Evaluated<'a, Ordering> {
    if matches!(first, ValueRef::Date(_)) || matches!(second, ValueRef::Date(_)) {
        let first = time(run, first, left)?;
        return Ok(first.cmp(&time(run, second, right)?));
    }
    let first = run.one(first, left.span())?.unwrap_or_default();
    let second = run.one(second, right.span())?.unwrap_or_default();
    if let (Some(first), Some(second)) = (value::number(first), value::number(second)) {
        // A decimal number can not tell times of Windows apart.
        if let (ValueRef::Integer(first), ValueRef::Integer(second)) = (first, second) {
            return Ok(first.cmp(&second));
        }
        if let (Some(first), Some(second)) = (numeric(&first), numeric(&second)) {
            return Ok(first.total_cmp(&second));
        }
    }
    run.touch(Corner::TextOrder);
    Ok(first.encode_utf16().cmp(second.encode_utf16()))
}

fn time<'a>(run: &Run<'a>, value: ValueRef<'a>, node: &Node) -> Evaluated<'a, DateTime> {
    if let ValueRef::Date(date) = value {
        return Ok(date);
    }
    match run.one(value, node.span())? {
        Some(text) => read_date(text, node.span()),
        None => Err(fails(
            node.span(),
            "A date is compared with nothing. Say with Switch or Coalesce which date an empty value stands for.",
        )),
    }
}

fn numeric(value: &ValueRef<'_>) -> Option<f64> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "two numbers of people's attributes are compared, not counted"
    )]
    match value {
        ValueRef::Integer(number) => Some(*number as f64),
        ValueRef::Decimal(number) => Some(*number),
        _ => None,
    }
}

/// `CBool(expr)`
pub(super) fn c_bool<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let value = run.argument(call, 0)?;
    Ok(ValueRef::Boolean(truth(run, call, value)?))
}

/// Whether the first argument of a call is true: a boolean, a number that is not 0, or a text of one of these.
fn truth<'a>(run: &mut Run<'a>, call: &Call, value: ValueRef<'a>) -> Evaluated<'a, bool> {
    if let ValueRef::Boolean(boolean) = value {
        return Ok(boolean);
    }
    if let Some(number) = numeric(&value) {
        return Ok(number != 0.0);
    }
    let text = run.one(value, Run::span(call, 0))?;
    if text != Some("True") && text != Some("False") {
        run.touch(Corner::BooleanText);
    }
    let Some(text) = text else { return Ok(false) };
    let word = text.trim();
    if word.eq_ignore_ascii_case("true") {
        return Ok(true);
    }
    if word.eq_ignore_ascii_case("false") {
        return Ok(false);
    }
    value::number(word).and_then(|number| numeric(&number)).map(|number| number != 0.0).ok_or_else(|| {
        let message = format!("“{}” is neither True, False nor a number. Compare it with something, such as [a] = \"b\".", shown(text));
        fails(Run::span(call, 0), message)
    })
}

/// `Not(source)`: `True` becomes `False`, anything else `True`.
pub(super) fn not<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let value = run.argument(call, 0)?;
    if let ValueRef::Boolean(boolean) = value {
        return Ok(ValueRef::Boolean(!boolean));
    }
    let text = run.one(value, Run::span(call, 0))?.unwrap_or_default();
    let is_true = text == "True";
    if !is_true && text.trim().eq_ignore_ascii_case("true") {
        run.touch(Corner::BooleanCase);
    }
    Ok(ValueRef::Boolean(!is_true))
}

/// `IsNull(expr)`, `IsNothing(expr)`
pub(super) fn is_null<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    if call.function == Function::IsNothing {
        run.touch(Corner::UnlistedFunction);
    }
    Ok(ValueRef::Boolean(run.argument(call, 0)?.is_null()))
}

/// `IsNullOrEmpty(expr)`
pub(super) fn is_null_or_empty<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    Ok(ValueRef::Boolean(run.argument(call, 0)?.is_null_or_empty()))
}

/// `IsPresent(expr)`
pub(super) fn is_present<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    Ok(ValueRef::Boolean(!run.argument(call, 0)?.is_null_or_empty()))
}

/// `IsString(expr)`: whether it can be read as one text.
pub(super) fn is_string<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let value = run.argument(call, 0)?;
    if matches!(value, ValueRef::Null | ValueRef::Many(_)) {
        run.touch(Corner::NullArgument);
    }
    Ok(ValueRef::Boolean(matches!(value.single(), Ok(Some(_)))))
}

/// `IgnoreFlowIfNullOrEmpty(expr)`. The value goes on; a flow is dropped by the outermost part alone.
pub(super) fn ignore_flow<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let value = run.argument(call, 0)?;
    if value.is_null_or_empty() {
        run.because(|| "null or empty: nothing is sent".to_owned());
        if run.is_nested() {
            run.touch(Corner::NestedDrop);
        }
    }
    Ok(value)
}

/// `Redact(value)`
pub(super) fn redact<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    run.because(|| "Entra's logs show [Redact] instead".to_owned());
    run.argument(call, 0)
}

/// `Error(text)`
pub(super) fn error<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    run.touch(Corner::UnlistedFunction);
    let text = run.text(call, 0)?.unwrap_or_default();
    Err(fails(&call.span, format!("The expression stops with its own error: “{}”", shown(text))))
}
