//! What a person wants to do, before anything was read for it.

use crate::journal::entry::Manner;
use crate::session::plan::practice::PracticeWish;
use crate::session::plan::{Basis, Deed};
use crate::verkada::{EmailDomain, Verb};

/// A wish that a plan can be made of.
#[derive(Clone, Debug)]
pub(crate) struct Wish {
    /// What kind of change.
    pub(crate) verb: Verb,
    /// How it would be made.
    pub(crate) deed: Deed,
    /// By this desk or by hand.
    pub(crate) manner: Manner,
    /// To whom or what.
    pub(crate) subjects: Subjects,
    /// The list it comes from; for a domain, those it covers.
    pub(crate) basis: Basis,
    /// Who can not be taken away, by userName.
    pub(crate) protected: Vec<String>,
}

/// To whom or what something is done.
#[derive(Clone, Debug)]
pub(crate) enum Subjects {
    /// People, by SCIM id with the name they are shown by.
    People(Vec<Subject>),
    /// A domain that is not on the list.
    NewDomain(EmailDomain),
    /// A domain on the list.
    Domain(String),
    /// The SCIM token.
    Token,
    /// What the identity provider is to do, and to whom.
    Practice(Box<PracticeWish>),
}

/// One person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Subject {
    /// The SCIM id.
    pub(crate) id: String,
    /// The name as it is shown.
    pub(crate) display_name: String,
}

impl Subjects {
    /// How many they are.
    pub(crate) fn count(&self) -> usize {
        match self {
            Self::People(people) => people.len(),
            Self::NewDomain(_) | Self::Domain(_) | Self::Token => 1,
            // Whom Entra provisions is one person, who is not there yet.
            Self::Practice(wish) => wish.act.people().len().max(1),
        }
    }
}
