//! Whole runs against a real sandbox, through the state and the worker, without a window.

mod faults;
mod guided;
mod kill;
mod people;
mod practice;
mod tokens;

use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::journal::entry;
use crate::journal::run::RecordedRun;
use crate::sandbox::Fault;
use crate::secrets::Vault;
use crate::session::action::{Action, PlanAction};
use crate::session::backend::{Backend, Places};
use crate::session::connection::Profile;
use crate::session::people::PersonState;
use crate::session::plan::Consent;
use crate::session::runs::{Ledger, Phase};
use crate::session::settings::{Folders, Settings, SettingsFile};
use crate::session::state::{Dialog, PlanStage, State};
use crate::session::update::Order;
use crate::session::worker::Worker;
use crate::verkada::Verb;

/// How long anything may take before a test gives up.
const PATIENCE: Duration = Duration::from_mins(1);

/// The program without its window.
pub(super) struct Desk {
    pub(super) state: State,
    worker: Worker,
    woken: mpsc::Receiver<()>,
    pub(super) backend: Arc<Backend>,
    home: PathBuf,
    /// Removes the folder in the end, where it is this desk's own.
    folder: Option<tempfile::TempDir>,
}

impl Desk {
    /// A desk whose sandbox has so many people, all read.
    pub(super) fn with_people(people: u32) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Self::at(folder.path(), Vault::memory(), people);
        desk.folder = Some(folder);
        desk
    }

    /// A desk on what an earlier one left in its folder.
    pub(super) fn at(home: &Path, keyring: Vault, people: u32) -> Self {
        let folders = Folders::inside(home);
        let places = Places {
            sandbox: crate::sandbox::Storage::Folder(folders.sandbox()),
            sandbox_people: people,
            journal: folders.journal(),
            longest_countdown: Duration::ZERO,
        };
        let (wake, woken) = mpsc::channel();
        let settings = Arc::new(SettingsFile::in_folder(&folders.config));
        let worker = Worker::start(Arc::new(move || wake.send(()).unwrap_or_default()), |outbox| {
            Backend::new(Timestamp::now, places, settings, keyring, outbox)
        })
        .unwrap();
        let backend = worker.backend();
        let state = State::new(Settings::default(), vec![Profile::sandbox()], Timestamp::now());
        let home = home.to_owned();
        let mut desk = Self { state, worker, woken, backend, home, folder: None };
        let orders = desk.state.start();
        desk.carry_out(orders);
        desk.until("everybody is read", |state| {
            state.users.is_whole
                && state.organization.deleted.value().is_some()
                && matches!(state.runs.ledger, Ledger::Open { .. })
        });
        desk
    }

    fn carry_out(&mut self, orders: Vec<Order>) {
        for order in orders {
            match order {
                Order::Do(job) => self.worker.submit(job),
                Order::Stop(slot) => self.worker.stop(slot),
            }
        }
    }

    /// Does what a person asked for.
    pub(super) fn act(&mut self, action: Action) {
        self.state.now = Timestamp::now();
        let orders = self.state.apply(action);
        self.carry_out(orders);
    }

    /// Takes in what comes until something holds.
    #[track_caller]
    pub(super) fn until(&mut self, what: &str, mut holds: impl FnMut(&State) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !holds(&self.state) {
            assert!(Instant::now() < deadline, "{what}: {:?}", self.told());
            self.woken.recv_timeout(Duration::from_millis(200)).unwrap_or_default();
            self.state.now = Timestamp::now();
            for outcome in self.worker.drain() {
                let orders = self.state.absorb(outcome);
                self.carry_out(orders);
            }
        }
    }

    fn told(&self) -> Vec<String> {
        let told = self.state.notices.all().iter();
        told.map(|notice| format!("{}: {}", notice.title, notice.text)).collect()
    }

    /// The ids of deactivated people, in the order of the list.
    pub(super) fn deactivated(&self, count: usize) -> Vec<String> {
        let people = &self.state.users.people;
        let rows = 0..u32::try_from(people.len()).unwrap();
        let found: Vec<String> = rows
            .filter_map(|row| people.get(row))
            .filter(|person| person.state() == PersonState::Deactivated)
            .map(|person| person.id().to_owned())
            .take(count)
            .collect();
        assert_eq!(found.len(), count, "the sandbox has too few deactivated people");
        found
    }

    /// The id of somebody active.
    pub(super) fn active(&self) -> String {
        let people = &self.state.users.people;
        let mut rows = 0..u32::try_from(people.len()).unwrap();
        rows.find_map(|row| people.get(row).filter(|person| person.state() == PersonState::Active))
            .map(|person| person.id().to_owned())
            .unwrap()
    }

    /// Plans a removal and waits until the plan is shown.
    #[track_caller]
    pub(super) fn plan(&mut self, verb: Verb, ids: Vec<String>) {
        self.act(Action::Plan(PlanAction::Remove(verb, ids)));
        self.until("the plan is made", |state| plan_of(state).is_some());
    }

    /// Types what the shown plan asks for, and confirms it.
    #[track_caller]
    pub(super) fn confirm(&mut self) {
        let demand = plan_of(&self.state).unwrap().demand();
        let consent = Consent {
            reason: "HR-4471 leavers".to_owned(),
            phrase: demand.phrase.unwrap_or_default(),
            second_phrase: demand.second_phrase.unwrap_or_default(),
        };
        self.act(Action::Plan(PlanAction::Confirm(consent)));
    }

    /// The same for what this desk carries out itself.
    #[track_caller]
    pub(super) fn consent(&mut self) {
        self.confirm();
        assert!(matches!(self.state.dialog, Some(Dialog::Run(_))), "{:?}", self.state.dialog);
    }

    /// Waits until the run that was begun last ended, and returns it.
    #[track_caller]
    pub(super) fn ended(&mut self) -> RecordedRun {
        self.until("the run ended", |state| !state.runs.is_busy());
        let live = self.state.runs.live.as_ref().unwrap();
        self.state.runs.find(&live.run).unwrap().clone()
    }

    /// Waits until the run that was begun last is paused, and says why.
    #[track_caller]
    pub(super) fn paused(&mut self) -> Option<String> {
        let paused = |state: &State| match &state.runs.live.as_ref().unwrap().phase {
            Phase::Paused { why } => Some(why.clone()),
            _ => None,
        };
        self.until("the run is paused", |state| paused(state).is_some());
        paused(&self.state).unwrap()
    }

    /// Arms a fault of the sandbox.
    pub(super) fn arm(&self, fault: Fault) {
        self.backend.sandbox.blocking_lock().as_ref().unwrap().add_fault(fault);
    }

    /// Does something with the backend, behind the desk's back.
    pub(super) fn wait<T: Send + 'static>(&self, work: impl AsyncFnOnce(&Backend) -> T) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(work(&self.backend))
    }

    /// The folder of the desk.
    pub(super) fn home(&self) -> &Path {
        &self.home
    }
}

