//! Runs, put together from the lines of the journal.

use jiff::Timestamp;
use serde::Deserialize;
use serde::Serialize;

use crate::journal::entry::Entry;
use crate::journal::entry::How;
use crate::journal::entry::Manner;
use crate::journal::entry::Outcome;
use crate::journal::entry::Place;
use crate::journal::entry::RunId;
use crate::journal::entry::Target;
use crate::verkada::Verb;

/// A run, as far as the journal knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RecordedRun {
    /// Its name.
    pub(crate) id: RunId,
    /// The number of the line that planned it.
    pub(crate) seq: u64,
    /// What is done to each target.
    pub(crate) verb: Verb,
    /// Where.
    pub(crate) place: Place,
    /// Who carries it out.
    pub(crate) manner: Manner,
    /// Why, in the person's words.
    pub(crate) reason: String,
    /// The targets' share of the list they were chosen from, in tenths of a percent.
    pub(crate) share_percent_tenths: Option<u32>,
    /// When it was confirmed.
    pub(crate) planned_at: Timestamp,
    /// Since when it waits, if it does.
    pub(crate) paused_at: Option<Timestamp>,
    /// Each target, in order.
    pub(crate) targets: Vec<RecordedTarget>,
    /// When and how it ended; none while it runs, or when the program was killed.
    pub(crate) ended: Option<(Timestamp, How)>,
}

/// One target of a run, and how far it has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RecordedTarget {
    /// What it is.
    pub(crate) target: Target,
    /// How far it has come.
    pub(crate) state: TargetState,
    /// What shows it, in the order it was found.
    pub(crate) evidence: Vec<Proof>,
}

/// How far one target has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "kebab-case")]
pub(crate) enum TargetState {
    /// Nothing was tried.
    Untouched,
    /// A call was about to be made; nothing says that it was, or how it came out.
    Open {
        /// The call.
        call: String,
        /// When.
        since: Timestamp,
    },
    /// It is known how it came out, or known that nobody knows.
    Closed {
        /// How.
        result: Outcome,
        /// When.
        when: Timestamp,
    },
}

/// What shows how a target came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Proof {
    /// When it was found.
    pub(crate) found_at: Timestamp,
    /// The step of a guided run; empty otherwise.
    pub(crate) step: String,
    /// What was found.
    pub(crate) text: String,
}

impl RecordedRun {
    /// Whether something has still to be done or found out.
    pub(crate) fn is_unfinished(&self) -> bool {
        self.ended.is_none() || self.targets.iter().any(|target| target.state.needs_a_look())
    }

    /// Indexes of the targets that a read has to settle.
    pub(crate) fn open_targets(&self) -> impl Iterator<Item = u32> {
        let open = self.targets.iter().zip(0..).filter(|(target, _)| target.state.needs_a_look());
        open.map(|(_, number)| number)
    }
}

impl TargetState {
    /// Whether a read has to settle how it came out.
    pub(crate) fn needs_a_look(&self) -> bool {
        match self {
            Self::Open { .. } | Self::Closed { result: Outcome::Unknown { .. }, .. } => true,
            Self::Untouched | Self::Closed { .. } => false,
        }
    }
}

/// Brings the runs up to date with one more line. Lines of runs or targets that are not there change nothing.
pub(crate) fn fold(runs: &mut Vec<RecordedRun>, seq: u64, at: Timestamp, entry: &Entry) {
    match entry {
        Entry::Opened { .. } => {}
        Entry::Carried { run } => {
            if find(runs, &run.id).is_none() {
                runs.push(RecordedRun { seq, ..(**run).clone() });
            }
        }
        Entry::Planned { run, verb, place, reason, share_percent_tenths, manner, targets } => {
            if find(runs, run).is_some() {
                return;
            }
            let targets = targets.iter().map(|target| RecordedTarget {
                target: target.clone(),
                state: TargetState::Untouched,
                evidence: Vec::new(),
            });
            runs.push(RecordedRun {
                id: run.clone(),
                seq,
                verb: *verb,
                place: place.clone(),
                manner: *manner,
                reason: reason.clone(),
                share_percent_tenths: *share_percent_tenths,
                planned_at: at,
                paused_at: None,
                targets: targets.collect(),
                ended: None,
            });
        }
        Entry::Intent { run, number, call } => {
            if let Some(target) = target(runs, run, *number) {
                target.state = TargetState::Open { call: call.clone(), since: at };
            }
        }
        Entry::Outcome { run, number, result, evidence }
        | Entry::Settled { run, number, result, evidence } => {
            if let Some(target) = target(runs, run, *number) {
                target.state = TargetState::Closed { result: result.clone(), when: at };
                target.evidence.extend(evidence.iter().map(|text| Proof {
                    found_at: at,
                    step: String::new(),
                    text: text.clone(),
                }));
            }
        }
        Entry::Evidence { run, number, step, text } => {
            if let Some(target) = target(runs, run, *number) {
                target.evidence.push(Proof {
                    found_at: at,
                    step: step.clone(),
                    text: text.clone(),
                });
            }
        }
        Entry::Paused { run } => change(runs, run, |run| run.paused_at = Some(at)),
        Entry::Resumed { run } => change(runs, run, |run| run.paused_at = None),
        Entry::Ended { run, how } => change(runs, run, |run| {
            run.paused_at = None;
            run.ended = Some((at, *how));
        }),
    }
}

/// Most lines belong to the youngest runs.
fn find<'a>(runs: &'a mut [RecordedRun], id: &RunId) -> Option<&'a mut RecordedRun> {
    runs.iter_mut().rev().find(|run| run.id == *id)
}

fn change(runs: &mut [RecordedRun], id: &RunId, change: impl FnOnce(&mut RecordedRun)) {
    if let Some(run) = find(runs, id) {
        change(run);
    }
}

fn target<'a>(
    runs: &'a mut [RecordedRun],
    id: &RunId,
    number: u32,
) -> Option<&'a mut RecordedTarget> {
    find(runs, id)?.targets.get_mut(usize::try_from(number).ok()?)
}
