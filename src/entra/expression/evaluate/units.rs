//! Positions in texts as .NET counts them: in UTF-16 units. Nothing here cuts a character so that it could fail.

use std::borrow::Cow;
use std::ops::Range;

/// A part of a text, and whether a character was cut in two; its half is U+FFFD then.
pub(super) struct Cut<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) is_halved: bool,
}

/// How many units a text has.
pub(super) fn length(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().map(char::len_utf16).sum() }
}

/// The units in this range, which may reach behind the end.
pub(super) fn cut(text: Cow<'_, str>, range: Range<usize>) -> Cut<'_> {
    if text.is_ascii() {
        let end = range.end.min(text.len());
        return Cut { text: slice(text, range.start.min(end)..end), is_halved: false };
    }
    let start = byte_at(&text, range.start);
    let end = byte_at(&text, range.end.max(range.start));
    if range.is_empty() || (start.is_inside && start.byte == end.byte && !end.is_inside) {
        return Cut { text: Cow::Borrowed(""), is_halved: false };
    }
    if !start.is_inside && !end.is_inside {
        return Cut { text: slice(text, start.byte..end.byte), is_halved: false };
    }
    let halved = char::REPLACEMENT_CHARACTER;
    let mut cut = String::with_capacity(end.byte.saturating_sub(start.byte) + 6);
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
    Cut { text: Cow::Owned(cut), is_halved: true }
}

/// The unit at which this byte begins.
pub(super) fn unit_of(text: &str, byte: usize) -> usize {
    length(text.get(..byte).unwrap_or(text))
}

/// A part of a text by bytes, without a copy where it is borrowed; empty where the range does not fit.
pub(super) fn slice(text: Cow<'_, str>, range: Range<usize>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(range).unwrap_or_default()),
        Cow::Owned(text) if range == (0..text.len()) => Cow::Owned(text),
        Cow::Owned(text) => Cow::Owned(text.get(range).unwrap_or_default().to_owned()),
    }
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
