//! The sandbox's admin API as a client sees it, and a token on its way that nobody else may see.

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

use super::Probe;
use super::fault_server::{FaultServer, Request, Step, answer};
use crate::client::{Acted, AdminClient, Error, ErrorKind, ExchangeOutcome, ScimClient};
use crate::entra;
use crate::sandbox::{AllowList, Port, Sandbox, SandboxConfig, Setup, Storage, TokenWish};
use crate::scim::ResourceId;
use crate::verkada::admin::Standing;
use crate::verkada::{EmailDomain, ScimToken};

/// The token that a server hands over. Must never be seen anywhere but in the value of the call.
const MINTED: &str = "minted-canary-8c1f/4e2a+77b0.d93e";
const JSON: &str = "Content-Type: application/json\r\n";

fn admin(probe: &Probe) -> AdminClient {
    let token = ScimToken::parse(super::CANARY).unwrap().value;
    AdminClient::new(probe.client.http().clone(), &token).unwrap()
}

async fn start(
    script: impl Fn(&Request) -> Vec<Step> + Send + Sync + 'static,
) -> (FaultServer, Probe, AdminClient) {
    let server = FaultServer::start(script).await;
    let probe = Probe::new(&server.base_url().replace("/scim", "/admin"));
    let admin = admin(&probe);
    (server, probe, admin)
}

fn domain() -> EmailDomain {
    EmailDomain::parse("halcyon.example").unwrap()
}

fn u1() -> ResourceId {
    ResourceId::parse("u1").unwrap()
}

fn holdings(id: &str) -> Value {
    json!({
        "id": id, "standing": "deactivated", "roles": 1, "permissions": 2, "credentials": 3,
        "groups": 4, "historyEntries": 5, "accessLogEntries": 6,
    })
}

fn record() -> Value {
    json!({"madeAt": super::NOW, "fingerprint": "5e:91:c0:2b"})
}

/// A server that answers as the admin API does.
fn well_behaved(request: &Request) -> Vec<Step> {
    let listed = json!({"name": "halcyon.example", "addedAt": super::NOW});
    let minted = json!({"record": record(), "secret": MINTED});
    let asked: Value = serde_json::from_slice(&request.body).unwrap_or_default();
    let (status, body) = match (request.method(), request.path().trim_start_matches("/admin")) {
        ("GET", "/provisioning") => ("200 OK", json!({"domains": [listed], "token": record()})),
        ("POST", "/domains") => ("201 Created", json!({"domain": listed, "token": minted})),
        ("POST", "/token") => ("201 Created", minted),
        ("GET", "/deleted-users") => (
            "200 OK",
            json!({"total": 1, "next": request.parameter("after"), "deletedUsers": [{
                "id": "u1", "userName": "ada@halcyon.example", "displayName": "Ada",
                "department": null, "deletedAt": super::NOW, "kept": holdings("u1"),
            }]}),
        ),
        ("POST", "/holdings") => {
            let ids = asked["ids"].as_array().unwrap();
            let people: Vec<_> = ids.iter().map(|id| holdings(id.as_str().unwrap())).collect();
            ("200 OK", json!({"people": people}))
        }
        ("GET" | "PATCH", "/users/u1") => (
            "200 OK",
            json!({
                "id": "u1", "userName": "ada@halcyon.example", "displayName": "Ada",
                "standing": "active", "version": "W/\"3\"", "deactivatedAt": null, "deletedAt": null,
                "roles": [], "permissions": [], "credentials": [], "groups": [], "history": [],
                "historyEntries": 0, "accessLog": [], "accessLogEntries": 0,
            }),
        ),
        _ => return answer("204 No Content", "", ""),
    };
    answer(status, JSON, body.to_string())
}

#[tokio::test(start_paused = true)]
async fn every_call_goes_where_the_admin_api_has_it() {
    let (server, probe, admin) = start(well_behaved).await;
    let version = Some("W/\"3\"");
    let provisioning = admin.provisioning().await.unwrap();
    assert_eq!(provisioning.domains[0].name, "halcyon.example");
    assert_eq!(admin.deleted_users(None).await.unwrap().next, None);
    let page = admin.deleted_users(Some("7")).await.unwrap();
    assert_eq!((page.next.as_deref(), page.deleted_users[0].kept.credentials), (Some("7"), 3));
    assert_eq!(admin.person(&u1()).await.unwrap().standing, Standing::Active);
    admin.write_remove_domain(&domain()).await.unwrap();
    admin.write_delete_user(&u1(), version).await.unwrap();
    admin.write_remove_user(&u1(), None).await.unwrap();
    let changed = admin.write_user_field(&u1(), "title", &json!("Lead"), None).await.unwrap();
    assert_eq!(changed.version, "W/\"3\"");
    let requests = server.requests();
    let sent: Vec<_> = requests
        .iter()
        .map(|request| {
            let body = String::from_utf8_lossy(&request.body).into_owned();
            (request.method(), request.target(), request.header("if-match"), body)
        })
        .collect();
    let empty = String::new;
    assert_eq!(
        sent,
        [
            ("GET", "/admin/provisioning", None, empty()),
            ("GET", "/admin/deleted-users", None, empty()),
            ("GET", "/admin/deleted-users?after=7", None, empty()),
            ("GET", "/admin/users/u1", None, empty()),
            ("DELETE", "/admin/domains/halcyon.example", None, empty()),
            ("POST", "/admin/users/u1/delete", version, empty()),
            ("POST", "/admin/users/u1/permanently-remove", None, empty()),
            ("PATCH", "/admin/users/u1", None, "{\"title\":\"Lead\"}".to_owned()),
        ]
    );
    let paths: Vec<_> = probe.exchanges().into_iter().map(|exchange| exchange.path).collect();
    assert_eq!(paths[2], "/deleted-users?after=…");
    assert_eq!(paths[5..7], ["/users/{id}/delete", "/users/{id}/permanently-remove"]);
    probe.assert_no_canary(None);
}

