//! An expression for many people at once: each part for all of them before the next part.
//!
//! What a part is has to be looked up once then, not once for each person. It is done for what is usual: attributes that have
//! one text, and functions that make one text or truth of them and do not fail. Who has anything else (nothing, several
//! values, no key of a Switch, a long text) is odd and evaluated alone, as is everybody where a part of the expression is
//! unusual. Both ways come to the same, which the tests of all functions check.

use crate::entra::expression::evaluate::lists::Joined;
use crate::entra::expression::evaluate::{Arena, Evaluation, case, diacritics, units};
use crate::entra::expression::{
    Call, Comparison, Constant, Expression, Flow, Function, Node, ValueRef,
};
use crate::limits;

/// Longer texts are odd. No expression has so many functions that texts up to here exceed what one evaluation may make.
const USUAL_BYTES: usize = limits::EXPRESSION_MADE_BYTES / limits::EXPRESSION_CHARS * 4;

/// What many people have of one attribute.
#[derive(Clone, Copy, Debug)]
pub struct ReadColumn<'a> {
    /// The text of each person; empty for who has something else.
    texts: &'a [&'a str],
    /// Whether anybody has something else.
    has_gaps: bool,
    /// What that is, where it is not nothing, by the place of the person and in order.
    others: &'a [(usize, ValueRef<'a>)],
}

/// What a part comes to for each person who is not odd.
#[derive(Clone, Copy)]
enum Column<'a> {
    /// The same for everybody.
    Text(&'a str),
    Texts(&'a [&'a str]),
    Truths(&'a [bool]),
}

/// The parts of an expression.
struct Columns<'a> {
    read: &'a [ReadColumn<'a>],
    arena: &'a Arena,
    is_odd: &'a mut [bool],
}

impl<'a> ReadColumn<'a> {
    /// Of people with these texts; those without have what is in `others`, by their places and in order, or nothing.
    pub(in crate::entra) fn new(texts: &'a [&'a str], others: &'a [(usize, ValueRef<'a>)]) -> Self {
        Self { texts, has_gaps: texts.iter().any(|text| text.is_empty()), others }
    }

    /// Of people with these values.
    #[cfg(test)]
    pub(super) fn of(values: &[ValueRef<'a>], arena: &'a Arena) -> Self {
        let text = |value: &ValueRef<'a>| match value {
            ValueRef::Text(text) => *text,
            _ => "",
        };
        let others = values.iter().copied().enumerate();
        let others: Vec<_> = others.filter(|(_, value)| text(value).is_empty()).collect();
        Self::new(arena.texts(values.iter().map(text)), arena.hold_all(&others))
    }

    /// What a person has.
    #[inline]
    pub fn value(&self, person: usize) -> ValueRef<'a> {
        match self.texts.get(person) {
            Some(text) if !text.is_empty() => ValueRef::Text(text),
            _ => self.other(person),
        }
    }

    #[cold]
    fn other(&self, person: usize) -> ValueRef<'a> {
        let found = self.others.binary_search_by_key(&person, |(place, _)| *place);
        found.ok().and_then(|at| self.others.get(at)).map_or(ValueRef::Null, |(_, other)| *other)
    }
}

impl Expression {
    /// What it comes to for each of so many people, handed to `each` in their order. `read` is what they have of
    /// [`Self::attributes`], in that order; `alone` evaluates one person by [`Self::evaluate_read`].
    pub fn evaluate_all<'a>(
        &'a self,
        people: usize,
        read: &'a [ReadColumn<'a>],
        arena: &'a Arena,
        mut alone: impl FnMut(usize) -> Evaluation<'a>,
        mut each: impl FnMut(Evaluation<'a>),
    ) {
        let is_odd = arena.no_marks(people);
        for column in read.iter().filter(|column| column.has_gaps) {
            for (is_odd, text) in is_odd.iter_mut().zip(column.texts) {
                *is_odd |= text.is_empty();
            }
        }
        let mut columns = Columns { read, arena, is_odd };
        let Some(column) = columns.part(self.root()) else {
            return (0..people).for_each(|person| each(alone(person)));
        };
        let is_odd = columns.is_odd.iter().enumerate();
        let mut whole = |(person, is_odd): (usize, &bool), value| {
            each(if *is_odd { alone(person) } else { Ok(Flow::Value(value)) });
        };
        match column {
            Column::Text(text) => is_odd.for_each(|person| whole(person, ValueRef::Text(text))),
            Column::Texts(texts) => {
                is_odd.zip(texts).for_each(|(person, text)| whole(person, ValueRef::Text(text)));
            }
            Column::Truths(truths) => is_odd
                .zip(truths)
                .for_each(|(person, holds)| whole(person, ValueRef::Boolean(*holds))),
        }
    }
}

impl<'a> Column<'a> {
    /// The text of each person.
    fn texts(self) -> Option<impl Fn(usize) -> &'a str + Copy> {
        let (for_all, texts) = match self {
            Self::Text(text) => (text, &[][..]),
            Self::Texts(texts) => ("", texts),
            Self::Truths(_) => return None,
        };
        Some(move |person: usize| texts.get(person).copied().unwrap_or(for_all))
    }
}

