//! What an edit of a mapping changes for everybody, whatever Command holds.

use std::fmt;
use std::ops::Range;

use crate::entra::directory::Directory;
use crate::entra::expression::Arena;
use crate::entra::path::AttributePath;
use crate::entra::preview::Preview;
use crate::entra::preview::chance::Stay;
use crate::entra::preview::change::RowChange;
use crate::entra::preview::everyone::{Looked, in_batches};
use crate::entra::preview::judge::{Came, Cell, Stage};
use crate::entra::preview::place::{Place, Role};
use crate::entra::preview::reading::Reader;
use crate::entra::preview::sent::{Case, Sent};
use crate::entra::preview::trouble::Domains;

/// What people are counted by when two versions of a mapping are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EffectKind {
    /// Something else is sent.
    Changed,
    /// Something is sent where nothing was.
    Added,
    /// Nothing is sent where something was. Entra clears nothing: Command keeps the older value.
    Cleared,
    /// A value is invalid, or an expression fails, that was not before.
    Invalid,
    /// `active` turns to false.
    Disabled,
    /// `active` turns to true.
    Enabled,
}

/// What an edit changes for some people, on the way to everybody.
#[derive(Debug)]
pub struct EffectChunk {
    people: Range<usize>,
    cells: Vec<u8>,
}

/// What an edit of a mapping changes for everybody.
#[derive(Debug, PartialEq, Eq)]
pub struct EditEffect {
    targets: Vec<String>,
    people: usize,
    cells: Vec<u8>,
    /// By kind: of everybody, then of each target.
    counts: Vec<[usize; EffectKind::ALL.len()]>,
}

/// A target and its rows in both versions.
struct Pair<'a> {
    before: Option<usize>,
    after: Option<usize>,
    target: &'a str,
}

impl EffectKind {
    /// All of them; the place is the bit.
    pub const ALL: [Self; 6] =
        [Self::Changed, Self::Added, Self::Cleared, Self::Invalid, Self::Disabled, Self::Enabled];

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl EditEffect {
    /// Compares for some people of a directory.
    pub fn chunk(
        before: &Preview,
        after: &Preview,
        directory: &Directory,
        people: Range<usize>,
    ) -> EffectChunk {
        let pairs = pairs(before, after);
        let mut cells = Vec::with_capacity(people.len() * pairs.len());
        let readers = [before, after].map(|preview| Reader::new(preview, directory));
        let [old, new] = &readers;
        let mut domains = [Domains::default(), Domains::default()];
        let mut arena = Arena::default();
        let end = people.end.min(directory.len());
        in_batches(people.start..end, |rows| {
            arena.clear();
            let (old, new) = (old.read(&rows, &arena), new.read(&rows, &arena));
            let both = before.evaluate_all(old).zip(after.evaluate_all(new));
            let Some((mut was, mut becomes)) = both else { return Looked::TooLarge };
            for (old, new) in old.computed.iter().zip(new.computed) {
                let old = (before, old.stay, before.cells(was.next_person()));
                let new = (after, new.stay, after.cells(becomes.next_person()));
                compare(old, new, &pairs, &mut domains, &mut cells);
            }
            Looked::Whole
        });
        EffectChunk { people: people.start..end, cells }
    }

    /// Puts the chunks of one directory together, in whatever order they come.
    pub fn merge(before: &Preview, after: &Preview, mut chunks: Vec<EffectChunk>) -> Self {
        chunks.sort_unstable_by_key(|chunk| chunk.people.start);
        let pairs = pairs(before, after);
        let mut effect = Self {
            targets: pairs.iter().map(|pair| pair.target.to_owned()).collect(),
            people: 0,
            cells: Vec::new(),
            counts: vec![[0; EffectKind::ALL.len()]; pairs.len() + 1],
        };
        for chunk in chunks {
            if chunk.people.start != effect.people {
                break;
            }
            effect.people = chunk.people.end;
            effect.cells.extend(chunk.cells);
        }
        effect.count();
        effect
    }

    /// Compares for everybody at once.
    pub fn of(before: &Preview, after: &Preview, directory: &Directory) -> Self {
        let chunks = Preview::chunks(directory.len());
        let chunks = chunks.map(|people| Self::chunk(before, after, directory, people)).collect();
        Self::merge(before, after, chunks)
    }

    fn count(&mut self) {
        let Some((total, by_target)) = self.counts.split_first_mut() else { return };
        for cells in self.cells.chunks(self.targets.len().max(1)) {
            for (cell, counts) in cells.iter().zip(by_target.iter_mut()) {
                add(*cell, counts);
            }
            add(cells.iter().fold(0, |all, cell| all | cell), total);
        }
    }

    /// The targets of both versions, those of the newer one first.
    pub fn targets(&self) -> &[String] {
        &self.targets
    }

    /// How many people count for this; at one target, or at all.
    pub fn count_of(&self, kind: EffectKind, target: Option<usize>) -> usize {
        let counts = self.counts.get(target.map_or(0, |target| target + 1));
        counts.and_then(|counts| counts.get(kind as usize)).copied().unwrap_or_default()
    }

    /// The first target at which a person counts for this.
    pub fn target_of(&self, person: usize, kind: EffectKind) -> Option<usize> {
        let start = person.checked_mul(self.targets.len())?;
        let cells = self.cells.get(start..start.checked_add(self.targets.len())?)?;
        cells.iter().position(|cell| cell & kind.bit() != 0)
    }

    /// The people that count for this, by their rows of the directory.
    pub fn people(&self, kind: EffectKind, target: Option<usize>) -> impl Iterator<Item = usize> {
        let rows = self.cells.chunks(self.targets.len().max(1)).enumerate();
        rows.filter(move |(_, cells)| {
            let all = match target {
                None => cells.iter().fold(0, |all, cell| all | cell),
                Some(target) => cells.get(target).copied().unwrap_or_default(),
            };
            all & kind.bit() != 0
        })
        .map(|(person, _)| person)
    }
}

impl fmt::Display for EditEffect {
    /// One sentence: “This edit changes 412 people, clears nothing, disables 3.”
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |kind| self.count_of(kind, None);
        let touched = self.cells.chunks(self.targets.len().max(1));
        let touched = touched.filter(|cells| cells.iter().any(|cell| *cell != 0)).count();
        match touched {
            0 => return f.write_str("This edit changes nobody."),
            1 => f.write_str("This edit changes 1 person")?,
            people => write!(f, "This edit changes {people} people")?,
        }
        match count(EffectKind::Cleared) {
            0 => f.write_str(", clears nothing")?,
            1 => f.write_str(", leaves 1 person without a value they had")?,
            people => write!(f, ", leaves {people} people without a value they had")?,
        }
        for (kind, verb) in [
            (EffectKind::Disabled, "disables"),
            (EffectKind::Enabled, "enables"),
            (EffectKind::Invalid, "makes something invalid for"),
        ] {
            if count(kind) > 0 {
                write!(f, ", {verb} {}", count(kind))?;
            }
        }
        f.write_str(".")
    }
}

