//! Where one secret lies: bound to a connection and to the one place it may be sent.

use crate::verkada::Origin;

/// What kind of secret a slot holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SecretKind {
    /// The SCIM token of a connection.
    ScimToken,
    /// The key that seals the journal of this computer.
    JournalKey,
}

/// The place of one secret. Another connection, scheme, host, port or kind is another slot, so a token is never found
/// under a URL it was not saved for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    account: String,
    label: String,
}

/// The name all entries are filed under.
pub(super) const SERVICE: &str = "SCIM Desk";

/// Longest label, in characters.
const LABEL_CHARACTERS: usize = 120;

impl Slot {
    /// The slot of the connection with this key, for this origin. The connection's name is only a label for people who
    /// look into the keyring.
    pub fn new(
        connection_key: &str,
        origin: &Origin,
        kind: SecretKind,
        connection_name: &str,
    ) -> Self {
        Self::labeled(connection_key, kind, &origin.to_string(), connection_name)
    }

    /// The slot of the key that seals this computer's journal. It belongs to no connection and is sent nowhere.
    pub fn journal() -> Self {
        Self::labeled("journal", SecretKind::JournalKey, "this-computer", "journal")
    }

    fn labeled(owner: &str, kind: SecretKind, place: &str, name: &str) -> Self {
        // Neither of the last two parts holds a space, so two slots never read the same.
        let account = format!("{owner} {} {place}", kind.as_str());
        let name = name.chars().filter(|character| !character.is_control());
        let label = format!("{SERVICE} · ").chars().chain(name).take(LABEL_CHARACTERS).collect();
        Self { account, label }
    }

    /// The name of the entry, for the store.
    pub(super) fn account(&self) -> &str {
        &self.account
    }

    /// The name of the entry as the system's keyring shows it.
    pub fn label(&self) -> &str {
        &self.label
    }
}

impl SecretKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::ScimToken => "scim-token",
            Self::JournalKey => "journal-key",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verkada::TenantUrl;

    fn slot(key: &str, url: &str, name: &str) -> Slot {
        Slot::new(key, &TenantUrl::parse(url).unwrap().value.origin(), SecretKind::ScimToken, name)
    }

    #[test]
    fn another_connection_scheme_host_or_port_is_another_slot() {
        let saved = slot("a1", "https://127.0.0.1:8443/scim", "One");
        for (key, url) in [
            ("a2", "https://127.0.0.1:8443/scim"),
            ("a1", "http://127.0.0.1:8443/scim"),
            ("a1", "https://127.0.0.2:8443/scim"),
            ("a1", "https://localhost:8443/scim"),
            ("a1", "https://127.0.0.1:8444/scim"),
            ("a1", "https://127.0.0.1/scim"),
        ] {
            assert_ne!(slot(key, url, "One").account(), saved.account(), "{key} {url}");
        }
    }

    #[test]
    fn another_name_or_path_is_the_same_slot() {
        let saved = slot("a1", "https://scim.example.com/scim", "One");
        assert_eq!(
            slot("a1", "https://SCIM.example.com:443/other", "Two").account(),
            saved.account()
        );
    }

    #[test]
    fn the_journal_has_a_slot_of_its_own() {
        assert_eq!(Slot::journal().account(), "journal journal-key this-computer");
        assert_eq!(Slot::journal().label(), "SCIM Desk · journal");
        // An origin has a scheme, so no connection comes to this place, whatever its key.
        assert_ne!(slot("journal", "https://this-computer.example", "journal"), Slot::journal());
    }

    #[test]
    fn labels_are_one_line_and_short() {
        assert_eq!(
            slot("a", "https://a.example", "Halcyon Freight").label(),
            "SCIM Desk · Halcyon Freight"
        );
        assert_eq!(slot("a", "https://a.example", "a\0b\nc").label(), "SCIM Desk · abc");
        assert_eq!(slot("a", "https://a.example", &"x".repeat(500)).label().chars().count(), 120);
    }
}
