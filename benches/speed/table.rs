//! The table that is printed in the end.

use std::io::Write as _;

const HEAD: [&str; 4] = ["what", "goal", "measured", "beside"];

/// Rows of text; each is also told as soon as it is known.
#[derive(Default)]
pub(crate) struct Table(Vec<[String; 4]>);

impl Table {
    /// Adds a row: what was measured, what is wanted, what came out, and what it is to be compared with.
    pub(crate) fn add(
        &mut self,
        what: impl Into<String>,
        goal: impl Into<String>,
        measured: impl Into<String>,
        beside: impl Into<String>,
    ) {
        let row = [what.into(), goal.into(), measured.into(), beside.into()];
        writeln!(std::io::stderr(), "{}", row.join(" | ")).expect("standard error is open");
        self.0.push(row);
    }

    /// Prints all rows, columns under each other.
    pub(crate) fn print(&self) {
        let head = HEAD.map(str::to_owned);
        let rows: Vec<&[String; 4]> = std::iter::once(&head).chain(&self.0).collect();
        let width = |column: usize| {
            rows.iter().filter_map(|row| row.get(column)).map(|text| text.chars().count()).max()
        };
        let widths: [usize; 4] = std::array::from_fn(|column| width(column).unwrap_or_default());
        let mut out = std::io::stdout().lock();
        for (number, row) in rows.iter().enumerate() {
            let cells: Vec<String> =
                row.iter().zip(widths).map(|(text, width)| format!("{text:width$}")).collect();
            writeln!(out, "| {} |", cells.join(" | ")).expect("standard output is open");
            if number == 0 {
                let rule = widths.map(|width| "-".repeat(width));
                writeln!(out, "|-{}-|", rule.join("-|-")).expect("standard output is open");
            }
        }
    }
}

/// The value that half of the values are below.
pub(crate) fn median(values: &[f64]) -> f64 {
    percentile(values, 50)
}

/// The value that so many percent of the values are at or below.
pub(crate) fn percentile(values: &[f64], percent: usize) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let place = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(place).copied().unwrap_or_default()
}

/// A number with its thousands apart.
pub(crate) fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
