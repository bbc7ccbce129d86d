//! What a value of a file may be: what is refused, what is doubtful, and how it is spelled for expressions.

use std::fmt;

use crate::entra::directory::problem::quoted;
use crate::entra::directory::words::{boolean, says_blocked, turned_round};
use crate::entra::directory::{AttributeKind, Cell, Column, DirectoryBuilder, KnownAttribute};
use crate::limits;
use crate::verkada::card::is_rounded;
use crate::verkada::name::is_invisible;

/// Where the values of a column go, and what they may be.
#[derive(Clone, Copy)]
pub(super) struct Target {
    pub(super) column: Column,
    pub(super) kind: AttributeKind,
    pub(super) holds: Holds,
    pub(super) is_identifying: bool,
    pub(super) may_have_lines: bool,
    /// Whether the header says the opposite of the attribute, so that yes is `False`.
    pub(super) is_turned_round: bool,
}

/// How many values somebody has.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    /// One.
    One,
    /// One, the first of several: `telephoneNumber` is the first of Graph's `businessPhones`.
    First,
    /// Several.
    Many,
}

impl Target {
    /// What the attribute of this name takes, when the file calls it by the header.
    pub(super) fn new(column: Column, name: &str, header: &str) -> Self {
        let known = KnownAttribute::all().iter().find(|known| known.name == name);
        Self {
            column,
            kind: known.map_or(AttributeKind::Text, |known| known.kind),
            holds: match known {
                Some(known) if known.is_multi_valued => Holds::Many,
                Some(_) if header.eq_ignore_ascii_case("businessPhones") => Holds::First,
                _ => Holds::One,
            },
            is_identifying: KnownAttribute::identifies(name),
            // Entra keeps a street on several lines.
            may_have_lines: name == "streetAddress",
            is_turned_round: name == "accountEnabled" && says_blocked(header),
        }
    }

    /// Gives the person who is being written what a field of a CSV file holds.
    pub(super) fn write_field(&self, builder: &mut DirectoryBuilder, field: &str) {
        match self.holds {
            Holds::One => self.write(builder, &[field]),
            Holds::First | Holds::Many => self.write(builder, &fields(field, self)),
        };
    }

    /// Gives the person who is being written these values, of which some attributes take the first alone. What was there
    /// before is given back.
    pub(super) fn write(&self, builder: &mut DirectoryBuilder, values: &[&str]) -> Cell {
        let before = builder.current(self.column);
        let first = values.iter().copied().find(|value| !value.is_empty()).unwrap_or_default();
        match (self.kind, self.holds) {
            (AttributeKind::Boolean, _) => {
                builder.set(self.column, self.boolean(first).unwrap_or(first));
            }
            (_, Holds::Many) => builder.set_all(self.column, values),
            (_, Holds::One | Holds::First) => builder.set(self.column, first),
        }
        before
    }

    /// The spelling of the engine for what means true or false here.
    fn boolean(&self, value: &str) -> Option<&'static str> {
        if self.is_turned_round { turned_round(value) } else { boolean(value) }
    }
}

/// Why a value of a CSV file can not be read.
pub(super) fn refused(header: &str, value: &str, target: &Target) -> Option<String> {
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

/// What is odd about a value that is read as it is, to be told by [`told`].
pub(super) fn doubtful(value: &str, target: &Target) -> Option<&'static str> {
    if target.kind == AttributeKind::Boolean && target.boolean(value).is_none() {
        return Some("is neither True nor False. It is kept as it is; correct it.");
    }
    if value == "System.String[]" || value == "System.Object[]" {
        return Some(
            "stands for a list that PowerShell did not write. Export it with the values joined.",
        );
    }
    if value.starts_with(['=', '@']) {
        return Some("looks like a formula. It is kept as it is; check it.");
    }
    if is_rounded(value) {
        return Some(
            "was rounded by a spreadsheet, so its digits are lost. Take it from the source again, with the column formatted as text.",
        );
    }
    if target.is_identifying && value.chars().any(is_invisible) {
        return Some(
            "has a character that can not be seen, so it is not the same as the text typed by hand. Remove the character.",
        );
    }
    None
}

/// Says what is odd about a value and where it stands.
pub(super) fn told(value: &str, place: impl fmt::Display, doubt: &str) -> String {
    format!("{} in {place} {doubt}", quoted(value))
}

/// The values that a field of a CSV file holds.
pub(super) fn fields<'v>(value: &'v str, target: &Target) -> Vec<&'v str> {
    match target.holds {
        Holds::One => vec![value],
        Holds::Many => value.split(';').map(str::trim).collect(),
        // What follows a number may also belong to it: `+1 312 555 0100;ext=12`.
        Holds::First => match value.split_once(';') {
            Some((first, rest))
                if rest.trim_start().starts_with(|next: char| {
                    next.is_ascii_digit() || matches!(next, '+' | '(')
                }) =>
            {
                vec![first.trim()]
            }
            _ => vec![value],
        },
    }
}

/// Whether a spreadsheet would calculate it, blanks before it aside.
pub(super) fn starts_formula(value: &str) -> bool {
    value.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

/// Without the apostrophe that keeps a spreadsheet from calculating it, as `to_csv` writes it.
pub(super) fn unguarded(value: &str) -> &str {
    value.strip_prefix('\'').filter(|rest| starts_formula(rest)).unwrap_or(value)
}
