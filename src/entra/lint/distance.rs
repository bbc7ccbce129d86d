//! By how many letters two names differ, as far as that matters to whoever guesses what was meant.

/// How many letters are to be added, left out, changed or swapped with the next one, so that one name becomes the other; none
/// if more than `most`. A letter outside ASCII counts as its bytes.
///
/// Names are compared anew at most 4 to the power of `most` times, each time up to where they differ: far less than the
/// whole table that finds any distance.
pub(super) fn distance(one: &str, other: &str, most: usize) -> Option<usize> {
    between(one.as_bytes(), other.as_bytes(), most)
}

fn between(one: &[u8], other: &[u8], most: usize) -> Option<usize> {
    if one.len().abs_diff(other.len()) > most {
        return None;
    }
    // Letters that are the same stay the same in one of the shortest ways.
    let same = one.iter().zip(other).take_while(|(one, other)| one == other).count();
    let (one, other) = (one.get(same..)?, other.get(same..)?);
    let ([first, one_less @ ..], [second, other_less @ ..]) = (one, other) else {
        return Some(one.len().max(other.len()));
    };
    let most = most.checked_sub(1)?;
    let swapped = match (one_less, other_less) {
        ([next, one @ ..], [after, other @ ..]) if (first, next) == (after, second) => {
            between(one, other, most)
        }
        _ => None,
    };
    let ways = [
        swapped,
        between(one_less, other_less, most),
        between(one_less, other, most),
        between(one, other_less, most),
    ];
    ways.into_iter().flatten().min().map(|left| left + 1)
}
