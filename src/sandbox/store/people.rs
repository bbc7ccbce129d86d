//! Writes to people: create, change, delete, return from Deleted users.

use rusqlite::OptionalExtension as _;
use rusqlite::params;

use crate::sandbox::store::Kind;
use crate::sandbox::store::Rows;
use crate::sandbox::store::StoreError;
use crate::sandbox::store::Writer;

/// What of a user the indexes know. Texts that are compared without case come folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UserKeys {
    pub(crate) user_name: String,
    pub(crate) mails: Vec<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) verkada_external_id: Option<String>,
}

/// Somebody in Deleted users.
pub(crate) struct Departed {
    pub(crate) seq: i64,
    pub(crate) id: String,
    pub(crate) version: i64,
    pub(crate) deleted_at: String,
    /// The resource as it was, up to and with `meta.lastModified`.
    pub(crate) body: Vec<u8>,
    /// The `groups` attribute the person had.
    pub(crate) groups: Option<Vec<u8>>,
}

/// A place in Deleted users: behind this row.
#[derive(Default)]
pub(crate) struct DepartedAfter {
    pub(crate) deleted_at: String,
    pub(crate) seq: i64,
}

impl Rows<'_> {
    /// Who left with this userName, or else with one of these addresses; the last one to leave goes first.
    pub(crate) fn departed_by(&self, keys: &UserKeys) -> Result<Option<Departed>, StoreError> {
        let mut by_name = self.connection().prepare_cached(
            "SELECT seq, id, version, deleted_at, body, groups FROM deleted WHERE user_name = ?1 ORDER BY seq DESC",
        )?;
        if let Some(found) = by_name.query_row([&keys.user_name], departed).optional()? {
            return Ok(Some(found));
        }
        let mut by_mail = self.connection().prepare_cached(
            "SELECT seq, id, version, deleted_at, body, groups FROM deleted WHERE mail = ?1 ORDER BY seq DESC",
        )?;
        for mail in &keys.mails {
            if let Some(found) = by_mail.query_row([mail], departed).optional()? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// Somebody in Deleted users by id.
    pub(crate) fn departed_by_id(&self, id: &str) -> Result<Option<Departed>, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT seq, id, version, deleted_at, body, groups FROM deleted WHERE id = ?1",
        )?;
        Ok(statement.query_row([id], departed).optional()?)
    }

    /// Deleted users, the longest deleted first, at most `count`.
    pub(crate) fn departed_after(
        &self,
        after: &DepartedAfter,
        count: usize,
    ) -> Result<Vec<Departed>, StoreError> {
        let mut statement = self.connection().prepare_cached(
            "SELECT seq, id, version, deleted_at, body, groups FROM deleted
             WHERE (deleted_at, seq) > (?1, ?2) ORDER BY deleted_at, seq LIMIT ?3",
        )?;
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        let found = statement
            .query_map(params![after.deleted_at, after.seq, count], departed)?
            .collect::<Result<_, _>>()?;
        Ok(found)
    }

    /// How many people are in Deleted users.
    pub(crate) fn departed_count(&self) -> Result<u64, StoreError> {
        let mut statement = self.connection().prepare_cached("SELECT count(*) FROM deleted")?;
        let count: i64 = statement.query_row([], |row| row.get(0))?;
        Ok(u64::try_from(count).unwrap_or_default())
    }
}

fn departed(row: &rusqlite::Row<'_>) -> Result<Departed, rusqlite::Error> {
    Ok(Departed {
        seq: row.get(0)?,
        id: row.get(1)?,
        version: row.get(2)?,
        deleted_at: row.get(3)?,
        body: row.get(4)?,
        groups: row.get(5)?,
    })
}

