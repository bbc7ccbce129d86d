//! Twelve faults of a network times six calls: each ends as a typed error inside of the deadline, and nothing leaks.

use std::time::Duration;

use tokio::time::Instant;

use super::fault_server::{FaultServer, Request, Step, answer, scim, well_behaved};
use super::{CANARY, Probe};
use crate::client::{Collection, Error, ErrorKind, Event, StageState, WaitReason};
use crate::scim::{Filter, ResourceId};

/// Three tries of a minute, the pauses between them, and some slack.
pub(super) const DEADLINE: Duration = Duration::from_secs(3 * 60 + 2 * 20 + 10);

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Fault {
    Refused,
    Silence,
    ResetBeforeHead,
    ResetAfterHead,
    TruncatedBody,
    SlowDrip,
    HalfOpen,
    MalformedChunk,
    RandomBytes,
    OversizedHead,
    GzipBomb,
    ServerError,
    ThrottleStorm,
}

pub(super) const FAULTS: [Fault; 13] = [
    Fault::Refused,
    Fault::Silence,
    Fault::ResetBeforeHead,
    Fault::ResetAfterHead,
    Fault::TruncatedBody,
    Fault::SlowDrip,
    Fault::HalfOpen,
    Fault::MalformedChunk,
    Fault::RandomBytes,
    Fault::OversizedHead,
    Fault::GzipBomb,
    Fault::ServerError,
    Fault::ThrottleStorm,
];

impl Fault {
    pub(super) fn steps(self) -> Vec<Step> {
        let send = |text: &str| Step::Send(text.as_bytes().to_vec());
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/scim+json\r\n";
        match self {
            Self::Refused => unreachable!("nothing listens"),
            Self::Silence => vec![Step::Hold],
            Self::ResetBeforeHead => vec![Step::Reset],
            Self::ResetAfterHead => {
                vec![
                    send(&format!("{head}Content-Length: 100\r\n\r\n")),
                    Step::Wait(MOMENT),
                    Step::Reset,
                ]
            }
            Self::TruncatedBody => {
                vec![
                    send(&format!("{head}Content-Length: 100\r\n\r\n{{\"totalResults\":1")),
                    Step::Close,
                ]
            }
            Self::SlowDrip => {
                let mut steps = vec![send(&format!("{head}Transfer-Encoding: chunked\r\n\r\n"))];
                for _ in 0..100 {
                    steps.extend([send("1\r\n \r\n"), Step::Wait(Duration::from_secs(10))]);
                }
                steps
            }
            Self::HalfOpen => vec![send(head), Step::Hold],
            Self::MalformedChunk => {
                vec![
                    send(&format!(
                        "{head}Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n"
                    )),
                    Step::Close,
                ]
            }
            Self::RandomBytes => vec![
                Step::Send(
                    (0..4096_u32)
                        .map(|n| (n.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0])
                        .collect(),
                ),
                Step::Close,
            ],
            Self::OversizedHead => {
                answer("200 OK", &"X-Filler: 0123456789\r\n".repeat(10_000), "{}")
            }
            Self::GzipBomb => answer(
                "200 OK",
                "Content-Type: application/scim+json\r\nContent-Encoding: gzip\r\n",
                bomb(80 << 20),
            ),
            Self::ServerError => {
                scim("500 Internal Server Error", format!("{{\"detail\":\"{CANARY}\"}}"))
            }
            Self::ThrottleStorm => answer("429 Too Many Requests", "Retry-After: 2\r\n", ""),
        }
    }

    pub(super) fn kinds(self) -> Vec<ErrorKind> {
        match self {
            Self::Refused => vec![ErrorKind::Unreachable],
            Self::Silence | Self::HalfOpen | Self::SlowDrip => vec![ErrorKind::TimedOut],
            Self::ResetBeforeHead | Self::ResetAfterHead | Self::TruncatedBody => {
                vec![ErrorKind::Interrupted]
            }
            Self::MalformedChunk | Self::RandomBytes => vec![ErrorKind::Malformed],
            Self::OversizedHead | Self::GzipBomb => vec![ErrorKind::TooLarge],
            Self::ServerError => vec![ErrorKind::ServerFault { retry_after: None }],
            Self::ThrottleStorm => {
                vec![ErrorKind::Throttled { retry_after: Some(Duration::from_secs(2)) }]
            }
        }
    }
}

/// Long enough for what was sent before to be read first.
const MOMENT: Duration = Duration::from_millis(10);

#[derive(Clone, Copy, Debug)]
enum Way {
    ListUsers,
    ListGroups,
    GetUser,
    FindUser,
    Discover,
    Check,
}

