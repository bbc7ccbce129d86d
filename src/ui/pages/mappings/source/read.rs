//! An expression as it was last read: what is wrong with it and where, and how it would be formatted.

use egui::Ui;

use crate::entra::{Expression, ExpressionError, ProblemSeverity, Span};
use crate::ui::theme::tokens::Tone;
use crate::ui::widgets::text;

/// Problems told under the field; the findings have all.
const TOLD: usize = 3;

/// An expression that was read once and not in every frame.
pub(super) struct ReadText {
    text: String,
    /// How it would be formatted, where that differs.
    formatted: Option<String>,
    /// Where it cannot be read, or else what is known to be wrong or doubtful about it.
    marks: Vec<Mark>,
}

/// Something wrong at a place.
pub(super) struct Mark {
    /// Where.
    pub(super) span: Span,
    /// How bad.
    pub(super) tone: Tone,
    message: String,
}

impl Mark {
    /// Whether it is at what a completion would replace: a word that is still typed.
    fn is_of(&self, typed: Option<&Span>) -> bool {
        typed.is_some_and(|typed| self.span.start >= typed.start && self.span.start < typed.end)
    }
}

impl ReadText {
    /// Reads it.
    pub(super) fn new(text: &str) -> Self {
        let (formatted, marks) = match Expression::parse(text) {
            Ok(expression) => {
                let formatted = Some(expression.format()).filter(|formatted| formatted != text);
                let problems = expression.problems().into_iter().map(|problem| Mark {
                    span: problem.span,
                    tone: match problem.severity {
                        ProblemSeverity::Error => Tone::Danger,
                        ProblemSeverity::Warning => Tone::Warning,
                    },
                    message: problem.message,
                });
                (formatted, problems.collect())
            }
            Err(ExpressionError { span, message }) => {
                (None, vec![Mark { span, tone: Tone::Danger, message }])
            }
        };
        Self { text: text.to_owned(), formatted, marks }
    }

    /// Whether it is of this text.
    pub(super) fn is_of(&self, text: &str) -> bool {
        self.text == text
    }

    /// What is wrong, in the order of the text.
    pub(super) fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// How this text would be formatted.
    pub(super) fn formatted(&self, text: &str) -> Option<&str> {
        self.formatted.as_deref().filter(|_| self.is_of(text))
    }

    /// Tells what is wrong with the column of each, but for the word that is still typed; true when something was told.
    pub(super) fn told_ui(&self, ui: &mut Ui, typed: Option<&Span>) -> bool {
        let told = self.marks.iter().filter(|mark| !mark.is_of(typed)).take(TOLD);
        let mut is_told = false;
        for mark in told {
            let column = column(&self.text, mark.span.start);
            text::toned(ui, mark.tone, &format!("Column {column}: {}", mark.message));
            is_told = true;
        }
        is_told
    }
}

fn column(text: &str, at: usize) -> usize {
    text.get(..at).map_or(0, |before| before.chars().count()) + 1
}
