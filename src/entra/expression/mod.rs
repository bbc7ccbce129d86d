//! Entra's attribute mapping expressions: text to tree and back, and what a tree comes to for one person.

mod error;
mod evaluate;
mod function;
mod lexer;
mod parser;
mod tree;
mod value;

pub use error::{ExpressionError, Span};
pub use evaluate::{Attributes, Chance, Flow, Given, Unevaluated, UnevaluatedKind};
pub use function::Function;
pub use tree::{Call, Comparison, Constant, Expression, Node};
pub use value::Value;

#[cfg(test)]
mod tests;
