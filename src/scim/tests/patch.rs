//! PATCH: the RFC's operations and Entra's dialect on people and groups.

use serde_json::{Value, json};

use crate::limits;
use crate::scim::patch::PatchPath;
use crate::scim::schema::{GROUP, ResourceType, USER};
use crate::scim::tests::{barbara, minimal, tour_guides};
use crate::scim::{Changed, PatchRequest, Resource, ScimError, ScimType};

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const ACCESS: &str = "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User";
const VERKADA_CORE: &str = "urn:ietf:params:scim:schemas:extension:verkada:core:2.0:User";

fn request(operations: Value) -> Result<PatchRequest, ScimError> {
    let body = json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations });
    PatchRequest::from_value(body)
}

fn patched(
    before: &Resource,
    resource_type: &ResourceType,
    operations: Value,
) -> Result<Resource, ScimError> {
    let mut after = before.clone();
    let changed = request(operations)?.apply(&mut after, resource_type);
    match &changed {
        Ok(Changed::Yes) => assert_ne!(after, *before),
        Ok(Changed::No) | Err(_) => assert_eq!(after, *before),
    }
    changed.map(|_| after)
}

/// What an attribute of Barbara is after one operation; a dotted pointer such as `/name/givenName`.
fn check(operation: Value, pointer: &str, expected: Value) {
    let after = patched(&barbara(), &USER, json!([operation.clone()]))
        .unwrap_or_else(|error| panic!("{operation}: {error}"));
    let all = Value::Object(after.as_map().clone());
    assert_eq!(all.pointer(pointer).cloned().unwrap_or(Value::Null), expected, "{operation}");
}

fn check_group(operation: Value, expected: &[&str]) {
    let after = patched(&tour_guides(), &GROUP, json!([operation.clone()]))
        .unwrap_or_else(|error| panic!("{operation}: {error}"));
    let members: Vec<_> =
        after.get("members").and_then(Value::as_array).into_iter().flatten().collect();
    let members: Vec<_> = members.iter().map(|member| member["value"].as_str().unwrap()).collect();
    assert_eq!(members, expected, "{operation}");
}

fn refuse(operation: Value, scim_type: ScimType) {
    for (before, resource_type) in [(barbara(), &USER), (tour_guides(), &GROUP)] {
        let before_type = resource_type.name;
        let refusal = patched(&before, resource_type, json!([operation.clone()]));
        let is_for_group = operation.to_string().contains("members");
        if is_for_group == (before_type == "Group") {
            let error = refusal.expect_err(&operation.to_string());
            assert_eq!(error.scim_type, Some(scim_type), "{operation}: {error}");
            assert!(error.detail.starts_with("Operation 1: "), "{error}");
        }
    }
}

#[test]
fn single_values_are_added_replaced_and_removed() {
    for op in ["add", "Add", "ADD", "replace", "Replace", "rEPLACE"] {
        check(json!({ "op": op, "path": "title", "value": "Chief" }), "/title", json!("Chief"));
        check(json!({ "op": op, "path": "TITLE", "value": "Chief" }), "/title", json!("Chief"));
        check(json!({ "op": op, "path": "nickName", "value": "Babs" }), "/nickName", json!("Babs"));
        check(
            json!({ "op": op, "path": "name.givenName", "value": "Eve" }),
            "/name",
            json!({
                "formatted": "Ms. Barbara J Jensen III", "familyName": "Jensen", "givenName": "Eve",
            }),
        );
        check(
            json!({ "op": op, "path": "name", "value": { "GivenName": "Eve", "nosuch": 1, "middleName": null } }),
            "/name",
            json!({
                "formatted": "Ms. Barbara J Jensen III", "familyName": "Jensen", "givenName": "Eve",
            }),
        );
        check(
            json!({ "op": op, "value": { "title": "Chief", "nickName": "Babs" } }),
            "/nickName",
            json!("Babs"),
        );
    }
    for op in ["remove", "Remove"] {
        check(json!({ "op": op, "path": "title" }), "/title", Value::Null);
        check(json!({ "op": op, "path": "title", "value": null }), "/title", Value::Null);
        check(json!({ "op": op, "path": "title", "value": "Tour Guide" }), "/title", Value::Null);
        check(json!({ "op": op, "path": "nickName" }), "/nickName", Value::Null);
        check(json!({ "op": op, "path": "name.givenName" }), "/name/givenName", Value::Null);
        check(json!({ "op": op, "path": "name" }), "/name", Value::Null);
    }
    check(json!({ "op": "replace", "path": "title", "value": null }), "/title", Value::Null);
    check(json!({ "op": "replace", "value": { "title": null } }), "/title", Value::Null);
    // A part of something that is not there yet.
    let after = patched(
        &minimal(),
        &USER,
        json!([{ "op": "replace", "path": "name.familyName", "value": "X" }]),
    )
    .unwrap();
    assert_eq!(after.get("name"), Some(&json!({ "familyName": "X" })));
    let after =
        patched(&after, &USER, json!([{ "op": "remove", "path": "name.familyName" }])).unwrap();
    assert_eq!(after.get("name"), None);
}

