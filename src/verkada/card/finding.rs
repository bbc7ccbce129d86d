//! What is wrong or doubtful about a card, how much it matters, and how it is told.

use std::fmt;

use crate::verkada::card::{CREDENTIAL_STATUSES, Damage, FORMATS};

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
            Self::HexInDecimalField(Field::FacilityCode) => f.write_str(
                "The facility code has letters, so it is hexadecimal. Write it in decimal.",
            ),
            Self::HexInDecimalField(field) => write!(
                f,
                "The {field} has letters, so it is hexadecimal. Put it into cardNumberHex, or write it in decimal."
            ),
            Self::NotANumber(Field::CardNumberHex) => f.write_str(
                "The card number in hexadecimal has characters other than 0 to 9 and A to F. Correct it in Entra.",
            ),
            Self::NotANumber(field) => {
                write!(f, "The {field} has characters other than digits. Correct it in Entra.")
            }
            Self::OutOfRange { field, given, highest } => write!(
                f,
                "The {field} {given} is higher than {highest}, the most this format is known to hold. Check it on the card."
            ),
            Self::Damaged { field: Field::CardNumber, damage: Damage::HexPrefix } => f.write_str(
                "The card number begins with 0x, so it is hexadecimal. Put the digits behind it into cardNumberHex.",
            ),
            Self::Damaged { field: Field::FacilityCode, damage: Damage::HexPrefix } => f.write_str(
                "The facility code begins with 0x, so it is hexadecimal. Write it in decimal.",
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
