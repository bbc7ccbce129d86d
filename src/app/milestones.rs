//! Tells the log when people were first on screen and when all were read, so that slowness can be judged afterwards.

use std::time::Instant;

use egui::Context;
use jiff::Timestamp;

use crate::session::users::UsersTable;

/// What of a run was told so far.
pub(super) struct Milestones {
    opened: Instant,
    first: First,
    read_at: Option<Timestamp>,
}

/// How far the first people are on their way to the screen.
enum First {
    Awaited,
    Drawn,
    Told,
}

impl Milestones {
    /// A window that opens now.
    pub(super) fn begin() -> Self {
        Self { opened: Instant::now(), first: First::Awaited, read_at: None }
    }

    /// Looks at what the coming frame will show; the frame after it is the proof that it was shown.
    pub(super) fn note(&mut self, ctx: &Context, users: &UsersTable) {
        let people = users.people.len();
        let after_ms = self.opened.elapsed().as_millis();
        match self.first {
            First::Awaited if people > 0 => {
                self.first = First::Drawn;
                ctx.request_repaint();
            }
            First::Drawn => {
                self.first = First::Told;
                tracing::info!(after_ms, people, "the first people are on screen");
            }
            First::Awaited | First::Told => {}
        }
        if self.read_at != users.read_at {
            self.read_at = users.read_at;
            tracing::info!(after_ms, people, whole = users.is_whole, "the people were read");
        }
    }
}
