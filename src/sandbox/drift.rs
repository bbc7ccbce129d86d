//! A list that moves while it is read: people come and go between its pages.

use crate::sandbox::precondition::Precondition;
use crate::sandbox::shared::Shared;
use crate::sandbox::store::Kind;
use crate::sandbox::store::Members;
use crate::sandbox::users;
use crate::scim::Resource;
use crate::scim::ResourceId;

/// Takes away those who came first and adds new people at the end.
pub(crate) async fn drift(shared: &Shared, add: u32, remove: u32) {
    let (first, _) =
        shared.store.window(Kind::User, 0, usize::try_from(remove).unwrap_or_default());
    for seq in first {
        let found = shared.store.read(|rows| rows.by_seq(Kind::User, seq, Members::Left));
        let Ok(Some(stored)) = found else { continue };
        let Ok(id) = ResourceId::parse(&stored.id) else { continue };
        if let Err(refusal) = users::delete(shared, &id, &Precondition::default()).await {
            tracing::warn!(?refusal, "drift could not remove a person");
        }
    }
    for number in 0..add {
        if let Err(problem) = add_one(shared, number).await {
            tracing::warn!(problem, "drift could not add a person");
        }
    }
}

/// Somebody whose name no seeded person has.
async fn add_one(shared: &Shared, number: u32) -> Result<(), String> {
    let id = crate::sandbox::shared::new_id().map_err(|refusal| format!("{refusal:?}"))?;
    let domain = shared.store.domains();
    let domain = domain.into_iter().next().unwrap_or_else(|| "example.com".to_owned());
    let name = format!("newcomer.{number}.{}@{domain}", id.get(..8).unwrap_or_default());
    let person = serde_json::json!({
        "userName": name, "active": true,
        "name": {"givenName": "New", "familyName": "Comer"},
        "emails": [{"value": name, "type": "work", "primary": true}],
    });
    let resource = Resource::from_value(person).map_err(|error| error.to_string())?;
    users::create(shared, resource).await.map(|_| ()).map_err(|refusal| format!("{refusal:?}"))
}
