//! The Mappings page: what opens, what is one step, what is asked before it is lost, and which answers come too late.

use std::path::PathBuf;
use std::sync::Arc;

use super::{STOPPED, absorb, apply, key, live, lost, now, state, titles, words};
use crate::entra::{
    AttributeMapping, CardReport, ColumnPlan, CountKind, Dialect, Edit, Everyone, ExpressionText,
    MappingSeverity, Mappings, ResourceKind, ScopingFilter, Source, lint,
};
use crate::session::action::Action;
use crate::session::connection::Profile;
use crate::session::job::{Job, Slot};
use crate::session::mappings::action::MappingsAction;
use crate::session::mappings::document::{OpenDocument, Origin, Template};
use crate::session::mappings::job::{MappingsJob, MappingsOutcome, SchemaPurpose};
use crate::session::mappings::requests::Wanted;
use crate::session::mappings::testing::{answer, directory, done, holdings, work};
use crate::session::mappings::trial::{PeopleFrom, ReportFormat, Revision, Trial, Tried};
use crate::session::outcome::{Epoch, Outcome};
use crate::session::remote::Remote;
use crate::session::settings::Settings;
use crate::session::state::{Dialog, State};
use crate::session::update::Order;

const LINT: &str = "look through the mapping";
const PEOPLE: &str = "read the people";
const HELD: &str = "read what Command holds";

/// Asks for something and sees which work that makes.
#[track_caller]
fn ask(state: &mut State, action: MappingsAction, expected: &[&str]) -> Vec<Order> {
    apply(state, Action::Mappings(action), expected)
}

/// Takes in an answer and sees which work that makes.
#[track_caller]
fn take(state: &mut State, outcome: MappingsOutcome, expected: &[&str]) -> Vec<Order> {
    absorb(state, Outcome::Mappings(outcome), expected)
}

/// The page on the sandbox, with everything read.
fn page() -> State {
    let mut state = state();
    done(&mut state, MappingsAction::Begin);
    state
}

/// The same with Entra's own mappings.
fn defaults() -> State {
    let mut state = page();
    done(&mut state, MappingsAction::OpenTemplate(Template::EntraDefaults));
    state
}

/// The last of these jobs.
#[track_caller]
fn last(orders: Vec<Order>) -> MappingsJob {
    match orders.into_iter().last() {
        Some(Order::Do(Job::Mappings(job))) => job,
        other => panic!("{other:?} is no work of the page"),
    }
}

fn document(state: &State) -> &OpenDocument {
    state.mappings.document.as_ref().unwrap()
}

fn mappings(state: &State) -> &Mappings {
    document(state).mappings()
}

fn file(name: &str) -> PathBuf {
    PathBuf::from("/tmp").join(name)
}

/// Another source typed into a row of people.
fn typed(state: &State, row: usize, source: &str) -> MappingsAction {
    let mut mapping = mappings(state).users.rows[row].clone();
    mapping.source = Source::Expression(ExpressionText::new(source));
    MappingsAction::Type(ResourceKind::User, row, Box::new(mapping))
}

fn source(state: &State, row: usize) -> String {
    match &mappings(state).users.rows[row].source {
        Source::Expression(text) => text.text().to_owned(),
        other => format!("{other:?}"),
    }
}

/// A row less: the change that is made with one action.
fn edit() -> MappingsAction {
    MappingsAction::Edit(vec![Edit::Remove(ResourceKind::User, 5)])
}

fn worst(state: &State) -> Option<MappingSeverity> {
    state.mappings.findings.iter().map(|finding| finding.severity).max()
}

fn everyone(state: &State) -> Arc<Everyone> {
    Arc::clone(&state.mappings.everyone.last().unwrap().everyone)
}

#[test]
fn the_page_opens_the_template_and_reads_whom_it_is_tried_on_once() {
    let mut state = state();
    let orders = ask(&mut state, MappingsAction::Begin, &[LINT, PEOPLE, HELD]);
    assert_eq!(document(&state).origin, Origin::Template(Template::Command));
    ask(&mut state, MappingsAction::Begin, &[]);
    work(&mut state, orders);
    assert_eq!(state.mappings.from, PeopleFrom::Sandbox);
    let person = state.mappings.person.as_ref().unwrap();
    assert_eq!((person.at, person.name.as_str()), (0, "Ada Okafor"));
    assert!(state.mappings.held.value().is_some());
    ask(&mut state, MappingsAction::Begin, &[]);
}

#[test]
fn elsewhere_the_page_opens_with_nobody_and_without_a_server_it_asks_none() {
    let mut live = State::new(Settings::default(), vec![Profile::sandbox(), live()], now());
    live.apply(Action::Connect(key("live")));
    ask(&mut live, MappingsAction::Begin, &[LINT, HELD]);
    assert_eq!(live.mappings.from, PeopleFrom::Nobody);
    let mut starting = State::new(Settings::default(), vec![Profile::sandbox()], now());
    ask(&mut starting, MappingsAction::Begin, &[LINT]);
    for action in [
        MappingsAction::TryEveryone,
        MappingsAction::Report(ReportFormat::Csv, file("report.csv")),
        MappingsAction::ReadHeld,
    ] {
        ask(&mut starting, action, &[]);
    }
}

