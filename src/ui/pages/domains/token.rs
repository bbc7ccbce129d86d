//! The card of the SCIM token: known by its last characters, its age, and the proof that it works.

use egui::{Align, Layout, Ui, Vec2};

use crate::session::action::{Action, OrganizationAction, PlanAction};
use crate::session::connection::{DomainKeeper, Profile, TokenState};
use crate::session::state::State;
use crate::session::token_facts::{Likeness, Since, TokenFacts};
use crate::ui::theme::icons;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::button::{self, Button};
use crate::ui::widgets::card::{KeyValue, card};
use crate::ui::widgets::{badge, reveal, text};
use crate::ui::{Asked, Go, Page, words};
use crate::verkada::TenantUrl;

/// Draws the card.
pub(super) fn ui(ui: &mut Ui, state: &State, profile: &Profile, asked: &mut Asked<'_>) {
    card(ui, |ui| {
        ui.spacing_mut().item_spacing = Vec2::new(size::GAP, size::GAP);
        ui.spacing_mut().interact_size.y = size::LINE_HEIGHT;
        let facts = state.token_facts();
        ui.horizontal(|ui| {
            text::strong(ui, "SCIM token");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let (tone, word) = proof(facts.as_ref(), state);
                badge::badge(ui, tone, &word);
            });
        });
        match &facts {
            None => none_ui(ui, profile),
            Some(facts) => facts_ui(ui, state, profile, facts, asked),
        }
    });
}

/// How well the token is proven.
fn proof(facts: Option<&TokenFacts>, state: &State) -> (Tone, String) {
    match facts {
        None => (Tone::Neutral, "None yet".to_owned()),
        Some(facts) => match (facts.likeness, facts.proven_at) {
            (Likeness::Other, _) => (Tone::Danger, "Not this one any more".to_owned()),
            (Likeness::NotHere, _) => (Tone::Warning, "Not on this computer".to_owned()),
            (Likeness::Same, Some(at)) => {
                (Tone::Good, format!("Proven {}", words::ago(at, state.now)))
            }
            (Likeness::Same, None) => (Tone::Neutral, "Not proven yet".to_owned()),
        },
    }
}

fn none_ui(ui: &mut Ui, profile: &Profile) {
    if profile.capabilities().domains == DomainKeeper::AdminApi {
        text::muted(ui, "The first domain brings it. It is shown once, and kept in the keyring.");
    } else {
        text::muted(ui, "No token of this connection is on this computer.");
    }
    url_ui(ui, profile);
}

fn url_ui(ui: &mut Ui, profile: &Profile) {
    let url = profile.tenant.as_ref().map(TenantUrl::as_str).unwrap_or_default();
    KeyValue::new("Tenant URL", url).mono().show(ui);
}

fn facts_ui(
    ui: &mut Ui,
    state: &State,
    profile: &Profile,
    facts: &TokenFacts,
    asked: &mut Asked<'_>,
) {
    let width = ui.available_width();
    reveal::masked(ui, &facts.hint, width);
    ui.spacing_mut().item_spacing.y = 6.0;
    if let Some(since) = facts.since {
        let name = match since {
            Since::Made(_) => "Made",
            Since::Given(_) => "Given here",
        };
        KeyValue::new(name, &words::moment(since.at())).show(ui);
        let age = match since {
            Since::Made(at) => words::age(at, state.now),
            Since::Given(at) => format!("{}, or more", words::age(at, state.now)),
        };
        KeyValue::new("Age", &age).show(ui);
    }
    let kept = match &profile.token {
        TokenState::Missing => "Not on this computer",
        TokenState::ThisRun => "Memory, for this run only",
        TokenState::Keyring { .. } => "The keyring of this computer",
    };
    KeyValue::new("Kept in", kept).show(ui);
    KeyValue::new("Bound to", &facts.origin).mono().show(ui);
    if !facts.fingerprint.is_empty() {
        KeyValue::new("Fingerprint", &facts.fingerprint).mono().show(ui);
    }
    url_ui(ui, profile);
    ui.add_space(size::GAP_SMALL);
    buttons_ui(ui, state, profile, facts, asked);
    notes_ui(ui, state, profile, facts, asked);
}

fn buttons_ui(
    ui: &mut Ui,
    state: &State,
    profile: &Profile,
    facts: &TokenFacts,
    asked: &mut Asked<'_>,
) {
    let keeper = profile.capabilities().domains;
    ui.horizontal_wrapped(|ui| {
        let is_proving = state.check.is_running && state.check.of.as_ref() == Some(&profile.key);
        let why = match (is_proving, &profile.token) {
            (true, _) => Some("The connection is being checked."),
            (false, TokenState::Missing) => Some("There is no token on this computer to prove."),
            (false, TokenState::ThisRun | TokenState::Keyring { .. }) => None,
        };
        let prove = Button::plain(if is_proving { "Proving…" } else { "Prove" })
            .name("Prove the token")
            .tip("Reads one person with it")
            .blocked(why);
        if ui.add(prove).clicked() {
            asked.push(Action::Check);
        }
        if facts.likeness != Likeness::Same && keeper == DomainKeeper::AdminApi {
            let paste = Button::plain("Paste the present token…");
            if ui.add(paste).clicked() {
                asked.push(Action::AskReplaceToken(profile.key.clone()));
            }
        }
        match keeper {
            DomainKeeper::AdminApi => {
                if ui.add(Button::danger("Refresh token…").icon(icons::REFRESH)).clicked() {
                    asked.push(Action::Plan(PlanAction::RefreshToken));
                }
            }
            DomainKeeper::ByHand => {
                let refreshed = Button::plain("I refreshed it in Command…").icon(icons::REFRESH);
                if ui.add(refreshed).clicked() {
                    asked.push(Action::Organization(OrganizationAction::AskRotate));
                }
            }
            DomainKeeper::OwnList => {
                let replace = Button::plain("Replace token…").icon(icons::REFRESH);
                if ui.add(replace).clicked() {
                    asked.push(Action::Organization(OrganizationAction::AskRotate));
                }
            }
        }
    });
}

fn notes_ui(
    ui: &mut Ui,
    state: &State,
    profile: &Profile,
    facts: &TokenFacts,
    asked: &mut Asked<'_>,
) {
    let of_this = state.check.of.as_ref() == Some(&profile.key);
    if of_this && !state.check.is_running && state.check.ended_at.is_some() && !state.check.passed()
    {
        text::error(ui, "The last proof failed.");
        if button::link(ui, "See at which step").clicked() {
            asked.go(Go::To(Page::Diagnose));
        }
    }
    let note = match facts.likeness {
        Likeness::Other => {
            "Somebody refreshed the token elsewhere: the one on this computer is dead. Paste the present one, or refresh it again here."
        }
        Likeness::NotHere => {
            "The organization has a token that this computer does not have. Paste it, or make a new one with Refresh."
        }
        Likeness::Same if profile.capabilities().domains == DomainKeeper::OwnList => {
            "The token is shown to nobody again. To use it elsewhere, make a new one at the server."
        }
        Likeness::Same => {
            "A token is shown once, when it is made; it can not be copied from here. Refreshing ends the old one at once, and Entra stops provisioning until it has the new one."
        }
    };
    text::hint(ui, note);
}
