//! What went over the wire in one try, redacted, for the activity list and for support.

use std::fmt::Write as _;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{AUTHORIZATION, HeaderMap, SET_COOKIE};

use crate::client::error::ErrorKind;
use crate::client::redact::Redactor;

/// One try of one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// When it began.
    pub at: Timestamp,
    /// 1 for the first try.
    pub attempt: u32,
    /// The HTTP method.
    pub method: String,
    /// The path below the tenant URL: placeholders for ids, no query values.
    pub path: String,
    /// How it ended.
    pub outcome: ExchangeOutcome,
    /// How long it took.
    pub took: Duration,
    /// Bytes of the body as they came over the wire.
    pub wire_bytes: usize,
    /// Bytes of the body after decompression.
    pub body_bytes: usize,
    /// Method, path template and headers that were sent.
    pub request_head: String,
    /// The beginning of the body that was sent; empty when none was.
    pub request_body: String,
    /// Status line and headers that came; empty when none came.
    pub response_head: String,
    /// The beginning of the body that came.
    pub body: String,
}

/// How a try ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExchangeOutcome {
    /// An answer came whole.
    Answered {
        /// Its HTTP status.
        status: u16,
    },
    /// No whole answer came.
    Failed {
        /// Why.
        kind: ErrorKind,
    },
}

/// Headers as text: credentials masked, every other value without the secrets of the connection.
pub(crate) fn head(first_line: &str, headers: &HeaderMap, redactor: Option<&Redactor>) -> String {
    let mut text = first_line.to_owned();
    for (name, value) in headers {
        let value = if value.is_sensitive() || name == AUTHORIZATION || name == SET_COOKIE {
            "[redacted]".to_owned()
        } else {
            let value = String::from_utf8_lossy(value.as_bytes());
            redactor.map_or_else(|| value.to_string(), |redactor| redactor.clean(&value))
        };
        // Writing to a String cannot fail.
        write!(text, "\n{name}: {value}").unwrap_or_default();
    }
    text
}
