//! Traces: the value of every part, and why.

use std::fmt::Write as _;

use serde_json::json;

use super::{Flow, Trace, UnevaluatedKind, traced};
use crate::entra::expression::Value;

/// A trace as text: each part on its line, deeper ones further in.
fn outline(trace: &Trace) -> String {
    fn write(trace: &Trace, depth: usize, text: &mut String) {
        let result = match &trace.result {
            Ok(flow) => flow.by_ref().to_json().to_string(),
            Err(error) => format!("{:?}", error.kind),
        };
        let reason = trace.reason.as_ref().map(|reason| format!(" ({reason})"));
        text.push_str(&"  ".repeat(depth));
        writeln!(text, "{} → {result}{}", trace.label, reason.unwrap_or_default()).unwrap();
        for part in &trace.parts {
            write(part, depth + 1, text);
        }
    }
    let mut text = String::new();
    write(trace, 0, &mut text);
    text
}

#[track_caller]
fn check(expression: &str, expected: &str) {
    let attributes = json!({"s": "False", "e": "", "d": "Sales", "many": ["a", "b"]});
    let trace = traced(expression, &attributes);
    assert_eq!(outline(&trace), expected, "{expression}");
    assert_eq!(trace.span, 0..expression.len(), "{expression}");
}

#[test]
fn every_part_tells_its_value_and_choices_their_reason() {
    check(
        "Switch([s], , \"False\", \"True\", \"True\", \"False\")",
        "Switch → \"True\" (key \"False\" matches)\n  [s] → \"False\"\n  \"False\" → \"False\"\n  \"True\" → \"True\"\n  \"True\" → \"True\"\n  \"False\" → \"False\"\n",
    );
    check(
        "Switch([d], , \"x\", \"1\")",
        "Switch → null (no key matches \"Sales\", and there is no default)\n  [d] → \"Sales\"\n  \"x\" → \"x\"\n  \"1\" → \"1\"\n",
    );
    check(
        "IIF([d]=\"Sales\", [none], ToUpper([d]))",
        "IIF → null (the condition is true)\n  = → \"True\"\n    [d] → \"Sales\"\n    \"Sales\" → \"Sales\"\n  [none] → null\n  ToUpper → \"SALES\"\n    [d] → \"Sales\"\n",
    );
    check(
        "Replace([e], , \"(?<n>.)\", \"n\", , [d], )",
        "Replace → \"S\" (the source is empty: taken from the other attribute)\n  [e] → \"\"\n  \"(?<n>.)\" → \"(?<n>.)\"\n  \"n\" → \"n\"\n  [d] → \"Sales\"\n",
    );
    check(
        "IgnoreFlowIfNullOrEmpty([e])",
        "IgnoreFlowIfNullOrEmpty → {\"flow\":\"dropped\"} (null or empty: nothing is sent)\n  [e] → \"\"\n",
    );
    check("[many]", "[many] → [\"a\",\"b\"]\n");
    check("Append(CDate([d]), \"x\")", "Append → Fails\n  CDate → Fails\n    [d] → \"Sales\"\n");
    check(
        "Coalesce([none], Left([d], &H2), vbTextCompare)",
        "Coalesce → \"Sa\" (argument 2 is the first that is not null)\n  [none] → null\n  Left → \"Sa\"\n    [d] → \"Sales\"\n    &H2 → \"2\"\n  vbTextCompare → \"vbTextCompare\"\n",
    );
}

#[test]
fn a_failure_stands_at_the_part_that_failed() {
    let expression = "Join(\" \", [d], CDate([d]))";
    let trace = traced(expression, &json!({"d": "Sales"}));
    let error = trace.result.unwrap_err();
    assert_eq!(expression.get(error.span), Some("[d]"));
    assert_eq!(error.kind, UnevaluatedKind::Fails);
    assert!(error.message.contains("“Sales”"), "{}", error.message);
    assert_eq!(trace.parts[1].result, Ok(Flow::Value(Value::text("Sales"))));
}
