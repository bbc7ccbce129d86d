//! Fills a new organization and writes down what this run changes about it.

use std::collections::BTreeSet;
use std::collections::HashSet;

use jiff::SignedDuration;
use jiff::Timestamp;
use serde_json::Map;
use serde_json::Value;
use serde_json::json;
use sha2::Digest as _;
use sha2::Sha256;

use crate::sandbox::SandboxConfig;
use crate::sandbox::Setup;
use crate::sandbox::TokenWish;
use crate::sandbox::auth::Minted;
use crate::sandbox::document;
use crate::sandbox::document::Birth;
use crate::sandbox::error::Error;
use crate::sandbox::people::Company;
use crate::sandbox::people::LISTED_DOMAINS;
use crate::sandbox::people::NewGroup;
use crate::sandbox::people::NewPerson;
use crate::sandbox::shared::timestamp;
use crate::sandbox::shared::uuid;
use crate::sandbox::store::GroupKeys;
use crate::sandbox::store::GroupsText;
use crate::sandbox::store::Kind;
use crate::sandbox::store::Opened;
use crate::sandbox::store::Store;
use crate::sandbox::store::StoreError;
use crate::sandbox::store::UserKeys;
use crate::sandbox::store::Writer;
use crate::sandbox::token::KnownToken;
use crate::sandbox::token::LiveToken;
use crate::scim::Group;
use crate::scim::Resource;
use crate::scim::User;
use crate::scim::schema;
use crate::verkada::EmailDomain;

/// Groups are older than nearly everybody in them, in seconds.
const GROUPS_ARE_OLD: u64 = 400 * 24 * 3600;

const SEEDED: &str = "seeded";
const SEEDED_AT: &str = "seeded_at";
const SEEDED_DOMAINS: &str = "seeded_domains";

/// The domains were listed before the first person came, in seconds.
const DOMAINS_ARE_OLDER: u64 = 413 * 24 * 3600;

/// What a start knows of the organization's token.
pub(crate) struct Prepared {
    /// The token that was made now, in the clear.
    pub(crate) token: Option<Minted>,
    /// The token that requests are judged by.
    pub(crate) live: LiveToken,
    /// What the organization was filled with.
    pub(crate) seeded: Seeded,
    /// The domains that its people were made for; none for the company's own.
    pub(crate) seeded_domains: Vec<EmailDomain>,
}

/// What an organization was filled with: what was before its first entry follows from this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Seeded {
    pub(crate) people: u32,
    pub(crate) seed: u64,
    /// When; nothing that is made up is younger.
    pub(crate) at: Timestamp,
}

impl Seeded {
    /// Reads what was written down; `at` stands elsewhere.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (people, seed) = text.strip_prefix("people ")?.split_once(" seed ")?;
        let at = Timestamp::default();
        Some(Self { people: people.parse().ok()?, seed: seed.parse().ok()?, at })
    }

    /// The ids of everybody who came with the seed, Deleted users included.
    pub(crate) fn user_ids(&self) -> HashSet<String> {
        let company = Company::new(self.seed, self.people, &[]);
        let places = self.people.saturating_add(company.former_count());
        (0..places).map(|place| id_of("user", self.seed, place)).collect()
    }

    fn recall(writer: &Writer<'_>, now: Timestamp) -> Result<Self, StoreError> {
        let seeded = writer.recall(SEEDED)?;
        let at = writer.recall(SEEDED_AT)?.and_then(|text| text.parse().ok()).unwrap_or(now);
        let seeded = seeded.as_deref().and_then(Self::read);
        Ok(seeded.map_or(Self { people: 0, seed: 0, at }, |seeded| Self { at, ..seeded }))
    }
}

/// Seeds a new organization, adds the domains asked for, and finds or makes the token: all or nothing.
pub(crate) fn prepare(
    store: &Store,
    config: &SandboxConfig,
    opened: &Opened,
    now: Timestamp,
) -> Result<Prepared, Error> {
    let minted = KnownToken::mint(now).map_err(Error::Random)?;
    let prepared = store
        .write(|writer| {
            let is_bare = opened.is_new && config.setup == Setup::Bare;
            if !is_bare {
                add_domains(writer, config, opened, now)?;
            }
            if opened.is_new {
                let people = if is_bare { 0 } else { config.people };
                writer.remember(SEEDED, &format!("people {people} seed {}", config.seed))?;
                writer.remember(SEEDED_AT, &timestamp(now))?;
                let domains: Vec<&str> = config.domains.iter().map(EmailDomain::as_str).collect();
                writer.remember(SEEDED_DOMAINS, &domains.join(" "))?;
            }
            if opened.is_new && !is_bare {
                fill(writer, config, now)?;
            }
            let seeded = Seeded::recall(writer, now)?;
            let domains = writer.recall(SEEDED_DOMAINS)?.unwrap_or_default();
            let domains =
                domains.split(' ').filter_map(|name| EmailDomain::parse(name).ok()).collect();
            let known = KnownToken::recall(writer)?;
            let is_set_up = known.is_some() || !writer.rows().domains()?.is_empty();
            if config.token == TokenWish::New && is_set_up {
                let (token, known) = minted;
                known.keep(writer)?;
                return Ok((Some(token), Some(known), seeded, domains));
            }
            Ok((None, known, seeded, domains))
        })
        .map_err(|error| match error {
            StoreError::Full => Error::Full,
            StoreError::Taken { what } => Error::Seed(format!("two people have the same {what}")),
            StoreError::Damaged(text) => Error::Seed(text),
        })?;
    let (token, known, seeded, seeded_domains) = prepared;
    Ok(Prepared { token, live: LiveToken::new(known), seeded, seeded_domains })
}

