//! One resource at a time, discovery, Bulk, errors: RFC 7643 and RFC 7644.

use serde_json::{Value, json};

use crate::server::{ACCESS, BULK, ENTERPRISE, GROUP, Server, USER, person};

#[test]
fn a_person_is_created_read_replaced_patched_and_deleted() {
    let server = Server::start(0);
    let mut ada = person("ada");
    ada["name"] = json!({"givenName": "Ada", "familyName": "Lovelace"});
    let created = server.post("/Users", &ada).expect(201);
    let id = created.id();
    let location = format!("{}/Users/{id}", server.sandbox.base_url());
    assert_eq!(created.header("location"), Some(location.as_str()));
    assert_eq!(created.header("content-type"), Some("application/scim+json"));
    let body = created.json();
    assert_eq!(body["meta"]["location"], json!(location));
    assert_eq!(body["meta"]["resourceType"], "User");
    assert_eq!(body["meta"]["version"], json!(created.header("etag").unwrap()));
    assert_eq!(body["name"], ada["name"]);

    let read = server.get(&format!("/Users/{id}")).expect(200);
    assert_eq!(read.json(), body);

    let mut replaced = person("ada");
    replaced["title"] = json!("Countess");
    let put = server.put(&format!("/Users/{id}"), &replaced).expect(200).json();
    assert_eq!(put["title"], "Countess");
    assert_eq!(put.get("name"), None);
    assert_eq!(put["meta"]["created"], body["meta"]["created"]);

    let patched = server.patch(
        &format!("/Users/{id}"),
        &json!([{"op": "replace", "path": "title", "value": "Lady"}]),
    );
    assert_eq!(patched.expect(200).json()["title"], "Lady");

    let deleted = server.delete(&format!("/Users/{id}")).expect(204);
    assert!(deleted.body.is_empty());
    server.get(&format!("/Users/{id}")).error(404, None);
    server.delete(&format!("/Users/{id}")).error(404, None);
    server
        .patch(&format!("/Users/{id}"), &json!([{"op": "remove", "path": "title"}]))
        .error(404, None);
    server.put(&format!("/Users/{id}"), &replaced).error(404, None);
}

#[test]
fn a_patch_that_changes_nothing_keeps_the_version() {
    let server = Server::start(0);
    let id = server.person("ada");
    let before = server.get(&format!("/Users/{id}")).json();
    let same = server.patch(
        &format!("/Users/{id}"),
        &json!([{"op": "replace", "path": "active", "value": true}]),
    );
    assert_eq!(same.expect(200).json(), before);
}

#[test]
fn a_patch_happens_whole_or_not_at_all() {
    let server = Server::start(0);
    let id = server.person("ada");
    let before = server.get(&format!("/Users/{id}")).json();
    server
        .patch(
            &format!("/Users/{id}"),
            &json!([{"op": "replace", "path": "title", "value": "x"}, {"op": "replace", "path": "id", "value": "y"}]),
        )
        .error(400, Some("mutability"));
    assert_eq!(server.get(&format!("/Users/{id}")).json(), before);
}

#[test]
fn groups_show_their_people_and_people_their_groups() {
    let server = Server::start(0);
    let (ada, bob) = (server.person("ada"), server.person("bob"));
    let body = json!({"schemas": [GROUP], "displayName": "Engineers", "members": [{"value": ada}, {"value": ada}]});
    let created = server.post("/Groups", &body).expect(201);
    let group = created.id();
    let member = |id: &str| json!({"value": id, "$ref": format!("{}/Users/{id}", server.sandbox.base_url()), "type": "User"});
    assert_eq!(created.json()["members"], json!([member(&ada)]));
    let groups = |id: &str| server.get(&format!("/Users/{id}")).json().get("groups").cloned();
    let own = json!([{"value": group, "display": "Engineers", "type": "direct"}]);
    assert_eq!(groups(&ada), Some(own));
    assert_eq!(groups(&bob), None);

    let path = format!("/Groups/{group}");
    let patched =
        server.patch(&path, &json!([{"op": "add", "path": "members", "value": [{"value": bob}]}]));
    assert!(patched.expect(204).body.is_empty());
    assert_eq!(server.get(&path).json()["members"], json!([member(&ada), member(&bob)]));
    assert_eq!(
        server.get(&format!("{path}?excludedAttributes=members")).json().get("members"),
        None
    );

    server
        .patch(&path, &json!([{"op": "replace", "path": "displayName", "value": "Builders"}]))
        .expect(204);
    assert_eq!(groups(&bob).unwrap()[0]["display"], "Builders");

    server.delete(&format!("/Users/{ada}")).expect(204);
    assert_eq!(server.get(&path).json()["members"], json!([member(&bob)]));
    server.patch(&path, &json!([{"op": "remove", "path": "members"}])).expect(204);
    assert_eq!(server.get(&path).json().get("members"), None);
    assert_eq!(groups(&bob), None);

    let stranger = json!([{"op": "add", "path": "members", "value": [{"value": "stranger"}]}]);
    server.patch(&path, &stranger).error(400, Some("invalidValue"));
    server.delete(&path).expect(204);
    server.get(&path).error(404, None);
}

