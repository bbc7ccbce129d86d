//! Why an expression comes to what it does: every part with its value.

use egui::{ScrollArea, Ui, Vec2};

use crate::entra::{Flow, Trace};
use crate::ui::theme::tokens::{Tone, size};
use crate::ui::theme::{self, fonts};
use crate::ui::widgets::{paint, text};
use crate::verkada::name;

const LINE: f32 = 22.0;
const INDENT: f32 = 18.0;
/// The column of values begins at this share of the width.
const VALUES: f32 = 0.56;

/// Draws the tree; `text` is the expression it was made from.
pub(super) fn ui(ui: &mut Ui, source: &str, trace: &Trace) {
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
    let rest = rect.right() - end - size::GAP;
    if !reason.is_empty() && rest > 30.0 {
        let drawn = paint::line_in(painter, reason, fonts::small(), tokens.text_hint, rest);
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
        tip.push_str("\n\nEntra's behaviour is not documented here. ");
        tip.push_str(corner.decision());
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
pub(super) fn shown(value: &crate::entra::Value<'_>) -> String {
    use crate::entra::Value;
    match value {
        Value::Null => "null".to_owned(),
        Value::Many(many) => {
            let texts: Vec<String> =
                many.iter().map(|one| format!("\"{}\"", name::shown(one))).collect();
            format!("[{}]", texts.join(", "))
        }
        other => other
            .text()
            .map_or_else(|| "null".to_owned(), |text| format!("\"{}\"", name::shown(&text))),
    }
}

/// What stands there for a row without an expression.
pub(super) fn plain_ui(ui: &mut Ui, says: &str) {
    text::muted(ui, says);
}
