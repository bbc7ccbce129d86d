//! A connection: one organization at one tenant URL, and what can be done there.

use std::fmt;
use std::path::PathBuf;

use jiff::Timestamp;

use crate::verkada::{Region, TenantUrl};

/// The random name of a connection in settings and in the keyring; what the person calls it can change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ConnectionKey(pub(crate) String);

impl ConnectionKey {
    /// The built-in sandbox.
    pub(crate) fn sandbox() -> Self {
        Self("sandbox".to_owned())
    }
}

impl fmt::Display for ConnectionKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What stands at the other end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ConnectionKind {
    /// The embedded practice organization.
    Sandbox,
    /// Verkada Command.
    Command,
    /// Any other SCIM 2.0 server.
    Scim,
}

impl ConnectionKind {
    /// What can be done there.
    pub(crate) fn capabilities(self) -> Capabilities {
        match self {
            Self::Sandbox => Capabilities {
                badge: "Sandbox",
                access: Access::ReadAndWrite,
                speaks_verkada: true,
                domains: DomainKeeper::AdminApi,
                removal: Removal::AdminApi,
                practice: Practice::Offered,
            },
            Self::Command => Capabilities {
                badge: "Production",
                access: Access::ReadOnly,
                speaks_verkada: true,
                domains: DomainKeeper::ByHand,
                removal: Removal::ByHand,
                practice: Practice::NotHere,
            },
            Self::Scim => Capabilities {
                badge: "SCIM",
                access: Access::Locked,
                speaks_verkada: false,
                domains: DomainKeeper::OwnList,
                removal: Removal::ScimDelete,
                practice: Practice::NotHere,
            },
        }
    }
}

/// Whether this desk may change anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Nothing is ever written over the network: what changes is done by hand, elsewhere.
    ReadOnly,
    /// Nothing is written until the person unlocks it for one piece of work.
    Locked,
    /// Practice is free.
    ReadAndWrite,
}

/// Who keeps the list of domains and the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DomainKeeper {
    /// An admin API tells them and changes them.
    AdminApi,
    /// The person changes them in Command, led from step to step; the desk keeps a list of its own.
    ByHand,
    /// The desk keeps a list of its own, and nothing else is known.
    OwnList,
}

/// How people are taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Removal {
    /// An admin API deletes and permanently removes.
    AdminApi,
    /// The person does it in Command, led from step to step, and the desk reads before and after.
    ByHand,
    /// With a SCIM DELETE, and there is only one kind of it.
    ScimDelete,
}

impl Removal {
    /// What a SCIM DELETE means to a server that knows no other way.
    pub(crate) const ONE_DELETE: &str = "This server has one kind of delete; it may be permanent. The desk asks for it only with your consent, person by person.";
}

/// Whether a person may play the identity provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Practice {
    /// What Entra would send can be sent from here.
    Offered,
    /// Entra owns what is there.
    NotHere,
}

/// What a kind of connection offers, as data, so that no page asks for the kind itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Capabilities {
    /// The word on its badge.
    pub(crate) badge: &'static str,
    /// Whether it may be written to.
    pub(crate) access: Access,
    /// Whether Verkada's extensions and rules apply.
    pub(crate) speaks_verkada: bool,
    /// Who keeps domains and token.
    pub(crate) domains: DomainKeeper,
    /// How people are taken away.
    pub(crate) removal: Removal,
    /// Whether a person may play the identity provider.
    pub(crate) practice: Practice,
}

/// Where a connection's token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TokenState {
    /// Not known to be anywhere.
    Missing,
    /// Made for this run of the sandbox, in memory only.
    ThisRun,
    /// In the operating system's keyring; the last characters tell it from others.
    Keyring {
        /// The last characters.
        hint: String,
    },
}

/// One connection.
#[derive(Clone, Debug)]
pub(crate) struct Profile {
    /// Its random name.
    pub(crate) key: ConnectionKey,
    /// What the person calls it.
    pub(crate) name: String,
    /// What stands there.
    pub(crate) kind: ConnectionKind,
    /// Where; `None` for a sandbox that has not started.
    pub(crate) tenant: Option<TenantUrl>,
    /// A file with one more certificate authority to trust, for this connection alone.
    pub(crate) ca_file: Option<PathBuf>,
    /// Where its token is.
    pub(crate) token: TokenState,
    /// When the token last worked.
    pub(crate) proven_at: Option<Timestamp>,
}

impl Profile {
    /// The built-in sandbox.
    pub(crate) fn sandbox() -> Self {
        Self {
            key: ConnectionKey::sandbox(),
            name: "Halcyon Freight".to_owned(),
            kind: ConnectionKind::Sandbox,
            tenant: None,
            ca_file: None,
            token: TokenState::ThisRun,
            proven_at: None,
        }
    }

    /// What it offers.
    pub(crate) fn capabilities(&self) -> Capabilities {
        self.kind.capabilities()
    }

    /// The region of Command it is in, as a word.
    pub(crate) fn region(&self) -> Option<Region> {
        self.tenant.as_ref().filter(|_| self.kind == ConnectionKind::Command).map(Region::recognize)
    }

    /// The host and port of its tenant URL.
    pub(crate) fn place(&self) -> String {
        self.tenant.as_ref().map(|tenant| tenant.origin().to_string()).unwrap_or_default()
    }
}

/// What a person fills in to add a connection; the token travels beside it.
#[derive(Clone, Debug)]
pub(crate) struct NewConnection {
    /// What to call it.
    pub(crate) name: String,
    /// What stands there.
    pub(crate) kind: ConnectionKind,
    /// Where.
    pub(crate) tenant: TenantUrl,
    /// A file with one more certificate authority to trust.
    pub(crate) ca_file: Option<PathBuf>,
}
