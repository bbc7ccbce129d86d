//! Schemas to begin with: what Command takes, and what Entra maps by default.

use serde_json::{Value, json};

use crate::entra::mapping::{
    AttributeMapping, Mappings, Mutability, ObjectMapping, Source, TargetAttribute,
};
use crate::entra::schema::SchemaDocument;
use crate::entra::schema::fields::{row_json, target_json};
use crate::scim::schema::{CORE_GROUP, ENTERPRISE_USER};

/// A row: source as typed, target, precedence in matching (0 for none).
type Row = (&'static str, &'static str, u32);

/// An attribute of the app's list: name, type, and what else it is.
type Attribute = (&'static str, &'static str, Trait);

/// What an attribute of the list is beside its type.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trait {
    Plain,
    Required,
    CaseExact,
    MultiValued,
}

use Trait::{CaseExact, MultiValued, Plain, Required};

/// How Entra tells an app whether somebody is active; the guide of Verkada has the same words.
pub(in crate::entra) const ACTIVE: &str =
    r#"Switch([IsSoftDeleted], , "False", "True", "True", "False")"#;

/// The rows that Command takes, in the order of `Standing`s.
const COMMAND_USERS: [Row; 16] = [
    ("[userPrincipalName]", "userName", 1),
    (ACTIVE, "active", 0),
    ("[givenName]", "name.givenName", 0),
    ("[surname]", "name.familyName", 0),
    ("[mail]", r#"emails[type eq "work"].value"#, 0),
    ("[jobTitle]", "title", 0),
    ("[telephoneNumber]", r#"phoneNumbers[type eq "work"].value"#, 0),
    ("[department]", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", 0),
    ("[companyName]", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:organization", 0),
    (
        "[employeeId]",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber",
        0,
    ),
    (
        "[extensionAttribute6]",
        "urn:ietf:params:scim:schemas:extension:verkada:core:2.0:User:externalId",
        0,
    ),
    (
        "[extensionAttribute1]",
        "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:cardFormat",
        0,
    ),
    (
        "[extensionAttribute2]",
        "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:cardNumber",
        0,
    ),
    (
        "[extensionAttribute3]",
        "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:cardNumberHex",
        0,
    ),
    (
        "[extensionAttribute4]",
        "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:credentialStatus",
        0,
    ),
    (
        "[extensionAttribute5]",
        "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:facilityCode",
        0,
    ),
];

const COMMAND_GROUPS: [Row; 2] = [("[displayName]", "displayName", 1), ("[members]", "members", 0)];

/// Entra's default mapping of a non-gallery app
/// (learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups).
const DEFAULT_USERS: [Row; 22] = [
    ("[userPrincipalName]", "userName", 1),
    (ACTIVE, "active", 0),
    ("[displayName]", "displayName", 0),
    ("[jobTitle]", "title", 0),
    ("[mail]", r#"emails[type eq "work"].value"#, 0),
    ("[preferredLanguage]", "preferredLanguage", 0),
    ("[givenName]", "name.givenName", 0),
    ("[surname]", "name.familyName", 0),
    (r#"Join(" ", [givenName], [surname])"#, "name.formatted", 0),
    ("[physicalDeliveryOfficeName]", r#"addresses[type eq "work"].formatted"#, 0),
    ("[streetAddress]", r#"addresses[type eq "work"].streetAddress"#, 0),
    ("[city]", r#"addresses[type eq "work"].locality"#, 0),
    ("[state]", r#"addresses[type eq "work"].region"#, 0),
    ("[postalCode]", r#"addresses[type eq "work"].postalCode"#, 0),
    ("[country]", r#"addresses[type eq "work"].country"#, 0),
    ("[telephoneNumber]", r#"phoneNumbers[type eq "work"].value"#, 0),
    ("[mobile]", r#"phoneNumbers[type eq "mobile"].value"#, 0),
    ("[facsimileTelephoneNumber]", r#"phoneNumbers[type eq "fax"].value"#, 0),
    ("[mailNickname]", "externalId", 0),
    (
        "[employeeId]",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber",
        0,
    ),
    ("[department]", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", 0),
    ("[manager]", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", 0),
];

const DEFAULT_GROUPS: [Row; 3] = [
    ("[displayName]", "displayName", 1),
    ("[objectId]", "externalId", 0),
    ("[members]", "members", 0),
];

/// The factory list of customappsso, as far as mappings and pages show it; Microsoft does not publish it.
const USER_ATTRIBUTES: [Attribute; 42] = [
    ("id", "String", Required),
    ("active", "Boolean", Plain),
    ("displayName", "String", Plain),
    ("externalId", "String", Plain),
    ("locale", "String", Plain),
    ("nickName", "String", Plain),
    ("preferredLanguage", "String", Plain),
    ("profileUrl", "String", Plain),
    ("timezone", "String", Plain),
    ("title", "String", Plain),
    ("userName", "String", Required),
    ("userType", "String", Plain),
    ("roles", "String", MultiValued),
    ("name.familyName", "String", Plain),
    ("name.formatted", "String", Plain),
    ("name.givenName", "String", Plain),
    ("name.honorificPrefix", "String", Plain),
    ("name.honorificSuffix", "String", Plain),
    ("name.middleName", "String", Plain),
    (r#"addresses[type eq "work"].country"#, "String", Plain),
    (r#"addresses[type eq "work"].formatted"#, "String", Plain),
    (r#"addresses[type eq "work"].locality"#, "String", Plain),
    (r#"addresses[type eq "work"].postalCode"#, "String", Plain),
    (r#"addresses[type eq "work"].region"#, "String", Plain),
    (r#"addresses[type eq "work"].streetAddress"#, "String", Plain),
    (r#"addresses[type eq "other"].formatted"#, "String", Plain),
    (r#"emails[type eq "home"].value"#, "String", Plain),
    (r#"emails[type eq "other"].value"#, "String", Plain),
    (r#"emails[type eq "work"].value"#, "String", Plain),
    (r#"phoneNumbers[type eq "fax"].value"#, "String", Plain),
    (r#"phoneNumbers[type eq "home"].value"#, "String", Plain),
    (r#"phoneNumbers[type eq "mobile"].value"#, "String", Plain),
    (r#"phoneNumbers[type eq "other"].value"#, "String", Plain),
    (r#"phoneNumbers[type eq "pager"].value"#, "String", Plain),
    (r#"phoneNumbers[type eq "work"].value"#, "String", Plain),
    (r#"roles[primary eq "True"].value"#, "String", Plain),
    ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:costCenter", "String", Plain),
    ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "String", Plain),
    ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:division", "String", Plain),
    ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber", "String", Plain),
    ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager", "Reference", Plain),
    ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:organization", "String", Plain),
];

/// What Verkada's guide adds to that list.
const VERKADA_ATTRIBUTES: [Attribute; 6] = [
    (
        "urn:ietf:params:scim:schemas:extension:verkada:core:2.0:User:externalId",
        "String",
        CaseExact,
    ),
    ("urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:cardFormat", "String", Plain),
    ("urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:cardNumber", "String", Plain),
    (
        "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:cardNumberHex",
        "String",
        Plain,
    ),
    (
        "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:credentialStatus",
        "String",
        Plain,
    ),
    (
        "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:facilityCode",
        "String",
        Plain,
    ),
];

const GROUP_ATTRIBUTES: [Attribute; 4] = [
    ("id", "String", Required),
    ("displayName", "String", Required),
    ("externalId", "String", Plain),
    ("members", "Reference", MultiValued),
];

/// Names under which the objects of customappsso go.
const USER_OBJECT: &str = ENTERPRISE_USER;
const GROUP_OBJECT: &str = CORE_GROUP;

impl SchemaDocument {
    /// The mapping that fits Command: what Verkada's guides confirm, and what is reasoned from them. [`super::standing()`] tells
    /// the two apart.
    pub fn command_template() -> Self {
        let users: Vec<Attribute> = USER_ATTRIBUTES.into_iter().chain(VERKADA_ATTRIBUTES).collect();
        Self::made_of(&Mappings {
            users: object("Provision Microsoft Entra ID Users", &COMMAND_USERS, &users),
            groups: object(
                "Provision Microsoft Entra ID Groups",
                &COMMAND_GROUPS,
                &GROUP_ATTRIBUTES,
            ),
        })
    }

    /// The mapping of a new non-gallery app, before anybody changes it.
    pub fn entra_defaults() -> Self {
        Self::made_of(&Mappings {
            users: object("Provision Microsoft Entra ID Users", &DEFAULT_USERS, &USER_ATTRIBUTES),
            groups: object(
                "Provision Microsoft Entra ID Groups",
                &DEFAULT_GROUPS,
                &GROUP_ATTRIBUTES,
            ),
        })
    }

    /// A schema of these mappings alone, with ids that belong to no app.
    fn made_of(mappings: &Mappings) -> Self {
        let schema = schema(mappings);
        let text = serde_json::to_string_pretty(&schema).unwrap_or_default();
        // The tests open both templates from their text; nothing else comes here.
        Self::open(text.as_bytes()).unwrap_or_else(|_never| Self::empty())
    }
}

/// How an attribute that is missing from the app's list has to be described; a plain text where nothing is known of it.
pub(in crate::entra) fn described(name: &str) -> TargetAttribute {
    let mut known = USER_ATTRIBUTES.iter().chain(&VERKADA_ATTRIBUTES).chain(&GROUP_ATTRIBUTES);
    let found = known.find(|(known, ..)| *known == name);
    target(found.copied().unwrap_or((name, "String", Plain)))
}

/// The source that the template has for a target.
pub(in crate::entra) fn recommended_source(target: &str) -> Option<Source> {
    let row = COMMAND_USERS.iter().find(|(_, known, _)| *known == target)?;
    Some(Source::typed(row.0))
}

/// The targets that the template maps.
pub(in crate::entra) fn command_targets() -> impl Iterator<Item = &'static str> {
    COMMAND_USERS.iter().map(|(_, target, _)| *target)
}

/// Every attribute of an extension that is known: of the enterprise extension and of Verkada's own.
pub(in crate::entra) fn extension_targets() -> impl Iterator<Item = &'static str> {
    let all = USER_ATTRIBUTES.iter().chain(&VERKADA_ATTRIBUTES).map(|(name, ..)| *name);
    all.filter(|name| name.starts_with("urn:"))
}

fn object(name: &str, rows: &[Row], attributes: &[Attribute]) -> ObjectMapping {
    let row = |(source, name, matching): &Row| AttributeMapping {
        matching: (*matching > 0).then_some(*matching),
        ..AttributeMapping::new(Source::typed(source), *name)
    };
    ObjectMapping {
        name: name.to_owned(),
        is_enabled: true,
        rows: rows.iter().map(row).collect(),
        targets: attributes.iter().copied().map(target).collect(),
        ..ObjectMapping::default()
    }
}

fn target((name, kind, is): (&str, &str, Trait)) -> TargetAttribute {
    TargetAttribute {
        name: name.to_owned(),
        kind: kind.to_owned(),
        is_required: is == Required,
        is_multi_valued: is == MultiValued,
        is_case_exact: is == CaseExact,
        mutability: Mutability::Writable,
    }
}

fn schema(mappings: &Mappings) -> Value {
    let object_mapping = |source: &str, target: &str, mapping: &ObjectMapping| {
        json!({
            "enabled": mapping.is_enabled,
            "flowTypes": "Add,Update,Delete",
            "name": mapping.name,
            "scope": null,
            "sourceObjectName": source,
            "targetObjectName": target,
            "metadata": [],
            "attributeMappings": mapping.rows.iter().map(row_json).collect::<Vec<_>>(),
        })
    };
    let target_object = |name: &str, mapping: &ObjectMapping| {
        let attributes = mapping.targets.iter().map(|target| {
            let mut definition = target_json(target);
            if let Some(anchor) = definition.get_mut("anchor") {
                *anchor = json!(target.name == "id");
            }
            definition
        });
        json!({
            "name": name,
            "metadata": [],
            "supportedApis": [],
            "attributes": attributes.collect::<Vec<_>>(),
        })
    };
    json!({
        "id": "00000000-0000-0000-0000-000000000001",
        "version": "v1.0",
        "synchronizationRules": [{
            "editable": true,
            "groupFilter": null,
            "id": "00000000-0000-0000-0000-000000000002",
            "name": "USER_OUTBOUND_USER",
            "priority": 1,
            "sourceDirectoryName": "Microsoft Entra ID",
            "targetDirectoryName": "customappsso",
            "metadata": [],
            "objectMappings": [
                object_mapping("Group", GROUP_OBJECT, &mappings.groups),
                object_mapping("User", USER_OBJECT, &mappings.users),
            ],
        }],
        "directories": [{
            "discoverabilities": "None",
            "discoveryDateTime": null,
            "id": "00000000-0000-0000-0000-000000000003",
            "name": "customappsso",
            "version": "v1.0",
            "metadata": [],
            "objects": [
                target_object(USER_OBJECT, &mappings.users),
                target_object(GROUP_OBJECT, &mappings.groups),
            ],
        }],
    })
}
