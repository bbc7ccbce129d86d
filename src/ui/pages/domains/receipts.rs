//! Receipts of refreshed tokens: when, which, and what proved it, as the record has it.

use egui::{Align, Layout, Ui, Vec2};

use crate::journal::entry::Manner;
use crate::journal::run::{RecordedRun, RecordedTarget, TargetState};
use crate::session::action::Action;
use crate::session::state::State;
use crate::ui::theme::icons;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::button::{self, Button};
use crate::ui::widgets::card::card;
use crate::ui::widgets::{paint, text};
use crate::ui::{Asked, words};
use crate::verkada::Verb;

/// Receipts that are shown before somebody asks for more.
const FEW: usize = 3;

/// How many receipts are shown.
#[derive(Debug, Default)]
pub(super) struct Receipts {
    extent: Extent,
    /// The receipts of a connection, looked for when the record changes.
    found: Vec<usize>,
    found_for: Option<(u64, String)>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Extent {
    #[default]
    Few,
    All,
}

impl Receipts {
    /// Draws them, the newest first; nothing where there is none.
    pub(super) fn ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        self.follow(state);
        if self.found.is_empty() {
            return;
        }
        ui.add_space(size::GAP_LARGE);
        card(ui, |ui| {
            ui.spacing_mut().item_spacing = Vec2::new(size::GAP, size::GAP);
            ui.spacing_mut().interact_size.y = size::LINE_HEIGHT;
            text::strong(ui, "Receipts");
            text::muted(
                ui,
                "Each Refresh of the token, with what proved it. No receipt holds a token.",
            );
            let most = if self.extent == Extent::All { usize::MAX } else { FEW };
            for (number, position) in self.found.iter().enumerate().take(most) {
                if let Some(run) = state.runs.recorded.get(*position) {
                    if number > 0 {
                        paint::separator(ui);
                    }
                    receipt_ui(ui, run, asked);
                }
            }
            if self.found.len() > FEW && self.extent == Extent::Few {
                let more = format!("Show all {}", words::count(self.found.len()));
                if button::link(ui, &more).clicked() {
                    self.extent = Extent::All;
                }
            }
        });
    }

    fn follow(&mut self, state: &State) {
        let wanted = (state.runs.revision, state.active.0.clone());
        if self.found_for.as_ref() == Some(&wanted) {
            return;
        }
        let of_this = |run: &RecordedRun| {
            run.verb == Verb::RefreshToken && run.place.connection == state.active.0
        };
        let runs = state.runs.recorded.iter().enumerate().rev();
        self.found = runs.filter(|(_, run)| of_this(run)).map(|(position, _)| position).collect();
        self.found_for = Some(wanted);
    }
}

fn receipt_ui(ui: &mut Ui, run: &RecordedRun, asked: &mut Asked<'_>) {
    ui.horizontal(|ui| {
        text::body(ui, &words::moment(run.planned_at));
        text::hint(ui, by(run));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let name = format!("Copy the receipt of {}", words::moment(run.planned_at));
            if ui.add(Button::ghost("Copy").icon(icons::COPY).name(&name)).clicked() {
                asked.push(Action::Copy(as_text(run)));
            }
        });
    });
    for line in lines(run) {
        text::small(ui, &line);
    }
}

fn by(run: &RecordedRun) -> &'static str {
    match run.manner {
        Manner::Direct => "from this desk",
        Manner::Guided => "by hand in Command",
    }
}

/// What proved it, a line each; and how it came out where it did not go well.
fn lines(run: &RecordedRun) -> Vec<String> {
    let of = |target: &RecordedTarget| {
        let proofs = target.evidence.iter().map(|proof| match proof.step.as_str() {
            "" => proof.text.clone(),
            step => format!("{step}: {}", proof.text),
        });
        let mut lines: Vec<String> = proofs.collect();
        match &target.state {
            TargetState::Untouched => lines.push("Nothing was done.".to_owned()),
            TargetState::Open { .. } => {
                lines.push("It is not known whether the token was made.".to_owned());
            }
            TargetState::Closed { result, .. } => lines.extend(trouble(result)),
        }
        lines
    };
    run.targets.iter().flat_map(of).collect()
}

fn trouble(result: &crate::journal::entry::Outcome) -> Option<String> {
    use crate::journal::entry::Outcome;
    match result {
        Outcome::Done | Outcome::AlreadyGone => None,
        Outcome::Skipped { why } => Some(format!("Not done: {why}")),
        Outcome::Failed { why } => Some(format!("Failed: {why}")),
        Outcome::Unknown { why } => Some(format!("Not known: {why}")),
    }
}

/// A receipt as text for a ticket.
fn as_text(run: &RecordedRun) -> String {
    let mut text = format!(
        "SCIM token refreshed {}\nOrganization: {}\nAddress: {}\nWhen: {} ({} UTC)\nRecord: run {}\n",
        by(run),
        run.place.name,
        run.place.origin,
        words::moment(run.planned_at),
        run.planned_at,
        run.id,
    );
    for line in lines(run) {
        text.push_str("- ");
        text.push_str(&line);
        text.push('\n');
    }
    text
}
