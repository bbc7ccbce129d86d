//! Changes: what is sent, what is made of the answer, and what is known when there is none.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::fault_server::{FaultServer, Request, Step, answer, scim};
use super::faults::{DEADLINE, FAULTS, Fault};
use super::{CANARY, Probe};
use crate::client::{Acted, Collection, Error, ErrorKind, Event, WaitReason, Written};
use crate::entra;
use crate::limits;
use crate::scim::ResourceId;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Way {
    Create,
    Patch,
    Delete,
}

const WAYS: [Way; 3] = [Way::Create, Way::Patch, Way::Delete];

fn u1() -> ResourceId {
    ResourceId::parse("u1").unwrap()
}

impl Way {
    async fn go(self, probe: &Probe) -> Result<Written, Error> {
        let (client, body) = (&probe.client, json!({"displayName": "Ada"}));
        match self {
            Self::Create => client.write_create(Collection::Users, &body).await,
            Self::Patch => client.write_patch(Collection::Users, &u1(), &body, None).await,
            Self::Delete => client.write_delete(Collection::Users, &u1(), None).await,
        }
    }
}

/// A server that answers everything with these steps.
async fn server(steps: Vec<Step>) -> FaultServer {
    FaultServer::start(move |_: &Request| steps.clone()).await
}

/// What a change ends as: the id and version of the resource, or whether it may have been made.
type End = Result<(Option<&'static str>, Option<&'static str>, u16), (ErrorKind, Acted)>;