#[test]
fn the_string_booleans_of_entra_are_read_and_nothing_else_is() {
    for (value, expected) in [
        (json!("False"), false),
        (json!("false"), false),
        (json!("TRUE"), true),
        (json!(true), true),
    ] {
        check(
            json!({ "op": "Replace", "path": "active", "value": value }),
            "/active",
            json!(expected),
        );
        check(json!({ "op": "replace", "value": { "active": value } }), "/active", json!(expected));
    }
    for value in [
        json!("no"),
        json!(""),
        json!("True "),
        json!(0),
        json!(1),
        json!(null),
        json!([true]),
        json!({}),
    ] {
        refuse(
            json!({ "op": "Replace", "path": "active", "value": value }),
            ScimType::InvalidValue,
        );
        refuse(json!({ "op": "replace", "value": { "active": value } }), ScimType::InvalidValue);
    }
    let twice = json!([
        { "op": "replace", "path": "active", "value": false }, { "op": "replace", "path": "active", "value": true },
    ]);
    assert_eq!(patched(&minimal(), &USER, twice).unwrap().get("active"), Some(&json!(true)));
}

#[test]
fn keys_of_a_value_without_a_path_are_paths() {
    let value = json!({
        "displayName": "New",
        "name.givenName": "Eve",
        format!("{ENTERPRISE}:department"): "Sales",
        "emails[type eq \"work\"].value": "new@example.com",
        "phoneNumbers[type eq \"mobile\"].value": "+1",
        (ACCESS): { "cardNumber": "8888" },
        format!("{VERKADA_CORE}:externalId"): "E-1",
    });
    for op in ["add", "Add"] {
        let after = patched(&barbara(), &USER, json!([{ "op": op, "value": value }])).unwrap();
        assert_eq!(after.get("displayName"), Some(&json!("New")));
        assert_eq!(after.get("name").unwrap()["givenName"], "Eve");
        assert_eq!(after.get(ENTERPRISE).unwrap()["department"], "Sales");
        assert_eq!(after.get(ENTERPRISE).unwrap()["employeeNumber"], "701984");
        assert_eq!(after.get("emails").unwrap()[0]["value"], "new@example.com");
        assert_eq!(after.get("emails").unwrap()[0]["primary"], true);
        assert_eq!(
            after.get("phoneNumbers").unwrap()[1],
            json!({ "type": "mobile", "value": "+1" })
        );
        assert_eq!(
            after.get(ACCESS),
            Some(&json!({ "cardNumber": "8888", "facilityCode": "007" }))
        );
        assert_eq!(after.get(VERKADA_CORE), Some(&json!({ "externalId": "E-1" })));
        assert_eq!(after.external_id(), Some("701984"), "the externalId of SCIM is another one");
    }
    refuse(
        json!({ "op": "add", "value": { "Title": "a", "title": "b" } }),
        ScimType::InvalidSyntax,
    );
    refuse(
        json!({ "op": "add", "value": { "title": "a", "isAdmin": true } }),
        ScimType::InvalidPath,
    );
    refuse(json!({ "op": "add", "value": { "": "a" } }), ScimType::InvalidPath);
    for value in [json!(null), json!("x"), json!([{ "title": "x" }]), json!(1)] {
        refuse(json!({ "op": "replace", "value": value }), ScimType::InvalidValue);
    }
    refuse(json!({ "op": "replace" }), ScimType::InvalidValue);
}

