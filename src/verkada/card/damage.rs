//! What spreadsheets do to the numbers of cards.

use std::fmt;

/// What happened to a number on its way through a spreadsheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// `1.23E+12`: the digits behind are lost.
    Scientific,
    /// `7777.0`
    Decimals,
    /// `1,234`, `1.234`, `04:A1`
    Separators,
    /// A blank before, between or behind the digits.
    Blanks,
    /// `'7777`
    Apostrophe,
    /// `７７７７` or other digits than 0 to 9.
    OtherDigits,
    /// `0x1E61`
    HexPrefix,
    /// More digits than the number of any card has, as when two cells become one.
    TooManyDigits,
}

/// What may stand in the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Decimal digits alone.
    Decimal,
    /// Hexadecimal digits alone.
    Hex,
    /// Perhaps other text as well, such as the number plate of a car.
    Anything,
}

/// The damage that can be seen in a text; none in digits as they should be, nor in what no spreadsheet does.
pub(super) fn damage(text: &str, holds: Holds) -> Option<Damage> {
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) && !text.contains(['x', 'X']) {
        return None;
    }
    let bare = text.trim();
    if bare.starts_with(['\'', '’', '`']) {
        return Some(Damage::Apostrophe);
    }
    if bare.chars().any(|character| character.is_numeric() && !character.is_ascii()) {
        return Some(Damage::OtherDigits);
    }
    let hex = bare.strip_prefix("0x").or_else(|| bare.strip_prefix("0X"));
    if hex.is_some_and(|hex| is_all(hex, |byte| byte.is_ascii_hexdigit())) {
        return Some(Damage::HexPrefix);
    }
    if is_rounded(bare) {
        return Some(Damage::Scientific);
    }
    let is_digit = |byte: u8| match holds {
        Holds::Hex => byte.is_ascii_hexdigit(),
        Holds::Decimal | Holds::Anything => byte.is_ascii_digit(),
    };
    if let Some((whole, zeros)) = bare.split_once(['.', ','])
        && is_all(whole, |byte| byte.is_ascii_digit())
        && is_all(zeros, |byte| byte == b'0')
        && (zeros.len() != 3 || whole.len() > 3)
    {
        return Some(Damage::Decimals);
    }
    if holds == Holds::Anything {
        return None;
    }
    let without = |marks: fn(char) -> bool| -> String {
        bare.chars().filter(|character| !marks(*character)).collect()
    };
    if is_all(&without(char::is_whitespace), is_digit) {
        return Some(Damage::Blanks);
    }
    let is_mark = |mark: char| {
        mark.is_whitespace() || matches!(mark, '.' | ',' | '\'' | '’' | ':' | '-' | '_')
    };
    (bare.starts_with(|first: char| first.is_ascii_alphanumeric())
        && is_all(&without(is_mark), is_digit))
    .then_some(Damage::Separators)
}

/// Whether a spreadsheet rounded it, so that its digits are lost: `1.23E+12`, `1,23E+12`, `1E+12`, `1.23E12`; not `1E12`,
/// which may be hexadecimal.
pub(crate) fn is_rounded(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return false };
    let (whole, part) = mantissa
        .split_once(['.', ','])
        .map_or((mantissa, None), |(whole, part)| (whole, Some(part)));
    let bare = exponent.strip_prefix(['+', '-']);
    let is_digits = |text: &str| is_all(text, |byte| byte.is_ascii_digit());
    is_digits(whole)
        && part.is_none_or(is_digits)
        && is_digits(bare.unwrap_or(exponent))
        && (part.is_some() || bare.is_some())
}

fn is_all(text: &str, is: impl Fn(u8) -> bool) -> bool {
    !text.is_empty() && text.bytes().all(is)
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Scientific => "was rounded by a spreadsheet, so its digits are lost. Take it from the source again, with the column formatted as text",
            Self::Decimals => "has decimals that a spreadsheet added. Remove them, and format the column as text",
            Self::Separators => "has separators between its digits. Write the digits alone",
            Self::Blanks => "has blanks. Write the digits alone",
            Self::Apostrophe => "has the apostrophe by which spreadsheets mark text. Remove it",
            Self::OtherDigits => "has other digits than 0 to 9, such as full-width ones. Type it again",
            Self::HexPrefix => "begins with 0x, the mark of hexadecimal numbers. Write the digits behind it alone",
            Self::TooManyDigits => "has more digits than the number of any card. Check it on the card",
        })
    }
}
