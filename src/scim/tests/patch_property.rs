//! PATCH on anything: whatever is asked, a resource stays a sound resource, or stays as it was.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::scim::patch::PatchPath;
use crate::scim::schema::{GROUP, ResourceType, USER};
use crate::scim::tests::{barbara, minimal, resource, tour_guides};
use crate::scim::{Changed, PatchRequest, Resource, json, validate};

const PATHS: [&str; 44] = [
    "title",
    "TITLE",
    "userName",
    "active",
    "name",
    "name.givenName",
    "name.nosuch",
    "emails",
    "emails.value",
    "emails.primary",
    "emails.type",
    "emails[type eq \"work\"]",
    "emails[type eq \"work\"].value",
    "emails[type eq \"other\"].value",
    "emails[type eq \"other\"]",
    "emails[not (type eq \"work\")]",
    "emails[value pr].primary",
    "emails[primary eq true].display",
    "emails[primary eq true]",
    "phoneNumbers[type eq \"work\"].value",
    "addresses",
    "addresses[type eq \"work\"].country",
    "addresses[type eq \"home\"]",
    "ims",
    "members",
    "members.value",
    "members.display",
    "members[value eq \"u1\"]",
    "members[value eq \"u1\"].display",
    "members[value eq \"new\"]",
    "members[value eq \"u1\"].value",
    "displayName",
    "manager",
    "externalId",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
    "urn:ietf:params:scim:schemas:extension:verkada:core:2.0:User:externalId",
    "urn:ietf:params:scim:schemas:core:2.0:User:title",
    "id",
    "meta",
    "schemas",
    "groups",
    "password",
];

fn values() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        4 => proptest::sample::select(vec!["", "x", "u1", "u2", "new", "work", "True", "False", "VICTIM@x.example"]).prop_map(Value::from),
        1 => any::<bool>().prop_map(Value::from),
        1 => Just(Value::Null),
        1 => any::<i64>().prop_map(Value::from),
    ];
    let keys = vec![
        "value",
        "Value",
        "type",
        "primary",
        "display",
        "$ref",
        "givenName",
        "country",
        "department",
        "manager",
        "nosuch",
    ];
    scalar.prop_recursive(3, 12, 4, move |inner| {
        let key = prop_oneof![
            2 => proptest::sample::select(keys.clone()).prop_map(str::to_owned),
            1 => proptest::sample::select(PATHS.as_slice()).prop_map(str::to_owned),
        ];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::vec((key, inner), 0..4)
                .prop_map(|parts| parts.into_iter().collect()),
        ]
    })
}

fn operations() -> impl Strategy<Value = Value> {
    let verb =
        proptest::sample::select(vec!["add", "Add", "replace", "Replace", "remove", "Remove"]);
    let path = proptest::option::weighted(0.85, proptest::sample::select(PATHS.as_slice()));
    (verb, path, proptest::option::weighted(0.9, values())).prop_map(|(verb, path, value)| {
        let mut operation = json!({ "op": verb });
        if let Some(path) = path {
            operation["path"] = json!(path);
        }
        if let Some(value) = value {
            operation["value"] = value;
        }
        operation
    })
}

fn body(operations: &[Value]) -> Value {
    json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations })
}

/// A resource that its schema allows, in its usual form.
fn check_sound(row: &Resource, resource_type: &ResourceType) -> Result<(), TestCaseError> {
    let sound = validate(row, resource_type);
    let Ok(sound) = sound else {
        return Err(TestCaseError::fail(format!("{sound:?} for {row:?}")));
    };
    for (name, value) in row.as_map() {
        let is_listed = name == "schemas";
        let is_written_by_server = ["id", "meta"].contains(&name.as_str());
        // The name of the manager is the server's to know.
        let is_extension = name.starts_with("urn:");
        if !is_listed && !is_written_by_server && !is_extension {
            prop_assert_eq!(sound.get(name), Some(value), "{} is not in its usual form", name);
        }
        if is_extension {
            prop_assert!(row.get("schemas").unwrap().as_array().unwrap().contains(&json!(name)));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8 * ProptestConfig::default().cases, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_resource_stays_sound_or_stays_as_it_was(operations in proptest::collection::vec(operations(), 1..5)) {
        let Ok(request) = PatchRequest::from_value(body(&operations)) else { return Ok(()) };
        for (before, resource_type) in [(barbara(), &USER), (minimal(), &USER), (tour_guides(), &GROUP)] {
            let mut after = before.clone();
            match request.apply(&mut after, resource_type) {
                Ok(changed) => {
                    prop_assert_eq!(changed == Changed::Yes, after != before);
                    for name in ["id", "meta"] {
                        prop_assert_eq!(after.get(name), before.get(name));
                    }
                    prop_assert_eq!(after.get("password"), None);
                    check_sound(&after, resource_type)?;
                }
                Err(error) => {
                    prop_assert_eq!(&after, &before);
                    prop_assert_eq!(error.status, 400);
                    prop_assert!(error.scim_type.is_some());
                    prop_assert!(!error.detail.chars().any(crate::scim::quote::is_deceptive));
                }
            }
        }
    }

    #[test]
    fn members_are_a_set(steps in proptest::collection::vec((0..4usize, proptest::collection::vec(0..8usize, 0..4)), 1..8)) {
        let mut group = resource(json!({ "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"], "displayName": "G" }));
        let mut model = BTreeSet::new();
        for (kind, ids) in steps {
            let list: Vec<_> = ids.iter().map(|id| json!({ "$ref": null, "value": format!("u{id}") })).collect();
            let operations = match kind {
                0 => vec![json!({ "op": "Add", "path": "members", "value": list })],
                1 => vec![json!({ "op": "Remove", "path": "members", "value": list })],
                2 => ids.iter().map(|id| json!({ "op": "remove", "path": format!("members[value eq \"u{id}\"]") })).collect(),
                _ => vec![json!({ "op": "replace", "value": { "members": list } })],
            };
            match kind {
                0 => model.extend(ids),
                1 | 2 => model.retain(|id| !ids.contains(id)),
                _ => model = ids.into_iter().collect(),
            }
            if !operations.is_empty() {
                PatchRequest::from_value(body(&operations)).unwrap().apply(&mut group, &GROUP).unwrap();
            }
            let members = crate::scim::Group(group.clone());
            let mut members: Vec<_> = members.members().map(|member| member.value.to_owned()).collect();
            members.sort();
            prop_assert_eq!(members, model.iter().map(|id| format!("u{id}")).collect::<Vec<_>>());
        }
    }

    #[test]
    fn no_body_makes_the_reader_panic(bytes in "[\\[\\]{}:,\"a-zA-Z0-9 .]{0,60}", path in ".{0,30}", operation in operations(), place in any::<usize>()) {
        if let Ok(read) = json::parse(bytes.as_bytes()) {
            drop(PatchRequest::from_value(read));
        }
        if let Ok(read) = PatchPath::parse(&path) {
            prop_assert_eq!(PatchPath::parse(&read.to_string()), Ok(read));
        }
        // A piece taken out of a good body.
        let mut text = body(&[operation]).to_string();
        let place = (0..=place % text.len()).rev().find(|place| text.is_char_boundary(*place)).unwrap();
        text.remove(place);
        if let Ok(read) = json::parse(text.as_bytes())
            && let Ok(request) = PatchRequest::from_value(read)
        {
            drop(request.apply(&mut barbara(), &USER));
        }
    }
}
