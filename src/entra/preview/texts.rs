//! Many texts in one, each kept once.

use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashTable};

/// The number of a text; 0 is no text.
pub(super) type TextNumber = u32;

/// Texts by number.
#[derive(Default)]
pub(super) struct Texts {
    text: String,
    /// Where the text of each number ends; the first one is number 1.
    ends: Vec<u32>,
    numbers: HashTable<TextNumber>,
    hasher: DefaultHashBuilder,
}

impl Texts {
    /// The number of a text, which is kept from now on; none when four gigabytes are full.
    pub(super) fn keep(&mut self, text: &str) -> Option<TextNumber> {
        let hash = self.hasher.hash_one(text);
        let kept = self.numbers.find(hash, |&number| self.get(number) == text);
        if let Some(&number) = kept {
            return Some(number);
        }
        let end = u32::try_from(self.text.len().checked_add(text.len())?).ok()?;
        let number = u32::try_from(self.ends.len()).ok()?.checked_add(1)?;
        self.text.push_str(text);
        self.ends.push(end);
        let Self { text, ends, numbers, hasher } = self;
        numbers.insert_unique(hash, number, |&other| hasher.hash_one(slice(text, ends, other)));
        Some(number)
    }

    /// The text of a number.
    pub(super) fn get(&self, number: TextNumber) -> &str {
        slice(&self.text, &self.ends, number)
    }

    /// Bytes in memory.
    pub(super) fn bytes(&self) -> usize {
        self.text.capacity() + self.ends.capacity() * 4 + self.numbers.allocation_size()
    }
}

fn slice<'a>(text: &'a str, ends: &[u32], number: TextNumber) -> &'a str {
    let end_of = |number: u32| -> usize {
        let place = number.checked_sub(1).and_then(|place| usize::try_from(place).ok());
        place.and_then(|place| ends.get(place)).map_or(0, |&end| end as usize)
    };
    text.get(end_of(number.saturating_sub(1))..end_of(number)).unwrap_or_default()
}
