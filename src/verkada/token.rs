//! The SCIM token of an organization: opaque, never printed, known by its last characters.

use std::fmt;
use std::fmt::Write as _;

use secrecy::SecretString;
use sha2::{Digest as _, Sha256};

use crate::limits;
use crate::verkada::checked::trim_pasted;
use crate::verkada::{Checked, Notice};

/// The bearer token Command shows once. It can not be printed, cloned or serialized.
pub struct ScimToken {
    secret: SecretString,
    hint: TokenHint,
    fingerprint: String,
}

/// The last characters of a token, enough to tell two tokens apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenHint(String);

/// Why a text is not a SCIM token. Says nothing of the text itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Nothing is left after trimming.
    #[error("The token is empty. Paste the SCIM token from Command.")]
    Empty,
    /// A URL was pasted.
    #[error("This is a URL, not a token. The tenant URL has its own field.")]
    LooksLikeUrl,
    /// A line break inside the text.
    #[error("The text has a line break inside. Paste the token alone, without other lines.")]
    LineBreak,
    /// White space inside the text.
    #[error("The text has a space inside. Paste the token alone, without words around it.")]
    InnerSpace,
    /// Quotation marks of any kind.
    #[error("The text has quotation marks. Paste the token without them.")]
    QuotationMarks,
    /// A character that can not be seen.
    #[error(
        "The text has an invisible character, often from a chat or a document. Copy the token again at its source."
    )]
    Invisible,
    /// The dots or stars of a hidden field.
    #[error("This is the masked form of a token. Copy the token itself, or refresh it in Command.")]
    Masked,
    /// A backslash, or anything else outside visible ASCII (RFC 6750, section 2.1).
    #[error("The text has a character that no token has. Copy the token again at its source.")]
    ForbiddenCharacter,
    /// More characters than every OS credential store can keep.
    #[error(
        "The text is longer than {} characters, more than a credential store can keep.",
        limits::KEYRING_ENTRY_CHARS
    )]
    TooLong,
}

impl ScimToken {
    /// Reads a token as pasted. Space around it and the word `Bearer` before it are dropped and reported.
    pub fn parse(text: &str) -> Result<Checked<Self>, TokenError> {
        let mut notices = Vec::new();
        let mut token = trim_pasted(text);
        if token.len() != text.len() {
            notices.push(Notice::TrimmedSpace);
        }
        if let Some(rest) = without_bearer(token) {
            token = rest;
            notices.push(Notice::RemovedBearer);
        }
        if token.is_empty() {
            return Err(TokenError::Empty);
        }
        if token.chars().take(limits::KEYRING_ENTRY_CHARS + 1).count() > limits::KEYRING_ENTRY_CHARS
        {
            return Err(TokenError::TooLong);
        }
        if let Some(problem) = token.chars().find_map(refusal) {
            return Err(problem);
        }
        if token.contains("://") {
            return Err(TokenError::LooksLikeUrl);
        }
        if token.bytes().all(|byte| matches!(byte, b'*' | b'.')) {
            return Err(TokenError::Masked);
        }
        let value = Self {
            hint: TokenHint::of(token),
            fingerprint: fingerprint(token),
            secret: SecretString::from(token.to_owned()),
        };
        Ok(Checked { value, notices })
    }

    /// The token itself, for the two places that may open it.
    pub fn secret(&self) -> &SecretString {
        &self.secret
    }

    /// Its last characters.
    pub fn hint(&self) -> &TokenHint {
        &self.hint
    }

    /// The first bytes of its SHA-256, as `5e:91:c0:2b`.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }
}

impl fmt::Debug for ScimToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ScimToken(redacted)")
    }
}

impl TokenHint {
    /// At most four characters, and never more than an eighth of the token.
    fn of(token: &str) -> Self {
        let shown = (token.len() / 8).min(4);
        Self(token.get(token.len() - shown..).unwrap_or_default().to_owned())
    }

    /// The characters; empty for a very short token.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for TokenHint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "…{}", self.0)
    }
}

fn without_bearer(token: &str) -> Option<&str> {
    let (scheme, rest) = token.split_at_checked("bearer".len())?;
    let bare = rest.trim_start();
    (scheme.eq_ignore_ascii_case("bearer") && (bare.len() < rest.len() || rest.is_empty()))
        .then_some(bare)
}

