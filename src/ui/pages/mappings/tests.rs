//! The Mappings page in a window without a screen: what it says, and what its keys and buttons ask for.

use std::sync::Arc;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use super::{MappingsPage, Part, words};
use crate::entra::{
    AttributeMapping, CardColumns, CountKind, Edit, ExpressionText, ResourceKind, Source,
};
use crate::session::action::{Action, Actions};
use crate::session::connection::ConnectionKey;
use crate::session::mappings::action::MappingsAction;
use crate::session::mappings::document::Template;
use crate::session::mappings::testing::{directory, done, work};
use crate::session::mappings::trial::Trial;
use crate::session::remote::Remote;
use crate::session::state::State;
use crate::ui::Asked;
use crate::ui::testing;
use crate::ui::widgets::testing::{click_at, harness};
use crate::verkada::CardCheck;

/// The page with a state that does what is asked, at once.
struct Shown {
    state: State,
    page: MappingsPage,
    asked: Vec<MappingsAction>,
    copied: Vec<String>,
}

fn shown(change: impl FnOnce(&mut State)) -> Harness<'static, Shown> {
    let mut state = testing::state();
    change(&mut state);
    let shown =
        Shown { state, page: MappingsPage::default(), asked: Vec::new(), copied: Vec::new() };
    let mut harness = harness(shown, |ui, shown: &mut Shown| {
        let (mut actions, mut go) = (Actions::default(), Vec::new());
        let asked = &mut Asked { actions: &mut actions, go: &mut go };
        shown.page.ui(ui, &shown.state, asked);
        for action in actions.take() {
            match &action {
                Action::Mappings(action) => shown.asked.push(action.clone()),
                Action::Copy(text) => shown.copied.push(text.clone()),
                other => panic!("{other:?} is nothing of this page"),
            }
            let orders = shown.state.apply(action);
            work(&mut shown.state, orders);
        }
    });
    harness.set_size(egui::vec2(1200.0, 800.0));
    harness.run_steps(6);
    harness
}

/// The page with Entra's own mappings.
fn defaults() -> Harness<'static, Shown> {
    shown(|state| {
        done(state, MappingsAction::Begin);
        done(state, MappingsAction::OpenTemplate(Template::EntraDefaults));
    })
}

fn click(harness: &mut Harness<'_, Shown>, name: &str) {
    harness.get_by_label(name).click();
    harness.run_steps(4);
}

fn press(harness: &mut Harness<'_, Shown>, modifiers: Modifiers, key: Key) {
    harness.key_press_modifiers(modifiers, key);
    harness.run_steps(4);
}

/// Types an expression into the first row.
fn expression(harness: &mut Harness<'_, Shown>, text: &str) {
    if harness.query_by_role_and_label(Role::MultilineTextInput, "Expression").is_none() {
        harness.get_by_role_and_label(Role::Button, "Expression").click();
        harness.run_steps(4);
    }
    harness.get_by_role_and_label(Role::MultilineTextInput, "Expression").focus();
    harness.run_steps(2);
    press(harness, Modifiers::COMMAND, Key::A);
    harness.event(Event::Text(text.to_owned()));
    harness.run_steps(4);
}

fn source(harness: &Harness<'_, Shown>) -> String {
    let document = harness.state().state.mappings.document.as_ref().unwrap();
    words::source(&document.mappings().users.rows[0].source)
}

#[test]
fn it_opens_by_itself_once() {
    let mut harness = shown(|_| {});
    assert_eq!(harness.state().asked, [MappingsAction::Begin]);
    harness.run_steps(5);
    assert_eq!(harness.state().asked, [MappingsAction::Begin]);
    harness.get_by_label("From Command template · nothing changed");
    harness.get_by_label("Preview as Ada Okafor");
    let offline = shown(|state| state.connections[0].tenant = None);
    assert_eq!(offline.state().asked, [MappingsAction::Begin], "it does not ask in every frame");
    offline.get_by_label("Preview as Choose a person");
}

