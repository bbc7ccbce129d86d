//! The sandbox under load: requests a second and memory, beside a bare handler that returns the same bytes.

use std::cell::Cell;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use crate::bare;
use crate::process::{Running, Served, oneself};
use crate::table::{Table, grouped, median};
use crate::wire::{To, Wire, rate};

const PEOPLE: u32 = 10_000;
const CONNECTIONS: usize = 8;
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_millis(800);

/// Writes the request of a given number.
type Request<'a> = Box<dyn Fn(To<'_>, u64) -> Vec<u8> + 'a>;

/// One kind of request.
struct Kind<'a> {
    name: &'static str,
    kept: &'static str,
    wanted: f64,
    status: u16,
    request: Request<'a>,
}

/// Somebody who is there.
struct Known {
    id: String,
    user_name: String,
}

pub(crate) fn measure(table: &mut Table) {
    let sandbox = Served::sandbox(PEOPLE);
    let to = To { authority: sandbox.authority(), token: &sandbox.token };
    let before = sandbox.process.rss();
    let known = everybody(to);
    let created = Cell::new(0_u64);
    let kinds = kinds(&known, &created);
    let folder = tempfile::tempdir().expect("a temporary folder");
    keep_answers(to, &kinds, &folder);
    let folder = folder.path().to_str().expect("a plain path");
    let (_handler, bare) = Running::announced(&mut oneself(&["bare-handler", folder]));
    let bare = To { authority: &bare, token: to.token };
    for kind in kinds {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            ours.push(rate(to, CONNECTIONS, ROUND, kind.status, &kind.request));
            theirs.push(rate(bare, CONNECTIONS, ROUND, kind.status, &kind.request));
        }
        let (ours, theirs) = (median(&ours), median(&theirs));
        table.add(
            format!("sandbox, {} people, 8 connections: {}", grouped(PEOPLE.into()), kind.name),
            format!("{}/s, within 2x", grouped(kind.wanted)),
            format!("{}/s", grouped(ours)),
            format!("bare handler {}/s: {:.2}x", grouped(theirs), theirs / ours),
        );
    }
    table.add(
        "sandbox, memory after that load",
        "100 MiB",
        format!("{:.0} MiB", sandbox.process.rss()),
        format!("before {before:.0} MiB, {} people by then", grouped(total(to))),
    );
}

fn kinds<'a>(known: &'a [Known], created: &'a Cell<u64>) -> Vec<Kind<'a>> {
    // A large odd step visits everybody and nobody twice in a row.
    let someone = |number: u64| {
        let place = usize::try_from(number.wrapping_mul(7_919)).unwrap_or_default() % known.len();
        known.get(place).expect("somebody is there")
    };
    let list = |to: To<'_>, number: u64| {
        let start = 1 + 100 * (number % (u64::from(PEOPLE) / 100));
        to.request("GET", &format!("/scim/Users?startIndex={start}&count=100"), "")
    };
    let one = move |to: To<'_>, number| {
        to.request("GET", &format!("/scim/Users/{}", someone(number).id), "")
    };
    let find = |to: To<'_>, name: &str| {
        to.request("GET", &format!("/scim/Users?filter=userName%20eq%20%22{name}%22"), "")
    };
    let hit = move |to: To<'_>, number| find(to, &someone(number).user_name);
    let miss = move |to: To<'_>, number: u64| find(to, &format!("absent{number}@example.com"));
    let patch = move |to: To<'_>, number| {
        let body = format!(
            r#"{{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{{"op":"Replace","path":"title","value":"Planner {number}"}}]}}"#
        );
        to.request("PATCH", &format!("/scim/Users/{}", someone(number).id), &body)
    };
    let post = move |to: To<'_>, _| {
        let number = created.replace(created.get() + 1);
        let mail = format!("new{number}@example.com");
        let body = format!(
            r#"{{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"{mail}","displayName":"New Person","name":{{"givenName":"New","familyName":"Person"}},"emails":[{{"type":"work","value":"{mail}","primary":true}}],"active":true}}"#
        );
        to.request("POST", "/scim/Users", &body)
    };
    vec![
        Kind {
            name: "list of 100",
            kept: "list",
            wanted: 1_000.0,
            status: 200,
            request: Box::new(list),
        },
        Kind { name: "by id", kept: "one", wanted: 10_000.0, status: 200, request: Box::new(one) },
        Kind {
            name: "filter, hit",
            kept: "hit",
            wanted: 10_000.0,
            status: 200,
            request: Box::new(hit),
        },
        Kind {
            name: "filter, miss",
            kept: "miss",
            wanted: 10_000.0,
            status: 200,
            request: Box::new(miss),
        },
        Kind {
            name: "PATCH",
            kept: "patch",
            wanted: 10_000.0,
            status: 200,
            request: Box::new(patch),
        },
        Kind { name: "POST", kept: "post", wanted: 10_000.0, status: 201, request: Box::new(post) },
    ]
}

/// Asks once for each kind and keeps what came, for the bare handler to return.
fn keep_answers(to: To<'_>, kinds: &[Kind<'_>], folder: &TempDir) {
    block_on(async {
        let mut wire = Wire::open(to.authority).await;
        for kind in kinds {
            let answer = wire.ask(&(kind.request)(to, 0)).await;
            let text = String::from_utf8_lossy(answer.body);
            assert_eq!(answer.status, kind.status, "{}: {text}", kind.name);
            let found = match kind.kept {
                "list" => text.matches("\"userName\"").count() == 100,
                "hit" => text.contains("\"totalResults\":1,"),
                "miss" => text.contains("\"totalResults\":0,"),
                _ => !text.is_empty(),
            };
            assert!(found, "{}: {text}", kind.name);
            bare::keep_answer(folder.path(), kind.kept, answer.status, answer.body);
        }
    });
}

/// Ids and user names of all.
fn everybody(to: To<'_>) -> Vec<Known> {
    let mut known = Vec::new();
    block_on(async {
        let mut wire = Wire::open(to.authority).await;
        for start in (1..=PEOPLE).step_by(200) {
            let path = format!("/scim/Users?startIndex={start}&count=200&attributes=userName");
            let answer = wire.ask(&to.request("GET", &path, "")).await;
            let page: Value = serde_json::from_slice(answer.body).expect("a list");
            for row in page.get("Resources").and_then(Value::as_array).into_iter().flatten() {
                let text =
                    |key| row.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
                let person = Known { id: text("id"), user_name: text("userName") };
                // Some are wrong on purpose: their domain is not listed, and a change of them is refused.
                if person.user_name.is_ascii() && person.user_name.ends_with("@example.com") {
                    known.push(person);
                }
            }
        }
    });
    assert!(known.len() > 5_000, "{} people", known.len());
    known
}

/// How many people there are.
fn total(to: To<'_>) -> f64 {
    let mut total = 0.0;
    block_on(async {
        let mut wire = Wire::open(to.authority).await;
        let answer = wire.ask(&to.request("GET", "/scim/Users?count=1", "")).await;
        let page: Value = serde_json::from_slice(answer.body).expect("a list");
        total = page.get("totalResults").and_then(Value::as_f64).unwrap_or_default();
    });
    total
}

fn block_on(work: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(work);
}
