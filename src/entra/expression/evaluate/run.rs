//! One evaluation: arguments as the kinds that functions want, errors at their places, notes for a trace.

use std::borrow::Cow;

use jiff::civil::DateTime;

use crate::entra::expression::evaluate::dates::read_date;
use crate::entra::expression::evaluate::trace::Tracer;
use crate::entra::expression::evaluate::{
    Corner, Given, Patterns, Unevaluated, UnevaluatedKind, logic, value_of_call,
};
use crate::entra::expression::{Call, Constant, Expression, Node, Span, Value, value};
use crate::verkada::name::shown;

/// Up to here a number with a point holds every whole number exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// What a part comes to.
pub(super) type Evaluated<'a, T = Value<'a>> = Result<T, Unevaluated>;

/// One evaluation.
pub(super) struct Run<'a> {
    pub(super) given: Given<'a>,
    pub(super) root: &'a Node,
    pub(super) patterns: &'a Patterns,
    pub(super) tracer: Option<Tracer>,
}

impl<'a> Run<'a> {
    pub(super) fn new(
        expression: &'a Expression,
        given: &Given<'a>,
        tracer: Option<Tracer>,
    ) -> Self {
        Self { given: *given, root: expression.root(), patterns: expression.patterns(), tracer }
    }

    /// What a part comes to, written into the trace if there is one.
    pub(super) fn node(&mut self, node: &'a Node) -> Evaluated<'a> {
        if self.tracer.is_none() {
            return self.plain(node);
        }
        if let Some(tracer) = &mut self.tracer {
            tracer.begin(node);
        }
        let result = self.plain(node);
        if let Some(tracer) = &mut self.tracer {
            tracer.end(&result);
        }
        result
    }

    fn plain(&mut self, node: &'a Node) -> Evaluated<'a> {
        match node {
            Node::Attribute { name, .. } => Ok(self.given.attributes.value(name)),
            Node::Constant { value, .. } => Ok(constant(value)),
            Node::Call(call) => value_of_call(self, call),
            Node::Compare { left, comparison, right, .. } => {
                logic::compare(self, left, *comparison, right)
            }
        }
    }

    /// Whether something was written for this argument.
    pub(super) fn has(call: &Call, position: usize) -> bool {
        call.arguments.get(position).is_some_and(Option::is_some)
    }

    /// An argument; null where nothing was written.
    pub(super) fn argument(&mut self, call: &'a Call, position: usize) -> Evaluated<'a> {
        match call.arguments.get(position) {
            Some(Some(node)) => self.node(node),
            _ => Ok(Value::Null),
        }
    }

    /// An argument as one text; none of null.
    pub(super) fn text(
        &mut self,
        call: &'a Call,
        position: usize,
    ) -> Evaluated<'a, Option<Cow<'a, str>>> {
        let value = self.argument(call, position)?;
        Self::one(value, Self::span(call, position))
    }

    /// A value as one text; none of null.
    pub(super) fn one(value: Value<'a>, span: &Span) -> Evaluated<'a, Option<Cow<'a, str>>> {
        value.single().map_err(|value::SeveralValues| {
            not_here(span, "Several values stand where one is wanted, and Entra's choice is not documented. Choose one with Item, or join them with Join.")
        })
    }

    /// An argument as a whole number; none of null.
    pub(super) fn integer(
        &mut self,
        call: &'a Call,
        position: usize,
    ) -> Evaluated<'a, Option<i64>> {
        let span = Self::span(call, position);
        let text = match self.argument(call, position)? {
            Value::Integer(number) => return Ok(Some(number)),
            value => Self::one(value, span)?,
        };
        let Some(text) = text else { return Ok(None) };
        match value::number(&text) {
            Some(Value::Integer(number)) => Ok(Some(number)),
            Some(Value::Decimal(number)) if number.fract() == 0.0 && number.abs() < EXACT => {
                // Below the bound every whole number is one of i64.
                Ok(format!("{number}").parse().ok())
            }
            Some(_) => Err(not_here(
                span,
                format!(
                    "How Entra rounds “{}” is not documented. Give a whole number.",
                    shown(&text)
                ),
            )),
            None => Err(fails(
                span,
                format!(
                    "“{}” is not a whole number, which is needed here. Give one such as 3.",
                    shown(&text)
                ),
            )),
        }
    }

    /// An argument as a time in UTC; none of null.
    pub(super) fn date(
        &mut self,
        call: &'a Call,
        position: usize,
    ) -> Evaluated<'a, Option<DateTime>> {
        let span = Self::span(call, position);
        let text = match self.argument(call, position)? {
            Value::Date(date) => return Ok(Some(date)),
            value => Self::one(value, span)?,
        };
        text.map(|text| read_date(&text, span)).transpose()
    }

    /// Where an argument stands; the whole call where nothing was written.
    pub(super) fn span(call: &Call, position: usize) -> &Span {
        match call.arguments.get(position) {
            Some(Some(node)) => node.span(),
            _ => &call.span,
        }
    }

    /// Null, where only null goes in.
    pub(super) fn null(&mut self) -> Value<'a> {
        self.touch(Corner::NullArgument);
        Value::Null
    }

    /// Whether the part that is being evaluated stands in another, as far as a trace knows.
    pub(super) fn is_nested(&self) -> bool {
        self.tracer.as_ref().is_some_and(Tracer::is_nested)
    }

    /// Notes for a trace that this corner was met.
    pub(super) fn touch(&mut self, corner: Corner) {
        if let Some(tracer) = &mut self.tracer {
            tracer.touch(corner);
        }
    }

    /// Notes for a trace why this came out.
    pub(super) fn because(&mut self, reason: impl FnOnce() -> String) {
        if let Some(tracer) = &mut self.tracer {
            tracer.because(reason());
        }
    }
}

/// Entra fails too.
pub(super) fn fails(span: &Span, message: impl Into<String>) -> Unevaluated {
    Unevaluated { span: span.clone(), kind: UnevaluatedKind::Fails, message: message.into() }
}

/// Only Entra knows.
pub(super) fn not_here(span: &Span, message: impl Into<String>) -> Unevaluated {
    Unevaluated { span: span.clone(), kind: UnevaluatedKind::NotHere, message: message.into() }
}

const fn constant(constant: &Constant) -> Value<'_> {
    match constant {
        Constant::Text(text) | Constant::Word(text) => Value::text(text),
        Constant::Integer(number) | Constant::Hexadecimal(number) => Value::Integer(*number),
        Constant::Decimal(number) => Value::Decimal(*number),
    }
}
