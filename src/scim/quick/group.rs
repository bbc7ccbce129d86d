//! A plain group, read straight into the row of a list.

use serde::de::MapAccess;

use crate::scim::listed::ListedGroup;
use crate::scim::quick::keys::{Keys, find};
use crate::scim::quick::{Plain, Take, Text, What, unusual};
use crate::scim::texts::Texts;

const GROUP: [(&str, Attribute); 7] = [
    ("id", Attribute::Id),
    ("displayName", Attribute::Name),
    ("externalId", Attribute::ExternalId),
    ("members", Attribute::Members),
    ("meta", Attribute::Meta),
    // The thorough reader looks at these in every row, whatever its type.
    ("userName", Attribute::Foreign),
    ("active", Attribute::Foreign),
];

#[derive(Clone, Copy)]
enum Attribute {
    Id,
    Name,
    ExternalId,
    Members,
    Meta,
    Foreign,
}

impl Plain for ListedGroup {
    fn unique_name(&self) -> Option<&str> {
        None
    }

    fn read<'de, A: MapAccess<'de>>(mut entries: A, depth: usize) -> Result<Self, A::Error> {
        let (mut id, mut name, mut external_id, mut members) = (None, None, None, Texts::default());
        let mut last_modified = None;
        let mut keys = Keys::default();
        while let Some(key) = keys.next(&mut entries)? {
            let what: What<'_, 'de, Self> = match find(&GROUP, key)? {
                None => What::Skim,
                Some(Attribute::Id) => What::Text(&mut id),
                Some(Attribute::Name) => What::Text(&mut name),
                Some(Attribute::ExternalId) => What::Text(&mut external_id),
                Some(Attribute::Members) => What::Members(&mut members),
                Some(Attribute::Meta) => What::One("lastModified", &mut last_modified),
                Some(Attribute::Foreign) => return Err(unusual()),
            };
            entries.next_value_seed(Take { depth, what })?;
        }
        let id = id.filter(|id| !id.is_empty()).ok_or_else(unusual)?.into_owned();
        members.shrink_to_fit();
        Ok(Self {
            id,
            display_name: name.map(Into::into),
            external_id: external_id.map(Into::into),
            last_modified: last_modified.map(Into::into),
            members,
        })
    }
}

/// Reads one member; one without a `value` that is a text is passed over.
pub(super) fn member<'de, R: Plain, A: MapAccess<'de>>(
    members: &mut Texts,
    entries: A,
    depth: usize,
) -> Result<(), A::Error> {
    let mut value = None;
    one::<R, _>("value", &mut value, entries, depth)?;
    if let Some(value) = value {
        members.push(&value);
    }
    Ok(())
}

/// Reads one text of an object.
pub(super) fn one<'de, R: Plain, A: MapAccess<'de>>(
    name: &str,
    text: &mut Text<'de>,
    mut entries: A,
    depth: usize,
) -> Result<(), A::Error> {
    let mut keys = Keys::default();
    while let Some(key) = keys.next(&mut entries)? {
        let found = find(&[(name, ())], key)?;
        let what = if found.is_some() { What::Text(&mut *text) } else { What::Skim };
        entries.next_value_seed(Take::<R> { depth, what })?;
    }
    Ok(())
}
