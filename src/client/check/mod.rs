//! Checks a connection stage by stage, so that a failure has a place, a reason and a remedy. It only reads.

mod network;
mod service;

use std::time::Duration;

use tokio::time::Instant;

use crate::client::error::Error;
use crate::client::scim::ScimClient;

/// The stages in the order they run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// The host name has an address.
    Name,
    /// Something listens there.
    Connection,
    /// It proves who it is.
    Tls,
    /// It accepts the token and lists people.
    Token,
    /// It describes itself.
    Discovery,
    /// It answers the search Entra's Test Connection makes.
    Filter,
    /// It hands out long lists in pages.
    Paging,
    /// Its clock and this computer's agree.
    Clock,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 8] = [
        Self::Name,
        Self::Connection,
        Self::Tls,
        Self::Token,
        Self::Discovery,
        Self::Filter,
        Self::Paging,
        Self::Clock,
    ];

    /// Whether nothing that follows has a meaning once this failed.
    fn is_fatal(self) -> bool {
        match self {
            Self::Name | Self::Connection | Self::Tls | Self::Token => true,
            Self::Discovery | Self::Filter | Self::Paging | Self::Clock => false,
        }
    }
}

/// News of one stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StageReport {
    /// Which.
    pub stage: Stage,
    /// How it stands.
    pub state: StageState,
}

/// How a stage stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StageState {
    /// It has begun.
    Started,
    /// All is well.
    Passed {
        /// How long it took.
        took: Duration,
        /// What was found.
        note: String,
    },
    /// It works, and someone should know this.
    Warned {
        /// How long it took.
        took: Duration,
        /// What was found.
        note: String,
        /// What to do about it.
        advice: String,
    },
    /// It does not work.
    Failed {
        /// How long it took.
        took: Duration,
        /// What happened.
        what: String,
        /// Why.
        why: String,
        /// What to do about it.
        advice: String,
    },
    /// It has no meaning here.
    Skipped {
        /// Why.
        note: String,
    },
}

/// What a stage finds, before its time is added.
enum Finding {
    Passed(String),
    Warned { note: String, advice: String },
    Failed { what: &'static str, why: String, advice: String },
    Skipped(String),
}

impl Finding {
    fn failed(what: &'static str, error: &Error) -> Self {
        Self::Failed { what, why: error.reason().to_owned(), advice: error.hint() }
    }
}

/// A check while it runs. Dropping it ends it at once.
pub struct Check {
    client: ScimClient,
    addresses: Vec<std::net::SocketAddr>,
    /// The stage to begin or, once begun, to run.
    stage: Option<Stage>,
    begin: Option<Instant>,
}

impl ScimClient {
    /// Checks this connection from the host name up.
    pub fn check(&self) -> Check {
        Check {
            client: self.clone(),
            addresses: Vec::new(),
            stage: Stage::ALL.first().copied(),
            begin: None,
        }
    }
}

impl Check {
    /// The next news; `None` when the check is over. It stops at the first failure that leaves nothing more to check.
    pub async fn next(&mut self) -> Option<StageReport> {
        let stage = self.stage?;
        let Some(begin) = self.begin else {
            self.begin = Some(Instant::now());
            return Some(StageReport { stage, state: StageState::Started });
        };
        let finding = self.run(stage).await;
        let took = begin.elapsed();
        let result = match finding {
            Finding::Passed(note) => StageState::Passed { took, note },
            Finding::Warned { note, advice } => StageState::Warned { took, note, advice },
            Finding::Failed { what, why, advice } => {
                StageState::Failed { took, what: what.to_owned(), why, advice }
            }
            Finding::Skipped(note) => StageState::Skipped { note },
        };
        let over = stage.is_fatal() && matches!(result, StageState::Failed { .. });
        let next = Stage::ALL.into_iter().skip_while(|other| *other != stage).nth(1);
        self.stage = next.filter(|_| !over);
        self.begin = None;
        Some(StageReport { stage, state: result })
    }

    async fn run(&mut self, stage: Stage) -> Finding {
        match stage {
            Stage::Name => {
                let found = network::look_up(self.client.http()).await;
                found.map_or_else(
                    |finding| finding,
                    |(addresses, note)| {
                        self.addresses = addresses;
                        Finding::Passed(note)
                    },
                )
            }
            Stage::Connection => network::connect(&self.addresses).await,
            Stage::Tls => network::handshake(self.client.http()).await,
            Stage::Token => service::token(&self.client).await,
            Stage::Discovery => service::discovery(&self.client).await,
            Stage::Filter => service::filter(&self.client).await,
            Stage::Paging => service::paging(&self.client).await,
            Stage::Clock => network::clock(self.client.http()),
        }
    }
}
