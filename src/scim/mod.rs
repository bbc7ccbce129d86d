//! RFC 7643 and RFC 7644 as values; no IO, no async, no Verkada, no Entra.

pub(crate) mod json;
pub(crate) mod schema;

mod error;
mod etag;
mod group;
mod id;
mod list;
mod quote;
mod resource;
mod user;
mod walk;

pub(crate) use error::{ScimError, ScimType};
pub(crate) use etag::{ETag, ETagCondition};
pub(crate) use group::{Group, Member};
pub(crate) use id::{ResourceId, ResourceIdError};
pub(crate) use list::{ListError, ListPage, RowProblem, Severity};
pub(crate) use quote::quote;
pub(crate) use resource::Resource;
pub(crate) use user::{Enterprise, Name, TypedValue, User, VerkadaAccess};
pub(crate) use walk::{Ask, CompleteList, Partial, PartialReason, Pass, Position, Walk};
