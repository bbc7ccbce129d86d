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

pub use verkada::{
    Checked, DomainError, EmailDomain, Notice, Origin, Region, ScimToken, TenantError, TenantUrl,
    TokenError, TokenHint,
};
