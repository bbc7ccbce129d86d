//! How sure it is that Command takes a row of the template: read in Verkada's guides, or reasoned from them.

use crate::verkada::{ENTRA_GUIDE, OKTA_GUIDE};

/// How sure it is that Command takes a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether a guide of Verkada says it; otherwise it is recommended, reasoned from what the guides say.
    pub is_confirmed: bool,
    /// What Command makes of it: `Last name`.
    pub becomes: &'static str,
    /// What is known, in a sentence.
    pub says: &'static str,
    /// Where it was read, or reasoned from.
    pub address: &'static str,
}

/// What is known of a target of the template; none of other targets.
pub fn standing(target: &str) -> Option<&'static Standing> {
    TABLE.iter().find(|(known, _)| *known == target).map(|(_, standing)| standing)
}

const fn confirmed(becomes: &'static str, says: &'static str) -> Standing {
    Standing { is_confirmed: true, becomes, says, address: ENTRA_GUIDE.address }
}

const fn recommended(becomes: &'static str, says: &'static str) -> Standing {
    Standing { is_confirmed: false, becomes, says, address: ENTRA_GUIDE.address }
}

const CARD: &str =
    "Verkada's guide lists this attribute as a text and fills it from an extension attribute.";
const MANAGED: &str = "Command refuses direct edits of this field for managed users, so SCIM has to be able to fill it. The guide's own \
     table is not public as text.";
const OWN_NAME: &str =
    "An older guide of Verkada for Okta names this attribute; the source is Entra's default.";

const TABLE: [(&str, Standing); 18] = [
    (
        "userName",
        recommended(
            "Login email",
            "Entra matches people by it. Whether it should come from userPrincipalName or mail, no guide says; SAML signs in by mail.",
        ),
    ),
    ("active", confirmed("State", "Verkada's guide gives this expression word for word.")),
    (
        "name.givenName",
        Standing {
            is_confirmed: true,
            becomes: "First name",
            says: OWN_NAME,
            address: OKTA_GUIDE.address,
        },
    ),
    (
        "name.familyName",
        Standing {
            is_confirmed: true,
            becomes: "Last name",
            says: OWN_NAME,
            address: OKTA_GUIDE.address,
        },
    ),
    (
        r#"emails[type eq "work"].value"#,
        recommended(
            "Email",
            "Identity in Command is the mail address; the target is Entra's default.",
        ),
    ),
    ("title", recommended("Title", MANAGED)),
    (
        r#"phoneNumbers[type eq "work"].value"#,
        recommended(
            "Phone",
            "Verkada's guide says that any attribute, or none, may fill the phone; the exact target is Entra's default.",
        ),
    ),
    (
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
        recommended("Department", MANAGED),
    ),
    (
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:organization",
        recommended("Company", MANAGED),
    ),
    (
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber",
        recommended("Employee ID", MANAGED),
    ),
    (
        "urn:ietf:params:scim:schemas:extension:verkada:core:2.0:User:externalId",
        confirmed(
            "External ID",
            "Verkada's guide asks for a case-sensitive text from any attribute; it is not SCIM's own externalId.",
        ),
    ),
    (
        "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:cardFormat",
        confirmed("Card format", CARD),
    ),
    (
        "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:cardNumber",
        confirmed("Card number", CARD),
    ),
    (
        "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:cardNumberHex",
        confirmed("Card number, hex", CARD),
    ),
    (
        "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:credentialStatus",
        confirmed(
            "Credential status",
            "Must be “active” when a card is first set up, or it is not made.",
        ),
    ),
    (
        "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:facilityCode",
        confirmed("Facility code", CARD),
    ),
    (
        "displayName",
        recommended(
            "Group name, or display name",
            "Entra's default; groups are known by their name.",
        ),
    ),
    ("members", recommended("Members of a group", "Entra's default.")),
];