#[test]
fn extensions_come_into_schemas_and_go_with_their_last_attribute() {
    let path = format!("{VERKADA_CORE}:externalId");
    let with =
        patched(&minimal(), &USER, json!([{ "op": "Add", "path": path, "value": "E-1" }])).unwrap();
    assert_eq!(
        with.get("schemas"),
        Some(&json!(["urn:ietf:params:scim:schemas:core:2.0:User", VERKADA_CORE]))
    );
    assert_eq!(with.get(VERKADA_CORE), Some(&json!({ "externalId": "E-1" })));
    let without = patched(&with, &USER, json!([{ "op": "Remove", "path": path }])).unwrap();
    assert_eq!(without, minimal());
    let without = patched(&with, &USER, json!([{ "op": "remove", "path": VERKADA_CORE }])).unwrap();
    assert_eq!(without, minimal());
    // Removing what is not there changes nothing.
    let nothing = patched(&minimal(), &USER, json!([{ "op": "Remove", "path": path }])).unwrap();
    assert_eq!(nothing, minimal());
    // A whole extension: what is not named stays.
    let whole = json!([{ "op": "replace", "path": ACCESS, "value": { "CARDNUMBER": "1" } }]);
    assert_eq!(
        patched(&barbara(), &USER, whole).unwrap().get(ACCESS),
        Some(&json!({ "cardNumber": "1", "facilityCode": "007" }))
    );
    refuse(json!({ "op": "replace", "path": ACCESS, "value": "x" }), ScimType::InvalidValue);
    refuse(
        json!({ "op": "replace", "path": ACCESS, "value": { "nosuch": "x" } }),
        ScimType::InvalidPath,
    );
    refuse(
        json!({ "op": "replace", "path": "urn:x:2.0:User:a", "value": "x" }),
        ScimType::InvalidPath,
    );
}

#[test]
fn names_in_an_extension_stand_once() {
    let value = json!({ "cardNumber": "1", "CARDNUMBER": "2" });
    refuse(json!({ "op": "replace", "path": ACCESS, "value": value }), ScimType::InvalidSyntax);
    refuse(json!({ "op": "add", "value": { (ACCESS): value } }), ScimType::InvalidSyntax);
}

#[test]
fn a_manager_is_read_in_every_form_entra_sends() {
    let plain = json!({ "value": "m2" });
    for value in
        [json!("m2"), plain.clone(), json!([{ "$ref": null, "value": "m2" }]), json!(["m2"])]
    {
        for path in ["manager".to_owned(), format!("{ENTERPRISE}:manager")] {
            for op in ["Add", "Replace"] {
                let pointer = format!("/{ENTERPRISE}/manager");
                check(json!({ "op": op, "path": path, "value": value }), &pointer, plain.clone());
            }
        }
    }
    let pointer = format!("/{ENTERPRISE}/manager");
    let path = format!("{ENTERPRISE}:manager.value");
    check(json!({ "op": "replace", "path": "manager", "value": [] }), &pointer, Value::Null);
    check(json!({ "op": "remove", "path": "manager" }), &pointer, Value::Null);
    check(
        json!({ "op": "replace", "path": path, "value": "m2" }),
        &format!("{pointer}/value"),
        json!("m2"),
    );
    // The same manager again keeps what is known about him.
    let same = json!({ "op": "replace", "path": "manager", "value": "26118915-6090-4610-87e4-49d8ca9f808d" });
    check(same, &format!("{pointer}/displayName"), json!("John Smith"));
    refuse(json!({ "op": "add", "path": "manager", "value": ["a", "b"] }), ScimType::InvalidValue);
    refuse(json!({ "op": "add", "path": "manager", "value": 1 }), ScimType::InvalidValue);
    refuse(
        json!({ "op": "add", "path": format!("{ENTERPRISE}:manager.displayName"), "value": "x" }),
        ScimType::Mutability,
    );
}

