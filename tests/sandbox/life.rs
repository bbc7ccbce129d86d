//! What becomes of people: what is kept, who may end what, what comes back, and that nothing is left in the end.

use scim_desk::SandboxConfig;
use serde_json::{Value, json};

use crate::server::{
    ACCESS, ENTERPRISE, GROUP, Reply, Server, USER, config, exchange, person, ticking,
};

fn act(server: &Server, id: &str, verb: &str, headers: &str) -> Reply {
    server.admin_with("POST", &format!("/users/{id}/{verb}"), headers, None)
}

fn holdings(server: &Server, ids: &[&str]) -> Vec<Value> {
    let asked = json!({ "ids": ids });
    let answer = server.admin("POST", "/holdings", Some(&asked)).expect(200).json();
    answer["people"].as_array().unwrap().clone()
}

/// The ids of seeded people who are deactivated.
fn deactivated(server: &Server) -> Vec<String> {
    let list = server.filter("Users", "active eq false").expect(200).json();
    let rows = list["Resources"].as_array().unwrap();
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

fn what(record: &Value) -> Vec<&str> {
    let history = record["history"].as_array().unwrap();
    history.iter().map(|entry| entry["what"].as_str().unwrap()).collect()
}

fn counts(record: &Value) -> Value {
    let length = |name: &str| record[name].as_array().unwrap().len();
    json!({
        "id": record["id"], "standing": record["standing"],
        "roles": length("roles"), "permissions": length("permissions"),
        "credentials": length("credentials"), "groups": length("groups"),
        "historyEntries": record["historyEntries"], "accessLogEntries": record["accessLogEntries"],
    })
}

#[test]
fn an_admin_ends_only_whom_the_identity_provider_has_deactivated() {
    let server = Server::start(0);
    for verb in ["delete", "permanently-remove"] {
        let id = server.person(verb);
        let refused = act(&server, &id, verb, "");
        refused.error(409, None);
        let detail = refused.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains("Disable the account in Entra"), "{detail}");
        server.get(&format!("/Users/{id}")).expect(200);
        act(&server, "nobody", verb, "").error(404, None);
        act(&server, "..", verb, "").error(404, None);

        let stale = server.record(&id)["version"].as_str().unwrap().to_owned();
        server.set_active(&id, &json!("False"));
        let version = server.record(&id)["version"].as_str().unwrap().to_owned();
        assert_ne!(stale, version);
        act(&server, &id, verb, &format!("If-Match: {stale}\r\n")).error(412, None);
        act(&server, &id, verb, "If-Match: nonsense\r\n").error(400, None);
        assert_eq!(server.record(&id)["standing"], "deactivated");
        act(&server, &id, verb, &format!("If-Match: {version}\r\n")).expect(204);
        server.get(&format!("/Users/{id}")).error(404, None);
    }
    let deleted = server.admin("GET", "/deleted-users", None).json();
    assert_eq!(deleted["total"], 1);
    let id = deleted["deletedUsers"][0]["id"].as_str().unwrap();
    act(&server, id, "delete", "").error(409, None);
    act(&server, id, "permanently-remove", "If-Match: W/\"9\"\r\n").error(412, None);
    act(&server, id, "permanently-remove", "").expect(204);
    act(&server, id, "permanently-remove", "").error(404, None);
    assert_eq!(server.admin("GET", "/deleted-users", None).json()["total"], 0);
}

#[test]
fn somebody_who_came_back_meanwhile_is_not_deleted() {
    let server = Server::start(0);
    for verb in ["delete", "permanently-remove"] {
        let id = server.person(verb);
        server.set_active(&id, &json!(false));
        let seen = server.record(&id)["version"].as_str().unwrap().to_owned();
        server.set_active(&id, &json!(true));
        act(&server, &id, verb, &format!("If-Match: {seen}\r\n")).error(412, None);
        assert_eq!(server.record(&id)["standing"], "active");
    }
}

#[test]
fn of_two_acts_at_once_on_one_version_one_happens() {
    let server = Server::start(0);
    for turn in 0..10 {
        let id = server.person(&format!("p{turn}"));
        server.set_active(&id, &json!(false));
        let seen = format!("If-Match: {}\r\n", server.record(&id)["version"].as_str().unwrap());
        let mut statuses: Vec<u16> = std::thread::scope(|scope| {
            let all: Vec<_> = ["delete", "delete", "permanently-remove", "permanently-remove"]
                .map(|verb| {
                    let (server, id, seen) = (&server, &id, &seen);
                    scope.spawn(move || (verb, act(server, id, verb, seen).status))
                })
                .into();
            let all: Vec<_> = all.into_iter().map(|one| one.join().unwrap()).collect();
            for verb in ["delete", "permanently-remove"] {
                let done = all.iter().filter(|one| **one == (verb, 204)).count();
                assert!(done <= 1, "{all:?}");
            }
            all.into_iter().map(|(_, status)| status).collect()
        });
        statuses.sort_unstable();
        assert!(statuses[0] == 204 && statuses.iter().all(|s| [204, 404, 409].contains(s)));
        server.admin("GET", &format!("/users/{id}"), None).error(404, None);
    }
}

