//! What expressions come to: the documented examples, the corners, dates, patterns and traces.

mod columns;
mod corners;
mod dates;
mod examples;
mod nasty;
mod patterns;
mod texts;
mod traces;

use std::cell::Cell;
use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::{
    Arena, Attributes, Chance, Evaluation, Flow, Given, ReadColumn, Trace, Unevaluated,
    UnevaluatedKind,
};
use crate::entra::expression::{Expression, Value, ValueRef};

/// A person as the examples have one.
#[derive(Default)]
struct Person {
    attributes: BTreeMap<String, Json>,
    taken: Option<Vec<String>>,
}

/// Numbers in a row, mixed.
struct Dice(Cell<u64>);

impl Attributes for Person {
    fn value(&self, name: &str) -> Value<'_> {
        match self.attributes.get(name) {
            Some(Json::String(text)) => Value::text(text),
            Some(Json::Array(values)) => {
                Value::Many(values.iter().map(|value| value.as_str().unwrap().into()).collect())
            }
            _ => Value::Null,
        }
    }

    fn is_taken(&self, value: &str) -> Option<bool> {
        Some(self.taken.as_ref()?.iter().any(|taken| taken == value))
    }
}

impl Chance for Dice {
    fn next(&self) -> u64 {
        self.0.set(self.0.get().wrapping_add(0x9e37_79b9_7f4a_7c15));
        let mixed = self.0.get();
        (mixed ^ mixed >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) ^ mixed >> 32
    }
}

fn person(attributes: &Json) -> Person {
    let attributes = attributes.as_object().cloned().unwrap_or_default();
    Person { attributes: attributes.into_iter().collect(), taken: None }
}

/// 28 November 2026, 5:06:07.89 in the morning.
fn now() -> Timestamp {
    "2026-11-28T05:06:07.89Z".parse().unwrap()
}

fn evaluated(expression: &str, person: &Person) -> Result<Json, Box<Unevaluated>> {
    let expression =
        Expression::parse(expression).unwrap_or_else(|error| panic!("{expression}: {error}"));
    let (chance, arena) = (Dice(Cell::new(1)), Arena::default());
    let given = Given { attributes: person, now: now(), chance: &chance, arena: &arena };
    let result = expression.evaluate(&given).map(Flow::to_json);
    let trace = expression.trace(&Given { chance: &Dice(Cell::new(1)), ..given });
    assert_eq!(
        trace.result.map(|flow| flow.by_ref().to_json()),
        result,
        "a trace comes to the same"
    );
    let values = expression.attributes().map(|name| arena.keep(person.value(name)));
    let values: Vec<_> = values.collect();
    let given = Given { chance: &Dice(Cell::new(1)), ..given };
    let read = expression.evaluate_read(&values, &given).map(Flow::to_json);
    assert_eq!(read, result, "attributes that were looked up before come to the same");
    check_all(&expression, &values, &given, &result);
    result
}

/// It comes to the same for each of several people.
#[track_caller]
fn check_all(
    expression: &Expression,
    values: &[ValueRef<'_>],
    given: &Given<'_>,
    result: &Result<Json, Box<Unevaluated>>,
) {
    const PEOPLE: usize = 3;
    let arena = given.arena;
    let own: Vec<_> = values.iter().map(|value| ReadColumn::of(&[*value; PEOPLE], arena)).collect();
    let shared = values.iter().zip(&own).map(|(value, own)| match value {
        ValueRef::Text(text) => ReadColumn::shared(&[0; PEOPLE], arena.hold([*text]), arena),
        _ => *own,
    });
    let shared: Vec<_> = shared.collect();
    let alone = |_| {
        let given = Given { chance: arena.hold(Dice(Cell::new(1))), ..*given };
        expression.evaluate_read(arena.hold_all(values), arena.hold(given))
    };
    for columns in [own, shared] {
        let mut all = Vec::new();
        let columns = arena.hold_all(&columns);
        let each = |came: Evaluation<'_>| all.push(came.map(Flow::to_json));
        expression.evaluate_all(PEOPLE, columns, arena, alone, each);
        assert_eq!(all, vec![result.clone(); PEOPLE], "many people come to the same");
    }
}

fn traced(expression: &str, attributes: &Json) -> Trace {
    let expression = Expression::parse(expression).unwrap();
    let person = person(attributes);
    let (chance, arena) = (Dice(Cell::new(1)), Arena::default());
    expression.trace(&Given { attributes: &person, now: now(), chance: &chance, arena: &arena })
}

/// The expression comes to this for a person with these attributes: JSON as in the examples, or `fails` or `not here`.
#[track_caller]
fn check(expression: &str, attributes: &Json, expected: impl Into<Json>) {
    let came =
        evaluated(expression, &person(attributes)).unwrap_or_else(|error| match error.kind {
            UnevaluatedKind::Fails => json!("fails"),
            UnevaluatedKind::NotHere => json!("not here"),
        });
    assert_eq!(came, expected.into(), "{expression} with {attributes}");
}

/// The same on one attribute `x`.
#[track_caller]
fn check_x(expression: &str, x: impl Into<Json>, expected: impl Into<Json>) {
    check(expression, &json!({"x": x.into()}), expected);
}

/// The same without attributes.
#[track_caller]
fn check_plain(expression: &str, expected: impl Into<Json>) {
    check(expression, &json!({}), expected);
}
