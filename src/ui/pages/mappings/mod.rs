//! Mappings: what Entra is told to send, tried on people before anything is saved there.

mod behind;
mod cards;
mod compare;
mod counts;
mod editor;
mod everyone;
mod findings;
mod person;
mod requests;
mod rows;
mod source;
#[cfg(test)]
mod tests;
mod trace;
mod verdict;
mod words;

use egui::{Frame, Key, KeyboardShortcut, Margin, Modifiers, Panel, Ui};

use crate::entra::ResourceKind;
use crate::session::action::Action;
use crate::session::mappings::action::MappingsAction;
use crate::session::mappings::document::{OpenDocument, Origin, Template};
use crate::session::remote::Remote;
use crate::session::state::State;
use crate::ui::Asked;
use crate::ui::pages::mappings::cards::CardLab;
use crate::ui::pages::mappings::compare::CompareView;
use crate::ui::pages::mappings::editor::RowEditor;
use crate::ui::pages::mappings::everyone::EveryoneView;
use crate::ui::pages::mappings::findings::{FindingsPane, Shown};
use crate::ui::pages::mappings::person::PersonPicker;
use crate::ui::pages::mappings::rows::RowsTable;
use crate::ui::pages::{header_ui, split};
use crate::ui::theme::icons;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::widgets::banner::Banner;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::chip;
use crate::ui::widgets::menu::{self, Item};

const SAVE: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::S);
const OPEN: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::O);
const UNDO: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::Z);
const REDO: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::Y);
/// Looked for before [`UNDO`], which does not mind the other key.
const REDO_TOO: KeyboardShortcut =
    KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);
/// The pane of findings.
const PANE: f32 = 296.0;
/// The editor under the table.
const EDITOR: f32 = 296.0;

/// Which part of the page is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    /// The rows of people.
    #[default]
    Users,
    /// The rows of groups.
    Groups,
    /// The mapping tried on everybody.
    Everyone,
    /// One card by itself.
    Cards,
    /// Two versions side by side.
    Compare,
}

/// What is typed and chosen on the page.
#[derive(Default)]
pub(crate) struct MappingsPage {
    part: Part,
    rows: RowsTable,
    editor: RowEditor,
    findings: FindingsPane,
    picker: PersonPicker,
    everyone: EveryoneView,
    cards: CardLab,
    compare: CompareView,
    width: Option<f32>,
    /// The comparison that was there in the last frame.
    comparison: Option<u64>,
}

