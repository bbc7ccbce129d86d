//! Runs in words: what is done to whom, how far it is, how each target came out, and all of it as text.

use std::fmt::Write as _;

use jiff::Timestamp;

use crate::journal::entry::{How, Outcome, RunId};
use crate::journal::run::{RecordedRun, RecordedTarget, TargetState};
use crate::session::runs::{LiveRun, Phase, Runs, Tally};
use crate::ui::theme::tokens::Tone;
use crate::ui::words;
use crate::verkada::{Verb, name};

/// How a run stands, seen from this window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing<'a> {
    /// It was begun from this window and is under way.
    Live(&'a Phase),
    /// It ended.
    Ended(Timestamp, How),
    /// It never ended: the program or the computer was stopped while it was under way.
    BrokenOff,
}

impl<'a> Standing<'a> {
    /// How this run stands.
    pub(super) fn of(run: &RecordedRun, runs: &'a Runs) -> Self {
        if let Some(phase) =
            live(runs, &run.id).filter(|phase| !matches!(phase, Phase::Ended { .. }))
        {
            return Self::Live(phase);
        }
        run.ended.map_or(Self::BrokenOff, |(at, how)| Self::Ended(at, how))
    }

    /// In one word, with its color; the counts tell whether calls are open.
    pub(super) fn word(self, tally: Tally) -> (Tone, &'static str) {
        match self {
            Self::Live(Phase::Countdown { .. }) => (Tone::Accent, "About to begin"),
            Self::Live(Phase::Paused { .. }) => (Tone::Warning, "Paused"),
            Self::Live(Phase::Stopping) => (Tone::Warning, "Stopping"),
            Self::Live(_) => (Tone::Accent, "Under way"),
            Self::BrokenOff => (Tone::Danger, "Broken off"),
            Self::Ended(..) if tally.open > 0 => (Tone::Danger, "Open calls"),
            Self::Ended(_, How::Finished) => (Tone::Good, "Finished"),
            Self::Ended(_, How::Stopped) => (Tone::Warning, "Stopped"),
            Self::Ended(_, How::Interrupted) => (Tone::Warning, "Interrupted"),
        }
    }
}

/// What the run of this name, begun from this window, is doing.
pub(super) fn live<'a>(runs: &'a Runs, run: &RunId) -> Option<&'a Phase> {
    runs.live.as_ref().filter(|live| live.run == *run).map(|live: &LiveRun| &live.phase)
}

/// What is done to whom: "Permanently remove 12 people".
pub(super) fn title(run: &RecordedRun) -> String {
    match (run.verb, run.targets.as_slice()) {
        (Verb::RefreshToken, _) => run.verb.to_string(),
        (verb, [one]) => format!("{verb} {}", name::shown(&one.target.display_name)),
        (verb, targets) => format!("{verb} {} {}", words::count(targets.len()), noun(verb)),
    }
}

fn noun(verb: Verb) -> &'static str {
    if matches!(verb, Verb::AddDomain | Verb::RemoveDomain) { "domains" } else { "people" }
}

/// While it goes on: "Deleting".
pub(super) const fn doing(verb: Verb) -> &'static str {
    match verb {
        Verb::AddDomain => "Adding the domain",
        Verb::RemoveDomain => "Removing the domain",
        Verb::RefreshToken => "Refreshing the token",
        Verb::Provision => "Provisioning",
        Verb::ChangeAttributes => "Changing",
        Verb::Deactivate => "Deactivating",
        Verb::Reactivate => "Reactivating",
        Verb::AddToGroup => "Adding to the group",
        Verb::TakeFromGroup => "Taking from the group",
        Verb::HardDelete => "Hard deleting",
        Verb::Delete => "Deleting",
        Verb::PermanentlyRemove => "Permanently removing",
    }
}

/// How one target came out, in one word with its color.
pub(super) const fn result(state: &TargetState) -> (Tone, &'static str) {
    match state {
        TargetState::Untouched => (Tone::Neutral, "Not begun"),
        TargetState::Open { .. } => (Tone::Danger, "Open"),
        TargetState::Closed { result, .. } => match result {
            Outcome::Done => (Tone::Good, "Done"),
            Outcome::AlreadyGone => (Tone::Good, "Gone already"),
            Outcome::Skipped { .. } => (Tone::Warning, "Skipped"),
            Outcome::Failed { .. } => (Tone::Danger, "Failed"),
            Outcome::Unknown { .. } => (Tone::Danger, "Not known"),
        },
    }
}

