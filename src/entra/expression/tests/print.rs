//! What is printed reads as the same tree.

use proptest::prelude::*;

use super::{examples, nodes, read};
use crate::entra::expression::Expression;

#[track_caller]
fn check(text: &str, printed: &str) {
    assert_eq!(read(text).to_string(), printed);
    assert_eq!(read(printed).to_string(), printed);
}

#[test]
fn what_is_printed_is_what_graph_would_write() {
    check("[ mail ]", "[ mail ]");
    check(
        "switch ( [IsSoftDeleted],,\"False\",\n\"True\" )",
        "Switch([IsSoftDeleted], , \"False\", \"True\")",
    );
    check("Replace([a],\"-\",,,\"_\")", "Replace([a], \"-\", , , \"_\", , )");
    check("Replace([a],\"-\",,,\"_\",,)", "Replace([a], \"-\", , , \"_\", , )");
    check("ToLower([a] , )", "ToLower([a], )");
    check("Guid( )", "Guid()");
    check("BitAnd(&h0f7, -3)", "BitAnd(&HF7, -3)");
    check("Join(\"\", 007, 1.50, 1.0, -0.5, 12)", "Join(\"\", \"007\", \"1.50\", 1.0, -0.5, 12)");
    check("InStr([a],\"\\\\\\\"\",1,VBTEXTCOMPARE)", "InStr([a], \"\\\\\\\"\", 1, vbTextCompare)");
    check("IIF([a]<>\"b\",[a]\t,\u{a0}\"\")", "IIF([a] <> \"b\", [a], \"\")");
}

#[test]
fn gaps_at_the_end_say_nothing() {
    assert_eq!(read("Replace([a],\"-\",,,\"_\")"), read("Replace([a],\"-\",,,\"_\",,)"));
    assert_ne!(read("Replace([a],\"-\",,,\"_\")"), read("Replace([a],\"-\",,\"_\")"));
}

#[test]
fn examples_read_the_same_after_they_were_printed_or_formatted() {
    let examples = examples();
    assert!(examples.len() > 100);
    for text in examples {
        let expression = read(&text);
        assert_eq!(read(&expression.to_string()), expression, "{text}");
        assert_eq!(read(&expression.format()), expression, "{text}");
    }
}

#[test]
fn long_expressions_are_laid_out_over_lines() {
    check_layout("Join(\"\", [a], [b])", "Join(\"\", [a], [b])");
    check_layout(
        "Switch([departmentOfTheUser], , \"Sales and marketing\", \"S\", \"Research\", Replace([extensionAttribute11], , \"[^a-zA-Z0-9 ]\", , \"\", , ))",
        "Switch(
    [departmentOfTheUser], ,
    \"Sales and marketing\", \"S\",
    \"Research\", Replace([extensionAttribute11], , \"[^a-zA-Z0-9 ]\", , \"\", , )
)",
    );
    check_layout(
        "Replace([extensionAttribute11], , \"a rather long pattern that takes nearly a line\", , \"\", , )",
        "Replace(
    [extensionAttribute11], ,
    \"a rather long pattern that takes nearly a line\", ,
    \"\", ,
)",
    );
}

#[track_caller]
fn check_layout(text: &str, layout: &str) {
    assert_eq!(read(text).format(), layout);
    assert_eq!(read(layout), read(text));
}

proptest! {
    #[test]
    fn any_tree_reads_the_same_after_it_was_printed_or_formatted(node in nodes()) {
        let text = node.to_string();
        prop_assume!(text.chars().count() <= crate::limits::EXPRESSION_CHARS);
        let expression = Expression::parse(&text).map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        prop_assert_eq!(expression.root(), &node);
        prop_assert_eq!(expression.to_string(), text);
        let layout = expression.format();
        if layout.chars().count() <= crate::limits::EXPRESSION_CHARS {
            prop_assert_eq!(Expression::parse(&layout), Ok(expression));
        }
    }
}
