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

    /// What jobs work with, for tests that look behind the screen.
    #[cfg(test)]
    pub(crate) fn backend(&self) -> Arc<Backend> {
        Arc::clone(&self.backend)
    }

    /// Starts a job; what ran in its slot before is stopped.
    pub(crate) fn submit(&mut self, job: Job) {
        let (name, slot) = (job.name(), job.slot());
        let work = jobs::run(job, Arc::clone(&self.backend), self.outbox.clone());
        self.begin(name, slot, work);
    }

    fn begin(
        &mut self,
        name: &'static str,
        slot: Option<Slot>,
        work: impl Future<Output = ()> + Send + 'static,
    ) {
        let Some(runtime) = &self.runtime else { return };
        let task = runtime.spawn(work);
        let handle = task.abort_handle();
        runtime.spawn(report_crash(name, slot, task, self.outbox.clone()));
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
    slot: Option<Slot>,
    task: impl Future<Output = Result<(), tokio::task::JoinError>>,
    outbox: Outbox,
) {
    if let Err(error) = task.await
        && error.is_panic()
    {
        outbox.send(Outcome::Crashed { job: name, slot }).await;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::{Duration, Instant};

    use super::*;
    use crate::sandbox::Storage;
    use crate::secrets::Vault;
    use crate::session::backend::Places;
    use crate::session::settings::SettingsFile;

    /// A worker and what says that something came.
    fn worker() -> (Worker, mpsc::Receiver<()>) {
        let (wake, woken) = mpsc::channel();
        let never = std::env::temp_dir().join("scim-desk-is-never-written");
        let places = Places {
            sandbox: Storage::Ephemeral,
            sandbox_people: 0,
            journal: crate::session::settings::Folders::inside(&never).journal(),
            longest_countdown: Duration::ZERO,
        };
        let settings = SettingsFile::in_folder(&never);
        let backend = |outbox| {
            Backend::new(
                jiff::Timestamp::now,
                places,
                std::sync::Arc::new(settings),
                Vault::memory(),
                outbox,
            )
        };
        let worker =
            Worker::start(Arc::new(move || wake.send(()).unwrap_or_default()), backend).unwrap();
        (worker, woken)
    }

    /// Waits until the worker was woken and says what came.
    #[track_caller]
    fn next(worker: &mut Worker, woken: &mpsc::Receiver<()>) -> Vec<Outcome> {
        woken.recv_timeout(Duration::from_secs(20)).expect("nothing came");
        worker.drain()
    }

    fn saved() -> Outcome {
        Outcome::SettingsSaved(Ok(()))
    }

    #[test]
    fn a_job_that_panics_is_told_once_with_its_name_and_slot() {
        let (mut worker, woken) = worker();
        worker.begin("read people", Some(Slot::People), async { panic!("made to") });
        let outcomes = next(&mut worker, &woken);
        assert!(matches!(
            &outcomes[..],
            [Outcome::Crashed { job: "read people", slot: Some(Slot::People) }]
        ));
        let outbox = worker.outbox.clone();
        worker.begin("read groups", None, async move { outbox.send(saved()).await });
        assert!(
            matches!(&next(&mut worker, &woken)[..], [Outcome::SettingsSaved(Ok(()))]),
            "and others go on"
        );
    }

    #[test]
    fn a_job_in_a_slot_ends_the_one_before_and_no_other() {
        struct Ended(&'static str, mpsc::Sender<&'static str>);
        impl Drop for Ended {
            fn drop(&mut self) {
                self.1.send(self.0).unwrap_or_default();
            }
        }
        let (mut worker, _woken) = worker();
        let (sender, ended) = mpsc::channel();
        let forever = |name| {
            let guard = Ended(name, sender.clone());
            async move {
                std::future::pending::<()>().await;
                drop(guard);
            }
        };
        let soon = || ended.recv_timeout(Duration::from_secs(20)).expect("nothing ended");
        worker.begin("first", Some(Slot::People), forever("first"));
        worker.begin("other", Some(Slot::Groups), forever("other"));
        worker.begin("second", Some(Slot::People), forever("second"));
        assert_eq!(soon(), "first");
        worker.stop(Slot::People);
        assert_eq!(soon(), "second");
        worker.stop(Slot::People);
        drop(worker);
        assert_eq!(soon(), "other", "the end of the worker is the end of its jobs");
    }

    #[test]
    fn a_flood_of_outcomes_holds_the_job_back_and_comes_in_portions() {
        let (mut worker, woken) = worker();
        let flood = limits::OUTCOMES_WAITING * 3;
        let outbox = worker.outbox.clone();
        worker.begin("read people", None, async move {
            for _ in 0..flood {
                outbox.send(saved()).await;
            }
        });
        let deadline = Instant::now() + Duration::from_secs(20);
        let mut came = 0;
        while came < flood {
            assert!(Instant::now() < deadline, "{came} of {flood} came");
            assert!(worker.outcomes.len() <= limits::OUTCOMES_WAITING);
            let outcomes = worker.drain().len();
            assert!(outcomes <= limits::OUTCOMES_PER_FRAME);
            came += outcomes;
            if outcomes == 0 {
                woken.recv_timeout(Duration::from_secs(1)).unwrap_or_default();
            }
        }
        assert!(!worker.has_more());
    }

    #[test]
    fn notes_never_wait_for_the_screen_and_the_oldest_make_room() {
        let (mut worker, _woken) = worker();
        for number in 0..limits::EXCHANGES_KEPT + 5 {
            let until = jiff::Timestamp::from_second(i64::try_from(number).unwrap()).unwrap();
            worker.outbox.note(Outcome::Waiting {
                of: crate::session::connection::ConnectionKey::sandbox(),
                until,
            });
        }
        let notes = worker.drain();
        assert_eq!(notes.len(), limits::EXCHANGES_KEPT);
        assert!(
            matches!(notes.first(), Some(Outcome::Waiting { until, .. }) if until.as_second() == 5)
        );
    }
}
