//! What every request may reach.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use jiff::Timestamp;
use serde_json::Value;

use crate::sandbox::auth::Guesses;
use crate::sandbox::auth::TokenHash;
use crate::sandbox::faults::Faults;
use crate::sandbox::guard::Guard;
use crate::sandbox::reply::Refusal;
use crate::sandbox::rules::AllowList;
use crate::sandbox::seed::Seeded;
use crate::sandbox::snapshots::Snapshots;
use crate::sandbox::store::Store;
use crate::sandbox::token::LiveToken;
use crate::scim::Resource;
use crate::scim::ScimType;
use crate::scim::json;
use crate::verkada::EmailDomain;

/// Where the time comes from.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What every request may reach.
pub(crate) struct Shared {
    pub(crate) store: Store,
    /// The SCIM base URL, without a slash at its end.
    pub(crate) base: String,
    pub(crate) clock: Clock,
    pub(crate) allow: AllowList,
    pub(crate) guard: Guard,
    pub(crate) scim_token: LiveToken,
    pub(crate) admin_token: TokenHash,
    pub(crate) guesses: Guesses,
    pub(crate) faults: Faults,
    pub(crate) snapshots: Snapshots,
    pub(crate) stats: Stats,
    pub(crate) seeded: Seeded,
    /// The domains that the people were made for; none for the company's own.
    pub(crate) seeded_domains: Vec<EmailDomain>,
}

impl Shared {
    /// Now, as precisely as it is kept.
    pub(crate) fn moment(&self) -> Timestamp {
        to_millisecond((self.clock)())
    }

    /// Now, as `meta` writes it.
    pub(crate) fn now(&self) -> String {
        timestamp((self.clock)())
    }

    /// Now, as histories keep it.
    pub(crate) fn milliseconds(&self) -> i64 {
        (self.clock)().as_millisecond()
    }
}

/// A point in time as `meta` writes it.
pub(crate) fn timestamp(now: Timestamp) -> String {
    now.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// A point in time as precisely as it is kept, so that it is the same when it is read again.
pub(crate) fn to_millisecond(time: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(time.as_millisecond()).unwrap_or(time)
}

/// A random id (UUID version 4, RFC 9562).
pub(crate) fn new_id() -> Result<String, Refusal> {
    let mut bytes = [0_u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| {
        tracing::error!(%error, "no random bytes for an id");
        Refusal::new(
            axum::http::StatusCode::INTERNAL_SERVER_ERROR,
            "The system gives no random bytes for an id",
        )
    })?;
    Ok(uuid(bytes))
}

/// Writes 16 bytes as a UUID of version 4.
pub(crate) fn uuid(bytes: [u8; 16]) -> String {
    let bits = u128::from_be_bytes(bytes);
    let bits = bits & !(0xf << 76) & !(0b11 << 62) | 0x4 << 76 | 0b10 << 62;
    let hex = format!("{bits:032x}");
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    format!("{}-{}-{}-{}-{}", part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32))
}

/// Writes bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a String cannot fail.
        write!(text, "{byte:02x}").unwrap_or_default();
    }
    text
}

/// Reads a body that has to be JSON.
pub(crate) fn read_json(body: &[u8]) -> Result<Value, Refusal> {
    json::parse(body).map_err(|error| {
        let place = format!("line {}, column {}", error.line, error.column);
        Refusal::of(
            ScimType::InvalidSyntax,
            format!("The body is not readable JSON: {} ({place})", error.message),
        )
    })
}

/// Reads what the store keeps.
pub(crate) fn read_stored(body: &[u8]) -> Result<Resource, Refusal> {
    let value = serde_json::from_slice(body).map_err(|error| {
        tracing::error!(%error, "a row is not JSON");
        Refusal::new(
            axum::http::StatusCode::INTERNAL_SERVER_ERROR,
            "A row of the sandbox is broken",
        )
    })?;
    Ok(Resource::from_value(value)?)
}

/// What the sandbox did so far.
#[derive(Default)]
pub(crate) struct Stats {
    requests: AtomicU64,
}

impl Stats {
    pub(crate) fn count(&self) {
        self.requests.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_uuids_of_version_4() {
        assert_eq!(uuid([0xff; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
        assert_eq!(uuid([0; 16]), "00000000-0000-4000-8000-000000000000");
        assert_ne!(new_id().ok(), new_id().ok());
    }

    #[test]
    fn times_have_milliseconds_and_a_zone() {
        assert_eq!(timestamp(Timestamp::UNIX_EPOCH), "1970-01-01T00:00:00.000Z");
    }
}