#[test]
fn before_the_page_was_seen_nothing_it_has_can_be_asked_for() {
    for action in [
        MappingsAction::FixAll(MappingSeverity::Advice),
        MappingsAction::Undo,
        edit(),
        MappingsAction::AddRow(ResourceKind::User),
        MappingsAction::Save(file("schema.json")),
        MappingsAction::CompareWithOpened,
        MappingsAction::TryEveryone,
        MappingsAction::ReadHeld,
        MappingsAction::Choose(0),
    ] {
        ask(&mut state(), action, &[]);
    }
}

#[test]
fn another_connection_takes_what_belongs_to_the_one_before() {
    let mut state = page();
    done(&mut state, MappingsAction::TryEveryone);
    done(&mut state, edit());
    done(&mut state, MappingsAction::CompareWithOpened);
    let orders = state.apply(Action::Connect(key("live")));
    assert!(words(&orders).starts_with(&STOPPED.map(str::to_owned)));
    assert!(words(&orders).contains(&LINT.to_owned()), "findings name people who are gone");
    let work = &state.mappings;
    assert!(matches!(work.held, Remote::NotAsked) && matches!(work.compared, Remote::NotAsked));
    assert!(matches!(work.everyone, Trial::NotAsked));
    assert!(work.people.value().is_none() && work.person.is_none());
    assert_eq!((work.from.clone(), work.cards.cards), (PeopleFrom::Nobody, 0));
    assert!(document(&state).is_unsaved(), "the mapping is nobody's but the person's");
    ask(&mut state, MappingsAction::Begin, &[HELD]);
}

#[test]
fn people_of_a_file_go_along_and_are_seen_without_what_the_other_held() {
    let mut state = page();
    done(&mut state, MappingsAction::PeopleOfFile(file("people.csv")));
    let found = |state: &State| state.mappings.person.as_ref().unwrap().preview.found.clone();
    assert!(found(&state).is_some());
    state.apply(Action::Connect(key("live")));
    assert_eq!(state.mappings.from, PeopleFrom::File(file("people.csv")));
    assert_eq!(found(&state), None, "the new connection was not asked yet");
}

#[test]
fn people_stay_when_the_connection_is_left_while_others_are_read() {
    for other in [MappingsAction::PeopleOfFile(file("b.csv")), MappingsAction::PeopleOfSandbox] {
        let mut state = page();
        done(&mut state, MappingsAction::PeopleOfFile(file("a.csv")));
        done(&mut state, MappingsAction::Choose(3));
        let reading = ask(&mut state, other, &[PEOPLE]);
        state.apply(Action::Connect(key("live")));
        assert_eq!(state.mappings.from, PeopleFrom::File(file("a.csv")));
        assert!(!state.mappings.people.is_loading(), "nobody reads them any more");
        assert_eq!(state.mappings.people.value().unwrap().len(), 5);
        assert_eq!(state.mappings.person.as_ref().unwrap().name, "Dara Whitfield");
        work(&mut state, reading);
        assert_eq!(state.mappings.from, PeopleFrom::File(file("a.csv")), "that came too late");
    }
    let mut state = state();
    done(&mut state, MappingsAction::PeopleOfFile(file("broken.csv")));
    state.apply(Action::Connect(key("live")));
    assert!(matches!(state.mappings.people, Remote::NotAsked));
}

#[test]
fn a_word_typed_is_one_step_and_another_row_is_another() {
    let mut state = page();
    let before = mappings(&state).clone();
    for text in ["[gi", "[given", "[givenName]&\"\""] {
        let action = typed(&state, 2, text);
        ask(&mut state, action, &[LINT]);
    }
    assert_eq!((document(&state).steps(), source(&state, 2).as_str()), (1, "[givenName]&\"\""));
    let action = typed(&state, 3, "[surname]&\"\"");
    ask(&mut state, action, &[LINT]);
    assert_eq!(document(&state).steps(), 2);
    ask(&mut state, MappingsAction::Undo, &[LINT]);
    ask(&mut state, MappingsAction::Undo, &[LINT]);
    assert_eq!(mappings(&state), &before);
    assert!(!document(&state).can_undo() && !document(&state).is_unsaved());
    ask(&mut state, MappingsAction::Redo, &[LINT]);
    assert_eq!(source(&state, 2), "[givenName]&\"\"");
    let action = typed(&state, 2, "[givenName]&\"!\"");
    ask(&mut state, action, &[LINT]);
    assert_eq!(document(&state).steps(), 2, "what is typed after a redo is a step of its own");
    assert!(!document(&state).can_redo(), "what was taken back can not follow another change");
}

#[test]
fn what_changes_nothing_is_no_step() {
    let mut state = page();
    let same = mappings(&state).users.rows[0].clone();
    for action in [
        MappingsAction::Type(ResourceKind::User, 0, Box::new(same)),
        MappingsAction::Edit(vec![Edit::Move(ResourceKind::User, 0, 99)]),
        MappingsAction::Edit(Vec::new()),
    ] {
        ask(&mut state, action, &[LINT]);
        assert_eq!(document(&state).steps(), 0);
    }
    for (text, steps) in [("Trim([mail])", 1), ("Trim( [mail] )", 1), ("Trim([mail], )", 1)] {
        let action = typed(&state, 0, text);
        ask(&mut state, action, &[LINT]);
        assert_eq!((document(&state).steps(), source(&state, 0).as_str()), (steps, text));
    }
    done(&mut state, MappingsAction::Save(file("mine.json")));
    let action =
        typed(&state, 1, "Switch( [IsSoftDeleted], , \"False\", \"True\", \"True\", \"False\" )");
    ask(&mut state, action, &[LINT]);
    assert!(!document(&state).is_unsaved(), "spaces mean nothing");
    assert!(source(&state, 1).starts_with("Switch( "), "and stay as they were typed");
}

