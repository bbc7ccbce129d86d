//! The values that no two people of Command may share, and who has them.

use std::borrow::Cow;
use std::fmt;
use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashMap, HashTable};

use crate::entra::preview::place::Role;
use crate::entra::preview::sent::folded;
use crate::verkada::card::{CardFormat, Limit};

/// What two people would share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Clash {
    /// `userName`: Command refuses the second one.
    UserName,
    /// The work mail address: Command knows people by it.
    Mail,
    /// The standard `externalId`.
    ExternalId,
    /// Verkada's `externalId`, unique in an organization.
    VerkadaExternalId,
    /// One card.
    Card,
    /// Two people of Entra match one person of Command: Entra's `DuplicateSourceEntries`.
    Person,
}

impl Clash {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::UserName,
        Self::Mail,
        Self::ExternalId,
        Self::VerkadaExternalId,
        Self::Card,
        Self::Person,
    ];

    /// In a report, always the same: `user-name`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::UserName => "user-name",
            Self::Mail => "mail",
            Self::ExternalId => "external-id",
            Self::VerkadaExternalId => "verkada-external-id",
            Self::Card => "card",
            Self::Person => "person",
        }
    }

    /// Whether a target takes part in it.
    pub(super) const fn concerns(self, role: Role) -> bool {
        match self {
            Self::UserName => matches!(role, Role::UserName),
            Self::Mail => matches!(role, Role::Mail),
            Self::ExternalId => matches!(role, Role::ExternalId),
            Self::VerkadaExternalId => matches!(role, Role::VerkadaExternalId),
            Self::Card => role.is_of_card() && !matches!(role, Role::CredentialStatus),
            Self::Person => false,
        }
    }
}

impl fmt::Display for Clash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UserName => "The same userName",
            Self::Mail => "The same mail address",
            Self::ExternalId => "The same externalId",
            Self::VerkadaExternalId => "The same Verkada externalId",
            Self::Card => "The same card",
            Self::Person => "The same person of Command",
        })
    }
}

/// One value that must be unique. A card has two: by its numbers, and by its hexadecimal number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    UserName,
    Mail,
    ExternalId,
    VerkadaExternalId,
    CardNumber,
    CardHex,
}

impl Key {
    /// All of them, in their order.
    pub(super) const ALL: [Self; 6] = [
        Self::UserName,
        Self::Mail,
        Self::ExternalId,
        Self::VerkadaExternalId,
        Self::CardNumber,
        Self::CardHex,
    ];

    pub(super) const fn clash(self) -> Clash {
        match self {
            Self::UserName => Clash::UserName,
            Self::Mail => Clash::Mail,
            Self::ExternalId => Clash::ExternalId,
            Self::VerkadaExternalId => Clash::VerkadaExternalId,
            Self::CardNumber | Self::CardHex => Clash::Card,
        }
    }

    /// The target that it is the value of; none for a card, which several make.
    pub(super) const fn role(self) -> Option<Role> {
        match self {
            Self::UserName => Some(Role::UserName),
            Self::Mail => Some(Role::Mail),
            Self::ExternalId => Some(Role::ExternalId),
            Self::VerkadaExternalId => Some(Role::VerkadaExternalId),
            Self::CardNumber | Self::CardHex => None,
        }
    }

    /// Whether it is made of what a role has.
    pub(super) fn reads(self, role: Role) -> bool {
        self.role().map_or_else(|| role.is_of_card(), |own| own == role)
    }

    /// The text that has to be unique, from what a person has in each role. A card that is deleted is nobody's.
    pub(super) fn text<'a>(self, of: impl Fn(Role) -> Option<&'a str>) -> Option<Cow<'a, str>> {
        match self {
            Self::UserName => of(Role::UserName).map(folded),
            Self::Mail => of(Role::Mail).map(folded),
            Self::ExternalId => of(Role::ExternalId).map(Cow::Borrowed),
            Self::VerkadaExternalId => of(Role::VerkadaExternalId).map(Cow::Borrowed),
            Self::CardNumber | Self::CardHex => {
                let (number, facility) = match self {
                    Self::CardHex => (of(Role::CardNumberHex)?, ""),
                    _ => (of(Role::CardNumber)?, of(Role::FacilityCode).unwrap_or_default()),
                };
                if of(Role::CredentialStatus) == Some("deleted") {
                    return None;
                }
                let format = of(Role::CardFormat).unwrap_or_default();
                let has_facility = CardFormat::named(format)
                    .is_none_or(|format| format.facility_code != Limit::Unused);
                let facility = if has_facility { facility } else { "" };
                let digits = |text: &'a str| folded(text.trim_start_matches('0'));
                Some(format!("{format}\n{}\n{}", digits(facility), digits(number)).into())
            }
        }
    }
}

/// Who has a value: the first one, and one more if there are several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Holders {
    pub(super) first: u32,
    pub(super) second: Option<u32>,
}

impl Holders {
    /// Whether somebody else has it.
    pub(super) fn has_other_than(self, person: Option<u32>) -> bool {
        Some(self.first) != person || self.second.is_some()
    }
}

/// People by one value. Of many who share it two are remembered, so that nobody can make it slow.
#[derive(Default)]
pub(super) struct Index {
    first: HashTable<(u64, u32)>,
    second: HashMap<u32, u32>,
}

impl Index {
    /// Notes that a person has a value of this hash; `is_same` says whether another one of the same hash has the same value.
    pub(super) fn note(
        &mut self,
        hash: u64,
        person: u32,
        is_same: impl Fn(u32) -> bool,
    ) -> Option<u32> {
        let known = self.first.find(hash, |(known, other)| *known == hash && is_same(*other));
        if let Some(&(_, first)) = known {
            self.second.entry(first).or_insert(person);
            return Some(first);
        }
        self.first.insert_unique(hash, (hash, person), |(hash, _)| *hash);
        None
    }

    /// Who has a value.
    pub(super) fn find(&self, hash: u64, is_same: impl Fn(u32) -> bool) -> Option<Holders> {
        let found = self.first.find(hash, |(known, other)| *known == hash && is_same(*other));
        let &(_, first) = found?;
        Some(Holders { first, second: self.second.get(&first).copied() })
    }

    /// How many values several people have.
    pub(super) fn shared(&self) -> usize {
        self.second.len()
    }
}

/// The hash of a value that has to be unique, never 0.
pub(super) fn hash_of(hasher: &DefaultHashBuilder, text: &str) -> u64 {
    hasher.hash_one(text).max(1)
}
