//! Many people in little memory: one text, one row of numbers per person, and an index by id.

mod fold;
mod row;
mod view;
mod words;

use std::collections::BTreeMap;
use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

pub(crate) use fold::fold;
pub(crate) use row::{CredentialState, Field, NewPerson, Person, PersonState};
pub(crate) use view::{PeopleView, Query, Sort, SortKey, rows_with_text};

use row::{Row, TEXT_FIELDS};
use words::Words;

/// The people of one reading, in the order in which they arrived.
///
/// A person costs about 30 bytes beside the text of their fields; text that many people share (department, title, card) is kept once.
#[derive(Default)]
pub(crate) struct People {
    text: String,
    rows: Vec<Row>,
    by_id: HashTable<u32>,
    hashing: DefaultHashBuilder,
    words: Words,
    folded: Vec<u8>,
    folded_starts: Vec<u32>,
    counts: Counts,
}

/// What a page asks in every frame, counted while people arrive.
#[derive(Default)]
struct Counts {
    states: BTreeMap<PersonState, usize>,
    departments: BTreeMap<Box<str>, usize>,
    findings: usize,
}

impl Counts {
    fn add(&mut self, row: &Row, department: &str) {
        *self.states.entry(row.state).or_default() += 1;
        self.findings += usize::from(row.has_finding);
        match self.departments.get_mut(department) {
            Some(count) => *count += 1,
            None => drop(self.departments.insert(department.into(), 1)),
        }
    }
}

impl People {
    /// The number of people.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether nobody is here.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Adds one person and returns the row, or `None` if the id is here already or four gigabytes of text are full.
    pub(crate) fn push(&mut self, person: &NewPerson<'_>) -> Option<u32> {
        let row = u32::try_from(self.rows.len()).ok()?;
        let start = u32::try_from(self.text.len()).ok()?;
        let folded_start = u32::try_from(self.folded.len()).ok()?;
        let hash = self.hashing.hash_one(person.id);
        if self.row_of(person.id, hash).is_some() {
            return None;
        }
        let mut ends = [0_u16; TEXT_FIELDS];
        let mut length = 0;
        for (end, text) in ends.iter_mut().zip(person.texts()) {
            let kept = row::clipped(text);
            self.text.push_str(kept);
            length += kept.len();
            *end = u16::try_from(length).unwrap_or(u16::MAX);
        }
        let department = row::clipped(person.department);
        let kept = Row {
            start,
            ends,
            changed: person.changed,
            department: self.words.intern(department),
            title: self.words.intern(row::clipped(person.title)),
            card: self.words.intern(row::clipped(person.card)),
            state: person.state,
            credential: person.credential,
            has_finding: person.has_finding,
            mail_is_user_name: person.mail == person.user_name,
        };
        self.counts.add(&kept, department);
        self.rows.push(kept);
        self.folded_starts.push(folded_start);
        // A mail that equals the userName is found once.
        let user_name = if person.mail == person.user_name { "" } else { person.user_name };
        for text in [
            person.name,
            person.mail,
            user_name,
            person.department,
            person.title,
            person.employee_number,
            person.external_id,
        ] {
            fold::append(row::clipped(text), &mut self.folded);
            self.folded.push(fold::FIELD_END);
        }
        self.index(hash, row);
        Some(row)
    }

    fn index(&mut self, hash: u64, row: u32) {
        let Self { text, rows, by_id, hashing, .. } = self;
        by_id.insert_unique(hash, row, |&other| hashing.hash_one(id_of(text, rows, other)));
    }

    /// Adds the people of a page; those who are here already stay as they are.
    pub(crate) fn append(&mut self, page: &Self) {
        for row in 0..u32::try_from(page.len()).unwrap_or(u32::MAX) {
            if self.take(page, row).is_none() {
                break;
            }
        }
    }

    /// Takes over a person as they are kept elsewhere, unless the id is here already; `None` when all is full.
    fn take(&mut self, page: &Self, row: u32) -> Option<()> {
        let (person, kept) = (page.get(row)?, page.rows.get(row as usize)?);
        let number = u32::try_from(self.rows.len()).ok()?;
        let start = u32::try_from(self.text.len()).ok()?;
        let folded_start = u32::try_from(self.folded.len()).ok()?;
        let hash = self.hashing.hash_one(person.id());
        if self.row_of(person.id(), hash).is_some() {
            return Some(());
        }
        self.counts.add(kept, person.department());
        self.rows.push(Row {
            start,
            department: self.words.intern(person.department()),
            title: self.words.intern(person.title()),
            card: self.words.intern(person.card()),
            ..*kept
        });
        self.text.push_str(person.whole_text());
        self.folded_starts.push(folded_start);
        self.folded.extend_from_slice(page.folded_row(row));
        self.index(hash, number);
        Some(())
    }

    /// Those of them whose id is one to keep.
    pub(crate) fn only(&self, keep: impl Fn(&str) -> bool) -> Self {
        let mut kept = Self::default();
        for row in 0..u32::try_from(self.len()).unwrap_or(u32::MAX) {
            if self.get(row).is_some_and(|person| keep(person.id()))
                && kept.take(self, row).is_none()
            {
                break;
            }
        }
        kept
    }

