//! What the Mappings page asks for, and what its jobs bring.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::entra::{
    AttributeMapping, CardReport, ColumnPlan, Edit, MappingSeverity, Mappings, ReadDirectory,
    ReportWarning, ResourceKind, Source,
};
use crate::limits;
use crate::session::job::{Job, Slot};
use crate::session::mappings::action::MappingsAction;
use crate::session::mappings::document::{OpenDocument, Template, file_name};
use crate::session::mappings::job::{MappingsJob, MappingsOutcome, SchemaPurpose};
use crate::session::mappings::trial::{PeopleFrom, Trial};
use crate::session::notice::Weight;
use crate::session::problem::Problem;
use crate::session::remote::Remote;
use crate::session::state::{Dialog, State};
use crate::session::update::Order;
use crate::session::update::schemas::read_schema;

impl State {
    /// Does what the page asked for.
    pub(super) fn mappings_asked(&mut self, action: MappingsAction) -> Vec<Order> {
        match action {
            MappingsAction::Begin => self.begin_mappings(),
            MappingsAction::OpenTemplate(_) | MappingsAction::Open(_) | MappingsAction::Quit
                if self.would_lose_changes() =>
            {
                self.question(action)
            }
            MappingsAction::Keep => self.quietly(|state| state.mappings.in_question = None),
            MappingsAction::Discard(wanted) => self.discard(*wanted),
            MappingsAction::OpenTemplate(template) => {
                self.show_document(OpenDocument::of_template(template))
            }
            MappingsAction::UseRows(template) => {
                let template = template.document();
                self.change(|document| document.use_rows(template.mappings()))
            }
            MappingsAction::Open(path) => read_schema(path, SchemaPurpose::Open),
            MappingsAction::Dropped(path) if self.is_asking() => self.not_now(&path),
            MappingsAction::Dropped(path) => match path.extension() {
                Some(end) if end.eq_ignore_ascii_case("json") => {
                    read_schema(path, SchemaPurpose::Dropped)
                }
                _ => self.read_directory(PeopleFrom::File(path)),
            },
            MappingsAction::Save(path) => self.save_schema(path),
            MappingsAction::Edit(edits) => self.change(|document| document.edit(&edits)),
            MappingsAction::Fix(revision, edits) if revision == self.mappings.revision.mapping => {
                self.change(|document| document.edit(&edits))
            }
            MappingsAction::Type(kind, row, mapping) => {
                let edit = Edit::Replace(kind, row, *mapping);
                let typed = (kind == ResourceKind::User).then_some(row);
                self.change_row(typed, |document| document.type_into(kind, row, &edit))
            }
            MappingsAction::TargetTyped => {
                self.mappings.typed_row = None;
                self.read_missing()
            }
            MappingsAction::AddRow(kind) => self.add_row(kind),
            MappingsAction::FixAll(least) => self.fix_all(least),
            MappingsAction::Undo => self.change(OpenDocument::undo),
            MappingsAction::Redo => self.change(OpenDocument::redo),
            MappingsAction::PeopleOfSandbox => self.read_directory(PeopleFrom::Sandbox),
            MappingsAction::PeopleOfFile(path) => self.read_directory(PeopleFrom::File(path)),
            MappingsAction::PeopleOfColumns(path, plan) => {
                self.dialog = None;
                self.read_directory(PeopleFrom::Columns(path, plan))
            }
            MappingsAction::AskTyped => self.open(Dialog::TypedPerson),
            MappingsAction::TypedPerson(values) => {
                self.dialog = None;
                self.read_directory(PeopleFrom::Typed(values))
            }
            MappingsAction::Understood => self.quietly(|state| state.mappings.refused = None),
            MappingsAction::ReadHeld => self.read_held(),
            MappingsAction::Choose(row) => self.quietly(|state| state.try_on(row)),
            MappingsAction::TryEveryone => {
                // Whoever asks for everybody is done with typing.
                self.mappings.typed_row = None;
                let mut orders = self.read_missing();
                orders.extend(self.try_everyone());
                orders
            }
            MappingsAction::StopTrying => self.stop_trying(),
            MappingsAction::CompareWithOpened => self.compare_with_opened(),
            MappingsAction::Compare(path) => read_schema(path, SchemaPurpose::Compare),
            MappingsAction::CompareAgain => self.compare_again(),
            MappingsAction::CloseComparison => {
                self.mappings.compared = Remote::NotAsked;
                vec![Order::Stop(Slot::Comparison)]
            }
            MappingsAction::Report(format, path) => self.write_report(format, path),
            // The window itself shows the dialogs of the system. Fixes that come here are of an older mapping.
            MappingsAction::AskOpen
            | MappingsAction::AskSave
            | MappingsAction::AskPeople
            | MappingsAction::AskCompare
            | MappingsAction::AskReport(_)
            | MappingsAction::Fix(..)
            | MappingsAction::Quit => Vec::new(),
        }
    }

