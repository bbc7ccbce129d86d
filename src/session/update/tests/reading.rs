//! Reading people and groups: late answers, lists that break off, filters, the link.

use jiff::Timestamp;
use serde_json::json;

use super::{
    STOPPED, absorb, apply, exchange, generations, key, live, lost, now, people, state, titles,
    words,
};
use crate::client::{ErrorKind, ExchangeOutcome};
use crate::scim::{CompleteList, ListPage, Resource, User, Walk};
use crate::session::action::Action;
use crate::session::connection::ConnectionKey;
use crate::session::groups::GroupRow;
use crate::session::job::Job;
use crate::session::outcome::{Epoch, Outcome};
use crate::session::people::{Field, PersonState, Query, Sort, SortKey};
use crate::session::problem::Problem;
use crate::session::runs::Ledger;
use crate::session::state::{Link, State};
use crate::session::update::Order;
use crate::session::users::{Generation, Reading};

const READ: [&str; 2] = ["read people", "read groups"];

/// How a reading ended.
#[derive(Clone, Copy)]
enum End {
    Whole,
    Broken,
}

impl End {
    fn outcome(self) -> Result<(), Problem> {
        match self {
            Self::Whole => Ok(()),
            Self::Broken => Err(lost()),
        }
    }
}

#[track_caller]
fn page(state: &mut State, generation: Generation, ids: &[&str], expected: u64) {
    let epoch = state.epoch;
    absorb(
        state,
        Outcome::PeoplePage { epoch, generation, people: people(ids), expected: Some(expected) },
        &[],
    );
}

#[track_caller]
fn read(state: &mut State, generation: Generation, end: End) {
    let epoch = state.epoch;
    let rest = the_rest(state, generation);
    absorb(state, Outcome::PeopleRead { epoch, generation, outcome: end.outcome() }, rest);
}

/// What is asked for once the people are there: the record only once.
fn the_rest(state: &State, generation: Generation) -> &'static [&'static str] {
    if !state.users.is_current(generation) {
        &[]
    } else if matches!(state.runs.ledger, Ledger::NotOpened) {
        &["read the domains", "read the deleted users", "open the record"]
    } else {
        &["read the domains", "read the deleted users"]
    }
}

#[track_caller]
fn groups(state: &mut State, generation: Generation, members: &[&str]) {
    let members = members.iter().collect();
    let groups = vec![GroupRow::new("g".to_owned(), "Drivers".to_owned(), None, 0, members)];
    let epoch = state.epoch;
    absorb(state, Outcome::GroupsPage { epoch, generation, groups, expected: Some(1) }, &[]);
}

#[track_caller]
fn groups_read(state: &mut State, generation: Generation, end: End) {
    let epoch = state.epoch;
    absorb(state, Outcome::GroupsRead { epoch, generation, outcome: end.outcome() }, &[]);
}

fn shown(state: &State) -> Vec<&str> {
    let ids = state.users.view.rows().iter().filter_map(|&row| state.users.people.get(row));
    ids.map(|person| person.id()).collect()
}

/// Three people were read whole.
fn filled() -> State {
    let mut state = state();
    let (generation, of_groups) = generations(&state.apply(Action::Refresh));
    page(&mut state, generation, &["1", "2", "3"], 3);
    groups(&mut state, of_groups, &["2", "3"]);
    groups_read(&mut state, of_groups, End::Whole);
    read(&mut state, generation, End::Whole);
    state
}

#[test]
fn the_first_rows_are_shown_before_the_list_is_whole() {
    let mut state = state();
    let (generation, _) = generations(&apply(&mut state, Action::Refresh, &READ));
    assert!(matches!(state.link, Link::Connecting));
    page(&mut state, generation, &["1", "2"], 3);
    assert_eq!(shown(&state), ["1", "2"]);
    assert!(matches!(state.users.reading, Reading::Running { read: 2, expected: Some(3), .. }));
    page(&mut state, generation, &["3"], 3);
    read(&mut state, generation, End::Whole);
    assert_eq!(
        (shown(&state).len(), state.users.is_whole, state.users.read_at),
        (3, true, Some(now()))
    );
    assert!(titles(&state).is_empty());
}

#[test]
fn an_answer_to_an_earlier_reading_changes_nothing() {
    let mut state = state();
    let (old, old_groups) = generations(&state.apply(Action::Refresh));
    let (new, _) = generations(&state.apply(Action::Refresh));
    assert_ne!(old, new);
    page(&mut state, old, &["late"], 1);
    read(&mut state, old, End::Broken);
    groups(&mut state, old_groups, &[]);
    groups_read(&mut state, old_groups, End::Broken);
    assert!(
        shown(&state).is_empty() && state.groups.groups.is_empty() && titles(&state).is_empty()
    );
    assert!(state.users.reading.is_running() && state.groups.reading.is_running());
}

