//! Schemas and resource types (RFC 7643 sections 2, 4, 7, 8.7) as static tables.

mod attribute;
mod core;
mod extensions;
mod wire;

#[cfg(test)]
pub(crate) use attribute::Uniqueness;
pub(crate) use attribute::{Attribute, Kind, Mutability, Returned};

/// Core User (RFC 7643 section 4.1).
pub(crate) const CORE_USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// Core Group (RFC 7643 section 4.2).
pub(crate) const CORE_GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
/// Enterprise extension of User (RFC 7643 section 4.3).
pub(crate) const ENTERPRISE_USER: &str =
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
/// Verkada's extension with the access credential.
pub(crate) const VERKADA_ACCESS_USER: &str =
    "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User";
/// Verkada's extension with its own `externalId`.
pub(crate) const VERKADA_CORE_USER: &str =
    "urn:ietf:params:scim:schemas:extension:verkada:core:2.0:User";

/// Message of a list (RFC 7644 section 3.4.2).
pub(crate) const LIST_RESPONSE: &str = "urn:ietf:params:scim:api:messages:2.0:ListResponse";
/// Message of a `.search` (RFC 7644 section 3.4.3).
pub(crate) const SEARCH_REQUEST: &str = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
/// Message of a PATCH (RFC 7644 section 3.5.2).
pub(crate) const PATCH_OP: &str = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
/// Message of an error (RFC 7644 section 3.12).
pub(crate) const ERROR_MESSAGE: &str = "urn:ietf:params:scim:api:messages:2.0:Error";
/// Message of a Bulk request (RFC 7644 section 3.7).
pub(crate) const BULK_REQUEST: &str = "urn:ietf:params:scim:api:messages:2.0:BulkRequest";
/// Message of a Bulk response (RFC 7644 section 3.7).
pub(crate) const BULK_RESPONSE: &str = "urn:ietf:params:scim:api:messages:2.0:BulkResponse";
/// Schema of `/ServiceProviderConfig` (RFC 7643 section 5).
pub(crate) const SERVICE_PROVIDER_CONFIG: &str =
    "urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig";
/// Schema of `/ResourceTypes` (RFC 7643 section 6).
pub(crate) const RESOURCE_TYPE: &str = "urn:ietf:params:scim:schemas:core:2.0:ResourceType";
/// Schema of `/Schemas` (RFC 7643 section 7).
pub(crate) const SCHEMA: &str = "urn:ietf:params:scim:schemas:core:2.0:Schema";

/// A named set of attributes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Schema {
    /// The URN.
    pub(crate) id: &'static str,
    /// A name for a person.
    pub(crate) name: &'static str,
    /// What it describes.
    pub(crate) description: &'static str,
    /// Its attributes, without `id`, `externalId`, `meta` and `schemas`, which every resource has.
    pub(crate) attributes: &'static [Attribute],
}

/// A kind of resource: where it is served and which schemas it has.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ResourceType {
    /// `User` or `Group`.
    pub(crate) name: &'static str,
    /// Path below the base URL, such as `/Users`.
    pub(crate) endpoint: &'static str,
    /// What it describes.
    pub(crate) description: &'static str,
    /// The base schema.
    pub(crate) schema: &'static Schema,
    /// Further schemas whose attributes stand under their URN. None of them is required.
    pub(crate) extensions: &'static [&'static Schema],
}

/// A person.
pub(crate) static USER: ResourceType = ResourceType {
    name: "User",
    endpoint: "/Users",
    description: "A person",
    schema: &core::USER,
    extensions: &[
        &extensions::ENTERPRISE_USER,
        &extensions::VERKADA_ACCESS_USER,
        &extensions::VERKADA_CORE_USER,
    ],
};

/// A group of people.
pub(crate) static GROUP: ResourceType = ResourceType {
    name: "Group",
    endpoint: "/Groups",
    description: "A group of people",
    schema: &core::GROUP,
    extensions: &[],
};

/// Every schema, the base schemas first.
pub(crate) static SCHEMAS: [&Schema; 5] = [
    &core::USER,
    &core::GROUP,
    &extensions::ENTERPRISE_USER,
    &extensions::VERKADA_ACCESS_USER,
    &extensions::VERKADA_CORE_USER,
];

/// Every resource type.
pub(crate) static RESOURCE_TYPES: [&ResourceType; 2] = [&USER, &GROUP];

impl Schema {
    /// The schema with a URN, in any case.
    pub(crate) fn find(urn: &str) -> Option<&'static Self> {
        SCHEMAS.into_iter().find(|schema| schema.id.eq_ignore_ascii_case(urn))
    }

    /// An attribute by name, in any case.
    pub(crate) fn attribute(&self, name: &str) -> Option<&'static Attribute> {
        Attribute::find(self.attributes, name)
    }
}

impl ResourceType {
    /// The resource type with a name, in any case.
    pub(crate) fn find(name: &str) -> Option<&'static Self> {
        RESOURCE_TYPES.into_iter().find(|known| known.name.eq_ignore_ascii_case(name))
    }

    /// An attribute of the base schema, or one that every resource has, by name in any case.
    pub(crate) fn attribute(&self, name: &str) -> Option<&'static Attribute> {
        self.schema.attribute(name).or_else(|| Attribute::find(&core::COMMON, name))
    }

    /// The extension with a URN, in any case.
    pub(crate) fn extension(&self, urn: &str) -> Option<&'static Schema> {
        self.extensions.iter().copied().find(|schema| schema.id.eq_ignore_ascii_case(urn))
    }
}
