//! Dialogs: the safe button has the focus, Esc is the safe answer, Enter never destroys, focus returns after.

use std::sync::Arc;

use egui::Align;
use egui::Context;
use egui::CornerRadius;
use egui::Frame;
use egui::Id;
use egui::Key;
use egui::Layout;
use egui::Margin;
use egui::Modal;
use egui::Modifiers;
use egui::Popup;
use egui::Response;
use egui::Stroke;
use egui::Ui;
use egui::UiBuilder;
use egui::accesskit::Role;

use crate::ui::theme;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::button::Button;
use crate::ui::widgets::text;

/// What came of a dialog in this frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Nothing yet.
    Waiting,
    /// The safe button, or Esc.
    Closed,
    /// The button that acts.
    Acted,
    /// The quiet alternative at the left.
    Aside,
}

/// A question over the window. Shown as long as the page shows it each frame.
#[must_use = "a dialog does nothing until it is shown"]
pub(crate) struct Dialog<'a> {
    title: &'a str,
    text: &'a str,
    safe: &'a str,
    act: Option<Button<'a>>,
    aside: Option<&'a str>,
    width: f32,
    escape: Escape,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Escape {
    Closes,
    Nothing,
}

impl<'a> Dialog<'a> {
    /// The title asks or tells; `safe` is the text of the button that changes nothing ("Keep all 3").
    pub(crate) const fn new(title: &'a str, safe: &'a str) -> Self {
        Self { title, text: "", safe, act: None, aside: None, width: 472.0, escape: Escape::Closes }
    }

    /// What it means, under the title.
    pub(crate) const fn text(mut self, text: &'a str) -> Self {
        self.text = text;
        self
    }

    /// The button that acts, disabled until it may: `Button::destroy("Permanently remove 3 people").blocked(why)`.
    pub(crate) fn act(mut self, button: Button<'a>) -> Self {
        self.act = Some(button);
        self
    }

    /// A milder alternative ("Delete instead…").
    pub(crate) const fn aside(mut self, text: &'a str) -> Self {
        self.aside = Some(text);
        self
    }

    /// The width of the content.
    pub(crate) const fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Esc does nothing: for what is shown only once.
    pub(crate) const fn must_answer(mut self) -> Self {
        self.escape = Escape::Nothing;
        self
    }

    /// Draws it over everything; `body` fills the space between text and buttons.
    pub(crate) fn show(self, ui: &Ui, body: impl FnOnce(&mut Ui)) -> Answer {
        let tokens = theme::tokens(ui);
        let id = Id::unique(("dialog", self.title));
        let opened = Opened::note(ui.ctx(), id);
        let frame = Frame::new()
            .fill(tokens.surface)
            .stroke(Stroke::new(size::LINE, tokens.line_strong))
            .corner_radius(CornerRadius::same(size::RADIUS_LARGE))
            .shadow(ui.visuals().window_shadow)
            .inner_margin(Margin::same(20));
        let area = Modal::default_area(id).accessible_name(self.title).role(Role::Dialog);
        let modal = Modal::new(id).area(area).frame(frame).backdrop_color(tokens.scrim);
        let shown = modal.show(ui.ctx(), |ui| {
            ui.set_width(self.width.min(ui.ctx().content_rect().width() - 64.0));
            text::heading(ui, self.title);
            if !self.text.is_empty() {
                ui.add_space(-2.0);
                text::muted(ui, self.text);
            }
            ui.add_space(size::GAP_SMALL);
            let before = ui.memory(egui::Memory::focused);
            body(ui);
            keep_where_entered(ui, before);
            ui.add_space(size::GAP);
            self.footer(ui, id, opened)
        });
        center_again(ui.ctx(), id, shown.response.rect.size());
        let escape = shown.is_top_modal && !shown.any_popup_open && self.escape == Escape::Closes;
        let escaped =
            escape && ui.ctx().input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        let answer = if escaped { Answer::Closed } else { shown.inner };
        if answer != Answer::Waiting {
            Opened::give_focus_back(ui.ctx(), id);
        }
        answer
    }

    fn footer(&self, ui: &mut Ui, id: Id, opened: Opened) -> Answer {
        let mut answer = Answer::Waiting;
        ui.horizontal(|ui| {
            if let Some(aside) = self.aside
                && ui.add(Button::ghost(aside)).clicked()
            {
                answer = Answer::Aside;
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if let Some(act) = &self.act {
                    let response = ui.add(act.clone());
                    if acted(ui, &response, act) {
                        answer = Answer::Acted;
                    }
                }
                // Its own name and not its place, so that it keeps the focus when what is around it changes.
                let place = UiBuilder::new().scope_id(id.with("safe"));
                let safe = ui.scope_builder(place, |ui| ui.add(Button::plain(self.safe))).inner;
                // What had the focus may be gone, as where a dialog goes on to its next stage.
                // Tab hands it on by itself: it has nobody for a frame, and must not be handed out twice.
                // Over an open list Enter is the list's.
                let is_lost = ui.memory(|memory| memory.focused().is_none())
                    && !ui.input(|input| input.key_pressed(Key::Tab))
                    && !Popup::is_any_open(ui.ctx());
                if opened == Opened::Now || is_lost {
                    safe.request_focus();
                }
                if safe.clicked() {
                    answer = Answer::Closed;
                }
            });
        });
        answer
    }
}

/// A dialog stands in the middle by the size it had a frame ago, so a frame must follow when that changes.
fn center_again(ctx: &Context, id: Id, size: egui::Vec2) {
    let key = id.with("size");
    if ctx.data(|data| data.get_temp(key)) != Some(size) {
        ctx.data_mut(|data| data.insert_temp(key, size));
        ctx.request_repaint();
    }
}