const WAYS: [Way; 6] =
    [Way::ListUsers, Way::ListGroups, Way::GetUser, Way::FindUser, Way::Discover, Way::Check];

impl Way {
    /// Makes the call and returns how it failed; the check tells it in words.
    async fn go(self, probe: &Probe) -> Result<(), (Option<Error>, String)> {
        let client = &probe.client;
        let failed = |error: Error| (Some(error.clone()), error.to_string());
        match self {
            Self::ListUsers => {
                client.list(Collection::Users).next().await.unwrap().map(drop).map_err(failed)
            }
            Self::ListGroups => {
                client.list(Collection::Groups).next().await.unwrap().map(drop).map_err(failed)
            }
            Self::GetUser => {
                let id = ResourceId::parse("u1").unwrap();
                client.get(Collection::Users, &id).await.map(drop).map_err(failed)
            }
            Self::FindUser => {
                let filter = Filter::parse("userName eq \"ada@example.com\"").unwrap();
                client.find(Collection::Users, &filter).await.map(drop).map_err(failed)
            }
            Self::Discover => match client.discover().await.problems.first() {
                Some(error) => Err(failed(error.clone())),
                None => Ok(()),
            },
            Self::Check => {
                let mut check = client.check();
                while let Some(report) = check.next().await {
                    if let StageState::Failed { what, why, advice, .. } = report.state {
                        return Err((None, format!("{what}. {why}. {advice}")));
                    }
                }
                Ok(())
            }
        }
    }
}

/// So many bytes of white space as a gzip stream without an end: one compressed megabyte again and again.
pub(super) fn bomb(size: usize) -> Vec<u8> {
    let mut deflate = flate2::Compress::new(flate2::Compression::best(), false);
    let mut block = Vec::with_capacity(1 << 14);
    let flush = flate2::FlushCompress::Full;
    deflate.compress_vec(&vec![b' '; 1 << 20], &mut block, flush).unwrap();
    let mut stream = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    for _ in 0..size >> 20 {
        stream.extend_from_slice(&block);
    }
    stream
}