impl MappingsPage {
    /// Draws the page.
    pub(crate) fn ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        if words::is_unread(state) {
            asked.push(Action::Mappings(MappingsAction::Begin));
        }
        let Some(document) = &state.mappings.document else {
            header_ui(ui, "Mappings", "", |_| {});
            return;
        };
        keys(ui, state, document, asked);
        dropped(ui, asked);
        header_ui(ui, "Mappings", &words::about(document), |ui| {
            actions_ui(ui, document, asked);
        });
        let margin = Margin { left: 20, right: 20, top: 0, bottom: 12 };
        Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.horizontal(|ui| {
                self.parts_ui(ui, state, document);
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    self.try_ui(ui, state, asked);
                });
            });
            troubles_ui(ui, state, asked);
        });
        match self.part {
            Part::Users => self.mapping_ui(ui, state, document, ResourceKind::User, asked),
            Part::Groups => self.mapping_ui(ui, state, document, ResourceKind::Group, asked),
            Part::Everyone => {
                if let Some((person, row)) = self.everyone.ui(ui, state, document, asked) {
                    asked.push(Action::Mappings(MappingsAction::Choose(person)));
                    self.part = Part::Users;
                    self.rows.go_to(ResourceKind::User, row.unwrap_or(0));
                }
            }
            Part::Compare => {
                if let Some((person, target)) = self.compare.ui(ui, state, asked) {
                    asked.push(Action::Mappings(MappingsAction::Choose(person)));
                    self.part = Part::Users;
                    let rows = &document.mappings().users.rows;
                    let row = rows.iter().position(|row| Some(&row.target) == target.as_ref());
                    self.rows.go_to(ResourceKind::User, row.unwrap_or(0));
                }
            }
            Part::Cards => {
                if let Some(person) = self.cards.ui(ui, state, asked) {
                    asked.push(Action::Mappings(MappingsAction::Choose(person)));
                    self.part = Part::Users;
                }
            }
        }
    }

    fn parts_ui(&mut self, ui: &mut Ui, state: &State, document: &OpenDocument) {
        let mappings = document.mappings();
        let is_comparing = !matches!(state.mappings.compared, Remote::NotAsked);
        let comparison = is_comparing.then_some(state.mappings.comparisons);
        if comparison != self.comparison {
            self.comparison = comparison;
            if is_comparing {
                self.part = Part::Compare;
            } else if self.part == Part::Compare {
                self.part = Part::Users;
            }
        }
        for (part, text) in [
            (Part::Users, format!("Users {}", mappings.users.rows.len())),
            (Part::Groups, format!("Groups {}", mappings.groups.rows.len())),
            (Part::Everyone, "Everyone".to_owned()),
            (Part::Cards, "Card lab".to_owned()),
            (Part::Compare, "Comparison".to_owned()),
        ] {
            if part == Part::Compare && !is_comparing {
                continue;
            }
            if chip::chip(ui, &text, self.part == part).clicked() {
                self.part = part;
            }
        }
    }

    /// Whom the mapping is tried on.
    fn try_ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        if self.part == Part::Cards {
            return;
        }
        if !matches!(self.part, Part::Everyone | Part::Compare) {
            let everyone = Button::plain("Everyone").icon(icons::PLAY).name("Preview everyone");
            if ui.add(everyone.blocked(words::why_not_everyone(state))).clicked() {
                self.part = Part::Everyone;
                asked.push(Action::Mappings(MappingsAction::TryEveryone));
            }
        }
        self.picker.ui(ui, state, asked);
    }

    fn mapping_ui(
        &mut self,
        ui: &mut Ui,
        state: &State,
        document: &OpenDocument,
        kind: ResourceKind,
        asked: &mut Asked<'_>,
    ) {
        let Self { rows, editor, findings, width, .. } = self;
        let mut wanted = width.unwrap_or(PANE);
        let mut shown = None;
        split(
            ui,
            &mut wanted,
            PANE,
            asked,
            |ui, asked| {
                let most = (ui.available_height() - 160.0).max(120.0);
                let panel = Panel::bottom("mapping editor")
                    .resizable(true)
                    .default_size(EDITOR.min(most))
                    .size_range(120.0..=most)
                    .frame(Frame::new().fill(crate::ui::theme::tokens(ui).raised));
                panel.show(ui, |ui| {
                    // However little a tab has to say, the panel stays as high as somebody made it.
                    ui.set_min_height(ui.available_height());
                    editor.ui(ui, state, document, kind, rows.cursor(kind), asked);
                });
                rows.ui(ui, state, document, kind, asked);
            },
            |ui, asked| shown = findings.ui(ui, state, asked),
        );
        match shown {
            Some(Shown::Row(kind, row)) => {
                self.part = if kind == ResourceKind::User { Part::Users } else { Part::Groups };
                self.rows.go_to(kind, row);
            }
            Some(Shown::Everyone) => self.part = Part::Everyone,
            None => {}
        }
        self.width = Some(wanted);
    }
}