#[tokio::test(start_paused = true)]
async fn holdings_of_many_people_are_asked_for_two_hundred_at_a_time() {
    let (server, _probe, admin) = start(well_behaved).await;
    for (people, calls) in [(0_usize, 0), (1, 1), (200, 1), (201, 2), (450, 3)] {
        let before = server.requests().len();
        let ids: Vec<_> =
            (0..people).map(|number| ResourceId::parse(&format!("u{number}")).unwrap()).collect();
        let answer = admin.holdings(&ids).await.unwrap();
        assert_eq!(server.requests().len() - before, calls, "{people}");
        let answered = answer.people.iter().map(|holdings| holdings.id.as_str());
        assert!(answered.eq(ids.iter().map(ResourceId::as_str)), "{people}");
    }
}

/// The ways in which a token may be read out of a text.
fn forms() -> Vec<String> {
    let hex = MINTED.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    vec![
        MINTED.to_owned(),
        MINTED.replace('/', "\\/"),
        crate::client::endpoint::percent_encoded(MINTED),
        hex.to_uppercase(),
        hex,
        STANDARD.encode(MINTED),
        STANDARD.encode(format!("u:{MINTED}")),
        MINTED[..12].to_owned(),
        "canary".to_owned(),
    ]
}

#[track_caller]
fn assert_unseen(probe: &Probe, error: Option<&Error>, case: &str) {
    let told = error.map(|error| format!("{error} {error:?} {}", error.hint()));
    let heard = format!("{:?}", probe.events.lock().unwrap());
    for text in [told.unwrap_or_default(), heard] {
        for form in forms() {
            assert!(!text.contains(&form), "{case}: {form} in {text}");
        }
    }
}

#[tokio::test(start_paused = true)]
#[expect(clippy::disallowed_methods, reason = "the test compares the token that came")]
async fn a_token_that_is_handed_over_is_in_the_value_alone() {
    let (_server, probe, admin) = start(well_behaved).await;
    let minted = admin.write_refresh_token().await.unwrap();
    assert_eq!(minted.token.secret().expose_secret(), MINTED);
    assert_eq!(minted.record.fingerprint, "5e:91:c0:2b");
    let added = admin.write_add_domain(&domain()).await.unwrap();
    assert_eq!(added.domain.name, "halcyon.example");
    assert_eq!(added.minted.as_ref().unwrap().token.secret().expose_secret(), MINTED);
    assert!(!format!("{minted:?} {added:?}").contains("canary"));
    for exchange in probe.exchanges() {
        assert_eq!(exchange.outcome, ExchangeOutcome::Answered { status: 201 });
        assert_eq!(exchange.body, "Not recorded: it holds a token.");
    }
    assert_unseen(&probe, None, "handed over");
}

