//! Which rows are selected, by key: one bit each, so that a million cost 125 kB and no row order matters.

/// A set of row keys. Keys are expected to be dense, as numbers of rows in a store are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Selection {
    words: Vec<u64>,
    count: usize,
}

const fn place(key: u32) -> (usize, u64) {
    (key as usize / 64, 1 << (key % 64))
}

impl Selection {
    /// How many are selected.
    pub(crate) const fn len(&self) -> usize {
        self.count
    }

    /// Whether none is.
    pub(crate) const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Whether this one is.
    pub(crate) fn contains(&self, key: u32) -> bool {
        let (word, bit) = place(key);
        self.words.get(word).is_some_and(|bits| bits & bit != 0)
    }

    /// Adds one.
    pub(crate) fn insert(&mut self, key: u32) {
        let (word, bit) = place(key);
        if self.words.len() <= word {
            self.words.resize(word + 1, 0);
        }
        if let Some(bits) = self.words.get_mut(word)
            && *bits & bit == 0
        {
            *bits |= bit;
            self.count += 1;
        }
    }

    /// Takes one away.
    pub(crate) fn remove(&mut self, key: u32) {
        let (word, bit) = place(key);
        if let Some(bits) = self.words.get_mut(word)
            && *bits & bit != 0
        {
            *bits &= !bit;
            self.count -= 1;
        }
    }

    /// Adds it if it is not there, takes it away if it is.
    pub(crate) fn toggle(&mut self, key: u32) {
        if self.contains(key) { self.remove(key) } else { self.insert(key) }
    }

    /// Takes all away.
    pub(crate) fn clear(&mut self) {
        self.words.clear();
        self.count = 0;
    }

    /// All keys, in ascending order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        (0_u32..).step_by(64).zip(&self.words).flat_map(|(first, bits)| {
            (0..64).filter(move |bit| bits & (1_u64 << bit) != 0).map(move |bit| first + bit)
        })
    }
}

impl FromIterator<u32> for Selection {
    fn from_iter<I: IntoIterator<Item = u32>>(keys: I) -> Self {
        let mut selection = Self::default();
        for key in keys {
            selection.insert(key);
        }
        selection
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::any;
    use proptest::proptest;

    use super::Selection;

    proptest! {
        #[test]
        fn it_behaves_as_a_set_of_numbers(steps in proptest::collection::vec((any::<bool>(), 0_u32..300), 0..200)) {
            let mut selection = Selection::default();
            let mut model = BTreeSet::new();
            for (insert, key) in steps {
                if insert {
                    selection.insert(key);
                    model.insert(key);
                } else {
                    selection.toggle(key);
                    if !model.remove(&key) {
                        model.insert(key);
                    }
                }
                assert_eq!(selection.len(), model.len());
                assert!(selection.iter().eq(model.iter().copied()));
                assert_eq!(selection.contains(key), model.contains(&key));
            }
        }
    }

    #[test]
    fn a_million_rows_are_selected_in_little_memory() {
        let all: Selection = (0..1_000_000).collect();
        assert_eq!(all.len(), 1_000_000);
        assert!(all.words.len() * 8 <= 125_000);
    }
}
