//! Text by role: headings, captions, notes, errors, values that may be selected and copied.

use egui::Color32;
use egui::FontId;
use egui::Label;
use egui::Response;
use egui::RichText;
use egui::Ui;

use crate::ui::theme;
use crate::ui::theme::fonts;
use crate::ui::theme::tokens::Tone;
use crate::ui::theme::tokens::size;
use crate::verkada::name;

fn add(ui: &mut Ui, text: RichText) -> Response {
    ui.add(Label::new(text.line_height(Some(size::LINE_HEIGHT))))
}

fn cut(ui: &mut Ui, text: &str, font: FontId, color: Color32) -> Response {
    ui.add(Label::new(RichText::new(name::shown(text)).font(font).color(color)).truncate())
}

/// The heading of a page or dialog.
pub(crate) fn heading(ui: &mut Ui, text: &str) -> Response {
    let color = theme::tokens(ui).text;
    ui.add(Label::new(RichText::new(name::shown(text)).font(fonts::heading()).color(color)))
}

/// The name of the person or thing shown.
pub(crate) fn title(ui: &mut Ui, text: &str) -> Response {
    let color = theme::tokens(ui).text;
    cut(ui, text, fonts::title(), color)
}

/// The title of a card or a group.
pub(crate) fn strong(ui: &mut Ui, text: &str) -> Response {
    let color = theme::tokens(ui).text;
    add(ui, RichText::new(name::shown(text)).font(fonts::strong()).color(color))
}

/// Running text.
pub(crate) fn body(ui: &mut Ui, text: &str) -> Response {
    let color = theme::tokens(ui).text;
    add(ui, RichText::new(text).font(fonts::body()).color(color))
}

/// Second text.
pub(crate) fn muted(ui: &mut Ui, text: &str) -> Response {
    let color = theme::tokens(ui).text_muted;
    add(ui, RichText::new(text).font(fonts::body()).color(color))
}

/// Second text from elsewhere on one line, cut with `…`.
pub(crate) fn muted_line(ui: &mut Ui, text: &str) -> Response {
    let color = theme::tokens(ui).text_muted;
    cut(ui, text, fonts::body(), color)
}

/// A note: what something means, what comes after.
pub(crate) fn hint(ui: &mut Ui, text: &str) -> Response {
    let color = theme::tokens(ui).text_hint;
    add(ui, RichText::new(text).font(fonts::small()).color(color))
}

/// A note on one line, cut with `…`.
pub(crate) fn hint_line(ui: &mut Ui, text: &str) -> Response {
    let color = theme::tokens(ui).text_hint;
    cut(ui, text, fonts::small(), color)
}

/// The caption of a field.
pub(crate) fn label(ui: &mut Ui, text: &str) -> Response {
    let color = theme::tokens(ui).text_muted;
    add(ui, RichText::new(text).font(fonts::body()).color(color))
}

/// What went wrong, under the thing that did.
pub(crate) fn error(ui: &mut Ui, text: &str) -> Response {
    toned(ui, Tone::Danger, text)
}

/// Small text in the color of a tone.
pub(crate) fn toned(ui: &mut Ui, tone: Tone, text: &str) -> Response {
    let color = theme::tokens(ui).tone(tone).text;
    add(ui, RichText::new(text).font(fonts::small()).color(color))
}

/// Fixed-width text on one line, cut with `…`.
pub(crate) fn mono(ui: &mut Ui, text: &str) -> Response {
    let color = theme::tokens(ui).text;
    cut(ui, text, fonts::mono(), color)
}

/// Small second text: details under a sentence.
pub(crate) fn small(ui: &mut Ui, text: &str) -> Response {
    let color = theme::tokens(ui).text_muted;
    ui.add(Label::new(RichText::new(text).font(fonts::small()).color(color)).wrap())
}
