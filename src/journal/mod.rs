//! The journal: what was about to be changed and what came of it, on disk before and after each call.
//!
//! ```text
//! Journal::open(&JournalPlaces { file, head }, JournalKey, Keying, now: Timestamp) -> Result<(Journal, Opened), Error>
//! Journal::record(&mut self, at: Timestamp, entry: &Entry) -> Result<Recorded, Error>
//! Journal::entries_before(&self, seq: u64, count: usize) -> Result<Vec<Shown>, Error>
//! Journal::last_seq(&self) -> u64
//! verify(file: &Path, head: Option<&Path>, key: Option<&JournalKey>) -> Result<Report, Error>
//! run::fold(&mut Vec<RecordedRun>, seq, at, &Entry)
//! Recorded { seq(), at() }; Opened { runs, verdict, set_aside, repaired, keying }
//! ```

pub(crate) mod entry;
pub(crate) mod run;