fn actions_ui(ui: &mut Ui, document: &OpenDocument, asked: &mut Asked<'_>) {
    let blocked = words::why_not_save(document);
    let save = Button::primary("Save schema JSON").icon(icons::DOWNLOAD).tip("Ctrl S");
    if ui.add(save.blocked(blocked.as_deref())).clicked() {
        asked.push(Action::Mappings(MappingsAction::AskSave));
    }
    let compare = ui.add(Button::plain("Compare").icon(icons::COMPARE));
    menu::menu(&compare, |ui| {
        let unchanged =
            (document.steps() == 0).then_some("Nothing was changed since it was opened.");
        if Item::new("With the mapping as it was opened").blocked(unchanged).show(ui).clicked() {
            asked.push(Action::Mappings(MappingsAction::CompareWithOpened));
        }
        if Item::new("With another schema JSON…").show(ui).clicked() {
            asked.push(Action::Mappings(MappingsAction::AskCompare));
        }
    });
    let open = ui.add(Button::plain("Open").icon(icons::FOLDER));
    menu::menu(&open, |ui| {
        for template in [Template::Command, Template::EntraDefaults] {
            if Item::new(template.label()).show(ui).clicked() {
                asked.push(Action::Mappings(MappingsAction::OpenTemplate(template)));
            }
        }
        let of_file = matches!(document.origin, Origin::File(_));
        if of_file && Item::new("The template's rows in this schema").show(ui).clicked() {
            asked.push(Action::Mappings(MappingsAction::UseRows(Template::Command)));
        }
        if Item::new("A schema JSON exported from Entra…").keys("Ctrl O").show(ui).clicked() {
            asked.push(Action::Mappings(MappingsAction::AskOpen));
        }
    });
    let nothing = (!document.can_redo()).then_some("Nothing was taken back.");
    let redo = Button::of_icon(icons::REDO, "Redo").tip("Redo  Ctrl Y").blocked(nothing);
    if ui.add(redo).clicked() {
        asked.push(Action::Mappings(MappingsAction::Redo));
    }
    let nothing = (!document.can_undo()).then_some("Nothing was changed yet.");
    let undo = Button::of_icon(icons::UNDO, "Undo").tip("Undo  Ctrl Z").blocked(nothing);
    if ui.add(undo).clicked() {
        asked.push(Action::Mappings(MappingsAction::Undo));
    }
}

fn keys(ui: &Ui, state: &State, document: &OpenDocument, asked: &mut Asked<'_>) {
    if state.is_asking() {
        return;
    }
    let typing = ui.ctx().text_edit_focused();
    let pressed =
        |shortcut: &KeyboardShortcut| ui.input_mut(|input| input.consume_shortcut(shortcut));
    if pressed(&SAVE) && words::why_not_save(document).is_none() {
        asked.push(Action::Mappings(MappingsAction::AskSave));
    }
    if pressed(&OPEN) {
        asked.push(Action::Mappings(MappingsAction::AskOpen));
    }
    if !typing && (pressed(&REDO) || pressed(&REDO_TOO)) {
        asked.push(Action::Mappings(MappingsAction::Redo));
    }
    if !typing && pressed(&UNDO) {
        asked.push(Action::Mappings(MappingsAction::Undo));
    }
}

/// Takes a file that was dropped on the window.
fn dropped(ui: &Ui, asked: &mut Asked<'_>) {
    let path = ui.input(|input| input.raw.dropped_files.first().map(|file| file.path().to_owned()));
    if let Some(path) = path {
        asked.push(Action::Mappings(MappingsAction::Dropped(path)));
    }
}

/// What went wrong with a file or a reading, above everything else.
fn troubles_ui(ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
    let work = &state.mappings;
    if let Some(problem) = &work.refused {
        ui.add_space(size::GAP);
        let (title, detail) = (problem.title(), problem.explanation());
        let shown = Banner::new(Tone::Danger, &title).detail(&detail).actions(&["Dismiss"]);
        if shown.show(ui).is_some() {
            asked.push(Action::Mappings(MappingsAction::Understood));
        }
    }
    if let Some(problem) = work.held.problem() {
        ui.add_space(size::GAP);
        let detail = problem.explanation();
        let title = "What Command holds could not be read: results are shown without it";
        let shown = Banner::new(Tone::Warning, title).detail(&detail).actions(&["Read again"]);
        if shown.show(ui).is_some() {
            asked.push(Action::Mappings(MappingsAction::ReadHeld));
        }
    }
}
