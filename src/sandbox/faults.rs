//! Trouble on request: what a test or a lesson asks the sandbox to do wrong, and when.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::time::Duration;

use axum::http::Method;
use serde::Deserialize;
use serde::Serialize;
use tokio::time::Instant;

use crate::sandbox::router::ADMIN;

/// One kind of trouble, where and how often it happens.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Fault {
    /// What happens.
    #[serde(flatten)]
    pub trouble: Trouble,
    /// Only for this method; for every one when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Only for this path below the SCIM base URL and what lies under it, such as `/Users`; or for a path of the admin
    /// API such as `/admin/users`. Without a path the admin API stays well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// How many of the requests that match pass first.
    #[serde(default)]
    pub skip: u64,
    /// How often it happens; without end when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The share of the requests that it happens to, from 0 to 1; which ones follows from `seed`.
    #[serde(default = "always")]
    pub probability: f64,
    /// Decides with `probability`; the same seed gives the same trouble.
    #[serde(default)]
    pub seed: u64,
}

/// What goes wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Trouble {
    /// The answer comes late.
    Delay {
        /// By how much.
        milliseconds: u64,
    },
    /// 429 instead of an answer.
    Throttle {
        /// The text of `Retry-After`, in any form; the header is absent without it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        retry_after: Option<String>,
    },
    /// An error status instead of an answer.
    Status {
        /// From 400 to 599.
        status: u16,
    },
    /// The connection is reset.
    Reset {
        /// Whether the request is carried out all the same.
        #[serde(default)]
        when: When,
    },
    /// 429 without `Retry-After` for whatever goes beyond a rate, and for everything during a while after it: how
    /// Command holds back whoever asks too much (apidocs.verkada.com, rate limiting).
    Limit {
        /// How many requests pass in a window.
        #[serde(default = "command_requests")]
        requests: u32,
        /// How long a window is, and the while after it was too much.
        #[serde(default = "command_window")]
        milliseconds: u64,
    },
    /// The body ends in the middle and the connection closes.
    Truncate,
    /// People come and go after a list is answered, so that its next page has moved.
    Drift {
        /// How many people come.
        #[serde(default)]
        add: u32,
        /// How many of those who came first go.
        #[serde(default)]
        remove: u32,
    },
}

/// When a connection is reset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum When {
    /// Nothing is carried out.
    #[default]
    Before,
    /// The request is carried out and its answer is lost.
    After,
}

/// 300 requests a minute, counted in windows of five seconds.
const fn command_requests() -> u32 {
    25
}

const fn command_window() -> u64 {
    5000
}

fn always() -> f64 {
    1.0
}

impl Fault {
    /// The trouble for every request, without end.
    pub fn every(trouble: Trouble) -> Self {
        Self { trouble, method: None, path: None, skip: 0, count: None, probability: 1.0, seed: 0 }
    }

    /// What is wrong with the fault itself.
    pub(crate) fn problem(&self) -> Option<&'static str> {
        if !(0.0..=1.0).contains(&self.probability) {
            return Some("probability must lie between 0 and 1");
        }
        match &self.trouble {
            Trouble::Status { status } if !(400..=599).contains(status) => {
                Some("status must be from 400 to 599")
            }
            Trouble::Delay { milliseconds } if *milliseconds > 600_000 => {
                Some("milliseconds must be at most 600000")
            }
            Trouble::Throttle { retry_after: Some(text) }
                if !text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) =>
            {
                Some("retryAfter must be visible ASCII")
            }
            Trouble::Limit { milliseconds, .. } if !(1..=600_000).contains(milliseconds) => {
                Some("milliseconds must be from 1 to 600000")
            }
            Trouble::Drift { add, remove } if *add > 1000 || *remove > 1000 => {
                Some("add and remove must be at most 1000")
            }
            _ => None,
        }
    }

    fn matches(&self, method: &Method, path: &str) -> bool {
        let method =
            self.method.as_ref().is_none_or(|own| own.eq_ignore_ascii_case(method.as_str()));
        let is_admin = |path: &str| path == ADMIN || path.starts_with("/admin/");
        if is_admin(path) && !self.path.as_deref().is_some_and(is_admin) {
            return false;
        }
        let path = self.path.as_ref().is_none_or(|own| {
            path.strip_prefix(own.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || own.ends_with('/'))
        });
        method && path
    }
}

