//! `scim-desk eval`, `lint` and `preview` from outside.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that can not go on has failed")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use scim_desk::SchemaDocument;
use serde_json::{Value, json};
use tempfile::TempDir;

/// Exit code, standard output, standard error.
fn run(arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_scim-desk"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // Who refuses the arguments reads nothing.
    stdin.write_all(input.as_bytes()).unwrap_or_default();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

/// Files of one test.
struct Files(TempDir);

impl Files {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: &str) -> String {
        fs::write(self.path(name), text).unwrap();
        self.path(name).to_str().unwrap().to_owned()
    }
}

/// The expression examples of this repository, and of the file that `SCIM_DESK_EXPRESSION_EXAMPLES` names.
fn examples() -> Vec<Value> {
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/expression-examples.json");
    let other = std::env::var("SCIM_DESK_EXPRESSION_EXAMPLES").ok().filter(|path| !path.is_empty());
    let read = |path: &str| -> Vec<Value> {
        serde_json::from_slice(&fs::read(path).unwrap_or_else(|error| panic!("{path}: {error}")))
            .unwrap()
    };
    std::iter::once(own).chain(other.as_deref()).flat_map(read).collect()
}

#[test]
fn every_documented_example_has_its_value() {
    let certain = ["documented", "documented-rule", "documented-semantics", "derived"];
    let examples: Vec<_> = examples()
        .into_iter()
        .filter(|example| {
            example["scope"] == "app-provisioning"
                && certain.iter().any(|kind| example["kind"] == *kind)
        })
        .collect();
    assert!(examples.len() > 200, "{}", examples.len());
    let (code, out, error) = run(&["eval", "-"], &json!(examples).to_string());
    let answers: Vec<Value> = serde_json::from_str(&out).unwrap();
    assert_eq!(answers.len(), examples.len());
    let wrong: Vec<_> = examples
        .iter()
        .zip(&answers)
        .filter(|(example, answer)| {
            answer["id"] != example["id"] || answer.get("value") != Some(&example["expected"])
        })
        .map(|(example, answer)| {
            format!("{} expects {}: {answer}", example["expression"], example["expected"])
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!((code, error.as_str()), (0, ""));
}

#[test]
fn what_fails_is_told_with_its_place() {
    let asked = json!([
        {"id": 1, "expression": "Append([a], \"x\"", "attributes": {}},
        {"id": "two", "expression": "[é] ?", "attributes": {}},
        {"expression": "[proxyAddresses]", "attributes": {"proxyAddresses": ["a", "b"]}},
        {"id": null, "expression": "Now()"},
        {"id": 5, "expression": "IgnoreFlowIfNullOrEmpty([nobody])", "attributes": {"nobody": null}},
    ]);
    let arguments = ["eval", "-", "--now", "2026-11-28T09:05:00Z"];
    let (code, out, _) = run(&arguments, &asked.to_string());
    let answers: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(code, 1);
    assert_eq!(answers[0]["id"], 1);
    assert_eq!(answers[0]["error"]["at"], 1, "{answers}");
    assert!(answers[0]["error"]["message"].as_str().unwrap().len() > 10);
    assert_eq!(answers[1]["error"]["at"], 5, "counted in characters: {answers}");
    assert_eq!(answers[2], json!({"id": null, "value": ["a", "b"]}));
    assert_eq!(answers[3]["value"], "11/28/2026 9:05:00 AM");
    assert_eq!(answers[4], json!({"id": 5, "value": {"flow": "dropped"}}));
}

#[test]
fn an_item_that_cannot_be_read_leaves_the_others_alone() {
    let asked = r#"
        {"id": 1, "attributes": {}}, {"id": 2, "expression": null}, "[mail]", null, [],
        {"id": 6, "expression": "[a]", "attributes": {"a": 1, "a": 2}},
        {"expression": "[a]", "attributes": {"a": 123456789012345678901234567890}, "id": 7},
        {"id": 8, "expression": "[a]", "attributes": {"a": 1e400}},
        {"id": 9, "expression": "[a]", "attributes": null, "more": {"b": [1]}},
        {"id": 10, "expression": "Join(\",\", [a], [b])", "attributes": {"a": [1, true, null, "x"], "b": false}},
        {"id": 11, "expression": "[a]", "attributes": {"a": [null]}},
        {"id": 12, "expression": "[a]", "attributes": ["a"]},
        {"id": 13, "expression": "SelectUniqueValue([a], \"b\")", "attributes": {"a": "a"}, "target_existing": "a"}"#;
    for mark in ["", "\u{feff}"] {
        let (code, out, error) = run(&["eval", "-"], &format!("{mark}[{asked}]"));
        let answers: Vec<Value> = serde_json::from_str(&out).unwrap();
        assert_eq!((code, error.as_str(), answers.len()), (1, "", 13));
        let ids: Vec<_> = answers.iter().map(|answer| answer["id"].clone()).collect();
        assert_eq!(json!(ids), json!([1, 2, null, null, null, 6, 7, 8, 9, 10, 11, 12, 13]));
        for answer in answers[..8].iter().chain(&answers[11..]) {
            assert!(
                answer["error"]["message"].is_string() && answer["error"]["at"] == 1,
                "{answer}"
            );
        }
        assert_eq!(answers[8]["value"], Value::Null, "{out}");
        assert_eq!(answers[9]["value"], "1,True,x,False", "{out}");
        assert_eq!(answers[10]["value"], Value::Null, "{out}");
    }
    assert_eq!(run(&["eval", "-"], "[]"), (0, "[]\n".to_owned(), String::new()));
}

#[test]
fn the_same_seed_draws_the_same() {
    let asked = json!([{"expression": "Guid()"}, {"expression": "Guid()"}]).to_string();
    let drawn = |seed: &str| {
        let (code, out, _) = run(&["eval", "-", "--seed", seed], &asked);
        assert_eq!(code, 0);
        serde_json::from_str::<Value>(&out).unwrap()
    };
    let (one, again, other) = (drawn("7"), drawn("7"), drawn("8"));
    assert_eq!(one, again);
    assert_ne!(one, other);
    assert_ne!(one[0], one[1]);
}

/// What cannot be read ends with 2, prints nothing and says why.
#[track_caller]
fn check_unread(arguments: &[&str], input: &str, said: &str) {
    let (code, out, error) = run(arguments, input);
    assert_eq!((code, out.as_str()), (2, ""), "{arguments:?} {error}");
    assert!(error.contains(said), "{error}");
}

#[test]
fn what_cannot_be_read_ends_with_two() {
    let files = Files::new();
    let people = files.write("people.csv", "userPrincipalName\na@halcyon.example\n");
    let schema = files.write("schema.json", SchemaDocument::command_template().text());
    let broken = files.write("broken.json", "{\"a\":");
    let lists = files.write("lists.json", "{\"a\":[]}");
    check_unread(&["eval", "no-such.json"], "", "could not be read");
    check_unread(&["eval", "-"], "[{]", "not valid JSON");
    check_unread(&["eval", "-"], "{}", "not a list");
    check_unread(&["eval", "-"], "\"[mail]\"", "not a list");
    check_unread(&["lint", "no-such.json"], "", "could not be read");
    check_unread(&["lint", &broken], "", "broken.json");
    check_unread(&["lint", &people], "", "people.csv");
    check_unread(&["preview", "--mappings", &people, "--people", &people], "", "people.csv");
    check_unread(
        &["preview", "--mappings", &schema, "--people", &schema[..3]],
        "",
        "could not be read",
    );
    check_unread(
        &["preview", "--mappings", &schema, "--people", &people, "--held", &lists],
        "",
        "Resources is missing",
    );
    check_unread(&["preview", "--mappings", &schema], "", "--people");
}

#[test]
fn the_template_has_no_faults_and_entras_defaults_have() {
    let files = Files::new();
    let template = files.write("template.json", SchemaDocument::command_template().text());
    let (code, out, error) = run(&["lint", &template], "");
    assert_eq!((code, error.as_str()), (0, ""), "{out}");
    let defaults = files.write("defaults.json", SchemaDocument::entra_defaults().text());
    let (code, out, _) = run(&["lint", &defaults], "");
    assert_eq!(code, 1);
    assert!(out.contains("externalId"), "{out}");
    let (code, out, _) = run(&["lint", &defaults, "--json"], "");
    let said: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &said["clean"]), (1, &json!(false)));
    let findings = said["findings"].as_array().unwrap();
    assert!(
        findings
            .iter()
            .any(|finding| finding["kind"] == "groups" && finding["severity"] == "error"),
        "{said}"
    );
    assert!(
        findings.iter().all(|finding| finding["source"].as_str().unwrap().starts_with("https://"))
    );
    // Rows are numbered from 1, in JSON as in words.
    let finding = findings.iter().find(|finding| finding["rule"] == "group-external-id").unwrap();
    let words = format!("Row {} maps", finding["row"]);
    assert!(finding["evidence"].as_str().unwrap().starts_with(&words), "{finding}");
    let (_, out, _) = run(&["lint", &defaults], "");
    assert_eq!(out.matches("Source: https://").count(), findings.len(), "{out}");
}

