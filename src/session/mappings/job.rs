//! What is done away from the screen for the Mappings page, and what comes back.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use crate::entra::{
    CardReport, ColumnPlan, Directory, Holdings, MappingFinding, MappingSeverity, Mappings,
    ObjectMapping, Preview, ReadDirectory, SchemaDocument,
};
use crate::session::connection::Profile;
use crate::session::job::Slot;
use crate::session::mappings::trial::{Compared, Comparing, PeopleFrom, Report, Revision, Tried};
use crate::session::outcome::Epoch;
use crate::session::problem::Problem;

/// What a schema is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SchemaPurpose {
    /// To be looked at and changed.
    Open,
    /// To be compared with the open one.
    Compare,
    /// To be looked at, unless it turns out to be a file of people.
    Dropped,
    /// To be looked at and changed, in the place of changes that somebody gave up.
    Replace,
}

/// One thing to do.
pub(crate) enum MappingsJob {
    /// Read a schema from a file.
    ReadSchema {
        /// Which file.
        path: PathBuf,
        /// What for.
        purpose: SchemaPurpose,
    },
    /// Write a schema to a file.
    WriteSchema {
        /// Of which document.
        document: u64,
        /// Which file.
        path: PathBuf,
        /// What is written.
        text: String,
        /// The mappings in it.
        mappings: Box<Mappings>,
    },
    /// Read people.
    ReadPeople {
        /// From where.
        from: PeopleFrom,
        /// Which reading.
        revision: u64,
    },
    /// Read what Command holds of everybody.
    ReadHeld {
        /// Which connection was active.
        epoch: Epoch,
        /// From where.
        profile: Box<Profile>,
        /// At the targets of this mapping.
        mapping: Box<ObjectMapping>,
    },
    /// Look for what is wrong with a mapping.
    Lint {
        /// Of which mapping and people.
        revision: u64,
        /// The mapping.
        mappings: Box<Mappings>,
        /// The people it is for.
        people: Option<Arc<Directory>>,
    },
    /// Make all fixes that are offered, one after the other.
    Mend {
        /// Of which mapping and people.
        revision: u64,
        /// The mapping.
        mappings: Box<Mappings>,
        /// The people it is for.
        people: Option<Arc<Directory>>,
        /// Of findings that matter at least so much.
        least: MappingSeverity,
    },
    /// Try a mapping on everybody.
    Try {
        /// What it is made from.
        revision: Revision,
        /// The mapping.
        preview: Box<Preview>,
        /// The people.
        people: Arc<Directory>,
        /// What Command holds.
        held: Arc<Holdings>,
    },
    /// Compare two versions of a mapping over everybody.
    Compare(Box<Comparing>),
    /// Write a report.
    Report(Box<Report>),
}

impl fmt::Debug for MappingsJob {
    /// What it does; mappings and people are not for logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl MappingsJob {
    /// The slot it runs in, if only the newest of its kind counts.
    pub(crate) const fn slot(&self) -> Option<Slot> {
        match self {
            Self::ReadSchema { .. } => Some(Slot::Schema),
            Self::ReadPeople { .. } => Some(Slot::Directory),
            Self::ReadHeld { .. } => Some(Slot::Held),
            Self::Lint { .. } => Some(Slot::Lint),
            Self::Try { .. } => Some(Slot::Trial),
            Self::Compare(_) => Some(Slot::Comparison),
            Self::WriteSchema { .. } | Self::Mend { .. } | Self::Report(_) => None,
        }
    }

    /// What it does, in words that follow "could not".
    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::ReadSchema { .. } => "open the schema",
            Self::WriteSchema { .. } => "save the schema",
            Self::ReadPeople { .. } => "read the people",
            Self::ReadHeld { .. } => "read what Command holds",
            Self::Lint { .. } => "look through the mapping",
            Self::Mend { .. } => "make the fixes",
            Self::Try { .. } => "preview everyone",
            Self::Compare(_) => "compare the mappings",
            Self::Report(_) => "write the report",
        }
    }
}

/// What came of it.
pub(crate) enum MappingsOutcome {
    /// A schema was read.
    SchemaRead {
        /// Which file.
        path: PathBuf,
        /// What for.
        purpose: SchemaPurpose,
        /// It, or why not.
        result: Result<Box<SchemaDocument>, Problem>,
    },
    /// A file that was dropped holds people.
    PeopleDropped(PathBuf),
    /// A schema was written.
    SchemaWritten {
        /// Of which document.
        document: u64,
        /// Which file.
        path: PathBuf,
        /// The mappings in it.
        mappings: Box<Mappings>,
        /// Why not.
        result: Result<(), Problem>,
    },
    /// People were read.
    PeopleRead {
        /// Which reading.
        revision: u64,
        /// From where.
        from: PeopleFrom,
        /// They, or why not.
        result: Result<Box<(ReadDirectory, CardReport)>, Problem>,
    },
    /// A CSV file has columns that a person has to match.
    ColumnsUnclear {
        /// Which reading.
        revision: u64,
        /// Which file.
        path: PathBuf,
        /// What its columns probably are.
        plan: ColumnPlan,
    },
    /// What Command holds was read.
    HeldRead {
        /// Which connection was active.
        epoch: Epoch,
        /// It, or why not.
        result: Result<Arc<Holdings>, Problem>,
    },
    /// A mapping was looked through.
    Linted {
        /// Of which mapping and people.
        revision: u64,
        /// What was found.
        findings: Vec<MappingFinding>,
    },
    /// A mapping was mended.
    Mended {
        /// Of which mapping and people.
        revision: u64,
        /// The mapping with all fixes, or why not.
        result: Result<Box<Mappings>, Problem>,
    },
    /// Some people were looked at.
    Trying {
        /// What it is made from.
        revision: Revision,
        /// How many so far.
        done: usize,
    },
    /// Everybody was looked at.
    Tried {
        /// What it is made from.
        revision: Revision,
        /// What came of it.
        result: Result<Tried, Problem>,
    },
    /// Two versions were compared.
    Compared(Result<Box<Compared>, Problem>),
    /// A report was written.
    Reported {
        /// Which file.
        path: PathBuf,
        /// Why not.
        result: Result<(), Problem>,
    },
}

impl fmt::Debug for MappingsOutcome {
    /// What it is about; mappings and people are not for logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SchemaRead { .. } => "a schema was read",
            Self::PeopleDropped(_) => "people were dropped",
            Self::SchemaWritten { .. } => "a schema was written",
            Self::PeopleRead { .. } => "people were read",
            Self::ColumnsUnclear { .. } => "columns of a file are unclear",
            Self::HeldRead { .. } => "what Command holds was read",
            Self::Linted { .. } => "a mapping was looked through",
            Self::Mended { .. } => "a mapping was mended",
            Self::Trying { .. } => "some people were looked at",
            Self::Tried { .. } => "everybody was looked at",
            Self::Compared(_) => "two versions were compared",
            Self::Reported { .. } => "a report was written",
        })
    }
}