impl Writer<'_> {
    /// Adds a person at the end of the list.
    pub(crate) fn insert_user(
        &mut self,
        id: &str,
        version: i64,
        keys: &UserKeys,
        body: &[u8],
    ) -> Result<i64, StoreError> {
        self.seed_user(id, version, keys, body, None)
    }

    /// Adds a person whose `groups` are known already.
    pub(crate) fn seed_user(
        &mut self,
        id: &str,
        version: i64,
        keys: &UserKeys,
        body: &[u8],
        groups: Option<&[u8]>,
    ) -> Result<i64, StoreError> {
        let seq = self.take_seq();
        self.connection
            .prepare_cached(
                "INSERT INTO users (seq, id, user_name, external_id, version, body, groups)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![seq, id, keys.user_name, keys.external_id, version, body, groups])?;
        self.insert_mails(seq, &keys.mails)?;
        self.insert_verkada_id(seq, keys)?;
        self.changes.added.push((Kind::User, seq));
        Ok(seq)
    }

    /// Changes a person; columns that stay the same are not touched, so their indexes are not either.
    pub(crate) fn update_user(
        &mut self,
        seq: i64,
        (old, new): (&UserKeys, &UserKeys),
        body: &[u8],
    ) -> Result<(), StoreError> {
        let same = old.user_name == new.user_name && old.external_id == new.external_id;
        if same {
            self.connection
                .prepare_cached("UPDATE users SET version = version + 1, body = ?2 WHERE seq = ?1")?
                .execute(params![seq, body])?;
        } else {
            self.connection
                .prepare_cached(
                    "UPDATE users SET user_name = ?2, external_id = ?3, version = version + 1, body = ?4
                     WHERE seq = ?1",
                )?
                .execute(params![seq, new.user_name, new.external_id, body])?;
        }
        if old.mails != new.mails {
            self.delete_mails(&old.mails)?;
            self.insert_mails(seq, &new.mails)?;
        }
        if old.verkada_external_id != new.verkada_external_id {
            self.delete_verkada_id(old)?;
            self.insert_verkada_id(seq, new)?;
        }
        Ok(())
    }

    /// Moves a person to Deleted users and out of every group.
    pub(crate) fn delete_user(
        &mut self,
        seq: i64,
        keys: &UserKeys,
        now: &str,
    ) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO deleted (seq, id, user_name, mail, version, deleted_at, body, groups)
                 SELECT seq, id, user_name, ?2, version, ?3, body, groups FROM users WHERE seq = ?1",
            )?
            .execute(params![seq, keys.mails.first(), now])?;
        self.note_departed(keys);
        self.take_out(seq, keys)
    }

    /// Takes a person out of the list and out of every group.
    pub(crate) fn take_out(&mut self, seq: i64, keys: &UserKeys) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "UPDATE groups SET version = version + 1
                 WHERE seq IN (SELECT group_seq FROM members WHERE user_seq = ?1)",
            )?
            .execute([seq])?;
        self.connection
            .prepare_cached("DELETE FROM members WHERE user_seq = ?1")?
            .execute([seq])?;
        self.delete_mails(&keys.mails)?;
        self.delete_verkada_id(keys)?;
        self.connection.prepare_cached("DELETE FROM users WHERE seq = ?1")?.execute([seq])?;
        self.changes.removed.push((Kind::User, seq));
        Ok(())
    }

    /// Puts somebody straight into Deleted users.
    pub(crate) fn seed_departed(
        &mut self,
        id: &str,
        keys: &UserKeys,
        body: &[u8],
        deleted_at: &str,
    ) -> Result<(), StoreError> {
        let seq = self.take_seq();
        self.connection
            .prepare_cached(
                "INSERT INTO deleted (seq, id, user_name, mail, version, deleted_at, body)
                 VALUES (?1, ?2, ?3, ?4, 1, ?5, ?6)",
            )?
            .execute(params![seq, id, keys.user_name, keys.mails.first(), deleted_at, body])?;
        self.note_departed(keys);
        Ok(())
    }

    /// Takes somebody out of Deleted users; the caller adds the person again.
    pub(crate) fn forget_departed(&mut self, seq: i64) -> Result<(), StoreError> {
        self.connection.prepare_cached("DELETE FROM deleted WHERE seq = ?1")?.execute([seq])?;
        Ok(())
    }

    fn insert_verkada_id(&self, seq: i64, keys: &UserKeys) -> Result<(), StoreError> {
        if let Some(id) = &keys.verkada_external_id {
            self.connection
                .prepare_cached(
                    "INSERT INTO verkada_external_ids (external_id, user) VALUES (?1, ?2)",
                )?
                .execute(params![id, seq])?;
        }
        Ok(())
    }

    fn delete_verkada_id(&self, keys: &UserKeys) -> Result<(), StoreError> {
        if let Some(id) = &keys.verkada_external_id {
            self.connection
                .prepare_cached("DELETE FROM verkada_external_ids WHERE external_id = ?1")?
                .execute([id])?;
        }
        Ok(())
    }

    fn insert_mails(&self, seq: i64, mails: &[String]) -> Result<(), StoreError> {
        let mut statement =
            self.connection.prepare_cached("INSERT INTO mails (mail, user) VALUES (?1, ?2)")?;
        for mail in mails {
            statement.execute(params![mail, seq])?;
        }
        Ok(())
    }

    fn delete_mails(&self, mails: &[String]) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached("DELETE FROM mails WHERE mail = ?1")?;
        for mail in mails {
            statement.execute([mail])?;
        }
        Ok(())
    }
}
