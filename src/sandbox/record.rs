//! Everything Command keeps of one person, read together: what is stored, and what follows from the seed.

use jiff::Timestamp;
use serde_json::Value;

use crate::limits;
use crate::sandbox::chronicle;
use crate::sandbox::document;
use crate::sandbox::people::BY_ADMIN;
use crate::sandbox::people::BY_PROVIDER;
use crate::sandbox::people::Belongings;
use crate::sandbox::people::Last;
use crate::sandbox::people::Life;
use crate::sandbox::reply;
use crate::sandbox::reply::Refusal;
use crate::sandbox::seed::Seeded;
use crate::sandbox::shared::read_stored;
use crate::sandbox::store::Departed;
use crate::sandbox::store::Entry;
use crate::sandbox::store::Event;
use crate::sandbox::store::Kind;
use crate::sandbox::store::Members;
use crate::sandbox::store::Rows;
use crate::sandbox::store::StoreError;
use crate::scim::Resource;
use crate::scim::User;
use crate::verkada::admin::Credential;
use crate::verkada::admin::CredentialOrigin;
use crate::verkada::admin::DeletedUser;
use crate::verkada::admin::GroupName;
use crate::verkada::admin::HistoryEntry;
use crate::verkada::admin::Holdings;
use crate::verkada::admin::PersonRecord;
use crate::verkada::admin::Standing;

/// A person on the list or in Deleted users.
pub(crate) struct Subject {
    pub(crate) seq: i64,
    pub(crate) id: String,
    pub(crate) version: i64,
    pub(crate) user: User,
    pub(crate) deleted_at: Option<Timestamp>,
    groups: Vec<GroupName>,
}

impl Subject {
    /// Finds a person by id, wherever the person stands.
    pub(crate) fn find(rows: &Rows<'_>, id: &str) -> Result<Option<Self>, Refusal> {
        if let Some(stored) = rows.by_id(Kind::User, id, Members::Left)? {
            let resource = read_stored(&stored.body)?;
            let groups = groups_of(resource.get("groups"));
            return Ok(Some(Self {
                seq: stored.seq,
                id: stored.id,
                version: stored.version,
                user: User(resource),
                deleted_at: None,
                groups,
            }));
        }
        rows.departed_by_id(id)?.map(Self::of_departed).transpose()
    }

    fn of_departed(departed: Departed) -> Result<Self, Refusal> {
        let broken = || StoreError::Damaged("a row of Deleted users is broken".to_owned());
        let resource = document::reopened(&departed.body).ok_or_else(broken)?;
        let groups: Option<Value> =
            departed.groups.as_deref().and_then(|text| serde_json::from_slice(text).ok());
        Ok(Self {
            seq: departed.seq,
            id: departed.id,
            version: departed.version,
            user: User(resource),
            deleted_at: Some(departed.deleted_at.parse().map_err(|_no_time| broken())?),
            groups: groups_of(groups.as_ref()),
        })
    }

    pub(crate) fn standing(&self) -> Standing {
        match (self.deleted_at, self.user.active()) {
            (Some(_), _) => Standing::Deleted,
            (None, Some(false)) => Standing::Deactivated,
            (None, _) => Standing::Active,
        }
    }

    /// The name as it is shown.
    pub(crate) fn shown(&self) -> &str {
        self.user.display_name().or_else(|| self.user.user_name()).unwrap_or_default()
    }
}

fn groups_of(groups: Option<&Value>) -> Vec<GroupName> {
    let text = |group: &Value, name: &str| {
        group.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let groups = groups.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    groups
        .iter()
        .map(|group| GroupName { id: text(group, "value"), name: text(group, "display") })
        .collect()
}

/// A subject with what is attached.
pub(crate) struct Dossier<'a> {
    subject: &'a Subject,
    rows: &'a Rows<'a>,
    /// None for somebody who came over SCIM: nothing is made up about them.
    life: Option<Life>,
    beginning: Option<Entry>,
    belongings: Belongings,
}

