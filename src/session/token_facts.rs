//! What may be shown of the active connection's token, put together from the server, the keyring and the desk's notes.

use jiff::Timestamp;

use crate::session::connection::{DomainKeeper, Profile, TokenState};
use crate::session::state::State;

/// What is known of a token; never the token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TokenFacts {
    /// Its last characters; empty where they are not known.
    pub(crate) hint: String,
    /// The first bytes of its SHA-256; empty where they are not known.
    pub(crate) fingerprint: String,
    /// When it came into the world, as far as this desk knows.
    pub(crate) since: Option<Since>,
    /// When the server last took it.
    pub(crate) proven_at: Option<Timestamp>,
    /// Scheme, host and port it is bound to.
    pub(crate) origin: String,
    /// Whether it is the one that is good at the server.
    pub(crate) likeness: Likeness,
}

/// The first that is known of a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Since {
    /// The server made it then.
    Made(Timestamp),
    /// It was first given to this desk then; it may be older.
    Given(Timestamp),
}

/// How the token of this desk and the one that is good at the server go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Likeness {
    /// They are the same, or the server does not tell.
    Same,
    /// The organization has another token by now.
    Other,
    /// This desk has none, and the organization does.
    NotHere,
}

impl Since {
    /// The time.
    pub(crate) const fn at(self) -> Timestamp {
        match self {
            Self::Made(at) | Self::Given(at) => at,
        }
    }
}

impl State {
    /// What is known of the active connection's token; none where there is no token at all.
    pub(crate) fn token_facts(&self) -> Option<TokenFacts> {
        let profile = self.profile()?;
        let care = self.settings.care(&profile.key.0).token;
        let told = self.organization.provisioning.value().and_then(|told| told.token.as_ref());
        let is_here = profile.token != TokenState::Missing;
        if !is_here && told.is_none() {
            return None;
        }
        let care = care.unwrap_or_default();
        let since = match told {
            Some(told) => Some(Since::Made(told.made_at)),
            None if profile.capabilities().domains == DomainKeeper::AdminApi => {
                care.made_at.map(Since::Made)
            }
            None => care.made_at.map(Since::Given),
        };
        let hint = match &profile.token {
            TokenState::Keyring { hint } => hint.clone(),
            TokenState::ThisRun | TokenState::Missing => care.hint,
        };
        let likeness = match told {
            Some(_) if !is_here => Likeness::NotHere,
            Some(told) if !care.fingerprint.is_empty() && told.fingerprint != care.fingerprint => {
                Likeness::Other
            }
            Some(_) | None => Likeness::Same,
        };
        Some(TokenFacts {
            hint,
            fingerprint: told.map_or(care.fingerprint, |told| told.fingerprint.clone()),
            since,
            proven_at: profile.proven_at.or(care.proven_at),
            origin: profile.place(),
            likeness,
        })
    }

    /// The domains that are listed, in ASCII form: as the connection tells them, or as this desk noted them. None while
    /// they are not known.
    pub(crate) fn listed_domains(&self) -> Option<Vec<String>> {
        let profile = self.profile()?;
        if profile.capabilities().domains != DomainKeeper::AdminApi {
            return Some(self.settings.care(&profile.key.0).domains);
        }
        let told = self.organization.provisioning.value()?;
        Some(told.domains.iter().map(|domain| domain.name.clone()).collect())
    }

    /// The domains that the server listens to, as far as that is known: nobody tells those of Command, and a list of this
    /// desk on which nothing was noted yet says nothing about them.
    pub(crate) fn known_domains(&self) -> Option<Vec<String>> {
        let is_told = self.profile()?.capabilities().domains == DomainKeeper::AdminApi;
        self.listed_domains().filter(|listed| is_told || !listed.is_empty())
    }

    /// Whether the active connection is an organization on which SCIM is still to be set up.
    pub(crate) fn is_without_scim(&self) -> bool {
        self.profile().is_some_and(|profile: &Profile| {
            profile.token == TokenState::Missing
                && profile.capabilities().domains == DomainKeeper::AdminApi
                && profile.tenant.is_some()
        })
    }
}
