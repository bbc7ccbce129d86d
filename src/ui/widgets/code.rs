//! JSON as it is on the wire: numbered lines with colors, of which only those in sight are laid out.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::RangeInclusive;
use std::sync::Arc;

use egui::Color32;
use egui::CornerRadius;
use egui::Event;
use egui::EventFilter;
use egui::Frame;
use egui::Galley;
use egui::Key;
use egui::Margin;
use egui::Rect;
use egui::Response;
use egui::ScrollArea;
use egui::Sense;
use egui::Ui;
use egui::Vec2;
use egui::accesskit::Role;
use egui::text::LayoutJob;
use egui::text::TextFormat;

use crate::ui::theme;
use crate::ui::theme::fonts;
use crate::ui::theme::tokens::Tokens;
use crate::ui::theme::tokens::size;
use crate::ui::widgets::json_colors;
use crate::ui::widgets::json_colors::Kind;
use crate::ui::widgets::paint;
use crate::verkada::name;

/// Characters of one line that are drawn; the copy is always whole.
const LONGEST: usize = 400;
const LINE: f32 = 18.0;

/// A text split into lines once, with what is selected in it; the page keeps it.
#[derive(Clone, Debug, Default)]
pub(crate) struct CodeDocument {
    text: String,
    starts: Vec<usize>,
    longest: usize,
    anchor: usize,
    selected: Option<(usize, usize)>,
}

impl CodeDocument {
    /// Takes a text that is already broken into lines, as pretty-printed JSON is.
    pub(crate) fn new(text: String) -> Self {
        let mut starts = vec![0];
        starts.extend(text.match_indices('\n').map(|(at, _)| at + 1));
        let longest = text.lines().map(|line| line.len().min(LONGEST)).max().unwrap_or(0);
        Self { text, starts, longest, anchor: 0, selected: None }
    }

    /// The whole text.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    fn count(&self) -> usize {
        self.starts.len()
    }

    fn line(&self, index: usize) -> &str {
        let start = self.starts.get(index).copied().unwrap_or(self.text.len());
        let end = self.starts.get(index + 1).map_or(self.text.len(), |next| next - 1);
        self.text.get(start..end).unwrap_or("")
    }

    fn selection(&self) -> Option<RangeInclusive<usize>> {
        self.selected.map(|(a, b)| a.min(b)..=a.max(b))
    }

    /// The selected lines, or all if none is.
    fn selected_text(&self) -> String {
        let Some(lines) = self.selection() else { return self.text.clone() };
        let start = self.starts.get(*lines.start()).copied().unwrap_or(0);
        let end = self.starts.get(lines.end() + 1).copied().unwrap_or(self.text.len());
        self.text.get(start..end).unwrap_or("").to_owned()
    }
}

/// Draws the text in the room there is. Returns what the person wants to copy: the caller has it copied by an action.
pub(crate) fn code(ui: &mut Ui, name: &str, document: &mut CodeDocument) -> Option<String> {
    let tokens = theme::tokens(ui);
    let frame = Frame::new()
        .fill(tokens.sunken)
        .corner_radius(CornerRadius::same(size::RADIUS))
        .inner_margin(Margin { left: 0, right: 4, top: 6, bottom: 6 });
    frame
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing = Vec2::ZERO;
            let area = ScrollArea::both().id_salt(name).auto_shrink([false, true]);
            area.show_rows(ui, LINE, document.count(), |ui, range| {
                let first = range.start;
                let seen: Vec<usize> = range.collect();
                lines(ui, name, document, first, &seen)
            })
            .inner
        })
        .inner
}

fn lines(
    ui: &mut Ui,
    name: &str,
    document: &mut CodeDocument,
    first: usize,
    seen: &[usize],
) -> Option<String> {
    let tokens = theme::tokens(ui);
    let digit = ui.fonts_mut(|fonts| fonts.glyph_width(&fonts::mono(), '0'));
    let gutter = digit * to_f32(document.count().to_string().len()) + 24.0;
    let width = (gutter + digit * to_f32(document.longest) + 16.0).max(ui.available_width());
    let (_, rect) = ui.allocate_space(Vec2::new(width, LINE * to_f32(seen.len())));
    let area = rect.intersect(ui.clip_rect());
    let response = ui.interact(area, ui.scope_id().with((name, "lines")), Sense::click_and_drag());
    paint::announce(&response, Role::Code, name);
    let copied = input(ui, document, &response, first, rect.top());
    let selection = document.selection();
    for (slot, index) in seen.iter().enumerate() {
        let top = rect.top() + LINE * to_f32(slot);
        let line_rect = Rect::from_x_y_ranges(rect.x_range(), top..=top + LINE);
        let middle = line_rect.center().y;
        if selection.as_ref().is_some_and(|lines| lines.contains(index)) {
            ui.painter().rect_filled(line_rect.intersect(area), 0.0, tokens.accent_soft);
        }
        let number =
            paint::line(ui.painter(), &(index + 1).to_string(), fonts::mono(), tokens.text_hint);
        paint::put(ui.painter(), rect.left() + gutter - 14.0 - number.size().x, middle, number);
        let galley = colored(ui, tokens, document.line(*index));
        paint::put(ui.painter(), rect.left() + gutter, middle, galley);
    }
    if response.has_focus() {
        paint::focus_ring(ui, ui.clip_rect().shrink(3.0), size::RADIUS);
    }
    ui.ctx().accesskit_node_builder(response.id, |node| {
        let shown: Vec<_> =
            seen.iter().map(|index| escaped(cut(document.line(*index)).0)).collect();
        node.set_value(shown.join("\n"));
    });
    copied
}

#[expect(clippy::cast_precision_loss, reason = "counts of lines and characters in sight")]
const fn to_f32(number: usize) -> f32 {
    number as f32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "never negative, few lines in sight"
)]
fn slot(points: f32) -> usize {
    (points / LINE).max(0.0) as usize
}

