//! Turns a token into a header that no log prints, and into the texts to look for when answers are recorded.

use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use crate::client::error::{Error, ErrorKind};
use crate::client::redact::Redactor;
use crate::verkada::{ScimToken, TokenError};

/// The credential of one connection, ready to be sent.
pub(crate) struct Authorization {
    pub(crate) header: HeaderValue,
    pub(crate) redactor: Redactor,
}

/// Takes a token out of an answer that hands it over.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where a secret that came becomes a token"
)]
pub(crate) fn handed_over(secret: &SecretString) -> Result<ScimToken, TokenError> {
    ScimToken::parse(secret.expose_secret()).map(|token| token.value)
}

impl Authorization {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place in the client where a token becomes a header"
    )]
    pub(crate) fn new(token: &ScimToken) -> Result<Self, Error> {
        let secret = token.secret().expose_secret();
        let text = Zeroizing::new(format!("Bearer {secret}"));
        let mut header = HeaderValue::from_str(&text).map_err(|_unprintable| {
            Error::new(
                ErrorKind::Settings,
                "Use the token",
                "it holds a character that no HTTP header may carry",
            )
        })?;
        header.set_sensitive(true);
        Ok(Self { header, redactor: Redactor::new(secret) })
    }
}
