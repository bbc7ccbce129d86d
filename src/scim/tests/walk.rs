//! Walks: servers that page well, badly, and while their list changes.

use std::collections::HashSet;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::limits;
use crate::scim::{Ask, CompleteList, ListPage, Partial, PartialReason, Pass, Position, Walk};

fn page(total: u64, ids: &[String], next_cursor: Option<String>) -> ListPage {
    let rows: Vec<Value> = ids.iter().map(|id| json!({ "id": id })).collect();
    let mut body = json!({ "totalResults": total, "Resources": rows });
    if let Some(cursor) = next_cursor {
        body["nextCursor"] = json!(cursor);
    }
    ListPage::from_value(body).unwrap()
}

fn names(numbers: std::ops::Range<usize>) -> Vec<String> {
    numbers.map(|number| number.to_string()).collect()
}

/// Walks over what a server answers; the rows handed on, and the end.
fn walk(
    mut walk: Walk,
    mut server: impl FnMut(&Ask) -> ListPage,
) -> (Vec<String>, Result<CompleteList, Partial>) {
    let mut delivered = Vec::new();
    for _ in 0..=limits::WALK_PAGES {
        let Some(ask) = walk.ask().cloned() else { return (delivered, walk.finish()) };
        let mut page = server(&ask);
        walk.take(&mut page);
        delivered.extend(page.resources.iter().map(|row| row.id().unwrap().to_owned()));
    }
    panic!("the walk does not end");
}

fn index(ask: &Ask) -> usize {
    match &ask.position {
        Position::Index(index) => usize::try_from(*index).unwrap() - 1,
        Position::Cursor(cursor) => cursor.parse().unwrap_or(0),
    }
}

#[test]
fn a_steady_list_is_complete_after_a_second_pass_over_the_ids() {
    for total in [0, 1, 9, 10, 11, 99, 100] {
        let all = names(0..total);
        let mut asked = Vec::new();
        let (rows, end) = walk(Walk::by_index(), |ask| {
            asked.push(ask.clone());
            let start = index(ask).min(total);
            page(total as u64, &all[start..(start + 10).min(total)], None)
        });
        assert_eq!(rows, all);
        let list = end.unwrap();
        assert_eq!((list.len(), list.is_empty()), (total, total == 0));
        assert!(all.iter().all(|id| list.contains(id)) && !list.contains("other"));
        let passes = if total <= 10 { 1 } else { 2 };
        assert_eq!(asked.len(), passes * total.div_ceil(10).max(1));
        assert!(
            asked
                .iter()
                .enumerate()
                .all(|(at, ask)| (ask.pass == Pass::Ids) == (at >= total.div_ceil(10).max(1)))
        );
    }
}

#[test]
fn cursors_are_followed_to_their_end() {
    let all = names(0..35);
    for start in [Walk::by_cursor(), Walk::by_index()] {
        let (rows, end) = walk(start, |ask| {
            let start = index(ask);
            let end = (start + 10).min(35);
            page(35, &all[start..end], (end < 35).then(|| end.to_string()))
        });
        assert_eq!(rows, all);
        assert_eq!(end.unwrap().len(), 35);
    }
}

#[test]
fn the_number_of_rows_moves_the_walk_and_nothing_the_server_says() {
    // Pages of changing size, with wrong itemsPerPage and startIndex.
    let all = names(0..57);
    let (rows, end) = walk(Walk::by_index(), |ask| {
        let start = index(ask);
        let mut page = page(57, &all[start..(start + 5 + start % 7).min(57)], None);
        page.items_per_page = Some(1000);
        page.start_index = Some(1);
        page
    });
    assert_eq!(rows, all);
    assert!(end.is_ok());
}

fn stops(server: impl FnMut(&Ask) -> ListPage, reason: PartialReason, read: u64) {
    let (rows, end) = walk(Walk::by_index(), server);
    let partial = end.unwrap_err();
    assert_eq!((partial.reason, partial.read), (reason, read), "{partial}");
    assert_eq!(rows.len() as u64, read);
    assert_eq!(rows.iter().collect::<HashSet<_>>().len(), rows.len(), "a row is handed on once");
}

#[test]
fn walks_that_do_not_move_are_stopped() {
    stops(|_| page(50, &names(0..20), None), PartialReason::NoNewRows, 20);
    stops(|ask| page(50, &names(0..20)[index(ask).min(20)..], None), PartialReason::EmptyPage, 20);
    stops(|_| page(50, &[], None), PartialReason::EmptyPage, 0);
    stops(|_| page(50, &[], Some("next".to_owned())), PartialReason::EmptyPage, 0);
    let mut pages = 0;
    let mut fresh = move || {
        pages += 10;
        names(pages - 10..pages)
    };
    stops(|_| page(500, &fresh(), Some("same".to_owned())), PartialReason::CursorRepeated, 20);
    let mut number = 0;
    stops(
        |_| {
            number += 1;
            page(500, &names(number * 10..number * 10 + 10), Some((number % 3).to_string()))
        },
        PartialReason::CursorRepeated,
        40,
    );
}

#[test]
fn a_list_that_grows_for_ever_is_stopped_a_fifth_beyond_what_was_expected() {
    let grows = |ask: &Ask| {
        let start = index(ask);
        page(1000 + start as u64, &names(start..start + 10), None)
    };
    // 100 pages were expected: 20 % more and two.
    let (rows, end) = walk(Walk::by_index(), grows);
    assert_eq!(end.unwrap_err().reason, PartialReason::TooManyPages);
    assert_eq!(rows.len(), 1220);
}

