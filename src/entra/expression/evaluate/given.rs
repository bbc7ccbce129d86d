//! What an expression is evaluated with, and what can come of it.

use jiff::Timestamp;

use crate::entra::expression::evaluate::Arena;
use crate::entra::expression::{Span, Value, ValueRef};

/// The attributes of one person in Entra, by the names that mappings use (`telephoneNumber`, `extensionAttribute1`, `IsSoftDeleted`).
pub trait Attributes {
    /// What the attribute is; null where the person has none.
    fn value(&self, name: &str) -> Value<'_>;

    /// Whether somebody in the target has this value already, for `SelectUniqueValue`; none where that is not known.
    fn is_taken(&self, value: &str) -> Option<bool> {
        let _ = value;
        None
    }
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
    /// Where texts are made.
    pub arena: &'a Arena,
}

/// What Entra sends of what an expression comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Flow<V> {
    /// This, unless it is null or empty.
    Value(V),
    /// Nothing, because `IgnoreFlowIfNullOrEmpty` said so.
    Dropped,
}

/// What comes of an expression for one person.
pub type Evaluation<'a> = Result<Flow<ValueRef<'a>>, Box<Unevaluated>>;

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

impl Flow<ValueRef<'_>> {
    /// As scripts read it: null, a text, a list of texts, or `{"flow":"dropped"}`.
    pub fn to_json(self) -> serde_json::Value {
        match self {
            Self::Value(value) => value.to_json(),
            Self::Dropped => serde_json::json!({"flow": "dropped"}),
        }
    }

    /// The same, whatever becomes of where it stands.
    pub fn into_owned(self) -> Flow<Value<'static>> {
        match self {
            Self::Value(value) => Flow::Value(value.into_owned()),
            Self::Dropped => Flow::Dropped,
        }
    }
}

impl Flow<Value<'_>> {
    /// The same, for as long as it stands here.
    pub fn by_ref(&self) -> Flow<ValueRef<'_>> {
        match self {
            Self::Value(value) => Flow::Value(value.by_ref()),
            Self::Dropped => Flow::Dropped,
        }
    }
}
