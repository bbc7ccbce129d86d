//! Facts about the whole organization: the allow-list of domains, and what is remembered by name.

use rusqlite::OptionalExtension as _;

use crate::sandbox::store::Rows;
use crate::sandbox::store::StoreError;
use crate::sandbox::store::Writer;

impl Rows<'_> {
    /// The allow-list by name, each domain with the time it was added.
    pub(crate) fn domains(&self) -> Result<Vec<(String, String)>, StoreError> {
        let mut statement =
            self.connection().prepare_cached("SELECT name, added_at FROM domains ORDER BY name")?;
        let domains = statement
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        Ok(domains)
    }
}

impl Writer<'_> {
    /// Keeps a fact about the whole organization.
    pub(crate) fn remember(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("INSERT OR REPLACE INTO organization (key, value) VALUES (?1, ?2)")?
            .execute([key, value])?;
        Ok(())
    }

    /// A fact that was kept.
    pub(crate) fn recall(&self, key: &str) -> Result<Option<String>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT value FROM organization WHERE key = ?1")?;
        Ok(statement.query_row([key], |row| row.get(0)).optional()?)
    }

    /// Puts a domain on the allow-list; says whether it is new there.
    pub(crate) fn add_domain(&mut self, name: &str, now: &str) -> Result<bool, StoreError> {
        let added = self
            .connection
            .prepare_cached("INSERT OR IGNORE INTO domains (name, added_at) VALUES (?1, ?2)")?
            .execute([name, now])?;
        self.changes.domains.push(name.to_owned());
        Ok(added == 1)
    }

    /// Takes a domain off the allow-list; says whether it was there.
    pub(crate) fn remove_domain(&mut self, name: &str) -> Result<bool, StoreError> {
        let removed = self
            .connection
            .prepare_cached("DELETE FROM domains WHERE name = ?1")?
            .execute([name])?;
        self.changes.domains_gone.push(name.to_owned());
        Ok(removed == 1)
    }
}
