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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn safe_ids_are_taken_and_others_refused() {
        for id in [
            "1",
            "null",
            "2819c223-7f76-453a-919d-413861904646",
            "a@b.example",
            "a:b",
            "...",
            "~",
            "+1",
            "_",
        ] {
            assert_eq!(ResourceId::parse(id).map(|id| id.to_string()).as_deref(), Ok(id));
        }
        for id in [
            "", ".", "..", " ", "a b", "a/b", "a\\b", "a%2e", "a?b", "a#b", "a\"b", "a;b", "a&b",
            "é", "a\n", "\u{202e}",
        ] {
            assert!(ResourceId::parse(id).is_err(), "{id:?}");
        }
        assert!(ResourceId::parse(&"a".repeat(limits::RESOURCE_ID_CHARS)).is_ok());
        assert_eq!(
            ResourceId::parse(&"a".repeat(limits::RESOURCE_ID_CHARS + 1)),
            Err(ResourceIdError::TooLong)
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn an_id_that_is_taken_is_one_segment_of_a_path(text in "\\PC{0,12}|[.%2eE/a]{0,6}") {
            if ResourceId::parse(&text).is_ok() {
                prop_assert!(text.chars().all(|c| c.is_ascii_graphic() && !"/\\?#%\"<>`{}|^".contains(c)), "{}", text);
                prop_assert!(text != "." && text != "..");
            }
        }
    }
}
