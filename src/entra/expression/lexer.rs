//! Splits a text into tokens. It never fails: what is no token is one that says why.

use crate::entra::expression::{Comparison, Span};

/// A piece of the text; between two of them is nothing but white space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) span: Span,
}

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// `Append`, `vbTextCompare`
    Name,
    /// `[mail]`, with its brackets.
    Attribute,
    /// `"text"`, with its quotes and escapes.
    Text,
    /// `12`, `-1.5`, `&HF`
    Number,
    /// `(`
    Open,
    /// `)`
    Close,
    /// `,`
    Comma,
    /// `=` and its kind.
    Comparison(Comparison),
    /// No token.
    Fault(Fault),
    /// The text is over.
    End,
}

/// Why a piece is no token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// `[mail` without its bracket.
    OpenAttribute,
    /// `[]`
    EmptyAttribute,
    /// `"text` without its quote.
    OpenText,
    /// `"C:\"`: the quote that should close is escaped.
    OpenTextAfterBackslash,
    /// `"\d"`
    Escape,
    /// `1.`, `1x`, `&HG`
    Number,
    /// `“`
    CurlyQuote,
    /// `'`
    SingleQuote,
    /// `（`
    WideSign,
    /// `&`
    Ampersand,
    /// `]`
    ClosingBracket,
    /// Anything else.
    Character,
}

/// The tokens of a text, one after another; ends with [`TokenKind::End`] again and again.
#[derive(Clone, Debug)]
pub(super) struct Lexer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The next token.
    pub(super) fn next(&mut self) -> Token {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let piece = rest.trim_start();
        let start = self.at + rest.len() - piece.len();
        let (kind, length) = token(piece);
        self.at = start + length;
        Token { kind, span: start..self.at }
    }
}

/// The token that a piece begins with, and how many bytes it is long.
fn token(piece: &str) -> (TokenKind, usize) {
    let Some(first) = piece.chars().next() else { return (TokenKind::End, 0) };
    let one = |kind| (kind, first.len_utf8());
    match first {
        '(' => one(TokenKind::Open),
        ')' => one(TokenKind::Close),
        ',' => one(TokenKind::Comma),
        '[' => attribute(piece),
        '"' => text(piece),
        '=' | '<' | '>' => comparison(piece),
        '-' | '0'..='9' => number(piece),
        '&' if piece.get(1..2).is_some_and(|letter| letter.eq_ignore_ascii_case("h")) => {
            hexadecimal(piece)
        }
        '&' => one(TokenKind::Fault(Fault::Ampersand)),
        '\'' | '‘' | '’' | '`' => one(TokenKind::Fault(Fault::SingleQuote)),
        '“' | '”' | '„' | '«' | '»' | '＂' => one(TokenKind::Fault(Fault::CurlyQuote)),
        '（' | '）' | '，' | '［' | '］' | '＝' | '＜' | '＞' => {
            one(TokenKind::Fault(Fault::WideSign))
        }
        ']' => one(TokenKind::Fault(Fault::ClosingBracket)),
        first if is_word(first) => (TokenKind::Name, run(piece, is_word)),
        _ => one(TokenKind::Fault(Fault::Character)),
    }
}

fn attribute(piece: &str) -> (TokenKind, usize) {
    // A name has no such character, so the bracket that would close was left out before it.
    let stops = |character: char| matches!(character, '[' | ']' | '"') || character.is_control();
    let length = 1 + piece.get(1..).map_or(0, |rest| run(rest, |character| !stops(character)));
    let name = piece.get(1..length).unwrap_or_default();
    match piece.get(length..).is_some_and(|rest| rest.starts_with(']')) {
        true if name.trim().is_empty() => (TokenKind::Fault(Fault::EmptyAttribute), length + 1),
        true => (TokenKind::Attribute, length + 1),
        false => (TokenKind::Fault(Fault::OpenAttribute), length),
    }
}

fn text(piece: &str) -> (TokenKind, usize) {
    let mut kind = TokenKind::Text;
    let mut is_escaped_quote_last = false;
    let mut characters = piece.char_indices().skip(1);
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (kind, at + 1),
            '\\' => match characters.next() {
                Some((_, '"')) => is_escaped_quote_last = true,
                Some((_, '\\')) => {}
                _ => kind = TokenKind::Fault(Fault::Escape),
            },
            _ => {}
        }
    }
    let fault = if is_escaped_quote_last { Fault::OpenTextAfterBackslash } else { Fault::OpenText };
    (TokenKind::Fault(fault), piece.len())
}

fn comparison(piece: &str) -> (TokenKind, usize) {
    let signs = [
        ("<>", Comparison::NotEqual),
        (">=", Comparison::GreaterOrEqual),
        ("<=", Comparison::LessOrEqual),
        ("=", Comparison::Equal),
        (">", Comparison::Greater),
        ("<", Comparison::Less),
    ];
    let found = signs.into_iter().find(|(sign, _)| piece.starts_with(sign));
    found.map_or((TokenKind::Fault(Fault::Character), 1), |(sign, comparison)| {
        (TokenKind::Comparison(comparison), sign.len())
    })
}

fn number(piece: &str) -> (TokenKind, usize) {
    let sign = usize::from(piece.starts_with('-'));
    let length =
        sign + piece.get(sign..).map_or(0, |rest| run(rest, |sign| is_word(sign) || sign == '.'));
    let digits = piece.get(sign..length).unwrap_or_default();
    let is_digits =
        |part: &str| !part.is_empty() && part.bytes().all(|digit| digit.is_ascii_digit());
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    if is_digits(whole) && is_digits(fraction) {
        (TokenKind::Number, length)
    } else {
        (TokenKind::Fault(Fault::Number), length)
    }
}

fn hexadecimal(piece: &str) -> (TokenKind, usize) {
    let length = 2 + piece.get(2..).map_or(0, |rest| run(rest, is_word));
    let digits = piece.get(2..length).unwrap_or_default();
    if !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        (TokenKind::Number, length)
    } else {
        (TokenKind::Fault(Fault::Number), length)
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// How many bytes at the beginning are of such characters.
fn run(text: &str, is_in: impl Fn(char) -> bool) -> usize {
    text.find(|character| !is_in(character)).unwrap_or(text.len())
}
