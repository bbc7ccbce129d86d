//! The staged check against servers that are well, odd, or not there.

use super::Probe;
use super::fault_server::{FaultServer, Request, Step, answer, page, row, scim, well_behaved};
use crate::client::{Stage, StageState};

/// Runs a check and returns one word for each stage that ended, with what was said.
async fn outcome(probe: &Probe) -> Vec<(Stage, &'static str, String)> {
    let mut check = probe.client.check();
    let (mut begun, mut ends) = (None, Vec::new());
    while let Some(report) = check.next().await {
        let (word, said) = match report.state {
            StageState::Started => {
                begun = Some(report.stage);
                continue;
            }
            StageState::Passed { note, .. } => ("passed", note),
            StageState::Warned { note, advice, .. } => ("warned", format!("{note}. {advice}")),
            StageState::Failed { what, why, advice, .. } => {
                ("failed", format!("{what}. {why}. {advice}"))
            }
            StageState::Skipped { note } => ("skipped", note),
        };
        assert_eq!(begun, Some(report.stage), "a stage starts before it ends");
        ends.push((report.stage, word, said));
    }
    ends
}

/// The answers of one kind of server to lists of users.
type Users = fn(&Request) -> Option<Vec<Step>>;

fn said<'a>(ends: &'a [(Stage, &'static str, String)], stage: Stage) -> (&'static str, &'a str) {
    let (_, word, said) = ends.iter().find(|(other, ..)| *other == stage).unwrap();
    (*word, said)
}

/// A server with 10 users whose answers to lists of users are replaced.
async fn server(
    users: impl Fn(&Request) -> Option<Vec<Step>> + Send + Sync + 'static,
) -> FaultServer {
    let good = well_behaved(10, 200);
    FaultServer::start(move |request: &Request| {
        if !request.path().ends_with("/Users") {
            return good(request);
        }
        users(request).unwrap_or_else(|| good(request))
    })
    .await
}

#[tokio::test(start_paused = true)]
async fn a_server_that_is_well_passes_every_stage() {
    let server = server(|_| None).await;
    let ends = outcome(&Probe::new(&server.base_url())).await;
    let stages: Vec<_> = ends.iter().map(|(stage, ..)| *stage).collect();
    assert_eq!(stages, Stage::ALL);
    for (stage, word, said) in &ends {
        let expected = match stage {
            // Plain HTTP on loopback; this server tells no time.
            Stage::Tls | Stage::Clock => "skipped",
            _ => "passed",
        };
        assert_eq!(*word, expected, "{stage:?}: {said}");
    }
    assert!(
        server.requests().iter().all(|request| request.head.starts_with("GET ")),
        "it only reads"
    );
}

#[tokio::test(start_paused = true)]
async fn the_check_stops_where_nothing_more_can_be_learned() {
    let gone = Probe::new(&format!("http://{}/scim", FaultServer::refused().await));
    let ends = outcome(&gone).await;
    assert_eq!(ends.len(), 2);
    assert_eq!(said(&ends, Stage::Connection).0, "failed");
    assert!(said(&ends, Stage::Connection).1.contains("nothing listens"), "{ends:?}");
}

#[tokio::test]
async fn an_unknown_host_fails_at_its_name() {
    let ends = outcome(&Probe::new("https://no-such-host.invalid/scim")).await;
    // Behind a proxy the name to look up is the proxy's.
    if Probe::new("https://no-such-host.invalid/scim").client.http().proxy().is_none() {
        assert_eq!(ends.len(), 1);
        assert_eq!(said(&ends, Stage::Name).0, "failed");
        assert!(said(&ends, Stage::Name).1.contains("no-such-host.invalid"), "{ends:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_told_from_a_token_that_may_not_read() {
    for (status, words) in [
        ("401 Unauthorized", "The token was refused"),
        ("403 Forbidden", "The token may not read people"),
        ("404 Not Found", "no SCIM service at this path"),
        ("307 Temporary", "The server points elsewhere"),
        ("200 OK", "The answer is not SCIM"),
        ("500 Oops", "The people cannot be listed"),
    ] {
        let server = server(move |_| Some(scim(status, "[]"))).await;
        let probe = Probe::new(&server.base_url());
        let ends = outcome(&probe).await;
        let (word, text) = said(&ends, Stage::Token);
        assert_eq!(word, "failed", "{status}");
        assert!(text.contains(words), "{status}: {text}");
        assert_eq!(ends.last().unwrap().0, Stage::Token);
        probe.assert_no_canary(None);
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_ignores_filters_or_pages_is_found_out() {
    let all = |request: &Request| {
        request.parameter("filter")?;
        Some(scim("200 OK", page(2, 1, ["u1".to_owned(), "u2".to_owned()])))
    };
    let one_page = |request: &Request| {
        let first = page(10, 1, ["u1".to_owned(), "u2".to_owned()]);
        request.parameter("filter").is_none().then(|| scim("200 OK", first))
    };
    let everybody = |request: &Request| {
        let rows = (1..=10).map(|number| format!("u{number}"));
        request.parameter("filter").is_none().then(|| scim("200 OK", page(10, 1, rows)))
    };
    let refuses = |request: &Request| {
        request.parameter("filter")?;
        Some(scim(
            "400 Bad Request",
            "{\"scimType\":\"invalidFilter\",\"detail\":\"no filters here\"}",
        ))
    };
    let cases: [(Users, Stage, &str, &str); 4] = [
        (all, Stage::Filter, "warned", "ignores filters"),
        (one_page, Stage::Paging, "warned", "nobody new"),
        (everybody, Stage::Paging, "warned", "ignores the size"),
        (refuses, Stage::Filter, "failed", "no filters here"),
    ];
    for (users, stage, word, words) in cases {
        let server = server(users).await;
        let ends = outcome(&Probe::new(&server.base_url())).await;
        assert_eq!(ends.len(), Stage::ALL.len());
        assert_eq!(said(&ends, stage).0, word, "{ends:?}");
        assert!(said(&ends, stage).1.contains(words), "{ends:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn discovery_may_fail_without_harm() {
    let good = well_behaved(10, 200);
    let server = FaultServer::start(move |request: &Request| match request.path() {
        "/scim/Schemas" => scim("501 Not Implemented", ""),
        "/scim/ResourceTypes" => {
            answer("404 Not Found", "Content-Type: text/html\r\n", "<h1>Not found</h1>")
        }
        _ => good(request),
    })
    .await;
    let ends = outcome(&Probe::new(&server.base_url())).await;
    let (word, text) = said(&ends, Stage::Discovery);
    assert_eq!(word, "warned");
    assert!(text.contains("(501)") && text.contains("(404)"), "{text}");
    assert_eq!(said(&ends, Stage::Paging).0, "passed");
}

#[tokio::test(start_paused = true)]
async fn a_wrong_clock_is_told_from_five_minutes_on() {
    for (date, word, words) in [
        ("Mon, 23 Nov 2026 12:00:00 GMT", "passed", "agree"),
        ("Mon, 23 Nov 2026 12:05:00 GMT", "passed", "5 minutes"),
        ("Mon, 23 Nov 2026 12:05:01 GMT", "warned", "ahead"),
        ("Mon, 23 Nov 2026 11:45:00 GMT", "warned", "15 minutes behind"),
        ("Tue, 19 Jan 2038 03:14:08 GMT", "warned", "ahead"),
        ("yesterday", "skipped", ""),
    ] {
        let server = server(move |request| {
            let list = format!("{{\"totalResults\":1,\"Resources\":[{}]}}", row("u1"));
            let body = if request.parameter("filter").is_some() { page(0, 1, []) } else { list };
            Some(answer(
                "200 OK",
                &format!("Content-Type: application/json\r\nDate: {date}\r\n"),
                body,
            ))
        })
        .await;
        let ends = outcome(&Probe::new(&server.base_url())).await;
        let (found, text) = said(&ends, Stage::Clock);
        assert_eq!(found, word, "{date}: {text}");
        assert!(text.contains(words), "{date}: {text}");
    }
}
