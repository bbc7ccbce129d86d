//! Seals: 32 bytes in hex, as they stand in the files.

use std::fmt;

use sha2::Digest as _;
use sha2::Sha256;

use crate::secrets::JournalKey;

/// Hex digits of a seal.
pub(super) const DIGITS: usize = 64;

/// What SHA-256 and HMAC-SHA-256 make.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Seal([u8; 32]);

impl Seal {
    /// What comes before the first line.
    pub(super) const NONE: Self = Self([0; 32]);

    /// The hash of these bytes.
    pub(super) fn hash(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The seal of a line with this hash. What is sealed begins with its purpose, so that the seal of a line is never
    /// one of a head.
    pub(super) fn of_line(key: &JournalKey, hash: Self) -> Self {
        Self(key.seal(&[b"scim-desk journal line\n", &hash.0]))
    }

    /// The seal of a head.
    pub(super) fn of_head(key: &JournalKey, count: u64, last: Self) -> Self {
        Self(key.seal(&[b"scim-desk journal head\n", &count.to_be_bytes(), &last.0]))
    }

    /// Reads 64 hex digits in lower case.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        let (pairs, []) = text.as_chunks::<2>() else { return None };
        let mut bytes = [0; 32];
        if pairs.len() != bytes.len() {
            return None;
        }
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = (digit(*high)? << 4) | digit(*low)?;
        }
        Some(Self(bytes))
    }
}

fn digit(character: u8) -> Option<u8> {
    match character {
        b'0'..=b'9' => Some(character - b'0'),
        b'a'..=b'f' => Some(character - b'a' + 10),
        _ => None,
    }
}

impl fmt::Display for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_is_read_as_it_was_written() {
        // FIPS 180-4, example "abc".
        let seal = Seal::hash(b"abc");
        let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(seal.to_string(), text);
        assert_eq!(Seal::parse(text.as_bytes()), Some(seal));
    }

    #[test]
    fn only_one_spelling_is_a_seal() {
        for text in ["", "0", &"0".repeat(63), &"0".repeat(66), &"A".repeat(64), &"g".repeat(64)] {
            assert_eq!(Seal::parse(text.as_bytes()), None, "{text}");
        }
    }
}
