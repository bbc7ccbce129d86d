//! Lists read from servers that page oddly, change while they are read, or break half way.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::time::Instant;

use super::Probe;
use super::fault_server::{FaultServer, Request, Step, page, row, scim, well_behaved};
use crate::client::{Collection, ErrorKind};
use crate::scim::PartialReason;

fn numbered(count: usize) -> Vec<String> {
    (1..=count).map(|number| format!("u{number}")).collect()
}

#[tokio::test(start_paused = true)]
async fn a_list_is_read_whole_whatever_the_size_of_its_pages() {
    for (total, most) in [(0, 200), (1, 200), (200, 200), (201, 200), (1000, 200), (95, 20), (7, 1)]
    {
        let server = FaultServer::start(well_behaved(total, most)).await;
        let reading = Probe::new(&server.base_url()).walk().await;
        assert_eq!(reading.ids(), numbered(total), "{total} by {most}");
        assert_eq!(reading.end.unwrap().len(), total, "{total} by {most}");
    }
}

#[tokio::test(start_paused = true)]
async fn several_pages_are_on_their_way_at_once() {
    let good = well_behaved(4000, 200);
    let server = FaultServer::start(move |request: &Request| {
        let mut steps = vec![Step::Wait(Duration::from_secs(1))];
        steps.extend(good(request));
        steps
    })
    .await;
    let probe = Probe::new(&server.base_url());
    let begin = Instant::now();
    let mut listing = probe.client.list(Collection::Users);
    let mut rows = 0;
    while !listing.is_verifying() {
        rows += listing.next().await.unwrap().unwrap().resources.len();
    }
    assert_eq!(rows, 4000);
    // 20 pages of a second each, four at once after the first few.
    assert!(begin.elapsed() < Duration::from_secs(9), "{:?}", begin.elapsed());
    assert!(server.requests().len() <= 21);
}

#[tokio::test(start_paused = true)]
async fn uneven_pages_are_read_one_after_the_other_and_lose_nobody() {
    let server = FaultServer::start(|request: &Request| {
        let start: usize = request.parameter("startIndex").unwrap().parse().unwrap();
        let ids = (start..=500).take(1 + start * 7 % 40).map(|number| format!("u{number}"));
        scim("200 OK", page(500, start, ids))
    })
    .await;
    let reading = Probe::new(&server.base_url()).walk().await;
    assert_eq!(reading.ids(), numbered(500));
    assert!(reading.end.is_ok());
}

