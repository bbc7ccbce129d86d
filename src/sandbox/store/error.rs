//! Why a row could not be read or written.

/// Why a read or a write did not happen.
#[derive(Clone, Debug, thiserror::Error)]
pub(crate) enum StoreError {
    #[error("this {what} is taken")]
    Taken { what: &'static str },
    #[error("the disk is full")]
    Full,
    #[error("{0}")]
    Damaged(String),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        if is_full(&error) {
            return Self::Full;
        }
        match &error {
            rusqlite::Error::SqliteFailure(_, Some(text)) => match taken(text) {
                Some(what) => Self::Taken { what },
                None => Self::Damaged(error.to_string()),
            },
            _ => Self::Damaged(error.to_string()),
        }
    }
}

fn taken(message: &str) -> Option<&'static str> {
    let column = message.strip_prefix("UNIQUE constraint failed: ")?;
    match column {
        "users.user_name" => Some("userName"),
        "verkada_external_ids.external_id" => Some("Verkada externalId"),
        "mails.mail" => Some("e-mail address"),
        _ => None,
    }
}

/// Whether the error comes from a disk, a quota or a page limit that is used up.
pub(crate) fn is_full(error: &rusqlite::Error) -> bool {
    use rusqlite::ffi;
    let growing = [ffi::SQLITE_IOERR_WRITE, ffi::SQLITE_IOERR_SHMSIZE, ffi::SQLITE_IOERR_TRUNCATE];
    matches!(error, rusqlite::Error::SqliteFailure(failure, _)
        if failure.code == rusqlite::ErrorCode::DiskFull || growing.contains(&failure.extended_code))
}
