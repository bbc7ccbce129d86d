//! The pane of findings: what is wrong or doubtful about the mapping, and the button that mends it.

use egui::{Align, Layout, ScrollArea, Ui};

use crate::entra::{MappingFinding, MappingSeverity, ResourceKind};
use crate::session::action::Action;
use crate::session::mappings::action::MappingsAction;
use crate::session::mappings::least_fixed;
use crate::session::state::State;
use crate::ui::Asked;
use crate::ui::pages::mappings::words;
use crate::ui::theme::icons;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::button::{self, Button};
use crate::ui::widgets::card::{card, toned_card};
use crate::ui::widgets::{badge, text};

/// Which findings are unfolded.
#[derive(Default)]
pub(super) struct FindingsPane {
    /// The one whose evidence is shown whole.
    open: Option<usize>,
}

impl FindingsPane {
    /// Draws the pane; returns a row to bring into view.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        state: &State,
        asked: &mut Asked<'_>,
    ) -> Option<(ResourceKind, usize)> {
        let findings = &state.mappings.findings;
        let mut shown = None;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            egui::Frame::new().inner_margin(16).show(ui, |ui| {
                heading_ui(ui, findings, asked);
                if findings.is_empty() {
                    card(ui, |ui| {
                        text::strong(ui, "Nothing to mend");
                        text::muted(
                            ui,
                            "Command's tables and Entra's known traps were looked through.",
                        );
                    });
                }
                for (number, finding) in findings.iter().enumerate() {
                    if let Some(row) = self.finding_ui(ui, number, finding, asked) {
                        shown = Some(row);
                    }
                    ui.add_space(size::GAP_SMALL);
                }
            });
        });
        shown
    }

    fn finding_ui(
        &mut self,
        ui: &mut Ui,
        number: usize,
        finding: &MappingFinding,
        asked: &mut Asked<'_>,
    ) -> Option<(ResourceKind, usize)> {
        let (tone, word) = words::severity(finding.severity);
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
                        && button::link_named(
                            ui,
                            "Show row",
                            &format!("Show the row of: {}", finding.title),
                        )
                        .clicked()
                    {
                        shown = Some((finding.kind, row));
                    }
                });
            });
            text::strong(ui, &finding.title);
            text::muted(ui, &finding.evidence);
            if self.open == Some(number) {
                text::muted(ui, &finding.why);
                text::hint(ui, &format!("Source: {}", finding.source));
            }
            ui.horizontal(|ui| {
                if let Some(fix) = &finding.fix {
                    let button = Button::plain(&fix.label);
                    let name = format!("{}: {}", fix.label, finding.title);
                    if ui.add(button.name(&name)).clicked() {
                        asked.push(Action::Mappings(MappingsAction::Edit(fix.edits.clone())));
                    }
                }
                let (text, name) = if self.open == Some(number) {
                    ("Less", format!("Less about: {}", finding.title))
                } else {
                    ("Why", format!("Why: {}", finding.title))
                };
                if button::quiet_link(ui, text, &name).clicked() {
                    self.open = (self.open != Some(number)).then_some(number);
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

fn heading_ui(ui: &mut Ui, findings: &[MappingFinding], asked: &mut Asked<'_>) {
    ui.horizontal(|ui| {
        text::strong(ui, "Findings");
        if !findings.is_empty() {
            text::muted(ui, &findings.len().to_string());
        }
        let least = least_fixed(findings);
        let fixes = findings
            .iter()
            .filter(|finding| finding.fix.is_some() && finding.severity >= least)
            .count();
        if fixes > 1 {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let text = format!("Fix all {fixes}");
                if ui.add(Button::plain(&text).icon(icons::FIX)).clicked() {
                    asked.push(Action::Mappings(MappingsAction::FixAll));
                }
            });
        }
    });
    ui.add_space(size::GAP_SMALL);
}
