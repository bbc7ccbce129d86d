//! Reads people from a CSV file: one header, one person a line.

use hashbrown::HashMap;

use crate::entra::directory::csv_text::{CsvText, Field};
use crate::entra::directory::known::AttributeKind;
use crate::entra::directory::problem::{FileProblem, quoted, text_of};
use crate::entra::directory::{
    Column, ColumnPlan, Confidence, Directory, DirectoryBuilder, KnownAttribute, PlannedColumn,
};
use crate::limits;
use crate::verkada::card::is_rounded;

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
        if self.warnings.len() < limits::DIRECTORY_WARNINGS {
            self.warnings.push(problem);
        }
    }
}

impl ColumnPlan {
    /// What the columns of a CSV file probably are.
    pub fn of_csv(bytes: &[u8]) -> Result<Self, FileProblem> {
        let mut records = CsvText::new(csv_text_of(bytes)?);
        Ok(header(&mut records)?.0)
    }
}

impl Directory {
    /// Reads a file of people, JSON or CSV.
    pub fn read(bytes: &[u8]) -> Result<ReadDirectory, FileProblem> {
        if is_json(bytes) { Self::read_json(bytes) } else { Self::read_csv(bytes) }
    }

    /// Reads a CSV file, its columns as they probably are.
    pub fn read_csv(bytes: &[u8]) -> Result<ReadDirectory, FileProblem> {
        let plan = ColumnPlan::of_csv(bytes)?;
        Self::read_csv_as(bytes, &plan)
    }

    /// Reads a CSV file, its columns as the plan says. What a spreadsheet or a cut-off download broke is refused with its
    /// line; nothing is guessed.
    pub fn read_csv_as(bytes: &[u8], plan: &ColumnPlan) -> Result<ReadDirectory, FileProblem> {
        let mut records = CsvText::new(csv_text_of(bytes)?);
        let (found, header_line) = header(&mut records)?;
        if found.columns.len() != plan.columns.len() {
            return Err(FileProblem::of_line(
                header_line,
                "The file has other columns than when they were matched. Open it again.",
            ));
        }
        let mut reading = Reading::new(plan, header_line)?;
        if records.delimiter() != b',' {
            let mark = if records.delimiter() == b';' { "semicolons" } else { "tabs" };
            reading.read.warn(FileProblem::of_line(
                header_line,
                format!("The fields are parted by {mark}, not commas; they were read so."),
            ));
        }
        let mut fields = Vec::new();
        while let Some(line) = records.next(&mut fields)? {
            reading.person(records.text(), line, &fields)?;
        }
        reading.finish()
    }
}

/// A file that begins like JSON, blanks and a byte order mark aside.
fn is_json(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'['))
}

fn csv_text_of(bytes: &[u8]) -> Result<&str, FileProblem> {
    let text = text_of(bytes)?;
    if is_json(bytes) {
        return Err(FileProblem::of_file("The file is JSON, not CSV. Open it as JSON."));
    }
    if text.trim_start().starts_with('<') {
        return Err(FileProblem::of_file(
            "The file is a web page or XML, not CSV. Download the people again; a sign-in page may have come instead.",
        ));
    }
    Ok(text)
}

/// Reads the header.
fn header(records: &mut CsvText<'_>) -> Result<(ColumnPlan, usize), FileProblem> {
    let mut fields = Vec::new();
    let line = records.next(&mut fields)?.unwrap_or(1);
    if fields.len() > limits::DIRECTORY_COLUMNS {
        return Err(FileProblem::of_line(
            line,
            format!(
                "The file has more than {} columns. Export only the attributes that are mapped.",
                limits::DIRECTORY_COLUMNS
            ),
        ));
    }
    for (at, field) in fields.iter().enumerate() {
        let name = field.text.trim();
        let problem = if name.len() > limits::DIRECTORY_FIELD_BYTES {
            format!(
                "The name of a column is longer than {} bytes. Shorten it.",
                limits::DIRECTORY_FIELD_BYTES
            )
        } else if name.contains(['\n', '\r']) {
            format!("The name of the column {} has a line break. Remove it.", quoted(name))
        } else if !name.is_empty()
            && fields.iter().take(at).any(|before| before.text.trim() == name)
        {
            format!("The column {} is there twice. Remove or rename one of them.", quoted(name))
        } else {
            continue;
        };
        return Err(FileProblem::at(records.text(), field.start, problem));
    }
    let plan = ColumnPlan::of_headers(fields.iter().map(|field| &*field.text));
    Ok((plan, line))
}

