//! What Command asks of a person beyond the schema.

use crate::sandbox::reply::Refusal;
use crate::sandbox::shared::Shared;
use crate::scim::ScimType;
use crate::scim::User;
use crate::scim::VerkadaAccess;
use crate::verkada::EmailDomain;

/// Whether people of any domain are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AllowList {
    /// Only of the domains on the list, as Command does.
    Listed,
    /// Of any domain, so that general SCIM suites can run.
    Any,
}

/// Refuses a person whose domain is not on the list (help.verkada.com, SCIM token management). The identity is the
/// mail address, and userName is the login, so both have to be of a listed domain; further addresses do not matter.
pub(crate) fn check_domain(shared: &Shared, user: &User) -> Result<(), Refusal> {
    if shared.allow == AllowList::Any {
        return Ok(());
    }
    let login = user.user_name().unwrap_or_default();
    for address in std::iter::once(login).chain(user.email()) {
        let Some((_, domain)) = address.rsplit_once('@') else {
            return Err(Refusal::of(
                ScimType::InvalidValue,
                "userName and the work e-mail must be mail addresses: Command knows people by them",
            ));
        };
        let listed =
            EmailDomain::parse(domain).is_ok_and(|domain| shared.store.has_domain(domain.as_str()));
        if !listed {
            return Err(Refusal::of(
                ScimType::InvalidValue,
                format!(
                    "The domain {domain:?} is not on the SCIM domain list of this organization. Add it in Command \
                     under Admin, SCIM Users Provisioning"
                ),
            ));
        }
    }
    Ok(())
}

/// Whether a person has a credential already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Credential {
    None,
    SetUp,
}

/// A card counts as set up once it has a status that is not `deleted`.
pub(crate) fn has_credential(user: &User) -> Credential {
    let access = user.access();
    let is_set_up =
        has_card(access) && access.credential_status.is_some_and(|status| status != "deleted");
    if is_set_up { Credential::SetUp } else { Credential::None }
}

/// Refuses a credential that is not `active` when it is first set up. Command takes the person and leaves the card out
/// without a word (help.verkada.com, Microsoft Entra ID SCIM integration: "will not sync"); a server to practice with
/// says so instead, since a card that vanishes teaches nothing.
pub(crate) fn check_credential(before: Credential, after: &User) -> Result<(), Refusal> {
    let status = after.access().credential_status;
    if let Some(status) = status
        && !["active", "deactivated", "deleted"].contains(&status)
    {
        return Err(Refusal::of(
            ScimType::InvalidValue,
            "credentialStatus must be active, deactivated or deleted, in lower case",
        ));
    }
    if has_card(after.access())
        && before == Credential::None
        && status.is_some_and(|status| status != "active")
    {
        return Err(Refusal::of(
            ScimType::InvalidValue,
            "credentialStatus must be active when a credential is first set up; deactivate it afterwards",
        ));
    }
    Ok(())
}

fn has_card(access: VerkadaAccess<'_>) -> bool {
    access.card_number.is_some() || access.card_number_hex.is_some()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::scim::Resource;
    use crate::scim::schema::VERKADA_ACCESS_USER;

    fn user(number: Option<&str>, status: Option<&str>) -> User {
        let access = json!({"cardNumber": number, "credentialStatus": status});
        User(Resource::from_value(json!({VERKADA_ACCESS_USER: access})).unwrap())
    }

    #[test]
    fn a_credential_begins_active() {
        let nobody = None;
        for (before, after, passes) in [
            (nobody, (Some("1"), Some("active")), true),
            (nobody, (Some("1"), Some("deactivated")), false),
            (nobody, (Some("1"), Some("deleted")), false),
            (nobody, (Some("1"), Some("Active")), false),
            (nobody, (Some("1"), None), true),
            (nobody, (None, Some("deactivated")), true),
            (Some((Some("1"), Some("active"))), (Some("1"), Some("deactivated")), true),
            (Some((Some("1"), Some("active"))), (Some("2"), Some("deactivated")), true),
            (Some((Some("1"), Some("deactivated"))), (Some("1"), Some("deleted")), true),
            (Some((Some("1"), Some("deleted"))), (Some("1"), Some("deactivated")), false),
            (Some((Some("1"), None)), (Some("1"), Some("deactivated")), false),
            (Some((None, None)), (Some("1"), Some("deactivated")), false),
        ] {
            let before = before
                .map_or(Credential::None, |(number, status)| has_credential(&user(number, status)));
            let (number, status) = after;
            let result = check_credential(before, &user(number, status));
            assert_eq!(result.is_ok(), passes, "{before:?} -> {number:?} {status:?}");
        }
    }
}
