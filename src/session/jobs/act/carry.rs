//! One run: each target in its turn, small numbers first, until the end, a stop, or too many failures.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::sync::watch;

use crate::journal::entry::{self, Entry, How, Manner, RunId};
use crate::limits;
use crate::session::backend::Backend;
use crate::session::connection::Profile;
use crate::session::jobs::act::deed::{self, Came, Hands};
use crate::session::jobs::act::eyes::Sight;
use crate::session::jobs::act::ledger;
use crate::session::outcome::Outcome;
use crate::session::plan::people::{Planned, admit};
use crate::session::plan::wish::Subject;
use crate::session::plan::{Confirmed, Plan};
use crate::session::problem::Problem;
use crate::session::runs::{Phase, Steer};
use crate::session::worker::Outbox;

/// How far the wall clock may run ahead of the computer's own before the run asks whether to go on.
const CLOCK_JUMP: Duration = Duration::from_mins(1);

/// A run under way.
struct Run<'a> {
    backend: &'a Backend,
    outbox: &'a Outbox,
    plan: &'a Plan,
    hands: Hands<'a>,
    steer: watch::Receiver<Option<(RunId, Steer)>>,
    clock: (Timestamp, Instant),
    failures: usize,
}

/// Carries out a plan and says how it ended.
pub(in crate::session::jobs) async fn carry(
    backend: &Backend,
    outbox: &Outbox,
    profile: &Profile,
    confirmed: &Confirmed,
) {
    let run = confirmed.plan().run.clone();
    let (how, problem) = match carry_out(backend, outbox, profile, confirmed).await {
        Ok(Some((how, problem))) => (how, problem),
        // What is done by hand goes on from step to step, outside of this job.
        Ok(None) => return,
        Err(problem) => (How::Interrupted, Some(problem)),
    };
    outbox.send(Outcome::RunTurned { run, phase: Phase::Ended { how, problem } }).await;
}

async fn carry_out(
    backend: &Backend,
    outbox: &Outbox,
    profile: &Profile,
    confirmed: &Confirmed,
) -> Result<Option<(How, Option<Problem>)>, Problem> {
    let plan = confirmed.plan();
    let steer = backend.steering();
    let share = plan.share();
    ledger::record(
        backend,
        outbox,
        Entry::Planned {
            run: plan.run.clone(),
            verb: plan.verb,
            place: plan.place.clone(),
            reason: confirmed.reason().to_owned(),
            share_percent_tenths: (share.all > 0).then(|| share.tenths_of_percent()),
            manner: plan.manner,
            targets: confirmed.targets(),
        },
    )
    .await?;
    if plan.manner == Manner::Guided {
        return Ok(None);
    }
    let hands = Hands::open(backend, outbox, profile, plan).await?;
    let clock = ((backend.now)(), Instant::now());
    let mut run = Run { backend, outbox, plan, hands, steer, clock, failures: 0 };
    let countdown = confirmed.countdown().min(backend.places.longest_countdown);
    let (how, problem) = match run.count_down(countdown).await {
        Go::Stop => (How::Stopped, None),
        Go::On => run.all().await?,
    };
    ledger::record(backend, outbox, Entry::Ended { run: plan.run.clone(), how }).await?;
    Ok(Some((how, problem)))
}

/// What was last said to this run; what was said to another is nothing to it.
fn heard(run: &RunId, said: Option<&(RunId, Steer)>) -> Steer {
    said.filter(|(to, _)| to == run).map_or(Steer::Resume, |(_, steer)| *steer)
}

/// Whether the next call may be made.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Go {
    On,
    Stop,
}

