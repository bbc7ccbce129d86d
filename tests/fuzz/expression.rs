//! Mapping expressions that people break while they type and paste.

use scim_desk::{Expression, complete_expression, highlight_expression, signature_at};

use crate::mutation::fuzz;

/// Longest expression that Entra takes, in characters.
const LONGEST: usize = 10_000;

/// What the language is made of, and what is mistaken for it.
const PIECES: [&str; 32] = [
    "(",
    ")",
    ",",
    ", ,",
    "[",
    "]",
    "\"",
    "\\",
    "\\\"",
    "\\\\",
    "=",
    "<>",
    ">=",
    "<",
    "&",
    "&HF",
    "-",
    "12",
    "1.50",
    "007",
    "“",
    "（",
    "'",
    " ",
    "\n",
    "[mail]",
    "\"a\"",
    "IIF([a] = \"b\", ",
    "Switch([a], , ",
    "Replace(",
    "vbTextCompare",
    "ToLower(ToLower(ToLower(ToLower(",
];

#[test]
fn broken_expressions_are_read_or_refused() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/expression-examples.json");
    let text = std::fs::read(path).expect("the examples are there");
    let examples: Vec<serde_json::Value> = serde_json::from_slice(&text).expect("they are JSON");
    let mut texts: Vec<Vec<u8>> = examples
        .iter()
        .filter_map(|example| example["expression"].as_str().map(|text| text.as_bytes().to_vec()))
        .collect();
    texts.sort_unstable();
    texts.dedup();
    fuzz(&texts, &PIECES, |bytes| check(&String::from_utf8_lossy(bytes)));
}

fn check(text: &str) {
    edit(text);
    let expression = match Expression::parse(text) {
        Ok(expression) => expression,
        Err(error) => {
            assert!(text.get(error.span.clone()).is_some(), "{error:?}");
            assert!(!error.message.is_empty() && !error.message.contains(char::is_control));
            return;
        }
    };
    for node in expression.root().walk() {
        assert!(text.get(node.span().clone()).is_some_and(|part| !part.is_empty()), "{node:?}");
    }
    for problem in expression.problems() {
        assert!(text.get(problem.span.clone()).is_some_and(|part| !part.is_empty()), "{problem:?}");
        assert!(!problem.message.contains(char::is_control), "{problem:?}");
    }
    for written in [expression.to_string(), expression.format()] {
        // Spaces that are put in can carry a text over the limit.
        if written.chars().count() <= LONGEST {
            assert_eq!(Expression::parse(&written).as_ref(), Ok(&expression), "{written}");
        }
    }
    if expression.to_string().chars().count() <= LONGEST {
        let graph = expression.to_graph();
        let source = Expression::from_graph(&graph).expect("what is written can be read");
        assert_eq!(source.finding, None, "{text}");
        assert_eq!(source.expression.to_graph(), graph, "{text}");
    }
}

/// What an editor asks for: pieces in the order of the text with nothing but white space between, choices that fit in.
fn edit(text: &str) {
    let mut end = 0;
    for (span, kind) in highlight_expression(text) {
        assert!(span.start < span.end, "{kind:?} {span:?}");
        let between = text.get(end..span.start).expect("the pieces are in order");
        assert!(between.trim().is_empty(), "nothing is left out: {between}");
        assert!(text.get(span.clone()).is_some(), "{kind:?} {span:?}");
        end = span.end;
    }
    assert!(text.get(end..).is_some_and(|rest| rest.trim().is_empty()));
    for cursor in [0, text.len() / 3, text.len() / 2, text.len(), text.len() + 1] {
        let completions = complete_expression(text, cursor, &["mail", "surname"]);
        assert!(text.get(completions.replace.clone()).is_some(), "{completions:?}");
        let _: Option<_> = signature_at(text, cursor);
    }
}