#[test]
fn a_row_is_added_at_the_end_and_the_page_is_told_to_look_at_it() {
    let mut state = page();
    let (rows, added) = (mappings(&state).groups.rows.len(), state.mappings.added);
    ask(&mut state, MappingsAction::AddRow(ResourceKind::Group), &[LINT]);
    assert_eq!(mappings(&state).groups.rows.len(), rows + 1);
    assert!(state.mappings.added > added);
}

#[test]
fn only_changes_that_are_not_saved_are_asked_about() {
    #[track_caller]
    fn check(action: &MappingsAction, expected: &[&str]) {
        let mut state = page();
        ask(&mut state, action.clone(), expected);
        assert!(!state.is_asking());
        let mut state = page();
        done(&mut state, edit());
        ask(&mut state, MappingsAction::AskTyped, &[]);
        ask(&mut state, action.clone(), &[]);
        assert_eq!(state.mappings.in_question.as_ref(), Some(action));
        ask(&mut state, MappingsAction::Keep, &[]);
        assert_eq!(document(&state).steps(), 1, "they are kept");
        ask(&mut state, action.clone(), &[]);
        ask(&mut state, MappingsAction::Discard(Box::new(action.clone())), expected);
        assert_eq!(state.mappings.in_question, None);
        assert!(matches!(state.dialog, Some(Dialog::TypedPerson)), "it was asked over that");
    }
    let mut state = page();
    done(&mut state, edit());
    ask(&mut state, MappingsAction::Quit, &[]);
    done(&mut state, MappingsAction::Open(file("schema.json")));
    assert_eq!(state.mappings.in_question, Some(MappingsAction::Quit), "one question at a time");
    assert_eq!(titles(&state), ["schema.json was not opened"]);
    check(&MappingsAction::OpenTemplate(Template::EntraDefaults), &[LINT, HELD]);
    check(&MappingsAction::Open(file("schema.json")), &["open the schema"]);
    check(&MappingsAction::Quit, &[]);
}

#[test]
fn changes_go_when_another_schema_is_there_and_not_before() {
    let mut state = page();
    done(&mut state, edit());
    let open = |name: &str| MappingsAction::Discard(Box::new(MappingsAction::Open(file(name))));
    done(&mut state, open("broken.json"));
    assert_eq!(document(&state).steps(), 1, "the file was none");
    assert_eq!(state.mappings.refused.as_ref().unwrap().title(), "Could not open the schema");
    done(&mut state, open("schema.json"));
    assert_eq!(document(&state).origin, Origin::File(file("schema.json")));
    assert!(state.mappings.refused.is_none() && !document(&state).is_unsaved());
}

#[test]
fn what_is_typed_while_a_schema_is_read_is_not_lost_to_it() {
    let mut state = page();
    let reading = ask(&mut state, MappingsAction::Open(file("schema.json")), &["open the schema"]);
    done(&mut state, edit());
    work(&mut state, reading);
    assert_eq!(state.mappings.in_question, Some(MappingsAction::Open(file("schema.json"))));
    assert_eq!(document(&state).steps(), 1);
}

#[test]
fn a_dropped_file_is_a_schema_or_people() {
    for name in ["people.csv", "people.JSONL", "people"] {
        ask(&mut page(), MappingsAction::Dropped(file(name)), &[PEOPLE]);
    }
    let mut state = page();
    done(&mut state, MappingsAction::Dropped(file("schema.JSON")));
    assert_eq!(document(&state).origin, Origin::File(file("schema.JSON")));
    done(&mut state, edit());
    done(&mut state, MappingsAction::Dropped(file("other.json")));
    assert!(state.mappings.in_question.is_some(), "changes would be lost");
    done(&mut state, MappingsAction::Keep);
    let dropped = MappingsAction::Dropped(file("people.json"));
    let orders = ask(&mut state, dropped, &["open the schema"]);
    let outcome = answer(last(orders));
    let orders = take(&mut state, outcome, &[PEOPLE]);
    work(&mut state, orders);
    assert_eq!(state.mappings.from, PeopleFrom::File(file("people.json")));
    done(&mut state, MappingsAction::Dropped(file("broken.json")));
    assert!(state.mappings.refused.is_some() && state.mappings.people.problem().is_none());
}

#[test]
fn a_file_dropped_on_a_dialog_is_not_taken_and_told() {
    for name in ["people.csv", "schema.json"] {
        let mut state = page();
        ask(&mut state, MappingsAction::AskTyped, &[]);
        ask(&mut state, MappingsAction::Dropped(file(name)), &[]);
        assert!(matches!(state.dialog, Some(Dialog::TypedPerson)));
        assert_eq!(titles(&state), [format!("{name} was not opened")]);
        let mut state = page();
        done(&mut state, edit());
        ask(&mut state, MappingsAction::Quit, &[]);
        ask(&mut state, MappingsAction::Dropped(file(name)), &[]);
        assert_eq!(state.mappings.in_question, Some(MappingsAction::Quit));
    }
}

