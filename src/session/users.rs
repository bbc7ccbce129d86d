//! The people of the active connection: what is shown, and the reading that is under way.

use jiff::Timestamp;

use crate::scim::CompleteList;
use crate::session::people::{People, PeopleView};
use crate::session::problem::Problem;

/// One reading of a list; pages of another reading are not ours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Generation(u64);

impl Generation {
    /// The reading after this one.
    #[must_use]
    pub(crate) fn next(self) -> Self {
        Self(self.0.wrapping_add(1))
    }
}

/// How far the newest reading got.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Nobody asked yet.
    #[default]
    NotAsked,
    /// Pages are arriving.
    Running {
        /// How many were read so far.
        read: usize,
        /// How many the server says there are.
        expected: Option<u64>,
        /// Since when.
        since: Timestamp,
    },
    /// All were read, and nothing changed meanwhile.
    Whole {
        /// When it ended.
        at: Timestamp,
    },
    /// It ended before the end, or the list moved under it.
    Partial {
        /// When it ended.
        at: Timestamp,
        /// How many were read.
        read: usize,
        /// How many the server said there are.
        expected: Option<u64>,
        /// Why.
        problem: Problem,
        /// Whether an earlier list is shown instead of what was read.
        shows_earlier: bool,
    },
}

impl Reading {
    /// Whether pages are still to come.
    pub(crate) fn is_running(&self) -> bool {
        matches!(self, Self::Running { .. })
    }

    /// Why it is not whole.
    pub(crate) fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Partial { problem, .. } => Some(problem),
            Self::NotAsked | Self::Running { .. } | Self::Whole { .. } => None,
        }
    }

    /// Takes in a page.
    pub(crate) fn page(&mut self, rows: usize, total: Option<u64>) {
        if let Self::Running { read, expected, .. } = self {
            *read += rows;
            *expected = total.or(*expected);
        }
    }

    /// Ends a reading.
    pub(crate) fn end(&mut self, at: Timestamp, outcome: Result<(), Problem>) {
        let (read, expected) = match self {
            Self::Running { read, expected, .. } => (*read, *expected),
            Self::NotAsked | Self::Whole { .. } | Self::Partial { .. } => (0, None),
        };
        *self = match outcome {
            Ok(()) => Self::Whole { at },
            Err(problem) => Self::Partial { at, read, expected, problem, shows_earlier: false },
        };
    }

    /// Says that an earlier list is shown instead of what was read.
    pub(crate) fn show_earlier(&mut self) {
        if let Self::Partial { shows_earlier, .. } = self {
            *shows_earlier = true;
        }
    }
}

/// The people on screen.
///
/// The first reading fills the table as pages come. A later one is gathered aside and takes the place of the old when it is whole,
/// so that a refresh never blanks or halves what is there.
#[derive(Default)]
pub(crate) struct UsersTable {
    /// The people to show.
    pub(crate) people: People,
    /// Which of them, in what order.
    pub(crate) view: PeopleView,
    /// How the newest reading stands.
    pub(crate) reading: Reading,
    /// When the people shown were read, whole or not.
    pub(crate) read_at: Option<Timestamp>,
    /// Whether the people shown are all there were.
    pub(crate) is_whole: bool,
    /// Changes whenever the rows of the table may have changed.
    pub(crate) revision: u64,
    /// Changes whenever rows stand for other people than before.
    pub(crate) turnover: u64,
    /// Where each row of the people shown before is now; empty when nobody of them is.
    pub(crate) moved: Vec<Option<u32>>,
    generation: Generation,
    incoming: Option<People>,
}

impl UsersTable {
    /// Begins another reading; its pages must carry the generation returned.
    pub(crate) fn begin(&mut self, now: Timestamp) -> Generation {
        self.generation = self.generation.next();
        self.incoming = (!self.people.is_empty()).then(People::default);
        self.reading = Reading::Running { read: 0, expected: None, since: now };
        self.generation
    }

    /// Forgets everybody, for another connection.
    pub(crate) fn clear(&mut self) {
        *self = Self {
            generation: self.generation.next(),
            revision: self.revision + 1,
            turnover: self.turnover + 1,
            ..Self::default()
        };
    }

