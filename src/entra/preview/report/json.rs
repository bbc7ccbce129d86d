//! The report for scripts.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use crate::entra::preview::report::{PreviewReport, ReportPerson, ReportWarning, problem};
use crate::entra::preview::{CountKind, PersonOutcome};

impl PreviewReport<'_> {
    /// The counts alone: of everybody, of each row, and of Command.
    pub fn counts_json(&self) -> Value {
        let rows: Vec<_> = (0..self.everyone.rows())
            .map(|row| json!({"target": self.target(row), "counts": self.counts(Some(row))}))
            .collect();
        json!({
            "about": self.about,
            "warnings": self.warnings.iter().map(ReportWarning::to_json).collect::<Vec<_>>(),
            "people": self.everyone.len(),
            "counts": self.counts(None),
            "rows": rows,
            "inCommand": self.holdings.len(),
            "untouched": self.everyone.untouched().len(),
            "sharedInCommand": self.holdings.shared(),
            "unfilledTargets": self.preview.unfilled().collect::<Vec<_>>(),
        })
    }

    /// Writes the report for scripts: the counts, everybody with the rows that count, and whom nobody matches.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_json(&self, mut writer: impl Write) -> io::Result<()> {
        let Value::Object(counts) = self.counts_json() else { return Ok(()) };
        writer.write_all(b"{\n")?;
        for (name, value) in &counts {
            let name = Value::from(name.as_str());
            let key = if name == "people" { json!("peopleCount") } else { name };
            writeln!(writer, "  {key}: {value},")?;
        }
        writer.write_all(b"  \"people\": [")?;
        write_list(&mut writer, self.people().map(|person| self.person_json(&person)))?;
        writer.write_all(b"],\n  \"untouchedPeople\": [")?;
        let untouched = self.everyone.untouched().iter().map(|&held| {
            let held = held as usize;
            json!({"id": self.holdings.id(held), "userName": self.holdings.user_name(held)})
        });
        write_list(&mut writer, untouched)?;
        writer.write_all(b"]\n}\n")
    }

    fn counts(&self, row: Option<usize>) -> Map<String, Value> {
        let count = |kind: CountKind| (kind.id(), json!(self.everyone.count_of(kind, row)));
        let is_shown = |kind: &CountKind| match kind {
            CountKind::Create
            | CountKind::Update
            | CountKind::Same
            | CountKind::Enable
            | CountKind::Disable
            | CountKind::Skipped
            | CountKind::SkippedBecause(_) => row.is_none(),
            _ => true,
        };
        CountKind::ALL.into_iter().filter(is_shown).map(count).collect()
    }

    fn person_json(&self, person: &ReportPerson) -> Value {
        let rows: Vec<_> = person
            .rows()
            .map(|(at, row)| {
                json!({
                    "target": self.target(at),
                    "change": row.change.id(),
                    "inCommand": row.held,
                    "sent": row.sent,
                    "problem": row.trouble.as_ref().map(|(trouble, _)| trouble.id()),
                    "note": Some(problem(row)).filter(|note| !note.is_empty()),
                })
            })
            .collect();
        let reason = match person.preview.outcome {
            PersonOutcome::Skipped(reason) => Some(reason.id()),
            _ => None,
        };
        json!({
            "row": person.row,
            "person": person.label,
            "userPrincipalName": person.user_principal_name,
            "commandId": person.preview.found.as_ref().map(|found| &found.id),
            "outcome": person.preview.outcome.id(),
            "reason": reason,
            "clashes": person.clashes.iter().map(|clash| clash.id()).collect::<Vec<_>>(),
            "rows": rows,
        })
    }
}

/// One element on each line.
fn write_list(writer: &mut impl Write, values: impl Iterator<Item = Value>) -> io::Result<()> {
    for (at, value) in values.enumerate() {
        write!(writer, "{}\n    {value}", if at == 0 { "" } else { "," })?;
    }
    writer.write_all(b"\n  ")
}
