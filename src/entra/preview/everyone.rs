//! What becomes of everybody: one byte for each row of each person, and counts that open their people.

use std::ops::Range;
use std::sync::LazyLock;

use crate::entra::directory::Directory;
use crate::entra::expression::Arena;
use crate::entra::preview::Preview;
use crate::entra::preview::chance::Stay;
use crate::entra::preview::change::{PersonOutcome, RowChange};
use crate::entra::preview::clashes::find_clashes;
use crate::entra::preview::count::{
    CountKind, Counts, Kinds, clash_bit, of_cell, of_clashes, of_outcome,
};
use crate::entra::preview::holdings::Holdings;
use crate::entra::preview::judge::{Cell, Match};
use crate::entra::preview::key::{Clash, Key, hash_of};
use crate::entra::preview::reading::Reader;
use crate::entra::preview::trouble::{Domains, Trouble};
use crate::limits;

/// Nobody of Command.
pub(super) const NOBODY: u32 = u32::MAX;

/// What became of some people, on the way to everybody.
#[derive(Debug)]
pub struct Chunk {
    pub(super) people: Range<usize>,
    pub(super) outcomes: Vec<u8>,
    pub(super) cells: Vec<u8>,
    /// Whom Entra finds in Command, or [`NOBODY`].
    pub(super) found: Vec<u32>,
    /// Clashes with people of Command.
    pub(super) clashes: Vec<u8>,
    /// Hashes of the values that have to be unique, 0 for none.
    pub(super) keys: Vec<[u64; Key::ALL.len()]>,
}

/// What becomes of everybody.
#[derive(Debug, PartialEq, Eq)]
pub struct Everyone {
    rows: usize,
    outcomes: Vec<u8>,
    cells: Vec<u8>,
    found: Vec<u32>,
    clashes: Vec<u8>,
    /// The clashes that each row takes part in.
    row_clashes: Vec<u8>,
    total: Counts,
    by_row: Vec<Counts>,
    untouched: Vec<u32>,
}

/// What serves all people of a chunk.
struct Around<'a> {
    holdings: &'a Holdings,
    /// Of each row its column among the holdings.
    columns: Vec<Option<usize>>,
    shared: [bool; Key::ALL.len()],
}

impl Preview {
    /// The people of each chunk of a directory with so many.
    pub fn chunks(people: usize) -> impl Iterator<Item = Range<usize>> {
        let starts = (0..people).step_by(limits::PREVIEW_PEOPLE);
        starts.map(move |start| start..people.min(start + limits::PREVIEW_PEOPLE))
    }

    /// Looks at some people of a directory.
    pub fn chunk(&self, directory: &Directory, holdings: &Holdings, people: Range<usize>) -> Chunk {
        let count = people.len();
        let mut chunk = Chunk {
            people: people.clone(),
            outcomes: Vec::with_capacity(count),
            cells: Vec::with_capacity(count * self.places.len()),
            found: Vec::with_capacity(count),
            clashes: Vec::with_capacity(count),
            keys: Vec::with_capacity(count),
        };
        let reader = Reader::new(self, directory);
        let around = Around {
            holdings,
            columns: self.columns(holdings),
            shared: Key::ALL.map(|key| holdings.is_shared(key)),
        };
        let (mut arena, mut domains) = (Arena::default(), Domains::default());
        in_batches(people, |rows| {
            arena.clear();
            let batch = reader.read(&rows, &arena);
            let Some(mut evaluations) = self.evaluate_all(batch) else { return Looked::TooLarge };
            for person in batch.computed {
                let cells = self.cells(evaluations.next_person());
                self.look(person.stay, cells, &around, &mut domains, &mut chunk);
            }
            Looked::Whole
        });
        chunk.people.end = chunk.people.start + chunk.outcomes.len();
        chunk
    }

    /// Looks at one person.
    fn look<'a>(
        &'a self,
        stay: Stay,
        mut cells: Vec<Cell<'a>>,
        Around { holdings, columns, shared }: &Around<'_>,
        domains: &mut Domains,
        chunk: &mut Chunk,
    ) {
        let column = |row: usize| columns.get(row).copied().flatten();
        let found = self.find(&cells, |row, text| holdings.holders(column(row)?, text));
        let held_by = match found {
            Match::Found { person, .. } => Some(person),
            Match::Nobody | Match::Stopped(_) => None,
        };
        let held = |row: usize| holdings.value(held_by?, column(row)?);
        let outcome = self.settle_found(&mut cells, found, stay, held, domains);
        let (mut keys, mut clashes) = ([0; Key::ALL.len()], 0);
        for ((key, hash), is_shared) in Key::ALL.into_iter().zip(&mut keys).zip(*shared) {
            let Some(text) = key.text(|role| in_force(&cells, self.row_of(role)?)) else {
                continue;
            };
            *hash = hash_of(&self.hasher, &text);
            // Who keeps a value that nobody else of Command has needs no second look.
            let is_own = key
                .role()
                .and_then(|role| cells.get(self.row_of(role)?))
                .is_some_and(|cell| matches!(cell.change, RowChange::Same | RowChange::CaseOnly));
            if is_own && !is_shared {
                continue;
            }
            let holders = holdings.holders_of_key(key, &text);
            if holders.is_some_and(|holders| holders.has_other_than(held_by)) {
                clashes |= clash_bit(key.clash());
            }
        }
        chunk.outcomes.push(code_of(outcome));
        chunk.cells.extend(cells.iter().map(byte_of));
        chunk.found.push(held_by.unwrap_or(NOBODY));
        chunk.clashes.push(clashes);
        chunk.keys.push(keys);
    }
}