fn input(
    ui: &Ui,
    document: &mut CodeDocument,
    response: &Response,
    first: usize,
    top: f32,
) -> Option<String> {
    let last = document.count().saturating_sub(1);
    if let Some(pos) = response.interact_pointer_pos() {
        let line = (first + slot(pos.y - top)).min(last);
        let shift = ui.input(|input| input.modifiers.shift);
        if response.drag_started() || (response.clicked() && !shift) {
            document.anchor = line;
        }
        if response.dragged() || response.clicked() {
            document.selected = Some((document.anchor, line));
            response.request_focus();
        }
    }
    if !response.has_focus() {
        return None;
    }
    let filter = EventFilter { vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let mut copied = None;
    for event in ui.input(|input| input.events.clone()) {
        match event {
            Event::Copy => copied = Some(document.selected_text()),
            Event::Key { key: Key::A, pressed: true, modifiers, .. } if modifiers.command => {
                document.selected = Some((0, last));
            }
            Event::Key { key: Key::ArrowDown, pressed: true, .. } => {
                ui.scroll_with_delta(egui::vec2(0.0, -LINE));
            }
            Event::Key { key: Key::ArrowUp, pressed: true, .. } => {
                ui.scroll_with_delta(egui::vec2(0.0, LINE));
            }
            _ => {}
        }
    }
    copied
}

fn colored(ui: &Ui, tokens: &Tokens, line: &str) -> Arc<Galley> {
    let (shown, rest) = cut(line);
    let mut job = LayoutJob { break_on_newline: false, ..LayoutJob::default() };
    job.wrap.max_width = f32::INFINITY;
    // The request line above a body is no JSON.
    let is_json = !line.starts_with(|first: char| first.is_ascii_uppercase());
    let parts = if is_json { json_colors::parts(shown) } else { vec![(Kind::Other, shown)] };
    for (kind, text) in parts {
        job.append(&escaped(text), 0.0, TextFormat::simple(fonts::mono(), color(tokens, kind)));
    }
    if !rest.is_empty() {
        job.append("…", 0.0, TextFormat::simple(fonts::mono(), tokens.text_muted));
    }
    ui.painter().layout_job(job)
}

/// The beginning of a line that is drawn, and the rest.
fn cut(line: &str) -> (&str, &str) {
    let end = line.char_indices().nth(LONGEST).map_or(line.len(), |(at, _)| at);
    line.split_at_checked(end).unwrap_or((line, ""))
}

/// The text with characters that can not be seen written out.
fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(name::is_invisible) {
        return Cow::Borrowed(text);
    }
    let mut line = String::new();
    for character in text.chars() {
        if name::is_invisible(character) {
            write!(line, "[U+{:04X}]", u32::from(character)).unwrap_or_default();
        } else {
            line.push(character);
        }
    }
    Cow::Owned(line)
}

const fn color(tokens: &Tokens, kind: Kind) -> Color32 {
    match kind {
        Kind::Name => tokens.accent,
        Kind::Text => tokens.good,
        Kind::Number => tokens.warning,
        Kind::Word => tokens.sandbox,
        Kind::Sign => tokens.text_muted,
        Kind::Other => tokens.text,
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::kittest::Queryable as _;

    use super::CodeDocument;
    use super::code;
    use crate::ui::widgets::testing::harness;

    #[derive(Default)]
    struct Page {
        document: CodeDocument,
        copied: Option<String>,
    }

    fn draw(ui: &mut egui::Ui, page: &mut Page) {
        if let Some(text) = code(ui, "User as JSON", &mut page.document) {
            page.copied = Some(text);
        }
    }

    fn page(text: &str) -> Page {
        Page { document: CodeDocument::new(text.to_owned()), copied: None }
    }

    #[test]
    fn lines_are_cut_where_they_end() {
        let document = CodeDocument::new("{\n  \"a\": 1\n}".to_owned());
        assert_eq!(
            (0..4).map(|line| document.line(line)).collect::<Vec<_>>(),
            ["{", "  \"a\": 1", "}", ""]
        );
        assert_eq!(CodeDocument::new(String::new()).line(0), "");
    }

    #[test]
    fn selected_lines_or_all_are_handed_over_to_be_copied() {
        let mut harness = harness(page("{\n  \"a\": 1\n}"), draw);
        let area = harness.get_by_label("User as JSON").rect();
        for (point, copied) in [(27.0, "  \"a\": 1\n"), (9.0, "{\n")] {
            harness.hover_at(area.min + egui::vec2(60.0, point));
            harness.run();
            harness.drag_at(area.min + egui::vec2(60.0, point));
            harness.drop_at(area.min + egui::vec2(60.0, point));
            harness.run();
            harness.event(egui::Event::Copy);
            harness.run();
            assert_eq!(harness.state().copied.as_deref(), Some(copied));
        }
        harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
        harness.run();
        harness.event(egui::Event::Copy);
        harness.run();
        assert_eq!(harness.state().copied.as_deref(), Some("{\n  \"a\": 1\n}"));
    }

    #[test]
    fn megabytes_in_many_lines_or_in_one_are_no_trouble() {
        let many = "  \"name\": \"value\",\n".repeat(100_000);
        let one = format!("\"{}\"", "x".repeat(2_000_000));
        for text in [many, one] {
            let mut harness = harness(page(&text), draw);
            let start = std::time::Instant::now();
            harness.run_steps(20);
            println!("20 frames of {} bytes: {:?}", text.len(), start.elapsed());
            let shown = harness.get_by_label("User as JSON").value().expect("the lines in sight");
            assert!(shown.len() < 20_000, "{}", shown.len());
        }
    }
}