/// The next desk on the same folder must find it free.
impl Drop for Desk {
    fn drop(&mut self) {
        self.wait(async |backend| {
            let running = backend.sandbox.lock().await.take();
            if let Some(sandbox) = running {
                sandbox.stop().await;
            }
        });
        drop(self.folder.take());
    }
}

/// The plan that waits for consent.
pub(super) fn plan_of(state: &State) -> Option<&crate::session::plan::Plan> {
    match &state.dialog {
        Some(Dialog::Plan(dialog)) => match &dialog.stage {
            PlanStage::Ready(plan) => Some(plan),
            PlanStage::Failed(problem) => panic!("{problem:?}"),
            PlanStage::Reading { .. } => None,
        },
        _ => None,
    }
}

/// How each target of a run came out, in a word.
pub(super) fn results(run: &RecordedRun) -> Vec<&'static str> {
    use crate::journal::run::TargetState;
    let word = |state: &TargetState| match state {
        TargetState::Untouched => "untouched",
        TargetState::Open { .. } => "open",
        TargetState::Closed { result, .. } => match result {
            entry::Outcome::Done => "done",
            entry::Outcome::AlreadyGone => "gone",
            entry::Outcome::Skipped { .. } => "skipped",
            entry::Outcome::Failed { .. } => "failed",
            entry::Outcome::Unknown { .. } => "unknown",
        },
    };
    run.targets.iter().map(|target| word(&target.state)).collect()
}