impl<'a> Columns<'a> {
    fn part(&mut self, node: &'a Node) -> Option<Column<'a>> {
        match node {
            Node::Attribute { place, .. } => Some(Column::Texts(self.read.get(*place)?.texts)),
            Node::Constant { value: Constant::Text(text), .. } => Some(Column::Text(text)),
            Node::Constant { .. } => None,
            Node::Compare { left, comparison, right, .. } => self.compare(left, *comparison, right),
            Node::Call(call) => self.call(call),
        }
    }

    fn call(&mut self, call: &'a Call) -> Option<Column<'a>> {
        let arena = self.arena;
        match (call.function, call.given()) {
            (Function::Append, [Some(source), Some(suffix)]) => {
                let (source, suffix) = (self.texts(source)?, self.texts(suffix)?);
                Some(self.each(|person| Some(arena.concat(source(person), suffix(person)))))
            }
            (Function::Iif, [Some(condition), Some(if_true), Some(if_false)]) => {
                let Column::Truths(truths) = self.part(condition)? else { return None };
                let (if_true, if_false) = (self.texts(if_true)?, self.texts(if_false)?);
                let chosen = |person: usize| {
                    truths
                        .get(person)
                        .map(|holds| if *holds { if_true(person) } else { if_false(person) })
                };
                Some(self.each(chosen))
            }
            (Function::Join, [Some(separator), sources @ ..]) => self.join(separator, sources),
            (Function::Left, [Some(source), Some(count)]) => self.cut(source, 0, whole(count)?),
            (Function::Mid, [Some(source), Some(start), Some(length)]) => {
                self.cut(source, whole(start)?.checked_sub(1)?, whole(length)?)
            }
            (Function::NormalizeDiacritics, [Some(source)]) => {
                self.changed(source, |text| Some(diacritics::plain(text, arena).text))
            }
            (Function::Not, [Some(source)]) => {
                let Column::Texts(source) = self.part(source)? else { return None };
                Some(Column::Truths(arena.marks(source.iter().map(|text| *text != "True"))))
            }
            (Function::Replace, [Some(source), Some(old), None, None, Some(new)]) => {
                let Column::Text(old) = self.part(old)? else { return None };
                let Column::Text(new) = self.part(new)? else { return None };
                self.changed(source, |text| arena.replace(text, old, new))
            }
            (Function::StripSpaces, [Some(source)]) => {
                self.changed(source, |text| arena.replace(text, " ", ""))
            }
            (Function::Switch, [Some(source), default, cases @ ..]) => {
                self.switch(source, default.as_ref(), cases)
            }
            (Function::ToLower, [Some(source)]) => {
                self.changed(source, |text| Some(case::lower(text, arena)))
            }
            (Function::ToUpper, [Some(source)]) => {
                self.changed(source, |text| Some(case::upper(text, arena)))
            }
            _ => None,
        }
    }

    /// The text of each person.
    fn texts(&mut self, node: &'a Node) -> Option<impl Fn(usize) -> &'a str + Copy + use<'a>> {
        self.part(node)?.texts()
    }

    /// The text of each person is this; who has none, or a long one, is odd.
    fn each(&mut self, of: impl Fn(usize) -> Option<&'a str>) -> Column<'a> {
        let people = self.is_odd.iter_mut().enumerate();
        Column::Texts(self.arena.texts(people.map(|(person, is_odd)| match of(person) {
            Some(text) if text.len() <= USUAL_BYTES => text,
            _ => {
                *is_odd = true;
                ""
            }
        })))
    }

    /// A text of each person becomes this.
    fn changed(
        &mut self,
        source: &'a Node,
        change: impl Fn(&'a str) -> Option<&'a str>,
    ) -> Option<Column<'a>> {
        let source = self.texts(source)?;
        Some(self.each(|person| change(source(person))))
    }

    /// The units of a text from one on, so many of them.
    fn cut(&mut self, source: &'a Node, start: usize, length: usize) -> Option<Column<'a>> {
        let (arena, range) = (self.arena, start..start.saturating_add(length));
        self.changed(source, |text| Some(units::cut(text, range.clone(), arena).text))
    }

    fn join(&mut self, separator: &'a Node, sources: &'a [Option<Node>]) -> Option<Column<'a>> {
        let (arena, separator) = (self.arena, self.texts(separator)?);
        let sources = sources.iter().flatten().map(|source| self.texts(source));
        let sources = sources.collect::<Option<Vec<_>>>()?;
        Some(self.each(|person| {
            let mut joined = Joined::new(separator(person), arena);
            for source in &sources {
                joined.push(source(person));
            }
            joined.text()
        }))
    }

    fn switch(
        &mut self,
        source: &'a Node,
        default: Option<&'a Node>,
        cases: &'a [Option<Node>],
    ) -> Option<Column<'a>> {
        let source = self.texts(source)?;
        let default = match default {
            Some(default) => Some(self.texts(default)?),
            None => None,
        };
        let cases = cases.chunks(2).map(|case| match case {
            [Some(key), Some(value)] => Some((self.texts(key)?, self.texts(value)?)),
            _ => None,
        });
        let cases = cases.collect::<Option<Vec<_>>>()?;
        Some(self.each(|person| {
            let source = source(person);
            match cases.iter().find(|(key, _)| key(person) == source) {
                Some((_, value)) => Some(value(person)),
                None => default.map(|default| default(person)),
            }
        }))
    }

    fn compare(
        &mut self,
        left: &'a Node,
        comparison: Comparison,
        right: &'a Node,
    ) -> Option<Column<'a>> {
        let when_equal = match comparison {
            Comparison::Equal => true,
            Comparison::NotEqual => false,
            _ => return None,
        };
        let (left, right) = (self.texts(left)?, self.texts(right)?);
        let holds = |person| (left(person) == right(person)) == when_equal;
        Some(Column::Truths(self.arena.marks((0..self.is_odd.len()).map(holds))))
    }
}

/// A whole number that is not negative, written as one.
fn whole(node: &Node) -> Option<usize> {
    match node {
        Node::Constant { value: Constant::Integer(number), .. } => usize::try_from(*number).ok(),
        _ => None,
    }
}
