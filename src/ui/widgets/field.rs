//! Text fields: with a label, a hint, a note or an error; and the search field.

use egui::Align2;
use egui::CornerRadius;
use egui::Frame;
use egui::Margin;
use egui::Rect;
use egui::Response;
use egui::RichText;
use egui::Sense;
use egui::Shape;
use egui::Stroke;
use egui::StrokeKind;
use egui::TextBuffer;
use egui::TextEdit;
use egui::Ui;
use egui::Vec2;
use egui::accesskit::Role;
use egui::epaint::RectShape;

use crate::ui::theme;
use crate::ui::theme::fonts;
use crate::ui::theme::icons;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::badge;
use crate::ui::widgets::paint;
use crate::ui::widgets::text;

const PADDING: i8 = 10;
const SEARCH_LEFT: i8 = 32;

/// One line of text with a label above it and a note or an error below.
#[must_use = "a field does nothing until it is shown"]
pub(crate) struct Field<'a> {
    label: &'a str,
    hint: &'a str,
    note: &'a str,
    error: Option<&'a str>,
    width: f32,
    mono: Face,
    longest: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    Text,
    Mono,
}

impl<'a> Field<'a> {
    /// The label is also the accessible name.
    pub(crate) const fn new(label: &'a str) -> Self {
        Self {
            label,
            hint: "",
            note: "",
            error: None,
            width: f32::INFINITY,
            mono: Face::Text,
            longest: 8_192,
        }
    }

    /// Shown while the field is empty.
    pub(crate) const fn hint(mut self, hint: &'a str) -> Self {
        self.hint = hint;
        self
    }

    /// Shown under the field.
    pub(crate) const fn note(mut self, note: &'a str) -> Self {
        self.note = note;
        self
    }

    /// What is wrong and how to mend it; shown instead of the note.
    pub(crate) const fn error(mut self, error: Option<&'a str>) -> Self {
        self.error = error;
        self
    }

    /// Fixed-width characters, for ids, addresses and phrases.
    pub(crate) const fn mono(mut self) -> Self {
        self.mono = Face::Mono;
        self
    }

    /// A fixed width; otherwise as wide as there is room.
    pub(crate) const fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Draws it; `changed()` of the response says that the text did.
    pub(crate) fn show(self, ui: &mut Ui, buffer: &mut dyn TextBuffer) -> Response {
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = size::GAP_SMALL;
            let label = text::label(ui, self.label);
            let width = self.width.min(ui.available_width());
            let font = if self.mono == Face::Mono { fonts::mono() } else { fonts::body() };
            let edit = TextEdit::singleline(buffer).font(font).char_limit(self.longest);
            let response =
                boxed(ui, edit, self.hint, width, Insets::plain(), self.error.is_some().into());
            let response = response.labelled_by(label.id);
            below(ui, self.note, self.error);
            response
        })
        .inner
    }
}

/// The note or the error under a field.
pub(super) fn below(ui: &mut Ui, note: &str, error: Option<&str>) {
    if let Some(error) = error {
        text::error(ui, error);
    } else if !note.is_empty() {
        text::hint(ui, note);
    }
}

/// Whether what is in a field can be used.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Validity {
    Fine,
    Wrong,
}

impl From<bool> for Validity {
    fn from(wrong: bool) -> Self {
        if wrong { Self::Wrong } else { Self::Fine }
    }
}

/// Room kept free beside the text.
#[derive(Clone, Copy)]
pub(super) struct Insets {
    left: i8,
    right: i8,
}

impl Insets {
    pub(super) const fn plain() -> Self {
        Self { left: PADDING, right: PADDING }
    }
}

/// A text edit in our own box, so that outline and focus look alike everywhere.
pub(super) fn boxed(
    ui: &mut Ui,
    edit: TextEdit<'_>,
    hint: &str,
    width: f32,
    insets: Insets,
    validity: Validity,
) -> Response {
    let tokens = theme::tokens(ui);
    let background = ui.painter().add(Shape::Noop);
    let margin = Margin { left: insets.left, right: insets.right, top: 5, bottom: 5 };
    let response = edit
        .hint_text(RichText::new(hint).font(fonts::body()))
        .frame(Frame::new().inner_margin(margin))
        .text_color(tokens.text)
        .desired_width(width)
        .min_size(Vec2::new(width.min(ui.available_width()), size::CONTROL))
        .align(Align2::LEFT_CENTER)
        .show(ui)
        .response
        .response;
    let focused = response.has_focus();
    let (line, thickness) = match (validity, focused) {
        (Validity::Wrong, true) => (tokens.danger, size::FOCUS),
        (Validity::Wrong, false) => (tokens.danger, size::LINE),
        (Validity::Fine, true) => (tokens.accent, size::FOCUS),
        (Validity::Fine, false) => (tokens.control, size::LINE),
    };
    let radius = CornerRadius::same(size::RADIUS);
    let fill = if ui.is_enabled() { tokens.surface } else { tokens.raised };
    let stroke = Stroke::new(thickness, line);
    ui.painter()
        .set(background, RectShape::new(response.rect, radius, fill, stroke, StrokeKind::Inside));
    response
}

