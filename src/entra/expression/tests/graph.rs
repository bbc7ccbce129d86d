//! From text to Graph's JSON and back.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::{examples, nodes, read};
use crate::entra::expression::{Expression, Node};

fn attribute(name: &str) -> Value {
    json!({ "expression": format!("[{name}]"), "name": name, "parameters": [], "type": "Attribute" })
}

fn constant(text: &str) -> Value {
    json!({ "expression": format!("\"{text}\""), "name": text, "parameters": [], "type": "Constant" })
}

fn function(name: &str, expression: &str, parameters: &[(&str, Value)]) -> Value {
    let parameters: Vec<Value> =
        parameters.iter().map(|(key, value)| json!({ "key": key, "value": value })).collect();
    json!({ "expression": expression, "name": name, "parameters": parameters, "type": "Function" })
}

/// The text becomes this JSON, the JSON this text again.
#[track_caller]
fn check(text: &str, graph: &Value) {
    assert_eq!(read(text).to_graph(), *graph);
    let source = Expression::from_graph(graph).expect("it is a source");
    assert_eq!((source.text.as_str(), source.finding), (text, None));
    assert_eq!(source.expression, read(text));
}

#[test]
fn texts_and_sources_say_the_same() {
    check("[mail]", &attribute("mail"));
    check("\"x\"", &constant("x"));
    check(
        "Mid([userPrincipalName], 1, 8)",
        &function(
            "Mid",
            "Mid([userPrincipalName], 1, 8)",
            &[
                ("source", attribute("userPrincipalName")),
                ("start", constant("1")),
                ("length", constant("8")),
            ],
        ),
    );
    check(
        "Replace([preferredLanguage], \"-\", , , \"_\", , )",
        &function(
            "Replace",
            "Replace([preferredLanguage], \"-\", , , \"_\", , )",
            &[
                ("source", attribute("preferredLanguage")),
                ("Find", constant("-")),
                ("Replacement", constant("_")),
            ],
        ),
    );
    check(
        "Switch([IsSoftDeleted], , \"False\", \"True\", \"True\", \"False\")",
        &function(
            "Switch",
            "Switch([IsSoftDeleted], , \"False\", \"True\", \"True\", \"False\")",
            &[
                ("source", attribute("IsSoftDeleted")),
                ("switchValue", constant("False")),
                ("switchValue", constant("True")),
                ("switchValue", constant("True")),
                ("switchValue", constant("False")),
            ],
        ),
    );
    check(
        "Join(\" \", [a], [b])",
        &function(
            "Join",
            "Join(\" \", [a], [b])",
            &[("separator", constant(" ")), ("source", attribute("a")), ("source", attribute("b"))],
        ),
    );
    check(
        "FormatDateTime([d], \"yyyy\", \"MM\")",
        &function(
            "FormatDateTime",
            "FormatDateTime([d], \"yyyy\", \"MM\")",
            &[
                ("source", attribute("d")),
                ("inputFormat", constant("yyyy")),
                ("outputFormat", constant("MM")),
            ],
        ),
    );
}

/// The source is read as this text, and this is said about it.
#[track_caller]
fn check_odd(source: &Value, text: &str, finding: Option<&str>) {
    let read = Expression::from_graph(source).expect("it is a source");
    assert_eq!(read.text, text);
    match finding {
        None => assert_eq!(read.finding, None),
        Some(part) => {
            assert!(read.finding.as_deref().is_some_and(|said| said.contains(part)), "{read:?}");
        }
    }
}

#[test]
fn odd_sources_are_read_as_entra_reads_them() {
    let not = |expression: &str| function("Not", expression, &[("source", attribute("a"))]);
    check_odd(&not("Not([b])"), "Not([a])", Some("something else"));
    check_odd(&not("Not([b"), "Not([a])", Some("cannot be read"));
    let pair = [("source", attribute("a")), ("source", attribute("b"))];
    let gap = "Coalesce([a], , [b])";
    check_odd(&function("Coalesce", gap, &pair), gap, None);
    check_odd(&not(""), "Not([a])", None);
    check_odd(&not("not( [a] )"), "not( [a] )", None);
    check_odd(&function("Not", "Not([a])", &[]), "Not([a])", Some("in their stead"));
    // Keys that are not known are read by position, and their gaps from the text.
    let unknown = &[("text", attribute("a")), ("styles", constant("x")), ("to", constant("y"))];
    check_odd(&function("Left", "", &unknown[..2]), "Left([a], \"x\")", None);
    let format = "FormatDateTime([a], , \"x\", \"y\")";
    check_odd(&function("FormatDateTime", format, unknown), format, None);
    // A number and a word go without quotes where the parameter is one.
    let places = &[
        ("value1", attribute("a")),
        ("value2", constant("b")),
        ("compareType", constant("vbTextCompare")),
        ("start", constant("3")),
    ];
    check_odd(&function("InStr", "", places), "InStr([a], \"b\", 3, vbTextCompare)", None);
    // A condition is read by its text, whatever name it goes by.
    let condition = function("Equals", "[a] = \"b\"", &[]);
    let iif =
        [("condition", condition), ("valueIfTrue", constant("1")), ("valueIfFalse", constant("2"))];
    check_odd(&function("IIF", "", &iif), "IIF([a] = \"b\", \"1\", \"2\")", None);
    check_odd(&json!({ "name": "mail" }), "[mail]", None);
    check_odd(&json!({ "name": "1", "type": "constant" }), "\"1\"", None);
}

