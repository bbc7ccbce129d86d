//! `NormalizeDiacritics`: letters without their accents.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript as _};

use crate::entra::expression::evaluate::run::{Evaluated, Run};
use crate::entra::expression::evaluate::{Arena, Corner};
use crate::entra::expression::{Call, ValueRef};

/// `NormalizeDiacritics(source)`. The documented table is decomposition without marks, but for the letters of [`whole`].
pub(super) fn normalize<'a>(run: &mut Run<'a>, call: &'a Call) -> Evaluated<'a> {
    let Some(source) = run.text(call, 0)? else { return Ok(run.null()) };
    let plain = plain(source, run.given.arena);
    if plain.is_beyond {
        run.touch(Corner::DiacriticBeyondTable);
    }
    Ok(ValueRef::Text(plain.text))
}

/// A text without accents, and whether it has letters beyond the documented table.
#[derive(Clone, Copy)]
pub(super) struct Plain<'a> {
    pub(super) text: &'a str,
    is_beyond: bool,
}

pub(super) fn plain<'a>(source: &'a str, arena: &'a Arena) -> Plain<'a> {
    if source.is_ascii() {
        return Plain { text: source, is_beyond: false };
    }
    let mut plain = String::with_capacity(source.len());
    let mut is_beyond = false;
    let mut has_letter = false;
    for character in source.nfd() {
        if is_combining_mark(character) {
            if has_letter {
                continue;
            }
        } else {
            has_letter = character.script() == Script::Latin;
            is_beyond |= !character.is_ascii() && whole(character).is_none();
        }
        match whole(character) {
            Some(letters) => plain.push_str(letters),
            None => plain.push(character),
        }
    }
    if is_beyond {
        plain = plain.nfc().collect();
    }
    Plain { text: arena.copy(&plain), is_beyond }
}

/// Letters of the table that do not decompose.
const fn whole(letter: char) -> Option<&'static str> {
    Some(match letter {
        'æ' => "ae",
        'Æ' => "AE",
        'ø' | 'œ' => "oe",
        'Ø' | 'Œ' => "OE",
        'ß' => "ss",
        'ı' => "i",
        'ł' => "l",
        'Ł' => "L",
        _ => return None,
    })
}
