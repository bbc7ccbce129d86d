//! What Entra is told to send: rows from a source attribute to a target attribute, for people and for groups.

mod align;
mod compare;

use std::borrow::Cow;
use std::sync::Arc;

use crate::entra::expression::{Constant, Expression, ExpressionError, Node};
use crate::entra::request::ResourceKind;
use crate::entra::scope::ScopingFilter;

pub(super) use align::align;
pub use compare::{MappingDifference, ObjectDifference, RowDifference, RowField};

/// A target as a narrow column shows it: `enterprise › department` in the place of its schema's URN and name.
pub(crate) fn short_target(target: &str) -> Cow<'_, str> {
    let extension = target.strip_prefix("urn:ietf:params:scim:schemas:extension:");
    match extension.and_then(|rest| rest.split_once(":2.0:User:")) {
        Some((schema, attribute)) => format!("{schema} › {attribute}").into(),
        None => target.into(),
    }
}

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
    /// What Entra calls it: `Provision Microsoft Entra ID Users`.
    pub name: String,
    /// Whether Entra provisions this kind at all.
    pub is_enabled: bool,
    /// What Entra may do to objects of the target.
    pub actions: Actions,
    /// Which objects of the source are in scope; none where every assigned one is.
    pub scope: Option<ScopingFilter>,
    /// The rows, in the order of the schema.
    pub rows: Vec<AttributeMapping>,
    /// The names of other mappings of the same kind that Entra runs too, and that are neither shown nor judged.
    pub further: Vec<String>,
    /// The attributes that the source can have, as the schema lists them; none where it came without the list.
    pub sources: Vec<String>,
    /// What the target can hold, as Entra was told (the attribute list for customappsso).
    pub targets: Vec<TargetAttribute>,
}

/// What Entra may do to objects of the target (Graph `objectMapping.flowTypes`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actions {
    /// `Add`
    pub create: Allowed,
    /// `Update`
    pub update: Allowed,
    /// `Delete`
    pub delete: Allowed,
}

/// Whether Entra may do something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Allowed {
    /// It may.
    Yes,
    /// The box is not ticked.
    No,
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

/// An expression as somebody wrote it, whether it can be read or not. Two are equal when they mean the same, whatever their
/// spaces and line breaks; two that cannot be read, when their texts are equal.
#[derive(Clone, Debug)]
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
    /// `String`, `Integer`, `Boolean`, `DateTime`, `Reference`, `Binary`
    pub kind: String,
    /// Whether a person without it is skipped.
    pub is_required: bool,
    /// Whether it takes several values.
    pub is_multi_valued: bool,
    /// Whether a change of case alone is sent.
    pub is_case_exact: bool,
    /// Whether anybody may write it.
    pub mutability: Mutability,
}

/// Whether an attribute may be written (Graph `attributeDefinition.mutability`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mutability {
    /// `ReadWrite`, and whatever else is not `ReadOnly`.
    #[default]
    Writable,
    /// `ReadOnly`
    ReadOnly,
}

impl Default for Actions {
    fn default() -> Self {
        Self { create: Allowed::Yes, update: Allowed::Yes, delete: Allowed::Yes }
    }
}

impl AttributeMapping {
    /// A row that is applied always, does not match and has no default.
    pub fn new(source: Source, target: impl Into<String>) -> Self {
        let target = target.into();
        Self { source, target, default: None, matching: None, flow: FlowType::Always }
    }
}

impl Source {
    /// What is typed: a sole `[mail]` is that attribute, a sole text in quotes that constant, nothing is none.
    pub fn typed(text: &str) -> Self {
        if text.trim().is_empty() {
            return Self::None;
        }
        let text = ExpressionText::new(text);
        match text.expression().map(|expression| expression.root()) {
            Ok(Node::Attribute { name, .. }) => Self::Direct(name.as_ref().to_owned()),
            Ok(Node::Constant { value: Constant::Text(value), .. }) => {
                Self::Constant(value.as_ref().to_owned())
            }
            _ => Self::Expression(text),
        }
    }
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

impl PartialEq for ExpressionText {
    fn eq(&self, other: &Self) -> bool {
        match (&self.parsed, &other.parsed) {
            (Ok(own), Ok(other)) => own == other,
            (Err(_), Err(_)) => self.text == other.text,
            _ => false,
        }
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

#[cfg(test)]
mod tests;