#[test]
fn tab_takes_a_completion_and_escape_refuses_it() {
    let mut harness = shown(|_| {});
    expression(&mut harness, "Tri");
    assert!(testing::has(&harness, "Trim  "));
    press(&mut harness, Modifiers::NONE, Key::Tab);
    assert_eq!(source(&harness), "Trim(");
    harness.event(Event::Text("[userPr".to_owned()));
    harness.run_steps(4);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    assert_eq!(source(&harness), "Trim([userPrincipalName]");
    expression(&mut harness, "Tri");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(!testing::has(&harness, "Trim  "), "they were refused");
    press(&mut harness, Modifiers::NONE, Key::Tab);
    assert_eq!(source(&harness), "Tri", "Tab goes on to the next field");
    let field = harness.get_by_role_and_label(Role::MultilineTextInput, "Expression");
    assert!(!field.accesskit_node().is_focused());
}

#[test]
fn an_expression_that_cannot_be_read_is_shown_at_its_column_and_not_saved() {
    let mut harness = shown(|_| {});
    expression(&mut harness, "Trim([mail]");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(testing::has(&harness, "Column "));
    let save = harness.get_by_role_and_label(Role::Button, "Save schema JSON");
    assert!(save.accesskit_node().is_disabled());
    let document = harness.state().state.mappings.document.as_ref().unwrap();
    let why = words::why_not_save(document).unwrap();
    assert!(why.starts_with("1 expression cannot be read"), "{why}");
    press(&mut harness, Modifiers::COMMAND, Key::S);
    assert!(!harness.state().asked.contains(&MappingsAction::AskSave));
    expression(&mut harness, "Trim( [mail] )");
    press(&mut harness, Modifiers::COMMAND, Key::S);
    assert_eq!(harness.state().asked.last(), Some(&MappingsAction::AskSave));
    click(&mut harness, "Format");
    assert_eq!(source(&harness), "Trim([mail])");
}

#[test]
fn a_source_keeps_its_meaning_when_its_kind_is_changed() {
    let mut harness = shown(|_| {});
    for (kind, text) in [
        ("Expression", "[userPrincipalName]"),
        ("Direct", "userPrincipalName"),
        ("Constant", "\"userPrincipalName\""),
        ("Expression", "[userPrincipalName]"),
        ("None", ""),
        ("Constant", "\"userPrincipalName\""),
        ("None", ""),
        ("Direct", "userPrincipalName"),
    ] {
        harness.get_by_role_and_label(Role::Button, kind).click();
        harness.run_steps(4);
        assert_eq!(source(&harness), text, "{kind}");
    }
    click(&mut harness, "None");
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    assert_eq!(source(&harness), "userPrincipalName", "all of it was one row's step");
}

#[test]
fn going_back_to_a_kind_brings_what_it_had() {
    let mut harness = shown(|_| {});
    expression(&mut harness, "Trim([mail])");
    for (kind, text) in [
        ("None", ""),
        ("Constant", "\"Trim([mail])\""),
        ("Direct", "userPrincipalName"),
        ("Expression", "Trim([mail])"),
    ] {
        harness.get_by_role_and_label(Role::Button, kind).click();
        harness.run_steps(4);
        assert_eq!(source(&harness), text, "{kind}");
    }
}

#[test]
fn a_completion_chosen_by_keys_is_seen_in_a_low_window_and_what_is_wrong_is_told_above() {
    let mut harness = shown(|_| {});
    harness.set_size(egui::vec2(1000.0, 600.0));
    harness.run_steps(4);
    expression(&mut harness, "\"x\" [mail] A");
    assert!(testing::has(&harness, "Column "), "the list does not hide it");
    for _ in 0..8 {
        let marked = harness
            .query_all_by_role(Role::MenuItemCheckBox)
            .find(|item| item.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True));
        let (marked, window) = (marked.unwrap().rect(), harness.ctx.content_rect());
        assert!(marked.bottom() < window.bottom() - 8.0, "{marked:?} of {window:?}");
        assert!(marked.right() < 700.0, "{marked:?}");
        press(&mut harness, Modifiers::NONE, Key::ArrowDown);
        harness.run_steps(20);
    }
}

#[test]
fn a_constant_of_the_wrong_kind_is_told_at_its_column() {
    let mut harness = shown(|_| {});
    expression(&mut harness, "Mid([surname],\"a\",0)");
    press(&mut harness, Modifiers::NONE, Key::Escape);
    assert!(testing::has(&harness, "Column 15: “start” of Mid is a whole number"));
}

