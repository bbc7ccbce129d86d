//! HTTP to a SCIM service provider, and nothing else.

mod auth;
mod body;
mod check;
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

pub use check::{CheckEvent, Stage, StageResult};
pub use error::{Error, ErrorKind};
pub use exchange::{Exchange, ExchangeOutcome};
pub use http::{Http, HttpOptions};
pub use listing::Listing;
pub use scim::{Collection, ScimClient};
pub use wait::{Chance, Clock, Event, Observer, WaitReason, Waiting};