    /// The row of the person with this id.
    pub(crate) fn find(&self, id: &str) -> Option<u32> {
        self.row_of(id, self.hashing.hash_one(id))
    }

    fn row_of(&self, id: &str, hash: u64) -> Option<u32> {
        self.by_id.find(hash, |&row| id_of(&self.text, &self.rows, row) == id).copied()
    }

    /// The person in a row.
    pub(crate) fn get(&self, row: u32) -> Option<Person<'_>> {
        let kept = self.rows.get(row as usize)?;
        let end = kept.start as usize + usize::from(*kept.ends.last()?);
        let text = self.text.get(kept.start as usize..end)?;
        Some(Person::new(kept, text, &self.words))
    }

    /// Every department, with the number of people in it, by name.
    pub(crate) fn departments(&self) -> impl Iterator<Item = (&str, usize)> {
        self.counts.departments.iter().map(|(department, count)| (&**department, *count))
    }

    /// How many people are in a state.
    pub(crate) fn count(&self, state: PersonState) -> usize {
        self.counts.states.get(&state).copied().unwrap_or_default()
    }

    /// The number of people with a finding.
    pub(crate) fn findings(&self) -> usize {
        self.counts.findings
    }

    /// Bytes this reading holds, without what the allocator adds.
    #[cfg(test)]
    fn bytes(&self) -> usize {
        self.text.capacity()
            + self.rows.capacity() * size_of::<Row>()
            + self.folded.capacity()
            + self.folded_starts.capacity() * size_of::<u32>()
            + self.by_id.capacity() * (size_of::<u32>() + 1)
    }

    /// Gives back the memory that growing reserved beyond need.
    pub(crate) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.rows.shrink_to_fit();
        self.folded.shrink_to_fit();
        self.folded_starts.shrink_to_fit();
    }

    /// The folded searchable text of one row.
    fn folded_row(&self, row: u32) -> &[u8] {
        let start =
            self.folded_starts.get(row as usize).map_or(self.folded.len(), |&start| start as usize);
        let end = self
            .folded_starts
            .get(row as usize + 1)
            .map_or(self.folded.len(), |&start| start as usize);
        self.folded.get(start..end).unwrap_or_default()
    }

    /// The name as [`fold()`] makes it, which stands first in the folded text.
    pub(crate) fn folded_name(&self, row: u32) -> &[u8] {
        let folded = self.folded_row(row);
        folded.split(|&byte| byte == fold::FIELD_END).next().unwrap_or(folded)
    }
}

fn id_of<'a>(text: &'a str, rows: &[Row], row: u32) -> &'a str {
    rows.get(row as usize)
        .and_then(|row| text.get(row.start as usize..row.start as usize + usize::from(row.ends[0])))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_comes_back_as_given_and_once_per_id() {
        let mut people = People::default();
        let ada = NewPerson {
            id: "7",
            name: "Adaeze Okonkwo",
            user_name: "adaeze@halcyon.example",
            mail: "adaeze@halcyon.example",
            title: "Dock Supervisor",
            department: "Operations",
            ..NewPerson::default()
        };
        assert_eq!(people.push(&ada), Some(0));
        assert_eq!(people.push(&ada), None, "the same id twice");
        assert_eq!(
            people.push(&NewPerson { id: "8", department: "Operations", ..NewPerson::default() }),
            Some(1)
        );
        let read = people.get(0).unwrap();
        assert_eq!(
            (read.id(), read.name(), read.mail()),
            ("7", "Adaeze Okonkwo", "adaeze@halcyon.example")
        );
        assert_eq!((read.title(), read.department()), ("Dock Supervisor", "Operations"));
        assert_eq!(people.find("8"), Some(1));
        assert_eq!(people.find("9"), None);
        assert_eq!(people.departments().collect::<Vec<_>>(), [("Operations", 2)]);
        assert_eq!((people.count(PersonState::Unknown), people.findings()), (2, 0));
        assert!(people.get(2).is_none());
    }

    #[test]
    fn a_field_of_a_megabyte_is_clipped_at_a_character() {
        let mut people = People::default();
        let long = "é".repeat(500_000);
        people.push(&NewPerson { id: "1", name: &long, ..NewPerson::default() });
        let person = people.get(0).unwrap();
        assert!(
            person.name().len() <= row::FIELD_BYTES
                && person.name().chars().all(|letter| letter == 'é')
        );
        assert_eq!(person.id(), "1");
    }

    #[test]
    fn a_hundred_thousand_people_cost_less_than_thirty_mebibytes() {
        let mut people = People::default();
        for number in 0..100_000 {
            let (id, mail) = (
                format!("2819c223-7f76-453a-919d-{number:012}"),
                format!("person.number{number}@halcyon.example"),
            );
            people.push(&NewPerson {
                id: &id,
                name: "Person Of Ordinary Length",
                user_name: &mail,
                mail: &mail,
                title: "Warehouse Associate",
                department: "Operations",
                employee_number: "HF-20417",
                ..NewPerson::default()
            });
        }
        people.shrink();
        assert!(people.bytes() < 30 * 1024 * 1024, "{} bytes", people.bytes());
    }
}