/// Filters a list while you type: magnifier, hint, the keys that lead here, a cross that empties it.
#[must_use = "a field does nothing until it is shown"]
pub(crate) struct Search<'a> {
    hint: &'a str,
    keys: &'a str,
    width: f32,
}

impl<'a> Search<'a> {
    /// The hint is also the accessible name ("Filter people").
    pub(crate) const fn new(hint: &'a str) -> Self {
        Self { hint, keys: "", width: 280.0 }
    }

    /// The keys that bring the focus here, shown while it is empty.
    pub(crate) const fn keys(mut self, keys: &'a str) -> Self {
        self.keys = keys;
        self
    }

    /// Its width.
    pub(crate) const fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Draws it. Esc empties it first and leaves it second.
    pub(crate) fn show(self, ui: &mut Ui, buffer: &mut String) -> Response {
        let tokens = theme::tokens(ui);
        let keys_size = badge::key_hint_size(ui, self.keys);
        let right = if self.keys.is_empty() { 28.0 } else { keys_size.x + 16.0 };
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a hint is far narrower than 127 points"
        )]
        let insets = Insets { left: SEARCH_LEFT, right: right.min(120.0) as i8 };
        let edit = TextEdit::singleline(buffer).char_limit(1_024);
        let mut response = boxed(ui, edit, self.hint, self.width, insets, Validity::Fine);
        let rect = response.rect;
        let middle = rect.center().y;
        paint::icon(
            ui.painter(),
            egui::pos2(rect.left() + 18.0, middle),
            icons::SEARCH,
            size::ICON,
            tokens.text_muted,
        );
        if buffer.is_empty() {
            if !self.keys.is_empty() && !response.has_focus() {
                badge::paint_key_hint(ui, rect.right() - keys_size.x - 9.0, middle, self.keys);
            }
        } else if self.clear_button(ui, rect) || escape_pressed(ui, &response) {
            buffer.clear();
            response.mark_changed();
            response.request_focus();
        }
        response.accessible_name(self.hint)
    }

    fn clear_button(&self, ui: &Ui, field: Rect) -> bool {
        let tokens = theme::tokens(ui);
        let center = egui::pos2(field.right() - 16.0, field.center().y);
        let rect = Rect::from_center_size(center, Vec2::splat(20.0));
        let id = ui.scope_id().with((self.hint, "clear"));
        let response =
            ui.interact(rect, id, Sense::CLICK).on_hover_cursor(egui::CursorIcon::Default);
        let color = if response.hovered() { tokens.text } else { tokens.text_muted };
        paint::icon(ui.painter(), center, icons::CLOSE, size::TEXT_SMALL, color);
        paint::announce(&response, Role::Button, &format!("Clear {}", self.hint));
        response.clicked()
    }
}

fn escape_pressed(ui: &Ui, response: &Response) -> bool {
    let escape = ui.input(|input| input.key_pressed(egui::Key::Escape));
    escape && (response.has_focus() || response.lost_focus())
}

#[cfg(test)]
mod tests {
    use egui::Key;
    use egui::accesskit::Role;
    use egui_kittest::kittest::Queryable as _;

    use super::Field;
    use super::Search;
    use crate::ui::widgets::testing::harness;

    #[test]
    fn a_field_is_found_by_its_label_and_takes_text() {
        let mut harness = harness(String::new(), |ui, text: &mut String| {
            Field::new("Tenant URL").hint("https://…").note("From Command").show(ui, text);
        });
        harness.get_by_role_and_label(Role::TextInput, "Tenant URL").focus();
        harness.run();
        harness.get_by_role_and_label(Role::TextInput, "Tenant URL").type_text("https://a.example");
        harness.run();
        assert_eq!(harness.state(), "https://a.example");
        harness.get_by_label("From Command");
    }

    #[test]
    fn an_error_replaces_the_note() {
        let harness = harness(String::new(), |ui, text: &mut String| {
            Field::new("Tenant URL").note("From Command").error(Some("Needs https")).show(ui, text);
        });
        harness.get_by_label("Needs https");
        assert!(harness.query_by_label("From Command").is_none());
    }

    #[test]
    fn search_is_named_by_its_hint_and_escape_empties_it_first() {
        let mut harness = harness(String::new(), |ui, text: &mut String| {
            Search::new("Filter people").keys("Ctrl F").show(ui, text);
        });
        harness.get_by_role_and_label(Role::TextInput, "Filter people").focus();
        harness.run();
        harness.get_by_role_and_label(Role::TextInput, "Filter people").type_text("ada");
        harness.run();
        assert_eq!(harness.state(), "ada");
        harness.key_press(Key::Escape);
        harness.run();
        assert_eq!(harness.state(), "");
        assert!(harness.get_by_role_and_label(Role::TextInput, "Filter people").is_focused());
    }

    #[test]
    fn the_cross_empties_the_search() {
        let mut harness = harness("ada".to_owned(), |ui, text: &mut String| {
            Search::new("Filter people").show(ui, text);
        });
        harness.get_by_label("Clear Filter people").click();
        harness.run();
        assert_eq!(harness.state(), "");
    }
}
