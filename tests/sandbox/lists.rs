//! Lists: filters, pages, cursors, order, search.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::server::{ACCESS, CORE, ENTERPRISE, GROUP, SEARCH, Server, person};

/// Ada, Bob and Eve, who differ in everything a filter can ask.
fn three() -> Server {
    let server = Server::start(0);
    let mut ada = person("ada");
    ada["externalId"] = json!("X-1");
    ada["title"] = json!("Engineer");
    ada["name"] = json!({"familyName": "Lovelace"});
    ada["emails"] = json!([{"value": "ada@halcyon.example", "type": "work"}, {"value": "a@home.example", "type": "home"}]);
    ada[ENTERPRISE] = json!({"department": "Freight"});
    ada[CORE] = json!({"externalId": "V-a"});
    let mut bob = person("Bob");
    bob["active"] = json!(false);
    bob["title"] = json!("engineer");
    bob[ACCESS] = json!({"cardNumber": "7777", "credentialStatus": "active"});
    let eve = person("eve");
    for body in [ada, bob, eve] {
        server.post("/Users", &body).expect(201);
    }
    server
}

#[test]
fn filters_find_who_they_mean() {
    let server = three();
    for (filter, expected) in [
        ("userName eq \"ADA@halcyon.example\"", "ada"),
        ("USERNAME EQ \"bob@HALCYON.example\"", "Bob"),
        ("userName eq \"nobody@halcyon.example\"", ""),
        ("externalId eq \"X-1\"", "ada"),
        ("externalId eq \"x-1\"", ""),
        ("emails.value eq \"a@HOME.example\"", "ada"),
        ("emails eq \"a@home.example\"", "ada"),
        ("emails[type eq \"work\"].value eq \"ada@halcyon.example\"", "ada"),
        ("emails[type eq \"work\" and value eq \"a@home.example\"]", ""),
        ("emails.type eq \"work\" and emails.value eq \"a@home.example\"", "ada"),
        (
            "urn:ietf:params:scim:schemas:extension:verkada:core:2.0:User:externalId eq \"V-a\"",
            "ada",
        ),
        ("urn:ietf:params:scim:schemas:extension:verkada:core:2.0:User:externalId eq \"v-a\"", ""),
        (
            "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:cardNumber eq \"7777\"",
            "Bob",
        ),
        ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department sw \"fr\"", "ada"),
        ("urn:ietf:params:scim:schemas:core:2.0:User:userName sw \"e\"", "eve"),
        ("active eq false", "Bob"),
        ("active eq true and not (title pr)", "eve"),
        ("title eq \"ENGINEER\"", "ada Bob"),
        ("title pr and (userName co \"ob\" or userName co \"zz\")", "Bob"),
        ("userName sw \"e\" or userName sw \"a\"", "ada eve"),
        ("userName eq \"ada@halcyon.example\" and active eq false", ""),
        ("name.familyName ge \"love\"", "ada"),
        ("meta.resourceType eq \"User\"", "ada Bob eve"),
        ("meta.created gt \"2020-01-01T00:00:00Z\"", "ada Bob eve"),
        ("nickName eq null", "ada Bob eve"),
    ] {
        let found = server.filter("Users", filter).expect(200);
        let names: Vec<_> =
            found.names().iter().map(|name| name.split('@').next().unwrap().to_owned()).collect();
        assert_eq!(names.join(" "), expected, "{filter}");
        let search = server.post("/Users/.search", &json!({"schemas": [SEARCH], "filter": filter}));
        assert_eq!(search.expect(200).json()["Resources"], found.json()["Resources"], "{filter}");
    }
}

#[test]
fn filters_that_make_no_sense_are_refused() {
    let server = three();
    for filter in [
        "",
        " ",
        "userName",
        "userName eq",
        "active eq \"true\"",
        "active gt true",
        "password eq \"x\"",
        "nope eq \"x\"",
    ] {
        server.filter("Users", filter).error(400, Some("invalidFilter"));
    }
    server
        .filter("Users", &format!("{}userName pr{}", "(".repeat(3000), ")".repeat(3000)))
        .error(400, Some("invalidFilter"));
    server.get("/Users?filter=userName%2520eq%2520%2522a%2522").error(400, Some("invalidFilter"));
    server.get("/Users?filter=userName+eq+%22%ff%22").error(400, Some("invalidValue"));
}

#[test]
fn plus_and_percent_20_are_both_spaces() {
    let server = three();
    for query in [
        "filter=userName+eq+\"ada%40halcyon.example\"",
        "filter=userName%20eq%20%22ada@halcyon.example%22",
        "aadOptscim062020&filter=userName+eq+%22ada%40halcyon.example%22",
    ] {
        assert_eq!(
            server.get(&format!("/Users?{query}")).expect(200).json()["totalResults"],
            1,
            "{query}"
        );
    }
}

#[test]
fn index_pages_hold_to_their_numbers() {
    let server = Server::start(250);
    let page = |query: &str| server.get(&format!("/Users?{query}")).expect(200).json();
    let check = |query: &str, start: u64, rows: usize| {
        let page = page(query);
        assert_eq!(page["totalResults"], 250, "{query}");
        assert_eq!(page["startIndex"], start, "{query}");
        assert_eq!(page["Resources"].as_array().unwrap().len(), rows, "{query}");
        assert_eq!(page["itemsPerPage"], rows, "{query}");
    };
    check("", 1, 100);
    check("count=1000", 1, 200);
    check("startIndex=201&count=100", 201, 50);
    check("startIndex=251", 251, 0);
    check("startIndex=9223372036854775807", 9_223_372_036_854_775_807, 0);
    check("startIndex=0&count=5", 1, 5);
    check("startIndex=-7&count=5", 1, 5);
    check("count=0", 1, 0);
    check("count=-1", 1, 0);
    for query in ["count=abc", "startIndex=1.5", "count=99999999999999999999", "sortOrder=up"] {
        server.get(&format!("/Users?{query}")).error(400, Some("invalidValue"));
    }
    let mut seen = HashSet::new();
    for start in (1..=250).step_by(50) {
        for person in page(&format!("startIndex={start}&count=50"))["Resources"].as_array().unwrap()
        {
            assert!(seen.insert(person["id"].as_str().unwrap().to_owned()));
        }
    }
    assert_eq!(seen.len(), 250);
}

