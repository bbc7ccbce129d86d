//! Work that is done by hand in Command: begun, checked person by person, gone on with after a restart, ended.

use jiff::Timestamp;

use crate::journal::entry::{Entry, How, Manner, RunId};
use crate::journal::run::{RecordedRun, TargetState};
use crate::limits;
use crate::session::action::GuidedAction;
use crate::session::connection::{ConnectionKey, Profile};
use crate::session::guided::{Busy, Look, When, Word, is_open, is_receipt, is_through, last_look};
use crate::session::job::Job;
use crate::session::notice::Weight;
use crate::session::plan::Confirmed;
use crate::session::problem::Problem;
use crate::session::runs::{Phase, Tally};
use crate::session::state::{Dialog, State};
use crate::session::update::Order;

impl State {
    /// Does what was asked about a guided run.
    pub(super) fn guided(&mut self, run: &RunId, action: GuidedAction) -> Vec<Order> {
        match action {
            GuidedAction::Show => self.show_guided(run),
            GuidedAction::Check(number, when) => self.check_guided(run, number, when),
            GuidedAction::Note(number, text) => {
                let text = text.trim().to_owned();
                let is_fit = is_kept(&text) && self.open_run(run).is_some();
                self.say(run, is_fit.then_some(Word::Note { number, text }))
            }
            GuidedAction::Skip(number, why) => {
                let why = why.trim().to_owned();
                let is_fit = is_kept(&why) && self.is_left(run, number);
                self.say(run, is_fit.then_some(Word::Skip { number, why }))
            }
            GuidedAction::AskStop if self.open_run(run).is_some() => {
                self.open(Dialog::StopGuided(run.clone()))
            }
            GuidedAction::AskStop => Vec::new(),
            GuidedAction::Stop => {
                self.dialog = None;
                let word = self.open_run(run).map(|_| Word::End(How::Stopped));
                self.say(run, word)
            }
        }
    }

    /// Brings the page of guided work forward with this run on it.
    pub(super) fn show_guided(&mut self, run: &RunId) -> Vec<Order> {
        if self.guided.open.contains(run) {
            self.dialog = None;
            self.guided.shown = Some(run.clone());
            self.guided.turn += 1;
        }
        Vec::new()
    }

    /// What was confirmed goes into the record first; the page comes forward once it is there.
    pub(super) fn begin_guided(
        &mut self,
        profile: Box<Profile>,
        confirmed: Confirmed,
    ) -> Vec<Order> {
        self.guided.beginning = Some(confirmed.plan().run.clone());
        vec![Job::Carry { profile, confirmed: Box::new(confirmed) }.into()]
    }

    pub(super) fn guided_not_begun(&mut self, phase: Phase) -> Vec<Order> {
        if let Phase::Ended { problem, .. } = phase {
            self.guided.beginning = None;
            if let Some(problem) = problem {
                self.notices.fail(self.now, &problem);
            }
        }
        Vec::new()
    }

    /// What an entry that is on disk means for guided work.
    pub(super) fn guided_journaled(&mut self, entry: &Entry) -> Vec<Order> {
        let Some(run) = entry.run().cloned() else { return Vec::new() };
        self.count_guided();
        if let Entry::Planned { .. } = entry
            && self.guided.beginning.as_ref() == Some(&run)
        {
            self.guided.beginning = None;
            return self.show_guided(&run);
        }
        let Entry::Ended { how, .. } = entry else { return self.end_if_through(&run) };
        let is_here = |recorded: &&RecordedRun| recorded.place.connection == self.active.0;
        match self.runs.find(&run).filter(is_here) {
            Some(recorded) if recorded.manner == Manner::Guided && !is_receipt(recorded) => {
                let how = *how;
                self.tell_end(&run, how);
                self.read_after(&run)
            }
            _ => Vec::new(),
        }
    }

    /// Offers what an earlier run of the program left undone, and ends what was only not said to be over.
    pub(super) fn take_up_guided(&mut self) -> Vec<Order> {
        self.count_guided();
        let open = self.guided.open.clone();
        let mut orders: Vec<Order> = open.iter().flat_map(|run| self.end_if_through(run)).collect();
        orders.extend(self.runs.recorded.iter().filter_map(end_of_receipt));
        for run in &open {
            let Some(recorded) = self.runs.find(run).filter(|recorded| !is_through(recorded))
            else {
                continue;
            };
            let tally = Tally::of(recorded);
            self.notices.tell(
                self.now,
                Weight::Warning,
                format!("{} in Command is not finished", recorded.verb),
                format!(
                    "{} of {} have an outcome. Guided work in the rail goes on with the next.",
                    tally.all - tally.untouched,
                    tally.all
                ),
            );
        }
        orders
    }