impl Run<'_> {
    async fn count_down(&mut self, countdown: Duration) -> Go {
        let run = self.plan.run.clone();
        let stopped = self.steer.wait_for(|said| heard(&run, said.as_ref()) == Steer::Stop);
        match tokio::time::timeout(countdown, stopped).await {
            Ok(_) => Go::Stop,
            Err(_) => Go::On,
        }
    }

    async fn all(&mut self) -> Result<(How, Option<Problem>), Problem> {
        self.turn(Phase::Running).await;
        for (number, planned) in (0_u32..).zip(&self.plan.targets) {
            if self.may_go_on().await? == Go::Stop {
                return Ok((How::Stopped, None));
            }
            let result = self.one(number, planned).await?;
            if let Some(problem) = self.judge(number, &result).await? {
                return Ok((How::Stopped, Some(problem)));
            }
        }
        Ok((How::Finished, None))
    }

    async fn turn(&self, phase: Phase) {
        let run = self.plan.run.clone();
        self.outbox.send(Outcome::RunTurned { run, phase }).await;
    }

    /// Waits while the person wants it to, or after the computer slept: what was confirmed before may not hold any more.
    async fn may_go_on(&mut self) -> Result<Go, Problem> {
        let (wall, own) = self.clock;
        let now = (self.backend.now)();
        self.clock = (now, Instant::now());
        let by_wall = now.duration_since(wall).unsigned_abs();
        if by_wall > own.elapsed() + CLOCK_JUMP {
            let why = "The clock jumped, as after the computer slept. Look whether this is still what you want.";
            return self.pause(Some(why.to_owned())).await;
        }
        let steer = heard(&self.plan.run, self.steer.borrow().as_ref());
        match steer {
            Steer::Resume => Ok(Go::On),
            Steer::Stop => Ok(Go::Stop),
            Steer::Pause => self.pause(None).await,
        }
    }

    async fn pause(&mut self, why: Option<String>) -> Result<Go, Problem> {
        // What was said until here is no answer to a pause that the person has not seen yet; a stop always is.
        let said = heard(&self.plan.run, self.steer.borrow_and_update().as_ref());
        match said {
            Steer::Stop => return Ok(Go::Stop),
            Steer::Resume if why.is_none() => return Ok(Go::On),
            Steer::Resume | Steer::Pause => {}
        }
        let run = self.plan.run.clone();
        ledger::record(self.backend, self.outbox, Entry::Paused { run: run.clone() }).await?;
        self.turn(Phase::Paused { why }).await;
        if self.steer.changed().await.is_err() {
            return Ok(Go::Stop);
        }
        let answer = |said: &Option<(RunId, Steer)>| heard(&run, said.as_ref());
        let answered = self.steer.wait_for(|said| answer(said) != Steer::Pause).await;
        let go = match answered.map(|said| answer(&said)) {
            Ok(Steer::Resume) => Go::On,
            Ok(Steer::Stop | Steer::Pause) | Err(_) => Go::Stop,
        };
        self.clock = ((self.backend.now)(), Instant::now());
        if go == Go::On {
            ledger::record(self.backend, self.outbox, Entry::Resumed { run }).await?;
            self.turn(Phase::Running).await;
        }
        Ok(go)
    }

    /// One target: read again, intent, call, proof, outcome.
    async fn one(&self, number: u32, planned: &Planned) -> Result<entry::Outcome, Problem> {
        let version = match self.again(planned).await {
            Ok(version) => version,
            Err((result, evidence)) => return self.close(number, result, evidence).await,
        };
        let call = deed::describe(self.plan, &planned.target);
        let intent = Entry::Intent { run: self.plan.run.clone(), number, call };
        let recorded = ledger::record(self.backend, self.outbox, intent).await?;
        let version = version.as_deref();
        let (result, evidence) = self.hands.act(planned, version, &recorded).await;
        self.close(number, result, evidence).await
    }

    async fn close(
        &self,
        number: u32,
        result: entry::Outcome,
        evidence: Vec<String>,
    ) -> Result<entry::Outcome, Problem> {
        let outcome =
            Entry::Outcome { run: self.plan.run.clone(), number, result: result.clone(), evidence };
        ledger::record(self.backend, self.outbox, outcome).await?;
        Ok(result)
    }

    /// Reads a person again, and returns the version to bind the call to: who is gone, changed or not fit any more is left
    /// alone.
    async fn again(&self, planned: &Planned) -> Result<Option<String>, Came> {
        if planned.standing.is_none() {
            return Ok(None);
        }
        let target = &planned.target;
        let subject = Subject { id: target.id.clone(), display_name: target.display_name.clone() };
        let sight = match &self.hands.eyes {
            Some(eyes) => eyes.see(&subject).await,
            None => Sight::Unread("there is nobody to look at here".to_owned()),
        };
        let seen = match sight {
            Sight::There(seen) => *seen,
            Sight::Gone => {
                let evidence = vec!["Read again just before: nobody has this id".to_owned()];
                return Err((entry::Outcome::AlreadyGone, evidence));
            }
            Sight::Unread(why) => {
                let why = format!("The person could not be read again: {why}");
                return Err((entry::Outcome::Failed { why }, Vec::new()));
            }
        };
        let changed = seen.target.fingerprint != target.fingerprint;
        let version = seen.version.clone();
        let (_, left_out) = admit(self.plan.verb, vec![seen], |_| false);
        let why = match left_out.first() {
            Some(left) => left.why.to_string(),
            None if changed => "The person changed after the plan was shown.".to_owned(),
            None => return Ok(version),
        };
        Err((entry::Outcome::Skipped { why }, Vec::new()))
    }

    /// Small first: any failure among the first few pauses the run; later, too many end it.
    async fn judge(
        &mut self,
        number: u32,
        result: &entry::Outcome,
    ) -> Result<Option<Problem>, Problem> {
        let why = match result {
            entry::Outcome::Done | entry::Outcome::AlreadyGone | entry::Outcome::Skipped { .. } => {
                return Ok(None);
            }
            entry::Outcome::Failed { why } | entry::Outcome::Unknown { why } => why,
        };
        self.failures += 1;
        let (turn, all) = (number as usize + 1, self.plan.targets.len());
        if turn == all {
            return Ok(None);
        }
        if turn <= limits::SMALL_FIRST.iter().sum() {
            let why = format!("One of the first {turn} failed: {why}");
            return Ok(match self.pause(Some(why)).await? {
                Go::On => None,
                Go::Stop => Some(Problem::new(
                    "finish the run",
                    "you stopped it after a failure",
                    "The record shows what was done and what was not",
                )),
            });
        }
        let is_too_many = self.failures * 100 >= all * limits::RUN_FAILURES_PERCENT;
        Ok(is_too_many.then(|| {
            Problem::new(
                "finish the run",
                format!("{} of {turn} failed, the last one because: {why}", self.failures),
                "Find out why, then run it again for those who are left",
            )
        }))
    }
}