/// A column that is read.
struct ReadColumn<'a> {
    planned: &'a PlannedColumn,
    /// None where it is left out.
    target: Option<Target>,
}

struct Target {
    column: Column,
    kind: AttributeKind,
    is_multi_valued: bool,
    is_identifying: bool,
    may_have_lines: bool,
}

/// Rows becoming people.
struct Reading<'a> {
    columns: Vec<ReadColumn<'a>>,
    builder: DirectoryBuilder,
    read: ReadDirectory,
}

impl<'a> Reading<'a> {
    fn new(plan: &'a ColumnPlan, header_line: usize) -> Result<Self, FileProblem> {
        let mut builder = DirectoryBuilder::default();
        let mut read = ReadDirectory::default();
        let mut columns: Vec<ReadColumn<'a>> = Vec::with_capacity(plan.columns.len());
        for planned in &plan.columns {
            if let Some(attribute) = &planned.attribute
                && columns.iter().any(|other| other.planned.attribute.as_ref() == Some(attribute))
            {
                return Err(FileProblem::of_line(
                    header_line,
                    format!("Two columns are {}. Choose one of them.", quoted(attribute)),
                ));
            }
            if planned.header.is_empty() && planned.attribute.is_none() {
                read.warn(FileProblem::of_line(
                    header_line,
                    "A column without a name is left out.",
                ));
            }
            let target = planned.attribute.as_deref().map(|name| {
                let known = KnownAttribute::all().iter().find(|known| known.name == name);
                Target {
                    column: builder.column(name),
                    kind: known.map_or(AttributeKind::Text, |known| known.kind),
                    is_multi_valued: known.is_some_and(|known| known.is_multi_valued),
                    is_identifying: KnownAttribute::identifies(name),
                    // Entra keeps a street on several lines.
                    may_have_lines: name == "streetAddress",
                }
            });
            columns.push(ReadColumn { planned, target });
        }
        Ok(Self { columns, builder, read })
    }