const PEOPLE: &str = "\
userPrincipalName,displayName,givenName,surname,mail,jobTitle,accountEnabled
ada@halcyon.example,Ada Byron,Ada,Byron,ada@halcyon.example,Lead,true
bob@other.example,Bob Crane,Bob,Crane,bob@other.example,Clerk,true
cy@halcyon.example,=Cy,Cy,Dunn,cy@halcyon.example,Clerk,false
";

fn preview(files: &Files, more: &[&str]) -> (i32, String, String) {
    let schema = files.write("schema.json", SchemaDocument::command_template().text());
    let people = files.write("people.csv", PEOPLE);
    let held = json!({"Resources": [
        {"id": "u1", "userName": "Ada@halcyon.example", "active": true, "title": "Clerk"},
        {"id": "u9", "userName": "zoe@halcyon.example", "active": true},
    ]});
    let held = files.write("held.json", &held.to_string());
    let mut arguments =
        vec!["preview", "--mappings", &schema, "--people", &people, "--held", &held];
    arguments.extend(more);
    run(&arguments, "")
}

#[test]
fn a_preview_counts_and_reports() {
    let files = Files::new();
    let out = files.path("reports");
    let (code, text, error) =
        preview(&files, &["--domain", "halcyon.example", "--out", out.to_str().unwrap()]);
    assert_eq!((code, error.as_str()), (1, ""), "{text}");
    assert!(
        text.contains("3  people") && text.contains("1  The domain is not on the list"),
        "{text}"
    );
    for name in ["report.csv", "report.json", "report.html"] {
        assert!(
            fs::read_to_string(out.join(name)).unwrap().contains("bob@other.example"),
            "{name}"
        );
    }
    let report: Value =
        serde_json::from_slice(&fs::read(out.join("report.json")).unwrap()).unwrap();
    assert_eq!(report["untouchedPeople"], json!([{"id": "u9", "userName": "zoe@halcyon.example"}]));
}

