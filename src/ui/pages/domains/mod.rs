//! Domains and token: who is covered, who is outside, and the one token of the organization.

mod guide;
mod receipts;
mod table;
#[cfg(test)]
mod tests;
mod token;
pub(crate) mod words;

use egui::{Align, Frame, Layout, Stroke, Ui, Vec2};

use crate::session::action::{Action, OrganizationAction};
use crate::session::connection::{DomainKeeper, Practice, Profile};
use crate::session::coverage::Coverage;
use crate::session::outcome::Epoch;
use crate::session::problem::Problem;
use crate::session::remote::Remote;
use crate::session::state::{Link, State};
use crate::ui::pages::domains::guide::Guide;
use crate::ui::pages::domains::receipts::Receipts;
use crate::ui::pages::{banner, body_ui, header_ui};
use crate::ui::theme::icons;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::banner::Banner;
use crate::ui::widgets::button::Button;
use crate::ui::{Asked, theme};

/// The card of the token.
const TOKEN: f32 = 372.0;
/// Below this the two stand one under the other.
const TWO_COLUMNS: f32 = 860.0;
/// Room for a state of the list without rows.
const EMPTY: f32 = 250.0;

/// What is folded on the page, and the coverage as last counted.
#[derive(Default)]
pub(crate) struct DomainsPage {
    guide: Guide,
    receipts: Receipts,
    counted: Option<Counted>,
}

/// A coverage, and what it was counted from.
struct Counted {
    epoch: Epoch,
    turnover: u64,
    people: usize,
    revision: u64,
    listed: Vec<String>,
    coverage: Coverage,
}

impl DomainsPage {
    /// Draws the page.
    pub(crate) fn ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        let Some(profile) = state.profile() else { return };
        let keeper = profile.capabilities().domains;
        ask_once(state, profile, asked);
        let listed = state.listed_domains();
        let about =
            words::about(listed.as_ref().map(Vec::len), state.token_facts().is_some().into());
        header_ui(ui, "Domains & token", &about, |ui| {
            if listed.is_some() {
                table::add_ui(ui, keeper, asked);
            }
            if profile.capabilities().practice == Practice::Offered {
                let over = Button::plain("Start over…")
                    .icon(icons::UNDO)
                    .name("Start the practice organization over…");
                if ui.add(over).clicked() {
                    asked.push(Action::Organization(OrganizationAction::AskStartOver));
                }
            }
        });
        body_ui(ui, |ui| {
            let width = ui.available_width();
            if width < TWO_COLUMNS {
                self.left_ui(ui, state, listed, keeper, asked);
                ui.add_space(size::GAP_LARGE);
                token::ui(ui, state, profile, asked);
                return;
            }
            ui.with_layout(Layout::left_to_right(Align::Min), |ui| {
                ui.spacing_mut().item_spacing.x = size::GAP_LARGE;
                let left = Vec2::new(width - TOKEN - size::GAP_LARGE, 0.0);
                ui.allocate_ui_with_layout(left, Layout::top_down(Align::Min), |ui| {
                    ui.set_width(left.x);
                    self.left_ui(ui, state, listed, keeper, asked);
                });
                ui.allocate_ui_with_layout(
                    Vec2::new(TOKEN, 0.0),
                    Layout::top_down(Align::Min),
                    |ui| {
                        ui.set_width(TOKEN);
                        token::ui(ui, state, profile, asked);
                    },
                );
            });
        });
    }

    fn left_ui(
        &mut self,
        ui: &mut Ui,
        state: &State,
        listed: Option<Vec<String>>,
        keeper: DomainKeeper,
        asked: &mut Asked<'_>,
    ) {
        match listed {
            None => empty_card(ui, |ui| unread_ui(ui, state, asked)),
            Some(listed) => {
                failed_ui(ui, state.organization.provisioning.problem(), asked);
                let coverage = self.coverage(state, listed);
                if coverage.domains.iter().any(crate::session::coverage::CoveredDomain::is_listed) {
                    table::ui(ui, state, coverage, keeper, asked);
                } else {
                    empty_card(ui, |ui| table::first_ui(ui, keeper, asked));
                    if !coverage.domains.is_empty() {
                        ui.add_space(size::GAP_LARGE);
                        table::ui(ui, state, coverage, keeper, asked);
                    }
                }
            }
        }
        if keeper == DomainKeeper::ByHand {
            ui.add_space(size::GAP_LARGE);
            self.guide.ui(ui, asked);
        }
        self.receipts.ui(ui, state, asked);
    }

    /// Counts when people or list are others; while people arrive, only when there are a tenth more.
    fn coverage(&mut self, state: &State, listed: Vec<String>) -> &Coverage {
        let (people, revision) = (state.users.people.len(), state.organization.revision);
        let is_running = state.users.reading.is_running();
        let still_good = |counted: &Counted| {
            counted.epoch == state.epoch
                && counted.turnover == state.users.turnover
                && counted.revision == revision
                && counted.listed == listed
                && (counted.people == people
                    || (is_running && people < counted.people + counted.people / 10))
        };
        let counted = match self.counted.take().filter(still_good) {
            Some(counted) => counted,
            None => Counted {
                epoch: state.epoch,
                turnover: state.users.turnover,
                people,
                revision,
                coverage: Coverage::of(&state.users.people, &listed),
                listed,
            },
        };
        &self.counted.insert(counted).coverage
    }
}

