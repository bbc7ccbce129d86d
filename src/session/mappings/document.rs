//! The open schema with its history: what can be undone, and what is not saved yet.

use std::path::{Path, PathBuf};

use crate::entra::{Edit, Mappings, ReportWarning, ResourceKind, SaveError, SchemaDocument};
use crate::limits;

/// A mapping that comes with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Template {
    /// What Verkada's guide and Command's attributes suggest.
    Command,
    /// What Entra gives a new non-gallery application.
    EntraDefaults,
}

/// Where the open schema came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// From the program.
    Template(Template),
    /// From a file.
    File(PathBuf),
}

/// A schema that is open.
pub(crate) struct OpenDocument {
    /// Where it came from, or was saved to last.
    pub(crate) origin: Origin,
    document: SchemaDocument,
    mappings: Mappings,
    opened: Mappings,
    saved: Mappings,
    /// Whether the mappings are others than were saved; compared once for each step and not for each frame.
    is_unsaved: bool,
    before: Vec<Mappings>,
    after: Vec<Mappings>,
    /// The row that the last step typed into, so that a word is one step and not eight.
    typed: Option<(ResourceKind, usize)>,
}

impl Template {
    /// Its name on screen.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Command => "Command template",
            Self::EntraDefaults => "Entra's default mappings",
        }
    }

    /// As a schema of its own.
    pub(crate) fn document(self) -> SchemaDocument {
        match self {
            Self::Command => SchemaDocument::command_template(),
            Self::EntraDefaults => SchemaDocument::entra_defaults(),
        }
    }
}

impl OpenDocument {
    /// A template.
    pub(crate) fn of_template(template: Template) -> Self {
        Self::new(Origin::Template(template), template.document())
    }

    /// A schema from a file.
    pub(crate) fn of_file(path: PathBuf, document: SchemaDocument) -> Self {
        Self::new(Origin::File(path), document)
    }

    fn new(origin: Origin, document: SchemaDocument) -> Self {
        let mappings = document.mappings().clone();
        Self {
            origin,
            document,
            opened: mappings.clone(),
            saved: mappings.clone(),
            mappings,
            is_unsaved: false,
            before: Vec::new(),
            after: Vec::new(),
            typed: None,
        }
    }

    /// What it is called on screen.
    pub(crate) fn name(&self) -> String {
        match &self.origin {
            Origin::Template(template) => template.label().to_owned(),
            Origin::File(path) => file_name(path),
        }
    }

    /// The mappings as they stand.
    pub(crate) const fn mappings(&self) -> &Mappings {
        &self.mappings
    }

    /// The mappings as they were opened.
    pub(crate) const fn opened(&self) -> &Mappings {
        &self.opened
    }

    /// What is in the file and not understood; it is kept.
    pub(crate) fn warnings(&self) -> &[String] {
        self.document.warnings()
    }

    /// The same for a report.
    pub(crate) fn report_warnings(&self) -> Vec<ReportWarning> {
        ReportWarning::of_schema(&self.name(), &self.document)
    }

    /// The file as it is to be written.
    pub(crate) fn text(&self) -> Result<String, SaveError> {
        self.document.save(&self.mappings)
    }

    /// How many steps were made since it was opened.
    pub(crate) const fn steps(&self) -> usize {
        self.before.len()
    }

    /// Whether something would be lost if it were closed.
    pub(crate) const fn is_unsaved(&self) -> bool {
        self.is_unsaved
    }

    /// Whether a step can be taken back.
    pub(crate) const fn can_undo(&self) -> bool {
        !self.before.is_empty()
    }

    /// Whether a step that was taken back can be made again.
    pub(crate) const fn can_redo(&self) -> bool {
        !self.after.is_empty()
    }

    /// Makes changes as one step; what changes nothing is no step.
    pub(crate) fn edit(&mut self, edits: &[Edit]) {
        self.typed = None;
        self.step(edits);
    }

    /// Puts other mappings in the place of these, as one step.
    pub(crate) fn replace(&mut self, mappings: Mappings) {
        self.typed = None;
        self.step_to(mappings);
    }

    /// Takes over the rows of other mappings, and adds what the target's list lacks; scope and switches stay.
    pub(crate) fn use_rows(&mut self, other: &Mappings) {
        let mut mappings = self.mappings.clone();
        for kind in [ResourceKind::User, ResourceKind::Group] {
            let (own, other) = (mappings.of_mut(kind), other.of(kind));
            own.rows.clone_from(&other.rows);
            let is_known = |name: &str| own.targets.iter().any(|known| known.name == name);
            let used = other.targets.iter().filter(|target| {
                other.rows.iter().any(|row| row.target == target.name) && !is_known(&target.name)
            });
            let missing: Vec<_> = used.cloned().collect();
            own.targets.extend(missing);
        }
        self.replace(mappings);
    }

    /// Makes a change that somebody types: together with the one before, if that was typed into the same row.
    pub(crate) fn type_into(&mut self, kind: ResourceKind, row: usize, edit: &Edit) {
        if self.typed == Some((kind, row)) {
            self.mappings.apply(edit);
            self.after.clear();
            self.compare();
        } else {
            let is_step = self.step(std::slice::from_ref(edit));
            self.typed = is_step.then_some((kind, row));
        }
    }

    /// Whether it was one.
    fn step(&mut self, edits: &[Edit]) -> bool {
        let mut changed = self.mappings.clone();
        for edit in edits {
            changed.apply(edit);
        }
        self.step_to(changed)
    }

    fn step_to(&mut self, changed: Mappings) -> bool {
        if changed == self.mappings {
            // The same may be written otherwise.
            self.mappings = changed;
            return false;
        }
        if self.before.len() == limits::MAPPING_STEPS {
            self.before.remove(0);
        }
        self.before.push(std::mem::replace(&mut self.mappings, changed));
        self.after.clear();
        self.compare();
        true
    }

    fn compare(&mut self) {
        self.is_unsaved = self.mappings != self.saved;
    }

    /// Takes back the last step.
    pub(crate) fn undo(&mut self) {
        self.typed = None;
        if let Some(before) = self.before.pop() {
            self.after.push(std::mem::replace(&mut self.mappings, before));
            self.compare();
        }
    }

    /// Makes the step that was taken back again.
    pub(crate) fn redo(&mut self) {
        self.typed = None;
        if let Some(after) = self.after.pop() {
            self.before.push(std::mem::replace(&mut self.mappings, after));
            self.compare();
        }
    }

    /// These mappings are on disk now.
    pub(crate) fn saved(&mut self, path: PathBuf, mappings: Mappings) {
        self.typed = None;
        self.origin = Origin::File(path);
        self.saved = mappings;
        self.compare();
    }
}

/// The name of a file without its folders.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