#[test]
fn an_answer_of_an_earlier_connection_changes_nothing() {
    let mut state = filled();
    let epoch = state.epoch;
    state.apply(Action::OpenPerson("1".to_owned()));
    let (generation, _) = generations(&state.apply(Action::Connect(key("live"))));
    assert_ne!(state.epoch, epoch);
    absorb(
        &mut state,
        Outcome::PeoplePage { epoch, generation, people: people(&["late"]), expected: None },
        &[],
    );
    absorb(&mut state, Outcome::PeopleRead { epoch, generation, outcome: Ok(()) }, &[]);
    absorb(&mut state, Outcome::PersonRead { epoch, id: "1".to_owned(), result: Err(lost()) }, &[]);
    assert!(shown(&state).is_empty() && state.person.is_none());
    assert!(state.users.reading.is_running());
}

#[test]
fn another_connection_begins_with_a_clean_table() {
    let mut state = filled();
    state.apply(Action::AskScimFilter("userName pr".to_owned()));
    state.apply(Action::OpenGroup("g".to_owned()));
    state.waiting_until = Some(now());
    let expected = [&STOPPED[..], &["save the settings", "read people", "read groups"]].concat();
    let orders = apply(&mut state, Action::Connect(key("live")), &expected);
    assert!(shown(&state).is_empty() && state.groups.groups.is_empty());
    assert!(state.scim_filter.is_empty() && state.group.is_none() && state.waiting_until.is_none());
    let reads_live = |order: &Order| match order {
        Order::Do(Job::ReadPeople { profile, filter, .. }) => {
            profile.key == live().key && filter.is_none()
        }
        Order::Do(Job::ReadGroups { profile, .. }) => profile.key == live().key,
        Order::Do(_) | Order::Stop(_) => true,
    };
    assert!(orders.iter().all(reads_live));
}

#[test]
fn a_list_that_breaks_off_keeps_its_rows_and_says_why() {
    let mut state = state();
    let (generation, of_groups) = generations(&state.apply(Action::Refresh));
    page(&mut state, generation, &["1", "2"], 5);
    read(&mut state, generation, End::Broken);
    assert_eq!((shown(&state).len(), state.users.is_whole), (2, false));
    assert!(
        matches!(&state.users.reading, Reading::Partial { read: 2, expected: Some(5), problem, .. } if *problem == lost())
    );
    groups(&mut state, of_groups, &["2", "9"]);
    groups_read(&mut state, of_groups, End::Broken);
    let group = state.groups.find("g").unwrap();
    assert_eq!((group.members.len(), group.strangers.len()), (1, 1));
    assert!(state.groups.reading.problem().is_some());
    assert_eq!(titles(&state), ["Could not read people", "Could not read people"]);
}

#[test]
fn a_refresh_that_fails_keeps_the_last_good_list() {
    let mut state = filled();
    let (generation, of_groups) = generations(&apply(&mut state, Action::Refresh, &READ));
    page(&mut state, generation, &["1"], 3);
    assert_eq!(shown(&state), ["1", "2", "3"], "while it is read");
    read(&mut state, generation, End::Broken);
    groups_read(&mut state, of_groups, End::Broken);
    assert_eq!(shown(&state), ["1", "2", "3"], "when it broke off");
    assert_eq!(state.groups.find("g").map(GroupRow::size), Some(2));
    assert!(state.users.is_whole && state.users.reading.problem().is_some());
    assert!(matches!(state.users.reading, Reading::Partial { shows_earlier: true, .. }));
    assert!(matches!(state.groups.reading, Reading::Partial { shows_earlier: true, .. }));
}

#[test]
fn a_refresh_that_is_whole_takes_the_place_and_groups_follow() {
    let mut state = filled();
    let (generation, _) = generations(&state.apply(Action::Refresh));
    page(&mut state, generation, &["3", "4"], 2);
    read(&mut state, generation, End::Whole);
    assert_eq!(shown(&state), ["3", "4"]);
    let group = state.groups.find("g").unwrap();
    assert_eq!(
        (group.members.as_slice(), group.strangers.len()),
        ([0].as_slice(), 1),
        "one member is gone"
    );
}

#[test]
fn stopping_keeps_what_was_read_and_takes_no_more() {
    let mut state = state();
    let (generation, of_groups) = generations(&state.apply(Action::Refresh));
    page(&mut state, generation, &["1"], 3);
    absorb(
        &mut state,
        Outcome::Waiting { of: ConnectionKey::sandbox(), until: Timestamp::MAX },
        &[],
    );
    apply(&mut state, Action::StopReading, &["stop People", "stop Groups"]);
    page(&mut state, generation, &["2"], 3);
    read(&mut state, generation, End::Whole);
    groups(&mut state, of_groups, &[]);
    assert_eq!(shown(&state), ["1"]);
    assert!(
        !state.users.is_whole && state.groups.groups.is_empty() && state.waiting_until.is_none()
    );
    assert!(
        state.users.reading.problem().is_some_and(|problem| problem.why.contains("ou stopped"))
    );
    apply(&mut state, Action::StopReading, &["stop People", "stop Groups"]);
    assert!(titles(&state).is_empty(), "who stops a reading knows it");
}

