//! The attributes of a person that Entra's provisioning offers as sources, by both of their names.

use crate::entra::directory::known::AttributeKind::{Boolean, Date, Reference, Text};

/// An attribute of a person in Entra.
#[derive(Debug, PartialEq, Eq)]
pub struct KnownAttribute {
    /// The name by which mappings call it, case and all.
    pub name: &'static str,
    /// The name by which Microsoft Graph calls it, where that is another one.
    pub graph: Option<&'static str>,
    /// What its values are.
    pub kind: AttributeKind,
    /// Whether a person may have several.
    pub is_multi_valued: bool,
    /// Whether Entra makes it up from other attributes, so that nobody can set it.
    pub is_computed: bool,
    /// What it is.
    pub summary: &'static str,
}

/// What the values of an attribute are. Expressions see all of them as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AttributeKind {
    /// Any text.
    Text,
    /// `True` or `False`.
    Boolean,
    /// A time, as Graph writes it.
    Date,
    /// The object id of somebody else.
    Reference,
}

impl KnownAttribute {
    /// Every attribute that is known, in the order a person looks for them.
    pub fn all() -> &'static [Self] {
        KNOWN
    }

    /// The attribute of this name, by which mappings or Graph call it. The case matters, as it does in Entra.
    pub fn named(name: &str) -> Option<&'static Self> {
        KNOWN.iter().find(|known| known.name == name || known.graph == Some(name))
    }

    /// Whether a person can be told from others by it.
    pub(super) fn identifies(name: &str) -> bool {
        IDENTIFYING.contains(&name)
    }
}

/// A directory extension, whose name is `extension_`, the id of an application, and a name of its own. The case matters.
pub(crate) fn is_extension(name: &str) -> bool {
    name.strip_prefix("extension_").and_then(|rest| rest.split_once('_')).is_some_and(
        |(application, own)| {
            application.len() == 32
                && application.bytes().all(|digit| digit.is_ascii_hexdigit())
                && !own.is_empty()
        },
    )
}

/// Attributes in which a formula can only be meant for whoever opens the file in a spreadsheet.
pub(super) const IDENTIFYING: [&str; 9] = [
    "objectId",
    "userPrincipalName",
    "originalUserPrincipalName",
    "mail",
    "mailNickname",
    "employeeId",
    "externalId",
    "immutableId",
    "onPremisesSecurityIdentifier",
];

const fn known(
    name: &'static str,
    graph: &'static str,
    kind: AttributeKind,
    summary: &'static str,
) -> KnownAttribute {
    KnownAttribute {
        name,
        graph: if graph.is_empty() { None } else { Some(graph) },
        kind,
        is_multi_valued: false,
        is_computed: false,
        summary,
    }
}

const fn many(name: &'static str, graph: &'static str, summary: &'static str) -> KnownAttribute {
    KnownAttribute { is_multi_valued: true, ..known(name, graph, Text, summary) }
}

const fn computed(
    name: &'static str,
    kind: AttributeKind,
    summary: &'static str,
) -> KnownAttribute {
    KnownAttribute { is_computed: true, ..known(name, "", kind, summary) }
}

const CARD: &str = "Free text; Verkada's guide keeps a part of the access card in 1 to 5";
const FREE: &str = "Free text, set through Graph or synchronized from on-premises";

