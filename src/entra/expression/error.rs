//! Where and why a text is no expression.

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
