//! The mapping before it is saved in Entra: opened, looked through, mended, tried on everybody, and saved.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egui::Key;
use egui::Modifiers;
use egui::ViewportCommand;
use egui::accesskit::Role;
use scim_desk::Start;
use scim_desk::Vault;

use crate::desk::Desk;
use crate::desk::Seen;

/// A file as the window system hands it over.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        fs::read(&self.0).map_err(|error| error.to_string())
    }
}

/// The page, with the template and the people of the sandbox; dialogs of the system choose these files.
fn desk(chosen: &[PathBuf]) -> Desk {
    let home = tempfile::tempdir().unwrap();
    let start = Start::inside(home.path(), Vault::memory(), 120).with_chosen_files(chosen.to_vec());
    let mut desk = Desk::open(home, start, 1.0);
    desk.wait("All people read");
    desk.go("Mappings");
    desk.wait("From Command template");
    desk.until("what Command has", |desk| desk.column("Command").iter().any(|word| word == "same"));
    desk
}

/// Drops a file on the page.
fn drop_on(desk: &mut Desk, path: &Path) {
    desk.harness.input_mut().dropped_files.push(Arc::new(Dropped(path.to_owned())));
    desk.settle();
}

/// Writes a file into a folder of the test.
fn write(folder: &tempfile::TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    path
}

/// What is typed in the place of what a field has.
fn retype(desk: &mut Desk, name: &str, text: &str) {
    let role = |seen: &Seen| matches!(seen.role, Role::TextInput | Role::MultilineTextInput);
    let Some(field) = desk.find(|seen| role(seen) && seen.text == name) else {
        panic!("there is no field {name}; there is:\n{}", desk.text())
    };
    desk.node(field.role, name).focus();
    desk.settle();
    desk.press(Modifiers::COMMAND, Key::A);
    desk.type_into(field.role, name, text);
}

/// Opens the entry of a menu.
fn choose(desk: &mut Desk, menu: &str, entry: &str) {
    desk.click_starting(Role::Button, menu);
    desk.pick(entry);
}

/// The count that a group of people has.
fn count(desk: &Desk, name: &str) -> usize {
    let start = format!("{name}, ");
    let tab = desk.find(|seen| seen.role == Role::Tab && seen.text.starts_with(&start)).unwrap();
    tab.text.rsplit_once(", ").unwrap().1.replace(',', "").parse().unwrap()
}

/// Waits for the counts of everybody.
fn everyone(desk: &mut Desk) {
    desk.button("Preview everyone");
    desk.wait("Nothing to do, ");
    desk.settle();
}

#[test]
fn entras_own_mapping_is_mended_tried_corrected_saved_and_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("mended.json");
    let mut desk = desk(&[file.clone(), file.clone(), file.clone()]);
    choose(&mut desk, "Open", "Entra's default mappings");
    desk.wait("Groups send externalId");
    desk.click_starting(Role::Button, "Fix all");
    desk.pick("Advice too");
    desk.wait_gone("Groups send externalId");
    let is_bad =
        |seen: &Seen| seen.role == Role::Label && matches!(&*seen.text, "Error" | "Warning");
    assert!(desk.find(is_bad).is_none(), "{}", desk.text());
    assert!(desk.shows("1 change not saved"), "{}", desk.text());

    everyone(&mut desk);
    desk.click_starting(Role::Tab, "No valid card");
    desk.until("the people", |desk| desk.column("Person").len() == 1);
    let person = desk.column("Person")[0].clone();
    assert!(desk.column("What")[0].contains("cardNumber"), "{}", desk.text());
    desk.node(Role::RowGroup, "Rows of People of the count").focus();
    desk.settle();
    desk.key(Key::Home);
    desk.key(Key::Enter);
    desk.until("the row that is wrong", |desk| {
        desk.find(|seen| seen.text == "verkada:access › cardNumber" && seen.role == Role::Label)
            .is_some()
    });
    assert!(desk.shows(&format!("Preview as {person}")));
    desk.click(Role::Tab, "Why");
    desk.wait("The card number has letters");
    desk.click(Role::Tab, "Row");
    desk.button("Expression");
    retype(&mut desk, "Expression", "Replace([extensionAttribute2], , \"[A-Fa-f]\", , \"0\", , )");
    desk.until("a card", |desk| desk.column("Command").iter().all(|word| word != "no card"));
    desk.click(Role::Tab, "Why");
    desk.wait_gone("The card number has letters");
    desk.wait("[extensionAttribute2]: ");

    desk.press(Modifiers::COMMAND, Key::S);
    desk.wait("Schema saved");
    desk.wait("From mended.json · saved");
    let saved = fs::read_to_string(&file).unwrap();
    desk.press(Modifiers::COMMAND, Key::O);
    desk.wait("From mended.json · nothing changed");
    choose(&mut desk, "Compare", "With another schema JSON…");
    desk.wait("Both versions are the same.");
    assert_eq!(fs::read_to_string(&file).unwrap(), saved);
}

