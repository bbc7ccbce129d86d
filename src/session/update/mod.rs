//! What each action and each outcome does to the state. No IO: work is returned as jobs.

mod acting;
mod connections;
mod domains;
mod guided;
mod ledger;
mod locking;
mod mappings;
mod organization;
mod practice;
mod reading;
mod schemas;
#[cfg(test)]
mod tests;
mod trying;
mod writes;

use crate::session::action::Action;
use crate::session::export::Export;
use crate::session::job::{Job, Slot};
use crate::session::notice::Weight;
use crate::session::outcome::Outcome;
use crate::session::problem::Problem;
use crate::session::state::{Dialog, Link, State};

/// What the worker is to do.
#[derive(Debug)]
pub(crate) enum Order {
    /// Start a job.
    Do(Job),
    /// Stop what runs in a slot.
    Stop(Slot),
}

impl From<Job> for Order {
    fn from(job: Job) -> Self {
        Self::Do(job)
    }
}

impl State {
    /// The jobs a program starts with.
    pub(crate) fn start(&mut self) -> Vec<Order> {
        let mut orders = vec![self.start_sandbox(None)];
        orders.extend(self.connect_if_ready());
        orders
    }

    /// Does what a person asked for.
    pub(crate) fn apply(&mut self, action: Action) -> Vec<Order> {
        match action {
            Action::Connect(key) => self.connect(key),
            Action::Refresh => self.refresh(),
            Action::StopReading => self.stop_reading("you stopped the reading"),
            Action::FilterPeople(query) => self.filter_people(query),
            Action::AskScimFilter(text) => self.ask_scim_filter(text),
            Action::SortPeople(key) => self.sort_people(key),
            Action::OpenPerson(id) => self.open_person(id),
            Action::ClosePerson => self.close_person(),
            Action::OpenGroup(id) => self.open_group(Some(id)),
            Action::CloseGroup => self.open_group(None),
            Action::AskAddConnection => self.open(Dialog::AddConnection),
            Action::AskReplaceToken(key) => self.open(Dialog::ReplaceToken(key)),
            Action::AskForget(key) => self.open(Dialog::Forget(key)),
            Action::AddConnection(new, token) => self.add_connection(*new, token),
            Action::ReplaceToken(key, token) => self.replace_token(&key, token),
            Action::RetryKeyring => self.retry_keyring(),
            Action::KeepForThisRun => self.keep_for_this_run(),
            Action::Forget(key) => self.forget(&key),
            Action::CloseDialog => self.close_dialog(),
            Action::Check => self.check_connection(),
            Action::StopCheck => self.stop_check(),
            Action::Dismiss(number) => self.quietly(|state| state.notices.dismiss(number)),
            Action::DismissAll => self.quietly(|state| state.notices.dismiss_all()),
            Action::ClearActivity => self.quietly(|state| state.activity.clear()),
            Action::SetTheme(theme) => self.settle(|settings| settings.theme = theme),
            Action::SetScale(percent) => self.settle(|settings| settings.scale_percent = percent),
            Action::SetColumns(table, widths) => {
                self.settle(|settings| settings.set_columns(table, widths))
            }
            Action::Export(format, path) => {
                vec![Job::Export { export: Box::new(Export::of(self, format)), path }.into()]
            }
            Action::Lock(reason) => self.lock(reason),
            Action::Plan(action) => self.plan(action),
            Action::Run(action) => self.run(action),
            Action::Guided(run, action) => self.guided(&run, action),
            Action::Writes(action) => self.writes(action),
            Action::Organization(action) => self.organization(action),
            Action::Mappings(action) => self.mappings_asked(action),
            // The window itself does these: it owns the clipboard and the dialogs of the system.
            Action::Copy(_) | Action::CopyToken | Action::AskExport(_) | Action::AskCaFile => {
                Vec::new()
            }
        }
    }

