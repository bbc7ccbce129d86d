//! An expression as a tree. Two trees are equal when they mean the same, wherever their parts stand in the text.

use crate::entra::expression::evaluate::Patterns;
use crate::entra::expression::{ExpressionError, ExpressionProblem, Function, Span, parser};

/// An expression that can be evaluated.
#[derive(Clone, Debug)]
pub struct Expression {
    root: Node,
    /// What the text has that the tree does not show, such as a name in another case.
    oddities: Vec<ExpressionProblem>,
    patterns: Patterns,
}

/// A part of an expression.
// A tag of its own, for it is looked at more often than anything else; without, it hides in the capacity of a list.
#[derive(Clone, Debug)]
#[repr(u64)]
pub enum Node {
    /// `[userPrincipalName]`
    Attribute {
        /// The name between the brackets.
        name: Box<str>,
        /// Which of [`Expression::attributes`] it is.
        place: usize,
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
        let (root, oddities) = parser::parse(text)?;
        Ok(Self { root, oddities, patterns: Patterns::default() })
    }

    /// The outermost part.
    pub const fn root(&self) -> &Node {
        &self.root
    }

    /// The names of the attributes it reads, in the order of the text, each as often as it stands there.
    pub fn attributes(&self) -> impl Iterator<Item = &str> {
        self.root.walk().filter_map(|node| match node {
            Node::Attribute { name, .. } => Some(&**name),
            _ => None,
        })
    }

    pub(super) fn oddities(&self) -> &[ExpressionProblem] {
        &self.oddities
    }

    /// Its regular expressions, made ready by the first evaluation.
    pub(super) const fn patterns(&self) -> &Patterns {
        &self.patterns
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

    /// This and all in it, in the order of the text.
    pub fn walk(&self) -> impl Iterator<Item = &Self> {
        Walk { waiting: vec![self] }
    }
}

impl Call {
    /// The arguments without the gaps at the end, which say nothing.
    pub fn given(&self) -> &[Option<Node>] {
        let count = self.arguments.iter().rposition(Option::is_some).map_or(0, |last| last + 1);
        self.arguments.get(..count).unwrap_or_default()
    }
}

impl Comparison {
    /// As it is written.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::NotEqual => "<>",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
        }
    }
}

/// A node and all in it, each before what is in it.
struct Walk<'a> {
    waiting: Vec<&'a Node>,
}

impl<'a> Iterator for Walk<'a> {
    type Item = &'a Node;

    fn next(&mut self) -> Option<&'a Node> {
        let node = self.waiting.pop()?;
        match node {
            Node::Call(call) => self.waiting.extend(call.arguments.iter().rev().flatten()),
            Node::Compare { left, right, .. } => self.waiting.extend([&**right, &**left]),
            Node::Attribute { .. } | Node::Constant { .. } => {}
        }
        Some(node)
    }
}

impl PartialEq for Expression {
    fn eq(&self, other: &Self) -> bool {
        self.root == other.root
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Attribute { name, .. }, Self::Attribute { name: other, .. }) => name == other,
            (Self::Constant { value, .. }, Self::Constant { value: other, .. }) => value == other,
            (Self::Call(call), Self::Call(other)) => {
                call.function == other.function && call.given() == other.given()
            }
            (
                Self::Compare { left, comparison, right, .. },
                Self::Compare { left: other_left, comparison: other, right: other_right, .. },
            ) => comparison == other && left == other_left && right == other_right,
            _ => false,
        }
    }
}
