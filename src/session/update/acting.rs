//! Plans, the consent to them, and the runs that carry them out.

use crate::journal::entry::{self, How, Manner, RunId};
use crate::journal::run::{RecordedRun, TargetState};
use crate::session::action::{PlanAction, RunAction};
use crate::session::connection::{Profile, Removal};
use crate::session::job::{Job, Slot};
use crate::session::notice::Weight;
use crate::session::outcome::PreviewId;
use crate::session::plan::wish::{Subject, Subjects, Wish};
use crate::session::plan::{Basis, Consent, Deed, Extent, Plan};
use crate::session::problem::Problem;
use crate::session::runs::{Ledger, LiveRun, Phase, Steer, Tally, not_done};
use crate::session::state::{Dialog, PlanDialog, PlanStage, State};
use crate::session::update::Order;
use crate::verkada::Verb;

/// Whether a run left nothing of a person to look at.
fn took_away(run: &RecordedRun, id: &str) -> bool {
    let is_gone = |state: &TargetState| {
        matches!(
            state,
            TargetState::Closed { result: entry::Outcome::Done | entry::Outcome::AlreadyGone, .. }
        )
    };
    matches!(run.verb, Verb::Delete | Verb::PermanentlyRemove | Verb::HardDelete)
        && run.targets.iter().any(|target| target.target.id == id && is_gone(&target.state))
}

impl State {
    /// Does what was asked about plans.
    pub(super) fn plan(&mut self, action: PlanAction) -> Vec<Order> {
        match action {
            PlanAction::Remove(verb, ids) => self.ask_remove(verb, ids),
            PlanAction::AddDomain(_) | PlanAction::RemoveDomain(_) | PlanAction::RefreshToken
                if !self.keeps_domains_itself() =>
            {
                self.care_by_hand(&action)
            }
            PlanAction::AddDomain(domain) => {
                self.ask(Verb::AddDomain, Deed::AddDomain, Subjects::NewDomain(domain))
            }
            PlanAction::RemoveDomain(domain) => {
                self.ask(Verb::RemoveDomain, Deed::RemoveDomain, Subjects::Domain(domain))
            }
            PlanAction::RefreshToken => {
                self.ask(Verb::RefreshToken, Deed::RefreshToken, Subjects::Token)
            }
            PlanAction::Confirm(consent) => self.confirm(&consent),
            PlanAction::AskPractice(form) => self.ask_practice(form),
            PlanAction::Practice(wish) => self.practice(wish),
        }
    }

    fn ask(&mut self, verb: Verb, deed: Deed, subjects: Subjects) -> Vec<Order> {
        let all = match &subjects {
            Subjects::Domain(domain) => self.covered_by(domain),
            Subjects::People(_)
            | Subjects::NewDomain(_)
            | Subjects::Token
            | Subjects::Practice(_) => 0,
        };
        let basis = Basis { all, ..self.basis() };
        self.begin_plan(Wish {
            verb,
            deed,
            manner: Manner::Direct,
            subjects,
            basis,
            protected: Vec::new(),
        })
    }

    fn ask_remove(&mut self, verb: Verb, ids: Vec<String>) -> Vec<Order> {
        let Some(capabilities) = self.profile().map(Profile::capabilities) else {
            return Vec::new();
        };
        let (deed, manner) = match (capabilities.removal, verb) {
            (Removal::AdminApi, Verb::Delete) => (Deed::Delete, Manner::Direct),
            (Removal::AdminApi, Verb::PermanentlyRemove) => {
                (Deed::PermanentlyRemove, Manner::Direct)
            }
            (Removal::ByHand, Verb::Delete | Verb::PermanentlyRemove) => {
                (Deed::ByHand, Manner::Guided)
            }
            (Removal::ScimDelete, Verb::Delete) => (Deed::ScimDelete, Manner::Direct),
            _ => return Vec::new(),
        };
        if self.is_locked() {
            self.tell_locked();
            return Vec::new();
        }
        let people = ids.into_iter().map(|id| self.subject(id)).collect();
        let protected = self.settings.care(&self.active.0).protected;
        self.begin_plan(Wish {
            verb,
            deed,
            manner,
            subjects: Subjects::People(people),
            basis: self.basis(),
            protected,
        })
    }

