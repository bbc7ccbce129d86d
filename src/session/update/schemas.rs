//! Schemas as files: opened, saved, and asked about before changes are lost.

use std::path::PathBuf;

use crate::entra::{Mappings, SchemaDocument};
use crate::session::job::{Job, Slot};
use crate::session::mappings::action::MappingsAction;
use crate::session::mappings::document::{OpenDocument, Origin, file_name};
use crate::session::mappings::job::{MappingsJob, SchemaPurpose};
use crate::session::mappings::trial::Trial;
use crate::session::notice::Weight;
use crate::session::problem::Problem;
use crate::session::remote::Remote;
use crate::session::state::State;
use crate::session::update::Order;

impl State {
    pub(super) fn would_lose_changes(&self) -> bool {
        self.mappings.document.as_ref().is_some_and(OpenDocument::is_unsaved)
    }

    /// Asks before changes are lost; one question at a time.
    pub(super) fn question(&mut self, wanted: MappingsAction) -> Vec<Order> {
        if self.mappings.in_question.is_some() {
            return match wanted {
                MappingsAction::Open(path) => self.not_now(&path),
                _ => Vec::new(),
            };
        }
        self.mappings.in_question = Some(wanted);
        Vec::new()
    }

    /// The open mapping stays until there is another in its place: a file may turn out to be no schema.
    pub(super) fn discard(&mut self, wanted: MappingsAction) -> Vec<Order> {
        self.mappings.in_question = None;
        match wanted {
            MappingsAction::Quit => self.quietly(|state| state.mappings.document = None),
            MappingsAction::Open(path) => read_schema(path, SchemaPurpose::Replace),
            MappingsAction::OpenTemplate(template) => {
                self.show_document(OpenDocument::of_template(template))
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn show_document(&mut self, document: OpenDocument) -> Vec<Order> {
        for warning in document.warnings() {
            self.notices.tell(self.now, Weight::Warning, document.name(), warning.clone());
        }
        self.mappings.document = Some(document);
        self.mappings.document_number += 1;
        self.mappings.typed_row = None;
        self.mappings.refused = None;
        self.mappings.everyone = Trial::NotAsked;
        let is_comparing = self.mappings.compared.is_loading();
        self.mappings.compared = Remote::NotAsked;
        let mut orders = self.changed();
        if is_comparing {
            orders.push(Order::Stop(Slot::Comparison));
        }
        orders
    }

    pub(super) fn save_schema(&mut self, path: PathBuf) -> Vec<Order> {
        let Some(document) = &self.mappings.document else { return Vec::new() };
        match document.text() {
            Ok(text) => {
                let mappings = Box::new(document.mappings().clone());
                let document = self.mappings.document_number;
                let job = MappingsJob::WriteSchema { document, path, text, mappings };
                vec![Job::Mappings(job).into()]
            }
            Err(error) => self.quietly(|state| {
                state.mappings.refused = Some(Problem::new(
                    "save the schema",
                    error.to_string(),
                    "Correct it and save again. Nothing was written",
                ));
            }),
        }
    }

    pub(super) fn schema_read(
        &mut self,
        path: PathBuf,
        purpose: SchemaPurpose,
        result: Result<Box<SchemaDocument>, Problem>,
    ) -> Vec<Order> {
        match (result, purpose) {
            (Ok(_), SchemaPurpose::Open | SchemaPurpose::Dropped) if self.would_lose_changes() => {
                self.question(MappingsAction::Open(path))
            }
            (Err(problem), _) => self.quietly(|state| state.mappings.refused = Some(problem)),
            (
                Ok(document),
                SchemaPurpose::Open | SchemaPurpose::Dropped | SchemaPurpose::Replace,
            ) => self.show_document(OpenDocument::of_file(path, *document)),
            (Ok(document), SchemaPurpose::Compare) => {
                self.mappings.refused = None;
                self.compare(file_name(&path), document.mappings().clone())
            }
        }
    }

    /// What was written counts for the document that it was of.
    pub(super) fn schema_written(
        &mut self,
        number: u64,
        path: PathBuf,
        mappings: Mappings,
        result: Result<(), Problem>,
    ) -> Vec<Order> {
        match result {
            Ok(()) => {
                let mut about = path.display().to_string();
                let work = &mut self.mappings;
                let is_open = work.document_number == number;
                if let Some(document) = work.document.as_mut().filter(|_| is_open) {
                    if matches!(document.origin, Origin::Template(_)) {
                        about.push_str(". The ids in it are placeholders: to upload it to Entra, open your own application's schema and use the template's rows in it");
                    }
                    document.saved(path, mappings);
                }
                self.mappings.refused = None;
                self.notices.tell(self.now, Weight::Done, "Schema saved".to_owned(), about);
            }
            Err(problem) => self.mappings.refused = Some(problem),
        }
        Vec::new()
    }
}

/// Has a schema read.
pub(super) fn read_schema(path: PathBuf, purpose: SchemaPurpose) -> Vec<Order> {
    vec![Job::Mappings(MappingsJob::ReadSchema { path, purpose }).into()]
}
