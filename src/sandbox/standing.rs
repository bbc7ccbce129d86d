//! What an admin does to one person: edit, Delete, Permanently remove, each only where Command offers it.

use axum::http::StatusCode;
use serde_json::Value;

use crate::limits;
use crate::sandbox::chronicle;
use crate::sandbox::document;
use crate::sandbox::people::Belongings;
use crate::sandbox::precondition::Precondition;
use crate::sandbox::record::Dossier;
use crate::sandbox::record::Subject;
use crate::sandbox::reply::Refusal;
use crate::sandbox::shared::Shared;
use crate::sandbox::store::Event;
use crate::sandbox::store::StoreError;
use crate::sandbox::store::Writer;
use crate::scim::ResourceId;
use crate::scim::ScimType;
use crate::verkada::admin::Credential;
use crate::verkada::admin::CredentialOrigin;
use crate::verkada::admin::PersonRecord;
use crate::verkada::admin::Role;
use crate::verkada::admin::Standing;
use crate::verkada::attributes::RULES;
use crate::verkada::attributes::Writer as Owner;

/// Moves a person to Deleted users.
pub(crate) fn delete(
    shared: &Shared,
    id: &ResourceId,
    precondition: &Precondition,
) -> Result<(), Refusal> {
    let (now, at) = (shared.now(), shared.milliseconds());
    shared.store.write(|writer| {
        let subject = meant(writer, id, precondition)?;
        match subject.standing() {
            Standing::Deactivated => {}
            Standing::Active => return Err(still_active("Delete", &subject)),
            Standing::Deleted => {
                return Err(Refusal::new(
                    StatusCode::CONFLICT,
                    format!("{} is in Deleted users already", subject.shown()),
                ));
            }
        }
        chronicle::deleted(writer, subject.seq, &subject.user, (Event::Deleted, at))?;
        writer.delete_user(subject.seq, &document::user_keys(&subject.user), &now)?;
        Ok(())
    })
}

/// Erases a person with everything attached.
pub(crate) fn remove(
    shared: &Shared,
    id: &ResourceId,
    precondition: &Precondition,
) -> Result<(), Refusal> {
    shared.store.write(|writer| {
        let subject = meant(writer, id, precondition)?;
        match subject.standing() {
            Standing::Active => Err(still_active("Permanently remove", &subject)),
            Standing::Deactivated => {
                Ok(writer.remove_user(subject.seq, &document::user_keys(&subject.user))?)
            }
            Standing::Deleted => Ok(writer.remove_departed(subject.seq)?),
        }
    })?;
    // The person is gone whatever happens now; the journal is emptied at the next start at the latest.
    if let Err(error) = shared.store.erase_traces() {
        tracing::error!(%error, "traces of a removed person stay in the journal for now");
    }
    Ok(())
}

/// Changes what belongs to Command: roles, permissions, and the credentials that did not come over SCIM.
pub(crate) fn edit(
    shared: &Shared,
    id: &ResourceId,
    precondition: &Precondition,
    body: &Value,
) -> Result<PersonRecord, Refusal> {
    let edit = Edit::read(body)?;
    let at = shared.milliseconds();
    shared.store.write(|writer| {
        let subject = meant(writer, id, precondition)?;
        if subject.standing() != Standing::Active {
            return Err(Refusal::new(
                StatusCode::CONFLICT,
                format!(
                    "{} is not active: roles and groups cannot be edited. Enable the account in Entra, assign it to \
                     the app again, and wait for the next cycle",
                    subject.shown()
                ),
            ));
        }
        let rows = writer.rows();
        let before = Dossier::open(&rows, shared.seeded, &subject)?.belongings().clone();
        let (after, names) = edit.applied(before.clone());
        if after != before {
            let kept = serde_json::to_string(&after)
                .map_err(|error| StoreError::Damaged(error.to_string()))?;
            chronicle::edited(writer, subject.seq, &subject.user, (&names, at))?;
            writer.keep_belongings(subject.seq, &kept)?;
        }
        Ok(Dossier::open(&writer.rows(), shared.seeded, &subject)?.record()?)
    })
}

/// The person a request means, in the version it means.
fn meant(
    writer: &Writer<'_>,
    id: &ResourceId,
    precondition: &Precondition,
) -> Result<Subject, Refusal> {
    let subject = Subject::find(&writer.rows(), id.as_str())?.ok_or_else(Refusal::not_found)?;
    precondition.check(subject.version)?;
    Ok(subject)
}

