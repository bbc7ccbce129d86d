//! The people of the fictional company Halcyon Freight: the same for the same seed for ever, any number of them.
//! Every name is put together by chance; no person is meant.

mod belongings;
mod cards;
mod chance;
mod entra;
mod flaw;
mod groups;
mod names;
mod person;
mod resource;
mod sketch;
mod work;

use serde_json::{Map, Value};

use crate::verkada::EmailDomain;

use names::Names;

pub(crate) use belongings::{BY_ADMIN, BY_PROVIDER, Belongings, Facts, Last, Life};
pub(crate) use groups::NewGroup;

/// The company whose people fill a new sandbox.
pub(crate) const COMPANY_NAME: &str = "Halcyon Freight";

/// The domains a new sandbox has on its list. The last one is there without anybody in it.
pub(crate) const LISTED_DOMAINS: [&str; 3] =
    ["halcyon.example", "halcyon-air.example", "halcyon-it.example"];

/// Who works at the company. Any person can be asked for at any time; the first ones do not depend on how many follow.
pub(crate) struct Company {
    seed: u64,
    people: u32,
    domains: Domains,
    names: Vec<Names>,
}

/// A person as the identity provider would have sent them.
pub(crate) struct NewPerson {
    /// The SCIM resource without `id` and `meta`.
    pub(crate) user: Map<String, Value>,
    /// The place of the manager among the people.
    pub(crate) manager: Option<u32>,
    /// How long ago the person was made.
    pub(crate) created_seconds_ago: u64,
    /// How long ago the person was changed last; never more than since they were made.
    pub(crate) changed_seconds_ago: u64,
}

/// Somebody who was on Command's list and is on the Deleted users page now.
pub(crate) struct FormerPerson {
    pub(crate) person: NewPerson,
    /// How long ago the person was deleted.
    pub(crate) deleted_seconds_ago: u64,
}

/// The mail domains of the people.
struct Domains {
    main: String,
    second: Option<String>,
    not_listed: String,
    look_alike: String,
}

impl Company {
    /// A company of so many people. The first domain is for nearly all of them, the second for a few, the others
    /// for nobody; without any, the domains are the company's own.
    pub(crate) fn new(seed: u64, people: u32, domains: &[EmailDomain]) -> Self {
        Self { seed, people, domains: Domains::of(domains), names: Names::all() }
    }

    /// Everybody, in order.
    pub(crate) fn people(&self) -> impl Iterator<Item = NewPerson> {
        (0..self.people).filter_map(|index| self.person(index))
    }

    /// The groups that people are in, by their places; nobody, no groups.
    pub(crate) fn groups(&self) -> Vec<NewGroup> {
        groups::groups((0..self.people).filter_map(|index| self.sketch(index)))
    }

    /// About twelve of a thousand people more, who have left.
    pub(crate) fn former_people(&self) -> impl Iterator<Item = FormerPerson> {
        let first = self.people;
        (first..first.saturating_add(self.former_count())).filter_map(|index| self.former(index))
    }

    /// How many people have left.
    pub(crate) fn former_count(&self) -> u32 {
        u32::try_from(u64::from(self.people) * 12 / 1000).unwrap_or_default()
    }
}

impl Domains {
    fn of(listed: &[EmailDomain]) -> Self {
        let (main, second) = match listed {
            [] => (LISTED_DOMAINS[0], Some(LISTED_DOMAINS[1])),
            [main, rest @ ..] => (main.as_str(), rest.first().map(EmailDomain::as_str)),
        };
        let (label, rest) = main.split_once('.').unwrap_or((main, "example"));
        let not_listed = format!("{label}-parts.{rest}");
        let disguised = [('l', "1"), ('o', "0"), ('i', "1")]
            .into_iter()
            .find(|(letter, _)| label.contains(*letter));
        let look_alike = match disguised {
            Some((letter, digit)) => format!("{}.{rest}", label.replacen(letter, digit, 1)),
            None => format!("{label}s.{rest}"),
        };
        Self { main: main.to_owned(), second: second.map(str::to_owned), not_listed, look_alike }
    }
}

#[cfg(test)]
mod tests;
