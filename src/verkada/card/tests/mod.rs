//! The table of formats beside its source, and tables of cards with what is said about them.

mod bits;

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
        serde_json::from_str(include_str!("../../../../tests/data/card-formats.json")).unwrap();
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
    let damaged = |field, damage| F::Damaged { field, damage };
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
    says(
        ["Standard 26-bit Wiegand", "1", "12 3", "-", "active"],
        &[damaged(CardNumber, Damage::Blanks)],
    );
    says(
        ["Standard 26-bit Wiegand", "1", "99999999999999999999999", "-", "active"],
        &[damaged(CardNumber, Damage::TooManyDigits)],
    );
    says(["Standard 26-bit Wiegand", "1", "00000000000000000000000007", "-", "active"], &[]);
    says(["License Plate", "-", "99999999999999999999999", "-", "active"], &[]);
    says(
        ["DESFire CSN", "-", "-", "4A1B2C3D4E5F6", "active"],
        &[F::HexLength { given: 13, expected: 14 }],
    );
    says(
        ["DESFire CSN", "-", "-", "04:A1", "active"],
        &[damaged(CardNumberHex, Damage::Separators)],
    );
    says(["DESFire CSN", "-", "-", "04G1", "active"], &[F::NotANumber(CardNumberHex)]);
    says(["Standard 26-bit Wiegand", "1", "7777", "7777", "active"], &[F::DecimalInHexField]);
    says(["Standard 26-bit Wiegand", "1", "7", "7", "active"], &[]);
    says(
        ["Blackboard 64-bit", "-", "-", "4A1B2C3D4E5F6", "active"],
        &[F::HexLengthUnusual { given: 13, expected: 16 }],
    );
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

#[test]
fn what_to_do_fits_the_field() {
    let wiegand = |facility, number| ["Standard 26-bit Wiegand", facility, number, "-", "active"];
    for (fields, words) in [
        (wiegand("1", "0x1E61"), "Put the digits behind it into cardNumberHex."),
        (
            wiegand("0x6F", "1"),
            "The facility code begins with 0x, so it is hexadecimal. Write it in decimal.",
        ),
        (wiegand("6F", "1"), "has letters, so it is hexadecimal. Write it in decimal."),
        (
            wiegand("1", "99999999999999999999999999"),
            "has more digits than the number of any card.",
        ),
        (
            ["DESFire CSN", "-", "-", "0x04A1B2C3D4E5F6", "active"],
            "Write the digits behind it alone.",
        ),
        (["DESFire CSN", "-", "-", "04G1", "active"], "other than 0 to 9 and A to F."),
    ] {
        let found = check(&card(fields));
        let [finding] = found.as_slice() else { panic!("{fields:?}: {found:?}") };
        assert!(finding.to_string().contains(words), "{finding}");
    }
}

#[test]
fn damage_by_spreadsheets_is_told_from_other_text() {
    use Damage as D;
    use Holds::{Anything, Decimal, Hex};
    for (text, holds, expected) in [
        ("1.23E+12", Decimal, Some(D::Scientific)),
        ("1,23E+12", Anything, Some(D::Scientific)),
        ("1E+12", Hex, Some(D::Scientific)),
        ("4.1E16", Hex, Some(D::Scientific)),
        ("1E12", Hex, None),
        ("7777.0", Decimal, Some(D::Decimals)),
        ("7777,00", Decimal, Some(D::Decimals)),
        ("7777.000", Decimal, Some(D::Decimals)),
        ("7,000", Decimal, Some(D::Separators)),
        ("1.234.567", Decimal, Some(D::Separators)),
        ("1'234", Decimal, Some(D::Separators)),
        ("04:A1:B2", Hex, Some(D::Separators)),
        ("04-A1-B2", Hex, Some(D::Separators)),
        ("04 A1 B2", Hex, Some(D::Blanks)),
        ("ABC-12", Anything, None),
        ("HAL 123", Anything, None),
        (" 7777", Decimal, Some(D::Blanks)),
        ("7777\u{a0}", Decimal, Some(D::Blanks)),
        ("1\u{202f}234", Decimal, Some(D::Blanks)),
        ("'7777", Decimal, Some(D::Apostrophe)),
        ("'HAL 123", Anything, Some(D::Apostrophe)),
        ("７７", Decimal, Some(D::OtherDigits)),
        ("٧٧", Anything, Some(D::OtherDigits)),
        ("0x1E61", Decimal, Some(D::HexPrefix)),
        ("0X1E61", Hex, Some(D::HexPrefix)),
        ("0xZZ", Decimal, None),
        ("-1", Decimal, None),
        ("+7777", Decimal, None),
        ("7777", Decimal, None),
        ("", Decimal, None),
        ("–", Decimal, None),
    ] {
        assert_eq!(damage(text, holds), expected, "{text:?} {holds:?}");
    }
}

