//! RFC 7643 and RFC 7644 as values; no IO, no async, no Verkada, no Entra.

pub(crate) mod json;
pub(crate) mod schema;

mod error;
mod etag;
mod filter;
mod group;
mod id;
mod instant;
mod list;
mod normalize;
mod patch;
mod path;
mod projection;
mod query;
pub(crate) mod query_string;
mod quote;
mod resource;
mod sorting;
mod syntax;
mod target;
mod uniqueness;
mod user;
mod validate;
mod walk;

#[cfg(test)]
mod tests;

pub use error::{ScimError, ScimType};
pub(crate) use etag::{ETag, ETagCondition};
pub use filter::Filter;
pub(crate) use group::{Group, Member};
pub use id::{ResourceId, ResourceIdError};
pub(crate) use list::ListError;
pub use list::{ListPage, RowProblem, Severity};
pub(crate) use patch::{Changed, PatchPath, PatchRequest, Place};
pub(crate) use path::AttrPath;
pub(crate) use projection::Projection;
pub(crate) use query::ListQuery;
pub(crate) use quote::quote;
pub use resource::Resource;
pub(crate) use sorting::{SortKey, SortOrder, Sorting};
pub use syntax::SyntaxError;
pub(crate) use uniqueness::{UniqueValue, unique_values};
pub(crate) use user::{Enterprise, Name, TypedValue, User, VerkadaAccess};
pub(crate) use validate::validate;
pub(crate) use walk::{Ask, Pass, Position, Walk};
pub use walk::{CompleteList, Partial, PartialReason};
