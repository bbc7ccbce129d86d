//! What is about to be changed, why it may be, and the consent to it: values only.
//!
//! A plan is made from what was just read, shown, and confirmed or dropped. Only [`Plan::confirm`] makes a [`Confirmed`], and
//! nothing but a `Confirmed` can be carried out.

pub(crate) mod brake;
pub(crate) mod people;
pub(crate) mod phrase;
pub(crate) mod practice;
#[cfg(test)]
mod tests;
pub(crate) mod wish;

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;

use crate::journal::entry::{Manner, Place, RunId, Target};
use crate::limits;
use crate::session::connection::ConnectionKey;
use crate::session::plan::brake::{Brake, Share};
use crate::session::plan::people::{LeftOut, Losses, Planned};
use crate::session::plan::practice::EntraCall;
use crate::verkada::Verb;

/// What is sent for each target of a plan.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Deed {
    /// The admin API takes the target as a domain on the list.
    AddDomain,
    /// The admin API takes the target off the list of domains.
    RemoveDomain,
    /// The admin API makes a new SCIM token.
    RefreshToken,
    /// The admin API moves the person to Deleted users.
    Delete,
    /// The admin API erases the person.
    PermanentlyRemove,
    /// A SCIM DELETE, to a server that knows no other way.
    ScimDelete,
    /// A person does it in Command by hand; the desk reads before and after.
    ByHand,
    /// What the identity provider would send, one call for each target; nothing yet while they are being read.
    Entra(Vec<EntraCall>),
}

/// The list a plan was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Basis {
    /// When its reading ended.
    pub(crate) read_at: Option<Timestamp>,
    /// Whether it was read to the end and stood still meanwhile.
    pub(crate) extent: Extent,
    /// How many people it holds.
    pub(crate) all: usize,
}

/// How much of a list was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// All of it, and it stood still.
    Whole,
    /// A part of it, or it moved meanwhile.
    Partial,
}

/// A change that can be confirmed.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// The name it has in the record.
    pub(crate) run: RunId,
    /// What kind of change.
    pub(crate) verb: Verb,
    /// How it is made.
    pub(crate) deed: Deed,
    /// By this desk or by hand.
    pub(crate) manner: Manner,
    /// Where.
    pub(crate) connection: ConnectionKey,
    /// Where, as the record has it.
    pub(crate) place: Place,
    /// What it was made from.
    pub(crate) basis: Basis,
    /// What is changed, in this order.
    pub(crate) targets: Vec<Planned>,
    /// Who was asked for and can not be in it.
    pub(crate) left_out: Vec<LeftOut>,
    /// When it was made.
    pub(crate) made_at: Timestamp,
}

/// What a person typed to confirm.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Consent {
    /// A reason, or the number of a ticket.
    pub(crate) reason: String,
    /// The first phrase.
    pub(crate) phrase: String,
    /// The second phrase.
    pub(crate) second_phrase: String,
}

/// What has to be typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Demand {
    /// Whether a reason is asked for.
    pub(crate) reason: Need,
    /// The first phrase, if one is asked for.
    pub(crate) phrase: Option<String>,
    /// The second phrase, if one is asked for.
    pub(crate) second_phrase: Option<String>,
}

/// Whether something has to be filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Need {
    /// It must be there.
    Asked,
    /// It may be left empty.
    Optional,
}

/// Why a plan is not carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Nobody is left in it.
    Empty,
    /// It was made too long ago, or the clock was moved.
    Expired,
    /// The list it was made from was not read to the end, or moved.
    ListPartial,
    /// The list it was made from is too old.
    ListOld,
    /// It takes too many away in one go.
    TooMany {
        /// The most that one plan may hold here.
        at_most: usize,
    },
    /// No reason was given.
    NoReason,
    /// The reason is too long.
    LongReason,
    /// The phrase was not typed.
    Phrase,
    /// The second phrase was not typed.
    SecondPhrase,
}

/// A plan with the consent to it. Nothing else can be carried out.
#[derive(Debug)]
pub(crate) struct Confirmed {
    plan: Plan,
    reason: String,
    countdown: Duration,
}

impl Plan {
    /// How many of how many people it takes away.
    pub(crate) fn share(&self) -> Share {
        Share { count: self.targets.len(), all: self.basis.all }
    }

    /// How hard it is to confirm.
    pub(crate) fn brake(&self) -> Brake {
        if self.is_of_people() { self.share().brake() } else { Brake::Released }
    }

    /// What everybody in it loses together.
    pub(crate) fn losses(&self) -> Losses {
        Losses::of(self.targets.iter().filter_map(|planned| planned.holdings.as_ref()))
    }

