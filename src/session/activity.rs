//! What the app did over the network, as the screen may show it.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;

use crate::client::{Exchange, ExchangeOutcome};
use crate::limits;

/// How an exchange went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Went {
    /// An answer that grants.
    Well,
    /// An answer that refuses.
    Refused,
    /// No whole answer.
    Failed,
}

/// One exchange. It was redacted when it was recorded.
#[derive(Clone, Debug)]
pub(crate) struct ActivityEntry {
    /// Its number in this run.
    pub(crate) number: u64,
    /// When it began.
    pub(crate) at: Timestamp,
    /// 1 for the first try.
    pub(crate) attempt: u32,
    /// The HTTP method.
    pub(crate) method: String,
    /// The path, without ids and query values.
    pub(crate) path: String,
    /// How it went.
    pub(crate) went: Went,
    /// The status, or what happened instead.
    pub(crate) status: String,
    /// How long it took.
    pub(crate) took: Duration,
    /// Bytes over the wire.
    pub(crate) bytes: usize,
    /// What was sent.
    pub(crate) request: String,
    /// What came.
    pub(crate) response: String,
}

/// The exchanges of this run; the oldest make room.
#[derive(Default)]
pub(crate) struct ActivityLog {
    entries: VecDeque<ActivityEntry>,
    recorded: u64,
}

impl ActivityLog {
    /// Records one.
    pub(crate) fn record(&mut self, exchange: Exchange) {
        if self.entries.len() >= limits::EXCHANGES_KEPT {
            self.entries.pop_front();
        }
        self.recorded += 1;
        let (went, status) = match exchange.outcome {
            ExchangeOutcome::Answered { status } if status < 400 => {
                (Went::Well, status.to_string())
            }
            ExchangeOutcome::Answered { status } => (Went::Refused, status.to_string()),
            ExchangeOutcome::Failed { kind } => (Went::Failed, format!("{kind:?}")),
        };
        self.entries.push_back(ActivityEntry {
            number: self.recorded,
            at: exchange.at,
            attempt: exchange.attempt,
            method: exchange.method,
            path: exchange.path,
            went,
            status,
            took: exchange.took,
            bytes: exchange.wire_bytes,
            request: message(exchange.request_head, &exchange.request_body),
            response: message(exchange.response_head, &exchange.body),
        });
    }

    /// The one at a position, 0 being the newest.
    pub(crate) fn newest(&self, position: usize) -> Option<&ActivityEntry> {
        self.entries.len().checked_sub(position + 1).and_then(|index| self.entries.get(index))
    }

    /// How many are kept.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Forgets all of them.
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }
}

/// A head and, where there is one, the body below it.
fn message(head: String, body: &str) -> String {
    if body.is_empty() { head } else { format!("{head}\n\n{body}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::client::ErrorKind;

    fn exchange(outcome: ExchangeOutcome, body: &str) -> Exchange {
        Exchange {
            at: Timestamp::UNIX_EPOCH,
            attempt: 1,
            method: "GET".to_owned(),
            path: "/Users".to_owned(),
            outcome,
            took: Duration::from_millis(7),
            wire_bytes: 20,
            body_bytes: 40,
            request_head: "GET /Users".to_owned(),
            request_body: String::new(),
            response_head: "HTTP/1.1 200".to_owned(),
            body: body.to_owned(),
        }
    }

    #[test]
    fn an_exchange_went_well_was_refused_or_failed() {
        for (outcome, went, status) in [
            (ExchangeOutcome::Answered { status: 200 }, Went::Well, "200"),
            (ExchangeOutcome::Answered { status: 304 }, Went::Well, "304"),
            (ExchangeOutcome::Answered { status: 401 }, Went::Refused, "401"),
            (ExchangeOutcome::Answered { status: 503 }, Went::Refused, "503"),
            (ExchangeOutcome::Failed { kind: ErrorKind::TimedOut }, Went::Failed, "TimedOut"),
        ] {
            let mut log = ActivityLog::default();
            log.record(exchange(outcome, ""));
            let entry = log.newest(0).unwrap();
            assert_eq!((entry.went, entry.status.as_str()), (went, status));
            assert_eq!(entry.response, "HTTP/1.1 200");
        }
    }

    #[test]
    fn the_newest_stand_first_and_the_oldest_make_room() {
        let mut log = ActivityLog::default();
        let answered = ExchangeOutcome::Answered { status: 200 };
        for number in 0..limits::EXCHANGES_KEPT + 3 {
            log.record(exchange(answered, &number.to_string()));
        }
        let recorded = limits::EXCHANGES_KEPT as u64 + 3;
        assert_eq!((log.len(), log.recorded), (limits::EXCHANGES_KEPT, recorded));
        assert_eq!(log.newest(0).map(|entry| entry.number), Some(recorded));
        assert_eq!(log.newest(log.len() - 1).map(|entry| entry.number), Some(4));
        assert!(log.newest(log.len()).is_none());
        assert!(log.newest(0).unwrap().response.ends_with(&format!("\n\n{}", recorded - 1)));
        log.clear();
        assert_eq!((log.len(), log.recorded), (0, recorded));
        assert!(log.newest(0).is_none());
    }
}
