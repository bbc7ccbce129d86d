//! What can go wrong with a call, said so that an admin can act on it.

use std::error::Error as _;
use std::fmt;
use std::io;
use std::time::Duration;

use crate::client::wait::words;
use crate::scim::ScimError;

/// A failed call. Holds neither URL nor query nor token.
#[derive(Clone, Debug)]
pub struct Error {
    kind: ErrorKind,
    doing: &'static str,
    reason: String,
    answer: Option<Box<Answer>>,
    acted: Acted,
}

/// Whether the server may have done what a failed call asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Acted {
    /// Certainly not: the call never reached it, or it refused.
    No,
    /// It may have: the answer got lost, is unreadable, or tells of a failure half-way. Look before anything is repeated.
    Unknown,
}

/// What the server answered.
#[derive(Clone, Debug)]
struct Answer {
    status: u16,
    scim: Option<ScimError>,
    request_id: Option<String>,
}

/// The kinds of failure that differ in what to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// The name is unknown, or nobody answers at the address.
    Unreachable,
    /// The server could not prove who it is, or no common TLS version was found.
    Tls,
    /// No answer in time.
    TimedOut,
    /// The connection broke before the answer was whole.
    Interrupted,
    /// The token was refused (401).
    Unauthorized,
    /// The token may not do this (403).
    Forbidden,
    /// No such resource (404).
    NotFound,
    /// The resource collides with another, or was changed meanwhile (409, 412).
    Conflict,
    /// Too many calls (429).
    Throttled {
        /// The pause the server asked for, where it did.
        retry_after: Option<Duration>,
    },
    /// The request was refused for another reason (4xx).
    Rejected,
    /// The server failed (5xx).
    ServerFault {
        /// The pause the server asked for, where it did.
        retry_after: Option<Duration>,
    },
    /// The server points elsewhere (3xx); a token is never carried along.
    Redirected,
    /// The answer is not what SCIM says it should be.
    Malformed,
    /// The answer is larger than is read.
    TooLarge,
    /// The connection's own settings do not work, such as an unreadable certificate.
    Settings,
}

impl ErrorKind {
    /// Whether the same call may well succeed a moment later.
    pub fn is_retryable(self) -> bool {
        match self {
            Self::Unreachable
            | Self::TimedOut
            | Self::Interrupted
            | Self::Throttled { .. }
            | Self::ServerFault { .. } => true,
            Self::Tls
            | Self::Unauthorized
            | Self::Forbidden
            | Self::NotFound
            | Self::Conflict
            | Self::Rejected
            | Self::Redirected
            | Self::Malformed
            | Self::TooLarge
            | Self::Settings => false,
        }
    }

    /// The pause the server asked for.
    pub fn retry_after(self) -> Option<Duration> {
        match self {
            Self::Throttled { retry_after } | Self::ServerFault { retry_after } => retry_after,
            _ => None,
        }
    }