    /// Takes in what a job of the page found out.
    pub(super) fn mappings_did(&mut self, outcome: MappingsOutcome) -> Vec<Order> {
        match outcome {
            MappingsOutcome::SchemaRead { path, purpose, result } => {
                self.schema_read(path, purpose, result)
            }
            MappingsOutcome::PeopleDropped(path) => self.read_directory(PeopleFrom::File(path)),
            MappingsOutcome::SchemaWritten { document, path, mappings, result } => {
                self.schema_written(document, path, *mappings, result)
            }
            MappingsOutcome::PeopleRead { revision, from, result } => {
                self.directory_read(revision, from, result)
            }
            MappingsOutcome::ColumnsUnclear { revision, path, plan } => {
                self.ask_columns(revision, path, plan)
            }
            MappingsOutcome::HeldRead { epoch, result } => self.held_read(epoch, result),
            MappingsOutcome::Linted { revision, findings } => {
                if revision == self.mappings.revision.mapping {
                    self.mappings.findings = findings;
                    self.mappings.found_in = revision;
                }
                Vec::new()
            }
            MappingsOutcome::Mended { revision, result } => self.mended(revision, result),
            MappingsOutcome::Trying { revision, done } => {
                self.quietly(|state| state.mappings.everyone.progress(revision, done))
            }
            MappingsOutcome::Tried { revision, result } => {
                self.quietly(|state| state.mappings.everyone.finish(revision, result))
            }
            // What comes of a comparison that was closed meanwhile is of no use any more.
            MappingsOutcome::Compared(_) if !self.mappings.compared.is_loading() => Vec::new(),
            MappingsOutcome::Compared(result) => self
                .quietly(|state| state.mappings.compared.finish(result.map(|compared| *compared))),
            MappingsOutcome::Reported { path, result } => self.reported(&path, result),
        }
    }

    /// A job of the page ended by a fault of this program.
    pub(super) fn mapping_work_ended(&mut self, slot: Slot, problem: Problem) {
        let work = &mut self.mappings;
        match slot {
            Slot::Directory => work.people.finish(Err(problem)),
            Slot::Held => work.held.finish(Err(problem)),
            Slot::Trial => work.everyone = Trial::Failed(problem),
            Slot::Comparison => work.compared.finish(Err(problem)),
            _ => work.refused = Some(problem),
        }
    }

    /// Another connection becomes active: what Command held, and the people of the sandbox, belong to the one before. Other
    /// people stay, also those that were to be replaced by a file that is not read to its end.
    pub(super) fn leave_mappings(&mut self) -> Vec<Order> {
        let work = &mut self.mappings;
        work.held = Remote::NotAsked;
        work.everyone = Trial::NotAsked;
        work.compared = Remote::NotAsked;
        work.people.settle();
        if work.from == PeopleFrom::Sandbox {
            work.from = PeopleFrom::Nobody;
            work.people = Remote::NotAsked;
            work.person = None;
            work.cards = CardReport::default();
            work.people_warnings = Vec::new();
        }
        self.mappings.people_revision += 1;
        // What was found out about people who are gone is gone with them.
        self.changed()
    }

    pub(crate) fn is_sandbox(&self) -> bool {
        self.profile().is_some_and(|profile| {
            profile.capabilities().practice == crate::session::connection::Practice::Offered
        })
    }

    fn is_connected(&self) -> bool {
        self.profile().is_some_and(|profile| profile.tenant.is_some())
    }

    fn begin_mappings(&mut self) -> Vec<Order> {
        let mut orders = Vec::new();
        if self.mappings.document.is_none() {
            orders.extend(self.show_document(OpenDocument::of_template(Template::Command)));
        }
        let has_people =
            self.mappings.from != PeopleFrom::Nobody || self.mappings.people.is_loading();
        if !has_people && self.is_sandbox() && self.is_connected() {
            orders.extend(self.read_directory(PeopleFrom::Sandbox));
        }
        if matches!(self.mappings.held, Remote::NotAsked) {
            orders.extend(self.read_held());
        }
        orders
    }

    fn change(&mut self, change: impl FnOnce(&mut OpenDocument)) -> Vec<Order> {
        self.change_row(None, change)
    }

