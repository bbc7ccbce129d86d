//! The connection, the people by state and the groups at a glance.

use egui::{Align, Layout, Ui, Vec2};

use crate::journal::entry::RunId;
use crate::session::action::{Action, GuidedAction};
use crate::session::connection::{Access, Profile, TokenState};
use crate::session::people::{PersonState, Query};
use crate::session::runs::Tally;
use crate::session::state::{Link, State};
use crate::session::users::Reading;
use crate::ui::pages::{body_ui, header_ui};
use crate::ui::theme::icons;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::banner::Banner;
use crate::ui::widgets::button::{self, Button};
use crate::ui::widgets::card::{KeyValue, card};
use crate::ui::widgets::{badge, text};
use crate::ui::{Asked, Go, Page, words};
use crate::verkada::TenantUrl;

/// A card is not narrower.
const CARD: f32 = 320.0;
const HEIGHT: f32 = 176.0;
const NAMES: f32 = 110.0;

/// Draws the page.
pub(crate) fn ui(ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
    let Some(profile) = state.profile() else { return };
    let about = match profile.capabilities().access {
        Access::ReadAndWrite => "A fictional company on this computer, to practice with",
        Access::Locked if state.is_unlocked() => "Unlocked for one piece of work",
        Access::Locked => "Locked: nothing is written until you unlock it for one piece of work",
        Access::ReadOnly => "Read only: nothing in this window changes it",
    };
    header_ui(ui, &profile.name, about, |ui| {
        if ui.add(Button::primary("Refresh").icon(icons::REFRESH)).clicked() {
            asked.push(Action::Refresh);
        }
    });
    body_ui(ui, |ui| {
        for run in &state.guided.open {
            by_hand_ui(ui, state, run, asked);
        }
        let columns = if ui.available_width() >= 4.0 * CARD { 4 } else { 2 };
        let parts: [Part<'_>; 4] = [
            &|ui, asked| connection_ui(ui, state, profile, asked),
            &|ui, asked| people_ui(ui, state, asked),
            &|ui, asked| groups_ui(ui, state, asked),
            &|ui, asked| attention_ui(ui, state, asked),
        ];
        for row in parts.chunks(columns) {
            ui.columns(columns, |sides| {
                for (side, part) in sides.iter_mut().zip(row) {
                    side.with_layout(Layout::top_down(Align::Min), |ui| {
                        card(ui, |ui| {
                            ui.set_min_height(HEIGHT);
                            ui.spacing_mut().item_spacing = Vec2::new(size::GAP, size::GAP_SMALL);
                            ui.spacing_mut().interact_size.y = size::LINE_HEIGHT;
                            part(ui, asked);
                        });
                    });
                }
            });
            ui.add_space(size::GAP);
        }
    });
}

/// Work by hand that waits to be gone on with.
fn by_hand_ui(ui: &mut Ui, state: &State, run: &RunId, asked: &mut Asked<'_>) {
    let Some(recorded) = state.runs.find(run) else { return };
    let tally = Tally::of(recorded);
    let people = words::counted(tally.all, "person", "people");
    let headline = format!("{} {people} in Command is not finished", recorded.verb);
    let detail = format!(
        "{} of {} have an outcome; begun {}.",
        words::count(tally.all - tally.untouched),
        words::count(tally.all),
        words::ago(recorded.planned_at, state.now)
    );
    if Banner::new(Tone::Accent, &headline).detail(&detail).actions(&["Go on"]).show(ui).is_some() {
        asked.push(Action::Guided(run.clone(), GuidedAction::Show));
    }
    ui.add_space(size::GAP_LARGE);
}