impl<'a> Dossier<'a> {
    pub(crate) fn open(
        rows: &'a Rows<'a>,
        seeded: Seeded,
        subject: &'a Subject,
    ) -> Result<Self, StoreError> {
        let beginning = rows.beginning(subject.seq)?;
        let life = life(seeded, subject, beginning.as_ref());
        let belongings = match rows.belongings(subject.seq)? {
            Some(kept) => serde_json::from_str(&kept)
                .map_err(|error| StoreError::Damaged(format!("roles of a person: {error}")))?,
            None => life.as_ref().map(Life::belongings).unwrap_or_default(),
        };
        Ok(Self { subject, rows, life, beginning, belongings })
    }

    pub(crate) fn belongings(&self) -> &Belongings {
        &self.belongings
    }

    /// Cards and the like: the one from SCIM first. None opens doors for somebody who is not active.
    fn credentials(&self) -> Vec<Credential> {
        let access = self.subject.user.access();
        let has_card = access.card_number.is_some() || access.card_number_hex.is_some();
        let status = access.credential_status;
        let scim = (has_card && status != Some("deleted")).then(|| Credential {
            kind: "Card".to_owned(),
            label: access.card_format.unwrap_or("Format not told").to_owned(),
            active: status == Some("active"),
            origin: CredentialOrigin::Scim,
        });
        let is_active = self.subject.standing() == Standing::Active;
        scim.into_iter()
            .chain(self.belongings.credentials.iter().cloned())
            .map(|credential| Credential { active: credential.active && is_active, ..credential })
            .collect()
    }

    /// What happened before everything that is written down, oldest first.
    fn past(&self) -> Vec<HistoryEntry> {
        match (&self.life, &self.beginning) {
            (Some(life), _) => life.past(),
            (None, Some(came)) => vec![told(came)],
            (None, None) => Vec::new(),
        }
    }

    /// The deletion of somebody who was in Deleted users before anything was written down.
    fn untold_deletion(&self) -> Result<Option<HistoryEntry>, StoreError> {
        let Some(at) = self.subject.deleted_at else { return Ok(None) };
        let newest = self.rows.history(self.subject.seq, 1)?;
        let told = newest.iter().any(chronicle::is_deletion);
        Ok((!told).then(|| HistoryEntry {
            at,
            by: BY_ADMIN.to_owned(),
            what: "Moved to Deleted users".to_owned(),
        }))
    }

    fn deactivated_at(&self) -> Result<Option<Timestamp>, StoreError> {
        if self.subject.user.active() != Some(false) {
            return Ok(None);
        }
        if let Some(at) = self.rows.last(self.subject.seq, Event::Deactivated)? {
            return Ok(Timestamp::from_millisecond(at).ok());
        }
        Ok(self.life.as_ref().and_then(|life| match life.last() {
            Last::Deactivated(at) => Some(at),
            Last::Changed(_) => None,
        }))
    }

    /// How much is attached.
    pub(crate) fn holdings(&self) -> Result<Holdings, StoreError> {
        let untold = u64::from(self.untold_deletion()?.is_some());
        let written = self.rows.history_count(self.subject.seq)?;
        Ok(Holdings {
            id: self.subject.id.clone(),
            standing: self.subject.standing(),
            roles: count(self.belongings.roles.len()),
            permissions: count(self.belongings.permissions.len()),
            credentials: count(self.credentials().len()),
            groups: count(self.subject.groups.len()),
            history_entries: count(self.past().len()) + written + untold,
            access_log_entries: self.life.as_ref().map_or(0, Life::door_events),
        })
    }

