//! Wire shapes of the sandbox's admin API: what a person does on Command's own pages.
//!
//! Verkada publishes no API for domains, tokens, deleted users or permanent removal (apidocs.verkada.com, whole index), so
//! these shapes are the sandbox's own.

use jiff::Timestamp;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

/// The SCIM page of an organization: its domains and what is known of its token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Provisioning {
    /// The allow-list, in the order of the alphabet.
    pub(crate) domains: Vec<ListedDomain>,
    /// The token; none before the first domain was added.
    pub(crate) token: Option<TokenRecord>,
}

/// One domain of the allow-list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListedDomain {
    /// In lower case, in ASCII form.
    pub(crate) name: String,
    /// When it was added.
    pub(crate) added_at: Timestamp,
}

/// What an organization keeps of its token that may be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TokenRecord {
    /// When it was minted.
    pub(crate) made_at: Timestamp,
    /// The first bytes of its SHA-256, as `5e:91:c0:2b`.
    pub(crate) fingerprint: String,
}

/// A token as it is handed over once.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MintedToken {
    /// What stays known of it.
    pub(crate) record: TokenRecord,
    /// The token itself; the server never says it again.
    pub(crate) secret: SecretString,
}

/// The answer to a domain that was added.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DomainAdded {
    /// The domain as it is listed.
    pub(crate) domain: ListedDomain,
    /// The token that the first domain brings; none for a later one.
    pub(crate) token: Option<MintedToken>,
}

/// Where a person stands in Command, Deleted users included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Standing {
    /// Can sign in and open doors.
    Active,
    /// Switched off by the identity provider.
    Deactivated,
    /// In Deleted users.
    Deleted,
}

/// Everything Command keeps of one person beside the SCIM resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PersonRecord {
    /// The SCIM id.
    pub(crate) id: String,
    /// The userName.
    pub(crate) user_name: String,
    /// The name as it is shown; the userName where there is none.
    pub(crate) display_name: String,
    /// Where the person stands.
    pub(crate) standing: Standing,
    /// The version of the SCIM resource, as its ETag says it.
    pub(crate) version: String,
    /// When the identity provider switched the person off, if it is known.
    pub(crate) deactivated_at: Option<Timestamp>,
    /// When the person was moved to Deleted users.
    pub(crate) deleted_at: Option<Timestamp>,
    /// What the person may do.
    pub(crate) roles: Vec<Role>,
    /// Single permissions besides roles, such as a site or a door.
    pub(crate) permissions: Vec<String>,
    /// Cards and the like.
    pub(crate) credentials: Vec<Credential>,
    /// The groups the person is in, or was in when deleted.
    pub(crate) groups: Vec<GroupName>,
    /// What happened to the person, newest first; at most 50 entries.
    pub(crate) history: Vec<HistoryEntry>,
    /// How many entries the history has in all.
    pub(crate) history_entries: u64,
    /// The newest of the access log; at most 20 entries.
    pub(crate) access_log: Vec<AccessEvent>,
    /// How many entries the access log has in all.
    pub(crate) access_log_entries: u64,
}

/// One role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Role {
    /// Such as `Org Admin`.
    pub(crate) name: String,
    /// Where it holds, such as `Organization` or a site.
    pub(crate) scope: String,
}

/// One credential.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Credential {
    /// Such as `Card`.
    pub(crate) kind: String,
    /// Such as its format; never the number.
    pub(crate) label: String,
    /// Whether it opens doors.
    pub(crate) active: bool,
    /// Whether it came over SCIM or was added in Command.
    pub(crate) origin: CredentialOrigin,
}

/// Where a credential came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CredentialOrigin {
    /// From the identity provider.
    Scim,
    /// From a person in Command.
    Command,
}

/// A group by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct GroupName {
    /// The SCIM id.
    pub(crate) id: String,
    /// What it is called.
    pub(crate) name: String,
}

/// One thing that happened to a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HistoryEntry {
    /// When.
    pub(crate) at: Timestamp,
    /// By whom, such as `Entra ID over SCIM` or `A Command admin`.
    pub(crate) by: String,
    /// What, in a sentence.
    pub(crate) what: String,
}

/// One entry of the access log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AccessEvent {
    /// When.
    pub(crate) at: Timestamp,
    /// The door.
    pub(crate) door: String,
    /// What came of it, such as `Granted`.
    pub(crate) result: String,
}

/// How much is attached to one person: what a dialog shows before anything is lost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Holdings {
    /// The SCIM id.
    pub(crate) id: String,
    /// Where the person stands.
    pub(crate) standing: Standing,
    /// Roles.
    pub(crate) roles: u64,
    /// Single permissions.
    pub(crate) permissions: u64,
    /// Credentials.
    pub(crate) credentials: u64,
    /// Groups.
    pub(crate) groups: u64,
    /// Entries of the history.
    pub(crate) history_entries: u64,
    /// Entries of the access log.
    pub(crate) access_log_entries: u64,
}

/// Whose holdings are asked for: at most 200 ids.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HoldingsQuestion {
    /// SCIM ids.
    pub(crate) ids: Vec<String>,
}

/// The holdings of those who are there; an id that is nobody's is left out.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HoldingsAnswer {
    /// In the order they were asked for.
    pub(crate) people: Vec<Holdings>,
}

/// Somebody in Deleted users.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeletedUser {
    /// The SCIM id the person had, and has again after a re-provision.
    pub(crate) id: String,
    /// The userName.
    pub(crate) user_name: String,
    /// The name as it is shown; the userName where there is none.
    pub(crate) display_name: String,
    /// The department, if the resource has one.
    pub(crate) department: Option<String>,
    /// Since when.
    pub(crate) deleted_at: Timestamp,
    /// What was kept.
    pub(crate) kept: Holdings,
}

/// A page of Deleted users, the longest deleted first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeletedPage {
    /// How many there are in all.
    pub(crate) total: u64,
    /// At most 200 of them.
    pub(crate) deleted_users: Vec<DeletedUser>,
    /// What to pass as `after` for the page after this one.
    pub(crate) next: Option<String>,
}
