//! An expression as a tree. Two trees are equal when they mean the same, wherever their parts stand in the text.

use crate::entra::expression::{ExpressionError, Function, Span, parser};

/// An expression that can be evaluated.
#[derive(Clone, Debug, PartialEq)]
pub struct Expression {
    root: Node,
}

/// A part of an expression.
#[derive(Clone, Debug)]
pub enum Node {
    /// `[userPrincipalName]`
    Attribute {
        /// The name between the brackets.
        name: Box<str>,
        /// Where it stands.
        span: Span,
    },
    /// `"text"`, `12`, `&HF`, `vbTextCompare`
    Constant {
        /// What it is.
        value: Constant,
        /// Where it stands.
        span: Span,
    },
    /// `Append([a], "b")`
    Call(Call),
    /// `[a] = "b"`, in the condition of an `IIF` or `CBool`.
    Compare {
        /// What stands before the sign.
        left: Box<Self>,
        /// The sign.
        comparison: Comparison,
        /// What stands behind it.
        right: Box<Self>,
        /// Where all of it stands.
        span: Span,
    },
}

/// A function and what it is given.
#[derive(Clone, Debug)]
pub struct Call {
    /// Which function.
    pub function: Function,
    /// What it is given; none where nothing stands between two commas.
    pub arguments: Vec<Option<Node>>,
    /// Where all of it stands.
    pub span: Span,
}

/// What is written down as it is.
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    /// Without quotes and escapes.
    Text(Box<str>),
    /// A whole number.
    Integer(i64),
    /// `&HF`
    Hexadecimal(i64),
    /// A number with a decimal point.
    Decimal(f64),
    /// A word of an enumeration, such as `vbTextCompare`.
    Word(Box<str>),
}

/// The sign between two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `=`
    Equal,
    /// `<>`
    NotEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
}

impl Expression {
    /// Reads an expression.
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        Ok(Self { root: parser::parse(text)? })
    }

    /// The outermost part.
    pub const fn root(&self) -> &Node {
        &self.root
    }
}

impl Node {
    /// Where it stands in the text.
    pub const fn span(&self) -> &Span {
        match self {
            Self::Attribute { span, .. }
            | Self::Constant { span, .. }
            | Self::Compare { span, .. } => span,
            Self::Call(call) => &call.span,
        }
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Attribute { name, .. }, Self::Attribute { name: other, .. }) => name == other,
            (Self::Constant { value, .. }, Self::Constant { value: other, .. }) => value == other,
            (Self::Call(call), Self::Call(other)) => {
                call.function == other.function && call.arguments == other.arguments
            }
            (
                Self::Compare { left, comparison, right, .. },
                Self::Compare { left: other_left, comparison: other, right: other_right, .. },
            ) => comparison == other && left == other_left && right == other_right,
            _ => false,
        }
    }
}
