//! When tokens have to leave the memory without being asked: nobody was there for long, or the computer slept.

use std::time::Duration;

use jiff::Timestamp;

use crate::limits;
use crate::session::action::LockReason;

/// What the window knows of the person's presence and of the computer's sleep.
pub(super) struct Lock {
    touched: Timestamp,
    is_locked: bool,
    seen: Seen,
}

/// One moment on two clocks: the wall's, and one that stands still while the computer sleeps.
#[derive(Clone, Copy)]
pub(super) struct Seen {
    /// The wall clock.
    pub(super) wall: Timestamp,
    /// How long the computer was awake since some fixed moment. Windows counts sleep in, so there only idleness locks.
    pub(super) awake: Duration,
}

/// Whether somebody touched keyboard or mouse since the last look.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Presence {
    /// Somebody did.
    Touched,
    /// Nobody did.
    Untouched,
}

impl Lock {
    /// A window that opens now, with somebody before it.
    pub(super) fn begin(seen: Seen) -> Self {
        Self { touched: seen.wall, is_locked: false, seen }
    }

    /// Looks at the clocks in each frame; why to lock now, if at all.
    pub(super) fn due(&mut self, seen: Seen, presence: Presence) -> Option<LockReason> {
        let wall = seen.wall.duration_since(self.seen.wall);
        let awake = seen.awake.saturating_sub(self.seen.awake);
        self.seen = seen;
        let slept = Duration::try_from(wall).unwrap_or_default().saturating_sub(awake);
        if presence == Presence::Touched {
            self.touched = seen.wall;
            self.is_locked = false;
        }
        if slept > limits::SLEEP_LOCK {
            return Some(LockReason::Slept);
        }
        let idle = seen.wall.duration_since(self.touched).unsigned_abs();
        if self.is_locked || idle < limits::IDLE_LOCK {
            return None;
        }
        self.is_locked = true;
        Some(LockReason::Idle)
    }

    /// After how long the window has to look again although nothing happened.
    pub(super) fn looks_again_in(&self) -> Duration {
        if self.is_locked { Duration::MAX } else { limits::IDLE_LOCK }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(wall: i64, awake: u64) -> Seen {
        Seen {
            wall: Timestamp::from_second(1_700_000_000 + wall).unwrap(),
            awake: Duration::from_secs(awake),
        }
    }

    #[track_caller]
    fn check(steps: &[((i64, u64), Presence, Option<LockReason>)]) {
        let mut lock = Lock::begin(at(0, 0));
        for ((wall, awake), presence, expected) in steps {
            assert_eq!(lock.due(at(*wall, *awake), *presence), *expected, "after {wall} s");
        }
    }

    #[test]
    fn a_window_that_nobody_touches_locks_once_until_somebody_comes() {
        use LockReason::Idle;
        use Presence::{Touched, Untouched};
        check(&[
            ((899, 899), Untouched, None),
            ((900, 900), Untouched, Some(Idle)),
            ((5000, 5000), Untouched, None),
            ((5001, 5001), Touched, None),
            ((5900, 5900), Untouched, None),
            ((5901, 5901), Untouched, Some(Idle)),
        ]);
        check(&[((899, 899), Touched, None), ((1798, 1798), Untouched, None)]);
    }

    #[test]
    fn a_wall_clock_that_jumps_ahead_of_the_time_awake_locks_even_under_a_touch() {
        use LockReason::Slept;
        use Presence::{Touched, Untouched};
        check(&[((70, 10), Untouched, None), ((140, 19), Untouched, Some(Slept))]);
        check(&[((3600, 5), Touched, Some(Slept)), ((3601, 6), Untouched, None)]);
    }

    #[test]
    fn a_wall_clock_that_is_set_back_does_not_lock_at_once_and_idleness_is_still_seen() {
        use LockReason::Idle;
        use Presence::Untouched;
        check(&[((-300, 10), Untouched, None), ((-3600, 20), Untouched, Some(Idle))]);
    }

    #[test]
    fn an_idle_window_looks_again_in_time_and_a_locked_one_sleeps() {
        let mut lock = Lock::begin(at(0, 0));
        assert_eq!(lock.looks_again_in(), limits::IDLE_LOCK);
        lock.due(at(900, 900), Presence::Untouched);
        assert_eq!(lock.looks_again_in(), Duration::MAX);
    }
}
