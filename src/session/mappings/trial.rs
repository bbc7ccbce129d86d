//! The mapping tried on people: whom, what Command holds of them, and what it comes to.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use crate::entra::{
    ColumnPlan, Directory, EditEffect, Everyone, Holdings, MappingDifference, Mappings,
    PersonPreview, Preview, PreviewReport, ReportWarning, RowPreview, Surroundings,
};
use crate::session::mappings::document::file_name;
use crate::session::problem::Problem;

/// Where the people come from that a mapping is tried on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum PeopleFrom {
    /// Nobody was chosen yet.
    #[default]
    Nobody,
    /// The directory that belongs to the sandbox's people.
    Sandbox,
    /// A file.
    File(PathBuf),
    /// A CSV file whose columns were matched by hand.
    Columns(PathBuf, ColumnPlan),
    /// One person, typed by hand.
    Typed(Vec<(String, String)>),
}

impl PeopleFrom {
    /// What it is called on screen.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Nobody => "nobody".to_owned(),
            Self::Sandbox => "the sandbox's own directory".to_owned(),
            Self::File(path) | Self::Columns(path, _) => file_name(path),
            Self::Typed(_) => "typed by hand".to_owned(),
        }
    }
}

/// The mapping tried on one person.
pub(crate) struct TrialPerson {
    /// The row of the person in the directory.
    pub(crate) at: usize,
    /// What the person is called.
    pub(crate) name: String,
    /// What it comes to.
    pub(crate) preview: PersonPreview,
    /// What it was made from.
    pub(crate) revision: Revision,
    /// What `Now` said.
    pub(crate) now: Timestamp,
}

impl TrialPerson {
    /// Of what and of whom it is: as long as this stays, so does everything that follows from the trial.
    pub(crate) const fn made_of(&self) -> (Revision, usize) {
        (self.revision, self.at)
    }

    /// What a row of the mapping comes to.
    pub(crate) fn row(&self, row: usize) -> Option<&RowPreview> {
        self.preview.rows.get(row)
    }
}

/// What something was made from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Revision {
    /// Changes with the mapping and the people; as long as it stays, so do the places of rows and people.
    pub(crate) mapping: u64,
    /// Changes with them and with what Command holds.
    pub(crate) held: u64,
}

/// The mapping tried on everybody.
#[derive(Default)]
pub(crate) enum Trial {
    /// Nobody asked yet.
    #[default]
    NotAsked,
    /// People are being looked at.
    Running {
        /// What it is made from.
        revision: Revision,
        /// How many were looked at.
        done: usize,
        /// Of how many.
        all: usize,
        /// What came of it the time before.
        previous: Option<Tried>,
    },
    /// Done.
    Done(Tried),
    /// It could not be done.
    Failed(Problem),
}

/// What came of trying the mapping on everybody.
#[derive(Clone)]
pub(crate) struct Tried {
    /// The counts, and who is behind each.
    pub(crate) everyone: Arc<Everyone>,
    /// What it was made from.
    pub(crate) revision: Revision,
    /// How many thousandths of a second it took.
    pub(crate) took_ms: u64,
    /// When it was done.
    pub(crate) at: Timestamp,
}

impl Trial {
    /// What came of it last.
    pub(crate) const fn last(&self) -> Option<&Tried> {
        match self {
            Self::Done(tried) | Self::Running { previous: Some(tried), .. } => Some(tried),
            Self::NotAsked | Self::Failed(_) | Self::Running { previous: None, .. } => None,
        }
    }
}

impl Trial {
    /// People are being looked at, of this revision.
    pub(crate) fn begin(&mut self, revision: Revision, all: usize) {
        let previous = self.last().cloned();
        *self = Self::Running { revision, done: 0, all, previous };
    }

    /// So many were looked at.
    pub(crate) fn progress(&mut self, of: Revision, so_far: usize) {
        if let Self::Running { revision, done, .. } = self
            && *revision == of
        {
            *done = so_far;
        }
    }

