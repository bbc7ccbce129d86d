//! The one gate that every call to an organization passes: pace, pauses the server asked for, and the retry budget.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::client::wait::{WaitReason, backoff, cooldown};
use crate::limits;

/// How fast calls may follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pace {
    /// Command allows 300 calls a minute and trips at more than 25 in 5 seconds (apidocs.verkada.com, ratelimiting).
    Command,
    /// No limit is known; only the pauses the server asks for count.
    Free,
}

/// How fast calls may follow each other at present.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CallPace {
    /// The average time from one call to the next when many are made; zero where no limit is known.
    pub interval: Duration,
    /// Time until the next call may start because the server asked for a pause; mostly zero.
    pub pause: Duration,
}

impl CallPace {
    /// The least time that so many calls take, one after the other.
    pub fn least_time(self, calls: usize) -> Duration {
        let calls = u32::try_from(calls).unwrap_or(u32::MAX);
        self.pause.saturating_add(self.interval.saturating_mul(calls))
    }
}

/// What refusals for too many calls (429) have taught.
#[derive(Clone, Copy, Default)]
struct Slowness {
    /// Refusals since the last success.
    refusals: u32,
    /// How many times the pace of Command is halved.
    halvings: u32,
    /// Successes in a row at this pace.
    successes: u32,
}

/// Calls wait here in the order they came.
pub(crate) struct Gate {
    pace: Pace,
    calls: tokio::sync::Mutex<VecDeque<Instant>>,
    closed_until: Mutex<Option<Instant>>,
    slowness: Mutex<Slowness>,
    /// Retries that may still be made, in tenths.
    budget: AtomicU32,
}

/// A retry costs ten tenths, a success gives one back: when everything fails, retries end after ten.
const RETRY_COST: u32 = 10;
const BUDGET: u32 = 10 * RETRY_COST;

/// Command's limits: so many calls in any window of this length.
const WINDOWS: [(usize, Duration); 2] = [
    (limits::CALLS_PER_5_SECONDS, Duration::from_secs(5)),
    (limits::CALLS_PER_MINUTE, Duration::from_mins(1)),
];

/// Command's pace is halved at most so many times: 2 calls in 5 seconds, 30 in a minute.
const MOST_HALVINGS: u32 = 3;
/// After so many successes in a row one halving is taken back.
const SUCCESSES_TO_HASTEN: u32 = 60;

impl Gate {
    pub(crate) fn new(pace: Pace) -> Self {
        Self {
            pace,
            calls: tokio::sync::Mutex::default(),
            closed_until: Mutex::default(),
            slowness: Mutex::default(),
            budget: AtomicU32::new(BUDGET),
        }
    }

    /// Returns when the next call may start. `waits` hears of each wait before it begins.
    pub(crate) async fn enter(&self, waits: impl Fn(WaitReason, Duration)) {
        // The lock is held while waiting, so that calls pass in order; dropping the call gives it back.
        let mut calls = self.calls.lock().await;
        loop {
            let now = Instant::now();
            let closed = self.closed_until().map(|until| (until, WaitReason::AskedByServer));
            let paced = (self.pace == Pace::Command)
                .then(|| earliest(&calls, self.slowness().halvings))
                .flatten()
                .map(|at| (at, WaitReason::Pace));
            let latest = closed.into_iter().chain(paced).max_by_key(|(at, _)| *at);
            match latest {
                Some((at, reason)) if at > now => {
                    waits(reason, at - now);
                    tokio::time::sleep_until(at).await;
                }
                _ => break,
            }
        }
        if self.pace == Pace::Command {
            calls.push_back(Instant::now());
            while calls.len() > limits::CALLS_PER_MINUTE {
                calls.pop_front();
            }
        }
    }

    /// No call of this organization starts within the pause.
    pub(crate) fn close_for(&self, pause: Duration) {
        // A millisecond more, because the timer counts in milliseconds and the server must never see us early.
        let until = Instant::now() + pause + Duration::from_millis(1);
        let mut closed =
            self.closed_until.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *closed = closed.max(Some(until));
    }

