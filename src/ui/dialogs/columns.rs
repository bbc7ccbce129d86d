//! Matches the columns of a CSV file of people with Entra's attributes.

use std::path::Path;

use egui::{Align, Layout, Response, ScrollArea, Ui, Vec2};

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

const WIDTH: f32 = 760.0;
const HEIGHT: f32 = 340.0;
const HEADER: f32 = 180.0;
const EXAMPLE: f32 = 170.0;
const CHOICE: f32 = 240.0;

/// Draws the form.
pub(super) fn ui(ui: &Ui, path: &Path, plan: &mut ColumnPlan, asked: &mut Asked<'_>) {
    let title = format!("Columns of {}", file_name(path));
    let answer = Dialog::new(&title, "Cancel")
        .text("Which column is which attribute of Entra? Beside its name stands the first value. What is left out is not read.")
        .act(Button::primary("Read the people"))
        .width(WIDTH)
        .show(ui, |ui| {
            ScrollArea::vertical().max_height(HEIGHT).auto_shrink([false, true]).show(ui, |ui| {
                let turned_round = plan.turned_round();
                let standings: Vec<_> =
                    plan.columns.iter().map(|column| Standing::of(column, plan)).collect();
                for (at, (column, standing)) in
                    plan.columns.iter_mut().zip(standings).enumerate()
                {
                    ui.horizontal(|ui| column_ui(ui, column, &standing));
                    if turned_round.contains(&at) {
                        text::hint(
                            ui,
                            "Turned round: Yes means blocked, so accountEnabled is False.",
                        );
                    }
                }
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

fn column_ui(ui: &mut Ui, column: &mut PlannedColumn, standing: &Standing) {
    let own = column.header.as_str();
    cell(ui, HEADER, |ui| text::mono(ui, own));
    cell(ui, EXAMPLE, |ui| text::muted_line(ui, &column.example));
    let keeps = format!("{} (its own name)", name::shown(own));
    let mut choices: Vec<(Option<&str>, &str)> = vec![(None, "Leave out"), (Some(own), &keeps)];
    let known = KnownAttribute::all().iter().filter(|known| known.name != own);
    choices.extend(known.map(|known| (Some(known.name), known.name)));
    let label = format!("Attribute of {}", name::shown(own));
    let mut chosen = column.attribute.as_deref();
    let select = Select::new(&label).width(CHOICE);
    if select.show_bare(ui, &mut chosen, &choices).changed() {
        column.attribute = chosen.map(str::to_owned);
        column.confidence = Confidence::Chosen;
    }
    badge::badge(ui, standing.tone, standing.word).on_hover_text(standing.why);
}

/// A part of the row that ends where the next begins.
fn cell(ui: &mut Ui, width: f32, add: impl FnOnce(&mut Ui) -> Response) {
    let room = Vec2::new(width, size::CONTROL);
    ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_width(width);
        add(ui);
    });
}

/// How sure it is what a column is, and why.
struct Standing {
    tone: Tone,
    word: &'static str,
    why: &'static str,
}

impl Standing {
    fn of(column: &PlannedColumn, plan: &ColumnPlan) -> Self {
        let (tone, word, why) = match column.confidence {
            Confidence::Chosen => (Tone::Good, "chosen", "You chose this."),
            _ if column.attribute.is_none() => {
                (Tone::Neutral, "left out", "No mapping sends what stands in this column.")
            }
            _ if plan.fills_in(column).is_some() => (
                Tone::Neutral,
                "fills in",
                "Another column is surer to be this attribute. Where that one is empty, this one counts.",
            ),
            Confidence::Exact => (Tone::Good, "same name", "Mappings call the attribute so."),
            Confidence::GraphName => (Tone::Good, "Graph's name", "Microsoft Graph calls it so."),
            Confidence::CaseDiffers => {
                (Tone::Warning, "case differs", "The name of the attribute, in other letter case.")
            }
            Confidence::Alike => (
                Tone::Warning,
                "similar name",
                "Probably this attribute, by its words. Look at the value.",
            ),
            Confidence::Unknown => (
                Tone::Neutral,
                "not Entra's",
                "No attribute of Entra has such a name; mappings find it by this one.",
            ),
        };
        Self { tone, word, why }
    }
}
