//! Text that many people share, kept once.

use hashbrown::HashMap;

/// Every different word once, found by number.
pub(super) struct Words {
    words: Vec<Box<str>>,
    numbers: HashMap<Box<str>, u32>,
}

impl Default for Words {
    fn default() -> Self {
        Self { words: vec![Box::default()], numbers: HashMap::from([(Box::default(), 0)]) }
    }
}

impl Words {
    /// The number of a word; 0 is the empty word.
    pub(super) fn intern(&mut self, word: &str) -> u32 {
        if let Some(&number) = self.numbers.get(word) {
            return number;
        }
        let Ok(number) = u32::try_from(self.words.len()) else { return 0 };
        self.words.push(word.into());
        self.numbers.insert(word.into(), number);
        number
    }

    /// The word of a number.
    pub(super) fn get(&self, number: usize) -> &str {
        self.words.get(number).map_or("", AsRef::as_ref)
    }
}
