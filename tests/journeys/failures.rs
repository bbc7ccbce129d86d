//! What goes wrong is told plainly, with what was read so far still there.

use std::env;
use std::process::Command;

use egui::Key;
use egui::accesskit::Role;
use scim_desk::Start;
use scim_desk::Trouble;
use scim_desk::Vault;

use crate::desk::Desk;
use crate::server::Server;

/// A desk that has read another organization whole and stands on the sandbox again.
fn desk_with(server: &Server, people: usize) -> Desk {
    let mut desk = Desk::with_people(5);
    desk.wait("All people read");
    desk.add_connection("Second company", server.url(), server.token());
    // The check asks for people too; those requests are not the ones that are to meet trouble.
    desk.wait("All is well, checked");
    desk.go("Users");
    desk.until("its people", |desk| desk.rows() == people && desk.shows("All people read"));
    desk
}

/// Leaves the organization and comes back, so that it is read anew.
fn come_back(desk: &mut Desk) {
    desk.click(Role::ComboBox, "Connection SCIM: Second company");
    desk.pick("Halcyon Freight · Sandbox");
    desk.until("the sandbox", |desk| desk.rows() == 5);
    desk.click(Role::ComboBox, "Connection Sandbox: Halcyon Freight");
    desk.pick("Second company · SCIM");
}

#[test]
fn a_wrong_token_is_told_with_what_to_do() {
    let server = Server::with_people(20);
    let mut desk = Desk::with_people(5);
    desk.wait("All people read");
    desk.add_connection("Second company", server.url(), "a-token-that-nobody-minted");
    desk.leave_the_check();
    desk.wait("The server refused the token");
    desk.wait("Could not use the token");
    desk.until("the failed stage", |desk| {
        desk.find(|seen| seen.role == Role::Tab && seen.text.starts_with("Diagnose, ")).is_some()
    });
    assert_eq!(desk.rows(), 0);
    desk.go("Diagnose");
    desk.wait("Failed");
    desk.until("the end of the check", |desk| desk.shows("Checked just now"));
    assert!(desk.shows("token"), "{}", desk.text());
    desk.go("Settings");
    desk.button("Replace the token of Second company");
    desk.type_into(Role::PasswordInput, "SCIM token", server.token());
    desk.dialog_button("Save and check");
    desk.leave_the_check();
    desk.until("its people", |desk| desk.rows() == 20);
}

#[test]
fn a_list_that_breaks_off_half_way_keeps_its_rows_and_is_read_again_on_demand() {
    let server = Server::with_people(450);
    let mut desk = desk_with(&server, 450);
    server.trouble_after(1, Trouble::Status { status: 400 });
    come_back(&mut desk);
    desk.wait(" of 450 people were read");
    let rows = desk.rows();
    assert!((1..450).contains(&rows), "{rows}");
    assert!(desk.shows(&format!("Only {rows} of 450 people were read")));
    server.calm();
    desk.button("Read again");
    desk.until("everybody", |desk| desk.rows() == 450);
    desk.wait_gone(" of 450 people were read");
}

#[test]
fn a_server_that_goes_away_half_way_through_a_list_leaves_what_came() {
    let mut server = Server::with_people(450);
    let mut desk = desk_with(&server, 450);
    server.trouble_after(1, Trouble::Delay { milliseconds: 60_000 });
    come_back(&mut desk);
    desk.until("the first page", |desk| desk.rows() > 0);
    server.stop();
    desk.wait(" of 450 people were read");
    assert!(desk.rows() > 0 && desk.rows() < 450);
    desk.wait("Could not reach the server");
}

#[test]
fn a_server_that_is_gone_at_a_refresh_leaves_the_old_table() {
    let mut server = Server::with_people(30);
    let mut desk = desk_with(&server, 30);
    server.stop();
    desk.key(Key::F5);
    desk.wait("The people shown are from an earlier reading");
    assert_eq!(desk.rows(), 30);
    desk.wait("Could not reach the server");
    assert!(desk.find(|seen| seen.role == Role::Button && seen.text == "Read again").is_some());
    desk.go("Activity");
    desk.click_starting(Role::Tab, "Messages ");
    desk.wait("Copy message");
}

#[test]
fn people_who_leave_while_the_list_is_read_are_not_shown_in_the_end() {
    let server = Server::with_people(450);
    let mut desk = desk_with(&server, 450);
    server.trouble_once_after(0, Trouble::Drift { add: 3, remove: 4 });
    come_back(&mut desk);
    desk.until("the list as it is in the end", |desk| {
        desk.rows() == 449 && desk.shows("All people read")
    });
}

#[test]
fn a_server_that_asks_for_a_pause_gets_it_and_the_list_is_whole() {
    let server = Server::with_people(450);
    let mut desk = desk_with(&server, 450);
    server.trouble_once_after(1, Trouble::Throttle { retry_after: Some("2".to_owned()) });
    come_back(&mut desk);
    desk.wait("The next request waits");
    desk.until("everybody", |desk| desk.rows() == 450 && desk.shows("All people read"));
}

#[test]
fn a_reading_is_stopped_by_a_button_and_keeps_its_rows() {
    let server = Server::with_people(450);
    let mut desk = desk_with(&server, 450);
    server.trouble_after(1, Trouble::Delay { milliseconds: 60_000 });
    come_back(&mut desk);
    desk.until("the first page", |desk| desk.rows() > 0);
    let rows = desk.rows();
    desk.button("Stop reading");
    desk.wait("ou stopped the reading");
    assert_eq!(desk.rows(), rows);
    assert!(desk.find(|seen| seen.text == "Refresh" && !seen.is_disabled).is_some());
}

/// Names the run of this test in which no keyring can be reached.
const INSIDE: &str = "SCIM_DESK_JOURNEY_WITHOUT_KEYRING";

#[test]
fn without_a_keyring_the_token_stays_in_the_dialog_and_is_kept_for_this_run_on_demand() {
    if env::var_os(INSIDE).is_some() {
        return without_keyring();
    }
    let run = tempfile::tempdir().unwrap();
    let output = Command::new(env::current_exe().unwrap())
        .args([
            "without_a_keyring_the_token_stays_in_the_dialog_and_is_kept_for_this_run_on_demand",
            "--nocapture",
        ])
        .env(INSIDE, "yes")
        .env("XDG_RUNTIME_DIR", run.path())
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .output()
        .unwrap();
    let said = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}

fn without_keyring() {
    let server = Server::with_people(20);
    let home = tempfile::tempdir().unwrap();
    let start = Start::inside(home.path(), Vault::system(), 5);
    let mut desk = Desk::open(home, start, 1.0);
    desk.wait("All people read");
    desk.add_connection("Second company", server.url(), server.token());
    desk.wait("The keyring did not take the token");
    assert!(
        desk.shows("no desktop session bus") && desk.shows("The token is still here."),
        "{}",
        desk.text()
    );
    assert!(!desk.settings().contains("Second company"), "no connection without its token");
    desk.settle();
    desk.dialog_button("Try the keyring again");
    desk.wait("The keyring did not take the token");
    desk.settle();
    desk.dialog_button("Keep it for this run only");
    desk.leave_the_check();
    desk.until("its people", |desk| desk.rows() == 20);
    desk.wait("Token kept for this run only");
    desk.until("the settings", |desk| desk.settings().contains("Second company"));
    assert!(!desk.settings().contains(server.token()));
}
