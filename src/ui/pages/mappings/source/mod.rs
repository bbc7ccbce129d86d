//! The field in which an expression is typed: colored, completed, with its signature and its error.

mod read;

use std::sync::Arc;

use egui::text::{CCursor, CCursorRange, LayoutJob, TextFormat};
use egui::text_edit::TextEditState;
use egui::{
    CornerRadius, Event, EventFilter, Frame, Galley, Id, Key, Margin, Modifiers, Shape, Stroke,
    StrokeKind, TextBuffer, TextEdit, Ui,
};

use crate::entra::{
    Completion, CompletionKind, Completions, FunctionEntry, Highlight, KnownAttribute, Occurs,
    Span, complete, highlight, signature_at,
};
use crate::limits;
use crate::ui::pages::mappings::source::read::{Mark, ReadText};
use crate::ui::theme::tokens::{Tokens, Tone, size};
use crate::ui::theme::{self, fonts};
use crate::ui::widgets::menu::Item;
use crate::ui::widgets::{button, text};

/// Lines seen without scrolling.
const LINES: usize = 2;
/// Completions offered at once.
const OFFERED: usize = 6;

/// What is open under the field.
#[derive(Default)]
pub(super) struct ExpressionField {
    /// The completion that Tab would take.
    marked: usize,
    /// Whether the list is to be scrolled to that completion.
    reveal: Reveal,
    /// Whether completions are offered.
    offer: Offer,
    /// What the completions were last made from.
    made: Option<(String, usize, Completions)>,
    /// The expression as it was last read.
    read: Option<ReadText>,
}

/// Whether completions are offered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Offer {
    /// While a name is being typed.
    #[default]
    WhileTyping,
    /// Wherever the cursor is: somebody asked.
    Asked,
    /// Not until something is typed.
    Hushed,
}

/// Whether the list is to be scrolled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Reveal {
    /// It stays as it is.
    #[default]
    No,
    /// The completion that Tab would take is to be seen.
    Marked,
}

/// What a key asks of the completions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pressed {
    Take,
    Up,
    Down,
    Hush,
    Ask,
}

impl ExpressionField {
    /// Draws the field; the expression is changed as it is typed. The attributes are those that are offered.
    pub(super) fn ui<'a>(
        &mut self,
        ui: &mut Ui,
        expression: &mut String,
        attributes: impl FnOnce() -> Vec<&'a str>,
    ) {
        let id = ui.scope_id().with("expression");
        let made = self.made.as_ref().filter(|(text, _, _)| text == expression);
        let offered = made.map_or(0, |(_, _, made)| made.entries.len());
        let is_here = ui.memory(|memory| memory.has_focus(id));
        let pressed = if is_here { pressed(ui, offered) } else { None };
        let read = self.read.take().filter(|read| read.is_of(expression));
        let read = read.unwrap_or_else(|| ReadText::new(expression));
        let output = field_ui(ui, id, expression, read.marks());
        let is_focused = output.response.response.has_focus();
        if output.response.response.changed() {
            // What was deleted is not to be offered again at once.
            self.offer = if is_typing(ui) { Offer::WhileTyping } else { Offer::Hushed };
            self.marked = 0;
        }
        let cursor = output
            .cursor_range
            .filter(|_| is_focused)
            .map(|range| byte_at(expression, range.primary.index.into()));
        if pressed == Some(Pressed::Ask) {
            self.offer = Offer::Asked;
        }
        if pressed == Some(Pressed::Hush) {
            self.offer = Offer::Hushed;
        }
        self.made = cursor.and_then(|cursor| self.offers(expression, cursor, attributes));
        let count = self.made.as_ref().map_or(0, |(_, _, made)| made.entries.len().min(OFFERED));
        match pressed {
            Some(Pressed::Down) if count > 0 => self.marked = (self.marked + 1) % count,
            Some(Pressed::Up) if count > 0 => self.marked = (self.marked + count - 1) % count,
            _ => {}
        }
        if count > 0 && (offered == 0 || pressed.is_some()) {
            self.reveal = Reveal::Marked;
        }
        if is_focused {
            // While completions are offered, Tab and Esc are theirs.
            let offered = self.made.as_ref().is_some_and(|(_, _, made)| !made.entries.is_empty());
            let filter = EventFilter {
                tab: offered,
                horizontal_arrows: true,
                vertical_arrows: true,
                escape: offered,
            };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        }
        let clicked = self.below_ui(ui, expression, cursor, &read);
        self.read = Some(read);
        let taken = clicked.or_else(|| (pressed == Some(Pressed::Take)).then_some(self.marked));
        if let (Some(taken), Some((_, _, made))) = (taken, &self.made)
            && let Some(entry) = made.entries.get(taken)
        {
            take(ui, id, expression, &made.replace, &entry.text);
            (self.offer, self.marked) = (Offer::Hushed, 0);
        }
    }

    fn offers<'a>(
        &mut self,
        text: &str,
        cursor: usize,
        attributes: impl FnOnce() -> Vec<&'a str>,
    ) -> Option<(String, usize, Completions)> {
        let made = match self.made.take() {
            Some(made) if made.0 == text && made.1 == cursor => made,
            _ => (text.to_owned(), cursor, complete(text, cursor, &attributes())),
        };
        let is_typing = made.2.replace.start < cursor
            && !made
                .2
                .entries
                .iter()
                .any(|entry| Some(entry.text.as_str()) == text.get(made.2.replace.clone()));
        let is_offered = match self.offer {
            Offer::WhileTyping => is_typing,
            Offer::Asked => true,
            Offer::Hushed => false,
        };
        is_offered.then_some(made)
    }

    /// What stands under the field: what is wrong, then the completions, or the signature. Returns the completion clicked.
    fn below_ui(
        &mut self,
        ui: &mut Ui,
        expression: &mut String,
        cursor: Option<usize>,
        read: &ReadText,
    ) -> Option<usize> {
        let made = self.made.as_ref().map(|(_, _, made)| made);
        let made = made.filter(|made| !made.entries.is_empty());
        let is_told = read.told_ui(ui, made.map(|made| &made.replace));
        if let Some(made) = made {
            let reveal = std::mem::take(&mut self.reveal);
            return list_ui(ui, made, self.marked, reveal);
        }
        if let Some((function, index)) = cursor.and_then(|cursor| signature_at(expression, cursor))
        {
            text::hint(ui, &signature(function.name(), function.entry(), index));
        } else if !is_told || read.formatted(expression).is_some() {
            ui.horizontal(|ui| {
                text::hint(ui, "Ctrl Space completes functions and attributes.");
                if let Some(formatted) = read.formatted(expression)
                    && button::link(ui, "Format").clicked()
                {
                    formatted.clone_into(expression);
                }
            });
        }
        None
    }
}

