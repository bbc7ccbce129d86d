//! The states of a list: nothing there, on its way, broken off.

use egui::Ui;
use jiff::Timestamp;

use crate::session::action::{Action, OrganizationAction};
use crate::session::problem::Problem;
use crate::session::state::{Link, State};
use crate::session::users::Reading;
use crate::ui::theme::icons::{self, Icon};
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::banner::Banner;
use crate::ui::widgets::empty::EmptyState;
use crate::ui::widgets::progress::Progress;
use crate::ui::{Asked, Go, Page, words};

/// Draws a list without rows: what is so, and the next step; true when the step was chosen.
pub(super) fn empty_ui(
    ui: &mut Ui,
    icon: Icon,
    title: &str,
    about: &str,
    step: Option<&str>,
) -> bool {
    EmptyState::new(icon, title, about).actions(step.as_slice()).show(ui).is_some()
}

/// Draws a list whose first rows are awaited.
pub(super) fn loading_ui(ui: &mut Ui, title: &str) {
    empty_ui(ui, icons::WAITING, title, "The first rows appear as soon as they arrive.", None);
}

/// Nothing was read yet: the connection is on its way, or did not come about.
pub(super) fn waiting_ui(ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
    if state.is_without_scim() {
        let about = "Nobody can be provisioned before Command has a mail domain. The first one brings the SCIM token.";
        let step = Some("Add the first domain…");
        if empty_ui(ui, icons::AT, "SCIM is not set up yet", about, step) {
            asked.go(Go::To(Page::Domains));
            asked.push(Action::Organization(OrganizationAction::AskAddDomain));
        }
        return;
    }
    match &state.link {
        Link::Down(problem) => problem_ui(ui, problem, asked),
        Link::Quiet | Link::Connecting | Link::Up { .. } => {
            loading_ui(ui, "Waiting for the connection");
        }
    }
}

/// Draws a list that could not be read, and offers to try again.
pub(super) fn problem_ui(ui: &mut Ui, problem: &Problem, asked: &mut Asked<'_>) {
    let about = problem.explanation();
    if empty_ui(ui, icons::OFFLINE, &problem.title(), &about, Some("Try again")) {
        asked.push(Action::Refresh);
    }
}

/// A reading shorter than this is not worth a bar.
const SHORT_SECONDS: f64 = 1.0;

/// Draws how a longer reading goes, or why a list is not whole, above its rows.
pub(super) fn reading_ui(
    ui: &mut Ui,
    reading: &Reading,
    what: &str,
    now: Timestamp,
    asked: &mut Asked<'_>,
) {
    if let Reading::Running { read, expected, since } = reading {
        let seconds = now.duration_since(*since).as_secs_f64();
        if seconds < SHORT_SECONDS {
            return;
        }
        let doing = format!("Reading {what}");
        #[expect(clippy::cast_precision_loss, reason = "a rate is shown in round numbers")]
        let mut progress =
            Progress::new(&doing, *read as u64).rate(*read as f64 / seconds).cancel();
        if let Some(expected) = expected {
            progress = progress.of(*expected);
        }
        ui.add_space(size::GAP);
        if progress.show(ui) {
            asked.push(Action::StopReading);
        }
        return;
    }
    let Reading::Partial { read, expected, problem, shows_earlier, .. } = reading else { return };
    // A list without a row says it all itself.
    if *read == 0 && !shows_earlier {
        return;
    }
    let all = |all: &u64| format!(" of {}", words::count(*all));
    let headline = if *shows_earlier {
        format!("The {what} shown are from an earlier reading; the last one broke off")
    } else {
        let of = expected.as_ref().map(all).unwrap_or_default();
        format!("Only {}{of} {what} were read", words::count(*read))
    };
    let detail = problem.explanation();
    ui.add_space(size::GAP);
    let actions = ["Read again", "Copy what happened"];
    match Banner::new(Tone::Warning, &headline).detail(&detail).actions(&actions).show(ui) {
        Some(0) => asked.push(Action::Refresh),
        Some(_) => asked.push(Action::Copy(problem.text())),
        None => {}
    }
}
