//! A resource on its way into a row: what is stored, and the keys it is found by.

use serde::Serialize;

use crate::sandbox::store::GroupKeys;
use crate::sandbox::store::Kind;
use crate::sandbox::store::UserKeys;
use crate::scim::Group;
use crate::scim::Resource;
use crate::scim::User;
use crate::scim::schema;
use crate::scim::schema::ResourceType;

/// Folds for keys: ASCII only, so that both directions agree in every locale (RFC 7644 7.8).
pub(crate) fn fold(text: &str) -> String {
    text.to_ascii_lowercase()
}

/// The resource type of a kind.
pub(crate) fn resource_type(kind: Kind) -> &'static ResourceType {
    match kind {
        Kind::User => &schema::USER,
        Kind::Group => &schema::GROUP,
    }
}

/// The keys of a user. A person without a userName has been refused before.
pub(crate) fn user_keys(user: &User) -> UserKeys {
    let mut mails = Vec::new();
    // The preferred address first: it is the one Deleted users remember.
    for mail in user.email().into_iter().chain(user.emails().map(|mail| mail.value)) {
        let mail = fold(mail);
        if !mail.is_empty() && !mails.contains(&mail) {
            mails.push(mail);
        }
    }
    UserKeys {
        user_name: fold(user.user_name().unwrap_or_default()),
        mails,
        external_id: user.external_id().map(str::to_owned),
        verkada_external_id: user.verkada_external_id().map(str::to_owned),
    }
}

/// The keys of a group.
pub(crate) fn group_keys(group: &Group) -> GroupKeys {
    let display = group.display_name().unwrap_or_default().to_owned();
    GroupKeys {
        display_name: fold(&display),
        display,
        external_id: group.external_id().map(str::to_owned),
    }
}

/// What never comes from outside and is never stored twice.
pub(crate) struct Birth<'a> {
    pub(crate) id: &'a str,
    pub(crate) created: &'a str,
    pub(crate) modified: &'a str,
}

/// The text of a row: the resource up to and with `meta.lastModified`, still open at its end.
pub(crate) fn stored(kind: Kind, resource: &Resource, birth: &Birth<'_>) -> Vec<u8> {
    let computed = ["schemas", "id", "meta", if kind == Kind::User { "groups" } else { "members" }];
    let own = |name: &str| computed.iter().any(|own| own.eq_ignore_ascii_case(name));
    let mut text = Vec::with_capacity(2048);
    text.push(b'{');
    push(&mut text, "schemas", &schemas(kind, resource));
    push(&mut text, "id", birth.id);
    for (name, value) in resource.as_map().iter().filter(|(name, _)| !own(name)) {
        push(&mut text, name, value);
    }
    // The resource and its `meta` stay open, since the rest follows when the row is read.
    let meta = format!(
        "\"meta\":{{\"resourceType\":\"{}\",\"created\":\"{}\",\"lastModified\":\"{}\"",
        resource_type(kind).name,
        birth.created,
        birth.modified
    );
    text.extend_from_slice(meta.as_bytes());
    text
}

/// Appends a member of an object, and a comma for the next one.
fn push(text: &mut Vec<u8>, name: &str, value: &(impl Serialize + ?Sized)) {
    // JSON values and texts always serialize.
    serde_json::to_writer(&mut *text, name).unwrap_or_default();
    text.push(b':');
    serde_json::to_writer(&mut *text, value).unwrap_or_default();
    text.push(b',');
}

/// The schemas that really are in the resource; Entra sends extensions that its `schemas` does not list.
fn schemas(kind: Kind, resource: &Resource) -> Vec<&'static str> {
    let resource_type = resource_type(kind);
    let extensions = resource_type.extensions.iter().map(|extension| extension.id);
    let present = extensions.filter(|urn| resource.get(urn).is_some_and(|value| !value.is_null()));
    std::iter::once(resource_type.schema.id).chain(present).collect()
}

/// A stored text closed again, for reading what somebody in Deleted users was.
pub(crate) fn reopened(body: &[u8]) -> Option<Resource> {
    let closed = [body, b"}}"].concat();
    Resource::from_value(serde_json::from_slice(&closed).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;
    use serde_json::json;

    use super::*;

    fn resource(value: Value) -> Resource {
        Resource::from_value(value).unwrap()
    }

    #[test]
    fn what_is_stored_has_its_own_id_and_schemas_and_nothing_computed() {
        let sent = resource(json!({
            "schemas": [schema::CORE_USER, schema::ENTERPRISE_USER, "urn:unknown"],
            "id": "mine", "userName": "Ada@halcyon.example", "groups": [{"value": "admins"}],
            "meta": {"created": "1970-01-01T00:00:00Z"},
            schema::VERKADA_ACCESS_USER: {"cardNumber": "7777"},
        }));
        let birth =
            Birth { id: "x1", created: "2026-01-01T00:00:00Z", modified: "2026-01-02T00:00:00Z" };
        let text = stored(Kind::User, &sent, &birth);
        let back = Value::Object(reopened(&text).unwrap().into_map());
        assert_eq!(
            back,
            json!({
                "schemas": [schema::CORE_USER, schema::VERKADA_ACCESS_USER],
                "id": "x1", "userName": "Ada@halcyon.example",
                schema::VERKADA_ACCESS_USER: {"cardNumber": "7777"},
                "meta": {"resourceType": "User", "created": "2026-01-01T00:00:00Z",
                         "lastModified": "2026-01-02T00:00:00Z"},
            })
        );
    }

    #[test]
    fn keys_fold_ascii_only_and_keep_external_ids_exact() {
        let keys = user_keys(&User(resource(json!({
            "userName": "ÄDA@Halcyon.Example", "externalId": "A1",
            "name": {"givenName": "Ada", "familyName": "Lovelace"},
            "emails": [{"value": "Home@x.example", "type": "home"}, {"value": "ADA@x.example", "type": "work"},
                       {"value": "ada@X.example", "type": "other"}],
            schema::VERKADA_CORE_USER: {"externalId": "V-1a"},
        }))));
        assert_eq!(keys.user_name, "Äda@halcyon.example");
        assert_eq!(keys.mails, ["ada@x.example", "home@x.example"]);
        assert_eq!(keys.external_id.as_deref(), Some("A1"));
        assert_eq!(keys.verkada_external_id.as_deref(), Some("V-1a"));
    }
}
