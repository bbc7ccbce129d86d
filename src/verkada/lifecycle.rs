//! The states of a SCIM managed person in Command, and what can happen next, by whom, and why not.

use std::fmt;

use crate::verkada::Source;
use crate::verkada::source::{ENTRA_GUIDE, MANAGE_USERS};

/// Where a person stands in Command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum UserStatus {
    /// Can sign in and open doors.
    Active,
    /// The identity provider switched the person off; the record stays.
    Deactivated,
}

/// What can be done with a person. The four verbs are never mixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    Deactivate,
    Reactivate,
    Delete,
    PermanentlyRemove,
}

/// Who can make a change now, or why nobody can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Offer {
    /// In Command.
    InCommand,
    /// Only in the identity provider; the text says how.
    InIdentityProvider(&'static str),
    /// Not now; the text says what has to happen first.
    NotYet(&'static str),
}

/// One line of the box "What can happen next".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NextStep {
    pub(crate) change: Change,
    pub(crate) offer: Offer,
    /// What the change does, for the person who is about to choose it.
    pub(crate) effect: &'static str,
    pub(crate) source: Source,
}

/// How the two ways to take a person away differ.
pub(crate) const CONSEQUENCE: &str = "Delete keeps history, roles and permissions. Permanently removing erases them; a later provision makes a new person.";

impl UserStatus {
    /// The state that SCIM's `active` tells; a server that leaves it out means an active person
    /// (RFC 7643, section 4.1.1).
    pub(crate) fn from_active(active: Option<bool>) -> Self {
        if active == Some(false) { Self::Deactivated } else { Self::Active }
    }

    /// Where the person stands, in a sentence or two.
    pub(crate) fn explanation(self) -> &'static str {
        match self {
            Self::Active => {
                "Active in Entra ID and in Command. Command offers Delete and Permanently remove only after Entra has deactivated the person."
            }
            Self::Deactivated => "Deactivated by Entra ID. Reactivating is only possible in Entra.",
        }
    }

    /// Every change with who can make it now, in the order of growing loss.
    pub(crate) fn next_steps(self) -> Vec<NextStep> {
        let deactivate_first = Offer::NotYet(
            "Deactivate the person in Entra first: disable the account or take the person out of the app's assignment, then wait for the next cycle.",
        );
        match self {
            Self::Active => vec![
                step(
                    Change::Deactivate,
                    Offer::InIdentityProvider(
                        "Disable the account in Entra, or take the person out of the app's assignment.",
                    ),
                ),
                step(Change::Delete, deactivate_first),
                step(Change::PermanentlyRemove, deactivate_first),
            ],
            Self::Deactivated => vec![
                step(
                    Change::Reactivate,
                    Offer::InIdentityProvider(
                        "Enable the account in Entra and assign the person to the app again.",
                    ),
                ),
                step(Change::Delete, Offer::InCommand),
                step(Change::PermanentlyRemove, Offer::InCommand),
            ],
        }
    }
}

impl fmt::Display for UserStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Active => "Active",
            Self::Deactivated => "Deactivated",
        })
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Deactivate => "Deactivate",
            Self::Reactivate => "Reactivate",
            Self::Delete => "Delete",
            Self::PermanentlyRemove => "Permanently remove",
        })
    }
}

fn step(change: Change, offer: Offer) -> NextStep {
    let (effect, source) = match change {
        Change::Deactivate => (
            "The person can no longer sign in or open doors. The record, its history and its roles stay.",
            // Kept roles are reasoned: the page says only that they can not be edited meanwhile.
            MANAGE_USERS.inferred(),
        ),
        Change::Reactivate => ("The same record becomes active again.", MANAGE_USERS),
        Change::Delete => {
            ("Moves the person to Deleted users. History, roles and permissions stay.", ENTRA_GUIDE)
        }
        Change::PermanentlyRemove => (
            "Erases roles, credentials, access logs and all other data. There is no way back.",
            ENTRA_GUIDE,
        ),
    };
    NextStep { change, offer, effect, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(status: UserStatus, change: Change) -> Option<Offer> {
        status.next_steps().into_iter().find(|step| step.change == change).map(|step| step.offer)
    }

    #[test]
    fn a_missing_active_means_active() {
        assert_eq!(UserStatus::from_active(None), UserStatus::Active);
        assert_eq!(UserStatus::from_active(Some(true)), UserStatus::Active);
        assert_eq!(UserStatus::from_active(Some(false)), UserStatus::Deactivated);
    }

    #[test]
    fn command_removes_only_whom_the_identity_provider_has_deactivated() {
        for change in [Change::Delete, Change::PermanentlyRemove] {
            assert!(
                matches!(offer(UserStatus::Active, change), Some(Offer::NotYet(_))),
                "{change}"
            );
            assert_eq!(offer(UserStatus::Deactivated, change), Some(Offer::InCommand), "{change}");
        }
    }

    #[test]
    fn only_the_identity_provider_switches_people_on_and_off() {
        for status in [UserStatus::Active, UserStatus::Deactivated] {
            for step in status.next_steps() {
                let switch = matches!(step.change, Change::Deactivate | Change::Reactivate);
                assert_eq!(
                    switch,
                    matches!(step.offer, Offer::InIdentityProvider(_)),
                    "{status}: {step:?}"
                );
            }
        }
    }
}
