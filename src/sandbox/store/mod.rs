//! Rows of the organization in SQLite: short reads on pooled connections, one writer, the order of lists in memory.

mod domains;
mod error;
mod file;
mod groups;
mod history;
mod migrate;
mod order;
mod people;
mod removal;
mod rows;
mod transaction;

use std::collections::HashSet;
use std::hash::BuildHasher as _;
use std::hash::RandomState;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::RwLock;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::OptionalExtension as _;

use crate::sandbox::error::Error;
use crate::sandbox::store::order::{Changes, Order};
use crate::sandbox::store::transaction::WriterState;

pub(crate) use error::{StoreError, is_full};
pub(crate) use file::Home;
pub(crate) use groups::{GroupKeys, GroupsText};
pub(crate) use history::{Entry, Event};
pub(crate) use people::{Departed, DepartedAfter, UserKeys};
pub(crate) use rows::{Extent, Key, Kind, Members, Rows, Stored};

/// What happened to the file when it was opened.
#[derive(Debug, Default)]
pub(crate) struct Opened {
    /// Where a broken file went.
    pub(crate) set_aside: Option<PathBuf>,
    /// Nothing was in it yet.
    pub(crate) is_new: bool,
}

/// The organization's rows.
pub(crate) struct Store {
    base: String,
    readers: Mutex<Vec<Reader>>,
    writer: Mutex<WriterState>,
    order: RwLock<Order>,
    revision: AtomicU64,
    domains: RwLock<HashSet<String>>,
    departed: RwLock<HashSet<u64>>,
    hashing: RandomState,
    // Last, so that a temporary folder goes when all connections are closed.
    home: Home,
}

/// A connection for reading. Between reads it keeps its transaction open, which spares each read four locks of the file
/// and a look at the journal.
struct Reader {
    connection: Connection,
    /// The revision that the open transaction shows at least.
    shows: Option<u64>,
}

impl Reader {
    /// Makes sure that everything up to `revision` is seen.
    fn look_at(&mut self, revision: u64) -> Result<(), StoreError> {
        if self.shows != Some(revision) {
            self.close()?;
            execute(&self.connection, "BEGIN")?;
            self.shows = Some(revision);
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), StoreError> {
        match self.shows.take() {
            Some(_) => execute(&self.connection, "COMMIT"),
            None => Ok(()),
        }
    }
}

impl Store {
    /// Opens the file of `home`; `base` is the SCIM base URL that locations begin with.
    pub(crate) fn open(home: Home, base: String, now: Timestamp) -> Result<(Self, Opened), Error> {
        let (connection, set_aside) = home.open(now)?;
        let is_new = organization_value(&connection, "seeded")?.is_none();
        let order =
            Order { users: seqs(&connection, "users")?, groups: seqs(&connection, "groups")? };
        let last: i64 = connection.query_row(
            "SELECT max(ifnull((SELECT max(seq) FROM users), 0), ifnull((SELECT max(seq) FROM deleted), 0),
                        ifnull((SELECT max(seq) FROM groups), 0))",
            [],
            |row| row.get(0),
        )?;
        let hashing = RandomState::new();
        let departed = departed_keys(&connection, &hashing)?;
        let domains = texts(&connection, "SELECT name FROM domains")?;
        let store = Self {
            base,
            domains: RwLock::new(domains.into_iter().collect()),
            departed: RwLock::new(departed),
            hashing,
            readers: Mutex::default(),
            writer: Mutex::new(WriterState::new(connection, last + 1)),
            order: RwLock::new(order),
            revision: AtomicU64::new(0),
            home,
        };
        Ok((store, Opened { set_aside, is_new }))
    }

    /// Ends the filling and closes the file.
    pub(crate) fn filled(self) -> Result<Filled, Error> {
        let Self { base, readers, writer, order, domains, departed, hashing, home, revision: _ } =
            self;
        drop(readers);
        let (connection, next_seq) =
            writer.into_inner().unwrap_or_else(PoisonError::into_inner).end();
        // Readers look at the file in place, but not at its journal.
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        drop(connection);
        Ok(Filled { base, order, domains, departed, hashing, next_seq, home })
    }

    /// Changes with every write; what was computed at an older revision may be stale.
    pub(crate) fn revision(&self) -> u64 {
        self.revision.load(Ordering::Acquire)
    }

    /// The allow-list, sorted.
    pub(crate) fn domains(&self) -> Vec<String> {
        let domains = self.domains.read().unwrap_or_else(PoisonError::into_inner);
        let mut domains: Vec<String> = domains.iter().cloned().collect();
        domains.sort_unstable();
        domains
    }

    /// Whether the allow-list has a domain.
    pub(crate) fn has_domain(&self, name: &str) -> bool {
        self.domains.read().unwrap_or_else(PoisonError::into_inner).contains(name)
    }

    /// Whether Deleted users may know one of the keys. Nearly nobody who comes was there before, so this spares two
    /// queries; a hash that is shared by chance only costs them.
    pub(crate) fn may_have_departed(&self, keys: &UserKeys) -> bool {
        let departed = self.departed.read().unwrap_or_else(PoisonError::into_inner);
        std::iter::once(&keys.user_name)
            .chain(&keys.mails)
            .any(|key| departed.contains(&self.hashing.hash_one(key.as_str())))
    }

    /// How many rows are live.
    pub(crate) fn count(&self, kind: Kind) -> usize {
        self.order.read().unwrap_or_else(PoisonError::into_inner).of(kind).len()
    }

