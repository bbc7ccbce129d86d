//! From the start to one person: people appear, are filtered, sorted, opened, found.

use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;

use crate::desk::Desk;
use crate::desk::Seen;

fn read(people: u32) -> Desk {
    let mut desk = Desk::with_people(people);
    desk.wait("All people read");
    desk
}

/// Opens the first person by keyboard alone and waits for the profile.
fn open_first(desk: &mut Desk) -> String {
    desk.node(Role::RowGroup, "Rows of Users").focus();
    desk.settle();
    desk.key(Key::Home);
    desk.wait("First name: ");
    desk.column("Name")[0].clone()
}

#[test]
fn people_of_the_sandbox_appear_by_themselves() {
    let mut desk = Desk::with_people(120);
    desk.until("120 rows", |desk| desk.rows() == 120);
    desk.wait("All people read");
    desk.wait("120 people");
    desk.wait("Connected · 127.0.0.1:");
    assert!(desk.find(|seen| seen.role == Role::Tab && seen.text == "Users, 120").is_some());
}

#[test]
fn the_quick_filter_narrows_with_every_letter_and_escape_lifts_it() {
    let mut desk = read(120);
    let mut before = desk.rows();
    let name = desk.column("Mail")[9].clone();
    desk.press(Modifiers::COMMAND, Key::F);
    assert_eq!(desk.focused().map(|seen| seen.text).as_deref(), Some("Filter people"));
    for letter in name.chars().take(4) {
        desk.node(Role::TextInput, "Filter people").type_text(&letter.to_string());
        desk.settle();
        assert!(desk.rows() <= before, "{letter} of {name}");
        before = desk.rows();
    }
    assert!((1..120).contains(&before), "{before} people");
    desk.wait(&format!("{before} of 120 people"));
    desk.node(Role::TextInput, "Filter people").type_text("zzz");
    desk.wait("Nobody matches");
    desk.key(Key::Escape);
    desk.wait("120 people");
    assert_eq!(desk.rows(), 120);
}

#[test]
fn chips_narrow_by_state_and_what_needs_a_look() {
    let mut desk = read(120);
    desk.button("State: any");
    desk.pick("Deactivated");
    desk.wait("State: Deactivated");
    assert!((1..120).contains(&desk.rows()));
    assert!(desk.column("State").iter().all(|state| state == "Deactivated"));
    desk.button("Show everybody");
    assert_eq!(desk.rows(), 120);
    desk.go("Overview");
    desk.click(Role::Link, "Show them");
    desk.wait("of 120 people");
}

#[test]
fn a_click_on_a_header_sorts_and_another_one_turns_the_order_around() {
    let mut desk = read(120);
    desk.click(Role::ColumnHeader, "Mail");
    let mails = |desk: &Desk| {
        desk.column("Mail").into_iter().filter(|mail| !mail.is_empty()).collect::<Vec<_>>()
    };
    let up = mails(&desk);
    assert!(up.len() > 5 && up.is_sorted(), "{up:?}");
    desk.click(Role::ColumnHeader, "Mail");
    let down = mails(&desk);
    assert!(down.iter().rev().is_sorted(), "{down:?}");
    assert_ne!(up[0], down[0]);
}

#[test]
fn a_person_opens_by_keyboard_and_every_tab_shows_its_part() {
    let mut desk = read(60);
    let name = open_first(&mut desk);
    assert!(desk.find(|seen| seen.role == Role::Label && seen.text == name).is_some());
    assert!(desk.shows("locked: "), "locked fields say why");
    desk.wait("What can happen next");
    desk.click(Role::Tab, "Access");
    desk.wait("Access credential");
    desk.click(Role::Tab, "SCIM");
    let json = |name: &str| format!("\"displayName\": \"{name}\"");
    let of_first = json(&name);
    desk.until("the resource", |desk| {
        desk.find(|seen| seen.role == Role::Code && seen.value.contains(&of_first)).is_some()
    });
    desk.node(Role::RowGroup, "Rows of Users").focus();
    desk.settle();
    desk.key(Key::ArrowDown);
    let of_next = json(&desk.column("Name")[1]);
    desk.until("the next person", |desk| {
        desk.find(|seen| seen.role == Role::Code && seen.value.contains(&of_next)).is_some()
    });
    desk.key(Key::Escape);
    desk.wait_gone("Close this person");
}