#[test]
fn a_list_without_end_is_stopped_whatever_total_it_claims() {
    let endless = |ask: &Ask| page(u64::MAX, &names(index(ask)..index(ask) + 1), None);
    let (rows, end) = walk(Walk::by_index(), endless);
    assert_eq!(end.unwrap_err().reason, PartialReason::TooManyPages);
    assert_eq!(rows.len() as u64, limits::WALK_PAGES);
}

#[test]
fn a_total_that_does_not_fit_the_rows_is_drift() {
    stops(|_| page(2, &names(0..3), None), PartialReason::Drifted, 3);
    let two = names(0..2);
    stops(
        |ask| if index(ask) == 0 { page(4, &two, None) } else { page(5, &names(1..4), None) },
        PartialReason::Drifted,
        4,
    );
}

#[test]
fn rows_without_id_leave_a_list_partial() {
    let body = json!({ "totalResults": 2, "Resources": [{ "id": "1" }, {}] });
    let (rows, end) = walk(Walk::by_index(), |_| ListPage::from_value(body.clone()).unwrap());
    assert_eq!(rows, ["1"]);
    assert_eq!(end.unwrap_err().reason, PartialReason::UnusableRows);
}

#[test]
fn a_walk_that_is_given_up_says_how_far_it_came() {
    let mut walk = Walk::by_index();
    walk.take(&mut page(50, &names(0..20), None));
    assert_eq!((walk.read(), walk.total()), (20, 50));
    let partial = walk.finish().unwrap_err();
    assert_eq!(partial.to_string(), "20 of 50 read: reading was interrupted");
}

#[test]
fn a_walk_that_is_given_up_between_two_passes_still_knows_the_total() {
    let mut walk = Walk::by_index();
    walk.take(&mut page(30, &names(0..20), None));
    walk.take(&mut page(30, &names(20..30), None));
    assert_eq!((walk.ask().map(|ask| ask.pass), walk.total()), (Some(Pass::Ids), 30));
    assert_eq!(walk.finish().unwrap_err().to_string(), "30 of 30 read: reading was interrupted");
}

#[test]
fn a_page_after_the_end_is_not_handed_on() {
    let mut walk = Walk::by_index();
    walk.take(&mut page(1, &names(0..1), None));
    let mut late = page(1, &names(5..6), None);
    walk.take(&mut late);
    assert!(late.resources.is_empty());
    assert_eq!(walk.finish().unwrap().len(), 1);
}

#[test]
fn a_list_that_changed_once_is_read_again_and_can_still_be_complete() {
    // One row goes while the first pass is at its third page, so that another is not seen.
    let mut all = names(0..50);
    let mut calls = 0;
    let (rows, end) = walk(Walk::by_index(), |ask| {
        calls += 1;
        if calls == 3 {
            all.remove(0);
        }
        let start = index(ask).min(all.len());
        page(all.len() as u64, &all[start..(start + 10).min(all.len())], None)
    });
    let list = end.unwrap();
    assert_eq!(list.len(), 49);
    assert!(!list.contains("0") && list.contains("20"));
    assert!(rows.contains(&"20".to_owned()), "the row that was missed came with the second pass");
}

/// A change on the server before a page is served.
#[derive(Clone, Debug)]
enum Change {
    Insert(usize),
    Delete(usize),
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4 * ProptestConfig::default().cases, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_list_is_never_wrongly_complete(
        size in 0..40usize,
        rows in 1..12usize,
        by_cursor in any::<bool>(),
        changes in proptest::collection::vec((0..12usize, prop_oneof![(0..40usize).prop_map(Change::Insert), (0..40usize).prop_map(Change::Delete)]), 0..6),
    ) {
        let mut all = names(0..size);
        let mut always = all.clone();
        let mut ever: HashSet<String> = all.iter().cloned().collect();
        let (mut calls, mut fresh) = (0, 1000);
        let start = if by_cursor { Walk::by_cursor() } else { Walk::by_index() };
        let (delivered, end) = walk(start, |ask| {
            for (_, change) in changes.iter().filter(|(when, _)| *when == calls) {
                match change {
                    Change::Insert(at) => {
                        fresh += 1;
                        ever.insert(fresh.to_string());
                        all.insert(at % (all.len() + 1), fresh.to_string());
                    }
                    Change::Delete(at) if !all.is_empty() => {
                        let gone = all.remove(at % all.len());
                        always.retain(|id| *id != gone);
                    }
                    Change::Delete(_) => {}
                }
            }
            calls += 1;
            let start = index(ask).min(all.len());
            let end = (start + rows).min(all.len());
            let cursor = (by_cursor && end < all.len()).then(|| end.to_string());
            page(all.len() as u64, &all[start..end], cursor)
        });
        prop_assert_eq!(delivered.iter().collect::<HashSet<_>>().len(), delivered.len());
        if let Ok(list) = end {
            for id in &always {
                prop_assert!(list.contains(id), "{} was there all the time and is not on the list", id);
                prop_assert!(delivered.contains(id), "{} was not handed on", id);
            }
            for id in &delivered {
                prop_assert!(ever.contains(id));
            }
        } else {
            prop_assert!(!changes.is_empty());
        }
    }
}
