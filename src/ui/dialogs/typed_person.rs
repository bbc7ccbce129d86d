//! Takes one person typed by hand, attribute by attribute, to try a mapping on.

use egui::{Key, ScrollArea, Ui};

use crate::entra::{Expression, KnownAttribute, Source};
use crate::session::action::Action;
use crate::session::mappings::action::MappingsAction;
use crate::session::mappings::trial::PeopleFrom;
use crate::session::state::State;
use crate::ui::Asked;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::dialog::{Answer, Dialog};
use crate::ui::widgets::field::Field;
use crate::ui::widgets::text;

const WIDTH: f32 = 520.0;
const HEIGHT: f32 = 340.0;
/// What stands around the attributes of the mapping.
const AROUND: f32 = 300.0;

/// What is typed: the attributes that the mapping reads, and what each is.
pub(super) struct TypedPerson {
    values: Vec<(String, String)>,
    another: String,
    /// The attribute that was just added: what it is comes next.
    added: Option<usize>,
}

impl TypedPerson {
    /// The attributes that the mapping reads, filled with what was typed before or with those of the chosen person.
    pub(super) fn new(state: &State) -> Self {
        let work = &state.mappings;
        let mut names: Vec<String> =
            ["displayName", "userPrincipalName", "mail", "IsSoftDeleted"].map(str::to_owned).into();
        let rows = work.document.iter().flat_map(|document| &document.mappings().users.rows);
        for name in rows.flat_map(|row| read_by(&row.source)) {
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
        let before = match &work.from {
            PeopleFrom::Typed(values) => values.clone(),
            _ => Vec::new(),
        };
        let person = work.person.as_ref();
        let person = work.people.value().and_then(|people| people.person(person?.at));
        let value = |name: &str| {
            let typed = before.iter().find(|(known, _)| known == name);
            match (typed, person) {
                (Some((_, value)), _) => value.clone(),
                (None, Some(person)) => person.text(name).unwrap_or_default().to_owned(),
                (None, None) => String::new(),
            }
        };
        let values = names.into_iter().map(|name| (name.clone(), value(&name))).collect();
        Self { values, another: String::new(), added: None }
    }

    /// Draws the form.
    pub(super) fn ui(&mut self, ui: &Ui, asked: &mut Asked<'_>) {
        let waits = self.why_not_add().is_none();
        let waits = waits.then_some("Add the attribute that waits in its field, or empty it.");
        let answer = Dialog::new("One person, typed by hand", "Cancel")
            .text("The mapping is tried on this person alone. Nothing is sent or kept.")
            .act(Button::primary("Try the mapping").blocked(waits))
            .width(WIDTH)
            .show(ui, |ui| {
                let room = ui.ctx().content_rect().height() - AROUND;
                let area = ScrollArea::vertical().max_height(room.clamp(0.0, HEIGHT));
                let area = area.auto_shrink([false, true]);
                area.show(ui, |ui| self.values_ui(ui));
                self.another_ui(ui);
                text::hint(ui, "An empty field is an attribute the person does not have.");
            });
        match answer {
            Answer::Acted => {
                let values = self.values.iter().filter(|(_, value)| !value.is_empty());
                let typed = MappingsAction::TypedPerson(values.cloned().collect());
                asked.push(Action::Mappings(typed));
            }
            Answer::Closed => asked.push(Action::CloseDialog),
            Answer::Waiting | Answer::Aside => {}
        }
    }

    fn values_ui(&mut self, ui: &mut Ui) {
        for (at, (name, value)) in self.values.iter_mut().enumerate() {
            let about = KnownAttribute::named(name).map_or("", |known| known.summary);
            let field = Field::new(name).note(about).show(ui, value);
            if self.added == Some(at) {
                field.request_focus();
                field.scroll_to_me(None);
                self.added = None;
            }
            ui.add_space(size::GAP_SMALL);
        }
    }

    fn another_ui(&mut self, ui: &mut Ui) {
        ui.horizontal(|ui| {
            let note = if self.why_not_add().is_none() { "Enter adds it." } else { "" };
            let field = Field::new("Another attribute").hint("extensionAttribute7").note(note);
            let field = field.width(260.0).show(ui, &mut self.another);
            let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            let why = self.why_not_add();
            let is_clicked = ui.add(Button::plain("Add attribute").blocked(why)).clicked();
            if why.is_none() && (is_clicked || is_entered) {
                self.add();
            }
        });
    }

    fn why_not_add(&self) -> Option<&'static str> {
        let name = self.another.trim();
        if name.is_empty() {
            Some("Type the name of the attribute first.")
        } else if self.values.iter().any(|(known, _)| known == name) {
            Some("It is in the list already.")
        } else {
            None
        }
    }

    fn add(&mut self) {
        self.added = Some(self.values.len());
        self.values.push((self.another.trim().to_owned(), String::new()));
        self.another.clear();
    }
}

/// The attributes that a source reads.
fn read_by(source: &Source) -> Vec<String> {
    match source {
        Source::Direct(name) => vec![name.clone()],
        Source::Expression(text) => text
            .expression()
            .map(|expression| Expression::attributes(expression).map(str::to_owned).collect())
            .unwrap_or_default(),
        Source::Constant(_) | Source::None => Vec::new(),
    }
}
