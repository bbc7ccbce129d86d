//! The card formats Command accepts, with what public card layouts say about their numbers.

use Limit::{Unknown, Unused, UpTo};

/// One card format. The names are Verkada's own (apidocs.verkada.com/reference/postaccesscardviewv1);
/// the limits are public card layouts, so a value beyond them is doubtful, not wrong.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct CardFormat {
    /// The display name, exactly as `cardFormat` must carry it.
    pub(crate) name: &'static str,
    /// Names Verkada's API takes for the same format; SCIM is only known to take the display name.
    pub(crate) short_names: &'static [&'static str],
    /// A few letters for a table cell.
    pub(crate) label: &'static str,
    pub(crate) facility_code: Limit,
    pub(crate) card_number: Limit,
    pub(crate) hex: Hex,
}

/// What a decimal field of a format may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limit {
    /// No trustworthy layout is public.
    Unknown,
    /// The format has no such field.
    Unused,
    /// From 0 to this number.
    UpTo(u64),
}

/// Whether a format is written in hexadecimal digits, and in how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hex {
    Unknown,
    No,
    Likely(Option<usize>),
    Required(usize),
}

impl CardFormat {
    /// The format of exactly this display name.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.name == name)
    }

    /// The format that was probably meant by a name Command does not know.
    pub(crate) fn meant_by(name: &str) -> Option<&'static Self> {
        let same = |known: &str| known.eq_ignore_ascii_case(name.trim());
        FORMATS
            .iter()
            .find(|format| same(format.name) || format.short_names.iter().any(|known| same(known)))
    }
}

const fn format(
    name: &'static str,
    short_names: &'static [&'static str],
    label: &'static str,
    facility_code: Limit,
    card_number: Limit,
    hex: Hex,
) -> CardFormat {
    CardFormat { name, short_names, label, facility_code, card_number, hex }
}

/// Every format, in Verkada's order.
pub(crate) const FORMATS: &[CardFormat] = &[
    format("Standard 26-bit Wiegand", &["HID"], "26-bit", UpTo(255), UpTo(65_535), Hex::No),
    format(
        "HID 37-bit",
        &["HID37wFacilityCode"],
        "HID 37-bit",
        UpTo(65_535),
        UpTo(524_287),
        Hex::No,
    ),
    format(
        "HID 37-bit No Facility Code",
        &["HID37woFacilityCode"],
        "HID 37-bit, no FC",
        Unused,
        UpTo(34_359_738_367),
        Hex::No,
    ),
    format("HID 34-bit", &["HID34"], "HID 34-bit", UpTo(65_535), UpTo(65_535), Hex::No),
    format("Casi Rusco 40-Bit", &["CasiRusco"], "Casi Rusco", Unused, Unknown, Hex::No),
    format(
        "HID Corporate 1000-35",
        &["Corporate1000_35"],
        "Corp 1000-35",
        UpTo(4_095),
        UpTo(1_048_575),
        Hex::No,
    ),
    format(
        "HID Corporate 1000-48",
        &["Corporate1000_48"],
        "Corp 1000-48",
        UpTo(4_194_303),
        UpTo(8_388_607),
        Hex::No,
    ),
    format("HID iClass", &["iClass"], "iClass", Unknown, Unknown, Hex::Likely(None)),
    format("DESFire CSN", &["DESFire"], "DESFire", Unused, Unused, Hex::Required(14)),
    format(
        "Verkada DESFire",
        &["VerkadaDESFire"],
        "Verkada DESFire",
        UpTo(1_023),
        UpTo(268_435_455),
        Hex::Unknown,
    ),
    format(
        "Third Party DESFire 40X",
        &["ThirdParty40X"],
        "DESFire 40X",
        Unknown,
        Unknown,
        Hex::Likely(Some(10)),
    ),
    format(
        "Apple Wallet Pass",
        &["AppleWalletPass"],
        "Apple Wallet",
        Unknown,
        Unknown,
        Hex::Unknown,
    ),
    format(
        "MiFare 4-Byte (32 bit) CSN",
        &["MiFareClassic1K_CSN", "MiFareClassic4K_CSN"],
        "MiFare",
        Unused,
        Unused,
        Hex::Required(8),
    ),
    format(
        "MDC Custom 64-bit",
        &["MDCCustom_64"],
        "MDC 64-bit",
        Unknown,
        Unknown,
        Hex::Likely(Some(16)),
    ),
    format("HID 36-bit Keyscan", &["HID36Keyscan"], "Keyscan", UpTo(255), UpTo(65_535), Hex::No),
    format("HID 33-bit DSX", &["HID33DSX"], "DSX 33-bit", UpTo(127), UpTo(16_777_215), Hex::No),
    format("HID 33-bit RS2", &["HID33RS2"], "RS2 33-bit", Unknown, Unknown, Hex::No),
    format(
        "HID 36-bit Simplex",
        &["HID36Simplex"],
        "Simplex",
        UpTo(255),
        UpTo(16_777_215),
        Hex::No,
    ),
    format("Cansec 37-bit", &["Cansec37"], "Cansec 37-bit", Unknown, Unknown, Hex::No),
    format("Credit Card BIN Number", &["CreditCardBin"], "Card BIN", Unused, Unknown, Hex::No),
    format("Kantech XSF", &["KantechXSF"], "Kantech XSF", Unknown, Unknown, Hex::No),
    format("Schlage 34-bit", &["Schlage34"], "Schlage 34-bit", Unknown, Unknown, Hex::No),
    format("Schlage 37-bit", &["Schlage37x"], "Schlage 37-bit", Unknown, Unknown, Hex::No),
    format("RBH 50-bit", &["RBH50"], "RBH 50-bit", Unknown, Unknown, Hex::No),
    format("Guardall G-Prox II 36-bit", &["GProxII36"], "G-Prox II", Unknown, Unknown, Hex::No),
    format("AMAG 32-bit", &["AMAG32"], "AMAG 32-bit", Unknown, Unknown, Hex::No),
    format("Securitas 37-bit", &["Securitas37"], "Securitas 37-bit", Unknown, Unknown, Hex::No),
    format("Kastle 32-bit", &["Kastle32"], "Kastle 32-bit", UpTo(255), UpTo(65_535), Hex::No),
    format(
        "PointGuard MDI 37-bit",
        &["PointGuardMDI37"],
        "PointGuard",
        UpTo(15),
        UpTo(536_870_911),
        Hex::No,
    ),
    format(
        "Blackboard 64-bit",
        &["Blackboard64"],
        "Blackboard 64-bit",
        Unknown,
        Unknown,
        Hex::Likely(Some(16)),
    ),
    format("IDm 64-bit", &["IDm64bit"], "IDm 64-bit", Unused, Unused, Hex::Required(16)),
    format(
        "Continental 36-bit",
        &["Continental36"],
        "Continental 36-bit",
        Unknown,
        Unknown,
        Hex::No,
    ),
    format("AWID 34-bit", &["AWID34"], "AWID 34-bit", Unknown, Unknown, Hex::No),
    format("License Plate", &["LicensePlate64"], "License Plate", Unused, Unknown, Hex::No),
    format("HID Infinity 37-bit", &["HIDInfinity37"], "Infinity 37-bit", Unknown, Unknown, Hex::No),
    format("HID Ceridian 26-bit", &["HIDCeridian26"], "Ceridian", Unknown, Unknown, Hex::No),
    format("iClass 35-bit", &["IClass35"], "iClass 35-bit", Unknown, Unknown, Hex::No),
    format("Andover Controls 37-bit", &["Andover37"], "Andover", Unknown, Unknown, Hex::No),
];
