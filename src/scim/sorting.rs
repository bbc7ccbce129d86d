//! The order of a list (RFC 7644 section 3.4.2.3): `sortBy` and `sortOrder`.

use std::cmp::Ordering;

use jiff::Timestamp;
use serde_json::Value;

use crate::scim::error::{ScimError, ScimType};
use crate::scim::filter::is_present;
use crate::scim::instant;
use crate::scim::normalize::is_primary;
use crate::scim::path::AttrPath;
use crate::scim::quote::quote;
use crate::scim::resource::{Resource, boolean};
use crate::scim::schema::{Attribute, Kind, ResourceType};
use crate::scim::target::{Target, elements, part_of};

/// Which way a list is sorted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SortOrder {
    /// Small first; what has no value comes last.
    #[default]
    Ascending,
    /// The reverse of ascending.
    Descending,
}

/// Compares resources by one attribute.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sorting {
    target: Target,
    leaf: &'static Attribute,
    order: SortOrder,
}

/// What a resource is sorted by; take it once for each resource of a long list.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SortKey {
    /// A truth value; false first.
    Boolean(bool),
    /// A point in time.
    Instant(Timestamp),
    /// A text, folded where its case does not count.
    Text(String),
    /// No value.
    Unassigned,
}

impl Sorting {
    /// Looks the attribute up.
    pub(crate) fn new(
        path: &AttrPath,
        order: SortOrder,
        resource_type: &ResourceType,
    ) -> Result<Self, ScimError> {
        let refuse = |detail| ScimError::new(ScimType::InvalidPath, detail);
        let target = Target::find(path, resource_type)
            .map_err(|error| refuse(format!("sortBy: {error}")))?;
        if target.is_secret() {
            return Err(refuse(format!(
                "sortBy: {} cannot be asked for",
                quote(&path.to_string())
            )));
        }
        let leaf = target.leaf().ok_or_else(|| {
            refuse(format!("sortBy: {} is complex: name a sub-attribute", quote(&path.to_string())))
        })?;
        Ok(Self { target, leaf, order })
    }

    /// What the resource is sorted by. Of a list it is the primary element, else the first.
    pub(crate) fn key(&self, resource: &Resource) -> SortKey {
        let elements = elements(self.target.value_in(resource.as_map()));
        let element =
            elements.iter().find(|element| is_primary(element)).or_else(|| elements.first());
        let part = (self.target.attribute.kind == Kind::Complex).then_some(self.leaf.name);
        let value = element.map(|element| part_of(element, part)).filter(|value| is_present(value));
        match (self.leaf.kind, value) {
            (Kind::Boolean, Some(value)) => {
                boolean(value).map_or(SortKey::Unassigned, SortKey::Boolean)
            }
            (Kind::DateTime, Some(Value::String(text))) => {
                instant::parse(text).map_or(SortKey::Unassigned, SortKey::Instant)
            }
            (_, Some(Value::String(text))) if self.leaf.case_exact => SortKey::Text(text.clone()),
            (_, Some(Value::String(text))) => SortKey::Text(text.to_ascii_lowercase()),
            _ => SortKey::Unassigned,
        }
    }

    /// The order of two keys. Equal ones are for the caller to tell apart, by `id` say.
    pub(crate) fn compare(&self, left: &SortKey, right: &SortKey) -> Ordering {
        match self.order {
            SortOrder::Ascending => left.cmp(right),
            SortOrder::Descending => right.cmp(left),
        }
    }
}
