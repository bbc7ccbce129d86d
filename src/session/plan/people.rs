//! Whom a plan holds, with what is attached to them, and whom it can not hold.

use std::fmt;

use crate::journal::entry::Target;
use crate::verkada::Verb;
use crate::verkada::admin::{Holdings, PersonRecord, Standing};

/// One target of a plan.
#[derive(Clone, Debug)]
pub(crate) struct Planned {
    /// Whom or what, as the record has it; its fingerprint is compared again just before the call.
    pub(crate) target: Target,
    /// Where the person stands; none for what is no person.
    pub(crate) standing: Option<Standing>,
    /// What is attached, where the connection tells it.
    pub(crate) holdings: Option<Holdings>,
}

/// Somebody as just read for a plan.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    /// Whom, with the fingerprint of what was read.
    pub(crate) target: Target,
    /// The version a call can be bound to, where the server has versions.
    pub(crate) version: Option<String>,
    /// Where the person stands.
    pub(crate) standing: Standing,
    /// What is attached, where the connection tells it.
    pub(crate) holdings: Option<Holdings>,
}

/// Somebody a plan can not hold.
#[derive(Clone, Debug)]
pub(crate) struct LeftOut {
    /// The SCIM id.
    pub(crate) id: String,
    /// The name as it is shown.
    pub(crate) display_name: String,
    /// Why.
    pub(crate) why: Obstacle,
}

/// Why somebody is not in a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Obstacle {
    /// The identity provider has not deactivated the person.
    Active,
    /// The person was deleted already, and only permanent removal is left.
    DeletedAlready,
    /// The person is on the list of protected people.
    Protected,
    /// Nobody with this id is there any more.
    Gone,
    /// Several match what the identity provider asks for, so it would stop there.
    Ambiguous(usize),
    /// All is as it shall be, so the identity provider would send nothing.
    NothingToSend,
    /// The person could not be read; the text says why.
    Unread(String),
}

/// What is attached to several people together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Losses {
    /// Roles.
    pub(crate) roles: u64,
    /// Single permissions.
    pub(crate) permissions: u64,
    /// Credentials.
    pub(crate) credentials: u64,
    /// Memberships of groups.
    pub(crate) groups: u64,
    /// Entries of histories.
    pub(crate) history_entries: u64,
    /// Entries of access logs.
    pub(crate) access_log_entries: u64,
}

impl Losses {
    /// The sum.
    pub(crate) fn of<'a>(holdings: impl IntoIterator<Item = &'a Holdings>) -> Self {
        holdings.into_iter().fold(Self::default(), |sum, one| Self {
            roles: sum.roles + one.roles,
            permissions: sum.permissions + one.permissions,
            credentials: sum.credentials + one.credentials,
            groups: sum.groups + one.groups,
            history_entries: sum.history_entries + one.history_entries,
            access_log_entries: sum.access_log_entries + one.access_log_entries,
        })
    }
}

/// What a record holds, counted.
pub(crate) fn holdings(record: &PersonRecord) -> Holdings {
    let count = |len: usize| u64::try_from(len).unwrap_or(u64::MAX);
    Holdings {
        id: record.id.clone(),
        standing: record.standing,
        roles: count(record.roles.len()),
        permissions: count(record.permissions.len()),
        credentials: count(record.credentials.len()),
        groups: count(record.groups.len()),
        history_entries: record.history_entries,
        access_log_entries: record.access_log_entries,
    }
}

/// Sorts those who were read into those a plan may hold and those it can not.
pub(crate) fn admit(
    verb: Verb,
    seen: Vec<Seen>,
    is_protected: impl Fn(&Target) -> bool,
) -> (Vec<Planned>, Vec<LeftOut>) {
    let (mut targets, mut left_out) = (Vec::new(), Vec::new());
    for Seen { target, standing, holdings, .. } in seen {
        let protected =
            (verb.is_destructive() && is_protected(&target)).then_some(Obstacle::Protected);
        match protected.or_else(|| obstacle(verb, standing)) {
            None => targets.push(Planned { target, standing: Some(standing), holdings }),
            Some(why) => {
                left_out.push(LeftOut { id: target.id, display_name: target.display_name, why });
            }
        }
    }
    (targets, left_out)
}

fn obstacle(verb: Verb, standing: Standing) -> Option<Obstacle> {
    match (verb, standing) {
        (Verb::Delete | Verb::PermanentlyRemove, Standing::Active) => Some(Obstacle::Active),
        (Verb::Delete | Verb::HardDelete, Standing::Deleted) => Some(Obstacle::DeletedAlready),
        _ => None,
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Active => f.write_str(
                "Still active. Disable the account in Entra, or take the person out of the app's assignment, and wait for the next cycle.",
            ),
            Self::DeletedAlready => f.write_str("In Deleted users already."),
            Self::Protected => {
                f.write_str("On your list of protected people, which Settings shows.")
            }
            Self::Gone => f.write_str("Nobody with this id is there any more."),
            Self::Ambiguous(count) => write!(
                f,
                "{count} match what Entra asks for: it changes none of them and logs DuplicateTargetEntries.",
            ),
            Self::NothingToSend => f.write_str(
                "All is as it shall be: Entra sends nothing and logs the person as skipped (RedundantExport).",
            ),
            Self::Unread(why) => write!(f, "Could not be read: {why}"),
        }
    }
}
