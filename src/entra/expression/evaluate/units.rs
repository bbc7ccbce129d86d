//! Positions in texts as .NET counts them: in UTF-16 units. Nothing here cuts a character so that it could fail.

use std::ops::Range;

use crate::entra::expression::evaluate::Arena;

/// A part of a text, and whether a character was cut in two; its half is U+FFFD then.
#[derive(Clone, Copy)]
pub(super) struct Cut<'a> {
    pub(super) text: &'a str,
    pub(super) is_halved: bool,
}

/// How many units a text has.
pub(super) fn length(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().map(char::len_utf16).sum() }
}

/// The units in this range, which may reach behind the end.
#[inline]
pub(super) fn cut<'a>(text: &'a str, range: Range<usize>, arena: &'a Arena) -> Cut<'a> {
    let end = range.end.min(text.len());
    if let Some(first) = text.get(..end).filter(|first| first.is_ascii()) {
        let text = first.get(range.start.min(end)..).unwrap_or_default();
        return Cut { text, is_halved: false };
    }
    cut_beyond_ascii(text, range, arena)
}

#[cold]
fn cut_beyond_ascii<'a>(text: &'a str, range: Range<usize>, arena: &'a Arena) -> Cut<'a> {
    let start = byte_at(text, range.start);
    let end = byte_at(text, range.end.max(range.start));
    if range.is_empty() || (start.is_inside && start.byte == end.byte && !end.is_inside) {
        return Cut { text: "", is_halved: false };
    }
    if !start.is_inside && !end.is_inside {
        let text = text.get(start.byte..end.byte).unwrap_or_default();
        return Cut { text, is_halved: false };
    }
    let halved = char::REPLACEMENT_CHARACTER;
    let mut cut = arena.text(end.byte.saturating_sub(start.byte) + 6);
    let whole = if start.is_inside {
        cut.push(halved);
        let behind = text.get(start.byte..).and_then(|rest| rest.chars().next());
        start.byte + behind.map_or(0, char::len_utf8)
    } else {
        start.byte
    };
    cut.push_str(text.get(whole..end.byte).unwrap_or_default());
    if end.is_inside {
        cut.push(halved);
    }
    Cut { text: cut.into_bump_str(), is_halved: true }
}

/// The unit at which this byte begins.
pub(super) fn unit_of(text: &str, byte: usize) -> usize {
    length(text.get(..byte).unwrap_or(text))
}

/// The byte at which a unit begins; of a unit inside a character, the byte at which the character begins.
pub(super) struct Place {
    pub(super) byte: usize,
    pub(super) is_inside: bool,
}

pub(super) fn byte_at(text: &str, unit: usize) -> Place {
    let mut units = 0;
    for (byte, character) in text.char_indices() {
        if units >= unit {
            return Place { byte, is_inside: false };
        }
        units += character.len_utf16();
        if units > unit {
            return Place { byte, is_inside: true };
        }
    }
    Place { byte: text.len(), is_inside: false }
}
