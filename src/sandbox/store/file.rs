//! The SQLite file: only the owner reads it, one process has it, a broken one is set aside.

use std::fs;
use std::fs::File;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::OpenFlags;
use rusqlite::config::DbConfig;

use crate::limits;
use crate::sandbox::error::Error;
use crate::sandbox::store::migrate;

/// Version of `schema.sql`; a file that says more was written by a newer program.
const SCHEMA: i64 = 2;
const FILE: &str = "organization.sqlite";
const LOCK: &str = "organization.lock";

/// What the names of temporary folders begin with.
const TEMPORARY: &str = "scim-desk-sandbox-";

/// Age at which a temporary folder that nobody has locked was left behind by a process that was killed.
const LEFT_BEHIND: Duration = Duration::from_hours(1);

/// A file up to here, that of some 15,000 people, is looked at in place by the readers. A larger one is not: what each
/// reader looked at would count as memory of the window.
const MAPPED_BYTES: u64 = 24 << 20;

/// Page cache while a new organization is filled, which touches random pages of the indexes: a page that is spilled is
/// written again and again. The indexes of 100,000 people fit; the C library keeps what a larger cache once took.
const FILLING_CACHE_KIB: i64 = 16 * 1024;

/// Page cache of the writer. SQLite looks through all of it at a commit, and a change touches few pages.
const WRITER_CACHE_KIB: i64 = 4 * 1024;

/// Pages in the journal at which it is copied into the file: more make rarer and longer pauses.
const CHECKPOINT_PAGES: i64 = 10_000;

/// How long a folder is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Span {
    Lasting,
    Temporary,
}

/// A folder that this process has to itself.
#[derive(Debug)]
pub(crate) struct Home {
    folder: PathBuf,
    span: Span,
    // Locked for as long as it is open.
    _lock: File,
}

impl Home {
    /// Takes a folder, making it when it is missing.
    pub(crate) fn lasting(folder: &Path) -> Result<Self, Error> {
        Self::take(folder.to_owned(), Span::Lasting)
    }

    /// Makes a folder that goes when the sandbox stops.
    pub(crate) fn temporary() -> Result<Self, Error> {
        let mut name = [0_u8; 8];
        getrandom::fill(&mut name).map_err(Error::Random)?;
        sweep(&std::env::temp_dir());
        let name = format!("{TEMPORARY}{:016x}", u64::from_le_bytes(name));
        Self::take(std::env::temp_dir().join(name), Span::Temporary)
    }

    fn take(folder: PathBuf, span: Span) -> Result<Self, Error> {
        let folder_error = |source| Error::Folder { folder: folder.clone(), source };
        make_folder(&folder).map_err(folder_error)?;
        let lock = private_file(&folder.join(LOCK)).map_err(folder_error)?;
        match patiently(&lock) {
            Ok(()) => Ok(Self { folder, span, _lock: lock }),
            Err(fs::TryLockError::WouldBlock) => Err(Error::InUse { folder }),
            Err(fs::TryLockError::Error(source)) => Err(Error::Folder { folder, source }),
        }
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.folder.join(FILE)
    }

    /// Opens the file and finds it sound, or sets it aside and starts afresh; then the second value says where it went.
    pub(crate) fn open(&self, now: Timestamp) -> Result<(Connection, Option<PathBuf>), Error> {
        match self.open_sound(now) {
            Ok(connection) => Ok((connection, None)),
            Err(Error::Database(reason)) if is_broken(&reason) => {
                tracing::warn!(%reason, "the file of the sandbox is broken and is set aside");
                let aside = self.set_aside(now)?;
                Ok((self.open_sound(now)?, Some(aside)))
            }
            Err(error) => Err(error),
        }
    }

    fn open_sound(&self, now: Timestamp) -> Result<Connection, Error> {
        let file = self.file();
        // Made first with its mode: SQLite gives -wal and -shm the mode of the main file.
        private_file(&file)
            .map_err(|source| Error::Folder { folder: self.folder.clone(), source })?;
        let connection = connect(&file)?;
        let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if found > SCHEMA {
            return Err(Error::Newer { file, found, known: SCHEMA });
        }
        let verdict: String =
            connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
        if verdict != "ok" {
            return Err(Error::Database(corrupt(verdict)));
        }
        self.set_up_writer(&connection, FILLING_CACHE_KIB)?;
        if found == 0 {
            let transaction = connection.unchecked_transaction()?;
            transaction.execute_batch(include_str!("schema.sql"))?;
            transaction.pragma_update(None, "user_version", SCHEMA)?;
            transaction.commit()?;
        } else if found < SCHEMA {
            migrate::migrate(&connection, &file, now)?;
        }
        migrate::scrub(&connection)?;
        Ok(connection)
    }

    /// The connection for changes once the organization is filled.
    pub(crate) fn writer(&self) -> Result<Connection, Error> {
        let connection = connect(&self.file())?;
        self.set_up_writer(&connection, WRITER_CACHE_KIB)?;
        Ok(connection)
    }

