//! The attributes of the core schemas: those every resource has, User and Group (RFC 7643 sections 3.1, 4.1, 4.2, 8.7.1).

use crate::scim::schema::attribute::{Attribute, Kind, Mutability, Returned};
use crate::scim::schema::{CORE_GROUP, CORE_USER, Schema};

/// Attributes that every resource has; no schema lists them.
pub(super) static COMMON: [Attribute; 4] = [
    Attribute::reference("schemas", &["uri"], "URNs of the schemas the resource uses")
        .many()
        .required()
        .returned(Returned::Always),
    Attribute::text("id", "Identifier the service provider gave")
        .case_exact()
        .unique()
        .written(Mutability::ReadOnly)
        .returned(Returned::Always),
    Attribute::text("externalId", "Identifier the client gave").case_exact(),
    Attribute::complex("meta", META, "What the service provider knows about the resource")
        .written(Mutability::ReadOnly),
];

const META: &[Attribute] = &[
    Attribute::text("resourceType", "Name of the resource type")
        .case_exact()
        .written(Mutability::ReadOnly),
    Attribute::new("created", Kind::DateTime, "When it was added").written(Mutability::ReadOnly),
    Attribute::new("lastModified", Kind::DateTime, "When it was last changed")
        .written(Mutability::ReadOnly),
    Attribute::reference("location", &["uri"], "Its URI").written(Mutability::ReadOnly),
    Attribute::text("version", "Its version, the value of the ETag header")
        .case_exact()
        .written(Mutability::ReadOnly),
];

/// Core User. The service provider alone hands out roles and entitlements: they are read-only, so that no client can
/// raise a person's rights. A password is known by name only to be refused.
pub(super) static USER: Schema = Schema {
    id: CORE_USER,
    name: "User",
    description: "A person",
    attributes: &[
        Attribute::text("userName", "Name the person signs in with").required().unique(),
        Attribute::complex("name", NAME, "The parts of the person's name"),
        Attribute::text("displayName", "Name to show"),
        Attribute::text("nickName", "Casual name"),
        Attribute::reference("profileUrl", &["external"], "Page about the person"),
        Attribute::text("title", "Job title"),
        Attribute::text("userType", "Relation to the organization, such as Employee"),
        Attribute::text("preferredLanguage", "Preferred written or spoken language"),
        Attribute::text("locale", "Language and region for numbers and dates"),
        Attribute::text("timezone", "Time zone, such as America/Los_Angeles"),
        Attribute::boolean("active", "Whether the person may use the service"),
        Attribute::text("password", "Never accepted and never returned")
            .written(Mutability::WriteOnly)
            .returned(Returned::Never),
        Attribute::complex("emails", EMAIL, "Mail addresses").many(),
        Attribute::complex("phoneNumbers", PHONE_NUMBER, "Telephone numbers").many(),
        Attribute::complex("ims", IM, "Instant messaging addresses").many(),
        Attribute::complex("photos", PHOTO, "Pictures of the person").many(),
        Attribute::complex("addresses", ADDRESS, "Postal addresses").many(),
        Attribute::complex("groups", GROUP_OF_USER, "Groups the person is in")
            .many()
            .written(Mutability::ReadOnly),
        Attribute::complex("entitlements", GRANT, "Things the person has")
            .many()
            .written(Mutability::ReadOnly),
        Attribute::complex("roles", GRANT, "Roles the person has")
            .many()
            .written(Mutability::ReadOnly),
        Attribute::complex(
            "x509Certificates",
            CERTIFICATE,
            "Certificates issued to the person; large, so only on request",
        )
        .many()
        .returned(Returned::Request),
    ],
};

/// Core Group.
pub(super) static GROUP: Schema = Schema {
    id: CORE_GROUP,
    name: "Group",
    description: "A group of people",
    attributes: &[
        Attribute::text("displayName", "Name of the group").required(),
        Attribute::complex("members", MEMBER, "Members of the group").many(),
    ],
};

const NAME: &[Attribute] = &[
    Attribute::text("formatted", "The whole name"),
    Attribute::text("familyName", "Family name"),
    Attribute::text("givenName", "Given name"),
    Attribute::text("middleName", "Middle names"),
    Attribute::text("honorificPrefix", "Title before the name"),
    Attribute::text("honorificSuffix", "Suffix after the name"),
];

const DISPLAY: Attribute = Attribute::text("display", "Text to show");
const PRIMARY: Attribute =
    Attribute::boolean("primary", "Whether it is the preferred one; true once at most");

const EMAIL: &[Attribute] = &[
    Attribute::text("value", "Mail address").unique(),
    DISPLAY,
    Attribute::text("type", "What it is for").usually(&["work", "home", "other"]),
    PRIMARY,
];

const PHONE_NUMBER: &[Attribute] = &[
    Attribute::text("value", "Telephone number"),
    DISPLAY,
    Attribute::text("type", "What it is for")
        .usually(&["work", "home", "mobile", "fax", "pager", "other"]),
    PRIMARY,
];

const IM: &[Attribute] = &[
    Attribute::text("value", "Instant messaging address"),
    DISPLAY,
    Attribute::text("type", "Which service")
        .usually(&["aim", "gtalk", "icq", "xmpp", "msn", "skype", "qq", "yahoo"]),
    PRIMARY,
];

const PHOTO: &[Attribute] = &[
    Attribute::reference("value", &["external"], "Address of the picture"),
    DISPLAY,
    Attribute::text("type", "Which size").usually(&["photo", "thumbnail"]),
    PRIMARY,
];

const ADDRESS: &[Attribute] = &[
    Attribute::text("formatted", "The whole address"),
    Attribute::text("streetAddress", "Street and number"),
    Attribute::text("locality", "City"),
    Attribute::text("region", "State or region"),
    Attribute::text("postalCode", "Postal code"),
    Attribute::text("country", "Country, two letters"),
    Attribute::text("type", "What it is for").usually(&["work", "home", "other"]),
    PRIMARY,
];

const GROUP_OF_USER: &[Attribute] = &[
    Attribute::text("value", "Id of the group").case_exact().written(Mutability::ReadOnly),
    Attribute::reference("$ref", &["Group"], "URI of the group").written(Mutability::ReadOnly),
    Attribute::text("display", "Name of the group").written(Mutability::ReadOnly),
    Attribute::text("type", "Whether the membership is direct")
        .usually(&["direct", "indirect"])
        .written(Mutability::ReadOnly),
];

const GRANT: &[Attribute] = &[
    Attribute::text("value", "Value").written(Mutability::ReadOnly),
    Attribute::text("display", "Text to show").written(Mutability::ReadOnly),
    Attribute::text("type", "Label").written(Mutability::ReadOnly),
    Attribute::boolean("primary", "Whether it is the preferred one").written(Mutability::ReadOnly),
];

const CERTIFICATE: &[Attribute] = &[
    Attribute::new("value", Kind::Binary, "Certificate in DER").case_exact(),
    DISPLAY,
    Attribute::text("type", "Label"),
    PRIMARY,
];

const MEMBER: &[Attribute] = &[
    Attribute::text("value", "Id of the member").case_exact().written(Mutability::Immutable),
    Attribute::reference("$ref", &["User"], "URI of the member").written(Mutability::Immutable),
    Attribute::text("type", "What the member is").usually(&["User"]).written(Mutability::Immutable),
    // Not in the schema of the RFC, but in its examples, and clients send it: read, not offered, not kept.
    Attribute::text("display", "Name of the member").returned(Returned::Never),
];
