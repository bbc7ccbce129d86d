//! What an editor needs for every key that is pressed: colors, completion, and the function that the cursor is in. All of
//! it works on texts that are no expression, and passes over the text once.

mod complete;
mod highlight;

pub use complete::{Completion, CompletionKind, Completions, complete};
pub use highlight::{Highlight, highlight};

use crate::entra::expression::lexer::{Lexer, TokenKind};
use crate::entra::expression::{Function, Span};

/// The innermost function whose brackets are around the cursor, and which of its arguments the cursor is in, from 0.
pub fn signature_at(text: &str, cursor: usize) -> Option<(Function, usize)> {
    let mut open: Vec<(Option<Span>, usize)> = Vec::new();
    let mut name = None;
    let mut lexer = Lexer::new(text);
    loop {
        let token = lexer.next();
        if token.kind == TokenKind::End || token.span.end > cursor {
            break;
        }
        match token.kind {
            TokenKind::Open => open.push((name.take(), 0)),
            TokenKind::Close => drop(open.pop()),
            TokenKind::Comma => {
                if let Some((_, index)) = open.last_mut() {
                    *index += 1;
                }
            }
            _ => {}
        }
        name = (token.kind == TokenKind::Name).then_some(token.span);
    }
    let (name, index) = open.pop()?;
    Some((Function::named(text.get(name?)?)?, index))
}