/// The domains asked for, or the company's own when it is new and none are.
fn add_domains(
    writer: &mut Writer<'_>,
    config: &SandboxConfig,
    opened: &Opened,
    now: Timestamp,
) -> Result<(), StoreError> {
    let own: &[&str] =
        if config.domains.is_empty() && opened.is_new { &LISTED_DOMAINS } else { &[] };
    let added_at = if opened.is_new { ago(now, DOMAINS_ARE_OLDER) } else { now };
    let asked = config.domains.iter().map(EmailDomain::as_str);
    for domain in asked.chain(own.iter().copied()) {
        writer.add_domain(domain, &timestamp(added_at))?;
    }
    Ok(())
}

/// Everybody, then who has left, then the groups.
fn fill(writer: &mut Writer<'_>, config: &SandboxConfig, now: Timestamp) -> Result<(), StoreError> {
    let company = Company::new(config.seed, config.people, &config.domains);
    let groups: Vec<SeedGroup> = (0..)
        .zip(company.groups())
        .map(|(place, group)| SeedGroup::new(group, place, config.seed))
        .collect();
    let mut groups_of = vec![Vec::new(); usize::try_from(config.people).unwrap_or_default()];
    for (number, group) in groups.iter().enumerate() {
        for member in &group.members {
            groups_of
                .get_mut(*member)
                .into_iter()
                .for_each(|own: &mut Vec<usize>| own.push(number));
        }
    }
    let mut rows = Vec::new();
    for ((place, person), own) in (0..).zip(company.people()).zip(groups_of) {
        let row = Row::of(person, place, config.seed, now);
        let mut text = GroupsText::default();
        for group in own.into_iter().filter_map(|number| groups.get(number)) {
            text.push(&group.id, &group.keys.display)?;
        }
        rows.push(writer.seed_user(
            &row.id,
            1,
            &row.keys,
            &row.body,
            text.into_text().as_deref(),
        )?);
    }
    for (place, former) in (config.people..).zip(company.former_people()) {
        let deleted_at = timestamp(ago(now, former.deleted_seconds_ago));
        let row = Row::of(former.person, place, config.seed, now);
        writer.seed_departed(&row.id, &row.keys, &row.body, &deleted_at)?;
    }
    let made = timestamp(ago(now, GROUPS_ARE_OLD));
    for group in groups {
        let birth = Birth { id: &group.id, created: &made, modified: &made };
        let body = document::stored(Kind::Group, &group.resource, &birth);
        let members: Vec<i64> =
            group.members.iter().filter_map(|place| rows.get(*place).copied()).collect();
        writer.seed_group(&group.id, &group.keys, &body, &members)?;
    }
    Ok(())
}

/// A generated group with its people by their places, ascending.
struct SeedGroup {
    id: String,
    keys: GroupKeys,
    resource: Resource,
    members: Vec<usize>,
}

impl SeedGroup {
    fn new(group: NewGroup, place: u32, seed: u64) -> Self {
        let mut map = Map::new();
        map.insert("displayName".to_owned(), Value::String(group.display_name));
        let view = Group(Resource::from_map(map));
        let places = group.members.into_iter().filter_map(|place| usize::try_from(place).ok());
        let members: BTreeSet<usize> = places.collect();
        Self {
            id: id_of("group", seed, place),
            keys: document::group_keys(&view),
            resource: view.0,
            members: members.into_iter().collect(),
        }
    }
}

/// A generated person as a row.
struct Row {
    id: String,
    keys: UserKeys,
    body: Vec<u8>,
}

impl Row {
    fn of(person: NewPerson, place: u32, seed: u64, now: Timestamp) -> Self {
        let id = id_of("user", seed, place);
        let mut resource = person.user;
        if let Some(manager) = person.manager {
            let extension = resource
                .entry(schema::ENTERPRISE_USER)
                .or_insert_with(|| Value::Object(Map::new()));
            if let Some(extension) = extension.as_object_mut() {
                extension
                    .insert("manager".to_owned(), json!({ "value": id_of("user", seed, manager) }));
            }
        }
        let user = User(Resource::from_map(resource));
        let created = timestamp(ago(now, person.created_seconds_ago));
        let modified = timestamp(ago(now, person.changed_seconds_ago));
        let birth = Birth { id: &id, created: &created, modified: &modified };
        let keys = document::user_keys(&user);
        Self { body: document::stored(Kind::User, &user.0, &birth), keys, id }
    }
}

fn ago(now: Timestamp, seconds: u64) -> Timestamp {
    let seconds = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
    now.checked_sub(seconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The same person has the same id in every company of the same seed.
fn id_of(kind: &str, seed: u64, place: u32) -> String {
    let digest = Sha256::digest(format!("{kind} {seed} {place}"));
    uuid(digest.first_chunk().copied().unwrap_or_default())
}
