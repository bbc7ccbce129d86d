//! Reads a text as a tree. The descent stops at a fixed depth, so no text can exhaust the stack.

pub(super) mod arity;
mod faults;

use crate::entra::expression::lexer::{Lexer, Token, TokenKind};
use crate::entra::expression::{
    Call, Comparison, Constant, ExpressionError, ExpressionProblem, Function, Node, Span,
};
use crate::limits;
use crate::verkada::name::shown;

/// Words that stand without quotes.
pub(super) const WORDS: [&str; 5] =
    ["vbBinaryCompare", "vbTextCompare", "ASCII", "Unicode", "UTF8"];

/// Reads a whole expression; with it comes what the tree will not show.
pub(super) fn parse(text: &str) -> Result<(Node, Vec<ExpressionProblem>), ExpressionError> {
    let most = limits::EXPRESSION_CHARS;
    if text.len() > most && text.chars().nth(most).is_some() {
        return Err(error(
            0..0,
            format!(
                "The expression is longer than {most} characters, and Entra takes no longer one. Make it shorter, for instance with an extension attribute that holds a part of it."
            ),
        ));
    }
    let mut lexer = Lexer::new(text);
    let next = lexer.next();
    let mut parser = Parser { text, lexer, next, attributes: 0, oddities: Vec::new() };
    let node = match parser.next.kind {
        TokenKind::End => {
            return Err(error(
                0..text.len(),
                "The expression is empty. Write an attribute such as [mail], a text in double quotes, or a function.",
            ));
        }
        _ => parser.value(0)?,
    };
    match parser.next.kind {
        TokenKind::End => Ok((node, parser.oddities)),
        TokenKind::Comparison(_) => Err(parser.misplaced_comparison()),
        _ => Err(parser.after_value(None)),
    }
}

/// An error with its place.
fn error(span: Span, message: impl Into<String>) -> ExpressionError {
    ExpressionError { span, message: message.into() }
}

struct Parser<'a> {
    text: &'a str,
    lexer: Lexer<'a>,
    next: Token,
    /// How many attributes were read.
    attributes: usize,
    oddities: Vec<ExpressionProblem>,
}

impl<'a> Parser<'a> {
    /// The token that comes next, passed over.
    fn take(&mut self) -> Token {
        let next = self.lexer.next();
        std::mem::replace(&mut self.next, next)
    }

