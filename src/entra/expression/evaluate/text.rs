//! Functions that cut, find and put together texts.

use memchr::memmem;

use crate::entra::expression::evaluate::replace::replaced;
use crate::entra::expression::evaluate::run::{Evaluated, Run, fails, not_here};
use crate::entra::expression::evaluate::units::{self, Cut};
use crate::entra::expression::evaluate::{Corner, case};
use crate::entra::expression::{Call, ValueRef};
use crate::verkada::name::shown;

/// `Append(source, suffix)`
pub(super) fn append<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let source = run.text(call, 0)?;
    let suffix = run.text(call, 1)?;
    Ok(together(run, source, suffix))
}

/// `Prepend(prefix, source)`
pub(super) fn prepend<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    run.touch(Corner::UnlistedFunction);
    let prefix = run.text(call, 0)?;
    match run.text(call, 1)? {
        None => Ok(run.null()),
        source => {
            if prefix.is_none() {
                run.touch(Corner::NullArgument);
            }
            let prefix = prefix.unwrap_or_default();
            Ok(together(run, Some(prefix), source))
        }
    }
}

fn together<'a>(
    run: &mut Run<'a>,
    source: Option<&'a str>,
    suffix: Option<&'a str>,
) -> ValueRef<'a> {
    let Some(source) = source else { return run.null() };
    let Some(suffix) = suffix else {
        run.touch(Corner::NullArgument);
        return ValueRef::Text(source);
    };
    ValueRef::Text(run.given.arena.concat(source, suffix))
}

/// `CStr(value)`
pub(super) fn c_str<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    match run.text(call, 0)? {
        Some(text) => Ok(ValueRef::Text(text)),
        None => Ok(run.null()),
    }
}

/// `Left(String, NumChars)`: null gives nothing, a negative number the whole.
pub(super) fn left<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let source = run.text(call, 0)?.unwrap_or_default();
    let Some(count) = run.integer(call, 1)? else { return Ok(run.null()) };
    let Ok(count) = usize::try_from(count) else {
        run.because(|| "a negative number takes the whole text".to_owned());
        return Ok(ValueRef::Text(source));
    };
    let cut = units::cut(source, 0..count, run.given.arena);
    Ok(halved(run, cut))
}

/// `Mid(source, start, length)`, and `Mid(source, start)` for the rest of the text.
pub(super) fn mid<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let source = run.text(call, 0)?;
    let start = run.integer(call, 1)?;
    let length = run.integer(call, 2)?;
    let (Some(source), Some(start)) = (source, start) else { return Ok(run.null()) };
    let Some(start) = start.checked_sub(1).and_then(|start| usize::try_from(start).ok()) else {
        run.touch(Corner::OutsideOfText);
        return Err(fails(
            Run::span(call, 1),
            "Mid counts from 1, and there is nothing before it. Start at 1 or higher.",
        ));
    };
    let end = match length {
        None if Run::has(call, 2) => return Ok(run.null()),
        None => usize::MAX,
        Some(length) => {
            let Ok(length) = usize::try_from(length) else {
                run.touch(Corner::OutsideOfText);
                return Err(fails(
                    Run::span(call, 2),
                    "Mid cannot take fewer than no characters. Give a length of 0 or more.",
                ));
            };
            start.saturating_add(length)
        }
    };
    if start > 0 && start >= units::length(source) {
        run.touch(Corner::OutsideOfText);
    }
    let cut = units::cut(source, start..end, run.given.arena);
    Ok(halved(run, cut))
}

fn halved<'a>(run: &mut Run<'a>, cut: Cut<'a>) -> ValueRef<'a> {
    if cut.is_halved {
        run.touch(Corner::HalfCharacter);
    }
    ValueRef::Text(cut.text)
}

/// `Len(x)`
pub(super) fn len<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    run.touch(Corner::UnlistedFunction);
    match run.text(call, 0)? {
        Some(text) => Ok(ValueRef::Integer(i64::try_from(units::length(text)).unwrap_or(i64::MAX))),
        None => Ok(run.null()),
    }
}

