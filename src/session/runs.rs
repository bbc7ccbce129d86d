//! What was done from this desk and what is being done: the record as the screen knows it.

use std::time::Duration;

use jiff::Timestamp;

use crate::journal::entry::{Entry, How, Outcome, RunId};
use crate::journal::run::{RecordedRun, TargetState, fold};
use crate::session::checkup::Checkup;
use crate::session::problem::Problem;
use crate::session::remote::Remote;

/// How the record on disk stands.
#[derive(Debug, Default)]
pub(crate) enum Ledger {
    /// It was not opened yet.
    #[default]
    NotOpened,
    /// It is being opened; the keyring may ask its owner.
    Opening,
    /// It is open; these are the things a person should know about it.
    Open {
        /// What was found when it was opened, a sentence each.
        remarks: Vec<String>,
    },
    /// It could not be opened: nothing can be changed from this desk.
    Failed(Problem),
}

/// What a run that was begun from this window is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// It waits before the first call, with Stop at hand.
    Countdown {
        /// Until when.
        until: Timestamp,
    },
    /// Calls are made.
    Running,
    /// It waits for the person, who asked for it or is told why.
    Paused {
        /// Why, when it was not the person.
        why: Option<String>,
    },
    /// It ends before the next call.
    Stopping,
    /// It ended.
    Ended {
        /// How.
        how: How,
        /// Why it ended early, if it did.
        problem: Option<Problem>,
    },
}

/// The run that was begun last from this window.
#[derive(Clone, Debug)]
pub(crate) struct LiveRun {
    /// Its name in the record.
    pub(crate) run: RunId,
    /// What it is doing.
    pub(crate) phase: Phase,
    /// When the first call was about to be made.
    pub(crate) first_call_at: Option<Timestamp>,
}

/// How the person steers the run that is under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Steer {
    /// Wait before the next call.
    Pause,
    /// Go on.
    Resume,
    /// End before the next call.
    Stop,
}

/// All runs.
#[derive(Default)]
pub(crate) struct Runs {
    /// As recorded, oldest first.
    pub(crate) recorded: Vec<RecordedRun>,
    /// The one begun last from this window.
    pub(crate) live: Option<LiveRun>,
    /// How the record stands.
    pub(crate) ledger: Ledger,
    /// Where the record is kept, as the screen shows it.
    pub(crate) file: String,
    /// What the last check of the record found.
    pub(crate) checkup: Remote<Checkup>,
    /// Changes with every entry.
    pub(crate) revision: u64,
}

/// How far a run came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// All targets.
    pub(crate) all: usize,
    /// Done, or found gone already.
    pub(crate) done: usize,
    /// Left alone because they changed or were not fit.
    pub(crate) skipped: usize,
    /// Refused or failed.
    pub(crate) failed: usize,
    /// Nobody knows yet.
    pub(crate) open: usize,
    /// Not begun.
    pub(crate) untouched: usize,
}

impl Runs {
    /// A run by name.
    pub(crate) fn find(&self, run: &RunId) -> Option<&RecordedRun> {
        self.recorded.iter().rev().find(|recorded| recorded.id == *run)
    }

    /// Takes in an entry that is on disk.
    pub(crate) fn take(&mut self, seq: u64, at: Timestamp, entry: &Entry) {
        if let (Entry::Intent { run, .. }, Some(live)) = (entry, &mut self.live)
            && live.run == *run
            && live.first_call_at.is_none()
        {
            live.first_call_at = Some(at);
        }
        fold(&mut self.recorded, seq, at, entry);
        self.revision += 1;
    }

    /// Whether a run of this window is under way.
    pub(crate) fn is_busy(&self) -> bool {
        self.live.as_ref().is_some_and(|live| !matches!(live.phase, Phase::Ended { .. }))
    }

    /// How much longer the live run takes at the speed it had so far; none before three people are done, for a guess would be
    /// worth nothing.
    pub(crate) fn time_left(&self, now: Timestamp) -> Option<Duration> {
        let live = self.live.as_ref().filter(|live| live.phase == Phase::Running)?;
        let tally = Tally::of(self.find(&live.run)?);
        let elapsed = Duration::try_from(now.duration_since(live.first_call_at?)).ok()?;
        let finished = tally.all - tally.untouched - tally.open;
        if finished < 3 {
            return None;
        }
        let each = elapsed / u32::try_from(finished).ok()?;
        each.checked_mul(u32::try_from(tally.untouched + tally.open).ok()?)
    }
}