    fn person(&mut self, text: &str, line: usize, fields: &[Field<'_>]) -> Result<(), FileProblem> {
        if fields.len() != self.columns.len() {
            let what = format!(
                "The line has {} fields, the header has {}. A comma inside of a field needs quotation marks around the field.",
                fields.len(),
                self.columns.len()
            );
            return Err(FileProblem::of_line(line, what));
        }
        if self.builder.people() >= limits::DIRECTORY_PEOPLE {
            return Err(FileProblem::of_line(
                line,
                format!(
                    "The file has more than {} people. Split it into several.",
                    limits::DIRECTORY_PEOPLE
                ),
            ));
        }
        for (column, field) in self.columns.iter().zip(fields) {
            let Some(target) = &column.target else { continue };
            if field.text.is_empty() {
                continue;
            }
            let header = &column.planned.header;
            let value = unguarded(&field.text);
            if let Some(problem) = refused(header, value, target) {
                return Err(FileProblem::at(text, field.start, problem));
            }
            if let Some(doubt) = doubtful(header, value, target) {
                self.read.warn(FileProblem::at(text, field.start, doubt));
            }
            if target.kind == AttributeKind::Boolean {
                self.builder.set(target.column, boolean(value).unwrap_or(value));
            } else if target.is_multi_valued {
                let values: Vec<&str> = value.split(';').map(str::trim).collect();
                self.builder.set_all(target.column, &values);
            } else {
                self.builder.set(target.column, value);
            }
        }
        self.builder.end_person();
        self.read.lines.push(u32::try_from(line).unwrap_or(u32::MAX));
        Ok(())
    }

    fn finish(mut self) -> Result<ReadDirectory, FileProblem> {
        if self.builder.people() == 0 {
            return Err(FileProblem::of_file(
                "The file has a header and nobody below it. Export the people again.",
            ));
        }
        for column in self
            .columns
            .iter()
            .filter(|column| column.planned.confidence == Confidence::CaseDiffers)
        {
            let header = quoted(&column.planned.header);
            let attribute = column.planned.attribute.as_deref().unwrap_or_default();
            self.read.warn(FileProblem::of_file(format!(
                "The column {header} was read as {attribute}; mappings need that spelling."
            )));
        }
        complete(self.builder, self.read)
    }
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
            let of = read
                .line_of(first)
                .map_or_else(|| format!("person {}", first + 1), |line| format!("line {line}"));
            let message = format!(
                "The same {name} as {of}. One of the two would be a second person; remove it."
            );
            let problem = read.line_of(second).map_or_else(
                || FileProblem::of_file(format!("Person {}: {message}", second + 1)),
                |line| FileProblem::of_line(line, message.clone()),
            );
            read.warn(problem);
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

/// Why a value can not be read.
fn refused(header: &str, value: &str, target: &Target) -> Option<String> {
    let header = || quoted(header);
    if value.len() > limits::DIRECTORY_FIELD_BYTES {
        return Some(format!(
            "The field of the column {} is longer than {} bytes. Look for a missing quotation mark, or shorten it.",
            header(),
            limits::DIRECTORY_FIELD_BYTES
        ));
    }
    if !target.may_have_lines && value.contains(['\n', '\r']) {
        return Some(format!(
            "The field of the column {} has a line break. Remove it; only streetAddress may have several lines.",
            header()
        ));
    }
    if target.is_identifying && starts_formula(value) {
        return Some(format!(
            "The column {} holds {}, which is a formula. Write the value alone.",
            header(),
            quoted(value)
        ));
    }
    None
}

/// What is odd about a value that is read as it is.
fn doubtful(header: &str, value: &str, target: &Target) -> Option<String> {
    let says =
        |what: &str| Some(format!("{} in the column {} {what}", quoted(value), quoted(header)));
    if target.kind == AttributeKind::Boolean && boolean(value).is_none() {
        return says("is neither True nor False. It is kept as it is; correct it.");
    }
    if value == "System.String[]" || value == "System.Object[]" {
        return says(
            "stands for a list that PowerShell did not write. Export it with the values joined.",
        );
    }
    if value.starts_with(['=', '@']) {
        return says("looks like a formula. It is kept as it is; check it.");
    }
    if is_rounded(value) {
        return says(
            "was rounded by a spreadsheet, so its digits are lost. Take it from the source again, with the column formatted as text.",
        );
    }
    None
}

/// Whether a spreadsheet would calculate it, blanks before it aside.
pub(super) fn starts_formula(value: &str) -> bool {
    value.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// Without the apostrophe that keeps a spreadsheet from calculating it, as `to_csv` writes it.
fn unguarded(value: &str) -> &str {
    value.strip_prefix('\'').filter(|rest| starts_formula(rest)).unwrap_or(value)
}

/// The spelling of the engine for what means true or false.
pub(super) fn boolean(value: &str) -> Option<&'static str> {
    let is = |words: &[&str]| words.iter().any(|word| value.eq_ignore_ascii_case(word));
    if is(&["true", "yes", "1", "enabled"]) {
        Some("True")
    } else if is(&["false", "no", "0", "disabled"]) {
        Some("False")
    } else {
        None
    }
}
