//! The nasty inputs about exchanges, each built from its description.

use std::time::Duration;

use reqwest::Method;

use super::fault_server::{FaultServer, Request, Step, answer, scim};
use super::faults::bomb;
use super::{CANARY, Probe};
use crate::client::Error;
use crate::client::gate::{Gate, Pace};
use crate::client::http::{Call, Content};
use crate::client::wait::retry_after;
use crate::limits;

/// The items of an area as id, description and expected end.
pub(super) fn items(area: &str) -> impl Iterator<Item = (String, String, String)> {
    let items = crate::nasty::items(area).unwrap().into_iter();
    items.map(|item| (item.id, String::from_utf8(item.input).unwrap(), item.expected))
}

/// The numbers of a description in order; `10,000` is one number.
pub(super) fn numbers(text: &str) -> Vec<f64> {
    let plain = text.replace(',', "");
    let parts = plain.split(|character: char| !character.is_ascii_digit() && character != '.');
    parts.filter_map(|part| part.trim_matches('.').parse().ok()).collect()
}

pub(super) fn whole(number: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "small numbers of descriptions"
    )]
    let whole = number as usize;
    whole
}

const JSON: &str = "Content-Type: application/scim+json\r\n";
const GZIP: &str = "Content-Type: application/scim+json\r\nContent-Encoding: gzip\r\n";

/// The steps of the server that a description speaks of.
fn steps(text: &str) -> Vec<Step> {
    let send = |text: String| Step::Send(text.into_bytes());
    let lower = text.to_lowercase();
    let found = numbers(text);
    let status = text
        .split(' ')
        .next()
        .filter(|word| word.len() == 3 && word.parse::<u16>().is_ok())
        .unwrap_or("200");
    let line = format!("{status} Status");
    if let Some(link) = text.split("Location: ").nth(1) {
        return answer(&line, &format!("Location: {link}\r\n"), "");
    }
    if let Some(pause) = text.split("Retry-After: ").nth(1) {
        return answer(&line, &format!("Retry-After: {pause}\r\n"), "");
    }
    if lower.contains("hops") || lower.contains("redirect") {
        return answer(&line, "Location: /scim/Users\r\n", "");
    }
    if lower.contains("content-length") {
        let head = format!("HTTP/1.1 {line}\r\n{JSON}Content-Length: {}\r\n\r\n", whole(found[1]));
        return vec![send(head + &" ".repeat(whole(found[2]))), Step::Close];
    }
    if lower.contains("every") {
        let mut steps =
            vec![send(format!("HTTP/1.1 {line}\r\n{JSON}Transfer-Encoding: chunked\r\n\r\n"))];
        let pause = Duration::from_secs_f64(*found.last().unwrap());
        steps.extend((0..1000).flat_map(|_| [send("1\r\n \r\n".to_owned()), Step::Wait(pause)]));
        return steps;
    }
    if lower.contains("content-encoding") {
        let encoding = lower.split("content-encoding:").nth(1).unwrap().trim();
        return answer(&line, &format!("{JSON}Content-Encoding: {encoding}\r\n"), "{}");
    }
    if ["random", "garbage", "not http"].iter().any(|word| lower.contains(word)) {
        return vec![send("\u{1}\u{2} this is no HTTP \r\n\r\n".to_owned()), Step::Close];
    }
    if lower.contains("chunk") {
        let head = format!("HTTP/1.1 {line}\r\n{JSON}Transfer-Encoding: chunked\r\n\r\n");
        return vec![send(head + "zz\r\n{}\r\n0\r\n\r\n"), Step::Close];
    }
    if lower.contains("close") {
        return vec![Step::Close];
    }
    if lower.contains("silence") {
        return vec![Step::Hold];
    }
    if lower.contains("reset") {
        return vec![Step::Reset];
    }
    whole_answer(text, &line)
}

/// The answer of a server that keeps the connection well and says something odd.
fn whole_answer(text: &str, line: &str) -> Vec<Step> {
    let lower = text.to_lowercase();
    let found = numbers(text);
    if lower.contains("inflated") {
        return answer(line, GZIP, bomb(1 << 30));
    }
    if lower.contains("gzip") {
        let mut body = bomb(1 << 20);
        body.truncate(whole(*found.last().unwrap()));
        return answer(line, GZIP, body);
    }
    if lower.contains("token") {
        return answer(line, JSON, format!("{{\"detail\":\"unknown token {CANARY}\"}}"));
    }
    if lower.contains("text/html") {
        let size = if lower.contains("mb") { whole(found[1]) << 20 } else { 100 };
        return answer(
            line,
            "Content-Type: text/html\r\n",
            format!("<html><pre>{}", "at line 7 ".repeat(size / 10)),
        );
    }
    if lower.contains("obs-fold") {
        return vec![
            Step::Send(
                format!("HTTP/1.1 {line}\nX-A: 1\n  folded\nContent-Length: 2\n\n{{}}")
                    .into_bytes(),
            ),
            Step::Close,
        ];
    }
    if lower.contains("headers") {
        let count = found.iter().copied().fold(0.0, f64::max);
        return answer(line, &"X-Filler: 1\r\n".repeat(whole(count)), "{}");
    }
    if lower.contains("date header") {
        let amount = i64::try_from(whole(found[1])).unwrap();
        let away = match lower.split_once(&format!(" {amount}")).map(|(_, unit)| unit.trim_start())
        {
            Some(unit) if unit.starts_with('h') => jiff::SignedDuration::from_hours(amount),
            Some(unit) if unit.starts_with('d') => jiff::SignedDuration::from_hours(24 * amount),
            Some(unit) if unit.starts_with('s') => jiff::SignedDuration::from_secs(amount),
            _ => jiff::SignedDuration::from_mins(amount),
        };
        let now: jiff::Timestamp = super::NOW.parse().unwrap();
        let date = if lower.contains("behind") { now - away } else { now + away };
        let date = date.strftime("%a, %d %b %Y %H:%M:%S GMT");
        return answer(line, &format!("{JSON}Date: {date}\r\n"), "{}");
    }
    answer(line, JSON, "{\"a\":1}")
}