#[test]
fn a_connection_whose_place_is_not_known_yet_is_not_read() {
    let mut state = state();
    state.connections[0].tenant = None;
    apply(&mut state, Action::Refresh, &[]);
    apply(&mut state, Action::Check, &[]);
    assert!(!state.users.reading.is_running() && !state.check.is_running);
}

#[test]
fn people_are_filtered_and_sorted_without_any_request() {
    let mut state = filled();
    let revision = state.users.revision;
    apply(
        &mut state,
        Action::FilterPeople(Query { text: "2".to_owned(), ..Query::default() }),
        &[],
    );
    assert_eq!(shown(&state), ["2"]);
    apply(
        &mut state,
        Action::FilterPeople(Query { state: Some(PersonState::Active), ..Query::default() }),
        &[],
    );
    assert!(shown(&state).is_empty());
    apply(&mut state, Action::FilterPeople(Query::default()), &[]);
    apply(
        &mut state,
        Action::SortPeople(SortKey { field: Field::Name, sort: Sort::Descending }),
        &[],
    );
    assert_eq!(shown(&state), ["3", "2", "1"]);
    assert!(state.users.revision > revision);
}

#[test]
fn a_scim_filter_is_asked_of_the_server_and_lifted_again() {
    #[track_caller]
    fn filter_of(orders: &[Order]) -> Option<String> {
        orders.iter().find_map(|order| match order {
            Order::Do(Job::ReadPeople { filter, .. }) => {
                Some(filter.as_ref().map(ToString::to_string))
            }
            Order::Do(_) | Order::Stop(_) => None,
        })?
    }
    let mut state = filled();
    let orders = apply(&mut state, Action::AskScimFilter("userName sw \"a\"".to_owned()), &READ);
    assert_eq!(filter_of(&orders).as_deref(), Some("userName sw \"a\""));
    assert!(shown(&state).is_empty(), "people of another question are not shown as its answer");
    let orders = apply(&mut state, Action::Refresh, &READ);
    assert!(filter_of(&orders).is_some(), "a refresh asks the same");
    let orders = apply(&mut state, Action::AskScimFilter(String::new()), &READ);
    assert_eq!(filter_of(&orders), None);
}

#[test]
fn a_scim_filter_with_a_typo_is_not_sent_and_changes_nothing() {
    let mut state = filled();
    apply(&mut state, Action::AskScimFilter("userName sv \"a\"".to_owned()), &[]);
    assert_eq!(shown(&state), ["1", "2", "3"]);
    assert!(state.scim_filter.is_empty());
}

/// What looking at a person asks for in the sandbox.
const OPENED: &[&str] = &["read one person", "read what Command keeps of a person"];

#[test]
fn one_person_is_read_and_a_failure_keeps_what_was_known() {
    let user = |id: &str| Box::new(User(Resource::from_value(json!({ "id": id })).unwrap()));
    let mut state = filled();
    apply(&mut state, Action::OpenPerson("1".to_owned()), OPENED);
    let epoch = state.epoch;
    absorb(
        &mut state,
        Outcome::PersonRead { epoch, id: "2".to_owned(), result: Ok(user("2")) },
        &[],
    );
    assert!(state.person.as_ref().unwrap().user.is_loading(), "an answer about someone else");
    absorb(
        &mut state,
        Outcome::PersonRead { epoch, id: "1".to_owned(), result: Ok(user("1")) },
        &[],
    );
    apply(&mut state, Action::OpenPerson("1".to_owned()), OPENED);
    absorb(&mut state, Outcome::PersonRead { epoch, id: "1".to_owned(), result: Err(lost()) }, &[]);
    let open = &state.person.as_ref().unwrap().user;
    assert!(open.value().is_some() && open.problem().is_some());
    apply(&mut state, Action::OpenPerson("2".to_owned()), OPENED);
    assert!(
        state.person.as_ref().unwrap().user.value().is_none(),
        "someone else is not shown meanwhile"
    );
    apply(&mut state, Action::ClosePerson, &["stop Person", "stop Record"]);
    assert!(state.person.is_none());
}

#[test]
fn groups_are_opened_and_closed_without_a_request() {
    let mut state = filled();
    apply(&mut state, Action::OpenGroup("g".to_owned()), &[]);
    assert_eq!(state.group.as_deref(), Some("g"));
    apply(&mut state, Action::CloseGroup, &[]);
    assert_eq!(state.group, None);
}

