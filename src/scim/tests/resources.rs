//! Schemas, whole resources from clients, unique values, and the typed views.

use serde_json::{Value, json};

use crate::scim::schema::{
    self, Attribute, GROUP, Kind, RESOURCE_TYPES, ResourceType, SCHEMAS, Schema, USER,
};
use crate::scim::tests::{barbara, minimal, resource, tour_guides};
use crate::scim::{Group, ScimType, User, validate};

const CORE: &str = schema::CORE_USER;
const ENTERPRISE: &str = schema::ENTERPRISE_USER;

fn check(incoming: Value, expected: Value) {
    let read = validate(&resource(incoming.clone()), &USER)
        .unwrap_or_else(|error| panic!("{incoming}: {error}"));
    assert_eq!(Value::Object(read.into_map()), expected);
}

#[test]
fn whole_resources_get_their_usual_form() {
    // As Entra creates a person.
    check(
        json!({
            "schemas": [CORE, ENTERPRISE],
            "externalId": "0a21f0f2",
            "UserName": "Test@example.com",
            "ACTIVE": "True",
            "displayName": null,
            "emails": [{ "Primary": "true", "type": "work", "value": "t@example.com" }, { "type": "home", "value": null }],
            "meta": { "resourceType": "User" },
            "name": { "formatted": "gn fn", "familyName": "fn", "GivenName": "gn", "nosuch": 1 },
            "roles": [],
            "id": "mine",
            "isAdmin": true,
            "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:user": { "CardNumber": "007", "nosuch": 1 },
            "urn:nosuch:2.0:User": { "a": 1 },
        }),
        json!({
            "schemas": [CORE, ENTERPRISE, schema::VERKADA_ACCESS_USER],
            "externalId": "0a21f0f2",
            "userName": "Test@example.com",
            "active": true,
            "emails": [{ "primary": true, "type": "work", "value": "t@example.com" }],
            "name": { "formatted": "gn fn", "familyName": "fn", "givenName": "gn" },
            (schema::VERKADA_ACCESS_USER): { "cardNumber": "007" },
        }),
    );
    check(
        json!({ "schemas": [CORE.to_uppercase()], "userName": "a" }),
        json!({ "schemas": [CORE], "userName": "a" }),
    );
    check(
        json!({ "schemas": [CORE], "userName": "a", (ENTERPRISE): { "manager": [{ "value": "m", "displayName": "x" }] } }),
        json!({ "schemas": [CORE, ENTERPRISE], "userName": "a", (ENTERPRISE): { "manager": { "value": "m" } } }),
    );
    let group = json!({
        "schemas": [schema::CORE_GROUP, "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],
        "externalId": "8aa1a0c0", "displayName": "G", "members": [], "meta": { "resourceType": "Group" },
    });
    let read = validate(&resource(group), &GROUP).unwrap();
    assert_eq!(
        read,
        resource(
            json!({ "schemas": [schema::CORE_GROUP], "externalId": "8aa1a0c0", "displayName": "G" })
        )
    );
}

#[test]
fn whole_resources_that_break_the_schema_are_refused() {
    for (incoming, scim_type) in [
        (json!({ "userName": "a" }), ScimType::InvalidSyntax),
        (json!({ "schemas": CORE, "userName": "a" }), ScimType::InvalidSyntax),
        (json!({ "schemas": [1], "userName": "a" }), ScimType::InvalidSyntax),
        (json!({ "schemas": [ENTERPRISE], "userName": "a" }), ScimType::InvalidSyntax),
        (json!({ "schemas": [schema::CORE_GROUP], "userName": "a" }), ScimType::InvalidSyntax),
        (json!({ "schemas": [CORE] }), ScimType::InvalidValue),
        (json!({ "schemas": [CORE], "userName": "" }), ScimType::InvalidValue),
        (json!({ "schemas": [CORE], "userName": "  " }), ScimType::InvalidValue),
        (json!({ "schemas": [CORE], "userName": null }), ScimType::InvalidValue),
        (json!({ "schemas": [CORE], "userName": 1 }), ScimType::InvalidValue),
        (json!({ "schemas": [CORE], "userName": "a", "USERNAME": "b" }), ScimType::InvalidSyntax),
        (
            json!({ "schemas": [CORE], "userName": "a", "name": { "givenName": "a", "givenname": "b" } }),
            ScimType::InvalidSyntax,
        ),
        (json!({ "schemas": [CORE], "userName": "a", "active": "yes" }), ScimType::InvalidValue),
        (json!({ "schemas": [CORE], "userName": "a", "externalId": 7 }), ScimType::InvalidValue),
        (json!({ "schemas": [CORE], "userName": "a", "password": "x" }), ScimType::InvalidValue),
        (json!({ "schemas": [CORE], "userName": "a", "PassWord": null }), ScimType::InvalidValue),
        (json!({ "schemas": [CORE], "userName": "a", "emails": [1] }), ScimType::InvalidValue),
        (json!({ "schemas": [CORE], "userName": "a", "emails": [null] }), ScimType::InvalidValue),
        (
            json!({ "schemas": [CORE], "userName": "a", "emails": [{ "value": "a", "primary": true }, { "value": "b", "primary": true }] }),
            ScimType::InvalidValue,
        ),
        (json!({ "schemas": [CORE], "userName": "a", (ENTERPRISE): "x" }), ScimType::InvalidValue),
        (
            json!({ "schemas": [CORE], "userName": "a", (ENTERPRISE): { "department": {} } }),
            ScimType::InvalidValue,
        ),
    ] {
        let error = validate(&resource(incoming.clone()), &USER).expect_err(&incoming.to_string());
        assert_eq!((error.status, error.scim_type), (400, Some(scim_type)), "{incoming}: {error}");
    }
}

#[test]
fn the_views_read_what_is_there() {
    let user = User(barbara());
    assert_eq!(user.id(), Some("2819c223-7f76-453a-919d-413861904646"));
    assert_eq!(
        (user.user_name(), user.display_name()),
        (Some("bjensen@example.com"), Some("Babs Jensen"))
    );
    assert_eq!(
        (user.name().given_name, user.name().family_name, user.name().middle_name),
        (Some("Barbara"), Some("Jensen"), None)
    );
    assert_eq!(
        (user.active(), user.title(), user.external_id()),
        (Some(true), Some("Tour Guide"), Some("701984"))
    );
    assert_eq!(
        (user.email(), user.phone_number()),
        (Some("bjensen@example.com"), Some("555-555-8377"))
    );
    assert_eq!(user.enterprise().department, Some("Tour Operations"));
    assert_eq!(
        (user.enterprise().manager, user.enterprise().manager_name),
        (Some("26118915-6090-4610-87e4-49d8ca9f808d"), Some("John Smith"))
    );
    assert_eq!(
        (user.access().card_number, user.access().facility_code),
        (Some("7777"), Some("007"))
    );
    assert_eq!(user.verkada_external_id(), None);
    assert_eq!(user.0.meta("version"), Some("W/\"3\""));
    let user = User(minimal());
    assert_eq!(
        (user.active(), user.email(), user.display_name(), user.enterprise().manager),
        (Some(false), None, None, None)
    );
    let group = Group(tour_guides());
    let members: Vec<_> =
        group.members().map(|member| (member.value, member.display, member.kind)).collect();
    assert_eq!(
        members[..3],
        [("u1", None, Some("User")), ("u2", Some("Babs Jensen"), Some("User")), ("u3", None, None)]
    );
    assert_eq!((group.display_name(), group.external_id()), (Some("Tour Guides"), None));
}

#[test]
fn the_views_read_lax_resources_and_never_fail() {
    let user = User(resource(json!({
        "USERNAME": "a", "active": "True", "emails": ["x@y", { "VALUE": "z@y", "Primary": "true" }, 7, null, {}],
        (ENTERPRISE): { "manager": [{ "value": "m" }] }, "name": "text",
    })));
    assert_eq!(
        (user.user_name(), user.active(), user.email()),
        (Some("a"), Some(true), Some("z@y"))
    );
    assert_eq!(
        (user.emails().count(), user.enterprise().manager, user.name().formatted),
        (2, Some("m"), None)
    );
    let user = User(resource(
        json!({ "userName": 1, "active": 1, "emails": "x", (ENTERPRISE): [], "groups": {} }),
    ));
    assert_eq!(
        (user.user_name(), user.active(), user.email(), user.enterprise().department),
        (None, None, None, None)
    );
    let group = Group(resource(json!({ "members": ["a", 1, { "value": 2 }, { "value": "b" }] })));
    assert_eq!(group.members().map(|member| member.value).collect::<Vec<_>>(), ["a", "b"]);
    // An exact name goes before one in other case.
    assert_eq!(User(resource(json!({ "Title": "x", "title": "y" }))).title(), Some("y"));
}

#[test]
fn the_tables_agree_with_themselves() {
    for schema in SCHEMAS {
        assert_eq!(Schema::find(&schema.id.to_lowercase()).unwrap().id, schema.id);
        check_attributes(schema.attributes);
        let wire = schema.to_value("https://x.example/scim");
        assert_eq!(
            wire["meta"]["location"],
            format!("https://x.example/scim/Schemas/{}", schema.id)
        );
        assert!(!wire.to_string().contains("\"password\""));
    }
    for resource_type in RESOURCE_TYPES {
        assert_eq!(
            ResourceType::find(&resource_type.name.to_uppercase()).unwrap().name,
            resource_type.name
        );
        assert!(
            ["id", "displayName", "meta"]
                .iter()
                .all(|name| resource_type.attribute(name).is_some())
        );
    }
    assert_eq!(USER.to_value("b")["schemaExtensions"].as_array().unwrap().len(), 3);
    assert_eq!((USER.endpoint, GROUP.endpoint), ("/Users", "/Groups"));
}

fn check_attributes(attributes: &[Attribute]) {
    for (index, attribute) in attributes.iter().enumerate() {
        assert!(
            !attributes[..index]
                .iter()
                .any(|other| other.name.eq_ignore_ascii_case(attribute.name)),
            "{}",
            attribute.name
        );
        assert_eq!(
            attribute.kind == Kind::Complex,
            !attribute.sub_attributes.is_empty(),
            "{}",
            attribute.name
        );
        assert_eq!(
            attribute.kind == Kind::Reference,
            !attribute.reference_types.is_empty(),
            "{}",
            attribute.name
        );
        assert!(!attribute.description.is_empty() && !attribute.description.ends_with('.'));
        assert!(
            attribute
                .sub_attributes
                .iter()
                .all(|sub| sub.kind != Kind::Complex && !sub.multi_valued)
        );
        check_attributes(attribute.sub_attributes);
    }
}
