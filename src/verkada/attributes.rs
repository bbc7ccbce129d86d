//! One table of what Command knows of a person: attribute, label, who may write it, why it is locked.

use crate::verkada::Source;
use crate::verkada::source::{
    ENTRA_GUIDE, MANAGE_USERS, MANAGED_GROUPS, MANAGED_USER_REFUSAL, OKTA_GUIDE,
};

/// Who may change an attribute of a SCIM managed person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Writer {
    /// Only the identity provider, over SCIM.
    IdentityProvider,
    /// Only Command itself.
    Command,
}

/// What is known about one attribute of a SCIM managed person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct AttributeRule {
    /// The SCIM path; extension attributes with their URN.
    pub(crate) path: &'static str,
    /// The label on screen.
    pub(crate) label: &'static str,
    pub(crate) writer: Writer,
    /// What to say beside the lock; none where no lock is shown.
    pub(crate) locked_because: Option<&'static str>,
    pub(crate) source: Source,
}

/// The rule for a SCIM path; the case of the path does not matter (RFC 7644, section 3.10).
pub(crate) fn rule(path: &str) -> Option<&'static AttributeRule> {
    RULES.iter().find(|rule| rule.path.eq_ignore_ascii_case(path))
}

const MANAGED: &str = "The user is managed by SCIM: Command answers “User is managed, cannot modify”. Change it in Entra.";
const MANAGED_PHONE: &str = "A phone number comes only through SCIM. It stays locked in Command even when no attribute is mapped to it.";
const MANAGED_MAIL: &str = "Command lets the mail address be set only for users that SCIM does not manage. Change it in Entra.";
const MANAGED_NAME: &str = "The user is managed by SCIM. Change the name in Entra.";
const MANAGED_STATE: &str =
    "Only the identity provider activates and deactivates a SCIM managed user. Do it in Entra.";
const MANAGED_CARD: &str = "This card comes from Entra. Change its extension attributes there; more cards can be added in Command.";
const MANAGED_MEMBERSHIP: &str =
    "Membership of a SCIM managed group changes only through SCIM. Do it in Entra.";
const MANAGED_EXTERNAL_ID: &str = "Stored with the SCIM user, unique in the organization, upper and lower case matter. Command does not show it; its API finds people by it.";

const fn provider(
    path: &'static str,
    label: &'static str,
    locked_because: &'static str,
    source: Source,
) -> AttributeRule {
    AttributeRule {
        path,
        label,
        writer: Writer::IdentityProvider,
        locked_because: Some(locked_because),
        source,
    }
}

const fn server(path: &'static str, label: &'static str) -> AttributeRule {
    AttributeRule {
        path,
        label,
        writer: Writer::Command,
        locked_because: None,
        source: ENTRA_GUIDE.inferred(),
    }
}

/// Every attribute that Command is known to take, in the order of the detail pane.
pub(crate) const RULES: &[AttributeRule] = &[
    provider("userName", "userName", MANAGED_MAIL, OKTA_GUIDE.inferred()),
    provider("active", "State", MANAGED_STATE, MANAGE_USERS),
    provider("displayName", "Display name", MANAGED_NAME, MANAGE_USERS.inferred()),
    provider("name.givenName", "First name", MANAGED_NAME, OKTA_GUIDE.inferred()),
    provider("name.familyName", "Last name", MANAGED_NAME, OKTA_GUIDE.inferred()),
    provider("emails", "Mail", MANAGED_MAIL, MANAGED_USER_REFUSAL),
    provider("phoneNumbers", "Phone", MANAGED_PHONE, ENTRA_GUIDE),
    provider("title", "Title", MANAGED, MANAGED_USER_REFUSAL),
    provider(
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber",
        "Employee ID",
        MANAGED,
        MANAGED_USER_REFUSAL,
    ),
    provider(
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
        "Department",
        MANAGED,
        MANAGED_USER_REFUSAL,
    ),
    provider(
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:organization",
        "Company",
        MANAGED,
        MANAGED_USER_REFUSAL,
    ),
    provider(
        "urn:ietf:params:scim:schemas:extension:verkada:core:2.0:User:externalId",
        "externalId",
        MANAGED_EXTERNAL_ID,
        ENTRA_GUIDE,
    ),
    provider(
        "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:cardFormat",
        "Format",
        MANAGED_CARD,
        ENTRA_GUIDE.inferred(),
    ),
    provider(
        "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:facilityCode",
        "Facility code",
        MANAGED_CARD,
        ENTRA_GUIDE.inferred(),
    ),
    provider(
        "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:cardNumber",
        "Card number",
        MANAGED_CARD,
        ENTRA_GUIDE.inferred(),
    ),
    provider(
        "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:cardNumberHex",
        "Card number, hex",
        MANAGED_CARD,
        ENTRA_GUIDE.inferred(),
    ),
    provider(
        "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:credentialStatus",
        "Credential status",
        MANAGED_CARD,
        ENTRA_GUIDE.inferred(),
    ),
    provider("groups", "Groups", MANAGED_MEMBERSHIP, MANAGED_GROUPS),
    server("id", "SCIM id"),
    server("meta.created", "Created"),
    server("meta.lastModified", "Changed"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verkada::source::Certainty;

    #[test]
    fn paths_are_found_in_any_case_and_named_once() {
        for (index, wanted) in RULES.iter().enumerate() {
            let found = RULES.iter().position(|rule| rule.path.eq_ignore_ascii_case(wanted.path));
            assert_eq!(found, Some(index), "{}", wanted.path);
            assert_eq!(rule(&wanted.path.to_ascii_uppercase()), Some(wanted));
        }
        assert_eq!(rule("nickName"), None);
    }

    #[test]
    fn what_the_identity_provider_owns_says_why_it_is_locked() {
        for rule in RULES {
            let locked = rule.locked_because.is_some_and(|reason| reason.ends_with('.'));
            assert_eq!(locked, rule.writer == Writer::IdentityProvider, "{}", rule.path);
        }
    }

    #[test]
    fn what_verkada_wrote_is_told_from_what_we_reason() {
        for (path, certainty) in [
            ("phoneNumbers", Certainty::Confirmed),
            ("title", Certainty::Confirmed),
            (
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
                Certainty::Confirmed,
            ),
            ("name.givenName", Certainty::Inferred),
            ("userName", Certainty::Inferred),
        ] {
            assert_eq!(rule(path).unwrap().source.certainty, certainty, "{path}");
        }
    }
}
