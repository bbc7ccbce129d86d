//! What becomes of the chosen person as a whole: created, changed, left out, and what the scoping filter says.

use egui::{ScrollArea, Ui};

use crate::entra::{ClauseJudgement, Verdict};
use crate::session::mappings::document::OpenDocument;
use crate::session::mappings::trial::TrialPerson;
use crate::session::state::State;
use crate::ui::pages::mappings::words as said;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::{badge, text};

/// Draws it.
pub(super) fn ui(ui: &mut Ui, state: &State, document: &OpenDocument) {
    let Some(person) = &state.mappings.person else {
        text::muted(ui, "Choose a person above to see what becomes of them.");
        return;
    };
    ScrollArea::vertical().id_salt("person").auto_shrink(false).show(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            let outcome = person.preview.outcome;
            badge::badge(ui, said::outcome_tone(outcome), said::outcome_word(outcome));
            text::body(ui, &format!("{}: {outcome}.", person.name));
        });
        text::muted(ui, &found(state, document, person));
        ui.add_space(size::GAP_SMALL);
        scope_ui(ui, document, person);
    });
}

/// Whom Entra finds in Command, and by what.
fn found(state: &State, document: &OpenDocument, person: &TrialPerson) -> String {
    let rows = &document.mappings().users.rows;
    let target = |row: usize| rows.get(row).map_or("", |row| said::attribute(&row.target));
    match &person.preview.found {
        Some(found) => {
            let by = found.row.map(target).map(|by| format!(" by {by}")).unwrap_or_default();
            format!("Entra finds {} in Command{by}.", found.id)
        }
        None if state.mappings.held.value().is_none() => {
            "What Command holds is not read, so that everybody looks new.".to_owned()
        }
        None => match person.preview.because {
            Some(row) => format!("The row of {} decides.", target(row)),
            None => "Entra finds nobody in Command.".to_owned(),
        },
    }
}

fn scope_ui(ui: &mut Ui, document: &OpenDocument, person: &TrialPerson) {
    let Some(filter) = &document.mappings().users.scope else {
        text::hint(ui, "No scoping filter: whoever is assigned is in scope.");
        return;
    };
    text::strong(ui, "Scoping filter");
    text::muted(ui, &filter.to_string());
    let Some(judgement) = &person.preview.scope else { return };
    for group in &judgement.groups {
        ui.horizontal_wrapped(|ui| {
            verdict_ui(ui, group.verdict);
            text::body(ui, if group.name.is_empty() { "Filter" } else { &group.name });
        });
        for clause in &group.clauses {
            clause_ui(ui, clause);
        }
    }
}

fn clause_ui(ui: &mut Ui, clause: &ClauseJudgement) {
    ui.horizontal_wrapped(|ui| {
        ui.add_space(size::GAP_LARGE);
        verdict_ui(ui, clause.verdict);
        text::mono(ui, &clause.clause);
        text::muted(ui, &clause.reason);
    });
}

fn verdict_ui(ui: &mut Ui, verdict: Verdict) {
    let (tone, word) = match verdict {
        Verdict::In => (Tone::Good, "in scope"),
        Verdict::Out => (Tone::Danger, "out of scope"),
        Verdict::Unknown => (Tone::Warning, "only Entra knows"),
    };
    badge::badge(ui, tone, word);
}
