//! Functions on attributes that can have several values.

use std::borrow::Cow;

use hashbrown::HashSet;

use crate::entra::expression::evaluate::Corner;
use crate::entra::expression::evaluate::run::{Evaluated, Run, fails, not_here};
use crate::entra::expression::evaluate::text::trimmed;
use crate::entra::expression::{Call, Value};
use crate::verkada::name::shown;

/// `Join(separator, source1, source2, …)`. Empty values leave no separator; every value of a list is joined.
pub(super) fn join<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let separator = run.text(call, 0)?;
    if separator.is_none() {
        run.touch(Corner::NullArgument);
    }
    let separator = separator.unwrap_or_default();
    let mut joined = Cow::Borrowed("");
    for position in 1..call.arguments.len() {
        match run.argument(call, position)? {
            Value::Null => run.touch(Corner::NullJoined),
            Value::Many(values) => {
                for value in values {
                    push(&mut joined, &separator, value);
                }
            }
            single => {
                if let Some(value) = Run::one(single, Run::span(call, position))? {
                    push(&mut joined, &separator, value);
                }
            }
        }
    }
    Ok(Value::Text(joined))
}

fn push<'a>(joined: &mut Cow<'a, str>, separator: &str, value: Cow<'a, str>) {
    if value.is_empty() {
        return;
    }
    if joined.is_empty() {
        *joined = value;
        return;
    }
    let text = match joined {
        Cow::Owned(text) => text,
        Cow::Borrowed(first) => {
            // Room for a few more values, so that most joins allocate once.
            let room = (first.len() + separator.len() + value.len()) * 2;
            let mut text = String::with_capacity(room);
            text.push_str(first);
            *joined = Cow::Owned(text);
            joined.to_mut()
        }
    };
    text.push_str(separator);
    text.push_str(&value);
}

/// `Split(source, delimiter)`
pub(super) fn split<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let source = run.text(call, 0)?;
    let delimiter = run.text(call, 1)?;
    let Some(delimiter) = delimiter else {
        return Err(not_here(
            &call.span,
            "What Split does without a delimiter is not documented. Write one, such as \",\".",
        ));
    };
    let Some(source) = source else { return Ok(run.null()) };
    if source.is_empty() {
        return Ok(run.null());
    }
    if delimiter.is_empty() {
        return Ok(Value::Many(vec![source]));
    }
    let is_as_written = |value: &str| !value.is_empty() && value.trim().len() == value.len();
    if delimiter.chars().count() > 1 || !source.split(delimiter.as_ref()).all(is_as_written) {
        run.touch(Corner::SplitValues);
    }
    let delimiter = delimiter.as_ref();
    let values: Vec<Cow<'a, str>> = match source {
        Cow::Borrowed(source) => source
            .split(delimiter)
            .map(|value| trimmed(Cow::Borrowed(value)))
            .filter(|value| !value.is_empty())
            .collect(),
        Cow::Owned(source) => source
            .split(delimiter)
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .map(|value| Cow::Owned(value.to_owned()))
            .collect(),
    };
    Ok(Value::Many(values))
}

/// The values of an argument; a single one is a list of one, null a list of none.
fn values<'a>(
    run: &mut Run<'a>,
    call: &'a Call,
    position: usize,
) -> Evaluated<'a, Vec<Cow<'a, str>>> {
    let value = run.argument(call, position)?;
    if !matches!(value, Value::Many(_)) {
        run.touch(Corner::SingleAsMany);
    }
    Ok(value.into_texts())
}

/// `Count(attribute)`
pub(super) fn count<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let values = values(run, call, 0)?;
    Ok(Value::Integer(i64::try_from(values.len()).unwrap_or(i64::MAX)))
}

/// `Item(attribute, index)`, from 1.
pub(super) fn item<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let values = values(run, call, 0)?;
    let Some(index) = run.integer(call, 1)? else { return Ok(run.null()) };
    if values.is_empty() && index > 0 {
        return Ok(run.null());
    }
    let count = values.len();
    let position = index.checked_sub(1).and_then(|index| usize::try_from(index).ok());
    position.and_then(|position| values.into_iter().nth(position)).map(Value::Text).ok_or_else(|| {
        let message = format!("Item {index} was asked for, but there are {count} values, counted from 1. Test with Count first, or ask for a value that is there.");
        fails(Run::span(call, 1), message)
    })
}

/// `Contains(attribute, value)`: the place, from 1, of the first value that holds the text; 0 when none does.
pub(super) fn contains<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    run.touch(Corner::UnlistedFunction);
    let values = values(run, call, 0)?;
    let wanted = run.text(call, 1)?;
    let Some(wanted) = wanted else { return Ok(run.null()) };
    let found = values.iter().position(|value| value.contains(wanted.as_ref()));
    let place = found.and_then(|found| i64::try_from(found + 1).ok());
    Ok(Value::Integer(place.unwrap_or(0)))
}

/// `RemoveDuplicates(attribute)`
pub(super) fn remove_duplicates<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let mut values = match run.argument(call, 0)? {
        Value::Many(values) => values,
        Value::Null => return Ok(run.null()),
        single => {
            run.touch(Corner::SingleAsMany);
            return Ok(single);
        }
    };
    let before = values.len();
    let mut seen = HashSet::with_capacity(before);
    values.retain(|value| seen.insert(value.clone()));
    if values.len() < before && values.len() > 1 {
        run.touch(Corner::DuplicateOrder);
    }
    Ok(Value::Many(values))
}

/// `SelectUniqueValue(rule1, rule2, …)`
pub(super) fn select_unique<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let mut chosen = None;
    let mut taken = 0;
    for position in 0..call.arguments.len() {
        let candidate = run.text(call, position)?.filter(|candidate| !candidate.is_empty());
        let Some(candidate) = candidate else { continue };
        if chosen.is_some() {
            continue;
        }
        match run.given.attributes.is_taken(&candidate) {
            Some(true) => taken += 1,
            known => {
                if known.is_none() {
                    run.touch(Corner::TargetValues);
                }
                run.because(|| {
                    format!("\"{}\" is the first candidate that is not taken", shown(&candidate))
                });
                chosen = Some(candidate);
            }
        }
    }
    match chosen {
        Some(candidate) => Ok(Value::Text(candidate)),
        None if taken > 0 => {
            run.touch(Corner::TargetValues);
            Err(fails(
                &call.span,
                "Every candidate is taken in the target. Add a rule that gives another value.",
            ))
        }
        None => Ok(run.null()),
    }
}
