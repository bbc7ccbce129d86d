//! What an administrator does on Command's own pages, because Verkada publishes no API for it, and what reading proves of it.

use crate::verkada::Source;
use crate::verkada::Verb;
use crate::verkada::source::{ACCESS_USERS, ENTRA_GUIDE, MANAGE_USERS};

/// One kind of change by hand, from opening Command to the proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ByHand {
    /// Where it is in Command's menu today.
    pub(crate) path: &'static str,
    /// What to do there, in order.
    pub(crate) clicks: &'static [&'static str],
    /// Other ways to the same place, and ways that look like it and are not.
    pub(crate) elsewhere: &'static [(&'static str, Source)],
    /// What is kept or lost.
    pub(crate) effect: &'static str,
    /// Where that was read.
    pub(crate) source: Source,
    /// What to do before, where something can be lost.
    pub(crate) beforehand: &'static str,
}

/// What a read over SCIM proves after a change by hand, and what it can not.
pub(crate) const PROOF: &str = "The check reads the id and asks for the userName. Both empty proves that SCIM no longer shows the person. SCIM can not tell Delete from Permanently remove; a later provision does: the same id comes back after Delete, a new one after Permanently remove.";

const NOT_THERE: (&str, Source) = (
    "The menu has moved several times. Where there is no Users page under Admin, search Command for the userName.",
    MANAGE_USERS.inferred(),
);

const DELETE: ByHand = ByHand {
    path: "Admin › Users",
    clicks: &[
        "Sign in to Command as Org Admin or Command User Admin, in the right organization.",
        "Open the page and search for the userName.",
        "Compare name and userName with what stands above. The status must be Deactivated.",
        "Choose Delete, not Permanently remove, and confirm.",
    ],
    elsewhere: &[
        NOT_THERE,
        (
            "Access › Access Users and Groups has a Delete too. Its help page words it as permanent: do not use it for this.",
            ACCESS_USERS,
        ),
    ],
    effect: "Moves the person to Deleted users. History, roles and permissions stay.",
    source: ENTRA_GUIDE,
    beforehand: "Another help page says that roles and group memberships go. If they matter, write them down first.",
};

const PERMANENTLY_REMOVE: ByHand = ByHand {
    path: "Admin › Users, or the Deleted Users page for who was deleted before",
    clicks: &[
        "Sign in to Command as Org Admin, in the right organization.",
        "Open the page and search for the userName.",
        "Compare name and userName with what stands above. The status must be Deactivated or Deleted.",
        "Choose Permanently remove, and confirm.",
    ],
    elsewhere: &[
        NOT_THERE,
        (
            "Which role may remove permanently is not documented. If the choice is missing, ask an Org Admin.",
            MANAGE_USERS.inferred(),
        ),
    ],
    effect: "Erases roles, credentials, access logs and all other data. There is no way back.",
    source: ENTRA_GUIDE,
    beforehand: "Access logs go too. If somebody may ask for them, export them first.",
};

/// How a change is made by hand; none for one that is not described.
pub(crate) const fn by_hand(verb: Verb) -> Option<&'static ByHand> {
    match verb {
        Verb::Delete => Some(&DELETE),
        Verb::PermanentlyRemove => Some(&PERMANENTLY_REMOVE),
        Verb::AddDomain
        | Verb::RemoveDomain
        | Verb::RefreshToken
        | Verb::Provision
        | Verb::ChangeAttributes
        | Verb::Deactivate
        | Verb::Reactivate
        | Verb::AddToGroup
        | Verb::TakeFromGroup
        | Verb::HardDelete => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_way_to_take_people_away_is_described_and_names_its_own_choice() {
        for (verb, choice) in [
            (Verb::Delete, "Choose Delete, not Permanently remove"),
            (Verb::PermanentlyRemove, "Choose Permanently remove"),
        ] {
            let by_hand = by_hand(verb).unwrap();
            assert!(by_hand.clicks.last().unwrap().starts_with(choice), "{verb}");
            assert!(by_hand.clicks.iter().any(|click| click.starts_with("Compare")), "{verb}");
        }
    }
}
