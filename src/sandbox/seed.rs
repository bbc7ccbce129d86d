//! Fills a new organization and writes down what this run changes about it.

use std::fmt::Write as _;

use jiff::Timestamp;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;
use sha2::Digest as _;
use sha2::Sha256;

use crate::sandbox::SandboxConfig;
use crate::sandbox::auth::TokenHash;
use crate::sandbox::document;
use crate::sandbox::document::Birth;
use crate::sandbox::error::Error;
use crate::sandbox::people::Company;
use crate::sandbox::people::LISTED_DOMAINS;
use crate::sandbox::people::NewPerson;
use crate::sandbox::shared::timestamp;
use crate::sandbox::shared::uuid;
use crate::sandbox::store::Kind;
use crate::sandbox::store::Opened;
use crate::sandbox::store::Store;
use crate::sandbox::store::StoreError;
use crate::sandbox::store::UserKeys;
use crate::sandbox::store::Writer;
use crate::scim::Group;
use crate::scim::Resource;
use crate::scim::User;
use crate::scim::schema;

/// Seeds a new organization, adds the domains asked for, and keeps the hash of this run's token: all or nothing.
pub(crate) fn prepare(
    store: &Store,
    config: &SandboxConfig,
    opened: &Opened,
    token: &TokenHash,
    now: Timestamp,
) -> Result<(), Error> {
    let mut domains: Vec<String> =
        config.domains.iter().map(|domain| domain.as_str().to_owned()).collect();
    if domains.is_empty() && opened.is_new {
        domains.extend(LISTED_DOMAINS.map(str::to_owned));
    }
    store
        .write(|writer| {
            for domain in &domains {
                writer.add_domain(domain)?;
            }
            writer.remember("token_hash", &hex(token.as_bytes()))?;
            if opened.is_new {
                writer.remember(
                    "seeded",
                    &format!("people {} seed {}", config.people, config.seed),
                )?;
                fill(writer, config, now)?;
            }
            Ok(())
        })
        .map_err(|error| match error {
            StoreError::Full => Error::Full,
            StoreError::Taken { what } => Error::Seed(format!("two people have the same {what}")),
            StoreError::Damaged(text) => Error::Seed(text),
        })
}

fn fill(writer: &mut Writer<'_>, config: &SandboxConfig, now: Timestamp) -> Result<(), StoreError> {
    let company = Company::new(config.seed, config.people, &config.domains);
    let mut rows = Vec::new();
    for (number, person) in company.people().enumerate() {
        rows.push(insert(writer, config.seed, number, person, now)?.0);
    }
    for (number, group) in company.groups().into_iter().enumerate() {
        let resource =
            Map::from_iter([("displayName".to_owned(), Value::from(group.display_name))]);
        let group_resource = Group(Resource::from_map(resource));
        let id = id_of("group", config.seed, number);
        let now = timestamp(now);
        let birth = Birth { id: &id, created: &now, modified: &now };
        let body = document::stored(Kind::Group, &group_resource.0, &birth);
        let mut members: Vec<i64> =
            group.members.iter().filter_map(|member| rows.get(*member as usize).copied()).collect();
        members.sort_unstable();
        members.dedup();
        writer.seed_group(&id, &document::group_keys(&group_resource), &body, &members)?;
    }
    writer.seed_groups_of_all()?;
    for (number, former) in company.former_people().enumerate() {
        let number = config.people as usize + number;
        let (row, keys) = insert(writer, config.seed, number, former.person, now)?;
        writer.delete_user(row, &keys, &timestamp(ago(now, former.deleted_seconds_ago)))?;
    }
    Ok(())
}

fn insert(
    writer: &mut Writer<'_>,
    seed: u64,
    number: usize,
    person: NewPerson,
    now: Timestamp,
) -> Result<(i64, UserKeys), StoreError> {
    let mut user = person.user;
    if let Some(manager) = person.manager {
        let value = id_of("user", seed, manager as usize);
        if let Some(Value::Object(enterprise)) = user.get_mut(schema::ENTERPRISE_USER) {
            enterprise.insert("manager".to_owned(), json!({ "value": value }));
        }
    }
    let user = User(Resource::from_map(user));
    let id = id_of("user", seed, number);
    let created = timestamp(ago(now, person.created_seconds_ago));
    let modified = timestamp(ago(now, person.changed_seconds_ago));
    let birth = Birth { id: &id, created: &created, modified: &modified };
    let body = document::stored(Kind::User, &user.0, &birth);
    let keys = document::user_keys(&user);
    Ok((writer.insert_user(&id, 1, &keys, &body)?, keys))
}

fn ago(now: Timestamp, seconds: u64) -> Timestamp {
    now.checked_sub(std::time::Duration::from_secs(seconds)).unwrap_or(now)
}

/// The same person has the same id in every company of the same seed.
fn id_of(kind: &str, seed: u64, number: usize) -> String {
    let digest = Sha256::digest(format!("{kind} {seed} {number}"));
    uuid(digest.first_chunk().copied().unwrap_or_default())
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a String cannot fail.
        write!(text, "{byte:02x}").unwrap_or_default();
    }
    text
}