impl Tally {
    /// Counts the targets of a run.
    pub(crate) fn of(run: &RecordedRun) -> Self {
        let mut tally = Self { all: run.targets.len(), ..Self::default() };
        for target in &run.targets {
            match &target.state {
                TargetState::Untouched => tally.untouched += 1,
                TargetState::Open { .. }
                | TargetState::Closed { result: Outcome::Unknown { .. }, .. } => tally.open += 1,
                TargetState::Closed { result: Outcome::Done | Outcome::AlreadyGone, .. } => {
                    tally.done += 1;
                }
                TargetState::Closed { result: Outcome::Skipped { .. }, .. } => tally.skipped += 1,
                TargetState::Closed { result: Outcome::Failed { .. }, .. } => tally.failed += 1,
            }
        }
        tally
    }
}

/// The ids of those for whom a run did not do what was asked, in its order: who failed and who had no turn.
pub(crate) fn not_done(run: &RecordedRun) -> Vec<String> {
    let missed = run.targets.iter().filter(|target| {
        matches!(
            target.state,
            TargetState::Untouched | TargetState::Closed { result: Outcome::Failed { .. }, .. }
        )
    });
    missed.map(|target| target.target.id.clone()).collect()
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::journal::entry::{Manner, Place, Target};
    use crate::verkada::Verb;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds)
    }

    fn runs(targets: usize) -> (Runs, RunId) {
        let run = RunId::from_random([1; 16]);
        let mut runs = Runs::default();
        let target = |number: usize| Target {
            id: number.to_string(),
            user_name: String::new(),
            display_name: String::new(),
            fingerprint: String::new(),
        };
        let planned = Entry::Planned {
            run: run.clone(),
            verb: Verb::Delete,
            place: Place {
                connection: "sandbox".to_owned(),
                name: "Halcyon Freight".to_owned(),
                kind: "sandbox".to_owned(),
                origin: "http://127.0.0.1:1".to_owned(),
            },
            reason: String::new(),
            share_percent_tenths: None,
            manner: Manner::Direct,
            targets: (0..targets).map(target).collect(),
        };
        runs.take(1, at(0), &planned);
        runs.live = Some(LiveRun { run: run.clone(), phase: Phase::Running, first_call_at: None });
        (runs, run)
    }

    fn close(runs: &mut Runs, run: &RunId, number: u32, second: i64, result: Outcome) {
        let call = "POST".to_owned();
        runs.take(0, at(second), &Entry::Intent { run: run.clone(), number, call });
        let evidence = Vec::new();
        runs.take(
            0,
            at(second + 1),
            &Entry::Outcome { run: run.clone(), number, result, evidence },
        );
    }

    #[test]
    fn targets_are_counted_by_what_came_of_them() {
        let (mut runs, run) = runs(7);
        close(&mut runs, &run, 0, 10, Outcome::Done);
        close(&mut runs, &run, 1, 11, Outcome::AlreadyGone);
        close(&mut runs, &run, 2, 12, Outcome::Skipped { why: "changed".to_owned() });
        close(&mut runs, &run, 3, 13, Outcome::Failed { why: "refused".to_owned() });
        close(&mut runs, &run, 4, 14, Outcome::Unknown { why: "reset".to_owned() });
        let tally = Tally::of(runs.find(&run).unwrap());
        let wanted = Tally { all: 7, done: 2, skipped: 1, failed: 1, open: 1, untouched: 2 };
        assert_eq!(tally, wanted);
        assert_eq!(not_done(runs.find(&run).unwrap()), ["3", "5", "6"]);
    }

    #[test]
    fn time_left_is_told_once_three_are_done_and_only_while_it_runs() {
        let (mut runs, run) = runs(9);
        for (number, second) in [(0, 10), (1, 12), (2, 14)] {
            assert_eq!(runs.time_left(at(15)), None);
            close(&mut runs, &run, number, second, Outcome::Done);
        }
        assert_eq!(runs.time_left(at(16)), Some(Duration::from_secs(12)), "6 more at 2 s each");
        runs.live.as_mut().unwrap().phase = Phase::Paused { why: None };
        assert_eq!(runs.time_left(at(16)), None);
    }
}
