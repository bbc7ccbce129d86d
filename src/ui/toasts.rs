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
        let mut recent: Vec<(&Notice, Vec<u64>)> = Vec::new();
        for notice in state.notices.all().iter().rev().filter(is_recent) {
            let twin = |(known, _): &&mut (&Notice, Vec<u64>)| {
                known.title == notice.title && known.weight == notice.weight
            };
            if let Some((_, numbers)) = recent.iter_mut().find(twin) {
                numbers.push(notice.number);
            } else if recent.len() < MOST {
                recent.push((notice, vec![notice.number]));
            }
        }
        if recent.is_empty() {
            self.closed.clear();
            return;
        }
        recent.reverse();
        ui.ctx().request_repaint_after(Duration::from_secs(1));
        let texts = recent.iter().map(|(notice, numbers)| match numbers.len() {
            1 => notice.title.clone(),
            count => format!("{} ({count} times)", notice.title),
        });
        let texts: Vec<String> = texts.collect();
        let news = recent.iter().zip(&texts);
        let news: Vec<Toast<'_>> = news
            .map(|((notice, _), text)| Toast {
                tone: tone(notice.weight),
                text,
                action: Some("Show"),
            })
            .collect();
        let clicked = toasts(ui.ctx(), &news);
        let (position, follows) = match clicked {
            None => return,
            Some(ToastClick::Closed(position)) => (position, false),
            Some(ToastClick::Followed(position)) => (position, true),
        };
        if let Some((_, numbers)) = recent.get(position) {
            self.closed.extend(numbers);
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

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::Queryable as _;

    use super::Toasts;
    use crate::session::action::Actions;
    use crate::session::notice::Weight;
    use crate::ui::{Asked, testing, widgets};

    #[test]
    fn what_is_told_again_is_one_toast_with_a_count_and_put_away_at_once() {
        let mut state = testing::state();
        let at = state.now;
        for title in ["Doubtful in odd.csv", "Saved", "Doubtful in odd.csv", "Doubtful in odd.csv"]
        {
            state.notices.tell(at, Weight::Warning, title, "");
        }
        let mut harness = widgets::testing::harness(Toasts::default(), move |ui, toasts| {
            let (mut actions, mut go) = (Actions::default(), Vec::new());
            toasts.ui(ui, &state, &mut Asked { actions: &mut actions, go: &mut go });
        });
        harness.run_steps(4);
        harness.get_by_label("Saved");
        harness.get_by_label("Close: Doubtful in odd.csv (3 times)").click();
        harness.run_steps(4);
        assert!(!testing::has(&harness, "Doubtful"));
        harness.get_by_label("Saved");
    }
}