#[test]
fn a_preview_for_scripts_is_json() {
    let files = Files::new();
    let (code, text, _) = preview(&files, &["--json"]);
    let said: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(code, 0, "without a list domains are not checked: {text}");
    let counts = &said["counts"];
    assert_eq!(
        [&counts["create"], &counts["update"], &counts["skipped/leaves"]],
        [1, 1, 1],
        "{said}"
    );
    assert_eq!(
        (&said["people"], &said["inCommand"], &said["untouched"]),
        (&json!(3), &json!(2), &json!(1))
    );
    let title =
        said["rows"].as_array().unwrap().iter().find(|row| row["target"] == "title").unwrap();
    assert_eq!(title["counts"]["changed"], 1);
    assert!(!Path::new("report.csv").exists());
}

/// Command's template with another mapping of users.
fn template_with(change: impl FnOnce(&mut Value)) -> String {
    let mut schema: Value =
        serde_json::from_str(SchemaDocument::command_template().text()).unwrap();
    let mappings = schema["synchronizationRules"][0]["objectMappings"].as_array_mut().unwrap();
    change(mappings.iter_mut().find(|mapping| mapping["sourceObjectName"] == "User").unwrap());
    schema.to_string()
}

/// People of whom much is doubtful: nobody's state is told, one is there twice, and a column has no name.
const DOUBTFUL: &str = "\
objectId,userPrincipalName,displayName,mail,
1,ada@halcyon.example,Ada Byron,ada@halcyon.example,x
1,bob@halcyon.example,Bob Crane,bob@halcyon.example,y
";

