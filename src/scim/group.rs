//! A typed view of a Group; the resource below it stays whole.

use serde_json::Value;

use crate::scim::resource::{Resource, field};

/// A Group (RFC 7643 section 4.2), read in place.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Group(pub(crate) Resource);

/// A member of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Member<'a> {
    /// The member's id.
    pub(crate) value: &'a str,
    /// The member's name, where the server says it.
    pub(crate) display: Option<&'a str>,
    /// `User` or `Group`, where the server says it.
    pub(crate) kind: Option<&'a str>,
}

impl Group {
    /// The id.
    pub(crate) fn id(&self) -> Option<&str> {
        self.0.id()
    }

    /// The name of the group.
    pub(crate) fn display_name(&self) -> Option<&str> {
        self.0.text("displayName")
    }

    /// The identifier the identity provider gave.
    pub(crate) fn external_id(&self) -> Option<&str> {
        self.0.external_id()
    }

    /// The members; absent and empty are alike.
    pub(crate) fn members(&self) -> impl Iterator<Item = Member<'_>> {
        self.0.get("members").and_then(Value::as_array).into_iter().flatten().filter_map(|member| {
            let member = match member {
                Value::String(value) => return Some(Member { value, display: None, kind: None }),
                Value::Object(member) => member,
                _ => return None,
            };
            let text = |name| field(member, name).and_then(Value::as_str);
            Some(Member { value: text("value")?, display: text("display"), kind: text("type") })
        })
    }
}
