//! Another organization: added, checked, read, left, forgotten.

use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;

use crate::desk::Desk;
use crate::server::Server;

#[test]
fn a_second_organization_is_added_checked_read_and_forgotten() {
    let mut desk = Desk::with_people(40);
    desk.wait("All people read");
    let server = Server::with_people(90);
    desk.add_connection("Second company", server.url(), server.token());
    desk.leave_the_check();
    desk.until("its people", |desk| desk.rows() == 90);
    desk.wait("All people read");
    assert!(desk.find(|seen| seen.role == Role::Button && seen.text == "Locked").is_some());
    desk.go("Diagnose");
    desk.wait("All is well, checked");
    desk.until("the settings to be written", |desk| desk.settings().contains("proven_at"));
    let settings = desk.settings();
    assert!(settings.contains("Second company") && settings.contains(server.url()));
    assert!(!settings.contains(server.token()), "a token must not be in any file");
    desk.go("Settings");
    desk.wait(server.url());
    desk.go("Users");
    desk.click(Role::ComboBox, "Connection SCIM: Second company");
    desk.pick("Halcyon Freight · Sandbox");
    desk.until("the sandbox again", |desk| desk.rows() == 40);
    desk.go("Settings");
    desk.button("Use Second company");
    desk.go("Users");
    desk.until("the second again", |desk| desk.rows() == 90);
    desk.go("Settings");
    desk.button("Forget Second company");
    desk.wait("This computer forgets the connection");
    assert_eq!(
        desk.focused().map(|seen| seen.text).as_deref(),
        Some("Keep it"),
        "the safe button has the focus"
    );
    desk.key(Key::Escape);
    desk.wait_gone("This computer forgets the connection");
    assert!(desk.settings().contains("Second company"));
    desk.button("Forget Second company");
    desk.wait("This computer forgets the connection");
    desk.dialog_button("Forget Second company");
    desk.wait("Second company is forgotten");
    desk.until("the settings without it", |desk| !desk.settings().contains("Second company"));
    desk.go("Users");
    desk.until("the sandbox", |desk| desk.rows() == 40);
}

#[test]
fn a_token_of_one_run_is_asked_for_in_the_next_and_works_at_once() {
    let server = Server::with_people(20);
    let mut desk = Desk::with_people(10);
    desk.wait("All people read");
    desk.add_connection("Second company", server.url(), server.token());
    desk.leave_the_check();
    desk.until("its people", |desk| desk.rows() == 20);
    desk.until("the check", |desk| desk.settings().contains("proven_at"));
    let mut desk = desk.reopen();
    desk.wait("Token of Second company");
    assert_eq!(desk.rows(), 0, "nothing is sent without a token");
    desk.type_into(Role::PasswordInput, "SCIM token", server.token());
    desk.dialog_button("Save and check");
    desk.leave_the_check();
    desk.until("its people", |desk| desk.rows() == 20);
}

#[test]
fn the_dialog_says_what_is_missing_and_esc_throws_the_token_away() {
    let mut desk = Desk::with_people(0);
    desk.wait("All people read");
    desk.press(Modifiers::COMMAND, Key::N);
    desk.dialog_button("Save and check");
    desk.wait("Paste the token.");
    assert!(desk.shows("Give it a name"));
    desk.type_into(Role::PasswordInput, "SCIM token", "half typed");
    assert!(!desk.text().contains("half typed"), "a token is in the accessibility tree");
    desk.key(Key::Escape);
    desk.wait_gone("Paste the token.");
    desk.press(Modifiers::COMMAND, Key::N);
    let field = desk.find(|seen| seen.role == Role::PasswordInput).unwrap();
    assert_eq!(field.value, "");
}

#[test]
fn a_tenant_url_that_is_none_is_explained_before_anything_is_saved() {
    let mut desk = Desk::with_people(0);
    desk.wait("All people read");
    desk.fill_connection("Odd", "ftp://scim.example.com", "some-made-up-token");
    desk.dialog_button("Save and check");
    assert!(desk.shows("Add connection"), "the dialog stays");
    assert!(desk.shows("http"), "{}", desk.text());
    assert!(!desk.settings().contains("Odd"));
}
