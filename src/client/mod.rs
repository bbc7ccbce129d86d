//! HTTP to a SCIM service provider, and nothing else.

mod admin;
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
mod write;

pub(crate) use admin::{AdminClient, Minted};
pub use check::{Check, Stage, StageReport, StageState};
pub use discovery::{Discovery, Feature};
pub use error::{Acted, Error, ErrorKind};
pub use exchange::{Exchange, ExchangeOutcome};
pub use gate::CallPace;
pub use http::{Http, HttpOptions};
pub use listing::Listing;
pub use scim::{Collection, Found, ScimClient};
pub use wait::{Chance, Clock, Event, Observer, WaitReason, Waiting};
pub use write::Written;

#[cfg(test)]
mod tests;