#[test]
fn the_menu_of_a_row_knows_its_place() {
    let mut harness = shown(|_| {});
    click(&mut harness, "What can be done with this row");
    let up = harness.get_by_role_and_label(Role::MenuItem, "Move up");
    assert!(up.accesskit_node().is_disabled());
    click(&mut harness, "Move down");
    let moved = vec![Edit::Move(ResourceKind::User, 0, 1)];
    assert_eq!(harness.state().asked.last(), Some(&MappingsAction::Edit(moved)));
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    click(&mut harness, "What can be done with this row");
    click(&mut harness, "Duplicate");
    harness.get_by_label("Users 17");
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    press(&mut harness, Modifiers::COMMAND, Key::Y);
    harness.get_by_label("Users 17");
}

#[test]
fn the_menu_of_a_row_is_reached_by_keys_alone() {
    let mut harness = shown(|_| {});
    harness.get_by_role_and_label(Role::RowGroup, "Rows of Mappings of users").focus();
    harness.run_steps(2);
    press(&mut harness, Modifiers::NONE, Key::Home);
    for (modifiers, key) in [(Modifiers::SHIFT, Key::F10), (Modifiers::NONE, Key::Menu)] {
        press(&mut harness, modifiers, key);
        press(&mut harness, Modifiers::NONE, Key::ArrowDown);
        press(&mut harness, Modifiers::NONE, Key::ArrowDown);
        press(&mut harness, Modifiers::NONE, Key::Enter);
        let moved = vec![Edit::Move(ResourceKind::User, 0, 1)];
        assert_eq!(harness.state().asked.last(), Some(&MappingsAction::Edit(moved)));
        assert!(harness.query_by_label("Move down").is_none(), "it is closed");
        press(&mut harness, Modifiers::COMMAND, Key::Z);
    }
}

#[test]
fn a_person_is_found_and_chosen_by_keys() {
    let mut harness = shown(|_| {});
    for (letters, downs, name) in [("bo", 0, "Bo"), ("a", 2, ""), ("nobody of that name", 0, "")] {
        let before = harness.state().state.mappings.person.as_ref().unwrap().name.clone();
        let open = harness.get_by_label_contains("Preview as ").rect().center();
        click_at(&mut harness, open);
        let field = harness.get_by_role_and_label(Role::TextInput, "Find by name or address");
        assert!(field.is_focused());
        press(&mut harness, Modifiers::COMMAND, Key::A);
        harness.event(Event::Text(letters.to_owned()));
        harness.run_steps(4);
        for _ in 0..downs {
            press(&mut harness, Modifiers::NONE, Key::ArrowDown);
        }
        press(&mut harness, Modifiers::NONE, Key::Enter);
        let now = &harness.state().state.mappings.person.as_ref().unwrap().name;
        if letters.starts_with("nobody") {
            assert_eq!(*now, before);
            press(&mut harness, Modifiers::NONE, Key::Escape);
        } else {
            assert!(now.starts_with(name) && *now != before, "{now}");
        }
    }
}

#[test]
fn command_is_asked_for_a_target_when_its_field_is_left() {
    let mut harness = shown(|_| {});
    let field = |harness: &Harness<'_, Shown>| {
        harness.get_by_role_and_label(Role::TextInput, "Target attribute").focus();
    };
    field(&harness);
    harness.run_steps(2);
    harness.event(Event::Text("s".to_owned()));
    harness.run_steps(4);
    let asked = |harness: &Harness<'_, Shown>| {
        harness.state().asked.iter().filter(|asked| **asked == MappingsAction::TargetTyped).count()
    };
    assert_eq!(asked(&harness), 0);
    press(&mut harness, Modifiers::NONE, Key::Tab);
    assert_eq!(asked(&harness), 1);
    harness.run_steps(4);
    assert_eq!(asked(&harness), 1);
}

#[test]
fn a_manager_is_told_as_not_compared() {
    let mut harness = shown(|state| {
        done(state, MappingsAction::Begin);
        done(state, MappingsAction::OpenTemplate(Template::EntraDefaults));
        let people = "objectId,userPrincipalName,manager\n1,ada@halcyon.example,9\n";
        let people = Arc::new(directory(people).directory);
        state.mappings.people = Remote::Ready(people);
        done(state, MappingsAction::Choose(0));
    });
    let Shown { state, page, .. } = harness.state_mut();
    let rows = &state.mappings.document.as_ref().unwrap().mappings().users.rows;
    let row = rows.iter().position(|row| row.target.ends_with("manager")).unwrap();
    page.rows.go_to(ResourceKind::User, row);
    harness.run_steps(4);
    assert!(testing::has(&harness, "not compared"));
    click(&mut harness, "Why");
    assert!(testing::has(&harness, "Not compared: Entra sets it in a second pass"));
}

