//! The nasty inputs about exchanges, and the scenarios of lists, each built from its description.

use std::time::Duration;

use reqwest::Method;

use super::fault_server::{FaultServer, Request, Step, answer, page, row, scim, well_behaved};
use super::faults::bomb;
use super::{CANARY, Probe};
use crate::client::gate::{Gate, Pace};
use crate::client::http::Call;
use crate::client::wait::retry_after;
use crate::client::{Collection, Error, ErrorKind};
use crate::limits;

/// The items of an area as id, description and expected end.
fn items(area: &str) -> impl Iterator<Item = (String, String, String)> {
    let items = crate::nasty::items(area).unwrap().into_iter();
    items.map(|item| (item.id, String::from_utf8(item.input).unwrap(), item.expected))
}

/// The numbers of a description in order; `10,000` is one number.
fn numbers(text: &str) -> Vec<f64> {
    let plain = text.replace(',', "");
    let parts = plain.split(|character: char| !character.is_ascii_digit() && character != '.');
    parts.filter_map(|part| part.trim_matches('.').parse().ok()).collect()
}

fn whole(number: f64) -> usize {
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
    if lower.contains("inflated") {
        return answer(&line, GZIP, bomb(1 << 30));
    }
    if lower.contains("gzip") {
        let mut body = bomb(1 << 20);
        body.truncate(whole(*found.last().unwrap()));
        return answer(&line, GZIP, body);
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
    if lower.contains("silence") {
        return vec![Step::Hold];
    }
    if lower.contains("reset") {
        return vec![Step::Reset];
    }
    if lower.contains("token") {
        return answer(&line, JSON, format!("{{\"detail\":\"unknown token {CANARY}\"}}"));
    }
    if lower.contains("text/html") {
        let size = if lower.contains("mb") { whole(found[1]) << 20 } else { 100 };
        return answer(
            &line,
            "Content-Type: text/html\r\n",
            format!("<html><pre>{}", "at line 7 ".repeat(size / 10)),
        );
    }
    if lower.contains("obs-fold") {
        return vec![
            send(format!("HTTP/1.1 {line}\nX-A: 1\n  folded\nContent-Length: 2\n\n{{}}")),
            Step::Close,
        ];
    }
    if lower.contains("headers") {
        let count = found.iter().copied().fold(0.0, f64::max);
        return answer(&line, &"X-Filler: 1\r\n".repeat(whole(count)), "{}");
    }
    if lower.contains("date header") {
        let minutes = whole(found[1]);
        let away = jiff::SignedDuration::from_mins(i64::try_from(minutes).unwrap());
        let now: jiff::Timestamp = super::NOW.parse().unwrap();
        let date = if lower.contains("behind") { now - away } else { now + away };
        let date = date.strftime("%a, %d %b %Y %H:%M:%S GMT");
        return answer(&line, &format!("{JSON}Date: {date}\r\n"), "{}");
    }
    answer(&line, JSON, "{\"a\":1}")
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
    };
    probe.client.http().send(&call).await
}

