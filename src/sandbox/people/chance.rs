//! Chance that is the same for the same seed for ever: `SplitMix64`, and orders that can be asked at any place.

/// `SplitMix64` (Steele, Lea, Flood 2014): small, fast and frozen here, so that a seed always makes the same people.
pub(super) struct Chance(u64);

impl Chance {
    /// The chance of one purpose; `salt` keeps purposes apart.
    pub(super) fn new(seed: u64, salt: u64) -> Self {
        Self(mix(seed ^ mix(salt.wrapping_add(GOLDEN))))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        mix(self.0)
    }

    /// A number from 0 to `limit - 1`; 0 for no limit.
    pub(super) fn below(&mut self, limit: u32) -> u32 {
        // The high half of a product of two 32 bit numbers fits into 32 bits.
        u32::try_from(((self.next() >> 32) * u64::from(limit)) >> 32).unwrap_or_default()
    }

    /// Whether something that happens so often in a hundred happens now.
    pub(super) fn percent(&mut self, often: u32) -> bool {
        self.below(100) < often
    }

    /// One of the choices.
    pub(super) fn pick<'a, T>(&mut self, choices: &'a [T]) -> Option<&'a T> {
        let limit = u32::try_from(choices.len()).unwrap_or(u32::MAX);
        choices.get(self.below(limit) as usize)
    }
}

/// A shuffled order of `0..length` that is computed, not stored: `position * factor + offset`.
pub(super) struct Shuffle {
    length: u64,
    factor: u64,
    offset: u64,
}

impl Shuffle {
    /// An order of `0..length` for a seed and a purpose.
    pub(super) fn new(seed: u64, salt: u64, length: u32) -> Self {
        let length = u64::from(length.max(1));
        let mut chance = Chance::new(seed, salt);
        let mut factor = chance.next() % length;
        while common_divisor(factor, length) != 1 {
            factor += 1;
        }
        Self { length, factor, offset: chance.next() % length }
    }

    /// The number at a position.
    pub(super) fn at(&self, position: u32) -> u32 {
        self.value(u64::from(position) % self.length)
    }

    /// The position of a number.
    pub(super) fn position_of(&self, number: u32) -> u32 {
        (0..self.length)
            .find(|position| self.value(*position) == number)
            .and_then(|position| u32::try_from(position).ok())
            .unwrap_or_default()
    }

    fn value(&self, position: u64) -> u32 {
        u32::try_from((position * self.factor + self.offset) % self.length).unwrap_or_default()
    }
}

/// A number of so many bits that no other input below 2^bits gives.
pub(super) fn scatter(number: u64, seed: u64, bits: u32) -> u64 {
    let mask = (1_u64 << bits) - 1;
    // Odd factors and shifts to the right can be undone, so no two inputs meet.
    let mut scattered = (number ^ mix(seed)) & mask;
    for factor in [0xff51_afd7_ed55_8ccd, 0xc4ce_b9fe_1a85_ec53_u64] {
        scattered = scattered.wrapping_mul(factor) & mask;
        scattered ^= scattered >> (bits / 2 + 1);
    }
    scattered
}

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

fn common_divisor(a: u64, b: u64) -> u64 {
    if b == 0 { a } else { common_divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_published_generator() {
        // First outputs of SplitMix64 from state 0, as in the reference implementation.
        let mut chance = Chance(0);
        assert_eq!(chance.next(), 0xe220_a839_7b1d_cdaf);
        assert_eq!(chance.next(), 0x6e78_9e6a_a1b9_65f4);
    }

    #[test]
    fn a_shuffle_has_every_number_once_and_finds_it_again() {
        for length in [1, 2, 7, 100, 1000] {
            for seed in 0..20 {
                let shuffle = Shuffle::new(seed, 3, length);
                let numbers: HashSet<u32> =
                    (0..length).map(|position| shuffle.at(position)).collect();
                assert_eq!(numbers.len(), length as usize);
                assert!(
                    (0..length)
                        .all(|position| shuffle.position_of(shuffle.at(position)) == position)
                );
            }
        }
    }

    #[test]
    fn scattered_numbers_never_meet() {
        for bits in [12, 16, 28, 48] {
            let numbers: HashSet<u64> = (0..4096).map(|number| scatter(number, 99, bits)).collect();
            assert_eq!(numbers.len(), 4096);
            assert!(numbers.iter().all(|number| *number < 1 << bits));
        }
    }
}
