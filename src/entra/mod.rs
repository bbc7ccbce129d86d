//! What is particular to Microsoft Entra ID as a SCIM client. Values only, no IO.

mod dialect;
mod path;
mod request;

pub use dialect::{Change, Dialect, Switch};
pub use path::{AttributePath, PathError};
pub use request::{Ask, Method, Request, ResourceKind};

#[cfg(test)]
mod tests;
