//! What an attribute path means for a resource type, and the values it leads to in a resource.

use serde_json::{Map, Value};

use crate::scim::path::AttrPath;
use crate::scim::quote::quote;
use crate::scim::resource::field;
use crate::scim::schema::{Attribute, ENTERPRISE_USER, Kind, ResourceType, Returned, Schema};

/// An attribute path that was looked up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Target {
    /// The extension it lies in; `None` for the base schema.
    pub(crate) extension: Option<&'static Schema>,
    /// The attribute.
    pub(crate) attribute: &'static Attribute,
    /// The sub-attribute that was named.
    pub(crate) sub_attribute: Option<&'static Attribute>,
}

/// Why a path leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum UnknownTarget {
    /// The resource type has no such schema.
    #[error("{0} is no schema of a {1}")]
    Schema(String, &'static str),
    /// The schema has no such attribute.
    #[error("{0} is no attribute of a {1}")]
    Attribute(String, &'static str),
    /// The attribute has no such part.
    #[error("{0} has no sub-attribute {1}")]
    SubAttribute(&'static str, String),
    /// A schema, but no attribute in it.
    #[error("{0} is a whole schema: the attribute is missing")]
    WholeSchema(&'static str),
}

static NULL: Value = Value::Null;

impl Target {
    /// Looks a path up.
    pub(crate) fn find(
        path: &AttrPath,
        resource_type: &ResourceType,
    ) -> Result<Self, UnknownTarget> {
        let (extension, attribute) = match &path.schema {
            None => find_plain(&path.attribute, resource_type)?,
            Some(urn) => find_in_schema(urn, &path.attribute, resource_type)?,
        };
        let sub_attribute = match &path.sub_attribute {
            None => None,
            Some(name) => Some(
                attribute
                    .sub_attribute(name)
                    .ok_or_else(|| UnknownTarget::SubAttribute(attribute.name, quote(name)))?,
            ),
        };
        Ok(Self { extension, attribute, sub_attribute })
    }

    /// The attribute whose values are compared: the sub-attribute, or `value` of a complex attribute (RFC 7644
    /// section 3.4.2.2 compares `emails co "example.com"`). `None` when a complex attribute has no `value`.
    pub(crate) fn leaf(&self) -> Option<&'static Attribute> {
        match self.sub_attribute {
            Some(sub_attribute) => Some(sub_attribute),
            None if self.attribute.kind == Kind::Complex => self.attribute.sub_attribute("value"),
            None => Some(self.attribute),
        }
    }

    /// Whether clients never get to see it, not even through the answer to a question about it.
    pub(crate) fn is_secret(&self) -> bool {
        self.attribute.returned == Returned::Never
            || self
                .sub_attribute
                .is_some_and(|sub_attribute| sub_attribute.returned == Returned::Never)
    }

    /// The attribute's value in a resource.
    pub(crate) fn value_in<'a>(&self, resource: &'a Map<String, Value>) -> Option<&'a Value> {
        let map = match self.extension {
            None => resource,
            Some(schema) => field(resource, schema.id)?.as_object()?,
        };
        field(map, self.attribute.name)
    }

    /// Whether a leaf value in a resource satisfies the predicate. What is not assigned counts as one null.
    pub(crate) fn any_leaf(
        &self,
        resource: &Map<String, Value>,
        predicate: &mut dyn FnMut(&Value) -> bool,
    ) -> bool {
        let leaf = match (self.sub_attribute, self.attribute.kind) {
            (Some(sub_attribute), _) => Some(sub_attribute.name),
            (None, Kind::Complex) => Some("value"),
            (None, _) => None,
        };
        match elements(self.value_in(resource)) {
            [] => predicate(&NULL),
            elements => elements.iter().any(|element| predicate(part_of(element, leaf))),
        }
    }
}

/// The elements of a value: of an array its own, of anything else the value itself; null and absent have none.
pub(crate) fn elements(value: Option<&Value>) -> &[Value] {
    match value {
        None | Some(Value::Null) => &[],
        Some(Value::Array(elements)) => elements,
        Some(single) => std::slice::from_ref(single),
    }
}

/// A sub-attribute of an element. A bare scalar stands for its own `value`.
pub(crate) fn part_of<'a>(element: &'a Value, name: Option<&str>) -> &'a Value {
    match (element, name) {
        (_, None) => element,
        (Value::Object(map), Some(name)) => field(map, name).unwrap_or(&NULL),
        (Value::Array(_) | Value::Null, Some(_)) => &NULL,
        (scalar, Some(name)) if name.eq_ignore_ascii_case("value") => scalar,
        (_, Some(_)) => &NULL,
    }
}

type Found = (Option<&'static Schema>, &'static Attribute);

fn find_plain(name: &str, resource_type: &ResourceType) -> Result<Found, UnknownTarget> {
    if let Some(attribute) = resource_type.attribute(name) {
        return Ok((None, attribute));
    }
    // Entra asks for and patches `manager` without the URN of its extension (learn.microsoft.com, "Develop and plan
    // provisioning for a SCIM endpoint"). No other extension attribute may be named so.
    let manager = resource_type
        .extension(ENTERPRISE_USER)
        .filter(|_| name.eq_ignore_ascii_case("manager"))
        .and_then(|schema| schema.attribute(name).map(|attribute| (Some(schema), attribute)));
    manager.ok_or_else(|| UnknownTarget::Attribute(quote(name), resource_type.name))
}

fn find_in_schema(
    urn: &str,
    name: &str,
    resource_type: &ResourceType,
) -> Result<Found, UnknownTarget> {
    let is_base = resource_type.schema.id.eq_ignore_ascii_case(urn);
    let extension = resource_type.extension(urn);
    let schema = match extension {
        Some(schema) => schema,
        None if is_base => resource_type.schema,
        None => return Err(UnknownTarget::Schema(quote(urn), resource_type.name)),
    };
    if name.is_empty() {
        return Err(UnknownTarget::WholeSchema(schema.id));
    }
    let attribute = if is_base { resource_type.attribute(name) } else { schema.attribute(name) };
    let unknown = || UnknownTarget::Attribute(quote(&format!("{urn}:{name}")), resource_type.name);
    attribute.map(|attribute| (extension, attribute)).ok_or_else(unknown)
}
