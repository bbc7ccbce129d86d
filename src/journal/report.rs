//! What a check of the journal found, and what it could check.

use jiff::Timestamp;

/// Why a line, or the head, is not what was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Flaw {
    /// It does not have the form of a line.
    #[error("it is not a line of a journal")]
    Unreadable,
    /// Its hash is not the one of its text.
    #[error("its text was changed after it was written")]
    Edited,
    /// It is another line than the one that belongs here.
    #[error("line {found} stands here; lines were removed, added or moved")]
    OutOfOrder {
        /// Its own number.
        found: u64,
    },
    /// It does not follow the line before it.
    #[error(
        "it does not follow the line before it; lines were exchanged, or one of the two was written anew"
    )]
    Unchained,
    /// It was not sealed with the key.
    #[error(
        "its seal was not made with the key of this journal; it was written anew by someone without the key"
    )]
    Forged,
    /// The whole file names another key.
    #[error(
        "the file is sealed with the key {file}, not with {at_hand}; someone wrote it anew, or it comes from another computer or from a run without a keyring"
    )]
    AnotherKey {
        /// The key the file names.
        file: String,
        /// The key at hand.
        at_hand: String,
    },
    /// The head counts more lines.
    #[error("it is missing: the head counts {counted} lines; the end of the file was cut off")]
    CutOff {
        /// Lines the head counts.
        counted: u64,
    },
    /// The head is not there.
    #[error("the head is missing, so nothing shows that the file ends where it was written to end")]
    HeadMissing,
    /// The head makes no sense.
    #[error("the head cannot be read as one, so nothing shows where the file ends")]
    HeadUnreadable,
    /// The head was not sealed with the key.
    #[error(
        "the head was not sealed with the key of this journal; it was written anew by someone without the key"
    )]
    HeadForged,
    /// The head is about another line.
    #[error("the head has another seal for this line; the line, or the head, was written anew")]
    HeadDiffers,
    /// The head is older than the file.
    #[error(
        "the head counts only {counted} lines; it is an old copy, or lines were added by another program"
    )]
    HeadBehind {
        /// Lines the head counts.
        counted: u64,
    },
}

/// What was checked. Without the head a cut end is not found; without the key, a file that was wholly written anew is not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Checked {
    /// That each line follows the one before it.
    Chain,
    /// That, and where the file ends.
    ChainAndHead,
    /// That each line follows the one before it and was sealed with the key.
    ChainAndKey,
    /// Everything.
    All,
}

/// The first thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Broken {
    /// The line, from 1.
    pub(crate) line: u64,
    /// Why.
    pub(crate) why: Flaw,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Report {
    /// Whole lines of the file, those after a broken one included.
    pub(crate) lines: u64,
    /// The first thing that is wrong, if anything is.
    pub(crate) first_broken: Option<Broken>,
    /// What was checked.
    pub(crate) checked: Checked,
    /// Bytes at the end that are no whole line: the program, or the computer, was stopped while it wrote. Nobody was told
    /// that they were written.
    pub(crate) torn: u64,
    /// Lines that only a later version of the program understands.
    pub(crate) unknown: u64,
    /// The key the file names.
    pub(crate) key_id: Option<String>,
    /// When the first and the last line were written.
    pub(crate) span: Option<(Timestamp, Timestamp)>,
}
