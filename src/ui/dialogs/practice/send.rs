//! The requests of a plan before they are sent: what Entra asks first, and what it sends then.

use egui::{Ui, Vec2};

use crate::entra::{Dialect, Method, Switch};
use crate::session::action::{Action, PlanAction};
use crate::session::plan::practice::{Act, EntraCall, PracticeForm, PracticeWish};
use crate::session::plan::{Consent, Deed, Plan};
use crate::session::state::{PlanDialog, PlanStage, State};
use crate::ui::Asked;
use crate::ui::dialogs::practice::{ask, mark_ui};
use crate::ui::dialogs::scrolled;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::banner::Banner;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::code::{CodeDocument, code};
use crate::ui::widgets::dialog::{Answer, Dialog};
use crate::ui::widgets::phrase_field::PhraseField;
use crate::ui::widgets::select::Select;
use crate::ui::widgets::text;
use crate::verkada::{Verb, name};

const WIDTH: f32 = 640.0;
const BODY: f32 = 252.0;
/// Names of those left out that are told one by one.
const TOLD: usize = 4;

const DIALECTS: [(Dialect, &str); 2] = [
    (Dialect::Classic, "Classic, without a flag"),
    (Dialect::AadOptscim062020, "aadOptscim062020 in the tenant URL"),
];

/// What is looked at and typed.
#[derive(Default)]
pub(super) struct Send {
    chosen: usize,
    shown: Option<(usize, String, CodeDocument)>,
    consent: Consent,
}

impl Send {
    /// Draws the plan with its requests.
    pub(super) fn ui(
        &mut self,
        ui: &Ui,
        state: &State,
        (dialog, wish, form): (&PlanDialog, &PracticeWish, Option<&PracticeForm>),
        asked: &mut Asked<'_>,
    ) {
        let title = format!("{} as Entra?", wish.act);
        let plan = match &dialog.stage {
            PlanStage::Ready(plan) => Some(plan.as_ref()),
            PlanStage::Reading { .. } | PlanStage::Failed(_) => None,
        };
        let refusal = plan.and_then(|plan| plan.missing(&self.consent, state.now));
        let blocked = match (&dialog.stage, refusal) {
            (PlanStage::Reading { .. }, _) => Some("What is there is being read.".to_owned()),
            (PlanStage::Failed(problem), _) => Some(problem.explanation()),
            (PlanStage::Ready(plan), Some(_)) if plan.targets.is_empty() => {
                Some("Entra would send nothing.".to_owned())
            }
            (PlanStage::Ready(_), refusal) => refusal.map(|refusal| refusal.to_string()),
        };
        let count = plan.map_or(1, |plan| plan.targets.len());
        let send = match (wish.act.verb(), count) {
            (Verb::HardDelete, _) => wish.act.to_string(),
            (_, 0 | 1) => "Send as Entra".to_owned(),
            (_, count) => format!("Send {count} requests as Entra"),
        };
        let button = if wish.act.verb() == Verb::HardDelete {
            Button::destroy(&send)
        } else {
            Button::primary(&send)
        };
        let text = format!("{} {}", moment(&wish.act), where_to(state));
        let mut question = Dialog::new(&title, "Cancel")
            .text(&text)
            .act(button.blocked(blocked.as_deref()))
            .width(WIDTH);
        if form.is_some() {
            question = question.aside("Back to the form");
        }
        let mut dialect = wish.dialect;
        let answer = question.show(ui, |ui| {
            scrolled(ui, |ui| {
                head_ui(ui, &mut dialect);
                match &dialog.stage {
                    PlanStage::Reading { .. } => {
                        text::muted(ui, "Reading what is there, as Entra would…");
                    }
                    PlanStage::Failed(problem) => {
                        Banner::new(Tone::Danger, &problem.title())
                            .detail(&problem.explanation())
                            .show(ui);
                    }
                    PlanStage::Ready(plan) => self.plan_ui(ui, plan, asked),
                }
            });
        });
        if dialect != wish.dialect {
            self.shown = None;
            ask(asked, PracticeWish { act: wish.act.clone(), dialect });
            return;
        }
        match (answer, form) {
            (Answer::Acted, _) => {
                let consent = std::mem::take(&mut self.consent);
                asked.push(Action::Plan(PlanAction::Confirm(consent)));
            }
            (Answer::Aside, Some(form)) => {
                asked.push(Action::Plan(PlanAction::AskPractice(Box::new(form.clone()))));
            }
            (Answer::Closed, _) => asked.push(Action::CloseDialog),
            (Answer::Aside | Answer::Waiting, _) => {}
        }
    }

