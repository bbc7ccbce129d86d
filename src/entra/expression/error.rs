//! Where and why a text is no expression, or a doubtful one.

use std::ops::Range;

/// A stretch of the text of an expression, in bytes.
pub type Span = Range<usize>;

/// Why a text is no expression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ExpressionError {
    /// Where.
    pub span: Span,
    /// What is wrong, why, and what to do, without the place.
    pub message: String,
}

/// What is wrong or doubtful about an expression that can be read, whoever it is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpressionProblem {
    /// Where.
    pub span: Span,
    /// How much it matters.
    pub severity: ProblemSeverity,
    /// What, why, and what to do.
    pub message: String,
}

/// How much a problem of an expression matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemSeverity {
    /// May go wrong, or go another way than was meant.
    Warning,
    /// Goes wrong.
    Error,
}

impl ExpressionProblem {
    pub(super) fn warning(span: &Span, message: impl Into<String>) -> Self {
        Self { span: span.clone(), severity: ProblemSeverity::Warning, message: message.into() }
    }

    pub(super) fn error(span: &Span, message: impl Into<String>) -> Self {
        Self { span: span.clone(), severity: ProblemSeverity::Error, message: message.into() }
    }
}
