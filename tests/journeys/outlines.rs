//! What a screen reader finds on each page, as text to review. `SCIM_DESK_UPDATE_SNAPSHOTS=1` writes it anew.

use std::env;
use std::fs;
use std::path::Path;

use egui::Key;
use egui::Modifiers;
use egui::accesskit::Role;
use jiff::Timestamp;
use scim_desk::Start;
use scim_desk::Vault;

use crate::desk::Desk;
use crate::desk::PAGES;

/// A moment that is the same in every run.
pub(crate) fn noon() -> Timestamp {
    Timestamp::from_second(1_795_176_000).unwrap()
}

fn desk() -> Desk {
    let home = tempfile::tempdir().unwrap();
    let start = Start::inside(home.path(), Vault::memory(), 8).with_clock(noon);
    let mut desk = Desk::open(home, start, 1.0);
    desk.wait("All people read");
    desk.go("Groups");
    desk.wait("All groups read");
    desk.go("Users");
    desk
}

/// What differs from run to run, replaced by what it is.
fn steady(text: &str) -> String {
    let mut steady = String::new();
    let mut rest = text;
    let mut before = ' ';
    while let Some(first) = rest.chars().next() {
        let found = if before.is_alphanumeric() { None } else { changing(rest) };
        let (length, word) = found.unwrap_or((first.len_utf8(), &rest[..first.len_utf8()]));
        steady.push_str(word);
        before = rest[..length].chars().next_back().unwrap_or(' ');
        rest = &rest[length..];
    }
    steady
}

/// The length of a thing that differs at the beginning of a text, and what it is.
fn changing(text: &str) -> Option<(usize, &'static str)> {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    if let Some(port) = text.strip_prefix("127.0.0.1:") {
        return Some(("127.0.0.1:".len() + digits(port), "127.0.0.1:PORT"));
    }
    let id = text.get(..36).filter(|id| {
        id.bytes().enumerate().all(|(at, byte)| {
            if matches!(at, 8 | 13 | 18 | 23) { byte == b'-' } else { byte.is_ascii_hexdigit() }
        })
    });
    if id.is_some() {
        return Some((36, "ID"));
    }
    let fingerprint = text.get(..11).filter(|text| {
        text.bytes()
            .enumerate()
            .all(|(at, byte)| if at % 3 == 2 { byte == b':' } else { byte.is_ascii_hexdigit() })
    });
    if fingerprint.is_some() {
        return Some((11, "FINGERPRINT"));
    }
    let first = digits(text);
    if first == 0 {
        return None;
    }
    let rest = &text[first..];
    if let Some(unit) = [" ms", " kB", " KB", " KiB", " B", " bytes"]
        .into_iter()
        .find(|unit| rest.starts_with(unit))
    {
        return Some((first + unit.len(), if unit == " ms" { "TIME" } else { "SIZE" }));
    }
    // The test's own clock stands still, the server's does not.
    let spans = [" days ahead", " hours ahead", " day ahead"];
    if let Some(ahead) = spans.into_iter().find(|ahead| rest.starts_with(ahead)) {
        return Some((first + ahead.len(), "TIME ahead"));
    }
    let fraction = rest.strip_prefix('.').map_or(0, |rest| 1 + digits(rest));
    if fraction > 1
        && [" kB", " KB", " KiB"].into_iter().any(|unit| rest[fraction..].starts_with(unit))
    {
        let unit = rest[fraction + 1..].bytes().take_while(u8::is_ascii_alphabetic).count();
        return Some((first + fraction + 1 + unit, "SIZE"));
    }
    if first == 2 && rest.as_bytes().first() == Some(&b':') && rest.as_bytes().get(3) == Some(&b':')
    {
        return Some((8, "TIME"));
    }
    let month = rest.strip_prefix(' ').and_then(|rest| rest.get(..3)).filter(|month| {
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
            .contains(month)
    });
    month.map(|_| {
        let year = &rest[4..];
        let year = if year.starts_with(' ') && digits(&year[1..]) == 4 { 5 } else { 0 };
        (first + 4 + year, "DATE")
    })
}

