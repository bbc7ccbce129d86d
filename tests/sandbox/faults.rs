//! Trouble on request, as a client meets it.

use std::time::{Duration, Instant};

use scim_desk::{Fault, Trouble};
use serde_json::{Value, json};

use crate::server::{Reply, Server, exchange};

fn arm(server: &Server, fault: &Value) -> u64 {
    server.admin("POST", "/faults", Some(fault)).expect(201).json()["id"].as_u64().unwrap()
}

fn try_get(server: &Server, path: &str) -> std::io::Result<Reply> {
    let text = format!(
        "GET /scim{path} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nConnection: close\r\n\r\n",
        server.address(),
        server.token()
    );
    exchange(server.address(), text.as_bytes())
}

#[test]
fn a_fault_strikes_as_often_as_it_was_asked_to() {
    let server = Server::start(1);
    arm(
        &server,
        &json!({"kind": "status", "status": 503, "count": 1, "skip": 1, "path": "/Users"}),
    );
    server.get("/Users").expect(200);
    server.get("/Groups").expect(200);
    server.get("/Users").error(503, None);
    server.get("/Users").expect(200);
}

#[test]
fn throttling_says_when_to_come_back() {
    let server = Server::start(1);
    arm(&server, &json!({"kind": "throttle", "retryAfter": "7", "count": 1}));
    arm(&server, &json!({"kind": "throttle", "count": 2}));
    let first = server.get("/Users");
    first.error(429, None);
    assert_eq!(first.header("retry-after"), Some("7"));
    assert_eq!(server.get("/Users").header("retry-after"), None);
    server.get("/Users").expect(200);
}

#[test]
fn a_delay_is_kept() {
    let server = Server::start(1);
    arm(&server, &json!({"kind": "delay", "milliseconds": 300, "count": 1}));
    let start = Instant::now();
    server.get("/Users").expect(200);
    assert!(start.elapsed() >= Duration::from_millis(300));
}

#[test]
fn a_reset_breaks_the_connection_before_or_after_the_work() {
    let server = Server::start(0);
    let id = server.person("ada");
    arm(&server, &json!({"kind": "reset", "count": 1}));
    assert!(try_get(&server, "/Users").is_err());
    arm(&server, &json!({"kind": "reset", "when": "after", "method": "DELETE", "count": 1}));
    let text = format!(
        "DELETE /scim/Users/{id} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\n\r\n",
        server.address(),
        server.token()
    );
    assert!(exchange(server.address(), text.as_bytes()).is_err());
    server.get(&format!("/Users/{id}")).error(404, None);
}

#[test]
fn a_truncated_body_is_shorter_than_announced() {
    let server = Server::start(50);
    arm(&server, &json!({"kind": "truncate", "count": 1}));
    let reply = try_get(&server, "/Users").unwrap();
    let announced: usize = reply.header("content-length").unwrap().parse().unwrap();
    assert!(reply.body.len() < announced && !reply.body.is_empty());
    assert!(serde_json::from_slice::<Value>(&reply.body).is_err());
    assert_eq!(try_get(&server, "/Users").unwrap().body.len(), announced);
}

#[test]
fn a_drifting_list_loses_people_between_its_pages() {
    let server = Server::start(40);
    let ids = |page: &Value| {
        let rows = page["Resources"].as_array().unwrap();
        rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let all = ids(&server.get("/Users").json());
    arm(&server, &json!({"kind": "drift", "remove": 2, "add": 3, "count": 1, "path": "/Users"}));
    let first = server.get("/Users?count=20").json();
    let second = server.get("/Users?startIndex=21&count=20").json();
    assert_eq!((&first["totalResults"], &second["totalResults"]), (&json!(40), &json!(41)));
    let missed: Vec<_> =
        all.iter().filter(|id| !ids(&first).contains(id) && !ids(&second).contains(id)).collect();
    assert_eq!(missed, [&all[20], &all[21]]);
    assert_eq!(server.admin("GET", "/deleted-users", None).json()["total"], 2);
}

#[test]
fn faults_are_listed_removed_and_cleared() {
    let server = Server::start(1);
    let one = arm(&server, &json!({"kind": "truncate", "path": "/Groups"}));
    let two = arm(&server, &json!({"kind": "status", "status": 500}));
    let list = server.admin("GET", "/faults", None).json();
    assert_eq!(list["faults"].as_array().unwrap().len(), 2);
    assert_eq!(list["faults"][0]["kind"], "truncate");
    server.admin("DELETE", &format!("/faults/{two}"), None).expect(204);
    server.admin("DELETE", &format!("/faults/{two}"), None).error(404, None);
    server.get("/Users").expect(200);
    server.admin("DELETE", "/faults", None).expect(204);
    server.admin("DELETE", &format!("/faults/{one}"), None).error(404, None);
    server.sandbox.add_fault(Fault::every(Trouble::Status { status: 500 }));
    server.get("/Users").error(500, None);
    server.sandbox.clear_faults();
    server.get("/Users").expect(200);
    for bad in [json!({"kind": "flood"}), json!({"kind": "status"}), json!([])] {
        server.admin("POST", "/faults", Some(&bad)).error(400, Some("invalidSyntax"));
    }
    server
        .admin("POST", "/faults", Some(&json!({"kind": "status", "status": 99})))
        .error(400, Some("invalidValue"));
}