    fn subject(&self, id: String) -> Subject {
        let people = &self.users.people;
        let known = people.find(&id).and_then(|row| people.get(row));
        let display_name = match known {
            Some(person) => person.name().to_owned(),
            None => self
                .deleted_users()
                .iter()
                .find(|deleted| deleted.id == id)
                .map_or_else(|| id.clone(), |deleted| deleted.display_name.clone()),
        };
        Subject { id, display_name }
    }

    /// The list that shares are counted against: everybody, and who is in Deleted users.
    pub(super) fn basis(&self) -> Basis {
        let is_whole = self.users.is_whole && self.users.reading.problem().is_none();
        let extent =
            if is_whole && self.scim_filter.is_empty() { Extent::Whole } else { Extent::Partial };
        let all = self.users.people.len() + self.deleted_users().len();
        Basis { read_at: self.users.read_at, extent, all }
    }

    pub(super) fn begin_plan(&mut self, wish: Wish) -> Vec<Order> {
        let Some(profile) = self.profile().cloned() else { return Vec::new() };
        if let Ledger::Failed(problem) = &self.runs.ledger {
            self.notices.fail(self.now, problem);
            return Vec::new();
        }
        if self.runs.is_busy() {
            self.notices.tell(
                self.now,
                Weight::Warning,
                "Another piece of work is under way",
                "Wait until it has ended, or stop it; its progress is in the status bar.",
            );
            return Vec::new();
        }
        self.preview = self.preview.next();
        self.dialog = Some(Dialog::Plan(Box::new(PlanDialog {
            wish: wish.clone(),
            preview: self.preview,
            stage: PlanStage::Reading { read: 0 },
        })));
        vec![
            Job::Preview {
                preview: self.preview,
                profile: Box::new(profile),
                wish: Box::new(wish),
            }
            .into(),
        ]
    }

    /// Takes in how far the reading for a plan is.
    pub(super) fn previewing(&mut self, preview: PreviewId, read: usize) {
        if let Some(Dialog::Plan(dialog)) = &mut self.dialog
            && dialog.preview == preview
            && matches!(dialog.stage, PlanStage::Reading { .. })
        {
            dialog.stage = PlanStage::Reading { read };
        }
    }

    /// Takes in a plan, or why there is none. What needs no consent is carried out at once.
    pub(super) fn previewed(
        &mut self,
        preview: PreviewId,
        result: Result<Box<Plan>, Problem>,
    ) -> Vec<Order> {
        let Some(Dialog::Plan(dialog)) = &mut self.dialog else { return Vec::new() };
        if dialog.preview != preview {
            return Vec::new();
        }
        dialog.stage = match result {
            Ok(plan) => PlanStage::Ready(plan),
            Err(problem) => PlanStage::Failed(problem),
        };
        let is_harmless = dialog.wish.verb == Verb::AddDomain;
        if is_harmless { self.confirm(&Consent::default()) } else { Vec::new() }
    }

    /// Carries out the plan that is shown, if what was typed is enough.
    fn confirm(&mut self, consent: &Consent) -> Vec<Order> {
        let Some(Dialog::Plan(mut dialog)) = self.dialog.take() else { return Vec::new() };
        let PlanStage::Ready(plan) = dialog.stage else {
            self.dialog = Some(Dialog::Plan(dialog));
            return Vec::new();
        };
        let Some(profile) = self.profile().filter(|profile| profile.key == plan.connection) else {
            return Vec::new();
        };
        let profile = Box::new(profile.clone());
        if plan.manner == Manner::Direct && self.is_locked() {
            // It was unlocked when the plan was made; what it was unlocked for may be over.
            self.tell_locked();
            return Vec::new();
        }
        match plan.confirm(consent, self.now) {
            Err(refused) => {
                dialog.stage = PlanStage::Ready(Box::new(refused.0));
                self.dialog = Some(Dialog::Plan(dialog));
                Vec::new()
            }
            Ok(confirmed) if confirmed.plan().manner == Manner::Guided => {
                self.begin_guided(profile, confirmed)
            }
            Ok(confirmed) => {
                let run = confirmed.plan().run.clone();
                let until = self.now.checked_add(confirmed.countdown()).unwrap_or(self.now);
                self.runs.live = Some(LiveRun {
                    run: run.clone(),
                    phase: Phase::Countdown { until },
                    first_call_at: None,
                });
                self.dialog = Some(Dialog::Run(run));
                vec![Job::Carry { profile, confirmed: Box::new(confirmed) }.into()]
            }
        }
    }

