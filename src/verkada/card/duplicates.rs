//! Two people with one card, among many.

use std::borrow::Cow;

use hashbrown::HashMap;

use crate::scim::VerkadaAccess;
use crate::verkada::card::{CardFormat, Limit, given};

/// A card that several people have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedCard {
    /// Whose it is, by their rows, ascending.
    pub rows: Vec<usize>,
    /// By what it is the same.
    pub by: SharedBy,
}

/// By what cards are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SharedBy {
    /// Format, facility code and card number.
    Numbers,
    /// Format and number in hexadecimal.
    Hex,
}

/// What makes a card the same as another: the format, and numbers without the zeros before them.
#[derive(PartialEq, Eq, Hash)]
struct Key<'a> {
    by: SharedBy,
    format: &'a str,
    facility_code: &'a str,
    number: Cow<'a, str>,
}

/// The cards that several people have, in the order of their first rows. A deleted card is nobody's: it may have gone on
/// to somebody else. The same people are named once, also where both of their numbers are the same.
pub(crate) fn duplicates<'a>(
    cards: impl Iterator<Item = (usize, VerkadaAccess<'a>)>,
) -> Vec<SharedCard> {
    let mut first: HashMap<Key<'a>, Seen> = HashMap::new();
    let mut shared: Vec<SharedCard> = Vec::new();
    for (row, card) in cards {
        if card.credential_status == Some("deleted") {
            continue;
        }
        for key in keys(&card).into_iter().flatten() {
            let by = key.by;
            let seen = first.entry(key).or_insert(Seen { row, group: None });
            if seen.row == row {
                continue;
            }
            if let Some(card) = seen.group.and_then(|group: usize| shared.get_mut(group)) {
                card.rows.push(row);
            } else {
                seen.group = Some(shared.len());
                shared.push(SharedCard { rows: vec![seen.row, row], by });
            }
        }
    }
    // Stable, so that numbers stand before hexadecimal ones.
    shared.sort_by(|one, other| one.rows.cmp(&other.rows));
    shared.dedup_by(|one, before| one.rows == before.rows);
    shared
}

struct Seen {
    row: usize,
    group: Option<usize>,
}

fn keys<'a>(card: &VerkadaAccess<'a>) -> [Option<Key<'a>>; 2] {
    let format = given(card.card_format).unwrap_or_default();
    let has_facility =
        CardFormat::named(format).is_none_or(|format| format.facility_code != Limit::Unused);
    let facility_code = given(card.facility_code).filter(|_| has_facility).map_or("", significant);
    let numbers = given(card.card_number).map(|number| Key {
        by: SharedBy::Numbers,
        format,
        facility_code,
        number: Cow::Borrowed(significant(number)),
    });
    let hex = given(card.card_number_hex).map(|hex| Key {
        by: SharedBy::Hex,
        format,
        facility_code: "",
        number: upper(significant(hex)),
    });
    [numbers, hex]
}

/// Without the zeros before it; they do not make another card.
fn significant(number: &str) -> &str {
    number.trim_start_matches('0')
}

fn upper(hex: &str) -> Cow<'_, str> {
    if hex.bytes().any(|digit| digit.is_ascii_lowercase()) {
        Cow::Owned(hex.to_ascii_uppercase())
    } else {
        Cow::Borrowed(hex)
    }
}