/// Compares with what was reviewed, as soon as everything that is on its way is there; or writes it anew.
#[track_caller]
pub(crate) fn check(name: &str, desk: &mut Desk, outline: impl Fn(&Desk) -> String) {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots").join(format!("{name}.txt"));
    desk.settle();
    if env::var_os("SCIM_DESK_UPDATE_SNAPSHOTS").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, outline(desk)).unwrap();
        return;
    }
    let known = fs::read_to_string(&path).unwrap_or_default();
    let is_as_reviewed = desk.comes_to(|desk| outline(desk) == known);
    let text = outline(desk);
    let differs = known.lines().zip(text.lines()).position(|(known, text)| known != text);
    let line = differs.unwrap_or(known.lines().count().min(text.lines().count()));
    assert!(
        is_as_reviewed,
        "{name} is not as reviewed, from line {} on:\n- {}\n+ {}\nLook at it, then run with SCIM_DESK_UPDATE_SNAPSHOTS=1.",
        line + 1,
        known.lines().nth(line).unwrap_or("(end)"),
        text.lines().nth(line).unwrap_or("(end)"),
    );
}

/// The outline without the bars around the page, which have one of their own.
pub(crate) fn page(desk: &Desk) -> String {
    let text = steady(&desk.text());
    let lines = text.lines().skip_while(|line| !line.starts_with("  Tab \"Settings\"")).skip(1);
    joined(lines.map(|line| line.strip_prefix("  ").unwrap_or(line)))
}

#[test]
fn pages_read_as_reviewed() {
    let mut desk = desk();
    check("bars", &mut desk, |desk| {
        let text = steady(&desk.text());
        joined(text.lines().take_while(|line| !line.contains("Label \"Users\"")))
    });
    for name in PAGES {
        desk.go(name);
        if name == "Diagnose" {
            desk.button("Check the connection");
            desk.wait("All is well, checked");
        }
        if name == "Mappings" {
            desk.until("the values", |desk| desk.column("Command").contains(&"same".to_owned()));
        }
        if name == "Activity" {
            // Which request came first differs from run to run.
            desk.button("Clear requests");
        }
        check(&name.to_lowercase().replace(" & ", "-").replace(' ', "-"), &mut desk, page);
    }
}

#[test]
fn every_part_of_the_mappings_page_reads_as_reviewed() {
    let mut desk = desk();
    desk.go("Mappings");
    desk.until("the values", |desk| desk.column("Command").contains(&"same".to_owned()));
    desk.click_starting(Role::Button, "Open");
    desk.pick("Entra's default mappings");
    desk.wait("Groups send externalId");
    desk.node(Role::RowGroup, "Rows of Mappings of users").focus();
    desk.settle();
    desk.key(Key::Home);
    desk.key(Key::ArrowDown);
    for side in ["Row", "Why", "Person", "Requests"] {
        desk.click(Role::Tab, side);
        check(&format!("mappings-{}", side.to_lowercase()), &mut desk, page);
    }
    desk.button("Preview everyone");
    desk.wait("Nothing to do, ");
    desk.click_starting(Role::Tab, "Updated, ");
    check("mappings-everyone", &mut desk, page);
    desk.button("Card lab");
    check("mappings-cards", &mut desk, page);
    desk.button("Groups 3");
    desk.click_starting(Role::Button, "Remove row: Groups send externalId");
    desk.wait_gone("Groups send externalId");
    desk.button("Compare");
    desk.pick("With the mapping as it was opened");
    desk.wait("Close comparison");
    check("mappings-comparison", &mut desk, page);
    desk.click_starting(Role::Button, "Preview as");
    desk.pick("Typed by hand…");
    desk.wait("One person, typed by hand");
    desk.settle();
    check("mappings-typed", &mut desk, dialog);
}

