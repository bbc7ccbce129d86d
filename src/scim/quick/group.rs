//! A plain group, read straight into the row of a list.

use crate::scim::listed::{ListedGroup, Part};
use crate::scim::quick::Plain;
use crate::scim::quick::fields::Fields;
use crate::scim::quick::shape::{Inner, Table, What};

/// The parts that a user has as well stand in the same places.
const EXTERNAL_ID: Part = Part::VerkadaExternalId;

impl Plain for ListedGroup {
    const ATTRIBUTES: Table = &[
        ("id", What::Text(Part::Id)),
        ("displayName", What::Text(Part::DisplayName)),
        ("externalId", What::Text(EXTERNAL_ID)),
        ("members", What::Members),
        ("meta", What::Object(Inner::Meta)),
        // The thorough reader looks at these in every row, whatever its type.
        ("userName", What::Foreign),
        ("active", What::Foreign),
    ];

    fn unique_name(&self) -> Option<&str> {
        None
    }

    fn of(fields: &mut Fields<'_>) -> Option<Self> {
        let mut text = |part: Part| fields.texts.get_mut(part.place()).and_then(Option::take);
        let id = text(Part::Id).filter(|id| !id.is_empty())?.into_owned();
        let display_name = text(Part::DisplayName).map(Into::into);
        let external_id = text(EXTERNAL_ID).map(Into::into);
        let last_modified = text(Part::LastModified).map(Into::into);
        let mut members = std::mem::take(&mut fields.members);
        members.shrink_to_fit();
        Some(Self { id, display_name, external_id, last_modified, members })
    }
}