/// A fault with its history.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Armed {
    pub(crate) id: u64,
    #[serde(flatten)]
    pub(crate) fault: Fault,
    /// Requests that matched so far.
    pub(crate) seen: u64,
    /// Requests it happened to.
    pub(crate) happened: u64,
    #[serde(skip)]
    window: Option<Window>,
}

/// Requests of one window of a limit.
#[derive(Clone, Debug)]
struct Window {
    ends: Instant,
    requests: u32,
}

impl Armed {
    /// What happens to a request that matches; each asking counts.
    fn strike(&mut self, now: Instant) -> Option<Trouble> {
        self.seen += 1;
        let fault = &self.fault;
        let due = self.seen > fault.skip
            && fault.count.is_none_or(|count| self.happened < count)
            && chance(fault.seed, self.seen) < fault.probability;
        if !due {
            return None;
        }
        let trouble = match fault.trouble {
            Trouble::Limit { requests, milliseconds } => {
                self.limit(now, requests, Duration::from_millis(milliseconds))?
            }
            ref trouble => trouble.clone(),
        };
        self.happened += 1;
        Some(trouble)
    }

    fn limit(&mut self, now: Instant, most: u32, length: Duration) -> Option<Trouble> {
        let window = match &mut self.window {
            Some(window) if now < window.ends => window,
            window => window.insert(Window { ends: now + length, requests: 0 }),
        };
        window.requests = window.requests.saturating_add(1);
        if window.requests <= most {
            return None;
        }
        if window.requests == most + 1 {
            // Too much: everything has to wait for as long again from here on.
            window.ends = now + length;
        }
        Some(Trouble::Throttle { retry_after: None })
    }
}

/// The faults that are armed.
#[derive(Default)]
pub(crate) struct Faults {
    // Read on every request, so that a sandbox without faults pays nothing.
    any: AtomicBool,
    list: Mutex<(u64, Vec<Armed>)>,
}

impl Faults {
    pub(crate) fn add(&self, fault: Fault) -> Armed {
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        let (number, armed) = &mut *list;
        *number += 1;
        let new = Armed { id: *number, fault, seen: 0, happened: 0, window: None };
        armed.push(new.clone());
        self.any.store(true, Ordering::Release);
        new
    }

    pub(crate) fn all(&self) -> Vec<Armed> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner).1.clone()
    }

    pub(crate) fn clear(&self) {
        self.list.lock().unwrap_or_else(PoisonError::into_inner).1.clear();
        self.any.store(false, Ordering::Release);
    }

    /// Removes one fault; says whether it was there.
    pub(crate) fn remove(&self, id: u64) -> bool {
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        let before = list.1.len();
        list.1.retain(|armed| armed.id != id);
        self.any.store(!list.1.is_empty(), Ordering::Release);
        list.1.len() < before
    }

    /// What goes wrong with this request; each asking counts. The faults themselves can always be asked about, so that
    /// they can be disarmed.
    pub(crate) fn strike(&self, method: &Method, path: &str) -> Vec<Trouble> {
        if !self.any.load(Ordering::Acquire) || path.starts_with("/admin/faults") {
            return Vec::new();
        }
        self.strike_at(method, path, Instant::now())
    }

    fn strike_at(&self, method: &Method, path: &str, now: Instant) -> Vec<Trouble> {
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        list.1
            .iter_mut()
            .filter(|armed| armed.fault.matches(method, path))
            .filter_map(|armed| armed.strike(now))
            .collect()
    }
}

