//! The requests Microsoft Entra ID really sends (learn.microsoft.com), in both of its dialects.

use serde_json::json;

use crate::server::{ACCESS, ENTERPRISE, GROUP, Server, USER, encoded};

const ENTRA_GROUP: &str =
    "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group";

/// Creates somebody as Entra does: extensions that `schemas` does not list, `meta`, empty `roles`.
fn create(server: &Server, name: &str) -> String {
    let mail = format!("{name}@halcyon.example");
    let body = json!({
        "schemas": [USER, ENTERPRISE],
        "externalId": name, "userName": mail, "active": true,
        "emails": [{"primary": true, "type": "work", "value": mail}],
        "meta": {"resourceType": "User"}, "roles": [],
        "name": {"formatted": "Given Family", "familyName": "Family", "givenName": "Given"},
        ENTERPRISE: {"department": "Freight"},
        ACCESS: {"cardFormat": "Standard 26-bit Wiegand", "cardNumber": "7777", "credentialStatus": "active"},
    });
    let created = server.post("/Users", &body).expect(201);
    assert_eq!(created.json()[ACCESS]["cardNumber"], "7777");
    created.id()
}

#[test]
fn the_connection_test_gets_an_empty_list_with_200() {
    let server = Server::start(10);
    for (kind, attribute) in
        [("Users", "userName"), ("Users", "externalId"), ("Groups", "displayName")]
    {
        let list = server.get(&format!(
            "/{kind}?filter={attribute}+eq+%223a7a2d59-7a54-4bd0-9f25-d4f8a4a7c0ea%22&excludedAttributes=members"
        ));
        let list = list.expect(200).json();
        assert_eq!((&list["totalResults"], &list["Resources"]), (&json!(0), &json!([])));
    }
}

#[test]
fn a_person_is_matched_disabled_and_enabled_in_both_dialects() {
    let server = Server::start(0);
    let id = create(&server, "ada");
    for filter in [
        "userName eq \"ada@halcyon.example\"",
        "emails[type eq \"work\"].value eq \"ada@halcyon.example\"",
        "externalId eq \"ada\"",
    ] {
        let found =
            server.get(&format!("/Users?filter={}", encoded(filter).replace("%20", "+"))).json();
        assert_eq!(found["Resources"][0]["id"], json!(id), "{filter}");
    }
    let path = format!("/Users/{id}");
    for (op, value, active) in [
        ("Replace", json!("False"), false),
        ("Replace", json!("True"), true),
        ("replace", json!(false), false),
        ("replace", json!(true), true),
    ] {
        let patched = server.patch(&path, &json!([{"op": op, "path": "active", "value": value}]));
        assert_eq!(patched.expect(200).json()["active"], active);
    }
    for bad in [json!("no"), json!(null), json!(0)] {
        server
            .patch(&path, &json!([{"op": "Replace", "path": "active", "value": bad}]))
            .error(400, Some("invalidValue"));
    }
}

#[test]
fn one_operation_per_attribute_changes_each() {
    let server = Server::start(0);
    let path = format!("/Users/{}", create(&server, "ada"));
    let manager = create(&server, "boss");
    let patched = server.patch(&path, &json!([
        {"op": "Replace", "path": "emails[type eq \"work\"].value", "value": "countess@halcyon.example"},
        {"op": "Replace", "path": "name.familyName", "value": "Lovelace"},
        {"op": "Add", "path": "nickName", "value": "Ada"},
        {"op": "Add", "path": "phoneNumbers[type eq \"work\"].value", "value": "55555555555"},
        {"op": "Replace", "path": format!("{ENTERPRISE}:department"), "value": "Mathematics"},
        {"op": "Add", "path": format!("{ENTERPRISE}:manager"), "value": [{"$ref": null, "value": manager}]},
        {"op": "Replace", "path": format!("{ACCESS}:credentialStatus"), "value": "deactivated"},
        {"op": "Remove", "path": "externalId"},
    ]));
    let ada = patched.expect(200).json();
    assert_eq!(ada["emails"][0]["value"], "countess@halcyon.example");
    assert_eq!((&ada["name"]["familyName"], &ada["nickName"]), (&json!("Lovelace"), &json!("Ada")));
    assert_eq!(ada["phoneNumbers"][0], json!({"type": "work", "value": "55555555555"}));
    assert_eq!(ada[ENTERPRISE]["department"], "Mathematics");
    assert_eq!(ada[ENTERPRISE]["manager"]["value"], json!(manager));
    assert_eq!(ada[ACCESS]["credentialStatus"], "deactivated");
    assert_eq!(ada.get("externalId"), None);
    let filter = format!("id eq \"{}\" and manager eq \"{manager}\"", ada["id"].as_str().unwrap());
    let found =
        server.get(&format!("/Users?filter={}&attributes=id", encoded(&filter))).expect(200).json();
    assert_eq!(found["totalResults"], 1);
}

