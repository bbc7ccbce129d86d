//! The journal: what was about to be changed and what came of it, on disk before and after each call.

pub(crate) mod entry;
pub(crate) mod run;

mod disk;
mod error;
mod head;
mod line;
mod open;
mod report;
mod scan;
mod seal;
mod store;
#[cfg(test)]
mod tests;

pub(crate) use open::Keying;
pub(crate) use open::Opened;
pub(crate) use open::Verdict;
pub(crate) use report::Broken;
pub(crate) use report::Checked;
pub(crate) use report::Flaw;
pub(crate) use report::Report;
pub(crate) use scan::verify;
pub(crate) use store::Journal;
pub(crate) use store::JournalPlaces;
pub(crate) use store::Recorded;