    /// Takes in what a job found out.
    pub(crate) fn absorb(&mut self, outcome: Outcome) -> Vec<Order> {
        match outcome {
            Outcome::SandboxStarted(result) => self.sandbox_started(result),
            Outcome::PeoplePage { epoch, generation, people, expected } => {
                self.people_page(epoch, generation, &people, expected)
            }
            Outcome::PeopleStayed { epoch, generation, stayed } => {
                self.people_stayed(epoch, generation, &stayed)
            }
            Outcome::PeopleRead { epoch, generation, outcome } => {
                self.people_read(epoch, generation, outcome)
            }
            Outcome::GroupsPage { epoch, generation, groups, expected } => {
                self.groups_page(epoch, generation, groups, expected)
            }
            Outcome::GroupsStayed { epoch, generation, stayed } => {
                self.groups_stayed(epoch, generation, &stayed)
            }
            Outcome::GroupsRead { epoch, generation, outcome } => {
                self.groups_read(epoch, generation, outcome)
            }
            Outcome::PersonRead { epoch, id, result } => self.person_read(epoch, &id, result),
            Outcome::Checked { run, report } => self.checked(run, report),
            Outcome::CheckEnded { run, outcome } => self.check_ended(run, outcome),
            Outcome::TokenSaved { profile, token, known } => {
                self.token_saved(*profile, token, *known)
            }
            Outcome::TokenNotSaved(not_saved) => self.token_not_saved(not_saved),
            Outcome::KeyringWaits => self.quietly(|state| state.keyring_waits = true),
            Outcome::KeyringAnswered => self.quietly(|state| state.keyring_waits = false),
            Outcome::TokenForgotten { key, outcome } => self.token_forgotten(&key, outcome),
            Outcome::SettingsSaved(result) => self.quietly(|state| state.report(result)),
            Outcome::Exported { path, result } => self.exported(&path, result),
            Outcome::Exchanged { of, exchange } => {
                self.quietly(|state| state.exchanged(&of, *exchange))
            }
            Outcome::Waiting { of, until } => self.quietly(|state| state.waiting(&of, until)),
            Outcome::JournalOpened(result) => self.journal_opened(result),
            Outcome::JournalVerified(result) => {
                self.quietly(|state| state.runs.checkup.finish(result))
            }
            Outcome::Journaled { seq, at, entry } => self.journaled(seq, at, &entry),
            Outcome::Previewing { preview, read } => {
                self.quietly(|state| state.previewing(preview, read))
            }
            Outcome::Previewed { preview, result } => self.previewed(preview, result),
            Outcome::NotSettled(problem) => {
                self.quietly(|state| state.notices.fail(state.now, &problem))
            }
            Outcome::RunTurned { run, phase } => self.run_turned(&run, phase),
            Outcome::GuidedWaits { run, again_at } => {
                self.quietly(|state| state.guided_waits(&run, again_at))
            }
            Outcome::GuidedStepped { run, result } => self.guided_stepped(&run, result),
            Outcome::TokenMinted(token) => self.token_minted(token),
            Outcome::TokenStepped(step) => self.token_stepped(step),
            Outcome::TokenRotated { key, result } => self.token_rotated(&key, result),
            Outcome::ProvisioningRead { epoch, result } => self.provisioning_read(epoch, result),
            Outcome::DeletedRead { epoch, result } => self.deleted_read(epoch, result),
            Outcome::RecordRead { epoch, id, result } => self.record_read(epoch, &id, result),
            Outcome::Mappings(outcome) => self.mappings_did(outcome),
            Outcome::Crashed { job, slot } => self.crashed(job, slot),
        }
    }

    fn open(&mut self, dialog: Dialog) -> Vec<Order> {
        self.dialog = Some(dialog);
        Vec::new()
    }

    fn close_dialog(&mut self) -> Vec<Order> {
        let stop = self.stop_preview();
        self.dialog = None;
        stop.into_iter().collect()
    }

    fn quietly(&mut self, change: impl FnOnce(&mut Self)) -> Vec<Order> {
        change(self);
        Vec::new()
    }

    /// Changes a setting and writes it down.
    fn settle(
        &mut self,
        change: impl FnOnce(&mut crate::session::settings::Settings),
    ) -> Vec<Order> {
        change(&mut self.settings);
        vec![self.save_settings()]
    }

    fn save_settings(&mut self) -> Order {
        self.settings_revision += 1;
        Job::SaveSettings {
            settings: Box::new(self.settings.clone()),
            revision: self.settings_revision,
        }
        .into()
    }

    fn report(&mut self, result: Result<(), Problem>) {
        if let Err(problem) = result {
            self.notices.fail(self.now, &problem);
        }
    }

    fn exported(&mut self, path: &std::path::Path, result: Result<usize, Problem>) -> Vec<Order> {
        match result {
            Ok(people) => self.notices.tell(
                self.now,
                Weight::Done,
                format!("{people} people written"),
                path.display().to_string(),
            ),
            Err(problem) => self.notices.fail(self.now, &problem),
        }
        Vec::new()
    }

    /// Whatever waits for the job waits no longer.
    fn crashed(&mut self, job: &'static str, slot: Option<Slot>) -> Vec<Order> {
        let problem = Problem::new(
            job,
            "this program made a mistake and stopped that work",
            "Try again. The log file says where it happened",
        );
        self.notices.fail(self.now, &problem);
        match slot {
            Some(Slot::People) => self.people_ended(Err(problem)),
            Some(Slot::Groups) => self.groups.end(self.now, Err(problem)),
            Some(Slot::Person) => self.person_ended(Err(problem)),
            Some(Slot::Check) => self.check_ended_with(Some(problem)),
            Some(Slot::Preview) => {
                let preview = self.preview;
                return self.previewed(preview, Err(problem));
            }
            Some(Slot::Provisioning) => self.organization.provisioning.finish(Err(problem)),
            Some(Slot::Deleted) => self.organization.deleted.finish(Err(problem)),
            Some(Slot::Guided) => return self.guided_ended(Err(problem)),
            Some(
                slot @ (Slot::Schema
                | Slot::Directory
                | Slot::Held
                | Slot::Lint
                | Slot::Trial
                | Slot::Comparison),
            ) => self.mapping_work_ended(slot, problem),
            Some(Slot::Record) => {
                if let Some(open) = &mut self.person {
                    open.record.finish(Err(problem));
                }
            }
            None if job == Job::VerifyJournal.name() => self.runs.checkup.finish(Err(problem)),
            None if matches!(
                self.dialog,
                Some(Dialog::SavingToken { .. } | Dialog::Rotating { .. })
            ) =>
            {
                self.dialog = None;
            }
            None if self.profile().is_some_and(|profile| profile.tenant.is_none()) => {
                self.link = Link::Down(problem);
            }
            None => {}
        }
        Vec::new()
    }
}
