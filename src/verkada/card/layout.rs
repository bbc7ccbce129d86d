//! The public bit layouts of card formats: which bit of a card belongs to which number, and what its parity bits cover.

use BitRole::{CardNumber, FacilityCode, Fixed, Issue, Maker, Serial};
use Cover::{Span, TwoOfThree};
use Parity::{Even, Odd};

/// What a bit of a card is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BitRole {
    /// Makes the number of ones it covers even, or odd.
    Parity(Parity),
    /// Of the facility code.
    FacilityCode,
    /// Of the card number.
    CardNumber,
    /// Of the number that tells which copy of a card this is.
    Issue,
    /// Of the number of the maker.
    Maker,
    /// Of a serial number that has no parts.
    Serial,
    /// The same on every card.
    Fixed,
}

/// Whether the ones, the parity bit included, are even or odd in number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parity {
    /// Even.
    Even,
    /// Odd.
    Odd,
}

/// The layout of a card format. Bits are counted from 0, in the order a reader sends them. The layouts are facts gathered
/// from public descriptions, foremost the list of the Proxmark3 project (`client/src/wiegand_formats.c`); Verkada
/// publishes none.
#[derive(Debug, PartialEq, Eq)]
pub struct CardLayout {
    /// The format as `cardFormat` names it.
    pub format: &'static str,
    /// The name by which the layout is known.
    pub known_as: &'static str,
    /// How many bits a card has.
    pub length: u8,
    pub(super) runs: &'static [Run],
    pub(super) checks: &'static [Check],
}

/// Bits side by side that make one number, the highest first.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) role: BitRole,
    pub(super) first: u8,
    pub(super) length: u8,
    /// What stands there when nobody says otherwise.
    pub(super) usual: u64,
}

/// A parity bit and what it covers. Of several, a later one may cover an earlier one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Check {
    pub(super) at: u8,
    pub(super) parity: Parity,
    cover: Cover,
}

/// The bits that a parity bit covers beside itself.
#[derive(Debug, PartialEq, Eq)]
enum Cover {
    /// From the first to the last.
    Span(u8, u8),
    /// From the first to the last without every third.
    TwoOfThree(u8, u8),
}

impl CardLayout {
    /// The layout of a format by its display name; none where no trustworthy one is public.
    pub fn of(format: &str) -> Option<&'static Self> {
        LAYOUTS.iter().find(|layout| layout.format == format)
    }

    /// Every layout that is known.
    pub fn all() -> &'static [Self] {
        LAYOUTS
    }

    /// What each bit is for, first to last.
    pub fn roles(&self) -> Vec<BitRole> {
        (0..self.length).map(|at| self.role(at)).collect()
    }

    /// The bits that a parity bit covers beside itself; none at any other bit.
    pub fn covered_by(&self, at: u8) -> Vec<u8> {
        let check = self.checks.iter().find(|check| check.at == at);
        check.map(|check| check.covered().collect()).unwrap_or_default()
    }

    /// The highest number that fits a part; none where the format has no such part.
    pub fn highest(&self, role: BitRole) -> Option<u64> {
        self.run(role).map(Run::highest)
    }

    pub(super) fn run(&self, role: BitRole) -> Option<&'static Run> {
        self.runs.iter().find(|run| run.role == role)
    }

    fn role(&self, at: u8) -> BitRole {
        let check = self.checks.iter().find(|check| check.at == at);
        let run = self.runs.iter().find(|run| run.first <= at && at - run.first < run.length);
        match (check, run) {
            (Some(check), _) => BitRole::Parity(check.parity),
            (None, Some(run)) => run.role,
            (None, None) => Fixed,
        }
    }
}

impl Run {
    pub(super) const fn highest(&self) -> u64 {
        u64::MAX >> (64 - self.length)
    }
}

impl Check {
    pub(super) fn covered(&self) -> impl Iterator<Item = u8> {
        let (first, last, every_third_too) = match self.cover {
            Span(first, last) => (first, last, true),
            TwoOfThree(first, last) => (first, last, false),
        };
        (first..=last)
            .filter(move |at| *at != self.at && (every_third_too || (at - first) % 3 != 2))
    }
}

const fn run(role: BitRole, first: u8, length: u8) -> Run {
    Run { role, first, length, usual: 0 }
}

const fn usually(role: BitRole, first: u8, length: u8, usual: u64) -> Run {
    Run { role, first, length, usual }
}

const fn check(at: u8, parity: Parity, cover: Cover) -> Check {
    Check { at, parity, cover }
}