    fn set_up_writer(&self, connection: &Connection, cache: i64) -> Result<(), Error> {
        // A killed process loses nothing with NORMAL, and what is temporary is gone with it anyway.
        let mode = if self.span == Span::Temporary { "OFF" } else { "NORMAL" };
        connection.pragma_update(None, "synchronous", mode)?;
        let journal: String =
            connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
        if journal != "wal" {
            return Err(Error::Database(corrupt(format!("journal mode {journal}"))));
        }
        // What a change or a removal frees is overwritten, so that nothing of it stays readable in the file.
        connection.query_row("PRAGMA secure_delete = ON", [], |_| Ok(()))?;
        connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
        connection.pragma_update(None, "cache_size", -cache)?;
        Ok(())
    }

    /// Renames the file and its journal; nothing is deleted, a person may want to look.
    fn set_aside(&self, now: Timestamp) -> Result<PathBuf, Error> {
        let date = now.strftime("%Y-%m-%dT%H-%M-%S");
        let aside = (1..=1000)
            .map(|attempt| self.folder.join(format!("organization.broken-{date}-{attempt}.sqlite")))
            .find(|path| !path.exists())
            .unwrap_or_else(|| self.folder.join("organization.broken.sqlite"));
        let folder_error = |source| Error::Folder { folder: self.folder.clone(), source };
        fs::rename(self.file(), &aside).map_err(folder_error)?;
        for suffix in ["-wal", "-shm"] {
            let (from, to) = (with_suffix(&self.file(), suffix), with_suffix(&aside, suffix));
            match fs::rename(from, to) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(folder_error(error));
                }
                _ => {}
            }
        }
        Ok(aside)
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        if self.span == Span::Temporary
            && let Err(error) = fs::remove_dir_all(&self.folder)
        {
            tracing::warn!(%error, "the temporary folder of the sandbox stays behind");
        }
    }
}

/// Removes temporary folders that a killed process left behind. What cannot be removed stays: it is in nobody's way.
fn sweep(parent: &Path) {
    let Ok(entries) = fs::read_dir(parent) else { return };
    for entry in entries.flatten() {
        if !entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
            continue;
        }
        let lock = entry.path().join(LOCK);
        let is_old = fs::metadata(&lock)
            .and_then(|metadata| metadata.modified())
            .is_ok_and(|made| made.elapsed().is_ok_and(|age| age > LEFT_BEHIND));
        if is_old
            && File::open(&lock).is_ok_and(|lock| lock.try_lock().is_ok())
            && let Err(error) = fs::remove_dir_all(entry.path())
        {
            tracing::debug!(%error, "a temporary folder stays behind");
        }
    }
}

/// A connection to the file with what every connection of ours has.
fn connect(file: &Path) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.set_prepared_statement_cache_capacity(64);
    // Plans do not depend on the values that are bound, or SQLite would plan some statements anew for each of them.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "foreign_keys", "OFF")?;
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    Ok(connection)
}

/// A connection for reading.
pub(crate) fn connect_reader(file: &Path) -> Result<Connection, Error> {
    let connection = connect(file)?;
    let is_small = fs::metadata(file).is_ok_and(|metadata| metadata.len() <= MAPPED_BYTES);
    let mapped = if is_small { MAPPED_BYTES } else { 0 };
    connection.pragma_update(None, "mmap_size", i64::try_from(mapped).unwrap_or_default())?;
    Ok(connection)
}

fn corrupt(message: String) -> rusqlite::Error {
    rusqlite::Error::SqliteFailure(
        rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT),
        Some(message),
    )
}

fn is_broken(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase)
    ) || matches!(error, rusqlite::Error::SqliteFailure(_, Some(text)) if text.contains("no such table"))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(unix)]
fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Opens or makes a file that only its owner may read.
pub(super) fn private_file(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    let file = options.open(path)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        if file.metadata()?.permissions().mode() & 0o077 != 0 {
            file.set_permissions(fs::Permissions::from_mode(0o600))?;
        }
    }
    Ok(file)
}

/// Takes the lock. A program that was just started by this one holds a copy of it until it is under way, so that a lock of a
/// sandbox that has ended may be held a moment longer.
fn patiently(lock: &File) -> Result<(), fs::TryLockError> {
    let begin = Instant::now();
    loop {
        match lock.try_lock() {
            Err(fs::TryLockError::WouldBlock) if begin.elapsed() < limits::SANDBOX_LOCK => {
                std::thread::sleep(limits::SANDBOX_LOCK / 20);
            }
            result => return result,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_old_temporary_folders_that_nobody_holds_are_swept() {
        let parent = tempfile::tempdir().unwrap();
        let make = |name: &str, age: Duration| {
            let folder = parent.path().join(name);
            fs::create_dir(&folder).unwrap();
            let lock = File::create(folder.join(LOCK)).unwrap();
            let made = lock.metadata().unwrap().modified().unwrap() - age;
            lock.set_modified(made).unwrap();
            (folder, lock)
        };
        let old = Duration::from_hours(2);
        let (left, _) = make("scim-desk-sandbox-left", old);
        let (held, lock) = make("scim-desk-sandbox-held", old);
        lock.try_lock().unwrap();
        let (young, _) = make("scim-desk-sandbox-young", Duration::ZERO);
        let (other, _) = make("other", old);
        sweep(parent.path());
        assert!(!left.exists());
        assert!(held.exists() && young.exists() && other.exists());
    }
}
