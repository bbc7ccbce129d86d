//! Reads people from a CSV file: one header, one person a line.

use crate::entra::directory::csv_text::{CsvText, Field};
use crate::entra::directory::plan::holds_passwords;
use crate::entra::directory::problem::{FileProblem, Place, quoted, text_of, there_is};
use crate::entra::directory::read::{Doubts, complete, is_json};
use crate::entra::directory::rivals::{Named, Rivals};
use crate::entra::directory::values::{
    Target, doubtful, fields as values_of, refused, told, unguarded,
};
use crate::entra::directory::{
    Cell, Column, ColumnPlan, Confidence, Directory, DirectoryBuilder, KnownAttribute,
    PlannedColumn, ReadDirectory,
};
use crate::limits;

impl ColumnPlan {
    /// What the columns of a CSV file probably are, with an example of each.
    pub fn of_csv(bytes: &[u8]) -> Result<Self, FileProblem> {
        let mut records = CsvText::new(csv_text_of(bytes)?);
        let (mut plan, _) = header(&mut records)?;
        let mut fields = Vec::new();
        for row in 0..limits::DIRECTORY_EXAMPLE_PEOPLE {
            // What is broken is told when the people are read.
            let Ok(Some(_)) = records.next(&mut fields) else { break };
            // In a line with a comma too many a password may stand in the column of something else.
            if fields.len() != plan.columns.len() || is_example(row, &fields, &plan) {
                continue;
            }
            for (column, field) in plan.columns.iter_mut().zip(&fields) {
                column.offer_example(&field.text);
            }
        }
        Ok(plan)
    }
}

impl Directory {
    /// Reads a CSV file, its columns as they probably are. One of them has to be an attribute of Entra.
    pub fn read_csv(bytes: &[u8]) -> Result<ReadDirectory, FileProblem> {
        let mut records = CsvText::new(csv_text_of(bytes)?);
        let (plan, line) = header(&mut records)?;
        let is_known = |column: &PlannedColumn| {
            column.confidence > Confidence::Unknown || KnownAttribute::identifies(&column.header)
        };
        if !plan.columns.iter().any(is_known) {
            let what = format!(
                "No column says who somebody is, as userPrincipalName or mail does. {} Write the names of attributes into the first line.",
                there_is(plan.columns.iter().map(|column| column.header.as_str()))
            );
            return Err(FileProblem::of_line(line, what));
        }
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
        if let Some(mark) = records.guessed() {
            reading.doubts.of_file(FileProblem::of_line(
                header_line,
                format!("The fields are parted by {mark}, not commas; they were read so."),
            ));
        }
        let mut fields = Vec::new();
        let mut row = 0;
        while let Some(line) = records.next(&mut fields)? {
            if is_example(row, &fields, &found) {
                reading.doubts.of_file(FileProblem::of_line(
                    line,
                    "The example of Entra's template is nobody; it is left out.",
                ));
            } else {
                reading.person(records.text(), line, &fields)?;
            }
            row += 1;
        }
        reading.finish()
    }
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

/// Whether this row is the example below the header of Entra's template for many people. Its header has names such as
/// `User name [userPrincipalName] Required`.
fn is_example(row: usize, fields: &[Field<'_>], plan: &ColumnPlan) -> bool {
    let is_template = plan.columns.first().is_some_and(|column| column.header.contains('['));
    let first = fields.first().filter(|_| row == 0 && is_template);
    first.is_some_and(|field| field.text.trim_start().starts_with("Example:"))
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
    /// Whether it fills in for another column too, and is checked then.
    is_spare: bool,
}

/// A column that means an attribute which another column is surer to mean.
struct Spare<'a> {
    at: usize,
    /// Where it fills in.
    target: Target,
    /// Where it stands by its own name.
    own: Target,
    name: Named<'a>,
    surer: Named<'a>,
}

/// Rows becoming people.
struct Reading<'a> {
    columns: Vec<ReadColumn<'a>>,
    spares: Vec<Spare<'a>>,
    rivals: Rivals,
    builder: DirectoryBuilder,
    doubts: Doubts,
    /// The line of each person.
    lines: Vec<u32>,
}