    fn plan_ui(&mut self, ui: &mut Ui, plan: &Plan, asked: &mut Asked<'_>) {
        left_out_ui(ui, plan);
        let Deed::Entra(calls) = &plan.deed else { return };
        self.chosen = self.chosen.min(calls.len().saturating_sub(1));
        if calls.len() > 1 {
            let names: Vec<(usize, String)> = plan
                .targets
                .iter()
                .enumerate()
                .map(|(at, planned)| {
                    let name = name::shown(&planned.target.display_name);
                    (at, format!("{} of {}: {name}", at + 1, calls.len()))
                })
                .collect();
            let choices: Vec<(usize, &str)> =
                names.iter().map(|(at, name)| (*at, name.as_str())).collect();
            Select::new("Request").width(WIDTH).show(ui, &mut self.chosen, &choices);
        }
        if let Some(call) = calls.get(self.chosen) {
            self.call_ui(ui, call, asked);
        }
        let demand = plan.demand();
        for (phrase, typed) in [
            (demand.phrase, &mut self.consent.phrase),
            (demand.second_phrase, &mut self.consent.second_phrase),
        ] {
            if let Some(phrase) = phrase.filter(|_| !plan.targets.is_empty()) {
                ui.add_space(size::GAP_SMALL);
                PhraseField::new(&phrase).show(ui, typed);
            }
        }
    }

    fn call_ui(&mut self, ui: &mut Ui, call: &EntraCall, asked: &mut Asked<'_>) {
        ui.spacing_mut().item_spacing.y = size::GAP_SMALL;
        text::label(ui, "First Entra asks who it is");
        text::mono(ui, &call.question.preview());
        text::hint(
            ui,
            match (call.matches, call.change.method()) {
                (0, Method::Post) => "Nobody is found, so Entra creates the person.",
                (0, _) => "Nobody is found; Entra knows the id from before.",
                (_, Method::Delete) => "One is found, and Entra knows the id.",
                (..) => "One is found, so Entra changes what is there.",
            },
        );
        ui.add_space(size::GAP_SMALL);
        text::label(ui, "Then it sends");
        text::mono(ui, &format!("{} {}", call.change.method(), call.change.path()));
        let Some(body) = call.change.body() else {
            text::hint(ui, "It has no body.");
            return;
        };
        let body = format!("{body:#}");
        let kept = self.shown.take().filter(|(at, text, _)| *at == self.chosen && *text == body);
        let (_, _, document) = self
            .shown
            .insert(kept.unwrap_or_else(|| (self.chosen, body.clone(), CodeDocument::new(body))));
        let room = Vec2::new(ui.available_width(), BODY);
        let copied = ui.allocate_ui(room, |ui| {
            ui.set_max_height(BODY);
            code(ui, "Body that Entra would send", document)
        });
        if let Some(text) = copied.inner {
            asked.push(Action::Copy(text));
        }
    }
}

fn head_ui(ui: &mut Ui, dialect: &mut Dialect) {
    ui.horizontal(|ui| {
        mark_ui(ui);
        ui.add_space(size::GAP);
        text::label(ui, "Dialect");
        Select::new("Dialect of the requests").width(270.0).show_bare(ui, dialect, &DIALECTS);
    });
    ui.add_space(size::GAP_SMALL);
}

/// Who is not in it, and why.
fn left_out_ui(ui: &mut Ui, plan: &Plan) {
    for left in plan.left_out.iter().take(TOLD) {
        let who = name::shown(&left.display_name);
        Banner::new(Tone::Warning, &format!("Nothing is sent for {who}"))
            .detail(&left.why.to_string())
            .show(ui);
    }
    let more = plan.left_out.len().saturating_sub(TOLD);
    if more > 0 {
        text::hint(ui, &format!("{more} more are left out, for reasons like these."));
    }
}

/// When Entra does this by itself (learn.microsoft.com, how-provisioning-works).
fn moment(act: &Act) -> &'static str {
    match act {
        Act::Switch(Switch::Off, _) => {
            "Entra does this when somebody is unassigned, blocked from signing in, out of scope, or in its recycle bin."
        }
        Act::Switch(Switch::On, _) => {
            "Entra does this when the account is enabled, assigned and in scope again."
        }
        Act::Change(..) => "Entra does this with the next cycle, about every 40 minutes.",
        Act::Provision(_) => {
            "Entra does this when somebody comes into scope; who matches already is changed instead."
        }
        Act::Join(..) | Act::Leave(..) => {
            "Entra does this after people and groups, when a group that is assigned has other members."
        }
        Act::HardDelete(_) => {
            "Entra does this 30 days after somebody was deleted there, or when the recycle bin is emptied. Command moves the person to Deleted users; a re-provision brings the record back."
        }
    }
}

fn where_to(state: &State) -> String {
    let name = state.profile().map(|profile| profile.name.as_str()).unwrap_or_default();
    format!("It goes to {}, your sandbox.", name::shown(name))
}