    /// The kind of a status that is no success.
    pub(crate) fn of_status(status: u16, retry_after: Option<Duration>) -> Self {
        match status {
            300..=399 => Self::Redirected,
            401 => Self::Unauthorized,
            403 => Self::Forbidden,
            404 => Self::NotFound,
            408 => Self::TimedOut,
            409 | 412 => Self::Conflict,
            429 => Self::Throttled { retry_after },
            // 501 says that the server will never do it.
            400..=499 | 501 => Self::Rejected,
            500..=599 => Self::ServerFault { retry_after },
            _ => Self::Malformed,
        }
    }
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, doing: &'static str, reason: impl Into<String>) -> Self {
        let acted = match kind {
            ErrorKind::Settings | ErrorKind::Unreachable => Acted::No,
            _ => Acted::Unknown,
        };
        Self { kind, doing, reason: reason.into(), answer: None, acted }
    }

    pub(crate) fn with_answer(
        mut self,
        status: u16,
        scim: Option<ScimError>,
        request_id: Option<String>,
    ) -> Self {
        self.acted = acted_of_status(status, self.kind);
        self.answer = Some(Box::new(Answer { status, scim, request_id }));
        self
    }

    /// Wraps a failure below HTTP. Only the words at the bottom of its chain are kept: the ones above repeat the URL.
    pub(crate) fn from_transport(doing: &'static str, failure: &reqwest::Error) -> Self {
        let (kind, reason) = classify(failure);
        let error = Self::new(kind, doing, reason);
        // Without a connection nothing was sent.
        if failure.is_connect() { Self { acted: Acted::No, ..error } } else { error }
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Whether the server may have acted, for calls that change something.
    pub fn certainty(&self) -> Acted {
        self.acted
    }

    /// What was being done, such as "Read users".
    pub fn doing(&self) -> &'static str {
        self.doing
    }

    /// Why it failed, without what was being done.
    pub fn reason(&self) -> &str {
        &self.reason
    }

    /// The HTTP status, where the server answered.
    pub fn status(&self) -> Option<u16> {
        self.answer.as_ref().map(|answer| answer.status)
    }

    /// What the server said in SCIM's own form.
    pub fn scim(&self) -> Option<&ScimError> {
        self.answer.as_ref()?.scim.as_ref()
    }

    /// The server's name for this call, for its support.
    pub fn request_id(&self) -> Option<&str> {
        self.answer.as_ref()?.request_id.as_deref()
    }

    /// What to do about it.
    pub fn hint(&self) -> String {
        match self.kind {
            ErrorKind::Unreachable => "Check the network, VPN and proxy, and the host in the tenant URL.",
            ErrorKind::Tls => {
                "If a proxy of yours inspects TLS or the server has a private CA, add that CA's certificate to this \
                 connection. Otherwise do not trust this server."
            }
            ErrorKind::TimedOut => "Try again. If it persists, look at the network, the proxy and the server's status.",
            ErrorKind::Interrupted => "Try again. If it persists, look for a proxy or firewall that cuts connections.",
            ErrorKind::Unauthorized => {
                "Enter the current SCIM token. In Command, Refresh makes every older token invalid at once."
            }
            ErrorKind::Forbidden => "Use a token that may read users and groups, or ask the server's admin.",
            ErrorKind::NotFound => "It may have been removed meanwhile, or the tenant URL lacks a part of its path.",
            ErrorKind::Conflict => "Read it again to see its present state.",
            ErrorKind::Throttled { retry_after: Some(pause) }
            | ErrorKind::ServerFault { retry_after: Some(pause) } => {
                return format!("Wait {}, then try again.", words(pause));
            }
            ErrorKind::Throttled { retry_after: None } => "Wait a minute, then try again.",
            ErrorKind::Rejected => "The server's words say what it does not accept.",
            ErrorKind::ServerFault { retry_after: None } => {
                "Try again later. If it persists, give the server's support the time and the request id."
            }
            ErrorKind::Redirected => "If you trust that address, enter it as the tenant URL; the token is never sent along.",
            ErrorKind::Malformed => {
                "Check that the tenant URL is the SCIM address, and that no sign-in page stands in between."
            }
            ErrorKind::TooLarge => "Ask the server's admin; an answer of this size is not a page of people.",
            ErrorKind::Settings => "Correct the settings of this connection.",
        }
        .to_owned()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.doing, self.reason)
    }
}

impl std::error::Error for Error {}

/// A refusal (4xx), a pointer elsewhere (3xx), a method that is not offered (501), and a server that says when to come again
/// (503 with Retry-After) have not acted (RFC 9110 section 15). A 408 may come from a proxy in between.
fn acted_of_status(status: u16, kind: ErrorKind) -> Acted {
    match (status, kind) {
        (408, _) => Acted::Unknown,
        (300..=499 | 501, _) | (503, ErrorKind::ServerFault { retry_after: Some(_) }) => Acted::No,
        _ => Acted::Unknown,
    }
}

