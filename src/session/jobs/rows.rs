//! Makes table rows of the resources that a page brings.

use std::borrow::Cow;

use jiff::Timestamp;

use crate::scim::{ListPage, ListRow as _, ListedGroup, ListedUser, VerkadaAccess};
use crate::session::groups::GroupRow;
use crate::session::people::{CredentialState, NewPerson, People, PersonState};
use crate::verkada::{card, name};

/// The people of a page.
pub(crate) fn people_of(page: &ListPage<ListedUser>) -> People {
    let mut people = People::default();
    for user in &page.resources {
        add_person(&mut people, user);
    }
    people
}

/// Adds a person to a page's people. A server that keeps no usable display name must not leave a blank row: the parts of the name
/// stand in, then the userName, then the id.
fn add_person(people: &mut People, user: &ListedUser) {
    let Some(id) = user.id() else { return };
    let parts = user.name();
    let user_name = user.user_name().unwrap_or_default();
    let full = || match (parts.given_name, parts.family_name) {
        (Some(given), Some(family)) => Cow::Owned(format!("{given} {family}")),
        (Some(one), None) | (None, Some(one)) => Cow::Borrowed(one),
        (None, None) => Cow::Borrowed(""),
    };
    let usable = |text: &Cow<'_, str>| !name::looks_empty(text);
    let mut own = [user.display_name(), parts.formatted].into_iter().flatten().map(Cow::Borrowed);
    let shown = own.find(usable);
    let shown = shown.or_else(|| Some(full()).filter(usable));
    let shown = shown.or_else(|| Some(Cow::Borrowed(user_name)).filter(usable));
    let shown = shown.unwrap_or(Cow::Borrowed(id));
    let access = user.access();
    people.push(&NewPerson {
        id,
        name: &shown,
        user_name,
        mail: user.email().unwrap_or_default(),
        title: user.title().unwrap_or_default(),
        department: user.department().unwrap_or_default(),
        employee_number: user.employee_number().unwrap_or_default(),
        external_id: user.verkada_external_id().unwrap_or_default(),
        card: card::label(&access).unwrap_or_default(),
        changed: seconds(user.last_modified()),
        state: match user.active() {
            Some(true) => PersonState::Active,
            Some(false) => PersonState::Deactivated,
            None => PersonState::Unknown,
        },
        credential: credential(&access),
        has_finding: !name::findings(&shown).is_empty() || !card::check(&access).is_empty(),
    });
}

fn credential(access: &VerkadaAccess<'_>) -> CredentialState {
    match access.credential_status {
        _ if card::is_absent(access) => CredentialState::None,
        Some("active") => CredentialState::Active,
        Some("deactivated") => CredentialState::Deactivated,
        Some("deleted") => CredentialState::Deleted,
        Some(_) | None => CredentialState::Other,
    }
}

/// A group as the table keeps it.
pub(super) fn group_row(group: ListedGroup) -> GroupRow {
    let name = group.display_name.as_deref().filter(|text| !name::looks_empty(text));
    let name = name.unwrap_or(&group.id).to_owned();
    let changed = seconds(group.last_modified.as_deref());
    let external_id = group.external_id.map(String::from);
    GroupRow::new(group.id, name, external_id, changed, group.members)
}

/// Seconds since 1970; 0 for a time that is missing, unreadable or out of range.
fn seconds(time: Option<&str>) -> u32 {
    time.and_then(|time| time.parse::<Timestamp>().ok())
        .and_then(|time| u32::try_from(time.as_second()).ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::scim::{Resource, User};

    #[track_caller]
    fn check(user: serde_json::Value, expected_name: &str) {
        let mut people = People::default();
        add_person(&mut people, &ListedUser::of(&User(Resource::from_value(user).unwrap())));
        assert_eq!(people.get(0).unwrap().name(), expected_name);
    }

    #[test]
    fn no_row_is_blank() {
        check(json!({"id": "1", "userName": "ada@example.com", "displayName": "Ada"}), "Ada");
        check(
            json!({"id": "1", "userName": "ada@example.com", "displayName": " \u{200b}"}),
            "ada@example.com",
        );
        check(
            json!({"id": "1", "userName": "a", "name": {"givenName": "Ada", "familyName": "Okonkwo"}}),
            "Ada Okonkwo",
        );
        check(json!({"id": "1", "userName": "a", "name": {"familyName": "Okonkwo"}}), "Okonkwo");
        check(json!({"id": "7f"}), "7f");
    }

    #[test]
    fn a_person_is_read_with_card_state_and_time() {
        let mut people = People::default();
        let user = json!({
            "id": "1", "userName": "ada@example.com", "active": "False",
            "emails": [{"type": "home", "value": "h@example.com"}, {"type": "work", "value": "w@example.com"}],
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Fleet", "employeeNumber": "007"},
            "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User":
                {"cardFormat": "Standard 26-bit Wiegand", "cardNumber": "7777", "facilityCode": "311", "credentialStatus": "deactivated"},
            "meta": {"lastModified": "2026-11-20T14:02:00Z"},
        });
        add_person(&mut people, &ListedUser::of(&User(Resource::from_value(user).unwrap())));
        let person = people.get(0).unwrap();
        assert_eq!(
            (person.state(), person.mail(), person.department()),
            (PersonState::Deactivated, "w@example.com", "Fleet")
        );
        assert_eq!(
            (person.card(), person.credential(), person.has_finding()),
            ("26-bit", CredentialState::Deactivated, true)
        );
        assert_eq!((person.employee_number(), person.changed()), ("007", 1_795_183_320));
    }
}
