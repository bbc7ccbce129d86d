//! Bearer tokens: minted once, kept only as a hash, compared in constant time.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;
use sha2::Digest as _;
use sha2::Sha256;
use subtle::ConstantTimeEq as _;
use tokio::time::Instant;
use zeroize::Zeroizing;

use crate::limits;
use crate::sandbox::shared::hex;

/// What every SCIM token of a sandbox begins with, so that secret scanners know it.
pub const SCIM_TOKEN_PREFIX: &str = "scimdesk_sandbox_";

/// What every admin token of a sandbox begins with.
pub const ADMIN_TOKEN_PREFIX: &str = "scimdesk_admin_";

/// A token in the clear, as it is handed over once.
pub struct Minted(Zeroizing<String>);

impl Minted {
    /// 32 bytes from the operating system behind `prefix`.
    pub(crate) fn new(prefix: &str) -> Result<Self, getrandom::Error> {
        let mut bytes = Zeroizing::new([0_u8; 32]);
        getrandom::fill(bytes.as_mut())?;
        let mut text = Zeroizing::new(String::with_capacity(prefix.len() + 64));
        text.push_str(prefix);
        for byte in bytes.iter() {
            for nibble in [byte >> 4, byte & 15] {
                text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
            }
        }
        Ok(Self(text))
    }

    /// The token itself; whoever asks answers for where it goes.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    pub(crate) fn hash(&self) -> TokenHash {
        TokenHash::of(self.0.as_bytes())
    }
}

impl fmt::Debug for Minted {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Minted(redacted)")
    }
}

/// All an organization keeps of a token.
#[derive(Clone)]
pub(crate) struct TokenHash([u8; 32]);

impl TokenHash {
    pub(crate) fn of(token: &[u8]) -> Self {
        Self(Sha256::digest(token).into())
    }

    /// As it is written down.
    pub(crate) fn to_hex(&self) -> String {
        hex(&self.0)
    }

    /// Reads what was written down.
    pub(crate) fn from_hex(text: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if text.len() != 2 * bytes.len() {
            return None;
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(bytes))
    }

    /// The first four bytes for people to compare, as `5e:91:c0:2b`.
    pub(crate) fn fingerprint(&self) -> String {
        let [a, b, c, d, ..] = self.0;
        format!("{a:02x}:{b:02x}:{c:02x}:{d:02x}")
    }

    fn matches(&self, token: &[u8]) -> bool {
        bool::from(Self::of(token).0.ct_eq(&self.0))
    }
}

/// What the `Authorization` header of a request is worth.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Right,
    Missing,
    Wrong,
}

/// Judges the one `Authorization` header; the scheme has no case (RFC 7235 2.1), the token is exact.
pub(crate) fn judge(headers: &HeaderMap, hash: &TokenHash) -> Verdict {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return if headers.contains_key(AUTHORIZATION) { Verdict::Wrong } else { Verdict::Missing };
    };
    let Some((scheme, token)) = value.as_bytes().split_at_checked("Bearer ".len()) else {
        return Verdict::Wrong;
    };
    if !scheme.eq_ignore_ascii_case(b"Bearer ") {
        return Verdict::Wrong;
    }
    if hash.matches(token) { Verdict::Right } else { Verdict::Wrong }
}

/// Counts wrong tokens, so that guessing slows down while right tokens pass.
#[derive(Default)]
pub(crate) struct Guesses(Mutex<VecDeque<Instant>>);

/// What to do about one more wrong token.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Guess {
    Refuse,
    Delay(Duration),
}

impl Guesses {
    pub(crate) fn count(&self, now: Instant) -> Guess {
        let mut recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while recent
            .front()
            .is_some_and(|first| now.duration_since(*first) >= Duration::from_secs(1))
        {
            recent.pop_front();
        }
        if recent.len() < limits::SANDBOX_WRONG_TOKENS_PER_SECOND {
            recent.push_back(now);
            Guess::Refuse
        } else {
            Guess::Delay(Duration::from_secs(1))
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn only_the_exact_token_in_one_bearer_header_is_right() {
        let minted = Minted::new(SCIM_TOKEN_PREFIX).unwrap();
        let token = minted.reveal().to_owned();
        let check = |values: &[String], verdict: Verdict| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(AUTHORIZATION, HeaderValue::from_str(value).unwrap());
            }
            assert_eq!(judge(&headers, &minted.hash()), verdict, "{} headers", values.len());
        };
        check(&[], Verdict::Missing);
        check(&[format!("Bearer {token}")], Verdict::Right);
        check(&[format!("bearer {token}")], Verdict::Right);
        check(&[format!("BEARER {token}")], Verdict::Right);
        check(&[format!("Bearer  {token}")], Verdict::Wrong);
        check(&[format!("Bearer {token}x")], Verdict::Wrong);
        check(&[format!("Bearer {}", token.to_uppercase())], Verdict::Wrong);
        check(&[format!("Basic {token}")], Verdict::Wrong);
        check(std::slice::from_ref(&token), Verdict::Wrong);
        check(&["Bearer ".to_owned()], Verdict::Wrong);
        check(&["Bearer".to_owned()], Verdict::Wrong);
        check(&[String::new()], Verdict::Wrong);
        check(&[format!("Bearer {token}"), format!("Bearer {token}")], Verdict::Wrong);
    }

    #[test]
    fn a_hash_is_read_back_and_has_a_fingerprint() {
        let hash = TokenHash::of(b"abc");
        assert!(hash.to_hex().starts_with("ba7816bf8f01cfea"));
        assert_eq!(hash.fingerprint(), "ba:78:16:bf");
        assert_eq!(TokenHash::from_hex(&hash.to_hex()).unwrap().to_hex(), hash.to_hex());
        for text in ["", "ba", &"zz".repeat(32), &"é".repeat(32), &"00".repeat(33)] {
            assert!(TokenHash::from_hex(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_token_has_its_prefix_and_32_bytes_and_is_never_printed() {
        let (one, other) =
            (Minted::new(SCIM_TOKEN_PREFIX).unwrap(), Minted::new(SCIM_TOKEN_PREFIX).unwrap());
        assert_eq!(one.reveal().len(), SCIM_TOKEN_PREFIX.len() + 64);
        assert!(one.reveal().starts_with(SCIM_TOKEN_PREFIX));
        assert_ne!(one.reveal(), other.reveal());
        assert!(!format!("{one:?}").contains(one.reveal()));
    }

    #[tokio::test(start_paused = true)]
    async fn the_sixth_wrong_token_of_a_second_waits() {
        let guesses = Guesses::default();
        for _ in 0..5 {
            assert_eq!(guesses.count(Instant::now()), Guess::Refuse);
        }
        assert_eq!(guesses.count(Instant::now()), Guess::Delay(Duration::from_secs(1)));
        tokio::time::advance(Duration::from_secs(1)).await;
        assert_eq!(guesses.count(Instant::now()), Guess::Refuse);
    }
}
