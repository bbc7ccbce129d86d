//! Reading filter and path text: a scanner with positions, and errors that name the character in the way.

use std::fmt;

use unicode_script::UnicodeScript as _;

use crate::scim::error::{ScimError, ScimType};
use crate::scim::quote::quote;

/// What is wrong with a filter or a path, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message} (at character {})", position + 1)]
pub struct SyntaxError {
    /// Offset in characters, from 0; the length of the text where its end came too early.
    pub position: usize,
    /// For a person; no raw invisible character in it.
    pub message: String,
}

impl SyntaxError {
    /// The error as a service provider sends it for a filter.
    pub(crate) fn in_filter(&self) -> ScimError {
        ScimError::new(ScimType::InvalidFilter, format!("The filter is malformed: {self}"))
    }

    /// The error as a service provider sends it for a path.
    pub(crate) fn in_path(&self) -> ScimError {
        ScimError::new(ScimType::InvalidPath, format!("The path is malformed: {self}"))
    }
}

/// Walks over a text. Offsets are in bytes until they stand in an error.
#[derive(Clone, Debug)]
pub(crate) struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    pub(crate) const fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Offset in bytes.
    pub(crate) const fn at(&self) -> usize {
        self.at
    }

    pub(crate) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub(crate) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(crate) fn is_at_end(&self) -> bool {
        self.rest().is_empty()
    }

    /// Passes over a character, if it is the next one.
    pub(crate) fn eat(&mut self, character: char) -> bool {
        let found = self.rest().starts_with(character);
        if found {
            self.at += character.len_utf8();
        }
        found
    }

    /// Passes over spaces and returns how many there were.
    pub(crate) fn eat_spaces(&mut self) -> usize {
        self.take_while(|character| character == ' ').len()
    }

    pub(crate) fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|character| !wanted(character)).unwrap_or(rest.len());
        self.take(end)
    }

    /// Passes over a number of bytes that end at a character boundary.
    pub(crate) fn take(&mut self, bytes: usize) -> &'a str {
        let taken = self.rest().get(..bytes).unwrap_or_default();
        self.at += taken.len();
        taken
    }

    /// An error at the scanner's place.
    pub(crate) fn error(&self, message: impl Into<String>) -> SyntaxError {
        self.error_at(self.at, message)
    }

    /// An error at an offset in bytes.
    pub(crate) fn error_at(&self, at: usize, message: impl Into<String>) -> SyntaxError {
        let before = self.text.get(..at).unwrap_or(self.text);
        SyntaxError { position: before.chars().count(), message: message.into() }
    }

    /// An error about the next character: what was expected, and what is there instead.
    pub(crate) fn unexpected(&self, expected: impl fmt::Display) -> SyntaxError {
        let found = match self.peek() {
            None => "the end of the text".to_owned(),
            Some(character) => describe(character),
        };
        self.error(format!("Expected {expected}, found {found}"))
    }
}

/// Names a character so that a person finds it, above all when it looks like another one.
fn describe(character: char) -> String {
    let code = u32::from(character);
    match character {
        '"' => "a quote".to_owned(),
        ' ' => "a space".to_owned(),
        '\t' => "a tab; write a space".to_owned(),
        '\n' | '\r' => "a line break; write a space".to_owned(),
        '\'' => "a single quote; texts stand between double quotes".to_owned(),
        '\u{feff}' => "a byte order mark (U+FEFF), left over from a file".to_owned(),
        '\u{2018}'..='\u{201f}' | '«' | '»' | '‹' | '›' | '″' | '＂' => {
            format!("the typographic quote {character} (U+{code:04X}); write the plain quote \"")
        }
        '%' => "a percent sign; the text may be percent-encoded once too often".to_owned(),
        _ if character.is_whitespace() => {
            format!("the character U+{code:04X}, which only looks like a space")
        }
        _ if character.is_control() || crate::scim::quote::is_deceptive(character) => {
            format!("the invisible character U+{code:04X}")
        }
        _ if character.is_ascii() => quote(character.encode_utf8(&mut [0; 4])),
        _ => {
            let script = character.script().full_name();
            format!(
                "the character {character} (U+{code:04X}, {script}), which names of attributes cannot have"
            )
        }
    }
}
