//! The groups of the active connection and who is in them.

use jiff::Timestamp;

use crate::scim::{CompleteList, Texts};
use crate::session::people::{People, Sort, fold};
use crate::session::problem::Problem;
use crate::session::users::{Generation, Reading};

/// One group.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct GroupRow {
    /// `id`.
    pub(crate) id: String,
    /// `displayName`.
    pub(crate) name: String,
    /// `externalId`, which Verkada's guide wants left out of the mapping.
    pub(crate) external_id: Option<String>,
    /// `meta.lastModified` in seconds since 1970, 0 if not known.
    pub(crate) changed: u32,
    /// Members that are among the people read, as rows, in ascending order.
    pub(crate) members: Vec<u32>,
    /// Ids of members that are not among them.
    pub(crate) strangers: Texts,
}

impl GroupRow {
    /// A group with the ids of its members; who they are is found out by [`GroupRow::resolve`].
    pub(crate) fn new(
        id: String,
        name: String,
        external_id: Option<String>,
        changed: u32,
        members: Texts,
    ) -> Self {
        Self { id, name, external_id, changed, members: Vec::new(), strangers: members }
    }

    /// How many members the server lists.
    pub(crate) fn size(&self) -> usize {
        self.members.len() + self.strangers.len()
    }

    /// Finds the members among the people.
    pub(crate) fn resolve(&mut self, people: &People) {
        if self.strangers.is_empty() {
            return;
        }
        let before = std::mem::take(&mut self.strangers);
        for id in before.iter() {
            match people.find(id) {
                Some(row) => self.members.push(row),
                None => {
                    self.strangers.push(id);
                }
            }
        }
        self.members.sort_unstable();
        self.members.dedup();
        self.members.shrink_to_fit();
        self.strangers.shrink_to_fit();
    }

    /// Moves the members from the rows of one reading of the people to those of another.
    fn move_to(&mut self, old: &People, new: &People) {
        for row in std::mem::take(&mut self.members) {
            if let Some(person) = old.get(row) {
                self.strangers.push(person.id());
            }
        }
        self.resolve(new);
    }
}

/// A column groups are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum GroupField {
    /// `displayName`.
    Name,
    /// The number of members.
    Members,
    /// `meta.lastModified`.
    Changed,
}

/// The groups on screen.
#[derive(Default)]
pub(crate) struct GroupsTable {
    /// All groups, in the order in which they arrived.
    pub(crate) groups: Vec<GroupRow>,
    /// How the newest reading stands.
    pub(crate) reading: Reading,
    /// When the groups shown were read.
    pub(crate) read_at: Option<Timestamp>,
    /// Changes whenever the rows may have changed.
    pub(crate) revision: u64,
    /// Changes whenever positions stand for other groups than before.
    pub(crate) turnover: u64,
    generation: Generation,
    incoming: Option<Vec<GroupRow>>,
}

impl GroupsTable {
    /// Begins another reading.
    pub(crate) fn begin(&mut self, now: Timestamp) -> Generation {
        self.generation = self.generation.next();
        self.incoming = (!self.groups.is_empty()).then(Vec::new);
        self.reading = Reading::Running { read: 0, expected: None, since: now };
        self.generation
    }

    /// Forgets all groups, for another connection.
    pub(crate) fn clear(&mut self) {
        *self = Self {
            generation: self.generation.next(),
            revision: self.revision + 1,
            turnover: self.turnover + 1,
            ..Self::default()
        };
    }

    /// Whether a reading is the newest.
    pub(crate) fn is_current(&self, generation: Generation) -> bool {
        self.generation == generation && self.reading.is_running()
    }

    /// Takes in one page.
    pub(crate) fn page(&mut self, mut page: Vec<GroupRow>, expected: Option<u64>, people: &People) {
        self.reading.page(page.len(), expected);
        for group in &mut page {
            group.resolve(people);
        }
        self.incoming.as_mut().unwrap_or(&mut self.groups).append(&mut page);
        self.revision += 1;
    }

    /// Some left while the list was read, and these stayed.
    pub(crate) fn keep_only(&mut self, stayed: &CompleteList) {
        self.incoming
            .as_mut()
            .unwrap_or(&mut self.groups)
            .retain(|group| stayed.contains(&group.id));
        self.revision += 1;
    }