    /// What has to be typed before it is carried out.
    pub(crate) fn demand(&self) -> Demand {
        let is_bulk = self.targets.len() > 1;
        let asks = match self.verb {
            Verb::Delete | Verb::PermanentlyRemove | Verb::HardDelete | Verb::RefreshToken => true,
            Verb::RemoveDomain => self.basis.all > 0,
            Verb::AddDomain
            | Verb::Provision
            | Verb::ChangeAttributes
            | Verb::Deactivate
            | Verb::Reactivate
            | Verb::AddToGroup
            | Verb::TakeFromGroup => is_bulk,
        };
        let phrase = || phrase::phrase(self.verb, self.targets.len(), &self.place.name);
        Demand {
            reason: match self.verb {
                Verb::Delete | Verb::PermanentlyRemove => Need::Asked,
                _ => Need::Optional,
            },
            phrase: asks.then(phrase),
            second_phrase: (self.brake() == Brake::SecondPhrase)
                .then(|| phrase::second_phrase(self.share())),
        }
    }

    /// Why it can not be carried out whatever is typed, looked at now.
    pub(crate) fn obstacle(&self, now: Timestamp) -> Option<Refusal> {
        if self.targets.is_empty() {
            return Some(Refusal::Empty);
        }
        if !is_fresh(self.made_at, now) {
            return Some(Refusal::Expired);
        }
        if !self.is_of_people() {
            return None;
        }
        if self.basis.extent == Extent::Partial {
            return Some(Refusal::ListPartial);
        }
        if !self.basis.read_at.is_some_and(|read_at| is_fresh(read_at, now)) {
            return Some(Refusal::ListOld);
        }
        match self.brake() {
            Brake::Refused { at_most } => Some(Refusal::TooMany { at_most }),
            Brake::Released | Brake::SecondPhrase => None,
        }
    }

    /// Takes the consent, or says what is missing; the plan stays as it is then.
    ///
    /// # Errors
    /// The plan, and why it is not carried out.
    pub(crate) fn confirm(
        self,
        consent: &Consent,
        now: Timestamp,
    ) -> Result<Confirmed, Box<(Self, Refusal)>> {
        if let Some(refusal) = self.missing(consent, now) {
            Err(Box::new((self, refusal)))
        } else {
            let countdown =
                if self.is_of_people() { self.brake().countdown() } else { Duration::ZERO };
            Ok(Confirmed { reason: consent.reason.trim().to_owned(), countdown, plan: self })
        }
    }

    /// What is missing for it to be carried out now.
    pub(crate) fn missing(&self, consent: &Consent, now: Timestamp) -> Option<Refusal> {
        let demand = self.demand();
        let lacks = |wanted: &Option<String>, typed: &str| {
            wanted.as_ref().is_some_and(|wanted| !phrase::is_typed(wanted, typed))
        };
        if let Some(obstacle) = self.obstacle(now) {
            return Some(obstacle);
        }
        if demand.reason == Need::Asked && consent.reason.trim().is_empty() {
            return Some(Refusal::NoReason);
        }
        if consent.reason.len() > limits::REASON_BYTES {
            return Some(Refusal::LongReason);
        }
        if lacks(&demand.phrase, &consent.phrase) {
            return Some(Refusal::Phrase);
        }
        lacks(&demand.second_phrase, &consent.second_phrase).then_some(Refusal::SecondPhrase)
    }

    /// Whether people are taken away by it, so that the rules for lists and brakes hold.
    fn is_of_people(&self) -> bool {
        matches!(self.verb, Verb::Delete | Verb::PermanentlyRemove | Verb::HardDelete)
    }
}

impl Confirmed {
    /// The plan.
    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Why it is done.
    pub(crate) fn reason(&self) -> &str {
        &self.reason
    }

    /// Time between now and the first call.
    pub(crate) fn countdown(&self) -> Duration {
        self.countdown
    }

    /// The targets as the record has them.
    pub(crate) fn targets(&self) -> Vec<Target> {
        self.plan.targets.iter().map(|planned| planned.target.clone()).collect()
    }
}

/// Whether so little time passed that what was seen then still counts; a clock that was moved back counts as none.
fn is_fresh(then: Timestamp, now: Timestamp) -> bool {
    Duration::try_from(now.duration_since(then)).is_ok_and(|age| age <= limits::PLAN_VALID)
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Nobody is left in this plan."),
            Self::Expired => f.write_str(
                "This plan is older than 10 minutes, or the clock was moved. Close it and begin again.",
            ),
            Self::ListPartial => f.write_str(
                "The list of people is not whole: it broke off or moved while it was read. Refresh it and begin again.",
            ),
            Self::ListOld => f.write_str(
                "The list of people is older than 10 minutes. Refresh it and begin again.",
            ),
            Self::TooMany { at_most } => write!(
                f,
                "This is more than {} % of all people. At most {at_most} can go in one plan here.",
                limits::BRAKE_REFUSED_PERCENT
            ),
            Self::NoReason => f.write_str("Give a reason or the number of a ticket."),
            Self::LongReason => write!(
                f,
                "The reason is longer than {} characters.",
                limits::REASON_BYTES
            ),
            Self::Phrase => f.write_str("Type the phrase as it stands above the field."),
            Self::SecondPhrase => f.write_str("Type the second phrase as it stands above the field."),
        }
    }
}