#[test]
fn a_file_of_people_that_is_none_leaves_everything_as_it_was() {
    let mut state = page();
    done(&mut state, MappingsAction::PeopleOfFile(file("broken.csv")));
    assert_eq!(state.mappings.refused.as_ref().unwrap().title(), "Could not read the people");
    assert_eq!(state.mappings.from, PeopleFrom::Sandbox, "these are the people that are shown");
    assert_eq!(state.mappings.people.value().unwrap().len(), 5);
    assert!(state.mappings.person.is_some());
    ask(&mut state, MappingsAction::Understood, &[]);
    assert!(state.mappings.refused.is_none());
}

#[test]
fn columns_are_asked_for_over_the_people_of_before_and_over_no_other_dialog() {
    let unclear = |state: &mut State| {
        let file = file("odd.csv");
        ask(state, MappingsAction::PeopleOfFile(file.clone()), &[PEOPLE]);
        let (revision, plan) = (state.mappings.people_revision, ColumnPlan { columns: vec![] });
        take(state, MappingsOutcome::ColumnsUnclear { revision, path: file, plan }, &[]);
        assert_eq!(state.mappings.people.value().unwrap().len(), 5, "those of before");
        assert!(!state.mappings.people.is_loading());
    };
    let mut state = page();
    unclear(&mut state);
    assert!(matches!(state.dialog, Some(Dialog::Columns(..))));
    let mut state = page();
    ask(&mut state, MappingsAction::AskTyped, &[]);
    unclear(&mut state);
    assert!(matches!(state.dialog, Some(Dialog::TypedPerson)));
    assert_eq!(titles(&state), ["odd.csv was not opened"]);
}

#[test]
fn everything_offered_is_mended_and_can_be_taken_back_at_once() {
    let mut state = defaults();
    assert_eq!(worst(&state), Some(MappingSeverity::Error));
    let orders =
        ask(&mut state, MappingsAction::FixAll(MappingSeverity::Advice), &["make the fixes"]);
    work(&mut state, orders);
    assert!(worst(&state) < Some(MappingSeverity::Warning), "{:?}", state.mappings.findings);
    assert_eq!(document(&state).steps(), 1);
    done(&mut state, MappingsAction::Undo);
    assert_eq!(worst(&state), Some(MappingSeverity::Error));
}

#[test]
fn fixes_of_a_mapping_that_was_changed_meanwhile_are_dropped() {
    let mut state = defaults();
    let fixes = state.apply(Action::Mappings(MappingsAction::FixAll(MappingSeverity::Warning)));
    done(&mut state, edit());
    work(&mut state, fixes);
    assert_eq!(document(&state).steps(), 1, "the change of the person stands");
    let revision = state.mappings.revision.mapping;
    take(&mut state, MappingsOutcome::Mended { revision, result: Err(lost()) }, &[]);
    assert_eq!(state.mappings.refused, Some(lost()));
}

#[test]
fn a_fix_is_made_in_the_mapping_it_was_found_in() {
    let mut state = defaults();
    let found = state.mappings.found_in;
    let fix = |revision| MappingsAction::Fix(revision, vec![Edit::Remove(ResourceKind::User, 18)]);
    ask(&mut state, fix(found), &[LINT]);
    ask(&mut state, fix(found), &[]);
    assert_eq!(document(&state).steps(), 1, "that row is another by now");
}

#[test]
fn what_command_holds_changes_no_finding_and_no_fix() {
    let mut state = defaults();
    state.mappings.findings.clear();
    let look = state.apply(Action::Mappings(edit()));
    let fixes = state.apply(Action::Mappings(MappingsAction::FixAll(MappingSeverity::Warning)));
    let held = state.apply(Action::Mappings(MappingsAction::ReadHeld));
    work(&mut state, held);
    work(&mut state, look);
    assert!(!state.mappings.findings.is_empty(), "they are of this mapping");
    work(&mut state, fixes);
    assert_eq!(document(&state).steps(), 2);
}

#[test]
fn a_schema_is_saved_as_it_stands_and_then_counts_as_saved() {
    let mut state = page();
    done(&mut state, edit());
    let save = MappingsAction::Save(file("mine.json"));
    let MappingsJob::WriteSchema { text, mappings: written, .. } =
        last(ask(&mut state, save.clone(), &["save the schema"]))
    else {
        panic!("a schema is written")
    };
    let read = crate::entra::SchemaDocument::open(text.as_bytes()).unwrap();
    assert_eq!((read.mappings(), &*written), (mappings(&state), mappings(&state)));
    done(&mut state, save.clone());
    assert!(!document(&state).is_unsaved());
    assert_eq!(
        (document(&state).name().as_str(), titles(&state)),
        ("mine.json", vec!["Schema saved"])
    );
    done(&mut state, MappingsAction::Undo);
    assert!(document(&state).is_unsaved(), "what is on disk is another");
    done(&mut state, MappingsAction::Redo);
    assert!(!document(&state).is_unsaved());
    let writing = state.apply(Action::Mappings(save));
    done(&mut state, edit());
    work(&mut state, writing);
    assert!(document(&state).is_unsaved(), "this change came after the text was made");
}

#[test]
fn what_was_written_of_one_mapping_says_nothing_of_another_that_is_open_by_then() {
    let mut state = page();
    done(&mut state, edit());
    let writing = state.apply(Action::Mappings(MappingsAction::Save(file("mine.json"))));
    let other = MappingsAction::OpenTemplate(Template::EntraDefaults);
    done(&mut state, MappingsAction::Discard(Box::new(other)));
    done(&mut state, edit());
    work(&mut state, writing);
    assert_eq!(titles(&state), ["Schema saved"]);
    assert_eq!(document(&state).origin, Origin::Template(Template::EntraDefaults));
    assert!(document(&state).is_unsaved());
}

