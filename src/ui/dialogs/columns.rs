//! Matches the columns of a CSV file of people with Entra's attributes.

use std::path::Path;

use egui::{Grid, ScrollArea, Ui};

use crate::entra::{ColumnPlan, Confidence, KnownAttribute, PlannedColumn};
use crate::session::action::Action;
use crate::session::mappings::action::MappingsAction;
use crate::session::mappings::document::file_name;
use crate::ui::Asked;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::button::Button;
use crate::ui::widgets::dialog::{Answer, Dialog};
use crate::ui::widgets::select::Select;
use crate::ui::widgets::{badge, text};
use crate::verkada::name;

const WIDTH: f32 = 620.0;
const HEIGHT: f32 = 340.0;
const CHOICE: f32 = 240.0;

/// Draws the form.
pub(super) fn ui(ui: &Ui, path: &Path, plan: &mut ColumnPlan, asked: &mut Asked<'_>) {
    let title = format!("Columns of {}", file_name(path));
    let answer = Dialog::new(&title, "Cancel")
        .text("Which column is which attribute of Entra? What is left out is not read.")
        .act(Button::primary("Read the people"))
        .width(WIDTH)
        .show(ui, |ui| {
            ScrollArea::vertical().max_height(HEIGHT).auto_shrink([false, true]).show(ui, |ui| {
                let spacing = [size::GAP_LARGE, size::GAP_SMALL];
                Grid::new("columns").num_columns(3).spacing(spacing).show(ui, |ui| {
                    for column in &mut plan.columns {
                        column_ui(ui, column);
                        ui.end_row();
                    }
                });
            });
        });
    match answer {
        Answer::Acted => {
            let read = MappingsAction::PeopleOfColumns(path.to_owned(), plan.clone());
            asked.push(Action::Mappings(read));
        }
        Answer::Closed => asked.push(Action::CloseDialog),
        Answer::Waiting | Answer::Aside => {}
    }
}

fn column_ui(ui: &mut Ui, column: &mut PlannedColumn) {
    text::mono(ui, &name::shown(&column.header));
    let own = column.header.clone();
    let keeps = format!("{} (its own name)", name::shown(&own));
    let mut choices: Vec<(Option<String>, &str)> =
        vec![(None, "Leave out"), (Some(own.clone()), &keeps)];
    let known = KnownAttribute::all().iter().filter(|known| known.name != own);
    choices.extend(known.map(|known| (Some(known.name.to_owned()), known.name)));
    let label = format!("Attribute of {}", name::shown(&column.header));
    let chosen = Select::new(&label).width(CHOICE).show_bare(ui, &mut column.attribute, &choices);
    if chosen.changed() {
        column.confidence = Confidence::Exact;
    }
    let (tone, word) = match column.confidence {
        Confidence::Exact => (Tone::Good, "sure"),
        Confidence::GraphName => (Tone::Good, "Graph's name"),
        Confidence::CaseDiffers => (Tone::Warning, "case differs"),
        Confidence::Alike => (Tone::Warning, "alike"),
        Confidence::Unknown => (Tone::Neutral, "unknown"),
    };
    badge::badge(ui, tone, word);
}