#[test]
fn groups_are_walked_both_ways() {
    let mut desk = read(60);
    let name = open_first(&mut desk);
    let tab = desk.find(|seen| seen.role == Role::Tab && seen.text.starts_with("Groups ")).unwrap();
    desk.click(Role::Tab, &tab.text);
    // Each group is a link with its size behind it; the smallest has all its members in sight.
    let all = desk.all();
    let size = |seen: &Seen| {
        seen.text
            .strip_suffix(" members")
            .or(seen.text.strip_suffix(" member"))
            .and_then(|size| size.parse::<usize>().ok())
    };
    let groups = all.iter().enumerate().filter(|(_, seen)| seen.role == Role::Link);
    let sized =
        groups.filter_map(|(place, link)| Some((all[place..].iter().find_map(size)?, &link.text)));
    let (_, group) = sized.min().unwrap();
    desk.click(Role::Link, group);
    desk.wait("Close this group");
    desk.node(Role::RowGroup, "Rows of Members").focus();
    desk.settle();
    desk.key(Key::Home);
    desk.until("the member in the list", |desk| desk.column("Member").contains(&name));
    let place = desk.column("Member").iter().position(|member| *member == name).unwrap();
    for _ in 0..place {
        desk.key(Key::ArrowDown);
    }
    desk.key(Key::Enter);
    desk.wait("Close this person");
    desk.until("the name", |desk| {
        desk.find(|seen| seen.role == Role::Label && seen.text == name).is_some()
    });
}

#[test]
fn the_palette_finds_people_pages_and_commands() {
    let mut desk = read(60);
    let (name, mail) = (desk.column("Name")[7].clone(), desk.column("Mail")[7].clone());
    desk.press(Modifiers::COMMAND, Key::K);
    desk.node(Role::TextInput, "Find a person, group or command").type_text(&mail);
    desk.wait(&format!("{name} {mail}"));
    desk.key(Key::Enter);
    desk.wait("First name: ");
    assert!(desk.shows(&format!("Mail: {mail}")));
    desk.press(Modifiers::COMMAND, Key::K);
    desk.node(Role::TextInput, "Find a person, group or command").type_text("diag");
    desk.settle();
    desk.key(Key::Enter);
    desk.wait("Does the host name have an address?");
    desk.press(Modifiers::COMMAND, Key::K);
    desk.key(Key::Escape);
    desk.wait_gone("Keyboard shortcuts ?");
}

#[test]
fn a_scim_filter_is_checked_while_it_is_typed_and_asked_when_it_is_right() {
    let mut desk = read(60);
    let requests = |desk: &mut Desk| {
        desk.go("Activity");
        let tab =
            desk.find(|seen| seen.role == Role::Tab && seen.text.starts_with("Requests")).unwrap();
        desk.go("Users");
        tab.text
    };
    let before = requests(&mut desk);
    desk.button("SCIM filter…");
    let field = "SCIM filter, asked of the server";
    desk.type_into(Role::TextInput, field, "userName sv \"a\"");
    assert!(desk.shows("(at character 10)"), "{}", desk.text());
    desk.key(Key::Enter);
    assert_eq!((requests(&mut desk), desk.rows()), (before, 60), "it was not sent");
    desk.node(Role::TextInput, field).focus();
    desk.settle();
    desk.press(Modifiers::COMMAND, Key::A);
    desk.node(Role::TextInput, field).type_text("userName sw \"a\" and active eq true");
    desk.settle();
    desk.key(Key::Enter);
    desk.wait("found by the SCIM filter");
    desk.wait("All people read");
    assert!((1..60).contains(&desk.rows()));
    assert!(desk.column("Mail").iter().all(|mail| mail.starts_with('a')));
    desk.button("Show all again");
    desk.until("everybody again", |desk| desk.rows() == 60);
}

#[test]
fn the_connection_check_says_how_every_stage_went() {
    let mut desk = read(60);
    desk.go("Diagnose");
    desk.button("Check the connection");
    desk.wait("All is well, checked");
    let count = |word: &str| desk.all().iter().filter(|seen| seen.text == word).count();
    assert_eq!(count("Good") + count("Works, but") + count("Not needed"), 8, "{}", desk.text());
    assert!(count("Good") >= 6, "{}", desk.text());
}

#[test]
fn looks_are_kept_between_two_runs() {
    let mut desk = read(10);
    let other = if desk.find(|seen| seen.text == "Switch to the light theme").is_some() {
        "light"
    } else {
        "dark"
    };
    desk.button(&format!("Switch to the {other} theme"));
    desk.until("the written theme", |desk| {
        desk.settings().contains(&format!("\"theme\": \"{other}\""))
    });
    desk.go("Settings");
    desk.click(Role::ComboBox, "Size");
    desk.pick("125 %");
    desk.until("the written size", |desk| desk.settings().contains("\"scale_percent\": 125"));
    let mut desk = desk.reopen();
    let is_read = |desk: &Desk| desk.shows("All people read");
    loop {
        // The run before may not have let go of its organization yet.
        desk.until("an end of the start", |desk| {
            is_read(desk) || desk.shows("Could not start the sandbox")
        });
        if is_read(&desk) {
            break;
        }
        desk.button("Try again");
    }
    assert_eq!(desk.rows(), 10, "the organization was kept as well");
    desk.go("Settings");
    assert_eq!(
        desk.find(|seen| seen.role == Role::ComboBox && seen.text == "Size").unwrap().value,
        "125 %"
    );
}