#[test]
fn a_saved_schema_differs_in_nothing_from_what_was_saved() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("same.json");
    let mut desk = desk(&[file.clone(), file.clone(), file.clone()]);
    choose(&mut desk, "Open", "Entra's default mappings");
    desk.wait("From Entra's default mappings");
    desk.press(Modifiers::COMMAND, Key::S);
    desk.wait("From same.json");
    let first = fs::read(&file).unwrap();
    choose(&mut desk, "Compare", "With another schema JSON…");
    desk.wait("Both versions are the same.");
    desk.button("Close comparison");
    desk.press(Modifiers::COMMAND, Key::S);
    desk.wait("Schema saved (2 times)");
    assert_eq!(fs::read(&file).unwrap(), first);
}

#[test]
fn files_are_dropped_on_the_page_and_a_broken_one_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/provisioning-schema.json");
    let mut desk = desk(&[]);
    drop_on(&mut desk, &schema);
    desk.wait("From provisioning-schema.json · nothing changed");
    let people = write(
        &folder,
        "people.csv",
        "userPrincipalName,displayName,mail\nida@halcyon.example,Ida Brandt,ida@halcyon.example\n",
    );
    drop_on(&mut desk, &people);
    desk.wait("Preview as Ida Brandt");
    let joe = r#"[{ "displayName": "Joe Ferro", "mail": "joe@halcyon.example" }]"#;
    drop_on(&mut desk, &write(&folder, "people.json", joe));
    desk.wait("Preview as Joe Ferro");
    drop_on(&mut desk, &people);
    desk.wait("Preview as Ida Brandt");
    for (name, text, said) in [
        ("broken.json", "{ \"synchronizationRules\": [", "“broken.json”: Line 1, column 2"),
        (
            "package.json",
            r#"{ "name": "left", "version": "1" }"#,
            "“package.json” holds neither a provisioning schema nor people. It has “name”, “version”. Nothing in it says who somebody is",
        ),
        (
            "list.json",
            "[1, 2]",
            "“list.json” holds neither a provisioning schema nor people. It is a list of 2 values.",
        ),
        (
            "groups.json",
            r#"{ "id": "x", "synchronizationRules": [] }"#,
            "“groups.json”: The schema has no mapping of users",
        ),
        ("broken.csv", "\u{0}\u{0}\u{0}", "Could not read the people"),
    ] {
        drop_on(&mut desk, &write(&folder, name, text));
        desk.wait(said);
        assert!(desk.shows("From provisioning-schema.json"), "{}", desk.text());
        assert!(desk.shows("Preview as Ida Brandt"), "{}", desk.text());
        desk.button("Dismiss");
        desk.wait_gone(said);
    }
    retype(&mut desk, "Entra attribute", "mail");
    desk.wait("not saved");
    drop_on(&mut desk, &schema);
    desk.wait("Discard 1 change of provisioning-schema.json?");
    desk.dialog_button("Keep them");
    desk.wait("1 change not saved");
    drop_on(&mut desk, &schema);
    desk.wait("Discard 1 change of provisioning-schema.json?");
    desk.dialog_button("Discard 1 change");
    desk.wait("nothing changed");
}

#[test]
fn columns_with_odd_headers_are_matched_by_keyboard_and_cancel_leaves_the_people() {
    let folder = tempfile::tempdir().unwrap();
    let odd = write(
        &folder,
        "odd.csv",
        "Whoever,Login,Shoe size\nWren Adeyemi,wren@halcyon.example,41\n",
    );
    let mut desk = desk(&[odd.clone(), odd]);
    desk.click_starting(Role::Button, "Preview as");
    desk.type_into(Role::TextInput, "Find by name or address", "alistair");
    desk.wait("Alistair Llewellyn");
    desk.pick("Alistair Llewellyn");
    desk.wait("Preview as Alistair Llewellyn");
    choose(&mut desk, "Preview as", "A CSV or JSON file…");
    desk.wait("Columns of odd.csv");
    desk.settle();
    desk.key(Key::Escape);
    desk.wait_gone("Columns of odd.csv");
    desk.wait("Preview as Alistair Llewellyn");
    assert!(desk.column("Result").iter().any(|value| value == "Llewellyn"), "{}", desk.text());

    choose(&mut desk, "Preview as", "A CSV or JSON file…");
    desk.wait("Columns of odd.csv");
    desk.settle();
    let attribute = |desk: &Desk, header: &str| {
        desk.node(Role::ComboBox, &format!("Attribute of {header}")).value().unwrap()
    };
    assert_eq!(attribute(&desk, "Login"), "userPrincipalName");
    assert_eq!(attribute(&desk, "Whoever"), "Whoever (its own name)");
    let focus = |desk: &mut Desk, key: Key, name: &str| {
        for _ in 0..200 {
            if desk.focused().is_some_and(|seen| seen.text == name) {
                return;
            }
            desk.key(key);
        }
        panic!("{name} is not reached; there is:\n{}", desk.text());
    };
    focus(&mut desk, Key::Tab, "Attribute of Whoever");
    desk.key(Key::Enter);
    focus(&mut desk, Key::ArrowDown, "displayName");
    desk.key(Key::Enter);
    assert_eq!(attribute(&desk, "Whoever"), "displayName");
    focus(&mut desk, Key::Tab, "Attribute of Shoe size");
    desk.key(Key::Enter);
    focus(&mut desk, Key::ArrowDown, "employeeId");
    desk.key(Key::Enter);
    focus(&mut desk, Key::Tab, "Read the people");
    desk.key(Key::Enter);
    desk.wait("Preview as Wren Adeyemi");
    desk.until("the values", |desk| {
        desk.column("Result").iter().any(|value| value == "wren@halcyon.example")
    });
}

