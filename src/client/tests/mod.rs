//! The client against servers that misbehave.

mod admin;
mod check;
mod faults;
mod nasty;
mod nasty_lists;
mod places;
mod tls;
mod walks;
mod writes;

#[path = "../../../tests/support/fault_server.rs"]
mod fault_server;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use crate::client::{Collection, Error, Event, Exchange, Http, HttpOptions, ScimClient};
use crate::scim::{CompleteList, ListPage, Partial};
use crate::verkada::{ScimToken, TenantUrl};

/// Must never be seen anywhere but in the Authorization header.
const CANARY: &str = "vk-canary-5f0e9d3c7b1a4e8f92d6";
/// What the tests' wall clock shows.
const NOW: &str = "2026-11-23T12:00:00Z";

/// A client and everything its observer heard.
struct Probe {
    client: ScimClient,
    events: Arc<Mutex<Vec<Event>>>,
}

impl Probe {
    fn new(base: &str) -> Self {
        Self::with_ca(base, None).unwrap()
    }

    fn with_ca(base: &str, extra_ca: Option<String>) -> Result<Self, Error> {
        Self::at(NOW, base, extra_ca)
    }

    fn at(now: &'static str, base: &str, extra_ca: Option<String>) -> Result<Self, Error> {
        let events = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&events);
        let counter = AtomicU64::new(1);
        let tenant = TenantUrl::parse(base).unwrap().value;
        let http = Http::new(
            &tenant,
            HttpOptions {
                extra_ca,
                clock: Arc::new(|| now.parse().unwrap()),
                chance: Arc::new(move || {
                    counter.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed)
                }),
                observer: Arc::new(move |event| heard.lock().unwrap().push(event)),
            },
        )?;
        let token = ScimToken::parse(CANARY).unwrap().value;
        Ok(Self { client: ScimClient::new(http, &token).unwrap(), events })
    }

    fn exchanges(&self) -> Vec<Exchange> {
        let events = self.events.lock().unwrap();
        let exchange = |event: &Event| match event {
            Event::Exchange(exchange) => Some((**exchange).clone()),
            Event::Waiting(_) => None,
        };
        events.iter().filter_map(exchange).collect()
    }

    /// Neither the errors nor anything the observer heard may hold the token.
    fn assert_no_canary(&self, error: Option<&Error>) {
        let told = match error {
            Some(error) => format!("{error} {error:?} {}", error.hint()),
            None => String::new(),
        };
        let heard = format!("{:?}", self.events.lock().unwrap());
        for text in [told, heard] {
            assert!(!text.contains("canary") && !text.contains(&CANARY[..12]), "{text}");
        }
    }

    /// Reads a list to its end and returns every page, the first error, and what the reading is worth.
    async fn walk(&self) -> Reading {
        let mut listing = self.client.list(Collection::Users);
        let (mut pages, mut error) = (Vec::new(), None);
        while let Some(result) = listing.next().await {
            match result {
                Ok(page) => pages.push(page),
                Err(failure) => error = Some(failure),
            }
        }
        Reading { pages, error, end: listing.finish() }
    }
}

struct Reading {
    pages: Vec<ListPage>,
    error: Option<Error>,
    end: Result<CompleteList, Partial>,
}

impl Reading {
    fn ids(&self) -> Vec<String> {
        let rows = self.pages.iter().flat_map(|page| &page.resources);
        rows.filter_map(|row| row.id()).map(str::to_owned).collect()
    }
}
