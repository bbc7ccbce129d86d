//! Which part of a text is drawn in which color.

use crate::entra::expression::lexer::{Fault, Lexer, Token, TokenKind};
use crate::entra::expression::{Function, Span};

/// What a stretch of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Highlight {
    /// The name of a function.
    Function,
    /// An attribute with its brackets.
    Attribute,
    /// A text with its quotes.
    Text,
    /// A backslash in a text with the character that it protects.
    Escape,
    /// A number.
    Number,
    /// A word without quotes.
    Word,
    /// A bracket, a comma or a sign that compares.
    Punctuation,
    /// What cannot stand there.
    Error,
}

/// The stretches of a text, in its order; between them is white space. Never fails, whatever the text is.
pub fn highlight(text: &str) -> Vec<(Span, Highlight)> {
    let mut stretches = Vec::new();
    let mut lexer = Lexer::new(text);
    let mut token = lexer.next();
    while token.kind != TokenKind::End {
        let next = lexer.next();
        let written = text.get(token.span.clone()).unwrap_or_default();
        match token.kind {
            TokenKind::Text | TokenKind::Fault(Fault::Escape) => {
                escapes(written, token.span.start, &mut stretches);
            }
            TokenKind::Fault(Fault::OpenText | Fault::OpenTextAfterBackslash) => {
                stretches.push((token.span.start..token.span.start + 1, Highlight::Error));
                escapes(written.get(1..).unwrap_or_default(), token.span.start + 1, &mut stretches);
            }
            _ => {
                let kind = kind(&token, written, &next);
                stretches.push((token.span, kind));
            }
        }
        token = next;
    }
    stretches
}

fn kind(token: &Token, written: &str, next: &Token) -> Highlight {
    match token.kind {
        TokenKind::Name if next.kind != TokenKind::Open => Highlight::Word,
        TokenKind::Name if Function::named(written).is_none() => Highlight::Error,
        TokenKind::Name => Highlight::Function,
        TokenKind::Attribute => Highlight::Attribute,
        TokenKind::Number => Highlight::Number,
        TokenKind::Open
        | TokenKind::Close
        | TokenKind::Comma
        | TokenKind::Comparison(_)
        | TokenKind::End => Highlight::Punctuation,
        TokenKind::Text => Highlight::Text,
        TokenKind::Fault(_) => Highlight::Error,
    }
}

/// The stretches of a text that begins there; a backslash that protects neither a quote nor a backslash is an error.
fn escapes(written: &str, start: usize, stretches: &mut Vec<(Span, Highlight)>) {
    let mut from = 0;
    let mut characters = written.char_indices();
    while let Some((at, character)) = characters.next() {
        if character != '\\' {
            continue;
        }
        let (kind, end) = match characters.next() {
            Some((next, '"' | '\\')) => (Highlight::Escape, next + 1),
            Some((next, other)) => (Highlight::Error, next + other.len_utf8()),
            None => (Highlight::Error, written.len()),
        };
        if from < at {
            stretches.push((start + from..start + at, Highlight::Text));
        }
        stretches.push((start + at..start + end, kind));
        from = end;
    }
    if from < written.len() {
        stretches.push((start + from..start + written.len(), Highlight::Text));
    }
}