impl<'a> Reading<'a> {
    fn new(plan: &'a ColumnPlan, header_line: usize) -> Result<Self, FileProblem> {
        let mut builder = DirectoryBuilder::default();
        let mut doubts = Doubts::default();
        let mut nameless = 0;
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
                nameless += 1;
            }
            if planned.attribute.is_none() && holds_passwords(&planned.header) {
                let header = quoted(&planned.header);
                doubts.of_file(FileProblem::of_line(
                    header_line,
                    format!("The column {header} is left out: passwords are not read."),
                ));
            }
            let target = planned
                .attribute
                .as_deref()
                .map(|name| Target::new(builder.column(name), name, &planned.header));
            columns.push(ReadColumn { planned, target, is_spare: false });
        }
        if nameless > 0 {
            let what = match nameless {
                1 => "A column without a name is left out.".to_owned(),
                many => format!("{many} columns without a name are left out."),
            };
            doubts.of_file(FileProblem::of_line(header_line, what));
        }
        let spares = plan.columns.iter().enumerate();
        let mut spares: Vec<Spare<'a>> =
            spares.filter_map(|(at, planned)| spare(at, planned, &columns)).collect();
        for spare in &spares {
            if let Some(column) = columns.get_mut(spare.at) {
                column.is_spare = true;
            }
        }
        spares.sort_by_key(|spare| std::cmp::Reverse(spare.name.confidence));
        Ok(Self { columns, spares, rivals: Rivals::default(), builder, doubts, lines: Vec::new() })
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
            if !column.is_spare {
                check(text, field, (&column.planned.header, target), &mut self.doubts)?;
            }
            target.write_field(&mut self.builder, unguarded(&field.text));
        }
        // Which of them filled in for this person; one of the same attribute behind it is compared with that.
        let mut filled: Vec<(Column, Named<'_>)> = Vec::new();
        for Spare { at, target, own, name, surer } in &self.spares {
            let Some(field) = fields.get(*at).filter(|field| !field.text.is_empty()) else {
                continue;
            };
            // What fills in has to be as good as what it stands in for.
            let fills_in = self.builder.current(target.column) == Cell::default();
            let checked = if fills_in { target } else { own };
            check(text, field, (name.name, checked), &mut self.doubts)?;
            let values = values_of(unguarded(&field.text), target);
            let counts = filled.iter().rfind(|(column, _)| *column == target.column);
            let names = (*name, Some(counts.map_or(*surer, |(_, name)| *name)));
            self.rivals.write(&mut self.builder, (target, &values), names, Place::Line(line));
            if fills_in {
                filled.push((target.column, *name));
            }
        }
        self.builder.end_person();
        self.lines.push(u32::try_from(line).unwrap_or(u32::MAX));
        Ok(())
    }

    fn finish(mut self) -> Result<ReadDirectory, FileProblem> {
        if self.builder.people() == 0 {
            return Err(FileProblem::of_file(
                "The file has a header and nobody below it. Export the people again.",
            ));
        }
        let own = self.columns.iter().filter_map(|column| Some((column.planned, column.target?)));
        let own = own.map(|(planned, target)| (&*planned.header, target));
        let spares = self.spares.iter().map(|spare| (spare.name.name, spare.target));
        for (header, _) in own.chain(spares).filter(|(_, target)| target.is_turned_round) {
            let header = quoted(header);
            self.doubts.of_file(FileProblem::of_file(format!(
                "The column {header} was turned round: Yes means blocked, so accountEnabled is False there."
            )));
        }
        let columns = self.columns.iter().map(|column| column.planned);
        if let Some(told) = told_of_case(columns) {
            self.doubts.of_file(told);
        }
        self.rivals.tell(&mut self.doubts);
        complete(self.builder, self.doubts, self.lines)
    }
}

/// Refuses what a column can not hold, and tells what is odd in it.
fn check(
    text: &str,
    field: &Field<'_>,
    (header, target): (&str, &Target),
    doubts: &mut Doubts,
) -> Result<(), FileProblem> {
    let value = unguarded(&field.text);
    if let Some(problem) = refused(header, value, target) {
        return Err(FileProblem::at(text, field.start, problem));
    }
    if let Some(doubt) = doubtful(value, target) {
        doubts.of_person(|| {
            let said = told(value, format_args!("the column {}", quoted(header)), doubt);
            FileProblem::at(text, field.start, said)
        });
    }
    Ok(())
}

/// Which headers were read in another case than mappings need.
fn told_of_case<'a>(columns: impl Iterator<Item = &'a PlannedColumn>) -> Option<FileProblem> {
    let mut columns = columns.filter(|column| column.confidence == Confidence::CaseDiffers);
    let as_read = |column: &PlannedColumn| {
        let attribute = column.attribute.as_deref().unwrap_or_default();
        format!("{} as {attribute}", quoted(&column.header))
    };
    let first: Vec<String> = columns.by_ref().take(limits::NAMES_TOLD).map(as_read).collect();
    let more = match columns.count() {
        _ if first.is_empty() => return None,
        0 => String::new(),
        more => format!(", and {more} more"),
    };
    let first = first.join(", ");
    Some(FileProblem::of_file(format!(
        "Columns were read though their case differs: {first}{more}. Mappings need that spelling."
    )))
}

/// What a column fills in that another one is surer to mean.
fn spare<'a>(
    at: usize,
    planned: &'a PlannedColumn,
    columns: &[ReadColumn<'a>],
) -> Option<Spare<'a>> {
    let (attribute, confidence) = planned.stands_in_for()?;
    let surer =
        columns.iter().find(|other| other.planned.attribute.as_deref() == Some(attribute))?;
    let target = Target::new(surer.target?.column, attribute, &planned.header);
    let own = columns.get(at)?.target?;
    Some(Spare {
        at,
        target,
        // What may fill in once may stand there always.
        own: Target { may_have_lines: target.may_have_lines, ..own },
        name: Named { name: &planned.header, confidence },
        surer: Named { name: &surer.planned.header, confidence: surer.planned.confidence },
    })
}
