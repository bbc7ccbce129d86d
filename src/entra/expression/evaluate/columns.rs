//! An expression for many people at once: each part for all of them before the next part.
//!
//! What a part is has to be looked up once then, not once for each person. It is done for what is usual: attributes that have
//! one text, and functions that make one text or truth of them and do not fail. Who has anything else (nothing, several
//! values, no key of a Switch, a long text) is odd and evaluated alone, as is everybody where a part of the expression is
//! unusual. Both ways come to the same, which the tests of all functions check. Where an expression reads one attribute alone
//! and people share a few texts of it, each of these is evaluated once.

use crate::entra::expression::evaluate::read_column::SharedTexts;
use crate::entra::expression::evaluate::written::{Writer, Written};
use crate::entra::expression::evaluate::{Arena, Evaluation, ReadColumn, case, diacritics, units};
use crate::entra::expression::{
    Call, Comparison, Constant, Expression, Flow, Function, Node, ValueRef,
};
use crate::limits;

/// Longer texts are odd. No expression has so many functions that texts up to here exceed what one evaluation may make.
pub(super) const USUAL_BYTES: usize = limits::EXPRESSION_MADE_BYTES / limits::EXPRESSION_CHARS * 4;

/// What a part comes to for each person who is not odd.
enum Column<'a> {
    Texts(Texts<'a>),
    /// Texts that are not cut apart yet.
    Written(Written<'a>),
    Truths(Truths<'a>),
}

/// The text of each person.
#[derive(Clone, Copy)]
enum Texts<'a> {
    /// The same for everybody.
    Same(&'a str),
    Own(&'a [&'a str]),
}

/// Whether two texts of each person are equal, or are not.
#[derive(Clone, Copy)]
struct Truths<'a> {
    left: Texts<'a>,
    right: Texts<'a>,
    when_equal: bool,
}

/// The parts of an expression.
struct Columns<'a> {
    people: usize,
    read: &'a [ReadColumn<'a>],
    arena: &'a Arena,
    is_odd: &'a mut [bool],
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
        let each = |person, value| match value {
            Some(value) => each(Ok(Flow::Value(value))),
            None => each(alone(person)),
        };
        match ReadColumn::shared_by_all(read) {
            Some(shared) => self.evaluate_shared(shared, read.len(), arena, each),
            None => self.evaluate_usual(people, read, arena, each),
        }
    }

    /// The same as [`Self::evaluate_usual`] for people who share the texts of the attribute that is read, so many times.
    fn evaluate_shared<'a>(
        &'a self,
        SharedTexts { places, texts }: SharedTexts<'a>,
        times: usize,
        arena: &'a Arena,
        mut each: impl FnMut(usize, Option<ValueRef<'a>>),
    ) {
        let column = ReadColumn::new(texts.iter().copied(), arena);
        let read = arena.hold_all(&vec![column; times]);
        let mut came = Vec::with_capacity(texts.len());
        self.evaluate_usual(texts.len(), read, arena, |_, value| came.push(value));
        for (person, place) in places.iter().enumerate() {
            each(person, came.get(usize::from(*place)).copied().flatten());
        }
    }

    /// What it comes to for each of so many people, in their order; none for whom it has to be evaluated alone.
    #[inline]
    fn evaluate_usual<'a>(
        &'a self,
        people: usize,
        read: &'a [ReadColumn<'a>],
        arena: &'a Arena,
        mut each: impl FnMut(usize, Option<ValueRef<'a>>),
    ) {
        let is_odd = arena.no_marks(people);
        for column in read.iter().filter(|column| !column.is_usual()) {
            for (is_odd, text) in is_odd.iter_mut().zip(column.texts) {
                *is_odd |= text.is_empty();
            }
        }
        let mut columns = Columns { people, read, arena, is_odd };
        let Some(column) = columns.part(self.root()) else {
            return (0..people).for_each(|person| each(person, None));
        };
        let is_odd = &*columns.is_odd;
        let has_odd = is_odd.contains(&true);
        let text = |text| Some(ValueRef::Text(text));
        let texts = match column {
            Column::Written(written) if !has_odd => {
                return written.texts().enumerate().for_each(|(at, own)| each(at, text(own)));
            }
            Column::Texts(Texts::Own(texts)) if !has_odd => {
                return texts.iter().enumerate().for_each(|(at, own)| each(at, text(own)));
            }
            Column::Written(written) => Texts::Own(arena.texts(written.texts())),
            Column::Texts(texts) => texts,
            Column::Truths(truths) => {
                for (person, is_odd) in is_odd.iter().enumerate() {
                    let holds = || ValueRef::Boolean(truths.of(person));
                    each(person, (!is_odd).then(holds));
                }
                return;
            }
        };
        for (person, is_odd) in is_odd.iter().enumerate() {
            each(person, (!is_odd).then(|| ValueRef::Text(texts.of(person))));
        }
    }
}