#[test]
fn a_finding_leads_to_its_row_says_why_and_is_mended() {
    let mut harness = defaults();
    click(&mut harness, "Show the row of: Groups send externalId");
    let page = &harness.state().page;
    assert!(page.part == Part::Groups && page.rows.cursor(ResourceKind::Group) == 1);
    click(&mut harness, "Why: Groups send externalId");
    assert!(testing::has(&harness, "Source: "));
    click(&mut harness, "Less about: Groups send externalId");
    assert!(!testing::has(&harness, "Source: "));
    click(&mut harness, "Remove row: Groups send externalId");
    assert!(matches!(harness.state().asked.last(), Some(MappingsAction::Fix(..))));
    assert!(!testing::has(&harness, "Groups send externalId"));
    harness.get_by_label("Groups 2");
}

#[test]
fn fixes_made_together_are_counted_and_taken_back_together() {
    let mut harness = defaults();
    let before = harness.state().state.mappings.findings.len();
    harness.get_by_label_contains("Fix all ").click();
    harness.run_steps(4);
    click(&mut harness, "Advice too");
    assert!(testing::has(&harness, " fixes made."));
    assert!(harness.state().state.mappings.findings.len() < before);
    click(&mut harness, "Undo the fixes");
    assert_eq!(harness.state().state.mappings.findings.len(), before);
    assert!(!testing::has(&harness, " fixes made."));
}

#[test]
fn no_card_of_the_findings_is_wider_than_their_pane() {
    let mut harness = defaults();
    harness.set_size(egui::vec2(1000.0, 4000.0));
    harness.run_steps(6);
    for link in harness.query_all_by_label_contains("Why: ") {
        let right = link.rect().right();
        assert!(right < 1000.0 - 16.0 - 12.0, "{right}: {link:?}");
    }
}

#[test]
fn a_menu_closes_when_its_button_is_scrolled_away() {
    let mut harness = defaults();
    let button = harness.get_by_label_contains("Fix all ").rect();
    harness.get_by_label_contains("Fix all ").click();
    harness.run_steps(4);
    assert!(harness.query_by_label("Advice too").is_some());
    harness.hover_at(button.left_center() + egui::vec2(-20.0, 200.0));
    harness.event(Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        source: egui::MouseWheelSource::Trackpad,
        delta: egui::vec2(0.0, -400.0),
        phase: egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
    });
    harness.run_steps(20);
    assert!(harness.query_by_label("Advice too").is_none());
}

#[test]
fn the_fields_of_a_row_can_be_used_in_a_narrow_window() {
    let mut harness = shown(|_| {});
    for width in [700.0, 900.0, 1200.0] {
        harness.set_size(egui::vec2(width, 1400.0));
        harness.run_steps(8);
        let mut seen: Vec<egui::Rect> = Vec::new();
        for (role, name) in [
            (Role::TextInput, "Target attribute"),
            (Role::TextInput, "Default at creation"),
            (Role::ComboBox, "Match by it"),
            (Role::ComboBox, "Apply"),
        ] {
            let field = harness.get_by_role_and_label(role, name).rect();
            assert!(field.width() >= 90.0, "{name} of {width}: {field:?}");
            assert!(!seen.iter().any(|other| other.intersects(field)), "{name} of {width}");
            seen.push(field);
        }
    }
}