#[test]
fn a_person_and_a_group_read_as_reviewed() {
    let mut desk = desk();
    desk.node(Role::RowGroup, "Rows of Users").focus();
    desk.settle();
    desk.key(Key::Home);
    desk.wait("First name: ");
    check("person", &mut desk, page);
    for tab in ["Access", "SCIM"] {
        desk.click(Role::Tab, tab);
        check(&format!("person-{}", tab.to_lowercase()), &mut desk, page);
    }
    desk.go("Groups");
    desk.node(Role::RowGroup, "Rows of Groups").focus();
    desk.settle();
    desk.key(Key::Home);
    desk.wait("Close this group");
    check("group", &mut desk, page);
}

#[test]
fn the_removal_of_a_person_reads_as_reviewed() {
    let home = tempfile::tempdir().unwrap();
    let start = Start::inside(home.path(), Vault::memory(), 120).with_clock(noon);
    let mut desk = Desk::open(home, start, 1.0);
    desk.wait("All people read");
    desk.button("State: any");
    desk.pick("Deactivated");
    desk.node(Role::RowGroup, "Rows of Users").focus();
    desk.settle();
    desk.key(Key::Home);
    desk.wait("Deactivated by Entra ID on ");
    desk.click(Role::Tab, "History");
    desk.wait("Access log");
    check("person-history", &mut desk, page);
    desk.click(Role::Tab, "Profile");
    desk.button("Permanently remove…");
    desk.wait("Roles lost");
    desk.settle();
    check("permanently-remove", &mut desk, dialog);
}

#[test]
fn dialogs_read_as_reviewed() {
    let mut desk = desk();
    desk.go("Diagnose");
    desk.press(Modifiers::COMMAND, Key::N);
    check("add-connection", &mut desk, dialog);
    desk.key(Key::Escape);
    desk.press(Modifiers::COMMAND, Key::K);
    desk.node(Role::TextInput, "Find a person, group or command").type_text("go");
    desk.settle();
    check("palette", &mut desk, |desk| {
        let is_before = |line: &&str| !line.contains("TextInput \"Find a person");
        joined(steady(&desk.text()).lines().skip_while(is_before))
    });
    desk.key(Key::Escape);
    desk.button("Keyboard shortcuts");
    check("shortcuts", &mut desk, dialog);
}

#[test]
fn practice_reads_as_reviewed() {
    let mut desk = desk();
    desk.node(Role::RowGroup, "Rows of Users").focus();
    desk.settle();
    desk.key(Key::Home);
    desk.wait("First name: ");
    desk.button("As Entra…");
    desk.pick("Change attributes…");
    desk.wait("Access credential");
    desk.settle();
    check("practice-change", &mut desk, dialog);
    desk.dialog_button("Cancel");
    desk.button("As Entra…");
    desk.pick("Deactivate…");
    desk.wait("Then it sends");
    desk.settle();
    check("practice-request", &mut desk, dialog);
    desk.dialog_button("Send as Entra");
    desk.wait("Read again: one attribute differs");
    desk.settle();
    check("practice-result", &mut desk, dialog);
    desk.dialog_button("Close");
    desk.button("Provision…");
    desk.wait("This domain is on the list.");
    desk.settle();
    check("practice-provision", &mut desk, dialog);
    desk.dialog_button("Cancel");
}

fn dialog(desk: &Desk) -> String {
    let text = steady(&desk.text());
    joined(text.lines().skip_while(|line| !line.trim_start().starts_with("Dialog ")))
}

fn joined<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    lines.flat_map(|line| [line, "\n"]).collect()
}

#[test]
fn what_differs_from_run_to_run_is_replaced() {
    for (text, expected) in [
        ("Connected · 127.0.0.1:38175 · 12 ms", "Connected · 127.0.0.1:PORT · TIME"),
        ("id cff1db69-6a98-4e99-be44-b06f66564e0c.", "id ID."),
        ("9 Nov 2026, 08:30:36", "DATE, TIME"),
        ("30 Oct", "DATE"),
        ("5e:91:c0:2b.", "FINGERPRINT."),
        ("1.4 kB and 12 kB", "SIZE and SIZE"),
        ("HF-20057, 120 people, 2026-11-21", "HF-20057, 120 people, 2026-11-21"),
    ] {
        assert_eq!(steady(text), expected);
    }
}
