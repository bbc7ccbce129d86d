//! Many texts in little memory: one behind the other instead of each for itself.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

/// Texts in the order in which they came. A hundred thousand small allocations, freed one by one, would leave holes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Texts {
    text: String,
    ends: Vec<u32>,
}

impl Texts {
    /// Adds a text, unless four gigabytes are full; says whether it did.
    pub(crate) fn push(&mut self, text: &str) -> bool {
        let Ok(end) = u32::try_from(self.text.len() + text.len()) else { return false };
        self.text.push_str(text);
        self.ends.push(end);
        true
    }

    /// How many texts there are.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text that came at this place.
    pub(crate) fn get(&self, place: usize) -> Option<&str> {
        let end = *self.ends.get(place)?;
        let start = place.checked_sub(1).and_then(|before| self.ends.get(before));
        self.text.get(start.copied().unwrap_or_default() as usize..end as usize)
    }

    /// All of them in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|place| self.get(place))
    }

    /// Gives back the memory that growing reserved beyond need.
    pub(crate) fn shrink_to_fit(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

impl<T: AsRef<str>> FromIterator<T> for Texts {
    fn from_iter<I: IntoIterator<Item = T>>(texts: I) -> Self {
        let mut all = Self::default();
        for text in texts {
            all.push(text.as_ref());
        }
        all
    }
}

/// Texts, each of them once, with the place of each.
#[derive(Debug, Default)]
pub(super) struct TextSet {
    texts: Texts,
    places: HashTable<u32>,
    hashing: DefaultHashBuilder,
}

impl TextSet {
    /// Makes room for so many texts at once: growing counts all of them anew each time.
    pub(super) fn reserve(&mut self, count: usize) {
        let Self { texts, places, hashing } = self;
        let more = count.saturating_sub(texts.len());
        texts.ends.reserve(more);
        let of = |place: u32| texts.get(place as usize).unwrap_or_default();
        places.reserve(more, |place| hashing.hash_one(of(*place)));
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// The place of a text, and whether it was there before; `None` when four gigabytes are full.
    pub(super) fn place(&mut self, text: &str) -> Option<(usize, Before)> {
        let Self { texts, places, hashing } = self;
        let hash = hashing.hash_one(text);
        let of = |place: u32| texts.get(place as usize).unwrap_or_default();
        if let Some(known) = places.find(hash, |place| of(*place) == text) {
            return Some((*known as usize, Before::There));
        }
        let place = texts.len();
        let number = u32::try_from(place).ok()?;
        if !texts.push(text) {
            return None;
        }
        let of = |place: u32| texts.get(place as usize).unwrap_or_default();
        places.insert_unique(hash, number, |place| hashing.hash_one(of(*place)));
        Some((place, Before::Absent))
    }

    /// The place of a text.
    pub(super) fn find(&self, text: &str) -> Option<usize> {
        let same = |place: &u32| self.texts.get(*place as usize) == Some(text);
        self.places.find(self.hashing.hash_one(text), same).map(|place| *place as usize)
    }
}

/// Whether a text was in a set already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Before {
    There,
    Absent,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_in_order_and_a_set_knows_each_once() {
        let words = ["ada", "", "陳 怡君", "ada"];
        let texts: Texts = words.iter().collect();
        assert_eq!(texts.iter().collect::<Vec<_>>(), words);
        assert_eq!((texts.len(), texts.get(2), texts.get(4)), (4, Some("陳 怡君"), None));
        let mut set = TextSet::default();
        let places = words.map(|word| set.place(word).unwrap());
        let expected =
            [(0, Before::Absent), (1, Before::Absent), (2, Before::Absent), (0, Before::There)];
        assert_eq!(places, expected);
        assert_eq!((set.find("陳 怡君"), set.find("bob")), (Some(2), None));
    }
}
