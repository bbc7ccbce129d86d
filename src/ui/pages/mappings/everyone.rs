//! The mapping tried on everybody: counts, and the people behind each.

use std::sync::Arc;

use egui::{Frame, Margin, Ui};

use crate::entra::{CountKind, Everyone};
use crate::session::action::Action;
use crate::session::mappings::action::MappingsAction;
use crate::session::mappings::document::OpenDocument;
use crate::session::mappings::trial::{ReportFormat, Trial, Tried};
use crate::session::state::State;
use crate::ui::Asked;
use crate::ui::pages::mappings::behind::{Found, people_ui};
use crate::ui::pages::mappings::{counts, words as said};
use crate::ui::pages::{about_ui, banner, split};
use crate::ui::theme::icons;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::banner::Banner;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::empty::EmptyState;
use crate::ui::widgets::menu::{self, Item};
use crate::ui::widgets::progress::Progress;
use crate::ui::widgets::select::Select;
use crate::ui::widgets::table::state::TableState;
use crate::ui::words;

/// The pane of people.
const PANE: f32 = 700.0;
/// So few people who are deactivated are worth no warning, nor less than one in so many.
const FEW: usize = 5;
const SHARE: usize = 10;

/// What is chosen on this part of the page.
pub(super) struct EveryoneView {
    /// The document and the people for which a kind was chosen last.
    of: Option<(u64, u64)>,
    kind: CountKind,
    row: Option<usize>,
    table: TableState,
    width: Option<f32>,
    /// The people behind the chosen count.
    people: Option<Found>,
    names: Option<RowNames>,
}

impl Default for EveryoneView {
    fn default() -> Self {
        Self {
            of: None,
            kind: CountKind::Invalid,
            row: None,
            table: TableState::default(),
            width: None,
            people: None,
            names: None,
        }
    }
}

/// What the rows are called in the choice of one, with the count of each; made once and not in every frame.
struct RowNames {
    /// The mapping whose rows they are, and the kind of the counts.
    of: (u64, CountKind),
    everyone: Arc<Everyone>,
    names: Vec<String>,
}

impl RowNames {
    fn new(of: (u64, CountKind), document: &OpenDocument, tried: &Tried) -> Self {
        let rows = document.mappings().users.rows.iter().enumerate();
        let names = rows.map(|(at, row)| {
            let count = words::count(tried.everyone.count_of(of.1, Some(at)));
            format!("{}  {count}", said::target(&row.target))
        });
        Self { of, everyone: Arc::clone(&tried.everyone), names: names.collect() }
    }

    fn are_of(&self, of: (u64, CountKind), tried: &Tried) -> bool {
        self.of == of && Arc::ptr_eq(&self.everyone, &tried.everyone)
    }

    fn choices(&self) -> impl Iterator<Item = (Option<usize>, &str)> {
        let rows = self.names.iter().enumerate();
        let rows = rows.map(|(at, name)| (Some(at), name.as_str()));
        std::iter::once((None, "Any row")).chain(rows)
    }
}