#[test]
fn wrong_cards_of_people_come_first_and_all_are_reached() {
    let mut harness = shown(|state| {
        done(state, MappingsAction::Begin);
        let mut lines = vec![
            "objectId,userPrincipalName,extensionAttribute1,extensionAttribute2,\
             extensionAttribute3,extensionAttribute4,extensionAttribute5"
                .to_owned(),
        ];
        lines.extend((0..30).map(|number| {
            let (card, code) = if number < 20 { ("77", 999) } else { ("x", 7) };
            let card = format!("Standard 26-bit Wiegand,{card}{number},,active,{code}");
            format!("{number},p{number}@x.example,{card}")
        }));
        let read = directory(&lines.join("\n"));
        let columns = CardColumns::default();
        state.mappings.cards = read.directory.check_cards(&columns, CardCheck::Shown);
        state.mappings.people = Remote::Ready(Arc::new(read.directory));
    });
    click(&mut harness, "Card lab");
    harness.set_size(egui::vec2(1200.0, 4000.0));
    harness.run_steps(4);
    let all = harness.state().state.mappings.cards.problems.len();
    assert!(all > 20, "{all}");
    let words = |harness: &Harness<'_, Shown>, word: &str| harness.query_all_by_label(word).count();
    assert_eq!((words(&harness, "Wrong"), words(&harness, "Doubtful")), (8, 0));
    harness.get_by_label_contains("Show ").click();
    harness.run_steps(4);
    assert_eq!(words(&harness, "Wrong") + words(&harness, "Doubtful"), all);
}

#[test]
fn many_findings_of_one_rule_are_folded() {
    let mut harness = defaults();
    let more = "10 more like it: Command may not take a target";
    let shows = |harness: &Harness<'_, Shown>| {
        harness.query_all_by_label_contains("Show the row of: Command may not take").count()
    };
    let before = shows(&harness);
    click(&mut harness, more);
    assert_eq!(shows(&harness), before + 10);
    assert!(harness.query_by_label(more).is_none());
}

#[test]
fn where_nobody_is_there_to_try_it_on_the_page_says_what_to_do() {
    let mut harness = shown(|state| state.active = ConnectionKey("live".to_owned()));
    click(&mut harness, "Why");
    harness.get_by_label("Choose a person above to see the values.");
    click(&mut harness, "Requests");
    harness.get_by_label("Choose a person above to see what Entra would send.");
    let button = harness.get_by_label("Preview everyone");
    assert!(button.accesskit_node().is_disabled());
    click(&mut harness, "Everyone");
    assert!(testing::has(&harness, "Choose people first"));
}

#[test]
fn everyone_is_counted_and_a_person_leads_to_the_row() {
    let mut harness = shown(|_| {});
    click(&mut harness, "Preview everyone");
    assert!(harness.state().page.part == Part::Everyone);
    for said in ["Disabled, 1", "Clashing, 2", "Invalid, 1", "No valid card, 1"] {
        harness.get_by_label(said);
    }
    for (count, said) in
        [("Created, 3", " values"), ("Disabled, 1", "active becomes False"), ("Invalid, 1", "card")]
    {
        click(&mut harness, count);
        assert!(testing::has(&harness, said), "{count}");
    }
    harness.get_by_label("Rows of People of the count").focus();
    harness.run_steps(2);
    press(&mut harness, Modifiers::NONE, Key::Home);
    press(&mut harness, Modifiers::NONE, Key::Enter);
    harness.get_by_label("Preview as Chidi Baptiste");
    let Shown { state, page, .. } = harness.state();
    let row = page.rows.cursor(ResourceKind::User);
    let target = &state.mappings.document.as_ref().unwrap().mappings().users.rows[row].target;
    assert!(target.contains("verkada:access"), "{target}");
}

#[test]
fn whoever_is_opened_from_a_count_shows_the_row_that_has_to_do_with_it() {
    #[track_caller]
    fn check(harness: &mut Harness<'_, Shown>, count: &str, expected: &str) {
        click(harness, "Everyone");
        click(harness, count);
        harness.get_by_label("Rows of People of the count").focus();
        harness.run_steps(2);
        press(harness, Modifiers::NONE, Key::Home);
        press(harness, Modifiers::NONE, Key::Enter);
        let Shown { state, page, .. } = harness.state();
        let row = page.rows.cursor(ResourceKind::User);
        let rows = &state.mappings.document.as_ref().unwrap().mappings().users.rows;
        assert_eq!(rows[row].target, expected, "{count}");
    }
    let fails = Edit::SetSource(
        ResourceKind::User,
        3,
        Source::Expression(ExpressionText::new(
            "Switch([givenName], Error(\"who\"), \"Ada\", \"A\")",
        )),
    );
    let mut harness = shown(|state| {
        done(state, MappingsAction::Begin);
        let rows = &state.mappings.document.as_ref().unwrap().mappings().users.rows;
        assert_eq!(rows[3].target, "name.familyName");
        done(state, MappingsAction::Edit(vec![fails]));
    });
    click(&mut harness, "Preview everyone");
    check(&mut harness, "Disabled, 1", "active");
    check(&mut harness, "Updated, 1", "name.familyName");
    check(&mut harness, "Expression fails, 3", "name.familyName");
}

