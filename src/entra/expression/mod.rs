//! Entra's attribute mapping expressions: text to tree and back, and what a tree comes to for one person.

mod catalog;
mod editor;
mod error;
mod evaluate;
mod function;
mod graph;
mod lexer;
mod parser;
mod print;
mod problems;
mod tree;
mod value;

pub use catalog::{FunctionEntry, FunctionScope, Occurs, Parameter, ParameterKind};
pub use editor::{
    Completion, CompletionKind, Completions, Highlight, complete, highlight, signature_at,
};
pub use error::{ExpressionError, ExpressionProblem, ProblemSeverity, Span};
pub(in crate::entra) use evaluate::Pattern;
pub use evaluate::{
    Arena, Attributes, Chance, Corner, Evaluation, Flow, Given, ReadColumn, Trace, Unevaluated,
    UnevaluatedKind,
};
pub use function::Function;
pub use graph::GraphSource;
pub use tree::{Call, Comparison, Constant, Expression, Node};
pub use value::{Value, ValueRef};

#[cfg(test)]
mod tests;