impl EveryoneView {
    /// Draws the part; returns a person whom somebody wants to look at, and the row that counts.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        state: &State,
        document: &OpenDocument,
        asked: &mut Asked<'_>,
    ) -> Option<(usize, Option<usize>)> {
        let work = &state.mappings;
        if let Trial::Running { done, all, .. } = &work.everyone {
            running_ui(ui, *done, *all, asked);
        }
        if let Trial::Failed(problem) = &work.everyone {
            let (title, about) = (problem.title(), problem.explanation());
            if banner::empty_ui(ui, icons::FAILED, &title, &about, Some("Try again")) {
                asked.push(Action::Mappings(MappingsAction::TryEveryone));
            }
            return None;
        }
        let Some(tried) = work.everyone.last() else {
            if !matches!(work.everyone, Trial::Running { .. }) {
                ask_ui(ui, state, asked);
            }
            return None;
        };
        let people = work.people.value()?;
        self.heading_ui(ui, state, document, tried, asked);
        warnings_ui(ui, state, tried);
        let of = (work.document_number, work.people_revision);
        if self.of != Some(of) {
            self.of = Some(of);
            self.kind = first_kind(&tried.everyone);
        }
        let mut opened = None;
        let mut width = self.width.unwrap_or(PANE);
        let (kind, row) = (&mut self.kind, self.row);
        let table = &mut self.table;
        let found = self.people.as_ref();
        split(
            ui,
            &mut width,
            PANE,
            asked,
            |ui, _| counts::ui(ui, &tried.everyone, state, kind, row),
            |ui, _| {
                opened = people_ui(ui, document, people, tried, work.revision, table, found);
            },
        );
        self.width = Some(width);
        self.find(tried, ui);
        opened
    }

    /// Looks up who is behind the chosen count, unless that is known.
    fn find(&mut self, tried: &Tried, ui: &Ui) {
        let Self { kind, row, .. } = *self;
        let is_known = self.people.as_ref().is_some_and(|found| {
            Arc::ptr_eq(&found.everyone, &tried.everyone) && (found.kind, found.row) == (kind, row)
        });
        if is_known {
            return;
        }
        let people: Vec<u32> =
            tried.everyone.people(kind, row).filter_map(|at| u32::try_from(at).ok()).collect();
        // Counts that were made again and hold for the same people leave the place in the table as it is.
        if self.people.as_ref().is_none_or(|found| found.people != people) {
            self.table.reset();
        }
        let everyone = Arc::clone(&tried.everyone);
        self.people = Some(Found { everyone, kind, row, people });
        ui.ctx().request_repaint();
    }

    fn heading_ui(
        &mut self,
        ui: &mut Ui,
        state: &State,
        document: &OpenDocument,
        tried: &Tried,
        asked: &mut Asked<'_>,
    ) {
        let margin = Margin { left: 20, right: 20, top: 0, bottom: 12 };
        Frame::new().inner_margin(margin).show(ui, |ui| {
            let work = &state.mappings;
            let is_new = work.everyone.is_of(work.revision);
            if !is_new || tried.revision.mapping != work.revision.mapping {
                let shown = Banner::new(Tone::Warning, "The mapping or the people changed since")
                    .detail("The counts below are of the version before.")
                    .actions(&["Preview again"]);
                if shown.show(ui).is_some() {
                    asked.push(Action::Mappings(MappingsAction::TryEveryone));
                }
                ui.add_space(size::GAP);
            }
            ui.horizontal(|ui| {
                let of = (state.mappings.revision.mapping, self.kind);
                let names = self.names.take().filter(|names| names.are_of(of, tried));
                let names = names.unwrap_or_else(|| RowNames::new(of, document, tried));
                let choices: Vec<(Option<usize>, &str)> = names.choices().collect();
                Select::new("Row").width(280.0).show_bare(ui, &mut self.row, &choices);
                self.names = Some(names);
                let people = words::counted(tried.everyone.len(), "person", "people");
                let about = format!(
                    "{people} in {} ms, {}",
                    words::count(tried.took_ms),
                    words::ago(tried.at, state.now)
                );
                about_ui(ui, &about, |ui| {
                    let old = (tried.revision != work.revision)
                        .then_some("The mapping or the people changed since. Preview again first.");
                    let report = Button::plain("Report").icon(icons::DOCUMENT).blocked(old);
                    let report = ui.add(report);
                    menu::menu(&report, |ui| {
                        for (format, name) in [
                            (ReportFormat::Html, "HTML, for people…"),
                            (ReportFormat::Csv, "CSV, for spreadsheets…"),
                            (ReportFormat::Json, "JSON, for scripts…"),
                        ] {
                            if Item::new(name).show(ui).clicked() {
                                asked.push(Action::Mappings(MappingsAction::AskReport(format)));
                            }
                        }
                    });
                    if ui.add(Button::plain("Preview again").icon(icons::PLAY)).clicked() {
                        asked.push(Action::Mappings(MappingsAction::TryEveryone));
                    }
                });
            });
        });
    }
}

/// What a person should know before believing the counts.
fn warnings_ui(ui: &mut Ui, state: &State, tried: &Tried) {
    let held = &state.mappings.held;
    let unknown = if held.value().is_some() {
        None
    } else if held.is_loading() {
        Some(
            "Command's people are still being read. The counts are made again when they are there.",
        )
    } else if held.problem().is_some() {
        Some("Command's people could not be read. Read them again before you trust these counts.")
    } else {
        Some("No connection to Command is open. Open one to see who is there already.")
    };
    let disabled = tried.everyone.count_of(CountKind::Disable, None);
    let many = (disabled > FEW && disabled * SHARE > tried.everyone.len()).then(|| {
        let people = words::counted(tried.everyone.len(), "person", "people");
        format!("{} of {people} would be disabled in the next cycle", words::count(disabled))
    });
    if unknown.is_none() && many.is_none() {
        return;
    }
    let margin = Margin { left: 20, right: 20, top: 0, bottom: 12 };
    Frame::new().inner_margin(margin).show(ui, |ui| {
        if let Some(detail) = unknown {
            let title = "What Command holds is not known: everybody looks new";
            Banner::new(Tone::Warning, title).detail(detail).show(ui);
        }
        if let Some(title) = many {
            let detail = "Check the row of active, the scoping filter and who is blocked in the list of people.";
            Banner::new(Tone::Danger, &title).detail(detail).show(ui);
        }
    });
}

/// The count that is looked at first: what is wrong, then what happens.
fn first_kind(everyone: &Everyone) -> CountKind {
    let kinds = [
        CountKind::Invalid,
        CountKind::Clashing,
        CountKind::Failed,
        CountKind::Disable,
        CountKind::Update,
        CountKind::Create,
        CountKind::Skipped,
    ];
    let counted = |kind: &CountKind| everyone.count_of(*kind, None) > 0;
    kinds.into_iter().find(counted).unwrap_or(CountKind::Same)
}

fn running_ui(ui: &mut Ui, done: usize, all: usize, asked: &mut Asked<'_>) {
    Frame::new().inner_margin(Margin { left: 20, right: 20, top: 0, bottom: 12 }).show(ui, |ui| {
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let shown = Progress::new("Trying the mapping on everybody", count(done)).of(count(all));
        if shown.cancel().show(ui) {
            asked.push(Action::Mappings(MappingsAction::StopTrying));
        }
    });
}

fn ask_ui(ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
    let blocked = said::why_not_everyone(state);
    let about = blocked.unwrap_or("See whom it creates, changes and disables, whose values clash or are invalid, before anything is saved in Entra. Nothing is sent.");
    let shown = EmptyState::new(icons::GROUPS, "Try the mapping on everybody", about);
    let actions: &[&str] = if blocked.is_none() { &["Preview everyone"] } else { &[] };
    if shown.actions(actions).show(ui).is_some() {
        asked.push(Action::Mappings(MappingsAction::TryEveryone));
    }
}
