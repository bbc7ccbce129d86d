//! The identifier of a resource, checked so that it cannot bend a URL.

use std::fmt;

use crate::limits;
use crate::scim::quote::quote;

/// A resource id that can stand as one path segment: `[A-Za-z0-9._~@:+-]{1,256}`, but neither `.` nor `..`.
///
/// URL libraries resolve dot segments, also percent-encoded or behind a tab, so an id such as `..` would move a request
/// to another resource. Servers with ids outside of this set exist (SCIM Gateway takes the userName, quotes included);
/// their rows can be shown, but nothing is ever addressed by such an id.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ResourceId(Box<str>);

/// Why a text cannot be a resource id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResourceIdError {
    /// Nothing there.
    #[error("The id is empty")]
    Empty,
    /// More than the limit.
    #[error("The id is longer than {} characters", limits::RESOURCE_ID_CHARS)]
    TooLong,
    /// `.` or `..`.
    #[error("The id is a dot segment, which a URL would resolve away")]
    DotSegment,
    /// A character outside of the set.
    #[error(
        "The id {id} has a character that cannot stand in a URL path safely, at position {position}"
    )]
    Character {
        /// The id, quoted.
        id: String,
        /// Offset of the character, in characters from 0.
        position: usize,
    },
}

impl ResourceId {
    /// Checks a text from outside.
    pub fn parse(text: &str) -> Result<Self, ResourceIdError> {
        match text {
            "" => return Err(ResourceIdError::Empty),
            "." | ".." => return Err(ResourceIdError::DotSegment),
            _ => {}
        }
        let allowed =
            |character: char| character.is_ascii_alphanumeric() || "._~@:+-".contains(character);
        if let Some(position) =
            text.chars().take(limits::RESOURCE_ID_CHARS).position(|character| !allowed(character))
        {
            return Err(ResourceIdError::Character { id: quote(text), position });
        }
        if text.len() > limits::RESOURCE_ID_CHARS {
            return Err(ResourceIdError::TooLong);
        }
        Ok(Self(text.into()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ResourceId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}