#[tokio::test(start_paused = true)]
async fn a_token_is_unseen_also_in_whatever_a_server_makes_of_its_answer() {
    let escaped = MINTED.chars().map(|letter| format!("\\u{:04x}", u32::from(letter)));
    let escaped = escaped.collect::<Vec<_>>().concat();
    let mut bodies: Vec<String> = forms()
        .into_iter()
        .flat_map(|form| {
            [
                json!(form).to_string(),
                json!({"secret": form}).to_string(),
                json!({"record": form, "secret": form}).to_string(),
                json!({"record": {"madeAt": form, "fingerprint": form}, "secret": form})
                    .to_string(),
                json!({"domain": {"name": form, "addedAt": form}, "token": form}).to_string(),
                json!({form.clone(): form}).to_string(),
                json!({"detail": form, "message": form}).to_string(),
                format!("{{\"secret\":\"{form}"),
                format!("<html><title>{form}</title>"),
                form,
            ]
        })
        .collect();
    bodies.push(format!("{{\"record\":\"{escaped}\",\"secret\":\"{escaped}\"}}"));
    bodies.push(json!({"record": record(), "secret": format!("{MINTED} {MINTED}")}).to_string());
    for status in ["201 Created", "400 Bad Request", "409 Conflict", "500 Internal Server Error"] {
        for body in &bodies {
            let reply = body.clone();
            let (_server, probe, admin) = start(move |_| {
                let headers = format!(
                    "{JSON}ETag: \"{MINTED}\"\r\nX-Request-Id: {MINTED}\r\nLocation: /{MINTED}\r\n"
                );
                answer(status, &headers, &reply)
            })
            .await;
            for error in [
                admin.write_refresh_token().await.map(drop).unwrap_err(),
                admin.write_add_domain(&domain()).await.map(drop).unwrap_err(),
            ] {
                let acted = if status.starts_with('4') { Acted::No } else { Acted::Unknown };
                assert_eq!(error.certainty(), acted, "{status} {body}");
                assert_unseen(&probe, Some(&error), &format!("{status} {body}"));
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sandbox_and_its_client_agree_on_what_an_admin_does() {
    let sandbox = Sandbox::start(SandboxConfig {
        port: Port::Any,
        setup: Setup::Bare,
        token: TokenWish::New,
        storage: Storage::Ephemeral,
        people: 3,
        seed: 7,
        domains: Vec::new(),
        allow: AllowList::Listed,
        clock: Arc::new(jiff::Timestamp::now),
    })
    .await
    .unwrap();
    let http = Probe::new(sandbox.admin_url()).client.http().clone();
    let token = ScimToken::parse(sandbox.admin_token().reveal()).unwrap().value;
    let admin = AdminClient::new(http, &token).unwrap();
    let empty = admin.provisioning().await.unwrap();
    assert!(empty.domains.is_empty() && empty.token.is_none());
    // The first domain brings the token, a second one none, and a new token is another one.
    let added = admin.write_add_domain(&domain()).await.unwrap();
    let first = added.minted.unwrap();
    assert_eq!(
        (added.domain.name.as_str(), first.token.fingerprint()),
        ("halcyon.example", first.record.fingerprint.as_str())
    );
    let second = EmailDomain::parse("harbor.example").unwrap();
    assert!(admin.write_add_domain(&second).await.unwrap().minted.is_none());
    let error = admin.write_add_domain(&second).await.unwrap_err();
    assert_eq!((error.kind(), error.certainty()), (ErrorKind::Conflict, Acted::No));
    admin.write_remove_domain(&second).await.unwrap();
    let minted = admin.write_refresh_token().await.unwrap();
    assert_ne!(minted.record.fingerprint, first.record.fingerprint);
    let now = admin.provisioning().await.unwrap();
    assert_eq!((now.domains.len(), now.token), (1, Some(minted.record.clone())));
    // A person is switched off over SCIM, deleted, and erased.
    let http = Probe::new(sandbox.base_url()).client.http().clone();
    let scim = ScimClient::new(http, &minted.token).unwrap();
    let created = entra::Request::create_user("ada", "ada@halcyon.example", &[]);
    let created = scim.write_entra(&created, None).await.unwrap();
    let id = ResourceId::parse(created.resource.as_ref().unwrap().id().unwrap()).unwrap();
    let active = admin.person(&id).await.unwrap();
    assert_eq!((active.standing, Some(&active.version)), (Standing::Active, created.etag.as_ref()));
    let roles = json!([{"name": "Site Admin", "scope": "Harbor"}]);
    let edited = admin.write_user_field(&id, "roles", &roles, Some(&active.version)).await.unwrap();
    assert_eq!(edited.roles[0].name, "Site Admin");
    let error = admin.write_delete_user(&id, None).await.unwrap_err();
    assert_eq!((error.kind(), error.certainty()), (ErrorKind::Conflict, Acted::No), "{error}");
    let off = entra::Dialect::Classic.switch(&id, entra::Switch::Off);
    let version = scim.write_entra(&off, None).await.unwrap().etag;
    let error = admin.write_delete_user(&id, Some(&active.version)).await.unwrap_err();
    assert_eq!((error.status(), error.certainty()), (Some(412), Acted::No));
    admin.write_delete_user(&id, version.as_deref()).await.unwrap();
    let deleted = admin.deleted_users(None).await.unwrap();
    assert_eq!((deleted.total, deleted.deleted_users[0].id.as_str()), (1, id.as_str()));
    let stranger = ResourceId::parse("nobody").unwrap();
    let holdings = admin.holdings(&[stranger, id.clone()]).await.unwrap();
    assert_eq!(
        holdings.people.iter().map(|held| held.standing).collect::<Vec<_>>(),
        [Standing::Deleted]
    );
    admin.write_remove_user(&id, None).await.unwrap();
    let error = admin.person(&id).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(admin.deleted_users(None).await.unwrap().total, 0);
}

#[tokio::test(start_paused = true)]
async fn a_refusal_that_holds_no_token_is_told_in_the_servers_words() {
    let (_server, probe, admin) =
        start(|_| answer("409 Conflict", JSON, "{\"detail\":\"Ada is active: deactivate first\"}"))
            .await;
    let error = admin.write_delete_user(&u1(), None).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Conflict);
    assert!(error.reason().contains("deactivate first"), "{error}");
    let (_server, _probe, admin) = start(|_| answer("200 OK", JSON, "[]")).await;
    let error = admin.provisioning().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Malformed);
    probe.assert_no_canary(Some(&error));
}