    /// The server refused a call as one too many. Closes the gate for the pause it asked for, or else for one that grows
    /// with each refusal in a row, and makes the pace of Command slower.
    pub(crate) fn refused(&self, asked: Option<Duration>, chance: u64) {
        let is_new = self.closed_until().is_none_or(|until| until <= Instant::now());
        let refusals = {
            let mut slowness = self.slowness();
            // Calls that were under way together are refused together, which is one lesson.
            if is_new || slowness.refusals == 0 {
                slowness.refusals = slowness.refusals.saturating_add(1);
                slowness.halvings = (slowness.halvings + 1).min(MOST_HALVINGS);
                slowness.successes = 0;
            }
            slowness.refusals
        };
        match asked {
            Some(pause) => self.close_for(pause),
            None if is_new => self.close_for(match self.pace {
                Pace::Command => cooldown(refusals, chance),
                Pace::Free => backoff(refusals, chance),
            }),
            None => {}
        }
    }

    /// How fast calls may follow each other at present.
    pub(crate) fn call_pace(&self) -> CallPace {
        let pause = self
            .closed_until()
            .map_or(Duration::ZERO, |until| until.saturating_duration_since(Instant::now()));
        let halvings = self.slowness().halvings;
        let interval = match self.pace {
            Pace::Free => Duration::ZERO,
            Pace::Command => {
                let each = WINDOWS.map(|(most, window)| {
                    window / u32::try_from(most >> halvings).unwrap_or(u32::MAX).max(1)
                });
                each.into_iter().max().unwrap_or_default()
            }
        };
        CallPace { interval, pause }
    }

