//! One SCIM request as Entra builds it, before any server is named.

use std::fmt;
use std::fmt::Write as _;

use serde_json::Value;

use crate::scim::ResourceId;

/// What Entra asks of a SCIM service provider, or tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// What it is about.
    pub kind: ResourceKind,
    /// What is asked.
    pub ask: Ask,
}

/// What a request is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResourceKind {
    /// A person.
    User,
    /// A group.
    Group,
}

/// What is asked of the server.
#[derive(Clone, Debug, PartialEq)]
pub enum Ask {
    /// Who is it: a filter (RFC 7644 section 3.4.2.2).
    Match {
        /// The filter, not encoded.
        filter: String,
    },
    /// Create one.
    Create {
        /// The resource.
        body: Value,
    },
    /// Change one.
    Patch {
        /// Whom.
        id: ResourceId,
        /// The `PatchOp` message (RFC 7644 section 3.5.2).
        body: Value,
    },
    /// Delete one for good.
    Delete {
        /// Whom.
        id: ResourceId,
    },
}

/// The method of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// Changes nothing.
    Get,
    /// Creates.
    Post,
    /// Changes a part.
    Patch,
    /// Deletes.
    Delete,
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        })
    }
}

impl Request {
    /// The method.
    pub const fn method(&self) -> Method {
        match self.ask {
            Ask::Match { .. } => Method::Get,
            Ask::Create { .. } => Method::Post,
            Ask::Patch { .. } => Method::Patch,
            Ask::Delete { .. } => Method::Delete,
        }
    }

    /// The path below the base URL, without a query.
    pub fn path(&self) -> String {
        let collection = match self.kind {
            ResourceKind::User => "/Users",
            ResourceKind::Group => "/Groups",
        };
        match &self.ask {
            Ask::Match { .. } | Ask::Create { .. } => collection.to_owned(),
            Ask::Patch { id, .. } | Ask::Delete { id } => format!("{collection}/{id}"),
        }
    }

    /// The parameters of the query, not encoded. Of a group Entra never wants the members.
    pub fn query(&self) -> Vec<(&'static str, String)> {
        let Ask::Match { filter } = &self.ask else { return Vec::new() };
        let filter = ("filter", filter.clone());
        match self.kind {
            ResourceKind::User => vec![filter],
            ResourceKind::Group => vec![("excludedAttributes", "members".to_owned()), filter],
        }
    }

    /// The body.
    pub const fn body(&self) -> Option<&Value> {
        match &self.ask {
            Ask::Create { body } | Ask::Patch { body, .. } => Some(body),
            Ask::Match { .. } | Ask::Delete { .. } => None,
        }
    }

    /// The request for a person to read: method, path and query without percent signs, and the body on lines of its own.
    pub fn preview(&self) -> String {
        let mut text = format!("{} {}", self.method(), self.path());
        for (index, (name, value)) in self.query().iter().enumerate() {
            let separator = if index == 0 { '?' } else { '&' };
            // Writing to a String cannot fail.
            write!(text, "{separator}{name}={value}").unwrap_or_default();
        }
        if let Some(body) = self.body() {
            write!(text, "\n\n{body:#}").unwrap_or_default();
        }
        text
    }
}