#[tokio::test(start_paused = true)]
async fn every_fault_of_the_network_ends_every_call_with_a_typed_error_in_time() {
    for fault in FAULTS {
        let server = if matches!(fault, Fault::Refused) {
            None
        } else {
            let steps = fault.steps();
            Some(FaultServer::start(move |_: &Request| steps.clone()).await)
        };
        let base = match &server {
            Some(server) => server.base_url(),
            None => format!("http://{}/scim", FaultServer::refused().await),
        };
        for way in WAYS {
            let probe = Probe::new(&base);
            let begin = Instant::now();
            let (error, words) = way.go(&probe).await.expect_err(&format!("{fault:?} {way:?}"));
            // Discovery makes three calls one after the other.
            let calls = if matches!(way, Way::Discover) { 3 } else { 1 };
            assert!(begin.elapsed() < DEADLINE * calls, "{fault:?} {way:?}: {:?}", begin.elapsed());
            if let Some(error) = &error {
                assert!(
                    fault.kinds().contains(&error.kind()),
                    "{fault:?} {way:?}: {error} {error:?}"
                );
                assert!(!error.hint().is_empty());
            }
            assert!(words.len() > 20 && words.len() < 700, "{fault:?} {way:?}: {words}");
            assert!(!words.contains(&base) && !words.contains("count="), "{words}");
            probe.assert_no_canary(error.as_ref());
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_is_tried_three_times_with_a_pause_and_then_given_up() {
    let server = FaultServer::start(|_: &Request| scim("503 Service Unavailable", "{}")).await;
    let probe = Probe::new(&server.base_url());
    let id = ResourceId::parse("u1").unwrap();
    let error = probe.client.get(Collection::Users, &id).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::ServerFault { retry_after: None });
    assert_eq!(server.requests().len(), 3);
    let attempts: Vec<_> = probe.exchanges().iter().map(|exchange| exchange.attempt).collect();
    assert_eq!(attempts, [1, 2, 3]);
    let events = probe.events.lock().unwrap();
    let waits = events.iter().filter(
        |event| matches!(event, Event::Waiting(wait) if wait.reason == WaitReason::Backoff),
    );
    assert_eq!(waits.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn one_failure_is_overcome_unseen() {
    for fault in
        [Fault::ResetBeforeHead, Fault::TruncatedBody, Fault::ServerError, Fault::ThrottleStorm]
    {
        let good = well_behaved(3, 200);
        let server = FaultServer::start(move |request: &Request| match request.number {
            0 => fault.steps(),
            _ => good(request),
        })
        .await;
        let reading = Probe::new(&server.base_url()).walk().await;
        assert_eq!(reading.ids(), ["u1", "u2", "u3"], "{fault:?}");
        assert!(reading.error.is_none() && reading.end.is_ok(), "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn when_the_server_is_down_retries_stop_after_a_few_calls() {
    let server = FaultServer::start(|_: &Request| scim("500 Internal Server Error", "{}")).await;
    let probe = Probe::new(&server.base_url());
    let id = ResourceId::parse("u1").unwrap();
    for _ in 0..200 {
        probe.client.get(Collection::Users, &id).await.unwrap_err();
    }
    assert!(server.requests().len() <= 220, "{}", server.requests().len());
}

#[tokio::test(start_paused = true)]
async fn a_bomb_adds_no_more_memory_than_the_cap_allows() {
    let body = bomb(1 << 30);
    assert!(body.len() < 2 << 20);
    let server = FaultServer::start(move |_: &Request| {
        answer("200 OK", "Content-Type: application/scim+json\r\nContent-Encoding: gzip\r\n", &body)
    })
    .await;
    let probe = Probe::new(&server.base_url());
    let before = peak_memory();
    let reading = probe.walk().await;
    assert_eq!(reading.error.unwrap().kind(), ErrorKind::TooLarge);
    let growth = peak_memory().saturating_sub(before);
    assert!(growth <= 96 << 20, "{} MiB", growth >> 20);
}

/// The most memory this process ever had, in bytes. Without `/proc` the caps are tested by the error alone.
pub(super) fn peak_memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<usize>().ok());
    kilobytes.unwrap_or_default() * 1024
}

#[tokio::test(start_paused = true)]
async fn an_error_body_is_read_only_in_part_and_shown_in_short() {
    let page = format!(
        "<html><body>{}</body></html>",
        "<p>at com.example.Stack.trace(Stack.java:1)</p>".repeat(100_000)
    );
    let server = FaultServer::start(move |_: &Request| {
        answer("500 Internal Server Error", "Content-Type: text/html\r\n", &page)
    })
    .await;
    let probe = Probe::new(&server.base_url());
    let error = probe.walk().await.error.unwrap();
    assert!(error.reason().chars().count() < 400, "{error}");
    for exchange in probe.exchanges() {
        assert!(exchange.body_bytes <= 64 * 1024 && exchange.body.len() < 5000);
    }
}

#[tokio::test(start_paused = true)]
async fn an_exchange_tells_what_happened_without_token_and_query() {
    let server = FaultServer::start(|_: &Request| {
        answer(
            "401 Unauthorized",
            &format!(
                "X-Echo: Bearer {CANARY}\r\nX-Request-Id: {CANARY}-7\r\nSet-Cookie: session=1\r\n"
            ),
            format!("{{\"detail\":\"token {CANARY} is unknown\"}}"),
        )
    })
    .await;
    let probe = Probe::new(&server.base_url());
    let query = [("filter", "userName eq \"ada@example.com\"".to_owned())];
    let error = probe.client.page(Collection::Users, &query).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unauthorized);
    assert_eq!(error.reason(), "the server refused the token (401): token [redacted] is unknown");
    probe.assert_no_canary(Some(&error));
    let exchanges = probe.exchanges();
    let [exchange] = exchanges.as_slice() else { panic!("{exchanges:?}") };
    assert_eq!((exchange.method.as_str(), exchange.path.as_str()), ("GET", "/Users?filter=…"));
    assert!(
        exchange.request_head.contains("authorization: [redacted]"),
        "{}",
        exchange.request_head
    );
    assert!(
        exchange.response_head.contains("set-cookie: [redacted]"),
        "{}",
        exchange.response_head
    );
    assert!(!format!("{exchange:?}").contains("ada@example.com"));
    // And the server did get the token.
    assert!(
        server.requests()[0]
            .head
            .to_lowercase()
            .contains(&format!("authorization: bearer {CANARY}"))
    );
}

#[tokio::test(start_paused = true)]
async fn dropping_a_call_ends_it_at_once() {
    let server = FaultServer::start(|_: &Request| vec![Step::Hold]).await;
    let probe = Probe::new(&server.base_url());
    let begin = Instant::now();
    let mut listing = probe.client.list(Collection::Users);
    assert!(tokio::time::timeout(Duration::from_secs(1), listing.next()).await.is_err());
    drop(listing);
    assert!(begin.elapsed() <= Duration::from_secs(2));
}