    /// Takes one retry out of the budget, if there is one.
    pub(crate) fn take_retry(&self) -> bool {
        self.budget
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(RETRY_COST))
            .is_ok()
    }

    /// A call succeeded: the server is well enough for another tenth of a retry.
    pub(crate) fn succeeded(&self) {
        {
            let mut slowness = self.slowness();
            slowness.refusals = 0;
            slowness.successes = slowness.successes.saturating_add(1);
            if slowness.successes >= SUCCESSES_TO_HASTEN {
                slowness.halvings = slowness.halvings.saturating_sub(1);
                slowness.successes = 0;
            }
        }
        // It never fails: the closure always answers.
        self.budget
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                Some(left.saturating_add(1).min(BUDGET))
            })
            .unwrap_or_default();
    }

    fn slowness(&self) -> MutexGuard<'_, Slowness> {
        self.slowness.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn closed_until(&self) -> Option<Instant> {
        *self.closed_until.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// When every window has room for one more call.
fn earliest(calls: &VecDeque<Instant>, halvings: u32) -> Option<Instant> {
    WINDOWS
        .iter()
        .filter_map(|&(most, window)| {
            let most = most >> halvings;
            let first = calls.len().checked_sub(most).and_then(|index| calls.get(index))?;
            Some(*first + window + Duration::from_millis(1))
        })
        .max()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    /// Drives calls from several tasks and returns when each started.
    async fn starts(gate: Arc<Gate>, calls: usize, tasks: usize) -> Vec<Instant> {
        let log = Arc::new(Mutex::new(Vec::with_capacity(calls)));
        let mut running = Vec::new();
        for _ in 0..tasks {
            let (gate, log) = (Arc::clone(&gate), Arc::clone(&log));
            running.push(tokio::spawn(async move {
                for _ in 0..calls / tasks {
                    gate.enter(|_, _| {}).await;
                    log.lock().unwrap().push(Instant::now());
                }
            }));
        }
        for task in running {
            task.await.unwrap();
        }
        let mut starts = log.lock().unwrap().clone();
        starts.sort();
        starts
    }

    #[tokio::test(start_paused = true)]
    async fn ten_thousand_calls_never_pass_the_pace_of_command() {
        let begin = Instant::now();
        let starts = starts(Arc::new(Gate::new(Pace::Command)), 10_000, 8).await;
        assert_eq!(starts.len(), 10_000);
        for (most, window) in WINDOWS {
            for pair in starts.windows(most + 1) {
                assert!(
                    pair[most] - pair[0] > window,
                    "{most} calls in {:?}",
                    pair[most] - pair[0]
                );
            }
        }
        // And not slower than needed: 240 a minute.
        assert!(
            begin.elapsed() < Duration::from_secs(10_000 / 240 * 60 + 61),
            "{:?}",
            begin.elapsed()
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_asked_by_the_server_holds_every_call_and_is_never_cut_short() {
        let gate = Arc::new(Gate::new(Pace::Free));
        let mut until = Instant::now();
        for round in 0..1_000_u64 {
            let pause = Duration::from_secs(round * 37 % 600);
            until = until.max(Instant::now() + pause);
            gate.close_for(pause);
            // A shorter pause asked for later does not open the gate.
            gate.close_for(pause / 2);
            for start in starts(Arc::clone(&gate), 10, 5).await {
                assert!(start >= until, "round {round}: {:?} early", until - start);
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn each_refusal_in_a_row_closes_the_gate_for_longer_until_a_call_succeeds() {
        for chance in [0, 1, 4_999, u64::MAX / 3, u64::MAX] {
            let gate = Gate::new(Pace::Command);
            for expected in [10, 20, 40, 80, 120, 120, 10, 20] {
                // Forgotten with the first success, which comes after the sixth refusal.
                let begin = Instant::now();
                gate.enter(|_, _| {}).await;
                if expected == 10 {
                    gate.succeeded();
                }
                gate.refused(None, chance);
                let pause = gate.call_pace().pause;
                let longest = Duration::from_secs(expected) * 3 / 2 + Duration::from_millis(1);
                assert!(pause >= Duration::from_secs(expected) && pause <= longest, "{pause:?}");
                // Others that were refused with it teach nothing more.
                gate.refused(None, chance);
                assert_eq!(gate.call_pace().pause, pause);
                gate.enter(|_, _| {}).await;
                assert!(begin.elapsed() >= pause);
            }
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_halves_the_pace_of_command_and_successes_bring_it_back() {
        let gate = Arc::new(Gate::new(Pace::Command));
        let interval = |gate: &Gate| gate.call_pace().interval.as_millis();
        assert_eq!(interval(&gate), 250);
        for expected in [500, 1000, 2500, 2500] {
            gate.refused(Some(Duration::from_secs(1)), 0);
            assert_eq!(interval(&gate), expected);
            let begin = Instant::now();
            let calls = 24;
            let starts = starts(Arc::clone(&gate), calls, 4).await;
            let most = [10, 5, 2]
                [[500, 1000, 2500].iter().position(|halved| *halved == expected).unwrap()];
            for pair in starts.windows(most + 1) {
                assert!(pair[most] - pair[0] > Duration::from_secs(5), "{expected}");
            }
            assert!(begin.elapsed() >= Duration::from_secs(1));
        }
        for expected in [1000, 500, 250, 250] {
            for _ in 0..SUCCESSES_TO_HASTEN {
                gate.succeeded();
            }
            assert_eq!(interval(&gate), expected);
        }
        let free = Gate::new(Pace::Free);
        free.refused(None, 0);
        assert_eq!(free.call_pace().interval, Duration::ZERO);
        assert!(free.call_pace().pause >= limits::BACKOFF_FIRST);
    }

    #[test]
    fn the_least_time_of_many_calls_follows_from_the_pace() {
        let pace = CallPace { interval: Duration::from_millis(250), pause: Duration::from_secs(3) };
        for (calls, expected) in [(0, 3_000), (1, 3_250), (240, 63_000)] {
            assert_eq!(pace.least_time(calls), Duration::from_millis(expected));
        }
        assert_eq!(CallPace::default().least_time(usize::MAX), Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn a_wait_is_told_with_its_reason_and_ends_at_once_when_dropped() {
        let gate = Gate::new(Pace::Free);
        gate.close_for(Duration::from_secs(315));
        let told = Mutex::new(Vec::new());
        let entered = tokio::time::timeout(
            Duration::from_secs(1),
            gate.enter(|reason, pause| told.lock().unwrap().push((reason, pause.as_secs()))),
        );
        assert!(entered.await.is_err());
        assert_eq!(*told.lock().unwrap(), [(WaitReason::AskedByServer, 315)]);
        tokio::time::timeout(Duration::from_secs(315), gate.enter(|_, _| {})).await.unwrap();
    }

    #[test]
    fn when_everything_fails_all_calls_together_stay_below_one_and_a_tenth() {
        let gate = Gate::new(Pace::Free);
        let mut tries = 0;
        for _ in 0..10_000 {
            tries += 1;
            for _ in 1..limits::ATTEMPTS {
                tries += usize::from(gate.take_retry());
            }
        }
        assert!(tries <= 11_000, "{tries}");
        for _ in 0..10 {
            gate.succeeded();
        }
        assert!(gate.take_retry() && !gate.take_retry());
    }
}