#[tokio::test(start_paused = true)]
async fn nasty_exchanges_end_as_declared() {
    for (id, input, expected) in items("http-exchange") {
        // Built in the tests of TLS and of proxies; this client makes no call that changes anything.
        if ["TLS", "env ", "POST", "PUT", "PATCH", "DELETE"]
            .iter()
            .any(|word| input.starts_with(word))
        {
            continue;
        }
        // Nothing is written, so nothing is left in doubt; the pace has its own item below.
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
            "ok" => assert!(error.is_none(), "{id} {input}: {error:?}"),
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

/// A list as a scenario describes it: rows by position, cursors, statuses.
struct Scenario {
    total: usize,
    rows: usize,
    /// The total grows by so much with every page.
    growth: usize,
    same_rows: bool,
    cursors: Vec<String>,
    link: bool,
    /// This page fails with this status for ever.
    fails: Option<(usize, String)>,
    /// When this page is asked for, somebody is put in front.
    inserted: Option<usize>,
    attributes: usize,
}

impl Scenario {
    fn read(text: &str) -> Option<Self> {
        let found: Vec<usize> = numbers(text).into_iter().map(whole).collect();
        let mut scenario = Self {
            total: 2000,
            rows: 100,
            growth: 0,
            same_rows: false,
            cursors: Vec::new(),
            link: text.contains("nextLink"),
            fails: None,
            inserted: None,
            attributes: 2,
        };
        if text.contains("same") && text.contains("ids") {
            (scenario.same_rows, scenario.rows, scenario.total) =
                (true, *found.first()?, *found.get(1)?);
        } else if text.contains("nextCursor") {
            let names = text.rsplit(' ').next()?.trim_matches('"');
            let mut seen: Vec<String> = names.split(',').map(str::to_owned).collect();
            seen.truncate(2);
            scenario.cursors = seen;
        } else if text.contains("totalResults grows") {
            (scenario.growth, scenario.rows, scenario.total) = (*found.first()?, 1, 10);
        } else if text.contains("inserted") {
            scenario.inserted = Some(*found.get(1)?);
        } else if text.starts_with("scenario: page") {
            let status = found.iter().find(|number| (300..600).contains(*number))?;
            scenario.fails = Some((*found.first()?, status.to_string()));
        } else if text.contains("users with") {
            (scenario.total, scenario.rows, scenario.attributes) =
                (*found.first()?, 200, *found.get(1)?);
        } else if !scenario.link {
            return None;
        }
        Some(scenario)
    }

    fn answer(&self, request: &Request) -> Vec<Step> {
        let start: usize =
            request.parameter("startIndex").and_then(|start| start.parse().ok()).unwrap_or(1);
        let index = start.saturating_sub(1) / self.rows + 1;
        if let Some((_, status)) = self.fails.as_ref().filter(|(page, _)| *page == index) {
            return scim(&format!("{status} Status"), "{}");
        }
        let total = self.total + self.growth * request.number;
        // From the moment somebody stands in front, everybody else is one place further back.
        let shift = usize::from(self.inserted.is_some_and(|page| request.number + 1 >= page));
        let first = if self.same_rows || !self.cursors.is_empty() { 1 } else { start };
        let ids = (first..=total).take(self.rows).map(|place| format!("u{}", place - shift));
        let narrow = request.parameter("attributes").is_some();
        let further = 2..if narrow { 2 } else { self.attributes };
        let attribute = |number| format!("\"attribute{number}\":\"value of attribute {number}\",");
        let extra = further.map(attribute).collect::<Vec<_>>().concat();
        let mut body = page(total, start, ids);
        if !extra.is_empty() {
            body = body.replace("\"userName\"", &format!("{extra}\"userName\""));
        }
        if let Some(cursor) = self.cursors.get(request.number % self.cursors.len().max(1)) {
            body = body.replacen('{', &format!("{{\"nextCursor\":\"{cursor}\","), 1);
        }
        if self.link {
            body =
                body.replacen('{', &format!("{{\"@odata.nextLink\":\"/scim/Users?{start}\","), 1);
        }
        scim("200 OK", body)
    }
}

#[tokio::test(start_paused = true)]
async fn nasty_lists_end_as_declared() {
    for (id, input, expected) in items("list-response") {
        if !input.starts_with("scenario:") {
            continue;
        }
        let scenario =
            Scenario::read(&input).unwrap_or_else(|| panic!("{id}: teach this test {input:?}"));
        let (total, link) = (scenario.total, scenario.link);
        let server = FaultServer::start(move |request: &Request| scenario.answer(request)).await;
        let probe = Probe::new(&server.base_url());
        let mut listing = probe.client.list(Collection::Users);
        if expected == "cancel" {
            listing.next().await.unwrap().unwrap();
            assert!(listing.finish().is_err(), "{id} {input}");
            continue;
        }
        let (mut pages, mut rows, mut error) = (0, 0, None);
        let mut seen = std::collections::HashSet::new();
        while let Some(result) = listing.next().await {
            match result {
                Ok(page) => {
                    pages += 1;
                    rows += page.resources.len();
                    seen.extend(
                        page.resources.iter().filter_map(|row| row.id()).map(str::to_owned),
                    );
                }
                Err(failure) => error = Some(failure),
            }
        }
        let end = listing.finish();
        assert_eq!(seen.len(), rows, "{id}: a row was handed on twice");
        match expected.as_str() {
            "ok" => {
                assert!(error.is_none() && rows >= total, "{id} {input}: {rows} {error:?}");
                assert_eq!(end.unwrap().len(), rows, "{id} {input}");
            }
            // The answer of another protocol is refused as a whole, and its link never followed.
            "stop" if link => assert!(pages < 100 && end.is_err(), "{id} {input}"),
            "stop" => assert!(
                error.is_none() && pages < 100 && end.is_err(),
                "{id} {input}: {pages} {end:?}"
            ),
            "incomplete" => {
                assert!(
                    error.is_some() && rows > 0 && rows < total && end.is_err(),
                    "{id} {input}"
                );
                assert!(
                    error.is_some_and(|error| error.kind() != ErrorKind::Malformed),
                    "{id} {input}"
                );
            }
            other => panic!("{id} {input}: what is expected by {other:?}"),
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_page_that_is_a_web_page_is_not_a_list_of_nobody() {
    let portal = "<html><title>Sign in to Wi-Fi</title></html>";
    for headers in ["", "Content-Type: text/html\r\n", JSON] {
        let server = FaultServer::start(move |_: &Request| answer("200 OK", headers, portal)).await;
        let reading = Probe::new(&server.base_url()).walk().await;
        assert!(reading.error.unwrap().to_string().contains("\"Sign in to Wi-Fi\""), "{headers}");
        assert!(reading.end.is_err());
    }
    // And a list that is well is read.
    let server = FaultServer::start(well_behaved(1, 1)).await;
    assert_eq!(Probe::new(&server.base_url()).walk().await.ids(), ["u1"]);
    assert!(row("u1").contains("u1"));
}
