//! A card as the bits a reader sends: from numbers and back, with parity, as zeros and ones or in hexadecimal digits.

use std::fmt;

use crate::verkada::card::layout::{BitRole, CardLayout, Check, Parity, Run};
use crate::verkada::name::shown;

/// The bits of a card, at most 64, in the order a reader sends them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CardBits {
    /// The bits as a number, the last one lowest; nothing above the length.
    value: u64,
    length: u8,
}

/// The numbers of a card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CardNumbers {
    /// The facility code, where the format has one.
    pub facility_code: Option<u64>,
    /// The card number, or the whole serial number.
    pub card_number: Option<u64>,
    /// Which copy of the card this is; of few formats.
    pub issue: Option<u64>,
    /// The number of the maker; of one format.
    pub maker: Option<u64>,
}

/// What the bits of a card say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodedCard {
    /// Its numbers.
    pub numbers: CardNumbers,
    /// The parity bits that are not what the others make them, by their places.
    pub wrong_parity: Vec<u8>,
    /// Whether the bits that are the same on every card of the format are as they should be.
    pub fits_format: bool,
}

/// Why something is no card of a format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CardBitsError {
    /// A number is missing.
    #[error("The format “{format}” needs the {part}. Type it in.")]
    Missing {
        /// The format.
        format: &'static str,
        /// Which number.
        part: BitRole,
    },
    /// A number does not fit the bits it has.
    #[error(
        "The {part} {given} is higher than {highest}, the most that fits “{format}”. Check it on the card."
    )]
    TooHigh {
        /// The format.
        format: &'static str,
        /// Which number.
        part: BitRole,
        /// What it is.
        given: u64,
        /// The highest that fits.
        highest: u64,
    },
    /// The format has no such number.
    #[error("Cards of the format “{format}” have no {part}. Leave it empty.")]
    NoSuchPart {
        /// The format.
        format: &'static str,
        /// Which number.
        part: BitRole,
    },
    /// Not as many bits as the format has.
    #[error(
        "There are {given} bits; cards of this format have {expected}. Type all of them, the parity bits too."
    )]
    Length {
        /// How many there are.
        given: usize,
        /// How many there should be.
        expected: u8,
    },
    /// Something else than the digits that belong there.
    #[error("“{}” is not written in {expected}. Use only {expected}.", shown(.given))]
    Digits {
        /// What it is.
        given: String,
        /// What it should be written in.
        expected: &'static str,
    },
}

impl CardLayout {
    /// The bits of a card with these numbers. What is not given is what it usually is, where that is known.
    pub fn encode(&self, numbers: &CardNumbers) -> Result<CardBits, CardBitsError> {
        for (part, _) in numbers.parts().into_iter().filter(|(_, number)| number.is_some()) {
            let is_there = self.run(part).or_else(|| self.serial_for(part)).is_some();
            if !is_there {
                return Err(CardBitsError::NoSuchPart { format: self.format, part });
            }
        }
        let mut bits = CardBits { value: 0, length: self.length };
        for run in self.runs {
            let number = self.number_for(run, numbers)?;
            bits.value |= number << bits.shift(run.first + run.length - 1);
        }
        for check in self.checks {
            if !check.holds(bits) {
                bits.value |= 1 << bits.shift(check.at);
            }
        }
        Ok(bits)
    }

    /// What the bits of a card say.
    pub fn decode(&self, bits: CardBits) -> Result<DecodedCard, CardBitsError> {
        if bits.length != self.length {
            return Err(CardBitsError::Length {
                given: usize::from(bits.length),
                expected: self.length,
            });
        }
        let mut numbers = CardNumbers::default();
        let mut fits_format = true;
        for run in self.runs {
            let number = (bits.value >> bits.shift(run.first + run.length - 1)) & run.highest();
            match run.role {
                BitRole::FacilityCode => numbers.facility_code = Some(number),
                BitRole::CardNumber | BitRole::Serial => numbers.card_number = Some(number),
                BitRole::Issue => numbers.issue = Some(number),
                BitRole::Maker => numbers.maker = Some(number),
                BitRole::Fixed => fits_format &= number == run.usual,
                BitRole::Parity(_) => {}
            }
        }
        let wrong = self.checks.iter().filter(|check| !check.holds(bits));
        Ok(DecodedCard {
            numbers,
            wrong_parity: wrong.map(|check| check.at).collect(),
            fits_format,
        })
    }