    /// Changes the mapping; this row is being typed into.
    fn change_row(
        &mut self,
        typed: Option<usize>,
        change: impl FnOnce(&mut OpenDocument),
    ) -> Vec<Order> {
        self.mappings.typed_row = typed;
        let Some(document) = &mut self.mappings.document else { return Vec::new() };
        change(document);
        self.changed()
    }

    /// The mapping or the people are others: everything that follows from them is made again.
    pub(super) fn changed(&mut self) -> Vec<Order> {
        self.mappings.revision.mapping += 1;
        self.look_again();
        let work = &self.mappings;
        let Some(document) = &work.document else { return Vec::new() };
        let lint = MappingsJob::Lint {
            revision: work.revision.mapping,
            mappings: Box::new(document.mappings().clone()),
            people: work.people.value().cloned(),
        };
        let mut orders = vec![Job::Mappings(lint).into()];
        orders.extend(self.read_missing());
        orders
    }

    fn add_row(&mut self, kind: ResourceKind) -> Vec<Order> {
        let row = AttributeMapping::new(Source::Direct(String::new()), "");
        self.mappings.added += 1;
        self.change(|document| document.edit(&[Edit::Add(kind, row)]))
    }

    /// Has every change made that findings of this severity or worse offer.
    fn fix_all(&mut self, least: MappingSeverity) -> Vec<Order> {
        let work = &self.mappings;
        let Some(document) = &work.document else { return Vec::new() };
        let job = MappingsJob::Mend {
            revision: work.revision.mapping,
            mappings: Box::new(document.mappings().clone()),
            people: work.people.value().cloned(),
            least,
        };
        vec![Job::Mappings(job).into()]
    }

    /// Fixes of a mapping that was changed meanwhile are dropped.
    fn mended(&mut self, revision: u64, result: Result<Box<Mappings>, Problem>) -> Vec<Order> {
        match result {
            Ok(mended) if revision == self.mappings.revision.mapping => {
                self.change(|document| document.replace(*mended))
            }
            Ok(_) => Vec::new(),
            Err(problem) => self.quietly(|state| state.mappings.refused = Some(problem)),
        }
    }

    fn read_directory(&mut self, from: PeopleFrom) -> Vec<Order> {
        self.mappings.people.begin();
        self.mappings.people_revision += 1;
        let revision = self.mappings.people_revision;
        vec![Job::Mappings(MappingsJob::ReadPeople { from, revision }).into()]
    }

    /// The people of before stay until the columns are matched.
    fn ask_columns(&mut self, revision: u64, path: PathBuf, plan: ColumnPlan) -> Vec<Order> {
        if revision != self.mappings.people_revision {
            return Vec::new();
        }
        self.mappings.people.settle();
        if self.dialog.is_some() {
            return self.not_now(&path);
        }
        self.open(Dialog::Columns(path, plan))
    }

    /// A file waits for no dialog, and no dialog is lost to a file.
    pub(super) fn not_now(&mut self, path: &Path) -> Vec<Order> {
        let title = format!("{} was not opened", file_name(path));
        let about = "Finish or close the dialog first, then open the file again.";
        self.quietly(|state| state.notices.tell(state.now, Weight::Warning, title, about))
    }

    fn directory_read(
        &mut self,
        revision: u64,
        from: PeopleFrom,
        result: Result<Box<(ReadDirectory, CardReport)>, Problem>,
    ) -> Vec<Order> {
        if revision != self.mappings.people_revision {
            return Vec::new();
        }
        let (read, cards) = match result {
            Ok(read) => *read,
            Err(problem) => {
                self.mappings.refused = Some(problem.clone());
                self.mappings.people.finish(Err(problem));
                return Vec::new();
            }
        };
        for warning in read.warnings.iter().take(limits::WARNINGS_TOLD) {
            let title = format!("Doubtful in {}", from.name());
            self.notices.tell(self.now, Weight::Warning, title, warning.to_string());
        }
        if read.warnings.len() > limits::WARNINGS_TOLD || read.has_more_warnings {
            let title = format!("More is doubtful in {}", from.name());
            let detail = "These were the first. More are in the report: Everyone, then Report.";
            self.notices.tell(self.now, Weight::Warning, title, detail.to_owned());
        }
        self.mappings.refused = None;
        self.mappings.people_warnings = ReportWarning::of_people(&from.name(), &read);
        self.mappings.from = from;
        self.mappings.cards = cards;
        self.mappings.people.finish(Ok(Arc::new(read.directory)));
        self.mappings.person = None;
        self.mappings.everyone = Trial::NotAsked;
        self.mappings.people_revision += 1;
        self.changed()
    }
}
