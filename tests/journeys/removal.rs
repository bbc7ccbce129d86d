//! Taking people away, from the list to the proof: one, then for good, and forty at once.

use std::time::Duration;

use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use scim_desk::Start;
use scim_desk::Vault;

use crate::desk::Desk;

/// Only those whom the identity provider has deactivated are shown, and no run waits before its first call.
fn deactivated(people: u32) -> Desk {
    let home = tempfile::tempdir().unwrap();
    let start = Start::inside(home.path(), Vault::memory(), people).with_countdown(Duration::ZERO);
    let mut desk = Desk::open(home, start, 1.0);
    desk.wait("All people read");
    desk.button("State: any");
    desk.pick("Deactivated");
    desk
}

/// Fills in what the dialog asks for, and acts.
pub(crate) fn consent(desk: &mut Desk, act: &str) {
    desk.wait("Reason or ticket");
    desk.settle();
    desk.type_into(Role::TextInput, "Reason or ticket", "HR-4471 leavers, November");
    loop {
        let field = desk.find(|seen| {
            seen.role == Role::TextInput && seen.text.starts_with("Type ") && seen.value.is_empty()
        });
        let Some(field) = field else { break };
        let phrase = field.text.trim_start_matches("Type ").to_owned();
        desk.type_into(Role::TextInput, &field.text, &phrase);
    }
    desk.dialog_button(act);
}

#[test]
fn a_deactivated_person_is_deleted_waits_in_deleted_users_and_is_removed_for_good() {
    let mut desk = deactivated(120);
    desk.node(Role::RowGroup, "Rows of Users").focus();
    desk.settle();
    desk.key(Key::Home);
    desk.wait("Deactivated by Entra ID on ");
    let (name, before) = (desk.column("Name")[0].clone(), desk.rows());
    desk.button("Delete…");
    desk.wait("Roles kept");
    consent(&mut desk, &format!("Delete {name}"));
    desk.wait("All 1 done");
    desk.dialog_button("Close");
    desk.until("one person less", |desk| desk.rows() + 1 == before);

    desk.go("Deleted users");
    desk.until("the deleted person", |desk| desk.column("Name").contains(&name));
    desk.node(Role::RowGroup, "Rows of Deleted users").focus();
    desk.settle();
    let row = desk.column("Name").iter().position(|shown| *shown == name).unwrap();
    desk.key(Key::Home);
    for _ in 0..row {
        desk.key(Key::ArrowDown);
    }
    desk.wait("What was kept");
    desk.button("Permanently remove…");
    desk.wait("Roles lost");
    consent(&mut desk, &format!("Permanently remove {name}"));
    desk.wait("All 1 done");
    desk.dialog_button("Close");
    desk.until("nobody of that name", |desk| !desk.column("Name").contains(&name));

    desk.go("Activity");
    desk.click_starting(Role::Tab, "Record");
    for run in [format!("Permanently remove {name}"), format!("Delete {name}")] {
        desk.wait(&run);
    }
    desk.button("Check the record");
    desk.wait("lines are as they were written");
}

#[test]
fn forty_people_are_deleted_at_once_and_each_is_told() {
    let mut desk = deactivated(1_000);
    desk.node(Role::RowGroup, "Rows of Users").focus();
    desk.settle();
    desk.key(Key::Home);
    desk.wait("First name: ");
    for _ in 1..40 {
        desk.press(Modifiers::SHIFT, Key::ArrowDown);
    }
    desk.wait("40 chosen");
    desk.button("Delete the 40 chosen…");
    desk.wait("Roles kept");
    desk.wait("4.0 % of people, limit 10 %");
    consent(&mut desk, "Delete 40 people");
    desk.wait("All 40 done");
    desk.wait("40 done");
    desk.dialog_button("Close");
    desk.until("the rail to count them", |desk| {
        desk.find(|seen| seen.role == Role::Tab && seen.text.starts_with("Deleted users, "))
            .is_some()
    });
}

#[test]
fn an_active_person_can_not_be_deleted_and_the_pane_says_what_to_do() {
    let mut desk = Desk::with_people(30);
    desk.wait("All people read");
    desk.button("State: any");
    desk.pick("Active");
    desk.node(Role::RowGroup, "Rows of Users").focus();
    desk.settle();
    desk.key(Key::Home);
    desk.wait("Deactivate the person in Entra first");
    for name in ["Delete…", "Permanently remove…"] {
        let button = desk.find(|seen| seen.role == Role::Button && seen.text == name).unwrap();
        assert!(button.is_disabled, "{name}");
    }
}
