//! How a JSON text is laid out, and new values written in the same way.

use serde_json::Value;

use crate::entra::schema::tree::{Cursor, Member, Node, Shape};

/// How a document is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    line_break: &'static str,
    /// One step to the right.
    step: String,
    colon: &'static str,
}

/// Where the parts of one list stand: a line each, or all on one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lines<'a> {
    One,
    /// With this before each part.
    Each(&'a str),
}

/// A change of a text: these bytes become that.
pub(super) type Splice = (std::ops::Range<usize>, String);

impl Layout {
    /// Reads the layout off a document; an indent of two spaces where nothing tells.
    pub(super) fn of(text: &str, root: &Node) -> Self {
        let line_break = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let colon = match first_member(root) {
            Some(member) => {
                let between = text.get(member.key.end..member.value.span.start).unwrap_or(":");
                if between.ends_with(' ') { ": " } else { ":" }
            }
            None => ":",
        };
        let outer = indent(text, root.span.start);
        let inner = inner_start(root).map(|at| indent(text, at)).unwrap_or_default();
        let step = inner.strip_prefix(outer).filter(|step| !step.is_empty()).unwrap_or("  ");
        Self { line_break, step: step.to_owned(), colon }
    }

    /// Writes a value that stands in a list laid out so.
    pub(super) fn value(&self, value: &Value, lines: Lines<'_>) -> String {
        let mut out = String::new();
        self.push(&mut out, value, lines);
        out
    }

    /// Writes a member of an object laid out so.
    pub(super) fn member(&self, name: &str, value: &Value, lines: Lines<'_>) -> String {
        let mut out = Value::from(name).to_string();
        out.push_str(self.colon);
        self.push(&mut out, value, lines);
        out
    }

    fn push(&self, out: &mut String, value: &Value, lines: Lines<'_>) {
        match value {
            Value::Array(items) if !items.is_empty() => {
                let parts = items.iter().map(|item| (None, item));
                self.push_list(out, ('[', ']'), parts, lines);
            }
            Value::Object(members) if !members.is_empty() => {
                let parts = members.iter().map(|(key, value)| (Some(key), value));
                self.push_list(out, ('{', '}'), parts, lines);
            }
            scalar => out.push_str(&scalar.to_string()),
        }
    }

    fn push_list<'a>(
        &self,
        out: &mut String,
        (open, close): (char, char),
        parts: impl Iterator<Item = (Option<&'a String>, &'a Value)>,
        lines: Lines<'_>,
    ) {
        let within = self.within(lines);
        let within = within.as_deref().map_or(Lines::One, Lines::Each);
        out.push(open);
        for (index, (key, value)) in parts.enumerate() {
            out.push_str(if index == 0 { "" } else { "," });
            self.push_break(out, within);
            if let Some(key) = key {
                out.push_str(&Value::from(key.as_str()).to_string());
                out.push_str(self.colon);
            }
            self.push(out, value, within);
        }
        self.push_break(out, lines);
        out.push(close);
    }

    fn push_break(&self, out: &mut String, lines: Lines<'_>) {
        if let Lines::Each(indent) = lines {
            out.push_str(self.line_break);
            out.push_str(indent);
        }
    }

    /// The indent of what stands within.
    fn within(&self, lines: Lines<'_>) -> Option<String> {
        match lines {
            Lines::One => None,
            Lines::Each(indent) => Some(format!("{indent}{}", self.step)),
        }
    }

    /// What stands before the first part of a list, between two and behind the last, as they stand there; in a list without
    /// parts as the document's layout wants them.
    pub(super) fn seams(&self, list: Cursor<'_>) -> Seams {
        let text = |start: usize, end: usize| text_in(list.text, start, end);
        let span = &list.node.span;
        let parts = spans(list.node);
        let (Some(first), Some(end)) = (parts.first(), parts.last()) else {
            let mut lines = (String::new(), String::new());
            if list.text.contains('\n') {
                let outer = indent(list.text, span.start);
                self.push_break(&mut lines.0, Lines::Each(&format!("{outer}{}", self.step)));
                self.push_break(&mut lines.1, Lines::Each(outer));
            }
            let between = format!(",{}", lines.0);
            return Seams { before: lines.0, between, behind: lines.1 };
        };
        let before = text(span.start + 1, first.start);
        let between = match parts.get(1) {
            Some(second) => text(first.end, second.start),
            None => format!(",{before}"),
        };
        Seams { before, between, behind: text(end.end, span.end.saturating_sub(1)) }
    }
}

/// What stands around the parts of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seams {
    pub(super) before: String,
    pub(super) between: String,
    pub(super) behind: String,
}

impl Seams {
    /// How a part of this list is laid out.
    pub(super) fn lines(&self) -> Lines<'_> {
        match self.between.rfind('\n') {
            Some(at) => Lines::Each(self.between.get(at + 1..).unwrap_or_default()),
            None => Lines::One,
        }
    }
}

/// Where the parts of a list stand, members with their names.
pub(super) fn spans(list: &Node) -> Vec<std::ops::Range<usize>> {
    match &list.shape {
        Shape::Object(members) => {
            members.iter().map(|member| member.key.start..member.value.span.end).collect()
        }
        Shape::Array(items) => items.iter().map(|item| item.span.clone()).collect(),
        Shape::Scalar => Vec::new(),
    }
}

/// A stretch of a text with changes made, which stand in order and do not overlap.
pub(super) fn spliced(text: &str, span: std::ops::Range<usize>, splices: &[Splice]) -> String {
    let mut out = String::with_capacity(span.len());
    let mut at = span.start;
    for (place, new) in splices {
        out.push_str(&text_in(text, at, place.start));
        out.push_str(new);
        at = place.end;
    }
    out.push_str(&text_in(text, at, span.end));
    out
}

fn text_in(text: &str, start: usize, end: usize) -> String {
    text.get(start..end).unwrap_or_default().to_owned()
}

fn first_member(node: &Node) -> Option<&Member> {
    match &node.shape {
        Shape::Object(members) => members.first(),
        Shape::Array(items) => items.first().and_then(first_member),
        Shape::Scalar => None,
    }
}

fn inner_start(node: &Node) -> Option<usize> {
    spans(node).first().map(|span| span.start)
}

/// The white space at the beginning of the line; nothing where something else stands there before.
fn indent(text: &str, at: usize) -> &str {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |end| end + 1);
    let line = before.get(line..).unwrap_or_default();
    let end = line.find(|other: char| !matches!(other, ' ' | '\t')).unwrap_or(line.len());
    line.get(..end).unwrap_or_default()
}
