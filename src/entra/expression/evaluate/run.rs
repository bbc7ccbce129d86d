//! One evaluation: arguments as the kinds that functions want, errors at their places, notes for a trace.

use jiff::civil::DateTime;

use crate::entra::expression::evaluate::dates::read_date;
use crate::entra::expression::evaluate::trace::Tracer;
use crate::entra::expression::evaluate::{
    Corner, Given, Unevaluated, UnevaluatedKind, logic, value_of_call,
};
use crate::entra::expression::{Call, Constant, Expression, Function, Node, Span, ValueRef, value};
use crate::limits;
use crate::verkada::name::shown;

/// Up to here a number with a point holds every whole number exactly.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// What a part comes to.
pub(super) type Evaluated<'a, T = ValueRef<'a>> = Result<T, Box<Unevaluated>>;

/// One evaluation.
pub(super) struct Run<'a> {
    pub(super) given: &'a Given<'a>,
    pub(super) expression: &'a Expression,
    /// What the person has of the attributes that the expression reads, in the order of its text.
    pub(super) read: &'a [ValueRef<'a>],
    pub(super) tracer: Option<&'a mut Tracer>,
    /// Bytes of the values that functions came to.
    pub(super) made: usize,
}

impl<'a> Run<'a> {
    /// What a part comes to, written into the trace if there is one.
    pub(super) fn node(&mut self, node: &'a Node) -> Evaluated<'a> {
        if self.tracer.is_some() {
            return self.traced(node);
        }
        self.plain(node)
    }

    #[cold]
    fn traced(&mut self, node: &'a Node) -> Evaluated<'a> {
        if let Some(tracer) = &mut self.tracer {
            tracer.begin(node);
        }
        let result = self.plain(node);
        if let Some(tracer) = &mut self.tracer {
            tracer.end(&result);
        }
        result
    }

    #[inline]
    fn plain(&mut self, node: &'a Node) -> Evaluated<'a> {
        match node {
            Node::Call(call) => value_of_call(self, call),
            Node::Attribute { place, .. } => Ok(self.attribute(*place)),
            Node::Constant { value, .. } => Ok(constant(value)),
            Node::Compare { left, comparison, right, .. } => {
                logic::compare(self, left, *comparison, right)
            }
        }
    }

    /// What the person has of the attribute in this place.
    #[inline]
    pub(super) fn attribute(&self, place: usize) -> ValueRef<'a> {
        self.read.get(place).copied().unwrap_or(ValueRef::Null)
    }

    /// What a part comes to where that is seen without a call: most arguments are attributes and constants.
    #[inline]
    fn at_hand(&self, node: &'a Node) -> Option<ValueRef<'a>> {
        match node {
            _ if self.tracer.is_some() => None,
            Node::Attribute { place, .. } => self.read.get(*place).copied(),
            Node::Constant { value, .. } => Some(constant(value)),
            Node::Call(_) | Node::Compare { .. } => None,
        }
    }

    /// What a part comes to, without a call where it is at hand.
    #[inline]
    pub(super) fn part(&mut self, node: &'a Node) -> Evaluated<'a> {
        match self.at_hand(node) {
            Some(value) => Ok(value),
            None => self.node(node),
        }
    }

    /// Whether something was written for this argument.
    #[inline]
    pub(super) fn has(call: &Call, position: usize) -> bool {
        call.arguments.get(position).is_some_and(Option::is_some)
    }

    /// An argument; null where nothing was written.
    #[inline]
    pub(super) fn argument(&mut self, call: &'a Call, position: usize) -> Evaluated<'a> {
        match call.arguments.get(position) {
            Some(Some(node)) => self.part(node),
            _ => Ok(ValueRef::Null),
        }
    }

    /// An argument that may be chosen. Where it is an `Error`, that stops nothing unless it is.
    pub(super) fn choice(
        &mut self,
        call: &'a Call,
        position: usize,
    ) -> Evaluated<'a, Evaluated<'a>> {
        let value = self.argument(call, position);
        match call.arguments.get(position) {
            Some(Some(Node::Call(Call { function: Function::Error, .. }))) => Ok(value),
            _ => value.map(Ok),
        }
    }

    /// An argument as one text; none of null.
    #[inline]
    pub(super) fn text(
        &mut self,
        call: &'a Call,
        position: usize,
    ) -> Evaluated<'a, Option<&'a str>> {
        match call.arguments.get(position) {
            Some(Some(node)) => match self.at_hand(node) {
                Some(ValueRef::Text(text)) => Ok(Some(text)),
                _ => self.text_of(node),
            },
            _ => Ok(None),
        }
    }

    fn text_of(&mut self, node: &'a Node) -> Evaluated<'a, Option<&'a str>> {
        match self.node(node)? {
            ValueRef::Text(text) => Ok(Some(text)),
            ValueRef::Null => Ok(None),
            other => self.one(other, node.span()),
        }
    }

    /// A value as one text; none of null.
    pub(super) fn one(&self, value: ValueRef<'a>, span: &Span) -> Evaluated<'a, Option<&'a str>> {
        match value.single() {
            Ok(text) => Ok(text.map(|text| self.given.arena.keep_text(text))),
            Err(value::SeveralValues) => Err(not_here(
                span,
                "Several values stand where one is wanted, and Entra's choice is not documented. Choose one with Item, or join them with Join.",
            )),
        }
    }

    /// A text that was made.
    pub(super) fn made(&self, text: impl AsRef<str>) -> ValueRef<'a> {
        ValueRef::Text(self.given.arena.copy(text.as_ref()))
    }

    /// An argument as a whole number; none of null.
    pub(super) fn integer(
        &mut self,
        call: &'a Call,
        position: usize,
    ) -> Evaluated<'a, Option<i64>> {
        let span = Self::span(call, position);
        let text = match self.argument(call, position)? {
            ValueRef::Integer(number) => return Ok(Some(number)),
            value => self.one(value, span)?,
        };
        let Some(text) = text else { return Ok(None) };
        match value::number(text) {
            Some(ValueRef::Integer(number)) => Ok(Some(number)),
            Some(ValueRef::Decimal(number)) if number.fract() == 0.0 && number.abs() < EXACT => {
                // Below the bound every whole number is one of i64.
                Ok(format!("{number}").parse().ok())
            }
            Some(_) => Err(not_here(
                span,
                format!(
                    "How Entra rounds “{}” is not documented. Give a whole number.",
                    shown(text)
                ),
            )),
            None => Err(fails(
                span,
                format!(
                    "“{}” is not a whole number, which is needed here. Give one such as 3.",
                    shown(text)
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
            ValueRef::Date(date) => return Ok(Some(date)),
            value => self.one(value, span)?,
        };
        text.map(|text| read_date(text, span)).transpose()
    }

    /// Where an argument stands; the whole call where nothing was written.
    pub(super) fn span(call: &Call, position: usize) -> &Span {
        match call.arguments.get(position) {
            Some(Some(node)) => node.span(),
            _ => &call.span,
        }
    }

    /// Null, where only null goes in.
    pub(super) fn null(&mut self) -> ValueRef<'a> {
        self.touch(Corner::NullArgument);
        ValueRef::Null
    }

    /// Whether the part that is being evaluated stands in another, as far as a trace knows.
    pub(super) fn is_nested(&self) -> bool {
        self.tracer.as_ref().is_some_and(|tracer| tracer.is_nested())
    }

    /// Notes for a trace that this corner was met.
    #[inline]
    pub(super) fn touch(&mut self, corner: Corner) {
        if let Some(tracer) = &mut self.tracer {
            tracer.touch(corner);
        }
    }

    /// Notes for a trace why this came out.
    #[inline]
    pub(super) fn because(&mut self, reason: impl FnOnce() -> String) {
        if let Some(tracer) = &mut self.tracer {
            tracer.because(reason());
        }
    }
}

/// Entra fails too.
#[expect(
    clippy::unnecessary_box_returns,
    reason = "values pass through results as light as the error"
)]
#[cold]
pub(super) fn fails(span: &Span, message: impl Into<String>) -> Box<Unevaluated> {
    let (span, message) = (span.clone(), message.into());
    Box::new(Unevaluated { span, kind: UnevaluatedKind::Fails, message })
}

/// More was made than any attribute takes.
#[expect(
    clippy::unnecessary_box_returns,
    reason = "values pass through results as light as the error"
)]
#[cold]
pub(super) fn too_long(call: &Call) -> Box<Unevaluated> {
    let message = format!(
        "The values that are made here become larger than {} bytes, which no attribute takes. Look for a Replace, Join or Split that repeats them.",
        limits::EXPRESSION_MADE_BYTES
    );
    not_here(&call.span, message)
}

/// Only Entra knows.
#[expect(
    clippy::unnecessary_box_returns,
    reason = "values pass through results as light as the error"
)]
#[cold]
pub(super) fn not_here(span: &Span, message: impl Into<String>) -> Box<Unevaluated> {
    let (span, message) = (span.clone(), message.into());
    Box::new(Unevaluated { span, kind: UnevaluatedKind::NotHere, message })
}

const fn constant(constant: &Constant) -> ValueRef<'_> {
    match constant {
        Constant::Text(text) | Constant::Word(text) => ValueRef::Text(text),
        Constant::Integer(number) | Constant::Hexadecimal(number) => ValueRef::Integer(*number),
        Constant::Decimal(number) => ValueRef::Decimal(*number),
    }
}
