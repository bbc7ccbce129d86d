//! What every part of an expression comes to for one person, and why.

use crate::entra::expression::evaluate::run::{Evaluated, Run};
use crate::entra::expression::evaluate::{Corner, Flow, Given, Unevaluated, flow_of};
use crate::entra::expression::{Comparison, Constant, Expression, Node, Span, Value};

/// What a part of an expression comes to, and what its own parts come to.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// Where the part stands.
    pub span: Span,
    /// What it is: the name of a function, an attribute in brackets, a constant, a sign. It holds what a person wrote, so a
    /// screen shows it as it shows names.
    pub label: String,
    /// What it comes to.
    pub result: Result<Flow<Value<'static>>, Box<Unevaluated>>,
    /// Which undocumented corners were met in it, but not in its parts.
    pub corners: Vec<Corner>,
    /// Why this came out, where there was a choice.
    pub reason: Option<String>,
    /// What its parts come to. Parts behind one that failed are not evaluated.
    pub parts: Vec<Self>,
}

/// The parts that are being evaluated, the innermost last.
#[derive(Default)]
pub(super) struct Tracer {
    open: Vec<Trace>,
    whole: Option<Trace>,
}

impl Trace {
    /// Every corner met in it and in its parts, each once.
    pub fn all_corners(&self) -> Vec<Corner> {
        let mut corners = self.corners.clone();
        corners.extend(self.parts.iter().flat_map(Self::all_corners));
        corners.sort_unstable();
        corners.dedup();
        corners
    }
}

impl Tracer {
    pub(super) fn begin(&mut self, node: &Node) {
        self.open.push(Trace {
            span: node.span().clone(),
            label: label(node),
            result: Ok(Flow::Value(Value::Null)),
            corners: Vec::new(),
            reason: None,
            parts: Vec::new(),
        });
    }

    pub(super) fn end(&mut self, result: &Evaluated<'_>) {
        let Some(mut trace) = self.open.pop() else { return };
        trace.result = result.clone().map(|value| Flow::Value(value.into_owned()));
        match self.open.last_mut() {
            Some(outer) => outer.parts.push(trace),
            None => self.whole = Some(trace),
        }
    }

    pub(super) fn is_nested(&self) -> bool {
        self.open.len() > 1
    }

    pub(super) fn touch(&mut self, corner: Corner) {
        if let Some(trace) = self.open.last_mut()
            && !trace.corners.contains(&corner)
        {
            trace.corners.push(corner);
        }
    }

    pub(super) fn because(&mut self, reason: String) {
        if let Some(trace) = self.open.last_mut() {
            trace.reason = Some(reason);
        }
    }
}

/// Evaluates and keeps what every part came to.
pub(super) fn trace(expression: &Expression, given: &Given<'_>) -> Trace {
    let root = expression.root();
    let mut tracer = Tracer::default();
    let read = given.arena.read(expression, given.attributes);
    let mut run = Run { given, expression, read, tracer: Some(&mut tracer), made: 0 };
    let result = run.node(root).map(|value| flow_of(root, value).into_owned());
    let parts = tracer.whole.unwrap_or_else(|| Trace {
        span: root.span().clone(),
        label: label(root),
        result: result.clone(),
        corners: Vec::new(),
        reason: None,
        parts: Vec::new(),
    });
    Trace { result, ..parts }
}

fn label(node: &Node) -> String {
    match node {
        Node::Attribute { name, .. } => format!("[{name}]"),
        Node::Constant { value: Constant::Text(text), .. } => format!("\"{text}\""),
        Node::Constant { value: Constant::Word(word), .. } => word.as_ref().to_owned(),
        Node::Constant { value: Constant::Integer(number), .. } => number.to_string(),
        Node::Constant { value: Constant::Hexadecimal(number), .. } => format!("&H{number:X}"),
        Node::Constant { value: Constant::Decimal(number), .. } => number.to_string(),
        Node::Call(call) => call.function.name().to_owned(),
        Node::Compare { comparison, .. } => match comparison {
            Comparison::Equal => "=",
            Comparison::NotEqual => "<>",
            Comparison::Greater => ">",
            Comparison::GreaterOrEqual => ">=",
            Comparison::Less => "<",
            Comparison::LessOrEqual => "<=",
        }
        .to_owned(),
    }
}