/// The completions, one of them marked; returns the one clicked.
fn list_ui(ui: &mut Ui, made: &Completions, marked: usize, reveal: Reveal) -> Option<usize> {
    let mut clicked = None;
    let width = ui.available_width();
    for (number, entry) in made.entries.iter().take(OFFERED).enumerate() {
        let is_marked = number == marked;
        let keys = if is_marked { "Tab" } else { "" };
        let shown = label(entry);
        let item = Item::new(&shown).keys(keys).checked(is_marked).within(width);
        let item = if is_marked { item.marked() } else { item }.show(ui);
        if is_marked && reveal == Reveal::Marked {
            item.scroll_to_me(None);
        }
        if item.clicked() {
            clicked = Some(number);
        }
    }
    clicked
}

/// Whether something was put into the field in this frame, and not only taken out.
fn is_typing(ui: &Ui) -> bool {
    ui.input(|input| {
        let puts =
            |event: &Event| matches!(event, Event::Text(_) | Event::Paste(_) | Event::Ime(_));
        input.events.iter().any(puts)
    })
}

/// Takes the keys that are for the completions before the field sees them.
fn pressed(ui: &Ui, offered: usize) -> Option<Pressed> {
    let took = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if took(Modifiers::COMMAND, Key::Space) {
        return Some(Pressed::Ask);
    }
    if offered == 0 {
        return None;
    }
    [
        (Key::Tab, Pressed::Take),
        (Key::Enter, Pressed::Take),
        (Key::ArrowUp, Pressed::Up),
        (Key::ArrowDown, Pressed::Down),
        (Key::Escape, Pressed::Hush),
    ]
    .into_iter()
    .find_map(|(key, pressed)| took(Modifiers::NONE, key).then_some(pressed))
}