/// The names differ where Azure AD Graph and Microsoft Graph do ("property differences" of Azure AD Graph and Microsoft
/// Graph); all others are the same in both.
const KNOWN: &[KnownAttribute] = &[
    known(
        "userPrincipalName",
        "",
        Text,
        "The sign-in name; of guests without #EXT# and the tenant",
    ),
    computed("originalUserPrincipalName", Text, "The sign-in name as it is stored, also of guests"),
    known("mail", "", Text, "The mail address"),
    known("mailNickname", "", Text, "The mail alias"),
    known("displayName", "", Text, "The name to show"),
    known("givenName", "", Text, "The first name"),
    known("surname", "", Text, "The last name"),
    known("objectId", "id", Text, "The id in Entra, which never changes"),
    computed(
        "IsSoftDeleted",
        Boolean,
        "True for whoever is disabled, deleted, unassigned or out of scope",
    ),
    known("accountEnabled", "", Boolean, "Whether the person may sign in"),
    known("jobTitle", "", Text, "The title"),
    known("department", "", Text, "The department"),
    known("companyName", "", Text, "The company"),
    known("employeeId", "", Text, "The employee number"),
    known("employeeType", "", Text, "Employee, contractor, …"),
    known("employeeHireDate", "", Date, "The first day at work"),
    known("employeeLeaveDateTime", "", Date, "The last day at work"),
    known("manager", "", Reference, "The manager"),
    known("telephoneNumber", "businessPhones", Text, "The first business telephone number"),
    known("mobile", "mobilePhone", Text, "The mobile telephone number"),
    known("facsimileTelephoneNumber", "faxNumber", Text, "The fax number"),
    known("physicalDeliveryOfficeName", "officeLocation", Text, "The office"),
    known("streetAddress", "", Text, "Street and number"),
    known("city", "", Text, "The city"),
    known("state", "", Text, "The state or province"),
    known("postalCode", "", Text, "The postal code"),
    known("country", "", Text, "The country"),
    known("usageLocation", "", Text, "Where licenses are used, two letters"),
    known("preferredLanguage", "", Text, "The language, such as en-US"),
    known("extensionAttribute1", "onPremisesExtensionAttributes.extensionAttribute1", Text, CARD),
    known("extensionAttribute2", "onPremisesExtensionAttributes.extensionAttribute2", Text, CARD),
    known("extensionAttribute3", "onPremisesExtensionAttributes.extensionAttribute3", Text, CARD),
    known("extensionAttribute4", "onPremisesExtensionAttributes.extensionAttribute4", Text, CARD),
    known("extensionAttribute5", "onPremisesExtensionAttributes.extensionAttribute5", Text, CARD),
    known("extensionAttribute6", "onPremisesExtensionAttributes.extensionAttribute6", Text, FREE),
    known("extensionAttribute7", "onPremisesExtensionAttributes.extensionAttribute7", Text, FREE),
    known("extensionAttribute8", "onPremisesExtensionAttributes.extensionAttribute8", Text, FREE),
    known("extensionAttribute9", "onPremisesExtensionAttributes.extensionAttribute9", Text, FREE),
    known("extensionAttribute10", "onPremisesExtensionAttributes.extensionAttribute10", Text, FREE),
    known("extensionAttribute11", "onPremisesExtensionAttributes.extensionAttribute11", Text, FREE),
    known("extensionAttribute12", "onPremisesExtensionAttributes.extensionAttribute12", Text, FREE),
    known("extensionAttribute13", "onPremisesExtensionAttributes.extensionAttribute13", Text, FREE),
    known("extensionAttribute14", "onPremisesExtensionAttributes.extensionAttribute14", Text, FREE),
    known("extensionAttribute15", "onPremisesExtensionAttributes.extensionAttribute15", Text, FREE),
    many("proxyAddresses", "", "All mail addresses, with SMTP: before the main one"),
    many("otherMails", "", "Other mail addresses"),
    KnownAttribute {
        is_computed: true,
        ..many("appRoleAssignments", "", "The roles in the application")
    },
    known("userType", "", Text, "Member or Guest; Entra does not offer it as a source"),
    known(
        "dirSyncEnabled",
        "onPremisesSyncEnabled",
        Boolean,
        "Whether the person comes from on-premises",
    ),
    known("immutableId", "onPremisesImmutableId", Text, "The id in the on-premises directory"),
    known("onPremisesSamAccountName", "", Text, "The sign-in name on-premises"),
    known("onPremisesUserPrincipalName", "", Text, "The userPrincipalName on-premises"),
    known("onPremisesDomainName", "", Text, "The domain on-premises"),
    known("onPremisesDistinguishedName", "", Text, "The distinguished name on-premises"),
    known("onPremisesSecurityIdentifier", "", Text, "The security identifier on-premises"),
    known("createdDateTime", "", Date, "When the person was made"),
    known(
        "deletedDateTime",
        "",
        Date,
        "When the person was deleted; those can be restored for 30 days",
    ),
    known(
        "assigned",
        "",
        Boolean,
        "Not of Entra: whether the person is assigned to the application",
    ),
];
