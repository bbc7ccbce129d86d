//! Groups: their name, and people by id.

use crate::sandbox::document;
use crate::sandbox::document::Birth;
use crate::sandbox::precondition::Precondition;
use crate::sandbox::reply::Refusal;
use crate::sandbox::resources::Written;
use crate::sandbox::shared::Shared;
use crate::sandbox::shared::new_id;
use crate::sandbox::shared::read_stored;
use crate::sandbox::store::Event;
use crate::sandbox::store::Key;
use crate::sandbox::store::Kind;
use crate::sandbox::store::Members;
use crate::sandbox::store::Rows;
use crate::sandbox::store::StoreError;
use crate::sandbox::store::Stored;
use crate::sandbox::store::Writer;
use crate::scim::Group;
use crate::scim::Resource;
use crate::scim::ResourceId;
use crate::scim::ScimType;

/// Makes a group.
pub(crate) async fn create(shared: &Shared, resource: Resource) -> Result<Stored, Refusal> {
    let group = Group(resource);
    let (id, now) = (new_id()?, shared.now());
    let at = shared.milliseconds();
    let write = shared.store.write_with_others(move |writer| {
        let members = member_rows(&writer.rows(), &group)?;
        let birth = Birth { id: &id, created: &now, modified: &now };
        let keys = document::group_keys(&group);
        let body = document::stored(Kind::Group, &group.0, &birth);
        let seq = writer.insert_group(&id, &keys, &body, &members)?;
        note(writer, &members, at, Event::Joined, &keys.display)?;
        written(writer, seq)
    });
    write.await
}

/// Changes a group by what `change` makes of the present one; `None` from it means nothing is to be changed.
pub(crate) async fn change(
    shared: &Shared,
    id: &ResourceId,
    precondition: &Precondition,
    change: impl FnOnce(Resource) -> Result<Option<Resource>, Refusal>,
) -> Result<Written, Refusal> {
    let (now, at) = (shared.now(), shared.milliseconds());
    let write = shared.store.write_with_others(|writer| {
        let found = writer.rows().by_id(Kind::Group, id.as_str(), Members::Listed)?;
        let stored = found.ok_or_else(Refusal::not_found)?;
        precondition.check(stored.version)?;
        let old = read_stored(&stored.body)?;
        let created = old.meta("created").unwrap_or(&now).to_owned();
        let old = Group(old);
        let old_keys = document::group_keys(&old);
        let Some(new) = change(old.0)? else { return Ok(Written::Same(stored)) };
        let new = Group(new);
        let members = member_rows(&writer.rows(), &new)?;
        let new_keys = document::group_keys(&new);
        let birth = Birth { id: id.as_str(), created: &created, modified: &now };
        let body = document::stored(Kind::Group, &new.0, &birth);
        let moved = writer.update_group(stored.seq, &old_keys, &new_keys, &body, &members)?;
        note(writer, &moved.joined, at, Event::Joined, &new_keys.display)?;
        note(writer, &moved.left, at, Event::Left, &old_keys.display)?;
        written(writer, stored.seq).map(Written::Changed)
    });
    write.await
}

/// Removes a group; its people stay.
pub(crate) async fn delete(
    shared: &Shared,
    id: &ResourceId,
    precondition: &Precondition,
) -> Result<(), Refusal> {
    let at = shared.milliseconds();
    let write = shared.store.write_with_others(|writer| {
        let found = writer.rows().by_id(Kind::Group, id.as_str(), Members::Left)?;
        let stored = found.ok_or_else(Refusal::not_found)?;
        precondition.check(stored.version)?;
        let keys = document::group_keys(&Group(read_stored(&stored.body)?));
        let members = writer.delete_group(stored.seq)?;
        note(writer, &members, at, Event::Left, &keys.display)
    });
    write.await
}

/// Tells the histories of people that they came into a group or went.
fn note(
    writer: &Writer<'_>,
    people: &[i64],
    at: i64,
    event: Event,
    group: &str,
) -> Result<(), Refusal> {
    for person in people {
        writer.note(*person, at, event, Some(group))?;
    }
    Ok(())
}

/// The rows of the members, ascending and once each. Only people of this organization can be members.
fn member_rows(rows: &Rows<'_>, group: &Group) -> Result<Vec<i64>, Refusal> {
    let mut members = Vec::new();
    for member in group.members() {
        let Some(seq) = rows.seqs_by(Kind::User, Key::Id(member.value))?.first().copied() else {
            return Err(Refusal::of(
                ScimType::InvalidValue,
                "A member is no person of this organization; groups hold people only",
            ));
        };
        members.push(seq);
    }
    members.sort_unstable();
    members.dedup();
    Ok(members)
}

fn written(writer: &Writer<'_>, seq: i64) -> Result<Stored, Refusal> {
    let stored = writer.rows().by_seq(Kind::Group, seq, Members::Listed)?;
    stored.ok_or_else(|| {
        StoreError::Damaged("a row is gone right after it was written".to_owned()).into()
    })
}