fn field_ui(
    ui: &mut Ui,
    id: Id,
    expression: &mut String,
    wrong: &[Mark],
) -> egui::text_edit::TextEditOutput {
    let tokens = theme::tokens(ui);
    let background = ui.painter().add(Shape::Noop);
    let mut layout = |ui: &Ui, buffer: &dyn TextBuffer, width: f32| {
        galley(ui, tokens, buffer.as_str(), wrong, width)
    };
    let output = TextEdit::multiline(expression)
        .id(id)
        .font(fonts::mono())
        .char_limit(limits::EXPRESSION_CHARS)
        .desired_rows(LINES)
        .desired_width(f32::INFINITY)
        .frame(Frame::new().inner_margin(Margin::symmetric(10, 6)))
        .layouter(&mut layout)
        .show(ui);
    let response = &output.response.response;
    let fails = wrong.iter().any(|mark| mark.tone == Tone::Danger);
    let (line, width) = match (fails, response.has_focus()) {
        (true, true) => (tokens.danger, size::FOCUS),
        (true, false) => (tokens.danger, size::LINE),
        (false, true) => (tokens.accent, size::FOCUS),
        (false, false) => (tokens.control, size::LINE),
    };
    ui.painter().set(
        background,
        egui::epaint::RectShape::new(
            response.rect,
            CornerRadius::same(size::RADIUS),
            tokens.surface,
            Stroke::new(width, line),
            StrokeKind::Inside,
        ),
    );
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_label("Expression"));
    output
}

fn galley(ui: &Ui, tokens: &Tokens, written: &str, wrong: &[Mark], width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    let plain = TextFormat::simple(fonts::mono(), tokens.text);
    let mut from = 0;
    let mut push = |range: std::ops::Range<usize>, format: TextFormat| {
        if let Some(part) = written.get(range).filter(|part| !part.is_empty()) {
            job.append(part, 0.0, format);
        }
    };
    for (span, kind) in highlight(written) {
        push(from..span.start, plain.clone());
        let mut format = TextFormat::simple(fonts::mono(), color(tokens, kind));
        let here = wrong
            .iter()
            .filter(|mark| mark.span.start < span.end && span.start < mark.span.end)
            .map(|mark| mark.tone)
            .chain((kind == Highlight::Error).then_some(Tone::Danger));
        // What fails is seen over what is doubtful.
        if let Some(tone) = here.max_by_key(|tone| *tone == Tone::Danger) {
            format.underline = Stroke::new(size::LINE, tokens.tone(tone).text);
        }
        push(span.clone(), format);
        from = span.end;
    }
    push(from..written.len(), plain.clone());
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// The color of a stretch of an expression.
pub(super) const fn color(tokens: &Tokens, kind: Highlight) -> egui::Color32 {
    match kind {
        Highlight::Function => tokens.accent,
        Highlight::Attribute => tokens.sandbox,
        Highlight::Text => tokens.good,
        Highlight::Escape | Highlight::Number | Highlight::Word => tokens.warning,
        Highlight::Punctuation => tokens.text_muted,
        Highlight::Error => tokens.danger,
    }
}

/// Puts a completion into the text and the cursor behind it.
fn take(ui: &Ui, id: Id, expression: &mut String, replace: &Span, with: &str) {
    if expression.get(replace.clone()).is_none() {
        return;
    }
    expression.replace_range(replace.clone(), with);
    let end =
        expression.get(..replace.start + with.len()).map_or(0, |before| before.chars().count());
    let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
    state.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(end))));
    state.store(ui.ctx(), id);
    ui.memory_mut(|memory| memory.request_focus(id));
}

fn byte_at(text: &str, character: usize) -> usize {
    text.char_indices().nth(character).map_or(text.len(), |(at, _)| at)
}

fn label(entry: &Completion) -> String {
    let about = match entry.kind {
        CompletionKind::Function(function) => function.entry().summary,
        CompletionKind::Attribute => KnownAttribute::named(entry.text.trim_matches(['[', ']']))
            .map_or("Attribute", |known| known.summary),
        CompletionKind::Word => "Word",
    };
    format!("{}  {about}", entry.text.trim_end_matches('('))
}

/// `Mid(source, start, length)` with the parameter at the cursor in capital brackets, and what the function does.
fn signature(name: &str, entry: &FunctionEntry, index: usize) -> String {
    let last = entry.parameters.len().saturating_sub(1);
    let parameters: Vec<String> = entry
        .parameters
        .iter()
        .enumerate()
        .map(|(at, parameter)| {
            let more = if matches!(parameter.occurs, Occurs::AtLeast(_) | Occurs::Pairs) {
                ", …"
            } else {
                ""
            };
            if at == index.min(last) {
                format!("‹{}›{more}", parameter.name)
            } else {
                format!("{}{more}", parameter.name)
            }
        })
        .collect();
    format!("{name}({})  {}", parameters.join(", "), entry.summary)
}
