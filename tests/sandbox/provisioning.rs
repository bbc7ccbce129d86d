//! The SCIM page of Command: domains, the token the first of them brings, Refresh, what is kept between runs.

use std::path::Path;
use std::time::{Duration, Instant};

use scim_desk::{EmailDomain, Port, SCIM_TOKEN_PREFIX, SandboxConfig, Setup, Storage, TokenWish};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;

use crate::server::{Reply, Server, USER, config, person};

fn bare() -> SandboxConfig {
    SandboxConfig { setup: Setup::Bare, domains: Vec::new(), ..config(30) }
}

fn kept(folder: &Path) -> SandboxConfig {
    SandboxConfig {
        storage: Storage::Folder(folder.to_owned()),
        token: TokenWish::Keep,
        ..config(3)
    }
}

fn add_domain(server: &Server, name: &str) -> Reply {
    server.admin("POST", "/domains", Some(&json!({ "name": name })))
}

fn listed(server: &Server) -> Vec<String> {
    let page = server.admin("GET", "/provisioning", None).expect(200).json();
    let domains = page["domains"].as_array().unwrap();
    for domain in domains {
        assert!(domain["addedAt"].as_str().unwrap().parse::<jiff::Timestamp>().is_ok());
    }
    domains.iter().map(|domain| domain["name"].as_str().unwrap().to_owned()).collect()
}

fn with_token(server: &Server, token: &str) -> u16 {
    server.request("GET", "/scim/Users?count=1", token, "", None).status
}

/// A token of an answer; what is known of it fits.
fn secret_of(told: &Value) -> String {
    let secret = told["secret"].as_str().unwrap();
    assert!(secret.starts_with(SCIM_TOKEN_PREFIX));
    let digest = Sha256::digest(secret);
    let fingerprint: Vec<String> =
        digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(told["record"]["fingerprint"], json!(fingerprint.join(":")));
    assert!(told["record"]["madeAt"].as_str().unwrap().parse::<jiff::Timestamp>().is_ok());
    secret.to_owned()
}

#[test]
fn domains_come_and_go_as_on_the_page() {
    let server = Server::start(0);
    for (name, status) in [
        ("Air.Halcyon.Example ", 201),
        ("@zoo.example", 201),
        ("bücher.example", 201),
        ("halcyon.example", 409),
        ("HALCYON.EXAMPLE", 409),
        ("", 400),
        ("halcyon", 400),
        ("a@b.example", 400),
        ("https://a.example", 400),
        ("1.2.3.4", 400),
    ] {
        let reply = add_domain(&server, name);
        assert_eq!(reply.status, status, "{name}: {}", String::from_utf8_lossy(&reply.body));
        if status == 201 {
            assert_eq!(reply.json()["token"], Value::Null, "only the first domain brings one");
        } else {
            reply.error(status, (status == 400).then_some("invalidValue"));
        }
    }
    for body in [json!({}), json!({"name": 1}), json!([])] {
        server.admin("POST", "/domains", Some(&body)).error(400, Some("invalidSyntax"));
    }
    assert_eq!(
        listed(&server),
        ["air.halcyon.example", "halcyon.example", "xn--bcher-kva.example", "zoo.example"]
    );
    for (name, status) in [
        ("zoo.example", 204),
        ("zoo.example", 404),
        ("AIR.halcyon.example", 204),
        ("b%C3%BCcher.example", 204),
        ("nope.example", 404),
        ("x", 404),
        ("..", 404),
    ] {
        let reply = server.admin("DELETE", &format!("/domains/{name}"), None);
        assert_eq!(reply.status, status, "{name}");
    }
    assert_eq!(listed(&server), ["halcyon.example"]);
}

#[test]
fn people_of_a_domain_that_is_gone_stay_and_cannot_be_changed() {
    let server = Server::start(0);
    let id = server.person("ada");
    server.admin("DELETE", "/domains/halcyon.example", None).expect(204);
    let path = format!("/Users/{id}");
    let title = json!([{"op": "replace", "path": "title", "value": "Countess"}]);
    server.get(&path).expect(200);
    server.patch(&path, &title).error(400, Some("invalidValue"));
    server.put(&path, &person("ada")).error(400, Some("invalidValue"));
    server.post("/Users", &person("bob")).error(400, Some("invalidValue"));
    add_domain(&server, "halcyon.example").expect(201);
    server.patch(&path, &title).expect(200);
    server.post("/Users", &person("bob")).expect(201);
}

