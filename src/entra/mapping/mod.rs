//! What Entra is told to send: rows from a source attribute to a target attribute, for people and for groups.

use std::sync::Arc;

use crate::entra::expression::{Expression, ExpressionError};
use crate::entra::request::ResourceKind;

/// The mappings of people and of groups.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mappings {
    /// Of people.
    pub users: ObjectMapping,
    /// Of groups.
    pub groups: ObjectMapping,
}

/// The mapping of one kind of object (Graph `objectMapping`).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ObjectMapping {
    /// Whether Entra provisions this kind at all.
    pub is_enabled: bool,
    /// The rows, in the order of the schema.
    pub rows: Vec<AttributeMapping>,
    /// What the target can hold, as Entra was told (the attribute list for customappsso).
    pub targets: Vec<TargetAttribute>,
}

/// One row (Graph `attributeMapping`).
#[derive(Clone, Debug, PartialEq)]
pub struct AttributeMapping {
    /// Where the value comes from.
    pub source: Source,
    /// The target attribute as it is written: `userName`, `emails[type eq "work"].value`, a URN with an attribute.
    pub target: String,
    /// What is sent at creation where the source has nothing.
    pub default: Option<String>,
    /// The precedence in matching, from 1; none where it does not match.
    pub matching: Option<u32>,
    /// When it is applied.
    pub flow: FlowType,
}

/// Where the value of a row comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// Nowhere: the target is left alone, or gets the default when it has nothing.
    None,
    /// One attribute as it is.
    Direct(String),
    /// Always this.
    Constant(String),
    /// An expression.
    Expression(ExpressionText),
}

/// An expression as somebody wrote it, whether it can be read or not.
#[derive(Clone, Debug, PartialEq)]
pub struct ExpressionText {
    text: String,
    parsed: Result<Arc<Expression>, ExpressionError>,
}

/// When a row is applied (Graph `attributeFlowType`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FlowType {
    /// At creation and at every change.
    #[default]
    Always,
    /// At creation only.
    ObjectAddOnly,
    /// `MultiValueAddOnly`
    MultiValueAddOnly,
    /// `ValueAddOnly`
    ValueAddOnly,
    /// `AttributeAddOnly`
    AttributeAddOnly,
}

/// One attribute of the target's list (Graph `attributeDefinition`).
#[derive(Clone, Debug, PartialEq)]
pub struct TargetAttribute {
    /// As mappings write it.
    pub name: String,
    /// `String`, `Boolean`, `Reference`, …
    pub kind: String,
    /// Whether a person without it is skipped.
    pub is_required: bool,
    /// Whether it takes several values.
    pub is_multi_valued: bool,
    /// Whether a change of case alone is sent.
    pub is_case_exact: bool,
}

impl ExpressionText {
    /// Reads a text; what cannot be read is kept with the reason.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        let parsed = Expression::parse(&text).map(Arc::new);
        Self { text, parsed }
    }

    /// As it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What it means.
    pub fn expression(&self) -> Result<&Arc<Expression>, &ExpressionError> {
        self.parsed.as_ref()
    }
}

impl Mappings {
    /// Of people, or of groups.
    pub const fn of(&self, kind: ResourceKind) -> &ObjectMapping {
        match kind {
            ResourceKind::User => &self.users,
            ResourceKind::Group => &self.groups,
        }
    }

    /// The same, to be changed.
    pub const fn of_mut(&mut self, kind: ResourceKind) -> &mut ObjectMapping {
        match kind {
            ResourceKind::User => &mut self.users,
            ResourceKind::Group => &mut self.groups,
        }
    }
}
