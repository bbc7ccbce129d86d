//! The stages of SCIM itself: token, discovery, filter, paging.

use std::collections::HashSet;

use crate::client::check::Finding;
use crate::client::error::ErrorKind;
use crate::client::scim::{Collection, ScimClient};
use crate::scim::{ListPage, schema};
use crate::verkada::Region;

/// Lists one person: the smallest call that needs the token.
pub(super) async fn token(client: &ScimClient) -> Finding {
    let query = [("startIndex", "1".to_owned()), ("count", "1".to_owned())];
    match client.page(Collection::Users, &query).await {
        Ok(page) => Finding::Passed(format!(
            "The token is accepted; the server speaks of {}",
            people(page.total_results)
        )),
        Err(error) => {
            let what = match error.kind() {
                ErrorKind::Unauthorized => "The token was refused",
                ErrorKind::Forbidden => "The token may not read people",
                ErrorKind::NotFound => "There is no SCIM service at this path",
                ErrorKind::Redirected => "The server points elsewhere",
                ErrorKind::Malformed => "The answer is not SCIM",
                _ => "The people cannot be listed",
            };
            let advice = match (error.kind(), client.http().region()) {
                (ErrorKind::Unauthorized, region) if region != Region::Custom => format!(
                    "Check that the organization is in the region {region}; a token of another region is refused here. \
                     Otherwise someone pressed Refresh in Command, which ends every older token: enter the new one."
                ),
                _ => error.hint(),
            };
            Finding::Failed { what, why: error.reason().to_owned(), advice }
        }
    }
}

/// Reads the three documents a server describes itself with.
pub(super) async fn discovery(client: &ScimClient) -> Finding {
    let found = client.discover().await;
    if !found.problems.is_empty() {
        let reasons: Vec<_> = found.problems.iter().map(ToString::to_string).collect();
        return Finding::Warned {
            note: reasons.join("; "),
            advice: "Nothing needs to be done: people and groups are read without it.".to_owned(),
        };
    }
    let named = |urn: &str| found.schemas.iter().any(|schema| schema.eq_ignore_ascii_case(urn));
    let verkada = [schema::VERKADA_ACCESS_USER, schema::VERKADA_CORE_USER].into_iter().all(named);
    Finding::Passed(format!(
        "{} resource types, {} schemas{}",
        found.resource_types.len(),
        found.schemas.len(),
        if verkada { ", Verkada's extensions among them" } else { "" }
    ))
}

/// Searches for a person nobody is, as Entra's Test Connection does: the answer must be an empty list
/// (learn.microsoft.com/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups).
pub(super) async fn filter(client: &ScimClient) -> Finding {
    let (high, low) = (client.http().random(), client.http().random());
    let nobody = format!(
        "{:08x}-{:04x}-4{:03x}-a{:03x}-{:012x}",
        high >> 32,
        high >> 16 & 0xffff,
        high & 0xfff,
        low >> 48 & 0xfff,
        low & 0xffff_ffff_ffff
    );
    let query = [
        ("filter", format!("userName eq \"{nobody}\"")),
        ("startIndex", "1".to_owned()),
        ("count", "2".to_owned()),
    ];
    match client.page(Collection::Users, &query).await {
        Ok(page) if page.total_results == 0 && page.rows_received == 0 => {
            Finding::Passed("A search for nobody finds nobody".to_owned())
        }
        Ok(page) => Finding::Warned {
            note: format!(
                "A search for nobody found {}: the server ignores filters",
                people(page.total_results.max(page.rows_received))
            ),
            advice: "Searches are checked here row by row, but Entra may match the wrong person: tell the server's admin."
                .to_owned(),
        },
        Err(error) => Finding::failed("The search that Entra makes is refused", &error),
    }
}

/// Reads two small pages and compares them.
pub(super) async fn paging(client: &ScimClient) -> Finding {
    const ROWS: u64 = 2;
    let ask = |start: u64| [("startIndex", start.to_string()), ("count", ROWS.to_string())];
    let first = match client.page(Collection::Users, &ask(1)).await {
        Ok(page) => page,
        Err(error) => return Finding::failed("The first page cannot be read", &error),
    };
    let total = first.total_results;
    if first.rows_received > ROWS {
        return Finding::Warned {
            note: format!(
                "The server ignores the size asked for: {} rows came instead of {ROWS}",
                first.rows_received
            ),
            advice: "Nothing needs to be done: pages are read as they come.".to_owned(),
        };
    }
    if total <= first.rows_received {
        return Finding::Passed(format!("All of {} fit on one page", people(total)));
    }
    let second = match client.page(Collection::Users, &ask(first.rows_received + 1)).await {
        Ok(page) => page,
        Err(error) => return Finding::failed("The second page cannot be read", &error),
    };
    let known = ids(&first);
    if second.rows_received == 0 || ids(&second).is_subset(&known) {
        return Finding::Warned {
            note: format!("The second page brings nobody new: only {} of {total} can be read", first.rows_received),
            advice: "Tell the server's admin that startIndex is ignored; the list here will stay incomplete.".to_owned(),
        };
    }
    Finding::Passed(format!("Pages follow each other; {} in all", people(total)))
}

fn ids(page: &ListPage) -> HashSet<&str> {
    page.resources.iter().filter_map(|row| row.id()).collect()
}

fn people(count: u64) -> String {
    match count {
        0 => "nobody".to_owned(),
        1 => "1 person".to_owned(),
        _ => format!("{count} people"),
    }
}
