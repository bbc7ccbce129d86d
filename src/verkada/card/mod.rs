//! The access credential that SCIM carries for a person: its format, and what is wrong with it.

mod bits;
mod damage;
mod duplicates;
mod formats;
mod lab;
mod layout;

use std::fmt;

use crate::scim::VerkadaAccess;

pub use bits::{CardBits, CardBitsError, CardNumbers, DecodedCard};
pub use damage::Damage;
pub(crate) use damage::is_rounded;
use damage::{Holds, damage};
pub(crate) use duplicates::duplicates;
pub use duplicates::{SharedBy, SharedCard};
pub(crate) use formats::{CardFormat, FORMATS, Hex, Limit};
pub use lab::{CardDraft, GraphRequest};
pub use layout::{BitRole, CardLayout, Parity};

/// The words Command takes for `credentialStatus`.
pub(crate) const CREDENTIAL_STATUSES: [&str; 3] = ["active", "deactivated", "deleted"];

/// A field of a credential, by its name on screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// `facilityCode`
    FacilityCode,
    /// `cardNumber`
    CardNumber,
    /// `cardNumberHex`
    CardNumberHex,
}

/// Something wrong or doubtful about a credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardFinding {
    /// There are numbers but no format.
    FormatMissing,
    /// No such format; perhaps another was meant.
    FormatUnknown {
        /// What it says.
        given: String,
        /// The display name of what was probably meant.
        meant: Option<&'static str>,
    },
    /// The format needs this field.
    FieldMissing(Field),
    /// Letters a to f where decimal digits belong.
    HexInDecimalField(Field),
    /// Something else than the digits that belong there.
    NotANumber(Field),
    /// A spreadsheet changed it.
    Damaged {
        /// Which field.
        field: Field,
        /// How.
        damage: Damage,
    },
    /// The hexadecimal field repeats the decimal number digit by digit.
    DecimalInHexField,
    /// Beyond what public layouts of the format hold.
    OutOfRange {
        /// Which field.
        field: Field,
        /// What it is.
        given: u64,
        /// The highest number that fits.
        highest: u64,
    },
    /// Not as many hexadecimal digits as the format has, often for lost leading zeros.
    HexLength {
        /// How many digits there are.
        given: usize,
        /// How many there should be.
        expected: usize,
    },
    /// Not as many hexadecimal digits as the format likely has.
    HexLengthUnusual {
        /// How many digits there are.
        given: usize,
        /// How many there likely should be.
        expected: usize,
    },
    /// Not one of the three words.
    StatusUnknown(String),
    /// Without `active` at its first set-up, Command never makes the card.
    NotActive,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Command may take it all the same.
    Warning,
    /// Command will not make a card of it.
    Error,
}

/// What a card is checked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CardCheck {
    /// To be shown as it is in Command: what only a public layout speaks against is a doubt, for Command took it.
    Shown,
    /// To be taken over from a file, before anything is sent. A number that no card of the format can hold, or lost digits,
    /// stop it: the source is at hand and can be corrected, while a wrong card opens nobody's door. A format or a missing
    /// one only warns, for a mapping may still set the name that Command knows.
    ForImport,
}

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

impl CardFinding {
    /// Whether Command surely refuses it, or public layouts only make it doubtful.
    pub fn severity(&self) -> Severity {
        match self {
            Self::FormatMissing
            | Self::FormatUnknown { .. }
            | Self::FieldMissing(_)
            | Self::HexInDecimalField(_)
            | Self::NotANumber(_)
            | Self::Damaged { .. }
            | Self::StatusUnknown(_) => Severity::Error,
            Self::OutOfRange { .. }
            | Self::HexLength { .. }
            | Self::HexLengthUnusual { .. }
            | Self::DecimalInHexField
            | Self::NotActive => Severity::Warning,
        }
    }

    /// How much it matters for what the card is checked for.
    pub fn severity_for(&self, purpose: CardCheck) -> Severity {
        match (purpose, self) {
            (CardCheck::ForImport, Self::OutOfRange { .. } | Self::HexLength { .. }) => {
                Severity::Error
            }
            (CardCheck::ForImport, Self::FormatMissing | Self::FormatUnknown { .. }) => {
                Severity::Warning
            }
            _ => self.severity(),
        }
    }
}

impl fmt::Display for CardFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::FormatMissing => f.write_str("The card has numbers but no format. Set cardFormat in Entra."),
            Self::FormatUnknown { given, meant: Some(meant) } => write!(
                f,
                "Command knows no card format “{}”. Probably “{meant}” was meant: the name must match exactly.",
                crate::verkada::name::shown(given)
            ),
            Self::FormatUnknown { given, meant: None } => write!(
                f,
                "Command knows no card format “{}”. Use one of its {} names exactly.",
                crate::verkada::name::shown(given),
                FORMATS.len()
            ),
            Self::FieldMissing(field) => {
                write!(f, "This format needs the {field}. Set it in Entra.")
            }
            Self::HexInDecimalField(field) => write!(
                f,
                "The {field} has letters, so it is hexadecimal. Put it into cardNumberHex, or write it in decimal."
            ),
            Self::NotANumber(field) => {
                write!(f, "The {field} has characters other than digits. Correct it in Entra.")
            }
            Self::OutOfRange { field, given, highest } => write!(
                f,
                "The {field} {given} is higher than {highest}, the most this format is known to hold. Check it on the card."
            ),
            Self::Damaged { field, damage } => write!(f, "The {field} {damage}."),
            Self::DecimalInHexField => f.write_str(
                "The hexadecimal number is the decimal one digit by digit. Put the number as it is in hexadecimal there, or leave it empty.",
            ),
            Self::HexLengthUnusual { given, expected } => write!(
                f,
                "The hexadecimal number has {given} digits; cards of this format likely have {expected}. Check it on the card."
            ),
            Self::HexLength { given, expected } => write!(
                f,
                "The hexadecimal number has {given} digits; cards of this format have {expected}. Leading zeros are often lost in spreadsheets."
            ),
            Self::StatusUnknown(given) => write!(
                f,
                "“{}” is no credentialStatus. Use {}.",
                crate::verkada::name::shown(given),
                CREDENTIAL_STATUSES.join(", ")
            ),
            Self::NotActive => f.write_str(
                "credentialStatus is not active. A card that was never active is not set up in Command: send active first.",
            ),
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FacilityCode => "facility code",
            Self::CardNumber => "card number",
            Self::CardNumberHex => "card number in hexadecimal",
        })
    }
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
        (None | Some(Err(_)), _) => Some(CardFinding::NotANumber(field)),
        (Some(Ok(given)), Limit::UpTo(highest)) if given > highest => {
            Some(CardFinding::OutOfRange { field, given, highest })
        }
        (Some(Ok(_)), _) => None,
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