/// A number from 0 up to 1 that follows from seed and turn alone (`SplitMix64`).
fn chance(seed: u64, turn: u64) -> f64 {
    let mut mixed = seed.wrapping_add(turn.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^= mixed >> 31;
    let top = u32::try_from(mixed >> 32).unwrap_or_default();
    f64::from(top) / (f64::from(u32::MAX) + 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(json: &str) -> Fault {
        serde_json::from_str(json).unwrap()
    }

    fn pattern(json: &str, turns: usize) -> String {
        let faults = Faults::default();
        faults.add(parse(json));
        let strike = || if faults.strike(&Method::GET, "/Users").is_empty() { '.' } else { 'x' };
        (0..turns).map(|_| strike()).collect()
    }

    #[test]
    fn skip_and_count_say_which_requests_are_struck() {
        assert_eq!(pattern(r#"{"kind":"truncate"}"#, 5), "xxxxx");
        assert_eq!(pattern(r#"{"kind":"truncate","count":2}"#, 5), "xx...");
        assert_eq!(pattern(r#"{"kind":"status","status":500,"skip":2,"count":1}"#, 5), "..x..");
        assert_eq!(pattern(r#"{"kind":"reset","probability":0}"#, 5), ".....");
    }

    #[test]
    fn chance_is_the_same_for_the_same_seed_and_keeps_its_share() {
        let json = r#"{"kind":"truncate","probability":0.25,"seed":7}"#;
        assert_eq!(pattern(json, 200), pattern(json, 200));
        assert_ne!(pattern(json, 200), pattern(&json.replace('7', "8"), 200));
        let struck = pattern(json, 4000).matches('x').count();
        assert!((900..1100).contains(&struck), "{struck}");
    }

    #[test]
    fn method_and_path_say_where() {
        let check = |json: &str, method: Method, path: &str, expected: bool| {
            let faults = Faults::default();
            faults.add(parse(json));
            assert_eq!(
                !faults.strike(&method, path).is_empty(),
                expected,
                "{json} {method} {path}"
            );
        };
        let users = r#"{"kind":"truncate","path":"/Users","method":"get"}"#;
        check(users, Method::GET, "/Users", true);
        check(users, Method::GET, "/Users/1", true);
        check(users, Method::GET, "/UsersX", false);
        check(users, Method::GET, "/Groups", false);
        check(users, Method::POST, "/Users", false);
        let any = r#"{"kind":"truncate"}"#;
        check(any, Method::POST, "/Users", true);
        check(any, Method::POST, "/admin/token", false);
        let root = r#"{"kind":"truncate","path":"/"}"#;
        check(root, Method::GET, "/Groups", true);
        check(root, Method::GET, "/admin/token", false);
        let admin = r#"{"kind":"truncate","path":"/admin/users"}"#;
        check(admin, Method::POST, "/admin/users/1/delete", true);
        check(admin, Method::POST, "/admin/token", false);
        check(admin, Method::POST, "/Users", false);
        let all = r#"{"kind":"truncate","path":"/admin"}"#;
        check(all, Method::GET, "/admin/stats", true);
        check(all, Method::DELETE, "/admin/faults", false);
    }

    #[test]
    fn a_limit_holds_back_what_is_too_much_and_then_everything_for_a_while() {
        let faults = Faults::default();
        faults.add(parse(r#"{"kind":"limit"}"#));
        let start = Instant::now();
        let passes = |milliseconds: u64| {
            let now = start + Duration::from_millis(milliseconds);
            match faults.strike_at(&Method::GET, "/Users", now).as_slice() {
                [] => true,
                [Trouble::Throttle { retry_after: None }] => false,
                other => panic!("{other:?}"),
            }
        };
        assert!((0..25).all(|number| passes(number * 10)));
        assert!(!passes(4000));
        assert!(!passes(5001), "the while begins when it was too much");
        assert!(!passes(8999));
        assert!((0..25).all(|number| passes(9000 + number)));
        assert!(!passes(9100));
        assert!(passes(14_100));
        let slow = (0..100).all(|number| passes(20_000 + number * 200));
        assert!(slow, "300 requests a minute are not too much");
        assert_eq!(faults.all()[0].happened, 4);
    }

    #[test]
    fn faults_that_make_no_sense_are_told() {
        for json in [
            r#"{"kind":"status","status":200}"#,
            r#"{"kind":"delay","milliseconds":600001}"#,
            r#"{"kind":"throttle","retryAfter":"a\r\nb"}"#,
            r#"{"kind":"drift","add":1001}"#,
            r#"{"kind":"truncate","probability":1.5}"#,
            r#"{"kind":"limit","milliseconds":0}"#,
        ] {
            assert!(parse(json).problem().is_some(), "{json}");
        }
        assert!(parse(r#"{"kind":"throttle","retryAfter":"3"}"#).problem().is_none());
        for json in [r#"{"kind":"flood"}"#, r#"{"kind":"status"}"#, "{}"] {
            assert!(serde_json::from_str::<Fault>(json).is_err(), "{json}");
        }
    }
}
