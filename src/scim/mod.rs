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
mod listed;
mod normalize;
mod patch;
mod path;
mod projection;
mod query;
pub(crate) mod query_string;
mod quick;
mod quote;
mod resource;
mod sorting;
mod syntax;
mod target;
mod texts;
mod user;
mod validate;
mod walk;

#[cfg(test)]
mod tests;

pub use error::{ScimError, ScimType};
pub(crate) use etag::{ETag, ETagCondition};
pub use filter::Filter;
pub(crate) use filter::{Comparison, Expression, Operator};
pub(crate) use group::Group;
pub use id::{ResourceId, ResourceIdError};
pub use list::{ListError, ListPage, ListRow, RowProblem, Severity};
pub use listed::{ListedGroup, ListedUser};
pub(crate) use patch::{Changed, PatchPath, PatchRequest};
pub(crate) use path::AttrPath;
pub(crate) use projection::Projection;
pub(crate) use query::ListQuery;
pub use resource::Resource;
pub(crate) use sorting::{SortKey, Sorting};
pub use syntax::SyntaxError;
pub(crate) use texts::Texts;
pub(crate) use user::{User, VerkadaAccess};
pub(crate) use validate::validate;
pub(crate) use walk::{Ask, Pass, Position, Walk};
pub use walk::{CompleteList, Partial, PartialReason};