#[test]
fn a_window_with_changes_asks_before_it_closes_over_whatever_is_open() {
    const QUESTION: &str = "Discard 1 change of Command template?";
    let mut desk = desk(&[]);
    assert!(desk.close(), "nothing is unsaved");
    retype(&mut desk, "Entra attribute", "mail");
    desk.wait("1 change not saved");
    assert!(!desk.close());
    desk.wait(QUESTION);
    assert!(desk.shows("The window closes, and what was changed is not saved."));
    desk.dialog_button("Keep them");
    desk.wait_gone(QUESTION);
    assert!(desk.shows("1 change not saved"), "{}", desk.text());

    choose(&mut desk, "Preview as", "Typed by hand…");
    desk.wait("One person, typed by hand");
    desk.settle();
    retype(&mut desk, "displayName", "Wren Adeyemi");
    drop_on(&mut desk, Path::new("people.csv"));
    desk.wait("people.csv was not opened");
    assert!(!desk.close());
    desk.wait(QUESTION);
    desk.settle();
    assert!(!desk.close(), "who asks again is asked again");
    assert_eq!(desk.focused().unwrap().text, "Keep them");
    desk.key(Key::Escape);
    desk.wait_gone(QUESTION);
    desk.settle();
    let typed = desk.find(|seen| seen.role == Role::TextInput && seen.text == "displayName");
    assert_eq!(typed.unwrap().value, "Wren Adeyemi", "{}", desk.text());

    assert!(!desk.close());
    desk.wait(QUESTION);
    desk.settle();
    desk.node(Role::Button, "Discard 1 change").click();
    desk.until("the end", |desk| desk.commands(|command| *command == ViewportCommand::Close));
    assert!(desk.close(), "as the window then asks itself");
}

#[test]
fn somebody_is_found_by_typing_and_somebody_else_typed_by_hand() {
    let mut desk = desk(&[]);
    desk.click_starting(Role::Button, "Preview as");
    desk.type_into(Role::TextInput, "Find by name or address", "alistair");
    desk.wait("Alistair Llewellyn");
    desk.pick("Alistair Llewellyn");
    desk.wait("Preview as Alistair Llewellyn");
    desk.until("his values", |desk| desk.column("Result").iter().any(|value| value == "Llewellyn"));
    choose(&mut desk, "Preview as", "Typed by hand…");
    desk.wait("One person, typed by hand");
    desk.settle();
    retype(&mut desk, "displayName", "Wren Adeyemi");
    retype(&mut desk, "surname", "Adeyemi");
    desk.type_into(Role::TextInput, "Another attribute", "favoriteColor");
    desk.dialog_button("Add attribute");
    desk.type_into(Role::TextInput, "favoriteColor", "teal");
    desk.dialog_button("Try the mapping");
    desk.wait("Preview as Wren Adeyemi");
    desk.until("the values", |desk| desk.column("Result").iter().any(|value| value == "Adeyemi"));
    retype(&mut desk, "Entra attribute", "favoriteColor");
    desk.until("the value", |desk| desk.column("Result").iter().any(|value| value == "teal"));
}

#[test]
fn what_command_holds_of_a_target_off_the_list_is_shown_when_its_field_is_left() {
    let mut desk = desk(&[]);
    desk.node(Role::RowGroup, "Rows of Mappings of users").focus();
    desk.settle();
    desk.key(Key::End);
    retype(&mut desk, "Target attribute", "meta.resourceType");
    desk.wait("Not on the attribute list");
    desk.key(Key::Tab);
    desk.click(Role::Tab, "Why");
    desk.wait("Command holds “User”.");
}

