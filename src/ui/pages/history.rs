//! What happened to a person: what this desk did, and where the connection tells it, what Command keeps beside the resource.

use egui::Ui;

use crate::session::action::Action;
use crate::session::runs::Runs;
use crate::session::state::{OpenPerson, State};
use crate::ui::theme::icons;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::button::{self, Button};
use crate::ui::widgets::card::{card, toned_card};
use crate::ui::widgets::{badge, text};
use crate::ui::{Asked, runs, words};
use crate::verkada::admin::{CredentialOrigin, PersonRecord};
use crate::verkada::name;

/// The runs of this desk that were about one person; looked for when the record or the person changes.
#[derive(Default)]
pub(super) struct History {
    seen: Option<(String, String, u64)>,
    /// Position of the run, and of the person in it; the newest first.
    own: Vec<(usize, usize)>,
}

impl History {
    /// Draws the tab.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        state: &State,
        open: &OpenPerson,
        asked: &mut Asked<'_>,
    ) {
        self.follow(&state.runs, open, &state.active.0);
        ui.spacing_mut().item_spacing.y = size::GAP;
        card(ui, |ui| self.own_ui(ui, state, asked));
        if let Some(problem) = open.record.problem() {
            toned_card(ui, Tone::Danger, |ui| {
                text::strong(ui, &problem.title());
                text::body(ui, &problem.explanation());
                if button::link(ui, "Try again").clicked() {
                    asked.push(Action::OpenPerson(open.id.clone()));
                }
            });
        }
        match open.record.value() {
            Some(record) => record_ui(ui, record),
            None if open.record.is_loading() => drop(text::muted(ui, "Reading the history…")),
            None if open.record.problem().is_none() => {
                let why = "This connection tells no history, roles or access log: SCIM does not carry them. Command shows them on the person's own page.";
                text::hint(ui, why);
            }
            None => {}
        }
    }

    fn follow(&mut self, runs: &Runs, open: &OpenPerson, connection: &str) {
        let is_seen = self.seen.as_ref().is_some_and(|(place, id, at)| {
            place == connection && *id == open.id && *at == runs.revision
        });
        if is_seen {
            return;
        }
        self.seen = Some((connection.to_owned(), open.id.clone(), runs.revision));
        let here = runs.recorded.iter().enumerate().rev();
        let here = here.filter(|(_, run)| run.place.connection == connection);
        self.own = here
            .filter_map(|(position, run)| {
                let is_this = |it: &crate::journal::run::RecordedTarget| it.target.id == open.id;
                run.targets.iter().position(is_this).map(|number| (position, number))
            })
            .collect();
    }

    fn own_ui(&self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        ui.spacing_mut().item_spacing.y = size::GAP_SMALL;
        text::strong(ui, "From this desk");
        if self.own.is_empty() {
            text::muted(ui, "Nothing was done to this person from here.");
        }
        for &(position, number) in &self.own {
            let Some(run) = state.runs.recorded.get(position) else { continue };
            let Some(target) = run.targets.get(number) else { continue };
            let (tone, word) = runs::result(&target.state);
            ui.horizontal(|ui| {
                badge::badge(ui, tone, word);
                let when = words::day(run.planned_at, state.now);
                let line = format!("{}, {when}", run.verb);
                if button::link(ui, &line)
                    .on_hover_text(words::both_times(run.planned_at))
                    .clicked()
                {
                    let show = crate::session::action::RunAction::Show(run.id.clone());
                    asked.push(Action::Run(show));
                }
            });
            if !run.reason.is_empty() {
                text::hint(ui, &name::shown(&run.reason));
            }
        }
        let copy = Button::ghost("Copy as text").icon(icons::COPY);
        if !self.own.is_empty() && ui.add(copy.name("Copy what this desk did")).clicked() {
            let texts = self.own.iter().filter_map(|(at, _)| state.runs.recorded.get(*at));
            let texts: Vec<_> = texts.map(runs::as_text).collect();
            asked.push(Action::Copy(texts.join("\n")));
        }
    }
}

