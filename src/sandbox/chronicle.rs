//! What the history of a person is told when the person changes.

use serde_json::Map;
use serde_json::Value;

use crate::sandbox::people::Facts;
use crate::sandbox::store::Departed;
use crate::sandbox::store::Entry;
use crate::sandbox::store::Event;
use crate::sandbox::store::StoreError;
use crate::sandbox::store::Writer;
use crate::scim::Resource;
use crate::scim::User;

/// Attributes that are told in another way, or that the identity provider does not write.
const NOT_TOLD: [&str; 5] = ["schemas", "id", "meta", "groups", "active"];

/// A person came over SCIM.
pub(crate) fn came(
    writer: &Writer<'_>,
    user: i64,
    person: &User,
    at: i64,
) -> Result<(), StoreError> {
    writer.note_beginning(user, &Entry { at, event: Event::Came, detail: None })?;
    if person.active() == Some(false) {
        writer.note(user, at, Event::Deactivated, None)?;
    }
    Ok(())
}

/// The identity provider changed a person.
pub(crate) fn changed(
    writer: &Writer<'_>,
    user: i64,
    (before, after): (&User, &User),
    at: i64,
) -> Result<(), StoreError> {
    begin(writer, user, before, at)?;
    match (before.active() == Some(false), after.active() == Some(false)) {
        (false, true) => writer.note(user, at, Event::Deactivated, None)?,
        (true, false) => writer.note(user, at, Event::Reactivated, None)?,
        _ => {}
    }
    let names = changed_names(&before.0, &after.0);
    if names.is_empty() {
        return Ok(());
    }
    writer.note(user, at, Event::Changed, Some(&names.join(", ")))
}

/// A person moved to Deleted users.
pub(crate) fn deleted(
    writer: &Writer<'_>,
    user: i64,
    person: &User,
    (event, at): (Event, i64),
) -> Result<(), StoreError> {
    begin(writer, user, person, at)?;
    writer.note(user, at, event, None)
}

/// A person came back from Deleted users, in a row of its own.
pub(crate) fn restored(
    writer: &Writer<'_>,
    (departed, user): (&Departed, i64),
    (before, after): (&User, &User),
    at: i64,
) -> Result<(), StoreError> {
    begin(writer, departed.seq, before, at)?;
    let newest = writer.rows().history(departed.seq, 1)?;
    if !newest.iter().any(is_deletion) {
        let deleted_at = milliseconds(Some(&departed.deleted_at)).unwrap_or(at);
        writer.note(departed.seq, deleted_at, Event::Deleted, None)?;
    }
    writer.carry_over(departed.seq, user)?;
    writer.note(user, at, Event::Restored, None)?;
    if before.active() != Some(false) && after.active() == Some(false) {
        writer.note(user, at, Event::Deactivated, None)?;
    }
    Ok(())
}

/// An admin changed what belongs to Command.
pub(crate) fn edited(
    writer: &Writer<'_>,
    user: i64,
    person: &User,
    (names, at): (&str, i64),
) -> Result<(), StoreError> {
    begin(writer, user, person, at)?;
    writer.note(user, at, Event::Edited, Some(names))
}

/// Whether somebody is in Deleted users after this.
pub(crate) fn is_deletion(entry: &Entry) -> bool {
    matches!(entry.event, Event::Deleted | Event::HardDeleted)
}

/// Before the first change of a seeded person: how the person stood, since what is made up about them follows from it.
fn begin(writer: &Writer<'_>, user: i64, before: &User, now: i64) -> Result<(), StoreError> {
    if writer.rows().has_beginning(user)? {
        return Ok(());
    }
    let event =
        if before.active() == Some(false) { Event::StoodDeactivated } else { Event::StoodActive };
    let at = milliseconds(before.0.meta("lastModified")).unwrap_or(now);
    let detail = serde_json::to_string(&facts(before))
        .map_err(|error| StoreError::Damaged(error.to_string()))?;
    writer.note_beginning(user, &Entry { at, event, detail: Some(detail) })
}

/// What of a person decides what is made up about them.
pub(crate) fn facts(user: &User) -> Facts {
    let city = user
        .0
        .get("addresses")
        .and_then(Value::as_array)
        .and_then(|addresses| addresses.iter().find_map(|one| one.get("locality")?.as_str()));
    Facts {
        department: user.enterprise().department.unwrap_or_default().to_owned(),
        title: user.title().unwrap_or_default().to_owned(),
        city: city.unwrap_or("Chicago").to_owned(),
        has_card: user.access().card_format.is_some(),
    }
}

fn milliseconds(text: Option<&str>) -> Option<i64> {
    let time: jiff::Timestamp = text?.parse().ok()?;
    Some(time.as_millisecond())
}

/// The names of what differs, without a value: of a complex attribute and of an extension its parts.
fn changed_names(before: &Resource, after: &Resource) -> Vec<String> {
    let mut names = Vec::new();
    for name in differing(before.as_map(), after.as_map()) {
        if NOT_TOLD.contains(&name) {
            continue;
        }
        let parts = |resource: &Resource| resource.get(name).and_then(Value::as_object).cloned();
        let (old, new) = (parts(before), parts(after));
        if old.is_none() && new.is_none() {
            names.push(name.to_owned());
            continue;
        }
        let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
        let prefix = if name.starts_with("urn:") { String::new() } else { format!("{name}.") };
        names.extend(differing(&old, &new).map(|part| format!("{prefix}{part}")));
    }
    names
}

/// The keys whose values differ, in the order of the newer map, then those that are gone.
fn differing<'a>(
    before: &'a Map<String, Value>,
    after: &'a Map<String, Value>,
) -> impl Iterator<Item = &'a str> {
    let changed = after.iter().filter(|(name, value)| before.get(*name) != Some(value));
    let gone = before.iter().filter(|(name, _)| !after.contains_key(*name));
    changed.chain(gone).map(|(name, _)| name.as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::scim::schema;

    #[test]
    fn changes_are_told_by_name_and_without_values() {
        let check = |before: Value, after: Value, names: &[&str]| {
            let resource = |value| Resource::from_value(value).unwrap();
            assert_eq!(changed_names(&resource(before.clone()), &resource(after.clone())), names);
        };
        check(json!({"title": "a"}), json!({"title": "a"}), &[]);
        check(json!({"title": "a"}), json!({"title": "b"}), &["title"]);
        check(json!({}), json!({"title": "b"}), &["title"]);
        check(json!({"title": "a"}), json!({}), &["title"]);
        check(json!({"active": true, "meta": {}}), json!({"active": false, "meta": {"a": 1}}), &[]);
        check(
            json!({"name": {"givenName": "a", "familyName": "b"}}),
            json!({"name": {"givenName": "c", "familyName": "b"}}),
            &["name.givenName"],
        );
        check(
            json!({}),
            json!({schema::ENTERPRISE_USER: {"department": "x", "costCenter": "y"}}),
            &["department", "costCenter"],
        );
        check(
            json!({"emails": [{"value": "a"}]}),
            json!({"emails": [{"value": "b"}]}),
            &["emails"],
        );
    }
}
