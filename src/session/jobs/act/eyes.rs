//! Reading one person: for a plan, again just before the call, and once more as proof.

use std::fmt::Write as _;
use std::sync::Arc;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::client::{AdminClient, Collection, ErrorKind, ScimClient};
use crate::journal::entry::Target;
use crate::scim::{Resource, ResourceId, User};
use crate::session::backend::Backend;
use crate::session::connection::{Profile, Removal};
use crate::session::plan::people::{Seen, holdings};
use crate::session::plan::wish::Subject;
use crate::session::problem::Problem;
use crate::verkada::admin::{PersonRecord, Standing};

/// What a look at somebody showed.
pub(super) enum Sight {
    /// The person as they are.
    There(Box<Seen>),
    /// Nobody has this id.
    Gone,
    /// The look failed; the text says why.
    Unread(String),
}

/// The clients to look through.
pub(super) struct Eyes {
    /// What SCIM shows.
    pub(super) scim: Arc<ScimClient>,
    /// What Command's own pages show, where there is a way to ask.
    pub(super) admin: Option<AdminClient>,
}

impl Eyes {
    /// The clients of a connection.
    pub(super) async fn open(backend: &Backend, profile: &Profile) -> Result<Self, Problem> {
        let scim = backend.scim(profile).await?;
        let admin = if profile.capabilities().removal == Removal::AdminApi {
            Some(backend.admin(profile).await?)
        } else {
            None
        };
        Ok(Self { scim, admin })
    }

    /// Looks at somebody.
    pub(super) async fn see(&self, subject: &Subject) -> Sight {
        let id = match ResourceId::parse(&subject.id) {
            Ok(id) => id,
            Err(error) => return Sight::Unread(error.to_string()),
        };
        let seen = match &self.admin {
            Some(admin) => admin.person(&id).await.map(|record| seen_record(&record)),
            None => self
                .scim
                .get(Collection::Users, &id)
                .await
                .map(|resource| seen_resource(&subject.display_name, resource)),
        };
        match seen {
            Ok(seen) => Sight::There(Box::new(seen)),
            Err(error) if error.kind() == ErrorKind::NotFound => Sight::Gone,
            Err(error) => Sight::Unread(error.reason().to_owned()),
        }
    }

    /// What SCIM says of an id now, in a line of evidence, and whether it still shows somebody.
    pub(super) async fn scim_shows(&self, id: &ResourceId) -> (Shown, String) {
        match self.scim.get(Collection::Users, id).await {
            Ok(_) => (Shown::Yes, format!("GET /Users/{id} still answers with the person")),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                (Shown::No, format!("GET /Users/{id} answers 404"))
            }
            Err(error) => {
                (Shown::Unknown, format!("GET /Users/{id} could not be read: {}", error.reason()))
            }
        }
    }
}

/// Whether a server shows somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Yes,
    No,
    Unknown,
}

fn seen_record(record: &PersonRecord) -> Seen {
    // The access log grows by itself and says nothing about the person.
    let compared = PersonRecord { access_log: Vec::new(), access_log_entries: 0, ..record.clone() };
    Seen {
        target: Target {
            id: record.id.clone(),
            user_name: record.user_name.clone(),
            display_name: record.display_name.clone(),
            fingerprint: fingerprint(&compared),
        },
        version: Some(record.version.clone()).filter(|version| !version.is_empty()),
        standing: record.standing,
        holdings: Some(holdings(record)),
    }
}

fn seen_resource(display_name: &str, resource: Resource) -> Seen {
    let user = User(resource);
    let standing =
        if user.active() == Some(false) { Standing::Deactivated } else { Standing::Active };
    Seen {
        target: Target {
            id: user.id().unwrap_or_default().to_owned(),
            user_name: user.user_name().unwrap_or_default().to_owned(),
            display_name: user.display_name().unwrap_or(display_name).to_owned(),
            fingerprint: fingerprint(user.0.as_map()),
        },
        version: user.0.meta("version").map(str::to_owned),
        standing,
        holdings: None,
    }
}

/// The first 16 bytes of the SHA-256 of a value's JSON, in hex: two looks that differ in anything differ in it.
fn fingerprint(value: &impl Serialize) -> String {
    let text = serde_json::to_vec(value).unwrap_or_default();
    Sha256::digest(text).iter().take(16).fold(String::new(), |mut hex, byte| {
        // A String takes whatever is written to it.
        write!(hex, "{byte:02x}").unwrap_or_default();
        hex
    })
}