/// `InStr(value1, value2, start, compareType)`: where value2 begins in value1, from 1; 0 when it is not there.
pub(super) fn in_str<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let text = run.text(call, 0)?;
    let wanted = run.text(call, 1)?;
    let start = run.integer(call, 2)?.unwrap_or(1);
    let compare = run.text(call, 3)?;
    let ignores_case = match compare {
        None => {
            run.touch(Corner::InStrCompare);
            false
        }
        Some("vbBinaryCompare" | "0") => false,
        Some("vbTextCompare" | "1") => true,
        Some(other) => {
            let message = format!(
                "“{}” is no way to compare. Write vbTextCompare or vbBinaryCompare.",
                shown(other)
            );
            return Err(not_here(Run::span(call, 3), message));
        }
    };
    let Some(start) = start.checked_sub(1).and_then(|start| usize::try_from(start).ok()) else {
        run.touch(Corner::OutsideOfText);
        return Err(fails(
            Run::span(call, 2),
            "InStr counts from 1, and there is nothing before it. Start at 1 or higher.",
        ));
    };
    if text.is_none() || wanted.is_none() {
        run.touch(Corner::NullArgument);
    }
    let (mut text, mut wanted) = (text.unwrap_or_default(), wanted.unwrap_or_default());
    if ignores_case {
        if !text.is_ascii() || !wanted.is_ascii() {
            run.touch(Corner::TextCompare);
        }
        text = case::lower(text, run.given.arena);
        wanted = case::lower(wanted, run.given.arena);
    }
    if start >= units::length(text) {
        if start > 0 {
            run.touch(Corner::OutsideOfText);
        }
        return Ok(ValueRef::Integer(0));
    }
    let place = units::byte_at(text, start);
    let behind = text.get(place.byte..).unwrap_or_default();
    let skipped = if place.is_inside { behind.chars().next().map_or(0, char::len_utf8) } else { 0 };
    let from = place.byte + skipped;
    let found = text
        .get(from..)
        .and_then(|rest| memmem::find(rest.as_bytes(), wanted.as_bytes()))
        .map_or(0, |found| units::unit_of(text, from + found) + 1);
    Ok(ValueRef::Integer(i64::try_from(found).unwrap_or(i64::MAX)))
}

/// `StripSpaces(source)`
pub(super) fn strip_spaces<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let Some(source) = run.text(call, 0)? else { return Ok(run.null()) };
    if source.chars().any(|character| character.is_whitespace() && character != ' ') {
        run.touch(Corner::OtherWhiteSpace);
    }
    replaced(run, call, source, " ", "")
}

/// `Trim(x)`, of several values each.
pub(super) fn trim<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    run.touch(Corner::UnlistedFunction);
    let value = run.argument(call, 0)?;
    if let ValueRef::Many(values) = value {
        return Ok(run.given.arena.list(values.iter().map(|value| value.trim())));
    }
    match run.one(value, Run::span(call, 0))? {
        Some(text) => Ok(ValueRef::Text(text.trim())),
        None => Ok(run.null()),
    }
}

/// `Word(String, WordNumber, Delimiters)`: nothing of null, before the first word or behind the last.
pub(super) fn word<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let source = run.text(call, 0)?.unwrap_or_default();
    let number = run.integer(call, 1)?;
    let delimiters = run.text(call, 2)?.unwrap_or_default();
    let Some(number) = number else { return Ok(run.null()) };
    let position = number.checked_sub(1).and_then(|number| usize::try_from(number).ok());
    let Some(position) = position else { return Ok(ValueRef::Text("")) };
    let mut start = 0;
    let mut words = Vec::new();
    let mut has_gaps = false;
    for piece in source.split(|character| delimiters.contains(character)) {
        if piece.is_empty() {
            has_gaps = true;
        } else {
            words.push(start..start + piece.len());
        }
        start += piece.len();
        start += source.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    }
    if (has_gaps && !source.is_empty()) || words.first() == Some(&(0..source.len())) {
        run.touch(Corner::WordGaps);
    }
    let word = words.get(position).cloned().unwrap_or(0..0);
    Ok(ValueRef::Text(source.get(word).unwrap_or_default()))
}
