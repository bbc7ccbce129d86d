//! A token that may be looked at once: masked until asked, painted and never described, hidden again after half a minute.

use std::sync::Arc;

use egui::Color32;
use egui::CornerRadius;
use egui::Galley;
use egui::Response;
use egui::Sense;
use egui::Ui;
use egui::Vec2;
use egui::accesskit::Role;
use egui::text::LayoutJob;
use secrecy::ExposeSecret as _;

use crate::ui::theme;
use crate::ui::theme::fonts;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::paint;
use crate::verkada::ScimToken;

/// Time until a token that is shown hides itself.
const SHOWN_SECONDS: f64 = 30.0;
/// As many for every token, so that the mask does not tell how long it is.
const DOTS: usize = 32;
const PADDING: f32 = 10.0;

/// Whether a token is shown, and until when; the dialog keeps it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reveal {
    until: Option<f64>,
}

impl Reveal {
    /// Whether it is shown now.
    pub(crate) fn is_shown(&self, ui: &Ui) -> bool {
        let now = ui.input(|input| input.time);
        self.until.is_some_and(|until| now < until)
    }

    /// Shows it, or hides it.
    pub(crate) fn toggle(&mut self, ui: &Ui) {
        let now = ui.input(|input| input.time);
        self.until = if self.is_shown(ui) { None } else { Some(now + SHOWN_SECONDS) };
    }

    /// Draws the token, or its mask; whole seconds until it hides itself.
    pub(crate) fn show(&mut self, ui: &mut Ui, token: &ScimToken, width: f32) -> Option<u64> {
        let now = ui.input(|input| input.time);
        let left = self.until.map(|until| until - now).filter(|left| *left > 0.0);
        let room = width - 2.0 * PADDING;
        let color = theme::tokens(ui).text;
        let galley = match left {
            Some(_) => plain(ui, token, color, room),
            None => mask(ui, "", color),
        };
        let name = if left.is_some() {
            "The SCIM token, shown on screen and never read aloud"
        } else {
            "The SCIM token, hidden"
        };
        well(ui, width, galley, name);
        if left.is_none() {
            self.until = None;
        } else {
            ui.ctx().request_repaint_after_secs(0.5);
        }
        left.map(whole_seconds)
    }
}

/// A token that is not at hand, known by its last characters.
pub(crate) fn masked(ui: &mut Ui, hint: &str, width: f32) -> Response {
    let galley = mask(ui, hint, theme::tokens(ui).text);
    let name = if hint.is_empty() {
        "A token, hidden".to_owned()
    } else {
        format!("A token, hidden, that ends in {hint}")
    };
    well(ui, width, galley, &name)
}

fn mask(ui: &Ui, hint: &str, color: Color32) -> Arc<Galley> {
    let dots = "•".repeat(DOTS);
    paint::line(ui.painter(), format!("{dots} {hint}").trim_end(), fonts::mono(), color)
}

#[expect(
    clippy::disallowed_methods,
    reason = "a person asked to see a token that was just made, and it is only painted"
)]
fn plain(ui: &Ui, token: &ScimToken, color: Color32, width: f32) -> Arc<Galley> {
    let text = token.secret().expose_secret().to_owned();
    let mut job = LayoutJob::simple(text, fonts::mono(), color, width);
    // A token has no words to break lines between.
    job.wrap.break_anywhere = true;
    ui.painter().layout_job(job)
}

fn well(ui: &mut Ui, width: f32, galley: Arc<Galley>, name: &str) -> Response {
    let tokens = theme::tokens(ui);
    let height = (galley.size().y + 12.0).max(size::CONTROL + 4.0);
    let (rect, response) = ui.allocate_exact_size(Vec2::new(width, height), Sense::hover());
    ui.painter().rect_filled(rect, CornerRadius::same(size::RADIUS), tokens.sunken);
    let clip = rect.shrink2(Vec2::new(PADDING, 0.0)).intersect(ui.clip_rect());
    let at = egui::pos2(rect.left() + PADDING, rect.center().y - galley.size().y / 2.0);
    ui.painter().with_clip_rect(clip).galley(at, galley, tokens.text);
    paint::announce(&response, Role::Label, name);
    response
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 30")]
fn whole_seconds(left: f64) -> u64 {
    left.ceil().max(0.0) as u64
}

#[cfg(test)]
mod tests {
    use egui::epaint::Shape;
    use egui_kittest::Harness;
    use egui_kittest::kittest::NodeT as _;
    use egui_kittest::kittest::Queryable as _;

    use super::Reveal;
    use super::masked;
    use crate::ui::widgets::button::Button;
    use crate::ui::widgets::testing::harness;
    use crate::verkada::ScimToken;

    const CANARY: &str = "canary-41c7-never-described-7Qd2";

    fn shown() -> Harness<'static, Reveal> {
        let token = ScimToken::parse(CANARY).unwrap().value;
        harness(Reveal::default(), move |ui, reveal: &mut Reveal| {
            if ui.add(Button::plain("Reveal")).clicked() {
                reveal.toggle(ui);
            }
            reveal.show(ui, &token, 400.0);
        })
    }

    fn painted(harness: &Harness<'_, Reveal>) -> String {
        fn collect(shape: &Shape, text: &mut String) {
            match shape {
                Shape::Text(one) => text.push_str(one.galley.text()),
                Shape::Vec(all) => all.iter().for_each(|shape| collect(shape, text)),
                _ => {}
            }
        }
        let mut text = String::new();
        for clipped in &harness.output().shapes {
            collect(&clipped.shape, &mut text);
        }
        text
    }

    #[track_caller]
    fn is_never_described(harness: &Harness<'_, Reveal>) {
        for node in harness.root().children_recursive() {
            assert!(!format!("{:?}", node.accesskit_node()).contains("canary"));
            assert!(!node.value().is_some_and(|value| value.contains("canary")));
        }
    }

    #[test]
    fn a_token_is_painted_only_when_asked_and_never_described() {
        let mut harness = shown();
        assert!(!painted(&harness).contains("canary"));
        harness.get_by_label("The SCIM token, hidden");
        harness.get_by_label("Reveal").click();
        harness.run_steps(4);
        assert!(painted(&harness).contains(CANARY));
        harness.get_by_label("The SCIM token, shown on screen and never read aloud");
        is_never_described(&harness);
        harness.get_by_label("Reveal").click();
        harness.run_steps(4);
        assert!(!painted(&harness).contains("canary"));
    }

    #[test]
    fn a_shown_token_hides_itself_after_half_a_minute() {
        let mut harness = shown();
        harness.get_by_label("Reveal").click();
        harness.run_steps(4);
        assert!(painted(&harness).contains(CANARY));
        // A step is 50 ms.
        harness.run_steps(590);
        assert!(painted(&harness).contains(CANARY), "hidden too early");
        harness.run_steps(20);
        assert!(!painted(&harness).contains("canary"), "still shown after 30 s");
    }

    #[test]
    fn every_mask_is_as_long_as_the_next() {
        let mut harness = harness((), |ui, ()| {
            masked(ui, "7Qd2", 340.0);
            masked(ui, "", 340.0);
        });
        harness.run();
        harness.get_by_label("A token, hidden, that ends in 7Qd2");
        harness.get_by_label("A token, hidden");
    }
}