#[test]
fn a_schema_that_is_not_written_stays_unsaved_and_says_why() {
    let mut state = page();
    done(&mut state, edit());
    done(&mut state, MappingsAction::Save(file("broken.json")));
    assert!(document(&state).is_unsaved());
    assert_eq!(document(&state).origin, Origin::Template(Template::Command));
    assert_eq!(state.mappings.refused.as_ref().unwrap().title(), "Could not save the schema");
}

#[test]
fn a_change_that_the_file_has_no_place_for_is_refused_before_anything_is_written() {
    let text = r#"{ "synchronizationRules": [ { "sourceDirectoryName": "Azure Active Directory",
        "targetDirectoryName": "customappsso", "objectMappings": [ { "sourceObjectName": "User",
        "targetObjectName": "User", "enabled": true, "flowTypes": "Add,Update,Delete",
        "name": "Users", "attributeMappings": [] } ] } ] }"#;
    let schema = Box::new(crate::entra::SchemaDocument::open(text.as_bytes()).unwrap());
    let mut state = page();
    let outcome = MappingsOutcome::SchemaRead {
        path: file("bare.json"),
        purpose: SchemaPurpose::Open,
        result: Ok(schema),
    };
    let orders = state.absorb(Outcome::Mappings(outcome));
    work(&mut state, orders);
    done(&mut state, MappingsAction::AddRow(ResourceKind::Group));
    ask(&mut state, MappingsAction::Save(file("bare.json")), &[]);
    let refused = state.mappings.refused.as_ref().unwrap();
    assert!(refused.why.contains("no mapping of groups"), "{refused:?}");
    assert!(document(&state).is_unsaved());
}

#[test]
fn answers_to_older_questions_are_dropped() {
    let mut state = page();
    let revision = state.mappings.revision.mapping;
    let findings = state.mappings.findings.clone();
    done(&mut state, edit());
    let now_found = state.mappings.findings.clone();
    assert_ne!(findings, now_found);
    take(&mut state, MappingsOutcome::Linted { revision, findings }, &[]);
    assert_eq!(state.mappings.findings, now_found);

    let older = state.apply(Action::Mappings(MappingsAction::PeopleOfFile(file("a.csv"))));
    let newer = state.apply(Action::Mappings(MappingsAction::PeopleOfFile(file("b.csv"))));
    work(&mut state, newer);
    work(&mut state, older);
    assert_eq!(state.mappings.from, PeopleFrom::File(file("b.csv")));

    let epoch = Epoch::default();
    state.apply(Action::Connect(key("live")));
    let held = Arc::new(holdings(&mappings(&state).users));
    take(&mut state, MappingsOutcome::HeldRead { epoch, result: Ok(held) }, &[]);
    assert!(state.mappings.held.value().is_none(), "another connection held that");
}

#[test]
fn command_is_asked_for_a_target_as_soon_as_the_mapping_has_it() {
    let row = |target: &str| {
        let row = AttributeMapping::new(Source::Direct("city".to_owned()), target);
        MappingsAction::Edit(vec![Edit::Add(ResourceKind::User, row)])
    };
    let target = "addresses[type eq \"work\"].locality";
    let mut state = page();
    ask(&mut state, row(target), &[LINT, HELD]);
    ask(&mut state, row("nickName"), &[LINT]);
    let held = Arc::new(holdings(&crate::entra::ObjectMapping::default()));
    let outcome = MappingsOutcome::HeldRead { epoch: state.epoch, result: Ok(held) };
    let orders = take(&mut state, outcome, &[HELD]);
    work(&mut state, orders);
    assert!(holds_all(&state));
    assert!(!state.mappings.held.is_loading());
    state.mappings.held.begin();
    let outcome = MappingsOutcome::HeldRead { epoch: state.epoch, result: Err(lost()) };
    take(&mut state, outcome, &[]);
    assert!(state.mappings.held.value().is_some(), "what was read before is still shown");
}

/// Whether Command was asked for every target of the mapping.
fn holds_all(state: &State) -> bool {
    let held = state.mappings.held.value().unwrap();
    mappings(state).users.rows.iter().all(|row| held.fits(row))
}

#[test]
fn a_target_off_the_list_is_asked_for_once_it_is_typed_to_its_end() {
    let mut state = page();
    let mut row = mappings(&state).users.rows[3].clone();
    for target in ["o", "odd", "oddName"] {
        row.target = target.to_owned();
        let typed = MappingsAction::Type(ResourceKind::User, 3, Box::new(row.clone()));
        ask(&mut state, typed, &[LINT]);
    }
    let held = state.apply(Action::Mappings(MappingsAction::ReadHeld));
    row.target = "oddNames".to_owned();
    let typed = MappingsAction::Type(ResourceKind::User, 3, Box::new(row.clone()));
    ask(&mut state, typed, &[LINT]);
    work(&mut state, held);
    assert!(!holds_all(&state) && !state.mappings.held.is_loading(), "it is still being typed");
    let orders = ask(&mut state, MappingsAction::TargetTyped, &[HELD]);
    work(&mut state, orders);
    assert!(holds_all(&state));
    ask(&mut state, MappingsAction::TargetTyped, &[]);

    row.target = "oddest".to_owned();
    let typed = MappingsAction::Type(ResourceKind::User, 3, Box::new(row.clone()));
    ask(&mut state, typed, &[LINT]);
    let orders = ask(&mut state, MappingsAction::TryEveryone, &[HELD, "preview everyone"]);
    work(&mut state, orders);
    assert!(holds_all(&state) && state.mappings.everyone.is_of(state.mappings.revision));

    row.target = "userType.odd".to_owned();
    ask(&mut state, MappingsAction::Edit(vec![Edit::Add(ResourceKind::User, row)]), &[LINT, HELD]);
}

