//! Command's own rules: domains, uniqueness, credentials, Deleted users, the admin API.

use serde_json::{Value, json};

use crate::server::{ACCESS, CORE, GROUP, Server, USER, config, encoded, person, ticking};

#[test]
fn only_people_of_listed_domains_are_taken() {
    let server = Server::start(0);
    let domains = server.admin("GET", "/provisioning", None).expect(200).json()["domains"].clone();
    assert_eq!(domains[0]["name"], "halcyon.example");
    assert_eq!(domains.as_array().unwrap().len(), 1);
    let id = server.person("ada");
    for (name, mail) in [
        ("eve@other.example", "eve@other.example"),
        ("eve@halcyon.example", "eve@other.example"),
        ("eve@other.example", "eve@halcyon.example"),
        ("eve@sub.halcyon.example", "eve@sub.halcyon.example"),
        ("eve@halcyon.example.evil.example", "eve@halcyon.example"),
        ("eve", "eve@halcyon.example"),
        ("eve@", "eve@halcyon.example"),
    ] {
        let body = json!({"schemas": [USER], "userName": name, "emails": [{"value": mail, "type": "work"}]});
        let refused = server.post("/Users", &body);
        refused.error(400, Some("invalidValue"));
        server.put(&format!("/Users/{id}"), &body).error(400, Some("invalidValue"));
        let rename = json!([{"op": "replace", "path": "userName", "value": name},
                            {"op": "replace", "path": "emails[type eq \"work\"].value", "value": mail}]);
        server.patch(&format!("/Users/{id}"), &rename).error(400, Some("invalidValue"));
    }
    let detail =
        server.post("/Users", &json!({"schemas": [USER], "userName": "x@other.example"})).json();
    assert!(detail["detail"].as_str().unwrap().contains("other.example"));
    let home = json!([{"op": "add", "path": "emails", "value": [{"value": "ada@home.example", "type": "home"}]}]);
    server.patch(&format!("/Users/{id}"), &home).expect(200);
    assert_eq!(server.get("/Users").json()["totalResults"], 1);
}

#[test]
fn any_domain_is_taken_where_the_list_is_off() {
    let server =
        Server::with(scim_desk::SandboxConfig { allow: scim_desk::AllowList::Any, ..config(0) })
            .unwrap();
    server.post("/Users", &json!({"schemas": [USER], "userName": "bjensen"})).expect(201);
}

#[test]
fn user_names_and_addresses_are_unique_without_case_and_verkada_ids_with_case() {
    let server = Server::start(0);
    let with = |name: &str, mail: &str, id: Option<&str>| {
        let mut body = person(name);
        body["emails"] = json!([{"value": format!("{mail}@halcyon.example"), "type": "work"}]);
        if let Some(id) = id {
            body[CORE] = json!({"externalId": id});
        }
        body
    };
    server.post("/Users", &with("ada", "lovelace", Some("V-1"))).expect(201);
    let bob = server.post("/Users", &with("bob", "builder", Some("v-1"))).expect(201).id();
    server.post("/Users", &with("ADA", "x", None)).error(409, Some("uniqueness"));
    server.post("/Users", &with("x", "LoveLace", None)).error(409, Some("uniqueness"));
    server.post("/Users", &with("x", "x", Some("V-1"))).error(409, Some("uniqueness"));
    let path = format!("/Users/{bob}");
    let set = |path: &str, value: &str| json!([{"op": "replace", "path": path, "value": value}]);
    server.patch(&path, &set("userName", "Ada@halcyon.example")).error(409, Some("uniqueness"));
    server
        .patch(&path, &set("emails[type eq \"work\"].value", "LOVELACE@halcyon.example"))
        .error(409, Some("uniqueness"));
    server.patch(&path, &set(&format!("{CORE}:externalId"), "V-1")).error(409, Some("uniqueness"));
    server.put(&path, &with("ada", "builder", None)).error(409, Some("uniqueness"));
    server.patch(&path, &set("userName", "BOB@halcyon.example")).expect(200);
    server.patch(&path, &set(&format!("{CORE}:externalId"), "V-2")).expect(200);
    server.post("/Users", &with("eve", "eve", Some("v-1"))).expect(201);
    assert_eq!(server.get("/Users").json()["totalResults"], 3);
}

#[test]
fn a_credential_is_active_when_it_is_first_set_up() {
    let server = Server::start(0);
    let card = |status: &str| json!({"cardFormat": "Standard 26-bit Wiegand", "cardNumber": "7777", "facilityCode": "111", "credentialStatus": status});
    let mut body = person("ada");
    for status in ["deactivated", "deleted", "Active", "on"] {
        body[ACCESS] = card(status);
        let refused = server.post("/Users", &body);
        refused.error(400, Some("invalidValue"));
        assert!(refused.json()["detail"].as_str().unwrap().contains("credentialStatus"));
    }
    body[ACCESS] = card("active");
    let path = format!("/Users/{}", server.post("/Users", &body).expect(201).id());
    let status = |status: &str| {
        server.patch(&path, &json!([{"op": "Replace", "path": format!("{ACCESS}:credentialStatus"), "value": status}]))
    };
    status("deactivated").expect(200);
    status("active").expect(200);
    assert_eq!(status("deleted").expect(200).json()[ACCESS]["credentialStatus"], "deleted");
    status("deactivated").error(400, Some("invalidValue"));
    status("active").expect(200);
}

#[test]
fn custom_extensions_are_taken_from_a_body_whose_schemas_do_not_list_them() {
    let server = Server::start(0);
    let mut body = person("ada");
    body[ACCESS] = json!({"cardNumber": "0042", "credentialStatus": "active"});
    body[CORE] = json!({"externalId": "V-1"});
    let created = server.post("/Users", &body).expect(201).json();
    assert_eq!(created["schemas"], json!([USER, ACCESS, CORE]));
    assert_eq!(created[ACCESS]["cardNumber"], "0042");
}

