//! The SCIM token of the organization: which one is good now, and its exchange for another.

use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::RwLock;

use axum::http::HeaderMap;
use jiff::Timestamp;

use crate::sandbox::auth::Minted;
use crate::sandbox::auth::SCIM_TOKEN_PREFIX;
use crate::sandbox::auth::TokenHash;
use crate::sandbox::auth::Verdict;
use crate::sandbox::auth::judge;
use crate::sandbox::shared::timestamp;
use crate::sandbox::store::StoreError;
use crate::sandbox::store::Writer;
use crate::verkada::admin::TokenRecord;

const HASH: &str = "token_hash";
const MADE_AT: &str = "token_made_at";

/// All that is known of a token that is good.
#[derive(Clone)]
pub(crate) struct KnownToken {
    hash: TokenHash,
    made_at: Timestamp,
}

impl KnownToken {
    /// A new token with what stays known of it.
    pub(crate) fn mint(now: Timestamp) -> Result<(Minted, Self), getrandom::Error> {
        let minted = Minted::new(SCIM_TOKEN_PREFIX)?;
        let hash = minted.hash();
        Ok((minted, Self { hash, made_at: now }))
    }

    /// What may be shown.
    pub(crate) fn record(&self) -> TokenRecord {
        TokenRecord { made_at: self.made_at, fingerprint: self.hash.fingerprint() }
    }

    /// Writes it down. The fingerprint is the beginning of the hash.
    pub(crate) fn keep(&self, writer: &Writer<'_>) -> Result<(), StoreError> {
        writer.remember(HASH, &self.hash.to_hex())?;
        writer.remember(MADE_AT, &timestamp(self.made_at))
    }

    /// Reads what the organization has written down.
    pub(crate) fn recall(writer: &Writer<'_>) -> Result<Option<Self>, StoreError> {
        let (hash, made_at) = (writer.recall(HASH)?, writer.recall(MADE_AT)?);
        let hash = hash.as_deref().and_then(TokenHash::from_hex);
        let made_at = made_at.and_then(|text| text.parse().ok());
        Ok(hash.zip(made_at).map(|(hash, made_at)| Self { hash, made_at }))
    }
}

/// The token that requests are judged by.
pub(crate) struct LiveToken {
    now: RwLock<Option<KnownToken>>,
    exchange: Mutex<()>,
}

impl LiveToken {
    pub(crate) fn new(now: Option<KnownToken>) -> Self {
        Self { now: RwLock::new(now), exchange: Mutex::default() }
    }

    /// Judges a request. Where SCIM is not set up no token is wrong: there is nothing to guess.
    pub(crate) fn judge(&self, headers: &HeaderMap) -> Verdict {
        let now = self.now.read().unwrap_or_else(PoisonError::into_inner);
        now.as_ref().map_or(Verdict::Missing, |known| judge(headers, &known.hash))
    }

    /// What may be shown of it; none where SCIM is not set up.
    pub(crate) fn record(&self) -> Option<TokenRecord> {
        let now = self.now.read().unwrap_or_else(PoisonError::into_inner);
        now.as_ref().map(KnownToken::record)
    }

    /// Held from before a new token is written down until it is the good one, so that of two exchanges at once the file
    /// and the server remember the same.
    pub(crate) fn exchange(&self) -> MutexGuard<'_, ()> {
        self.exchange.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes a token the good one; the one before is dead when this returns.
    pub(crate) fn replace(&self, known: KnownToken) {
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = Some(known);
    }
}
