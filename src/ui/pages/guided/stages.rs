//! The three stages of one person: look before, act in Command, look after.

use std::time::Duration;

use egui::{Sense, Ui, Vec2};

use crate::journal::run::{RecordedRun, RecordedTarget};
use crate::session::action::{Action, GuidedAction};
use crate::session::guided::{Busy, Look, When, last_look};
use crate::session::state::State;
use crate::ui::pages::guided::pane::Fold;
use crate::ui::theme::icons::{self, Icon};
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::theme::{self, fonts};
use crate::ui::widgets::banner::Banner;
use crate::ui::widgets::button::{self, Button};
use crate::ui::widgets::card::card;
use crate::ui::widgets::{paint, text};
use crate::ui::{Asked, words};
use crate::verkada::Verb;
use crate::verkada::by_hand::{self, ByHand};

/// One person of a run, who has no outcome yet.
pub(super) struct Stages<'a> {
    pub(super) state: &'a State,
    pub(super) run: &'a RecordedRun,
    pub(super) target: &'a RecordedTarget,
    pub(super) number: usize,
}

impl Stages<'_> {
    /// Draws them in order.
    pub(super) fn ui(&self, ui: &mut Ui, elsewhere: &mut Fold) {
        card(ui, |ui| self.before_ui(ui));
        if let Some(by_hand) = by_hand::by_hand(self.run.verb) {
            card(ui, |ui| self.command_ui(ui, by_hand, elsewhere));
        }
        card(ui, after_ui);
        if let Some((_, proof)) = last_look(self.target, When::Before) {
            // A look grows old without any event.
            let seconds = words::ago_changes_in(proof.found_at, self.state.now);
            ui.ctx().request_repaint_after(Duration::from_secs(seconds));
        }
    }

    /// Draws the two looks, the one that comes next as the first choice.
    pub(super) fn checks_ui(&self, ui: &mut Ui, asked: &mut Asked<'_>) {
        let may_act = self.state.may_act(self.run, self.number);
        let was_seen = last_look(self.target, When::Before).is_some();
        let unseen = "Look before you act, so that the record shows what was there.";
        let (before, after) = match (may_act, was_seen) {
            (true, _) => (Button::plain("Look again"), Button::primary("I did it: check")),
            (false, true) => (Button::primary("Look again"), Button::plain("I did it: check")),
            (false, false) => (Button::primary("Look before"), Button::plain("I did it: check")),
        };
        self.check_ui(ui, before, When::Before, None, asked);
        self.check_ui(ui, after, When::After, (!was_seen).then_some(unseen), asked);
    }

    fn before_ui(&self, ui: &mut Ui) {
        let may_act = self.state.may_act(self.run, self.number);
        let (icon, tone) =
            if may_act { (icons::OK, Tone::Good) } else { (icons::CIRCLE, Tone::Neutral) };
        stage_ui(ui, icon, tone, "1. Look before");
        match last_look(self.target, When::Before) {
            Some((Look::AsPlanned, proof)) if may_act => {
                let ago = words::ago(proof.found_at, self.state.now);
                let line = format!("There, deactivated, unchanged since the plan. Looked {ago}.");
                text::body(ui, &line);
            }
            Some((Look::AsPlanned, proof)) => {
                let ago = words::ago(proof.found_at, self.state.now);
                text::toned(
                    ui,
                    Tone::Warning,
                    &format!("Looked {ago}: look again before you act."),
                );
            }
            Some((_, proof)) => {
                lines_ui(ui, Tone::Danger, "It could not be found out.", &proof.text);
            }
            None => {
                text::muted(
                    ui,
                    "Reads the person over SCIM: still there, still deactivated, unchanged since the plan?",
                );
            }
        }
    }

    fn command_ui(&self, ui: &mut Ui, by_hand: &ByHand, elsewhere: &mut Fold) {
        stage_ui(ui, icons::EXTERNAL, Tone::Neutral, "2. Act in Command");
        text::strong(ui, by_hand.path);
        for (step, click) in (1..).zip(by_hand.clicks) {
            numbered_ui(ui, step, click);
        }
        let tone =
            if self.run.verb == Verb::PermanentlyRemove { Tone::Danger } else { Tone::Warning };
        text::toned(ui, tone, by_hand.effect).on_hover_text(by_hand.source.to_string());
        text::hint(ui, by_hand.beforehand);
        let label = match *elsewhere {
            Fold::Closed => "Not there?",
            Fold::Open => "Show less",
        };
        if *elsewhere == Fold::Open {
            for (line, source) in by_hand.elsewhere {
                text::muted(ui, line).on_hover_text(source.to_string());
            }
        }
        if button::link(ui, label).clicked() {
            *elsewhere = match *elsewhere {
                Fold::Closed => Fold::Open,
                Fold::Open => Fold::Closed,
            };
        }
    }

    fn check_ui(
        &self,
        ui: &mut Ui,
        button: Button<'_>,
        when: When,
        blocked: Option<&str>,
        asked: &mut Asked<'_>,
    ) {
        let busy =
            self.state.guided.busy.is_some().then_some("Wait for the check that is under way.");
        if ui.add(button.blocked(blocked.or(busy))).clicked() {
            let number = u32::try_from(self.number).unwrap_or(u32::MAX);
            let check = GuidedAction::Check(number, when);
            asked.push(Action::Guided(self.run.id.clone(), check));
        }
    }

    /// What is being looked for right now.
    pub(super) fn busy_ui(&self, ui: &mut Ui) {
        let is_mine = |busy: &&Busy| busy.run == self.run.id && busy.number as usize == self.number;
        let Some(busy) = self.state.guided.busy.as_ref().filter(is_mine) else { return };
        let line = match (busy.when, busy.again_at) {
            (_, Some(at)) if at > self.state.now => {
                let seconds = at.as_second() - self.state.now.as_second();
                format!("Still there. Command may need a moment: again in {seconds} s")
            }
            (Some(_), _) => "Looking…".to_owned(),
            (None, _) => "Writing it down…".to_owned(),
        };
        text::toned(ui, Tone::Accent, &line);
    }

    /// What the last look after acting means, above everything else.
    pub(super) fn news_ui(&self, ui: &mut Ui) {
        if let Some((look, _)) = last_look(self.target, When::After) {
            let (tone, headline, advice) = told(look);
            // It offers nothing to press.
            let _ = Banner::new(tone, headline).detail(advice).show(ui);
        }
    }
}