fn refusal(character: char) -> Option<TokenError> {
    match character {
        '"'
        | '\''
        | '`'
        | '\u{ab}'
        | '\u{bb}'
        | '\u{2018}'..='\u{201f}'
        | '\u{2039}'
        | '\u{203a}' => Some(TokenError::QuotationMarks),
        '\\' => Some(TokenError::ForbiddenCharacter),
        '\u{21}'..='\u{7e}' => None,
        '\r' | '\n' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(TokenError::LineBreak),
        '•' | '●' | '∙' | '·' | '…' => Some(TokenError::Masked),
        _ if character.is_whitespace() => Some(TokenError::InnerSpace),
        _ if crate::verkada::name::is_invisible(character) => Some(TokenError::Invisible),
        _ => Some(TokenError::ForbiddenCharacter),
    }
}

fn fingerprint(token: &str) -> String {
    let mut text = String::new();
    for (index, byte) in Sha256::digest(token.as_bytes()).iter().take(4).enumerate() {
        let separator = if index == 0 { "" } else { ":" };
        // Writing to a String can not fail.
        write!(text, "{separator}{byte:02x}").unwrap_or_default();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "vk_0123456789abcdefghijklmnopqrs7Qd2";

    fn check(text: &str, expected: Result<&[Notice], TokenError>) {
        let parsed = ScimToken::parse(text);
        assert_eq!(
            parsed.as_ref().map(|token| token.notices.as_slice()),
            expected.as_ref().copied(),
            "{text:?}"
        );
        if let Ok(token) = parsed {
            assert_eq!(token.value.hint().as_str(), "7Qd2");
            assert_eq!(token.value.fingerprint(), fingerprint(TOKEN));
        }
    }

    #[test]
    fn a_token_is_read_as_pasted_and_what_was_dropped_is_told() {
        check(TOKEN, Ok(&[]));
        check(&format!("{TOKEN}\n"), Ok(&[Notice::TrimmedSpace]));
        check(&format!("\u{a0}{TOKEN}\r\n"), Ok(&[Notice::TrimmedSpace]));
        check(&format!("{TOKEN}\\r\\n"), Ok(&[Notice::TrimmedSpace]));
        check(&format!("Bearer {TOKEN}"), Ok(&[Notice::RemovedBearer]));
        check(&format!(" bearer\t{TOKEN} "), Ok(&[Notice::TrimmedSpace, Notice::RemovedBearer]));
    }

    #[test]
    fn what_is_no_token_is_refused_with_the_reason() {
        for (text, error) in [
            ("", TokenError::Empty),
            (" \n", TokenError::Empty),
            ("Bearer ", TokenError::Empty),
            ("abc\r\nX-Evil: 1", TokenError::LineBreak),
            ("abc def", TokenError::InnerSpace),
            ("abc\u{a0}def", TokenError::InnerSpace),
            ("\"abc\"", TokenError::QuotationMarks),
            ("“abc”", TokenError::QuotationMarks),
            ("ab\u{200b}c", TokenError::Invisible),
            ("\u{feff}abc", TokenError::Invisible),
            ("ab\0c", TokenError::Invisible),
            ("abc\\ndef", TokenError::ForbiddenCharacter),
            ("\\n", TokenError::Empty),
            ("tökén", TokenError::ForbiddenCharacter),
            ("••••••••7Qd2", TokenError::Masked),
            ("********", TokenError::Masked),
            ("https://api.command.verkada.com/scim", TokenError::LooksLikeUrl),
        ] {
            check(text, Err(error));
        }
        check(&"a".repeat(1281), Err(TokenError::TooLong));
        assert!(ScimToken::parse(&"a".repeat(1280)).is_ok());
    }

    #[test]
    fn the_hint_of_a_short_token_gives_less_away() {
        for (length, shown) in [(1, 0), (7, 0), (8, 1), (16, 2), (31, 3), (32, 4), (1280, 4)] {
            let token = ScimToken::parse(&"x".repeat(length)).unwrap().value;
            assert_eq!(token.hint().as_str().len(), shown, "{length}");
        }
    }

    #[test]
    fn neither_debug_text_nor_errors_hold_the_token() {
        let token = ScimToken::parse(TOKEN).unwrap();
        assert!(!format!("{token:?}").contains("7Qd2"));
        let error = ScimToken::parse("canary canary").unwrap_err();
        assert!(!format!("{error} {error:?}").contains("canary"));
    }

    #[test]
    fn a_fingerprint_is_the_head_of_the_sha_256() {
        // `printf abc | sha256sum` begins with ba7816bf.
        assert_eq!(ScimToken::parse("abc").unwrap().value.fingerprint(), "ba:78:16:bf");
    }
}