#[test]
fn members_are_added_once_each() {
    check_group(
        json!({ "op": "Add", "path": "members", "value": [{ "$ref": null, "value": "u9" }] }),
        &["u1", "u2", "u3", "x", "u9"],
    );
    check_group(
        json!({ "op": "add", "path": "members", "value": { "value": "u9" } }),
        &["u1", "u2", "u3", "x", "u9"],
    );
    check_group(
        json!({ "op": "add", "value": { "members": [{ "value": "u9" }, { "value": "u9" }] } }),
        &["u1", "u2", "u3", "x", "u9"],
    );
    check_group(
        json!({ "op": "add", "path": "members", "value": [{ "value": "u1" }, { "value": "u2", "type": "User" }] }),
        &["u1", "u2", "u3", "x"],
    );
    // Ids differ by case.
    check_group(
        json!({ "op": "add", "path": "members", "value": ["U1"] }),
        &["u1", "u2", "u3", "x", "U1"],
    );
    check_group(
        json!({ "op": "replace", "path": "members", "value": [{ "value": "a" }, { "value": "a" }] }),
        &["a"],
    );
    check_group(json!({ "op": "replace", "path": "members", "value": [] }), &[]);
    check_group(json!({ "op": "add", "path": "members", "value": [] }), &["u1", "u2", "u3", "x"]);
    for value in [
        json!([null]),
        json!([{}]),
        json!([{ "display": "x" }]),
        json!([1]),
        json!(true),
        json!([["u1"]]),
    ] {
        refuse(json!({ "op": "add", "path": "members", "value": value }), ScimType::InvalidValue);
    }
}

#[test]
fn removing_members_removes_those_and_never_empties_the_group() {
    check_group(
        json!({ "op": "Remove", "path": "members", "value": [{ "value": "u1" }] }),
        &["u2", "u3", "x"],
    );
    check_group(
        json!({ "op": "Remove", "path": "members", "value": [{ "$ref": null, "value": "u1" }, { "value": "x" }] }),
        &["u2", "u3"],
    );
    check_group(
        json!({ "op": "remove", "path": "members", "value": { "value": "u2" } }),
        &["u1", "u3", "x"],
    );
    check_group(
        json!({ "op": "remove", "path": "members", "value": ["u2", "nobody"] }),
        &["u1", "u3", "x"],
    );
    check_group(
        json!({ "op": "remove", "path": "members", "value": [{ "value": "nobody" }] }),
        &["u1", "u2", "u3", "x"],
    );
    check_group(
        json!({ "op": "remove", "path": "members", "value": [] }),
        &["u1", "u2", "u3", "x"],
    );
    check_group(json!({ "op": "remove", "path": "members[value eq \"u3\"]" }), &["u1", "u2", "x"]);
    check_group(
        json!({ "op": "remove", "path": "members[value eq \"u3\" or value eq \"x\"]" }),
        &["u1", "u2"],
    );
    check_group(
        json!({ "op": "remove", "path": "members[value eq \"nobody\"]" }),
        &["u1", "u2", "u3", "x"],
    );
    check_group(json!({ "op": "remove", "path": "members[not (value eq \"x\")]" }), &["x"]);
    // Only without any value, as the RFC says, all go.
    check_group(json!({ "op": "remove", "path": "members" }), &[]);
    for value in [
        json!(null),
        json!([null]),
        json!([{}]),
        json!([{ "display": "x" }]),
        json!([{ "value": null }]),
        json!(7),
    ] {
        refuse(
            json!({ "op": "remove", "path": "members", "value": value }),
            ScimType::InvalidValue,
        );
    }
}

