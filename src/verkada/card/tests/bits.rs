//! Cards as bits: samples from elsewhere, and what holds for every card of every layout.

use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};

use crate::verkada::card::{
    BitRole, CardBits, CardBitsError, CardLayout, CardNumbers, FORMATS, Limit,
};

fn numbers(facility_code: Option<u64>, card_number: u64) -> CardNumbers {
    CardNumbers { facility_code, card_number: Some(card_number), ..CardNumbers::default() }
}

#[track_caller]
fn check(format: &str, facility_code: Option<u64>, card_number: u64, binary: &str, hex: &str) {
    let layout = CardLayout::of(format).unwrap();
    let bits = layout.encode(&numbers(facility_code, card_number)).unwrap();
    assert_eq!((bits.to_binary().as_str(), bits.to_hex().as_str()), (binary, hex), "{format}");
    let decoded = layout.decode(CardBits::from_binary(binary).unwrap()).unwrap();
    assert_eq!(decoded.numbers.facility_code, facility_code);
    assert_eq!(decoded.numbers.card_number, Some(card_number));
    assert_eq!((decoded.wrong_parity, decoded.fits_format), (vec![], true));
    assert_eq!(CardBits::from_hex(hex, layout.length), Ok(bits));
}

#[test]
fn samples_are_what_others_print() {
    // The sample of Verkada's API has facility code 102 and decodes to the number 2; the other is of a public encoder.
    check("Standard 26-bit Wiegand", Some(102), 2, "00110011000000000000000100", "0CC0004");
    check("Standard 26-bit Wiegand", Some(90), 324, "00101101000000001010001000", "0B40288");
    check(
        "MiFare 4-Byte (32 bit) CSN",
        None,
        0x00AB_CDEF,
        &format!("{:032b}", 0x00AB_CDEF),
        "00ABCDEF",
    );
    check("IDm 64-bit", None, u64::MAX, &"1".repeat(64), "FFFFFFFFFFFFFFFF");
}

#[test]
fn parity_covers_what_the_descriptions_say() {
    let covered = |format: &str, at| CardLayout::of(format).unwrap().covered_by(at);
    let thirds = covered("HID Corporate 1000-35", 1);
    assert_eq!(thirds.len(), 22);
    assert_eq!(thirds[..6], [2, 3, 5, 6, 8, 9]);
    assert_eq!(thirds[20..], [32, 33]);
    let thirds = covered("HID Corporate 1000-35", 34);
    assert_eq!((thirds.len(), &thirds[..4], &thirds[20..]), (22, &[1, 2, 4, 5][..], &[31, 32][..]));
    let thirds = covered("HID Corporate 1000-48", 1);
    assert_eq!((&thirds[..4], thirds.last()), (&[3, 4, 6, 7][..], Some(&46)));
    let thirds = covered("HID Corporate 1000-48", 47);
    assert_eq!((&thirds[..4], thirds.last()), (&[2, 3, 5, 6][..], Some(&45)));
    // The bit in the middle counts twice.
    assert!(covered("HID 37-bit", 0).contains(&18) && covered("HID 37-bit", 36).contains(&18));
    assert!(covered("HID 37-bit", 5).is_empty(), "no parity bit");
}

#[test]
fn layouts_hold_what_the_table_of_formats_says_and_leave_no_bit_out() {
    for layout in CardLayout::all() {
        let format = FORMATS.iter().find(|format| format.name == layout.format).unwrap();
        let limit = |role| match layout.highest(role) {
            Some(highest) => Limit::UpTo(highest),
            None => Limit::Unused,
        };
        assert_eq!(limit(BitRole::FacilityCode), format.facility_code, "{}", layout.format);
        assert_eq!(limit(BitRole::CardNumber), format.card_number, "{}", layout.format);
        let roles = layout.roles();
        assert_eq!(roles.len(), usize::from(layout.length));
        let runs: u8 = layout.runs.iter().map(|run| run.length).sum();
        assert_eq!(usize::from(runs) + layout.checks.len(), roles.len(), "{}", layout.format);
        for check in layout.checks {
            assert!(check.covered().all(|at| at < layout.length), "{}", layout.format);
        }
    }
}