fn add(cell: u8, counts: &mut [usize; EffectKind::ALL.len()]) {
    for (kind, count) in EffectKind::ALL.into_iter().zip(counts) {
        *count += usize::from(cell & kind.bit() != 0);
    }
}

/// Rows of both versions with the same target.
fn pairs<'a>(before: &'a Preview, after: &'a Preview) -> Vec<Pair<'a>> {
    let path = |preview: &'a Preview, row: usize| preview.places.get(row)?.path.as_ref().ok();
    let is_same = |row: usize, other: usize| match (path(before, row), path(after, other)) {
        (Some(one), Some(other)) => AttributePath::is_same_place(one, other),
        _ => false,
    };
    let (old, new) = (&before.mapping.rows, &after.mapping.rows);
    let kept = new.iter().enumerate().map(|(row, mapping)| Pair {
        before: (0..old.len()).find(|&other| is_same(other, row)),
        after: Some(row),
        target: &mapping.target,
    });
    let gone =
        old.iter().enumerate().filter(|(row, _)| !(0..new.len()).any(|other| is_same(*row, other)));
    let gone =
        gone.map(|(row, mapping)| Pair { before: Some(row), after: None, target: &mapping.target });
    kept.chain(gone).collect()
}

/// Compares for one person. Of somebody who leaves by either version only `active` is sent, so only that counts.
fn compare<'a>(
    (before, old_stay, mut old): (&'a Preview, Stay, Vec<Cell<'a>>),
    (after, new_stay, mut new): (&'a Preview, Stay, Vec<Cell<'a>>),
    pairs: &[Pair<'_>],
    [old_domains, new_domains]: &mut [Domains; 2],
    into: &mut Vec<u8>,
) {
    before.settle(&mut old, stage_of(old_stay), |_| None, old_domains);
    after.settle(&mut new, stage_of(new_stay), |_| None, new_domains);
    let leaves = old_stay == Stay::Leaves || new_stay == Stay::Leaves;
    into.extend(pairs.iter().map(|pair| {
        let old = pair.before.and_then(|row| Some((old.get(row)?, before.places.get(row)?)));
        let new = pair.after.and_then(|row| Some((new.get(row)?, after.places.get(row)?)));
        let is_active = new.or(old).is_some_and(|(_, place)| place.role == Role::Active);
        if leaves && !is_active {
            return 0;
        }
        let changed = match (old.and_then(value_of), new.and_then(value_of)) {
            (None, None) => 0,
            (None, Some(_)) => EffectKind::Added.bit(),
            (Some(_), None) => EffectKind::Cleared.bit(),
            (Some(old), Some(value)) => {
                let case = new.map_or(Case::Folded, |(_, place)| place.case_sent);
                let kinds = difference(old, value, case);
                if is_active { kinds } else { kinds & EffectKind::Changed.bit() }
            }
        };
        let invalid = if is_bad(new) && !is_bad(old) { EffectKind::Invalid.bit() } else { 0 };
        changed | invalid
    }));
}

const fn stage_of(stay: Stay) -> Stage {
    match stay {
        Stay::Stays => Stage::Creation,
        Stay::Leaves => Stage::Leaving,
    }
}

fn is_bad(side: Option<(&Cell<'_>, &Place)>) -> bool {
    side.is_some_and(|(cell, _)| cell.trouble.is_some() || matches!(cell.came, Came::Failed))
}

/// What is sent at any time: a default is sent at creation only, and changes nothing for who is there.
fn value_of<'c, 'a>((cell, _): (&'c Cell<'a>, &Place)) -> Option<&'c Sent<'a>> {
    cell.sent().filter(|_| cell.change != RowChange::Default)
}

fn difference(old: &Sent<'_>, new: &Sent<'_>, case: Case) -> u8 {
    if case.is_same(&old.as_text(), &new.as_text()) {
        return 0;
    }
    let switched = match (old, new) {
        (Sent::Boolean(true), Sent::Boolean(false)) => EffectKind::Disabled.bit(),
        (Sent::Boolean(false), Sent::Boolean(true)) => EffectKind::Enabled.bit(),
        _ => 0,
    };
    EffectKind::Changed.bit() | switched
}
