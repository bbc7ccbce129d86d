//! Which attributes an answer has (RFC 7644 section 3.9): `attributes`, `excludedAttributes`, and `returned`.

use serde_json::{Map, Value};

use crate::scim::path::AttrPath;
use crate::scim::resource::Resource;
use crate::scim::schema::{Attribute, ENTERPRISE_USER, ResourceType, Returned, Schema};

/// What a client asked to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Projection {
    /// What is returned by default.
    #[default]
    Default,
    /// `attributes`: these, and what is always returned.
    Only(Vec<AttrPath>),
    /// `excludedAttributes`: all but these.
    Without(Vec<AttrPath>),
}

/// How a projection names an attribute.
enum Mention<'a> {
    Not,
    Whole,
    Parts(Vec<&'a str>),
}

impl Projection {
    /// Leaves in a resource what the client is to see. Unknown attributes count as returned by default.
    pub(crate) fn apply(&self, resource: &mut Resource, resource_type: &ResourceType) {
        resource.as_map_mut().retain(|key, value| match (resource_type.extension(key), value) {
            (Some(schema), Value::Object(attributes)) => {
                attributes.retain(|name, value| {
                    let mention = self.mention(resource_type, Some(schema), name);
                    self.keeps(schema.attribute(name), &mention, value)
                });
                !attributes.is_empty()
            }
            (_, value) => {
                let mention = self.mention(resource_type, None, key);
                self.keeps(resource_type.attribute(key), &mention, value)
            }
        });
    }

    /// Whether nothing was asked for or left out.
    pub(crate) const fn is_default(&self) -> bool {
        matches!(self, Self::Default)
    }

    /// Whether only the `id` was asked for, beside which nothing but `schemas` is always returned.
    pub(crate) fn is_id_alone(&self) -> bool {
        let is_id = |path: &AttrPath| {
            path.schema.is_none()
                && path.sub_attribute.is_none()
                && path.attribute.eq_ignore_ascii_case("id")
        };
        matches!(self, Self::Only(paths) if paths.iter().all(is_id))
    }

    /// Whether an attribute of the base schema is left out whole, so that it need not be gathered.
    pub(crate) fn leaves_out(&self, resource_type: &ResourceType, name: &str) -> bool {
        match (self, self.mention(resource_type, None, name)) {
            (Self::Only(_), Mention::Not) | (Self::Without(_), Mention::Whole) => true,
            (Self::Default | Self::Only(_) | Self::Without(_), _) => false,
        }
    }

    /// Whether a value stays; takes parts out of it.
    fn keeps(
        &self,
        attribute: Option<&'static Attribute>,
        mention: &Mention<'_>,
        value: &mut Value,
    ) -> bool {
        let returned = attribute.map_or(Returned::Default, |attribute| attribute.returned);
        match (returned, self, mention) {
            (Returned::Always, _, _) => return true,
            (Returned::Never, _, _)
            | (Returned::Request, Self::Default | Self::Without(_), _)
            | (_, Self::Only(_), Mention::Not)
            | (_, Self::Without(_), Mention::Whole) => return false,
            _ => {}
        }
        let always = |name: &str| {
            attribute
                .and_then(|attribute| attribute.sub_attribute(name))
                .is_some_and(|sub| sub.returned == Returned::Always)
        };
        match (self, mention) {
            (Self::Only(_), Mention::Parts(names)) => retain_parts(value, &|part| {
                always(part) || names.iter().any(|name| name.eq_ignore_ascii_case(part))
            }),
            (Self::Without(_), Mention::Parts(names)) => retain_parts(value, &|part| {
                always(part) || !names.iter().any(|name| name.eq_ignore_ascii_case(part))
            }),
            _ => true,
        }
    }

    fn mention(
        &self,
        resource_type: &ResourceType,
        extension: Option<&'static Schema>,
        name: &str,
    ) -> Mention<'_> {
        let (Self::Only(paths) | Self::Without(paths)) = self else { return Mention::Not };
        let mut parts = Vec::new();
        for path in paths {
            let same_schema = match (&path.schema, extension) {
                (None, None) => true,
                (Some(urn), None) => urn.eq_ignore_ascii_case(resource_type.schema.id),
                (Some(urn), Some(schema)) => urn.eq_ignore_ascii_case(schema.id),
                // Entra names the manager without the URN of its extension.
                (None, Some(schema)) => {
                    schema.id == ENTERPRISE_USER && name.eq_ignore_ascii_case("manager")
                }
            };
            if !same_schema || !(path.is_schema() || path.attribute.eq_ignore_ascii_case(name)) {
                continue;
            }
            match &path.sub_attribute {
                None => return Mention::Whole,
                Some(part) => parts.push(&**part),
            }
        }
        if parts.is_empty() { Mention::Not } else { Mention::Parts(parts) }
    }
}

/// Leaves parts in an object, or in each object of a list; whether anything is left.
fn retain_parts(value: &mut Value, keep: &dyn Fn(&str) -> bool) -> bool {
    let retain = |parts: &mut Map<String, Value>| {
        parts.retain(|name, _| keep(name));
        !parts.is_empty()
    };
    match value {
        Value::Object(parts) => retain(parts),
        Value::Array(elements) => {
            elements.retain_mut(|element| element.as_object_mut().is_some_and(retain));
            !elements.is_empty()
        }
        _ => false,
    }
}
