//! Short news in the corner; the list of problems and activities keeps what matters.

use egui::Align2;
use egui::Area;
use egui::Context;
use egui::CornerRadius;
use egui::Frame;
use egui::Id;
use egui::Label;
use egui::Margin;
use egui::Order;
use egui::RichText;
use egui::Stroke;
use egui::Ui;
use egui::Vec2;
use egui::accesskit::Role;

use crate::ui::theme;
use crate::ui::theme::fonts;
use crate::ui::theme::icons;
use crate::ui::theme::tokens::Tone;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::banner;
use crate::ui::widgets::button;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::paint;
use crate::verkada::name;

const WIDTH: f32 = 320.0;

/// One piece of news.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Toast<'a> {
    /// What kind.
    pub(crate) tone: Tone,
    /// In a few words.
    pub(crate) text: &'a str,
    /// Where it leads ("Show").
    pub(crate) action: Option<&'a str>,
}

/// What was done with a toast, by its place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ToastClick {
    /// Put away.
    Closed(usize),
    /// Followed.
    Followed(usize),
}

/// Draws them above the status bar, the newest lowest. When they go is for the caller to say.
pub(crate) fn toasts(ctx: &Context, news: &[Toast<'_>]) -> Option<ToastClick> {
    if news.is_empty() {
        return None;
    }
    let corner = Vec2::new(-size::GAP_LARGE, -(size::STATUS_BAR + size::GAP_LARGE));
    let area = Area::new(Id::unique("toasts"))
        .order(Order::Foreground)
        .anchor(Align2::RIGHT_BOTTOM, corner);
    let mut clicked = None;
    area.role(Role::Alert).accessible_name("News").show(ctx, |ui| {
        ui.set_width(WIDTH);
        for (index, toast) in news.iter().enumerate() {
            clicked = toast_ui(ui, index, toast).or(clicked);
        }
    });
    clicked
}

fn toast_ui(ui: &mut Ui, index: usize, toast: &Toast<'_>) -> Option<ToastClick> {
    let tokens = theme::tokens(ui);
    let mut clicked = None;
    let frame = Frame::new()
        .fill(tokens.surface)
        .stroke(Stroke::new(size::LINE, tokens.line_strong))
        .corner_radius(CornerRadius::same(size::RADIUS_LARGE))
        .shadow(ui.visuals().popup_shadow)
        .inner_margin(Margin { left: 12, right: 4, top: 4, bottom: 4 });
    frame.show(ui, |ui| {
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(Vec2::splat(size::ICON), egui::Sense::hover());
            let color = tokens.tone(toast.tone).text;
            paint::icon(ui.painter(), rect.center(), banner::sign(toast.tone), size::ICON, color);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let name = format!("Close: {}", toast.text);
                if ui.add(Button::of_icon(icons::CLOSE, &name)).clicked() {
                    clicked = Some(ToastClick::Closed(index));
                }
                if let Some(action) = toast.action
                    && button::link(ui, action).clicked()
                {
                    clicked = Some(ToastClick::Followed(index));
                }
                let words =
                    RichText::new(name::shown(toast.text)).font(fonts::body()).color(tokens.text);
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    ui.add(Label::new(words).wrap())
                });
            });
        });
    });
    clicked
}

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::Queryable as _;

    use super::Toast;
    use super::ToastClick;
    use super::toasts;
    use crate::ui::theme::tokens::Tone;
    use crate::ui::widgets::testing::harness;

    #[test]
    fn news_can_be_followed_and_put_away() {
        let mut harness = harness(vec![], |ui, clicks: &mut Vec<ToastClick>| {
            let news = [
                Toast { tone: Tone::Good, text: "Token saved", action: None },
                Toast { tone: Tone::Danger, text: "Reading failed", action: Some("Show") },
            ];
            clicks.extend(toasts(ui.ctx(), &news));
        });
        harness.run_steps(3);
        harness.get_by_label("Show").click();
        harness.run();
        harness.get_by_label("Close: Token saved").click();
        harness.run();
        assert_eq!(*harness.state(), [ToastClick::Followed(1), ToastClick::Closed(0)]);
    }
}
