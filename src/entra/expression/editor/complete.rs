//! What could be written where the cursor is.

use super::signature_at;
use crate::entra::expression::lexer::{Fault, Lexer, Token, TokenKind};
use crate::entra::expression::parser::WORDS;
use crate::entra::expression::{Function, ParameterKind, Span};

/// What could be written, the likeliest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completions {
    /// What it takes the place of.
    pub replace: Span,
    /// The choices.
    pub entries: Vec<Completion>,
}

/// One thing that could be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// What is put into the text: `[mail]`, `ToLower(`. The cursor belongs behind it.
    pub text: String,
    /// What it is.
    pub kind: CompletionKind,
}

/// What a completion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionKind {
    /// A function.
    Function(Function),
    /// An attribute.
    Attribute,
    /// A word of an enumeration.
    Word,
}

/// What could be written at the cursor, a place in bytes: attributes in brackets, elsewhere functions and attributes
/// where a value may begin.
pub fn complete(text: &str, cursor: usize, attributes: &[&str]) -> Completions {
    let cursor = text.floor_char_boundary(cursor);
    let (before, token, after) = around(text, cursor);
    let start = token.span.start;
    let typed = |from: usize| text.get(from..cursor).unwrap_or_default();
    let (replace, entries) = match token.kind {
        TokenKind::Attribute | TokenKind::Fault(Fault::OpenAttribute | Fault::EmptyAttribute)
            if start < cursor =>
        {
            (start..attribute_end(text, cursor), attribute_entries(typed(start + 1), attributes))
        }
        TokenKind::Name if start < cursor && after.kind == TokenKind::Open => {
            (token.span, function_entries(typed(start), |function| function.name().to_owned()))
        }
        TokenKind::Name if start < cursor => {
            (token.span, value_entries(words_at(text, cursor), typed(start), attributes))
        }
        _ if may_begin(before, &token, cursor) => {
            (cursor..cursor, value_entries(words_at(text, cursor), "", attributes))
        }
        _ => (cursor..cursor, Vec::new()),
    };
    Completions { replace, entries: by_rank(entries) }
}

/// The token before the one at the cursor, the one that the cursor is in or at the end of, and the one behind.
fn around(text: &str, cursor: usize) -> (Option<TokenKind>, Token, Token) {
    let mut lexer = Lexer::new(text);
    let mut before = None;
    let mut token = lexer.next();
    loop {
        let next = lexer.next();
        // At the border of two tokens the name or attribute that ends there is what is being written.
        let is_here = token.span.end >= cursor
            && (token.span.end > cursor || is_written(token.kind) || next.span.start > cursor);
        if is_here || token.kind == TokenKind::End {
            return (before, token, next);
        }
        before = Some(token.kind);
        token = next;
    }
}

const fn is_written(kind: TokenKind) -> bool {
    matches!(kind, TokenKind::Name | TokenKind::Attribute | TokenKind::Fault(_))
}

/// Whether a value may begin at the cursor.
fn may_begin(before: Option<TokenKind>, token: &Token, cursor: usize) -> bool {
    let opens = |kind: TokenKind| {
        matches!(kind, TokenKind::Open | TokenKind::Comma | TokenKind::Comparison(_))
    };
    if token.span.start >= cursor {
        return before.is_none_or(opens);
    }
    token.span.end <= cursor && opens(token.kind)
}

/// Where the attribute that the cursor is in ends: behind the rest of its name and its bracket.
fn attribute_end(text: &str, cursor: usize) -> usize {
    let rest = text.get(cursor..).unwrap_or_default();
    let is_name = |character: char| character.is_alphanumeric() || matches!(character, '_' | '.');
    let name = rest.find(|character| !is_name(character)).unwrap_or(rest.len());
    let bracket = rest.get(name..).is_some_and(|rest| rest.starts_with(']'));
    cursor + name + usize::from(bracket)
}

/// The words that the argument at the cursor can be.
fn words_at(text: &str, cursor: usize) -> &'static [&'static str] {
    let parameter = signature_at(text, cursor)
        .and_then(|(function, index)| function.parameter(index, usize::MAX));
    match parameter.map(|parameter| parameter.kind) {
        Some(ParameterKind::Word) => &WORDS,
        _ => &[],
    }
}

/// Words, functions and attributes that fit what is typed.
fn value_entries(words: &[&str], typed: &str, attributes: &[&str]) -> Vec<(Rank, Completion)> {
    let word = |word: &&str| {
        let completion = Completion { text: (*word).to_owned(), kind: CompletionKind::Word };
        Some((rank(word, typed)?, completion))
    };
    let mut entries: Vec<_> = words.iter().filter_map(word).collect();
    entries.extend(function_entries(typed, |function| match function.entry().parameters {
        [] => format!("{}()", function.name()),
        _ => format!("{}(", function.name()),
    }));
    entries.extend(attribute_entries(typed, attributes));
    entries
}

fn function_entries(typed: &str, write: impl Fn(Function) -> String) -> Vec<(Rank, Completion)> {
    let entry = |function: &Function| {
        let kind = CompletionKind::Function(*function);
        Some((rank(function.name(), typed)?, Completion { text: write(*function), kind }))
    };
    Function::ALL.iter().filter_map(entry).collect()
}

fn attribute_entries(typed: &str, attributes: &[&str]) -> Vec<(Rank, Completion)> {
    let entry = |name: &&str| {
        let completion = Completion { text: format!("[{name}]"), kind: CompletionKind::Attribute };
        Some((rank(name, typed)?, completion))
    };
    attributes.iter().filter_map(entry).collect()
}

/// How well a name fits what is typed, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Begins,
    Holds,
}

fn rank(name: &str, typed: &str) -> Option<Rank> {
    let typed = typed.as_bytes();
    let mut places = name.as_bytes().windows(typed.len().max(1));
    if typed.is_empty() {
        return Some(Rank::Begins);
    }
    match places.position(|place| place.eq_ignore_ascii_case(typed))? {
        0 => Some(Rank::Begins),
        _ => Some(Rank::Holds),
    }
}

fn by_rank(mut entries: Vec<(Rank, Completion)>) -> Vec<Completion> {
    entries.sort_by_key(|(rank, _)| *rank);
    entries.into_iter().map(|(_, completion)| completion).collect()
}
