//! The lock on connections that may be written to only for one piece of work.

use crate::limits;
use crate::session::action::WritesAction;
use crate::session::connection::Access;
use crate::session::notice::Weight;
use crate::session::plan::phrase;
use crate::session::runs::{Phase, Steer};
use crate::session::state::{Dialog, State, Unlocked};
use crate::session::update::Order;

impl State {
    /// Does what was asked about the lock on writes.
    pub(super) fn writes(&mut self, action: WritesAction) -> Vec<Order> {
        match action {
            WritesAction::AskUnlock if self.is_locked() => self.open(Dialog::Unlock),
            WritesAction::AskUnlock => Vec::new(),
            WritesAction::Unlock(typed) => self.quietly(|state| state.unlock(&typed)),
            WritesAction::Lock => self.lock_writes(),
        }
    }

    /// What may be written to for a while is said by its name, so that it is not the wrong one.
    fn unlock(&mut self, typed: &str) {
        let Some(profile) = self.profile() else { return };
        let is_asked = matches!(self.dialog, Some(Dialog::Unlock)) && self.is_locked();
        if !is_asked || !phrase::is_typed(profile.name.trim(), typed) {
            return;
        }
        let until = self.now.checked_add(limits::UNLOCKED).unwrap_or(self.now);
        self.unlocked = Some(Unlocked { connection: profile.key.clone(), until });
        self.dialog = None;
    }

    /// Locks; a run that writes to what was unlocked stops before its next call.
    pub(super) fn lock_writes(&mut self) -> Vec<Order> {
        let was_unlocked = self.unlocked.take().is_some();
        if !was_unlocked || !self.runs.is_busy() {
            return Vec::new();
        }
        if let Some(live) = &mut self.runs.live {
            live.phase = Phase::Stopping;
        }
        self.steer(Steer::Stop)
    }

    /// Whether the connection that is shown must be unlocked before anything is written to it.
    pub(crate) fn is_locked(&self) -> bool {
        self.profile().is_some_and(|profile| profile.capabilities().access == Access::Locked)
            && !self.is_unlocked()
    }

    /// Whether writes are unlocked for the connection that is shown.
    pub(crate) fn is_unlocked(&self) -> bool {
        self.unlocked
            .as_ref()
            .is_some_and(|unlocked| unlocked.connection == self.active && unlocked.until > self.now)
    }

    pub(super) fn tell_locked(&mut self) {
        self.notices.tell(
            self.now,
            Weight::Warning,
            "This connection is locked",
            "Nothing is written to it until you unlock it for one piece of work, with the lock in the top bar.",
        );
    }
}
