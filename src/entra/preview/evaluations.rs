//! What the rows of a mapping come to, before Entra looks at their types: of one person, and of many at once.

use std::vec;

use crate::entra::expression::{
    Evaluation, ExpressionError, Flow, Given, Unevaluated, UnevaluatedKind, ValueRef,
};
use crate::entra::mapping::{AttributeMapping, Source};
use crate::entra::preview::Preview;
use crate::entra::preview::chance::PersonChance;
use crate::entra::preview::reading::Batch;

/// What every row comes to for the people of a batch, who are taken one after the other.
pub(super) struct Evaluations<'a> {
    rows: Vec<vec::IntoIter<Evaluation<'a>>>,
}

impl<'a> Evaluations<'a> {
    /// What the rows come to for the next person.
    pub(super) fn next_person(&mut self) -> impl Iterator<Item = Evaluation<'a>> {
        self.rows.iter_mut().filter_map(Iterator::next)
    }
}

impl Preview {
    /// What every row comes to for one person, of whom all this was read.
    pub(super) fn evaluate<'a>(
        &'a self,
        read: &'a [ValueRef<'a>],
        given: &'a Given<'a>,
        chance: &PersonChance<'a>,
    ) -> impl Iterator<Item = Evaluation<'a>> {
        self.mapping.rows.iter().enumerate().map(|(at, row)| {
            chance.begin(&row.target);
            evaluate(row, self.reads.of_row(at, read), given)
        })
    }

    /// What every row comes to for some people; none where that takes too much memory for several.
    pub(super) fn evaluate_all<'a>(&'a self, batch: Batch<'a>) -> Option<Evaluations<'a>> {
        let rows = self.mapping.rows.iter().enumerate().map(|(at, row)| {
            let evaluations = self.evaluate_row(at, row, batch);
            (!batch.is_too_large()).then(|| evaluations.into_iter())
        });
        Some(Evaluations { rows: rows.collect::<Option<_>>()? })
    }

    fn evaluate_row<'a>(
        &'a self,
        at: usize,
        row: &'a AttributeMapping,
        batch: Batch<'a>,
    ) -> Vec<Evaluation<'a>> {
        let read = self.reads.of_row(at, batch.read);
        let people = batch.people.len();
        let all = |value: ValueRef<'a>| (0..people).map(|_| Ok(Flow::Value(value))).collect();
        match &row.source {
            Source::None => all(ValueRef::Null),
            Source::Constant(text) => all(ValueRef::Text(text)),
            Source::Direct(_) => {
                let value = |person| read.first().map_or(ValueRef::Null, |read| read.value(person));
                (0..people).map(|person| Ok(Flow::Value(value(person)))).collect()
            }
            Source::Expression(text) => match text.expression() {
                Err(error) => (0..people).map(|_| broken(error)).collect(),
                Ok(expression) => {
                    let mut evaluations = Vec::with_capacity(people);
                    let alone = |person| self.evaluate_alone(row, at, person, batch);
                    let keep = |evaluation| evaluations.push(evaluation);
                    expression.evaluate_all(people, read, batch.arena, alone, keep);
                    evaluations
                }
            },
        }
    }

    fn evaluate_alone<'a>(
        &'a self,
        row: &'a AttributeMapping,
        at: usize,
        person: usize,
        batch: Batch<'a>,
    ) -> Evaluation<'a> {
        let (Some(who), Some(computed)) = (batch.people.get(person), batch.computed.get(person))
        else {
            return Ok(Flow::Value(ValueRef::Null));
        };
        if batch.is_too_large() {
            // Nobody will see it.
            return Ok(Flow::Dropped);
        }
        let arena = batch.arena;
        let read = self.reads.of_row(at, batch.read).iter().map(|column| column.value(person));
        let read = arena.values(read);
        let chance = arena.hold(self.chance(who));
        chance.begin(&row.target);
        let given = self.given(computed, chance, arena);
        evaluate(row, read, arena.hold(given))
    }
}

/// What one row comes to. `read` is what it reads.
pub(super) fn evaluate<'a>(
    row: &'a AttributeMapping,
    read: &'a [ValueRef<'a>],
    given: &'a Given<'a>,
) -> Evaluation<'a> {
    match &row.source {
        Source::None => Ok(Flow::Value(ValueRef::Null)),
        Source::Direct(_) => Ok(Flow::Value(read.first().copied().unwrap_or(ValueRef::Null))),
        Source::Constant(text) => Ok(Flow::Value(ValueRef::Text(text))),
        Source::Expression(text) => match text.expression() {
            Ok(expression) => expression.evaluate_read(read, given),
            Err(error) => broken(error),
        },
    }
}

/// An expression that cannot be read fails for everybody.
fn broken<'a>(error: &ExpressionError) -> Evaluation<'a> {
    Err(Box::new(Unevaluated {
        span: error.span.clone(),
        kind: UnevaluatedKind::Fails,
        message: error.message.clone(),
    }))
}
