//! Judges the pages of a list as they come: does the walk move, does it end, and was the list the same all the while.
//!
//! Index paging loses people: when a row is deleted while a list is read, the rows behind it move up, and one is never
//! seen although it was there the whole time. No single pass can notice that when another row was added in between. So
//! a list of more than one page is complete only when two passes in a row, both steady, saw the same ids.

use std::collections::HashSet;

use crate::limits;
use crate::scim::list::{ListPage, ListRow};
use crate::scim::texts::{Before, TextSet};

/// Passes over one list before it is given up as drifting.
const PASSES: u32 = 3;

/// What to ask the server for next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Ask {
    /// Whole rows, or ids alone.
    pub(crate) pass: Pass,
    /// Where the page begins.
    pub(crate) position: Position,
}

/// What a pass over the list is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pass {
    /// To read the rows.
    Rows,
    /// To see whether the list stayed the same: `attributes=id` is enough.
    Ids,
}

/// Where a page begins.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Position {
    /// `startIndex`, from 1.
    Index(u64),
    /// `cursor` (RFC 9865); empty for the first page.
    Cursor(String),
}

/// Reads a list page by page and never for ever.
#[derive(Debug)]
pub(crate) struct Walk {
    first: Position,
    state: State,
    passes: u32,
    pass: Tally,
    before: Option<Tally>,
    /// Every id that came, once for all passes: a large list has many.
    ids: TextSet,
    /// When each of them was seen.
    seen: Vec<Sighting>,
    delivered: u64,
}

/// When an id was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sighting {
    /// The last pass in which it was.
    pass: u32,
    /// Whether its row was handed on.
    delivered: bool,
}

#[derive(Debug)]
enum State {
    Asking(Ask),
    Complete,
    Stopped(PartialReason),
}

/// What one pass saw.
#[derive(Debug, Default)]
struct Tally {
    /// Different ids.
    distinct: u64,
    /// Those of them that the pass before had as well.
    again: u64,
    /// Those of them whose row was never handed on.
    unknown: u64,
    cursors: HashSet<String>,
    first_total: Option<u64>,
    total: u64,
    pages: u64,
    page_cap: u64,
    rows: u64,
    duplicates: u64,
    unusable: u64,
    total_changed: bool,
}

/// The ids of a list that was read whole while it did not change. Only a [`Walk`] makes one.
#[derive(Debug)]
pub struct CompleteList {
    /// Every id that came, also of those who left meanwhile.
    ids: TextSet,
    /// Whether each of them is on the list.
    listed: Vec<bool>,
    length: usize,
}

/// A list that was not read whole, or not while it stood still.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{read} of {total} read: {reason}")]
pub struct Partial {
    /// Different rows that were read.
    pub read: u64,
    /// Rows the server spoke of last.
    pub total: u64,
    /// Why it is partial.
    pub reason: PartialReason,
}

/// Why a list is partial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartialReason {
    /// The reader gave up or was stopped.
    #[error("reading was interrupted")]
    Interrupted,
    /// A page had rows, and all of them were known.
    #[error("the server ignores paging and sends the same rows again")]
    NoNewRows,
    /// A page had no row before the end.
    #[error("the server sent an empty page before the end of the list")]
    EmptyPage,
    /// A cursor came twice.
    #[error("the server sent a cursor that was followed already")]
    CursorRepeated,
    /// Far more pages than the total let expect.
    #[error("the list has far more pages than its first total let expect, or than are ever read")]
    TooManyPages,
    /// Rows without an id, or two different rows with one id.
    #[error("some rows have no usable id")]
    UnusableRows,
    /// Rows came and went.
    #[error("the list changed while it was read")]
    Drifted,
}

impl Walk {
    /// A walk by `startIndex`. Where the server answers with a cursor, the cursor is followed.
    pub(crate) fn by_index() -> Self {
        Self::starting_at(Position::Index(1))
    }

    /// A walk by cursor (RFC 9865).
    pub(crate) fn by_cursor() -> Self {
        Self::starting_at(Position::Cursor(String::new()))
    }

    /// The next page to ask for; `None` once the walk is over.
    pub(crate) fn ask(&self) -> Option<&Ask> {
        match &self.state {
            State::Asking(ask) => Some(ask),
            State::Complete | State::Stopped(_) => None,
        }
    }

    /// Takes the page that was asked for, and leaves in it only the rows that were not delivered before.
    pub(crate) fn take<R: ListRow>(&mut self, page: &mut ListPage<R>) {
        let State::Asking(Ask { pass, .. }) = self.state else {
            page.resources.clear();
            return;
        };
        self.pass.begin_page(page);
        if self.ids.is_empty() {
            let expected = page.total_results.min(limits::IDS_EXPECTED);
            self.ids.reserve(usize::try_from(expected).unwrap_or_default());
        }
        let before = self.pass.distinct;
        page.resources.retain(|row| row.id().is_some_and(|id| self.see(id, pass)));
        let fresh = self.pass.distinct - before;
        self.pass.end_page(page, fresh);
        self.state = match self.pass.next(page, fresh) {
            Ok(Some(position)) => State::Asking(Ask { pass, position }),
            Ok(None) => self.end_pass(),
            Err(reason) => State::Stopped(reason),
        };
    }

