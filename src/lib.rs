//! SCIM Desk: one window on what Microsoft Entra ID provisions into Verkada Command.

mod app;
mod client;
mod limits;
mod sandbox;
mod scim;
mod secrets;
mod session;
mod ui;
mod verkada;

pub use app::cli::{Asked, run};
pub use app::window::{WindowOptions, open as open_window};
pub use app::{App, Start};
pub use client::{
    Chance, Check, Clock as ClientClock, Collection, Discovery, Error as ClientError, ErrorKind,
    Event, Exchange, ExchangeOutcome, Feature, Found, Http, HttpOptions, Listing, Observer,
    ScimClient, Stage, StageReport, StageState, WaitReason, Waiting,
};
pub use sandbox::{
    ADMIN_TOKEN_PREFIX, AllowList, Clock, Error as SandboxError, Fault, Minted, SCIM_TOKEN_PREFIX,
    Sandbox, SandboxConfig, Storage, Trouble, When, routes as sandbox_routes, serve_until_stopped,
};
pub use scim::{
    CompleteList, Filter, ListPage, Partial, PartialReason, Resource, ResourceId, ResourceIdError,
    RowProblem, ScimError, ScimType, Severity, SyntaxError,
};
pub use secrets::{Error as VaultError, SecretKind, Slot, Vault};
pub use verkada::{
    Checked, DomainError, EmailDomain, Notice, Origin, Region, ScimToken, TenantError, TenantUrl,
    TokenError, TokenHint,
};

#[cfg(test)]
#[path = "../tests/support/nasty.rs"]
mod nasty;
