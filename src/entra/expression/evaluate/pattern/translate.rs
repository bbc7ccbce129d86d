//! From .NET's syntax of regular expressions to the engine's, construct by construct. Each is either written so that it means
//! the same, or refused.

use std::str::Chars;

use crate::entra::expression::evaluate::pattern::class::class;
use crate::entra::expression::evaluate::pattern::escape::written;
use crate::entra::expression::evaluate::pattern::group::Groups;
use crate::entra::expression::evaluate::pattern::{PatternError, Reading};
use crate::verkada::name::shown;

/// A pattern in the engine's syntax.
#[derive(Debug)]
pub(super) struct Translation {
    pub(super) pattern: String,
    pub(super) groups: Groups,
    /// Whether it has something that is matched by trying.
    pub(super) backtracks: bool,
    /// Whether it ignores case somewhere.
    pub(super) ignores_case: bool,
}

/// What stands before a place in the pattern, as far as a repetition behind it is concerned.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    Nothing,
    Atom,
    Repetition,
}

/// Options that hold until the end of a group.
#[derive(Clone, Copy, Default)]
pub(super) struct Options {
    pub(super) is_multiline: bool,
    pub(super) is_singleline: bool,
}

/// An open group: what held outside of it.
pub(super) struct Open {
    pub(super) options: Options,
    pub(super) is_lookbehind: bool,
}

pub(super) struct Translator<'p> {
    pub(super) rest: Chars<'p>,
    pub(super) reading: Reading,
    /// All groups, where they are known from a first pass.
    pub(super) known: Option<&'p Groups>,
    pub(super) before: Before,
    pub(super) options: Options,
    pub(super) open: Vec<Open>,
    pub(super) to: Translation,
}

/// Reads a pattern twice: once for its groups, once with them known.
pub(super) fn translate(source: &str, reading: Reading) -> Result<Translation, PatternError> {
    if let Some(pair) = source.chars().find(|character| character.len_utf16() > 1) {
        return Err(unknown(format!(
            "The pattern has “{}”, which .NET sees as two halves. What it matches is not known here.",
            shown(pair.encode_utf8(&mut [0; 4]))
        )));
    }
    let first = pass(source, reading, None)?;
    pass(source, reading, Some(&first.groups))
}

fn pass(
    source: &str,
    reading: Reading,
    known: Option<&Groups>,
) -> Result<Translation, PatternError> {
    let to = Translation {
        pattern: String::with_capacity(source.len() * 2),
        groups: Groups::default(),
        backtracks: false,
        ignores_case: false,
    };
    let mut translator = Translator {
        rest: source.chars(),
        reading,
        known,
        before: Before::Nothing,
        options: Options::default(),
        open: Vec::new(),
        to,
    };
    while let Some(character) = translator.rest.next() {
        translator.step(character)?;
    }
    if translator.open.is_empty() {
        Ok(translator.to)
    } else {
        Err(wrong(
            "The pattern has a ( without its ). Close it, or write \\( for the sign itself."
                .to_owned(),
        ))
    }
}

impl Translator<'_> {
    fn step(&mut self, character: char) -> Result<(), PatternError> {
        match character {
            '\\' => self.escape()?,
            '[' => {
                let class = class(&mut self.rest)?;
                self.atom(&class);
            }
            '(' => self.open()?,
            ')' => self.close()?,
            '|' => {
                self.to.pattern.push('|');
                self.before = Before::Nothing;
            }
            '*' | '+' | '?' => self.repetition(&character.to_string())?,
            '{' => match bounds(self.rest.as_str()) {
                Some(length) => {
                    let bounds =
                        format!("{{{}", self.rest.as_str().get(..length).unwrap_or_default());
                    self.skip(length);
                    self.repetition(&bounds)?;
                }
                None => self.literal(character),
            },
            '^' if self.options.is_multiline => self.atom("(?m:^)"),
            '^' => self.atom("\\A"),
            '$' if self.options.is_multiline => self.atom("(?m:$)"),
            '$' => self.end(),
            '.' if self.options.is_singleline => self.atom("(?s:.)"),
            '.' => self.atom("[^\\n]"),
            literal => self.literal(literal),
        }
        Ok(())
    }

    pub(super) fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.as_str().get(bytes..).unwrap_or_default().chars();
    }

    pub(super) fn eat(&mut self, text: &str) -> bool {
        let is_here = self.rest.as_str().starts_with(text);
        if is_here {
            self.skip(text.len());
        }
        is_here
    }

    pub(super) fn atom(&mut self, pattern: &str) {
        self.to.pattern.push_str(pattern);
        self.before = Before::Atom;
    }

    pub(super) fn literal(&mut self, literal: char) {
        self.atom(&written(literal));
    }

    /// The end of the text, or before a line feed that ends it.
    pub(super) fn end(&mut self) {
        if self.reading.is_line {
            self.to.backtracks = true;
            self.atom("(?=\\n?\\z)");
        } else {
            self.atom("\\z");
        }
    }

    fn repetition(&mut self, repetition: &str) -> Result<(), PatternError> {
        match self.before {
            Before::Nothing => Err(wrong(format!(
                "The pattern repeats nothing: {} stands behind no character or group. Remove it, or write \\ before it.",
                shown(repetition)
            ))),
            Before::Repetition => Err(wrong(format!(
                "The pattern repeats a repetition: {} stands behind another one, which .NET refuses. Put a group around the inner one.",
                shown(repetition)
            ))),
            Before::Atom => {
                self.to.pattern.push_str(repetition);
                if self.eat("?") {
                    self.to.pattern.push('?');
                }
                self.before = Before::Repetition;
                Ok(())
            }
        }
    }
}

/// How long a repetition such as `2,3}` is, without its opening brace; none where it is none.
fn bounds(text: &str) -> Option<usize> {
    let (bounds, _) = text.split_once('}')?;
    let (least, most) = bounds.split_once(',').unwrap_or((bounds, "0"));
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    (!least.is_empty() && is_number(least) && is_number(most)).then_some(bounds.len() + 1)
}

pub(super) const fn wrong(message: String) -> PatternError {
    PatternError::Wrong(message)
}

pub(super) const fn unknown(message: String) -> PatternError {
    PatternError::Unknown(message)
}