    /// All of it.
    pub(crate) fn record(&self) -> Result<PersonRecord, StoreError> {
        let subject = self.subject;
        let holdings = self.holdings()?;
        let mut history: Vec<HistoryEntry> = self.untold_deletion()?.into_iter().collect();
        history.extend(
            self.rows.history(subject.seq, limits::SANDBOX_HISTORY_SHOWN)?.iter().map(told),
        );
        history.extend(self.past().into_iter().rev());
        history.truncate(limits::SANDBOX_HISTORY_SHOWN);
        Ok(PersonRecord {
            id: subject.id.clone(),
            user_name: subject.user.user_name().unwrap_or_default().to_owned(),
            display_name: subject.shown().to_owned(),
            standing: subject.standing(),
            version: reply::etag(subject.version),
            deactivated_at: self.deactivated_at()?,
            deleted_at: subject.deleted_at,
            roles: self.belongings.roles.clone(),
            permissions: self.belongings.permissions.clone(),
            credentials: self.credentials(),
            groups: subject.groups.clone(),
            history,
            history_entries: holdings.history_entries,
            access_log: self
                .life
                .as_ref()
                .map(|life| life.doors(limits::SANDBOX_DOORS_SHOWN))
                .unwrap_or_default(),
            access_log_entries: holdings.access_log_entries,
        })
    }
}

/// A row of the page of Deleted users.
pub(crate) fn deleted_user(
    rows: &Rows<'_>,
    seeded: Seeded,
    departed: Departed,
) -> Result<DeletedUser, Refusal> {
    let subject = Subject::of_departed(departed)?;
    let kept = Dossier::open(rows, seeded, &subject)?.holdings()?;
    Ok(DeletedUser {
        id: subject.id.clone(),
        user_name: subject.user.user_name().unwrap_or_default().to_owned(),
        display_name: subject.shown().to_owned(),
        department: subject.user.enterprise().department.map(str::to_owned),
        deleted_at: subject.deleted_at.unwrap_or_default(),
        kept,
    })
}

fn life(seeded: Seeded, subject: &Subject, beginning: Option<&Entry>) -> Option<Life> {
    let meta = |resource: &Resource, name: &str| resource.meta(name)?.parse::<Timestamp>().ok();
    let (at, is_deactivated, facts) = match beginning {
        Some(entry) if entry.event == Event::Came => return None,
        Some(entry) => {
            let facts = entry.detail.as_deref().and_then(|text| serde_json::from_str(text).ok());
            let at = Timestamp::from_millisecond(entry.at).ok()?;
            (at, entry.event == Event::StoodDeactivated, facts.unwrap_or_default())
        }
        None => (
            meta(&subject.user.0, "lastModified")?,
            subject.user.active() == Some(false),
            chronicle::facts(&subject.user),
        ),
    };
    let last = if is_deactivated { Last::Deactivated(at) } else { Last::Changed(at) };
    let created = meta(&subject.user.0, "created")?;
    Some(Life::new((seeded.seed, seeded.at), &subject.id, facts, created, last))
}

/// An entry in the words of the screen.
fn told(entry: &Entry) -> HistoryEntry {
    let detail = entry.detail.as_deref().unwrap_or_default();
    let (by, what) = match entry.event {
        Event::Came => (BY_PROVIDER, "Created by provisioning".to_owned()),
        Event::StoodActive | Event::StoodDeactivated => (BY_PROVIDER, "Provisioned".to_owned()),
        Event::Deactivated => (BY_PROVIDER, "Deactivated".to_owned()),
        Event::Reactivated => (BY_PROVIDER, "Reactivated".to_owned()),
        Event::Changed => (BY_PROVIDER, format!("Changed: {detail}")),
        Event::Joined => (BY_PROVIDER, format!("Joined the group {detail}")),
        Event::Left => (BY_PROVIDER, format!("Left the group {detail}")),
        Event::Deleted => (BY_ADMIN, "Moved to Deleted users".to_owned()),
        Event::HardDeleted => (BY_PROVIDER, "Deleted in Entra, moved to Deleted users".to_owned()),
        Event::Restored => (BY_PROVIDER, "Brought back from Deleted users".to_owned()),
        Event::Edited => (BY_ADMIN, format!("Edited: {detail}")),
    };
    let at = Timestamp::from_millisecond(entry.at).unwrap_or_default();
    HistoryEntry { at, by: by.to_owned(), what }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
