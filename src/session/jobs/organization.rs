//! Reading what Command's own pages show: domains, token, deleted users, and what is kept of one person.

use crate::scim::ResourceId;
use crate::session::backend::Backend;
use crate::session::connection::Profile;
use crate::session::outcome::{Epoch, Outcome};
use crate::session::problem::Problem;
use crate::session::worker::Outbox;
use crate::verkada::admin::{DeletedUser, PersonRecord, Provisioning};

/// Reads domains and token.
pub(super) async fn provisioning(
    backend: &Backend,
    outbox: &Outbox,
    epoch: Epoch,
    profile: &Profile,
) {
    let result = read_provisioning(backend, profile).await;
    outbox.send(Outcome::ProvisioningRead { epoch, result }).await;
}

async fn read_provisioning(backend: &Backend, profile: &Profile) -> Result<Provisioning, Problem> {
    let admin = backend.admin(profile).await?;
    admin.provisioning().await.map_err(|error| Problem::from(&error))
}

/// Reads deleted users, all pages.
pub(super) async fn deleted(backend: &Backend, outbox: &Outbox, epoch: Epoch, profile: &Profile) {
    let result = read_deleted(backend, profile).await;
    outbox.send(Outcome::DeletedRead { epoch, result }).await;
}

async fn read_deleted(backend: &Backend, profile: &Profile) -> Result<Vec<DeletedUser>, Problem> {
    let admin = backend.admin(profile).await?;
    let (mut all, mut after) = (Vec::new(), None::<String>);
    loop {
        let page = admin.deleted_users(after.as_deref()).await;
        let page = page.map_err(|error| Problem::from(&error))?;
        let came = !page.deleted_users.is_empty();
        all.extend(page.deleted_users);
        match page.next {
            Some(next) if came && after.as_ref() != Some(&next) => after = Some(next),
            _ => return Ok(all),
        }
    }
}

/// Reads what Command keeps of one person.
pub(super) async fn record(
    backend: &Backend,
    outbox: &Outbox,
    epoch: Epoch,
    profile: &Profile,
    id: String,
) {
    let result = read_record(backend, profile, &id).await.map(Box::new);
    outbox.send(Outcome::RecordRead { epoch, id, result }).await;
}

async fn read_record(
    backend: &Backend,
    profile: &Profile,
    id: &str,
) -> Result<PersonRecord, Problem> {
    let id = ResourceId::parse(id).map_err(|error| {
        Problem::new(
            "read this person",
            error.to_string(),
            "The server's id cannot be put into an address safely",
        )
    })?;
    let admin = backend.admin(profile).await?;
    admin.person(&id).await.map_err(|error| Problem::from(&error))
}
