//! Toasts: point at the newest notices for a few seconds; the list on the activity page keeps them.

use std::time::Duration;

use egui::Ui;

use crate::session::notice::{Notice, Weight};
use crate::session::state::State;
use crate::ui::theme::tokens::Tone;
use crate::ui::widgets::toast::{Toast, ToastClick, toasts};
use crate::ui::{Asked, Go, Page};

const SECONDS: i64 = 8;
const MOST: usize = 3;

/// Which toasts were closed by hand.
#[derive(Default)]
pub(crate) struct Toasts {
    closed: Vec<u64>,
}

impl Toasts {
    /// Draws the newest notices of the last seconds.
    pub(crate) fn ui(&mut self, ui: &Ui, state: &State, asked: &mut Asked<'_>) {
        let is_recent = |notice: &&Notice| {
            !self.closed.contains(&notice.number)
                && state.now.as_second() - notice.at.as_second() < SECONDS
        };
        let mut recent: Vec<_> =
            state.notices.all().iter().rev().filter(is_recent).take(MOST).collect();
        if recent.is_empty() {
            self.closed.clear();
            return;
        }
        recent.reverse();
        ui.ctx().request_repaint_after(Duration::from_secs(1));
        let news: Vec<Toast<'_>> = recent
            .iter()
            .map(|notice| Toast {
                tone: tone(notice.weight),
                text: &notice.title,
                action: Some("Show"),
            })
            .collect();
        let clicked = toasts(ui.ctx(), &news);
        let (position, follows) = match clicked {
            None => return,
            Some(ToastClick::Closed(position)) => (position, false),
            Some(ToastClick::Followed(position)) => (position, true),
        };
        if let Some(notice) = recent.get(position) {
            self.closed.push(notice.number);
        }
        if follows {
            asked.go(Go::To(Page::Activity));
        }
    }
}

/// The color of a weight.
pub(crate) fn tone(weight: Weight) -> Tone {
    match weight {
        Weight::Done => Tone::Good,
        Weight::Warning => Tone::Warning,
        Weight::Failure => Tone::Danger,
    }
}
