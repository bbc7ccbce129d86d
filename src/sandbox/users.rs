//! People: what a create, a change and a delete mean in Command.

use serde_json::Value;

use crate::sandbox::chronicle;
use crate::sandbox::document;
use crate::sandbox::document::Birth;
use crate::sandbox::precondition::Precondition;
use crate::sandbox::reply::Refusal;
use crate::sandbox::resources::Written;
use crate::sandbox::rules;
use crate::sandbox::rules::Credential;
use crate::sandbox::shared::Shared;
use crate::sandbox::shared::new_id;
use crate::sandbox::shared::read_stored;
use crate::sandbox::store::Departed;
use crate::sandbox::store::Event;
use crate::sandbox::store::Kind;
use crate::sandbox::store::Members;
use crate::sandbox::store::StoreError;
use crate::sandbox::store::Stored;
use crate::sandbox::store::Writer;
use crate::scim::Resource;
use crate::scim::ResourceId;
use crate::scim::User;

/// Takes a person in. Somebody with the same userName or address in Deleted users comes back as the same record.
pub(crate) async fn create(shared: &Shared, mut resource: Resource) -> Result<Stored, Refusal> {
    if resource.get("active").is_none() {
        resource.as_map_mut().insert("active".to_owned(), Value::Bool(true));
    }
    let user = User(resource);
    let (id, now, at) = (new_id()?, shared.now(), shared.milliseconds());
    rules::check_domain(shared, &user)?;
    let keys = document::user_keys(&user);
    let birth = Birth { id: &id, created: &now, modified: &now };
    let body = document::stored(Kind::User, &user.0, &birth);
    let write = shared.store.write_with_others(|writer| {
        if shared.store.may_have_departed(&keys)
            && let Some(departed) = writer.rows().departed_by(&keys)?
        {
            return restore(writer, &departed, user, (&now, at));
        }
        rules::check_credential(Credential::None, &user)?;
        let seq = writer.insert_user(&id, 1, &keys, &body)?;
        chronicle::came(writer, seq, &user, at)?;
        Ok(writer.rows().new_user(seq, &id, 1, body))
    });
    write.await
}

/// Brings somebody back with what was kept, changed by what came.
fn restore(
    writer: &mut Writer<'_>,
    departed: &Departed,
    new: User,
    (now, at): (&str, i64),
) -> Result<Stored, Refusal> {
    let kept = document::reopened(&departed.body)
        .ok_or_else(|| StoreError::Damaged("a row of Deleted users is broken".to_owned()))?;
    let created = kept.meta("created").unwrap_or(now).to_owned();
    let before = User(kept);
    let had_credential = rules::has_credential(&before);
    let mut merged = before.0.clone();
    for (name, value) in new.0.into_map() {
        let map = merged.as_map_mut();
        match (map.get_mut(&name), value) {
            (Some(Value::Object(old)), Value::Object(new)) if name.starts_with("urn:") => {
                old.extend(new);
            }
            (_, value) => {
                map.insert(name, value);
            }
        }
    }
    let after = User(merged);
    rules::check_credential(had_credential, &after)?;
    let keys = document::user_keys(&after);
    let birth = Birth { id: &departed.id, created: &created, modified: now };
    let body = document::stored(Kind::User, &after.0, &birth);
    writer.forget_departed(departed.seq)?;
    let seq = writer.insert_user(&departed.id, departed.version + 1, &keys, &body)?;
    chronicle::restored(writer, (departed, seq), (&before, &after), at)?;
    written(writer, seq)
}

/// Changes a person by what `change` makes of the present one; `None` from it means nothing is to be changed.
pub(crate) async fn change(
    shared: &Shared,
    id: &ResourceId,
    precondition: &Precondition,
    change: impl FnOnce(Resource) -> Result<Option<Resource>, Refusal>,
) -> Result<Written, Refusal> {
    let (now, at) = (shared.now(), shared.milliseconds());
    let write = shared.store.write_with_others(|writer| {
        let found = writer.rows().by_id(Kind::User, id.as_str(), Members::Left)?;
        let stored = found.ok_or_else(Refusal::not_found)?;
        precondition.check(stored.version)?;
        let old = read_stored(&stored.body)?;
        let created = old.meta("created").unwrap_or(&now).to_owned();
        let old = User(old);
        let Some(new) = change(old.0.clone())? else { return Ok(Written::Same(stored)) };
        let new = User(new);
        rules::check_domain(shared, &new)?;
        rules::check_credential(rules::has_credential(&old), &new)?;
        let keys = (document::user_keys(&old), document::user_keys(&new));
        let birth = Birth { id: id.as_str(), created: &created, modified: &now };
        let body = document::stored(Kind::User, &new.0, &birth);
        writer.update_user(stored.seq, (&keys.0, &keys.1), &body)?;
        chronicle::changed(writer, stored.seq, (&old, &new), at)?;
        Ok(Written::Changed(writer.rows().changed_user(stored, body)))
    });
    write.await
}

/// What PUT makes of a person. `active` stays when it is left out: silence must not let anybody in.
pub(crate) fn replacement(old: &Resource, new: &Resource) -> Resource {
    let mut new = new.clone();
    if new.get("active").is_none()
        && let Some(active) = old.get("active")
    {
        new.as_map_mut().insert("active".to_owned(), active.clone());
    }
    new
}

/// Moves a person to Deleted users.
pub(crate) async fn delete(
    shared: &Shared,
    id: &ResourceId,
    precondition: &Precondition,
) -> Result<(), Refusal> {
    let (now, at) = (shared.now(), shared.milliseconds());
    let write = shared.store.write_with_others(|writer| {
        let found = writer.rows().by_id(Kind::User, id.as_str(), Members::Left)?;
        let stored = found.ok_or_else(Refusal::not_found)?;
        precondition.check(stored.version)?;
        let user = User(read_stored(&stored.body)?);
        chronicle::deleted(writer, stored.seq, &user, (Event::HardDeleted, at))?;
        writer.delete_user(stored.seq, &document::user_keys(&user), &now)?;
        Ok(())
    });
    write.await
}

fn written(writer: &Writer<'_>, seq: i64) -> Result<Stored, Refusal> {
    let stored = writer.rows().by_seq(Kind::User, seq, Members::Left)?;
    stored.ok_or_else(|| {
        StoreError::Damaged("a row is gone right after it was written".to_owned()).into()
    })
}
