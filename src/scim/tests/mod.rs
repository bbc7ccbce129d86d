//! Tests of the protocol as a whole: nasty inputs, and people to try filters and changes on.

#![expect(clippy::needless_pass_by_value, reason = "tables of cases hold values")]

mod filter;
mod filter_oracle;
mod list;
mod nasty;
mod patch;
mod patch_property;
mod quick;
mod resources;
mod walk;

use serde_json::{Value, json};

use crate::scim::{ListQuery, Resource, ScimError, ScimType, query_string};

/// A resource from JSON.
pub(in crate::scim) fn resource(value: Value) -> Resource {
    Resource::from_value(value).unwrap()
}

/// The query of a URL.
pub(in crate::scim) fn read_query(query: &str) -> Result<ListQuery, ScimError> {
    let pairs = query_string::decode(query);
    let pairs = pairs.map_err(|error| ScimError::new(ScimType::InvalidValue, error.to_string()))?;
    ListQuery::from_pairs(&pairs)
}

/// A person with most of what a person can have.
pub(in crate::scim) fn barbara() -> Resource {
    resource(json!({
        "schemas": [
            "urn:ietf:params:scim:schemas:core:2.0:User",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
            "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User",
        ],
        "id": "2819c223-7f76-453a-919d-413861904646",
        "externalId": "701984",
        "userName": "bjensen@example.com",
        "name": { "formatted": "Ms. Barbara J Jensen III", "familyName": "Jensen", "givenName": "Barbara" },
        "displayName": "Babs Jensen",
        "title": "Tour Guide",
        "userType": "Employee",
        "active": true,
        "emails": [
            { "value": "bjensen@example.com", "type": "work", "primary": true },
            { "value": "babs@jensen.example", "type": "home" },
        ],
        "phoneNumbers": [{ "value": "555-555-8377", "type": "work" }],
        "addresses": [{ "type": "work", "streetAddress": "100 Universal City Plaza", "country": "US" }],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
            "employeeNumber": "701984",
            "department": "Tour Operations",
            "manager": { "value": "26118915-6090-4610-87e4-49d8ca9f808d", "displayName": "John Smith" },
        },
        "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User": { "cardNumber": "7777", "facilityCode": "007" },
        "meta": {
            "resourceType": "User",
            "created": "2010-01-23T04:56:22Z",
            "lastModified": "2011-05-13T04:42:34Z",
            "version": "W/\"3\"",
        },
    }))
}

/// A person with as little as possible, whose id looks like a row number.
pub(in crate::scim) fn minimal() -> Resource {
    resource(json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "id": "1",
        "userName": "victim@x.example",
        "active": false,
        "meta": { "resourceType": "User", "lastModified": "2011-05-13T06:42:35+02:00" },
    }))
}

/// A group of four.
pub(in crate::scim) fn tour_guides() -> Resource {
    resource(json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
        "id": "e9e30dba-f08f-4109-8486-d5c6a331660a",
        "displayName": "Tour Guides",
        "members": [
            { "value": "u1", "type": "User" },
            { "value": "u2", "type": "User", "display": "Babs Jensen" },
            { "value": "u3" },
            { "value": "x" },
        ],
        "meta": { "resourceType": "Group" },
    }))
}
