//! Every example of the documentation, and of the file that `SCIM_DESK_EXPRESSION_EXAMPLES` names.

use serde_json::{Value as Json, json};

use super::{evaluated, person};

/// Expected where Entra's pages contradict themselves or leave it open: what the table of corners decides.
const DECIDED: [&str; 2] = ["documented-ambiguous", "documented-inconsistent"];
const KINDS: [&str; 6] =
    ["documented", "documented-rule", "documented-semantics", "derived", DECIDED[0], DECIDED[1]];

#[test]
fn every_documented_example_comes_to_what_is_documented() {
    let own =
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/expression-examples.json").to_owned();
    let other = std::env::var("SCIM_DESK_EXPRESSION_EXAMPLES").ok().filter(|path| !path.is_empty());
    let mut wrong = Vec::new();
    for path in std::iter::once(own).chain(other) {
        let examples: Vec<Json> = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
        assert!(!examples.is_empty(), "{path} is empty");
        for example in &examples {
            wrong.extend(try_example(example));
        }
    }
    assert!(wrong.is_empty(), "{} examples come out otherwise\n{}", wrong.len(), wrong.join("\n"));
}

fn try_example(example: &Json) -> Option<String> {
    let text = |name: &str| example[name].as_str().unwrap_or_default();
    assert!(KINDS.contains(&text("kind")), "{} has the unknown kind {}", text("id"), text("kind"));
    let mut person = person(&example["attributes"]);
    if let Some(taken) = example["target_existing"].as_array() {
        person.taken = Some(taken.iter().filter_map(Json::as_str).map(str::to_owned).collect());
    }
    let came = match evaluated(text("expression"), &person) {
        Ok(value) => value,
        Err(error) => json!({"error": error.message}),
    };
    (came != example["expected"]).then(|| {
        format!(
            "{}: {} came to {came}, not {}",
            text("id"),
            text("expression"),
            example["expected"]
        )
    })
}
