//! Long work: how much is done, how fast, how long still, and a way to stop it.

use egui::Align;
use egui::Layout;
use egui::Rect;
use egui::Response;
use egui::Sense;
use egui::Ui;
use egui::Vec2;
use egui::WidgetInfo;
use egui::accesskit::Role;

use crate::ui::theme;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::text;
use crate::ui::words::count;

const BAR: f32 = 6.0;

/// Work that goes on: `Progress::new("Reading people", 1_200).of(10_000).rate(3_400.0).cancel().show(ui)`.
#[must_use = "progress does nothing until it is shown"]
pub(crate) struct Progress<'a> {
    doing: &'a str,
    done: u64,
    total: Option<u64>,
    per_second: Option<f64>,
    cancel: Option<String>,
}

impl<'a> Progress<'a> {
    /// What is done, and how many so far.
    pub(crate) const fn new(doing: &'a str, done: u64) -> Self {
        Self { doing, done, total: None, per_second: None, cancel: None }
    }

    /// How many there are, once known.
    pub(crate) const fn of(mut self, total: u64) -> Self {
        self.total = Some(total);
        self
    }

    /// How many a second; with the total it tells the time left.
    pub(crate) const fn rate(mut self, per_second: f64) -> Self {
        self.per_second = Some(per_second);
        self
    }

    /// Offers to stop.
    pub(crate) fn cancel(mut self) -> Self {
        self.cancel = Some(format!("Cancel: {}", self.doing));
        self
    }

    /// Draws it; true when the person wants it to stop.
    pub(crate) fn show(self, ui: &mut Ui) -> bool {
        let mut stop = false;
        let height = size::CONTROL;
        let row = Layout::right_to_left(Align::Center);
        ui.allocate_ui_with_layout(Vec2::new(ui.available_width(), height), row, |ui| {
            if let Some(name) = &self.cancel {
                stop = ui.add(Button::plain("Cancel").name(name)).clicked();
                ui.add_space(size::GAP_SMALL);
            }
            ui.with_layout(Layout::top_down(Align::Min), |ui| {
                ui.spacing_mut().item_spacing.y = size::GAP_SMALL;
                text::muted(ui, &self.words());
                let response = bar(ui, self.share());
                response.widget_info(|| {
                    let mut info = WidgetInfo::labeled(Role::ProgressIndicator, true, self.doing);
                    info.value = self.share().map(|share| f64::from(share) * 100.0);
                    info
                });
            });
        });
        stop
    }

    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "a share of a bar"
    )]
    fn share(&self) -> Option<f32> {
        let total = self.total.filter(|total| *total > 0)?;
        Some((self.done as f64 / total as f64).clamp(0.0, 1.0) as f32)
    }

    #[expect(clippy::cast_precision_loss, reason = "a rough number")]
    fn words(&self) -> String {
        let mut words = format!("{} · {}", self.doing, count(self.done));
        if let Some(total) = self.total {
            words = format!("{words} of {}", count(total));
        }
        if let Some(rate) = self.per_second.filter(|rate| rate.is_finite() && *rate > 0.0) {
            words = format!("{words} · {}/s", rough(rate));
            if let Some(left) =
                self.total.map(|total| total.saturating_sub(self.done) as f64 / rate)
            {
                words = format!("{words} · {} left", duration(left));
            }
        }
        words
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped before")]
fn rough(number: f64) -> String {
    count(number.clamp(0.0, 1e15).round() as u64)
}

fn duration(seconds: f64) -> String {
    match seconds {
        s if s < 1.0 => "under 1 s".to_owned(),
        s if s < 90.0 => format!("{} s", rough(s)),
        s if s < 5_400.0 => format!("{} min", rough(s / 60.0)),
        s => format!("{} h", rough(s / 3_600.0)),
    }
}

/// Only the bar; without a share it shows that something goes on.
fn bar(ui: &mut Ui, share: Option<f32>) -> Response {
    let tokens = theme::tokens(ui);
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), BAR), Sense::hover());
    ui.painter().rect_filled(rect, BAR / 2.0, tokens.line);
    let filled = match share {
        Some(share) => rect.with_max_x(rect.left() + rect.width() * share),
        None => moving(ui, rect),
    };
    ui.painter().rect_filled(filled, BAR / 2.0, tokens.accent);
    response
}

#[expect(clippy::cast_possible_truncation, reason = "a phase between 0 and 1")]
fn moving(ui: &Ui, rect: Rect) -> Rect {
    let part = rect.width() * 0.25;
    if ui.style().animation_time <= 0.0 {
        return Rect::from_min_size(rect.min, egui::vec2(part, rect.height()));
    }
    ui.ctx().request_repaint_after_secs(0.04);
    let phase = (ui.input(|input| input.time) / 1.6).fract() as f32;
    let left = rect.left() - part + (rect.width() + part) * phase;
    Rect::from_min_size(egui::pos2(left, rect.top()), egui::vec2(part, rect.height()))
        .intersect(rect)
}

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::Queryable as _;

    use super::Progress;
    use crate::ui::widgets::testing::harness;

    #[test]
    fn the_words_tell_count_rate_and_time_left() {
        let words = |progress: Progress<'_>| progress.words();
        assert_eq!(words(Progress::new("Reading", 1_200)), "Reading · 1,200");
        assert_eq!(
            words(Progress::new("Reading", 1_200).of(10_000).rate(400.0)),
            "Reading · 1,200 of 10,000 · 400/s · 22 s left"
        );
        assert_eq!(words(Progress::new("Reading", 0).of(0).rate(0.0)), "Reading · 0 of 0");
        assert_eq!(words(Progress::new("Reading", 5).of(3).rate(f64::NAN)), "Reading · 5 of 3");
        assert_eq!(
            words(Progress::new("R", 0).of(100_000).rate(10.0)),
            "R · 0 of 100,000 · 10/s · 3 h left"
        );
    }

    #[test]
    fn it_can_be_stopped() {
        let mut harness = harness(false, |ui, stopped: &mut bool| {
            *stopped |= Progress::new("Reading people", 3).of(10).cancel().show(ui);
        });
        harness.get_by_label("Cancel: Reading people").click();
        harness.run();
        assert!(*harness.state());
    }
}
