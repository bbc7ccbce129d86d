//! The record of this desk: opening it, taking in its entries, and settling what was open when the program ended.

use jiff::Timestamp;

use crate::journal::entry::{Entry, Manner, RunId};
use crate::journal::run::RecordedRun;
use crate::session::guided::is_open;
use crate::session::job::Job;
use crate::session::notice::Weight;
use crate::session::outcome::JournalReady;
use crate::session::problem::Problem;
use crate::session::runs::Ledger;
use crate::session::state::State;
use crate::session::update::Order;

/// Whether a run was under way when the program ended. What is done by hand goes on where it was.
fn is_abandoned(run: &RecordedRun) -> bool {
    run.ended.is_none() && run.manner == Manner::Direct
}

impl State {
    /// Asks for the record; the first time a page shows it, and after a crash its open calls are looked at.
    pub(super) fn open_journal(&mut self) -> Vec<Order> {
        if !matches!(self.runs.ledger, Ledger::NotOpened | Ledger::Failed(_)) {
            return Vec::new();
        }
        self.runs.ledger = Ledger::Opening;
        vec![Job::OpenJournal.into()]
    }

    pub(super) fn journal_opened(&mut self, result: Result<JournalReady, Problem>) -> Vec<Order> {
        match result {
            Ok(JournalReady { runs, remarks }) => {
                for remark in &remarks {
                    self.notices.tell(self.now, Weight::Warning, "The record", remark.clone());
                }
                self.runs.recorded = runs;
                self.runs.revision += 1;
                self.runs.ledger = Ledger::Open { remarks };
                let mut orders = self.take_up_guided();
                orders.extend(self.settle_open_runs());
                orders
            }
            Err(problem) => {
                self.notices.fail(self.now, &problem);
                self.runs.ledger = Ledger::Failed(problem);
                Vec::new()
            }
        }
    }

    /// Looks at calls that were open when the program ended, for the connection that is shown.
    pub(super) fn settle_open_runs(&mut self) -> Vec<Order> {
        let open: Vec<RunId> = self
            .runs
            .recorded
            .iter()
            .filter(|run| run.place.connection == self.active.0)
            .filter(|run| run.open_targets().next().is_some() || is_abandoned(run))
            .filter(|run| self.runs.live.as_ref().is_none_or(|live| live.run != run.id))
            .map(|run| run.id.clone())
            .collect();
        open.iter().flat_map(|run| self.settle_run(run)).collect()
    }

    pub(super) fn settle_run(&mut self, run: &RunId) -> Vec<Order> {
        let is_live =
            self.runs.is_busy() && self.runs.live.as_ref().is_some_and(|live| live.run == *run);
        let fits = |recorded: &&RecordedRun| !is_live && !is_open(recorded);
        let Some(recorded) = self.runs.find(run).filter(fits) else { return Vec::new() };
        let Some(profile) = self.profile().filter(|profile| {
            profile.key.0 == recorded.place.connection && profile.tenant.is_some()
        }) else {
            return Vec::new();
        };
        let (profile, run) = (Box::new(profile.clone()), Box::new(recorded.clone()));
        vec![Job::Settle { profile, run }.into()]
    }

    pub(super) fn journaled(&mut self, seq: u64, at: Timestamp, entry: &Entry) -> Vec<Order> {
        if matches!(self.runs.ledger, Ledger::NotOpened | Ledger::Opening) {
            self.runs.ledger = Ledger::Open { remarks: Vec::new() };
        }
        self.runs.take(seq, at, entry);
        self.guided_journaled(entry)
    }
}
