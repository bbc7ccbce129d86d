//! Writes to groups and their members; the `groups` of the people concerned follow in the same transaction.

use std::collections::BTreeSet;

use rusqlite::params;

use crate::sandbox::store::Kind;
use crate::sandbox::store::StoreError;
use crate::sandbox::store::Writer;
use crate::sandbox::store::rows::push_json_text;

/// What of a group the indexes know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct GroupKeys {
    pub(crate) display: String,
    /// The display name, folded.
    pub(crate) display_name: String,
    pub(crate) external_id: Option<String>,
}

/// The `groups` attribute of a person as it is stored.
#[derive(Default)]
pub(crate) struct GroupsText(Vec<u8>);

impl GroupsText {
    pub(crate) fn push(&mut self, id: &str, display: &str) -> Result<(), StoreError> {
        let text = &mut self.0;
        text.extend_from_slice(if text.is_empty() { b"[" } else { b"," });
        text.extend_from_slice(b"{\"value\":\"");
        text.extend_from_slice(id.as_bytes());
        text.extend_from_slice(b"\",\"display\":");
        push_json_text(text, display.as_bytes())?;
        text.extend_from_slice(b",\"type\":\"direct\"}");
        Ok(())
    }

    /// Nothing for somebody who is in no group.
    pub(crate) fn into_text(mut self) -> Option<Vec<u8>> {
        if self.0.is_empty() {
            return None;
        }
        self.0.push(b']');
        Some(self.0)
    }
}

/// Who came into a group and who went, by their rows.
#[derive(Default)]
pub(crate) struct Moved {
    pub(crate) joined: Vec<i64>,
    pub(crate) left: Vec<i64>,
}

impl Writer<'_> {
    /// Adds a group with its people at the end of the list.
    pub(crate) fn insert_group(
        &mut self,
        id: &str,
        keys: &GroupKeys,
        body: &[u8],
        members: &[i64],
    ) -> Result<i64, StoreError> {
        let seq = self.seed_group(id, keys, body, members)?;
        self.refresh_groups_of(members)?;
        Ok(seq)
    }

    /// Adds a group whose people know of it already.
    pub(crate) fn seed_group(
        &mut self,
        id: &str,
        keys: &GroupKeys,
        body: &[u8],
        members: &[i64],
    ) -> Result<i64, StoreError> {
        let seq = self.take_seq();
        self.connection
            .prepare_cached(
                "INSERT INTO groups (seq, id, display, display_name, external_id, version, body)
                 VALUES (?1, ?2, ?3, ?4, ?5, 1, ?6)",
            )?
            .execute(params![seq, id, keys.display, keys.display_name, keys.external_id, body])?;
        self.add_members(seq, members)?;
        self.changes.added.push((Kind::Group, seq));
        Ok(seq)
    }

    /// Changes a group; `members` are its people from now on, ascending.
    pub(crate) fn update_group(
        &mut self,
        seq: i64,
        old: &GroupKeys,
        new: &GroupKeys,
        body: &[u8],
        members: &[i64],
    ) -> Result<Moved, StoreError> {
        self.connection
            .prepare_cached(
                "UPDATE groups SET display = ?2, display_name = ?3, external_id = ?4, version = version + 1, body = ?5
                 WHERE seq = ?1",
            )?
            .execute(params![seq, new.display, new.display_name, new.external_id, body])?;
        let before: BTreeSet<i64> = self.rows().members_of(seq)?.into_iter().collect();
        let after: BTreeSet<i64> = members.iter().copied().collect();
        let added: Vec<i64> = after.difference(&before).copied().collect();
        let removed: Vec<i64> = before.difference(&after).copied().collect();
        self.add_members(seq, &added)?;
        self.remove_members(seq, &removed)?;
        if old.display == new.display {
            self.refresh_groups_of(&added)?;
            self.refresh_groups_of(&removed)?;
        } else {
            let touched: Vec<i64> = before.union(&after).copied().collect();
            self.refresh_groups_of(&touched)?;
        }
        Ok(Moved { joined: added, left: removed })
    }

    /// Removes a group; its people stay and are returned.
    pub(crate) fn delete_group(&mut self, seq: i64) -> Result<Vec<i64>, StoreError> {
        let members = self.rows().members_of(seq)?;
        self.connection
            .prepare_cached("DELETE FROM members WHERE group_seq = ?1")?
            .execute([seq])?;
        self.connection.prepare_cached("DELETE FROM groups WHERE seq = ?1")?.execute([seq])?;
        self.changes.removed.push((Kind::Group, seq));
        self.refresh_groups_of(&members)?;
        Ok(members)
    }

    fn add_members(&self, group: i64, users: &[i64]) -> Result<(), StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("INSERT INTO members (group_seq, user_seq) VALUES (?1, ?2)")?;
        for user in users {
            statement.execute([group, *user])?;
        }
        Ok(())
    }

    fn remove_members(&self, group: i64, users: &[i64]) -> Result<(), StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("DELETE FROM members WHERE group_seq = ?1 AND user_seq = ?2")?;
        for user in users {
            statement.execute([group, *user])?;
        }
        Ok(())
    }

    /// Computes the `groups` attribute of people again. Their version goes up: what is served has changed.
    fn refresh_groups_of(&self, users: &[i64]) -> Result<(), StoreError> {
        let mut select = self.connection.prepare_cached(
            "SELECT groups.id, groups.display FROM members JOIN groups ON groups.seq = members.group_seq
             WHERE members.user_seq = ?1 ORDER BY members.group_seq",
        )?;
        let mut update = self
            .connection
            .prepare_cached("UPDATE users SET groups = ?2, version = version + 1 WHERE seq = ?1")?;
        for user in users {
            let mut groups = GroupsText::default();
            let mut rows = select.query([user])?;
            while let Some(row) = rows.next()? {
                let (id, display): (String, String) = (row.get(0)?, row.get(1)?);
                groups.push(&id, &display)?;
            }
            let groups = groups.into_text();
            update.execute(params![user, groups])?;
        }
        Ok(())
    }
}
