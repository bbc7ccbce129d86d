//! Reading people over SCIM: the client alone, and with the sandbox, beside a bare download.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use scim_desk::{Http, HttpOptions, ScimClient, ScimToken, TenantUrl, TypedRows};
use tokio::runtime::{Builder, Runtime};

use crate::bare::PAGE_ROWS;
use crate::process::{Running, Served, oneself};
use crate::table::{Table, grouped, median};
use crate::wire::{To, Wire};

const ROUNDS: usize = 5;
/// Pages that the client has on their way at once.
const AT_ONCE: usize = 4;
/// A token of the right form that opens nothing.
const NO_TOKEN: &str = "costless-pages-ask-for-no-token-0000";

/// How long a reading took, in seconds.
struct Took {
    /// Until the last row was there.
    rows: f64,
    /// Until it was sure that the list had stood still, which needs all ids once more.
    whole: f64,
}

pub(crate) fn measure(table: &mut Table) {
    for (people, goal) in [(10_000, 0.14), (100_000, 1.5)] {
        let (_pages, authority) =
            Running::announced(&mut oneself(&["bare-pages", &people.to_string()]));
        let to = To { authority: &authority, token: NO_TOKEN };
        let what = format!("client alone, {} typed rows of costless pages", grouped(people.into()));
        compare(table, what, format!("{goal} s"), to, people);
    }
    let people = 100_000;
    let sandbox = Served::sandbox(people);
    let to = To { authority: sandbox.authority(), token: &sandbox.token };
    let what = format!("{} people read from the sandbox", grouped(people.into()));
    compare(table, what, "within 1.5x".to_owned(), to, people);
}

fn compare(table: &mut Table, what: String, goal: String, to: To<'_>, people: u32) {
    let (mut rows, mut whole, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let took = read(to, people);
        rows.push(took.rows);
        whole.push(took.whole);
        bare.push(download(to, people));
    }
    let (rows, whole, bare) = (median(&rows), median(&whole), median(&bare));
    table.add(
        what,
        goal,
        format!("{whole:.3} s, rows in {rows:.3} s"),
        format!("bare download of the same pages {bare:.3} s: {:.2}x", whole / bare),
    );
}

/// Two threads, as the window has.
fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime")
}

fn read(to: To<'_>, people: u32) -> Took {
    let chance = AtomicU64::new(7);
    let options = HttpOptions {
        extra_ca: None,
        clock: Arc::new(jiff::Timestamp::now),
        chance: Arc::new(move || chance.fetch_add(1, Ordering::Relaxed)),
        observer: Arc::new(drop),
    };
    let url = TenantUrl::parse(&format!("http://{}/scim", to.authority)).expect("a URL").value;
    let token = ScimToken::parse(to.token).expect("a token").value;
    let http = Http::new(&url, options).expect("a client");
    let client = ScimClient::new(http, &token).expect("a client");
    runtime().block_on(async move {
        // As in the window, the reading is a task beside others.
        tokio::spawn(async move {
            let begun = Instant::now();
            let mut listing = client.list_people();
            let mut typed = TypedRows::default();
            let mut rows = 0.0;
            while let Some(page) = listing.next().await {
                let page = page.expect("a page");
                if !page.resources.is_empty() {
                    typed.take(&page);
                    rows = begun.elapsed().as_secs_f64();
                }
            }
            let whole = listing.finish().expect("a list that stood still");
            assert_eq!((typed.len(), whole.len()), (people as usize, people as usize));
            Took { rows, whole: begun.elapsed().as_secs_f64() }
        })
        .await
        .expect("a reading")
    })
}

/// Asks for the same pages, whole and then ids alone, as many at once, and throws them away.
fn download(to: To<'_>, people: u32) -> f64 {
    let starts = || (1..=people as usize).step_by(PAGE_ROWS);
    let pages: Vec<String> =
        starts()
            .map(|start| format!("/scim/Users?startIndex={start}&count={PAGE_ROWS}"))
            .chain(starts().map(|start| {
                format!("/scim/Users?startIndex={start}&count={PAGE_ROWS}&attributes=id")
            }))
            .collect();
    let next = Cell::new(0_usize);
    let begun = Instant::now();
    let talk = async || {
        let mut wire = Wire::open(to.authority).await;
        while let Some(path) = pages.get(next.replace(next.get() + 1)) {
            let answer = wire.ask(&to.request("GET", path, "")).await;
            assert_eq!(answer.status, 200);
        }
    };
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(futures_util::future::join_all((0..AT_ONCE).map(|_| talk())));
    begun.elapsed().as_secs_f64()
}
