//! Plans about domains and the token: what follows, what breaks, and the consent.

use egui::Ui;

use crate::session::action::{Action, PlanAction};
use crate::session::outcome::PreviewId;
use crate::session::plan::{Consent, Plan};
use crate::session::problem::Problem;
use crate::session::state::{PlanDialog, PlanStage, State};
use crate::ui::Asked;
use crate::ui::pages::domains::words::shown;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::banner::Banner;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::dialog::{Answer, Dialog};
use crate::ui::widgets::phrase_field::PhraseField;
use crate::ui::widgets::steps::{Mark, step};
use crate::ui::widgets::text;
use crate::ui::words;
use crate::verkada::Verb;

const WIDTH: f32 = 520.0;

/// What is typed, for one preview; nothing typed for one plan ever counts for another.
#[derive(Default)]
pub(super) struct OrganizationPlan {
    preview: PreviewId,
    consent: Consent,
}

/// The words of a dialog.
struct Told {
    title: String,
    text: String,
    safe: String,
    act: String,
    /// What follows, a line each.
    follows: Vec<String>,
    /// The most important of it, where there is something to be warned of.
    warning: Option<(String, String)>,
}

impl OrganizationPlan {
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
            PlanStage::Reading { .. } => reading_ui(ui, dialog.wish.verb, asked),
            PlanStage::Failed(problem) => failed_ui(ui, problem, asked),
            PlanStage::Ready(plan) => self.ready_ui(ui, state, plan, asked),
        }
    }

    fn ready_ui(&mut self, ui: &Ui, state: &State, plan: &Plan, asked: &mut Asked<'_>) {
        let told = told(plan);
        let missing = plan.missing(&self.consent, state.now).map(|missing| missing.to_string());
        let act = if plan.verb.is_destructive() {
            Button::destroy(&told.act)
        } else {
            Button::primary(&told.act)
        };
        let answer = Dialog::new(&told.title, &told.safe)
            .text(&told.text)
            .act(act.blocked(missing.as_deref()))
            .width(WIDTH)
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = size::GAP;
                if let Some((warning, detail)) = &told.warning {
                    let banner = Banner::new(Tone::Warning, warning).detail(detail);
                    banner.show(ui);
                }
                for line in &told.follows {
                    step(ui, Mark::Follows, line, "");
                }
                if let Some(obstacle) = plan.obstacle(state.now) {
                    text::error(ui, &obstacle.to_string());
                } else if let Some(phrase) = plan.demand().phrase {
                    ui.add_space(size::GAP_SMALL);
                    PhraseField::new(&phrase).show(ui, &mut self.consent.phrase);
                }
            });
        match answer {
            Answer::Closed => asked.push(Action::CloseDialog),
            // The state looks at the plan again before it takes the consent.
            Answer::Acted if missing.is_none() => {
                asked.push(Action::Plan(PlanAction::Confirm(self.consent.clone())));
            }
            Answer::Acted | Answer::Waiting | Answer::Aside => {}
        }
    }
}

fn reading_ui(ui: &Ui, verb: Verb, asked: &mut Asked<'_>) {
    let text = format!("{verb}: reading what it would change.");
    let answer = Dialog::new("Making the plan", "Cancel").text(&text).show(ui, |_| {});
    if answer == Answer::Closed {
        asked.push(Action::CloseDialog);
    }
}

fn failed_ui(ui: &Ui, problem: &Problem, asked: &mut Asked<'_>) {
    let title = problem.title();
    let answer = Dialog::new(&title, "Close").text(&problem.why).show(ui, |ui| {
        text::muted(ui, &problem.advice);
        text::hint(ui, "Nothing was changed.");
    });
    if answer == Answer::Closed {
        asked.push(Action::CloseDialog);
    }
}

fn told(plan: &Plan) -> Told {
    let target = plan.targets.first().map(|planned| planned.target.display_name.as_str());
    let domain = shown(target.unwrap_or_default());
    match plan.verb {
        Verb::AddDomain => add(plan, &domain),
        Verb::RemoveDomain => remove(plan, &domain),
        _ => refresh(plan),
    }
}

/// Only seen for a moment: nothing is lost by it, so nothing is asked.
fn add(plan: &Plan, domain: &str) -> Told {
    Told {
        title: format!("Add {domain}?"),
        text: format!("It goes on the SCIM domain list of {}.", plan.place.name),
        safe: "Cancel".to_owned(),
        act: format!("Add {domain}"),
        follows: Vec::new(),
        warning: None,
    }
}

fn remove(plan: &Plan, domain: &str) -> Told {
    let covers = plan.basis.all;
    let people = words::counted(covers, "person has", "people have");
    let follows = if covers == 0 {
        vec!["Nobody among the people read has an address there.".to_owned()]
    } else {
        vec![
            format!("{people} an address there. They stay in Command, with all they have."),
            "Entra can neither create nor update them any more, and not deactivate them: whoever leaves the company keeps access.".to_owned(),
            "Adding the domain again brings that back; the token stays as it is.".to_owned(),
        ]
    };
    Told {
        title: format!("Remove {domain} from the list?"),
        text: format!("It comes off the SCIM domain list of {}.", plan.place.name),
        safe: format!("Keep {domain}"),
        act: format!("Remove {domain}"),
        follows,
        warning: (covers > 0).then(|| {
            (
                format!("This domain covers {}", words::counted(covers, "person", "people")),
                "Verkada does not tell what happens to them. That they are updated no more is inferred.".to_owned(),
            )
        }),
    }
}

fn refresh(plan: &Plan) -> Told {
    Told {
        title: format!("Refresh the SCIM token of {}?", plan.place.name),
        text: "A new token is made and shown once. This can not be undone.".to_owned(),
        safe: "Keep the present token".to_owned(),
        act: "Refresh the token".to_owned(),
        follows: vec![
            "People who leave the company meanwhile stay active, and doors stay open for them.".to_owned(),
            "Scripts and other computers with the old token stop working too.".to_owned(),
            "The new token goes into this keyring, and both tokens are tried: the new one must work, the old one must not.".to_owned(),
        ],
        warning: Some((
            "The old token is dead at once, and Entra's provisioning fails".to_owned(),
            "It goes on failing until Entra has the new one. Open Provisioning › Admin credentials in Entra first, so that you can paste at once.".to_owned(),
        )),
    }
}
