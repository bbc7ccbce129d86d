//! Domains and the token, from the first set-up to a Refresh.

use egui::Key;
use egui::accesskit::Role;

use crate::desk::Desk;

const PAGE: &str = "Domains & token";

fn desk() -> Desk {
    let mut desk = Desk::with_people(200);
    desk.wait("All people read");
    desk.go(PAGE);
    desk.wait("halcyon.example: Covers");
    desk
}

#[track_caller]
fn type_phrase(desk: &mut Desk, phrase: &str) {
    desk.type_into(Role::TextInput, &format!("Type {phrase}"), phrase);
    desk.wait("Matches");
}

#[test]
fn a_domain_is_removed_with_the_phrase_and_added_again_with_one_click() {
    let mut desk = desk();
    desk.click(Role::Link, "Remove halcyon.example…");
    desk.wait("Remove halcyon.example from the list?");
    type_phrase(&mut desk, "REMOVE 1 HALCYON FREIGHT");
    desk.key(Key::Enter);
    desk.wait("Remove halcyon.example from the list?");
    desk.dialog_button("Remove halcyon.example");
    desk.wait("Add halcyon.example");
    desk.wait("Remove domain: halcyon.example");
    desk.click(Role::Link, "Add halcyon.example");
    desk.wait("halcyon.example: Covers");
}

#[test]
fn a_refreshed_token_is_shown_once_proven_and_the_old_one_is_proven_dead() {
    let mut desk = desk();
    desk.button("Refresh token…");
    desk.wait("Refresh the SCIM token of Halcyon Freight?");
    type_phrase(&mut desk, "REFRESH 1 HALCYON FREIGHT");
    desk.dialog_button("Refresh the token");
    desk.wait("The SCIM token of Halcyon Freight");
    for step in ["Kept in the keyring as", "New token accepted by /Users, 200", "refused with 401"]
    {
        desk.wait(step);
    }
    desk.key(Key::Escape);
    desk.dialog_button("Reveal the token");
    assert!(!desk.text().contains("scimdesk_sandbox_"), "the tree describes the token");
    desk.dialog_button("I have it, close");
    desk.wait_gone("I have it, close");
    desk.wait("Proven ");
    desk.wait("Receipts");
    assert!(desk.settings().contains("fingerprint"));
    assert!(!desk.settings().contains("scimdesk_sandbox_"));
}

#[test]
fn the_first_set_up_is_practiced_from_an_empty_organization() {
    let mut desk = desk();
    desk.button("Start the practice organization over…");
    desk.wait("Start the practice organization over?");
    desk.settle();
    desk.click(Role::ComboBox, "Begin with");
    desk.pick("Nothing, to practice the first set-up");
    desk.dialog_button("Start over with nothing");
    desk.wait("No domain listed yet");
    desk.go("Users");
    desk.wait("SCIM is not set up yet");
    desk.button("Add the first domain…");
    desk.wait("The first domain brings the SCIM token");
    desk.settle();
    desk.type_into(Role::TextInput, "Domain", "halcyon.example");
    desk.dialog_button("Add domain");
    desk.wait("New token accepted by /Users, 200");
    desk.dialog_button("Copy the tenant URL");
    desk.dialog_button("I have it, close");
    desk.wait("Does Entra have it?");
    desk.dialog_button("Close, Entra has it");
    desk.wait("halcyon.example: Covers nobody. Listed, unused");
    desk.wait("1 domain listed · 1 token for the organization");
}