    fn slice(&self, span: &Span) -> &'a str {
        self.text.get(span.clone()).unwrap_or_default()
    }

    /// An attribute, a constant or a call that stands in so many others.
    fn value(&mut self, depth: usize) -> Result<Node, ExpressionError> {
        let token = self.take();
        let written = self.slice(&token.span);
        match token.kind {
            TokenKind::Attribute => {
                let name = written.trim_start_matches('[').trim_end_matches(']').into();
                let place = self.attributes;
                self.attributes += 1;
                Ok(Node::Attribute { name, place, span: token.span })
            }
            TokenKind::Text => Ok(constant(Constant::Text(unescape(written)), token.span)),
            TokenKind::Number => match number(written) {
                Some(value) => Ok(constant(value, token.span)),
                None => Err(error(
                    token.span,
                    format!(
                        "The number “{}” is too large. Whole numbers go up to {}.",
                        shown(written),
                        i64::MAX
                    ),
                )),
            },
            TokenKind::Name if self.next.kind == TokenKind::Open => self.call(&token.span, depth),
            TokenKind::Name => self.word(token.span),
            TokenKind::Fault(fault) => Err(self.fault(fault, token.span)),
            kind => Err(Self::no_value(kind, token.span)),
        }
    }

    /// A word of an enumeration.
    fn word(&mut self, span: Span) -> Result<Node, ExpressionError> {
        let written = self.slice(&span);
        match WORDS.into_iter().find(|word| word.eq_ignore_ascii_case(written)) {
            Some(word) => {
                self.check_case(&span, word);
                Ok(constant(Constant::Word(word.into()), span))
            }
            None => Err(self.unknown_word(span)),
        }
    }

    /// Notes a name that is written in another case than Entra's.
    fn check_case(&mut self, span: &Span, name: &str) {
        if self.slice(span) != name {
            self.oddities.push(ExpressionProblem::warning(
                span,
                format!("Entra's page spells this name “{name}” and calls the language case-sensitive. Write it so."),
            ));
        }
    }

    /// A call, from behind its name.
    fn call(&mut self, name: &Span, depth: usize) -> Result<Node, ExpressionError> {
        let Some(function) = Function::named(self.slice(name)) else {
            return Err(self.unknown_function(name.clone()));
        };
        if depth >= limits::EXPRESSION_DEPTH {
            return Err(error(
                name.clone(),
                format!(
                    "Functions stand in one another more than {} deep here. Split the expression, for instance with an extension attribute that holds a part of it.",
                    limits::EXPRESSION_DEPTH
                ),
            ));
        }
        self.check_case(name, function.name());
        let open = name.start..self.take().span.end;
        let mut arguments = Vec::new();
        if self.next.kind != TokenKind::Close {
            loop {
                if arguments.len() == limits::EXPRESSION_ARGUMENTS {
                    return Err(error(
                        self.next.span.clone(),
                        format!(
                            "{} has more than {} arguments. Split the expression.",
                            function.name(),
                            limits::EXPRESSION_ARGUMENTS
                        ),
                    ));
                }
                arguments.push(self.argument(function, arguments.len(), depth + 1, &open)?);
                match self.next.kind {
                    TokenKind::Comma => drop(self.take()),
                    TokenKind::Close => break,
                    TokenKind::Comparison(_) => return Err(self.misplaced_comparison()),
                    _ => return Err(self.after_value(Some((function, &open)))),
                }
            }
        }
        let span = name.start..self.take().span.end;
        let call = Call { function, arguments, span };
        arity::check(&call)?;
        Ok(Node::Call(call))
    }

    /// What stands between two commas, or nothing.
    fn argument(
        &mut self,
        function: Function,
        index: usize,
        depth: usize,
        open: &Span,
    ) -> Result<Option<Node>, ExpressionError> {
        match self.next.kind {
            TokenKind::Comma | TokenKind::Close => return Ok(None),
            TokenKind::End => return Err(self.after_value(Some((function, open)))),
            _ => {}
        }
        let left = self.value(depth)?;
        let TokenKind::Comparison(comparison) = self.next.kind else { return Ok(Some(left)) };
        if !takes_condition(function, index) {
            return Ok(Some(left));
        }
        self.take();
        let right = self.value(depth)?;
        Ok(Some(compare(left, comparison, right)))
    }
}

/// Whether a comparison may stand in this argument.
pub(super) const fn takes_condition(function: Function, index: usize) -> bool {
    matches!(function, Function::Iif | Function::CBool) && index == 0
}

const fn constant(value: Constant, span: Span) -> Node {
    Node::Constant { value, span }
}

fn compare(left: Node, comparison: Comparison, right: Node) -> Node {
    let span = left.span().start..right.span().end;
    Node::Compare { left: Box::new(left), comparison, right: Box::new(right), span }
}

/// What a text with its quotes says; each backslash stands before what it protects.
fn unescape(written: &str) -> Box<str> {
    let inner =
        written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(written);
    if !inner.contains('\\') {
        return inner.into();
    }
    let mut text = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        text.extend(if character == '\\' { characters.next() } else { Some(character) });
    }
    text.into()
}

/// A number, unless it is too large. One whose digits say more than its value, such as `007` or `1.50`, is a text: Graph
/// keeps every constant as it was written.
pub(super) fn number(written: &str) -> Option<Constant> {
    if let Some(digits) = written.strip_prefix('&') {
        let digits = digits.trim_start_matches(['h', 'H']);
        return i64::from_str_radix(digits, 16).ok().map(Constant::Hexadecimal);
    }
    let number = if written.contains('.') {
        written.parse().ok().filter(|number: &f64| number.is_finite()).map(Constant::Decimal)
    } else {
        written.parse().ok().map(Constant::Integer)
    }?;
    Some(if number.raw() == written { number } else { Constant::Text(written.into()) })
}
