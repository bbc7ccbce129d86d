//! A client under test, and what its observer heard.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use scim_desk::{
    ClientError, Collection, CompleteList, Event, Http, HttpOptions, Partial, Resource, ScimClient,
    ScimToken, Stage, StageState, TenantUrl,
};

/// A client and its log.
pub(crate) struct Probe {
    pub(crate) client: ScimClient,
    token: String,
    events: Arc<Mutex<Vec<Event>>>,
}

/// What a reading brought.
pub(crate) struct Reading {
    pub(crate) rows: Vec<Resource>,
    pub(crate) pages: usize,
    pub(crate) error: Option<ClientError>,
    pub(crate) end: Result<CompleteList, Partial>,
}

impl Reading {
    pub(crate) fn ids(&self) -> HashSet<String> {
        self.rows.iter().filter_map(|row| row.id()).map(str::to_owned).collect()
    }

    pub(crate) fn texts(&self, attribute: &str) -> HashSet<String> {
        self.rows.iter().filter_map(|row| row.text(attribute)).map(str::to_owned).collect()
    }
}

impl Probe {
    pub(crate) fn new(base: &str, token: &str) -> Self {
        let events = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&events);
        let counter = AtomicU64::new(7);
        let options = HttpOptions {
            extra_ca: None,
            clock: Arc::new(jiff::Timestamp::now),
            chance: Arc::new(move || counter.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed)),
            observer: Arc::new(move |event| heard.lock().unwrap().push(event)),
        };
        let http = Http::new(&TenantUrl::parse(base).unwrap().value, options).unwrap();
        let parsed = ScimToken::parse(token).unwrap().value;
        Self { client: ScimClient::new(http, &parsed).unwrap(), token: token.to_owned(), events }
    }

    /// Reads a list to its end.
    pub(crate) async fn read(&self, collection: Collection) -> Reading {
        let mut listing = self.client.list(collection);
        let (mut rows, mut pages, mut error) = (Vec::new(), 0, None);
        while let Some(result) = listing.next().await {
            match result {
                Ok(page) => {
                    pages += 1;
                    rows.extend(page.resources);
                }
                Err(failure) => error = Some(failure),
            }
        }
        Reading { rows, pages, error, end: listing.finish() }
    }

    /// Runs the staged check and returns how each stage ended.
    pub(crate) async fn check(&self) -> Vec<(Stage, StageState)> {
        let mut check = self.client.check();
        let mut ends = Vec::new();
        while let Some(report) = check.next().await {
            if report.state != StageState::Started {
                ends.push((report.stage, report.state));
            }
        }
        ends
    }

    /// The token is in nothing that was recorded.
    pub(crate) fn assert_silent(&self) {
        let heard = format!("{:?}", self.events.lock().unwrap());
        assert!(!heard.contains(&self.token));
    }
}