    /// A card serial number counts as the card number.
    fn serial_for(&self, part: BitRole) -> Option<&'static Run> {
        (part == BitRole::CardNumber).then(|| self.run(BitRole::Serial)).flatten()
    }

    fn number_for(&self, run: &Run, numbers: &CardNumbers) -> Result<u64, CardBitsError> {
        let (format, part) = (self.format, run.role);
        let given = match part {
            BitRole::FacilityCode => numbers.facility_code,
            BitRole::CardNumber | BitRole::Serial => numbers.card_number,
            BitRole::Issue => numbers.issue.or(Some(run.usual)),
            BitRole::Maker => numbers.maker.or(Some(run.usual)),
            BitRole::Fixed | BitRole::Parity(_) => Some(run.usual),
        };
        let given = given.ok_or(CardBitsError::Missing { format, part })?;
        let highest = run.highest();
        if given > highest {
            return Err(CardBitsError::TooHigh { format, part, given, highest });
        }
        Ok(given)
    }
}

impl CardNumbers {
    fn parts(&self) -> [(BitRole, Option<u64>); 4] {
        [
            (BitRole::FacilityCode, self.facility_code),
            (BitRole::CardNumber, self.card_number),
            (BitRole::Issue, self.issue),
            (BitRole::Maker, self.maker),
        ]
    }
}

impl Check {
    /// Whether the ones of this bit and of those it covers are as many as its kind says.
    fn holds(&self, bits: CardBits) -> bool {
        let ones = self.covered().chain([self.at]).filter(|at| bits.get(*at) == Some(true)).count();
        ones.is_multiple_of(2) == (self.parity == Parity::Even)
    }
}

impl CardBits {
    /// Reads zeros and ones; blanks between them are passed over.
    pub fn from_binary(text: &str) -> Result<Self, CardBitsError> {
        let digits: String = text.chars().filter(|character| !character.is_whitespace()).collect();
        let is_binary = digits.bytes().all(|digit| matches!(digit, b'0' | b'1'));
        if !is_binary || digits.is_empty() {
            let expected = "zeros and ones";
            return Err(CardBitsError::Digits { given: text.to_owned(), expected });
        }
        let length = u8::try_from(digits.len()).ok().filter(|length| *length <= 64);
        let too_many = CardBitsError::Length { given: digits.len(), expected: 64 };
        let value = u64::from_str_radix(&digits, 2);
        match (length, value) {
            (Some(length), Ok(value)) => Ok(Self { value, length }),
            _ => Err(too_many),
        }
    }

    /// Reads hexadecimal digits as so many bits: the number they make, with zeros before it, as readers and controllers
    /// print it. Blanks, colons and hyphens between them, and `0x` before them, are passed over.
    pub fn from_hex(text: &str, length: u8) -> Result<Self, CardBitsError> {
        let length = length.min(64);
        let bare = text.trim();
        let bare = bare.strip_prefix("0x").or_else(|| bare.strip_prefix("0X")).unwrap_or(bare);
        let digits: String = bare.chars().filter(|mark| !matches!(mark, ' ' | ':' | '-')).collect();
        if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            let expected = "hexadecimal digits";
            return Err(CardBitsError::Digits { given: text.to_owned(), expected });
        }
        let significant = digits.trim_start_matches('0');
        let value = match significant {
            "" => Some(0),
            digits => u64::from_str_radix(digits, 16).ok(),
        };
        value
            .filter(|value| u64::from(length) >= u64::from(64 - value.leading_zeros()))
            .map(|value| Self { value, length })
            .ok_or(CardBitsError::Length { given: significant.len() * 4, expected: length })
    }

    /// How many bits.
    pub const fn length(self) -> u8 {
        self.length
    }

    /// The bit at a place, from 0; none behind the last.
    pub fn get(self, at: u8) -> Option<bool> {
        (at < self.length).then(|| (self.value >> self.shift(at)) & 1 == 1)
    }

    /// In zeros and ones.
    pub fn to_binary(self) -> String {
        (0..self.length).map(|at| if self.get(at) == Some(true) { '1' } else { '0' }).collect()
    }

    /// In hexadecimal digits, with zeros before them up to the length.
    pub fn to_hex(self) -> String {
        format!("{:0width$X}", self.value, width = usize::from(self.length.div_ceil(4)))
    }

    /// The layouts in which these bits are a card with right parity.
    pub fn readings(self) -> impl Iterator<Item = (&'static CardLayout, DecodedCard)> {
        CardLayout::all().iter().filter_map(move |layout| {
            let decoded = layout.decode(self).ok()?;
            (decoded.wrong_parity.is_empty() && decoded.fits_format).then_some((layout, decoded))
        })
    }

    const fn shift(self, at: u8) -> u32 {
        (self.length - 1 - at) as u32
    }
}

impl fmt::Display for BitRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Parity(Parity::Even) => "even parity",
            Self::Parity(Parity::Odd) => "odd parity",
            Self::FacilityCode => "facility code",
            Self::CardNumber => "card number",
            Self::Issue => "issue number",
            Self::Maker => "maker number",
            Self::Serial => "serial number",
            Self::Fixed => "fixed bit",
        })
    }
}
