//! What stands behind a backslash in a pattern.

use std::str::Chars;

use crate::entra::expression::evaluate::pattern::PatternError;
use crate::entra::expression::evaluate::pattern::class::{category, word_class};
use crate::entra::expression::evaluate::pattern::group::Groups;
use crate::entra::expression::evaluate::pattern::translate::{Translator, unknown, wrong};

impl Translator<'_> {
    pub(super) fn escape(&mut self) -> Result<(), PatternError> {
        let rest = self.rest.as_str();
        let Some(letter) = self.rest.next() else {
            return Err(wrong("The pattern ends with a backslash, which needs a character behind it. Remove it, or write two.".to_owned()));
        };
        match letter {
            'd' | 'D' | 's' | 'S' | 'w' | 'W' => self.atom(&format!("[{}]", word_class(letter))),
            'p' | 'P' => {
                let category = category(&mut self.rest, letter)?;
                self.atom(&category);
            }
            'A' => self.atom("\\A"),
            'z' => self.atom("\\z"),
            'Z' => self.end(),
            'b' | 'B' => self.boundary(letter),
            'G' => {
                return Err(unknown(
                    "The pattern has \\G, which cannot be evaluated here.".to_owned(),
                ));
            }
            'k' => self.named_reference()?,
            '1'..='9' => {
                let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
                let number = rest.get(..digits).and_then(|digits| digits.parse().ok());
                self.skip(digits - 1);
                self.reference(|groups| groups.numbered(number?))?;
            }
            letter => {
                let character = character(&mut self.rest, letter)?;
                self.literal(character);
            }
        }
        Ok(())
    }

    /// Between a letter and something else; where letters beyond ASCII are, .NET's kind of letter is written out.
    fn boundary(&mut self, letter: char) {
        if self.reading.is_ascii {
            return self.atom(if letter == 'b' { "\\b" } else { "\\B" });
        }
        let word = "[\\p{L}\\p{Mn}\\p{Nd}\\p{Pc}\\x{200C}\\x{200D}]";
        self.to.backtracks = true;
        self.atom(&if letter == 'b' {
            format!("(?:(?<={word})(?!{word})|(?<!{word})(?={word}))")
        } else {
            format!("(?:(?<={word})(?={word})|(?<!{word})(?!{word}))")
        });
    }

    fn named_reference(&mut self) -> Result<(), PatternError> {
        let end = match self.rest.next() {
            Some('<') => '>',
            Some('\'') => '\'',
            _ => {
                return Err(wrong(
                    "The pattern has a \\k without the name of a group. Write \\k<name>."
                        .to_owned(),
                ));
            }
        };
        let Some((name, _)) = self.rest.as_str().split_once(end) else {
            return Err(wrong("The pattern has a \\k<name> without its end. Close it.".to_owned()));
        };
        let length = name.len() + end.len_utf8();
        self.reference(|groups| match name.parse() {
            Ok(number) => groups.numbered(number),
            Err(_) => groups.named(name),
        })?;
        self.skip(length);
        Ok(())
    }

    /// What a group took before. In the first pass nobody knows which groups there are.
    fn reference(
        &mut self,
        find: impl FnOnce(&Groups) -> Option<usize>,
    ) -> Result<(), PatternError> {
        self.to.backtracks = true;
        let Some(known) = self.known else {
            self.atom("(?:)");
            return Ok(());
        };
        let Some(group) = find(known).filter(|group| *group > 0) else {
            return Err(wrong("The pattern refers to a group that it does not have. Check the number or the name.".to_owned()));
        };
        self.atom(&format!("(?:\\{group})"));
        Ok(())
    }
}

/// A character so that the engine takes it as itself.
pub(super) fn written(literal: char) -> String {
    if literal.is_ascii() && !literal.is_ascii_alphanumeric() {
        format!("\\x{{{:X}}}", u32::from(literal))
    } else {
        literal.to_string()
    }
}

/// The character that an escape with this letter stands for; its digits are taken from the rest.
pub(super) fn character(rest: &mut Chars<'_>, letter: char) -> Result<char, PatternError> {
    let mut digits = |count: usize| {
        let text = rest
            .as_str()
            .get(..count)
            .filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let code = text.and_then(|text| u32::from_str_radix(text, 16).ok());
        let code = code.ok_or_else(|| {
            wrong(format!(
                "The pattern has \\{letter} without its {count} hexadecimal digits. Write them."
            ))
        })?;
        *rest = rest.as_str().get(count..).unwrap_or_default().chars();
        char::from_u32(code).ok_or_else(|| {
            unknown(
                "The pattern names half of a character, which cannot be evaluated here.".to_owned(),
            )
        })
    };
    match letter {
        't' => Ok('\t'),
        'n' => Ok('\n'),
        'r' => Ok('\r'),
        'f' => Ok('\u{c}'),
        'v' => Ok('\u{b}'),
        'a' => Ok('\u{7}'),
        'e' => Ok('\u{1b}'),
        'x' => digits(2),
        'u' => digits(4),
        '0' | 'c' => Err(unknown(format!(
            "The pattern has \\{letter}, which cannot be evaluated here. Write the character as \\x and two hexadecimal digits."
        ))),
        letter if letter.is_alphanumeric() || letter == '_' => Err(wrong(format!(
            "The pattern has \\{letter}, which .NET does not know. Remove the backslash."
        ))),
        letter => Ok(letter),
    }
}
