//! Runs jobs away from the screen and brings their outcomes back.

use std::collections::{HashMap, VecDeque};
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::runtime::{Builder, Runtime};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::AbortHandle;

use crate::limits;
use crate::session::backend::Backend;
use crate::session::job::{Job, Slot};
use crate::session::jobs;
use crate::session::outcome::Outcome;

/// Wakes the screen; only the window knows how.
pub(crate) type Wake = Arc<dyn Fn() + Send + Sync>;

/// Where a job puts what it finds out.
#[derive(Clone)]
pub(crate) struct Outbox {
    sender: Sender<Outcome>,
    notes: Arc<Mutex<VecDeque<Outcome>>>,
    wake: Wake,
}

impl Outbox {
    /// Hands an outcome to the screen, waiting while the screen has many to take in. An outcome for a closed window is dropped.
    pub(crate) async fn send(&self, outcome: Outcome) {
        if self.sender.send(outcome).await.is_ok() {
            (self.wake)();
        }
    }

    /// Hands over what is told from a place that cannot wait. When the screen is far behind, the oldest of these make room.
    pub(crate) fn note(&self, outcome: Outcome) {
        let mut notes = self.notes.lock().unwrap_or_else(PoisonError::into_inner);
        if notes.len() >= limits::EXCHANGES_KEPT {
            notes.pop_front();
        }
        notes.push_back(outcome);
        drop(notes);
        (self.wake)();
    }

    fn take_notes(&self) -> VecDeque<Outcome> {
        std::mem::take(&mut self.notes.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The threads behind the window.
pub(crate) struct Worker {
    runtime: Option<Runtime>,
    backend: Arc<Backend>,
    outbox: Outbox,
    outcomes: Receiver<Outcome>,
    running: HashMap<Slot, AbortHandle>,
}

impl Worker {
    /// Starts two threads.
    ///
    /// # Errors
    /// When the system gives none.
    pub(crate) fn start(
        wake: Wake,
        backend: impl FnOnce(Outbox) -> Backend,
    ) -> std::io::Result<Self> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("scim-desk")
            .enable_all()
            .build()?;
        let (sender, outcomes) = channel(limits::OUTCOMES_WAITING);
        let outbox = Outbox { sender, notes: Arc::default(), wake };
        let backend = Arc::new(backend(outbox.clone()));
        Ok(Self { runtime: Some(runtime), backend, outbox, outcomes, running: HashMap::new() })
    }

    /// Starts a job; what ran in its slot before is stopped.
    pub(crate) fn submit(&mut self, job: Job) {
        let Some(runtime) = &self.runtime else { return };
        let slot = job.slot();
        let name = job.name();
        let (backend, outbox) = (Arc::clone(&self.backend), self.outbox.clone());
        let task = runtime.spawn(jobs::run(job, backend, outbox.clone()));
        let handle = task.abort_handle();
        runtime.spawn(report_crash(name, task, outbox));
        if let Some(slot) = slot
            && let Some(before) = self.running.insert(slot, handle)
        {
            before.abort();
        }
    }

    /// Stops what runs in a slot.
    pub(crate) fn stop(&mut self, slot: Slot) {
        if let Some(running) = self.running.remove(&slot) {
            running.abort();
        }
    }

    /// The outcomes that arrived, at most so many that a frame can take them in.
    pub(crate) fn drain(&mut self) -> Vec<Outcome> {
        let mut outcomes: Vec<Outcome> = self.outbox.take_notes().into();
        let most = outcomes.len() + limits::OUTCOMES_PER_FRAME;
        while outcomes.len() < most
            && let Ok(outcome) = self.outcomes.try_recv()
        {
            outcomes.push(outcome);
        }
        outcomes
    }

    /// Whether outcomes are waiting.
    pub(crate) fn has_more(&self) -> bool {
        !self.outcomes.is_empty()
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// A job that panics must not leave anything waiting for ever.
async fn report_crash(
    name: &'static str,
    task: impl Future<Output = Result<(), tokio::task::JoinError>>,
    outbox: Outbox,
) {
    if let Err(error) = task.await
        && error.is_panic()
    {
        outbox.send(Outcome::Crashed { job: name }).await;
    }
}
