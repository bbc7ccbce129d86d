//! Every control has a role and a name of its own and can be reached and left by keyboard.

use std::collections::BTreeSet;

use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;

use crate::desk::Desk;
use crate::desk::PAGES;
use crate::desk::Seen;

fn desk() -> Desk {
    let mut desk = Desk::with_people(8);
    desk.wait("All people read");
    desk
}

fn controls(desk: &Desk) -> Vec<Seen> {
    desk.all()
        .into_iter()
        .filter(|seen| seen.is_focusable && !seen.is_disabled && seen.role != Role::Window)
        .collect()
}

fn name(seen: &Seen) -> String {
    format!("{:?} {:?}", seen.role, seen.text)
}

/// The names of all that Tab comes to until it begins anew.
fn reached(desk: &mut Desk) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let most = 2 * desk.all().len();
    for _ in 0..most {
        desk.press(Modifiers::NONE, Key::Tab);
        let all = desk.all();
        let Some(mut place) =
            all.iter().position(|seen| seen.is_focused && seen.role != Role::Window)
        else {
            continue;
        };
        if all[place].role == Role::Row {
            // The row under the cursor stands for its table.
            place = all[..place].iter().rposition(|seen| seen.role == Role::RowGroup).unwrap();
        }
        if !reached.insert(name(&all[place])) {
            break;
        }
    }
    reached
}

#[track_caller]
fn check_names(desk: &Desk, place: &str) {
    let mut names = BTreeSet::new();
    for control in controls(desk) {
        assert!(
            !control.text.trim().is_empty(),
            "{place}: {:?} at {:?} has no name",
            control.role,
            control.rect
        );
        assert!(names.insert(name(&control)), "{place}: {} is there twice", name(&control));
    }
}

#[track_caller]
fn check_walk(desk: &mut Desk, place: &str) {
    desk.settle();
    check_names(desk, place);
    let wanted: BTreeSet<String> = controls(desk).iter().map(name).collect();
    let reached = reached(desk);
    let missed: Vec<_> = wanted.difference(&reached).collect();
    assert!(missed.is_empty(), "{place}: Tab does not reach {missed:?}, but {reached:?}");
}

#[test]
fn every_control_has_a_name_of_its_own_and_tab_reaches_it() {
    let mut desk = desk();
    for page in PAGES {
        desk.go(page);
        if page == "Mappings" {
            desk.until("the values", |desk| desk.column("Result").len() > 1);
        }
        check_walk(&mut desk, page);
    }
}

#[test]
fn every_part_of_the_mappings_page_can_be_walked_by_tab() {
    let mut desk = desk();
    desk.go("Mappings");
    desk.click_starting(Role::Button, "Open");
    desk.pick("Entra's default mappings");
    desk.wait("Groups send externalId");
    desk.click_starting(Role::Link, "10 more like it: ");
    check_walk(&mut desk, "the rows of users");
    for (part, told) in [
        ("Why", "Command has it already"),
        ("Person", "Entra finds"),
        ("Requests", "If all were changed"),
        ("Groups 3", "Mappings of groups"),
        ("Everyone", "Try the mapping on everybody"),
        ("Card lab", "Nothing against it"),
    ] {
        let role = if desk.find(|seen| seen.role == Role::Tab && seen.text == part).is_some() {
            Role::Tab
        } else {
            Role::Button
        };
        desk.click(role, part);
        desk.wait(told);
        check_walk(&mut desk, part);
    }
    desk.button("Everyone");
    desk.click(Role::Button, "Preview everyone");
    desk.wait("Nothing to do, ");
    check_walk(&mut desk, "the counts");
    desk.button("Users 22");
    desk.click(Role::Tab, "Row");
    desk.button("Expression");
    desk.wait("Ctrl Space completes");
    check_walk(&mut desk, "an expression");
    desk.button("Compare");
    desk.pick("With the mapping as it was opened");
    desk.wait("Close comparison");
    check_walk(&mut desk, "the comparison");
}

#[test]
fn a_person_and_a_group_can_be_walked_by_tab() {
    let mut desk = desk();
    desk.node(Role::RowGroup, "Rows of Users").focus();
    desk.settle();
    desk.key(Key::Home);
    desk.wait("First name: ");
    for tab in ["Profile", "Access", "Groups ", "SCIM"] {
        desk.click_starting(Role::Tab, tab);
        check_walk(&mut desk, tab);
    }
}

#[test]
fn dialogs_take_the_keyboard_keep_it_and_give_it_back() {
    for (opener, dialog) in
        [("Add connection…", "Add connection"), ("Keyboard shortcuts", "Keyboard shortcuts")]
    {
        let mut desk = desk();
        desk.go("Settings");
        desk.node(Role::Button, opener).focus();
        desk.settle();
        desk.key(Key::Enter);
        desk.until(dialog, |desk| {
            desk.find(|seen| seen.role == Role::Dialog && seen.text == dialog).is_some()
        });
        desk.settle();
        let inside = desk.inside_dialog();
        let is_inside = |desk: &Desk| {
            let focused = desk.focused();
            focused.is_some_and(|focused| {
                inside.iter().any(|seen| seen.role == focused.role && seen.text == focused.text)
            })
        };
        assert!(is_inside(&desk), "{dialog}: the focus is at {:?}", desk.focused());
        for _ in 0..inside.len() + 2 {
            desk.key(Key::Tab);
            assert!(is_inside(&desk), "{dialog}: Tab leaves it for {:?}", desk.focused());
        }
        desk.key(Key::Escape);
        desk.until("its end", |desk| desk.find(|seen| seen.role == Role::Dialog).is_none());
        desk.settle();
        assert_eq!(
            desk.focused().map(|seen| seen.text).as_deref(),
            Some(opener),
            "{dialog}: the focus comes back"
        );
    }
}

#[test]
fn pages_and_help_have_their_keys() {
    let mut desk = desk();
    for (key, text) in [
        (Key::Num1, "With strangers"),
        (Key::Num2, "SCIM token"),
        (Key::Num4, "37 groups"),
        (Key::Num6, "From Command template"),
        (Key::Num7, "Does the host name have an address?"),
        (Key::Num8, "Clear requests"),
        (Key::Num9, "Privacy"),
        (Key::Num3, "8 people"),
    ] {
        desk.press(Modifiers::COMMAND, key);
        if key != Key::Num3 {
            desk.wait(text);
        }
    }
    desk.harness.event(egui::Event::Text("?".to_owned()));
    desk.wait("Find a person, group or command");
    desk.wait("Jump to a name in a list");
}
