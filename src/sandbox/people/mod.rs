//! A stand-in for the generator of fictional people.

use serde_json::{Value, json};

pub(crate) struct Company<U, G> {
    pub(crate) users: U,
    pub(crate) groups: G,
}

pub(crate) fn generate(
    seed: u64,
    count: u32,
    domains: &[String],
) -> Company<impl Iterator<Item = Value>, impl Iterator<Item = (Value, Vec<usize>)>> {
    let domain = domains.first().cloned().unwrap_or_else(|| "halcyon.example".to_owned());
    let users = (0..count).map(move |number| {
        let mail = format!("person{number}@{domain}");
        json!({
            "userName": mail, "active": number % 17 != 0, "displayName": format!("Person {number}"), "title": "Engineer",
            "name": {"givenName": "Person", "familyName": format!("Number{number}")},
            "emails": [{"value": mail, "type": "work", "primary": true}],
            "externalId": format!("e{seed}-{number}"),
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Sales", "employeeNumber": number.to_string()},
        })
    });
    let count = count as usize;
    let groups = (0..10_usize).map(move |number| {
        (json!({"displayName": format!("Group {number}")}), (number..count).step_by(7).collect())
    });
    Company { users, groups }
}
