//! Where things are in Command's menus. They moved over the years; older organizations may still show an older place.

use crate::verkada::source::{SCIM_TOKEN, Source};

/// The page with SCIM domains and the token, newest place first.
pub(crate) const SCIM_PAGE: [&str; 5] = [
    "Admin › Login & Access › User Provisioning › SCIM",
    "Admin › Login & Access › SCIM Users Provisioning",
    "Admin › Org Settings › Security & Access › SCIM Users Provisioning",
    "Admin › Privacy & Security › SCIM Configuration",
    "Admin › Org Settings › SCIM",
];

/// Where these places and what follows are told.
pub(crate) const SOURCE: Source = SCIM_TOKEN;

/// Where Entra takes the token.
pub(crate) const ENTRA_CREDENTIALS: &str = "Provisioning › Admin credentials › Secret Token";
