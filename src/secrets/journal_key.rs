//! The key that seals the journal of this computer.

use std::fmt;
use std::fmt::Write as _;

use hmac::Hmac;
use hmac::KeyInit as _;
use hmac::Mac as _;
use secrecy::ExposeSecret as _;
use secrecy::SecretBox;
use secrecy::SecretString;
use sha2::Digest as _;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::secrets::Error;

/// Bytes of the key.
const LENGTH: usize = 32;

/// Bytes HMAC-SHA-256 works on at once; a shorter key is filled up with zeros (RFC 2104, section 2).
const BLOCK: usize = 64;

/// A key with which lines are sealed. It cannot be printed, compared, cloned or serialized.
pub struct JournalKey(SecretBox<[u8; LENGTH]>);

impl JournalKey {
    /// The key these random bytes make.
    pub fn from_random(bytes: &Zeroizing<[u8; LENGTH]>) -> Self {
        Self(SecretBox::new(Box::new(**bytes)))
    }

    /// Which key it is: the first eight hex digits of its SHA-256. Not secret.
    pub fn id(&self) -> String {
        Sha256::digest(opened(&self.0)).iter().take(4).fold(String::new(), |mut id, byte| {
            // A String takes whatever is written to it.
            write!(id, "{byte:02x}").unwrap_or_default();
            id
        })
    }

    /// The seal (HMAC-SHA-256, RFC 2104) of the parts, one after the other.
    pub fn seal(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut block = Zeroizing::new([0_u8; BLOCK]);
        for (to, from) in block.iter_mut().zip(opened(&self.0)) {
            *to = *from;
        }
        let mut seal = Hmac::<Sha256>::new((&*block).into());
        for part in parts {
            seal.update(part);
        }
        seal.finalize().into_bytes().into()
    }

    /// As the keyring keeps it: 64 hex digits.
    pub(super) fn to_text(&self) -> SecretString {
        // Made as long as it gets, so that no shorter copy stays behind in memory.
        let mut text = String::with_capacity(2 * LENGTH);
        for byte in opened(&self.0) {
            write!(text, "{byte:02x}").unwrap_or_default();
        }
        SecretString::from(text)
    }

    /// Reads what the keyring kept.
    pub(super) fn parse(text: &SecretString) -> Result<Self, Error> {
        let text = opened_text(text).as_bytes();
        let mut bytes = Zeroizing::new([0_u8; LENGTH]);
        if text.len() != 2 * LENGTH {
            return Err(Error::Damaged);
        }
        for (byte, digits) in bytes.iter_mut().zip(text.as_chunks::<2>().0) {
            for digit in digits {
                let value = char::from(*digit).to_digit(16).ok_or(Error::Damaged)?;
                *byte = (*byte << 4) | u8::try_from(value).map_err(|_too_large| Error::Damaged)?;
            }
        }
        Ok(Self::from_random(&bytes))
    }
}

impl fmt::Debug for JournalKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JournalKey(redacted)")
    }
}

#[expect(clippy::disallowed_methods, reason = "the key is used here and nowhere else")]
fn opened(secret: &SecretBox<[u8; LENGTH]>) -> &[u8; LENGTH] {
    secret.expose_secret()
}

#[expect(clippy::disallowed_methods, reason = "the keyring is where secrets are kept")]
fn opened_text(secret: &SecretString) -> &str {
    secret.expose_secret()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap();
        bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    }

    #[test]
    fn a_seal_is_hmac_sha_256() {
        // RFC 4231, section 4.2; its key of 20 bytes is filled up with zeros by HMAC itself.
        let mut bytes = Zeroizing::new([0; LENGTH]);
        bytes[..20].fill(0x0b);
        let key = JournalKey::from_random(&bytes);
        let expected = "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7";
        assert_eq!(hex(&key.seal(&[b"Hi There"])), expected);
        assert_eq!(hex(&key.seal(&[b"Hi ", b"", b"There"])), expected);
    }

    #[test]
    fn what_the_keyring_keeps_is_the_same_key() {
        let key = JournalKey::from_random(&Zeroizing::new(*b"thirty-two bytes of no one's key"));
        let again = JournalKey::parse(&key.to_text()).unwrap();
        assert_eq!(again.seal(&[b"x"]), key.seal(&[b"x"]));
        assert_eq!(again.id(), key.id());
        assert_eq!(key.id().len(), 8);
    }

    #[test]
    fn what_is_no_key_is_damage() {
        for text in ["", "00", &"0".repeat(63), &"0".repeat(65), &"g".repeat(64), &"é".repeat(32)]
        {
            let kept = JournalKey::parse(&SecretString::from(text.to_owned()));
            assert!(matches!(kept, Err(Error::Damaged)), "{text}");
        }
    }

    #[test]
    fn a_key_is_not_printed() {
        let key = JournalKey::from_random(&Zeroizing::new([0x5a; LENGTH]));
        assert_eq!(format!("{key:?}"), "JournalKey(redacted)");
        assert!(!format!("{key:#?}").contains("5a"));
    }
}