    /// Does what was asked about runs.
    pub(super) fn run(&mut self, action: RunAction) -> Vec<Order> {
        match action {
            RunAction::Pause => self.steer(Steer::Pause),
            RunAction::Resume => self.steer(Steer::Resume),
            RunAction::Stop => {
                if let Some(live) = &mut self.runs.live
                    && !matches!(live.phase, Phase::Ended { .. })
                {
                    live.phase = Phase::Stopping;
                }
                self.steer(Steer::Stop)
            }
            RunAction::Show(run) if self.guided.open.contains(&run) => self.show_guided(&run),
            RunAction::Show(run) => self.open(Dialog::Run(run)),
            RunAction::Repeat(run) => match self.runs.find(&run) {
                Some(recorded) => {
                    let (verb, ids) = (recorded.verb, not_done(recorded));
                    self.ask_remove(verb, ids)
                }
                None => Vec::new(),
            },
            RunAction::Settle(run) => self.settle_run(&run),
            RunAction::OpenRecord => self.open_journal(),
            RunAction::Verify => {
                if self.runs.checkup.is_loading() {
                    return Vec::new();
                }
                self.runs.checkup.begin();
                vec![Job::VerifyJournal.into()]
            }
        }
    }

    /// Says something to the run of this window.
    pub(super) fn steer(&self, steer: Steer) -> Vec<Order> {
        let live = self.runs.live.as_ref();
        live.map(|live| Job::Steer(live.run.clone(), steer).into()).into_iter().collect()
    }

    pub(super) fn run_turned(&mut self, run: &RunId, phase: Phase) -> Vec<Order> {
        if self.guided.beginning.as_ref() == Some(run) {
            return self.guided_not_begun(phase);
        }
        let Some(live) = self.runs.live.as_mut().filter(|live| live.run == *run) else {
            return Vec::new();
        };
        live.phase = phase.clone();
        let Phase::Ended { how, problem } = phase else { return Vec::new() };
        if let Some(problem) = &problem {
            self.notices.fail(self.now, problem);
        }
        self.tell_end(run, how);
        self.put_away(run, how);
        self.unlocked = None;
        self.read_after(run)
    }

    pub(super) fn tell_end(&mut self, run: &RunId, how: How) {
        let Some(recorded) = self.runs.find(run) else { return };
        let tally = Tally::of(recorded);
        let is_clean = how == How::Finished && tally.done == tally.all;
        let name = match recorded.targets.as_slice() {
            [one] => one.target.display_name.clone(),
            targets => format!("{} people", targets.len()),
        };
        let title = format!("{}: {name}", recorded.verb);
        if is_clean {
            let text = match recorded.manner {
                Manner::Direct => "Done, and proven by reading again.",
                Manner::Guided => "Done in Command; SCIM no longer shows them.",
            };
            self.notices.tell(self.now, Weight::Done, title, text);
        } else {
            let text = format!(
                "{} done, {} skipped, {} failed, {} not known, {} not begun. The record shows each.",
                tally.done, tally.skipped, tally.failed, tally.open, tally.untouched
            );
            self.notices.tell(self.now, Weight::Warning, title, text);
        }
    }

    /// What a run may have changed is read again.
    pub(super) fn read_after(&mut self, run: &RunId) -> Vec<Order> {
        let Some(verb) = self.runs.find(run).map(|run| run.verb) else { return Vec::new() };
        let mut orders = match verb {
            Verb::AddDomain | Verb::RemoveDomain | Verb::RefreshToken => self.read_provisioning(),
            _ => self.read_deleted(),
        };
        orders.extend(self.refresh());
        if let Some(open) = self.person.as_ref().map(|open| open.id.clone()) {
            let is_gone = self.runs.find(run).is_some_and(|run| took_away(run, &open));
            orders.extend(if is_gone { self.close_person() } else { self.open_person(open) });
        }
        orders
    }

    pub(super) fn stop_preview(&mut self) -> Option<Order> {
        matches!(&self.dialog, Some(Dialog::Plan(_))).then_some(Order::Stop(Slot::Preview))
    }
}
