//! Permanent removal: nothing of a person stays in the file, its journal or its copies.

use crate::sandbox::store::Store;
use crate::sandbox::store::StoreError;
use crate::sandbox::store::UserKeys;
use crate::sandbox::store::Writer;
use crate::sandbox::store::migrate;

impl Writer<'_> {
    /// Removes a person who is on the list, with everything attached.
    pub(crate) fn remove_user(&mut self, seq: i64, keys: &UserKeys) -> Result<(), StoreError> {
        self.take_out(seq, keys)?;
        self.erase_history(seq)
    }

    /// Removes somebody who is in Deleted users, with everything attached.
    pub(crate) fn remove_departed(&mut self, seq: i64) -> Result<(), StoreError> {
        self.forget_departed(seq)?;
        self.erase_history(seq)
    }
}

impl Store {
    /// Writes the erased rows out of the journal and removes the copy that an older format left. The file itself
    /// overwrites what is freed.
    pub(crate) fn erase_traces(&self) -> Result<(), StoreError> {
        let file = self.home.file();
        migrate::remove_copy(&file).map_err(|error| StoreError::Damaged(error.to_string()))?;
        let mut state = self.writer_state();
        self.commit(&mut state);
        let busy: i64 =
            state.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy != 0 {
            return Err(StoreError::Damaged("the journal is in use for too long".to_owned()));
        }
        Ok(())
    }
}
