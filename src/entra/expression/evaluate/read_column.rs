//! What many people have of one attribute.

use crate::entra::expression::ValueRef;
use crate::entra::expression::evaluate::Arena;
use crate::entra::expression::evaluate::columns::USUAL_BYTES;

/// What many people have of one attribute.
#[derive(Clone, Copy, Debug)]
pub struct ReadColumn<'a> {
    texts: ReadTexts<'a>,
    is_usual: bool,
    /// What the others have, where it is not nothing, by the place of the person and in order.
    others: &'a [(usize, ValueRef<'a>)],
}

/// The text of each person; empty for who has something else.
#[derive(Clone, Copy, Debug)]
enum ReadTexts<'a> {
    Own(&'a [&'a str]),
    Shared(SharedTexts<'a>),
}

/// Texts that several people have.
#[derive(Clone, Copy, Debug)]
pub(super) struct SharedTexts<'a> {
    /// Of each person where theirs stands.
    pub(super) places: &'a [u16],
    pub(super) texts: &'a [&'a str],
}

impl<'a> ReadColumn<'a> {
    /// Of people with these texts; those with an empty one have nothing.
    #[inline]
    pub(in crate::entra) fn new(
        texts: impl ExactSizeIterator<Item = &'a str>,
        arena: &'a Arena,
    ) -> Self {
        let mut is_usual = true;
        let mut note = |text: &'a str| {
            is_usual &= is_usual_text(text);
            text
        };
        let texts = arena.texts(texts.map(&mut note));
        Self { texts: ReadTexts::Own(texts), is_usual, others: &[] }
    }

    /// Of people with these texts, each at their place; those with an empty one have nothing.
    pub(in crate::entra) fn shared(
        places: &'a [u16],
        texts: &'a [&'a str],
        arena: &'a Arena,
    ) -> Self {
        let shared = SharedTexts { places, texts };
        if texts.len() > places.len() / 2 {
            // To evaluate each of them would save little.
            return Self::new(shared.each(), arena);
        }
        let is_usual = texts.iter().all(|text| is_usual_text(text));
        Self { texts: ReadTexts::Shared(shared), is_usual, others: &[] }
    }

    /// The same where some of those with an empty text have this, by their places and in order.
    pub(in crate::entra) fn with_others(self, others: &'a [(usize, ValueRef<'a>)]) -> Self {
        Self { others, ..self }
    }

    /// Whether everybody has a text and none has a long one.
    pub(in crate::entra) const fn is_usual(&self) -> bool {
        self.is_usual
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
        Self::new(values.iter().map(text), arena).with_others(arena.hold_all(&others))
    }

    /// What a person has.
    #[inline]
    pub fn value(&self, person: usize) -> ValueRef<'a> {
        let text = match self.texts {
            ReadTexts::Own(texts) => texts.get(person).copied(),
            ReadTexts::Shared(shared) => shared.places.get(person).map(|place| shared.at(*place)),
        };
        match text {
            Some(text) if !text.is_empty() => ValueRef::Text(text),
            _ => self.other(person),
        }
    }

    /// The text of each person; empty for who has something else.
    pub(super) fn texts(&self, arena: &'a Arena) -> &'a [&'a str] {
        match self.texts {
            ReadTexts::Own(texts) => texts,
            ReadTexts::Shared(shared) => arena.texts(shared.each()),
        }
    }

    /// The texts of people who share them.
    pub(super) const fn shared_texts(&self) -> Option<SharedTexts<'a>> {
        match self.texts {
            ReadTexts::Own(_) => None,
            ReadTexts::Shared(shared) => Some(shared),
        }
    }

    #[cold]
    fn other(&self, person: usize) -> ValueRef<'a> {
        let found = self.others.binary_search_by_key(&person, |(place, _)| *place);
        found.ok().and_then(|at| self.others.get(at)).map_or(ValueRef::Null, |(_, other)| *other)
    }
}

impl<'a> SharedTexts<'a> {
    #[inline]
    fn at(self, place: u16) -> &'a str {
        self.texts.get(usize::from(place)).copied().unwrap_or_default()
    }

    /// The text of each person.
    fn each(self) -> impl ExactSizeIterator<Item = &'a str> {
        self.places.iter().map(move |place| self.at(*place))
    }
}

/// Whether it is there, and not long.
#[inline]
const fn is_usual_text(text: &str) -> bool {
    text.len().wrapping_sub(1) < USUAL_BYTES
}
