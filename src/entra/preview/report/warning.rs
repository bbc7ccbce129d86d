//! What is doubtful about the files behind a preview or a review: nothing that was judged, but what it was judged by.

use std::fmt;

use serde_json::{Value, json};

use crate::entra::directory::{Directory, FileProblem, ReadDirectory};
use crate::entra::mapping::ObjectMapping;
use crate::entra::schema::SchemaDocument;
use crate::entra::scope::ScopingFilter;
use crate::limits;
use crate::verkada::count;
use crate::verkada::name::shown;

/// What is doubtful about one of the files behind a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportWarning {
    /// Which file, as the reader knows it.
    pub file: String,
    /// The line in it, from 1; none where it is about the whole file.
    pub line: Option<usize>,
    /// What, why, and what to do, without the place.
    pub message: String,
}

impl ReportWarning {
    /// About a whole file.
    pub fn of_file(file: &str, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: None, message: message.into() }
    }

    /// Everything that is not understood in a schema.
    pub fn of_schema(file: &str, document: &SchemaDocument) -> Vec<Self> {
        document.warnings().iter().map(|message| Self::of_file(file, message)).collect()
    }

    /// Everything that is doubtful in a file of people.
    pub fn of_people(file: &str, read: &ReadDirectory) -> Vec<Self> {
        let warning = |problem: &FileProblem| Self {
            file: file.to_owned(),
            line: problem.line,
            message: problem.message.clone(),
        };
        let mut warnings: Vec<_> = read.warnings.iter().map(warning).collect();
        if read.has_more_warnings {
            let many = count(limits::DIRECTORY_WARNINGS);
            let message = format!("Only the first {many} warnings about single people are told.");
            warnings.push(Self::of_file(file, message));
        }
        warnings
    }

    /// What the scoping filter of a mapping looks at and nobody has, so that everybody seems to leave.
    pub fn of_scope(file: &str, mapping: &ObjectMapping, people: &Directory) -> Vec<Self> {
        let needs = mapping.scope.iter().flat_map(ScopingFilter::needs);
        let lacking = needs.filter(|name| !people.has_any(name));
        let warning = |name| {
            let message = format!(
                "The scoping filter of users looks at “{}”, which nobody has here, and a clause on an empty attribute is false. Add the column, \
                 or everybody who has to pass that clause counts as leaving.",
                shown(name)
            );
            Self::of_file(file, message)
        };
        lacking.map(warning).collect()
    }

    /// For scripts.
    pub fn to_json(&self) -> Value {
        json!({"file": self.file, "line": self.line, "message": self.message})
    }
}

impl fmt::Display for ReportWarning {
    /// `people.csv, line 3: Hired twice.`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A long path keeps its end, for each part of it is shortened alone.
        self.file.split_inclusive(['/', '\\']).try_for_each(|part| f.write_str(&shown(part)))?;
        match self.line {
            Some(line) => write!(f, ", line {line}: {}", self.message),
            None => write!(f, ": {}", self.message),
        }
    }
}