const fn layout(
    format: &'static str,
    known_as: &'static str,
    length: u8,
    runs: &'static [Run],
    checks: &'static [Check],
) -> CardLayout {
    CardLayout { format, known_as, length, runs, checks }
}

/// A format whose cards have nothing but a serial number.
const fn serial(
    format: &'static str,
    known_as: &'static str,
    runs: &'static [Run; 1],
) -> CardLayout {
    CardLayout { format, known_as, length: runs[0].length, runs, checks: &[] }
}

/// Every layout that is known. A format that is not here has none that can be trusted: sources differ, or there are none.
const LAYOUTS: &[CardLayout] = &[
    layout(
        "Standard 26-bit Wiegand",
        "H10301",
        26,
        &[run(FacilityCode, 1, 8), run(CardNumber, 9, 16)],
        &[check(0, Even, Span(1, 12)), check(25, Odd, Span(13, 24))],
    ),
    layout(
        "HID 37-bit",
        "H10304",
        37,
        &[run(FacilityCode, 1, 16), run(CardNumber, 17, 19)],
        &[check(0, Even, Span(1, 18)), check(36, Odd, Span(18, 35))],
    ),
    layout(
        "HID 37-bit No Facility Code",
        "H10302",
        37,
        &[run(CardNumber, 1, 35)],
        &[check(0, Even, Span(1, 18)), check(36, Odd, Span(18, 35))],
    ),
    layout(
        "HID 34-bit",
        "H10306",
        34,
        &[run(FacilityCode, 1, 16), run(CardNumber, 17, 16)],
        &[check(0, Even, Span(1, 16)), check(33, Odd, Span(17, 32))],
    ),
    layout(
        "HID Corporate 1000-35",
        "Corporate 1000, 35 bits",
        35,
        &[run(FacilityCode, 2, 12), run(CardNumber, 14, 20)],
        &[
            check(1, Even, TwoOfThree(2, 33)),
            check(34, Odd, TwoOfThree(1, 32)),
            check(0, Odd, Span(1, 34)),
        ],
    ),
    layout(
        "HID Corporate 1000-48",
        "Corporate 1000, 48 bits",
        48,
        &[run(FacilityCode, 2, 22), run(CardNumber, 24, 23)],
        &[
            check(1, Even, TwoOfThree(3, 46)),
            check(47, Odd, TwoOfThree(2, 45)),
            check(0, Odd, Span(1, 47)),
        ],
    ),
    serial("DESFire CSN", "7-byte serial number", &[run(Serial, 0, 56)]),
    layout(
        "Verkada DESFire",
        "Verkada, 40 bits",
        40,
        &[run(FacilityCode, 1, 10), run(CardNumber, 11, 28)],
        &[check(0, Even, Span(1, 10)), check(39, Even, Span(11, 38))],
    ),
    serial("MiFare 4-Byte (32 bit) CSN", "4-byte serial number", &[run(Serial, 0, 32)]),
    layout(
        "HID 36-bit Keyscan",
        "C15001",
        36,
        &[usually(Maker, 1, 10, 900), run(FacilityCode, 11, 8), run(CardNumber, 19, 16)],
        &[check(0, Even, Span(1, 17)), check(35, Odd, Span(18, 34))],
    ),
    layout(
        "HID 33-bit DSX",
        "D10202",
        33,
        &[run(FacilityCode, 1, 7), run(CardNumber, 8, 24)],
        &[check(0, Even, Span(1, 16)), check(32, Odd, Span(16, 31))],
    ),
    layout(
        "HID 36-bit Simplex",
        "S12906",
        36,
        &[run(FacilityCode, 1, 8), run(Issue, 9, 2), run(CardNumber, 11, 24)],
        &[check(0, Odd, Span(1, 17)), check(35, Odd, Span(17, 34))],
    ),
    layout(
        "Kastle 32-bit",
        "Kastle, 32 bits",
        32,
        &[
            usually(Fixed, 1, 1, 1),
            run(Issue, 2, 5),
            run(FacilityCode, 7, 8),
            run(CardNumber, 15, 16),
        ],
        &[check(0, Even, Span(1, 16)), check(31, Odd, Span(14, 30))],
    ),
    layout(
        "PointGuard MDI 37-bit",
        "PointGuard MDI, 37 bits",
        37,
        &[usually(Fixed, 1, 2, 0), run(FacilityCode, 3, 4), run(CardNumber, 7, 29)],
        &[check(0, Even, Span(1, 18)), check(36, Odd, Span(18, 35))],
    ),
    serial("IDm 64-bit", "8-byte serial number", &[run(Serial, 0, 64)]),
];
