//! Texts of many people that are made at once: written one behind the other, so that memory is asked for once and what changes
//! every letter goes over all of them in one go, and cut apart when all are there.

use crate::entra::expression::evaluate::Arena;

/// The texts of many people, one behind the other.
pub(super) struct Written<'a> {
    bytes: &'a mut [u8],
    /// How many bytes are each person's.
    lengths: &'a [usize],
}

/// Writes them.
pub(super) struct Writer<'a> {
    bytes: &'a mut [u8],
    length: usize,
}

impl<'a> Written<'a> {
    /// What is written for each of so many people, who come one after the other. There is room for so many bytes.
    #[inline]
    pub(super) fn new(
        people: usize,
        room: usize,
        arena: &'a Arena,
        mut write: impl FnMut(usize, &mut Writer<'_>),
    ) -> Self {
        let bytes = arena.zeros(room);
        let mut writer = Writer { bytes: &mut *bytes, length: 0 };
        let lengths = arena.lengths(people, |person| {
            let before = writer.length;
            write(person, &mut writer);
            writer.length - before
        });
        let length = writer.length;
        Self { bytes: bytes.get_mut(..length).unwrap_or_default(), lengths }
    }

    /// Whether they have no letters but those of ASCII.
    pub(super) fn is_ascii(&self) -> bool {
        self.bytes.is_ascii()
    }

    /// Every letter of ASCII becomes small.
    pub(super) fn make_ascii_lowercase(&mut self) {
        self.bytes.make_ascii_lowercase();
    }

    /// The text of each person.
    #[inline]
    pub(super) fn texts(self) -> impl ExactSizeIterator<Item = &'a str> {
        let mut rest = std::str::from_utf8(self.bytes).unwrap_or_default();
        self.lengths.iter().map(move |length| {
            let (text, behind) = rest.split_at_checked(*length).unwrap_or_default();
            rest = behind;
            text
        })
    }
}

impl Writer<'_> {
    /// The next part of a person's text. What has no room is left out.
    #[inline]
    pub(super) fn push(&mut self, part: &str) {
        let end = self.length + part.len();
        if let Some(place) = self.bytes.get_mut(self.length..end) {
            copy(part.as_bytes(), place);
            self.length = end;
        }
    }

    /// The next part without a character of ASCII: what mappings replace most, such as the spaces of a telephone number.
    #[inline]
    pub(super) fn push_without(&mut self, part: &str, gone: u8) {
        let end = self.length + part.len();
        let Some(place) = self.bytes.get_mut(self.length..end) else { return };
        let mut kept = 0;
        for byte in part.bytes() {
            if let Some(place) = place.get_mut(kept) {
                *place = byte;
            }
            kept += usize::from(byte != gone);
        }
        self.length += kept;
    }
}

/// Most texts are so short that to call for a copy takes longer than the copy.
#[inline]
fn copy(from: &[u8], to: &mut [u8]) {
    match from.len() {
        1 => copy_ends::<1>(from, to),
        2..4 => copy_ends::<2>(from, to),
        4..8 => copy_ends::<4>(from, to),
        8..16 => copy_ends::<8>(from, to),
        16..=32 => copy_ends::<16>(from, to),
        _ => to.copy_from_slice(from),
    }
}

/// Copies up to twice so many bytes: the first and the last, which may overlap.
#[inline]
fn copy_ends<const BYTES: usize>(from: &[u8], to: &mut [u8]) {
    if let (Some(first), Some(place)) = (from.first_chunk::<BYTES>(), to.first_chunk_mut()) {
        *place = *first;
    }
    if let (Some(last), Some(place)) = (from.last_chunk::<BYTES>(), to.last_chunk_mut()) {
        *place = *last;
    }
}