#[test]
fn the_link_follows_what_went_over_the_wire() {
    let check = |outcome, expected: &str| {
        let mut state = state();
        absorb(
            &mut state,
            Outcome::Exchanged { of: ConnectionKey::sandbox(), exchange: exchange(outcome) },
            &[],
        );
        let link = match &state.link {
            Link::Up { latency_ms, at } => format!("up {latency_ms} {}", *at == now()),
            Link::Down(problem) => format!("down {}", problem.why),
            Link::Quiet | Link::Connecting => "quiet".to_owned(),
        };
        assert_eq!(link, expected);
        assert_eq!(state.activity.len(), 1);
    };
    check(ExchangeOutcome::Answered { status: 200 }, "up 14 true");
    check(ExchangeOutcome::Answered { status: 404 }, "up 14 true");
    check(ExchangeOutcome::Answered { status: 500 }, "up 14 true");
    check(ExchangeOutcome::Answered { status: 401 }, "down The server refuses it.");
    check(ExchangeOutcome::Answered { status: 403 }, "down The server refuses it.");
    check(ExchangeOutcome::Failed { kind: ErrorKind::TimedOut }, "down No whole answer came.");
}

#[test]
fn exchanges_and_pauses_of_another_connection_are_recorded_but_do_not_move_the_link() {
    let mut state = state();
    let answered = exchange(ExchangeOutcome::Answered { status: 401 });
    absorb(&mut state, Outcome::Exchanged { of: key("live"), exchange: answered }, &[]);
    absorb(&mut state, Outcome::Waiting { of: key("live"), until: Timestamp::MAX }, &[]);
    assert_eq!((&state.link, state.waiting_until, state.activity.len()), (&Link::Quiet, None, 1));
    absorb(
        &mut state,
        Outcome::Waiting { of: ConnectionKey::sandbox(), until: Timestamp::MAX },
        &[],
    );
    assert_eq!(state.waiting_until, Some(Timestamp::MAX));
    let answered = exchange(ExchangeOutcome::Answered { status: 200 });
    absorb(
        &mut state,
        Outcome::Exchanged { of: ConnectionKey::sandbox(), exchange: answered },
        &[],
    );
    assert_eq!(state.waiting_until, Some(Timestamp::MAX), "other calls go on while one pauses");
    apply(&mut state, Action::ClearActivity, &[]);
    assert_eq!(state.activity.len(), 0);
}

#[test]
fn nothing_of_an_unknown_epoch_is_taken() {
    let mut state = filled();
    let (generation, _) = generations(&state.apply(Action::Refresh));
    let epoch = Epoch::default().next().next();
    for outcome in [
        Outcome::PeoplePage { epoch, generation, people: people(&["late"]), expected: None },
        Outcome::PeopleRead { epoch, generation, outcome: Err(lost()) },
        Outcome::GroupsPage {
            epoch,
            generation,
            groups: vec![GroupRow::default()],
            expected: None,
        },
        Outcome::GroupsRead { epoch, generation, outcome: Err(lost()) },
    ] {
        assert_eq!(words(&state.absorb(outcome)), Vec::<String>::new());
    }
    assert!(
        state.users.reading.is_running()
            && state.groups.reading.is_running()
            && titles(&state).is_empty()
    );
}

/// A list that was read whole with these ids.
fn complete(ids: &[&str]) -> CompleteList {
    let rows: Vec<_> = ids.iter().map(|id| json!({ "id": id })).collect();
    let page = json!({ "totalResults": ids.len(), "startIndex": 1, "Resources": rows });
    let mut page = ListPage::from_value(page).unwrap();
    let mut walk = Walk::by_index();
    walk.take(&mut page);
    walk.finish().unwrap()
}

#[test]
fn who_left_while_the_list_was_read_is_not_shown_as_if_still_there() {
    let mut state = state();
    let epoch = state.epoch;
    let (generation, of_groups) = generations(&state.apply(Action::Refresh));
    page(&mut state, generation, &["1", "2", "3"], 3);
    groups(&mut state, of_groups, &["1", "2"]);
    absorb(
        &mut state,
        Outcome::PeopleStayed { epoch, generation, stayed: Box::new(complete(&["2", "3"])) },
        &[],
    );
    read(&mut state, generation, End::Whole);
    assert_eq!(shown(&state), ["2", "3"]);
    let group = state.groups.find("g").unwrap();
    assert_eq!((group.members.as_slice(), group.strangers.len()), ([0].as_slice(), 1));
    let stayed = Box::new(complete(&["x"]));
    absorb(&mut state, Outcome::GroupsStayed { epoch, generation: of_groups, stayed }, &[]);
    groups_read(&mut state, of_groups, End::Whole);
    assert!(state.groups.groups.is_empty());
}
