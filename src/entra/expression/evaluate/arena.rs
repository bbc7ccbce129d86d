//! Where evaluations keep what they read and make: memory that the next people get again.

use std::borrow::Cow;
use std::fmt;

use bumpalo::Bump;
use bumpalo::collections::{String, Vec};

use crate::entra::expression::{Attributes, Expression, Value, ValueRef};
use crate::limits;

/// Memory for what evaluations read and make. It lasts until the arena is cleared, which takes no longer for much.
#[derive(Default)]
pub struct Arena(Bump);

impl Arena {
    /// Gives the memory of all that is in it to what comes next.
    pub fn clear(&mut self) {
        self.0.reset();
    }

    /// The memory it has taken so far, in bytes.
    pub(in crate::entra) fn bytes(&self) -> usize {
        self.0.allocated_bytes()
    }

    /// What somebody has of the attributes that an expression reads.
    pub(super) fn read<'a>(
        &'a self,
        expression: &Expression,
        person: &'a dyn Attributes,
    ) -> &'a [ValueRef<'a>] {
        let values = expression.attributes().map(|name| self.keep(person.value(name)));
        Vec::from_iter_in(values, &self.0).into_bump_slice()
    }

    /// What somebody has, for an expression that reads it.
    pub(in crate::entra) fn values<'a>(
        &'a self,
        values: impl ExactSizeIterator<Item = ValueRef<'a>>,
    ) -> &'a mut [ValueRef<'a>] {
        self.0.alloc_slice_fill_iter(values)
    }

    /// A value; what was made for it is copied.
    pub(in crate::entra) fn keep<'a>(&'a self, value: Value<'a>) -> ValueRef<'a> {
        match value {
            Value::Text(text) => ValueRef::Text(self.keep_text(text)),
            Value::Many(texts) => self.list(texts.into_iter().map(|text| self.keep_text(text))),
            Value::Null => ValueRef::Null,
            Value::Integer(number) => ValueRef::Integer(number),
            Value::Decimal(number) => ValueRef::Decimal(number),
            Value::Boolean(boolean) => ValueRef::Boolean(boolean),
            Value::Date(date) => ValueRef::Date(date),
        }
    }

    /// A text, copied where it was made.
    pub(super) fn keep_text<'a>(&'a self, text: Cow<'a, str>) -> &'a str {
        match text {
            Cow::Borrowed(text) => text,
            Cow::Owned(text) => self.copy(&text),
        }
    }

    /// Several texts.
    pub(in crate::entra) fn list<'a>(
        &'a self,
        texts: impl Iterator<Item = &'a str>,
    ) -> ValueRef<'a> {
        ValueRef::Many(Vec::from_iter_in(texts.map(Cow::Borrowed), &self.0).into_bump_slice())
    }

    /// Nothing is so of so many people yet.
    pub(super) fn no_marks(&self, people: usize) -> &mut [bool] {
        self.0.alloc_slice_fill_copy(people, false)
    }

    /// The texts of many people.
    #[inline]
    pub(in crate::entra) fn texts<'a>(
        &'a self,
        texts: impl ExactSizeIterator<Item = &'a str>,
    ) -> &'a [&'a str] {
        self.0.alloc_slice_fill_iter(texts)
    }

    /// How long the texts of so many people are.
    #[inline]
    pub(super) fn lengths(&self, people: usize, length: impl FnMut(usize) -> usize) -> &[usize] {
        self.0.alloc_slice_fill_with(people, length)
    }

    /// So many bytes to be written.
    pub(super) fn zeros(&self, bytes: usize) -> &mut [u8] {
        self.0.alloc_slice_fill_copy(bytes, 0)
    }

    /// What lasts as long as the rest. It is never dropped, so that memory of its own would be lost.
    pub(in crate::entra) fn hold<T>(&self, held: T) -> &T {
        self.0.alloc(held)
    }

    /// Several of those.
    pub(in crate::entra) fn hold_all<T: Copy>(&self, held: &[T]) -> &[T] {
        self.0.alloc_slice_copy(held)
    }

    /// A text of its own, to be changed.
    pub(super) fn copy(&self, text: &str) -> &mut str {
        self.0.alloc_str(text)
    }

    /// An empty text that so many bytes are put into.
    pub(super) fn text(&self, bytes: usize) -> String<'_> {
        String::with_capacity_in(bytes, &self.0)
    }

    /// Two texts, one behind the other.
    pub(super) fn concat(&self, first: &str, second: &str) -> &str {
        let mut text = self.text(first.len() + second.len());
        text.push_str(first);
        text.push_str(second);
        text.into_bump_str()
    }

    /// A text with every `old` in it replaced; none where `old` is empty or the text becomes too long.
    pub(super) fn replace<'a>(&'a self, text: &'a str, old: &str, new: &str) -> Option<&'a str> {
        if old.is_empty() {
            return None;
        }
        let mut matches = text.match_indices(old).peekable();
        if matches.peek().is_none() {
            return Some(text);
        }
        let mut replaced = self.text(text.len() + new.len());
        let mut end = 0;
        for (at, _) in matches {
            replaced.push_str(text.get(end..at).unwrap_or_default());
            replaced.push_str(new);
            end = at + old.len();
            if replaced.len() > limits::EXPRESSION_MADE_BYTES {
                return None;
            }
        }
        replaced.push_str(text.get(end..).unwrap_or_default());
        Some(replaced.into_bump_str())
    }
}

impl fmt::Debug for Arena {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arena").finish_non_exhaustive()
    }
}
