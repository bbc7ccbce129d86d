//! Taking tokens out of memory: what runs with one is stopped, and every client is closed.

use crate::session::action::{LockReason, WritesAction};
use crate::session::job::{Job, Slot};
use crate::session::notice::Weight;
use crate::session::problem::Problem;
use crate::session::state::State;
use crate::session::update::Order;

impl State {
    /// After a while without anybody a reading that runs is left to end, as it does within its own time limit; the other
    /// reasons are worth stopping it.
    pub(super) fn lock(&mut self, reason: LockReason) -> Vec<Order> {
        let mut orders = match reason {
            LockReason::Idle => Vec::new(),
            LockReason::Asked => self.stop_all("you locked the window"),
            LockReason::Slept => self.stop_all("the computer went to sleep"),
        };
        if reason != LockReason::Idle {
            orders.extend(self.lock_writes());
        }
        orders.push(Job::ReleaseAll.into());
        if reason == LockReason::Asked {
            self.notices.tell(
                self.now,
                Weight::Done,
                "Locked: tokens are out of memory",
                "None is on the clipboard either. The next request takes its token from the keyring again.",
            );
        }
        orders
    }

    fn stop_all(&mut self, why: &str) -> Vec<Order> {
        let mut orders = self.stop_reading(why);
        if self.person.as_ref().is_some_and(|open| open.user.is_loading()) {
            self.person_ended(Err(Problem::new("read this person", why, "Open the person again")));
        }
        if self.check.is_running {
            self.check_ended_with(Some(Problem::new("check the connection", why, "Check again")));
        }
        orders.extend([Order::Stop(Slot::Person), Order::Stop(Slot::Check)]);
        orders.extend(self.writes(WritesAction::Lock));
        orders
    }
}