fn classify(failure: &reqwest::Error) -> (ErrorKind, String) {
    let chain = Chain::of(failure);
    if let Some(tls) = chain.tls {
        return (ErrorKind::Tls, tls_words(tls));
    }
    if failure.is_timeout() {
        let words =
            if failure.is_connect() { "no connection in time" } else { "no answer in time" };
        return (ErrorKind::TimedOut, words.to_owned());
    }
    if failure.is_dns() {
        return (ErrorKind::Unreachable, "the host name is unknown".to_owned());
    }
    if failure.is_builder() {
        return (ErrorKind::Settings, chain.bottom);
    }
    match chain.io {
        Some(io::ErrorKind::ConnectionRefused) => {
            return (
                ErrorKind::Unreachable,
                "nobody answers at this address and port (connection refused)".to_owned(),
            );
        }
        // A chunk size or a body that is no HTTP.
        Some(io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData) => {
            return (
                ErrorKind::Malformed,
                format!("the answer is not valid HTTP ({})", chain.bottom),
            );
        }
        _ => {}
    }
    if failure.is_connect() {
        return (ErrorKind::Unreachable, chain.bottom);
    }
    // hyper's error type stays outside of this module; its parse errors are told by their words.
    if chain.bottom.contains("too large") {
        return (ErrorKind::TooLarge, "the head of the answer is too large".to_owned());
    }
    if ["invalid HTTP", "header", "parse"].iter().any(|word| chain.bottom.contains(word)) {
        return (ErrorKind::Malformed, format!("the answer is not valid HTTP ({})", chain.bottom));
    }
    (
        ErrorKind::Interrupted,
        format!("the connection broke before the answer was whole ({})", chain.bottom),
    )
}

/// What the chain of causes below an error holds.
struct Chain<'a> {
    bottom: String,
    io: Option<io::ErrorKind>,
    tls: Option<&'a rustls::Error>,
}

impl<'a> Chain<'a> {
    fn of(failure: &'a reqwest::Error) -> Self {
        let mut chain = Self { bottom: String::new(), io: None, tls: None };
        let mut next: Option<&'a (dyn std::error::Error + 'static)> = failure.source();
        while let Some(cause) = next {
            next = cause.source();
            if let Some(io) = cause.downcast_ref::<io::Error>() {
                chain.io = Some(io.kind());
                // An io::Error that wraps another error answers with that error's source, and so hides it.
                if let Some(inner) = io.get_ref() {
                    next = Some(inner);
                }
            }
            if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
                chain.tls = Some(tls);
            }
            chain.bottom = cause.to_string();
        }
        chain
    }
}

fn tls_words(failure: &rustls::Error) -> String {
    use rustls::CertificateError as Certificate;
    let rustls::Error::InvalidCertificate(certificate) = failure else {
        return match failure {
            rustls::Error::AlertReceived(alert) => {
                format!("the server ended the TLS handshake ({alert:?})")
            }
            rustls::Error::InvalidMessage(_) => {
                "the server does not speak TLS at this port".to_owned()
            }
            rustls::Error::PeerIncompatible(_) => {
                "the server offers no TLS version from 1.2 up".to_owned()
            }
            _ => format!("the TLS handshake failed ({failure})"),
        };
    };
    match certificate {
        Certificate::Expired | Certificate::ExpiredContext { .. } => {
            "the server's certificate has expired".to_owned()
        }
        Certificate::NotValidYet | Certificate::NotValidYetContext { .. } => {
            "the server's certificate is not valid yet; is this computer's clock right".to_owned()
        }
        Certificate::NotValidForName => {
            "the server's certificate is for another host name".to_owned()
        }
        Certificate::NotValidForNameContext { presented, .. } => {
            let names: Vec<_> =
                presented.iter().take(3).map(|name| name.replace("DnsName(", "")).collect();
            format!(
                "the server's certificate is for another host name ({})",
                names.join(", ").replace(['"', ')'], "")
            )
        }
        Certificate::UnknownIssuer => {
            "the server's certificate was not issued by a CA that this computer trusts".to_owned()
        }
        Certificate::Revoked => "the server's certificate was revoked".to_owned(),
        Certificate::Other(other) if other.to_string().contains("CaUsedAsEndEntity") => {
            "the server's certificate is self-signed".to_owned()
        }
        other => format!("the server's certificate is not acceptable ({other})"),
    }
}
