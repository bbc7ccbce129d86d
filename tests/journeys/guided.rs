//! Work that is done by hand in Command, with another organization on loopback in its place, and a server that is unlocked
//! for one piece of work.

use std::time::Duration;

use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use scim_desk::Start;
use scim_desk::Vault;

use crate::desk::Desk;
use crate::outlines;
use crate::removal::consent;
use crate::server::Server;

/// The desk shows the deactivated people of the server as one of this kind.
fn shown(server: &Server, kind: &str) -> Desk {
    let home = tempfile::tempdir().unwrap();
    let start = Start::inside(home.path(), Vault::memory(), 8)
        .with_countdown(Duration::ZERO)
        .with_clock(outlines::noon);
    let mut desk = Desk::open(home, start, 1.0);
    desk.wait("All people read");
    desk.press(Modifiers::COMMAND, Key::N);
    desk.wait("Read people and groups of another organization.");
    desk.settle();
    desk.click(Role::ComboBox, "Where");
    desk.pick(kind);
    desk.type_into(Role::TextInput, "Tenant URL", server.url());
    desk.type_into(Role::PasswordInput, "SCIM token", server.token());
    desk.type_into(Role::TextInput, "Name", "Halcyon, production");
    desk.dialog_button("Save and check");
    desk.leave_the_check();
    desk.wait("All people read");
    desk.button("State: any");
    desk.pick("Deactivated");
    desk.node(Role::RowGroup, "Rows of Users").focus();
    desk.settle();
    desk.key(Key::Home);
    desk.wait("Deactivated by Entra ID");
    desk
}

#[test]
fn a_person_is_deleted_by_hand_between_two_looks() {
    let server = Server::with_people(120);
    let mut desk = shown(&server, "Verkada Command, another tenant URL");
    let name = desk.column("Name")[0].clone();
    desk.button("Delete…");
    consent(&mut desk, &format!("Begin to delete {name}…"));
    desk.wait("Delete 1 person in Command");
    desk.settle();
    desk.button("Look before");
    desk.until("the end of the look", |desk| {
        desk.find(|seen| seen.text == "Look again" && !seen.is_disabled).is_some()
    });
    assert!(desk.shows("There, deactivated, unchanged since the plan."));
    outlines::check("guided", &mut desk, outlines::page);
    desk.button("I did it: check");
    desk.wait("SCIM still shows the person as before");
    let id = desk.find(|seen| seen.text.starts_with("SCIM id: ")).unwrap().text;
    server.delete_by_hand(id.trim_start_matches("SCIM id: "));
    desk.button("I did it: check");
    desk.wait("All done");
    assert!(desk.shows("SCIM no longer shows the person."));
    desk.go("Overview");
    assert!(!desk.shows("is not finished"));
}

#[test]
fn work_that_is_not_finished_waits_on_the_overview_and_in_the_rail() {
    let server = Server::with_people(120);
    let mut desk = shown(&server, "Verkada Command, another tenant URL");
    let name = desk.column("Name")[0].clone();
    desk.button("Permanently remove…");
    consent(&mut desk, &format!("Begin to permanently remove {name}…"));
    desk.wait("Permanently remove 1 person in Command");
    desk.go("Overview");
    assert!(desk.shows("Permanently remove 1 person in Command is not finished"));
    desk.button("Go on");
    desk.wait("Choose Permanently remove, and confirm.");
    desk.go("Users");
    desk.go("Guided work");
    desk.button("Stop this work…");
    desk.dialog_button("Stop with 1 person left");
    desk.wait("Plan the rest again…");
}

#[test]
fn another_server_is_unlocked_by_its_name_for_one_deletion() {
    let server = Server::with_people(120);
    let mut desk = shown(&server, "Any other SCIM 2.0 server");
    let (name, before) = (desk.column("Name")[0].clone(), desk.rows());
    desk.button("Locked");
    desk.wait("This server has one kind of delete; it may be permanent.");
    desk.settle();
    desk.type_into(Role::TextInput, "Type Halcyon, production", "Halcyon, production");
    desk.dialog_button("Unlock Halcyon, production");
    desk.wait("Unlocked 10:00");
    desk.button("Delete…");
    consent(&mut desk, &format!("Delete {name}"));
    desk.wait("All 1 done");
    desk.dialog_button("Close");
    desk.until("one person less", |desk| desk.rows() + 1 == before);
    assert!(desk.shows("Locked") && !desk.shows("Unlocked"));
}