    /// Counts an id of this pass; says whether its row is to be handed on.
    fn see(&mut self, id: &str, pass: Pass) -> bool {
        let seen = Sighting { pass: self.passes, delivered: pass == Pass::Rows };
        let before = match self.ids.place(id) {
            Some((place, Before::There)) => self.seen.get_mut(place).map(|known| {
                let delivered = known.delivered || seen.delivered;
                std::mem::replace(known, Sighting { delivered, ..seen })
            }),
            Some((_, Before::Absent)) => {
                self.seen.push(seen);
                None
            }
            None => None,
        };
        let was_delivered = before.is_some_and(|before| before.delivered);
        let hand_on = seen.delivered && !was_delivered;
        self.delivered += u64::from(hand_on);
        if before.is_none_or(|before| before.pass != self.passes) {
            self.pass.distinct += 1;
            self.pass.again +=
                u64::from(before.is_some_and(|before| before.pass + 1 == self.passes));
            self.pass.unknown += u64::from(!seen.delivered && !was_delivered);
        }
        hand_on
    }

    /// Different rows read in this pass.
    pub(crate) fn read(&self) -> u64 {
        self.pass.distinct
    }

    /// Rows the server speaks of.
    pub(crate) fn total(&self) -> u64 {
        match &self.before {
            // A pass that has just begun knows nothing yet.
            Some(before) if self.pass.pages == 0 => before.total,
            _ => self.pass.total,
        }
    }

    /// Ends the walk.
    pub(crate) fn finish(self) -> Result<CompleteList, Partial> {
        let total = self.total();
        let reason = match self.state {
            State::Complete => {
                let last = self.seen.iter().map(|seen| seen.pass == self.passes);
                let listed: Vec<bool> = last.collect();
                let length = listed.iter().filter(|listed| **listed).count();
                return Ok(CompleteList { ids: self.ids, listed, length });
            }
            State::Asking(_) => PartialReason::Interrupted,
            State::Stopped(reason) => reason,
        };
        Err(Partial { read: self.delivered, total, reason })
    }

    fn starting_at(first: Position) -> Self {
        let state = State::Asking(Ask { pass: Pass::Rows, position: first.clone() });
        let (pass, ids, seen) = (Tally::default(), TextSet::default(), Vec::new());
        Self { first, state, passes: 1, pass, before: None, ids, seen, delivered: 0 }
    }

    /// The server has no further page: is the list complete, or is another pass needed.
    fn end_pass(&mut self) -> State {
        if self.pass.unusable > 0 {
            return State::Stopped(PartialReason::UnusableRows);
        }
        let steady = self.pass.is_steady();
        let known = self.pass.unknown == 0;
        // As many ids in both passes, and all of one in the other: the same ids.
        let is_same = |before: &Tally| {
            before.distinct == self.pass.distinct && self.pass.again == self.pass.distinct
        };
        let before = self.before.as_ref();
        let confirmed = self.pass.pages == 1
            || before.is_some_and(|before| before.is_steady() && is_same(before));
        if steady && known && confirmed {
            return State::Complete;
        }
        if self.passes == PASSES {
            return State::Stopped(PartialReason::Drifted);
        }
        self.passes += 1;
        self.before = Some(std::mem::take(&mut self.pass));
        let pass = if steady && known { Pass::Ids } else { Pass::Rows };
        State::Asking(Ask { pass, position: self.first.clone() })
    }
}

impl Tally {
    /// Takes what a page says of the list.
    fn begin_page<R>(&mut self, page: &ListPage<R>) {
        self.pages += 1;
        self.total = page.total_results;
        match self.first_total {
            None => {
                self.first_total = Some(page.total_results);
                let expected = page.total_results.div_ceil(page.rows_received.max(1));
                let slack = expected.saturating_mul(limits::EXTRA_PAGES_PERCENT).div_ceil(100);
                let cap = expected.saturating_add(slack).saturating_add(limits::EXTRA_PAGES);
                self.page_cap = cap.min(limits::WALK_PAGES);
            }
            Some(first) => self.total_changed |= first != page.total_results,
        }
    }

    /// Counts the rows of a page, of which `fresh` are new to this pass.
    fn end_page<R>(&mut self, page: &ListPage<R>, fresh: u64) {
        self.rows = self.rows.saturating_add(page.rows_received);
        self.unusable = self.unusable.saturating_add(page.rows_unusable);
        self.duplicates +=
            page.rows_received.saturating_sub(fresh.saturating_add(page.rows_unusable));
    }

    /// Where the next page begins, or `None` at the end of the list.
    fn next<R>(
        &mut self,
        page: &ListPage<R>,
        fresh: u64,
    ) -> Result<Option<Position>, PartialReason> {
        let next = match &page.next_cursor {
            Some(cursor) if !self.cursors.insert(cursor.clone()) => {
                return Err(PartialReason::CursorRepeated);
            }
            Some(cursor) => Position::Cursor(cursor.clone()),
            // After a cursor was given, its absence is the end of the list.
            None if !self.cursors.is_empty() || self.rows >= page.total_results => return Ok(None),
            None => Position::Index(self.rows + 1),
        };
        if page.rows_received == 0 {
            Err(PartialReason::EmptyPage)
        } else if fresh == 0 {
            Err(PartialReason::NoNewRows)
        } else if self.pages >= self.page_cap {
            Err(PartialReason::TooManyPages)
        } else {
            Ok(Some(next))
        }
    }

    fn is_steady(&self) -> bool {
        !self.total_changed && self.duplicates == 0 && self.distinct == self.total
    }
}

impl CompleteList {
    /// How many resources there are.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Whether a resource is on the list.
    pub fn contains(&self, id: &str) -> bool {
        let place = self.ids.find(id);
        place.and_then(|place| self.listed.get(place)).is_some_and(|listed| *listed)
    }
}