    /// The rows from `start` (0-based) on, at most `count`, and how many there are in all.
    pub(crate) fn window(&self, kind: Kind, start: usize, count: usize) -> (Vec<i64>, usize) {
        let order = self.order.read().unwrap_or_else(PoisonError::into_inner);
        let rows = order.of(kind);
        let window = rows.get(start..).map(|rest| rest.iter().take(count).copied().collect());
        (window.unwrap_or_default(), rows.len())
    }

    /// The rows after `seq`, at most `count`, and how many there are in all.
    pub(crate) fn after(&self, kind: Kind, seq: i64, count: usize) -> (Vec<i64>, usize) {
        let order = self.order.read().unwrap_or_else(PoisonError::into_inner);
        let rows = order.of(kind);
        let start = rows.partition_point(|row| *row <= seq);
        (rows.iter().skip(start).take(count).copied().collect(), rows.len())
    }

    /// Runs a short read on a connection of its own.
    pub(crate) fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Rows<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let pooled = self.readers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut reader = if let Some(reader) = pooled {
            reader
        } else {
            let connection = file::connect_reader(&self.home.file())
                .map_err(|error| StoreError::Damaged(error.to_string()))?;
            Reader { connection, shows: None }
        };
        reader.look_at(self.revision())?;
        let result = work(&Rows::new(&reader.connection, &self.base));
        // After a write it must not hold on to the past: the journal grows for as long as somebody looks at it.
        if result.is_ok() && reader.shows == Some(self.revision()) || reader.close().is_ok() {
            self.readers.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
        }
        result
    }

    /// Lets go of what readers that rest look at.
    fn close_readers(&self) {
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        readers.retain_mut(|reader| reader.close().is_ok());
    }
}

/// An organization that has been filled, and whose file nobody has open.
pub(crate) struct Filled {
    base: String,
    order: RwLock<Order>,
    domains: RwLock<HashSet<String>>,
    departed: RwLock<HashSet<u64>>,
    hashing: RandomState,
    next_seq: i64,
    home: Home,
}

impl Filled {
    /// Opens the file again: from here on the changes are small ones.
    pub(crate) fn settle(self) -> Result<Store, Error> {
        let Self { base, order, domains, departed, hashing, next_seq, home } = self;
        let writer = Mutex::new(WriterState::new(home.writer()?, next_seq));
        let (readers, revision) = (Mutex::default(), AtomicU64::new(0));
        Ok(Store { base, readers, writer, order, revision, domains, departed, hashing, home })
    }
}

/// What Deleted users are found by.
fn departed_keys(
    connection: &Connection,
    hashing: &RandomState,
) -> Result<HashSet<u64>, rusqlite::Error> {
    let names = texts(connection, "SELECT user_name FROM deleted")?;
    let mails = texts(connection, "SELECT mail FROM deleted WHERE mail IS NOT NULL")?;
    Ok(names.iter().chain(&mails).map(|key| hashing.hash_one(key.as_str())).collect())
}

fn texts(connection: &Connection, query: &str) -> Result<Vec<String>, rusqlite::Error> {
    connection.prepare(query)?.query_map([], |row| row.get(0))?.collect()
}

fn execute(connection: &Connection, statement: &str) -> Result<(), StoreError> {
    connection.prepare_cached(statement)?.execute([])?;
    Ok(())
}

fn seqs(connection: &Connection, table: &str) -> Result<Vec<i64>, rusqlite::Error> {
    // An index holds the row number beside the key and is far smaller than the table.
    let mut statement = connection
        .prepare(&format!("SELECT seq FROM {table} INDEXED BY sqlite_autoindex_{table}_1"))?;
    let mut seqs = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    seqs.sort_unstable();
    Ok(seqs)
}

fn organization_value(
    connection: &Connection,
    key: &str,
) -> Result<Option<String>, rusqlite::Error> {
    connection
        .query_row("SELECT value FROM organization WHERE key = ?1", [key], |row| row.get(0))
        .optional()
}

/// A transaction that is open for changes.
pub(crate) struct Writer<'a> {
    connection: &'a Connection,
    base: &'a str,
    hashing: &'a RandomState,
    next_seq: i64,
    changes: Changes,
}

impl Writer<'_> {
    /// Reads inside the transaction.
    pub(crate) fn rows(&self) -> Rows<'_> {
        Rows::new(self.connection, self.base)
    }

    /// Deleted users know these keys from now on.
    fn note_departed(&mut self, keys: &UserKeys) {
        let hashes = std::iter::once(&keys.user_name).chain(keys.mails.first());
        self.changes.departed.extend(hashes.map(|key| self.hashing.hash_one(key.as_str())));
    }

    fn take_seq(&mut self) -> i64 {
        let seq = self.next_seq;
        self.next_seq += 1;
        seq
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_view_shows_every_write_and_holds_no_journal_back() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::lasting(folder.path()).unwrap();
        let (store, _) = Store::open(home, String::new(), Timestamp::UNIX_EPOCH).unwrap();
        let views = || {
            let readers = store.readers.lock().unwrap();
            readers.iter().map(|reader| reader.shows).collect::<Vec<_>>()
        };
        let write = |value: &str| store.write(|writer| writer.remember("round", value)).unwrap();
        for round in ["1", "2", "3"] {
            write(round);
            let read = || {
                let value = |rows: &Rows<'_>| organization_value(rows.connection(), "round");
                store.read(|rows| value(rows).map_err(StoreError::from)).unwrap()
            };
            assert_eq!((read().as_deref(), read().as_deref()), (Some(round), Some(round)));
            assert_eq!(views(), [Some(store.revision())]);
        }
        write("4");
        assert_eq!(views(), [None]);
        let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
        let busy = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
        let state = store.writer.lock().unwrap();
        assert_eq!(state.connection.query_row(checkpoint, [], busy).unwrap(), 0);
    }
}