#[test]
fn entity_tags_guard_reads_and_writes() {
    let server = Server::start(0);
    let id = server.person("ada");
    let path = format!("/Users/{id}");
    let tag = server.get(&path).header("etag").unwrap().to_owned();
    let with = |method: &str, header: &str, tag: &str| {
        let body = (method != "GET" && method != "DELETE").then(|| person("ada"));
        server.send(method, &path, &format!("{header}: {tag}\r\n"), body.as_ref())
    };
    let unchanged = with("GET", "If-None-Match", &tag).expect(304);
    assert!(unchanged.body.is_empty() && unchanged.header("etag") == Some(tag.as_str()));
    with("GET", "If-None-Match", "W/\"other\"").expect(200);
    with("GET", "If-Match", "W/\"other\"").error(412, None);
    with("PUT", "If-Match", "W/\"other\"").error(412, None);
    with("DELETE", "If-Match", "W/\"other\"").error(412, None);
    with("PUT", "If-Match", "no tag").error(400, None);
    with("PUT", "If-Match", &format!("\"x\", {tag}")).expect(200);
    with("PUT", "If-Match", &tag).error(412, None);
    with("PUT", "If-None-Match", "*").error(412, None);
    with("DELETE", "If-Match", "*").expect(204);
}

#[test]
fn a_change_of_membership_changes_the_version_of_the_person() {
    let server = Server::start(0);
    let id = server.person("ada");
    let tag = || server.get(&format!("/Users/{id}")).header("etag").unwrap().to_owned();
    let before = tag();
    server
        .post(
            "/Groups",
            &json!({"schemas": [GROUP], "displayName": "G", "members": [{"value": id}]}),
        )
        .expect(201);
    assert_ne!(tag(), before);
}

#[test]
fn attributes_and_excluded_attributes_shape_every_answer() {
    let server = Server::start(0);
    let mut ada = person("ada");
    ada[ENTERPRISE] = json!({"department": "Freight", "costCenter": "7"});
    let created = server.post("/Users?attributes=userName", &ada).expect(201);
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&created.json()), ["schemas", "id", "userName"]);
    let path = format!("/Users/{}", created.id());
    let department = server.get(&format!("{path}?attributes={ENTERPRISE}:department")).json();
    assert_eq!(department[ENTERPRISE], json!({"department": "Freight"}));
    let without = server.get(&format!("{path}?excludedAttributes=emails,meta")).json();
    assert!(
        without.get("emails").is_none()
            && without.get("meta").is_none()
            && without.get("active").is_some()
    );
    let listed = server.get("/Users?attributes=active").json();
    assert_eq!(keys(&listed["Resources"][0]), ["schemas", "id", "active"]);
    server
        .get(&format!("{path}?attributes=a&excludedAttributes=b"))
        .error(400, Some("invalidValue"));
}

