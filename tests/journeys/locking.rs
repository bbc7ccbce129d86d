//! Locking by hand: half-typed tokens are wiped, readings stop, and the next request works again.

use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;

use crate::desk::Desk;
use crate::server::Server;

#[test]
fn a_lock_wipes_a_half_typed_token_and_says_so() {
    let mut desk = Desk::with_people(3);
    desk.wait("All people read");
    desk.fill_connection("Second company", "https://scim.example.com/scim", "some-made-up-token");
    desk.press(Modifiers::COMMAND, Key::L);
    desk.wait("The window locked and the token was wiped");
    desk.dialog_button("Save and check");
    assert!(desk.shows("Add connection"), "there is no token to save");
    desk.type_into(Role::PasswordInput, "SCIM token", "another-made-up-token");
    desk.wait_gone("The window locked and the token was wiped");
}

#[test]
fn a_locked_window_shows_what_it_shows_and_the_next_request_works() {
    let server = Server::with_people(20);
    let mut desk = Desk::with_people(10);
    desk.wait("All people read");
    desk.add_connection("Second company", server.url(), server.token());
    desk.leave_the_check();
    desk.until("its people", |desk| desk.rows() == 20);
    desk.press(Modifiers::COMMAND, Key::K);
    desk.type_into(Role::TextInput, "Find a person, group or command", "lock");
    desk.key(Key::Enter);
    desk.wait("Locked: tokens are out of memory");
    assert_eq!(desk.rows(), 20, "the list stays");
    desk.key(Key::F5);
    desk.wait("All people read");
    assert_eq!(desk.rows(), 20);
}
