//! `Replace` in its five modes.

use crate::entra::expression::evaluate::Corner;
use crate::entra::expression::evaluate::pattern::{Pattern, PatternError};
use crate::entra::expression::evaluate::run::{Evaluated, Run, fails, not_here, too_long};
use crate::entra::expression::{Call, ValueRef};
use crate::verkada::name::shown;

/// `Replace(source, oldValue, regexPattern, regexGroupName, replacementValue, replacementAttributeName, template)`
pub(super) fn replace<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    match call.given() {
        [_, Some(_), None, None, Some(_)] => old_by_new(run, call),
        [_, Some(_), None, None, None, None, Some(_)] => into_template(run, call),
        [_, None, Some(_), None, Some(_)] => matches_by_new(run, call),
        [_, None, Some(_), Some(_), Some(_)] => group_by_new(run, call),
        [_, None, Some(_), Some(_), None, Some(_)] => from_other(run, call),
        given => {
            for position in 0..given.len() {
                run.text(call, position)?;
            }
            Err(not_here(
                &call.span,
                "Replace is documented for a value and its replacement, a value and a template, a pattern and a replacement, both with a group, and a pattern with a group and another attribute. What it does with these arguments is not known.",
            ))
        }
    }
}

/// Every `oldValue` in the source becomes the replacement.
fn old_by_new<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let (source, old, new) = (run.text(call, 0)?, run.text(call, 1)?, run.text(call, 4)?);
    let Some(source) = source else { return Ok(run.null()) };
    let old = wanted(run, call, old)?;
    let new = or_empty(run, new);
    replaced(run, call, source, old, new)
}

/// Every `oldValue` in the template becomes the source.
fn into_template<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let (source, old, template) = (run.text(call, 0)?, run.text(call, 1)?, run.text(call, 6)?);
    let Some(source) = source else { return Ok(run.null()) };
    let old = wanted(run, call, old)?;
    let template = or_empty(run, template);
    replaced(run, call, template, old, source)
}

/// Every `old` in a text, which is not empty, becomes `new`.
pub(super) fn replaced<'a>(
    run: &Run<'a>,
    call: &Call,
    text: &'a str,
    old: &str,
    new: &str,
) -> Evaluated<'a> {
    let replaced = run.given.arena.replace(text, old, new);
    replaced.map(ValueRef::Text).ok_or_else(|| too_long(call))
}

/// Every match in the source becomes the replacement.
fn matches_by_new<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let (source, pattern, new) = (run.text(call, 0)?, run.text(call, 2)?, run.text(call, 4)?);
    let Some(source) = source else { return Ok(run.null()) };
    let new = or_empty(run, new);
    let arena = run.given.arena;
    with_pattern(run, call, pattern, source, |pattern| {
        Ok(ValueRef::Text(arena.keep_text(pattern.substitute(source, new)?)))
    })
}

/// What the group takes of each match becomes the replacement.
fn group_by_new<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let (source, pattern) = (run.text(call, 0)?, run.text(call, 2)?);
    let (name, new) = (run.text(call, 3)?, run.text(call, 4)?);
    let Some(source) = source else { return Ok(run.null()) };
    let new = or_empty(run, new);
    let name = or_empty(run, name);
    if new.contains('$') {
        run.touch(Corner::LiteralReplacement);
    }
    let arena = run.given.arena;
    with_pattern(run, call, pattern, source, |pattern| {
        let group = group(pattern, source, name)?;
        let replaced = pattern.replace_all(source, |replaced, found| {
            let whole = found.range(0).unwrap_or(0..0);
            let part = found.range(group).unwrap_or(whole.end..whole.end);
            let (Some(before), Some(behind)) =
                (source.get(whole.start..part.start), source.get(part.end..whole.end))
            else {
                return Err(PatternError::Unknown("The group takes something outside of the match, and what is replaced then is not documented.".to_owned()));
            };
            replaced.push_str(before);
            if found.range(group).is_some() {
                replaced.push_str(new);
            }
            replaced.push_str(behind);
            Ok(())
        })?;
        Ok(ValueRef::Text(arena.keep_text(replaced)))
    })
}

/// The source; where it is empty, what the group takes of the other attribute.
fn from_other<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let (source, pattern) = (run.text(call, 0)?, run.text(call, 2)?);
    let (name, other) = (run.text(call, 3)?, run.text(call, 5)?);
    if let Some(source) = source.filter(|source| !source.is_empty()) {
        run.because(|| "the source has a value, which stays".to_owned());
        return Ok(ValueRef::Text(source));
    }
    let name = or_empty(run, name);
    let Some(other) = other else { return Ok(run.null()) };
    run.because(|| "the source is empty: taken from the other attribute".to_owned());
    let taken = with_pattern(run, call, pattern, other, |pattern| {
        let group = group(pattern, other, name)?;
        Ok(pattern.extract(other, group)?.map_or(ValueRef::Null, ValueRef::Text))
    })?;
    if taken == ValueRef::Null {
        run.touch(Corner::NoMatch);
    }
    Ok(taken)
}

fn group(pattern: &Pattern, text: &str, name: &str) -> Result<usize, PatternError> {
    let groups = pattern.groups(text)?;
    let numbered = || name.parse().ok().and_then(|number| groups.numbered(number));
    groups.named(name).or_else(numbered).ok_or_else(|| {
        PatternError::Unknown(format!("The pattern has no group named “{}”, and what Entra does then is not documented. Name it in the pattern: (?<name>…).", shown(name)))
    })
}

/// Looks the pattern up, or compiles it where it is no constant.
fn with_pattern<'a>(
    run: &mut Run<'a>,
    call: &'a Call,
    source: Option<&'a str>,
    text: &str,
    matched: impl FnOnce(&Pattern) -> Result<ValueRef<'a>, PatternError>,
) -> Evaluated<'a> {
    let Some(source) = source else { return Ok(run.null()) };
    let own;
    let known = run.expression.patterns().get(run.expression.root(), source);
    let pattern = if let Some(pattern) = known {
        pattern
    } else {
        own = Pattern::new(source);
        &own
    };
    if !text.is_ascii() {
        if text.chars().any(|character| character.len_utf16() > 1) {
            run.touch(Corner::PatternPairs);
        }
        if pattern.ignores_case(text) {
            run.touch(Corner::PatternCase);
        }
    }
    matched(pattern).map_err(|error| match error {
        PatternError::Wrong(message) => fails(Run::span(call, 2), message),
        PatternError::Unknown(message) => not_here(Run::span(call, 2), message),
    })
}

/// The text to be found, which .NET does not let be empty.
fn wanted<'a>(run: &mut Run<'a>, call: &Call, old: Option<&'a str>) -> Evaluated<'a, &'a str> {
    match old {
        Some(old) if !old.is_empty() => Ok(old),
        Some(_) => Err(fails(
            Run::span(call, 1),
            "The value to be replaced is empty, which .NET refuses. Give one, or test the source with Switch.",
        )),
        None => {
            run.touch(Corner::NullArgument);
            Err(not_here(
                Run::span(call, 1),
                "The value to be replaced is absent, and what Entra does then is not documented.",
            ))
        }
    }
}

fn or_empty<'a>(run: &mut Run<'a>, text: Option<&'a str>) -> &'a str {
    if text.is_none() {
        run.touch(Corner::NullArgument);
    }
    text.unwrap_or_default()
}
