//! Reports as files.