#[tokio::test(start_paused = true)]
async fn cursors_are_followed_where_the_server_gives_them() {
    let server = FaultServer::start(|request: &Request| {
        let start: usize = match request.parameter("cursor") {
            Some(cursor) => cursor.strip_prefix("c%2B").unwrap().parse().unwrap(),
            None => 1,
        };
        let ids: Vec<_> = (start..=30).take(10).map(|number| row(&format!("u{number}"))).collect();
        let next = match start + 10 {
            next if next <= 30 => format!(",\"nextCursor\":\"c+{next}\""),
            _ => String::new(),
        };
        scim("200 OK", format!("{{\"totalResults\":30{next},\"Resources\":[{}]}}", ids.join(",")))
    })
    .await;
    let reading = Probe::new(&server.base_url()).walk().await;
    assert_eq!(reading.ids(), numbered(30));
    assert!(reading.end.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_server_that_prefers_cursors_is_read_by_cursors_once_it_has_said_so() {
    let server = FaultServer::start(|request: &Request| {
        if request.path().ends_with("Config") {
            let paging = "{\"cursor\":true,\"index\":false}";
            return scim("200 OK", format!("{{\"pagination\":{paging}}}"));
        }
        match request.parameter("cursor") {
            Some("") => scim(
                "200 OK",
                page(2, 1, ["u1".to_owned()]).replacen('{', "{\"nextCursor\":\"x\",", 1),
            ),
            Some("x") => scim("200 OK", page(2, 2, ["u2".to_owned()])),
            _ => scim("400 Bad Request", "{\"detail\":\"only cursors\"}"),
        }
    })
    .await;
    let probe = Probe::new(&server.base_url());
    assert!(probe.client.discover().await.prefers_cursors);
    let reading = probe.walk().await;
    assert_eq!(reading.ids(), numbered(2));
    assert!(reading.end.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_server_that_refuses_the_parameter_attributes_is_read_with_whole_rows() {
    let good = well_behaved(50, 10);
    let server =
        FaultServer::start(move |request: &Request| match request.parameter("attributes") {
            Some(_) => scim("400 Bad Request", "{\"detail\":\"unknown parameter\"}"),
            None => good(request),
        })
        .await;
    let reading = Probe::new(&server.base_url()).walk().await;
    assert_eq!(reading.end.unwrap().len(), 50);
    assert!(reading.error.is_none());
}

#[tokio::test(start_paused = true)]
async fn what_was_read_before_a_failure_stays_and_reading_goes_on_from_there() {
    for (status, kind) in
        [("401 Unauthorized", ErrorKind::Unauthorized), ("404 Not Found", ErrorKind::NotFound)]
    {
        let broken = Arc::new(Mutex::new(true));
        let (good, is_broken) = (well_behaved(2000, 100), Arc::clone(&broken));
        let server = FaultServer::start(move |request: &Request| {
            let start = request.parameter("startIndex").unwrap();
            if start == "601" && *is_broken.lock().unwrap() {
                scim(status, "{}")
            } else {
                good(request)
            }
        })
        .await;
        let probe = Probe::new(&server.base_url());
        let mut listing = probe.client.list(Collection::Users);
        let (mut ids, mut failures) = (Vec::new(), 0);
        loop {
            match listing.next().await {
                Some(Ok(page)) => {
                    ids.extend(page.resources.iter().filter_map(|row| row.id()).map(str::to_owned));
                }
                Some(Err(error)) => {
                    assert_eq!(error.kind(), kind);
                    assert_eq!(ids, numbered(600), "{status}");
                    failures += 1;
                    *broken.lock().unwrap() = false;
                }
                None if failures == 1 => {
                    failures += 1;
                    listing.resume();
                }
                None => break,
            }
        }
        assert_eq!(ids, numbered(2000), "{status}");
        assert_eq!(listing.finish().unwrap().len(), 2000, "{status}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_reading_that_was_given_up_is_partial() {
    let server = FaultServer::start(well_behaved(1000, 100)).await;
    let probe = Probe::new(&server.base_url());
    let mut listing = probe.client.list(Collection::Users);
    for _ in 0..3 {
        listing.next().await.unwrap().unwrap();
    }
    assert_eq!((listing.read(), listing.total()), (300, 1000));
    assert_eq!(listing.finish().unwrap_err().reason, PartialReason::Interrupted);
}

#[tokio::test(start_paused = true)]
async fn a_list_without_end_is_left_after_a_quarter_of_an_hour() {
    let good = well_behaved(100_000, 10);
    let server = FaultServer::start(move |request: &Request| {
        let mut steps = vec![Step::Wait(Duration::from_secs(25))];
        steps.extend(good(request));
        steps
    })
    .await;
    let probe = Probe::new(&server.base_url());
    let begin = Instant::now();
    let reading = probe.walk().await;
    assert_eq!(reading.error.as_ref().unwrap().kind(), ErrorKind::TimedOut);
    assert!(begin.elapsed() <= Duration::from_secs(15 * 60 + 1), "{:?}", begin.elapsed());
    assert!(reading.ids().len() > 300 && reading.end.is_err());
}

/// A list whose rows come and go while it is read.
struct Drifting {
    rows: Vec<usize>,
    next: usize,
    seed: u64,
    /// One change in so many requests; none after so many requests.
    rarity: u64,
    calm_after: usize,
}

impl Drifting {
    fn random(&mut self) -> u64 {
        self.seed ^= self.seed << 13;
        self.seed ^= self.seed >> 7;
        self.seed ^= self.seed << 17;
        self.seed >> 11
    }

    fn answer(&mut self, request: &Request) -> String {
        if request.number < self.calm_after && self.random().is_multiple_of(self.rarity) {
            // As often as not a removal and an addition together, so that the total says nothing.
            let kind = self.random() % 4;
            if kind != 0 && !self.rows.is_empty() {
                let index = usize::try_from(self.random()).unwrap() % self.rows.len();
                self.rows.remove(index);
            }
            if kind != 1 {
                let index = if kind == 2 {
                    self.rows.len()
                } else {
                    usize::try_from(self.random()).unwrap() % (self.rows.len() + 1)
                };
                self.rows.insert(index, self.next);
                self.next += 1;
            }
        }
        let start: usize = request.parameter("startIndex").unwrap().parse().unwrap();
        let ids = self.rows.iter().skip(start - 1).take(10).map(|number| format!("u{number}"));
        page(self.rows.len(), start, ids)
    }
}

#[tokio::test(start_paused = true)]
async fn a_list_that_drifts_is_never_called_complete_when_somebody_is_missing() {
    let (mut complete, mut partial) = (0, 0);
    for seed in 1..=250_u64 {
        let list = Arc::new(Mutex::new(Drifting {
            rows: (0..80).collect(),
            next: 80,
            seed: seed.wrapping_mul(0x9e37_79b9_7f4a_7c15),
            rarity: 1 + seed % 12,
            calm_after: usize::try_from(seed % 40).unwrap(),
        }));
        let drifting = Arc::clone(&list);
        let server = FaultServer::start(move |request: &Request| {
            scim("200 OK", drifting.lock().unwrap().answer(request))
        })
        .await;
        let reading = Probe::new(&server.base_url()).walk().await;
        assert!(reading.error.is_none());
        let seen: HashSet<String> = reading.ids().into_iter().collect();
        assert_eq!(seen.len(), reading.ids().len(), "seed {seed}: a row came twice");
        match reading.end {
            Ok(list_seen) => {
                complete += 1;
                // Whoever was there from the first request to the last.
                for number in list.lock().unwrap().rows.iter().filter(|number| **number < 80) {
                    let id = format!("u{number}");
                    assert!(
                        list_seen.contains(&id) && seen.contains(&id),
                        "seed {seed}: {id} is missing"
                    );
                }
            }
            Err(_) => partial += 1,
        }
        assert!(server.requests().len() < 200, "seed {seed}");
    }
    assert!(complete > 30 && partial > 30, "{complete} complete, {partial} partial");
}
