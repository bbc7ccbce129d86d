//! The nasty inputs about lists that are scenarios: a server behaves as described, page after page.

use super::Probe;
use super::fault_server::{FaultServer, Request, Step, answer, page, scim, well_behaved};
use super::faults::peak_memory;
use super::nasty::{items, numbers, whole};
use crate::client::{Collection, ErrorKind};

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
    /// When so many pages were asked for, somebody comes or goes in front.
    moves: Option<(usize, Move)>,
    attributes: usize,
}

/// What happens in front of everybody else.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Move {
    Comes,
    Goes,
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
            moves: None,
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
        } else if text.contains("inserted") || text.contains("added") {
            scenario.moves = Some((*found.get(1)?, Move::Comes));
        } else if text.contains("deleted") || text.contains("removed") {
            scenario.moves = Some((*found.get(1)?, Move::Goes));
        } else if ["per page", "page size", "caps", "at most"]
            .iter()
            .any(|word| text.contains(word))
        {
            scenario.rows = *found.iter().min()?;
            scenario.total = (*found.iter().max()?).max(scenario.rows * 5);
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
        let moved = self.moves.filter(|(pages, _)| request.number + 1 >= *pages);
        let plain_total = self.total + self.growth * request.number;
        let first = if self.same_rows || !self.cursors.is_empty() { 1 } else { start };
        // Whoever stands behind moves by one place.
        let (number_of_first, total) = match moved.map(|(_, what)| what) {
            Some(Move::Comes) => (first - 1, plain_total + 1),
            Some(Move::Goes) => (first + 1, plain_total - 1),
            None => (first, plain_total),
        };
        let left = (total + 1).saturating_sub(first).min(self.rows);
        let ids = (number_of_first..).take(left).map(|number| format!("u{number}"));
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
        let (total, link, moves) = (scenario.total, scenario.link, scenario.moves);
        let server = FaultServer::start(move |request: &Request| scenario.answer(request)).await;
        let probe = Probe::new(&server.base_url());
        let mut listing = probe.client.list(Collection::Users);
        if expected == "cancel" {
            listing.next().await.unwrap().unwrap();
            assert!(listing.finish().is_err(), "{id} {input}");
            continue;
        }
        let memory = peak_memory();
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
        let growth = peak_memory().saturating_sub(memory);
        assert!(growth < 200 << 20, "{id} {input}: {} MiB", growth >> 20);
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
            // Once the list stands still, reading it again may find everybody; nobody may be missing unnoticed.
            "incomplete" | "warn" if moves.is_some() => {
                let there = 2..total;
                let missing =
                    there.map(|number| format!("u{number}")).find(|id| !seen.contains(id));
                assert!(end.is_err() || missing.is_none(), "{id} {input}: {missing:?}");
            }
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
    for headers in ["", "Content-Type: text/html\r\n", "Content-Type: application/scim+json\r\n"] {
        let server = FaultServer::start(move |_: &Request| answer("200 OK", headers, portal)).await;
        let reading = Probe::new(&server.base_url()).walk().await;
        assert!(reading.error.unwrap().to_string().contains("\"Sign in to Wi-Fi\""), "{headers}");
        assert!(reading.end.is_err());
    }
    // And a list that is well is read.
    let server = FaultServer::start(well_behaved(1, 1)).await;
    assert_eq!(Probe::new(&server.base_url()).walk().await.ids(), ["u1"]);
}
