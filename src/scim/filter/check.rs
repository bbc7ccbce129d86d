//! Whether a filter makes sense for a resource type: known attributes, types that can be compared, nothing secret.

use serde_json::Value;

use crate::scim::error::{ScimError, ScimType};
use crate::scim::filter::{Comparison, Expression, Filter, Operator};
use crate::scim::instant;
use crate::scim::path::AttrPath;
use crate::scim::quote::quote;
use crate::scim::schema::{Attribute, Kind, ResourceType};
use crate::scim::target::Target;

impl Filter {
    /// Refuses what could only mislead: an attribute nobody knows (a filter on it would silently match nobody), a type
    /// that does not fit, and the password (its answers would tell it letter by letter).
    pub(crate) fn check(&self, resource_type: &ResourceType) -> Result<(), ScimError> {
        self.0.check(resource_type)
    }
}

impl Expression {
    fn check(&self, resource_type: &ResourceType) -> Result<(), ScimError> {
        match self {
            Self::And(terms) | Self::Or(terms) => {
                terms.iter().try_for_each(|term| term.check(resource_type))
            }
            Self::Not(inner) => inner.check(resource_type),
            Self::Present(path) => find(path, resource_type).map(|_| ()),
            Self::Compare(comparison) => {
                let target = find(&comparison.path, resource_type)?;
                let leaf = target.leaf().ok_or_else(|| {
                    let name = target.attribute.name;
                    refuse(format!("{name} is complex: compare one of its sub-attributes"))
                })?;
                comparison.check_type(leaf)
            }
            Self::Element(path, inner) => inner.check_element(find(path, resource_type)?.attribute),
        }
    }

    /// Checks a filter inside of brackets, or of a PATCH path, against the sub-attributes of its attribute.
    pub(in crate::scim) fn check_element(
        &self,
        attribute: &'static Attribute,
    ) -> Result<(), ScimError> {
        let find = |path: &AttrPath| {
            // A list of plain values is filtered by `value`.
            let is_itself =
                attribute.kind != Kind::Complex && path.attribute.eq_ignore_ascii_case("value");
            if is_itself { Some(attribute) } else { attribute.sub_attribute(&path.attribute) }
                .ok_or_else(|| {
                    let name = quote(&path.attribute);
                    refuse(format!("{} has no sub-attribute {name}", attribute.name))
                })
        };
        match self {
            Self::And(terms) | Self::Or(terms) => {
                terms.iter().try_for_each(|term| term.check_element(attribute))
            }
            Self::Not(inner) => inner.check_element(attribute),
            Self::Present(path) => find(path).map(|_| ()),
            Self::Compare(comparison) => comparison.check_type(find(&comparison.path)?),
            Self::Element(..) => Err(refuse("Brackets cannot stand inside of brackets".to_owned())),
        }
    }
}

impl Comparison {
    /// RFC 7644 table 3. A number compared to a text is let through for `eq` alone, and matches nothing: it must not
    /// find the resource whose identifier has the same digits.
    fn check_type(&self, attribute: &Attribute) -> Result<(), ScimError> {
        use Operator::{Co, Eq, Ew, Ne, Sw};
        let fits = match (attribute.kind, &self.value) {
            (_, Value::Null)
            | (Kind::Boolean, Value::Bool(_))
            | (Kind::Binary, Value::String(_)) => {
                matches!(self.operator, Eq | Ne)
            }
            (Kind::String | Kind::Reference, Value::String(_)) => true,
            (Kind::String | Kind::Reference, Value::Number(_)) => self.operator == Eq,
            (Kind::DateTime, Value::String(text)) => {
                matches!(self.operator, Co | Sw | Ew) || instant::parse(text).is_some()
            }
            _ => false,
        };
        if fits {
            return Ok(());
        }
        let (name, kind, operator) =
            (quote(&self.path.to_string()), attribute.kind.word(), self.operator.word());
        Err(refuse(format!(
            "{name} is of type {kind}, which cannot be compared by {operator} with {}",
            said(&self.value)
        )))
    }
}

fn said(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "this text",
        Value::Array(_) | Value::Object(_) => "this value",
    }
}

fn find(path: &AttrPath, resource_type: &ResourceType) -> Result<Target, ScimError> {
    let target = Target::find(path, resource_type).map_err(|error| refuse(error.to_string()))?;
    if target.is_secret() {
        return Err(refuse(format!("{} cannot be asked for", target.attribute.name)));
    }
    Ok(target)
}

fn refuse(detail: String) -> ScimError {
    ScimError::new(ScimType::InvalidFilter, detail)
}
