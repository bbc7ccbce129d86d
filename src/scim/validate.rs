//! Resources that a client sends whole, by POST or PUT: brought into the form the schema asks for, or refused.

use serde_json::{Map, Value};

use crate::scim::error::{ScimError, ScimType};
use crate::scim::normalize;
use crate::scim::quote::quote;
use crate::scim::resource::{Resource, field};
use crate::scim::schema::{Attribute, Mutability, ResourceType, Schema};

/// Reads a resource for the resource type. What only the service provider writes, and what nobody knows, is passed over
/// (RFC 7644 sections 3.3 and 3.5.1); names get their usual case; a password is refused, for none is ever kept.
pub(crate) fn validate(
    incoming: &Resource,
    resource_type: &ResourceType,
) -> Result<Resource, ScimError> {
    let listed = listed_schemas(incoming, resource_type)?;
    let mut resource = Map::new();
    resource.insert("schemas".to_owned(), Value::Null);
    let mut extensions = Map::new();
    for (key, value) in incoming.as_map() {
        if let Some(schema) = resource_type.extension(key) {
            take_extension(schema, value, &mut extensions)?;
        } else if let Some(attribute) =
            resource_type.attribute(key).filter(|attribute| attribute.name != "schemas")
        {
            take(attribute, value, &mut resource)?;
        }
    }
    for attribute in resource_type.schema.attributes.iter().filter(|attribute| attribute.required) {
        let is_given = resource
            .get(attribute.name)
            .is_some_and(|value| value.as_str().is_none_or(|text| !text.trim().is_empty()));
        if !is_given {
            return Err(normalize::invalid(format!("{} is required", attribute.name)));
        }
    }
    let base = [resource_type.schema.id].into_iter();
    let used = resource_type.extensions.iter().map(|schema| schema.id);
    let used = used.filter(|urn| listed.contains(urn) || extensions.contains_key(*urn));
    resource.insert("schemas".to_owned(), base.chain(used).collect());
    resource.extend(extensions);
    Ok(Resource::from_map(resource))
}

/// The known extensions that the resource lists. Unknown URNs are passed over: Entra lists one of its own for groups.
fn listed_schemas(
    incoming: &Resource,
    resource_type: &ResourceType,
) -> Result<Vec<&'static str>, ScimError> {
    let syntax = |detail: String| ScimError::new(ScimType::InvalidSyntax, detail);
    let Some(Value::Array(urns)) = field(incoming.as_map(), "schemas") else {
        return Err(syntax("schemas is missing, or is not an array".to_owned()));
    };
    let mut is_base = false;
    let mut extensions = Vec::new();
    for urn in urns {
        let urn = urn
            .as_str()
            .ok_or_else(|| syntax("schemas has an element that is no text".to_owned()))?;
        is_base |= urn.eq_ignore_ascii_case(resource_type.schema.id);
        extensions.extend(resource_type.extension(urn).map(|schema| schema.id));
    }
    if is_base {
        Ok(extensions)
    } else {
        Err(syntax(format!("schemas must name {}", resource_type.schema.id)))
    }
}

fn take_extension(
    schema: &Schema,
    value: &Value,
    extensions: &mut Map<String, Value>,
) -> Result<(), ScimError> {
    let attributes = match value {
        Value::Null => return Ok(()),
        Value::Object(attributes) => attributes,
        _ => return Err(normalize::invalid(format!("{} is not an object", schema.id))),
    };
    let mut taken = Map::new();
    for (key, value) in attributes {
        if let Some(attribute) = schema.attribute(key) {
            take(attribute, value, &mut taken)?;
        }
    }
    if !taken.is_empty() && extensions.insert(schema.id.to_owned(), Value::Object(taken)).is_some()
    {
        return Err(twice(schema.id));
    }
    Ok(())
}

fn take(
    attribute: &Attribute,
    value: &Value,
    holder: &mut Map<String, Value>,
) -> Result<(), ScimError> {
    match attribute.mutability {
        Mutability::ReadOnly => return Ok(()),
        Mutability::WriteOnly => {
            return Err(normalize::invalid(format!("{} is never set here", attribute.name)));
        }
        Mutability::ReadWrite | Mutability::Immutable => {}
    }
    if value.is_null() {
        return Ok(());
    }
    if let Some(value) = normalize::value(attribute, value.clone())?
        && holder.insert(attribute.name.to_owned(), value).is_some()
    {
        return Err(twice(attribute.name));
    }
    Ok(())
}

fn twice(name: &str) -> ScimError {
    ScimError::new(
        ScimType::InvalidSyntax,
        format!("{} stands twice, in different case", quote(name)),
    )
}
