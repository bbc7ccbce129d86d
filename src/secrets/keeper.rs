//! The thread on which all talk with the keyring happens, and how long a caller waits for it.

use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::mpsc::SyncSender;
use std::sync::mpsc::sync_channel;
use std::thread;
use std::time::Duration;

use crate::limits;
use crate::secrets::Error;
use crate::secrets::keyring::Keyring;
use crate::secrets::keyring::Open;
use crate::secrets::system;

/// Calls that may wait behind a keyring that does not answer.
const QUEUE: usize = 16;

type Work = Box<dyn FnOnce(&mut Keyring) + Send>;

/// Hands work to a keyring on a thread of its own: one conversation at a time, and none on the caller's thread, for a
/// keyring may ask the person and answer minutes later.
pub(super) struct Keeper {
    open: Arc<Open>,
    thread: Mutex<Option<SyncSender<Work>>>,
    late: AtomicUsize,
    notice: Duration,
    answer: Duration,
}

/// Settled once, by whichever is first: the result, or the caller who gives up waiting for it.
#[derive(Default)]
struct Settled(AtomicBool);

impl Settled {
    fn is_first(&self) -> bool {
        !self.0.swap(true, Ordering::SeqCst)
    }
}

impl Keeper {
    pub(super) fn new(open: Arc<Open>) -> Self {
        Self::with_patience(open, limits::KEYRING_NOTICE, limits::KEYRING_ANSWER)
    }

    pub(super) fn with_patience(open: Arc<Open>, notice: Duration, answer: Duration) -> Self {
        Self { open, thread: Mutex::new(None), late: AtomicUsize::new(0), notice, answer }
    }

    /// Whether a call waits longer than a keyring takes that asks nobody.
    pub(super) fn is_waiting(&self) -> bool {
        self.late.load(Ordering::Relaxed) > 0
    }

    /// Runs `work` on the thread and waits for its result. When the caller gives up first, `undo` runs after it.
    pub(super) fn ask<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Keyring) -> Result<T, Error> + Send + 'static,
        undo: impl FnOnce(&mut Keyring) + Send + 'static,
    ) -> Result<T, Error> {
        let (reply, result) = sync_channel(1);
        let settled = Arc::new(Settled::default());
        let theirs = Arc::clone(&settled);
        self.submit(Box::new(move |keyring| {
            let outcome = work(keyring);
            if theirs.is_first() {
                // The caller waits for this one, or is gone with the whole program.
                drop(reply.send(outcome));
            } else {
                undo(keyring);
            }
        }))?;
        match result.recv_timeout(self.notice) {
            Ok(outcome) => return outcome,
            Err(RecvTimeoutError::Disconnected) => return Err(stopped()),
            Err(RecvTimeoutError::Timeout) => {}
        }
        self.late.fetch_add(1, Ordering::Relaxed);
        let outcome = result.recv_timeout(self.answer.saturating_sub(self.notice));
        self.late.fetch_sub(1, Ordering::Relaxed);
        match outcome {
            Ok(outcome) => outcome,
            Err(RecvTimeoutError::Disconnected) => Err(stopped()),
            Err(RecvTimeoutError::Timeout) if settled.is_first() => Err(Error::TimedOut),
            // The result came in this very moment.
            Err(RecvTimeoutError::Timeout) => result.recv().unwrap_or_else(|_gone| Err(stopped())),
        }
    }

    fn submit(&self, work: Work) -> Result<(), Error> {
        let mut running = self.thread.lock().unwrap_or_else(PoisonError::into_inner);
        let thread = match &*running {
            Some(thread) => thread,
            None => running.insert(self.start()?),
        };
        // A full queue stands behind a keyring that has not answered for as many calls.
        thread.try_send(work).map_err(|_full| Error::TimedOut)
    }

    fn start(&self) -> Result<SyncSender<Work>, Error> {
        let (thread, works) = sync_channel::<Work>(QUEUE);
        let open = Arc::clone(&self.open);
        thread::Builder::new()
            .name("keyring".to_owned())
            .spawn(move || {
                let mut keyring = Keyring::new(Arc::clone(&open));
                for work in works {
                    // A store that panics costs this one call, which learns of it by the reply that never comes.
                    if catch_unwind(AssertUnwindSafe(|| work(&mut keyring))).is_err() {
                        keyring = Keyring::new(Arc::clone(&open));
                    }
                }
            })
            .map_err(|error| system::unknown(&error.to_string()))?;
        Ok(thread)
    }
}

fn stopped() -> Error {
    system::unknown("the store broke off")
}
