//! Reads a file of people of either kind, and says what is doubtful about all of them.

use hashbrown::HashMap;

use crate::entra::directory::problem::Place;
use crate::entra::directory::{Directory, DirectoryBuilder, FileProblem};
use crate::limits;

/// People read from a file.
#[derive(Clone, Debug, Default)]
pub struct ReadDirectory {
    /// The people.
    pub directory: Directory,
    /// What is doubtful, the first hundred.
    pub warnings: Vec<FileProblem>,
    /// The line of each person; nobody's in a JSON file.
    pub(super) lines: Vec<u32>,
}

impl ReadDirectory {
    /// The line of a person in the file.
    pub fn line_of(&self, row: usize) -> Option<usize> {
        self.lines.get(row).and_then(|line| usize::try_from(*line).ok())
    }

    pub(super) fn warn(&mut self, problem: FileProblem) {
        if self.may_warn() {
            self.warnings.push(problem);
        }
    }

    /// Whether another warning would be told. To find the place of one takes long in a long file.
    pub(super) fn may_warn(&self) -> bool {
        self.warnings.len() < limits::DIRECTORY_WARNINGS
    }

    fn place_of(&self, row: usize) -> Place {
        self.line_of(row).map_or(Place::Person(row + 1), Place::Line)
    }
}

impl Directory {
    /// Reads a file of people, JSON or CSV.
    pub fn read(bytes: &[u8]) -> Result<ReadDirectory, FileProblem> {
        if is_json(bytes) { Self::read_json(bytes) } else { Self::read_csv(bytes) }
    }
}

/// A file that begins like JSON, blanks and a byte order mark aside.
pub(super) fn is_json(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'['))
}

/// Makes the directory and says what is doubtful about it as a whole.
pub(super) fn complete(
    builder: DirectoryBuilder,
    mut read: ReadDirectory,
) -> Result<ReadDirectory, FileProblem> {
    if !builder.fits() {
        return Err(FileProblem::of_file(
            "The file holds more text than fits. Split it into several.",
        ));
    }
    let written = builder.written();
    let has = |name: &str| written.column(name).is_some();
    if !["IsSoftDeleted", "accountEnabled", "assigned", "deletedDateTime"].into_iter().any(has) {
        read.warn(FileProblem::of_file(
            "No column says who is disabled (accountEnabled), so everybody counts as in scope.",
        ));
    }
    read.directory = builder.finish();
    for name in ["objectId", "userPrincipalName"] {
        let twice = same_value(&read.directory, name);
        for (first, second) in twice {
            let message = format!(
                "The same {name} as {}. One of the two would be a second person; remove it.",
                read.place_of(first)
            );
            read.warn(FileProblem::of(read.place_of(second), message));
        }
    }
    Ok(read)
}

/// Rows that have the value of an earlier one, with that one; no more than can be told.
fn same_value(directory: &Directory, name: &str) -> Vec<(usize, usize)> {
    let Some(column) = directory.column(name) else { return Vec::new() };
    let mut first: HashMap<&str, usize> = HashMap::with_capacity(directory.len());
    let mut twice = Vec::new();
    for person in directory.people() {
        let Some(value) = person.text_at(column) else { continue };
        let before = *first.entry(value).or_insert(person.row());
        if before != person.row() && twice.len() < limits::DIRECTORY_WARNINGS {
            twice.push((before, person.row()));
        }
    }
    twice
}
