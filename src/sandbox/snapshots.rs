//! Results that took a scan or a sort, kept for the pages that follow.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use jiff::Timestamp;

use crate::sandbox::store::Kind;

/// How long a cursor is good (RFC 9865 `cursorTimeout`).
pub(crate) const TIMEOUT: Duration = Duration::from_mins(10);

/// 16 results of 100,000 rows are 25 MiB at most.
const KEPT: usize = 16;

/// The rows of a result in its order.
pub(crate) type Found = Arc<[(Kind, i64)]>;

struct Snapshot {
    id: u64,
    query: String,
    revision: u64,
    taken: Timestamp,
    found: Found,
}

/// The results that are kept; the oldest goes first.
#[derive(Default)]
pub(crate) struct Snapshots(Mutex<(u64, VecDeque<Snapshot>)>);

impl Snapshots {
    /// The result of a query as long as nothing was written since.
    pub(crate) fn current(&self, query: &str, revision: u64) -> Option<(u64, Found)> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let snapshot =
            kept.1.iter().find(|kept| kept.revision == revision && kept.query == query)?;
        Some((snapshot.id, Arc::clone(&snapshot.found)))
    }

    /// The result a cursor points into, unless it is too old or had to go.
    pub(crate) fn by_id(&self, id: u64, query: &str, now: Timestamp) -> Option<Found> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let snapshot = kept.1.iter().find(|kept| kept.id == id && kept.query == query)?;
        let age = now.duration_since(snapshot.taken);
        (age.unsigned_abs() < TIMEOUT).then(|| Arc::clone(&snapshot.found))
    }

    /// Keeps a result and says under which id.
    pub(crate) fn keep(&self, query: String, revision: u64, now: Timestamp, found: Found) -> u64 {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (last, snapshots) = &mut *kept;
        *last += 1;
        snapshots.push_back(Snapshot { id: *last, query, revision, taken: now, found });
        if snapshots.len() > KEPT {
            snapshots.pop_front();
        }
        *last
    }
}
