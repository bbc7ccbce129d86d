//! By how many letters two names differ, as far as that matters to whoever guesses what was meant.

use strsim::osa_distance;

use crate::limits;

/// How many letters are to be added, left out, changed or swapped with the next one, so that one name becomes the other; none
/// if more than `most`, and of names so long that nobody types them.
pub(super) fn distance(one: &str, other: &str, most: usize) -> Option<usize> {
    let (least, greatest) = (one.len().min(other.len()), one.len().max(other.len()));
    // What is too long by far is not looked at: an attribute list may have thousands of names.
    if greatest > limits::NEAR_NAME_BYTES || greatest - least > most * char::MAX_LEN_UTF8 {
        return None;
    }
    Some(osa_distance(one, other)).filter(|letters| *letters <= most)
}