fn after_ui(ui: &mut Ui) {
    stage_ui(ui, icons::CIRCLE, Tone::Neutral, "3. Look after");
    text::hint(ui, by_hand::PROOF);
}

/// What a look after acting means, and what to do.
fn told(look: Look) -> (Tone, &'static str, &'static str) {
    match look {
        Look::AsPlanned => (
            Tone::Warning,
            "SCIM still shows the person as before",
            "Look in Command whether it was confirmed there, then check again.",
        ),
        Look::Changed => (
            Tone::Warning,
            "SCIM still shows the person, and something about them changed",
            "Look in Command what happened, then check again.",
        ),
        Look::Active => (
            Tone::Danger,
            "The person is active again",
            "Entra switched them on. Do not go on: skip this person and say why.",
        ),
        Look::NewRecord => (
            Tone::Warning,
            "The id is gone, but another record has the userName",
            "That follows Permanently remove, not Delete. Look in Deleted users, then skip this person and say what you found.",
        ),
        Look::Gone => (Tone::Good, "SCIM no longer shows the person", ""),
        Look::Unread => {
            (Tone::Danger, "It could not be found out", "The record below says why. Check again.")
        }
    }
}

fn lines_ui(ui: &mut Ui, tone: Tone, headline: &str, lines: &str) {
    text::toned(ui, tone, headline);
    for line in lines.lines() {
        text::hint(ui, line);
    }
}

/// The headline of a stage: a sign and its name.
fn stage_ui(ui: &mut Ui, icon: Icon, tone: Tone, title: &str) {
    ui.spacing_mut().item_spacing.y = size::GAP_SMALL;
    ui.horizontal(|ui| {
        ui.spacing_mut().interact_size.y = size::LINE_HEIGHT;
        sign_ui(ui, icon, tone);
        text::strong(ui, title);
    });
}

fn sign_ui(ui: &mut Ui, icon: Icon, tone: Tone) {
    let (rect, _) = ui.allocate_exact_size(Vec2::splat(size::LINE_HEIGHT), Sense::hover());
    let color = theme::tokens(ui).tone(tone).text;
    paint::icon(ui.painter(), rect.center(), icon, size::TEXT_TITLE, color);
}

fn numbered_ui(ui: &mut Ui, step: usize, click: &str) {
    ui.horizontal_top(|ui| {
        ui.spacing_mut().interact_size.y = size::LINE_HEIGHT;
        let (rect, _) = ui.allocate_exact_size(Vec2::splat(size::LINE_HEIGHT), Sense::hover());
        let color = theme::tokens(ui).text_hint;
        let number = paint::line(ui.painter(), &step.to_string(), fonts::small_medium(), color);
        paint::put(ui.painter(), rect.left() + size::GAP_SMALL, rect.center().y, number);
        ui.vertical(|ui| text::body(ui, click));
    });
}
