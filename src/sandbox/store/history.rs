//! What happened to people, entry by entry, and what an admin gave them.

use rusqlite::OptionalExtension as _;
use rusqlite::Row;
use rusqlite::params;

use crate::sandbox::store::Rows;
use crate::sandbox::store::StoreError;
use crate::sandbox::store::Writer;

/// What can happen to a person. The numbers stand in files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// Created over SCIM.
    Came,
    /// Was active before the first entry.
    StoodActive,
    /// Was deactivated before the first entry.
    StoodDeactivated,
    /// The identity provider switched the person off.
    Deactivated,
    /// The identity provider switched the person on.
    Reactivated,
    /// The identity provider changed attributes; the detail names them.
    Changed,
    /// The identity provider took the person into a group; the detail names it.
    Joined,
    /// The identity provider took the person out of a group; the detail names it.
    Left,
    /// An admin moved the person to Deleted users.
    Deleted,
    /// The identity provider deleted the person, who moved to Deleted users.
    HardDeleted,
    /// The identity provider brought the person back from Deleted users.
    Restored,
    /// An admin changed what belongs to Command; the detail names it.
    Edited,
}

impl Event {
    const ALL: [Self; 12] = [
        Self::Came,
        Self::StoodActive,
        Self::StoodDeactivated,
        Self::Deactivated,
        Self::Reactivated,
        Self::Changed,
        Self::Joined,
        Self::Left,
        Self::Deleted,
        Self::HardDeleted,
        Self::Restored,
        Self::Edited,
    ];

    pub(crate) const fn number(self) -> i64 {
        self as i64
    }

    fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.number() == number)
    }
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Milliseconds since 1970.
    pub(crate) at: i64,
    pub(crate) event: Event,
    pub(crate) detail: Option<String>,
}

impl Rows<'_> {
    /// How the person came or stood before everything that is written down; none for a seeded person to whom nothing
    /// has happened since.
    pub(crate) fn beginning(&self, user: i64) -> Result<Option<Entry>, StoreError> {
        self.connection()
            .prepare_cached("SELECT at, event, detail FROM history WHERE user = ?1 AND number = 0")?
            .query_row([user], parts)
            .optional()?
            .map(entry)
            .transpose()
    }

    /// Whether it is written down how the person came or stood.
    pub(crate) fn has_beginning(&self, user: i64) -> Result<bool, StoreError> {
        let mut statement = self
            .connection()
            .prepare_cached("SELECT 1 FROM history WHERE user = ?1 AND number = 0")?;
        Ok(statement.exists([user])?)
    }

    /// The newest entries after the beginning, newest first, at most `count`.
    pub(crate) fn history(&self, user: i64, count: usize) -> Result<Vec<Entry>, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT at, event, detail FROM history WHERE user = ?1 AND number > 0
             ORDER BY number DESC LIMIT ?2",
        )?;
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let found = statement
            .query_map(params![user, count], parts)?
            .collect::<Result<Vec<_>, rusqlite::Error>>()?;
        found.into_iter().map(entry).collect()
    }

    /// How many entries there are after the beginning.
    pub(crate) fn history_count(&self, user: i64) -> Result<u64, StoreError> {
        let count: i64 = self
            .connection()
            .prepare_cached("SELECT count(*) FROM history WHERE user = ?1 AND number > 0")?
            .query_row([user], |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or_default())
    }

    /// When something happened to a person last.
    pub(crate) fn last(&self, user: i64, event: Event) -> Result<Option<i64>, StoreError> {
        let at = self
            .connection()
            .prepare_cached(
                "SELECT at FROM history WHERE user = ?1 AND number > 0 AND event = ?2
                 ORDER BY number DESC LIMIT 1",
            )?
            .query_row([user, event.number()], |row| row.get(0))
            .optional()?;
        Ok(at)
    }

    /// What an admin made of a person's roles and the like, as JSON; none where nobody changed them.
    pub(crate) fn belongings(&self, user: i64) -> Result<Option<String>, StoreError> {
        let kept = self
            .connection()
            .prepare_cached("SELECT kept FROM belongings WHERE user = ?1")?
            .query_row([user], |row| row.get(0))
            .optional()?;
        Ok(kept)
    }
}

fn parts(row: &Row<'_>) -> Result<(i64, i64, Option<String>), rusqlite::Error> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

fn entry((at, event, detail): (i64, i64, Option<String>)) -> Result<Entry, StoreError> {
    match Event::from_number(event) {
        Some(event) => Ok(Entry { at, event, detail }),
        None => Err(StoreError::Damaged(format!("a history has an event {event}"))),
    }
}

impl Writer<'_> {
    /// Writes down how a person came or stood; only the first time counts.
    pub(crate) fn note_beginning(&self, user: i64, entry: &Entry) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT OR IGNORE INTO history (user, number, at, event, detail) VALUES (?1, 0, ?2, ?3, ?4)",
            )?
            .execute(params![user, entry.at, entry.event.number(), entry.detail])?;
        Ok(())
    }

    /// Writes down what happens to a person now.
    pub(crate) fn note(
        &self,
        user: i64,
        at: i64,
        event: Event,
        detail: Option<&str>,
    ) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO history (user, number, at, event, detail)
                 SELECT ?1, ifnull(max(number), 0) + 1, ?2, ?3, ?4 FROM history WHERE user = ?1",
            )?
            .execute(params![user, at, event.number(), detail])?;
        Ok(())
    }

    /// Keeps what an admin made of a person's roles and the like.
    pub(crate) fn keep_belongings(&self, user: i64, kept: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("INSERT OR REPLACE INTO belongings (user, kept) VALUES (?1, ?2)")?
            .execute(params![user, kept])?;
        Ok(())
    }

    /// Hands what is written about a row on to the row that follows it.
    pub(crate) fn carry_over(&self, from: i64, to: i64) -> Result<(), StoreError> {
        for statement in [
            "UPDATE history SET user = ?2 WHERE user = ?1",
            "UPDATE belongings SET user = ?2 WHERE user = ?1",
        ] {
            self.connection.prepare_cached(statement)?.execute([from, to])?;
        }
        Ok(())
    }

    /// Erases what is written about a person.
    pub(crate) fn erase_history(&self, user: i64) -> Result<(), StoreError> {
        for statement in
            ["DELETE FROM history WHERE user = ?1", "DELETE FROM belongings WHERE user = ?1"]
        {
            self.connection.prepare_cached(statement)?.execute([user])?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_of_events_never_change() {
        for (number, event) in (0..).zip(Event::ALL) {
            assert_eq!((event.number(), Event::from_number(number)), (number, Some(event)));
        }
        assert_eq!(Event::Came.number(), 0);
        assert_eq!(Event::Deleted.number(), 8);
        assert_eq!(Event::Edited.number(), 11);
        assert_eq!(Event::from_number(12), None);
    }
}