#[test]
fn everyone_is_tried_with_progress_and_what_was_counted_before_stays_in_sight() {
    let mut state = page();
    let orders = ask(&mut state, MappingsAction::TryEveryone, &["preview everyone"]);
    let revision = state.mappings.revision;
    let progress = |state: &State| match &state.mappings.everyone {
        Trial::Running { done, all, previous, .. } => Some((*done, *all, previous.is_some())),
        _ => None,
    };
    take(&mut state, MappingsOutcome::Trying { revision, done: 2 }, &[]);
    let other = Revision { mapping: revision.mapping + 9, ..revision };
    take(&mut state, MappingsOutcome::Trying { revision: other, done: 4 }, &[]);
    assert_eq!(progress(&state), Some((2, 5, false)));
    work(&mut state, orders);
    let counted = everyone(&state);
    assert_eq!(counted.count_of(CountKind::Invalid, None), 1, "the card of Chidi");
    assert_eq!(counted.count_of(CountKind::Clashing, None), 2, "Bo and Esra share a card");
    assert_eq!(counted.count_of(CountKind::Disable, None), 1, "Dara leaves");
    done(&mut state, edit());
    assert!(state.mappings.everyone.last().unwrap().revision != state.mappings.revision);
    let orders = ask(&mut state, MappingsAction::TryEveryone, &["preview everyone"]);
    assert_eq!(progress(&state), Some((0, 5, true)));
    ask(&mut state, MappingsAction::StopTrying, &["stop Trial"]);
    assert!(Arc::ptr_eq(&counted, &everyone(&state)), "those of the time before");
    work(&mut state, orders);
    assert!(Arc::ptr_eq(&counted, &everyone(&state)), "it was stopped");
}

#[test]
fn counts_are_made_again_when_more_is_known_than_they_were_made_from() {
    let mut state = page();
    let orders = ask(&mut state, MappingsAction::TryEveryone, &["preview everyone"]);
    work(&mut state, orders);
    let held = |state: &State| MappingsOutcome::HeldRead {
        epoch: state.epoch,
        result: Ok(Arc::clone(state.mappings.held.value().unwrap())),
    };
    let outcome = held(&state);
    let before = state.mappings.revision;
    let orders = take(&mut state, outcome, &["preview everyone"]);
    assert!(state.mappings.everyone.is_of(state.mappings.revision));
    assert_eq!(state.mappings.revision.mapping, before.mapping, "no row and nobody moved");
    work(&mut state, orders);
    assert_eq!(state.mappings.everyone.last().unwrap().revision, state.mappings.revision);
    let told = Outcome::ProvisioningRead { epoch: state.epoch, result: Err(lost()) };
    let orders = absorb(&mut state, told, &["preview everyone"]);
    work(&mut state, orders);
    done(&mut state, edit());
    let outcome = held(&state);
    take(&mut state, outcome, &[]);
    assert!(!state.mappings.everyone.is_of(state.mappings.revision), "nobody asked for these");
}

#[test]
fn a_trial_that_fails_says_why_and_one_of_other_people_counts_nothing() {
    let mut state = page();
    ask(&mut state, MappingsAction::TryEveryone, &["preview everyone"]);
    ask(&mut state, MappingsAction::StopTrying, &["stop Trial"]);
    assert!(matches!(state.mappings.everyone, Trial::NotAsked));
    let orders = ask(&mut state, MappingsAction::TryEveryone, &["preview everyone"]);
    done(&mut state, MappingsAction::PeopleOfFile(file("people.csv")));
    work(&mut state, orders);
    assert!(matches!(state.mappings.everyone, Trial::NotAsked), "these were other people");
    ask(&mut state, MappingsAction::TryEveryone, &["preview everyone"]);
    let revision = state.mappings.revision;
    let failed: Result<Tried, _> = Err(lost());
    take(&mut state, MappingsOutcome::Tried { revision, result: failed }, &[]);
    assert!(matches!(&state.mappings.everyone, Trial::Failed(problem) if *problem == lost()));
}

#[test]
fn a_report_needs_something_to_tell() {
    let mut state = page();
    let report = |name: &str| MappingsAction::Report(ReportFormat::Html, file(name));
    ask(&mut state, report("report.html"), &[]);
    done(&mut state, MappingsAction::TryEveryone);
    let MappingsJob::Report(job) =
        last(ask(&mut state, report("report.html"), &["write the report"]))
    else {
        panic!("a report is written")
    };
    assert_eq!(job.title, "Command template, tried on the sandbox's own directory");
    let mut page = Vec::new();
    job.write(&mut page).unwrap();
    assert!(String::from_utf8(page).unwrap().contains("Chidi Baptiste"));
    done(&mut state, report("report.html"));
    done(&mut state, report("broken.html"));
    assert_eq!(titles(&state), ["Report written", "Could not write the report"]);
    done(&mut state, edit());
    ask(&mut state, report("report.html"), &[]);
    assert!(state.mappings.refused.is_some(), "the counts are of the mapping before");
}