async fn send(probe: &Probe) -> Result<Vec<u8>, Error> {
    let token = crate::verkada::ScimToken::parse(CANARY).unwrap().value;
    let authorization = crate::client::auth::Authorization::new(&token).unwrap();
    let target = probe.client.http().endpoint().collection("Users", &[]).unwrap();
    let call = Call {
        doing: "Read users",
        method: Method::GET,
        target,
        authorization: Some(&authorization),
        content: Content::default(),
    };
    probe.client.http().send(&call).await.map(|answer| answer.body)
}

#[tokio::test(start_paused = true)]
async fn nasty_exchanges_end_as_declared() {
    for (id, input, expected) in items("http-exchange") {
        // Built in the tests of TLS, of proxies and of changes.
        if ["TLS", "env ", "POST", "PUT", "PATCH", "DELETE"]
            .iter()
            .any(|word| input.starts_with(word))
        {
            continue;
        }
        // Only a change leaves anything in doubt; the pace has its own test below.
        if ["unknown", "throttle"].contains(&expected.as_str()) {
            continue;
        }
        let steps = steps(&input);
        let once = expected == "retry";
        let server = FaultServer::start(move |request: &Request| match request.number {
            1.. if once => scim("200 OK", "{}"),
            _ => steps.clone(),
        })
        .await;
        let probe = Probe::new(&server.base_url());
        if expected == "cancel" {
            let second = Duration::from_secs(1);
            assert!(tokio::time::timeout(second, send(&probe)).await.is_err(), "{id} {input}");
            continue;
        }
        let result = send(&probe).await;
        let error = result.as_ref().err();
        probe.assert_no_canary(error);
        match expected.as_str() {
            "error" => assert!(
                error.is_some_and(|error| error.to_string().chars().count() < 400),
                "{id} {input}"
            ),
            "redact" => assert!(error.unwrap().to_string().contains("[redacted]"), "{id} {input}"),
            "ok" => {
                let skew = probe.client.http().clock_skew().unwrap_or_default();
                assert!(error.is_none(), "{id} {input}: {error:?}");
                assert!(skew.unsigned_abs() <= limits::CLOCK_SKEW, "{id} {input}: {skew}");
            }
            "warn" => {
                let skew = probe.client.http().clock_skew().unwrap();
                assert!(
                    error.is_none() && skew.unsigned_abs() > limits::CLOCK_SKEW,
                    "{id} {input}: {skew}"
                );
            }
            "retry" => {
                assert!(error.is_none(), "{id} {input}: {error:?}");
                let times: Vec<_> = server.requests().iter().map(|request| request.at).collect();
                let asked = input.split("Retry-After: ").nth(1);
                let asked = asked.and_then(|pause| retry_after(pause, super::NOW.parse().unwrap()));
                let least = asked.unwrap_or_default().max(limits::BACKOFF_FIRST);
                assert!(times[1] - times[0] >= least, "{id} {input}: {:?}", times[1] - times[0]);
            }
            other => panic!("{id} {input}: what is expected by {other:?}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn nasty_floods_are_held_back() {
    for (id, input, expected) in items("http-exchange") {
        if expected != "throttle" {
            continue;
        }
        let calls = whole(numbers(&input).into_iter().fold(60.0, f64::max)).min(2000);
        let gate = Gate::new(Pace::Command);
        let mut starts = Vec::new();
        for _ in 0..calls {
            gate.enter(|_, _| {}).await;
            starts.push(tokio::time::Instant::now());
        }
        let window = limits::CALLS_PER_5_SECONDS;
        for pair in starts.windows(window + 1) {
            assert!(pair[window] - pair[0] > Duration::from_secs(5), "{id} {input}");
        }
    }
}

#[test]
fn nasty_exchanges_about_tls_and_proxies_have_their_own_tests() {
    // They need a certificate or a process of their own: see `tls` and `places`.
    let known = [
        "1.0",
        "1.1",
        "old",
        "self-signed",
        "wrong host name",
        "expired",
        "unknown",
        "http_proxy",
        "https_proxy",
        "all_proxy",
    ];
    for (id, input, expected) in items("http-exchange") {
        if input.starts_with("TLS") || input.starts_with("env ") {
            assert!(
                known.iter().any(|word| input.to_lowercase().contains(word)),
                "{id} {input} has no test"
            );
            assert!(["error", "ok-direct"].contains(&expected.as_str()), "{id} {input}");
        }
    }
}