/// Why a target came out as it did: the reason if there is one, else the newest evidence.
pub(super) fn why(target: &RecordedTarget) -> &str {
    let newest = || target.evidence.last().map(|proof| proof.text.as_str()).unwrap_or_default();
    match &target.state {
        TargetState::Open { call, .. } => call,
        TargetState::Closed {
            result: Outcome::Skipped { why } | Outcome::Failed { why } | Outcome::Unknown { why },
            ..
        } => why,
        TargetState::Untouched | TargetState::Closed { .. } => newest(),
    }
}

/// When a target was last touched.
pub(super) const fn touched(state: &TargetState) -> Option<Timestamp> {
    match state {
        TargetState::Untouched => None,
        TargetState::Open { since, .. } => Some(*since),
        TargetState::Closed { when, .. } => Some(*when),
    }
}

/// The counts that are not zero, each with its color.
pub(super) fn counts(tally: Tally) -> Vec<(Tone, String)> {
    let all = [
        (Tone::Good, tally.done, "done"),
        (Tone::Warning, tally.skipped, "skipped"),
        (Tone::Danger, tally.failed, "failed"),
        (Tone::Danger, tally.open, "not known"),
        (Tone::Neutral, tally.untouched, "not begun"),
    ];
    let there = all.into_iter().filter(|(_, count, _)| *count > 0);
    there.map(|(tone, count, word)| (tone, format!("{} {word}", words::count(count)))).collect()
}

/// The whole run as text, for a ticket.
pub(super) fn as_text(run: &RecordedRun) -> String {
    let mut text = format!("{}\nWhere: {} ({})\n", title(run), run.place.name, run.place.origin);
    let mut line = |label: &str, value: &str| {
        if !value.is_empty() {
            writeln!(text, "{label}: {value}").unwrap_or_default();
        }
    };
    line("Reason", &run.reason);
    line("Confirmed", &run.planned_at.to_string());
    match run.ended {
        Some((at, how)) => line("Ended", &format!("{at}, {}", how_word(how))),
        None => line("Ended", "not recorded"),
    }
    line("Run", &run.id.to_string());
    for (number, target) in (1..).zip(&run.targets) {
        let (_, word) = result(&target.state);
        let who = [&target.target.display_name, &target.target.user_name, &target.target.id];
        let who: Vec<_> = who.into_iter().filter(|part| !part.is_empty()).collect();
        let who = who.into_iter().map(String::as_str).collect::<Vec<_>>().join(" · ");
        writeln!(text, "{number}. {who}: {word}").unwrap_or_default();
        let why = why(target);
        if !why.is_empty() && target.evidence.iter().all(|proof| proof.text != why) {
            writeln!(text, "   {why}").unwrap_or_default();
        }
        for proof in &target.evidence {
            writeln!(text, "   {} {}", proof.found_at, proof.text).unwrap_or_default();
        }
    }
    text
}

const fn how_word(how: How) -> &'static str {
    match how {
        How::Finished => "finished",
        How::Stopped => "stopped by a person",
        How::Interrupted => "interrupted",
    }
}

/// The counts of the run that is under way, kept so that a frame does not count thousands of targets again.
#[derive(Default)]
pub(super) struct Glance {
    seen: Option<(RunId, u64)>,
    tally: Tally,
    verb: Option<Verb>,
}

impl Glance {
    /// Follows the live run.
    pub(super) fn follow(&mut self, runs: &Runs) {
        let Some(live) = runs.live.as_ref().filter(|_| runs.is_busy()) else {
            *self = Self::default();
            return;
        };
        if self.seen.as_ref().is_some_and(|(run, at)| *run == live.run && *at == runs.revision) {
            return;
        }
        let recorded = runs.find(&live.run);
        self.tally = recorded.map(Tally::of).unwrap_or_default();
        self.verb = recorded.map(|run| run.verb);
        self.seen = Some((live.run.clone(), runs.revision));
    }

