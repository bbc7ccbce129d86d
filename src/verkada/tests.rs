//! The fields for tokens, URLs and domains as a whole: nasty inputs, and properties of all inputs.

use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

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

proptest! {
    #[test]
    fn an_accepted_url_reads_the_same_again_and_stays_where_it_is(
        text in "(https?://)?[a-zA-Zа-яｖ.@:%\\[\\]0-9-]{0,20}(verkada\\.com)?[/.%2eE\\\\a-z?#@]{0,12}"
    ) {
        if let Ok(url) = TenantUrl::parse(&text).map(|url| url.value) {
            let again = TenantUrl::parse(url.as_str()).unwrap().value;
            prop_assert_eq!(again.as_str(), url.as_str());
            prop_assert_eq!(again.origin(), url.origin());
            let below = url.join(["Users", &text]);
            prop_assert_eq!(Origin::of(&below), url.origin());
            prop_assert!(below.as_str().starts_with(url.as_str()));
            let written = text.to_lowercase();
            prop_assert!(written.contains(url.origin().host()) || !written.is_ascii(), "{}", url);
        }
    }

    #[test]
    fn an_accepted_domain_reads_the_same_again_and_covers_its_mail(text in "[@a-zA-Zа-я.0-9 -]{0,20}") {
        if let Ok(domain) = EmailDomain::parse(&text) {
            prop_assert_eq!(&EmailDomain::parse(domain.as_str()).unwrap(), &domain);
            let mail = format!("ada@{}", domain.as_str());
            prop_assert!(domain.covers(&mail));
            let subdomain = format!("ada@x.{}", domain.as_str());
            prop_assert!(!domain.covers(&subdomain));
        }
    }

    #[test]
    fn what_is_said_of_a_token_never_holds_it(text in "\\PC{1,40}") {
        let said = match ScimToken::parse(&text) {
            Ok(token) => format!("{token:?} {}", token.value.fingerprint()),
            Err(error) => format!("{error} {error:?}"),
        };
        prop_assert!(text.trim().len() < 9 || !said.contains(text.trim()), "{}", said);
    }
}
