//! Functions on attributes that can have several values.

use bumpalo::collections::String;
use hashbrown::HashSet;

use crate::entra::expression::evaluate::run::{Evaluated, Run, fails, not_here, too_long};
use crate::entra::expression::evaluate::{Arena, Corner};
use crate::entra::expression::{Call, Node, ValueRef};
use crate::limits;
use crate::verkada::name::shown;

/// Room for most joined texts; more is made where it is needed.
const JOINED: usize = 48;

/// `Join(separator, source1, source2, …)`. Empty values leave no separator; every value of a list is joined.
pub(super) fn join<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let separator = run.text(call, 0)?;
    if separator.is_none() {
        run.touch(Corner::NullArgument);
    }
    let mut joined = Joined::new(separator.unwrap_or_default(), run.given.arena);
    for position in 1..call.arguments.len() {
        match run.argument(call, position)? {
            ValueRef::Null => run.touch(Corner::NullJoined),
            ValueRef::Text(value) => joined.push(value),
            ValueRef::Many(values) => {
                for value in values {
                    joined.push(value);
                }
            }
            single => {
                if let Some(value) = run.one(single, Run::span(call, position))? {
                    joined.push(value);
                }
            }
        }
    }
    joined.text().map(ValueRef::Text).ok_or_else(|| too_long(call))
}

/// Texts that become one. Empty ones leave no separator.
pub(super) struct Joined<'a> {
    joined: String<'a>,
    separator: &'a str,
}

impl<'a> Joined<'a> {
    pub(super) fn new(separator: &'a str, arena: &'a Arena) -> Self {
        Self { joined: arena.text(JOINED), separator }
    }

    #[inline]
    pub(super) fn push(&mut self, text: &str) {
        if text.is_empty() || self.is_too_long() {
            return;
        }
        if !self.joined.is_empty() {
            self.joined.push_str(self.separator);
        }
        self.joined.push_str(text);
    }

    fn is_too_long(&self) -> bool {
        self.joined.len() > limits::EXPRESSION_MADE_BYTES
    }

    /// All of them; none where they are too long.
    pub(super) fn text(self) -> Option<&'a str> {
        (!self.is_too_long()).then(|| self.joined.into_bump_str())
    }
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
        return Ok(run.given.arena.list(std::iter::once(source)));
    }
    let is_as_written = |value: &str| !value.is_empty() && value.trim().len() == value.len();
    if delimiter.chars().count() > 1 || !source.split(delimiter).all(is_as_written) {
        run.touch(Corner::SplitValues);
    }
    let values = source.split(delimiter).map(str::trim).filter(|value| !value.is_empty());
    Ok(run.given.arena.list(values))
}

/// The values of an argument; a single one is a list of one, null a list of none.
fn values<'a>(run: &mut Run<'a>, call: &'a Call, position: usize) -> Evaluated<'a, Vec<&'a str>> {
    let single = match run.argument(call, position)? {
        ValueRef::Many(values) => return Ok(values.iter().map(AsRef::as_ref).collect()),
        single => run.one(single, Run::span(call, position))?,
    };
    run.touch(Corner::SingleAsMany);
    Ok(single.into_iter().collect())
}

/// `Count(attribute)`
pub(super) fn count<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let values = values(run, call, 0)?;
    Ok(ValueRef::Integer(i64::try_from(values.len()).unwrap_or(i64::MAX)))
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
    position.and_then(|position| values.into_iter().nth(position)).map(ValueRef::Text).ok_or_else(|| {
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
    let found = values.iter().position(|value| value.contains(wanted));
    let place = found.and_then(|found| i64::try_from(found + 1).ok());
    Ok(ValueRef::Integer(place.unwrap_or(0)))
}

/// `RemoveDuplicates(attribute)`
pub(super) fn remove_duplicates<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let values = match run.argument(call, 0)? {
        ValueRef::Many(values) => values,
        ValueRef::Null => return Ok(run.null()),
        single => {
            run.touch(Corner::SingleAsMany);
            return Ok(single);
        }
    };
    let mut seen = HashSet::with_capacity(values.len());
    let texts = values.iter().map(AsRef::as_ref).filter(|value| seen.insert(*value));
    let left = run.given.arena.list(texts);
    if seen.len() < values.len() && seen.len() > 1 {
        run.touch(Corner::DuplicateOrder);
    }
    Ok(left)
}

/// `SelectUniqueValue(rule1, rule2, …)`
pub(super) fn select_unique<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    if !matches!(run.expression.root(), Node::Call(root) if std::ptr::eq(root, call)) {
        return Err(fails(
            &call.span,
            "SelectUniqueValue can only be the outermost function. Put the others into its rules.",
        ));
    }
    let mut chosen = None;
    let mut taken = 0;
    for position in 0..call.arguments.len() {
        let candidate = run.text(call, position)?.filter(|candidate| !candidate.is_empty());
        let Some(candidate) = candidate else { continue };
        if chosen.is_some() {
            continue;
        }
        match run.given.attributes.is_taken(candidate) {
            Some(true) => taken += 1,
            known => {
                if known.is_none() {
                    run.touch(Corner::TargetValues);
                }
                run.because(|| {
                    format!("\"{}\" is the first candidate that is not taken", shown(candidate))
                });
                chosen = Some(candidate);
            }
        }
    }
    match chosen {
        Some(candidate) => Ok(ValueRef::Text(candidate)),
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
