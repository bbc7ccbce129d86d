//! What an expression comes to for one person.

use jiff::Timestamp;

use crate::entra::expression::{Expression, Span, Value};

/// The attributes of one person in Entra, by the names that mappings use (`telephoneNumber`, `extensionAttribute1`, `IsSoftDeleted`).
pub trait Attributes {
    /// What the attribute is; null where the person has none.
    fn value(&self, name: &str) -> Value<'_>;
}

/// Where `Guid` and `RandomString` take their chance from.
pub trait Chance {
    /// Any number.
    fn next(&self) -> u64;
}

/// What an expression is evaluated with.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// Of whom.
    pub attributes: &'a dyn Attributes,
    /// What `Now` says.
    pub now: Timestamp,
    /// What `Guid` and `RandomString` draw from.
    pub chance: &'a dyn Chance,
}

/// What Entra sends of what an expression comes to.
#[derive(Clone, Debug, PartialEq)]
pub enum Flow<'a> {
    /// This, unless it is null or empty.
    Value(Value<'a>),
    /// Nothing, because `IgnoreFlowIfNullOrEmpty` said so.
    Dropped,
}

/// Why an expression comes to nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Unevaluated {
    /// Which part.
    pub span: Span,
    /// Whose fault it is.
    pub kind: UnevaluatedKind,
    /// What happened, why, and what to do.
    pub message: String,
}

/// Whose fault it is that an expression comes to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnevaluatedKind {
    /// Entra fails too: the person would be in its log with an error.
    Fails,
    /// Only Entra can know; it is not guessed here.
    NotHere,
}

impl Expression {
    /// What it comes to for one person. Arguments are evaluated before they are needed, as Entra does.
    pub fn evaluate<'a>(&'a self, given: &Given<'a>) -> Result<Flow<'a>, Unevaluated> {
        let _ = given;
        Err(Unevaluated {
            span: self.root().span().clone(),
            kind: UnevaluatedKind::NotHere,
            message: "not built".into(),
        })
    }
}
