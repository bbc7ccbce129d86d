//! Toasts: point at the newest notices for a few seconds; the list on the activity page keeps them.

use egui::{Align2, Area, Frame, Margin, Order, Ui, Vec2};

use crate::session::notice::Weight;
use crate::session::state::State;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::theme::{self, icons};
use crate::ui::widgets::button::{self, Button};
use crate::ui::widgets::{paint, text};
use crate::ui::{Asked, Go, Page};

const SECONDS: i64 = 8;
const WIDTH: f32 = 340.0;
const MOST: usize = 3;

/// Which toasts were closed by hand.
#[derive(Default)]
pub(crate) struct Toasts {
    closed_up_to: u64,
}

impl Toasts {
    /// Draws the newest notices of the last seconds.
    pub(crate) fn ui(&mut self, ui: &mut Ui, state: &State, asked: &mut Asked<'_>) {
        let recent: Vec<_> = state
            .notices
            .all()
            .iter()
            .rev()
            .filter(|notice| notice.number > self.closed_up_to && state.now.as_second() - notice.at.as_second() < SECONDS)
            .take(MOST)
            .collect();
        if recent.is_empty() {
            return;
        }
        ui.ctx().request_repaint_after(std::time::Duration::from_secs(1));
        let tokens = theme::tokens(ui);
        let offset = Vec2::new(-size::PAGE, -size::STATUS_BAR - size::GAP);
        Area::new(egui::Id::new("toasts")).order(Order::Foreground).anchor(Align2::RIGHT_BOTTOM, offset).show(ui.ctx(), |ui| {
            for notice in recent {
                let (tone, icon) = look(notice.weight);
                let frame = Frame::new()
                    .fill(tokens.raised)
                    .stroke((size::LINE, tokens.line_strong))
                    .corner_radius(size::RADIUS_LARGE)
                    .inner_margin(Margin::same(12))
                    .shadow(ui.visuals().popup_shadow);
                frame.show(ui, |ui| {
                    ui.set_width(WIDTH);
                    ui.horizontal_top(|ui| {
                        let (rect, _) = ui.allocate_exact_size(Vec2::splat(size::LINE_HEIGHT), egui::Sense::hover());
                        paint::icon(ui.painter(), rect.center(), icon, size::TEXT_TITLE, tokens.tone(tone).text);
                        ui.vertical(|ui| {
                            ui.set_width(WIDTH - 60.0);
                            text::strong(ui, &notice.title);
                            text::muted(ui, &notice.text);
                            if button::link(ui, "Show in Activity").clicked() {
                                asked.go(Go::To(Page::Activity));
                                self.closed_up_to = notice.number;
                            }
                        });
                        if ui.add(Button::of_icon(icons::CLOSE, &format!("Close message {}", notice.number))).clicked() {
                            self.closed_up_to = notice.number;
                        }
                    });
                });
                ui.add_space(size::GAP);
            }
        });
    }
}

/// The color and the icon of a weight.
pub(crate) fn look(weight: Weight) -> (Tone, icons::Icon) {
    match weight {
        Weight::Done => (Tone::Good, icons::OK),
        Weight::Warning => (Tone::Warning, icons::WARNING),
        Weight::Failure => (Tone::Danger, icons::FAILED),
    }
}
