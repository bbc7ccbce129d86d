//! Schemas are opened as they come, and saved with nothing touched but what changed.

use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::{collection, proptest};
use serde_json::{Value, json};

use super::*;
use crate::entra::lint::Edit;
use crate::entra::mapping::{
    AttributeMapping, ExpressionText, FlowType, Mutability, Source, TargetAttribute,
};
use crate::entra::request::ResourceKind::{Group, User};
use crate::limits;

/// An export with what real ones have: fields that are not known here, odd numbers, mixed line lengths, other rules.
const EXPORT: &str = include_str!("../../../tests/data/provisioning-schema.json");

fn open(text: &str) -> SchemaDocument {
    SchemaDocument::open(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn row(source: &str, target: &str) -> AttributeMapping {
    AttributeMapping::new(Source::typed(source), target)
}

fn described(name: &str) -> TargetAttribute {
    TargetAttribute {
        name: name.to_owned(),
        kind: "String".to_owned(),
        is_required: false,
        is_multi_valued: false,
        is_case_exact: true,
        mutability: Mutability::Writable,
    }
}

/// The export in other layouts: as it is, on one line, pretty with two spaces, with CRLF and tabs, wrapped and with a mark.
fn layouts() -> Vec<String> {
    let value: Value = serde_json::from_str(EXPORT).unwrap();
    vec![
        EXPORT.to_owned(),
        value.to_string(),
        serde_json::to_string_pretty(&value).unwrap(),
        EXPORT.replace('\n', "\r\n").replace("    ", "\t"),
        format!("\u{feff}{EXPORT}"),
        serde_json::to_string_pretty(&json!({"@odata.context": "x", "value": [value.clone()]}))
            .unwrap(),
        serde_json::to_string_pretty(&json!({"value": value.clone()})).unwrap(),
        json!([value]).to_string(),
    ]
}

#[test]
fn an_export_is_read_whatever_its_layout() {
    for text in layouts() {
        let document = open(&text);
        let users = &document.mappings().users;
        assert_eq!(users.name, "Provision Azure Active Directory Users");
        let targets: Vec<&str> = users.rows.iter().map(|row| row.target.as_str()).collect();
        assert_eq!(targets, ["userName", "title", "displayName"]);
        assert_eq!(users.rows[0].source, Source::Direct("userPrincipalName".to_owned()));
        assert_eq!(users.rows[0].matching, Some(1));
        assert_eq!(users.rows[1].source, Source::None);
        assert_eq!(users.rows[1].default.as_deref(), Some("xé"));
        assert_eq!(users.rows[1].matching, None);
        assert_eq!(users.rows[2].flow, FlowType::ObjectAddOnly);
        let Source::Expression(join) = &users.rows[2].source else { panic!("{users:?}") };
        assert_eq!(join.text(), r#"Join(" ", [givenName], [surname])"#);
        assert_eq!(users.targets.len(), 3);
        assert!(users.targets[0].is_required && !users.targets[2].is_required);
        assert_eq!(users.scope.as_ref().unwrap().to_string(), "department EQUALS “Harbor”");
        let groups = &document.mappings().groups;
        assert!(!groups.is_enabled && users.is_enabled);
        assert_eq!(groups.rows.len(), 1);
        assert!(groups.targets[0].is_multi_valued);
        let warnings = document.warnings().join("\n");
        assert!(warnings.contains("Row 2 of users in the file is not understood"), "{warnings}");
        assert!(warnings.contains("flowType is “Sometimes”"), "{warnings}");
    }
}

#[test]
fn a_call_is_read_by_its_text_where_nothing_stands_beside_it() {
    let mut value: Value = serde_json::from_str(EXPORT).unwrap();
    let place = "/synchronizationRules/1/objectMappings/1/attributeMappings/3/source";
    let mut check = |change: Value, expected: &str, is_told: bool| {
        let source = value.pointer_mut(place).unwrap();
        for (name, new) in change.as_object().unwrap() {
            source[name] = new.clone();
        }
        let document = open(&value.to_string());
        let Source::Expression(join) = &document.mappings().users.rows[2].source else {
            panic!("{value}")
        };
        assert_eq!(join.text(), expected);
        let told: Vec<_> =
            document.warnings().iter().filter(|told| told.contains("displayName")).collect();
        assert_eq!(!told.is_empty(), is_told, "{told:?}");
        assert!(told.iter().all(|told| told.ends_with('.') && !told.contains(".,")), "{told:?}");
        assert_eq!(document.save(document.mappings()).unwrap(), document.text());
    };
    let given = r#"Join(" ", [givenName], [surname])"#;
    check(json!({"parameters": []}), given, false);
    check(json!({"parameters": null}), given, false);
    let one = json!({"key": "source", "value": {"type": "Attribute", "name": "mail"}});
    check(json!({"name": "ToLower", "parameters": [one]}), "ToLower([mail])", true);
    // A function that nobody knows is an expression that cannot be read, with a text or without.
    for text in [json!(""), json!(null), json!("Evil([mail])")] {
        let evil = json!({"name": "Evil", "expression": text, "parameters": [one]});
        check(evil, "Evil([mail])", false);
    }
}

#[test]
fn a_schema_without_changes_is_saved_byte_for_byte() {
    let templates = [SchemaDocument::command_template(), SchemaDocument::entra_defaults()];
    let templates = templates.iter().map(|document| document.text().to_owned());
    for text in layouts().into_iter().chain(templates) {
        let document = open(&text);
        assert_eq!(document.save(document.mappings()).unwrap(), text);
    }
}

/// Makes edits, checks that saving and opening gives them back, and returns the lines that differ.
fn changed_lines(text: &str, edits: &[Edit]) -> (Vec<String>, Vec<String>) {
    let document = open(text);
    let mut mappings = document.mappings().clone();
    for edit in edits {
        mappings.apply(edit);
    }
    let saved = document.save(&mappings).unwrap();
    assert_eq!(open(&saved).mappings(), &mappings, "{saved}");
    let only = |one: &str, other: &str| -> Vec<String> {
        let others: Vec<&str> = other.lines().collect();
        one.lines()
            .filter(|line| !others.contains(line))
            .map(|line| line.trim().to_owned())
            .collect()
    };
    (only(text, &saved), only(&saved, text))
}

#[test]
fn only_the_changed_fields_of_a_row_differ() {
    let source = Source::Direct("mail".to_owned());
    let (gone, new) = changed_lines(EXPORT, &[Edit::SetSource(User, 0, source)]);
    assert_eq!(
        gone,
        [r#""expression": "[userPrincipalName]","#, r#""name": "userPrincipalName","#]
    );
    assert_eq!(new, [r#""expression": "[mail]","#, r#""name": "mail","#]);

    let second =
        AttributeMapping { matching: Some(2), ..open(EXPORT).mappings().users.rows[1].clone() };
    let (gone, new) = changed_lines(EXPORT, &[Edit::Replace(User, 1, second)]);
    assert_eq!(gone, [r#""matchingPriority": 0,"#]);
    assert_eq!(new, [r#""matchingPriority": 2,"#]);

    let (gone, new) = changed_lines(EXPORT, &[Edit::Enable(Group, true)]);
    assert_eq!((gone.join(""), new.len()), (r#""enabled": false,"#.to_owned(), 0));
}

#[test]
fn nasty_depths_that_are_accepted_are_read_back_on_a_small_stack() {
    let nested = |before: &str, behind: &str| {
        let mut text = "[mail]".to_owned();
        for _ in 0..limits::EXPRESSION_DEPTH {
            text = format!("{before}{text}{behind}");
        }
        text
    };
    let calls = nested("ToLower(", ")");
    let comparisons = nested("IIF(", "=\"a\",\"1\",\"2\")");
    let read_back = move || {
        for text in [calls, comparisons] {
            let source = Source::typed(&text);
            let Source::Expression(written) = &source else { panic!("{text}") };
            assert!(written.expression().is_ok(), "{text}");
            for export in layouts() {
                let document = open(&export);
                let mut mappings = document.mappings().clone();
                mappings.apply(&Edit::SetSource(User, 1, source.clone()));
                let saved = document.save(&mappings).unwrap();
                let again = open(&saved);
                assert_eq!(again.mappings(), &mappings);
                assert_eq!(again.warnings(), document.warnings());
            }
        }
    };
    // What a thread has that nobody asked more for.
    let thread = std::thread::Builder::new().stack_size(2 * 1024 * 1024);
    thread.spawn(read_back).unwrap().join().unwrap();
    // As deep as a file may be, in a place that nobody knows.
    let deep = |depth: usize| {
        let list = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        EXPORT.replacen('{', &format!("{{\"deep\": {list}, "), 1)
    };
    open(&deep(limits::SCHEMA_DEPTH));
    check_refused(deep(limits::SCHEMA_DEPTH + 1).as_bytes(), "nested");
    check_refused(deep(1_000_000).as_bytes(), "nested");
}

#[test]
fn new_rows_and_attributes_have_every_field_in_the_layout_around_them() {
    let (gone, new) = changed_lines(
        EXPORT,
        &[
            Edit::Add(User, row("[mail]", r#"emails[type eq "work"].value"#)),
            Edit::Describe(User, described("nickName")),
        ],
    );
    assert_eq!(gone, [r#"{ "name": "title" }"#]);
    let expected = [
        r#"{ "name": "title" },"#,
        r#""anchor": false,"#,
        r#""caseExact": true,"#,
        r#""name": "nickName","#,
    ];
    for line in expected {
        assert!(new.iter().any(|new| new == line), "{line} is not in {new:#?}");
    }
    let saved = |text: &str| {
        let document = open(text);
        let mut mappings = document.mappings().clone();
        mappings.apply(&Edit::Add(User, row("\"a\\\"b\"", "nickName")));
        document.save(&mappings).unwrap()
    };
    let compact = saved(&layouts()[1]);
    assert!(!compact.contains('\n'));
    let expected = r#"{"defaultValue":null,"exportMissingReferences":false,"flowBehavior":"FlowWhenChanged","flowType":"Always","matchingPriority":0,"targetAttributeName":"nickName","source":{"expression":"\"a\\\"b\"","name":"a\"b","type":"Constant","parameters":[]}}"#;
    assert!(compact.contains(expected), "{compact}");
    let windows = saved(&layouts()[3]);
    assert_eq!(windows.matches('\n').count(), windows.matches("\r\n").count());
}

#[test]
fn removed_and_moved_rows_leave_the_others_and_what_is_not_understood() {
    let (gone, new) = changed_lines(EXPORT, &[Edit::Remove(User, 1)]);
    assert_eq!(new.len(), 0, "{new:#?}");
    assert!(gone.iter().any(|line| line.contains("Sometimes")), "{gone:#?}");
    let (gone, new) = changed_lines(EXPORT, &[Edit::Move(User, 2, 0)]);
    assert!(
        gone.is_empty() && new.iter().all(|line| line.starts_with(['}', '{'])),
        "{gone:#?} {new:#?}"
    );
    let all: Vec<Edit> = (0..3).map(|_| Edit::Remove(User, 0)).collect();
    let (_, new) = changed_lines(EXPORT, &all);
    assert_eq!(new, [r#"{ "comment": "not a row" }"#]);
    let text = EXPORT.replace(r#"{ "comment": "not a row" },"#, "");
    let (_, new) = changed_lines(&text, &all);
    assert_eq!(new, [r#""attributeMappings": []"#]);
}

#[test]
fn the_rows_of_a_template_are_saved_into_an_export() {
    let template = SchemaDocument::command_template();
    for text in layouts() {
        let document = open(&text);
        let saved = document.save(template.mappings()).unwrap();
        assert_eq!(open(&saved).mappings(), template.mappings(), "{saved}");
        assert!(saved.contains("1.50E+2") || !text.contains("1.50E+2"));
    }
}

#[test]
fn templates_open_as_exports_without_a_warning() {
    for (document, users, groups) in
        [(SchemaDocument::command_template(), 16, 2), (SchemaDocument::entra_defaults(), 22, 3)]
    {
        let mappings = document.mappings();
        assert_eq!(document.warnings(), [""; 0]);
        assert_eq!((mappings.users.rows.len(), mappings.groups.rows.len()), (users, groups));
        for row in mappings.users.rows.iter().chain(&mappings.groups.rows) {
            if let Source::Expression(text) = &row.source {
                assert!(text.expression().is_ok(), "{text:?}");
            }
        }
    }
    for row in &SchemaDocument::command_template().mappings().users.rows {
        let standing =
            standing(&row.target).unwrap_or_else(|| panic!("{} has no standing", row.target));
        assert!(standing.says.ends_with('.') && standing.address.starts_with("https://"));
    }
}

/// A change of one place in a text, and what the refusal of the result says.
fn check_refused(bytes: &[u8], expected: &str) {
    let error =
        SchemaDocument::open(bytes).map(|document| document.mappings().clone()).unwrap_err();
    assert!(error.to_string().contains(expected), "{expected:?} is not in {error}");
}

#[test]
fn what_is_no_schema_is_refused_with_what_it_is() {
    check_refused(b"", "empty");
    check_refused(b"\xef\xbb\xbf \n", "empty");
    check_refused(b"PK\x03\x04....", "ZIP");
    check_refused(b"\xff\xfe{\0}\0", "UTF-16");
    check_refused(b"{\0\"\0", "UTF-16");
    check_refused(b"\0{\0\"", "UTF-16");
    check_refused(b"\x1f\x8b\x08", "gzip");
    check_refused(b"%PDF-1.7", "PDF");
    check_refused(b"\n<!DOCTYPE html>", "web page");
    check_refused(b"{\"a\": \"\xe9\"}", "byte 8");
    check_refused(b"{\n  \"a\": 1,\n}", "line 3, column 1");
    check_refused(b"{\"a\": 1} x", "column 10");
    check_refused(
        b"{\"synchronizationRules\": [",
        "line 1, column 26: it ends in the middle. Correct it there, or export",
    );
    check_refused(b"{\"a\": }", "no value of JSON. Correct it there");
    check_refused(br#"{"value": [{"displayName": "Ada"}]}"#, "“value”");
    check_refused(br#"{"a": 1, "b": 2}"#, "“a”, “b”");
    check_refused(b"[1, 2]", "list of 2 values");
    check_refused(b"12", "single value");
    check_refused(b"{}", "empty object");
    check_refused(br#"{"synchronizationRules": 1}"#, "synchronizationRules");
    check_refused(br#"{"synchronizationRules": []}"#, "no mapping of users");
    let inbound = EXPORT.replace(
        r#""targetDirectoryName": "customappsso""#,
        r#""targetDirectoryName": "Microsoft Entra ID""#,
    );
    check_refused(inbound.as_bytes(), "“Import”");
    check_refused(format!("{}1{}", "[".repeat(500), "]".repeat(500)).as_bytes(), "nested");
    check_refused(format!("[{}1]", "1,".repeat(limits::SCHEMA_VALUES)).as_bytes(), "more values");
    check_refused(&vec![b' '; limits::SCHEMA_BYTES + 1], "larger than 16 MB");
}

#[test]
fn a_schema_without_directories_saves_rows_but_no_attributes() {
    let mut value: Value = serde_json::from_str(EXPORT).unwrap();
    value.as_object_mut().unwrap().shift_remove("directories");
    let document = open(&value.to_string());
    assert!(document.warnings().iter().any(|warning| warning.contains("$expand=directories")));
    let mut mappings = document.mappings().clone();
    mappings.apply(&Edit::Remove(User, 0));
    assert!(document.save(&mappings).is_ok());
    mappings.apply(&Edit::Describe(User, described("nickName")));
    assert_eq!(document.save(&mappings), Err(SaveError::NoAttributeList));
}

#[test]
fn a_schema_without_groups_says_so_when_they_are_changed() {
    let text = EXPORT.replace(r#""sourceObjectName": "Group""#, r#""sourceObjectName": "Team""#);
    let document = open(&text);
    assert!(document.warnings().iter().any(|warning| warning.contains("no mapping of groups")));
    let mut mappings = document.mappings().clone();
    mappings.apply(&Edit::Remove(User, 0));
    assert!(document.save(&mappings).is_ok());
    mappings.apply(&Edit::Add(Group, row("[displayName]", "displayName")));
    assert_eq!(document.save(&mappings), Err(SaveError::NoGroupMapping));
}

#[test]
fn the_attributes_of_the_source_and_what_is_read_only_are_read() {
    let mut value: Value = serde_json::from_str(EXPORT).unwrap();
    let directories = value["directories"].as_array_mut().unwrap();
    let entra = directories
        .iter_mut()
        .find(|directory| directory["name"] == "Azure Active Directory")
        .unwrap();
    entra["objects"] =
        json!([{"name": "User", "attributes": [{"name": "mail"}, {}, {"name": "badge"}]}]);
    let app = directories.iter_mut().find(|directory| directory["name"] == "customappsso").unwrap();
    for object in app["objects"].as_array_mut().unwrap() {
        for attribute in object["attributes"].as_array_mut().unwrap() {
            if attribute["name"] == "title" {
                attribute["mutability"] = json!("readonly");
            }
        }
    }
    let document = open(&value.to_string());
    let mappings = document.mappings();
    assert_eq!(mappings.users.sources, ["mail", "badge"]);
    assert!(mappings.groups.sources.is_empty());
    let read_only =
        mappings.users.targets.iter().filter(|target| target.mutability == Mutability::ReadOnly);
    let read_only: Vec<_> = read_only.cloned().collect();
    assert_eq!(read_only.iter().map(|target| &target.name).collect::<Vec<_>>(), ["title"]);
    let mut writable = mappings.clone();
    let target = TargetAttribute { mutability: Mutability::Writable, ..read_only[0].clone() };
    writable.apply(&Edit::Describe(User, target));
    let saved = document.save(&writable).unwrap();
    assert!(!saved.contains("readonly"));
    assert_eq!(open(&saved).mappings(), &writable);
    assert_eq!(
        open(&saved).save(mappings).unwrap(),
        document.text().replace("readonly", "ReadOnly")
    );
}

#[test]
fn of_several_mappings_the_first_that_is_enabled_counts() {
    let with = |enabled: [bool; 2]| {
        let mut value: Value = serde_json::from_str(EXPORT).unwrap();
        let mappings = &mut value["synchronizationRules"][1]["objectMappings"];
        let users = mappings.as_array_mut().unwrap();
        let at = users.iter().position(|mapping| mapping["sourceObjectName"] == "User").unwrap();
        let mut second = users[at].clone();
        second["name"] = json!("Second");
        second["attributeMappings"].as_array_mut().unwrap().truncate(1);
        users.insert(at + 1, second);
        for (mapping, enabled) in users[at..].iter_mut().zip(enabled) {
            mapping["enabled"] = json!(enabled);
        }
        open(&value.to_string())
    };
    for (enabled, rows, further, said) in [
        ([true, true], 3, &["Second"][..], "Entra runs it too"),
        ([true, false], 3, &[], "switched off"),
        ([false, true], 1, &[], "switched off"),
        ([false, false], 3, &[], "switched off"),
    ] {
        let document = with(enabled);
        let users = &document.mappings().users;
        assert_eq!((users.rows.len(), users.further.len()), (rows, further.len()), "{enabled:?}");
        let told = document.warnings().iter().filter(|warning| warning.contains("another mapping"));
        assert!(told.cloned().collect::<String>().contains(said), "{:?}", document.warnings());
        assert_eq!(document.save(document.mappings()).unwrap(), document.text());
    }
    // What is changed is the one that counts.
    let document = with([false, true]);
    let mut mappings = document.mappings().clone();
    mappings.users.name = "Renamed".to_owned();
    let saved = document.save(&mappings).unwrap();
    assert!(saved.contains("Renamed") && !saved.contains("Second"), "{saved}");
    assert_eq!(open(&saved).mappings(), &mappings);
}

#[test]
fn directory_names_and_the_order_of_rules_do_not_matter() {
    for (old, new) in [
        ("Azure Active Directory", "Microsoft Entra ID"),
        ("customappsso", "Command of Halcyon"),
        ("urn:ietf:params:scim:schemas:core:2.0:Group", "Group"),
        (
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
            "urn:ietf:params:scim:schemas:core:2.0:User",
        ),
    ] {
        let text = EXPORT.replace(old, new);
        assert_eq!(open(&text).mappings().users.targets.len(), 3, "{new}");
        assert_eq!(open(&text).mappings().users.rows.len(), 3, "{new}");
    }
    let mut value: Value = serde_json::from_str(EXPORT).unwrap();
    value["synchronizationRules"].as_array_mut().unwrap().reverse();
    assert_eq!(open(&value.to_string()).mappings(), open(EXPORT).mappings());
}

fn sources() -> impl Strategy<Value = Source> {
    let text = prop_oneof![Just(""), Just("a\"b\\c"), Just("é\u{202e}\n"), Just("[x]")];
    let expression = prop_oneof![
        Just(r#"Switch([IsSoftDeleted], , "False", "True", "True", "False")"#),
        Just("Mid([mail], 1, 3)"),
        Just("Broken(\"\\"),
        Just("Join(\" \",\n  [a], [b])"),
    ];
    prop_oneof![
        Just(Source::None),
        text.clone().prop_map(|text| Source::Direct(text.to_owned())),
        text.prop_map(|text| Source::Constant(text.to_owned())),
        expression.prop_map(|text| Source::Expression(ExpressionText::new(text))),
    ]
}

fn rows() -> impl Strategy<Value = AttributeMapping> {
    let target = prop_oneof![Just("userName"), Just("title"), Just("x\"y"), Just("nickName")];
    let flow = prop_oneof![Just(FlowType::Always), Just(FlowType::ObjectAddOnly)];
    let default = proptest::option::of("[a-z\"\\\\]{1,3}");
    let matching = proptest::option::of(1_u32..4);
    (sources(), target, default, matching, flow).prop_map(
        |(source, target, default, matching, flow)| AttributeMapping {
            source,
            target: target.to_owned(),
            default,
            matching,
            flow,
        },
    )
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let kind = prop_oneof![Just(User), Just(Group)];
    let at = 0_usize..6;
    let name = prop_oneof![Just("id"), Just("title"), Just("nickName"), Just("a b")];
    let target = (name, any::<bool>(), any::<bool>()).prop_map(|(name, multi, exact)| {
        TargetAttribute { is_multi_valued: multi, is_case_exact: exact, ..described(name) }
    });
    let edit = prop_oneof![
        (kind.clone(), rows()).prop_map(|(kind, row)| Edit::Add(kind, row)),
        (kind.clone(), at.clone(), rows()).prop_map(|(kind, at, row)| Edit::Replace(kind, at, row)),
        (kind.clone(), at.clone(), sources())
            .prop_map(|(kind, at, source)| Edit::SetSource(kind, at, source)),
        (kind.clone(), at.clone()).prop_map(|(kind, at)| Edit::Remove(kind, at)),
        (kind.clone(), at.clone(), at).prop_map(|(kind, from, to)| Edit::Move(kind, from, to)),
        (kind.clone(), target).prop_map(|(kind, target)| Edit::Describe(kind, target)),
        (kind, any::<bool>()).prop_map(|(kind, is_enabled)| Edit::Enable(kind, is_enabled)),
    ];
    collection::vec(edit, 0..8)
}

proptest! {
    #[test]
    fn any_edits_are_saved_and_read_back_and_can_be_undone(edits in edits(), layout in 0_usize..8) {
        let text = layouts().swap_remove(layout);
        let document = open(&text);
        let mut mappings = document.mappings().clone();
        for edit in &edits {
            mappings.apply(edit);
        }
        let saved = document.save(&mappings).unwrap();
        let again = open(&saved);
        assert_eq!(again.mappings(), &mappings);
        assert_eq!(again.save(&mappings).unwrap(), saved);
        assert_eq!(document.save(document.mappings()).unwrap(), text);
        // What was saved can be taken back to what was there before, too.
        let back = again.save(document.mappings()).unwrap();
        assert_eq!(open(&back).mappings(), document.mappings());
    }
}
