//! A SCIM 2.0 service provider on loopback that behaves as Command does.

mod admin;
mod auth;
mod bulk;
mod chronicle;
mod config;
mod cursor;
mod discovery;
mod document;
mod drift;
mod error;
mod faults;
mod groups;
mod guard;
mod headless;
mod list;
mod people;
mod precondition;
mod provisioning;
mod record;
mod reply;
mod resources;
mod router;
mod rules;
mod seed;
mod serve;
mod shared;
mod snapshots;
mod standing;
mod store;
mod token;
mod users;

use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::entra::Directory;
use crate::verkada::admin::TokenRecord;

pub use auth::{ADMIN_TOKEN_PREFIX, Minted, SCIM_TOKEN_PREFIX};
pub use config::{Port, SandboxConfig, Setup, Storage, TokenWish};
pub use error::Error;
pub use faults::{Fault, Trouble, When};
pub use headless::serve_until_stopped;
pub use router::routes;
pub use rules::AllowList;
pub use shared::Clock;

/// A running sandbox. Dropping it stops it.
pub struct Sandbox {
    base_url: String,
    admin_url: String,
    token: Option<Minted>,
    admin_token: Minted,
    set_aside: Option<PathBuf>,
    shared: Arc<shared::Shared>,
    stop: watch::Sender<()>,
    server: JoinHandle<()>,
}

impl Sandbox {
    /// Opens or fills the organization and serves it. With [`TokenWish::New`] the old SCIM token of the organization is
    /// dead from here on.
    pub async fn start(config: SandboxConfig) -> Result<Self, Error> {
        let listener = listen(config.port).await?;
        let port =
            listener.local_addr().map_err(|source| Error::Listen { port: 0, source })?.port();
        let opening = tokio::task::spawn_blocking(move || open(&config, port));
        let Opening { shared, token, admin_token, set_aside } =
            opening.await.map_err(|error| Error::Seed(error.to_string()))??;
        let shared = Arc::new(shared);
        let (stop, stopped) = watch::channel(());
        let server =
            tokio::spawn(serve::serve(listener, router::router(Arc::clone(&shared)), stopped));
        let origin = format!("http://127.0.0.1:{port}");
        Ok(Self {
            base_url: format!("{origin}{}", router::SCIM),
            admin_url: format!("{origin}{}", router::ADMIN),
            token,
            admin_token,
            set_aside,
            shared,
            stop,
            server,
        })
    }

    /// Where SCIM is served, such as `http://127.0.0.1:50123/scim`.
    pub fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Where the admin API is served.
    pub fn admin_url(&self) -> &str {
        &self.admin_url
    }

    /// The SCIM token that was made at the start; none where the organization keeps its own or has none yet.
    pub const fn token(&self) -> Option<&Minted> {
        self.token.as_ref()
    }

    /// What is known of the SCIM token that is good now; none where SCIM is not set up.
    pub(crate) fn token_record(&self) -> Option<TokenRecord> {
        self.shared.scim_token.record()
    }

    /// The token of the admin API of this run.
    pub const fn admin_token(&self) -> &Minted {
        &self.admin_token
    }

    /// Where the organization's broken file went, when it had to be rebuilt; a person must be told.
    pub fn set_aside(&self) -> Option<&PathBuf> {
        self.set_aside.as_ref()
    }

    /// The people of this organization as its fictional Entra has them: those it was filled with, few of them changed since,
    /// and some newcomers. The same after every start; nobody in a bare organization. What is returned makes the directory,
    /// and takes a second for 100,000 people.
    pub fn entra_directory(&self) -> impl FnOnce() -> Directory + Send + 'static + use<> {
        let (seeded, domains) = (self.shared.seeded, self.shared.seeded_domains.clone());
        move || {
            let company = people::Company::new(seeded.seed, seeded.people, &domains);
            company.entra_directory(seeded.at)
        }
    }

    /// Arms a fault, as the admin API does.
    pub fn add_fault(&self, fault: Fault) {
        self.shared.faults.add(fault);
    }

    /// Disarms every fault.
    pub fn clear_faults(&self) {
        self.shared.faults.clear();
    }

    /// Stops and waits until every connection has ended and the folder is free.
    pub async fn stop(mut self) {
        self.stop.send_replace(());
        let ended = tokio::time::timeout(Duration::from_secs(5), &mut self.server).await;
        if !matches!(ended, Ok(Ok(()))) {
            tracing::warn!("the sandbox did not end in time");
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn listen(port: Port) -> Result<TcpListener, Error> {
    let bind = |port: u16| async move {
        TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(|source| match source.kind() {
            std::io::ErrorKind::AddrInUse => Error::PortTaken { port },
            _ => Error::Listen { port, source },
        })
    };
    match port {
        Port::Any => bind(0).await,
        Port::Exactly(port) => bind(port).await,
        Port::Preferably(port) => match bind(port).await {
            Ok(listener) => Ok(listener),
            Err(_taken) => bind(0).await,
        },
    }
}

/// An organization that is ready to be served.
struct Opening {
    shared: shared::Shared,
    token: Option<Minted>,
    admin_token: Minted,
    set_aside: Option<PathBuf>,
}

fn open(config: &SandboxConfig, port: u16) -> Result<Opening, Error> {
    let admin_token = Minted::new(auth::ADMIN_TOKEN_PREFIX).map_err(Error::Random)?;
    let home = match &config.storage {
        Storage::Ephemeral => store::Home::temporary()?,
        Storage::Folder(folder) => store::Home::lasting(folder)?,
    };
    let base = format!("http://127.0.0.1:{port}{}", router::SCIM);
    let now = shared::to_millisecond((config.clock)());
    // On a thread of its own: what a thread keeps back of the C library's memory goes with it, and would otherwise keep the
    // memory of the large cache from the system.
    let filling = || {
        let (store, opened) = store::Store::open(home, base.clone(), now)?;
        let prepared = seed::prepare(&store, config, &opened, now)?;
        Ok::<_, Error>((store.filled()?, opened, prepared))
    };
    let filled = std::thread::scope(|scope| scope.spawn(filling).join());
    let (filled, opened, prepared) =
        filled.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
    let store = filled.settle()?;
    let shared = shared::Shared {
        store,
        base,
        clock: Arc::clone(&config.clock),
        allow: config.allow,
        guard: guard::Guard::new(port),
        scim_token: prepared.live,
        admin_token: admin_token.hash(),
        guesses: auth::Guesses::default(),
        faults: faults::Faults::default(),
        snapshots: snapshots::Snapshots::default(),
        stats: shared::Stats::default(),
        seeded: prepared.seeded,
        seeded_domains: prepared.seeded_domains,
    };
    Ok(Opening { shared, token: prepared.token, admin_token, set_aside: opened.set_aside })
}
