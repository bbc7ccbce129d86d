//! Where a rule about Command comes from, so that the screen can say how sure it is.

use std::fmt;

/// How sure a statement about Command is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Certainty {
    /// Read in the named source.
    Confirmed,
    /// Reasoned from what the named source says; Command may differ.
    Inferred,
}

/// The place a statement was read in or reasoned from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) certainty: Certainty,
    pub(crate) title: &'static str,
    pub(crate) address: &'static str,
}

impl Source {
    /// The same place, for a statement that is only reasoned from it.
    pub(crate) const fn inferred(self) -> Self {
        Self { certainty: Certainty::Inferred, ..self }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.certainty {
            Certainty::Confirmed => write!(f, "Verkada: {}", self.title),
            Certainty::Inferred => write!(f, "Inferred from Verkada: {}", self.title),
        }
    }
}

pub(crate) const ENTRA_GUIDE: Source = Source {
    certainty: Certainty::Confirmed,
    title: "Microsoft Entra ID SCIM integration",
    address: "https://help.verkada.com/en/articles/8349052-microsoft-entra-id-scim-integration",
};

pub(crate) const OKTA_GUIDE: Source = Source {
    certainty: Certainty::Confirmed,
    title: "Okta SCIM integration",
    address: "https://help.verkada.com/en/articles/4263857-okta-saml-and-scim-integration",
};

pub(crate) const SCIM_TOKEN: Source = Source {
    certainty: Certainty::Confirmed,
    title: "SCIM token management",
    address: "https://help.verkada.com/command/security/identity-providers/scim-token-management",
};

pub(crate) const MANAGE_USERS: Source = Source {
    certainty: Certainty::Confirmed,
    title: "Manage users in your organization",
    address: "https://help.verkada.com/command/users-and-permissions/manage-users-in-your-organization",
};

pub(crate) const MANAGED_USER_REFUSAL: Source = Source {
    certainty: Certainty::Confirmed,
    title: "verkadaModule, employment details of access users",
    address: "https://github.com/bepsoccer/verkadaModule",
};

pub(crate) const MANAGED_GROUPS: Source = Source {
    certainty: Certainty::Confirmed,
    title: "JumpCloud: Integrate with Verkada Command",
    address: "https://jumpcloud.com/support/integrate-with-verkada-command",
};

pub(crate) const ACCESS_USERS: Source = Source {
    certainty: Certainty::Confirmed,
    title: "Suspend and delete access users",
    address: "https://help.verkada.com/access-control/configuration-and-setup/suspend-and-delete-access-users",
};