impl<'a> Texts<'a> {
    /// Of this person.
    #[inline]
    fn of(self, person: usize) -> &'a str {
        match self {
            Self::Same(text) => text,
            Self::Own(texts) => texts.get(person).copied().unwrap_or_default(),
        }
    }

    /// The bytes that a person's has at most.
    const fn most_bytes(self) -> usize {
        match self {
            Self::Same(text) => text.len(),
            Self::Own(_) => USUAL_BYTES,
        }
    }

    /// The bytes of all of so many people.
    fn bytes(self, people: usize) -> usize {
        match self {
            Self::Same(text) => text.len() * people,
            Self::Own(texts) => texts.iter().map(|text| text.len()).sum(),
        }
    }
}

impl Truths<'_> {
    /// Of this person.
    #[inline]
    fn of(self, person: usize) -> bool {
        (self.left.of(person) == self.right.of(person)) == self.when_equal
    }
}

impl<'a> Columns<'a> {
    fn part(&mut self, node: &'a Node) -> Option<Column<'a>> {
        match node {
            Node::Attribute { place, .. } => {
                let column = self.read.get(*place)?;
                if column.is_usual() {
                    return Some(Column::Texts(Texts::Own(column.texts)));
                }
                Some(self.each(column.texts.iter().copied().map(Some)))
            }
            Node::Constant { value: Constant::Text(text), .. } => {
                Some(Column::Texts(Texts::Same(text)))
            }
            Node::Constant { .. } => None,
            Node::Compare { left, comparison, right, .. } => self.compare(left, *comparison, right),
            Node::Call(call) => self.call(call),
        }
    }

    /// The text of each person.
    fn texts(&mut self, node: &'a Node) -> Option<Texts<'a>> {
        match self.part(node)? {
            Column::Texts(texts) => Some(texts),
            Column::Written(written) => Some(self.usual(written.texts().map(Some))),
            Column::Truths(_) => None,
        }
    }

    fn call(&mut self, call: &'a Call) -> Option<Column<'a>> {
        let arena = self.arena;
        match (call.function, call.given()) {
            (Function::Append, [Some(source), Some(suffix)]) => {
                let (source, suffix) = (self.texts(source)?, self.texts(suffix)?);
                let room = source.bytes(self.people) + suffix.bytes(self.people);
                Some(self.written(room, |person, writer| {
                    writer.push(source.of(person));
                    writer.push(suffix.of(person));
                }))
            }
            (Function::Iif, [Some(condition), Some(if_true), Some(if_false)]) => {
                let Column::Truths(truths) = self.part(condition)? else { return None };
                let (if_true, if_false) = (self.texts(if_true)?, self.texts(if_false)?);
                let chosen = |person| if truths.of(person) { if_true } else { if_false };
                Some(self.each((0..self.people).map(|person| Some(chosen(person).of(person)))))
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
                // Only `True` becomes false.
                let (left, right) = (self.texts(source)?, Texts::Same("True"));
                Some(Column::Truths(Truths { left, right, when_equal: false }))
            }
            (Function::Replace, [Some(source), Some(old), None, None, Some(new)]) => {
                let Texts::Same(old) = self.texts(old)? else { return None };
                let Texts::Same(new) = self.texts(new)? else { return None };
                match (old.as_bytes(), new) {
                    ([gone], "") => self.without(source, *gone),
                    _ => self.changed(source, |text| arena.replace(text, old, new)),
                }
            }
            (Function::StripSpaces, [Some(source)]) => self.without(source, b' '),
            (Function::Switch, [Some(source), default, cases @ ..]) => {
                self.switch(source, default.as_ref(), cases)
            }
            (Function::ToLower, [Some(source)]) => self.lower(source),
            (Function::ToUpper, [Some(source)]) => {
                self.changed(source, |text| Some(case::upper(text, arena)))
            }
            _ => None,
        }
    }

    /// The text of each person is this; who has none, or a long one, is odd.
    fn usual(&mut self, texts: impl ExactSizeIterator<Item = Option<&'a str>>) -> Texts<'a> {
        let people = self.is_odd.iter_mut().zip(texts);
        Texts::Own(self.arena.texts(people.map(|(is_odd, text)| match text {
            Some(text) if text.len() <= USUAL_BYTES => text,
            _ => {
                *is_odd = true;
                ""
            }
        })))
    }

    /// The same as a part.
    fn each(&mut self, texts: impl ExactSizeIterator<Item = Option<&'a str>>) -> Column<'a> {
        Column::Texts(self.usual(texts))
    }

    /// The text of each person is what is written; all together have so many bytes at most.
    #[inline]
    fn written(&self, room: usize, write: impl FnMut(usize, &mut Writer<'_>)) -> Column<'a> {
        Column::Written(Written::new(self.people, room, self.arena, write))
    }

    /// A text of each person becomes this; who has none is odd.
    fn changed(
        &mut self,
        source: &'a Node,
        change: impl Fn(&'a str) -> Option<&'a str>,
    ) -> Option<Column<'a>> {
        let Texts::Own(source) = self.texts(source)? else { return None };
        Some(self.each(source.iter().map(|text| change(text))))
    }

    /// The units of a text from one on, so many of them.
    fn cut(&mut self, source: &'a Node, start: usize, length: usize) -> Option<Column<'a>> {
        let (arena, range) = (self.arena, start..start.saturating_add(length));
        self.changed(source, |text| Some(units::cut(text, range.clone(), arena).text))
    }

    /// A text of each person in small letters.
    fn lower(&mut self, source: &'a Node) -> Option<Column<'a>> {
        let (arena, people) = (self.arena, self.people);
        let Texts::Own(source) = self.texts(source)? else { return None };
        let mut texts = source.iter();
        let mut lowered =
            Written::new(people, Texts::Own(source).bytes(people), arena, |_, writer| {
                texts.next().into_iter().for_each(|text| writer.push(text));
            });
        if !lowered.is_ascii() {
            return Some(self.each(source.iter().map(|text| Some(case::lower(text, arena)))));
        }
        lowered.make_ascii_lowercase();
        Some(Column::Written(lowered))
    }

    /// A text of each person without a character of ASCII.
    fn without(&mut self, source: &'a Node, gone: u8) -> Option<Column<'a>> {
        let source = self.texts(source)?;
        let without =
            |person, writer: &mut Writer<'_>| writer.push_without(source.of(person), gone);
        Some(self.written(source.bytes(self.people), without))
    }

    fn join(&mut self, separator: &'a Node, sources: &'a [Option<Node>]) -> Option<Column<'a>> {
        let separator = self.texts(separator)?;
        let sources = sources.iter().flatten().map(|source| self.texts(source));
        let sources = sources.collect::<Option<Vec<_>>>()?;
        let most = sources.iter().map(|source| source.most_bytes()).sum::<usize>()
            + separator.most_bytes() * sources.len();
        let room = sources.iter().map(|source| source.bytes(self.people)).sum::<usize>()
            + separator.bytes(self.people) * sources.len();
        // The parts of the expression may make the other half.
        if most > limits::EXPRESSION_MADE_BYTES / 2 || room > limits::PREVIEW_BATCH_BYTES {
            return None;
        }
        Some(self.written(room, |person, writer| {
            let mut is_first = true;
            for source in &sources {
                let source = source.of(person);
                if source.is_empty() {
                    continue;
                }
                if !is_first {
                    writer.push(separator.of(person));
                }
                is_first = false;
                writer.push(source);
            }
        }))
    }

    fn switch(
        &mut self,
        source: &'a Node,
        default: Option<&'a Node>,
        cases: &'a [Option<Node>],
    ) -> Option<Column<'a>> {
        let Texts::Own(source) = self.texts(source)? else { return None };
        let default = match default {
            Some(default) => Some(self.texts(default)?),
            None => None,
        };
        let cases = cases.chunks(2).map(|case| match case {
            [Some(key), Some(value)] => match (self.texts(key)?, self.texts(value)?) {
                (Texts::Same(key), value) => Some((key, value)),
                (Texts::Own(_), _) => None,
            },
            _ => None,
        });
        let cases = cases.collect::<Option<Vec<_>>>()?;
        let find = |source: &str| {
            let case = cases.iter().find(|(key, _)| *key == source);
            case.map(|(_, value)| *value).or(default)
        };
        // Many people have the very text of the one before: a directory keeps each text once.
        let mut found = ("", find(""));
        Some(self.each(source.iter().enumerate().map(|(person, source)| {
            if !std::ptr::eq(*source, found.0) {
                found = (source, find(source));
            }
            found.1.map(|value| value.of(person))
        })))
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
        Some(Column::Truths(Truths { left, right, when_equal }))
    }
}

/// A whole number that is not negative, written as one.
fn whole(node: &Node) -> Option<usize> {
    match node {
        Node::Constant { value: Constant::Integer(number), .. } => usize::try_from(*number).ok(),
        _ => None,
    }
}