#[test]
fn what_is_no_card_says_why() {
    let wiegand = CardLayout::of("Standard 26-bit Wiegand").unwrap();
    let error = |numbers: CardNumbers| wiegand.encode(&numbers).unwrap_err();
    let (format, part) = ("Standard 26-bit Wiegand", BitRole::FacilityCode);
    assert_eq!(error(numbers(None, 1)), CardBitsError::Missing { format, part });
    assert_eq!(
        error(numbers(Some(256), 1)),
        CardBitsError::TooHigh { format, part, given: 256, highest: 255 }
    );
    let issued = CardNumbers { issue: Some(1), ..numbers(Some(1), 1) };
    assert_eq!(error(issued), CardBitsError::NoSuchPart { format, part: BitRole::Issue });
    let serial = CardLayout::of("DESFire CSN").unwrap();
    assert!(serial.encode(&numbers(Some(1), 1)).is_err());
    for (text, length, is_good) in [
        ("0x0CC0004", 26, true),
        ("0c:c0:00:4", 26, true),
        ("3FFFFFF", 26, true),
        ("4000000", 26, false),
        ("0000000000000000000004", 26, true),
        ("FFFFFFFFFFFFFFFFF", 64, false),
        ("", 26, false),
        ("12G", 26, false),
    ] {
        assert_eq!(CardBits::from_hex(text, length).is_ok(), is_good, "{text}");
    }
    for (text, is_good) in
        [("0101", true), ("01 01", true), ("012", false), ("", false), (&"1".repeat(65), false)]
    {
        assert_eq!(CardBits::from_binary(text).is_ok(), is_good, "{text}");
    }
    let short = CardBits::from_binary("0101").unwrap();
    assert_eq!(wiegand.decode(short), Err(CardBitsError::Length { given: 4, expected: 26 }));
}

#[test]
fn bits_show_which_formats_they_may_be() {
    let bits = CardBits::from_binary("00110011000000000000000100").unwrap();
    let formats: Vec<&str> = bits.readings().map(|(layout, _)| layout.format).collect();
    assert_eq!(formats, ["Standard 26-bit Wiegand"]);
    let bad = CardBits::from_binary("10110011000000000000000100").unwrap();
    assert_eq!(bad.readings().count(), 0);
}

proptest! {
    #[test]
    fn every_card_comes_back_and_one_wrong_bit_is_noticed(
        facility in any::<u64>(), number in any::<u64>(), issue in any::<u64>(), flipped in any::<u8>()
    ) {
        for layout in CardLayout::all() {
            let part = |role, value: u64| layout.highest(role).map(|highest| value & highest);
            let numbers = CardNumbers {
                facility_code: part(BitRole::FacilityCode, facility),
                card_number: part(BitRole::CardNumber, number).or(part(BitRole::Serial, number)),
                issue: part(BitRole::Issue, issue),
                maker: part(BitRole::Maker, issue),
            };
            let bits = layout.encode(&numbers).unwrap();
            let decoded = layout.decode(bits).unwrap();
            prop_assert_eq!(decoded.numbers, numbers);
            prop_assert!(decoded.wrong_parity.is_empty() && decoded.fits_format);
            prop_assert_eq!(CardBits::from_hex(&bits.to_hex(), layout.length), Ok(bits));
            prop_assert_eq!(CardBits::from_binary(&bits.to_binary()), Ok(bits));
            if layout.checks.is_empty() {
                continue;
            }
            let at = usize::from(flipped % layout.length);
            let mut text = bits.to_binary().into_bytes();
            text[at] ^= 1;
            let wrong = CardBits::from_binary(str::from_utf8(&text).unwrap()).unwrap();
            prop_assert!(!layout.decode(wrong).unwrap().wrong_parity.is_empty(), "{} {}", layout.format, at);
        }
    }
}
