//! Character classes of .NET, subtraction included, in the engine's syntax.

use std::str::Chars;

use crate::entra::expression::evaluate::pattern::PatternError;
use crate::entra::expression::evaluate::pattern::escape::{character, written};
use crate::entra::expression::evaluate::pattern::translate::{unknown, wrong};
use crate::limits;
use crate::verkada::name::shown;

/// Unicode's general categories, as both engines name them.
const CATEGORIES: [&str; 36] = [
    "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc",
    "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C",
    "Cc", "Cf", "Co", "Cn",
];

/// `\d`, `\s`, `\w` and their opposites, to stand inside brackets. .NET's word is narrower than the engine's.
pub(super) const fn word_class(letter: char) -> &'static str {
    match letter {
        'd' => "\\p{Nd}",
        'D' => "[^\\p{Nd}]",
        's' => "\\s",
        'S' => "[^\\s]",
        'w' => "\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}",
        _ => "[^\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}]",
    }
}

/// `\p{Lu}` or `\P{Lu}`, behind its letter.
pub(super) fn category(rest: &mut Chars<'_>, letter: char) -> Result<String, PatternError> {
    let text = rest.as_str();
    let Some((name, behind)) = text.strip_prefix('{').and_then(|text| text.split_once('}')) else {
        return Err(wrong(format!(
            "The pattern has \\{letter} without a category in braces. Write one such as \\{letter}{{Lu}}."
        )));
    };
    if !CATEGORIES.contains(&name) {
        return Err(unknown(format!(
            "The pattern has the category “{}”, which cannot be evaluated here.",
            shown(name)
        )));
    }
    *rest = behind.chars();
    Ok(if letter == 'p' { format!("\\p{{{name}}}") } else { format!("[^\\p{{{name}}}]") })
}

/// What is read of a class.
enum Item {
    /// One character, and whether it was escaped.
    Character(char, bool),
    /// Several, in the engine's syntax.
    Several(String),
}

/// A class behind its opening bracket. Subtracted classes are read one after another, each inside the one before.
pub(super) fn class(rest: &mut Chars<'_>) -> Result<String, PatternError> {
    let mut classes = Vec::new();
    loop {
        if classes.len() > limits::PATTERN_DEPTH {
            return Err(unknown(
                "The pattern subtracts more classes of characters than are read here.".to_owned(),
            ));
        }
        let (class, is_subtracted_from) = one_class(rest)?;
        classes.push(class);
        if !is_subtracted_from {
            break;
        }
    }
    for _ in 1..classes.len() {
        if rest.next() != Some(']') {
            return Err(wrong("The pattern has something behind a subtracted class of characters. It must be the last in the brackets.".to_owned()));
        }
    }
    let mut classes = classes.into_iter().rev();
    let innermost = classes.next().unwrap_or_default();
    Ok(classes.fold(innermost, |inner, outer| format!("[{outer}--{inner}]")))
}

/// One class up to its closing bracket, or up to a class that is subtracted from it.
fn one_class(rest: &mut Chars<'_>) -> Result<(String, bool), PatternError> {
    let mut class = "[".to_owned();
    if rest.as_str().starts_with('^') {
        rest.next();
        class.push('^');
    }
    let mut is_first = true;
    loop {
        let text = rest.as_str();
        if text.starts_with("[:") {
            return Err(unknown(
                "The pattern has [: in a class of characters, which cannot be evaluated here."
                    .to_owned(),
            ));
        }
        // A bracket that comes first is itself.
        if text.starts_with(']') && !is_first {
            rest.next();
            class.push(']');
            return Ok((class, false));
        }
        let item = item(rest)?;
        let is_range = rest.as_str().starts_with('-') && !rest.as_str().starts_with("-]");
        match item {
            Item::Several(several) => class.push_str(&several),
            Item::Character('-', false) if !is_first && rest.as_str().starts_with('[') => {
                rest.next();
                class.push(']');
                return Ok((class, true));
            }
            Item::Character(first, _) if is_range => {
                rest.next();
                class.push_str(&written(first));
                match self::item(rest)? {
                    Item::Character('[', false) => {
                        class.push(']');
                        return Ok((class, true));
                    }
                    Item::Character(last, _) if last >= first => {
                        class.push('-');
                        class.push_str(&written(last));
                    }
                    _ => {
                        return Err(wrong("The pattern has a range of characters whose end is no character or before its start. Write - last in the brackets for the sign itself.".to_owned()));
                    }
                }
            }
            Item::Character(literal, _) => class.push_str(&written(literal)),
        }
        is_first = false;
    }
}

/// The next item.
fn item(rest: &mut Chars<'_>) -> Result<Item, PatternError> {
    let Some(next) = rest.next() else {
        return Err(wrong(
            "The pattern has a [ without its ]. Close it, or write \\[ for the sign itself."
                .to_owned(),
        ));
    };
    if next != '\\' {
        return Ok(Item::Character(next, false));
    }
    let Some(letter) = rest.next() else {
        return Err(wrong("The pattern ends with a backslash, which needs a character behind it. Remove it, or write two.".to_owned()));
    };
    Ok(match letter {
        'd' | 'D' | 's' | 'S' | 'w' | 'W' => Item::Several(word_class(letter).to_owned()),
        'p' | 'P' => Item::Several(category(rest, letter)?),
        'b' => Item::Character('\u{8}', true),
        '-' => Item::Character('-', true),
        letter => Item::Character(character(rest, letter)?, true),
    })
}