#[test]
fn a_bare_organization_refuses_scim_until_its_first_domain_brings_the_token() {
    for token in [TokenWish::New, TokenWish::Keep] {
        let server = Server::with(SandboxConfig { token, ..bare() }).unwrap();
        assert!(server.sandbox.token().is_none());
        for turn in 0..12 {
            let wrong = format!("{SCIM_TOKEN_PREFIX}{turn:064}");
            assert_eq!(with_token(&server, &wrong), 401);
        }
        let page = server.admin("GET", "/provisioning", None).expect(200).json();
        assert_eq!(page, json!({"domains": [], "token": null}));
        server.admin("POST", "/token", None).error(409, None);
        let stats = server.admin("GET", "/stats", None).json();
        assert_eq!(
            (&stats["users"], &stats["groups"], &stats["deletedUsers"]),
            (&json!(0), &json!(0), &json!(0))
        );
        add_domain(&server, "not a domain").error(400, Some("invalidValue"));
        let added = add_domain(&server, "halcyon.example").expect(201).json();
        assert_eq!(added["domain"]["name"], "halcyon.example");
        let secret = secret_of(&added["token"]);
        assert_eq!(with_token(&server, &secret), 200);
        let page = server.admin("GET", "/provisioning", None).expect(200);
        assert_eq!(page.json()["token"], added["token"]["record"]);
        assert!(!String::from_utf8_lossy(&page.body).contains(&secret), "it is never said again");
        assert_eq!(add_domain(&server, "air.example").expect(201).json()["token"], Value::Null);
        let body = json!({"schemas": [USER], "userName": "ada@air.example"});
        server.request("POST", "/scim/Users", &secret, "", Some(&body)).expect(201);
    }
}

#[test]
fn refresh_makes_a_new_token_and_the_old_one_is_dead_at_once() {
    let server = Server::start(1);
    let mut old = server.token().to_owned();
    assert_eq!(with_token(&server, &old), 200);
    for body in [None, Some(json!({}))] {
        let told = server.admin("POST", "/token", body.as_ref()).expect(200).json();
        let new = secret_of(&told);
        assert_eq!((with_token(&server, &old), with_token(&server, &new)), (401, 200));
        let page = server.admin("GET", "/provisioning", None).json();
        assert_eq!(page["token"], told["record"]);
        old = new;
    }
}

#[test]
fn a_request_under_way_ends_well_while_its_token_dies() {
    let server = Server::start(1);
    let old = server.token().to_owned();
    let slow = json!({"kind": "delay", "milliseconds": 400, "path": "/Users", "count": 1});
    server.admin("POST", "/faults", Some(&slow)).expect(201);
    std::thread::scope(|scope| {
        let slow = scope.spawn(|| with_token(&server, &old));
        let deadline = Instant::now() + Duration::from_secs(10);
        while server.admin("GET", "/faults", None).json()["faults"][0]["happened"] != 1 {
            assert!(Instant::now() < deadline, "the request never came");
        }
        let new = secret_of(&server.admin("POST", "/token", None).expect(200).json());
        assert_eq!((with_token(&server, &old), with_token(&server, &new)), (401, 200));
        assert_eq!(slow.join().unwrap(), 200);
    });
}

