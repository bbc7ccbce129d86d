//! What the Mappings page says: counts, reasons why something can not be done, kinds of rows.

use crate::entra::{AttributeMapping, MappingSeverity, Source};
use crate::session::mappings::document::OpenDocument;
use crate::session::state::State;
use crate::ui::theme::tokens::Tone;
use crate::ui::words;

/// The line beside the heading.
pub(super) fn about(document: &OpenDocument) -> String {
    let name = document.name();
    match document.steps() {
        0 => format!("From {name} · nothing changed"),
        _ if !document.is_unsaved() => format!("From {name} · saved"),
        steps => {
            format!("From {name} · {} not saved", words::counted(steps, "change", "changes"))
        }
    }
}

/// Why the schema cannot be written.
pub(super) fn why_not_save(document: &OpenDocument) -> Option<String> {
    let mappings = document.mappings();
    let rows = mappings.users.rows.iter().chain(&mappings.groups.rows);
    let unread = rows.filter(|row| unreadable(row)).count();
    (unread > 0).then(|| {
        format!(
            "{} cannot be read, and Entra would refuse the file. Correct {} first.",
            words::counted(unread, "expression", "expressions"),
            if unread == 1 { "it" } else { "them" }
        )
    })
}

/// Why nobody can be tried.
pub(super) fn why_not_everyone(state: &State) -> Option<&'static str> {
    let work = &state.mappings;
    if work.people.is_loading() {
        return Some("The people are still being read.");
    }
    match work.people.value() {
        None => Some("Choose people first: the sandbox's directory, a file, or one typed by hand."),
        Some(people) if people.is_empty() => Some("Nobody is in the list of people."),
        Some(_) => None,
    }
}

fn unreadable(row: &AttributeMapping) -> bool {
    matches!(&row.source, Source::Expression(text) if text.expression().is_err())
}

/// The kind of a row, as Entra's page calls it.
pub(super) const fn kind(source: &Source) -> &'static str {
    match source {
        Source::None => "None",
        Source::Direct(_) => "Direct",
        Source::Constant(_) => "Constant",
        Source::Expression(_) => "Expression",
    }
}

/// The source of a row on one line.
pub(super) fn source(source: &Source) -> String {
    match source {
        Source::None => String::new(),
        Source::Direct(name) => name.clone(),
        Source::Constant(text) => format!("\"{text}\""),
        Source::Expression(text) => text.text().split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// A target on one line: of a URN, the end says more than the beginning.
pub(super) fn target(target: &str) -> String {
    let short = target
        .strip_prefix("urn:ietf:params:scim:schemas:extension:")
        .or_else(|| target.strip_prefix("urn:ietf:params:scim:schemas:"));
    match short {
        Some(rest) => format!("…{rest}"),
        None => target.to_owned(),
    }
}

/// The word and the color of how much a finding matters.
pub(super) const fn severity(severity: MappingSeverity) -> (Tone, &'static str) {
    match severity {
        MappingSeverity::Advice => (Tone::Accent, "Advice"),
        MappingSeverity::Warning => (Tone::Warning, "Warning"),
        MappingSeverity::Error => (Tone::Danger, "Error"),
    }
}