#[test]
fn what_a_member_is_cannot_be_changed() {
    check_group(
        json!({ "op": "replace", "path": "members[value eq \"u2\"].display", "value": "B" }),
        &["u1", "u2", "u3", "x"],
    );
    check_group(
        json!({ "op": "remove", "path": "members[value eq \"u2\"].display" }),
        &["u1", "u2", "u3", "x"],
    );
    check_group(
        json!({ "op": "replace", "path": "members[value eq \"u2\"]", "value": { "display": "B" } }),
        &["u1", "u2", "u3", "x"],
    );
    for operation in [
        json!({ "op": "replace", "path": "members[value eq \"u2\"].value", "value": "other" }),
        json!({ "op": "add", "path": "members.value", "value": "other" }),
        json!({ "op": "replace", "path": "members[value eq \"u1\"]", "value": { "value": "other" } }),
        json!({ "op": "replace", "path": "members[value eq \"u1\"].type", "value": "Group" }),
        json!({ "op": "remove", "path": "members[value eq \"u1\"].value" }),
    ] {
        refuse(operation, ScimType::Mutability);
    }
}

#[test]
fn elements_are_selected_by_brackets() {
    let work = |value: &str| json!({ "value": value, "type": "work", "primary": true });
    let home = json!({ "value": "babs@jensen.example", "type": "home" });
    for op in ["add", "replace"] {
        check(
            json!({ "op": op, "path": "emails[type eq \"work\"].value", "value": "n@x.y" }),
            "/emails",
            json!([work("n@x.y"), home]),
        );
        check(
            json!({ "op": op, "path": "emails[TYPE eq \"WORK\"].VALUE", "value": "n@x.y" }),
            "/emails/0/value",
            json!("n@x.y"),
        );
        check(
            json!({ "op": op, "path": "emails.display", "value": "d" }),
            "/emails/1/display",
            json!("d"),
        );
        check(
            json!({ "op": op, "path": "emails[type eq \"work\"].display", "value": null }),
            "/emails",
            json!([work("bjensen@example.com"), home]),
        );
        // A list with nothing in it.
        check(
            json!({ "op": op, "path": "ims.value", "value": "i" }),
            "/ims",
            json!([{ "value": "i" }]),
        );
    }
    check(
        json!({ "op": "add", "path": "emails[type eq \"work\"]", "value": { "display": "d" } }),
        "/emails/0/value",
        json!("bjensen@example.com"),
    );
    check(
        json!({ "op": "replace", "path": "addresses[type eq \"work\"]", "value": { "type": "work", "country": "DE" } }),
        "/addresses",
        json!([{ "type": "work", "country": "DE" }]),
    );
    check(json!({ "op": "remove", "path": "emails[type eq \"work\"]" }), "/emails", json!([home]));
    check(
        json!({ "op": "remove", "path": "emails[type eq \"work\"].value" }),
        "/emails",
        json!([home]),
    );
    check(
        json!({ "op": "remove", "path": "emails.type" }),
        "/emails/1",
        json!({ "value": "babs@jensen.example" }),
    );
    check(json!({ "op": "remove", "path": "emails" }), "/emails", Value::Null);
    check(json!({ "op": "remove", "path": "emails[value pr]" }), "/emails", Value::Null);
    check(
        json!({ "op": "remove", "path": "addresses[type eq \"work\"].country" }),
        "/addresses",
        json!([{ "type": "work", "streetAddress": "100 Universal City Plaza" }]),
    );
    check(
        json!({ "op": "remove", "path": "emails", "value": [{ "type": "other", "value": "BJENSEN@example.com" }] }),
        "/emails",
        json!([home]),
    );
}

#[test]
fn an_element_that_is_not_there_is_made_by_add_and_not_by_replace() {
    let path = "emails[type eq \"other\"].value";
    check(
        json!({ "op": "Add", "path": path, "value": "o@x.y" }),
        "/emails/2",
        json!({ "type": "other", "value": "o@x.y" }),
    );
    check(
        json!({ "op": "add", "path": "emails[type eq \"other\" and primary eq true].value", "value": "o@x.y" }),
        "/emails/0/primary",
        json!(false),
    );
    check(
        json!({ "op": "add", "path": "addresses[type eq \"home\"]", "value": { "country": "US" } }),
        "/addresses/1",
        json!({ "type": "home", "country": "US" }),
    );
    check(
        json!({ "op": "add", "path": "phoneNumbers[type eq \"mobile\"].value", "value": null }),
        "/phoneNumbers/1",
        Value::Null,
    );
    refuse(json!({ "op": "Replace", "path": path, "value": "o@x.y" }), ScimType::NoTarget);
    refuse(
        json!({ "op": "replace", "path": "emails[type eq \"other\"]", "value": { "value": "o@x.y" } }),
        ScimType::NoTarget,
    );
    for path in [
        "emails[type sw \"o\"].value",
        "emails[not (type pr)].value",
        "emails[type eq \"a\" or type eq \"b\"].value",
        "emails[type eq \"a\" and type eq \"b\"].value",
    ] {
        refuse(json!({ "op": "add", "path": path, "value": "o@x.y" }), ScimType::NoTarget);
    }
}