#[test]
fn one_pathless_operation_changes_all_that_its_keys_name() {
    let server = Server::start(0);
    let path = format!("/Users/{}", create(&server, "ada"));
    let patched = server.patch(
        &path,
        &json!([{"op": "replace", "value": {
            "displayName": "Ada Lovelace",
            "name.givenName": "Ada",
            "emails[type eq \"work\"].value": "countess@halcyon.example",
            format!("{ENTERPRISE}:employeeNumber"): "1815",
            format!("{ACCESS}:cardNumber"): "0042",
        }}]),
    );
    let ada = patched.expect(200).json();
    assert_eq!(
        (&ada["displayName"], &ada["name"]["givenName"]),
        (&json!("Ada Lovelace"), &json!("Ada"))
    );
    assert_eq!(ada["emails"][0]["value"], "countess@halcyon.example");
    assert_eq!(
        (&ada[ENTERPRISE]["employeeNumber"], &ada[ACCESS]["cardNumber"]),
        (&json!("1815"), &json!("0042"))
    );
    server
        .patch(
            &path,
            &json!([{"op": "replace", "value": {"id": "other", "userName": "x@halcyon.example"}}]),
        )
        .error(400, Some("mutability"));
}

#[test]
fn groups_are_made_empty_renamed_filled_and_thinned_in_both_dialects() {
    let server = Server::start(0);
    let people: Vec<String> = ["a", "b", "c"].iter().map(|name| create(&server, name)).collect();
    let body = json!({"schemas": [GROUP, ENTRA_GROUP], "externalId": "g-1", "displayName": "Drivers",
                      "meta": {"resourceType": "Group"}});
    let created = server.post("/Groups", &body).expect(201).json();
    assert_eq!(created["schemas"], json!([GROUP]));
    let path = format!("/Groups/{}", created["id"].as_str().unwrap());
    let found =
        server.get("/Groups?excludedAttributes=members&filter=displayName+eq+%22drivers%22").json();
    assert_eq!(found["totalResults"], 1);
    server
        .patch(&path, &json!([{"op": "Replace", "path": "displayName", "value": "Pilots"}]))
        .expect(204);
    let members = || {
        let group = server.get(&path).json();
        let members = group["members"].as_array().cloned().unwrap_or_default();
        members
            .iter()
            .map(|member| member["value"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let listed: Vec<_> = people.iter().map(|id| json!({"$ref": null, "value": id})).collect();
    let add = json!([{"op": "Add", "path": "members", "value": listed}]);
    server.patch(&path, &add).expect(204);
    server.patch(&path, &add).expect(204);
    assert_eq!(members(), people);
    // Without the flag of Entra: a value list, which means those members and never all of them.
    server
        .patch(
            &path,
            &json!([{"op": "Remove", "path": "members", "value": [{"value": people[0]}]}]),
        )
        .expect(204);
    assert_eq!(members(), people[1..]);
    // With it: a path with a filter.
    let filtered = format!("members[value eq \"{}\"]", people[1]);
    server.patch(&path, &json!([{"op": "remove", "path": filtered}])).expect(204);
    assert_eq!(members(), people[2..]);
    assert_eq!(
        server.get(&format!("{path}?excludedAttributes=members")).json().get("members"),
        None
    );
}

#[test]
fn a_request_without_a_user_agent_is_as_good_as_any() {
    let server = Server::start(1);
    server.get("/Users").expect(200);
}
