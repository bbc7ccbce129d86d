//! Expressions that are evaluated for many people at once come to what they come to for each of them alone.

use proptest::prelude::*;
use scim_desk::{Directory, Expression, ExpressionArena, Given, SeededChance};
use serde_json::{Value, json};

use crate::mutation::runs;

/// Attributes of one text, and one of several.
const ATTRIBUTES: [&str; 4] = ["givenName", "surname", "department", "proxyAddresses"];

#[test]
fn many_people_come_to_the_same_as_each_alone() {
    let person = [value().boxed(), value().boxed(), value().boxed(), values().boxed()];
    let people = proptest::collection::vec(person, 1..12);
    runs(&(text(), people), |(text, people)| check(&text, &people));
}

/// Everybody is there three times, so that columns share their texts.
fn check(text: &str, people: &[[Value; 4]]) {
    let people = [people; 3].concat();
    let expression = Expression::parse(text).expect("it is made as the language has it");
    let person = |(row, values): (usize, &[Value; 4])| {
        let names = ATTRIBUTES.iter().map(|name| (*name).to_owned());
        let mut person: serde_json::Map<_, _> = names.zip(values.iter().cloned()).collect();
        person.insert("objectId".to_owned(), json!(format!("o-{row}")));
        Value::Object(person)
    };
    let file: Value = people.iter().enumerate().map(person).collect();
    let read = Directory::read(file.to_string().as_bytes()).expect("the file is right");
    let directory = read.directory;
    let people: Vec<_> = directory.people().collect();
    let arena = ExpressionArena::default();
    let chance = SeededChance::new(1);
    let givens: Vec<_> = people
        .iter()
        .map(|attributes| Given {
            attributes,
            now: jiff::Timestamp::UNIX_EPOCH,
            chance: &chance,
            arena: &arena,
        })
        .collect();
    let alone: Vec<_> = givens.iter().map(|given| expression.evaluate(given)).collect();
    let reader = directory.reader(expression.attributes());
    let columns = reader.read(&(0..people.len()), &arena);
    let mut together = Vec::new();
    expression.evaluate_all(
        people.len(),
        &columns,
        &arena,
        |person| expression.evaluate(&givens[person]),
        |came| together.push(came),
    );
    assert_eq!(together, alone, "{text}");
}

/// What somebody has of an attribute: mostly a text, short or long, of any letters.
fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        1 => Just(Value::Null),
        2 => prop_oneof![Just("True"), Just("False"), Just("Harbor"), Just("é")].prop_map(Value::from),
        8 => "[A-Za-z0-9 .@-]{1,40}".prop_map(Value::from),
        2 => "[A-Z ]{90,120}".prop_map(Value::from),
        3 => "[a-zA-ZÀ-ÿß🦊İı ]{1,20}".prop_map(Value::from),
    ]
}

fn values() -> impl Strategy<Value = Value> {
    proptest::collection::vec("[a-z ]{1,9}", 0..3).prop_map(Value::from)
}

/// An expression of a text, made of the functions that are evaluated for many people at once.
fn text() -> impl Strategy<Value = String> {
    let literal = "[A-Za-z0-9 .@é🦊-]{0,9}".prop_map(|text| format!("\"{text}\""));
    let attribute = proptest::sample::select(&ATTRIBUTES[..]).prop_map(|name| format!("[{name}]"));
    let leaf = prop_oneof![3 => attribute, 1 => literal];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let two = || (inner.clone(), inner.clone());
        let number = || 0..40_usize;
        let key = prop_oneof![Just("True"), Just("False"), Just("Harbor"), Just("é"), Just("")];
        prop_oneof![
            two().prop_map(|(a, b)| format!("Append({a}, {b})")),
            (two(), two(), any::<bool>()).prop_map(|((a, b), (c, d), is_equal)| {
                let sign = if is_equal { "=" } else { "<>" };
                format!("IIF({a} {sign} {b}, {c}, {d})")
            }),
            (inner.clone(), two()).prop_map(|(a, (b, c))| format!("IIF(Not({a}), {b}, {c})")),
            (inner.clone(), proptest::collection::vec(inner.clone(), 1..4))
                .prop_map(|(a, others)| format!("Join({a}, {})", others.join(", "))),
            (inner.clone(), number()).prop_map(|(a, count)| format!("Left({a}, {count})")),
            (inner.clone(), number(), number())
                .prop_map(|(a, start, length)| format!("Mid({a}, {start}, {length})")),
            inner.clone().prop_map(|a| format!("NormalizeDiacritics({a})")),
            (inner.clone(), "[a-z é]{1,2}", "[a-z🦊]{0,3}")
                .prop_map(|(a, old, new)| format!("Replace({a}, \"{old}\", , , \"{new}\", , )")),
            inner.clone().prop_map(|a| format!("StripSpaces({a})")),
            (two(), key.clone(), two(), key).prop_map(|((a, b), one, (c, d), other)| format!(
                "Switch({a}, {b}, \"{one}\", {c}, \"{other}x\", {d})"
            )),
            (inner.clone(), inner.clone())
                .prop_map(|(a, b)| format!("Switch({a}, , \"True\", {b}, \"False\", \"no\")")),
            inner.clone().prop_map(|a| format!("ToLower({a}, )")),
            inner.prop_map(|a| format!("ToUpper({a}, )")),
        ]
    })
}
