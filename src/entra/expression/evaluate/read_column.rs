//! What many people have of one attribute.

use crate::entra::expression::ValueRef;
use crate::entra::expression::evaluate::Arena;
use crate::entra::expression::evaluate::columns::USUAL_BYTES;

/// What many people have of one attribute.
#[derive(Clone, Copy, Debug)]
pub struct ReadColumn<'a> {
    /// The text of each person; empty for who has something else.
    pub(super) texts: &'a [&'a str],
    is_usual: bool,
    /// What the others have, where it is not nothing, by the place of the person and in order.
    others: &'a [(usize, ValueRef<'a>)],
    shared: Option<SharedTexts<'a>>,
}

/// Texts that several people have.
#[derive(Clone, Copy, Debug)]
pub(super) struct SharedTexts<'a> {
    /// Of each person where theirs stands.
    pub(super) places: &'a [u16],
    /// An empty one is nothing.
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
            is_usual &= text.len().wrapping_sub(1) < USUAL_BYTES;
            text
        };
        let texts = arena.texts(texts.map(&mut note));
        Self { texts, is_usual, others: &[], shared: None }
    }

    /// Of people with these texts, each at their place; those with an empty one have nothing.
    pub(in crate::entra) fn shared(
        places: &'a [u16],
        texts: &'a [&'a str],
        arena: &'a Arena,
    ) -> Self {
        let text = |place: &u16| texts.get(usize::from(*place)).copied().unwrap_or_default();
        let column = Self::new(places.iter().map(text), arena);
        // To evaluate more of them, once each, would save little.
        let is_worth_it = texts.len() <= places.len() / 2;
        Self { shared: is_worth_it.then_some(SharedTexts { places, texts }), ..column }
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
        match self.texts.get(person) {
            Some(text) if !text.is_empty() => ValueRef::Text(text),
            _ => self.other(person),
        }
    }

    /// The texts of people who share them in every one of these columns, which are the same.
    pub(super) fn shared_by_all(columns: &[Self]) -> Option<SharedTexts<'a>> {
        let (first, others) = columns.split_first()?;
        let is_same = |other: &Self| std::ptr::eq(other.texts, first.texts);
        first.shared.filter(|_| others.iter().all(is_same))
    }

    #[cold]
    fn other(&self, person: usize) -> ValueRef<'a> {
        let found = self.others.binary_search_by_key(&person, |(place, _)| *place);
        found.ok().and_then(|at| self.others.get(at)).map_or(ValueRef::Null, |(_, other)| *other)
    }
}
