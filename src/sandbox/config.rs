//! What kind of sandbox is wanted.

use std::path::PathBuf;

use crate::sandbox::rules::AllowList;
use crate::sandbox::shared::Clock;
use crate::verkada::EmailDomain;

/// Where the organization lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Storage {
    /// In a temporary folder that goes with the sandbox.
    Ephemeral,
    /// In this folder, kept between runs.
    Folder(PathBuf),
}

/// The port on 127.0.0.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Port {
    /// Any free one.
    Any,
    /// This one; the sandbox does not start without it.
    Exactly(u16),
    /// This one, so that an address stays the same between runs, or any free one when it is taken.
    Preferably(u16),
}

/// Which SCIM token is good from the start on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenWish {
    /// A new one for this run; the organization's old one is dead.
    New,
    /// The organization's own: the sandbox knows its hash alone, whoever wants to use it has kept it.
    Keep,
}

/// What a new organization begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setup {
    /// People, groups, domains and a token, as after months of provisioning.
    Provisioned,
    /// Nothing: SCIM is not set up, and every SCIM call is refused until an admin adds the first domain.
    Bare,
}

/// What kind of sandbox is wanted.
#[derive(Clone)]
pub struct SandboxConfig {
    /// The port on 127.0.0.1.
    pub port: Port,
    /// Where the organization lives.
    pub storage: Storage,
    /// What a new organization begins with.
    pub setup: Setup,
    /// Which SCIM token is good. An organization on which SCIM is not set up has none either way.
    pub token: TokenWish,
    /// How many people a new organization begins with.
    pub people: u32,
    /// Which people: the same seed gives the same company.
    pub seed: u64,
    /// Domains to put on the allow-list; a bare organization begins without.
    pub domains: Vec<EmailDomain>,
    /// Whether the allow-list counts.
    pub allow: AllowList,
    /// Where the time comes from.
    pub clock: Clock,
}