#[tokio::test(start_paused = true)]
async fn an_answer_to_a_change_is_read_in_every_form_servers_give_it() {
    const USER: &str = r#"{"id":"u1","meta":{"version":"W/\"3\""}}"#;
    const JSON: &str = "Content-Type: application/scim+json\r\n";
    const TAGGED: &str = "Content-Type: application/scim+json\r\nETag: W/\"h\"\r\n";
    let unclear = Err((ErrorKind::Malformed, Acted::Unknown));
    let cases: [(Way, &str, &str, &str, End); 19] = [
        (Way::Create, "201 Created", JSON, USER, Ok((Some("u1"), Some("W/\"3\""), 201))),
        (Way::Create, "200 OK", JSON, USER, Ok((Some("u1"), Some("W/\"3\""), 200))),
        (Way::Create, "201 Created", TAGGED, r#"{"id":"u9"}"#, Ok((Some("u9"), None, 201))),
        (Way::Create, "201 Created", "", "", Ok((None, None, 201))),
        (Way::Create, "201 Created", JSON, "{}", unclear),
        (Way::Create, "201 Created", JSON, "{", unclear),
        (Way::Create, "202 Accepted", JSON, USER, unclear),
        (Way::Patch, "200 OK", JSON, USER, Ok((Some("u1"), Some("W/\"3\""), 200))),
        (Way::Patch, "200 OK", "Content-Type: text/plain\r\n", "", Ok((None, None, 200))),
        (Way::Patch, "200 OK", TAGGED, "{}", Ok((None, Some("W/\"h\""), 200))),
        (Way::Patch, "200 OK", JSON, r#"{"id":"u2"}"#, unclear),
        (Way::Patch, "200 OK", "Content-Type: text/html\r\n", "<html>sign in</html>", unclear),
        (Way::Patch, "204 No Content", "", "", Ok((None, None, 204))),
        (Way::Patch, "204 No Content", "ETag: W/\"4\"\r\n", "", Ok((None, Some("W/\"4\""), 204))),
        (Way::Delete, "204 No Content", "", "", Ok((None, None, 204))),
        (Way::Delete, "200 OK", JSON, r#"{"id":"other"}"#, Ok((None, None, 200))),
        (Way::Delete, "200 OK", "Content-Type: text/html\r\n", "<html>sign in</html>", unclear),
        (Way::Delete, "404 Not Found", JSON, "{}", Err((ErrorKind::NotFound, Acted::No))),
        (Way::Delete, "302 Found", "Location: /x\r\n", "", Err((ErrorKind::Redirected, Acted::No))),
    ];
    for (way, status, headers, body, expected) in cases {
        let server = server(answer(status, headers, body)).await;
        let result = way.go(&Probe::new(&server.base_url())).await;
        let end = result.as_ref().map(|written| {
            let id = written.resource.as_ref().and_then(|resource| resource.id());
            (id, written.etag.as_deref(), written.status)
        });
        let end = end.map_err(|error| (error.kind(), error.certainty()));
        assert_eq!(end, expected, "{way:?} {status} {headers} {body}: {result:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_change_is_sent_once_and_what_is_known_of_it_is_told_after_every_fault() {
    for fault in FAULTS {
        for way in WAYS {
            let server = match fault {
                Fault::Refused => None,
                _ => Some(server(fault.steps()).await),
            };
            let probe = Probe::new(&match &server {
                Some(server) => server.base_url(),
                None => format!("http://{}/scim", FaultServer::refused().await),
            });
            let begin = Instant::now();
            let error = way.go(&probe).await.expect_err(&format!("{fault:?} {way:?}"));
            assert!(begin.elapsed() < DEADLINE, "{fault:?} {way:?}");
            let acted = match fault {
                Fault::Refused | Fault::ThrottleStorm => Acted::No,
                _ => Acted::Unknown,
            };
            assert!(fault.kinds().contains(&error.kind()), "{fault:?} {way:?}: {error:?}");
            assert_eq!(error.certainty(), acted, "{fault:?} {way:?}: {error:?}");
            if let Some(server) = server {
                assert_eq!(server.requests().len(), 1, "{fault:?} {way:?}");
            }
            assert_eq!(probe.exchanges().len(), 1);
            probe.assert_no_canary(Some(&error));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn what_a_refusal_says_of_the_change_follows_its_status() {
    for (status, headers, expected) in [
        ("301 Moved", "Location: https://other.example/\r\n", Acted::No),
        ("400 Bad Request", "", Acted::No),
        ("401 Unauthorized", "", Acted::No),
        ("403 Forbidden", "", Acted::No),
        ("404 Not Found", "", Acted::No),
        ("408 Request Timeout", "", Acted::Unknown),
        ("409 Conflict", "", Acted::No),
        ("412 Precondition Failed", "", Acted::No),
        ("429 Too Many Requests", "", Acted::No),
        ("429 Too Many Requests", "Retry-After: 1\r\n", Acted::No),
        ("500 Internal Server Error", "", Acted::Unknown),
        ("501 Not Implemented", "", Acted::No),
        ("502 Bad Gateway", "", Acted::Unknown),
        ("503 Service Unavailable", "", Acted::Unknown),
        ("503 Service Unavailable", "Retry-After: 1\r\n", Acted::No),
        ("504 Gateway Timeout", "Retry-After: 1\r\n", Acted::Unknown),
    ] {
        for way in WAYS {
            let server = server(answer(status, headers, "")).await;
            let error = way.go(&Probe::new(&server.base_url())).await.unwrap_err();
            assert_eq!(error.certainty(), expected, "{way:?} {status} {headers}");
            assert_eq!(server.requests().len(), 1, "{way:?} {status}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_change_carries_its_body_and_version_and_the_record_shows_them_without_the_token() {
    let server = server(scim("200 OK", "{\"id\":\"u1\"}")).await;
    let probe = Probe::new(&server.base_url());
    let body = json!({"displayName": "Ada", "nickName": format!("x{CANARY}x")});
    let version = Some("W/\"3\"");
    probe.client.write_patch(Collection::Users, &u1(), &body, version).await.unwrap();
    probe.client.write_delete(Collection::Groups, &u1(), version).await.unwrap();
    probe.client.write_create(Collection::Groups, &body).await.unwrap();
    let requests = server.requests();
    let sent: Vec<_> = requests
        .iter()
        .map(|request| {
            let sent: Option<Value> = serde_json::from_slice(&request.body).ok();
            (request.method(), request.target(), request.header("if-match"), sent)
        })
        .collect();
    assert_eq!(
        sent,
        [
            ("PATCH", "/scim/Users/u1", version, Some(body.clone())),
            ("DELETE", "/scim/Groups/u1", version, None),
            ("POST", "/scim/Groups", None, Some(body)),
        ]
    );
    let labels: Vec<_> = requests.iter().map(|request| request.header("content-type")).collect();
    assert_eq!(labels, [Some("application/scim+json"), None, Some("application/scim+json")]);
    let exchanges = probe.exchanges();
    let paths: Vec<_> = exchanges.iter().map(|exchange| exchange.path.as_str()).collect();
    assert_eq!(paths, ["/Users/{id}", "/Groups/{id}", "/Groups"]);
    let [patch, delete, _] = exchanges.as_slice() else { panic!("{exchanges:?}") };
    assert!(patch.request_head.contains("if-match: W/\"3\""), "{}", patch.request_head);
    assert!(patch.request_body.contains("\"displayName\":\"Ada\""), "{}", patch.request_body);
    assert!(patch.request_body.contains("[redacted]"), "{}", patch.request_body);
    assert_eq!(delete.request_body, "");
    probe.assert_no_canary(None);
}

#[tokio::test(start_paused = true)]
async fn a_long_body_is_sent_whole_and_recorded_in_part() {
    let server = server(scim("200 OK", "{\"id\":\"u1\"}")).await;
    let probe = Probe::new(&server.base_url());
    let body = json!({"nickName": "x".repeat(100_000)});
    probe.client.write_patch(Collection::Users, &u1(), &body, None).await.unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&server.requests()[0].body).unwrap(), body);
    let recorded = &probe.exchanges()[0].request_body;
    assert!(recorded.len() < 5000 && recorded.ends_with('…'), "{}", recorded.len());
}

#[tokio::test(start_paused = true)]
async fn a_version_that_no_header_can_carry_stops_the_change_before_it_is_sent() {
    let server = server(scim("200 OK", "{\"id\":\"u1\"}")).await;
    let probe = Probe::new(&server.base_url());
    for version in ["W/\"3\"\r\nX-Evil: 1", "\n", "a\0"] {
        let error =
            probe.client.write_delete(Collection::Users, &u1(), Some(version)).await.unwrap_err();
        assert_eq!((error.kind(), error.certainty()), (ErrorKind::Settings, Acted::No));
    }
    assert!(server.requests().is_empty());
}

#[tokio::test(start_paused = true)]
async fn after_a_change_too_many_the_next_one_waits_and_the_wait_is_told() {
    let server = FaultServer::start(|request: &Request| match request.number {
        0 | 1 => answer("429 Too Many Requests", "", ""),
        2 => answer("429 Too Many Requests", "Retry-After: 41\r\n", ""),
        _ => answer("204 No Content", "", ""),
    })
    .await;
    let probe = Probe::new(&server.base_url());
    for _ in 0..3 {
        let error = Way::Patch.go(&probe).await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Throttled { .. }), "{error:?}");
        assert_eq!(error.certainty(), Acted::No);
    }
    assert!(probe.client.pace().pause > Duration::from_secs(40));
    Way::Patch.go(&probe).await.unwrap();
    assert_eq!(probe.client.pace(), crate::client::CallPace::default());
    let times: Vec<_> = server.requests().iter().map(|request| request.at).collect();
    let gaps: Vec<_> = times.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(gaps[0] >= limits::BACKOFF_FIRST && gaps[1] >= limits::BACKOFF_FIRST, "{gaps:?}");
    assert!(gaps[2] >= Duration::from_secs(41), "{gaps:?}");
    let events = probe.events.lock().unwrap();
    let waits = events.iter().filter(
        |event| matches!(event, Event::Waiting(wait) if wait.reason == WaitReason::AskedByServer),
    );
    assert_eq!(waits.count(), 3);
}

#[tokio::test(start_paused = true)]
async fn the_requests_of_entra_go_where_they_say() {
    use entra::{Dialect, Switch};
    let server = FaultServer::start(|request: &Request| match request.method() {
        "GET" => scim("200 OK", super::fault_server::page(2, 1, ["u1".into(), "u2".into()])),
        "POST" => scim("201 Created", "{\"id\":\"u1\"}"),
        _ => answer("204 No Content", "", ""),
    })
    .await;
    let probe = Probe::new(&server.base_url());
    let dialect = Dialect::AadOptscim062020;
    let writes = [
        entra::Request::create_user("x", "u1@example.com", &[]),
        dialect.switch(&u1(), Switch::Off),
        dialect.remove_member(&u1(), &u1()),
        entra::Request::hard_delete_user(u1()),
    ];
    for request in &writes {
        probe.client.write_entra(request, None).await.unwrap();
        let sent = server.requests().pop().unwrap();
        assert_eq!(sent.method(), request.method().to_string());
        assert_eq!(sent.target(), format!("/scim{}", request.path()));
        assert_eq!(serde_json::from_slice(&sent.body).ok().as_ref(), request.body());
        let error = probe.client.find_entra(request).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Settings);
    }
    let asked = entra::Request::match_user_name("u1@example.com");
    let found = probe.client.find_entra(&asked).await.unwrap();
    assert_eq!((found.matching.len(), found.unrelated), (1, 1));
    let error = probe.client.write_entra(&asked, None).await.unwrap_err();
    assert_eq!((error.kind(), error.certainty()), (ErrorKind::Settings, Acted::No));
    assert_eq!(server.requests().len(), writes.len() + 1);
}

#[tokio::test(start_paused = true)]
async fn a_change_that_got_no_connection_was_not_made() {
    // A server that does not speak TLS and waits for what it takes for the end of a head.
    let server = server(scim("200 OK", "{}")).await;
    let probe = Probe::new(&server.base_url().replace("http:", "https:"));
    for way in WAYS {
        let error = way.go(&probe).await.unwrap_err();
        assert_eq!((error.kind(), error.certainty()), (ErrorKind::TimedOut, Acted::No));
    }
    assert!(server.requests().is_empty());
}
