//! The pane of findings: what is wrong or doubtful about the mapping, and the button that mends it.

use std::collections::HashMap;

use egui::{Align, Layout, ScrollArea, Ui};

use crate::entra::{CountKind, MappingFinding, MappingSeverity, ResourceKind};
use crate::session::action::Action;
use crate::session::mappings::action::MappingsAction;
use crate::session::mappings::trial::Tried;
use crate::session::state::State;
use crate::ui::Asked;
use crate::ui::pages::mappings::words as said;
use crate::ui::theme::icons;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::button::{self, Button};
use crate::ui::widgets::card::{KeyValue, card, toned_card};
use crate::ui::widgets::menu::{self, Item};
use crate::ui::widgets::{badge, text};
use crate::ui::words;

/// What somebody wants to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// A row of a mapping.
    Row(ResourceKind, usize),
    /// The mapping tried on everybody.
    Everyone,
}

/// So many findings of one rule are shown one by one.
const FOLDED: usize = 2;

/// Which findings are unfolded.
#[derive(Default)]
pub(super) struct FindingsPane {
    /// What the one is called whose reason is shown.
    open: Option<String>,
    /// The rule of which every finding is shown, however many there are.
    unfolded: Option<&'static str>,
    grouped: Option<Grouped>,
    fixing: Option<Fixing>,
}

/// Fixes that were asked for together.
#[derive(Clone, Copy)]
struct Fixing {
    /// The mapping they were asked for.
    mapping: u64,
    least: MappingSeverity,
    /// How many there were.
    count: usize,
}

/// The findings by rule and severity, and what each is called; made once and not in every frame.
struct Grouped {
    /// The mapping they were found in, and how many they are.
    of: (u64, usize),
    alike: Vec<Vec<usize>>,
    names: Vec<String>,
}

impl Grouped {
    fn new(of: (u64, usize), findings: &[MappingFinding]) -> Self {
        let mut alike: Vec<Vec<usize>> = Vec::new();
        let mut places = HashMap::new();
        let mut titles: HashMap<&str, usize> = HashMap::new();
        for (at, finding) in findings.iter().enumerate() {
            *titles.entry(&finding.title).or_default() += 1;
            let place = *places.entry((finding.rule, finding.severity)).or_insert(alike.len());
            match alike.get_mut(place) {
                Some(group) => group.push(at),
                None => alike.push(vec![at]),
            }
        }
        let names = findings.iter().map(|finding| match titles.get(finding.title.as_str()) {
            Some(2..) => called(finding),
            _ => finding.title.clone(),
        });
        let names = names.collect();
        Self { of, alike, names }
    }
}

