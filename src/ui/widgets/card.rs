//! Boxes that hold one subject, and rows of a name and a value in them.

use egui::CornerRadius;
use egui::Frame;
use egui::Margin;
use egui::Response;
use egui::Sense;
use egui::Stroke;
use egui::Ui;
use egui::Vec2;
use egui::accesskit::Role;

use crate::ui::theme;
use crate::ui::theme::fonts;
use crate::ui::theme::icons;
use crate::ui::theme::tokens::Tone;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::paint;
use crate::verkada::name;

const VALUE_ROW: f32 = 18.0;
const NAME_COLUMN: f32 = 104.0;

/// A box around one subject, as wide as there is room.
pub(crate) fn card<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let tokens = theme::tokens(ui);
    framed(ui, tokens.raised, tokens.line, add)
}

/// A box whose outline says what kind of news it holds.
pub(crate) fn toned_card<R>(ui: &mut Ui, tone: Tone, add: impl FnOnce(&mut Ui) -> R) -> R {
    let tokens = theme::tokens(ui);
    framed(ui, tokens.surface, tokens.tone(tone).text, add)
}

fn framed<R>(
    ui: &mut Ui,
    fill: egui::Color32,
    line: egui::Color32,
    add: impl FnOnce(&mut Ui) -> R,
) -> R {
    Frame::new()
        .fill(fill)
        .stroke(Stroke::new(size::LINE, line))
        .corner_radius(CornerRadius::same(size::RADIUS_LARGE))
        .inner_margin(Margin::same(12))
        .show(ui, |ui| {
            ui.set_min_width(ui.available_width());
            add(ui)
        })
        .inner
}

/// One row "name, value" of a detail pane.
#[must_use = "a row does nothing until it is shown"]
pub(crate) struct KeyValue<'a> {
    name: &'a str,
    value: &'a str,
    mono: Face,
    lock: Option<(&'a str, &'a str)>,
    name_width: f32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Face {
    Text,
    Mono,
}

impl<'a> KeyValue<'a> {
    /// An empty value is shown as a dash.
    pub(crate) const fn new(name: &'a str, value: &'a str) -> Self {
        Self { name, value, mono: Face::Text, lock: None, name_width: NAME_COLUMN }
    }

    /// Fixed-width characters, for ids and addresses.
    pub(crate) const fn mono(mut self) -> Self {
        self.mono = Face::Mono;
        self
    }

    /// A lock with a short note beside it ("SCIM only", may be empty) and the reason on hover.
    pub(crate) const fn locked(mut self, note: &'a str, why: &'a str) -> Self {
        self.lock = Some((note, why));
        self
    }

    /// Room for the name; all rows of a group have the same.
    pub(crate) const fn name_width(mut self, width: f32) -> Self {
        self.name_width = width;
        self
    }

    /// Draws it; a secondary click on the response is the place for "Copy".
    pub(crate) fn show(self, ui: &mut Ui) -> Response {
        let tokens = theme::tokens(ui);
        let (rect, response) =
            ui.allocate_exact_size(Vec2::new(ui.available_width(), VALUE_ROW), Sense::click());
        let middle = rect.center().y;
        let painter = ui.painter();
        let name = paint::line_in(
            painter,
            self.name,
            fonts::body(),
            tokens.text_muted,
            self.name_width - size::GAP,
        );
        paint::put(painter, rect.left(), middle, name);
        let lock_note =
            self.lock.map(|(note, _)| paint::line(painter, note, fonts::tiny(), tokens.text_hint));
        let lock_width = lock_note.as_ref().map_or(0.0, |note| 26.0 + note.size().x);
        let font = if self.mono == Face::Mono { fonts::mono() } else { fonts::body() };
        let shown = if self.value.is_empty() { "–" } else { self.value };
        let room = rect.width() - self.name_width - lock_width;
        let galley = paint::line_in(painter, shown, font, tokens.text, room);
        let cut = galley.elided;
        let end = paint::put(painter, rect.left() + self.name_width, middle, galley);
        if let Some(note) = lock_note {
            paint::icon(
                painter,
                egui::pos2(end + 14.0, middle),
                icons::LOCK,
                size::TEXT_SMALL,
                tokens.text_hint,
            );
            paint::put(painter, end + 23.0, middle, note);
        }
        if response.has_focus() {
            paint::focus_ring(ui, rect, 4);
        }
        paint::announce(&response, Role::Label, &self.spoken());
        match (self.lock, cut) {
            (Some((_, why)), false) => response.on_hover_text(why),
            (Some((_, why)), true) => {
                response.on_hover_text(format!("{}\n{why}", name::shown(shown)))
            }
            (None, true) => response.on_hover_text(name::shown(shown)),
            (None, false) => response,
        }
    }

    fn spoken(&self) -> String {
        let value = if self.value.is_empty() { "empty".into() } else { name::shown(self.value) };
        match self.lock {
            Some((_, why)) => format!("{}: {value}, locked: {why}", self.name),
            None => format!("{}: {value}", self.name),
        }
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::Queryable as _;

    use super::KeyValue;
    use super::card;
    use crate::ui::widgets::testing::harness;

    #[test]
    fn rows_are_read_as_one_sentence_with_the_reason_of_a_lock() {
        let harness = harness((), |ui, ()| {
            card(ui, |ui| {
                KeyValue::new("Phone", "+1 312 555 0148")
                    .locked("SCIM only", "Entra writes it")
                    .show(ui);
                KeyValue::new("Card", "").mono().show(ui);
            });
        });
        harness.get_by_label("Phone: +1 312 555 0148, locked: Entra writes it");
        harness.get_by_label("Card: empty");
    }
}