/// A field gives its focus away with Enter: it stays there, for the next Enter must not press the safe button.
fn keep_where_entered(ui: &Ui, before: Option<Id>) {
    let is_lost = ui.memory(|memory| memory.focused().is_none());
    if let Some(field) =
        before.filter(|_| is_lost && ui.input(|input| input.key_pressed(Key::Enter)))
    {
        ui.memory_mut(|memory| memory.request_focus(field));
    }
}

/// Enter presses a focused button; one that destroys must be clicked, or pressed with Space.
fn acted(ui: &Ui, response: &Response, button: &Button<'_>) -> bool {
    let by_enter = ui.input(|input| input.key_pressed(Key::Enter));
    response.clicked() && !(button.destroys() && by_enter)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Opened {
    Now,
    Before,
}

#[derive(Clone, Copy, Default)]
struct Memory {
    focus_before: Option<Id>,
    last_seen: u64,
}

impl Opened {
    /// Whether this is the first frame of the dialog; then remembers what had the focus.
    fn note(ctx: &Context, id: Id) -> Self {
        let now = ctx.cumulative_frame_nr();
        let known: Option<Memory> = ctx.data(|data| data.get_temp(id));
        let known = known.filter(|memory| memory.last_seen + 1 >= now);
        let focus_before =
            known.map_or_else(|| ctx.memory(egui::Memory::focused), |memory| memory.focus_before);
        ctx.data_mut(|data| data.insert_temp(id, Memory { focus_before, last_seen: now }));
        if known.is_some() { Self::Before } else { Self::Now }
    }

    fn give_focus_back(ctx: &Context, id: Id) {
        let known: Option<Memory> = ctx.data_mut(|data| data.remove_temp(id));
        let Some(focus) = known.and_then(|memory| memory.focus_before) else { return };
        let due = ctx.cumulative_frame_nr() + 2;
        let key = Id::unique("focus to give back");
        let waiting = ctx.data_mut(|data| {
            data.insert_temp(key, Some((focus, due)));
            std::mem::replace(data.get_temp_mut_or_default::<Waiting>(key), Waiting::Yes)
        });
        // While egui remembers the dialog, for one more frame, nothing behind it can have the focus.
        if waiting == Waiting::No {
            ctx.on_begin_pass(
                "give focus back",
                Arc::new(move |ui: &mut Ui| give_due_focus_back(ui.ctx(), key)),
            );
        }
        ctx.request_repaint();
    }
}

/// Whether the callback that gives the focus back is installed.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Waiting {
    #[default]
    No,
    Yes,
}

fn give_due_focus_back(ctx: &Context, key: Id) {
    let wanted: Option<(Id, u64)> = ctx.data(|data| data.get_temp(key)).flatten();
    let Some((focus, due)) = wanted else { return };
    if ctx.cumulative_frame_nr() >= due {
        ctx.data_mut(|data| data.insert_temp(key, None::<(Id, u64)>));
        ctx.memory_mut(|memory| memory.request_focus(focus));
    } else {
        ctx.request_repaint();
    }
}

#[cfg(test)]
mod tests {
    use egui::Key;
    use egui::accesskit::Role;
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    use super::Answer;
    use super::Dialog;
    use crate::ui::widgets::button::Button;
    use crate::ui::widgets::testing::harness;

    #[derive(Default)]
    struct Page {
        open: bool,
        answers: Vec<Answer>,
    }

    fn draw(ui: &mut egui::Ui, page: &mut Page) {
        if ui.add(Button::plain("Remove…")).clicked() {
            page.open = true;
        }
        if page.open {
            let dialog = Dialog::new("Permanently remove 3 people?", "Keep all 3")
                .act(Button::destroy("Permanently remove 3 people"))
                .aside("Delete instead…");
            let answer = dialog.show(ui, |ui| {
                ui.label("Ada, Bob, Cy");
            });
            if answer != Answer::Waiting {
                page.open = false;
                page.answers.push(answer);
            }
        }
    }

    fn opened<'a>() -> Harness<'a, Page> {
        let mut harness = harness(Page::default(), draw);
        harness.get_by_label("Remove…").focus();
        harness.run();
        harness.key_press(Key::Space);
        harness.run();
        harness.run_steps(4);
        harness
    }

    #[test]
    fn the_safe_button_has_the_focus_and_enter_is_the_safe_answer() {
        let mut harness = opened();
        harness.get_by_role_and_label(Role::Dialog, "Permanently remove 3 people?");
        assert!(harness.get_by_role_and_label(Role::Button, "Keep all 3").is_focused());
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().answers, [Answer::Closed]);
    }

    #[test]
    fn escape_closes_and_the_focus_returns() {
        let mut harness = opened();
        harness.key_press(Key::Escape);
        harness.run();
        assert_eq!(harness.state().answers, [Answer::Closed]);
        assert!(harness.get_by_label("Remove…").is_focused());
    }

    #[test]
    fn enter_on_the_button_that_destroys_does_nothing_and_a_click_acts() {
        let mut harness = opened();
        harness.get_by_role_and_label(Role::Button, "Permanently remove 3 people").focus();
        harness.run();
        harness.key_press(Key::Enter);
        harness.run();
        assert!(harness.state().answers.is_empty());
        harness.get_by_role_and_label(Role::Button, "Permanently remove 3 people").click();
        harness.run();
        assert_eq!(harness.state().answers, [Answer::Acted]);
    }

    #[test]
    fn the_alternative_answers_too_and_the_page_behind_does_not() {
        let mut harness = opened();
        harness.get_by_label("Remove…").click();
        harness.run();
        assert!(harness.state().open);
        harness.get_by_label("Delete instead…").click();
        harness.run();
        assert_eq!(harness.state().answers, [Answer::Aside]);
    }
}