type Part<'a> = &'a dyn Fn(&mut Ui, &mut Asked<'_>);

fn connection_ui(ui: &mut Ui, state: &State, profile: &Profile, asked: &mut Asked<'_>) {
    text::strong(ui, "Connection");
    ui.add_space(size::GAP_SMALL);
    let (word, tone) = match &state.link {
        Link::Quiet => ("Not connected yet", Tone::Neutral),
        Link::Connecting => ("Connecting", Tone::Warning),
        Link::Up { .. } => ("Answers", Tone::Good),
        Link::Down(_) => ("Does not work", Tone::Danger),
    };
    badge::badge(ui, tone, word);
    if let Link::Down(problem) = &state.link {
        text::error(ui, &problem.explanation());
    }
    KeyValue::new("Tenant URL", profile.tenant.as_ref().map(TenantUrl::as_str).unwrap_or_default())
        .mono()
        .name_width(NAMES)
        .show(ui);
    if let Some(region) = profile.region() {
        KeyValue::new("Region", &region.to_string()).name_width(NAMES).show(ui);
    }
    let token = match &profile.token {
        TokenState::Missing => "Not on this computer".to_owned(),
        TokenState::ThisRun => "In memory, for this run".to_owned(),
        TokenState::Keyring { hint } => format!("In the keyring, ends in {hint}"),
    };
    KeyValue::new("Token", &token).name_width(NAMES).show(ui);
    let proven = profile
        .proven_at
        .map_or_else(|| "Not checked yet".to_owned(), |at| words::ago(at, state.now));
    KeyValue::new("Checked", &proven).name_width(NAMES).show(ui);
    if button::link(ui, "Check the connection").clicked() {
        asked.push(Action::Check);
        asked.go(Go::To(Page::Diagnose));
    }
}

fn people_ui(ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
    let people = &state.users.people;
    text::strong(ui, "People");
    ui.add_space(size::GAP_SMALL);
    text::heading(ui, &words::count(people.len()));
    for person_state in [PersonState::Active, PersonState::Deactivated, PersonState::Unknown] {
        let count = people.count(person_state);
        if count > 0 || person_state == PersonState::Active {
            KeyValue::new(person_state.label(), &words::count(count)).name_width(NAMES).show(ui);
        }
    }
    text::hint(ui, &freshness(&state.users.reading, state));
    if button::link(ui, "Show the deactivated").clicked() {
        asked.push(Action::FilterPeople(Query {
            state: Some(PersonState::Deactivated),
            ..Query::default()
        }));
        asked.go(Go::To(Page::Users));
    }
}

fn freshness(reading: &Reading, state: &State) -> String {
    match (reading, state.users.read_at) {
        (Reading::Running { read, .. }, _) => format!("Reading, {} so far", words::count(*read)),
        (_, Some(at)) if state.users.is_whole => {
            format!("Read whole {}", words::ago(at, state.now))
        }
        (_, Some(at)) => format!("Only in part, {}", words::ago(at, state.now)),
        (_, None) => "Not read yet".to_owned(),
    }
}

fn groups_ui(ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
    let groups = &state.groups.groups;
    text::strong(ui, "Groups");
    ui.add_space(size::GAP_SMALL);
    text::heading(ui, &words::count(groups.len()));
    let empty = groups.iter().filter(|group| group.size() == 0).count();
    let strangers = groups.iter().filter(|group| !group.strangers.is_empty()).count();
    KeyValue::new("Empty", &words::count(empty)).name_width(NAMES).show(ui);
    KeyValue::new("With strangers", &words::count(strangers)).name_width(NAMES).show(ui);
    text::hint(ui, "A stranger is a member who is not among the people read.");
    if button::link(ui, "Show groups").clicked() {
        asked.go(Go::To(Page::Groups));
    }
}

fn attention_ui(ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
    text::strong(ui, "Needs a look");
    ui.add_space(size::GAP_SMALL);
    let findings = state.users.people.findings();
    text::heading(ui, &words::count(findings));
    if findings == 0 {
        text::hint(ui, "No person has a doubtful name or card.");
        return;
    }
    text::hint(ui, "People whose name or access card has something doubtful about it.");
    if button::link(ui, "Show them").clicked() {
        asked.push(Action::FilterPeople(Query { only_findings: true, ..Query::default() }));
        asked.go(Go::To(Page::Users));
    }
}