/// Follows `nextCursor` to the end; `between` runs after each page.
fn walk(server: &Server, query: &str, mut between: impl FnMut(usize, &Value)) -> Vec<String> {
    let mut ids = Vec::new();
    let mut cursor = String::new();
    for number in 0.. {
        let page =
            server.get(&format!("/Users?cursor={cursor}&count=40{query}")).expect(200).json();
        assert_eq!(page.get("startIndex"), None);
        let rows = page["Resources"].as_array().unwrap();
        ids.extend(rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()));
        between(number, &page);
        match page.get("nextCursor") {
            Some(next) => next.as_str().unwrap().clone_into(&mut cursor),
            None => break,
        }
    }
    ids
}

#[test]
fn a_cursor_loses_nobody_while_others_come_and_go() {
    let server = Server::start(200);
    let first: Vec<String> = walk(&server, "", |_, _| {});
    assert_eq!(first.len(), 200);
    let walked = walk(&server, "", |number, page| {
        let seen = page["Resources"][0]["id"].as_str().unwrap();
        server.delete(&format!("/Users/{seen}")).expect(204);
        server.person(&format!("new{number}"));
    });
    let walked: HashSet<String> = walked.into_iter().collect();
    assert!(
        first.iter().all(|id| walked.contains(id)),
        "somebody who was there all the time is missing"
    );
}

#[test]
fn filtered_and_sorted_walks_by_cursor_are_whole_too() {
    let server = Server::start(200);
    let all = walk(&server, "", |_, _| {});
    let sorted = walk(&server, "&sortBy=userName&sortOrder=descending", |number, page| {
        if number == 0 {
            let gone = page["Resources"][0]["id"].as_str().unwrap();
            server.delete(&format!("/Users/{gone}")).expect(204);
        }
    });
    assert_eq!(sorted.iter().collect::<HashSet<_>>(), all.iter().collect::<HashSet<_>>());
    let active = walk(&server, "&filter=active+eq+true", |_, _| {});
    assert_eq!(server.filter("Users", "active eq true").json()["totalResults"], active.len());
}

#[test]
fn cursors_of_others_are_refused() {
    let server = Server::start(100);
    let next = |query: &str| {
        let page = server.get(&format!("/Users?cursor=&count=10{query}")).json();
        page["nextCursor"].as_str().unwrap().to_owned()
    };
    let plain = next("");
    let filtered = next("&filter=active+eq+true");
    for query in [
        "cursor=nonsense".to_owned(),
        format!("cursor={plain}x"),
        format!("cursor={plain}&filter=active+eq+true"),
        format!("cursor={filtered}"),
        format!("cursor={filtered}&filter=active+eq+false"),
    ] {
        server.get(&format!("/Users?{query}")).error(400, Some("invalidCursor"));
    }
    server.get(&format!("/Users?cursor={plain}&startIndex=1")).error(400, Some("invalidValue"));
    server.get(&format!("/Groups?cursor={plain}")).error(400, Some("invalidCursor"));
    server.get(&format!("/Users?cursor={filtered}&filter=active+eq+true")).expect(200);
}

#[test]
fn lists_are_sorted_by_the_rules_of_the_schema() {
    let server = three();
    let names = |query: &str| {
        let names = server.get(&format!("/Users?{query}")).expect(200).names();
        names
            .iter()
            .map(|name| name.split('@').next().unwrap().to_owned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(names("sortBy=userName"), "ada Bob eve");
    assert_eq!(names("sortBy=userName&sortOrder=descending"), "eve Bob ada");
    assert_eq!(names("sortBy=title"), "ada Bob eve");
    assert_eq!(names("sortBy=active"), "Bob ada eve");
    assert_eq!(names("sortBy=emails.value&startIndex=2&count=1"), "Bob");
    server.get("/Users?sortBy=nope").error(400, Some("invalidPath"));
}

#[test]
fn a_search_of_everything_finds_people_and_groups() {
    let server = three();
    server.post("/Groups", &json!({"schemas": [GROUP], "displayName": "Engineers"})).expect(201);
    let search = |body: Value| {
        let mut body = body;
        body["schemas"] = json!([SEARCH]);
        server.post("/.search", &body)
    };
    assert_eq!(search(json!({})).expect(200).json()["totalResults"], 4);
    assert_eq!(search(json!({"filter": "displayName eq \"engineers\""})).names(), ["Engineers"]);
    assert_eq!(search(json!({"filter": "meta.resourceType eq \"Group\""})).names(), ["Engineers"]);
    assert_eq!(search(json!({"startIndex": 4, "count": 1})).names(), ["Engineers"]);
    let narrow = search(json!({"attributes": ["displayName"], "count": 1})).json();
    assert_eq!(narrow["Resources"][0].as_object().unwrap().len(), 2);
    search(json!({"filter": "nope pr"})).error(400, Some("invalidFilter"));
    server.post("/.search", &json!({})).error(400, Some("invalidSyntax"));
}