impl FindingsPane {
    /// Draws the pane; returns what to bring into view.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        state: &State,
        asked: &mut Asked<'_>,
    ) -> Option<Shown> {
        let findings = &state.mappings.findings;
        let mut shown = None;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            egui::Frame::new().inner_margin(16).show(ui, |ui| {
                self.heading_ui(ui, state, asked);
                if findings.is_empty() {
                    card(ui, |ui| {
                        text::strong(ui, "Nothing to mend");
                        text::muted(
                            ui,
                            "Command's tables and Entra's known traps were looked through.",
                        );
                    });
                }
                let of = (state.mappings.found_in, findings.len());
                let grouped = self.grouped.take().filter(|grouped| grouped.of == of);
                let grouped = grouped.unwrap_or_else(|| Grouped::new(of, findings));
                for alike in &grouped.alike {
                    let alike = alike.iter().filter_map(|at| {
                        Some((findings.get(*at)?, grouped.names.get(*at)?.as_str()))
                    });
                    if let Some((kind, row)) = self.alike_ui(ui, state, alike, asked) {
                        shown = Some(Shown::Row(kind, row));
                    }
                }
                self.grouped = Some(grouped);
                if let Some(tried) = state.mappings.everyone.last() {
                    ui.add_space(size::GAP_LARGE);
                    card(ui, |ui| {
                        if last_ui(ui, tried, state) {
                            shown = Some(Shown::Everyone);
                        }
                    });
                }
            });
        });
        shown
    }

    fn heading_ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        let findings = &state.mappings.findings;
        ui.horizontal(|ui| {
            text::strong(ui, "Findings");
            if !findings.is_empty() {
                text::muted(ui, &findings.len().to_string());
            }
            let all = fixes(findings, MappingSeverity::Advice);
            let worse = fixes(findings, MappingSeverity::Warning);
            if all < 2 {
                return;
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let text = format!("Fix all {all}");
                let fix = ui.add(Button::plain(&text).icon(icons::FIX));
                let mut least = None;
                if worse == 0 || worse == all {
                    least = fix.clicked().then_some(MappingSeverity::Advice);
                } else {
                    menu::menu(&fix, |ui| {
                        let errors =
                            words::counted(worse, "error or warning", "errors and warnings");
                        if Item::new(&errors).show(ui).clicked() {
                            least = Some(MappingSeverity::Warning);
                        }
                        if Item::new("Advice too").show(ui).clicked() {
                            least = Some(MappingSeverity::Advice);
                        }
                    });
                }
                if let Some(least) = least {
                    let (mapping, count) =
                        (state.mappings.revision.mapping, fixes(findings, least));
                    self.fixing = Some(Fixing { mapping, least, count });
                    asked.push(Action::Mappings(MappingsAction::FixAll(least)));
                }
            });
        });
        self.fixed_ui(ui, state, asked);
        ui.add_space(size::GAP_SMALL);
    }

    /// Says what came of fixes made together, until the mapping is changed again.
    fn fixed_ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        let Some(fixing) = self.fixing else { return };
        let work = &state.mappings;
        let done = fixing.mapping + 1;
        if work.revision.mapping > done {
            self.fixing = None;
        } else if work.found_in == done {
            let made = fixing.count.saturating_sub(fixes(&work.findings, fixing.least));
            ui.horizontal_wrapped(|ui| {
                text::muted(ui, &format!("{} made.", words::counted(made, "fix", "fixes")));
                if button::link_named(ui, "Undo", "Undo the fixes").clicked() {
                    asked.push(Action::Mappings(MappingsAction::Undo));
                }
            });
        }
    }

    /// Findings of one rule: many of them are folded behind the first.
    fn alike_ui<'a>(
        &mut self,
        ui: &mut Ui,
        state: &State,
        alike: impl Iterator<Item = (&'a MappingFinding, &'a str)>,
        asked: &mut Asked<'_>,
    ) -> Option<(ResourceKind, usize)> {
        let alike: Vec<_> = alike.collect();
        let (first, _) = alike.first()?;
        let is_folded = alike.len() > FOLDED && self.unfolded != Some(first.rule);
        let seen = if is_folded { 1 } else { alike.len() };
        let mut shown = None;
        for (finding, called) in alike.iter().take(seen) {
            if let Some(row) = self.finding_ui(ui, state, finding, called, asked) {
                shown = Some(row);
            }
            ui.add_space(size::GAP_SMALL);
        }
        if is_folded {
            let more = format!("{} more like it", alike.len() - seen);
            let name = format!("{more}: {}", first.title);
            if button::link_named(ui, &more, &name).clicked() {
                self.unfolded = Some(first.rule);
            }
            ui.add_space(size::GAP_SMALL);
        }
        shown
    }

    fn finding_ui(
        &mut self,
        ui: &mut Ui,
        state: &State,
        finding: &MappingFinding,
        called: &str,
        asked: &mut Asked<'_>,
    ) -> Option<(ResourceKind, usize)> {
        let (tone, word) = said::severity(finding.severity);
        let is_open = self.open.as_deref() == Some(called);
        let mut shown = None;
        let body = |ui: &mut Ui| {
            ui.spacing_mut().item_spacing.y = size::GAP_SMALL;
            ui.horizontal(|ui| {
                badge::badge(ui, tone, word);
                if finding.kind == ResourceKind::Group {
                    badge::badge(ui, Tone::Neutral, "Groups");
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if let Some(row) = finding.row
                        && button::link_named(ui, "Show row", &format!("Show the row of: {called}"))
                            .clicked()
                    {
                        shown = Some((finding.kind, row));
                    }
                });
            });
            text::strong(ui, &finding.title);
            text::muted(ui, &finding.evidence);
            if is_open {
                text::muted(ui, &finding.why);
                text::hint(ui, &format!("Source: {}", finding.source));
            }
            ui.horizontal_wrapped(|ui| {
                if let Some(fix) = &finding.fix {
                    let button = Button::plain(&fix.label);
                    let name = format!("{}: {called}", fix.label);
                    if ui.add(button.name(&name)).clicked() {
                        let fix = MappingsAction::Fix(state.mappings.found_in, fix.edits.clone());
                        asked.push(Action::Mappings(fix));
                    }
                }
                let (text, name) = if is_open {
                    ("Less", format!("Less about: {called}"))
                } else {
                    ("Why", format!("Why: {called}"))
                };
                if button::quiet_link(ui, text, &name).clicked() {
                    self.open = (!is_open).then(|| called.to_owned());
                }
            });
        };
        if finding.severity == MappingSeverity::Error {
            toned_card(ui, Tone::Danger, body);
        } else {
            card(ui, body);
        }
        shown
    }
}

/// What a finding is called where others have its title too: its title, and the row.
fn called(finding: &MappingFinding) -> String {
    let title = &finding.title;
    let of = if finding.kind == ResourceKind::Group { " of groups" } else { "" };
    match finding.row {
        Some(row) => format!("{title}, row {}{of}", row + 1),
        None => format!("{title}: {}", finding.evidence),
    }
}

/// What came of trying the mapping on everybody last; true when it is to be shown whole.
fn last_ui(ui: &mut Ui, tried: &Tried, state: &State) -> bool {
    ui.spacing_mut().item_spacing.y = size::GAP_SMALL;
    let is_old = tried.revision != state.mappings.revision;
    text::strong(
        ui,
        if is_old { "Everyone, before the last change" } else { "Everyone, last run" },
    );
    let people = words::counted(tried.everyone.len(), "person", "people");
    text::muted(ui, &format!("{people} in {} ms", words::count(tried.took_ms)));
    for kind in [
        CountKind::Create,
        CountKind::Update,
        CountKind::Disable,
        CountKind::Skipped,
        CountKind::Clashing,
        CountKind::Invalid,
    ] {
        let count = words::count(tried.everyone.count_of(kind, None));
        KeyValue::new(&kind.to_string(), &count).show(ui);
    }
    button::link_named(ui, "Show people", "Show the people of the last run").clicked()
}

/// How many findings of this severity or worse can be fixed.
fn fixes(findings: &[MappingFinding], least: MappingSeverity) -> usize {
    let fixed = findings.iter().filter(|finding| finding.fix.is_some());
    fixed.filter(|finding| finding.severity >= least).count()
}
