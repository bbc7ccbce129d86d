//! One person of guided work: who it is, the three stages, a note, a way to skip, and what was found.

use egui::{Align, Layout, Ui};

use crate::journal::entry::Outcome;
use crate::journal::run::{Proof, RecordedRun, RecordedTarget, TargetState};
use crate::limits;
use crate::session::action::{Action, GuidedAction};
use crate::session::guided;
use crate::session::state::State;
use crate::ui::pages::guided::stages::Stages;
use crate::ui::pages::guided::{Room, Turn, standing};
use crate::ui::theme::icons;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::avatar::avatar;
use crate::ui::widgets::button::{self, Button};
use crate::ui::widgets::card::{KeyValue, card, toned_card};
use crate::ui::widgets::field::Field;
use crate::ui::widgets::{badge, text};
use crate::ui::{Asked, words};
use crate::verkada::name;

const NAMES: f32 = 84.0;
const SAVE: f32 = 96.0;

/// What is typed about one person.
#[derive(Default)]
pub(super) struct GuidedPane {
    /// Whom it is about, by run and index.
    of: Option<(crate::journal::entry::RunId, usize)>,
    note: String,
    /// The reason to skip, while it is being given.
    skip: Option<String>,
    elsewhere: Fold,
}

/// Whether something long is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Fold {
    /// Only its headline.
    #[default]
    Closed,
    /// All of it.
    Open,
}

impl GuidedPane {
    /// Draws one person.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        state: &State,
        run: &RecordedRun,
        number: usize,
        asked: &mut Asked<'_>,
    ) {
        let Some(target) = run.targets.get(number) else { return };
        if self.of.as_ref() != Some(&(run.id.clone(), number)) {
            *self = Self { of: Some((run.id.clone(), number)), ..Self::default() };
        }
        ui.spacing_mut().item_spacing.y = size::GAP;
        head_ui(ui, run, target, number);
        if is_left(run, target) {
            problem_ui(ui, state);
            let stages = Stages { state, run, target, number };
            stages.news_ui(ui);
            identity_ui(ui, target, asked);
            stages.ui(ui, &mut self.elsewhere);
            self.words_ui(ui, state, run, number, asked);
        } else {
            result_ui(ui, run, target);
            identity_ui(ui, target, asked);
        }
        evidence_ui(ui, target);
    }

    /// The note, and the way to leave this person alone.
    fn words_ui(
        &mut self,
        ui: &mut Ui,
        state: &State,
        run: &RecordedRun,
        number: usize,
        asked: &mut Asked<'_>,
    ) {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let busy = state.guided.busy.is_some().then_some("Wait for the check.");
        card(ui, |ui| {
            let note =
                "A ticket, the name of a screenshot. Kept in the record: no passwords, no tokens.";
            let button = Button::plain("Keep note");
            if said_ui(ui, "Note", note, button, busy, &mut self.note) {
                let text = std::mem::take(&mut self.note);
                asked.push(Action::Guided(run.id.clone(), GuidedAction::Note(number, text)));
            }
            let Some(why) = &mut self.skip else {
                if button::link(ui, "Skip this person…").clicked() {
                    self.skip = Some(String::new());
                }
                return;
            };
            let note = "Nothing is done to this person, and the record says why.";
            let button = Button::plain("Skip");
            let skips = said_ui(ui, "Reason to skip", note, button, busy, why);
            if skips {
                let why = std::mem::take(why);
                asked.push(Action::Guided(run.id.clone(), GuidedAction::Skip(number, why)));
            }
            if skips || button::link(ui, "Do not skip").clicked() {
                self.skip = None;
            }
        });
    }
}

/// A field with the button that keeps what is typed; true when it was pressed.
fn said_ui(
    ui: &mut Ui,
    label: &str,
    note: &str,
    button: Button<'_>,
    busy: Option<&str>,
    typed: &mut String,
) -> bool {
    let error = (typed.len() > limits::REASON_BYTES)
        .then(|| format!("Longer than {} characters.", limits::REASON_BYTES));
    let missing = typed.trim().is_empty().then_some("Type something first.");
    let blocked = missing.or(error.as_deref()).or(busy);
    let mut pressed = false;
    ui.horizontal_top(|ui| {
        let width = ui.available_width() - SAVE - size::GAP;
        ui.vertical(|ui| {
            ui.set_width(width);
            Field::new(label).note(note).error(error.as_deref()).width(width).show(ui, typed);
        });
        ui.vertical(|ui| {
            // The button stands beside the field, below the line of its label.
            ui.add_space(size::LINE_HEIGHT + size::GAP_SMALL);
            pressed = ui.add(button.blocked(blocked)).clicked();
        });
    });
    pressed
}