#[test]
fn delete_keeps_and_a_provision_brings_back_the_same_person() {
    let server = Server::with(SandboxConfig { clock: ticking(), ..config(300) }).unwrap();
    let all = deactivated(&server);
    let ids: Vec<&str> = all.iter().map(String::as_str).collect();
    let held = holdings(&server, &ids);
    let rich = held.iter().find(|held| {
        ["roles", "permissions", "credentials", "groups", "accessLogEntries"]
            .iter()
            .all(|name| held[*name].as_u64().unwrap() > 0)
    });
    let id = rich.unwrap()["id"].as_str().unwrap();
    let user = server.get(&format!("/Users/{id}")).json();
    let before = server.record(id);
    act(&server, id, "delete", "").expect(204);

    let deleted = server.record(id);
    assert_eq!(deleted["standing"], "deleted");
    let same = ["roles", "permissions", "credentials", "groups", "accessLog", "accessLogEntries"];
    for name in same.iter().chain(&["id", "userName", "displayName", "deactivatedAt"]) {
        assert_eq!(deleted[*name], before[*name], "{name}");
    }
    assert!(deleted["deletedAt"].as_str().unwrap() > deleted["deactivatedAt"].as_str().unwrap());
    assert_eq!(what(&deleted)[0], "Moved to Deleted users");
    assert_eq!(what(&deleted)[1..], what(&before));
    let page = server.admin("GET", "/deleted-users", None).json();
    let row = page["deletedUsers"].as_array().unwrap().last().unwrap();
    assert_eq!(row["id"], json!(id));
    assert_eq!(row["department"], user[ENTERPRISE]["department"]);
    assert_eq!(row["kept"], counts(&deleted));

    let body = json!({"schemas": [USER], "userName": user["userName"], "active": true});
    let again = server.post("/Users", &body).expect(201).json();
    assert_eq!(again["id"], json!(id));
    let back = server.record(id);
    assert_eq!(back["standing"], "active");
    assert_eq!((&back["deactivatedAt"], &back["deletedAt"]), (&Value::Null, &Value::Null));
    for name in ["roles", "permissions", "accessLog", "accessLogEntries"] {
        assert_eq!(back[name], before[name], "{name}");
    }
    assert_eq!(
        back["credentials"].as_array().unwrap().len(),
        before["credentials"].as_array().unwrap().len()
    );
    assert_eq!(what(&back)[0], "Brought back from Deleted users");
    assert_eq!(what(&back)[1..], what(&deleted));
}

#[test]
fn permanent_removal_leaves_nothing_and_a_provision_makes_a_new_person() {
    let server = Server::start(300);
    for (number, id) in deactivated(&server).iter().take(4).enumerate() {
        let user = server.get(&format!("/Users/{id}")).json();
        if number % 2 == 1 {
            act(&server, id, "delete", "").expect(204);
        }
        act(&server, id, "permanently-remove", "").expect(204);
        server.admin("GET", &format!("/users/{id}"), None).error(404, None);
        server.get(&format!("/Users/{id}")).error(404, None);
        assert_eq!(holdings(&server, &[id]), Vec::<Value>::new());
        for group in user["groups"].as_array().unwrap() {
            let path = format!("/Groups/{}", group["value"].as_str().unwrap());
            assert!(!String::from_utf8_lossy(&server.get(&path).body).contains(id.as_str()));
        }
        let body = json!({"schemas": [USER], "userName": user["userName"], "active": true});
        let new = server.post("/Users", &body).expect(201).id();
        assert_ne!(&new, id);
        let record = server.record(&new);
        let nothing = json!({
            "id": new, "standing": "active", "roles": 0, "permissions": 0, "credentials": 0,
            "groups": 0, "historyEntries": 1, "accessLogEntries": 0,
        });
        assert_eq!(counts(&record), nothing);
        assert_eq!(what(&record), ["Created by provisioning"]);
    }
}

