//! Which people are shown and in what order.

use std::cmp::Ordering;

use memchr::memmem::Finder;

use crate::session::coverage::has_domain;
use crate::session::people::{Field, People, PersonState, fold, fold::FIELD_END};

/// What a person has to be like to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query {
    /// Words that all must occur, whatever their case and accents.
    pub(crate) text: String,
    /// Only this state.
    pub(crate) state: Option<PersonState>,
    /// Only this department.
    pub(crate) department: Option<String>,
    /// Only people with an address in this domain, in ASCII form.
    pub(crate) domain: Option<String>,
    /// Only people with a finding.
    pub(crate) only_findings: bool,
}

impl Query {
    /// Whether everybody is shown.
    pub(crate) fn is_everybody(&self) -> bool {
        self.text.trim().is_empty()
            && self.state.is_none()
            && self.department.is_none()
            && self.domain.is_none()
            && !self.only_findings
    }
}

/// The direction of a sorted column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    /// From A to Z, from old to new.
    Ascending,
    /// From Z to A, from new to old.
    Descending,
}

/// The column that decides the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SortKey {
    /// The column.
    pub(crate) field: Field,
    /// Its direction.
    pub(crate) sort: Sort,
}

impl Default for SortKey {
    fn default() -> Self {
        Self { field: Field::Name, sort: Sort::Ascending }
    }
}

/// The rows to show, in order; follows a reading while it grows.
#[derive(Default)]
pub(crate) struct PeopleView {
    query: Query,
    key: SortKey,
    ordered: Vec<u32>,
    shown: Vec<u32>,
}

impl PeopleView {
    /// The rows to show, first to last.
    pub(crate) fn rows(&self) -> &[u32] {
        &self.shown
    }

    /// What is asked for.
    pub(crate) fn query(&self) -> &Query {
        &self.query
    }

    /// What decides the order.
    pub(crate) fn key(&self) -> SortKey {
        self.key
    }

    /// Starts over with another reading.
    pub(crate) fn reset(&mut self, people: &People) {
        self.ordered.clear();
        self.shown.clear();
        self.follow(people);
    }

    /// Takes in the people that arrived since the last call.
    pub(crate) fn follow(&mut self, people: &People) {
        let known = self.ordered.len();
        if known >= people.len() {
            return;
        }
        let first = u32::try_from(known).unwrap_or(u32::MAX);
        let mut new: Vec<u32> = (first..u32::try_from(people.len()).unwrap_or(u32::MAX)).collect();
        sort(people, self.key, &mut new);
        merge(people, self.key, &mut self.ordered, &new);
        if self.query.is_everybody() {
            self.shown.clone_from(&self.ordered);
        } else {
            let new_shown = matching(people, &self.query, &new, known);
            merge(people, self.key, &mut self.shown, &new_shown);
        }
    }

    /// Shows others.
    pub(crate) fn ask(&mut self, people: &People, query: Query) {
        if self.query != query {
            self.query = query;
            self.shown = matching(people, &self.query, &self.ordered, 0);
        }
    }

    /// Shows them in another order.
    pub(crate) fn order(&mut self, people: &People, key: SortKey) {
        if self.key.field == key.field && self.key.sort != key.sort {
            self.ordered.reverse();
            self.shown.reverse();
        } else if self.key != key {
            sort(people, key, &mut self.ordered);
            self.shown = matching(people, &self.query, &self.ordered, 0);
        }
        self.key = key;
    }
}

/// The rows of `ordered` that the query lets through, in that order; none of them is below `first`.
fn matching(people: &People, query: &Query, ordered: &[u32], first: usize) -> Vec<u32> {
    let folded = String::from_utf8(fold(query.text.trim())).unwrap_or_default();
    let mut words: Vec<&str> = folded.split_whitespace().collect();
    words.sort_unstable_by_key(|word| std::cmp::Reverse(word.len()));
    let found =
        words.split_first().map(|(longest, others)| occurrences(people, longest, others, first));
    let fits = |row: u32| {
        found.as_ref().is_none_or(|found| found.contains(row))
            && people.get(row).is_some_and(|person| {
                query.state.is_none_or(|state| person.state() == state)
                    && query
                        .department
                        .as_deref()
                        .is_none_or(|department| person.department() == department)
                    && query.domain.as_deref().is_none_or(|domain| has_domain(&person, domain))
                    && (!query.only_findings || person.has_finding())
            })
    };
    let is_words_alone = query.state.is_none()
        && query.department.is_none()
        && query.domain.is_none()
        && !query.only_findings;
    if is_words_alone {
        return match &found {
            None => ordered.to_vec(),
            Some(found) => ordered.iter().copied().filter(|&row| found.contains(row)).collect(),
        };
    }
    ordered.iter().copied().filter(|&row| fits(row)).collect()
}

