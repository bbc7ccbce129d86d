//! Whether a resource satisfies a filter.

use std::cmp::Ordering;

use serde_json::{Map, Value};

use crate::scim::filter::{Comparison, Expression, Filter, Operator};
use crate::scim::instant;
use crate::scim::resource::{Resource, boolean};
use crate::scim::schema::{Attribute, Kind, ResourceType};
use crate::scim::target::{Target, elements, part_of};

impl Filter {
    /// Whether the resource satisfies the filter. An attribute that the resource type lacks is never there; call
    /// [`Filter::check`] first where such a filter should be refused.
    pub(crate) fn matches(&self, resource: &Resource, resource_type: &ResourceType) -> bool {
        self.0.matches(resource.as_map(), resource_type)
    }
}

impl Expression {
    fn matches(&self, resource: &Map<String, Value>, resource_type: &ResourceType) -> bool {
        let find =
            |path| Target::find(path, resource_type).ok().filter(|target| !target.is_secret());
        match self {
            Self::And(terms) => terms.iter().all(|term| term.matches(resource, resource_type)),
            Self::Or(terms) => terms.iter().any(|term| term.matches(resource, resource_type)),
            Self::Not(inner) => !inner.matches(resource, resource_type),
            Self::Present(path) => find(path).is_some_and(|target| match target.sub_attribute {
                Some(_) => target.any_leaf(resource, &mut is_present),
                None => target.value_in(resource).is_some_and(is_present),
            }),
            Self::Compare(comparison) => find(&comparison.path).is_some_and(|target| {
                let Some(leaf) = target.leaf() else { return false };
                target.any_leaf(resource, &mut |value| comparison.holds(value, leaf))
            }),
            Self::Element(path, inner) => find(path).is_some_and(|target| {
                elements(target.value_in(resource))
                    .iter()
                    .any(|element| inner.matches_element(element, target.attribute))
            }),
        }
    }

    /// Whether one element of a list satisfies a filter that stood in brackets.
    pub(in crate::scim) fn matches_element(
        &self,
        element: &Value,
        attribute: &'static Attribute,
    ) -> bool {
        match self {
            Self::And(terms) => terms.iter().all(|term| term.matches_element(element, attribute)),
            Self::Or(terms) => terms.iter().any(|term| term.matches_element(element, attribute)),
            Self::Not(inner) => !inner.matches_element(element, attribute),
            Self::Present(path) => is_present(part_of(element, Some(&path.attribute))),
            Self::Compare(comparison) => {
                let name = &comparison.path.attribute;
                let is_itself =
                    attribute.kind != Kind::Complex && name.eq_ignore_ascii_case("value");
                let leaf = if is_itself { Some(attribute) } else { attribute.sub_attribute(name) };
                leaf.is_some_and(|leaf| comparison.holds(part_of(element, Some(name)), leaf))
            }
            Self::Element(..) => false,
        }
    }
}

impl Comparison {
    /// Whether one value of the attribute compares as asked. Null stands for a value that is not assigned.
    fn holds(&self, value: &Value, attribute: &Attribute) -> bool {
        match self.operator {
            Operator::Eq => self.equals(value, attribute),
            Operator::Ne => !self.equals(value, attribute),
            Operator::Co => self.finds(value, attribute, |text, part| text.contains(part)),
            Operator::Sw => self.finds(value, attribute, |text, part| text.starts_with(part)),
            Operator::Ew => self.finds(value, attribute, |text, part| text.ends_with(part)),
            Operator::Gt => self.order(value, attribute).is_some_and(Ordering::is_gt),
            Operator::Ge => self.order(value, attribute).is_some_and(Ordering::is_ge),
            Operator::Lt => self.order(value, attribute).is_some_and(Ordering::is_lt),
            Operator::Le => self.order(value, attribute).is_some_and(Ordering::is_le),
        }
    }

    fn equals(&self, value: &Value, attribute: &Attribute) -> bool {
        match (attribute.kind, value, &self.value) {
            (_, Value::Null, Value::Null) => true,
            (Kind::Boolean, value, Value::Bool(wanted)) => boolean(value) == Some(*wanted),
            (Kind::DateTime, Value::String(_), Value::String(_)) => {
                self.order(value, attribute) == Some(Ordering::Equal)
            }
            (_, Value::String(text), Value::String(wanted)) if attribute.case_exact => {
                text == wanted
            }
            (_, Value::String(text), Value::String(wanted)) => text.eq_ignore_ascii_case(wanted),
            _ => false,
        }
    }

    fn finds(&self, value: &Value, attribute: &Attribute, find: fn(&str, &str) -> bool) -> bool {
        let (Value::String(text), Value::String(part)) = (value, &self.value) else { return false };
        if attribute.case_exact {
            find(text, part)
        } else {
            find(&text.to_ascii_lowercase(), &part.to_ascii_lowercase())
        }
    }

    fn order(&self, value: &Value, attribute: &Attribute) -> Option<Ordering> {
        let (Value::String(text), Value::String(wanted)) = (value, &self.value) else {
            return None;
        };
        match attribute.kind {
            Kind::DateTime => Some(instant::parse(text)?.cmp(&instant::parse(wanted)?)),
            _ if attribute.case_exact => Some(text.cmp(wanted)),
            _ => Some(cmp_ignoring_ascii_case(text, wanted)),
        }
    }
}

/// Orders texts by their bytes with ASCII letters folded to lower case.
fn cmp_ignoring_ascii_case(left: &str, right: &str) -> Ordering {
    let folded = |byte: u8| byte.to_ascii_lowercase();
    left.bytes().map(folded).cmp(right.bytes().map(folded))
}

/// Whether there is a value (RFC 7644 section 3.4.2.2, `pr`): not null, not empty, and something inside.
pub(in crate::scim) fn is_present(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(_) | Value::Number(_) => true,
        Value::String(text) => !text.is_empty(),
        Value::Array(elements) => elements.iter().any(is_present),
        Value::Object(map) => map.values().any(is_present),
    }
}