    /// Forgets everybody, for another question to the same connection: what is shown, and how, stays asked for.
    pub(crate) fn forget(&mut self) {
        self.people = People::default();
        self.view.reset(&self.people);
        self.incoming = None;
        self.read_at = None;
        self.is_whole = false;
        self.revision += 1;
        self.turnover += 1;
        self.moved.clear();
    }

    /// Whether a reading is the newest.
    pub(crate) fn is_current(&self, generation: Generation) -> bool {
        self.generation == generation && self.reading.is_running()
    }

    /// Takes in one page.
    pub(crate) fn page(&mut self, page: &People, expected: Option<u64>) {
        let target = self.incoming.as_mut().unwrap_or(&mut self.people);
        target.append(page);
        self.reading.page(page.len(), expected);
        if self.incoming.is_none() {
            self.view.follow(&self.people);
            self.revision += 1;
        }
    }

    /// Some left while the list was read, and these stayed: the others are not shown as if they were there.
    pub(crate) fn keep_only(&mut self, stayed: &CompleteList) {
        let read = self.incoming.as_ref().unwrap_or(&self.people);
        self.incoming = Some(read.only(|id| stayed.contains(id)));
    }

    /// Ends the reading. Returns the people shown before, when others took their place.
    pub(crate) fn end(&mut self, now: Timestamp, outcome: Result<(), Problem>) -> Option<People> {
        let is_whole = outcome.is_ok();
        self.reading.end(now, outcome);
        let incoming = self.incoming.take();
        if incoming.is_none() {
            self.people.shrink();
            self.read_at = Some(now);
            self.is_whole = is_whole;
            return None;
        }
        if !is_whole {
            self.reading.show_earlier();
        }
        let mut incoming = incoming.filter(|_| is_whole)?;
        incoming.shrink();
        let old = std::mem::replace(&mut self.people, incoming);
        self.moved = (0..u32::try_from(old.len()).unwrap_or(u32::MAX))
            .map(|row| old.get(row).and_then(|person| self.people.find(person.id())))
            .collect();
        self.turnover += 1;
        self.view.reset(&self.people);
        self.revision += 1;
        self.read_at = Some(now);
        self.is_whole = true;
        Some(old)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::people::NewPerson;

    fn page(ids: &[&str]) -> People {
        let mut people = People::default();
        for id in ids {
            people.push(&NewPerson { id, name: id, ..NewPerson::default() });
        }
        people
    }

    fn lost() -> Problem {
        Problem::new("read people", "the server is gone", "read again")
    }

    #[test]
    fn the_first_reading_fills_the_table_and_keeps_what_came_when_it_breaks_off() {
        let mut users = UsersTable::default();
        let generation = users.begin(Timestamp::UNIX_EPOCH);
        assert!(users.is_current(generation));
        users.page(&page(&["1", "2"]), Some(5));
        assert_eq!(users.view.rows().len(), 2);
        assert!(users.end(Timestamp::UNIX_EPOCH, Err(lost())).is_none());
        assert_eq!((users.people.len(), users.is_whole), (2, false));
        assert!(matches!(users.reading, Reading::Partial { read: 2, expected: Some(5), .. }));
    }

    #[test]
    fn a_refresh_takes_the_place_only_when_whole() {
        let mut users = UsersTable::default();
        users.begin(Timestamp::UNIX_EPOCH);
        users.page(&page(&["1", "2"]), Some(2));
        users.end(Timestamp::UNIX_EPOCH, Ok(()));
        users.begin(Timestamp::UNIX_EPOCH);
        users.page(&page(&["1"]), Some(3));
        assert_eq!(users.people.len(), 2, "the old table stays while reading");
        users.end(Timestamp::UNIX_EPOCH, Err(lost()));
        assert_eq!(
            (users.people.len(), users.is_whole),
            (2, true),
            "and when the new reading breaks off"
        );
        let generation = users.begin(Timestamp::UNIX_EPOCH);
        users.page(&page(&["1", "2", "3"]), Some(3));
        assert!(users.end(Timestamp::UNIX_EPOCH, Ok(())).is_some());
        assert_eq!(users.view.rows().len(), 3);
        assert!(!users.is_current(generation), "an ended reading takes no more pages");
    }
}
