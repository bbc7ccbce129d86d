//! The attributes that a person who plays the identity provider can set: those Command is known to take.

use crate::entra::AttributePath;

/// One attribute of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Practicable {
    /// The target attribute of the mapping, as Entra writes it.
    pub(crate) path: &'static str,
    /// Its label on screen.
    pub(crate) label: &'static str,
    /// What belongs there.
    pub(crate) hint: &'static str,
    /// Where it stands in the form.
    pub(crate) part: Part,
}

/// A part of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Who the person is.
    Identity,
    /// What the person does.
    Work,
    /// What opens doors.
    Card,
}

impl Practicable {
    /// The path, read.
    pub(crate) fn path(&self) -> Option<AttributePath> {
        AttributePath::parse(self.path).ok()
    }
}

const fn attribute(
    part: Part,
    label: &'static str,
    path: &'static str,
    hint: &'static str,
) -> Practicable {
    Practicable { path, label, hint, part }
}

/// The userName, which Entra matches people by.
pub(crate) const USER_NAME: &str = "userName";
/// The work mail address.
pub(crate) const MAIL: &str = "emails[type eq \"work\"].value";
/// The name to show.
pub(crate) const DISPLAY_NAME: &str = "displayName";
/// The given name.
pub(crate) const GIVEN_NAME: &str = "name.givenName";
/// The family name.
pub(crate) const FAMILY_NAME: &str = "name.familyName";
/// The department.
pub(crate) const DEPARTMENT: &str =
    "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department";

/// All of them, in the order of the form. The targets are those of Verkada's guide to Entra and of Entra's own defaults; where
/// the guide names none, the ones whose fields Command locks (help.verkada.com, Microsoft Entra ID SCIM integration).
pub(crate) const ATTRIBUTES: [Practicable; 16] = [
    attribute(Part::Identity, "First name", GIVEN_NAME, ""),
    attribute(Part::Identity, "Last name", FAMILY_NAME, ""),
    attribute(Part::Identity, "Display name", DISPLAY_NAME, ""),
    attribute(Part::Identity, "userName", USER_NAME, "name@halcyon.example"),
    attribute(Part::Identity, "Mail", MAIL, "name@halcyon.example"),
    attribute(Part::Identity, "Phone", "phoneNumbers[type eq \"work\"].value", "+1 312 555 0148"),
    attribute(Part::Work, "Title", "title", ""),
    attribute(Part::Work, "Department", DEPARTMENT, ""),
    attribute(
        Part::Work,
        "Employee ID",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber",
        "",
    ),
    attribute(
        Part::Work,
        "externalId",
        "urn:ietf:params:scim:schemas:extension:verkada:core:2.0:User:externalId",
        "",
    ),
    attribute(
        Part::Work,
        "Company",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:organization",
        "",
    ),
    attribute(
        Part::Card,
        "Card format",
        "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:cardFormat",
        "Standard 26-bit Wiegand",
    ),
    attribute(
        Part::Card,
        "Facility code",
        "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:facilityCode",
        "",
    ),
    attribute(
        Part::Card,
        "Card number",
        "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:cardNumber",
        "",
    ),
    attribute(
        Part::Card,
        "Card number, hex",
        "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:cardNumberHex",
        "",
    ),
    attribute(
        Part::Card,
        "Credential status",
        "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:credentialStatus",
        "active",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verkada::attributes;

    #[test]
    fn every_attribute_is_a_path_that_entra_can_fill_and_has_a_label_of_its_own() {
        for (index, attribute) in ATTRIBUTES.iter().enumerate() {
            assert!(attribute.path().is_some(), "{}", attribute.path);
            let first = ATTRIBUTES.iter().position(|other| other.label == attribute.label);
            assert_eq!(first, Some(index), "{}", attribute.label);
        }
    }

    #[test]
    fn the_form_offers_what_command_takes_from_the_identity_provider() {
        let offered = |path: &str| {
            ATTRIBUTES.iter().any(|own| {
                own.path.split('[').next().is_some_and(|start| start.eq_ignore_ascii_case(path))
            })
        };
        for rule in attributes::RULES {
            let by_provider = rule.writer == attributes::Writer::IdentityProvider;
            // State and groups are changed by verbs of their own.
            let has_verb = matches!(rule.path, "active" | "groups");
            assert_eq!(offered(rule.path), by_provider && !has_verb, "{}", rule.path);
        }
    }
}