#[test]
fn counts_say_where_nothing_is_known_of_command_and_where_many_would_be_deactivated() {
    #[track_caller]
    fn check(change: impl FnOnce(&mut State), expected: &[&str]) {
        let mut harness = shown(|state| {
            done(state, MappingsAction::Begin);
            change(state);
        });
        click(&mut harness, "Preview everyone");
        for said in ["everybody looks new", "still being read", "Read them again", "disabled in"] {
            assert_eq!(testing::has(&harness, said), expected.contains(&said), "{said}");
        }
    }
    check(|_| {}, &[]);
    check(|state| state.mappings.held.begin(), &[]);
    check(
        |state| state.mappings.held = Remote::Loading { previous: None },
        &["everybody looks new", "still being read"],
    );
    check(
        |state| state.mappings.held = Remote::Failed { problem: testing::lost(), previous: None },
        &["everybody looks new", "Read them again"],
    );
}

#[test]
fn what_was_taken_back_is_made_again_by_either_key() {
    let mut harness = shown(|_| {});
    done(
        &mut harness.state_mut().state,
        MappingsAction::Edit(vec![Edit::Remove(ResourceKind::User, 3)]),
    );
    harness.run_steps(2);
    for redo in [(Modifiers::COMMAND, Key::Y), (Modifiers::COMMAND | Modifiers::SHIFT, Key::Z)] {
        press(&mut harness, Modifiers::COMMAND, Key::Z);
        harness.get_by_label("Users 16");
        press(&mut harness, redo.0, redo.1);
        harness.get_by_label("Users 15");
    }
}

#[test]
fn keys_remove_duplicate_and_move_the_row_under_the_cursor() {
    let mut harness = shown(|_| {});
    let targets = |harness: &Harness<'_, Shown>| -> Vec<String> {
        let document = harness.state().state.mappings.document.as_ref().unwrap();
        document.mappings().users.rows.iter().map(|row| row.target.clone()).collect()
    };
    let before = targets(&harness);
    press(&mut harness, Modifiers::NONE, Key::Delete);
    assert_eq!(targets(&harness), before, "the table has no focus yet");
    harness.get_by_role_and_label(Role::RowGroup, "Rows of Mappings of users").focus();
    harness.run_steps(2);
    press(&mut harness, Modifiers::NONE, Key::Home);
    press(&mut harness, Modifiers::ALT, Key::ArrowUp);
    assert_eq!(targets(&harness), before, "it is the first");
    press(&mut harness, Modifiers::ALT, Key::ArrowDown);
    press(&mut harness, Modifiers::ALT, Key::ArrowDown);
    let moved = [&before[1..3], &before[..1], &before[3..]].concat();
    assert_eq!(targets(&harness), moved);
    assert_eq!(harness.state().page.rows.cursor(ResourceKind::User), 2);
    press(&mut harness, Modifiers::NONE, Key::Delete);
    assert_eq!(targets(&harness), before[1..]);
    press(&mut harness, Modifiers::COMMAND, Key::D);
    assert_eq!(targets(&harness), [&before[1..], &before[3..4]].concat());
    press(&mut harness, Modifiers::NONE, Key::End);
    for left in [before.len() - 1, before.len() - 2] {
        press(&mut harness, Modifiers::NONE, Key::Delete);
        assert_eq!(targets(&harness), before[1..=left]);
    }
}

#[test]
fn a_long_name_leaves_room_for_the_parts_of_the_page() {
    let harness = shown(|state| {
        done(state, MappingsAction::Begin);
        let name = "Ana Maria de la Concepcion ".repeat(20);
        let typed =
            vec![("displayName".to_owned(), name), ("mail".to_owned(), "a@b.example".to_owned())];
        done(state, MappingsAction::TypedPerson(typed));
    });
    let picker = harness.get_by_label_contains("Preview as Ana Maria");
    assert!(picker.rect().width() < 280.0 && picker.rect().right() <= 1200.0);
    assert!(harness.get_by_label("Card lab").rect().right() < picker.rect().left());
}

