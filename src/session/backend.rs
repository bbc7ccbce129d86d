//! What jobs work with: the clock, the keyring, the sandbox, and one client per connection.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Mutex as SyncMutex;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{Mutex, watch};

use crate::client::{AdminClient, Event, Http, HttpOptions, ScimClient};
use crate::journal::entry::RunId;
use crate::journal::{Journal, JournalPlaces};
use crate::sandbox::{Sandbox, Storage};
use crate::secrets::Vault;
use crate::session::connection::{ConnectionKey, Profile};
use crate::session::outcome::Outcome;
use crate::session::problem::Problem;
use crate::session::runs::Steer;
use crate::session::settings::SettingsFile;
use crate::session::worker::Outbox;
use crate::verkada::{ScimToken, TenantUrl};

/// Where the program finds its own things.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    /// Where the sandbox keeps its organization.
    pub(crate) sandbox: Storage,
    /// How many people a new sandbox gets.
    pub(crate) sandbox_people: u32,
    /// Where the record of this desk lies.
    pub(crate) journal: JournalPlaces,
    /// The longest a run waits before its first call; tests do not wait.
    pub(crate) longest_countdown: Duration,
}

/// The outside world, as jobs see it.
pub(crate) struct Backend {
    pub(crate) now: fn() -> Timestamp,
    pub(crate) places: Places,
    pub(crate) settings: Arc<SettingsFile>,
    /// The newest settings that were written, or are being written.
    pub(crate) settings_written: Arc<SyncMutex<u64>>,
    pub(crate) keyring: Arc<Vault>,
    /// Tokens that are kept for this run only.
    pub(crate) held: Arc<Vault>,
    pub(crate) sandbox: Mutex<Option<Sandbox>>,
    /// The record of this desk, once it was opened.
    pub(crate) journal: Mutex<Option<Arc<Journal>>>,
    /// What was last said to a run, and to which.
    steer: watch::Sender<Option<(RunId, Steer)>>,
    clients: Mutex<HashMap<ConnectionKey, Arc<ScimClient>>>,
    outbox: Outbox,
}

impl Backend {
    /// A backend that has opened nothing yet.
    pub(crate) fn new(
        now: fn() -> Timestamp,
        places: Places,
        settings: Arc<SettingsFile>,
        keyring: Vault,
        outbox: Outbox,
    ) -> Self {
        Self {
            now,
            places,
            settings,
            settings_written: Arc::default(),
            keyring: Arc::new(keyring),
            held: Arc::new(Vault::memory()),
            sandbox: Mutex::new(None),
            journal: Mutex::new(None),
            steer: watch::Sender::new(None),
            clients: Mutex::default(),
            outbox,
        }
    }

    /// The client of a connection; its token is asked for once.
    pub(crate) async fn scim(&self, profile: &Profile) -> Result<Arc<ScimClient>, Problem> {
        let mut clients = self.clients.lock().await;
        if let Some(client) = clients.get(&profile.key) {
            return Ok(Arc::clone(client));
        }
        let token = crate::session::jobs::load_token(self, &self.outbox, profile).await?;
        let http = self.http(profile)?;
        let client = ScimClient::new(http, &token).map_err(|error| Problem::from(&error))?;
        let client = Arc::new(client);
        clients.insert(profile.key.clone(), Arc::clone(&client));
        Ok(client)
    }

    /// Closes what is open for a connection, so that the next call asks for its token anew.
    pub(crate) async fn release(&self, key: &ConnectionKey) {
        self.clients.lock().await.remove(key);
    }

    /// Closes all that is open.
    pub(crate) async fn release_all(&self) {
        self.clients.lock().await.clear();
    }

    /// A client of the admin API of the sandbox.
    pub(crate) async fn admin(&self, profile: &Profile) -> Result<AdminClient, Problem> {
        let none = |why: &str| {
            Problem::new("use the admin API", why.to_owned(), "Only the sandbox has one")
        };
        let running = self.sandbox.lock().await;
        let sandbox = running.as_ref().ok_or_else(|| none("the sandbox is not running"))?;
        let url =
            TenantUrl::parse(sandbox.admin_url()).map_err(|error| none(&error.to_string()))?;
        let token = ScimToken::parse(sandbox.admin_token().reveal())
            .map_err(|error| none(&error.to_string()))?;
        drop(running);
        let profile = Profile { tenant: Some(url.value), ..profile.clone() };
        AdminClient::new(self.http(&profile)?, &token.value).map_err(|error| Problem::from(&error))
    }

    /// Where a run hears what is said to it, also what was said before it listened.
    pub(crate) fn steering(&self) -> watch::Receiver<Option<(RunId, Steer)>> {
        self.steer.subscribe()
    }

    /// Says something to a run.
    pub(crate) fn steer(&self, run: RunId, steer: Steer) {
        self.steer.send_replace(Some((run, steer)));
    }

    /// The way to a connection.
    pub(crate) fn http(&self, profile: &Profile) -> Result<Http, Problem> {
        let Some(tenant) = &profile.tenant else {
            return Err(Problem::new(
                "use this connection",
                "it has no tenant URL",
                "Forget it and add it again",
            ));
        };
        let extra_ca = match &profile.ca_file {
            None => None,
            Some(path) => Some(std::fs::read_to_string(path).map_err(|error| {
                Problem::new(
                    "read the certificate file of this connection",
                    format!("{}: {error}", path.display()),
                    "Put the file back, or forget the connection and add it again without it",
                )
            })?),
        };
        let (outbox, key, now) = (self.outbox.clone(), profile.key.clone(), self.now);
        let observer = Arc::new(move |event| match event {
            Event::Exchange(exchange) => {
                outbox.note(Outcome::Exchanged { of: key.clone(), exchange });
            }
            Event::Waiting(waiting) => {
                outbox.note(Outcome::Waiting { of: key.clone(), until: waiting.until });
            }
        });
        let options =
            HttpOptions { extra_ca, clock: Arc::new(now), chance: Arc::new(chance), observer };
        Http::new(tenant, options).map_err(|error| Problem::from(&error))
    }
}

/// Chance for pauses between tries; when the system gives none, the pauses are merely all alike.
fn chance() -> u64 {
    let mut bytes = [0; 8];
    match getrandom::fill(&mut bytes) {
        Ok(()) => u64::from_ne_bytes(bytes),
        Err(_) => 0,
    }
}
