//! Schemas and resource types as `/Schemas` and `/ResourceTypes` serve them (RFC 7643 sections 6 and 7).

use serde_json::{Map, Value, json};

use crate::scim::schema::attribute::{Attribute, Kind, Returned};
use crate::scim::schema::{RESOURCE_TYPE, ResourceType, SCHEMA, Schema};

impl Schema {
    /// The representation of RFC 7643 section 7. `base_url` is the SCIM base without a slash at its end. What is never
    /// returned is not accepted either, and so is not offered: the password.
    pub(crate) fn to_value(&self, base_url: &str) -> Value {
        json!({
            "schemas": [SCHEMA],
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "attributes": Attribute::offered(self.attributes),
            "meta": { "resourceType": "Schema", "location": format!("{base_url}/Schemas/{}", self.id) },
        })
    }
}

impl ResourceType {
    /// The representation of RFC 7643 section 6. `base_url` is the SCIM base without a slash at its end.
    pub(crate) fn to_value(&self, base_url: &str) -> Value {
        let extension = |schema: &&Schema| json!({ "schema": schema.id, "required": false });
        json!({
            "schemas": [RESOURCE_TYPE],
            "id": self.name,
            "name": self.name,
            "endpoint": self.endpoint,
            "description": self.description,
            "schema": self.schema.id,
            "schemaExtensions": self.extensions.iter().map(extension).collect::<Vec<_>>(),
            "meta": { "resourceType": "ResourceType", "location": format!("{base_url}/ResourceTypes/{}", self.name) },
        })
    }
}

impl Attribute {
    fn offered(attributes: &[Self]) -> Value {
        attributes
            .iter()
            .filter(|attribute| attribute.returned != Returned::Never)
            .map(Self::to_value)
            .collect()
    }

    fn to_value(&self) -> Value {
        let mut value = Map::new();
        let mut put = |name: &str, part: Value| {
            value.insert(name.to_owned(), part);
        };
        put("name", json!(self.name));
        put("type", json!(self.kind.word()));
        put("multiValued", json!(self.multi_valued));
        put("description", json!(self.description));
        put("required", json!(self.required));
        if !self.canonical_values.is_empty() {
            put("canonicalValues", json!(self.canonical_values));
        }
        if self.kind != Kind::Complex {
            put("caseExact", json!(self.case_exact));
        }
        put("mutability", json!(self.mutability.word()));
        put("returned", json!(self.returned.word()));
        put("uniqueness", json!(self.uniqueness.word()));
        if !self.reference_types.is_empty() {
            put("referenceTypes", json!(self.reference_types));
        }
        if self.kind == Kind::Complex {
            put("subAttributes", Self::offered(self.sub_attributes));
        }
        Value::Object(value)
    }
}