#[test]
fn a_report_tells_what_is_doubtful_about_the_people() {
    let mut state = page();
    let mut scoped = mappings(&state).clone();
    scoped.users.scope = Some(ScopingFilter::read(&serde_json::json!({"groups": [{"clauses": [
        {"sourceOperandName": "department", "operatorName": "IS NOT NULL"}
    ]}]})));
    state.mappings.document.as_mut().unwrap().replace(scoped);
    let from = PeopleFrom::File(file("people.csv"));
    ask(&mut state, MappingsAction::PeopleOfFile(file("people.csv")), &[PEOPLE]);
    let read = directory("userPrincipalName,accountEnabled\nada@halcyon.example,perhaps\n");
    let result = Ok(Box::new((read, CardReport::default())));
    let revision = state.mappings.people_revision;
    let outcome = MappingsOutcome::PeopleRead { revision, from, result };
    let orders = state.absorb(Outcome::Mappings(outcome));
    work(&mut state, orders);
    done(&mut state, MappingsAction::TryEveryone);
    let report = MappingsAction::Report(ReportFormat::Json, file("report.json"));
    let MappingsJob::Report(job) = last(ask(&mut state, report, &["write the report"])) else {
        panic!("a report is written")
    };
    let told: Vec<_> = job.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("people.csv, line 2: "), "{told:?}");
    assert!(told[1].starts_with("people.csv: The scoping filter"), "{told:?}");
    done(&mut state, MappingsAction::PeopleOfSandbox);
    state.apply(Action::Connect(key("live")));
    assert_eq!(state.mappings.people_warnings, [], "they are of people who are gone");
}

#[test]
fn what_is_doubtful_beyond_the_first_is_said_to_be_there() {
    for (people, more) in [(10, 0), (11, 1), (150, 1)] {
        let mut state = page();
        let from = PeopleFrom::File(file("people.csv"));
        ask(&mut state, MappingsAction::PeopleOfFile(file("people.csv")), &[PEOPLE]);
        let row = |row| format!("person{row}@halcyon.example,perhaps\n");
        let rows: String = (0..people).map(row).collect();
        let csv = format!("userPrincipalName,accountEnabled\n{rows}");
        let result = Ok(Box::new((directory(&csv), CardReport::default())));
        let revision = state.mappings.people_revision;
        let outcome = MappingsOutcome::PeopleRead { revision, from, result };
        let orders = state.absorb(Outcome::Mappings(outcome));
        work(&mut state, orders);
        let titles = titles(&state);
        let told = |title: &str| titles.iter().filter(|told| **told == title).count();
        assert_eq!(told("Doubtful in people.csv"), 10, "{people} people: {titles:?}");
        assert_eq!(told("More is doubtful in people.csv"), more, "{people} people: {titles:?}");
    }
}

#[test]
fn the_rows_of_the_template_go_into_a_schema_whose_own_parts_stay() {
    let mut state = page();
    done(&mut state, MappingsAction::Open(file("schema.json")));
    let before = mappings(&state).clone();
    let mut listed = before.users.targets.len();
    done(&mut state, MappingsAction::UseRows(Template::Command));
    let template = Template::Command.document();
    let now = mappings(&state);
    assert_eq!(now.users.rows, template.mappings().users.rows);
    assert_eq!(now.groups.rows, template.mappings().groups.rows);
    assert_eq!((&now.users.name, &now.users.scope), (&before.users.name, &before.users.scope));
    assert_eq!(now.users.targets[..listed], before.users.targets[..]);
    for row in &now.users.rows {
        assert!(now.users.targets.iter().any(|target| target.name == row.target), "{row:?}");
    }
    listed = now.users.targets.len();
    assert_eq!((document(&state).steps(), document(&state).name().as_str()), (1, "schema.json"));
    done(&mut state, MappingsAction::UseRows(Template::Command));
    assert_eq!((mappings(&state).users.targets.len(), document(&state).steps()), (listed, 1));
    assert!(document(&state).text().is_ok());
}

#[test]
fn two_versions_are_compared_for_everybody() {
    let mut state = page();
    done(&mut state, edit());
    ask(&mut state, MappingsAction::CompareWithOpened, &["compare the mappings"]);
    assert!(state.mappings.compared.is_loading());
    done(&mut state, MappingsAction::CompareWithOpened);
    let compared = state.mappings.compared.value().unwrap();
    assert_eq!((compared.difference.users.rows.len(), compared.people.len()), (1, 5));
    done(&mut state, MappingsAction::Compare(file("other.json")));
    assert_eq!(state.mappings.compared.value().unwrap().with, "other.json");
    done(&mut state, MappingsAction::Compare(file("broken.json")));
    assert!(state.mappings.refused.is_some() && state.mappings.compared.value().is_some());
    done(&mut state, MappingsAction::Undo);
    let compared = state.mappings.compared.value().unwrap();
    assert_ne!(compared.revision, state.mappings.revision.mapping, "it is of the edit");
    done(&mut state, MappingsAction::CompareAgain);
    let compared = state.mappings.compared.value().unwrap();
    assert_eq!(compared.revision, state.mappings.revision.mapping);
    assert_eq!((compared.with.as_str(), &compared.after), ("other.json", mappings(&state)));
    ask(&mut state, MappingsAction::CloseComparison, &["stop Comparison"]);
    assert!(matches!(state.mappings.compared, Remote::NotAsked));
    ask(&mut state, MappingsAction::CompareAgain, &[]);
    let orders = ask(&mut state, MappingsAction::CompareWithOpened, &["compare the mappings"]);
    let other = MappingsAction::OpenTemplate(Template::EntraDefaults);
    ask(&mut state, MappingsAction::Discard(Box::new(other)), &[LINT, HELD, "stop Comparison"]);
    work(&mut state, orders);
    assert!(matches!(state.mappings.compared, Remote::NotAsked), "it was of another schema");
}

