//! Delete and Permanently remove: whom a plan takes away, what each loses or keeps, and the consent to it.

mod people;
#[cfg(test)]
mod tests;
mod words;

use std::time::Duration;

use egui::Ui;

use crate::journal::entry::Manner;
use crate::limits;
use crate::session::action::{Action, PlanAction};
use crate::session::outcome::PreviewId;
use crate::session::plan::brake::Brake;
use crate::session::plan::people::Losses;
use crate::session::plan::wish::{Subjects, Wish};
use crate::session::plan::{Consent, Need, Plan, Refusal};
use crate::session::problem::Problem;
use crate::session::state::{PlanDialog, PlanStage, State};
use crate::ui::Asked;
use crate::ui::dialogs::removal::people::People;
use crate::ui::dialogs::{badges_ui, scrolled};
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::banner::{Banner, sign};
use crate::ui::widgets::button::Button;
use crate::ui::widgets::dialog::{Answer, Dialog};
use crate::ui::widgets::field::Field;
use crate::ui::widgets::phrase_field::PhraseField;
use crate::ui::widgets::progress::Progress;
use crate::ui::widgets::{badge, text};
use crate::verkada::Verb;
use crate::verkada::admin::Standing;

const WIDTH: f32 = 772.0;

/// What is typed into the dialog, for one preview; nothing typed for one plan ever counts for another.
#[derive(Default)]
pub(super) struct Removal {
    preview: PreviewId,
    consent: Consent,
    people: People,
    losses: Option<Losses>,
}

impl Removal {
    /// Draws the plan as far as it is.
    pub(super) fn ui(
        &mut self,
        ui: &Ui,
        state: &State,
        dialog: &PlanDialog,
        asked: &mut Asked<'_>,
    ) {
        if self.preview != dialog.preview {
            *self = Self { preview: dialog.preview, ..Self::default() };
        }
        match &dialog.stage {
            PlanStage::Reading { read } => reading_ui(ui, state, &dialog.wish, *read, asked),
            PlanStage::Failed(problem) => failed_ui(ui, state, &dialog.wish, problem, asked),
            PlanStage::Ready(plan) => self.ready_ui(ui, state, plan, &dialog.wish, asked),
        }
    }

    fn ready_ui(
        &mut self,
        ui: &Ui,
        state: &State,
        plan: &Plan,
        wish: &Wish,
        asked: &mut Asked<'_>,
    ) {
        let count = plan.targets.len();
        let title = words::title(plan.verb, count, words::one(plan), &plan.place.name);
        let consequence = words::consequence(plan);
        let missing = plan.missing(&self.consent, state.now);
        let why = missing.map(|missing| missing.to_string());
        let act = words::act(plan);
        let safe = words::safe(count);
        let mut shown = Dialog::new(&title, &safe).text(&consequence).width(WIDTH);
        if count > 0 {
            shown = shown.act(Button::destroy(&act).blocked(why.as_deref()));
        }
        if milder(plan).is_some() {
            shown = shown.aside("Delete instead…");
        }
        let answer = shown.show(ui, |ui| {
            scrolled(ui, |ui| {
                ui.spacing_mut().item_spacing.y = size::GAP;
                obstacle_ui(ui, state, plan, wish, asked);
                self.people.ui(ui, plan);
                if count > 0 {
                    self.totals_ui(ui, plan);
                    self.consent_ui(ui, state, plan);
                }
            });
        });
        until_expired(ui, plan, state);
        match answer {
            Answer::Closed => asked.push(Action::CloseDialog),
            Answer::Aside => {
                let ids = milder(plan).unwrap_or_default();
                asked.push(Action::Plan(PlanAction::Remove(Verb::Delete, ids)));
            }
            // The state looks at the plan again before it takes the consent.
            Answer::Acted if missing.is_none() => {
                asked.push(Action::Plan(PlanAction::Confirm(self.consent.clone())));
            }
            Answer::Waiting | Answer::Acted => {}
        }
    }

    fn totals_ui(&mut self, ui: &mut Ui, plan: &Plan) {
        let losses = *self.losses.get_or_insert_with(|| plan.losses());
        badges_ui(ui, |ui| {
            if plan.targets.iter().take(1).any(|planned| planned.holdings.is_some()) {
                let (tone, text) = words::totals(plan.verb, losses);
                badge::badge_with(ui, tone, Some(sign(tone)), &text);
            }
            let (tone, text) = words::share(plan);
            badge::badge_with(ui, tone, Some(sign(tone)), &text);
        });
    }

