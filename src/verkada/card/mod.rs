//! The access credential that SCIM carries for a person: its format, and what is wrong with it.

mod bits;
mod damage;
mod duplicates;
mod finding;
mod formats;
mod lab;
mod layout;

use crate::scim::VerkadaAccess;

pub use bits::{CardBits, CardBitsError, CardNumbers, DecodedCard};
pub use damage::Damage;
pub(crate) use damage::is_rounded;
use damage::{Holds, damage};
pub(crate) use duplicates::duplicates;
pub use duplicates::{SharedBy, SharedCard};
pub use finding::{CardCheck, CardFinding, Field, Severity};
pub(crate) use formats::{CardFormat, FORMATS, Hex, Limit};
pub(crate) use lab::NOTE as GRAPH_NOTE;
pub use lab::{CardDraft, GraphRequest};
pub use layout::{BitRole, CardLayout, Parity};

/// The words Command takes for `credentialStatus`.
pub(crate) const CREDENTIAL_STATUSES: [&str; 3] = ["active", "deactivated", "deleted"];

/// Whether the person has no card at all.
pub(crate) fn is_absent(card: &VerkadaAccess<'_>) -> bool {
    [card.card_format, card.facility_code, card.card_number, card.card_number_hex]
        .into_iter()
        .all(|field| given(field).is_none())
}

/// A few letters for a table cell; the name as it came if the format is unknown.
pub(crate) fn label<'a>(card: &VerkadaAccess<'a>) -> Option<&'a str> {
    let name = given(card.card_format)?;
    Some(CardFormat::named(name).map_or(name, |format| format.label))
}

/// Everything wrong or doubtful; nothing for a person without a card.
pub(crate) fn check(card: &VerkadaAccess<'_>) -> Vec<CardFinding> {
    let mut found = Vec::new();
    if is_absent(card) {
        return found;
    }
    match given(card.card_format) {
        None => found.push(CardFinding::FormatMissing),
        Some(name) => match CardFormat::named(name) {
            Some(format) => check_fields(card, format, &mut found),
            None => found.push(CardFinding::FormatUnknown {
                given: name.to_owned(),
                meant: CardFormat::meant_by(name).map(|format| format.name),
            }),
        },
    }
    if given(card.card_format).and_then(CardFormat::named).is_none() {
        found.extend(check_damage(card));
    }
    match given(card.credential_status) {
        Some("active") => {}
        None | Some("deactivated" | "deleted") => found.push(CardFinding::NotActive),
        Some(other) => found.push(CardFinding::StatusUnknown(other.to_owned())),
    }
    found
}

fn check_fields(card: &VerkadaAccess<'_>, format: &CardFormat, found: &mut Vec<CardFinding>) {
    let number = given(card.card_number);
    let hex = given(card.card_number_hex);
    let decimal = [
        (Field::FacilityCode, given(card.facility_code), format.facility_code),
        (Field::CardNumber, number, format.card_number),
    ];
    for (field, text, limit) in decimal {
        match (text, limit) {
            (Some(text), limit) => found.extend(check_decimal(field, text, limit)),
            // Verkada's rule: facility code and number, or the number in hexadecimal.
            (None, Limit::UpTo(_)) if hex.is_none() => found.push(CardFinding::FieldMissing(field)),
            (None, _) => {}
        }
    }
    match (hex, format.hex) {
        (Some(text), kind) => found.extend(check_hex(text, kind)),
        (None, Hex::Required(_)) => found.push(CardFinding::FieldMissing(Field::CardNumberHex)),
        (None, _) if number.is_none() && format.card_number == Limit::Unknown => {
            found.push(CardFinding::FieldMissing(Field::CardNumber));
        }
        (None, _) => {}
    }
    // Up to 9 both are written alike. Verkada's own sample has another number there, so nothing more is compared.
    if let (Some(number), Some(hex)) = (number, hex)
        && number.len() > 1
        && format.card_number != Limit::Unknown
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && number.trim_start_matches('0') == hex.trim_start_matches('0')
    {
        found.push(CardFinding::DecimalInHexField);
    }
}

/// What can be said of the fields of a format that is not known.
fn check_damage(card: &VerkadaAccess<'_>) -> impl Iterator<Item = CardFinding> {
    [
        (Field::FacilityCode, card.facility_code),
        (Field::CardNumber, card.card_number),
        (Field::CardNumberHex, card.card_number_hex),
    ]
    .into_iter()
    .filter_map(|(field, text)| Some((field, damage(given(text)?, Holds::Anything)?)))
    .map(|(field, damage)| CardFinding::Damaged { field, damage })
}

/// An empty value is no value (RFC 7643, section 2.5).
fn given(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !text.is_empty())
}

fn check_decimal(field: Field, text: &str, limit: Limit) -> Option<CardFinding> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let holds = if limit == Limit::Unknown { Holds::Anything } else { Holds::Decimal };
    if !digits && let Some(damage) = damage(text, holds) {
        return Some(CardFinding::Damaged { field, damage });
    }
    match (digits.then(|| text.parse::<u64>()), limit) {
        // A license plate, or a layout nobody has published, may hold letters.
        (None, Limit::Unknown) => None,
        (None, _) if text.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            Some(CardFinding::HexInDecimalField(field))
        }
        (None, _) => Some(CardFinding::NotANumber(field)),
        (Some(Err(_)), Limit::UpTo(_)) => {
            Some(CardFinding::Damaged { field, damage: Damage::TooManyDigits })
        }
        (Some(Ok(given)), Limit::UpTo(highest)) if given > highest => {
            Some(CardFinding::OutOfRange { field, given, highest })
        }
        (Some(_), _) => None,
    }
}

fn check_hex(text: &str, kind: Hex) -> Option<CardFinding> {
    if !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        let field = Field::CardNumberHex;
        let damage = damage(text, Holds::Hex);
        return Some(damage.map_or(CardFinding::NotANumber(field), |damage| {
            CardFinding::Damaged { field, damage }
        }));
    }
    match kind {
        Hex::Required(expected) if text.len() != expected => {
            Some(CardFinding::HexLength { given: text.len(), expected })
        }
        Hex::Likely(Some(expected)) if text.len() != expected => {
            Some(CardFinding::HexLengthUnusual { given: text.len(), expected })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
