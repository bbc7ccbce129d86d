//! The values of a resource that no other resource may have.

use serde_json::Value;

use crate::scim::path::AttrPath;
use crate::scim::resource::Resource;
use crate::scim::schema::{Attribute, ResourceType, Schema, Uniqueness};
use crate::scim::target::Target;

/// A value that must be unique among the resources of a type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct UniqueValue {
    /// The attribute, such as `userName` or `emails.value`.
    pub(crate) path: AttrPath,
    /// The value, in lower case (ASCII) where case does not count.
    pub(crate) key: String,
}

/// The unique values of a resource, but for its `id`.
pub(crate) fn unique_values(resource: &Resource, resource_type: &ResourceType) -> Vec<UniqueValue> {
    let base = resource_type.schema.attributes.iter().map(|attribute| (None, attribute));
    let extensions = resource_type.extensions.iter().copied();
    let extended = extensions.flat_map(|schema| {
        schema.attributes.iter().map(move |attribute| (Some(schema), attribute))
    });
    let mut found = Vec::new();
    for (extension, attribute) in base.chain(extended) {
        let parts = attribute
            .sub_attributes
            .iter()
            .map(|sub_attribute| (Some(sub_attribute), sub_attribute));
        for (sub_attribute, leaf) in std::iter::once((None, attribute)).chain(parts) {
            if leaf.uniqueness == Uniqueness::Server {
                let target = Target { extension, attribute, sub_attribute };
                collect(resource, target, leaf, &mut found);
            }
        }
    }
    found
}

fn collect(resource: &Resource, target: Target, leaf: &Attribute, found: &mut Vec<UniqueValue>) {
    let path = AttrPath {
        schema: target.extension.map(|schema: &Schema| schema.id.into()),
        attribute: target.attribute.name.into(),
        sub_attribute: target.sub_attribute.map(|sub_attribute| sub_attribute.name.into()),
    };
    let mut take = |value: &Value| {
        if let Some(text) = value.as_str().filter(|text| !text.is_empty()) {
            let key = if leaf.case_exact { text.to_owned() } else { text.to_ascii_lowercase() };
            let unique = UniqueValue { path: path.clone(), key };
            if !found.contains(&unique) {
                found.push(unique);
            }
        }
        false
    };
    target.any_leaf(resource.as_map(), &mut take);
}