#[test]
fn a_call_in_a_call_may_have_its_text_alone() {
    let lower = |parameters: &[(&str, Value)], text: &str| {
        let nested = function("ToLower", text, parameters);
        function("Append", "", &[("source", nested), ("suffix", constant("x"))])
    };
    let text = "Append(ToLower([jobTitle]), \"x\")";
    check_odd(&lower(&[], "ToLower([jobTitle])"), text, None);
    check_odd(&lower(&[("source", attribute("jobTitle"))], ""), text, None);
    // Arguments that make no call.
    let odd = [("source", function("Evil", "", &[]))];
    check_odd(&lower(&odd, "ToLower([jobTitle])"), text, Some("no function “Evil”"));
    check_refused(&lower(&[], "ToLower([jobTitle]"), "no expression");
    check_refused(&lower(&odd, "[jobTitle]"), "no function “Evil”");
    // A text that calls something else than the name says.
    let upper = |text: &str| {
        let nested = function("ToUpper", "ToLower([jobTitle])", &[]);
        function("Append", text, &[("source", nested), ("suffix", constant("x"))])
    };
    for outer in ["", text] {
        check_odd(&upper(outer), text, Some("“ToUpper” has no arguments. The text “ToLower("));
    }
    check_odd(&upper("Append(ToUpper([jobTitle]), \"x\")"), text, Some("something else"));
    let unknown = function("Evil", "ToLower([jobTitle])", &[]);
    let unknown = [("source", unknown), ("suffix", constant("x"))];
    check_odd(&function("Append", text, &unknown), text, Some("no function “Evil”"));
    // In calls two deep, and a call without arguments.
    let guid = function("Guid", "Guid()", &[]);
    check_odd(
        &function("ToUpper", "", &[("source", function("Trim", "", &[("source", guid)]))]),
        "ToUpper(Trim(Guid()))",
        None,
    );
}

#[test]
fn the_text_of_a_refused_source_can_be_shown() {
    let evil = function("Evil", "", &[("a", attribute("mail")), ("b", constant("x\"y"))]);
    let outer = function("Append", "", &[("source", evil.clone()), ("suffix", constant("x"))]);
    for (source, text) in [
        (evil, Some("Evil([mail], \"x\\\"y\")")),
        (outer, Some("Append(Evil([mail], \"x\\\"y\"), \"x\")")),
        (function("Not", "", &[]), Some("Not()")),
        (function("Not", "Not([a]", &[]), Some("Not([a]")),
        // What can be read was not refused.
        (function("Not", "", &[("source", attribute("a"))]), None),
        (json!({"type": "Function"}), None),
        (json!({}), None),
    ] {
        assert_eq!(Expression::text_of_graph(&source).as_deref(), text, "{source}");
    }
}

#[track_caller]
fn check_refused(source: &Value, part: &str) {
    let refusal = Expression::from_graph(source).expect_err("it is no source");
    assert!(refusal.contains(part), "{refusal}");
}

#[test]
fn what_is_no_source_is_refused() {
    check_refused(&json!({}), "neither an attribute");
    check_refused(&json!(null), "neither an attribute");
    check_refused(&json!({ "name": "a], [b" }), "neither an attribute");
    check_refused(&json!({ "name": "a", "type": "Script" }), "Attribute, Constant nor Function");
    check_refused(&function("Evil", "", &[]), "no function");
    check_refused(&function("Not", "", &[]), "source");
    let two = [("source", attribute("a")), ("source", attribute("b"))];
    check_refused(&function("Not", "", &two), "no room");
    let deep = (0..200).fold(attribute("a"), |inner, _| function("Not", "", &[("source", inner)]));
    check_refused(&deep, "deep");
}

#[test]
fn keys_are_known_for_what_the_old_list_has() {
    for (text, known) in [
        ("Mid([a], 1, 2)", true),
        ("FormatDateTime([a], , \"yyyy\", \"MM\")", true),
        ("FormatDateTime([a], \"32\", \"yyyy\", \"MM\")", false),
        ("Not(ToLower([a]))", false),
        ("CBool([a] = [b])", false),
    ] {
        assert_eq!(read(text).has_known_keys(), known, "{text}");
    }
}

#[test]
fn examples_come_back_from_graph() {
    for text in examples() {
        let expression = read(&text);
        let source = Expression::from_graph(&expression.to_graph()).expect("it is a source");
        assert_eq!((source.expression, source.finding), (expression, None), "{text}");
    }
}

/// The same without any text, so that only names and keys are left.
fn without_texts(source: &Value) -> Value {
    match source {
        Value::Object(fields) => fields
            .iter()
            .filter(|(name, _)| *name != "expression")
            .map(|(name, value)| (name.clone(), without_texts(value)))
            .collect(),
        Value::Array(values) => values.iter().map(without_texts).collect(),
        other => other.clone(),
    }
}

proptest! {
    #[test]
    fn any_tree_comes_back_from_graph(node in nodes()) {
        let text = node.to_string();
        prop_assume!(text.chars().count() <= crate::limits::EXPRESSION_CHARS);
        let graph = read(&text).to_graph();
        let source = Expression::from_graph(&graph).map_err(TestCaseError::fail)?;
        prop_assert_eq!(source.finding, None);
        prop_assert_eq!(source.expression.to_graph(), graph.clone());
        let bare = without_texts(&graph);
        let compares = |node: &Node| matches!(node, Node::Compare { .. });
        if !node.walk().any(compares) {
            let source = Expression::from_graph(&bare).map_err(TestCaseError::fail)?;
            prop_assert_eq!(without_texts(&source.expression.to_graph()), bare);
        }
    }
}
