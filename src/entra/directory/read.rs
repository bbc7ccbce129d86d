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
    /// What is doubtful: first about the file as a whole, then about single people, of which the first hundred.
    pub warnings: Vec<FileProblem>,
    /// Whether more is doubtful about single people than is told.
    pub has_more_warnings: bool,
    /// The line of each person; nobody's in a JSON file.
    pub(super) lines: Vec<u32>,
}

impl ReadDirectory {
    /// The line of a person in the file.
    pub fn line_of(&self, row: usize) -> Option<usize> {
        self.lines.get(row).and_then(|line| usize::try_from(*line).ok())
    }

    fn place_of(&self, row: usize) -> Place {
        self.line_of(row).map_or(Place::Person(row + 1), Place::Line)
    }
}

/// What is doubtful about a file that is being read. What is said of the whole of it is never lost behind its people.
#[derive(Default)]
pub(super) struct Doubts {
    of_file: Vec<FileProblem>,
    of_people: OfPeople,
}

/// What is doubtful about single people, no more than is told.
#[derive(Default)]
struct OfPeople {
    told: Vec<FileProblem>,
    has_more: bool,
}

impl Doubts {
    /// Something about the file as a whole, of which there is little.
    pub(super) fn of_file(&mut self, problem: FileProblem) {
        self.of_file.push(problem);
    }

    /// Something about a person, put in words only where it is told: to find its place takes long in a long file.
    pub(super) fn of_person(&mut self, problem: impl FnOnce() -> FileProblem) {
        self.of_people.add(problem);
    }
}

impl OfPeople {
    fn add(&mut self, problem: impl FnOnce() -> FileProblem) {
        if self.told.len() < limits::DIRECTORY_WARNINGS {
            self.told.push(problem());
        } else {
            self.has_more = true;
        }
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
    mut doubts: Doubts,
    lines: Vec<u32>,
) -> Result<ReadDirectory, FileProblem> {
    if !builder.fits() {
        return Err(FileProblem::of_file(
            "The file holds more text than fits. Split it into several.",
        ));
    }
    let written = builder.written();
    let has = |name: &str| written.has_any(name);
    if !["IsSoftDeleted", "accountEnabled", "assigned", "deletedDateTime"].into_iter().any(has) {
        // Before all else, for it is about everybody.
        let told =
            "No column says who is disabled (accountEnabled), so everybody counts as in scope.";
        doubts.of_file.insert(0, FileProblem::of_file(told));
    }
    let mut read = ReadDirectory { directory: builder.finish(), lines, ..ReadDirectory::default() };
    // Who is there twice counts for more than an odd value.
    let mut of_people = same_people(&read);
    of_people.has_more |= doubts.of_people.has_more;
    for problem in doubts.of_people.told {
        of_people.add(|| problem);
    }
    read.has_more_warnings = of_people.has_more;
    read.warnings = doubts.of_file;
    read.warnings.extend(of_people.told);
    Ok(read)
}

/// Who has the id or the sign-in name of an earlier person.
fn same_people(read: &ReadDirectory) -> OfPeople {
    let mut found = OfPeople::default();
    let directory = &read.directory;
    for name in ["objectId", "userPrincipalName"] {
        let Some(column) = directory.column(name) else { continue };
        let mut first: HashMap<&str, usize> = HashMap::with_capacity(directory.len());
        for person in directory.people() {
            let Some(value) = person.text_at(column) else { continue };
            let before = *first.entry(value).or_insert(person.row());
            if before != person.row() {
                found.add(|| {
                    let message = format!(
                        "The same {name} as {}. One of the two would be a second person; remove it.",
                        read.place_of(before)
                    );
                    FileProblem::of(read.place_of(person.row()), message)
                });
            }
        }
    }
    found
}