#[test]
fn the_rows_to_choose_from_are_counted_for_what_is_shown_and_named_as_they_are() {
    #[track_caller]
    fn check(harness: &mut Harness<'_, Shown>, kind: CountKind) {
        harness.get_by_role_and_label(Role::ComboBox, "Row").click();
        harness.run_steps(4);
        let work = &harness.state().state.mappings;
        let everyone = &work.everyone.last().unwrap().everyone;
        let rows = &work.document.as_ref().unwrap().mappings().users.rows;
        for (at, row) in rows.iter().enumerate() {
            let count = everyone.count_of(kind, Some(at));
            let name = format!("{}  {count}", words::target(&row.target));
            let mut items = harness.query_all_by_role_and_label(Role::MenuItemCheckBox, &name);
            assert!(items.next().is_some(), "{kind}: {name}");
        }
        press(harness, Modifiers::NONE, Key::Escape);
    }
    let mut harness = shown(|_| {});
    click(&mut harness, "Preview everyone");
    check(&mut harness, CountKind::Invalid);
    harness.get_by_label_contains("Kept in Command, ").click();
    harness.run_steps(4);
    check(&mut harness, CountKind::Kept);
    harness.get_by_label_contains("Blank, ").click();
    harness.run_steps(4);
    check(&mut harness, CountKind::Blank);
    let row = AttributeMapping::new(Source::Direct("city".to_owned()), "nickName");
    let replaced = MappingsAction::Edit(vec![Edit::Replace(ResourceKind::User, 0, row)]);
    done(&mut harness.state_mut().state, replaced);
    harness.run_steps(4);
    check(&mut harness, CountKind::Blank);
}

#[test]
fn troubles_are_told_with_a_way_on() {
    let mut harness = shown(|state| {
        done(state, MappingsAction::Begin);
        state.mappings.refused = Some(testing::lost());
        state.mappings.held = Remote::Failed { problem: testing::lost(), previous: None };
        state.mappings.everyone = Trial::Failed(testing::lost());
    });
    click(&mut harness, "Dismiss");
    click(&mut harness, "Read again");
    assert_eq!(harness.state().asked, [MappingsAction::Understood, MappingsAction::ReadHeld]);
    assert!(!testing::has(&harness, "What Command holds could not be read"));
    click(&mut harness, "Everyone");
    click(&mut harness, "Try again");
    assert_eq!(harness.state().asked.last(), Some(&MappingsAction::TryEveryone));
}

#[test]
fn a_trial_can_be_stopped() {
    let mut harness = shown(|state| {
        done(state, MappingsAction::Begin);
        state.mappings.everyone.begin(state.mappings.revision, 5);
    });
    click(&mut harness, "Everyone");
    harness.get_by_label("Trying the mapping on everybody");
    click(&mut harness, "Cancel: Trying the mapping on everybody");
    assert_eq!(harness.state().asked, [MappingsAction::StopTrying]);
    harness.get_by_label("Try the mapping on everybody");
}

#[test]
fn requests_are_shown_for_what_somebody_wants_to_know() {
    let mut harness = shown(|_| {});
    click(&mut harness, "Requests");
    for (wanted, said) in [
        ("If created", "POST /Users"),
        ("If all were changed", "PATCH /Users/a1"),
        ("In the next cycle", "GET /Users?filter=userName eq"),
    ] {
        click(&mut harness, wanted);
        let text = harness.get_by_role_and_label(Role::Code, "Requests").accesskit_node().value();
        assert!(text.is_some_and(|text| text.contains(said)), "{wanted}");
    }
    click(&mut harness, "With aadOptscim062020");
    let chip = harness.get_by_label("With aadOptscim062020").accesskit_node();
    assert_eq!(chip.toggled(), Some(egui::accesskit::Toggled::True));
}