    fn consent_ui(&mut self, ui: &mut Ui, state: &State, plan: &Plan) {
        if matches!(plan.brake(), Brake::Refused { .. }) {
            return;
        }
        let demand = plan.demand();
        let too_long = (self.consent.reason.len() > limits::REASON_BYTES)
            .then(|| Refusal::LongReason.to_string());
        let label = match demand.reason {
            Need::Asked => "Reason or ticket",
            Need::Optional => "Reason or ticket (optional)",
        };
        Field::new(label)
            .hint("HR-4471 leavers, November")
            .error(too_long.as_deref())
            .show(ui, &mut self.consent.reason);
        if let Some(phrase) = &demand.phrase {
            PhraseField::new(phrase).show(ui, &mut self.consent.phrase);
        }
        if let Some(phrase) = &demand.second_phrase {
            text::muted(ui, &words::why_second(plan));
            PhraseField::new(phrase).show(ui, &mut self.consent.second_phrase);
        }
        text::hint(ui, &words::how(plan));
        if let Some(missing) = plan.missing(&self.consent, state.now) {
            text::hint(ui, &words::next(missing));
        }
    }
}

/// Those of a permanent removal whom a plain Delete would do as well; none when nobody is.
fn milder(plan: &Plan) -> Option<Vec<String>> {
    let is_there = |standing: Option<Standing>| standing == Some(Standing::Deactivated);
    if plan.verb != Verb::PermanentlyRemove {
        return None;
    }
    let targets = plan.targets.iter().filter(|planned| is_there(planned.standing));
    let ids: Vec<_> = targets.map(|planned| planned.target.id.clone()).collect();
    (!ids.is_empty()).then_some(ids)
}

fn subjects(wish: &Wish) -> Vec<String> {
    match &wish.subjects {
        Subjects::People(people) => people.iter().map(|person| person.id.clone()).collect(),
        Subjects::NewDomain(_) | Subjects::Domain(_) | Subjects::Token | Subjects::Practice(_) => {
            Vec::new()
        }
    }
}

/// What stands in the way whatever is typed, with the way on.
fn obstacle_ui(ui: &mut Ui, state: &State, plan: &Plan, wish: &Wish, asked: &mut Asked<'_>) {
    let Some(obstacle) = plan.obstacle(state.now) else { return };
    let actions: &[&str] = match obstacle {
        Refusal::Expired => &["Begin again"],
        Refusal::ListPartial | Refusal::ListOld => &["Close and read people again"],
        _ => &[],
    };
    let tone = if obstacle == Refusal::Empty { Tone::Warning } else { Tone::Danger };
    let text = obstacle.to_string();
    let clicked =
        Banner::new(tone, words::stopped(obstacle)).detail(&text).actions(actions).show(ui);
    match (clicked, obstacle) {
        (None, _) => {}
        (Some(_), Refusal::Expired) => {
            asked.push(Action::Plan(PlanAction::Remove(wish.verb, subjects(wish))));
        }
        (Some(_), _) => {
            asked.push(Action::CloseDialog);
            asked.push(Action::Refresh);
        }
    }
}

/// The window wakes once when the plan has become too old.
fn until_expired(ui: &Ui, plan: &Plan, state: &State) {
    let age = Duration::try_from(state.now.duration_since(plan.made_at)).unwrap_or_default();
    if let Some(left) = limits::PLAN_VALID.checked_sub(age) {
        ui.ctx().request_repaint_after(left + Duration::from_secs(1));
    }
}

fn reading_ui(ui: &Ui, state: &State, wish: &Wish, read: usize, asked: &mut Asked<'_>) {
    let place = state.profile().map(|profile| profile.name.as_str()).unwrap_or_default();
    let (count, one) = (wish.subjects.count(), words::wished(wish));
    let title = words::title(wish.verb, count, one, place);
    let about = "Everybody is read now, so that you see what is there and not what was there.";
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let answer = Dialog::new(&title, "Cancel").text(about).width(WIDTH).show(ui, |ui| {
        Progress::new("Reading each person", number(read)).of(number(count)).show(ui);
    });
    if answer == Answer::Closed {
        asked.push(Action::CloseDialog);
    }
}

fn failed_ui(ui: &Ui, state: &State, wish: &Wish, problem: &Problem, asked: &mut Asked<'_>) {
    let place = state.profile().map(|profile| profile.name.as_str()).unwrap_or_default();
    let title = words::title(wish.verb, wish.subjects.count(), words::wished(wish), place);
    let answer = Dialog::new(&title, "Close")
        .text("There is no plan yet, so nothing can be taken away.")
        .aside("Try again")
        .width(WIDTH)
        .show(ui, |ui| {
            Banner::new(Tone::Danger, &problem.title()).detail(&problem.explanation()).show(ui);
        });
    match answer {
        Answer::Waiting | Answer::Acted => {}
        Answer::Closed => asked.push(Action::CloseDialog),
        Answer::Aside => {
            asked.push(Action::Plan(PlanAction::Remove(wish.verb, subjects(wish))));
        }
    }
}

/// Whether a person, not this desk, carries the plan out.
fn is_by_hand(plan: &Plan) -> bool {
    plan.manner == Manner::Guided
}
