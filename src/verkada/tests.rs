//! The nasty inputs of the fields for tokens and URLs.

use super::*;
use crate::nasty::{Outcome, check_area};

#[test]
fn nasty_credential_fields_end_as_declared() {
    check_area("credential-field", |item| {
        let Some(text) = item.text() else {
            return Some(Outcome::error("The value is not UTF-8."));
        };
        // An item says by its look for which field it is.
        let notices = if text.contains("://") {
            TenantUrl::parse(text).map(|url| url.notices).map_err(|error| error.to_string())
        } else {
            ScimToken::parse(text).map(|token| token.notices).map_err(|error| error.to_string())
        };
        Some(match notices {
            Ok(notices) if notices.is_empty() => Outcome::of(&["ok"]),
            Ok(notices) => {
                let said: Vec<String> = notices.iter().map(ToString::to_string).collect();
                Outcome::saying(&["warn"], said.join(" "))
            }
            Err(error) => Outcome::error(error),
        })
    });
}
