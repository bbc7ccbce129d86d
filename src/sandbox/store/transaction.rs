//! Changes: each happens whole or not at all, and those that come at the same time share one transaction.
//!
//! A commit costs more than the change of a person, and it costs the same for many. So a change stays in the open
//! transaction, lets the requests that are ready go first, and then commits whatever has gathered. Nobody is answered
//! before that: not the change, not a refusal that looked at a change of somebody else.

use std::sync::Arc;
use std::sync::MutexGuard;
use std::sync::OnceLock;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

use rusqlite::Connection;

use crate::sandbox::store::Store;
use crate::sandbox::store::StoreError;
use crate::sandbox::store::Writer;
use crate::sandbox::store::execute;
use crate::sandbox::store::order::Changes;

/// The connection that changes rows, and the transaction that is open on it.
pub(super) struct WriterState {
    pub(super) connection: Connection,
    pub(super) next_seq: i64,
    open: Option<Open>,
}

/// A transaction that changes gather in.
struct Open {
    /// What it changes in memory.
    changes: Changes,
    stage: Stage,
    outcome: Outcome,
}

/// How far the newest change of a transaction is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// The first change works: nothing else would be lost with it.
    First,
    /// A later change works, behind a savepoint.
    Later,
    /// No change works.
    Between,
}

/// What became of a transaction, once that is known.
type Outcome = Arc<OnceLock<Result<(), StoreError>>>;

impl WriterState {
    pub(super) const fn new(connection: Connection, next_seq: i64) -> Self {
        Self { connection, next_seq, open: None }
    }

    /// Takes it apart; a change that was not committed is lost.
    pub(super) fn end(self) -> (Connection, i64) {
        (self.connection, self.next_seq)
    }

    /// Begins a change, in the open transaction where there is one.
    fn begin(&mut self) -> Result<(), StoreError> {
        self.mend();
        if let Some(open) = &mut self.open {
            execute(&self.connection, "SAVEPOINT change")?;
            open.stage = Stage::Later;
        } else {
            execute(&self.connection, "BEGIN IMMEDIATE")?;
            let (changes, outcome) = (Changes::default(), Outcome::default());
            self.open = Some(Open { changes, stage: Stage::First, outcome });
        }
        Ok(())
    }

    /// Takes a change back whose work panicked.
    fn mend(&mut self) {
        if self.open.as_ref().is_some_and(|open| open.stage != Stage::Between) {
            self.take_back();
        }
    }

    /// Keeps a change for the commit.
    fn keep(&mut self, changes: Changes, next_seq: i64) -> Result<(), StoreError> {
        let Some(open) = &mut self.open else {
            return Err(StoreError::Damaged("a change without a transaction".to_owned()));
        };
        if open.stage == Stage::Later {
            execute(&self.connection, "RELEASE change")?;
        }
        open.stage = Stage::Between;
        open.changes.append(changes);
        self.next_seq = next_seq;
        Ok(())
    }

    /// Where the outcome of the open transaction will be told.
    fn outcome(&self) -> Option<Outcome> {
        self.open.as_ref().map(|open| Arc::clone(&open.outcome))
    }

    /// Takes the change that works back, and no other. Returns what it may have looked at.
    fn take_back(&mut self) -> Option<Outcome> {
        let mut open = self.open.take()?;
        if open.stage == Stage::First {
            roll_back(&self.connection);
            return None;
        }
        let kept = execute(&self.connection, "ROLLBACK TO change")
            .and_then(|()| execute(&self.connection, "RELEASE change"));
        let outcome = Arc::clone(&open.outcome);
        match kept {
            Ok(()) => {
                open.stage = Stage::Between;
                self.open = Some(open);
            }
            // A full disk or a broken file takes the whole transaction with it.
            Err(error) => {
                roll_back(&self.connection);
                tell(&open.outcome, Err(error));
            }
        }
        Some(outcome)
    }
}

/// Tells what became of a transaction; it is told once.
fn tell(outcome: &Outcome, result: Result<(), StoreError>) {
    if outcome.set(result).is_err() {
        tracing::error!("what became of a transaction was told already");
    }
}

fn roll_back(connection: &Connection) {
    // A full disk or a broken file may have rolled back already.
    if !connection.is_autocommit()
        && let Err(error) = execute(connection, "ROLLBACK")
    {
        tracing::error!(%error, "a change could not be taken back");
    }
}