#[test]
fn a_scim_delete_needs_no_deactivation_and_keeps_the_person_in_deleted_users() {
    let server = Server::start(20);
    let list = server.filter("Users", "active eq true and userName ew \"@halcyon.example\"").json();
    let id = list["Resources"][0]["id"].as_str().unwrap();
    let before = server.record(id);
    server.delete(&format!("/Users/{id}")).expect(204);
    let after = server.record(id);
    assert_eq!((&after["standing"], &after["deactivatedAt"]), (&json!("deleted"), &Value::Null));
    assert_eq!(after["roles"], before["roles"]);
    assert_eq!(what(&after)[0], "Deleted in Entra, moved to Deleted users");
    assert_eq!(after["history"][0]["by"], "Entra ID over SCIM");
    let body = json!({"schemas": [USER], "userName": before["userName"], "active": false});
    assert_eq!(server.post("/Users", &body).expect(201).json()["id"], json!(id));
    let back = server.record(id);
    assert_eq!(what(&back)[..2], ["Deactivated", "Brought back from Deleted users"]);
    assert_eq!(back["deactivatedAt"], back["history"][0]["at"]);
    act(&server, id, "permanently-remove", "").expect(204);
    server.admin("GET", &format!("/users/{id}"), None).error(404, None);
}

#[test]
fn what_scim_manages_cannot_be_edited_and_what_is_commands_can_while_active() {
    let server = Server::start(0);
    let id = server.person("ada");
    let path = format!("/users/{id}");
    let edit = |body: &Value| server.admin("PATCH", &path, Some(body));
    let before = server.record(&id);
    for body in [
        json!({"title": "Countess"}),
        json!({"TITLE": "Countess"}),
        json!({"phoneNumbers": []}),
        json!({"emails": []}),
        json!({"name": {"givenName": "Ada"}}),
        json!({"name.givenName": "Ada"}),
        json!({"active": false}),
        json!({"groups": []}),
        json!({ENTERPRISE: {"department": "IT"}}),
        json!({format!("{ENTERPRISE}:department"): "IT"}),
        json!({format!("{ACCESS}:cardNumber"): "1"}),
        json!({"roles": [], "userName": "eve@halcyon.example"}),
        json!({"credentials": [{"kind": "Card", "label": "x", "active": true, "origin": "scim"}]}),
    ] {
        let refused = edit(&body);
        refused.error(400, Some("mutability"));
        let detail = refused.json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.starts_with("User is managed, cannot modify"), "{detail}");
    }
    edit(&json!({"nickname": "x"})).error(400, Some("invalidPath"));
    edit(&json!({"roles": "x"})).error(400, Some("invalidValue"));
    edit(&json!({"permissions": vec!["x"; 101]})).error(400, Some("invalidValue"));
    edit(&json!([])).error(400, Some("invalidSyntax"));
    server.admin("PATCH", "/users/x", Some(&json!({}))).error(404, None);
    assert_eq!(server.record(&id), before);

    let roles = json!([{"name": "Site Admin", "scope": "Site: Leeds"}]);
    let card =
        json!([{"kind": "Card", "label": "Spare card", "active": true, "origin": "command"}]);
    let body = json!({"roles": roles, "permissions": ["Doors: Leeds"], "credentials": card});
    let stale = "If-Match: W/\"7\"\r\n";
    server.admin_with("PATCH", &path, stale, Some(&body)).error(412, None);
    let after = edit(&body).expect(200).json();
    assert_eq!(after, server.record(&id));
    assert_eq!((&after["roles"], &after["credentials"]), (&roles, &card));
    assert_eq!(what(&after)[0], "Edited: roles, permissions, credentials");
    assert_eq!(after["history"][0]["by"], "A Command admin");
    assert_eq!(edit(&body).expect(200).json(), after, "nothing to change, nothing told");

    server.set_active(&id, &json!(false));
    let refused = edit(&json!({"roles": []}));
    refused.error(409, None);
    assert!(refused.json()["detail"].as_str().unwrap().contains("Enable the account in Entra"));
    let off = server.record(&id);
    assert_eq!((&off["roles"], &off["credentials"][0]["active"]), (&roles, &json!(false)));
    act(&server, &id, "delete", "").expect(204);
    edit(&json!({"roles": []})).error(409, None);
    assert_eq!(server.record(&id)["roles"], roles);
    server.post("/Users", &person("ada")).expect(201);
    let back = server.record(&id);
    assert_eq!((&back["roles"], &back["credentials"]), (&roles, &card));
}

