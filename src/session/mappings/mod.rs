//! The mappings looked at: the open schema, the people it is tried on, and what came of trying.

pub(crate) mod action;
pub(crate) mod document;
pub(crate) mod job;
pub(crate) mod requests;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod trial;

use std::sync::Arc;

use crate::entra::{
    CardReport, Directory, Holdings, KnownAttribute, MappingFinding, ReportWarning,
};
use crate::session::mappings::action::MappingsAction;
use crate::session::mappings::document::OpenDocument;
use crate::session::mappings::trial::{Compared, PeopleFrom, Revision, Trial, TrialPerson};
use crate::session::problem::Problem;
use crate::session::remote::Remote;

/// Everything of the Mappings page that jobs bring, or that others may ask for.
#[derive(Default)]
pub(crate) struct MappingWork {
    /// The open schema; none until the page is first shown.
    pub(crate) document: Option<OpenDocument>,
    /// Which document of this window it is, from 1: a later one may be open when work for an earlier one is done.
    pub(crate) document_number: u64,
    /// What was asked for and would lose changes, while the person is asked about it. It is asked over whatever dialog is
    /// open, in which something may be typed or shown only once.
    pub(crate) in_question: Option<MappingsAction>,
    /// The row of people into which somebody types, until the field is left: its target may not be whole yet.
    pub(crate) typed_row: Option<usize>,
    /// Why a file was not opened or not saved.
    pub(crate) refused: Option<Problem>,
    /// Where the people come from.
    pub(crate) from: PeopleFrom,
    /// The people.
    pub(crate) people: Remote<Arc<Directory>>,
    /// Changes with the people.
    pub(crate) people_revision: u64,
    /// What is wrong with the cards of the people, and who shares one.
    pub(crate) cards: CardReport,
    /// What is doubtful about where the people come from.
    pub(crate) people_warnings: Vec<ReportWarning>,
    /// What Command holds of everybody.
    pub(crate) held: Remote<Arc<Holdings>>,
    /// The person whose values the table shows.
    pub(crate) person: Option<TrialPerson>,
    /// What is wrong or doubtful about the mapping.
    pub(crate) findings: Vec<MappingFinding>,
    /// Of which mapping and people they are.
    pub(crate) found_in: u64,
    /// The mapping tried on everybody.
    pub(crate) everyone: Trial,
    /// Two versions side by side.
    pub(crate) compared: Remote<Compared>,
    /// How many comparisons were asked for so far.
    pub(crate) comparisons: u64,
    /// Of which mapping and people all of it is.
    pub(crate) revision: Revision,
    /// The row that was added last, until the page looks at it.
    pub(crate) added: u64,
}

impl MappingWork {
    /// The attributes that an expression may name: those of the people, then the known ones.
    pub(crate) fn attributes(&self) -> Vec<&str> {
        let people = self.people.value().map(|people| people.names());
        let mut names: Vec<&str> = people.into_iter().flatten().collect();
        for known in KnownAttribute::all() {
            if !names.contains(&known.name) {
                names.push(known.name);
            }
        }
        names
    }

    /// What is doubtful about the schema and the people, for a report: the same, in the same order, as the command line tells.
    pub(crate) fn report_warnings(&self) -> Vec<ReportWarning> {
        let Some(document) = &self.document else { return Vec::new() };
        let mut warnings = document.report_warnings();
        warnings.extend_from_slice(&self.people_warnings);
        if let Some(people) = self.people.value() {
            let from = self.from.name();
            warnings.extend(ReportWarning::of_scope(&from, &document.mappings().users, people));
        }
        warnings
    }
}
