//! What Command would receive, for one person and for everybody, before anything is saved in Entra.
//!
//! A [`Preview`] is a mapping made ready for many people. [`Preview::person`] tells all about one person;
//! [`Preview::chunk`] looks at some people of a directory and keeps one byte for each row, and [`Everyone::merge`] counts.
//! Both come from the same judgment, so that a person opened from a count shows what was counted.
//!
//! What Entra's pages leave open is decided here, once:
//!
//! | corner | decision | why |
//! |---|---|---|
//! | a person who leaves (blocked, deleted, unassigned, out of scope) and is in Command | only `active` is sent | the documented request of a deprovisioning has nothing else |
//! | the same, not in Command | never created | “user disabled before first sync: never created” |
//! | an expression fails | the whole person is skipped | Entra's log has one error for a person, not for a row |
//! | a required target without a value at an update | skipped only where Command has no value either | the older value satisfies the target |
//! | the default value of a row with a source | at creation only | the mapping page says so; Graph's sentence is vaguer |
//! | the default value of a row without a source | wherever the target is empty | the mapping page |
//! | the other `…AddOnly` flow types | sent where Command has no value | no page explains them; the names say this |
//! | a scoping filter that only Entra can evaluate | everybody passes; [`PersonPreview::scope`] says so | a preview of nobody would tell nothing |
//! | references (manager) | not compared | they hold Command's id of another person, and are set in a second pass |
//! | a value that Command would refuse | counted as sent, and as invalid | Entra does not know Command's rules |
//! | two people and one value | told of both, and also where the other holder in Command would give it up in the same cycle | the order of the cycle is not known |

mod card;
mod chance;
mod change;
mod clashes;
mod count;
mod effect;
mod evaluations;
mod everyone;
mod holdings;
mod judge;
mod key;
mod person;
mod place;
mod reading;
mod report;
mod sent;
mod texts;
mod trouble;

use hashbrown::DefaultHashBuilder;
use jiff::Timestamp;

use crate::entra::expression::{Arena, Attributes, Given};
use crate::entra::mapping::ObjectMapping;
use crate::entra::path::AttributePath;
use crate::verkada::EmailDomain;
use crate::verkada::attributes::{RULES, Writer};

pub use chance::SeededChance;
pub use change::{PersonOutcome, RowChange, SkipReason};
pub use count::CountKind;
pub use effect::{EditEffect, EffectChunk, EffectKind};
pub use everyone::{Chunk, Everyone};
pub use holdings::{Holdings, HoldingsFull};
pub use key::Clash;
pub use person::{Found, PersonPreview, RowPreview};
pub(crate) use report::spreadsheet_text;
pub use report::{PreviewReport, ReportWarning};
pub use trouble::Trouble;

use chance::{Computed, PersonChance};
use place::{Place, Role};
use reading::Reads;

/// What a preview needs to know beside mapping and people.
#[derive(Clone, Debug)]
pub struct Surroundings {
    /// What `Now` says.
    pub now: Timestamp,
    /// What `Guid` and `RandomString` begin with; the same seed gives every person the same again.
    pub seed: u64,
    /// The domains on the list in Command; none where the list is not known.
    pub domains: Option<Vec<EmailDomain>>,
}

/// A mapping of people, made ready for many of them.
pub struct Preview {
    mapping: ObjectMapping,
    surroundings: Surroundings,
    places: Vec<Place>,
    reads: Reads,
    /// The row of each role, in the order of [`place::ROLES`].
    roles: [Option<usize>; place::ROLES.len()],
    /// Rows that match, the first precedence first.
    matching: Vec<usize>,
    hasher: DefaultHashBuilder,
}

impl Preview {
    /// Makes a mapping ready.
    pub fn new(mapping: &ObjectMapping, surroundings: Surroundings) -> Self {
        let places: Vec<_> =
            mapping.rows.iter().map(|row| Place::of(row, &mapping.targets)).collect();
        let row_of = |role| places.iter().position(|place: &Place| place.role == role);
        let roles = place::ROLES.map(|(_, role)| row_of(role));
        let mut matching: Vec<_> = mapping
            .rows
            .iter()
            .enumerate()
            .filter_map(|(at, row)| row.matching.map(|precedence| (precedence, at)))
            .collect();
        matching.sort_unstable();
        Self {
            mapping: mapping.clone(),
            surroundings,
            reads: Reads::of(mapping),
            roles,
            places,
            matching: matching.into_iter().map(|(_, at)| at).collect(),
            hasher: DefaultHashBuilder::default(),
        }
    }

    /// The mapping.
    pub const fn mapping(&self) -> &ObjectMapping {
        &self.mapping
    }

    /// What Command is known to take from Entra and no row fills, by target.
    pub fn unfilled(&self) -> impl Iterator<Item = &'static str> {
        let rules = RULES.iter().filter(|rule| rule.writer == Writer::IdentityProvider);
        let paths = rules.filter(|rule| rule.path != "groups").map(|rule| rule.path);
        paths.filter(|path| {
            let Ok(path) = AttributePath::parse(path) else { return false };
            !self
                .places
                .iter()
                .any(|place| place.path.as_ref().is_ok_and(|filled| filled.is_within(&path)))
        })
    }

    /// The person as an evaluation sees them.
    fn computed<'a>(&self, person: &'a dyn Attributes) -> Computed<'a> {
        Computed::new(person, self.mapping.scope.as_ref())
    }

    fn chance<'a>(&self, person: &'a dyn Attributes) -> PersonChance<'a> {
        PersonChance::new(person, self.surroundings.seed)
    }

    fn given<'a>(
        &self,
        person: &'a Computed<'_>,
        chance: &'a PersonChance<'_>,
        arena: &'a Arena,
    ) -> Given<'a> {
        Given { attributes: person, now: self.surroundings.now, chance, arena }
    }

    /// The row that fills a role of Command.
    fn row_of(&self, role: Role) -> Option<usize> {
        self.roles.get(role as usize).copied().flatten()
    }
}

#[cfg(test)]
mod tests;