#[test]
fn every_write_is_told_in_the_history_and_deactivation_is_dated() {
    let server = Server::with(SandboxConfig { clock: ticking(), ..config(0) }).unwrap();
    let id = server.person("ada");
    let path = format!("/Users/{id}");
    let change = json!([
        {"op": "replace", "path": "title", "value": "Secret Countess"},
        {"op": "add", "path": "name.givenName", "value": "Ada"},
        {"op": "add", "path": format!("{ENTERPRISE}:department"), "value": "IT"},
    ]);
    server.patch(&path, &change).expect(200);
    server.patch(&path, &change).expect(200);
    let group =
        json!({"schemas": [GROUP], "displayName": "Night shift", "members": [{"value": id}]});
    let group = format!("/Groups/{}", server.post("/Groups", &group).expect(201).id());
    let leave = json!([{"op": "Remove", "path": "members", "value": [{"value": id}]}]);
    let join = json!([{"op": "Add", "path": "members", "value": [{"value": id}]}]);
    server.patch(&group, &leave).expect(204);
    server.patch(&group, &join).expect(204);
    server.delete(&group).expect(204);
    server.set_active(&id, &json!(false));
    let off = server.record(&id);
    assert_eq!(off["deactivatedAt"], off["history"][0]["at"]);
    server.set_active(&id, &json!(true));
    assert_eq!(server.record(&id)["deactivatedAt"], Value::Null);
    server.set_active(&id, &json!(false));
    act(&server, &id, "delete", "").expect(204);
    server.post("/Users", &person("ada")).expect(201);
    let record = server.record(&id);
    assert_eq!(
        what(&record),
        [
            "Brought back from Deleted users",
            "Moved to Deleted users",
            "Deactivated",
            "Reactivated",
            "Deactivated",
            "Left the group Night shift",
            "Joined the group Night shift",
            "Left the group Night shift",
            "Joined the group Night shift",
            "Changed: title, name.givenName, department",
            "Created by provisioning",
        ]
    );
    let at: Vec<&str> = record["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| entry["at"].as_str().unwrap())
        .collect();
    assert!(at.is_sorted_by(|newer, older| newer > older), "{at:?}");
    assert!(!record.to_string().contains("Secret Countess"), "names only");
    assert_eq!(record["historyEntries"], 11);
}

#[test]
fn a_long_history_is_counted_and_its_newest_part_shown() {
    let server = Server::start(0);
    let id = server.person("ada");
    for turn in 0..60 {
        let title = json!([{"op": "replace", "path": "title", "value": format!("T{turn}")}]);
        server.patch(&format!("/Users/{id}"), &title).expect(200);
    }
    let record = server.record(&id);
    assert_eq!(record["history"].as_array().unwrap().len(), 50);
    assert_eq!(record["historyEntries"], 61);
    assert_eq!(holdings(&server, &[&id])[0]["historyEntries"], 61);
}

#[test]
fn seeded_people_have_something_to_keep_and_it_stays_the_same() {
    let server = Server::start(1000);
    let off = deactivated(&server);
    assert!(off.len() >= 40, "{}", off.len());
    let gone = server.admin("GET", "/deleted-users", None).json();
    assert_eq!(gone["total"], 12);
    let rows = gone["deletedUsers"].as_array().unwrap();
    assert!(rows.is_sorted_by_key(|row| row["deletedAt"].as_str().unwrap().to_owned()));
    for row in rows {
        let record = server.record(row["id"].as_str().unwrap());
        assert_eq!(row["kept"], counts(&record));
        assert_eq!(what(&record)[..2], ["Moved to Deleted users", "Deactivated"]);
        assert!(record["deactivatedAt"].as_str() < record["deletedAt"].as_str());
    }
    let list = server.get("/Users?count=150&attributes=active").json();
    let ids: Vec<&str> = list["Resources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].as_str().unwrap())
        .collect();
    let held = holdings(&server, &ids);
    assert_eq!(held.len(), ids.len());
    for (id, held) in ids.iter().zip(&held) {
        let record = server.record(id);
        assert_eq!((held, &held["id"]), (&counts(&record), &json!(id)));
        assert_eq!(record, server.record(id));
        let is_off = off.iter().any(|off| off == id);
        assert_eq!(record["standing"], if is_off { "deactivated" } else { "active" });
        assert_eq!(record["deactivatedAt"].is_string(), is_off);
    }
    let with = |name: &str| held.iter().filter(|held| held[name].as_u64().unwrap() > 0).count();
    assert!(with("roles") > 75 && with("permissions") == 150 && with("credentials") > 75);
    assert!(with("accessLogEntries") > 75 && with("historyEntries") == 150);

    let listed =
        server.filter("Users", "active eq true and userName ew \"@halcyon.example\"").json();
    let id = listed["Resources"][0]["id"].as_str().unwrap();
    let before = server.record(id);
    let title = json!([{"op": "replace", "path": "title", "value": "Chief of everything"},
                       {"op": "replace", "path": format!("{ENTERPRISE}:department"), "value": "IT"}]);
    server.patch(&format!("/Users/{id}"), &title).expect(200);
    let after = server.record(id);
    for name in ["roles", "permissions", "credentials", "accessLog", "accessLogEntries"] {
        assert_eq!(after[name], before[name], "a change over SCIM leaves {name} alone");
    }
    assert_eq!(what(&after)[1..], what(&before));
}

#[test]
fn holdings_are_told_for_two_hundred_at_most_and_nobody_else() {
    let server = Server::start(0);
    let ids = [server.person("ada"), server.person("bob")];
    let asked = json!({"ids": [ids[1], "nobody", "..", ids[0]]});
    let people = server.admin("POST", "/holdings", Some(&asked)).expect(200).json();
    let found: Vec<&Value> =
        people["people"].as_array().unwrap().iter().map(|row| &row["id"]).collect();
    assert_eq!(found, [&json!(ids[1]), &json!(ids[0])]);
    let many = json!({ "ids": vec!["x"; 200] });
    server.admin("POST", "/holdings", Some(&many)).expect(200);
    let more = json!({ "ids": vec!["x"; 201] });
    server.admin("POST", "/holdings", Some(&more)).error(400, Some("invalidValue"));
    for body in [json!({}), json!({"ids": "x"}), json!({"ids": [1]})] {
        server.admin("POST", "/holdings", Some(&body)).error(400, Some("invalidSyntax"));
    }
}

#[test]
fn trouble_meets_the_admin_api_only_where_it_was_asked_for() {
    let server = Server::start(0);
    let arm = |fault: Value| server.admin("POST", "/faults", Some(&fault)).expect(201);
    arm(json!({"kind": "status", "status": 500}));
    server.get("/Users").error(500, None);
    server.admin("GET", "/provisioning", None).expect(200);
    server.admin("DELETE", "/faults", None).expect(204);

    let ids: Vec<String> = (0..3).map(|number| server.person(&format!("p{number}"))).collect();
    for id in &ids {
        server.set_active(id, &json!(false));
    }
    let raw = |id: &str, verb: &str| {
        let text = format!(
            "POST /admin/users/{id}/{verb} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nContent-Length: 0\r\n\r\n",
            server.address(),
            server.sandbox.admin_token().reveal()
        );
        exchange(server.address(), text.as_bytes())
    };
    arm(json!({"kind": "throttle", "path": "/admin/users", "method": "POST", "count": 1}));
    act(&server, &ids[0], "delete", "").error(429, None);
    arm(json!({"kind": "reset", "path": "/admin/users", "count": 1}));
    assert!(raw(&ids[0], "delete").is_err());
    assert_eq!(server.record(&ids[0])["standing"], "deactivated", "nothing was done");
    server.admin("DELETE", "/faults", None).expect(204);
    let lost = json!({"kind": "reset", "when": "after", "path": "/admin/users", "method": "POST", "count": 2});
    arm(lost);
    assert!(raw(&ids[1], "delete").is_err());
    assert_eq!(server.record(&ids[1])["standing"], "deleted", "the act happened");
    assert!(raw(&ids[2], "permanently-remove").is_err());
    server.admin("GET", &format!("/users/{}", ids[2]), None).error(404, None);
    arm(json!({"kind": "reset", "path": "/admin"}));
    server.admin("DELETE", "/faults", None).expect(204);
    server.admin("GET", "/stats", None).expect(200);
}

#[test]
fn a_limit_holds_back_bulk_runs_as_command_does() {
    let server = Server::start(0);
    let limit =
        json!({"kind": "limit", "requests": 4, "milliseconds": 60_000, "path": "/admin/users"});
    server.admin("POST", "/faults", Some(&limit)).expect(201);
    for _ in 0..4 {
        act(&server, "x", "delete", "").error(404, None);
    }
    let refused = act(&server, "x", "delete", "");
    refused.error(429, None);
    assert_eq!(refused.header("retry-after"), None);
    server.get("/Users").expect(200);
    let armed = server.admin("POST", "/faults", Some(&json!({"kind": "limit"}))).expect(201).json();
    assert_eq!((&armed["requests"], &armed["milliseconds"]), (&json!(25), &json!(5000)));
}