#[test]
fn an_element_that_is_made_meets_its_own_condition() {
    let other = json!({ "value": "u1" });
    refuse(
        json!({ "op": "add", "path": "members[value eq \"new\"]", "value": other }),
        ScimType::InvalidValue,
    );
    check_group(
        json!({ "op": "add", "path": "members[value eq \"new\"]", "value": {} }),
        &["u1", "u2", "u3", "x", "new"],
    );
}

#[test]
fn elements_that_become_the_same_are_one() {
    let all = json!({ "op": "replace", "path": "emails.value", "value": "same@example.com" });
    let operations = json!([{ "op": "replace", "path": "emails.type", "value": "work" }, all]);
    let after = patched(&barbara(), &USER, operations).unwrap();
    let one = json!([{ "value": "same@example.com", "type": "work", "primary": true }]);
    assert_eq!(after.get("emails"), Some(&one));
}

#[test]
fn one_element_at_most_is_primary() {
    let third = json!([{ "value": "c@x.y", "type": "other", "primary": true }]);
    check(
        json!({ "op": "add", "path": "emails", "value": third }),
        "/emails/0/primary",
        json!(false),
    );
    check(
        json!({ "op": "add", "path": "emails", "value": third }),
        "/emails/2/primary",
        json!(true),
    );
    check(
        json!({ "op": "replace", "path": "emails[type eq \"home\"].primary", "value": "True" }),
        "/emails/0/primary",
        json!(false),
    );
    check(
        json!({ "op": "replace", "path": "emails[type eq \"home\"].primary", "value": "True" }),
        "/emails/1/primary",
        json!(true),
    );
    let two = json!([{ "value": "a", "primary": true }, { "value": "b", "primary": "True" }]);
    for op in ["add", "replace"] {
        refuse(json!({ "op": op, "path": "emails", "value": two }), ScimType::InvalidValue);
        refuse(
            json!({ "op": op, "path": "emails.primary", "value": true }),
            ScimType::InvalidValue,
        );
    }
}

#[test]
fn lists_take_what_is_new_and_keep_what_is_there() {
    let same = json!([{ "value": "BJensen@example.com", "type": "WORK", "display": "B" }]);
    check(json!({ "op": "add", "path": "emails", "value": same }), "/emails/0/display", json!("B"));
    check(json!({ "op": "add", "path": "emails", "value": same }), "/emails/2", Value::Null);
    check(
        json!({ "op": "add", "path": "emails", "value": [{ "value": "bjensen@example.com", "type": "home" }] }),
        "/emails/2/type",
        json!("home"),
    );
    let address = barbara().get("addresses").unwrap().clone();
    check(
        json!({ "op": "add", "path": "addresses", "value": address }),
        "/addresses/1",
        Value::Null,
    );
    check(
        json!({ "op": "add", "path": "emails", "value": [{ "type": "work", "value": null }] }),
        "/emails/2",
        Value::Null,
    );
    check(json!({ "op": "replace", "path": "emails", "value": null }), "/emails", Value::Null);
}