/// A change that waits for its commit. When the wait is given up, it is committed at once.
struct Waiting<'a> {
    store: &'a Store,
    outcome: Outcome,
}

impl Waiting<'_> {
    fn commit(&self) -> Result<(), StoreError> {
        if self.outcome.get().is_none() {
            let mut state = self.store.writer_state();
            // Nobody told the outcome yet, so the transaction is still the open one.
            if self.outcome.get().is_none() {
                self.store.commit(&mut state);
            }
        }
        let lost = || StoreError::Damaged("a transaction is gone".to_owned());
        self.outcome.get().cloned().unwrap_or_else(|| Err(lost()))
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if let Err(error) = self.commit() {
            tracing::debug!(%error, "a change was not committed");
        }
    }
}

impl Store {
    pub(super) fn writer_state(&self) -> MutexGuard<'_, WriterState> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs a change and commits it, with others that wait; an error takes all of this change back.
    pub(crate) fn write<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut Writer<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let (result, waiting) = self.change(work);
        if let Some(waiting) = waiting {
            waiting.commit()?;
        }
        result
    }

    /// The same for a change that has time until other requests that are ready have made theirs.
    pub(crate) async fn write_with_others<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut Writer<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let (result, waiting) = self.change(work);
        if let Some(waiting) = waiting {
            tokio::task::yield_now().await;
            waiting.commit()?;
        }
        result
    }

    /// Runs a change in the open transaction. Nothing of it may be told before the wait is over.
    fn change<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&mut Writer<'_>) -> Result<T, E>,
    ) -> (Result<T, E>, Option<Waiting<'_>>) {
        let mut state = self.writer_state();
        if let Err(error) = state.begin() {
            return (Err(error.into()), None);
        }
        let mut writer = Writer {
            hashing: &self.hashing,
            connection: &state.connection,
            base: &self.base,
            next_seq: state.next_seq,
            changes: Changes::default(),
        };
        let result = work(&mut writer);
        let (next_seq, mut changes) = (writer.next_seq, writer.changes);
        let result = result.and_then(|value| {
            self.expect_departed(&mut changes);
            state.keep(changes, next_seq)?;
            Ok(value)
        });
        let outcome = if result.is_ok() { state.outcome() } else { state.take_back() };
        drop(state);
        (result, outcome.map(|outcome| Waiting { store: self, outcome }))
    }

    /// Commits what has gathered and shows it to readers.
    pub(super) fn commit(&self, state: &mut WriterState) {
        state.mend();
        let Some(open) = state.open.take() else { return };
        self.close_readers();
        let committed = execute(&state.connection, "COMMIT");
        if committed.is_err() {
            roll_back(&state.connection);
        } else {
            // First of all, so that whoever finds a row in the order below looks at a file that has it.
            self.revision.fetch_add(1, Ordering::Release);
            self.show(open.changes);
        }
        tell(&open.outcome, committed);
    }

    /// Those who look for somebody in Deleted users look for these too. At once, for the next change may be theirs; when
    /// this one is taken back, they look in vain.
    fn expect_departed(&self, changes: &mut Changes) {
        if !changes.departed.is_empty() {
            let mut departed = self.departed.write().unwrap_or_else(PoisonError::into_inner);
            departed.extend(changes.departed.drain(..));
        }
    }

    /// Follows a commit in memory. The allow-list changes by itself: whoever writes it commits at once.
    fn show(&self, changes: Changes) {
        if !changes.domains.is_empty() || !changes.domains_gone.is_empty() {
            let mut domains = self.domains.write().unwrap_or_else(PoisonError::into_inner);
            domains.extend(changes.domains.iter().cloned());
            for gone in &changes.domains_gone {
                domains.remove(gone);
            }
        }
        if !changes.added.is_empty() || !changes.removed.is_empty() {
            self.order.write().unwrap_or_else(PoisonError::into_inner).apply(changes);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::task::Poll;

    use jiff::Timestamp;

    use super::*;
    use crate::sandbox::store::Home;
    use crate::sandbox::store::Rows;
    use crate::sandbox::store::organization_value;

    fn store(folder: &tempfile::TempDir) -> Store {
        let home = Home::lasting(folder.path()).unwrap();
        Store::open(home, String::new(), Timestamp::UNIX_EPOCH).unwrap().0
    }

    fn remembered(store: &Store, key: &str) -> Option<String> {
        let find = |rows: &Rows<'_>| organization_value(rows.connection(), key);
        store.read(|rows| find(rows).map_err(StoreError::from)).unwrap()
    }

    #[tokio::test]
    async fn changes_at_the_same_time_share_a_transaction_and_one_that_fails_goes_alone() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        let (store, before) = (&store, store.revision());
        let keep = |key: &'static str| {
            store.write_with_others(move |writer| {
                writer.remember(key, "kept")?;
                assert_eq!(remembered(store, key), None, "nobody sees it before the commit");
                Ok::<_, StoreError>(())
            })
        };
        let fail = store.write_with_others(|writer| {
            writer.remember("b", "lost")?;
            Err::<(), _>(StoreError::Taken { what: "b" })
        });
        let (first, failed, last) = tokio::join!(keep("a"), fail, keep("c"));
        assert!(first.is_ok() && last.is_ok(), "{first:?} {last:?}");
        assert!(matches!(failed, Err(StoreError::Taken { what: "b" })), "{failed:?}");
        assert_eq!(store.revision(), before + 1);
        let kept = ["a", "b", "c"].map(|key| remembered(store, key).is_some());
        assert_eq!(kept, [true, false, true]);
    }

    #[tokio::test]
    async fn a_commit_that_fails_is_told_to_everybody_and_the_next_one_works() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        let only = "PRAGMA foreign_keys = ON; CREATE TABLE one (id INTEGER PRIMARY KEY);
                    CREATE TABLE other (one REFERENCES one (id) DEFERRABLE INITIALLY DEFERRED)";
        store.writer_state().connection.execute_batch(only).unwrap();
        let keep = |key: &'static str| {
            store.write_with_others(move |writer| writer.remember(key, "kept").map(|()| key))
        };
        let spoil = store.write_with_others(|writer| {
            Ok::<_, StoreError>(
                writer.rows().connection().execute("INSERT INTO other VALUES (1)", [])?,
            )
        });
        let refuse = store.write_with_others(|_| Err::<(), _>(StoreError::Taken { what: "a" }));
        let (first, spoiled, refused) = tokio::join!(keep("a"), spoil, refuse);
        assert!(matches!(first, Err(StoreError::Damaged(_))), "{first:?}");
        assert!(matches!(spoiled, Err(StoreError::Damaged(_))), "{spoiled:?}");
        // It may have looked at what is gone now.
        assert!(matches!(refused, Err(StoreError::Damaged(_))), "{refused:?}");
        assert_eq!(keep("b").await.unwrap(), "b");
        assert_eq!((remembered(&store, "a"), remembered(&store, "b").is_some()), (None, true));
    }

    #[tokio::test]
    async fn a_change_is_committed_when_nobody_waits_for_it_any_more() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        let mut change = Box::pin(store.write_with_others(|writer| writer.remember("a", "kept")));
        let waits = std::future::poll_fn(|context| Poll::Ready(change.as_mut().poll(context)));
        assert!(waits.await.is_pending());
        assert_eq!(remembered(&store, "a"), None);
        drop(change);
        assert!(remembered(&store, "a").is_some());
    }

    #[tokio::test]
    async fn a_change_that_panics_is_taken_back_alone() {
        let folder = tempfile::tempdir().unwrap();
        let store = store(&folder);
        let panics = |key: &'static str| {
            let work = std::panic::AssertUnwindSafe(|| {
                store.write(|writer| -> Result<(), StoreError> {
                    writer.remember(key, "lost")?;
                    panic!("on purpose")
                })
            });
            assert!(std::panic::catch_unwind(work).is_err());
        };
        panics("a");
        let kept = async {
            let kept = store.write_with_others(|writer| writer.remember("b", "kept")).await;
            kept.unwrap();
        };
        tokio::join!(kept, async { panics("c") });
        store.write(|writer| writer.remember("d", "kept")).unwrap();
        let kept = ["a", "b", "c", "d"].map(|key| remembered(&store, key).is_some());
        assert_eq!(kept, [false, true, false, true]);
    }
}
