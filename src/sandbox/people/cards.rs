//! Cards for the people: numbers that fit the format, no number twice, and a few that are wrong.

use serde_json::{Map, Value};

use crate::sandbox::people::Company;
use crate::sandbox::people::chance::{Chance, scatter};
use crate::sandbox::people::flaw::Flaw;
use crate::sandbox::people::sketch::Sketch;

/// The formats in use, with how many of a hundred cards have them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Wiegand26,
    Corporate35,
    DesfireSerial,
    Hid37,
    VerkadaDesfire,
    MifareSerial,
    Hid37NoFacility,
    LicensePlate,
}

const SHARES: [(Format, u32); 8] = [
    (Format::Wiegand26, 62),
    (Format::Corporate35, 12),
    (Format::DesfireSerial, 11),
    (Format::Hid37, 5),
    (Format::VerkadaDesfire, 4),
    (Format::MifareSerial, 3),
    (Format::Hid37NoFacility, 2),
    (Format::LicensePlate, 1),
];

const SALT_CARD: u64 = 6 << 40;

/// The Verkada access extension of a person; none for people without a card.
pub(super) fn card(company: &Company, sketch: &Sketch<'_>) -> Option<Map<String, Value>> {
    let owner = company.shares_with(sketch, Flaw::SharedCard).unwrap_or(sketch.index);
    let mut chance = Chance::new(company.seed, SALT_CARD + u64::from(owner));
    let has_card = chance.percent(64);
    let format = match sketch.flaw.map(|place| place.flaw) {
        Some(Flaw::LostLeadingZeros) => Format::DesfireSerial,
        Some(
            Flaw::SharedCard
            | Flaw::CardNeverActive
            | Flaw::FacilityCodeOutOfRange
            | Flaw::HexInDecimalField
            | Flaw::UnknownCardFormat
            | Flaw::MissingFacilityCode,
        ) => Format::Wiegand26,
        _ if has_card => format_for(chance.below(100)),
        _ => return None,
    };
    let mut card = numbers(format, u64::from(owner), company.seed ^ SALT_CARD);
    match sketch.flaw.map(|place| place.flaw) {
        Some(Flaw::FacilityCodeOutOfRange) => put(&mut card, "facilityCode", "1111".to_owned()),
        Some(Flaw::HexInDecimalField) => {
            put(
                &mut card,
                "cardNumber",
                format!("{:X}", 0xA000 + scatter(u64::from(owner), company.seed ^ SALT_CARD, 12)),
            );
        }
        Some(Flaw::UnknownCardFormat) => put(&mut card, "cardFormat", "HID Prox 26-bit".to_owned()),
        Some(Flaw::MissingFacilityCode) => {
            card.shift_remove("facilityCode");
        }
        Some(Flaw::LostLeadingZeros) => {
            let short = card
                .get("cardNumberHex")
                .and_then(Value::as_str)
                .map(|hex| hex.trim_start_matches('0').to_owned());
            put(&mut card, "cardNumberHex", short.unwrap_or_default());
        }
        _ => {}
    }
    let status =
        if sketch.active && !sketch.has(Flaw::CardNeverActive) { "active" } else { "deactivated" };
    put(&mut card, "credentialStatus", status.to_owned());
    Some(card)
}

fn format_for(mut rank: u32) -> Format {
    for (format, share) in SHARES {
        if rank < share {
            return format;
        }
        rank -= share;
    }
    Format::Wiegand26
}

/// Format name and numbers. Each remainder is by a prime, so that its multiples never meet below the next facility code.
fn numbers(format: Format, owner: u64, seed: u64) -> Map<String, Value> {
    let number_below = |prime: u64| ((owner + seed % prime) * 40_503 % prime).to_string();
    let (name, fields): (&str, [(&str, String); 2]) = match format {
        Format::Wiegand26 => (
            "Standard 26-bit Wiegand",
            [
                ("facilityCode", (111 + owner / 65_521).to_string()),
                ("cardNumber", number_below(65_521)),
            ],
        ),
        Format::Corporate35 => (
            "HID Corporate 1000-35",
            [
                ("facilityCode", (1207 + owner / 1_048_573).to_string()),
                ("cardNumber", number_below(1_048_573)),
            ],
        ),
        Format::Hid37 => (
            "HID 37-bit",
            [
                ("facilityCode", (4021 + owner / 524_287).to_string()),
                ("cardNumber", number_below(524_287)),
            ],
        ),
        Format::VerkadaDesfire => (
            "Verkada DESFire",
            [
                ("facilityCode", "512".to_owned()),
                ("cardNumber", scatter(owner, seed, 28).to_string()),
            ],
        ),
        Format::Hid37NoFacility => (
            "HID 37-bit No Facility Code",
            [("", String::new()), ("cardNumber", scatter(owner, seed, 35).to_string())],
        ),
        Format::LicensePlate => {
            ("License Plate", [("", String::new()), ("cardNumber", format!("HLC {owner:05}"))])
        }
        // Serial numbers of this chip maker begin with 04.
        Format::DesfireSerial => (
            "DESFire CSN",
            [
                ("", String::new()),
                ("cardNumberHex", format!("04{:012X}", scatter(owner, seed, 48))),
            ],
        ),
        Format::MifareSerial => (
            "MiFare 4-Byte (32 bit) CSN",
            [("", String::new()), ("cardNumberHex", format!("{:08X}", scatter(owner, seed, 32)))],
        ),
    };
    let mut card = Map::new();
    put(&mut card, "cardFormat", name.to_owned());
    for (field, value) in fields {
        if !field.is_empty() {
            put(&mut card, field, value);
        }
    }
    card
}

fn put(card: &mut Map<String, Value>, field: &str, value: String) {
    card.insert(field.to_owned(), Value::String(value));
}