#[test]
fn what_clients_must_not_write_is_refused() {
    for path in [
        "id",
        "meta",
        "meta.version",
        "schemas",
        "groups",
        "groups[value eq \"g\"]",
        "roles",
        "roles[value eq \"admin\"].value",
        "entitlements",
        "password",
        "urn:ietf:params:scim:schemas:core:2.0:User:id",
    ] {
        for op in ["add", "replace", "remove"] {
            refuse(json!({ "op": op, "path": path, "value": "x" }), ScimType::Mutability);
        }
    }
    for (key, value) in [
        ("id", json!("other")),
        ("password", json!("x")),
        ("roles", json!([])),
        ("meta", json!({})),
        ("schemas", json!(["urn:evil"])),
        ("schemas", json!("x")),
    ] {
        refuse(
            json!({ "op": "replace", "value": { key: value, "userName": "admin@x.example" } }),
            ScimType::Mutability,
        );
    }
    refuse(json!({ "op": "remove", "path": "userName" }), ScimType::Mutability);
    refuse(json!({ "op": "replace", "path": "userName", "value": null }), ScimType::Mutability);
    refuse(json!({ "op": "replace", "path": "userName", "value": "" }), ScimType::InvalidValue);
    refuse(json!({ "op": "replace", "path": "userName", "value": " " }), ScimType::InvalidValue);
    refuse(json!({ "op": "add", "path": "externalId", "value": 1 }), ScimType::InvalidValue);
    refuse(json!({ "op": "add", "path": "name", "value": "Babs" }), ScimType::InvalidValue);
    refuse(
        json!({ "op": "add", "path": "name[givenName eq \"x\"]", "value": {} }),
        ScimType::InvalidPath,
    );
    refuse(
        json!({ "op": "add", "path": "emails[nosuch eq \"x\"].value", "value": "x" }),
        ScimType::InvalidFilter,
    );
    refuse(
        json!({ "op": "add", "path": "emails[primary eq \"true\"].value", "value": "x" }),
        ScimType::InvalidFilter,
    );
    refuse(json!({ "op": "remove" }), ScimType::NoTarget);
    refuse(
        json!({ "op": "remove", "path": "urn:ietf:params:scim:schemas:core:2.0:User" }),
        ScimType::NoTarget,
    );
    refuse(
        json!({ "op": "replace", "path": "x509Certificates", "value": [{ "value": "not base64!" }] }),
        ScimType::InvalidValue,
    );
}

#[test]
fn a_client_may_send_back_what_it_read() {
    let whole = Value::Object(barbara().into_map());
    for op in ["add", "replace"] {
        assert_eq!(
            patched(&barbara(), &USER, json!([{ "op": op, "value": whole }])).unwrap(),
            barbara()
        );
    }
    let renamed = json!([{ "op": "replace", "value": { "id": tour_guides().id(), "displayName": "Guides" } }]);
    assert_eq!(
        patched(&tour_guides(), &GROUP, renamed).unwrap().text("displayName"),
        Some("Guides")
    );
}

#[test]
fn malformed_requests_are_refused() {
    let patch = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
    let fine = json!({ "op": "add", "path": "title", "value": "x" });
    for body in [
        json!([]),
        json!("x"),
        json!({}),
        json!({ "Operations": [fine] }),
        json!({ "schemas": patch, "Operations": [fine] }),
        json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:BulkRequest"], "Operations": [fine] }),
        json!({ "schemas": [patch] }),
        json!({ "schemas": [patch], "Operations": [] }),
        json!({ "schemas": [patch], "Operations": fine }),
        json!({ "schemas": [patch], "Operations": ["add"] }),
        json!({ "schemas": [patch], "Operations": [{ "path": "title", "value": "x" }] }),
        json!({ "schemas": [patch], "Operations": [{ "op": 1, "path": "title", "value": "x" }] }),
        json!({ "schemas": [patch], "Operations": [{ "op": "move", "from": "a", "path": "b" }] }),
        json!({ "schemas": [patch], "Operations": [{ "op": " add", "path": "title", "value": "x" }] }),
    ] {
        let error = PatchRequest::from_value(body.clone()).expect_err(&body.to_string());
        assert_eq!((error.status, error.scim_type), (400, Some(ScimType::InvalidSyntax)), "{body}");
    }
    let lower = json!({ "Schemas": [patch.to_uppercase()], "operations": [{ "OP": "Add", "Path": "title", "VALUE": "x" }] });
    assert!(PatchRequest::from_value(lower).is_ok());
    for path in [
        json!(1),
        json!(""),
        json!("a b"),
        json!("/title"),
        json!("emails[0]"),
        json!("members[value eq \"x\"]; remove users"),
    ] {
        refuse(json!({ "op": "add", "path": path, "value": "x" }), ScimType::InvalidPath);
    }
}

