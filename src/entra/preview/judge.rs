//! The one judgment on a person that a single preview and a preview of everybody share.

use crate::entra::expression::{Evaluation, Flow, UnevaluatedKind, ValueRef};
use crate::entra::mapping::{Allowed, AttributeMapping, FlowType, Source};
use crate::entra::preview::Preview;
use crate::entra::preview::card;
use crate::entra::preview::chance::Stay;
use crate::entra::preview::change::{PersonOutcome, RowChange, SkipReason};
use crate::entra::preview::key::Holders;
use crate::entra::preview::place::{Kind, Place, Role};
use crate::entra::preview::sent::Sent;
use crate::entra::preview::trouble::{Domains, Trouble, check};

/// What a row comes to for a person.
#[derive(Clone, Debug)]
pub(super) enum Came<'a> {
    /// This is sent, or nothing.
    Value(Option<Sent<'a>>),
    /// Kept back by `IgnoreFlowIfNullOrEmpty`.
    Dropped,
    /// No source is set.
    Unmapped,
    Failed,
    Unknown,
}

/// One row of one person.
#[derive(Clone, Debug)]
pub(super) struct Cell<'a> {
    pub(super) came: Came<'a>,
    pub(super) change: RowChange,
    pub(super) trouble: Option<Trouble>,
}

/// Where a person stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Not in Command.
    Creation,
    /// In Command.
    Update,
    /// In Command, and Entra deprovisions them.
    Leaving,
}

/// Whom Entra finds in Command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// This person, by this row; by none where somebody else was given.
    Found { person: u32, row: Option<usize> },
    /// Nobody.
    Nobody,
    /// It cannot go on.
    Stopped(SkipReason),
}

impl<'a> Cell<'a> {
    /// What is sent, or would be.
    pub(super) const fn sent(&self) -> Option<&Sent<'a>> {
        match &self.came {
            Came::Value(sent) => sent.as_ref(),
            Came::Dropped | Came::Unmapped | Came::Failed | Came::Unknown => None,
        }
    }

    /// The text that is sent, or would be, of a single value.
    pub(super) fn text(&self) -> Option<&str> {
        match self.sent()? {
            Sent::Text(text) => Some(text),
            Sent::Boolean(_) | Sent::Integer(_) | Sent::Many(_) => None,
        }
    }
}

impl Preview {
    /// The rows, with what each comes to. Nothing is judged yet.
    pub(super) fn cells<'a>(&'a self, came: impl Iterator<Item = Evaluation<'a>>) -> Vec<Cell<'a>> {
        let rows = self.mapping.rows.iter().zip(&self.places).zip(came);
        rows.map(|((row, place), came)| {
            let (came, trouble) = match came {
                _ if place.path.is_err() => (Came::Failed, None),
                Ok(Flow::Value(_)) if row.source == Source::None => (Came::Unmapped, None),
                Ok(Flow::Value(value)) => match Sent::of(value, place) {
                    (_, trouble @ Some(Trouble::SeveralValues)) => (Came::Failed, trouble),
                    (sent, trouble) => (Came::Value(sent), trouble),
                },
                Ok(Flow::Dropped) => (Came::Dropped, None),
                Err(error) => match error.kind {
                    UnevaluatedKind::Fails => (Came::Failed, None),
                    UnevaluatedKind::NotHere => (Came::Unknown, None),
                },
            };
            Cell { came, change: RowChange::Withheld, trouble }
        })
        .collect()
    }