#[test]
fn bad_bodies_are_told_what_is_wrong() {
    let server = Server::start(0);
    let id = server.person("ada");
    let users = |body: &str| {
        let head = format!("Content-Type: application/json\r\nContent-Length: {}\r\n", body.len());
        let text = format!(
            "POST /scim/Users HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nConnection: close\r\n{head}\r\n{body}",
            server.address(),
            server.token()
        );
        server.raw(text.as_bytes()).unwrap()
    };
    for body in ["", "{", "[]", "null", "<xml/>", "{\"a\":1,\"a\":2}", &"[".repeat(100_000)] {
        users(body).error(400, Some("invalidSyntax"));
    }
    let check =
        |body: Value, scim_type: &str| server.post("/Users", &body).error(400, Some(scim_type));
    check(json!({"userName": "x@halcyon.example"}), "invalidSyntax");
    check(json!({"schemas": [USER]}), "invalidValue");
    check(json!({"schemas": [USER], "userName": 7}), "invalidValue");
    check(
        json!({"schemas": [USER], "userName": "x@halcyon.example", "active": "no"}),
        "invalidValue",
    );
    check(
        json!({"schemas": [USER], "userName": "x@halcyon.example", "password": "hunter2"}),
        "invalidValue",
    );
    server.post("/Groups", &json!({"schemas": [GROUP]})).error(400, Some("invalidValue"));
    let path = format!("/Users/{id}");
    server
        .send("PATCH", &path, "", Some(&json!({"Operations": []})))
        .error(400, Some("invalidSyntax"));
    server
        .patch(&path, &json!([{"op": "replace", "path": "emails[", "value": 1}]))
        .error(400, Some("invalidPath"));
    server.patch(&path, &json!([{"op": "remove"}])).error(400, Some("noTarget"));
    server
        .patch(&path, &json!([{"op": "replace", "path": "groups", "value": []}]))
        .error(400, Some("mutability"));
}

#[test]
fn unknown_addresses_and_methods_are_scim_errors_too() {
    let server = Server::start(0);
    for path in [
        "/Nope",
        "/Users/",
        "/users",
        "/Users/a/b",
        "/Users/..%2fGroups",
        "/Users/%ff",
        "",
        "/",
        "/v3/Users",
    ] {
        server.get(path).error(404, None);
    }
    server.delete("/Users/").error(404, None);
    let wrong = server.delete("/Users");
    wrong.error(405, None);
    assert!(
        wrong.header("allow").is_some_and(|allow| allow.contains("GET") && allow.contains("POST"))
    );
    server.get("/Bulk").error(405, None);
    server.get("/Me").error(501, None);
    assert_eq!(server.get("/v2/Users").expect(200).json()["totalResults"], 0);
}

#[test]
fn the_server_describes_itself() {
    let server = Server::start(0);
    let config = server.get("/ServiceProviderConfig").expect(200).json();
    for feature in ["patch", "bulk", "filter", "sort", "etag"] {
        assert_eq!(config[feature]["supported"], true, "{feature}");
    }
    assert_eq!(config["changePassword"]["supported"], false);
    assert_eq!(config["pagination"]["cursor"], true);
    for (collection, count) in [("ResourceTypes", 2), ("Schemas", 5)] {
        let list = server.get(&format!("/{collection}")).expect(200).json();
        assert_eq!(list["totalResults"], count);
        for resource in list["Resources"].as_array().unwrap() {
            let id = resource["id"].as_str().unwrap();
            assert_eq!(&server.get(&format!("/{collection}/{id}")).expect(200).json(), resource);
            let location = resource["meta"]["location"].as_str().unwrap();
            assert_eq!(location, format!("{}/{collection}/{id}", server.sandbox.base_url()));
        }
        server.get(&format!("/{collection}/nope")).error(404, None);
        server.get(&format!("/{collection}?filter=id+pr")).error(403, None);
    }
    assert_eq!(
        server.get(&format!("/Schemas/{ACCESS}")).json()["attributes"].as_array().unwrap().len(),
        5
    );
}