#[test]
fn what_was_refused_is_forgotten_once_something_was_read() {
    #[track_caller]
    fn check(then: MappingsAction) {
        let mut state = page();
        done(&mut state, MappingsAction::PeopleOfFile(file("broken.csv")));
        assert!(state.mappings.refused.is_some());
        done(&mut state, then);
        assert!(state.mappings.refused.is_none());
    }
    check(MappingsAction::PeopleOfFile(file("people.csv")));
    check(MappingsAction::Open(file("other.json")));
    check(MappingsAction::Compare(file("other.json")));
    check(MappingsAction::Save(file("mine.json")));
    check(MappingsAction::Understood);
}

#[test]
fn one_person_is_typed_and_another_one_chosen() {
    let mut state = page();
    done(&mut state, MappingsAction::Choose(3));
    assert_eq!(state.mappings.person.as_ref().unwrap().name, "Dara Whitfield");
    done(&mut state, MappingsAction::Choose(99));
    assert!(state.mappings.person.is_none(), "nobody has that row");
    ask(&mut state, MappingsAction::AskTyped, &[]);
    assert!(matches!(state.dialog, Some(Dialog::TypedPerson)));
    let values = [("displayName", "Ida"), ("mail", "ida@x.example")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    done(&mut state, MappingsAction::TypedPerson(values.to_vec()));
    assert!(state.dialog.is_none());
    assert_eq!(state.mappings.person.as_ref().unwrap().name, "Ida");
    assert_eq!(state.mappings.people.value().unwrap().len(), 1);
    done(&mut state, MappingsAction::PeopleOfSandbox);
    assert_eq!(state.mappings.people.value().unwrap().len(), 5);
}

#[test]
fn requests_are_those_of_the_chosen_person_in_either_dialect() {
    let mut state = state();
    assert_eq!(state.requests(Dialect::Classic, Wanted::Next), None);
    done(&mut state, MappingsAction::Begin);
    for (wanted, said) in [(Wanted::Create, "POST /Users"), (Wanted::Update, "PATCH /Users/a1")] {
        let classic = state.requests(Dialect::Classic, wanted).unwrap();
        let newer = state.requests(Dialect::AadOptscim062020, wanted).unwrap();
        assert!(classic.contains(said) && newer.contains(said), "{classic}");
        assert_eq!(classic == newer, wanted == Wanted::Create, "only the PATCH differs");
    }
    done(&mut state, MappingsAction::Choose(3));
    let leaves = state.requests(Dialect::Classic, Wanted::Next).unwrap();
    assert!(leaves.contains("PATCH /Users/d4") && leaves.contains("\"False\""), "{leaves}");
    assert_eq!(state.trace(1).unwrap().label, "Switch");
    assert_eq!(state.trace(99), None);
}

#[test]
fn dialogs_of_the_system_are_the_windows_own_work() {
    let mut state = page();
    for action in [
        MappingsAction::AskOpen,
        MappingsAction::AskSave,
        MappingsAction::AskPeople,
        MappingsAction::AskCompare,
        MappingsAction::AskReport(ReportFormat::Json),
    ] {
        ask(&mut state, action, &[]);
        assert!(state.dialog.is_none());
    }
}

#[test]
fn a_crash_ends_what_waits_for_that_work() {
    #[track_caller]
    fn check(slot: Slot, begin: MappingsAction, waits: fn(&State) -> bool) {
        let mut state = page();
        state.apply(Action::Mappings(begin));
        assert!(waits(&state), "{slot:?}");
        absorb(&mut state, Outcome::Crashed { job: "do it", slot: Some(slot) }, &[]);
        assert!(!waits(&state), "{slot:?}");
        assert_eq!(titles(&state), ["Could not do it"]);
        assert_eq!(mappings(&state), Template::Command.document().mappings(), "it is still there");
    }
    check(Slot::Directory, MappingsAction::PeopleOfSandbox, |state| {
        state.mappings.people.is_loading()
    });
    check(Slot::Held, MappingsAction::ReadHeld, |state| state.mappings.held.is_loading());
    check(Slot::Trial, MappingsAction::TryEveryone, |state| {
        matches!(state.mappings.everyone, Trial::Running { .. })
    });
    check(Slot::Comparison, MappingsAction::CompareWithOpened, |state| {
        state.mappings.compared.is_loading()
    });
    for slot in [Slot::Schema, Slot::Lint] {
        check(slot, MappingsAction::Open(file("schema.json")), |state| {
            state.mappings.refused.is_none()
        });
    }
}

#[test]
fn the_findings_are_those_of_mapping_and_people() {
    let state = defaults();
    let people = state.mappings.people.value().unwrap();
    assert_eq!(state.mappings.findings, lint(mappings(&state), Some(people)));
}
