//! Whom the mapping is tried on: where the people come from, and which of them.

use egui::{Key, Popup, PopupCloseBehavior, ScrollArea, Ui};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::session::action::Action;
use crate::session::mappings::action::MappingsAction;
use crate::session::state::State;
use crate::ui::Asked;
use crate::ui::theme::icons;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::field::Search;
use crate::ui::widgets::menu::Item;
use crate::ui::widgets::{nav, paint, text};
use crate::verkada::name;

/// People shown at once while somebody is looked for.
const SHOWN: usize = 50;
const WIDTH: f32 = 320.0;
const HEIGHT: f32 = 252.0;
/// Characters of a name on the button.
const NAME: usize = 28;

/// What is typed to find a person.
#[derive(Default)]
pub(super) struct PersonPicker {
    typed: String,
    /// Whether the list was there in the frame before.
    is_open: bool,
    /// Who was found for what was typed, in the people of this revision.
    found: Option<(String, u64, Vec<usize>)>,
}

impl PersonPicker {
    /// Draws the box and, once it is open, the list under it.
    pub(super) fn ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        let work = &state.mappings;
        let name = match (&work.person, work.people.is_loading()) {
            (Some(person), _) => person.name.clone(),
            (None, true) => "Reading people…".to_owned(),
            (None, false) => "Choose a person".to_owned(),
        };
        let called = format!("Preview as {}", name::shown(&name));
        let open = ui.add(Button::plain(&short(&name)).icon(icons::USERS).name(&called));
        text::muted(ui, "Preview as");
        let popup = Popup::menu(&open)
            .gap(4.0)
            .width(WIDTH)
            .close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        let shown = popup.show(|ui| {
            ui.set_min_width(WIDTH);
            ui.spacing_mut().item_spacing.y = 0.0;
            self.list_ui(ui, state, asked);
            paint::separator(ui);
            nav::group(ui, "People from");
            if sources_ui(ui, state, asked) {
                ui.close();
            }
        });
        self.is_open = shown.is_some();
    }

    fn list_ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        let work = &state.mappings;
        let Some(people) = work.people.value() else {
            text::muted(ui, "Nobody is read yet.");
            return;
        };
        ui.add_space(size::GAP_SMALL);
        let field = Search::new("Find by name or address").width(WIDTH - 2.0 * size::GAP);
        let field = field.show(ui, &mut self.typed);
        // Opened by the pointer, the box has no focus that could go on to the list.
        if !self.is_open {
            self.is_open = true;
            field.request_focus();
        }
        let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let fresh = self.found.take().filter(|(typed, revision, _)| {
            *typed == self.typed && *revision == work.people_revision
        });
        let (_, _, found) = self.found.insert(fresh.unwrap_or_else(|| {
            let found = people.search(&self.typed).into_iter().take(SHOWN).collect();
            (self.typed.clone(), work.people_revision, found)
        }));
        let is_searched = field.has_focus() && !self.typed.trim().is_empty();
        let mut chosen =
            found.first().copied().filter(|_| is_entered && !self.typed.trim().is_empty());
        ScrollArea::vertical().max_height(HEIGHT).auto_shrink([false, true]).show(ui, |ui| {
            for (at, &row) in found.iter().enumerate() {
                let label = people
                    .person(row)
                    .map(crate::entra::DirectoryPerson::label)
                    .unwrap_or_default();
                let is_chosen = work.person.as_ref().is_some_and(|person| person.at == row);
                // Enter takes the first one found.
                let item = Item::new(&label).checked(is_chosen);
                let item = if is_searched && at == 0 { item.marked() } else { item }.show(ui);
                if item.gained_focus() {
                    item.scroll_to_me(None);
                }
                if item.clicked() {
                    chosen = Some(row);
                }
            }
            if found.is_empty() {
                text::muted(ui, "Nobody has that in their name or address.");
            }
        });
        if let Some(row) = chosen {
            asked.push(Action::Mappings(MappingsAction::Choose(row)));
            ui.close();
        }
    }
}

/// A name as the row of buttons has room for it.
fn short(name: &str) -> String {
    let name = name::shown(name);
    match name.grapheme_indices(true).nth(NAME) {
        Some((end, _)) => format!("{}…", name.get(..end).unwrap_or_default().trim_end()),
        None => name.into_owned(),
    }
}

/// Where people may come from; true when another place was chosen.
fn sources_ui(ui: &mut Ui, state: &State, asked: &mut Asked<'_>) -> bool {
    use crate::session::mappings::trial::PeopleFrom;
    let from = &state.mappings.from;
    let mut chosen = None;
    let of_sandbox = matches!(from, PeopleFrom::Sandbox);
    if (of_sandbox || state.is_sandbox())
        && Item::new("The sandbox's own directory").checked(of_sandbox).show(ui).clicked()
    {
        chosen = Some(MappingsAction::PeopleOfSandbox);
    }
    let file = match from {
        PeopleFrom::File(path) | PeopleFrom::Columns(path, _) => {
            format!("{}…", path.file_name().unwrap_or_default().to_string_lossy())
        }
        _ => "A CSV or JSON file…".to_owned(),
    };
    if Item::new(&file)
        .checked(matches!(from, PeopleFrom::File(_) | PeopleFrom::Columns(..)))
        .show(ui)
        .clicked()
    {
        chosen = Some(MappingsAction::AskPeople);
    }
    if Item::new("Typed by hand…").checked(matches!(from, PeopleFrom::Typed(_))).show(ui).clicked()
    {
        chosen = Some(MappingsAction::AskTyped);
    }
    let is_chosen = chosen.is_some();
    if let Some(action) = chosen {
        asked.push(Action::Mappings(action));
    }
    is_chosen
}
