//! HTTP to a SCIM service provider, and nothing else.

mod attempt;
mod auth;
mod body;
mod certificate;
mod check;
mod discovery;
mod endpoint;
mod error;
mod exchange;
mod gate;
mod http;
mod listing;
mod redact;
mod refusal;
mod scim;
mod tls;
mod wait;

pub use check::{Check, Stage, StageReport, StageState};
pub use discovery::{Discovery, Feature};
pub use error::{Error, ErrorKind};
pub use exchange::{Exchange, ExchangeOutcome};
pub use http::{Http, HttpOptions};
pub use listing::Listing;
pub use scim::{Collection, Found, ScimClient};
pub use wait::{Chance, Clock, Event, Observer, WaitReason, Waiting};

#[cfg(test)]
mod tests;
