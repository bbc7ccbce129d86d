//! The mapping tried on people: whom, what Command holds of them, and what it comes to.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use crate::entra::{Comparison, Dialect, Everyone, PersonPreview, RowPreview};
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
    /// One person, typed by hand.
    Typed(Vec<(String, String)>),
}

impl PeopleFrom {
    /// What it is called on screen.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Nobody => "nobody".to_owned(),
            Self::Sandbox => "the sandbox's own directory".to_owned(),
            Self::File(path) => path.file_name().unwrap_or_default().to_string_lossy().into(),
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
    /// Changes with every trial.
    pub(crate) revision: u64,
}

impl TrialPerson {
    /// What a row of the mapping comes to.
    pub(crate) fn row(&self, row: usize) -> Option<&RowPreview> {
        self.preview.rows.get(row)
    }

    /// The requests that Entra would send, for a person to read.
    pub(crate) fn requests(&self, dialect: Dialect) -> String {
        let requests = self.preview.requests(dialect);
        if requests.is_empty() {
            return "Nothing is sent.".to_owned();
        }
        requests.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n\n")
    }
}

/// The mapping tried on everybody.
#[derive(Default)]
pub(crate) enum Trial {
    /// Nobody asked yet.
    #[default]
    NotAsked,
    /// People are being looked at.
    Running {
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
    /// The revision of mapping and people it was made from.
    pub(crate) revision: u64,
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

/// Two versions of a mapping side by side.
pub(crate) struct Compared {
    /// What the other version is.
    pub(crate) with: String,
    /// What differs for people.
    pub(crate) comparison: Arc<Comparison>,
    /// What differs in the rows.
    pub(crate) rows: Vec<crate::entra::RowDifference>,
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