#[test]
fn counts_of_everyone_open_their_people_and_grow_old_with_a_change() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.csv");
    let mut desk = desk(std::slice::from_ref(&report));
    everyone(&mut desk);
    for name in ["Updated", "Nothing to do", "Invalid", "Blank"] {
        let wanted = count(&desk, name);
        desk.click_starting(Role::Tab, &format!("{name}, "));
        desk.until(name, |desk| desk.rows() == wanted);
    }
    let all = ["Created", "Updated", "Enabled", "Disabled", "Nothing to do", "Skipped"];
    let sum: usize = all.iter().map(|name| count(&desk, name)).sum();
    assert!(desk.shows(&format!("{sum} people in ")), "{}", desk.text());
    choose(&mut desk, "Report", "CSV, for spreadsheets…");
    desk.wait("Report written");
    let report = fs::read_to_string(&report).unwrap();
    assert!(report.lines().count() > count(&desk, "Updated"), "{report}");

    desk.button("Users 16");
    retype(&mut desk, "Entra attribute", "mail");
    desk.wait("Everyone, before the last change");
    desk.click(Role::Link, "Show the people of the last run");
    desk.wait("The mapping or the people changed since");
    desk.button("Preview again");
    desk.wait_gone("The mapping or the people changed since");
    desk.click(Role::ComboBox, "Row");
    desk.key(Key::Escape);
}

#[test]
fn an_edit_is_compared_with_the_mapping_as_it_was_opened() {
    let mut desk = desk(&[]);
    desk.button("Compare");
    let entry = "With the mapping as it was opened";
    assert!(desk.find(|seen| seen.text == entry).unwrap().is_disabled);
    desk.key(Key::Escape);
    choose(&mut desk, "What can be done with this row", "Move down");
    desk.wait("1 change not saved");
    choose(&mut desk, "Compare", entry);
    desk.wait("Close comparison");
    desk.button("Close comparison");
    desk.press(Modifiers::COMMAND, Key::Z);
    desk.wait("nothing changed");
    desk.press(Modifiers::COMMAND, Key::Y);
    desk.wait("1 change not saved");
    desk.press(Modifiers::COMMAND, Key::Z);
    desk.node(Role::RowGroup, "Rows of Mappings of users").focus();
    desk.settle();
    desk.key(Key::End);
    choose(&mut desk, "What can be done with this row", "Remove row");
    desk.button("Users 15");
    choose(&mut desk, "Compare", entry);
    desk.wait("Not sent any more, ");
    let cleared = count(&desk, "Not sent any more");
    assert!(cleared > 20, "{cleared} people had a facility code");
    desk.click_starting(Role::Tab, "Not sent any more");
    desk.until("its people", |desk| desk.rows() == cleared);
    let name = desk.column("Person")[0].clone();
    desk.node(Role::RowGroup, "Rows of People of the comparison").focus();
    desk.settle();
    desk.key(Key::Home);
    desk.key(Key::Enter);
    desk.wait(&format!("Preview as {name}"));
}

#[test]
fn the_card_lab_teaches_what_is_wrong_with_a_card() {
    let mut desk = desk(&[]);
    desk.button("Card lab");
    desk.wait("Nothing against it");
    desk.wait("Bit 25: 1, Odd parity");
    desk.wait("Binary: 10110111100011110011000011");
    for (sample, said) in [
        ("A facility code over its limit", "Warning"),
        ("Rounded by a spreadsheet", "Error"),
        ("Lost leading zeros", "Warning"),
        ("Decimal in the hex field", "Warning"),
        ("Deactivated before it was set up", "Warning"),
        ("The guide's example", "Nothing against it"),
    ] {
        choose(&mut desk, "Sample", sample);
        desk.until(sample, |desk| {
            desk.find(|seen| seen.role == Role::Label && seen.text == said).is_some()
        });
    }
    for name in ["Card number", "Card number, hexadecimal"] {
        desk.node(Role::TextInput, name).focus();
        desk.settle();
        desk.press(Modifiers::COMMAND, Key::A);
        desk.key(Key::Delete);
    }
    desk.wait("The format “Standard 26-bit Wiegand” needs the card number. Type it in.");
    retype(
        &mut desk,
        "Decode bits or hexadecimal digits from a reader",
        "10110111100011110011000011",
    );
    desk.wait("facility code 111, card number 7777");
    retype(&mut desk, "Person, by object id or userPrincipalName", "wren@halcyon.example");
    desk.until("the request", |desk| {
        desk.find(|seen| seen.role == Role::Code && seen.value.contains("/users/wren@halcyon"))
            .is_some()
    });
    desk.button("Copy the request");
    desk.click_starting(Role::Link, "Alistair Llewellyn: ");
    desk.wait("Preview as Alistair Llewellyn");
}
