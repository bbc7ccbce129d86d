//! Users and groups as a list shows them: what a table row has, without the JSON around it.

use std::borrow::Borrow;

use crate::scim::group::Group;
use crate::scim::list::{ListError, ListPage, ListRow};
use crate::scim::quick;
use crate::scim::resource::Resource;
use crate::scim::texts::Texts;
use crate::scim::user::{Name, User, VerkadaAccess};

/// How many texts are kept of a user.
pub(super) const PARTS: usize = 18;

/// A text of a user, by its place among those that are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Id,
    UserName,
    DisplayName,
    Formatted,
    FamilyName,
    GivenName,
    MiddleName,
    Mail,
    Title,
    Department,
    EmployeeNumber,
    VerkadaExternalId,
    CardFormat,
    CardNumber,
    CardNumberHex,
    CredentialStatus,
    FacilityCode,
    LastModified,
}

impl Part {
    pub(super) const fn place(self) -> usize {
        self as usize
    }
}

/// What a table shows of a User: each value is the one that [`User`] reads of the whole resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedUser {
    /// The texts, one behind the other.
    text: Box<str>,
    /// Where each text ends.
    ends: [u32; PARTS],
    /// A bit for each text that is there: an empty text is not an absent one.
    present: u32,
    active: Option<bool>,
}

impl ListedUser {
    /// Keeps texts in the order of [`Part`]. They come from one body, so that their lengths fit 32 bits.
    pub(super) fn pack<T: Borrow<str>>(parts: &[Option<T>; PARTS], active: Option<bool>) -> Self {
        let length = parts.iter().flatten().map(|part| part.borrow().len()).sum();
        let mut text = String::with_capacity(length);
        let (mut ends, mut present) = ([0; PARTS], 0);
        for (place, (end, part)) in ends.iter_mut().zip(parts).enumerate() {
            if let Some(part) = part {
                text.push_str(part.borrow());
                present |= 1 << place;
            }
            *end = u32::try_from(text.len()).unwrap_or(u32::MAX);
        }
        Self { text: text.into_boxed_str(), ends, present, active }
    }

    /// Takes of a whole user what a list shows.
    pub(crate) fn of(user: &User) -> Self {
        let (name, enterprise, access) = (user.name(), user.enterprise(), user.access());
        let parts = [
            user.id(),
            user.user_name(),
            user.display_name(),
            name.formatted,
            name.family_name,
            name.given_name,
            name.middle_name,
            user.email(),
            user.title(),
            enterprise.department,
            enterprise.employee_number,
            user.verkada_external_id(),
            access.card_format,
            access.card_number,
            access.card_number_hex,
            access.credential_status,
            access.facility_code,
            user.0.meta("lastModified"),
        ];
        Self::pack(&parts, user.active())
    }

    fn part(&self, part: Part) -> Option<&str> {
        if self.present & (1 << part.place()) == 0 {
            return None;
        }
        let end = *self.ends.get(part.place())?;
        let before = part.place().checked_sub(1).and_then(|place| self.ends.get(place));
        self.text.get(before.copied().unwrap_or_default() as usize..end as usize)
    }

    /// The name a person signs in with.
    pub(crate) fn user_name(&self) -> Option<&str> {
        self.part(Part::UserName)
    }

    /// The name to show.
    pub(crate) fn display_name(&self) -> Option<&str> {
        self.part(Part::DisplayName)
    }

    /// The parts of the name.
    pub(crate) fn name(&self) -> Name<'_> {
        Name {
            formatted: self.part(Part::Formatted),
            family_name: self.part(Part::FamilyName),
            given_name: self.part(Part::GivenName),
            middle_name: self.part(Part::MiddleName),
        }
    }

    /// The primary mail address, else the one for work, else the first.
    pub(crate) fn email(&self) -> Option<&str> {
        self.part(Part::Mail)
    }

    /// The job title.
    pub(crate) fn title(&self) -> Option<&str> {
        self.part(Part::Title)
    }

    /// The department of the enterprise extension.
    pub(crate) fn department(&self) -> Option<&str> {
        self.part(Part::Department)
    }

    /// The employee number of the enterprise extension.
    pub(crate) fn employee_number(&self) -> Option<&str> {
        self.part(Part::EmployeeNumber)
    }

    /// `externalId` of Verkada's core extension.
    pub(crate) fn verkada_external_id(&self) -> Option<&str> {
        self.part(Part::VerkadaExternalId)
    }

    /// Verkada's access extension.
    pub(crate) fn access(&self) -> VerkadaAccess<'_> {
        VerkadaAccess {
            card_format: self.part(Part::CardFormat),
            card_number: self.part(Part::CardNumber),
            card_number_hex: self.part(Part::CardNumberHex),
            credential_status: self.part(Part::CredentialStatus),
            facility_code: self.part(Part::FacilityCode),
        }
    }

    /// `meta.lastModified`, as it came.
    pub(crate) fn last_modified(&self) -> Option<&str> {
        self.part(Part::LastModified)
    }

    /// Whether the account is active; `None` when it is not said.
    pub(crate) const fn active(&self) -> Option<bool> {
        self.active
    }
}

impl ListRow for ListedUser {
    fn id(&self) -> Option<&str> {
        self.part(Part::Id)
    }

    /// Reads a page without building its JSON. Whatever is not quite plain is left to the thorough reader, so that both
    /// judge alike.
    fn read_page(body: &[u8]) -> Result<ListPage<Self>, ListError> {
        match quick::page(body) {
            Some(page) => Ok(page),
            None => Ok(Resource::read_page(body)?.map(|row| Self::of(&User(row)))),
        }
    }
}

/// What a table shows of a Group: each value is the one that [`Group`] reads of the whole resource.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedGroup {
    pub(crate) id: String,
    pub(crate) display_name: Option<Box<str>>,
    pub(crate) external_id: Option<Box<str>>,
    /// `meta.lastModified`, as it came.
    pub(crate) last_modified: Option<Box<str>>,
    /// Ids of the members, in the order of the server.
    pub(crate) members: Texts,
}

impl ListedGroup {
    /// Takes of a whole group what a list shows.
    pub(crate) fn of(group: &Group) -> Self {
        Self {
            id: group.id().unwrap_or_default().to_owned(),
            display_name: group.display_name().map(Box::from),
            external_id: group.external_id().map(Box::from),
            last_modified: group.0.meta("lastModified").map(Box::from),
            members: group.members().map(|member| member.value).collect(),
        }
    }
}

impl ListRow for ListedGroup {
    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }

    fn read_page(body: &[u8]) -> Result<ListPage<Self>, ListError> {
        match quick::page(body) {
            Some(page) => Ok(page),
            None => Ok(Resource::read_page(body)?.map(|row| Self::of(&Group(row)))),
        }
    }
}
