//! Why an expression comes to what it does: every part with its value.

use egui::{ScrollArea, Ui, Vec2};

use crate::entra::{AttributeMapping, Flow, RowPreview, Source, Trace, Value};
use crate::session::mappings::trial::Revision;
use crate::session::state::State;
use crate::ui::pages::mappings::words;
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::theme::{self, fonts};
use crate::ui::widgets::{paint, text};
use crate::verkada::name;

const LINE: f32 = 22.0;
const INDENT: f32 = 18.0;
/// The column of values begins at this share of the width.
const VALUES: f32 = 0.56;

/// The tree as it was last made.
#[derive(Default)]
pub(super) struct WhyView {
    made: Option<((Revision, usize), usize, Option<Trace>)>,
}

impl WhyView {
    /// Draws why a row comes to what it does.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        mapping: &AttributeMapping,
        row: usize,
        tried: Option<&RowPreview>,
        state: &State,
    ) {
        let work = &state.mappings;
        let (Some(tried), Some(person)) = (tried, &work.person) else {
            let says = if work.people.is_loading() {
                "The people are still being read."
            } else {
                "Choose a person above to see the values."
            };
            text::muted(ui, says);
            return;
        };
        text::body(ui, &words::says(tried));
        ui.add_space(size::GAP_SMALL);
        let fresh =
            self.made.take().filter(|(made_of, at, _)| (*made_of, *at) == (person.made_of(), row));
        let (_, _, trace) =
            self.made.insert(fresh.unwrap_or_else(|| (person.made_of(), row, state.trace(row))));
        match (&mapping.source, trace) {
            (Source::Expression(text), Some(trace)) => tree_ui(ui, text.text(), trace),
            _ => {
                for (attribute, value) in &tried.used {
                    ui.horizontal(|ui| {
                        text::mono(ui, &format!("[{attribute}]"));
                        text::muted(ui, &words::value_text(value));
                    });
                }
            }
        }
    }
}

fn tree_ui(ui: &mut Ui, source: &str, trace: &Trace) {
    let mut lines = Vec::new();
    flatten(trace, 0, &mut lines);
    ScrollArea::vertical().id_salt("trace").auto_shrink(false).show_rows(
        ui,
        LINE,
        lines.len(),
        |ui, seen| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            for (depth, part) in lines.get(seen).unwrap_or_default() {
                line_ui(ui, source, *depth, part);
            }
        },
    );
}

fn flatten<'a>(trace: &'a Trace, depth: usize, lines: &mut Vec<(usize, &'a Trace)>) {
    lines.push((depth, trace));
    for part in &trace.parts {
        flatten(part, depth + 1, lines);
    }
}

#[expect(clippy::cast_precision_loss, reason = "depths are small")]
fn line_ui(ui: &mut Ui, source: &str, depth: usize, part: &Trace) {
    let tokens = theme::tokens(ui);
    let (rect, response) =
        ui.allocate_exact_size(Vec2::new(ui.available_width(), LINE), egui::Sense::hover());
    let painter = ui.painter();
    let left = rect.left() + INDENT * depth as f32;
    let middle = rect.center().y;
    let values = rect.left() + rect.width() * VALUES;
    if depth > 0 {
        let x = left - INDENT / 2.0;
        painter.vline(x, rect.top()..=middle, egui::Stroke::new(size::LINE, tokens.line_strong));
        painter.hline(x..=left - 3.0, middle, egui::Stroke::new(size::LINE, tokens.line_strong));
    }
    let written = source.get(part.span.clone()).unwrap_or(&part.label);
    let written =
        name::shown(&written.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned();
    let room = (values - left - size::GAP_LARGE).max(40.0);
    paint::put(
        painter,
        left,
        middle,
        paint::line_in(painter, &written, fonts::mono(), tokens.text, room),
    );
    let (value, tone) = value_of(part);
    let color = tokens.tone(tone).text;
    let reason = part.reason.as_deref().unwrap_or("");
    let room = rect.right() - values;
    let drawn = paint::line_in(painter, &value, fonts::mono(), color, room * 0.6);
    let end = paint::put(painter, values, middle, drawn);
    let left_over = rect.right() - end - size::GAP;
    if !reason.is_empty() && left_over > 30.0 {
        let drawn = paint::line_in(painter, reason, fonts::small(), tokens.text_hint, left_over);
        paint::put(painter, end + size::GAP, middle, drawn);
    }
    let said = if reason.is_empty() {
        format!("{written}: {value}")
    } else {
        format!("{written}: {value}, {reason}")
    };
    paint::announce(&response, egui::accesskit::Role::Label, &said);
    let mut tip = said;
    for corner in &part.corners {
        tip.push_str("\n\nEntra's behavior is not documented here. ");
        tip.push_str(corner.sentence());
    }
    response.on_hover_text(tip);
}

/// The value of a part in words, and how good it is.
fn value_of(part: &Trace) -> (String, Tone) {
    match &part.result {
        Ok(Flow::Dropped) => ("not sent".to_owned(), Tone::Neutral),
        Ok(Flow::Value(value)) => (format!("→ {}", shown(value)), Tone::Good),
        Err(error) => (error.message.clone(), Tone::Danger),
    }
}

/// A value as it is written in an expression.
fn shown(value: &Value<'_>) -> String {
    let quoted = |text: &str| format!("\"{}\"", name::shown(text));
    match value {
        Value::Null => "null".to_owned(),
        Value::Many(many) => {
            let texts: Vec<String> = many.iter().map(|one| quoted(one)).collect();
            format!("[{}]", texts.join(", "))
        }
        other => quoted(&other.clone().into_texts().concat()),
    }
}
