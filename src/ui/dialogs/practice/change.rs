//! New values for attributes of a person, several at once.

use egui::Ui;

use crate::scim::User;
use crate::session::action::Action;
use crate::session::plan::practice::attributes::{ATTRIBUTES, Part, Practicable};
use crate::session::plan::practice::{Act, NewValue};
use crate::session::plan::wish::Subject;
use crate::session::state::State;
use crate::ui::Asked;
use crate::ui::dialogs::practice::{column, mark_ui};
use crate::ui::dialogs::scrolled;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::dialog::{Answer, Dialog};
use crate::ui::widgets::field::Field;
use crate::ui::widgets::text;
use crate::ui::words;

const WIDTH: f32 = 640.0;

/// The form, once the person was read.
pub(super) struct Change {
    person: Subject,
    /// What the server has and what is typed, for each attribute.
    values: Option<Vec<(String, String)>>,
}

impl Change {
    pub(super) fn new(person: Subject) -> Self {
        Self { person, values: None }
    }

    /// Draws the form; what is wanted, when the person goes on.
    pub(super) fn ui(&mut self, ui: &Ui, state: &State, asked: &mut Asked<'_>) -> Option<Act> {
        let open = state.person.as_ref().filter(|open| open.id == self.person.id);
        if self.values.is_none() {
            let user = open.and_then(|open| open.user.value());
            self.values = user.map(|user| values_of(user));
        }
        let changed = self.changed();
        let title = format!("Change {} as Entra", self.person.display_name);
        let blocked = changed.is_empty().then_some("Change something first.");
        let count = words::counted(changed.len(), "attribute", "attributes");
        let next = match changed.len() {
            0 => "Look at the request…".to_owned(),
            _ => format!("Look at the request, {count}…"),
        };
        let answer = Dialog::new(&title, "Cancel")
            .text("What you change here, Entra sends with the next cycle after somebody changed it there.")
            .act(Button::primary(&next).blocked(blocked))
            .width(WIDTH)
            .show(ui, |ui| {
                match (&mut self.values, open.and_then(|open| open.user.problem())) {
                    (Some(values), _) => fields_ui(ui, values),
                    (None, Some(problem)) => drop(text::error(ui, &problem.explanation())),
                    (None, None) => drop(text::muted(ui, "Reading this person…")),
                }
            });
        match answer {
            Answer::Acted => Some(Act::Change(self.person.clone(), changed)),
            Answer::Closed => {
                asked.push(Action::CloseDialog);
                None
            }
            Answer::Waiting | Answer::Aside => None,
        }
    }

    /// What is typed and differs.
    fn changed(&self) -> Vec<NewValue> {
        let values = self.values.iter().flatten();
        let changed = ATTRIBUTES.iter().zip(values).filter(|(_, (old, new))| old != new.trim());
        changed
            .filter_map(|(attribute, (_, new))| {
                let text = Some(new.trim().to_owned()).filter(|text| !text.is_empty());
                Some(NewValue { path: attribute.path()?, text })
            })
            .collect()
    }
}

fn values_of(user: &User) -> Vec<(String, String)> {
    let value = |attribute: &Practicable| {
        let path = attribute.path();
        let value = path.as_ref().and_then(|path| path.value_in(user.0.as_map()));
        let text =
            value.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        text.unwrap_or_default()
    };
    ATTRIBUTES.iter().map(|attribute| (value(attribute), value(attribute))).collect()
}

fn fields_ui(ui: &mut Ui, values: &mut [(String, String)]) {
    scrolled(ui, |ui| {
        ui.set_min_width(ui.available_width());
        let column = column(ui);
        mark_ui(ui);
        for (part, title) in
            [(Part::Identity, "Person"), (Part::Work, "Work"), (Part::Card, "Access credential")]
        {
            text::strong(ui, title);
            let mut fields: Vec<_> = ATTRIBUTES
                .iter()
                .zip(values.iter_mut())
                .filter(|(attribute, _)| attribute.part == part)
                .collect();
            for pair in fields.chunks_mut(2) {
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = size::GAP_LARGE;
                    for (attribute, (old, new)) in pair {
                        let note = note(old, new);
                        Field::new(attribute.label)
                            .hint(attribute.hint)
                            .note(&note)
                            .width(column)
                            .show(ui, new);
                    }
                });
            }
            ui.add_space(size::GAP);
        }
    });
}

/// What a change does to the value the server has.
fn note(old: &str, new: &str) -> String {
    match (old, new.trim()) {
        (old, new) if old == new => String::new(),
        (_, "") => "Taken away.".to_owned(),
        ("", _) => "New; it is empty now.".to_owned(),
        (old, _) => format!("Now {}", crate::verkada::name::shown(old)),
    }
}