#[test]
fn another_person_has_a_why_and_requests_of_their_own() {
    let mut harness = shown(|_| {});
    let choose = |harness: &mut Harness<'_, Shown>, person: usize| {
        done(&mut harness.state_mut().state, MappingsAction::Choose(person));
        harness.run_steps(4);
    };
    let requests = |harness: &Harness<'_, Shown>| {
        harness.get_by_role_and_label(Role::Code, "Requests").accesskit_node().value().unwrap()
    };
    expression(&mut harness, "Trim([userPrincipalName])");
    click(&mut harness, "Requests");
    click(&mut harness, "If created");
    let of_the_first = requests(&harness);
    choose(&mut harness, 1);
    assert_ne!(requests(&harness), of_the_first);
    click(&mut harness, "Why");
    let mails = ["ada@halcyon.example", "bo@halcyon.example"];
    let says = |harness: &Harness<'_, Shown>| mails.map(|mail| testing::has(harness, mail));
    assert_eq!(says(&harness), [false, true]);
    choose(&mut harness, 0);
    assert_eq!(says(&harness), [true, false]);
}

#[test]
fn each_comparison_is_shown_with_its_own_people() {
    let mut harness = shown(|_| {});
    let rows = |harness: &Harness<'_, Shown>| {
        harness.query_all_by_role(Role::Row).filter(|row| row.rect().left() > 600.0).count()
    };
    expression(&mut harness, "Switch([displayName], [userPrincipalName], \"Ada Okafor\", \"a\")");
    done(&mut harness.state_mut().state, MappingsAction::CompareWithOpened);
    harness.run_steps(4);
    assert!(harness.state().page.part == Part::Compare);
    assert_eq!(rows(&harness), 1, "Ada alone");
    click(&mut harness, "Users 16");
    expression(&mut harness, "Append([userPrincipalName], \"x\")");
    done(&mut harness.state_mut().state, MappingsAction::CompareWithOpened);
    harness.run_steps(4);
    assert!(harness.state().page.part == Part::Compare, "it was asked for again");
    assert_eq!(rows(&harness), 4, "everybody but Dara, who leaves");
}

#[test]
fn what_was_typed_into_one_row_is_not_undone_in_another() {
    let mut harness = shown(|_| {});
    expression(&mut harness, "Trim([mail])");
    harness.get_by_role_and_label(Role::RowGroup, "Rows of Mappings of users").focus();
    harness.run_steps(2);
    press(&mut harness, Modifiers::NONE, Key::Home);
    press(&mut harness, Modifiers::NONE, Key::ArrowDown);
    let field = harness.get_by_role_and_label(Role::MultilineTextInput, "Expression");
    let before = field.accesskit_node().value();
    field.focus();
    harness.run_steps(2);
    press(&mut harness, Modifiers::COMMAND, Key::Z);
    let field = harness.get_by_role_and_label(Role::MultilineTextInput, "Expression");
    assert_eq!(field.accesskit_node().value(), before);
    assert!(before.is_some_and(|text| text.starts_with("Switch(")));
    assert_eq!(source(&harness), "Trim([mail])");
}

#[test]
fn the_line_beside_the_heading_tells_what_is_not_saved() {
    #[track_caller]
    fn check(actions: &[MappingsAction], expected: &str) {
        let mut state = testing::state();
        done(&mut state, MappingsAction::Begin);
        for action in actions {
            done(&mut state, action.clone());
        }
        assert_eq!(words::about(state.mappings.document.as_ref().unwrap()), expected);
    }
    let edit = MappingsAction::Edit(vec![Edit::SetSource(
        ResourceKind::User,
        0,
        Source::Expression(ExpressionText::new("Trim([mail])")),
    )]);
    let remove = MappingsAction::Edit(vec![Edit::Remove(ResourceKind::User, 3)]);
    let save = MappingsAction::Save("/tmp/mine.json".into());
    check(&[], "From Command template · nothing changed");
    check(std::slice::from_ref(&edit), "From Command template · 1 change not saved");
    check(&[edit.clone(), remove], "From Command template · 2 changes not saved");
    check(&[edit.clone(), save.clone()], "From mine.json · saved");
    check(&[edit.clone(), save, MappingsAction::Undo], "From mine.json · changes not saved");
    check(&[edit.clone(), MappingsAction::Undo], "From Command template · nothing changed");
    let opened = MappingsAction::OpenTemplate(Template::Command);
    let rows = Template::Command.document().mappings().users.rows.clone();
    let back = MappingsAction::Edit(vec![Edit::Replace(ResourceKind::User, 0, rows[0].clone())]);
    check(&[opened, edit, back], "From Command template · nothing changed");
}