#[test]
fn of_many_refreshes_at_once_one_token_is_left_here_and_after_a_restart() {
    let folder = TempDir::new().unwrap();
    let new = SandboxConfig { token: TokenWish::New, ..kept(folder.path()) };
    let server = Server::with(new).unwrap();
    let tokens: Vec<String> = std::thread::scope(|scope| {
        let refresh = || secret_of(&server.admin("POST", "/token", None).expect(200).json());
        let all: Vec<_> = (0..12).map(|_| scope.spawn(refresh)).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let page = server.admin("GET", "/provisioning", None).json()["token"].clone();
    let is_named = |token: &str| {
        let digest = Sha256::digest(token);
        let start: Vec<String> = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        page["fingerprint"] == json!(start.join(":"))
    };
    let good: Vec<&String> = tokens.iter().filter(|token| is_named(token)).collect();
    assert_eq!(good.len(), 1);
    assert_eq!(with_token(&server, good[0]), 200);
    let dead = tokens.iter().find(|token| !is_named(token)).unwrap();
    assert_eq!(with_token(&server, dead), 401);
    server.stop();
    let server = Server::with(kept(folder.path())).unwrap();
    assert_eq!(server.admin("GET", "/provisioning", None).json()["token"], page);
    assert_eq!(with_token(&server, good[0]), 200);
}

#[test]
fn a_kept_token_lives_on_and_a_new_one_kills_it() {
    let folder = TempDir::new().unwrap();
    let server = Server::with(SandboxConfig { setup: Setup::Bare, ..kept(folder.path()) }).unwrap();
    let secret = secret_of(&add_domain(&server, "halcyon.example").expect(201).json()["token"]);
    let page = server.admin("GET", "/provisioning", None).json();
    server.stop();
    for _ in 0..2 {
        let again = SandboxConfig { domains: Vec::new(), ..kept(folder.path()) };
        let server = Server::with(again).unwrap();
        assert!(server.sandbox.token().is_none());
        assert_eq!(server.admin("GET", "/provisioning", None).json(), page);
        assert_eq!(with_token(&server, &secret), 200);
        server.stop();
    }
    let new = SandboxConfig { token: TokenWish::New, ..kept(folder.path()) };
    let server = Server::with(new).unwrap();
    assert_eq!(with_token(&server, &secret), 401);
    server.get("/Users").expect(200);
    assert_ne!(server.admin("GET", "/provisioning", None).json()["token"], page["token"]);
}

#[test]
fn a_domain_that_was_removed_stays_away_at_the_next_start() {
    let folder = TempDir::new().unwrap();
    let config = || SandboxConfig { domains: Vec::new(), ..kept(folder.path()) };
    let server = Server::with(config()).unwrap();
    assert_eq!(listed(&server).len(), 3);
    server.admin("DELETE", "/domains/halcyon-it.example", None).expect(204);
    server.stop();
    let server = Server::with(config()).unwrap();
    assert_eq!(listed(&server), ["halcyon-air.example", "halcyon.example"]);
}

#[test]
fn a_preferred_port_is_taken_or_another_one() {
    let first = Server::start(0);
    let port = first.port();
    let other = Server::with(SandboxConfig { port: Port::Preferably(port), ..config(0) }).unwrap();
    assert_ne!(other.port(), port);
    first.stop();
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        let again =
            Server::with(SandboxConfig { port: Port::Preferably(port), ..config(0) }).unwrap();
        if again.port() == port {
            break;
        }
        assert!(Instant::now() < deadline, "the port does not become free");
    }
}

#[test]
fn the_people_in_entra_are_the_same_after_every_start() {
    let folder = TempDir::new().unwrap();
    let domains = ["north.example"].map(|name| EmailDomain::parse(name).unwrap()).to_vec();
    let server = Server::with(SandboxConfig {
        people: 40,
        domains,
        token: TokenWish::New,
        ..kept(folder.path())
    })
    .unwrap();
    let first = server.sandbox.entra_directory()().to_csv();
    let command = server.get("/Users?count=100").expect(200).json();
    server.stop();
    let later = Server::with(SandboxConfig { seed: 9, ..kept(folder.path()) }).unwrap();
    let entra = later.sandbox.entra_directory()();
    assert_eq!(entra.to_csv(), first, "what the organization was filled with counts");
    let people = command["Resources"].as_array().unwrap();
    assert_eq!((people.len(), entra.len()), (40, 41));
    for user in people {
        let name = user["userName"].as_str().unwrap();
        assert!(
            entra.people().any(|person| person.keys().user_principal_name == Some(name)),
            "{name}"
        );
    }
    assert!(Server::with(bare()).unwrap().sandbox.entra_directory()().is_empty());
}