    /// Ends the reading.
    pub(crate) fn end(&mut self, now: Timestamp, outcome: Result<(), Problem>) {
        let is_whole = outcome.is_ok();
        self.reading.end(now, outcome);
        match self.incoming.take() {
            Some(incoming) if is_whole => {
                self.groups = incoming;
                self.turnover += 1;
            }
            Some(_) => return self.reading.show_earlier(),
            None => {}
        }
        self.read_at = Some(now);
        self.revision += 1;
    }

    /// Follows the people to their new reading.
    pub(crate) fn people_changed(&mut self, old: Option<&People>, new: &People) {
        for group in self.groups.iter_mut().chain(self.incoming.iter_mut().flatten()) {
            match old {
                Some(old) => group.move_to(old, new),
                None => group.resolve(new),
            }
        }
        self.revision += 1;
    }

    /// The groups a person is in, as positions.
    pub(crate) fn of_person(&self, row: u32) -> impl Iterator<Item = &GroupRow> {
        self.groups.iter().filter(move |group| group.members.binary_search(&row).is_ok())
    }

    /// The group with an id.
    pub(crate) fn find(&self, id: &str) -> Option<&GroupRow> {
        self.groups.iter().find(|group| group.id == id)
    }

    /// Positions of the groups whose name holds all words, sorted.
    pub(crate) fn arranged(&self, text: &str, field: GroupField, sort: Sort) -> Vec<u32> {
        let text = String::from_utf8(fold(text)).unwrap_or_default();
        let words: Vec<&str> = text.split_whitespace().collect();
        let mut named: Vec<(Vec<u8>, u32, &GroupRow)> = self
            .groups
            .iter()
            .enumerate()
            .filter_map(|(position, group)| {
                Some((fold(&group.name), u32::try_from(position).ok()?, group))
            })
            .filter(|(name, ..)| {
                words.iter().all(|word| memchr::memmem::find(name, word.as_bytes()).is_some())
            })
            .collect();
        named.sort_by(|a, b| {
            let order = match field {
                GroupField::Name => a.0.cmp(&b.0),
                GroupField::Members => a.2.size().cmp(&b.2.size()),
                GroupField::Changed => a.2.changed.cmp(&b.2.changed),
            };
            let order = if sort == Sort::Descending { order.reverse() } else { order };
            order.then_with(|| a.0.cmp(&b.0)).then_with(|| a.1.cmp(&b.1))
        });
        named.into_iter().map(|(_, position, _)| position).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::people::NewPerson;

    fn people(ids: &[&str]) -> People {
        let mut people = People::default();
        for id in ids {
            people.push(&NewPerson { id, name: id, ..NewPerson::default() });
        }
        people
    }

    #[test]
    fn members_are_found_whether_people_come_before_or_after_and_move_with_a_refresh() {
        let mut groups = GroupsTable::default();
        groups.begin(Timestamp::UNIX_EPOCH);
        let group = GroupRow::new(
            "g".into(),
            "Drivers".into(),
            None,
            0,
            ["b", "a", "gone"].iter().collect(),
        );
        groups.page(vec![group], Some(1), &People::default());
        groups.end(Timestamp::UNIX_EPOCH, Ok(()));
        let first = people(&["a", "b"]);
        groups.people_changed(None, &first);
        let group = groups.find("g").unwrap();
        assert_eq!(
            (group.members.as_slice(), group.strangers.len(), group.size()),
            ([0, 1].as_slice(), 1, 3)
        );
        let second = people(&["x", "b", "gone"]);
        groups.people_changed(Some(&first), &second);
        let group = groups.find("g").unwrap();
        assert_eq!(
            (group.members.as_slice(), group.strangers.iter().collect::<Vec<_>>()),
            ([1, 2].as_slice(), vec!["a"])
        );
        assert_eq!(groups.of_person(2).count(), 1);
        assert_eq!(groups.of_person(0).count(), 0);
    }

    #[test]
    fn groups_are_filtered_and_sorted() {
        let mut groups = GroupsTable::default();
        for (id, name, members) in [("1", "Büro Wien", 1), ("2", "drivers", 3), ("3", "Dock", 2)] {
            let members = (0..members).map(|number| number.to_string()).collect();
            groups.groups.push(GroupRow::new(id.into(), name.into(), None, 0, members));
        }
        let sort = Sort::Ascending;
        assert_eq!(groups.arranged("", GroupField::Name, sort), [0, 2, 1]);
        assert_eq!(groups.arranged("", GroupField::Members, sort), [0, 2, 1]);
        assert_eq!(groups.arranged("D", GroupField::Members, Sort::Descending), [1, 2]);
        assert_eq!(groups.arranged("buro", GroupField::Name, sort), [0]);
    }
}
