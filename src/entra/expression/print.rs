//! Writes a tree as text: on one line as Graph does, or over several lines to be read by people.

use std::fmt;
use std::fmt::Write as _;

use crate::entra::expression::{Call, Comparison, Constant, Expression, Function, Node};

/// Columns after which a part is written over several lines.
const COLUMNS: usize = 80;

/// Columns by which what stands in a call is moved to the right.
const INDENT: usize = 4;

impl Expression {
    /// The same over several lines where one would be too long. It reads as the same tree.
    pub fn format(&self) -> String {
        let mut text = String::new();
        lay_out(&mut text, self.root(), 0);
        text
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.root().fmt(f)
    }
}

impl fmt::Display for Node {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attribute { name, .. } => write!(f, "[{name}]"),
            Self::Constant { value, .. } => value.fmt(f),
            Self::Call(call) => call.fmt(f),
            Self::Compare { left, comparison, right, .. } => {
                write!(f, "{left} {comparison} {right}")
            }
        }
    }
}

impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}(", self.function.name())?;
        for (index, argument) in places(self) {
            if index > 0 {
                f.write_str(", ")?;
            }
            if let Some(argument) = argument {
                argument.fmt(f)?;
            }
        }
        f.write_char(')')
    }
}

impl fmt::Display for Constant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write_quoted(f, text),
            other => other.write_raw(f),
        }
    }
}

impl Constant {
    /// As Graph keeps it: without quotes and escapes.
    pub(super) fn raw(&self) -> String {
        let mut raw = String::new();
        // Writing to a String cannot fail.
        if self.write_raw(&mut raw).is_err() {
            raw.clear();
        }
        raw
    }

    fn write_raw(&self, f: &mut impl fmt::Write) -> fmt::Result {
        match self {
            Self::Text(text) | Self::Word(text) => f.write_str(text),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Hexadecimal(number) => write!(f, "&H{number:X}"),
            // A whole one keeps its point, or it would be read as an integer.
            Self::Decimal(number) if number.fract() == 0.0 => write!(f, "{number:.1}"),
            Self::Decimal(number) => write!(f, "{number}"),
        }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.sign())
    }
}

/// Writes a text in quotes, with a backslash before each quote and each backslash.
pub(super) fn write_quoted(f: &mut impl fmt::Write, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            f.write_char('\\')?;
        }
        f.write_char(character)?;
    }
    f.write_char('"')
}

/// The arguments with their places. Graph writes all seven places of `Replace`, empty or not, as Microsoft's pages do.
fn places(call: &Call) -> impl Iterator<Item = (usize, Option<&Node>)> {
    let least = match call.function {
        Function::Replace => call.function.entry().parameters.len(),
        _ => 0,
    };
    let gaps = least.saturating_sub(call.arguments.len());
    let arguments = call.arguments.iter().map(Option::as_ref);
    arguments.chain(std::iter::repeat_n(None, gaps)).enumerate()
}

fn lay_out(text: &mut String, node: &Node, indent: usize) {
    let line = node.to_string();
    if indent + line.chars().count() <= COLUMNS {
        text.push_str(&line);
        return;
    }
    match node {
        Node::Call(call) => lay_out_call(text, call, indent),
        Node::Compare { left, comparison, right, .. } => {
            lay_out(text, left, indent);
            text.push(' ');
            text.push_str(comparison.sign());
            text.push(' ');
            lay_out(text, right, indent);
        }
        Node::Attribute { .. } | Node::Constant { .. } => text.push_str(&line),
    }
}

/// One argument on a line; the value of a `Switch` stands behind its key, a gap behind what is before it.
fn lay_out_call(text: &mut String, call: &Call, indent: usize) {
    let inner = indent + INDENT;
    text.push_str(call.function.name());
    text.push('(');
    let count = places(call).count();
    for (index, argument) in places(call) {
        match argument {
            Some(node) if call.function == Function::Switch && index > 1 && index % 2 == 1 => {
                text.push(' ');
                lay_out(text, node, inner);
            }
            Some(node) => {
                break_line(text, inner);
                lay_out(text, node, inner);
            }
            None if index == 0 => break_line(text, inner),
            None => text.push(' '),
        }
        if index + 1 < count {
            text.push(',');
        }
    }
    break_line(text, indent);
    text.push(')');
}

fn break_line(text: &mut String, indent: usize) {
    text.truncate(text.trim_end_matches(' ').len());
    text.push('\n');
    text.extend(std::iter::repeat_n(' ', indent));
}
