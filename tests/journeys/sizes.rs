//! No button is outside of the window, at any scale and in the smallest window.

use egui::Key;
use egui::Modifiers;
use egui::Rect;
use egui::Vec2;
use egui::accesskit::Role;
use scim_desk::Start;
use scim_desk::Vault;

use crate::desk::Desk;
use crate::desk::PAGES;
use crate::desk::Seen;

const SCALES: [f32; 3] = [1.0, 1.5, 2.0];
const SIZES: [[f32; 2]; 3] = [[900.0, 560.0], [1280.0, 800.0], [1920.0, 1200.0]];
fn is_control(seen: &Seen) -> bool {
    matches!(
        seen.role,
        Role::Button
            | Role::ComboBox
            | Role::TextInput
            | Role::PasswordInput
            | Role::Tab
            | Role::Link
    )
}

/// What lies below the window on a page that scrolls comes into view by scrolling; nothing lies beside it.
#[track_caller]
fn check(desk: &Desk, size: [f32; 2], place: &str) {
    let window = Rect::from_min_size(egui::Pos2::ZERO, Vec2::from(size)).expand(0.5);
    let all = desk.all();
    let scrolls = all.iter().any(|seen| seen.role == Role::ScrollBar);
    for control in all.iter().filter(|seen| is_control(seen)) {
        let rect = control.rect;
        let is_beside = rect.left() < window.left()
            || rect.right() > window.right()
            || rect.top() < window.top();
        let is_below = rect.bottom() > window.bottom() && !scrolls;
        assert!(
            !is_beside && !is_below,
            "{place}: {:?} {:?} is at {rect:?}",
            control.role,
            control.text
        );
    }
    let buttons: Vec<_> = all
        .iter()
        .filter(|seen| matches!(seen.role, Role::Button | Role::ComboBox | Role::TextInput))
        .collect();
    for (position, one) in buttons.iter().enumerate() {
        for other in buttons.iter().skip(position + 1) {
            let common = one.rect.shrink(1.0).intersect(other.rect.shrink(1.0));
            assert!(!common.is_positive(), "{place}: {:?} and {:?} overlap", one.text, other.text);
        }
    }
}

#[test]
fn every_button_is_inside_the_window_on_every_page() {
    for scale in SCALES {
        let home = tempfile::tempdir().unwrap();
        let start = Start::inside(home.path(), Vault::memory(), 30);
        let mut desk = Desk::open(home, start, scale);
        desk.wait("All people read");
        for size in SIZES {
            desk.harness.set_size(Vec2::from(size));
            for page in PAGES {
                desk.go(page);
                desk.settle();
                check(&desk, size, &format!("{page} at {scale} in {size:?}"));
            }
        }
    }
}

#[test]
fn every_button_is_inside_the_window_beside_a_person_and_a_group() {
    let mut desk = Desk::with_people(30);
    desk.wait("All people read");
    desk.node(Role::RowGroup, "Rows of Users").focus();
    desk.settle();
    desk.key(Key::Home);
    desk.wait("First name: ");
    desk.go("Groups");
    desk.node(Role::RowGroup, "Rows of Groups").focus();
    desk.settle();
    desk.key(Key::Home);
    desk.wait("Close this group");
    for size in SIZES {
        desk.harness.set_size(Vec2::from(size));
        for page in ["Users", "Groups"] {
            desk.go(page);
            desk.settle();
            check(&desk, size, &format!("{page} with one open in {size:?}"));
        }
    }
}

#[test]
fn every_button_is_inside_the_window_in_every_part_of_the_mappings_page() {
    let mut desk = Desk::with_people(30);
    desk.wait("All people read");
    desk.go("Mappings");
    desk.click_starting(Role::Button, "Open");
    desk.pick("Entra's default mappings");
    desk.wait("Groups send externalId");
    desk.button("Preview everyone");
    desk.wait("Nothing to do, ");
    desk.button("Users 22");
    desk.button("Expression");
    desk.wait("Ctrl Space completes");
    desk.button("Compare");
    desk.pick("With the mapping as it was opened");
    desk.wait("Close comparison");
    for size in SIZES {
        desk.harness.set_size(Vec2::from(size));
        for part in ["Comparison", "Card lab", "Everyone", "Groups 3", "Users 22"] {
            desk.button(part);
            check(&desk, size, &format!("{part} in {size:?}"));
        }
        for side in ["Why", "Person", "Requests", "Row"] {
            desk.click(Role::Tab, side);
            check(&desk, size, &format!("{side} in {size:?}"));
        }
    }
}

#[test]
fn dialogs_fit_the_smallest_window() {
    let mut desk = Desk::with_people(3);
    desk.wait("All people read");
    desk.harness.set_size(Vec2::from(SIZES[0]));
    desk.go("Diagnose");
    for key in [Key::N, Key::K] {
        desk.press(Modifiers::COMMAND, key);
        desk.settle();
        let window = Rect::from_min_size(egui::Pos2::ZERO, Vec2::from(SIZES[0])).expand(0.5);
        for control in desk.all().iter().filter(|seen| is_control(seen)) {
            assert!(
                window.contains_rect(control.rect),
                "{:?} is at {:?}",
                control.text,
                control.rect
            );
        }
        desk.key(Key::Escape);
    }
}