fn record_ui(ui: &mut Ui, record: &PersonRecord) {
    card(ui, |ui| {
        title_ui(ui, "History", record.history_entries, record.history.len());
        for entry in &record.history {
            dated_ui(ui, entry.at, &name::shown(&entry.what), &name::shown(&entry.by));
        }
    });
    card(ui, |ui| {
        title_ui(ui, "Roles and permissions", 0, 0);
        if record.roles.is_empty() && record.permissions.is_empty() {
            text::muted(ui, "None");
        }
        for role in &record.roles {
            text::body(ui, &format!("{} · {}", name::shown(&role.name), name::shown(&role.scope)));
        }
        for permission in &record.permissions {
            text::body(ui, &name::shown(permission));
        }
    });
    card(ui, |ui| {
        title_ui(ui, "Credentials of Command and SCIM", 0, 0);
        if record.credentials.is_empty() {
            text::muted(ui, "None");
        }
        for credential in &record.credentials {
            ui.horizontal_top(|ui| {
                let origin = match credential.origin {
                    CredentialOrigin::Scim => (Tone::Accent, "SCIM"),
                    CredentialOrigin::Command => (Tone::Neutral, "Command"),
                };
                badge::badge(ui, origin.0, origin.1);
                let works = if credential.active { "opens doors" } else { "switched off" };
                let (kind, label) = (name::shown(&credential.kind), name::shown(&credential.label));
                let line = format!("{kind} · {label} · {works}");
                ui.vertical(|ui| text::body(ui, &line));
            });
        }
    });
    card(ui, |ui| {
        title_ui(ui, "Access log", record.access_log_entries, record.access_log.len());
        if record.access_log.is_empty() {
            text::muted(ui, "No door was used.");
        }
        for event in &record.access_log {
            dated_ui(ui, event.at, &name::shown(&event.door), &name::shown(&event.result));
        }
    });
}

/// A caption, and how much of a longer list is shown.
fn title_ui(ui: &mut Ui, title: &str, all: u64, shown: usize) {
    ui.spacing_mut().item_spacing.y = size::GAP_SMALL;
    text::strong(ui, title);
    if u64::try_from(shown).is_ok_and(|shown| shown < all) {
        let shown = words::count(shown);
        text::hint(ui, &format!("The newest {shown} of {} entries", words::count(all)));
    }
}

fn dated_ui(ui: &mut Ui, at: jiff::Timestamp, what: &str, by: &str) {
    text::body(ui, what);
    text::hint(ui, &format!("{} · {by}", words::moment(at))).on_hover_text(words::both_times(at));
}

#[cfg(test)]
mod tests {
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    use super::*;
    use crate::journal::entry::Outcome;
    use crate::session::action::{Actions, RunAction};
    use crate::session::remote::Remote;
    use crate::ui::runs::tests::{closed, run};
    use crate::ui::testing;
    use crate::ui::widgets::testing::harness;
    use crate::verkada::Verb;

    struct Shown {
        state: State,
        open: OpenPerson,
        history: History,
        asked: Vec<Action>,
    }

    fn shown(record: Remote<Box<PersonRecord>>, runs: usize) -> Harness<'static, Shown> {
        let mut state = testing::state();
        for _ in 0..runs {
            state.runs.recorded.push(run(Verb::Delete, &[closed(Outcome::Done, 12)]));
        }
        let open = OpenPerson { id: testing::id(0), user: Remote::NotAsked, record };
        let shown = Shown { state, open, history: History::default(), asked: Vec::new() };
        let mut harness = harness(shown, |ui, shown: &mut Shown| {
            let (mut actions, mut go) = (Actions::default(), Vec::new());
            let asked = &mut Asked { actions: &mut actions, go: &mut go };
            egui::ScrollArea::vertical().show(ui, |ui| {
                shown.history.ui(ui, &shown.state, &shown.open, asked);
            });
            shown.asked.extend(actions.take());
        });
        harness.run_steps(3);
        harness
    }

    #[test]
    fn what_command_keeps_is_listed_with_where_it_came_from() {
        let harness = shown(Remote::Ready(Box::new(testing::record(0))), 0);
        for said in [
            "Nothing was done to this person from here.",
            "Deactivated by the identity provider",
            "The newest 1 of 4 entries",
            "Site Admin · Chicago",
            "Card · Standard 26-bit Wiegand · opens doors",
            "Dock door 4",
        ] {
            assert!(testing::has(&harness, said), "{said}");
        }
    }

    #[test]
    fn without_an_admin_api_only_this_desk_is_told_and_why() {
        let mut harness = shown(Remote::NotAsked, 1);
        assert!(testing::has(&harness, "This connection tells no history"));
        harness.get_by_label("Delete, 20 Nov").click();
        harness.run_steps(2);
        assert!(matches!(&harness.state().asked[..], [Action::Run(RunAction::Show(_))]));
    }

    #[test]
    fn a_failed_reading_says_why_and_is_tried_again() {
        let failed = Remote::Failed { problem: testing::lost(), previous: None };
        let mut harness = shown(failed, 0);
        assert!(testing::has(&harness, "Could not read people"));
        harness.get_by_label("Try again").click();
        harness.run_steps(2);
        assert!(matches!(&harness.state().asked[..], [Action::OpenPerson(_)]));
    }
}
