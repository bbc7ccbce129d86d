//! The extensions of User: enterprise (RFC 7643 section 4.3) and the two that Verkada documents for Entra.

use crate::scim::schema::attribute::{Attribute, Mutability};
use crate::scim::schema::{ENTERPRISE_USER as ENTERPRISE_URN, Schema};
use crate::scim::schema::{
    VERKADA_ACCESS_USER as ACCESS_URN, VERKADA_CORE_USER as VERKADA_CORE_URN,
};

/// Enterprise User.
pub(super) static ENTERPRISE_USER: Schema = Schema {
    id: ENTERPRISE_URN,
    name: "Enterprise User",
    description: "A person at work",
    attributes: &[
        Attribute::text("employeeNumber", "Employee number"),
        Attribute::text("costCenter", "Cost center"),
        Attribute::text("organization", "Organization"),
        Attribute::text("division", "Division"),
        Attribute::text("department", "Department"),
        Attribute::complex("manager", MANAGER, "The person's manager"),
    ],
};

const MANAGER: &[Attribute] = &[
    Attribute::text("value", "Id of the manager").case_exact(),
    Attribute::reference("$ref", &["User"], "URI of the manager"),
    Attribute::text("displayName", "Name of the manager").written(Mutability::ReadOnly),
];

/// The credential a person opens doors with. All five are texts, and so is a card number: leading zeros count.
pub(super) static VERKADA_ACCESS_USER: Schema = Schema {
    id: ACCESS_URN,
    name: "Verkada Access User",
    description: "The credential a person opens doors with",
    attributes: &[
        Attribute::text("cardFormat", "Name of the card format"),
        Attribute::text("cardNumber", "Card number in decimal digits"),
        Attribute::text("cardNumberHex", "Card number in hexadecimal digits"),
        // Only the value that a first set-up takes is suggested: clients that pick one are right with it.
        Attribute::text(
            "credentialStatus",
            "State of the credential: active when it is first set up, later deactivated or deleted too",
        )
        .usually(&["active"]),
        Attribute::text("facilityCode", "Facility code"),
    ],
};

/// Verkada's own identifier for integrations, not to be mixed up with `externalId` of the core.
pub(super) static VERKADA_CORE_USER: Schema = Schema {
    id: VERKADA_CORE_URN,
    name: "Verkada Core User",
    description: "Identifier of a person for integrations",
    attributes: &[Attribute::text("externalId", "Identifier, unique in the organization")
        .case_exact()
        .unique()],
};
