//! What a person brings to an evaluation beside their own attributes: chance that comes out the same again, and `IsSoftDeleted`.

use std::cell::Cell;

use crate::entra::expression::{Attributes, Chance, Value};
use crate::entra::scope::{ScopingFilter, Verdict};

/// The attribute that Entra computes: whether it deprovisions the person.
pub(super) const IS_SOFT_DELETED: &str = "IsSoftDeleted";

/// Draws from a seed alone.
#[derive(Debug)]
pub struct SeededChance(Cell<u64>);

impl SeededChance {
    /// The same seed draws the same again.
    pub const fn new(seed: u64) -> Self {
        Self(Cell::new(seed))
    }
}

impl Chance for SeededChance {
    fn next(&self) -> u64 {
        let state = mix(self.0.get());
        self.0.set(state);
        state
    }
}

/// Draws from a seed, the person and the target, so that a person who is looked at again shows the same.
pub(super) struct PersonChance<'a> {
    person: &'a dyn Attributes,
    seed: u64,
    target: Cell<&'a str>,
    drawn: Cell<u64>,
}

impl<'a> PersonChance<'a> {
    pub(super) const fn new(person: &'a dyn Attributes, seed: u64) -> Self {
        Self { person, seed, target: Cell::new(""), drawn: Cell::new(0) }
    }

    /// Begins anew for the row of another target.
    pub(super) fn begin(&self, target: &'a str) {
        self.target.set(target);
        self.drawn.set(0);
    }
}

impl Chance for PersonChance<'_> {
    fn next(&self) -> u64 {
        let mut state = self.drawn.get();
        if state == 0 {
            let stir = |state: u64, text: &str| {
                text.bytes().fold(state, |state, byte| mix(state ^ u64::from(byte)))
            };
            state = stir(self.seed, self.target.get());
            for name in ["objectId", "userPrincipalName"] {
                if let Value::Text(text) = self.person.value(name) {
                    state = stir(state, &text);
                }
            }
        }
        state = mix(state);
        self.drawn.set(state.max(1));
        state
    }
}

/// One step of `SplitMix64`.
const fn mix(state: u64) -> u64 {
    let state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// A person whose `IsSoftDeleted` is known.
#[derive(Clone, Copy)]
pub(super) struct Computed<'a> {
    person: &'a dyn Attributes,
    pub(super) stay: Stay,
}

/// Whether Entra deprovisions somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stay {
    Stays,
    Leaves,
}

impl Stay {
    /// As expressions read them, in their order.
    pub(super) const TEXTS: [&str; 2] = ["False", "True"];

    /// As an expression reads it.
    pub(super) const fn text(self) -> &'static str {
        Self::TEXTS[self as usize]
    }
}

impl<'a> Computed<'a> {
    /// Leaves who is marked so already, or does not pass the scoping filter. Where only Entra can tell, people stay.
    pub(super) fn new(person: &'a dyn Attributes, scope: Option<&ScopingFilter>) -> Self {
        let is_marked = match person.value(IS_SOFT_DELETED) {
            Value::Boolean(value) => value,
            Value::Text(text) => text.eq_ignore_ascii_case("true"),
            _ => false,
        };
        let is_out = |scope: &ScopingFilter| scope.judge(person).verdict == Verdict::Out;
        let leaves = is_marked || scope.is_some_and(is_out);
        Self { person, stay: if leaves { Stay::Leaves } else { Stay::Stays } }
    }
}

impl Attributes for Computed<'_> {
    fn value(&self, name: &str) -> Value<'_> {
        if name == IS_SOFT_DELETED {
            return Value::text(self.stay.text());
        }
        self.person.value(name)
    }

    fn is_taken(&self, value: &str) -> Option<bool> {
        self.person.is_taken(value)
    }
}