/// The first rows, in the order in which people arrived, whose text holds all words.
pub(crate) fn rows_with_text(people: &People, text: &str, most: usize) -> Vec<u32> {
    let query = Query { text: text.to_owned(), ..Query::default() };
    let everybody: Vec<u32> = (0..u32::try_from(people.len()).unwrap_or(u32::MAX)).collect();
    let mut rows = matching(people, &query, &everybody, 0);
    rows.truncate(most);
    rows
}

/// A set of rows as bits.
struct Rows(Vec<u64>);

impl Rows {
    fn insert(&mut self, row: usize) {
        if let Some(bits) = self.0.get_mut(row / 64) {
            *bits |= 1 << (row % 64);
        }
    }

    fn contains(&self, row: u32) -> bool {
        self.0.get(row as usize / 64).is_some_and(|bits| bits >> (row % 64) & 1 == 1)
    }
}

/// The rows from `first` on in which all words occur: one run over the text of all for the longest word, then a look at the others in its rows.
fn occurrences(people: &People, longest: &str, others: &[&str], first: usize) -> Rows {
    let mut rows = Rows(vec![0; people.len().div_ceil(64)]);
    let finder = Finder::new(longest);
    let others: Vec<_> = others.iter().map(Finder::new).collect();
    let starts = &people.folded_starts;
    let mut position = starts.get(first).map_or(people.folded.len(), |&start| start as usize);
    let mut row = first;
    while let Some(hit) = people.folded.get(position..).and_then(|rest| finder.find(rest)) {
        row = row_at(starts, row, position + hit);
        let text = people.folded_row(u32::try_from(row).unwrap_or(u32::MAX));
        if others.iter().all(|other| other.find(text).is_some()) {
            rows.insert(row);
        }
        row += 1;
        let Some(&next) = starts.get(row) else { break };
        position = next as usize;
    }
    rows
}

/// The row that holds a position, looked for from a row before it: by doubling steps, for most hits are near and some are far.
fn row_at(starts: &[u32], from: usize, position: usize) -> usize {
    let mut step = 1;
    while starts.get(from + step).is_some_and(|&start| start as usize <= position) {
        step *= 2;
    }
    let (low, high) = (from + step / 2, (from + step).min(starts.len()));
    let within = starts.get(low..high).unwrap_or_default();
    low + within.partition_point(|&start| start as usize <= position).max(1) - 1
}

/// Sorts rows. The first eight bytes of the text decide nearly always, so only they travel with the row.
fn sort(people: &People, key: SortKey, rows: &mut [u32]) {
    let mut keyed: Vec<(u64, u32)> =
        rows.iter().map(|&row| (prefix(people, key.field, row), row)).collect();
    keyed.sort_unstable_by(|a, b| {
        directed(key.sort, a.0.cmp(&b.0).then_with(|| compare(people, key.field, a.1, b.1)))
    });
    for (row, (_, sorted)) in rows.iter_mut().zip(keyed) {
        *row = sorted;
    }
}

fn directed(sort: Sort, order: Ordering) -> Ordering {
    match sort {
        Sort::Ascending => order,
        Sort::Descending => order.reverse(),
    }
}

/// Merges new rows into rows, both sorted: from the end, in place, comparing only where a new row goes, for a list of many pages
/// is merged with every one of them.
fn merge(people: &People, key: SortKey, rows: &mut Vec<u32>, new: &[u32]) {
    let mut end = rows.len();
    rows.resize(end + new.len(), 0);
    for (before, &next) in new.iter().enumerate().rev() {
        let old = rows.get(..end).unwrap_or_default();
        let place = old.partition_point(|&row| {
            directed(key.sort, compare(people, key.field, row, next)).is_lt()
        });
        rows.copy_within(place..end, place + before + 1);
        if let Some(free) = rows.get_mut(place + before) {
            *free = next;
        }
        end = place;
    }
}

/// Compares two rows; equal ones keep the order in which they arrived, so that no two sorts differ.
fn compare(people: &People, field: Field, a: u32, b: u32) -> Ordering {
    let (Some(left), Some(right)) = (people.get(a), people.get(b)) else { return a.cmp(&b) };
    let texts = |left: &str, right: &str| {
        ends_last(left).cmp(&ends_last(right)).then_with(|| cmp_ignoring_case(left, right))
    };
    let order = match field {
        Field::Name => {
            let (left, right) = (people.folded_name(a), people.folded_name(b));
            left.is_empty().cmp(&right.is_empty()).then_with(|| left.cmp(right))
        }
        Field::Mail => texts(left.mail(), right.mail()),
        Field::UserName => texts(left.user_name(), right.user_name()),
        Field::State => left.state().cmp(&right.state()),
        Field::Title => texts(left.title(), right.title()),
        Field::Department => texts(left.department(), right.department()),
        Field::EmployeeNumber => texts(left.employee_number(), right.employee_number()),
        Field::ExternalId => texts(left.external_id(), right.external_id()),
        Field::Card => texts(left.card(), right.card()),
        Field::Changed => left.changed().cmp(&right.changed()),
    };
    order.then_with(|| a.cmp(&b))
}