#[test]
fn a_request_is_carried_out_wholly_or_not_at_all() {
    let operations = json!([{ "op": "replace", "path": "title", "value": "x" }, { "op": "replace", "path": "id", "value": "y" }]);
    let error = patched(&barbara(), &USER, operations).unwrap_err();
    assert_eq!(error.detail, "Operation 2: \"id\" can only be read");
    let operations = |count: usize| {
        Value::from(vec![json!({ "op": "replace", "path": "title", "value": "x" }); count])
    };
    assert!(patched(&barbara(), &USER, operations(limits::PATCH_OPERATIONS)).is_ok());
    assert!(request(operations(limits::PATCH_OPERATIONS + 1)).is_err());
}

#[test]
fn the_limit_of_changes_holds_exactly() {
    let operations = |count: usize| {
        let key = |number: usize| (format!("emails[type eq \"t{number}\"].value"), json!("v"));
        json!([{ "op": "add", "value": (0..count).map(key).collect::<serde_json::Map<_, _>>() }])
    };
    let after = patched(&minimal(), &USER, operations(limits::PATCH_CHANGES)).unwrap();
    assert_eq!(
        after.get("emails").and_then(Value::as_array).map(Vec::len),
        Some(limits::PATCH_CHANGES)
    );
    assert!(request(operations(limits::PATCH_CHANGES + 1)).is_err());
}

#[test]
fn the_same_request_again_changes_nothing() {
    for operations in [
        json!([{ "op": "replace", "path": "active", "value": false }, { "op": "replace", "path": "active", "value": true }]),
        json!([{ "op": "Add", "path": "emails[type eq \"other\"].value", "value": "x" }]),
        json!([{ "op": "Add", "path": "manager", "value": [{ "value": "m" }] }]),
        json!([{ "op": "remove", "path": "emails[type eq \"work\"]" }]),
    ] {
        let once = patched(&barbara(), &USER, operations.clone()).unwrap();
        assert_eq!(patched(&once, &USER, operations).unwrap(), once);
    }
}

#[test]
fn paths_are_printed_as_they_read() {
    for (text, printed) in [
        ("name.familyName", "name.familyName"),
        (r#"members[ value  EQ "a" ].display"#, r#"members[value eq "a"].display"#),
        (
            r#"emails[type eq "work" and not(value ew ".example")]"#,
            r#"emails[type eq "work" and not (value ew ".example")]"#,
        ),
        ("$ref", "$ref"),
        (ENTERPRISE, ENTERPRISE),
    ] {
        let path = PatchPath::parse(text).unwrap();
        assert_eq!(path.to_string(), printed);
        assert_eq!(PatchPath::parse(printed), Ok(path));
    }
    for (text, position) in [
        ("", 0),
        (" title", 0),
        ("title ", 5),
        ("members[0]", 8),
        ("members[value eq \"x\"", 20),
        ("members[value eq \"x\"].", 22),
        ("members[value eq \"x\"].a.b", 22),
        ("members[value eq \"x\"][value eq \"y\"]", 21),
        ("emails.value[type pr]", 12),
        ("emails[type eq \"é\" and x].value", 24),
        ("mеmbers", 1),
        ("urn:x:", 6),
        ("$.members", 0),
        ("members[*]", 8),
        ("__proto__", 0),
    ] {
        let error = PatchPath::parse(text).expect_err(text);
        assert_eq!(error.position, position, "{text}: {error}");
    }
    let long = |bytes: usize| format!("members[value eq \"{}\"]", "a".repeat(bytes - 20));
    assert!(PatchPath::parse(&long(limits::FILTER_BYTES)).is_ok());
    assert!(PatchPath::parse(&"a".repeat(limits::FILTER_BYTES)).is_ok());
    assert!(PatchPath::parse(&"a".repeat(limits::FILTER_BYTES + 1)).is_err());
    assert!(PatchPath::parse(&long(limits::FILTER_BYTES + 1)).is_err());
}
