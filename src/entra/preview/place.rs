//! The target of a row, prepared once for many people: where it leads and what Command makes of it.

use crate::entra::mapping::{AttributeMapping, TargetAttribute};
use crate::entra::path::{AttributePath, PathError};
use crate::entra::preview::sent::Case;
use crate::limits;

/// What Command does with a target, in the order of [`ROLES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    UserName,
    Mail,
    ExternalId,
    VerkadaExternalId,
    Active,
    CardFormat,
    CardNumber,
    CardNumberHex,
    CredentialStatus,
    FacilityCode,
    Other,
}

/// What a target takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Boolean,
    Integer,
    Reference,
}

/// A target.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// Where it leads.
    pub(super) path: Result<AttributePath, PathError>,
    pub(super) role: Role,
    pub(super) kind: Kind,
    pub(super) is_multi_valued: bool,
    pub(super) is_required: bool,
    /// Whether Entra sends a change of case alone.
    pub(super) case_sent: Case,
    /// Whether Command tells values apart by their case.
    pub(super) case: Case,
    /// The most characters.
    pub(super) longest: usize,
}

/// The targets that Command treats in a way of its own.
pub(super) const ROLES: [(&str, Role); 10] = [
    ("userName", Role::UserName),
    ("emails[type eq \"work\"].value", Role::Mail),
    ("externalId", Role::ExternalId),
    (
        "urn:ietf:params:scim:schemas:extension:verkada:core:2.0:User:externalId",
        Role::VerkadaExternalId,
    ),
    ("active", Role::Active),
    ("urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:cardFormat", Role::CardFormat),
    ("urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:cardNumber", Role::CardNumber),
    (
        "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:cardNumberHex",
        Role::CardNumberHex,
    ),
    (
        "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:credentialStatus",
        Role::CredentialStatus,
    ),
    (
        "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:facilityCode",
        Role::FacilityCode,
    ),
];

/// The longest that a value may be before it is told as too long, in characters, by target. Verkada publishes no lengths
/// (Command's own are unknown), so these are the lengths that the standards of mail and the attributes of Entra have
/// (learn.microsoft.com/graph/api/resources/user, properties); a value beyond them was put together by mistake.
const LENGTHS: [(&str, usize); 7] = [
    ("displayName", limits::DISPLAY_NAME_CHARS),
    ("name.givenName", limits::NAME_PART_CHARS),
    ("name.familyName", limits::NAME_PART_CHARS),
    ("title", limits::TITLE_CHARS),
    ("phoneNumbers[type eq \"work\"].value", limits::PHONE_CHARS),
    ("phoneNumbers[type eq \"mobile\"].value", limits::PHONE_CHARS),
    (
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
        limits::NAME_PART_CHARS,
    ),
];

impl Role {
    /// Of a path.
    pub(super) fn of(path: &AttributePath) -> Self {
        find(&ROLES, path).unwrap_or(Self::Other)
    }

    /// Whether it is one of the five of a card.
    pub(super) const fn is_of_card(self) -> bool {
        matches!(
            self,
            Self::CardFormat
                | Self::CardNumber
                | Self::CardNumberHex
                | Self::CredentialStatus
                | Self::FacilityCode
        )
    }
}

impl Place {
    /// The target of a row, as the target's list describes it.
    pub(super) fn of(row: &AttributeMapping, targets: &[TargetAttribute]) -> Self {
        let path = AttributePath::parse(&row.target);
        let role = path.as_ref().map_or(Role::Other, Role::of);
        let described = targets.iter().find(|target| target.name == row.target);
        let kind = match described.map(|target| target.kind.as_str()) {
            Some(kind) if kind.eq_ignore_ascii_case("Boolean") => Kind::Boolean,
            Some(kind) if kind.eq_ignore_ascii_case("Integer") => Kind::Integer,
            Some(kind) if kind.eq_ignore_ascii_case("Reference") => Kind::Reference,
            _ if role == Role::Active => Kind::Boolean,
            _ => Kind::Text,
        };
        let longest = match role {
            Role::UserName | Role::Mail => limits::MAIL_CHARS,
            _ => path
                .as_ref()
                .ok()
                .and_then(|path| find(&LENGTHS, path))
                .unwrap_or(limits::VALUE_CHARS),
        };
        Self {
            role,
            kind,
            is_multi_valued: described.is_some_and(|target| target.is_multi_valued),
            // Nobody is created without a userName (RFC 7643 section 4.1.1).
            is_required: described.is_some_and(|target| target.is_required)
                || role == Role::UserName,
            case_sent: match described {
                Some(target) if target.is_case_exact => Case::Exact,
                _ => Case::Folded,
            },
            case: path.as_ref().map_or(Case::Folded, Case::of),
            longest,
            path,
        }
    }
}

fn find<T: Copy>(table: &[(&str, T)], path: &AttributePath) -> Option<T> {
    let is_it =
        |text: &str| AttributePath::parse(text).is_ok_and(|known| known.is_same_place(path));
    table.iter().find(|(text, _)| is_it(text)).map(|(_, value)| *value)
}