/// Empty text sorts behind all other text.
fn ends_last(text: &str) -> bool {
    text.is_empty()
}

fn cmp_ignoring_case(left: &str, right: &str) -> Ordering {
    left.bytes()
        .map(|byte| byte.to_ascii_lowercase())
        .cmp(right.bytes().map(|byte| byte.to_ascii_lowercase()))
}

/// A number that never contradicts [`compare`]: smaller means before.
fn prefix(people: &People, field: Field, row: u32) -> u64 {
    let Some(person) = people.get(row) else { return u64::MAX };
    let of = |text: &[u8]| {
        if text.is_empty() {
            return u64::MAX;
        }
        let mut bytes = [0_u8; 8];
        for (byte, letter) in bytes.iter_mut().zip(text) {
            *byte = letter.to_ascii_lowercase();
        }
        u64::from_be_bytes(bytes)
    };
    match field {
        Field::Name => {
            of(people.folded_row(row).split(|&byte| byte == FIELD_END).next().unwrap_or_default())
        }
        Field::Mail => of(person.mail().as_bytes()),
        Field::UserName => of(person.user_name().as_bytes()),
        Field::State => person.state() as u64,
        Field::Title => of(person.title().as_bytes()),
        Field::Department => of(person.department().as_bytes()),
        Field::EmployeeNumber => of(person.employee_number().as_bytes()),
        Field::ExternalId => of(person.external_id().as_bytes()),
        Field::Card => of(person.card().as_bytes()),
        Field::Changed => u64::from(person.changed()),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::session::people::NewPerson;

    fn people(names: &[&str]) -> People {
        let mut people = People::default();
        for (number, name) in names.iter().enumerate() {
            let id = number.to_string();
            let department = if number % 2 == 0 { "Fleet" } else { "Finance" };
            let state =
                if number % 3 == 0 { PersonState::Deactivated } else { PersonState::Active };
            people.push(&NewPerson {
                id: &id,
                name,
                user_name: &id,
                department,
                state,
                ..NewPerson::default()
            });
        }
        people
    }

    fn names<'a>(people: &'a People, view: &PeopleView) -> Vec<&'a str> {
        view.rows().iter().filter_map(|&row| people.get(row)).map(|person| person.name()).collect()
    }

    #[track_caller]
    fn check(query: &Query, expected: &[&str]) {
        let people = people(&["Björn Þórsson", "Adaeze Okonkwo", "bjorn small", "", "陳 怡君"]);
        let mut view = PeopleView::default();
        view.follow(&people);
        view.ask(&people, query.clone());
        assert_eq!(names(&people, &view), expected, "{query:?}");
    }

    #[test]
    fn the_quick_filter_finds_words_whatever_their_case_and_accents() {
        let text = |text: &str| Query { text: text.to_owned(), ..Query::default() };
        check(&text(""), &["Adaeze Okonkwo", "bjorn small", "Björn Þórsson", "陳 怡君", ""]);
        check(&text("BJORN"), &["bjorn small", "Björn Þórsson"]);
        check(&text("small bjö"), &["bjorn small"]);
        check(&text("怡"), &["陳 怡君"]);
        check(&text("okonkwo1"), &[]);
        check(&text("fleet"), &["bjorn small", "Björn Þórsson", "陳 怡君"]);
        check(
            &Query { department: Some("Finance".into()), ..Query::default() },
            &["Adaeze Okonkwo", ""],
        );
        check(&Query { state: Some(PersonState::Deactivated), ..text("bj") }, &["Björn Þórsson"]);
    }

    proptest! {
        #[test]
        fn a_view_that_followed_page_by_page_equals_one_made_at_once(
            names in prop::collection::vec("[a-cA-Cé ]{0,4}", 0..60),
            text in "[a-cé ]{0,3}",
            cut in 0_usize..60,
            descending in any::<bool>(),
        ) {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let all = people(&names);
            let early = people(&names[..cut.min(names.len())]);
            let key = SortKey { field: Field::Name, sort: if descending { Sort::Descending } else { Sort::Ascending } };
            let query = Query { text, ..Query::default() };
            let mut grown = PeopleView::default();
            grown.order(&early, key);
            grown.follow(&early);
            grown.ask(&early, query.clone());
            grown.follow(&all);
            let folded = String::from_utf8(fold(&query.text)).unwrap();
            let words: Vec<&str> = folded.split_whitespace().collect();
            let mut expected: Vec<u32> = (0..u32::try_from(names.len()).unwrap())
                .filter(|&row| {
                    let text = String::from_utf8(all.folded_row(row).to_vec()).unwrap();
                    words.iter().all(|word| text.contains(word))
                })
                .collect();
            expected.sort_by(|&a, &b| directed(key.sort, compare(&all, Field::Name, a, b)));
            prop_assert_eq!(grown.rows(), expected);
        }
    }
}
