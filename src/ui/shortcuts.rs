//! Keys that work everywhere, and the sheet that lists all keys.

use egui::{Key, KeyboardShortcut, Modifiers, Ui};

use crate::session::action::{Action, LockReason, OrganizationAction};
use crate::ui::theme::tokens::size;
use crate::ui::widgets::dialog::{Answer, Dialog};
use crate::ui::widgets::{badge, text};
use crate::ui::{Asked, Go, Page, dialogs};

const PALETTE: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::K);
const LOCK: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::L);
const ADD: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::N);
const SETTINGS: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::Comma);
const NUMBERS: [Key; 9] = [
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::Num5,
    Key::Num6,
    Key::Num7,
    Key::Num8,
    Key::Num9,
];

const SHEET: [(&str, &str); 21] = [
    ("Ctrl K", "Find a person, group or command"),
    ("Ctrl 1 … 9", "Go to a page"),
    ("Ctrl F  or  /", "Filter the list"),
    ("F5", "Read people and groups again"),
    ("Ctrl N", "Add a connection"),
    ("Ctrl ,", "Settings"),
    ("Ctrl L", "Lock now: take tokens out of memory"),
    ("↑ ↓", "Move in a list"),
    ("Home  End  PgUp  PgDn", "Move far in a list"),
    ("Letters", "Jump to a name in a list"),
    ("Enter", "Open the chosen row"),
    ("Space", "Choose a row or take it out"),
    ("Shift ↑ ↓", "Choose several rows"),
    ("Ctrl A", "Choose all rows shown"),
    ("Ctrl C", "Copy the chosen rows"),
    ("Ctrl S  Ctrl O", "Save or open a schema, on Mappings"),
    ("Ctrl Z  Ctrl Y", "Undo and redo, on Mappings"),
    ("Del  Ctrl D  Alt ↑ ↓", "Remove, duplicate or move a row, on Mappings"),
    ("Shift F10", "What can be done with a row, on Mappings"),
    ("Ctrl Space", "Complete an expression"),
    ("Esc", "Close, or clear the filter"),
];

/// Acts on keys that work on every page.
pub(super) fn global(ui: &Ui, page: Page, asked: &mut Asked<'_>) {
    let pressed =
        |shortcut: &KeyboardShortcut| ui.input_mut(|input| input.consume_shortcut(shortcut));
    if pressed(&PALETTE) {
        asked.go(Go::Palette);
    }
    if pressed(&ADD) {
        asked.push(Action::AskAddConnection);
    }
    if pressed(&SETTINGS) {
        asked.go(Go::To(Page::Settings));
    }
    for (key, page) in NUMBERS.into_iter().zip(Page::ALL) {
        if pressed(&KeyboardShortcut::new(Modifiers::COMMAND, key)) {
            asked.go(Go::To(page));
        }
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::F5)) {
        asked.push(match page {
            Page::Diagnose => Action::Check,
            Page::Deleted => Action::Organization(OrganizationAction::ReadDeleted),
            _ => Action::Refresh,
        });
    }
    let is_typing = ui.ctx().text_edit_focused();
    if !is_typing
        && ui.input(|input| {
            input.events.iter().any(|event| matches!(event, egui::Event::Text(text) if text == "?"))
        })
    {
        asked.go(Go::Shortcuts);
    }
}

/// Acts on the one key that works over dialogs too.
pub(super) fn lock(ui: &Ui, asked: &mut Asked<'_>) {
    if ui.input_mut(|input| input.consume_shortcut(&LOCK)) {
        asked.push(Action::Lock(LockReason::Asked));
    }
}

/// Draws the sheet; true when it is to be closed.
pub(super) fn sheet_ui(ui: &Ui) -> bool {
    let answer = Dialog::new("Keyboard shortcuts", "Close").width(440.0).show(ui, |ui| {
        dialogs::scrolled(ui, |ui| {
            // The bar stands at the edge.
            ui.set_min_width(ui.available_width());
            let grid = egui::Grid::new("shortcuts").num_columns(2);
            grid.spacing([size::GAP_LARGE, size::GAP]).show(ui, |ui| {
                ui.spacing_mut().interact_size.y = size::LINE_HEIGHT;
                for (keys, meaning) in SHEET {
                    badge::key_hint(ui, keys);
                    text::body(ui, meaning);
                    ui.end_row();
                }
            });
        });
    });
    answer == Answer::Closed
}

#[cfg(test)]
mod tests {
    use egui::accesskit::Role;
    use egui_kittest::kittest::Queryable as _;

    use super::sheet_ui;
    use crate::ui::widgets::testing::{click_at, harness};

    #[test]
    fn the_sheet_is_closed_by_the_pointer_in_a_low_window() {
        let mut harness = harness(false, |ui, closed: &mut bool| *closed |= sheet_ui(ui));
        for height in [400.0, 600.0, 800.0] {
            harness.set_size(egui::vec2(900.0, height));
            harness.run_steps(6);
            let close = harness.get_by_role_and_label(Role::Button, "Close").rect();
            let title = harness.get_by_role_and_label(Role::Label, "Keyboard shortcuts").rect();
            assert!(close.bottom() < height && title.top() > 0.0, "{close:?} of {height}");
            click_at(&mut harness, close.center());
            assert!(std::mem::take(harness.state_mut()), "{height}");
        }
    }
}
