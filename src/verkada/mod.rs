//! What is particular to Verkada Command: regions, domains, tokens, cards, states. Values only, no IO.

pub(crate) mod admin;
pub(crate) mod attributes;
pub(crate) mod by_hand;
pub(crate) mod card;
pub(crate) mod lifecycle;
pub(crate) mod likeness;
pub(crate) mod menu;
pub(crate) mod name;

mod checked;
mod count;
mod domain;
mod region;
mod source;
mod tenant;
mod token;
mod verb;

pub use card::{
    BitRole, CardBits, CardBitsError, CardCheck, CardDraft, CardFinding, CardLayout, CardNumbers,
    Damage as CardDamage, DecodedCard, Field as CardField, GraphRequest, Parity,
    Severity as CardSeverity, SharedBy, SharedCard,
};
pub use checked::{Checked, Notice};
pub(crate) use count::count;
pub use domain::{DomainError, EmailDomain};
pub use region::Region;
pub(crate) use source::{ENTRA_GUIDE, OKTA_GUIDE, Source};
pub use tenant::{Origin, TenantError, TenantUrl};
pub use token::{ScimToken, TokenError, TokenHint};
pub(crate) use verb::{Actor, Verb};

#[cfg(test)]
mod tests;