#[test]
fn bulk_operations_refer_to_each_other() {
    let server = Server::start(0);
    let body = json!({"schemas": [BULK], "Operations": [
        {"method": "POST", "path": "/Groups", "bulkId": "g", "data": {
            "schemas": [GROUP], "displayName": "Builders", "members": [{"value": "bulkId:a"}]}},
        {"method": "POST", "path": "/Users", "bulkId": "a", "data": person("ada")},
        {"method": "PATCH", "path": "/Users/bulkId:a", "data": {
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [{"op": "replace", "path": "title", "value": "Lady"}]}},
        {"method": "POST", "path": "/Users", "bulkId": "b", "data": person("ADA")},
        {"method": "DELETE", "path": "/Users/nobody"},
        {"method": "PUT", "path": "/Users/bulkId:z", "data": person("z")},
    ]});
    let answer = server.post("/Bulk", &body).expect(200).json();
    let operations = answer["Operations"].as_array().unwrap();
    let statuses: Vec<_> = operations.iter().map(|one| one["status"].as_str().unwrap()).collect();
    assert_eq!(statuses, ["201", "201", "200", "409", "404", "409"]);
    assert_eq!(operations[3]["response"]["scimType"], "uniqueness");
    let base = server.sandbox.base_url();
    let local =
        |place: usize| operations[place]["location"].as_str().unwrap().strip_prefix(base).unwrap();
    assert_eq!(server.get(local(1)).json()["title"], "Lady");
    assert_eq!(server.get(local(0)).json()["members"].as_array().unwrap().len(), 1);
}

#[test]
fn bulk_stops_at_the_errors_it_was_given() {
    let server = Server::start(0);
    let bad = json!({"method": "DELETE", "path": "/Users/nobody"});
    let good = json!({"method": "POST", "path": "/Users", "bulkId": "a", "data": person("ada")});
    let run = |fail_on_errors: Value| {
        let body = json!({"schemas": [BULK], "failOnErrors": fail_on_errors, "Operations": [bad, bad, good]});
        server.post("/Bulk", &body)
    };
    assert_eq!(run(json!(1)).expect(200).json()["Operations"].as_array().unwrap().len(), 1);
    assert_eq!(run(json!(2)).expect(200).json()["Operations"].as_array().unwrap().len(), 2);
    assert_eq!(server.get("/Users").json()["totalResults"], 0);
    assert_eq!(run(json!(3)).expect(200).json()["Operations"].as_array().unwrap().len(), 3);
    run(json!(0)).error(400, Some("invalidSyntax"));
    let many: Vec<_> = (0..1001).map(|_| bad.clone()).collect();
    server.post("/Bulk", &json!({"schemas": [BULK], "Operations": many})).error(413, None);
    let circle = json!({"schemas": [BULK], "Operations": [
        {"method": "POST", "path": "/Groups", "bulkId": "x", "data": {
            "schemas": [GROUP], "displayName": "x", "members": [{"value": "bulkId:x"}]}},
    ]});
    assert_eq!(server.post("/Bulk", &circle).expect(200).json()["Operations"][0]["status"], "409");
}

#[test]
fn external_ids_are_never_inside_ids() {
    let server = Server::start(0);
    let mut ada = person("ada");
    ada["externalId"] = json!("1");
    server.post("/Users", &ada).expect(201);
    for id in ["1", "01", "001", "0"] {
        server.get(&format!("/Users/{id}")).error(404, None);
        assert_eq!(server.filter("Users", &format!("id eq \"{id}\"")).json()["totalResults"], 0);
    }
    assert_eq!(server.filter("Users", "externalId eq \"1\"").json()["totalResults"], 1);
    assert_eq!(server.filter("Users", "externalId eq \"001\"").json()["totalResults"], 0);
    let mut number = person("bob");
    number["externalId"] = json!(1);
    server.post("/Users", &number).error(400, Some("invalidValue"));
}

#[test]
fn ids_alone_are_listed_as_any_other_choice_of_attributes() {
    let server = Server::start(12);
    server.post("/Users", &person("ada")).expect(201);
    for kind in ["Users", "Groups"] {
        let ids = server.get(&format!("/{kind}?attributes=id&count=200")).expect(200).json();
        let by_hand = server.get(&format!("/{kind}?attributes=id,nosuch&count=200")).json();
        assert_eq!(ids, by_hand, "{kind}");
        assert!(ids["Resources"].as_array().unwrap().len() > 1, "{kind}");
    }
}
