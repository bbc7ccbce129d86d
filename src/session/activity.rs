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
        let response = if exchange.body.is_empty() {
            exchange.response_head
        } else {
            format!("{}\n\n{}", exchange.response_head, exchange.body)
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
            request: exchange.request_head,
            response,
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