#[test]
fn an_import_stops_where_a_wrong_number_would_become_a_card() {
    let worst = |fields| {
        let found = check(&card(fields));
        found.iter().map(|finding| finding.severity_for(CardCheck::ForImport)).max()
    };
    for (fields, expected) in [
        (["Standard 26-bit Wiegand", "255", "65535", "-", "active"], None),
        (["Standard 26-bit Wiegand", "256", "1", "-", "active"], Some(Severity::Error)),
        (["Standard 26-bit Wiegand", "1", "65536", "-", "active"], Some(Severity::Error)),
        (["DESFire CSN", "-", "-", "4A1B2C3D4E5F6", "active"], Some(Severity::Error)),
        (["Blackboard 64-bit", "-", "-", "4A1B2C3D4E5F6", "active"], Some(Severity::Warning)),
        (["Prox", "1", "1", "-", "active"], Some(Severity::Warning)),
        (["Prox", "1", "1.23E+12", "-", "active"], Some(Severity::Error)),
        (["-", "1", "1", "-", "active"], Some(Severity::Warning)),
        (["Standard 26-bit Wiegand", "1", "1", "-", "deactivated"], Some(Severity::Warning)),
    ] {
        assert_eq!(worst(fields), expected, "{fields:?}");
    }
}

#[test]
fn one_card_of_two_people_is_found() {
    let wiegand = "Standard 26-bit Wiegand";
    let cards = [
        [wiegand, "1", "7777", "-", "active"],
        [wiegand, "001", "07777", "-", "active"],
        [wiegand, "2", "7777", "-", "active"],
        ["HID 37-bit", "1", "7777", "-", "active"],
        ["DESFire CSN", "-", "-", "04a1b2c3d4e5f6", "active"],
        ["DESFire CSN", "-", "-", "04A1B2C3D4E5F6", "active"],
        [wiegand, "1", "7777", "-", "deleted"],
        ["HID 37-bit No Facility Code", "9", "5", "-", "active"],
        ["HID 37-bit No Facility Code", "-", "5", "-", "active"],
        ["-", "-", "-", "-", "active"],
        [wiegand, "1", "7777", "-", "active"],
        [wiegand, "3", "12", "C", "active"],
        [wiegand, "3", "12", "C", "active"],
    ];
    let found = duplicates(cards.iter().map(|fields| card(*fields)).enumerate());
    let groups: Vec<(&[usize], SharedBy)> =
        found.iter().map(|shared| (shared.rows.as_slice(), shared.by)).collect();
    assert_eq!(
        groups,
        [
            (&[0, 1, 10][..], SharedBy::Numbers),
            (&[4, 5], SharedBy::Hex),
            (&[7, 8], SharedBy::Numbers),
            (&[11, 12], SharedBy::Numbers),
        ]
    );
}

#[test]
fn a_draft_sets_five_attributes_and_clears_the_empty_ones() {
    let draft = CardDraft {
        format: "Standard 26-bit Wiegand".to_owned(),
        facility_code: "111".to_owned(),
        card_number: "7777".to_owned(),
        status: "active".to_owned(),
        ..CardDraft::default()
    };
    let request = draft.graph_request("lin_example.org#EXT#@halcyon.example");
    assert_eq!(
        request.url,
        "https://graph.microsoft.com/v1.0/users/lin_example.org%23EXT%23@halcyon.example"
    );
    assert_eq!(
        serde_json::from_str::<Value>(&request.body).unwrap(),
        serde_json::json!({ "onPremisesExtensionAttributes": {
            "extensionAttribute1": "Standard 26-bit Wiegand",
            "extensionAttribute2": "7777",
            "extensionAttribute3": null,
            "extensionAttribute4": "active",
            "extensionAttribute5": "111",
        }})
    );
    assert_eq!(draft.findings(), []);
    assert_eq!(draft.bits().unwrap().unwrap().to_hex(), "2DE3CC3");
    let unknown = CardDraft { format: "HID 33-bit RS2".to_owned(), ..draft.clone() };
    assert_eq!(unknown.bits(), None, "its layout is not public");
    let serial = CardDraft {
        format: "DESFire CSN".to_owned(),
        card_number_hex: "04A1B2C3D4E5F6".to_owned(),
        ..CardDraft::default()
    };
    assert_eq!(serial.bits().unwrap().unwrap().to_hex(), "04A1B2C3D4E5F6");
}
