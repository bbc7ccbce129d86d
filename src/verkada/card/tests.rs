//! The table of formats beside its source, and tables of cards with what is said about them.

use serde_json::Value;

use super::*;

fn card(fields: [&str; 5]) -> Credential<'_> {
    let [format, facility_code, number, number_hex, status] =
        fields.map(|field| (field != "-").then_some(field));
    Credential { format, facility_code, number, number_hex, status }
}

fn check(fields: [&str; 5], expected: &[CardFinding]) {
    assert_eq!(card(fields).check(), expected, "{fields:?}");
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
        check(fields, &[]);
    }
}

#[test]
fn bad_cards_say_what_is_wrong() {
    use CardFinding as F;
    use Field::{CardNumber, CardNumberHex, FacilityCode};
    let unknown = |given: &str, meant| F::FormatUnknown { given: given.to_owned(), meant };
    check(["-", "1", "2", "-", "active"], &[F::FormatMissing]);
    check(
        ["standard 26-bit wiegand", "1", "2", "-", "active"],
        &[unknown("standard 26-bit wiegand", Some("Standard 26-bit Wiegand"))],
    );
    check(["HID", "1", "2", "-", "active"], &[unknown("HID", Some("Standard 26-bit Wiegand"))]);
    check(["Prox", "1", "2", "-", "active"], &[unknown("Prox", None)]);
    check(["Standard 26-bit Wiegand", "-", "2", "-", "active"], &[F::FieldMissing(FacilityCode)]);
    check(["Standard 26-bit Wiegand", "1", "", "-", "active"], &[F::FieldMissing(CardNumber)]);
    check(["Standard 26-bit Wiegand", "-", "-", "1e61", "active"], &[]);
    check(["DESFire CSN", "-", "12", "-", "active"], &[F::FieldMissing(CardNumberHex)]);
    check(["AMAG 32-bit", "-", "-", "-", "active"], &[F::FieldMissing(CardNumber)]);
    check(
        ["Standard 26-bit Wiegand", "300", "65536", "-", "active"],
        &[
            F::OutOfRange { field: FacilityCode, given: 300, highest: 255 },
            F::OutOfRange { field: CardNumber, given: 65_536, highest: 65_535 },
        ],
    );
    check(
        ["Standard 26-bit Wiegand", "1", "1E61", "-", "active"],
        &[F::HexInDecimalField(CardNumber)],
    );
    check(["Standard 26-bit Wiegand", "1", "12 3", "-", "active"], &[F::NotANumber(CardNumber)]);
    check(
        ["Standard 26-bit Wiegand", "1", "99999999999999999999999", "-", "active"],
        &[F::NotANumber(CardNumber)],
    );
    check(
        ["DESFire CSN", "-", "-", "4A1B2C3D4E5F6", "active"],
        &[F::HexLength { given: 13, expected: 14 }],
    );
    check(["DESFire CSN", "-", "-", "04:A1", "active"], &[F::NotANumber(CardNumberHex)]);
    for status in ["-", "", "deactivated", "deleted"] {
        check(["Standard 26-bit Wiegand", "1", "2", "-", status], &[F::NotActive]);
    }
    check(
        ["Standard 26-bit Wiegand", "1", "2", "-", "Active"],
        &[F::StatusUnknown("Active".to_owned())],
    );
}

#[test]
fn a_cell_shows_a_few_letters() {
    for (name, label) in [
        ("Standard 26-bit Wiegand", Some("26-bit")),
        ("DESFire CSN", Some("DESFire")),
        ("Prox", Some("Prox")),
        ("-", None),
        ("", None),
    ] {
        assert_eq!(card([name, "-", "-", "-", "-"]).label(), label, "{name}");
    }
}

#[test]
fn limits_from_public_layouts_are_doubts_only() {
    let found = card(["Standard 26-bit Wiegand", "300", "2", "-", "nope"]).check();
    let severities: Vec<Severity> = found.iter().map(CardFinding::severity).collect();
    assert_eq!(severities, [Severity::Warning, Severity::Error]);
    assert!(found.iter().all(|finding| finding.to_string().ends_with('.')));
}
