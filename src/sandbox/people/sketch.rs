//! Who somebody is, before it is written down: computed from the seed and the place alone.

use crate::sandbox::people::Company;
use crate::sandbox::people::chance::{Chance, Shuffle};
use crate::sandbox::people::flaw::{self, Flaw, Place};
use crate::sandbox::people::names::{Name, Names};
use crate::sandbox::people::work::{CHICAGO, DEPARTMENTS, Department, SITES, Site};

/// What is decided of a person before any text is written.
pub(super) struct Sketch<'a> {
    pub(super) index: u32,
    pub(super) names: &'a Names,
    pub(super) given: &'a Name,
    pub(super) family: Option<&'a Name>,
    /// How many people before had the same two names.
    pub(super) namesakes: u32,
    /// A middle initial in the mail address, for somebody who is named like a colleague.
    pub(super) initial: Option<char>,
    pub(super) department: &'static Department,
    pub(super) rank: Rank,
    pub(super) title: &'static str,
    pub(super) site: &'static Site,
    pub(super) active: bool,
    pub(super) contractor: bool,
    pub(super) flaw: Option<Place>,
    /// The rank among a thousand that decides flaw and domain.
    pub(super) lot: u32,
    pub(super) manager: Option<u32>,
}

/// Where somebody stands in a department.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rank {
    Head,
    Manager,
    Staff,
}

/// Purposes of chance, so that a change of one leaves the others alone.
const SALT_CULTURE: u64 = 1 << 40;
const SALT_PAIR: u64 = 2 << 40;
const SALT_DEPARTMENT: u64 = 3 << 40;
const SALT_LOT: u64 = 4 << 40;
const SALT_TRAITS: u64 = 5 << 40;

impl Company {
    /// The person at a place. Tables of names and shares that did not fit each other would give nobody.
    pub(super) fn sketch(&self, index: u32) -> Option<Sketch<'_>> {
        let mut chance = Chance::new(self.seed, SALT_TRAITS + u64::from(index));
        let (names, number) = self.culture(index)?;
        let pairs = names.pairs().max(1);
        let namesakes = number / pairs;
        let order = Shuffle::new(self.seed, SALT_PAIR + u64::from(namesakes), pairs);
        let (given, family) = names.pair(order.at(number % pairs))?;
        let lot = self.lots(index).at(index % 1000);
        let flaw = flaw::at(lot);
        let (department, rank, manager) = self.position(index);
        let title = match rank {
            Rank::Head => department.head,
            Rank::Manager => department.manager,
            Rank::Staff => chance.pick(department.titles).copied().unwrap_or(department.manager),
        };
        let site = if rank == Rank::Head {
            &CHICAGO
        } else if chance.percent(55) {
            names.culture.home
        } else {
            chance.pick(&SITES).copied().unwrap_or(&CHICAGO)
        };
        let deactivated = chance.percent(7) && flaw.is_none() && rank == Rank::Staff;
        let contractor = chance.percent(6) && rank == Rank::Staff;
        Some(Sketch {
            index,
            names,
            given,
            family,
            namesakes,
            initial: None,
            department,
            rank,
            title,
            site,
            active: !deactivated,
            contractor,
            flaw,
            lot,
            manager,
        })
    }

    /// The other person of a pair that shares something; none for the first of the pair, who has it rightly.
    pub(super) fn shares_with(&self, sketch: &Sketch<'_>, flaw: Flaw) -> Option<u32> {
        let place = sketch.flaw.filter(|place| place.flaw == flaw && place.nth % 2 == 1)?;
        let block = sketch.index - sketch.index % 1000;
        Some(block + self.lots(sketch.index).position_of(place.first + place.nth - 1))
    }

    fn lots(&self, index: u32) -> Shuffle {
        Shuffle::new(self.seed, SALT_LOT + u64::from(index / 1000), 1000)
    }

    /// The language of a name, and how many of that language came before. Every hundred people have every language
    /// as often as its share says.
    fn culture(&self, index: u32) -> Option<(&Names, u32)> {
        let block = index / 100;
        let mut rank =
            Shuffle::new(self.seed, SALT_CULTURE + u64::from(block), 100).at(index % 100);
        for names in &self.names {
            let percent = names.culture.percent;
            if rank < percent {
                return Some((names, block * percent + rank));
            }
            rank -= percent;
        }
        None
    }

    /// Department, rank and manager. The first of a department in every hundred leads the others of that hundred;
    /// the leader in the first hundred heads the department, and all heads report to the first department's.
    fn position(&self, index: u32) -> (&'static Department, Rank, Option<u32>) {
        let block = index / 100;
        let order = Shuffle::new(self.seed, SALT_DEPARTMENT + u64::from(block), 100);
        let rank = order.at(index % 100);
        let mut first = 0;
        let mut department = &DEPARTMENTS[0];
        for candidate in &DEPARTMENTS {
            if rank < first + candidate.percent {
                department = candidate;
                break;
            }
            first += candidate.percent;
        }
        let heads = Shuffle::new(self.seed, SALT_DEPARTMENT, 100);
        let head = heads.position_of(first);
        let (rank, leader) = match (rank == first, block) {
            (true, 0) if first == 0 => (Rank::Head, None),
            (true, 0) => (Rank::Head, Some(heads.position_of(0))),
            (true, _) => (Rank::Manager, Some(head)),
            (false, _) => (Rank::Staff, Some(block * 100 + order.position_of(first))),
        };
        let manager = leader
            .filter(|leader| *leader < self.people)
            .or_else(|| (rank != Rank::Head && head < self.people).then_some(head));
        (department, rank, manager.filter(|manager| *manager != index))
    }
}

impl Sketch<'_> {
    /// Whether the person has this flaw.
    pub(super) fn has(&self, flaw: Flaw) -> bool {
        self.flaw.is_some_and(|place| place.flaw == flaw)
    }
}