    /// The run under way, with what it does, how many are over and of how many.
    pub(super) fn line(&self) -> Option<(RunId, String)> {
        let (run, _) = self.seen.as_ref()?;
        let Some(verb) = self.verb else { return Some((run.clone(), "About to begin".to_owned())) };
        let over = self.tally.all - self.tally.untouched - self.tally.open;
        let (over, all) = (words::count(over), words::count(self.tally.all));
        Some((run.clone(), format!("{} {over} of {all}", doing(verb))))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::journal::entry::{Manner, Place, Target};
    use crate::journal::run::Proof;

    /// A moment in the runs of tests, so many seconds after they were confirmed.
    pub(in crate::ui) fn at(seconds: i64) -> Timestamp {
        "2026-11-20T14:20:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_secs(seconds)
    }

    /// A run of fictional people with these outcomes.
    pub(in crate::ui) fn run(verb: Verb, states: &[TargetState]) -> RecordedRun {
        let names = ["Arjun Raghunathan", "Giulia Bianchi", "Tomáš Dvořák", "Elif Yıldız"];
        let targets = states.iter().enumerate().map(|(number, state)| RecordedTarget {
            target: Target {
                id: format!("9f0c41be-0000-4000-8000-{number:012}"),
                user_name: format!("person{number}@halcyon.example"),
                display_name: names[number % names.len()].to_owned(),
                fingerprint: "W/\"1\"".to_owned(),
            },
            state: state.clone(),
            evidence: match state {
                TargetState::Closed { result: Outcome::Done, when } => vec![Proof {
                    found_at: *when,
                    step: String::new(),
                    text: "Read again: in Deleted users".to_owned(),
                }],
                _ => Vec::new(),
            },
        });
        RecordedRun {
            id: RunId::from_random([7; 16]),
            seq: 2,
            verb,
            place: Place {
                connection: "sandbox".to_owned(),
                name: "Halcyon Freight".to_owned(),
                kind: "sandbox".to_owned(),
                origin: "http://127.0.0.1:4000".to_owned(),
            },
            manner: Manner::Direct,
            reason: "HR-4471 leavers, November".to_owned(),
            share_percent_tenths: Some(3),
            planned_at: at(0),
            paused_at: None,
            targets: targets.collect(),
            ended: None,
        }
    }

    pub(in crate::ui) fn closed(result: Outcome, second: i64) -> TargetState {
        TargetState::Closed { result, when: at(second) }
    }

    #[test]
    fn a_run_is_named_by_what_is_done_to_whom() {
        let untouched = |count: usize| vec![TargetState::Untouched; count];
        for (verb, count, wanted) in [
            (Verb::Delete, 1, "Delete Arjun Raghunathan"),
            (Verb::PermanentlyRemove, 3, "Permanently remove 3 people"),
            (Verb::RefreshToken, 1, "Refresh token"),
            (Verb::RemoveDomain, 2, "Remove domain 2 domains"),
        ] {
            assert_eq!(title(&run(verb, &untouched(count))), wanted);
        }
    }

    #[test]
    fn how_a_run_stands_is_told_by_this_window_first_and_by_the_record_then() {
        let mut run = run(Verb::Delete, &[closed(Outcome::Done, 12)]);
        let mut runs = Runs::default();
        assert_eq!(Standing::of(&run, &runs).word(Tally::of(&run)).1, "Broken off");
        runs.live =
            Some(LiveRun { run: run.id.clone(), phase: Phase::Running, first_call_at: None });
        assert_eq!(Standing::of(&run, &runs).word(Tally::of(&run)).1, "Under way");
        runs.live = None;
        run.ended = Some((at(30), How::Finished));
        assert_eq!(Standing::of(&run, &runs).word(Tally::of(&run)).1, "Finished");
        run.targets[0].state = closed(Outcome::Unknown { why: "reset".to_owned() }, 12);
        assert_eq!(Standing::of(&run, &runs).word(Tally::of(&run)).1, "Open calls");
    }

    #[test]
    fn the_text_of_a_run_names_everybody_with_result_reason_and_evidence() {
        let failed = Outcome::Failed { why: "The server refused it: 409".to_owned() };
        let mut run = run(Verb::Delete, &[closed(Outcome::Done, 12), closed(failed, 14)]);
        run.ended = Some((at(20), How::Finished));
        let text = as_text(&run);
        for part in [
            "Delete 2 people",
            "Where: Halcyon Freight (http://127.0.0.1:4000)",
            "Reason: HR-4471 leavers, November",
            "Ended: 2026-11-20T14:20:20Z, finished",
            "1. Arjun Raghunathan · person0@halcyon.example · 9f0c41be-0000-4000-8000-000000000000: Done",
            "   2026-11-20T14:20:12Z Read again: in Deleted users",
            "2. Giulia Bianchi",
            "   The server refused it: 409",
        ] {
            assert!(text.contains(part), "{part} is not in {text}");
        }
    }

    #[test]
    fn a_glance_counts_the_live_run_only() {
        let mut runs = Runs::default();
        let mut glance = Glance::default();
        glance.follow(&runs);
        assert!(glance.line().is_none());
        let run = run(Verb::Delete, &[closed(Outcome::Done, 12), TargetState::Untouched]);
        runs.live =
            Some(LiveRun { run: run.id.clone(), phase: Phase::Running, first_call_at: None });
        runs.recorded.push(run);
        glance.follow(&runs);
        assert_eq!(glance.line().unwrap().1, "Deleting 1 of 2");
        runs.live.as_mut().unwrap().phase = Phase::Ended { how: How::Finished, problem: None };
        glance.follow(&runs);
        assert!(glance.line().is_none());
    }
}
