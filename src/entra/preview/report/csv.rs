//! The report for spreadsheets: one line for each person and row that counts, and one for whoever has none.

use std::io::Write;

use crate::entra::preview::report::{
    PreviewReport, ReportPerson, plain, problem, spreadsheet_text,
};

const COLUMNS: [&str; 11] = [
    "row",
    "person",
    "userPrincipalName",
    "commandId",
    "outcome",
    "target",
    "change",
    "inCommand",
    "sent",
    "problem",
    "note",
];

impl PreviewReport<'_> {
    /// Writes the report for spreadsheets. No cell of it is a formula.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_csv(&self, writer: impl Write) -> std::io::Result<()> {
        let mut writer = csv::Writer::from_writer(writer);
        writer.write_record(COLUMNS)?;
        for person in self.people() {
            let mut lines = 0;
            for (at, row) in person.rows() {
                let trouble = row.trouble.as_ref().map_or("", |(trouble, _)| trouble.id());
                let note = problem(row);
                let change = [self.target(at), row.change.id()];
                let values = [plain(row.held.as_ref()), plain(row.sent.as_ref())];
                write_line(&mut writer, &person, change, &values, [trouble, &note])?;
                lines += 1;
            }
            for clash in &person.clashes {
                let words = clash.to_string();
                let values = [String::new(), String::new()];
                write_line(&mut writer, &person, ["", ""], &values, [clash.id(), &words])?;
                lines += 1;
            }
            if lines == 0 {
                let words = person.preview.outcome.to_string();
                let values = [String::new(), String::new()];
                write_line(&mut writer, &person, ["", ""], &values, ["", &words])?;
            }
        }
        writer.flush()
    }
}

fn write_line<W: Write>(
    writer: &mut csv::Writer<W>,
    person: &ReportPerson,
    change: [&str; 2],
    values: &[String; 2],
    problem: [&str; 2],
) -> csv::Result<()> {
    let found = person.preview.found.as_ref().map_or("", |found| &found.id);
    let row = person.row.to_string();
    let cells: [&str; COLUMNS.len()] = [
        &row,
        &person.label,
        &person.user_principal_name,
        found,
        person.preview.outcome.id(),
        change[0],
        change[1],
        &values[0],
        &values[1],
        problem[0],
        problem[1],
    ];
    writer.write_record(cells.map(spreadsheet_text))
}
