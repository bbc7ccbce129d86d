//! Everything that can be done to an organization from this desk, by name: the verbs are never mixed.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One kind of change. It stands in the record on disk under its own name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Verb {
    /// Puts an email domain on the allow-list.
    AddDomain,
    /// Takes an email domain off the allow-list.
    RemoveDomain,
    /// Makes a new SCIM token; the old one is dead at once.
    RefreshToken,
    /// The identity provider creates a person, or brings one back.
    Provision,
    /// The identity provider changes attributes of a person.
    ChangeAttributes,
    /// The identity provider switches a person off.
    Deactivate,
    /// The identity provider switches a person on again.
    Reactivate,
    /// The identity provider takes a person into a group.
    AddToGroup,
    /// The identity provider takes a person out of a group.
    TakeFromGroup,
    /// The identity provider deletes a person for good on its side and says so with a SCIM DELETE.
    HardDelete,
    /// Moves a deactivated person to Deleted users.
    Delete,
    /// Erases a deactivated or deleted person with everything attached.
    PermanentlyRemove,
}

/// Who makes a change of this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Actor {
    /// A person on Command's own pages.
    CommandAdmin,
    /// The identity provider, over SCIM.
    IdentityProvider,
}

impl Verb {
    /// All of them.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 12] = [
        Self::AddDomain,
        Self::RemoveDomain,
        Self::RefreshToken,
        Self::Provision,
        Self::ChangeAttributes,
        Self::Deactivate,
        Self::Reactivate,
        Self::AddToGroup,
        Self::TakeFromGroup,
        Self::HardDelete,
        Self::Delete,
        Self::PermanentlyRemove,
    ];

    /// Who makes it.
    pub(crate) const fn actor(self) -> Actor {
        match self {
            Self::AddDomain
            | Self::RemoveDomain
            | Self::RefreshToken
            | Self::Delete
            | Self::PermanentlyRemove => Actor::CommandAdmin,
            Self::Provision
            | Self::ChangeAttributes
            | Self::Deactivate
            | Self::Reactivate
            | Self::AddToGroup
            | Self::TakeFromGroup
            | Self::HardDelete => Actor::IdentityProvider,
        }
    }

    /// Whether something is lost that no later change of the same kind brings back.
    pub(crate) const fn is_destructive(self) -> bool {
        matches!(
            self,
            Self::RemoveDomain
                | Self::RefreshToken
                | Self::HardDelete
                | Self::Delete
                | Self::PermanentlyRemove
        )
    }

    /// The first word of the phrase that confirms it.
    pub(crate) const fn phrase_word(self) -> &'static str {
        match self {
            Self::AddDomain => "ADD",
            Self::RemoveDomain | Self::PermanentlyRemove => "REMOVE",
            Self::RefreshToken => "REFRESH",
            Self::Provision => "PROVISION",
            Self::ChangeAttributes => "CHANGE",
            Self::Deactivate => "DEACTIVATE",
            Self::Reactivate => "REACTIVATE",
            Self::AddToGroup => "JOIN",
            Self::TakeFromGroup => "LEAVE",
            Self::HardDelete => "HARD DELETE",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::AddDomain => "Add domain",
            Self::RemoveDomain => "Remove domain",
            Self::RefreshToken => "Refresh token",
            Self::Provision => "Provision",
            Self::ChangeAttributes => "Change attributes",
            Self::Deactivate => "Deactivate",
            Self::Reactivate => "Reactivate",
            Self::AddToGroup => "Add to group",
            Self::TakeFromGroup => "Take from group",
            Self::HardDelete => "Hard delete",
            Self::Delete => "Delete",
            Self::PermanentlyRemove => "Permanently remove",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_keeps_its_name_on_disk() {
        for (verb, name) in [
            (Verb::Delete, "\"delete\""),
            (Verb::PermanentlyRemove, "\"permanently-remove\""),
            (Verb::HardDelete, "\"hard-delete\""),
            (Verb::RefreshToken, "\"refresh-token\""),
        ] {
            assert_eq!(serde_json::to_string(&verb).unwrap(), name);
        }
        for verb in Verb::ALL {
            let text = serde_json::to_string(&verb).unwrap();
            assert_eq!(serde_json::from_str::<Verb>(&text).unwrap(), verb);
        }
    }

    #[test]
    fn no_two_verbs_share_a_label() {
        let mut labels: Vec<String> = Verb::ALL.iter().map(Verb::to_string).collect();
        labels.sort_unstable();
        labels.dedup();
        assert_eq!(labels.len(), Verb::ALL.len());
    }
}
