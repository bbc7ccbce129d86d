//! The table of formats beside its source, and tables of cards with what is said about them.

use serde_json::Value;

use super::*;

fn card(fields: [&str; 5]) -> VerkadaAccess<'_> {
    let [card_format, facility_code, card_number, card_number_hex, credential_status] =
        fields.map(|field| (field != "-").then_some(field));
    VerkadaAccess { card_format, card_number, card_number_hex, credential_status, facility_code }
}

#[track_caller]
fn says(fields: [&str; 5], expected: &[CardFinding]) {
    assert_eq!(check(&card(fields)), expected, "{fields:?}");
}

#[test]
fn the_table_is_the_published_list() {
    let limit = |value: &Value| match value {
        Value::String(none) if none == "none" => Limit::Unused,
        Value::Object(range) => Limit::UpTo(range["max"].as_u64().unwrap()),
        _ => Limit::Unknown,
    };
    let data: Value =
        serde_json::from_str(include_str!("../../../tests/data/card-formats.json")).unwrap();
    let listed = data["formats"].as_array().unwrap();
    assert_eq!((listed.len(), FORMATS.len()), (38, 38));
    for (listed, format) in listed.iter().zip(FORMATS) {
        let digits = listed["hexDigits"].as_u64().map(|digits| usize::try_from(digits).unwrap());
        let hex = match listed["hex"].as_str().unwrap() {
            "no" => Hex::No,
            "likely" => Hex::Likely(digits),
            "required" => Hex::Required(digits.unwrap()),
            _ => Hex::Unknown,
        };
        assert_eq!(listed["name"], format.name);
        assert_eq!(listed["also"], serde_json::json!(format.short_names));
        assert_eq!(limit(&listed["facilityCode"]), format.facility_code, "{}", format.name);
        assert_eq!(limit(&listed["cardNumber"]), format.card_number, "{}", format.name);
        assert_eq!(hex, format.hex, "{}", format.name);
        assert!(format.label.len() <= 24, "{}", format.name);
    }
}

#[test]
fn good_cards_and_no_card_have_no_findings() {
    for fields in [
        ["-", "-", "-", "-", "-"],
        ["-", "-", "-", "-", "active"],
        ["", "", "", "", ""],
        ["Standard 26-bit Wiegand", "255", "65535", "-", "active"],
        // The guide's own sample: its hexadecimal number is not its decimal number.
        ["Standard 26-bit Wiegand", "111", "7777", "7", "active"],
        ["HID 37-bit No Facility Code", "-", "34359738367", "-", "active"],
        ["DESFire CSN", "-", "-", "04A1B2C3D4E5F6", "active"],
        ["License Plate", "-", "HAL 123", "-", "active"],
        ["HID iClass", "-", "-", "12ab", "active"],
    ] {
        says(fields, &[]);
    }
}

#[test]
fn bad_cards_say_what_is_wrong() {
    use CardFinding as F;
    use Field::{CardNumber, CardNumberHex, FacilityCode};
    let unknown = |given: &str, meant| F::FormatUnknown { given: given.to_owned(), meant };
    says(["-", "1", "2", "-", "active"], &[F::FormatMissing]);
    says(
        ["standard 26-bit wiegand", "1", "2", "-", "active"],
        &[unknown("standard 26-bit wiegand", Some("Standard 26-bit Wiegand"))],
    );
    says(["HID", "1", "2", "-", "active"], &[unknown("HID", Some("Standard 26-bit Wiegand"))]);
    says(["Prox", "1", "2", "-", "active"], &[unknown("Prox", None)]);
    says(["Standard 26-bit Wiegand", "-", "2", "-", "active"], &[F::FieldMissing(FacilityCode)]);
    says(["Standard 26-bit Wiegand", "1", "", "-", "active"], &[F::FieldMissing(CardNumber)]);
    says(["Standard 26-bit Wiegand", "-", "-", "1e61", "active"], &[]);
    says(["DESFire CSN", "-", "12", "-", "active"], &[F::FieldMissing(CardNumberHex)]);
    says(["AMAG 32-bit", "-", "-", "-", "active"], &[F::FieldMissing(CardNumber)]);
    says(
        ["Standard 26-bit Wiegand", "300", "65536", "-", "active"],
        &[
            F::OutOfRange { field: FacilityCode, given: 300, highest: 255 },
            F::OutOfRange { field: CardNumber, given: 65_536, highest: 65_535 },
        ],
    );
    says(
        ["Standard 26-bit Wiegand", "1", "1E61", "-", "active"],
        &[F::HexInDecimalField(CardNumber)],
    );
    says(["Standard 26-bit Wiegand", "1", "12 3", "-", "active"], &[F::NotANumber(CardNumber)]);
    says(
        ["Standard 26-bit Wiegand", "1", "99999999999999999999999", "-", "active"],
        &[F::NotANumber(CardNumber)],
    );
    says(
        ["DESFire CSN", "-", "-", "4A1B2C3D4E5F6", "active"],
        &[F::HexLength { given: 13, expected: 14 }],
    );
    says(["DESFire CSN", "-", "-", "04:A1", "active"], &[F::NotANumber(CardNumberHex)]);
    for status in ["-", "", "deactivated", "deleted"] {
        says(["Standard 26-bit Wiegand", "1", "2", "-", status], &[F::NotActive]);
    }
    says(
        ["Standard 26-bit Wiegand", "1", "2", "-", "Active"],
        &[F::StatusUnknown("Active".to_owned())],
    );
}

#[test]
fn a_cell_shows_a_few_letters() {
    for (name, cell) in [
        ("Standard 26-bit Wiegand", Some("26-bit")),
        ("DESFire CSN", Some("DESFire")),
        ("Prox", Some("Prox")),
        ("-", None),
        ("", None),
    ] {
        assert_eq!(label(&card([name, "-", "-", "-", "-"])), cell, "{name}");
    }
}

#[test]
fn limits_from_public_layouts_are_doubts_only() {
    let found = check(&card(["Standard 26-bit Wiegand", "300", "2", "-", "nope"]));
    let severities: Vec<Severity> = found.iter().map(CardFinding::severity).collect();
    assert_eq!(severities, [Severity::Warning, Severity::Error]);
    assert!(found.iter().all(|finding| finding.to_string().ends_with('.')));
}
