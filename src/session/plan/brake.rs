//! How much may be taken away in one go, and how hard it is to confirm.

use std::time::Duration;

use crate::limits;

/// How many of how many people a plan takes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Share {
    /// People in the plan.
    pub(crate) count: usize,
    /// People in the list the plan was made from.
    pub(crate) all: usize,
}

/// What a plan of this size asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Brake {
    /// The usual phrase.
    Released,
    /// A second phrase, and a longer wait before the first call.
    SecondPhrase,
    /// Not in one go; at most so many are possible at once.
    Refused {
        /// The most people that one plan may hold here.
        at_most: usize,
    },
}

impl Share {
    /// The share in tenths of a percent, rounded up: what is over a limit never looks as if it were at it.
    pub(crate) fn tenths_of_percent(self) -> u32 {
        if self.all == 0 {
            return 0;
        }
        u32::try_from((self.count * 1000).div_ceil(self.all)).unwrap_or(u32::MAX)
    }

    /// What a plan of this size asks for. One person alone is never refused, for there is no smaller step.
    pub(crate) fn brake(self) -> Brake {
        let refused_above = self.all * limits::BRAKE_REFUSED_PERCENT / 100;
        if self.count > 1 && self.count > refused_above {
            return Brake::Refused { at_most: refused_above.max(1) };
        }
        let is_many = self.count > limits::BRAKE_PEOPLE
            || self.count * 100 > self.all * limits::BRAKE_PERCENT;
        if is_many { Brake::SecondPhrase } else { Brake::Released }
    }

    /// The share in words, such as `0.3 %`.
    pub(crate) fn percent(self) -> String {
        let tenths = self.tenths_of_percent();
        format!("{}.{} %", tenths / 10, tenths % 10)
    }
}

impl Brake {
    /// How long the desk waits after the confirmation, with Stop at hand, before the first call.
    pub(crate) fn countdown(self) -> Duration {
        match self {
            Self::Released => limits::COUNTDOWN,
            Self::SecondPhrase | Self::Refused { .. } => limits::COUNTDOWN_OF_MANY,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(count: usize, all: usize, brake: Brake) {
        assert_eq!(Share { count, all }.brake(), brake, "{count} of {all}");
    }

    #[test]
    fn over_50_people_or_10_percent_a_second_phrase_is_asked_for() {
        check(0, 1000, Brake::Released);
        check(1, 1000, Brake::Released);
        check(49, 1000, Brake::Released);
        check(50, 1000, Brake::Released);
        check(51, 1000, Brake::SecondPhrase);
        check(9, 100, Brake::Released);
        check(10, 100, Brake::Released);
        check(11, 100, Brake::SecondPhrase);
        check(99, 1000, Brake::SecondPhrase);
    }

    #[test]
    fn over_20_percent_is_never_done_in_one_go() {
        check(200, 1000, Brake::SecondPhrase);
        check(201, 1000, Brake::Refused { at_most: 200 });
        check(20, 100, Brake::SecondPhrase);
        check(21, 100, Brake::Refused { at_most: 20 });
        check(1000, 1000, Brake::Refused { at_most: 200 });
    }

    #[test]
    fn one_person_can_always_be_chosen() {
        check(1, 1, Brake::SecondPhrase);
        check(1, 4, Brake::SecondPhrase);
        check(2, 4, Brake::Refused { at_most: 1 });
        check(1, 0, Brake::SecondPhrase);
    }

    #[test]
    fn a_share_is_rounded_up_to_the_tenth_of_a_percent() {
        for (count, all, percent) in [
            (3, 1000, "0.3 %"),
            (1, 100_000, "0.1 %"),
            (2001, 10_000, "20.1 %"),
            (1, 3, "33.4 %"),
            (5, 0, "0.0 %"),
            (5, 5, "100.0 %"),
        ] {
            assert_eq!(Share { count, all }.percent(), percent);
        }
    }
}
