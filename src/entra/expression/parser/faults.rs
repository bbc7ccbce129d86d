//! What is wrong where the text cannot be read on: what is there, why it cannot be, and what to write.

use super::{Parser, WORDS, error};
use crate::entra::expression::lexer::{Fault, TokenKind};
use crate::entra::expression::{ExpressionError, Function, Span};
use crate::verkada::name::shown;

impl Parser<'_> {
    /// A piece that is no token.
    pub(super) fn fault(&self, fault: Fault, span: Span) -> ExpressionError {
        let written = shown(self.slice(&span));
        let opening = span.start..span.start + 1;
        match fault {
            Fault::OpenAttribute => error(
                opening,
                format!(
                    "The attribute that begins here is not closed: “{written}”. Write ] behind its name."
                ),
            ),
            Fault::EmptyAttribute => error(
                span,
                "There is no name between these brackets. Write the name of an attribute, such as [mail].",
            ),
            Fault::OpenText => error(
                opening,
                "The text that begins here is not closed. Write a double quote at its end.",
            ),
            Fault::OpenTextAfterBackslash => error(
                opening,
                "The text that begins here is not closed: a backslash before a quote makes the quote a part of the text. For a backslash at the end write \\\\\".",
            ),
            Fault::Escape => {
                let at = self.lone_backslash(&span);
                error(
                    at.clone(),
                    format!(
                        "In a text a backslash stands before a quote or another backslash alone, not as in “{}”. Write two for one.",
                        shown(self.slice(&at))
                    ),
                )
            }
            Fault::Number => error(
                span,
                format!(
                    "“{written}” is not a number. Write 12, -1.5 or &HF, and a text in double quotes."
                ),
            ),
            Fault::CurlyQuote => error(
                span,
                format!(
                    "The typographic quote {written} stands here, often left over from a mail or a document. Write the plain quote \"."
                ),
            ),
            Fault::SingleQuote => error(
                span,
                format!("The quote {written} stands here. Texts stand between double quotes \"."),
            ),
            Fault::WideSign => error(
                span,
                format!(
                    "The full-width character {written} stands here. Write the plain one, found on a keyboard for Latin letters."
                ),
            ),
            Fault::Ampersand => error(
                span,
                "“&” joins texts in cloud sync expressions alone. Write Join(\"\", [a], [b]) or Append([a], \"b\").",
            ),
            Fault::ClosingBracket => error(
                span,
                "No attribute is open that “]” could close. Remove it, or write [ before the name.",
            ),
            Fault::Character => error(
                span,
                format!(
                    "“{written}” cannot stand here. An expression is made of attributes [mail], texts \"a\", numbers and functions."
                ),
            ),
        }
    }

    /// The first backslash of a text that protects nothing, with the character behind it.
    fn lone_backslash(&self, text: &Span) -> Span {
        let mut characters = self.slice(text).char_indices();
        while let Some((at, character)) = characters.next() {
            if character != '\\' {
                continue;
            }
            match characters.next() {
                Some((_, '"' | '\\')) => {}
                Some((next, other)) => {
                    return text.start + at..text.start + next + other.len_utf8();
                }
                None => break,
            }
        }
        text.clone()
    }

    /// A sign where a value has to begin.
    pub(super) fn no_value(kind: TokenKind, span: Span) -> ExpressionError {
        let message = match kind {
            TokenKind::End => {
                "The expression ends where a value has to stand. Write an attribute, a text or a function."
            }
            TokenKind::Open => {
                "A bracket stands behind the name of a function alone. Remove it, or write the name before it."
            }
            TokenKind::Close => "No function is open that “)” could close. Remove it.",
            TokenKind::Comma => {
                "A comma stands between the arguments of a function alone. Remove it, or write the function."
            }
            _ => {
                "A sign that compares stands between two values. Write a value before it; for an empty one, \"\"."
            }
        };
        error(span, message)
    }

    /// What comes behind a value, in a function that opened there, and has no place there.
    pub(super) fn after_value(&self, call: Option<(Function, &Span)>) -> ExpressionError {
        let span = self.next.span.clone();
        let written = self.slice(&span);
        match (self.next.kind, call) {
            (TokenKind::End, Some((function, open))) => error(
                open.clone(),
                format!(
                    "The bracket of {} that opens here is not closed. Write ) at its end.",
                    function.name()
                ),
            ),
            (TokenKind::Fault(fault), _) => self.fault(fault, span),
            (TokenKind::Name, _) if is_logic(written) => error(span, NO_LOGIC),
            (TokenKind::Close, None) => {
                error(span, "There is one “)” more than there are functions to close. Remove it.")
            }
            (TokenKind::Comma, None) => error(
                span,
                "A comma stands between the arguments of a function alone. To put two values together write Join(\"\", [a], [b]).",
            ),
            (TokenKind::Open, _) => Self::no_value(TokenKind::Open, span),
            (_, Some((function, _))) => error(
                span,
                format!(
                    "Two values stand side by side in {}. Write a comma between them.",
                    function.name()
                ),
            ),
            (_, None) => error(
                span,
                "Two values stand side by side. To put them together write Join(\"\", [a], [b]).",
            ),
        }
    }

    /// A sign that compares where no condition may stand, or a second one.
    pub(super) fn misplaced_comparison(&self) -> ExpressionError {
        error(
            self.next.span.clone(),
            format!(
                "“{}” cannot stand here. One comparison may be the condition of IIF or the argument of CBool; nest IIF for several.",
                self.slice(&self.next.span)
            ),
        )
    }

    /// A word that is neither a function with its brackets nor one of an enumeration.
    pub(super) fn unknown_word(&self, span: Span) -> ExpressionError {
        let written = self.slice(&span);
        if is_logic(written) {
            return error(span, NO_LOGIC);
        }
        if let TokenKind::Fault(fault @ Fault::WideSign) = self.next.kind {
            return self.fault(fault, self.next.span.clone());
        }
        let name = shown(written);
        let message = match Function::named(written) {
            Some(function) => {
                format!("“{name}” is a function. Write {}(…) with its arguments.", function.name())
            }
            None => format!(
                "“{name}” is neither a text nor an attribute. Write \"{name}\" for the text or [{name}] for the attribute. Without quotes stand {} alone.",
                WORDS.join(", ")
            ),
        };
        error(span, message)
    }

    /// A name before a bracket that no function has.
    pub(super) fn unknown_function(&self, span: Span) -> ExpressionError {
        let written = self.slice(&span);
        if is_logic(written) {
            return error(span, NO_LOGIC);
        }
        let name = shown(written);
        let message = match Function::nearest(written) {
            Some(near) => format!("There is no function “{name}”. Was {} meant?", near.name()),
            None => {
                format!("There is no function “{name}”. Choose one from the list of functions.")
            }
        };
        error(span, message)
    }
}

const NO_LOGIC: &str =
    "There is no AND or OR. Nest IIF: IIF([a]=\"1\", IIF([b]=\"2\", \"both\", \"no\"), \"no\").";

fn is_logic(word: &str) -> bool {
    ["and", "or", "xor", "andalso", "orelse"].iter().any(|logic| logic.eq_ignore_ascii_case(word))
}
