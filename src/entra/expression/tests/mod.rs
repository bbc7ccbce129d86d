//! The language as text: what is read, what is refused and how that is said.

mod editor;
mod graph;
mod nasty;
mod parser;
mod print;
mod problems;

use proptest::prelude::*;

use crate::entra::expression::{
    Call, Comparison, Constant, Expression, Function, Node, Occurs, parser::WORDS,
};

/// Reads what has to be readable.
fn read(text: &str) -> Expression {
    Expression::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Every expression of the documented examples.
fn examples() -> Vec<String> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/expression-examples.json");
    let text = std::fs::read_to_string(path).expect("the examples are there");
    let examples: Vec<serde_json::Value> = serde_json::from_str(&text).expect("they are JSON");
    let expression =
        |example: &serde_json::Value| example["expression"].as_str().map(str::to_owned);
    examples.iter().filter_map(expression).collect()
}

/// Any tree that can be written down.
fn nodes() -> impl Strategy<Value = Node> {
    let leaf = prop_oneof![
        "[^\\[\\]\"\\p{Cc}]{0,5}[a-zA-Z][a-z.0-9_]{0,5}".prop_map(|name| Node::Attribute {
            name: name.into(),
            place: 0,
            span: 0..0
        }),
        constants().prop_map(|value| Node::Constant { value, span: 0..0 }),
    ];
    leaf.prop_recursive(4, 40, 6, |inner| {
        let pool = proptest::collection::vec(inner, 8);
        let gaps = proptest::collection::vec(any::<bool>(), 8);
        (0..Function::ALL.len(), pool, gaps, 0..6_usize)
            .prop_map(|(at, pool, gaps, more)| call(Function::ALL[at], &pool, &gaps, more))
    })
}

fn constants() -> impl Strategy<Value = Constant> {
    prop_oneof![
        "[\\PC\n\"\\\\]{0,6}".prop_map(|text| Constant::Text(text.into())),
        any::<i64>().prop_map(Constant::Integer),
        (0..=i64::MAX).prop_map(Constant::Hexadecimal),
        proptest::num::f64::NORMAL.prop_map(Constant::Decimal),
        (0..WORDS.len()).prop_map(|at| Constant::Word(WORDS[at].into())),
    ]
}

/// A call with arguments out of a pool.
fn call(function: Function, pool: &[Node], gaps: &[bool], more: usize) -> Node {
    let comparisons = [
        Comparison::Equal,
        Comparison::NotEqual,
        Comparison::Greater,
        Comparison::GreaterOrEqual,
        Comparison::Less,
        Comparison::LessOrEqual,
    ];
    let mut arguments = Vec::new();
    for (index, parameter) in function.entry().parameters.iter().enumerate() {
        let node = |at: usize| Some(pool[at % pool.len()].clone());
        match parameter.occurs {
            Occurs::Optional => arguments.push(node(index).filter(|_| gaps[index])),
            Occurs::AtLeast(least) => {
                arguments.extend((0..least + more).map(|at| node(index + at)));
            }
            Occurs::Pairs => arguments.extend((0..more / 2 * 2).map(|at| node(index + at))),
            Occurs::Required
                if gaps[0] && index == 0 && matches!(function, Function::Iif | Function::CBool) =>
            {
                arguments.push(Some(Node::Compare {
                    left: Box::new(pool[0].clone()),
                    comparison: comparisons[more],
                    right: Box::new(pool[1].clone()),
                    span: 0..0,
                }));
            }
            Occurs::Required => arguments.push(node(index)),
        }
    }
    Node::Call(Call { function, arguments, span: 0..0 })
}