fn head_ui(ui: &mut Ui, run: &RecordedRun, target: &RecordedTarget, number: usize) {
    ui.horizontal(|ui| {
        avatar(ui, &name::shown(&target.target.display_name));
        ui.add_space(size::GAP_SMALL);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            text::title(ui, &target.target.display_name);
            let of = format!(
                "{} · {} of {}",
                run.verb,
                words::count(number + 1),
                words::count(run.targets.len())
            );
            text::muted(ui, &of);
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let (tone, word) = standing(run, target);
            badge::badge(ui, tone, word);
        });
    });
}

/// What to compare in Command, each with a way to copy it.
fn identity_ui(ui: &mut Ui, target: &RecordedTarget, asked: &mut Asked<'_>) {
    let target = &target.target;
    card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        for (label, value, copy) in [
            ("Name", &target.display_name, "Copy the name"),
            ("userName", &target.user_name, "Copy the userName"),
            ("SCIM id", &target.id, "Copy the SCIM id"),
        ] {
            ui.horizontal(|ui| {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let button = Button::ghost("Copy").icon(icons::COPY).name(copy);
                    if ui.add(button).clicked() {
                        asked.push(Action::Copy(value.clone()));
                    }
                    KeyValue::new(label, value).name_width(NAMES).show(ui);
                });
            });
        }
    });
}

fn problem_ui(ui: &mut Ui, state: &State) {
    let Some(problem) = &state.guided.problem else { return };
    toned_card(ui, Tone::Danger, |ui| {
        text::strong(ui, &problem.title());
        text::body(ui, &problem.why);
        text::muted(ui, &problem.advice);
    });
}

/// How it came out.
fn result_ui(ui: &mut Ui, run: &RecordedRun, target: &RecordedTarget) {
    let (tone, word) = standing(run, target);
    let why = match &target.state {
        TargetState::Closed { result, .. } => outcome(result),
        TargetState::Open { .. } | TargetState::Untouched => {
            "This work ended before this person had a turn.".to_owned()
        }
    };
    toned_card(ui, tone, |ui| {
        text::strong(ui, word);
        text::body(ui, &why);
    });
}

/// What can be done for one person, always in sight; where to go instead.
pub(super) fn foot_ui(
    ui: &mut Ui,
    state: &State,
    run: &RecordedRun,
    number: usize,
    room: Room,
    asked: &mut Asked<'_>,
) -> Option<Turn> {
    let target = run.targets.get(number)?;
    let next = guided::next_from(run, number + 1).filter(|next| *next != number);
    let mut turn = None;
    ui.horizontal(|ui| {
        ui.set_min_height(size::CONTROL);
        let stages = Stages { state, run, target, number };
        // At the left, for news comes up at the right and would lie over it.
        if is_left(run, target) {
            stages.checks_ui(ui, asked);
        } else if let Some(next) = next.filter(|_| guided::is_open(run)) {
            let name = run.targets.get(next).map(|next| next.target.display_name.as_str());
            let label = format!("Next: {}", name::shown(name.unwrap_or_default()));
            if ui.add(Button::primary(&label)).clicked() {
                turn = Some(Turn::To(next));
            }
        }
        if room == Room::Narrow && ui.add(Button::ghost("All people")).clicked() {
            turn = Some(Turn::List);
        }
        stages.busy_ui(ui);
    });
    turn
}

fn is_left(run: &RecordedRun, target: &RecordedTarget) -> bool {
    guided::is_open(run) && target.state == TargetState::Untouched
}

fn outcome(result: &Outcome) -> String {
    match result {
        Outcome::Done => "SCIM no longer shows the person.".to_owned(),
        Outcome::AlreadyGone => {
            "SCIM did not show the person any more when it was looked at before.".to_owned()
        }
        Outcome::Skipped { why } | Outcome::Failed { why } | Outcome::Unknown { why } => {
            name::shown(why).into_owned()
        }
    }
}

/// Everything the record keeps of this person, in the order it was found.
fn evidence_ui(ui: &mut Ui, target: &RecordedTarget) {
    if target.evidence.is_empty() {
        return;
    }
    card(ui, |ui| {
        ui.spacing_mut().item_spacing.y = size::GAP_SMALL;
        text::strong(ui, "In the record");
        for proof in &target.evidence {
            proof_ui(ui, proof);
        }
    });
}

fn proof_ui(ui: &mut Ui, proof: &Proof) {
    let step = if proof.step.is_empty() { "Found" } else { &proof.step };
    text::hint(ui, &format!("{} · {}", words::moment(proof.found_at), name::shown(step)));
    for line in proof.text.lines() {
        text::body(ui, &name::shown(line));
    }
}