/// Command offers neither way out before the identity provider has deactivated the person (help.verkada.com, Microsoft
/// Entra ID SCIM integration).
fn still_active(act: &str, subject: &Subject) -> Refusal {
    Refusal::new(
        StatusCode::CONFLICT,
        format!(
            "{} is active: Command offers {act} only after Entra has deactivated the person. Disable the account in \
             Entra, or take the person out of the app's assignment, and wait for the next cycle",
            subject.shown()
        ),
    )
}

/// What an admin changes; what is absent stays.
#[derive(Default)]
struct Edit {
    roles: Option<Vec<Role>>,
    permissions: Option<Vec<String>>,
    credentials: Option<Vec<Credential>>,
}

impl Edit {
    fn read(body: &Value) -> Result<Self, Refusal> {
        let Some(fields) = body.as_object() else {
            return Err(Refusal::of(ScimType::InvalidSyntax, "The body must be a JSON object"));
        };
        if let Some(name) = fields.keys().find(|name| is_managed(name)) {
            return Err(Refusal::of(
                ScimType::Mutability,
                format!("User is managed, cannot modify: {name}. Change it in Entra"),
            ));
        }
        let mut edit = Self::default();
        for (name, value) in fields {
            match name.as_str() {
                "roles" => edit.roles = Some(listed(name, value)?),
                "permissions" => edit.permissions = Some(listed(name, value)?),
                "credentials" => edit.credentials = Some(listed(name, value)?),
                _ => {
                    return Err(Refusal::of(
                        ScimType::InvalidPath,
                        format!(
                            "{name:?} cannot be edited in Command; roles, permissions and credentials can"
                        ),
                    ));
                }
            }
        }
        let own = |credential: &Credential| credential.origin == CredentialOrigin::Command;
        if edit.credentials.as_ref().is_some_and(|credentials| !credentials.iter().all(own)) {
            return Err(Refusal::of(
                ScimType::Mutability,
                "User is managed, cannot modify: the credential from SCIM. Change its extension attributes in Entra",
            ));
        }
        Ok(edit)
    }

    fn applied(self, before: Belongings) -> (Belongings, String) {
        let names = [
            ("roles", self.roles.as_ref().is_some_and(|roles| *roles != before.roles)),
            (
                "permissions",
                self.permissions.as_ref().is_some_and(|own| *own != before.permissions),
            ),
            (
                "credentials",
                self.credentials.as_ref().is_some_and(|own| *own != before.credentials),
            ),
        ];
        let names: Vec<_> =
            names.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect();
        let after = Belongings {
            roles: self.roles.unwrap_or(before.roles),
            permissions: self.permissions.unwrap_or(before.permissions),
            credentials: self.credentials.unwrap_or(before.credentials),
        };
        (after, names.join(", "))
    }
}

fn listed<T: serde::de::DeserializeOwned>(name: &str, value: &Value) -> Result<Vec<T>, Refusal> {
    let list: Vec<T> = serde_json::from_value(value.clone()).map_err(|error| {
        Refusal::of(ScimType::InvalidValue, format!("{name} is not as it should be: {error}"))
    })?;
    if list.len() > limits::SANDBOX_BELONGINGS {
        return Err(Refusal::of(
            ScimType::InvalidValue,
            format!("{name} can have at most {} entries", limits::SANDBOX_BELONGINGS),
        ));
    }
    Ok(list)
}

/// Whether a field is the identity provider's, a part of one of its fields, or holds one; or is the server's own.
fn is_managed(name: &str) -> bool {
    RULES.iter().any(|rule| {
        let holds = |outer: &str, inner: &str| {
            inner.get(..outer.len()).is_some_and(|start| start.eq_ignore_ascii_case(outer))
                && inner
                    .get(outer.len()..)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ':', '[']))
        };
        match rule.writer {
            Owner::IdentityProvider => holds(rule.path, name) || holds(name, rule.path),
            Owner::Command => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_scim_manages_is_known_in_every_spelling() {
        for (name, managed) in [
            ("title", true),
            ("TITLE", true),
            ("name", true),
            ("name.givenName", true),
            ("emails[type eq \"work\"].value", true),
            ("phoneNumbers", true),
            ("groups", true),
            ("active", true),
            ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User", true),
            ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", true),
            ("urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User:cardNumber", true),
            ("roles", false),
            ("titles", false),
            ("nam", false),
            ("permissions", false),
            ("", false),
        ] {
            assert_eq!(is_managed(name), managed, "{name}");
        }
    }
}
