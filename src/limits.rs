//! Every limit of the program, in one table.

use std::time::Duration;

/// A SCIM token may have this many characters: what every OS credential store can hold
/// (Windows allows 2,560 bytes of UTF-16).
pub(crate) const TOKEN_CHARACTERS: usize = 1280;

/// A tenant URL may have this many bytes.
pub(crate) const TENANT_URL_BYTES: usize = 2048;

/// A name is cut on screen after this many graphemes, before any layout.
pub(crate) const SHOWN_GRAPHEMES: usize = 120;

/// Characters of one grapheme that are shown; stacked marks beyond them would paint over other rows.
pub(crate) const SHOWN_CHARACTERS_PER_GRAPHEME: usize = 16;

/// Bytes of a text from a server that are looked at when it is judged or shown on one line.
pub(crate) const JUDGED_TEXT_BYTES: usize = 16 * 1024;

/// Time after which a silent keyring is taken to be asking the person.
pub(crate) const KEYRING_NOTICE: Duration = Duration::from_secs(3);

/// Time after which a keyring is given up.
pub(crate) const KEYRING_ANSWER: Duration = Duration::from_mins(2);

/// Longest part of a keyring's own words that is shown, in characters.
pub(crate) const KEYRING_WORDS: usize = 300;
