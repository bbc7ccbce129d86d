//! Files of an older format: copied first, then changed in one transaction, so that a kill at any time leaves one or the
//! other.

use std::fs;
use std::io;
use std::path::Path;

use jiff::Timestamp;
use rusqlite::Connection;
use rusqlite::OptionalExtension as _;
use rusqlite::params;

use crate::sandbox::document;
use crate::sandbox::error::Error;
use crate::sandbox::seed::Seeded;
use crate::sandbox::shared::timestamp;
use crate::sandbox::store::file::private_file;
use crate::sandbox::store::history::Event;

/// The copy of the file as it was in the format before this one.
const COPY: &str = "organization.before-2.sqlite";

/// Brings a file of format 1 to format 2.
pub(super) fn migrate(connection: &Connection, file: &Path, now: Timestamp) -> Result<(), Error> {
    copy(connection, file)?;
    let transaction = connection.unchecked_transaction()?;
    transaction.execute(
        "INSERT OR REPLACE INTO organization (key, value) VALUES ('migrated_at', ?1)",
        [timestamp(now)],
    )?;
    transaction.execute_batch(include_str!("schema-2.sql"))?;
    begin_histories(&transaction, now)?;
    transaction.pragma_update(None, "user_version", 2)?;
    transaction.commit()?;
    Ok(())
}

/// Writes what earlier formats left of changed rows out of the file. Does nothing once it is done.
pub(super) fn scrub(connection: &Connection) -> Result<(), Error> {
    let due: i64 = connection.query_row(
        "SELECT count(*) FROM organization WHERE key = 'to_scrub'",
        [],
        |row| row.get(0),
    )?;
    if due == 0 {
        return Ok(());
    }
    connection.execute_batch("VACUUM")?;
    connection.execute("DELETE FROM organization WHERE key = 'to_scrub'", [])?;
    Ok(())
}

/// Removes the copy: after a permanent removal it would still hold the person.
pub(super) fn remove_copy(file: &Path) -> io::Result<()> {
    match fs::remove_file(file.with_file_name(COPY)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// The copy has its name only when it is whole and on the disk.
fn copy(connection: &Connection, file: &Path) -> Result<(), Error> {
    let copy = file.with_file_name(COPY);
    let part = copy.with_extension("part");
    let folder = || file.parent().unwrap_or(file).to_owned();
    let told = |source| Error::Folder { folder: folder(), source };
    match fs::remove_file(&part) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(told(error)),
        _ => {}
    }
    // SQLite writes into a file that is there and empty, which has its mode already.
    private_file(&part).map_err(told)?;
    connection.execute("VACUUM INTO ?1", [part.to_string_lossy()])?;
    private_file(&part).and_then(|written| written.sync_all()).map_err(told)?;
    fs::rename(&part, &copy).map_err(told)
}

/// Format 1 kept no history. Whoever did not come with the seed gets an entry that says so, since nothing is to be made
/// up about them.
fn begin_histories(connection: &Connection, now: Timestamp) -> Result<(), rusqlite::Error> {
    let seeded: Option<String> = connection
        .query_row("SELECT value FROM organization WHERE key = 'seeded'", [], |row| row.get(0))
        .optional()?;
    let Some(seeded) = seeded.as_deref().and_then(Seeded::read) else { return Ok(()) };
    let ids = seeded.user_ids();
    let mut insert = connection
        .prepare("INSERT INTO history (user, number, at, event) VALUES (?1, 0, ?2, ?3)")?;
    for (all, one) in [
        ("SELECT seq, id FROM users", "SELECT body FROM users WHERE seq = ?1"),
        ("SELECT seq, id FROM deleted", "SELECT body FROM deleted WHERE seq = ?1"),
    ] {
        let mut statement = connection.prepare(all)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if ids.contains(row.get_ref(1)?.as_str().unwrap_or_default()) {
                continue;
            }
            let user: i64 = row.get(0)?;
            let body: Vec<u8> = connection.query_row(one, [user], |row| row.get(0))?;
            let created = document::reopened(&body)
                .and_then(|resource| resource.meta("created")?.parse::<Timestamp>().ok())
                .unwrap_or(now);
            insert.execute(params![user, created.as_millisecond(), Event::Came.number()])?;
        }
    }
    Ok(())
}
