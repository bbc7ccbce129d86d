//! Reading people and groups, page by page, and one person whole.

use crate::client::{Collection, Listing};
use crate::scim::{
    CompleteList, Filter, ListPage, ListRow, ListedGroup, ListedUser, ResourceId, User,
};
use crate::session::backend::Backend;
use crate::session::connection::Profile;
use crate::session::jobs::rows;
use crate::session::outcome::{Epoch, Outcome};
use crate::session::problem::Problem;
use crate::session::users::Generation;
use crate::session::worker::Outbox;

/// Reads all people, or those the server finds with a filter.
pub(super) async fn people(
    backend: &Backend,
    outbox: &Outbox,
    epoch: Epoch,
    generation: Generation,
    profile: &Profile,
    filter: Option<Filter>,
) {
    let page = |page: ListPage<ListedUser>, expected| Outcome::PeoplePage {
        epoch,
        generation,
        people: Box::new(rows::people_of(&page)),
        expected,
    };
    let outcome = match (backend.scim(profile).await, filter) {
        (Ok(client), None) => walk(outbox, client.list_people(), page).await,
        (Ok(client), Some(filter)) => {
            // A filter may look at any attribute, so that whole people are needed.
            let whole = |rows: ListPage, expected| {
                page(rows.map(|row| ListedUser::of(&User(row))), expected)
            };
            walk(outbox, client.list_matching(Collection::Users, filter), whole).await
        }
        (Err(problem), _) => Err(problem),
    };
    let stayed = |stayed| Outcome::PeopleStayed { epoch, generation, stayed };
    let outcome = tell_who_stayed(outbox, outcome, stayed).await;
    outbox.send(Outcome::PeopleRead { epoch, generation, outcome }).await;
}

/// Reads all groups.
pub(super) async fn groups(
    backend: &Backend,
    outbox: &Outbox,
    epoch: Epoch,
    generation: Generation,
    profile: &Profile,
) {
    let page = |page: ListPage<ListedGroup>, expected| {
        let groups = page.resources.into_iter().map(rows::group_row).collect();
        Outcome::GroupsPage { epoch, generation, groups, expected }
    };
    let outcome = match backend.scim(profile).await {
        Ok(client) => walk(outbox, client.list_groups(), page).await,
        Err(problem) => Err(problem),
    };
    let stayed = |stayed| Outcome::GroupsStayed { epoch, generation, stayed };
    let outcome = tell_who_stayed(outbox, outcome, stayed).await;
    outbox.send(Outcome::GroupsRead { epoch, generation, outcome }).await;
}

/// Rows of an earlier pass over the list may have left since.
async fn tell_who_stayed(
    outbox: &Outbox,
    read: Result<Option<Box<CompleteList>>, Problem>,
    outcome: impl Fn(Box<CompleteList>) -> Outcome,
) -> Result<(), Problem> {
    if let Some(stayed) = read? {
        outbox.send(outcome(stayed)).await;
    }
    Ok(())
}

/// Hands on every page with rows as it comes; ends well only if the list was read whole and stood still. Returns the list
/// where other rows were handed on than it has.
async fn walk<R: ListRow>(
    outbox: &Outbox,
    mut listing: Listing<R>,
    outcome: impl Fn(ListPage<R>, Option<u64>) -> Outcome,
) -> Result<Option<Box<CompleteList>>, Problem> {
    let mut handed_on = 0;
    while let Some(page) = listing.next().await {
        let page = page.map_err(|error| Problem::from(&error))?;
        handed_on += page.resources.len();
        if !page.resources.is_empty() {
            outbox.send(outcome(page, Some(listing.total()))).await;
        }
    }
    let complete = listing.finish().map_err(|partial| {
        Problem::new(
            "read the whole list",
            partial.to_string(),
            "What was read is shown. Refresh to read it again",
        )
    })?;
    Ok((complete.len() != handed_on).then(|| Box::new(complete)))
}

/// Reads one person whole.
pub(super) async fn person(
    backend: &Backend,
    outbox: &Outbox,
    epoch: Epoch,
    profile: &Profile,
    id: String,
) {
    let result = read_person(backend, profile, &id).await.map(Box::new);
    outbox.send(Outcome::PersonRead { epoch, id, result }).await;
}

async fn read_person(backend: &Backend, profile: &Profile, id: &str) -> Result<User, Problem> {
    let id = ResourceId::parse(id).map_err(|error| {
        Problem::new(
            "read this person",
            error.to_string(),
            "The server's id cannot be put into an address safely",
        )
    })?;
    let client = backend.scim(profile).await?;
    client.get(Collection::Users, &id).await.map(User).map_err(|error| Problem::from(&error))
}