#[test]
fn what_is_doubtful_about_the_files_is_told() {
    let files = Files::new();
    let schema = files.write(
        "schema.json",
        &template_with(|users| {
            let rows = users["attributeMappings"].as_array_mut().unwrap();
            rows.push(json!({"source": null}));
        }),
    );
    let people = files.write("people.csv", DOUBTFUL);
    let held = json!({"totalResults": 5000, "Resources": [
        {"id": "u1", "userName": "ada@halcyon.example", "active": true},
        {"id": 7, "userName": "b@halcyon.example"}, {"ID": "u3"}, {"userName": "c@halcyon.example"}, "u4",
    ]});
    let held = files.write("held.json", &held.to_string());
    let expected = [
        ("schema.json", None, "is not understood"),
        ("people.csv", Some(1), "without a name"),
        ("people.csv", None, "accountEnabled"),
        ("people.csv", Some(3), "The same objectId"),
        ("held.json", None, "5 of 5,000 users"),
        ("held.json", None, "1 of 5 entries are no objects"),
        ("held.json", None, "1 of 5 entries have an id that is no text"),
        ("held.json", None, "1 of 5 entries have their id under a name in another case"),
        ("held.json", None, "1 of 5 entries have no id"),
    ];
    let check = |said: &Value, expected: &[(&str, Option<u64>, &str)]| {
        let warnings = said["warnings"].as_array().unwrap();
        assert_eq!(warnings.len(), expected.len(), "{said}");
        for (file, line, text) in expected {
            let is_it = |warning: &&Value| {
                warning["file"].as_str().unwrap().ends_with(file)
                    && warning["line"].as_u64() == *line
                    && warning["message"].as_str().unwrap().contains(text)
            };
            assert!(warnings.iter().any(|warning| is_it(&warning)), "{text}: {said}");
        }
    };
    let out = files.path("reports");
    let mut arguments = vec!["preview", "--mappings", &schema, "--people", &people];
    arguments.extend(["--held", &held, "--out", out.to_str().unwrap()]);
    let (code, text, _) = run(&arguments, "");
    assert_eq!(code, 0, "a warning is no finding: {text}");
    let html = fs::read_to_string(out.join("report.html")).unwrap();
    for (_, _, said) in expected {
        assert!(text.contains(said) && html.contains(said), "{said}\n{text}");
    }
    assert!(text.contains("\n\nWarnings\n") && text.contains("people.csv, line 3: "), "{text}");
    let report = fs::read(out.join("report.json")).unwrap();
    check(&serde_json::from_slice(&report).unwrap(), &expected);
    arguments.push("--json");
    check(&serde_json::from_str(&run(&arguments, "").1).unwrap(), &expected);
    let (_, text, _) = run(&["lint", &schema, "--people", &people], "");
    assert!(text.contains("\n\nWarnings\n") && text.contains("people.csv, line 3: "), "{text}");
    let (_, text, _) = run(&["lint", &schema, "--people", &people, "--json"], "");
    check(&serde_json::from_str(&text).unwrap(), &expected[..4]);
}

#[test]
fn a_list_of_one_page_is_told() {
    let files = Files::new();
    let schema = files.write("schema.json", SchemaDocument::command_template().text());
    let people = files.write("people.csv", PEOPLE);
    let user = json!({"id": "u1", "userName": "ada@halcyon.example"});
    for (held, is_told) in [
        (json!({"totalResults": 2, "Resources": [user]}), true),
        (json!({"nextCursor": "x", "Resources": [user]}), true),
        (json!({"totalResults": 1, "Resources": [user]}), false),
        (json!([user]), false),
    ] {
        let held = files.write("held.json", &held.to_string());
        let arguments = ["preview", "--mappings", &schema, "--people", &people, "--held", &held];
        let (_, text, _) = run(&arguments, "");
        assert_eq!(text.contains("everybody else counts as not in Command"), is_told, "{text}");
    }
}

#[test]
fn a_scope_that_only_entra_can_judge_is_told() {
    let files = Files::new();
    let clause = |operator: &str, attribute: &str| {
        json!({"groups": [{"name": "", "clauses": [{
            "operatorName": operator, "sourceOperandName": attribute, "targetOperand": {"values": ["x"]}
        }]}]})
    };
    for (scope, expected) in [
        (clause("LIKE", "mail"), "the operator “LIKE” cannot be evaluated here"),
        (json!([]), "It is no object"),
        (json!({"inputFilterGroups": [{}]}), "“inputFilterGroups” is experimental"),
        (clause("EQUALS", "costCenter"), "“costCenter”, which nobody has here"),
    ] {
        let schema = files.write("schema.json", &template_with(|users| users["scope"] = scope));
        let people = files.write("people.csv", PEOPLE);
        let (code, text, _) = run(&["preview", "--mappings", &schema, "--people", &people], "");
        assert!(code == 0 && text.contains(expected), "{text}");
        let (code, text, _) = run(&["lint", &schema, "--people", &people], "");
        assert!(code == 1 && text.contains("warning  scope-"), "{text}");
    }
}