/// Whether people could be looked at together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Looked {
    Whole,
    /// Nobody was: their values take too much memory.
    TooLarge,
}

/// Looks at people, so many together that what serves all of them costs each little; one by one those who are too large.
pub(super) fn in_batches(people: Range<usize>, mut look: impl FnMut(Range<usize>) -> Looked) {
    for start in people.clone().step_by(limits::PREVIEW_BATCH) {
        let rows = start..people.end.min(start + limits::PREVIEW_BATCH);
        if look(rows.clone()) == Looked::TooLarge {
            for row in rows {
                look(row..row + 1);
            }
        }
    }
}

/// The text of a row that Command has afterwards.
fn in_force<'c>(cells: &'c [Cell<'_>], row: usize) -> Option<&'c str> {
    cells.get(row).filter(|cell| cell.change.is_in_force())?.text()
}

impl Everyone {
    /// Puts the chunks of one directory together, in whatever order they come, and finds clashes between them. People of
    /// chunks that are missing are left out, with all behind them.
    pub fn merge(
        preview: &Preview,
        directory: &Directory,
        holdings: &Holdings,
        mut chunks: Vec<Chunk>,
    ) -> Self {
        chunks.sort_unstable_by_key(|chunk| chunk.people.start);
        let mut everyone = Self::empty(preview);
        let mut keys = Vec::new();
        for chunk in chunks {
            if chunk.people.start != everyone.len() {
                break;
            }
            everyone.outcomes.extend(chunk.outcomes);
            everyone.cells.extend(chunk.cells);
            everyone.found.extend(chunk.found);
            everyone.clashes.extend(chunk.clashes);
            keys.extend(chunk.keys);
        }
        find_clashes(preview, directory, &everyone.cells, &keys, &mut everyone.clashes);
        everyone.find_shared_people(holdings);
        everyone.count();
        everyone
    }

    fn empty(preview: &Preview) -> Self {
        let row_clashes = preview.places.iter().map(|place| {
            let concerned = Clash::ALL.into_iter().filter(|clash| clash.concerns(place.role));
            concerned.fold(0, |clashes, clash| clashes | clash_bit(clash))
        });
        Self {
            rows: preview.places.len(),
            outcomes: Vec::new(),
            cells: Vec::new(),
            found: Vec::new(),
            clashes: Vec::new(),
            row_clashes: row_clashes.collect(),
            total: Counts::default(),
            by_row: vec![Counts::default(); preview.places.len()],
            untouched: Vec::new(),
        }
    }

    /// Marks people who match the same person of Command, and notes whom nobody matches.
    fn find_shared_people(&mut self, holdings: &Holdings) {
        let mut matched = vec![NOBODY; holdings.len()];
        for (person, &found) in (0..).zip(&self.found) {
            let Some(first) = matched.get_mut(found as usize) else { continue };
            if *first == NOBODY {
                *first = person;
                continue;
            }
            for place in [*first as usize, person as usize] {
                if let Some(clashes) = self.clashes.get_mut(place) {
                    *clashes |= clash_bit(Clash::Person);
                }
            }
        }
        let untouched = (0..).zip(matched).filter(|(_, first)| *first == NOBODY);
        self.untouched = untouched.map(|(held, _)| held).collect();
    }

    fn count(&mut self) {
        let created = code_of(PersonOutcome::Create);
        for person in 0..self.len() {
            let outcome = self.outcomes.get(person).copied().unwrap_or_default();
            let hidden = if outcome == created { CountKind::Changed.bit() } else { 0 };
            let clashes = self.clashes.get(person).copied().unwrap_or_default();
            let start = person * self.rows;
            let cells = self.cells.get(start..start + self.rows).unwrap_or_default();
            let mut all = of_outcome(outcome_of(outcome));
            for ((cell, counts), row_clashes) in
                cells.iter().zip(&mut self.by_row).zip(&self.row_clashes)
            {
                let mut kinds = kinds_of(*cell) & !hidden;
                if clashes & row_clashes != 0 {
                    kinds |= of_clashes(clashes & row_clashes);
                }
                counts.add(kinds);
                all |= kinds;
            }
            if clashes != 0 {
                all |= of_clashes(clashes);
            }
            self.total.add(all);
        }
    }

    /// How many people.
    pub fn len(&self) -> usize {
        self.outcomes.len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.outcomes.is_empty()
    }

    /// How many rows the mapping has.
    pub const fn rows(&self) -> usize {
        self.rows
    }

    /// What becomes of a person.
    pub fn outcome(&self, person: usize) -> Option<PersonOutcome> {
        self.outcomes.get(person).map(|code| outcome_of(*code))
    }

    /// What becomes of a row of a person, and what is wrong with its value.
    pub fn cell(&self, person: usize, row: usize) -> Option<(RowChange, Option<Trouble>)> {
        if row >= self.rows {
            return None;
        }
        self.cells.get(person.checked_mul(self.rows)?.checked_add(row)?).map(|byte| cell_of(*byte))
    }

    /// What a person shares with somebody else.
    pub fn clashes(&self, person: usize) -> impl Iterator<Item = Clash> {
        let clashes = self.clashes.get(person).copied().unwrap_or_default();
        Clash::ALL.into_iter().filter(move |clash| clashes & clash_bit(*clash) != 0)
    }

    /// Whom Entra finds in Command: the number of a person in [`Holdings`].
    pub fn found(&self, person: usize) -> Option<usize> {
        self.found.get(person).filter(|found| **found != NOBODY).map(|found| *found as usize)
    }

    /// How many people count for this; in one row, or at all.
    pub fn count_of(&self, kind: CountKind, row: Option<usize>) -> usize {
        match row {
            None => self.total.get(kind),
            Some(row) => self.by_row.get(row).map_or(0, |counts| counts.get(kind)),
        }
    }

    /// The people that count for this, by their rows of the directory.
    pub fn people(&self, kind: CountKind, row: Option<usize>) -> impl Iterator<Item = usize> {
        let bit = kind.bit();
        (0..self.len()).filter(move |&person| self.kinds(person, row) & bit != 0)
    }

    /// Whether a row of a person counts for this.
    pub fn counts(&self, person: usize, row: usize, kind: CountKind) -> bool {
        self.kinds(person, Some(row)) & kind.bit() != 0
    }

    /// People of Command whom nobody of the directory matches: Entra leaves them alone.
    pub fn untouched(&self) -> &[u32] {
        &self.untouched
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        self.len() * (self.rows + 6) + self.untouched.len() * 4
    }

    fn kinds(&self, person: usize, row: Option<usize>) -> Kinds {
        let outcome = self.outcomes.get(person).copied().unwrap_or_default();
        let is_created = outcome == code_of(PersonOutcome::Create);
        let hidden = if is_created { CountKind::Changed.bit() } else { 0 };
        let clashes = self.clashes.get(person).copied().unwrap_or_default();
        let start = person * self.rows;
        let cells = self.cells.get(start..start + self.rows).unwrap_or_default();
        let of_byte = |byte: &u8| kinds_of(*byte);
        let Some(row) = row else {
            let rows = cells.iter().fold(0, |kinds, cell| kinds | of_byte(cell));
            return rows & !hidden | of_outcome(outcome_of(outcome)) | of_clashes(clashes);
        };
        let own = self.row_clashes.get(row).copied().unwrap_or_default();
        cells.get(row).map_or(0, of_byte) & !hidden | of_clashes(clashes & own)
    }
}

/// What each byte of a row counts for.
static KINDS: LazyLock<[Kinds; 256]> = LazyLock::new(|| {
    std::array::from_fn(|byte| {
        u8::try_from(byte).map_or(0, |byte| {
            let (change, trouble) = cell_of(byte);
            of_cell(change, trouble)
        })
    })
});

fn kinds_of(byte: u8) -> Kinds {
    KINDS.get(usize::from(byte)).copied().unwrap_or_default()
}

fn code_of(outcome: PersonOutcome) -> u8 {
    let place = PersonOutcome::ALL.iter().position(|known| *known == outcome);
    place.and_then(|place| u8::try_from(place).ok()).unwrap_or_default()
}

fn outcome_of(code: u8) -> PersonOutcome {
    PersonOutcome::ALL.get(usize::from(code)).copied().unwrap_or(PersonOutcome::Same)
}

/// A row as one byte: what becomes of it, and what is wrong with it.
fn byte_of(cell: &Cell<'_>) -> u8 {
    let trouble = cell.trouble.map_or(0, |trouble| trouble as u8 + 1);
    (cell.change as u8) | (trouble << 4)
}

/// What a byte says.
pub(super) fn cell_of(byte: u8) -> (RowChange, Option<Trouble>) {
    let change = RowChange::ALL.get(usize::from(byte & 15)).copied().unwrap_or(RowChange::Withheld);
    let trouble = usize::from(byte >> 4).checked_sub(1);
    (change, trouble.and_then(|trouble| Trouble::ALL.get(trouble)).copied())
}
