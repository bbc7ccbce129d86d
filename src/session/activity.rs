//! What the app did over the network, newest last, as the screen may show it.

use std::collections::VecDeque;

use crate::client::Exchange;
use crate::limits;

/// The exchanges of this run; the oldest make room.
#[derive(Default)]
pub(crate) struct ActivityLog {
    entries: VecDeque<Exchange>,
    dropped: u64,
}

impl ActivityLog {
    /// Adds one.
    pub(crate) fn push(&mut self, exchange: Exchange) {
        if self.entries.len() >= limits::EXCHANGES_KEPT {
            self.entries.pop_front();
            self.dropped += 1;
        }
        self.entries.push_back(exchange);
    }

    /// The one at a position, 0 being the newest.
    pub(crate) fn newest(&self, position: usize) -> Option<&Exchange> {
        self.entries.len().checked_sub(position + 1).and_then(|index| self.entries.get(index))
    }

    /// How many are kept.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// How many were dropped to make room.
    pub(crate) fn dropped(&self) -> u64 {
        self.dropped
    }

    /// A number that changes with every addition.
    pub(crate) fn revision(&self) -> u64 {
        self.dropped + self.entries.len() as u64
    }

    /// Forgets all of them.
    pub(crate) fn clear(&mut self) {
        self.dropped += self.entries.len() as u64;
        self.entries.clear();
    }
}
