//! People written to a file, as the table shows them.

use std::io::Write;

use jiff::Timestamp;
use serde_json::json;

use crate::entra::spreadsheet_text;
use crate::session::people::{People, Person};
use crate::session::state::State;

/// The form of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExportFormat {
    /// For spreadsheets.
    Csv,
    /// For scripts.
    Json,
}

impl ExportFormat {
    /// The ending of the file's name.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }
}

const COLUMNS: [&str; 11] = [
    "id",
    "userName",
    "displayName",
    "mail",
    "active",
    "title",
    "department",
    "employeeNumber",
    "verkadaExternalId",
    "card",
    "lastModified",
];

/// The people shown, taken out of the state so that the file is written away from the screen.
#[derive(Debug)]
pub(crate) struct Export {
    format: ExportFormat,
    rows: Vec<[String; COLUMNS.len()]>,
    /// What the rows are, for the reader of a JSON file.
    about: String,
}

impl Export {
    /// Takes the people shown.
    pub(crate) fn of(state: &State, format: ExportFormat) -> Self {
        let people = &state.users.people;
        let rows = state
            .users
            .view
            .rows()
            .iter()
            .filter_map(|&row| people.get(row))
            .map(|person| cells(&person))
            .collect();
        Self { format, rows, about: about(state, people) }
    }

    /// The number of people.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Writes the file's bytes.
    ///
    /// # Errors
    /// Those of the writer.
    pub(crate) fn write(&self, writer: impl Write) -> std::io::Result<()> {
        match self.format {
            ExportFormat::Csv => self.write_csv(writer),
            ExportFormat::Json => self.write_json(writer),
        }
    }

    fn write_csv(&self, writer: impl Write) -> std::io::Result<()> {
        let mut writer = csv::Writer::from_writer(writer);
        writer.write_record(COLUMNS)?;
        for row in &self.rows {
            writer.write_record(row.iter().map(|cell| spreadsheet_text(cell)))?;
        }
        writer.flush()
    }

    fn write_json(&self, mut writer: impl Write) -> std::io::Result<()> {
        let people: Vec<_> = self
            .rows
            .iter()
            .map(|row| {
                COLUMNS
                    .iter()
                    .zip(row)
                    .map(|(column, cell)| ((*column).to_owned(), json!(cell)))
                    .collect::<serde_json::Map<_, _>>()
            })
            .collect();
        serde_json::to_writer_pretty(
            &mut writer,
            &json!({ "about": self.about, "people": people }),
        )?;
        writer.write_all(b"\n")
    }
}

fn about(state: &State, people: &People) -> String {
    let name = state.profile().map(|profile| profile.name.as_str()).unwrap_or_default();
    let wholeness = if state.users.is_whole { "a whole reading" } else { "an incomplete reading" };
    let query = state.users.view.query();
    let asked = match (query.is_everybody(), state.scim_filter.is_empty()) {
        (true, true) => "everybody".to_owned(),
        (false, true) => format!("quick filter {query:?}"),
        (true, false) => format!("SCIM filter {}", state.scim_filter),
        (false, false) => format!("SCIM filter {}, quick filter {query:?}", state.scim_filter),
    };
    format!(
        "{name}: {} of {} people, {asked}, {wholeness} of {}",
        state.users.view.rows().len(),
        people.len(),
        state.users.read_at.unwrap_or(state.now)
    )
}

fn cells(person: &Person<'_>) -> [String; COLUMNS.len()] {
    let active = match person.state() {
        crate::session::people::PersonState::Active => "true",
        crate::session::people::PersonState::Deactivated => "false",
        crate::session::people::PersonState::Unknown => "",
    };
    let changed =
        Timestamp::from_second(i64::from(person.changed())).ok().filter(|_| person.changed() > 0);
    [
        person.id().to_owned(),
        person.user_name().to_owned(),
        person.name().to_owned(),
        person.mail().to_owned(),
        active.to_owned(),
        person.title().to_owned(),
        person.department().to_owned(),
        person.employee_number().to_owned(),
        person.external_id().to_owned(),
        person.card().to_owned(),
        changed.map(|changed| changed.to_string()).unwrap_or_default(),
    ]
}

#[cfg(test)]
impl Export {
    /// One person with this display name and nothing else.
    pub(crate) fn of_cell(format: ExportFormat, cell: &str) -> Self {
        let mut row: [String; COLUMNS.len()] = Default::default();
        cell.clone_into(&mut row[2]);
        Self { format, rows: vec![row], about: "one cell".to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::nasty::{Outcome, check_area};

    fn csv_of(cell: &str) -> String {
        written(&Export::of_cell(ExportFormat::Csv, cell))
    }

    fn written(export: &Export) -> String {
        let mut bytes = Vec::new();
        export.write(&mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn a_json_file_says_what_it_holds_and_keeps_text_as_it_is() {
        let export = Export::of_cell(ExportFormat::Json, "=1+1 \"ünïcode\"\n");
        let read: serde_json::Value = serde_json::from_str(&written(&export)).unwrap();
        assert_eq!(read["people"][0]["displayName"], "=1+1 \"ünïcode\"\n");
        assert_eq!(read["about"], "one cell");
        assert_eq!(read["people"][0].as_object().map(serde_json::Map::len), Some(COLUMNS.len()));
    }

    fn read_back(csv: &str) -> String {
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        reader.records().next().unwrap().unwrap().get(2).unwrap().to_owned()
    }

    fn starts_a_formula(cell: &str) -> bool {
        cell.trim_start_matches(|letter: char| letter.is_whitespace())
            .starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
            || cell.starts_with(['\t', '\r', '\n'])
    }

    #[test]
    fn nasty_cells_end_as_declared() {
        check_area("csv-export", |item| {
            let text = String::from_utf8_lossy(&item.input);
            let read = read_back(&csv_of(&text));
            Some(match read.strip_prefix('\'') {
                _ if starts_a_formula(&read) => Outcome::saying(&["formula"], format!("{read:?}")),
                _ if read == text => Outcome::of(&["ok"]),
                Some(rest) if rest == text => Outcome::of(&["sanitize"]),
                Some(_) | None => Outcome::saying(&["changed"], format!("{read:?}")),
            })
        });
    }

    proptest! {
        #[test]
        fn no_cell_starts_a_formula_and_the_text_survives(text in "[ \t\r\n=+\\-@＝＋－＠a-z\",;]{0,8}") {
            let read = read_back(&csv_of(&text));
            prop_assert!(!starts_a_formula(&read), "{read:?}");
            prop_assert_eq!(read.strip_prefix('\'').unwrap_or(&read), text.strip_prefix('\'').unwrap_or(&text));
        }
    }
}
