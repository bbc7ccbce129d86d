//! The status bar: whether the connection answers, how fresh the list is, what runs.

use egui::{Align, Layout, Ui};

use crate::session::action::{Action, RunAction};
use crate::session::connection::{Profile, TokenState};
use crate::session::state::{Link, State};
use crate::session::users::Reading;
use crate::ui::runs::Glance;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::{badge, button, text};
use crate::ui::{Asked, Page, words};

/// Draws the status bar.
pub(crate) fn status_bar_ui(
    ui: &mut Ui,
    page: Page,
    state: &State,
    glance: &Glance,
    asked: &mut Asked<'_>,
) {
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.spacing_mut().item_spacing.x = size::GAP_LARGE;
        text::hint(ui, &token(state));
        let findings = state.users.people.findings();
        if findings > 0 {
            text::hint(ui, &words::counted(findings, "person needs a look", "people need a look"));
        }
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.shrink_clip_rect(ui.max_rect());
            work_ui(ui, page, state, glance, asked);
        });
    });
}

/// The connection, what waits for the person and what runs: as much as there is room for.
fn work_ui(ui: &mut Ui, page: Page, state: &State, glance: &Glance, asked: &mut Asked<'_>) {
    link_ui(ui, state);
    if let Some(until) = state.waiting_until.filter(|until| *until > state.now) {
        let seconds = until.as_second() - state.now.as_second();
        text::toned(ui, Tone::Warning, &format!("The next request waits {seconds} s"));
    }
    if state.keyring_waits {
        text::toned(ui, Tone::Warning, "The keyring waits for you");
    }
    if let Some(seconds) = state.clipboard_seconds() {
        text::toned(ui, Tone::Warning, &words::clears_in(seconds));
    }
    if let Some((run, line)) = glance.line()
        && state.dialog.is_none()
    {
        let show = format!("{line} · Show");
        if button::link(ui, &show).clicked() {
            asked.push(Action::Run(RunAction::Show(run)));
        }
    }
    text::hint_line(ui, &reading(&state.users.reading, "people"));
    if page == Page::Groups || state.groups.reading.is_running() {
        text::hint_line(ui, &reading(&state.groups.reading, "groups"));
    }
}

fn link_ui(ui: &mut Ui, state: &State) {
    let place = state.profile().map(Profile::place).unwrap_or_default();
    let place = place.trim_start_matches("https://").trim_start_matches("http://");
    match &state.link {
        Link::Quiet => badge::status(ui, Tone::Neutral, "Not connected"),
        Link::Connecting => badge::status(ui, Tone::Warning, &format!("Connecting · {place}")),
        Link::Up { latency_ms, at } => {
            badge::status(ui, Tone::Good, &format!("Connected · {place} · {latency_ms} ms"))
                .on_hover_text(words::both_times(*at))
        }
        Link::Down(problem) => {
            let text = [problem.title().as_str(), place].join(" · ");
            badge::status(ui, Tone::Danger, text.trim_end_matches(" · "))
                .on_hover_text(problem.text())
        }
    };
}

fn reading(reading: &Reading, what: &str) -> String {
    match reading {
        Reading::NotAsked => String::new(),
        Reading::Running { read, expected: Some(expected), .. } => {
            format!("Reading {what}: {} of {}", words::count(*read), words::count(*expected))
        }
        Reading::Running { read, expected: None, .. } => {
            format!("Reading {what}: {}", words::count(*read))
        }
        Reading::Whole { .. } => format!("All {what} read, nothing changed while reading"),
        Reading::Partial { shows_earlier: true, .. } => {
            format!("An earlier list of {what} is shown")
        }
        Reading::Partial { read, expected: Some(expected), .. } => {
            format!("Only {} of {} {what} read", words::count(*read), words::count(*expected))
        }
        Reading::Partial { read, expected: None, .. } => {
            format!("Only {} {what} read", words::count(*read))
        }
    }
}

fn token(state: &State) -> String {
    let Some(profile) = state.profile() else { return String::new() };
    match (&profile.token, profile.proven_at) {
        (TokenState::Missing, _) => "No token on this computer".to_owned(),
        (TokenState::ThisRun, _) => "Token kept for this run only".to_owned(),
        (TokenState::Keyring { hint }, Some(at)) => {
            format!("Token …{hint} in the keyring, proven {}", words::ago(at, state.now))
        }
        (TokenState::Keyring { hint }, None) => format!("Token …{hint} in the keyring"),
    }
}
