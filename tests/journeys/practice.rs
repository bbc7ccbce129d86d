//! Playing Entra: a person is switched off and on, gets another title and joins a group; somebody new is provisioned.

use std::time::Duration;

use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use scim_desk::Start;
use scim_desk::Vault;

use crate::desk::Desk;

/// The first person of the list is open.
fn desk() -> Desk {
    let home = tempfile::tempdir().unwrap();
    let start = Start::inside(home.path(), Vault::memory(), 40).with_countdown(Duration::ZERO);
    let mut desk = Desk::open(home, start, 1.0);
    desk.wait("All people read");
    desk.go("Groups");
    desk.wait("All groups read");
    desk.go("Users");
    desk.button("State: any");
    desk.pick("Active");
    desk.node(Role::RowGroup, "Rows of Users").focus();
    desk.settle();
    desk.key(Key::Home);
    desk.wait("First name: ");
    desk.button("State: Active");
    desk.pick("Any state");
    desk
}

/// Chooses a verb of the menu of the open person.
fn as_entra(desk: &mut Desk, verb: &str) {
    desk.button("As Entra…");
    desk.pick(verb);
}

/// Sends what is shown, reads what came of it, and closes.
fn send(desk: &mut Desk, in_body: &str, shows: &[&str]) {
    desk.wait("Then it sends");
    let body = |desk: &Desk| {
        desk.find(|seen| seen.text == "Body that Entra would send").map(|seen| seen.value)
    };
    assert!(body(desk).is_some_and(|body| body.contains(in_body)), "{in_body}: {:?}", body(desk));
    desk.dialog_button("Send as Entra");
    desk.wait("Show in Activity");
    for text in shows {
        desk.wait(text);
    }
    desk.dialog_button("Close");
}

#[test]
fn a_person_is_switched_off_and_on_changed_and_taken_into_a_group() {
    let mut desk = desk();
    as_entra(&mut desk, "Deactivate…");
    send(&mut desk, "\"False\"", &["active: true → false", "Read again: one attribute differs"]);
    desk.wait("Deactivated by Entra ID on ");

    as_entra(&mut desk, "Reactivate…");
    send(&mut desk, "\"True\"", &["active: false → true"]);
    desk.wait("Active in Entra ID and in Command.");

    as_entra(&mut desk, "Change attributes…");
    desk.wait("Access credential");
    desk.node(Role::TextInput, "Title").focus();
    desk.settle();
    desk.press(Modifiers::COMMAND, Key::A);
    desk.type_into(Role::TextInput, "Title", "Harbor Pilot");
    desk.dialog_button("Look at the request, 1 attribute…");
    send(&mut desk, "\"Harbor Pilot\"", &["Harbor Pilot"]);
    desk.wait("Title: Harbor Pilot");

    as_entra(&mut desk, "Add to group…");
    desk.wait("Find a group");
    desk.node(Role::RowGroup, "Rows of Groups to choose from").focus();
    desk.settle();
    desk.key(Key::Home);
    desk.dialog_button("Look at the request…");
    send(&mut desk, "\"members\"", &["lists the person"]);

    desk.go("Activity");
    desk.click_starting(Role::Tab, "Record");
    for verb in ["Add to group", "Change attributes", "Reactivate", "Deactivate"] {
        desk.wait(verb);
    }
}

#[test]
fn somebody_new_is_provisioned_and_then_matched() {
    let mut desk = desk();
    let before = desk.rows();
    desk.button("Provision…");
    desk.wait("This domain is on the list.");
    desk.settle();
    desk.dialog_button("Look at the request…");
    desk.wait("Nobody is found, so Entra creates the person.");
    desk.wait("POST /Users");
    send(&mut desk, "\"rosalind.okafor@halcyon.example\"", &["Read again: a new record"]);
    desk.until("one person more", |desk| desk.rows() == before + 1);
}

#[test]
fn a_domain_that_is_not_listed_is_sent_refused_and_explained() {
    let mut desk = desk();
    desk.button("Provision…");
    desk.wait("This domain is on the list.");
    desk.node(Role::TextInput, "userName").focus();
    desk.settle();
    desk.press(Modifiers::COMMAND, Key::A);
    desk.type_into(Role::TextInput, "userName", "ada@contoso.example");
    desk.wait("This domain is not on the list: Command will refuse it.");
    desk.dialog_button("Look at the request…");
    send(&mut desk, "ada@contoso.example", &["Refused", "Entra logs it as InvalidDomain"]);
}
