//! Fills a new organization and writes down what this run changes about it.

use std::fmt::Write as _;

use jiff::SignedDuration;
use jiff::Timestamp;
use serde_json::Value;
use serde_json::json;
use sha2::Digest as _;
use sha2::Sha256;

use crate::sandbox::SandboxConfig;
use crate::sandbox::auth::TokenHash;
use crate::sandbox::document;
use crate::sandbox::document::Birth;
use crate::sandbox::error::Error;
use crate::sandbox::people;
use crate::sandbox::people::Company;
use crate::sandbox::people::NewPerson;
use crate::sandbox::shared::timestamp;
use crate::sandbox::shared::uuid;
use crate::sandbox::store::Kind;
use crate::sandbox::store::Opened;
use crate::sandbox::store::Store;
use crate::sandbox::store::StoreError;
use crate::sandbox::store::Writer;
use crate::scim::Group;
use crate::scim::Resource;
use crate::scim::User;
use crate::scim::schema::ENTERPRISE_USER;

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
        domains.extend(people::LISTED_DOMAINS.map(str::to_owned));
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
        let (row, _) = insert(writer, config.seed, number, person, now)?;
        rows.push(row);
    }
    for (number, group) in company.groups().into_iter().enumerate() {
        let members: Vec<i64> = group
            .members
            .iter()
            .filter_map(|member| rows.get(usize::try_from(*member).ok()?).copied())
            .collect();
        let group = Group(resource(json!({ "displayName": group.display_name }))?);
        let id = id_of("group", config.seed, number);
        let born = timestamp(now);
        let birth = Birth { id: &id, created: &born, modified: &born };
        let body = document::stored(Kind::Group, &group.0, &birth);
        writer.seed_group(&id, &document::group_keys(&group), &body, &members)?;
    }
    writer.seed_groups_of_all()?;
    for (number, former) in (rows.len()..).zip(company.former_people()) {
        let (row, user) = insert(writer, config.seed, number, former.person, now)?;
        let left = timestamp(before(now, former.deleted_seconds_ago));
        writer.delete_user(row, &document::user_keys(&user), &left)?;
    }
    Ok(())
}

fn insert(
    writer: &mut Writer<'_>,
    seed: u64,
    number: usize,
    person: NewPerson,
    now: Timestamp,
) -> Result<(i64, User), StoreError> {
    let NewPerson { mut user, manager, created_seconds_ago, changed_seconds_ago } = person;
    let enterprise = user.get_mut(ENTERPRISE_USER).and_then(Value::as_object_mut);
    if let (Some(enterprise), Some(manager)) = (enterprise, manager) {
        let manager = id_of("user", seed, usize::try_from(manager).unwrap_or_default());
        enterprise.insert("manager".to_owned(), json!({ "value": manager }));
    }
    let user = User(resource(Value::Object(user))?);
    let id = id_of("user", seed, number);
    let created = timestamp(before(now, created_seconds_ago));
    let modified = timestamp(before(now, changed_seconds_ago));
    let birth = Birth { id: &id, created: &created, modified: &modified };
    let body = document::stored(Kind::User, &user.0, &birth);
    let row = writer.insert_user(&id, 1, &document::user_keys(&user), &body)?;
    Ok((row, user))
}

fn resource(value: Value) -> Result<Resource, StoreError> {
    Resource::from_value(value).map_err(|error| StoreError::Damaged(error.to_string()))
}

fn before(now: Timestamp, seconds: u64) -> Timestamp {
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
    now.checked_sub(SignedDuration::from_secs(seconds)).unwrap_or(now)
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
