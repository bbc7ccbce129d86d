//! A plain user, read straight into the row of a list.

use std::borrow::Cow;

use serde::de::MapAccess;

use crate::scim::list::ListRow as _;
use crate::scim::listed::{ListedUser, PARTS, Part};
use crate::scim::quick::keys::{Keys, find};
use crate::scim::quick::{Plain, Take, Text, What, unusual};
use crate::scim::schema;

const MAIL: [(&str, MailPart); 3] =
    [("value", MailPart::Value), ("type", MailPart::Kind), ("primary", MailPart::Primary)];
const NAME: [(&str, Part); 4] = [
    ("formatted", Part::Formatted),
    ("familyName", Part::FamilyName),
    ("givenName", Part::GivenName),
    ("middleName", Part::MiddleName),
];
const ENTERPRISE: [(&str, Part); 2] =
    [("department", Part::Department), ("employeeNumber", Part::EmployeeNumber)];
const ACCESS: [(&str, Part); 5] = [
    ("cardFormat", Part::CardFormat),
    ("cardNumber", Part::CardNumber),
    ("cardNumberHex", Part::CardNumberHex),
    ("credentialStatus", Part::CredentialStatus),
    ("facilityCode", Part::FacilityCode),
];
const VERKADA: [(&str, Part); 1] = [("externalId", Part::VerkadaExternalId)];
const META: [(&str, Part); 1] = [("lastModified", Part::LastModified)];
/// Attributes of a user that are looked at, and how.
const USER: [(&str, Attribute); 11] = [
    ("id", Attribute::Text(Part::Id)),
    ("userName", Attribute::Text(Part::UserName)),
    ("displayName", Attribute::Text(Part::DisplayName)),
    ("title", Attribute::Text(Part::Title)),
    ("active", Attribute::Active),
    ("emails", Attribute::Mails),
    ("name", Attribute::Object(&NAME)),
    ("meta", Attribute::Object(&META)),
    (schema::ENTERPRISE_USER, Attribute::Object(&ENTERPRISE)),
    (schema::VERKADA_ACCESS_USER, Attribute::Object(&ACCESS)),
    (schema::VERKADA_CORE_USER, Attribute::Object(&VERKADA)),
];

#[derive(Clone, Copy)]
enum Attribute {
    Text(Part),
    Active,
    Mails,
    Object(&'static [(&'static str, Part)]),
}

#[derive(Clone, Copy)]
enum MailPart {
    Value,
    Kind,
    Primary,
}

/// The mail address to be preferred among those that were seen.
#[derive(Default)]
pub(super) struct Mail<'de>(Option<(u8, Cow<'de, str>)>);

impl<'de> Mail<'de> {
    pub(super) fn offer(&mut self, rank: u8, value: Cow<'de, str>) {
        if self.0.as_ref().is_none_or(|(best, _)| rank < *best) {
            self.0 = Some((rank, value));
        }
    }
}

impl Plain for ListedUser {
    fn unique_name(&self) -> Option<&str> {
        self.user_name()
    }

    fn read<'de, A: MapAccess<'de>>(mut entries: A, depth: usize) -> Result<Self, A::Error> {
        let mut parts: [Text<'de>; PARTS] = Default::default();
        let (mut active, mut mail) = (None, Mail::default());
        let mut keys = Keys::default();
        while let Some(key) = keys.next(&mut entries)? {
            let what: What<'_, 'de, Self> = match find(&USER, key)? {
                None => What::Skim,
                Some(Attribute::Text(part)) => slot(&mut parts, part),
                Some(Attribute::Active) => What::Active(&mut active),
                Some(Attribute::Mails) => What::Mails(&mut mail),
                Some(Attribute::Object(table)) => What::Object(table, &mut parts),
            };
            entries.next_value_seed(Take { depth, what })?;
        }
        if let (Some(slot), Some((_, value))) = (parts.get_mut(Part::Mail.place()), mail.0) {
            *slot = Some(value);
        }
        let user = Self::pack(&parts, active);
        if user.id().is_none_or(str::is_empty) { Err(unusual()) } else { Ok(user) }
    }
}

/// Reads one mail address; the primary goes first, then the one for work.
pub(super) fn mail<'de, R: Plain, A: MapAccess<'de>>(
    mail: &mut Mail<'de>,
    mut entries: A,
    depth: usize,
) -> Result<(), A::Error> {
    let (mut value, mut kind, mut primary) = (None, None, None);
    let mut keys = Keys::default();
    while let Some(key) = keys.next(&mut entries)? {
        let what = match find(&MAIL, key)? {
            None => What::Skim,
            Some(MailPart::Value) => What::Text(&mut value),
            Some(MailPart::Kind) => What::Text(&mut kind),
            Some(MailPart::Primary) => What::Flag(&mut primary),
        };
        entries.next_value_seed(Take::<R> { depth, what })?;
    }
    let rank = match (primary, kind) {
        (Some(true), _) => 0,
        (_, Some(kind)) if kind.eq_ignore_ascii_case("work") => 1,
        _ => 2,
    };
    if let Some(value) = value {
        mail.offer(rank, value);
    }
    Ok(())
}

/// Reads the wanted texts of an object.
pub(super) fn object<'de, R: Plain, A: MapAccess<'de>>(
    table: &[(&str, Part)],
    parts: &mut [Text<'de>; PARTS],
    mut entries: A,
    depth: usize,
) -> Result<(), A::Error> {
    let mut keys = Keys::default();
    while let Some(key) = keys.next(&mut entries)? {
        let part = find(table, key)?;
        let what = part.map_or(What::Skim, |part| slot(parts, part));
        entries.next_value_seed(Take::<R> { depth, what })?;
    }
    Ok(())
}

fn slot<'a, 'de, R>(parts: &'a mut [Text<'de>; PARTS], part: Part) -> What<'a, 'de, R> {
    parts.get_mut(part.place()).map_or(What::Skim, What::Text)
}