    /// It was done, or could not be.
    pub(crate) fn finish(&mut self, of: Revision, result: Result<Tried, Problem>) {
        if matches!(self, Self::Running { revision, .. } if *revision == of) {
            *self = match result {
                Ok(tried) => Self::Done(tried),
                Err(problem) => Self::Failed(problem),
            };
        }
    }

    /// Whether it is made, or being made, from this.
    pub(crate) fn is_of(&self, wanted: Revision) -> bool {
        match self {
            Self::Running { revision, .. } => *revision == wanted,
            Self::Done(tried) => tried.revision == wanted,
            Self::NotAsked | Self::Failed(_) => false,
        }
    }

    /// It was stopped: what was there before is shown again.
    pub(crate) fn stop(&mut self) {
        if let Self::Running { previous, .. } = self {
            *self = previous.take().map_or(Self::NotAsked, Self::Done);
        }
    }
}

/// Two versions of a mapping, to be compared.
pub(crate) struct Comparing {
    /// What the other version is.
    pub(crate) with: String,
    /// The older version.
    pub(crate) before: Mappings,
    /// The newer version.
    pub(crate) after: Mappings,
    /// For whom.
    pub(crate) people: Arc<Directory>,
    /// What both need to know.
    pub(crate) surroundings: Surroundings,
    /// Of which mapping and people it is.
    pub(crate) revision: u64,
}

/// Two versions of a mapping side by side.
#[derive(Debug)]
pub(crate) struct Compared {
    /// What the other version is.
    pub(crate) with: String,
    /// The older version.
    pub(crate) before: Mappings,
    /// The newer version.
    pub(crate) after: Mappings,
    /// What differs in the rows.
    pub(crate) difference: MappingDifference,
    /// What differs for people.
    pub(crate) effect: Arc<EditEffect>,
    /// For whom.
    pub(crate) people: Arc<Directory>,
    /// Of which mapping and people it is.
    pub(crate) revision: u64,
}

impl Comparing {
    /// Compares them, for everybody.
    pub(crate) fn run(self) -> Compared {
        let Self { with, before, after, people, surroundings, revision } = self;
        let difference = MappingDifference::between(&before, &after);
        let old = Preview::new(&before.users, surroundings.clone());
        let new = Preview::new(&after.users, surroundings);
        let effect = Arc::new(EditEffect::of(&old, &new, &people));
        Compared { with, before, after, difference, effect, people, revision }
    }
}

/// A report to be written.
pub(crate) struct Report {
    /// Its form.
    pub(crate) format: ReportFormat,
    /// Where to.
    pub(crate) path: PathBuf,
    /// What the mapping is called.
    pub(crate) title: String,
    /// The mapping.
    pub(crate) preview: Preview,
    /// The people.
    pub(crate) people: Arc<Directory>,
    /// What Command holds.
    pub(crate) held: Arc<Holdings>,
    /// What came of trying it.
    pub(crate) everyone: Arc<Everyone>,
    /// What is doubtful about the schema and the people.
    pub(crate) warnings: Vec<ReportWarning>,
}

impl Report {
    /// Writes the file's bytes.
    ///
    /// # Errors
    /// Those of the writer.
    pub(crate) fn write(&self, writer: impl Write) -> std::io::Result<()> {
        let report = PreviewReport {
            preview: &self.preview,
            directory: &self.people,
            holdings: &self.held,
            everyone: &self.everyone,
            about: &self.title,
            warnings: &self.warnings,
        };
        match self.format {
            ReportFormat::Csv => report.write_csv(writer),
            ReportFormat::Json => report.write_json(writer),
            ReportFormat::Html => report.write_html(writer),
        }
    }
}

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ReportFormat {
    /// For spreadsheets.
    Csv,
    /// For scripts.
    Json,
    /// For people.
    Html,
}

impl ReportFormat {
    /// The end of a file's name.
    pub(crate) const fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
            Self::Html => "html",
        }
    }
}