#[test]
fn who_is_deleted_comes_back_as_the_same_record_with_what_was_kept() {
    let server = Server::start(0);
    let mut body = person("ada");
    body["title"] = json!("Countess");
    body[ACCESS] = json!({"cardNumber": "7777", "credentialStatus": "active"});
    let created = server.post("/Users", &body).expect(201).json();
    let id = created["id"].as_str().unwrap();
    server
        .post(
            "/Groups",
            &json!({"schemas": [GROUP], "displayName": "G", "members": [{"value": id}]}),
        )
        .expect(201);
    server.delete(&format!("/Users/{id}")).expect(204);

    let deleted = server.admin("GET", "/deleted-users", None).expect(200).json();
    assert_eq!(deleted["total"], 1);
    let row = &deleted["deletedUsers"][0];
    assert_eq!((&row["id"], &row["userName"]), (&json!(id), &json!("ada@halcyon.example")));
    assert_eq!((&row["kept"]["groups"], &row["kept"]["standing"]), (&json!(1), &json!("deleted")));
    assert_eq!(
        server.filter("Users", "userName eq \"ada@halcyon.example\"").json()["totalResults"],
        0
    );

    let again = server.post("/Users", &person("ADA")).expect(201).json();
    assert_eq!(again["id"], json!(id));
    assert_eq!(again["meta"]["created"], created["meta"]["created"]);
    assert_ne!(again["meta"]["version"], created["meta"]["version"]);
    assert_eq!(
        (&again["title"], &again["userName"]),
        (&json!("Countess"), &json!("ADA@halcyon.example"))
    );
    assert_eq!(again[ACCESS]["cardNumber"], "7777");
    assert_eq!(again.get("groups"), None);
    assert_eq!(server.admin("GET", "/deleted-users", None).json()["total"], 0);
    server.post("/Users", &person("ada")).error(409, Some("uniqueness"));
}

#[test]
fn somebody_deactivated_is_still_there() {
    let server = Server::start(0);
    let id = server.person("ada");
    server
        .patch(
            &format!("/Users/{id}"),
            &json!([{"op": "replace", "path": "active", "value": false}]),
        )
        .expect(200);
    assert_eq!(server.get(&format!("/Users/{id}")).json()["active"], false);
    assert_eq!(
        server.filter("Users", "userName eq \"ada@halcyon.example\"").json()["totalResults"],
        1
    );
    server.post("/Users", &person("ada")).error(409, Some("uniqueness"));
    let mut silent = person("ada");
    silent.as_object_mut().unwrap().remove("active");
    assert_eq!(server.put(&format!("/Users/{id}"), &silent).expect(200).json()["active"], false);
}

#[test]
fn the_company_is_the_same_for_the_same_seed() {
    let names = |seed: u64| {
        let server = Server::with(scim_desk::SandboxConfig { seed, ..config(30) }).unwrap();
        let list = server.get("/Users").json();
        let rows = list["Resources"].as_array().unwrap();
        rows.iter()
            .map(|row| (row["id"].clone(), row["userName"].clone()))
            .collect::<Vec<(Value, Value)>>()
    };
    assert_eq!(names(1), names(1));
    assert_ne!(names(1), names(2));
}

#[test]
fn the_admin_api_counts_and_pages() {
    let server = Server::with(scim_desk::SandboxConfig { clock: ticking(), ..config(0) }).unwrap();
    let mut ids: Vec<String> =
        (0..205).map(|number| server.person(&format!("p{number}"))).collect();
    // The order of Deleted users is that of the deletions.
    ids.reverse();
    for id in &ids {
        server.delete(&format!("/Users/{id}")).expect(204);
    }
    let stats = server.admin("GET", "/stats", None).expect(200).json();
    assert_eq!((&stats["users"], &stats["deletedUsers"]), (&json!(0), &json!(205)));
    let mut seen = Vec::new();
    let mut path = "/deleted-users".to_owned();
    loop {
        let page = server.admin("GET", &path, None).expect(200).json();
        assert_eq!(page["total"], 205);
        let rows = page["deletedUsers"].as_array().unwrap();
        seen.extend(rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()));
        let Some(next) = page["next"].as_str() else { break };
        path = format!("/deleted-users?after={}", encoded(next));
    }
    assert_eq!(seen, ids);
    for after in ["x", "3", "x~3", "2026-01-01T00:00:00Z~", "2026-01-01T00:00:00Z~x"] {
        server
            .admin("GET", &format!("/deleted-users?after={}", encoded(after)), None)
            .error(400, Some("invalidValue"));
    }
    server.admin("GET", "/nope", None).error(404, None);
}

#[test]
fn odd_names_stay_as_they_were_sent() {
    let server = Server::start(0);
    for (number, name) in
        ["مُحَمَّد", "李小龍", "\u{202e}txt.exe", "a\"b\\c", "<script>", "e\u{301}", "\u{0}x"]
            .iter()
            .enumerate()
    {
        let mut body = person(&format!("p{number}"));
        body["displayName"] = json!(name);
        let path = format!("/Users/{}", server.post("/Users", &body).expect(201).id());
        assert_eq!(server.get(&path).json()["displayName"], json!(name));
        let filter = format!("displayName eq {}", json!(name));
        let found = server.get(&format!("/Users?filter={}", encoded(&filter)));
        assert_eq!(found.expect(200).json()["totalResults"], 1, "{name:?}");
    }
}
