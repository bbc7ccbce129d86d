//! Fills a new organization and writes down what this run changes about it.

use std::fmt::Write as _;

use jiff::Timestamp;
use sha2::Digest as _;
use sha2::Sha256;

use crate::sandbox::SandboxConfig;
use crate::sandbox::auth::TokenHash;
use crate::sandbox::document;
use crate::sandbox::document::Birth;
use crate::sandbox::error::Error;
use crate::sandbox::people;
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

/// Domain of the fictional company when none is named.
const DOMAIN: &str = "halcyon.example";

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
        domains.push(DOMAIN.to_owned());
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
                fill(writer, config, &domains, &timestamp(now))?;
            }
            Ok(())
        })
        .map_err(|error| match error {
            StoreError::Full => Error::Full,
            StoreError::Taken { what } => Error::Seed(format!("two people have the same {what}")),
            StoreError::Damaged(text) => Error::Seed(text),
        })
}

fn fill(
    writer: &mut Writer<'_>,
    config: &SandboxConfig,
    domains: &[String],
    now: &str,
) -> Result<(), StoreError> {
    let company = people::generate(config.seed, config.people, domains);
    let mut rows = Vec::new();
    for (number, person) in company.users.enumerate() {
        let user = User(
            Resource::from_value(person).map_err(|error| StoreError::Damaged(error.to_string()))?,
        );
        let id = id_of("user", config.seed, number);
        let body =
            document::stored(Kind::User, &user.0, &Birth { id: &id, created: now, modified: now });
        rows.push(writer.insert_user(&id, 1, &document::user_keys(&user), &body)?);
    }
    for (number, (group, members)) in company.groups.enumerate() {
        let group = Group(
            Resource::from_value(group).map_err(|error| StoreError::Damaged(error.to_string()))?,
        );
        let id = id_of("group", config.seed, number);
        let body = document::stored(
            Kind::Group,
            &group.0,
            &Birth { id: &id, created: now, modified: now },
        );
        let mut members: Vec<i64> =
            members.iter().filter_map(|member| rows.get(*member).copied()).collect();
        members.sort_unstable();
        members.dedup();
        writer.seed_group(&id, &document::group_keys(&group), &body, &members)?;
    }
    writer.seed_groups_of_all()
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