    /// Whom Entra finds: it asks by one matching row after the other, and the first hit counts. `look` tells who has a value
    /// at the target of a row.
    pub(super) fn find(
        &self,
        cells: &[Cell<'_>],
        mut look: impl FnMut(usize, &str) -> Option<Holders>,
    ) -> Match {
        let mut has_value = false;
        for &row in &self.matching {
            let text = match cells.get(row).map(|cell| &cell.came) {
                Some(Came::Value(Some(sent))) => sent.as_text(),
                Some(Came::Failed) => return Match::Stopped(SkipReason::RowFails),
                Some(Came::Unknown) => return Match::Stopped(SkipReason::MatchUnknown),
                _ => continue,
            };
            has_value = true;
            match look(row, &text) {
                None => {}
                Some(Holders { second: Some(_), .. }) => {
                    return Match::Stopped(SkipReason::SeveralMatches);
                }
                Some(Holders { first, .. }) => {
                    return Match::Found { person: first, row: Some(row) };
                }
            }
        }
        match (has_value, self.matching.is_empty()) {
            (_, true) => Match::Stopped(SkipReason::NoMatchingRow),
            (false, _) => Match::Stopped(SkipReason::NoMatchingValue),
            (true, _) => Match::Nobody,
        }
    }

    /// Settles everything about a person who was looked for.
    pub(super) fn settle_found<'a, 'h>(
        &'a self,
        cells: &mut [Cell<'a>],
        found: Match,
        stay: Stay,
        held: impl Fn(usize) -> Option<&'h str>,
        domains: &mut Domains,
    ) -> PersonOutcome {
        let is_off = match (found, &self.mapping.actions) {
            _ if !self.mapping.is_enabled => true,
            (Match::Found { .. }, actions) => actions.update == Allowed::No,
            (Match::Nobody, actions) => stay == Stay::Stays && actions.create == Allowed::No,
            (Match::Stopped(_), _) => false,
        };
        if is_off {
            return skip(cells, SkipReason::SwitchedOff);
        }
        let stage = match (found, stay) {
            (Match::Found { .. }, Stay::Leaves) => Stage::Leaving,
            (Match::Found { .. }, Stay::Stays) => Stage::Update,
            (Match::Nobody, Stay::Stays) => Stage::Creation,
            (Match::Nobody | Match::Stopped(SkipReason::NoMatchingValue), Stay::Leaves) => {
                return skip(cells, SkipReason::Leaves);
            }
            (Match::Stopped(reason), _) => return skip(cells, reason),
        };
        self.settle(cells, stage, held, domains);
        self.outcome(cells, stage)
    }

    /// Settles what becomes of every row. `held` is what Command has at the target of a row.
    pub(super) fn settle<'a, 'h>(
        &'a self,
        cells: &mut [Cell<'a>],
        stage: Stage,
        held: impl Fn(usize) -> Option<&'h str>,
        domains: &mut Domains,
    ) {
        let listed = self.surroundings.domains.as_deref();
        let rows = self.mapping.rows.iter().zip(&self.places);
        for (at, ((row, place), cell)) in rows.zip(cells.iter_mut()).enumerate() {
            cell.change = match stage {
                Stage::Creation => created(row, place, cell),
                Stage::Update => updated(row, place, cell, held(at)),
                Stage::Leaving if place.role == Role::Active => updated(row, place, cell, held(at)),
                Stage::Leaving => RowChange::Withheld,
            };
            if stage == Stage::Leaving {
                cell.trouble = None;
            } else if let (None, Some(sent)) = (cell.trouble, cell.sent()) {
                cell.trouble = check(sent, place, listed, domains);
            }
        }
        if stage != Stage::Leaving {
            for found in self.card_troubles(cells, &held) {
                let place = self.row_of(found.role).or_else(|| self.row_of(Role::CardFormat));
                if let Some(cell) = place.and_then(|at| cells.get_mut(at)) {
                    cell.trouble.get_or_insert(found.trouble);
                }
            }
        }
    }

    /// What is wrong with the card that a person would have.
    pub(super) fn card_troubles<'h>(
        &self,
        cells: &[Cell<'_>],
        held: &impl Fn(usize) -> Option<&'h str>,
    ) -> Vec<card::CardTrouble> {
        let sent = |role| cells.get(self.row_of(role)?)?.text();
        let is_sent = self
            .places
            .iter()
            .zip(cells)
            .any(|(place, cell)| place.role.is_of_card() && cell.text().is_some());
        if !is_sent {
            return Vec::new();
        }
        let before = |role| held(self.row_of(role)?);
        card::judge(|role| sent(role).or_else(|| before(role)), before)
    }

    /// What becomes of the person. Who is skipped gets nothing.
    fn outcome(&self, cells: &mut [Cell<'_>], stage: Stage) -> PersonOutcome {
        let has = |change| cells.iter().any(|cell| cell.change == change);
        let skipped = if has(RowChange::Failed) {
            Some(SkipReason::RowFails)
        } else if has(RowChange::Missing)
            || (stage == Stage::Creation && self.row_of(Role::UserName).is_none())
        {
            Some(SkipReason::Required)
        } else {
            None
        };
        if let Some(reason) = skipped {
            return skip(cells, reason);
        }
        if stage == Stage::Creation {
            return PersonOutcome::Create;
        }
        let active = self.row_of(Role::Active).and_then(|at| cells.get(at));
        match active.map(|cell| (cell.change, cell.sent())) {
            Some((RowChange::Changed, Some(Sent::Boolean(true)))) => PersonOutcome::Enable,
            Some((RowChange::Changed | RowChange::New, Some(Sent::Boolean(false)))) => {
                PersonOutcome::Disable
            }
            _ if cells.iter().any(|cell| cell.change.is_sent()) => PersonOutcome::Update,
            _ => PersonOutcome::Same,
        }
    }
}

/// Takes back what would be sent; what keeps the person from it stays.
fn skip(cells: &mut [Cell<'_>], reason: SkipReason) -> PersonOutcome {
    for cell in cells {
        cell.change = match (&cell.came, cell.change) {
            (Came::Failed, _) if reason != SkipReason::Leaves => RowChange::Failed,
            (Came::Unknown, _) if reason != SkipReason::Leaves => RowChange::Unknown,
            (_, RowChange::Missing) => RowChange::Missing,
            _ => RowChange::Withheld,
        };
        if cell.change != RowChange::Failed {
            cell.trouble = None;
        }
    }
    PersonOutcome::Skipped(reason)
}

fn created<'a>(row: &'a AttributeMapping, place: &Place, cell: &mut Cell<'a>) -> RowChange {
    let none = match &cell.came {
        Came::Failed => return RowChange::Failed,
        Came::Unknown => return RowChange::Unknown,
        Came::Dropped => return RowChange::Dropped,
        Came::Value(Some(_)) if place.kind == Kind::Reference => return RowChange::SecondPass,
        Came::Value(Some(_)) => return RowChange::New,
        Came::Value(None) => RowChange::Blank,
        Came::Unmapped => RowChange::Unmapped,
    };
    if fill(row, place, cell) {
        RowChange::Default
    } else if place.is_required {
        RowChange::Missing
    } else {
        none
    }
}

fn updated<'a>(
    row: &'a AttributeMapping,
    place: &Place,
    cell: &mut Cell<'a>,
    held: Option<&str>,
) -> RowChange {
    let is_unmapped = matches!(cell.came, Came::Unmapped);
    if is_unmapped && held.is_none() && fill(row, place, cell) {
        return RowChange::Default;
    }
    match (&cell.came, held) {
        (Came::Failed, _) => RowChange::Failed,
        (Came::Unknown, _) => RowChange::Unknown,
        (Came::Dropped, _) => RowChange::Dropped,
        (Came::Unmapped, _) => RowChange::Unmapped,
        (Came::Value(_), held) if row.flow.is_add_only(held) => RowChange::AddOnly,
        (Came::Value(None), Some(_)) => RowChange::Kept,
        (Came::Value(None), None) if place.is_required => RowChange::Missing,
        (Came::Value(None), None) => RowChange::Blank,
        (Came::Value(Some(_)), _) if place.kind == Kind::Reference => RowChange::SecondPass,
        (Came::Value(Some(_)), None) => RowChange::New,
        (Came::Value(Some(sent)), Some(held)) if sent.is_held(held) => RowChange::Same,
        (Came::Value(Some(sent)), Some(held)) if place.case_sent.is_same(&sent.as_text(), held) => {
            RowChange::CaseOnly
        }
        (Came::Value(Some(_)), Some(_)) => RowChange::Changed,
    }
}

/// Puts the default in, if there is one.
fn fill<'a>(row: &'a AttributeMapping, place: &Place, cell: &mut Cell<'a>) -> bool {
    let Some(text) = row.default.as_deref().filter(|text| !text.is_empty()) else { return false };
    let (sent, trouble) = Sent::of(ValueRef::Text(text), place);
    cell.came = Came::Value(sent);
    cell.trouble = trouble;
    true
}

impl FlowType {
    /// Whether a row of this kind leaves somebody alone who is in Command with this value.
    const fn is_add_only(self, held: Option<&str>) -> bool {
        match self {
            Self::Always => false,
            Self::ObjectAddOnly => true,
            Self::MultiValueAddOnly | Self::ValueAddOnly | Self::AttributeAddOnly => held.is_some(),
        }
    }
}