/// Asks for the domains when the page is first shown for a connection that tells them.
fn ask_once(state: &State, profile: &Profile, asked: &mut Asked<'_>) {
    let tells = profile.capabilities().domains == DomainKeeper::AdminApi;
    if tells
        && profile.tenant.is_some()
        && matches!(state.organization.provisioning, Remote::NotAsked)
    {
        asked.push(Action::Organization(OrganizationAction::Read));
    }
}

fn empty_card(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    let tokens = theme::tokens(ui);
    let frame = Frame::new()
        .fill(tokens.surface)
        .stroke(Stroke::new(size::LINE, tokens.line))
        .corner_radius(size::RADIUS_LARGE);
    frame.show(ui, |ui| {
        let room = Vec2::new(ui.available_width(), EMPTY);
        ui.allocate_ui_with_layout(room, Layout::top_down(Align::Min), |ui| {
            ui.set_min_size(room);
            ui.set_max_height(EMPTY);
            add(ui);
        });
    });
}

/// The list was never read: it is on its way, or could not be.
fn unread_ui(ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
    match (&state.organization.provisioning, &state.link) {
        (Remote::Failed { problem, .. }, _) => problem_ui(ui, problem, asked),
        (Remote::NotAsked, Link::Down(_)) => banner::waiting_ui(ui, state, asked),
        _ => {
            banner::empty_ui(
                ui,
                icons::WAITING,
                "Reading the domains",
                "The list appears as soon as it arrives.",
                None,
            );
        }
    }
}

fn problem_ui(ui: &mut Ui, problem: &Problem, asked: &mut Asked<'_>) {
    let about = problem.explanation();
    if banner::empty_ui(ui, icons::OFFLINE, &problem.title(), &about, Some("Try again")) {
        asked.push(Action::Organization(OrganizationAction::Read));
    }
}

/// The last reading failed, and an earlier list is shown.
fn failed_ui(ui: &mut Ui, problem: Option<&Problem>, asked: &mut Asked<'_>) {
    let Some(problem) = problem else { return };
    let detail = problem.explanation();
    let shown = Banner::new(Tone::Warning, "The domains shown are from an earlier reading")
        .detail(&detail)
        .actions(&["Read again"]);
    if shown.show(ui).is_some() {
        asked.push(Action::Organization(OrganizationAction::Read));
    }
    ui.add_space(size::GAP);
}