    /// Which guided runs of the connection that is shown are unfinished.
    pub(super) fn count_guided(&mut self) {
        let recorded = self.runs.recorded.iter();
        let open = recorded
            .filter(|run| is_open(run) && run.place.connection == self.active.0)
            .map(|run| run.id.clone());
        self.guided.open = open.collect();
        let is_here = |run: &RunId| {
            self.runs.find(run).is_some_and(|run| run.place.connection == self.active.0)
        };
        if !self.guided.shown.as_ref().is_some_and(is_here) {
            self.guided.shown = self.guided.open.last().cloned();
        }
    }

    /// Nobody can go on with what was to be done where the desk does not look any more.
    pub(super) fn end_guided_of(&mut self, key: &ConnectionKey) -> Vec<Order> {
        let runs = self.runs.recorded.iter();
        let left = runs.filter(|run| is_open(run) && run.place.connection == key.0);
        left.map(|run| {
            Job::GuidedWord { run: run.id.clone(), word: Word::End(How::Interrupted) }.into()
        })
        .collect()
    }

    fn end_if_through(&mut self, run: &RunId) -> Vec<Order> {
        let is_over = self.runs.find(run).is_some_and(|run| is_open(run) && is_through(run));
        if !is_over {
            return Vec::new();
        }
        vec![Job::GuidedWord { run: run.clone(), word: Word::End(How::Finished) }.into()]
    }

    fn check_guided(&mut self, run: &RunId, number: u32, when: When) -> Vec<Order> {
        if self.guided.busy.is_some() || !self.is_left(run, number) {
            return Vec::new();
        }
        let (Some(profile), Some(recorded)) = (self.profile(), self.open_run(run)) else {
            return Vec::new();
        };
        let job = Job::GuidedCheck {
            profile: Box::new(profile.clone()),
            run: Box::new(recorded.clone()),
            number,
            when,
        };
        self.busy_with(run, number, Some(when));
        vec![job.into()]
    }

    fn say(&mut self, run: &RunId, word: Option<Word>) -> Vec<Order> {
        let Some(word) = word.filter(|_| self.guided.busy.is_none()) else { return Vec::new() };
        match &word {
            Word::Note { number, .. } | Word::Skip { number, .. } => {
                self.busy_with(run, *number, None);
            }
            Word::End(_) => {}
        }
        vec![Job::GuidedWord { run: run.clone(), word }.into()]
    }

    fn busy_with(&mut self, run: &RunId, number: u32, when: Option<When>) {
        self.guided.problem = None;
        self.guided.busy = Some(Busy { run: run.clone(), number, when, again_at: None });
    }

    pub(super) fn guided_waits(&mut self, run: &RunId, again_at: Timestamp) {
        if let Some(busy) = self.guided.busy.as_mut().filter(|busy| busy.run == *run) {
            busy.again_at = Some(again_at);
        }
    }

    pub(super) fn guided_stepped(
        &mut self,
        run: &RunId,
        result: Result<(), Problem>,
    ) -> Vec<Order> {
        if let Err(problem) = &result {
            self.notices.fail(self.now, problem);
        }
        if self.guided.busy.as_ref().is_some_and(|busy| busy.run == *run) {
            return self.guided_ended(result);
        }
        Vec::new()
    }

    pub(super) fn guided_ended(&mut self, result: Result<(), Problem>) -> Vec<Order> {
        self.guided.busy = None;
        self.guided.problem = result.err();
        Vec::new()
    }

    fn open_run(&self, run: &RunId) -> Option<&RecordedRun> {
        self.runs.find(run).filter(|_| self.guided.open.contains(run))
    }

    fn is_left(&self, run: &RunId, number: u32) -> bool {
        let recorded = self.open_run(run).and_then(|run| run.targets.get(number as usize));
        recorded.is_some_and(|target| target.state == TargetState::Untouched)
    }

    /// Whether somebody may act in Command on a target now: it was looked at a short while ago and was as planned.
    pub(crate) fn may_act(&self, run: &RecordedRun, number: usize) -> bool {
        let look = run.targets.get(number).and_then(|target| last_look(target, When::Before));
        look.is_some_and(|(look, proof)| {
            let age = self.now.duration_since(proof.found_at).unsigned_abs();
            look == Look::AsPlanned && age <= limits::GUIDED_LOOK_VALID
        })
    }
}

/// The end of a receipt that an earlier run of the program did not come to.
fn end_of_receipt(run: &RecordedRun) -> Option<Order> {
    let how = if is_through(run) { How::Finished } else { How::Interrupted };
    let is_left = is_receipt(run) && run.ended.is_none();
    is_left.then(|| Job::GuidedWord { run: run.id.clone(), word: Word::End(how) }.into())
}

fn is_kept(text: &str) -> bool {
    !text.is_empty() && text.len() <= limits::REASON_BYTES
}
