//! People as JSON: what Graph answers and what people make of it.

use super::check;
use crate::entra::Directory;

#[track_caller]
fn reads(json: &str, people: usize) -> Directory {
    let read = Directory::read(json.as_bytes()).unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(read.directory.len(), people, "{json}");
    read.directory
}

#[track_caller]
fn refuses(json: &str, line: Option<usize>, words: &str) {
    let problem = Directory::read_json(json.as_bytes()).expect_err(json);
    assert_eq!(problem.line, line, "{problem}");
    assert!(problem.message.contains(words), "{problem}");
}

#[test]
fn every_shape_of_a_list_is_read() {
    for (json, people) in [
        (r#"{"value":[{"mail":"a@example.com"},{"mail":"b@example.com"}]}"#, 2),
        (r#"[{"mail":"a@example.com"}]"#, 1),
        (r#"{"mail":"a@example.com"}"#, 1),
        ("{\"mail\":\"a@example.com\"}\n{\"mail\":\"b@example.com\"}\n\n", 2),
        (r#"{"value":[{"mail":"a@example.com"}]}{"value":[{"mail":"b@example.com"}]}"#, 2),
        ("\u{feff} [{\"mail\":\"a@example.com\"}]", 1),
    ] {
        check(&reads(json, people), "mail", "a@example.com");
    }
}

#[test]
fn an_answer_of_graph_becomes_what_mappings_see() {
    let directory = reads(
        r##"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#users","value":[{
            "id":"0f2c","userPrincipalName":"lin_partner.example#EXT#@halcyon.example","accountEnabled":false,
            "businessPhones":["+1 312 555 0100","+1 312 555 0199"],"mobilePhone":null,"faxNumber":"+1 312 555 0102",
            "onPremisesExtensionAttributes":{"extensionAttribute1":"HID 37-bit","extensionAttribute2":null},
            "manager":{"@odata.type":"#microsoft.graph.user","id":"77aa","displayName":"Somebody"},
            "employeeOrgData":{"division":"North","costCenter":"K1"},
            "proxyAddresses":["SMTP:a@example.com","smtp:b@example.com"],"otherMails":[],
            "assignedLicenses":[{"skuId":"x"}],"signInSessionsValidFromDateTime":"2026-01-01T00:00:00Z",
            "extension_0123456789abcdef0123456789abcdef_level":7
        }]}"##,
        1,
    );
    for (name, expected) in [
        ("objectId", "0f2c"),
        ("userPrincipalName", "lin_partner.example"),
        ("accountEnabled", "False"),
        ("IsSoftDeleted", "True"),
        ("telephoneNumber", "+1 312 555 0100"),
        ("mobile", "-"),
        ("facsimileTelephoneNumber", "+1 312 555 0102"),
        ("extensionAttribute1", "HID 37-bit"),
        ("extensionAttribute2", "-"),
        ("manager", "77aa"),
        ("employeeOrgData.division", "North"),
        ("proxyAddresses", "[SMTP:a@example.com|smtp:b@example.com]"),
        ("otherMails", "-"),
        ("extension_0123456789abcdef0123456789abcdef_level", "7"),
    ] {
        check(&directory, name, expected);
    }
    assert!(directory.column("assignedLicenses").is_none() && directory.column("mobile").is_none());
}

#[test]
fn a_list_may_begin_with_somebody_who_has_less() {
    let directory = reads(
        r#"[{"mail":"a@example.com","otherMails":[]},{"mail":"b@example.com","otherMails":["c@example.com"],"city":"Lyon"}]"#,
        2,
    );
    assert_eq!(directory.person(1).unwrap().text("otherMails"), Some("c@example.com"));
    assert_eq!(directory.person(0).unwrap().text("city"), None);
}

#[test]
fn a_part_of_a_list_says_so() {
    let json = r#"{"@odata.nextLink":"https://graph.microsoft.com/…","value":[{"id":"1","accountEnabled":true}]}"#;
    let read = Directory::read_json(json.as_bytes()).unwrap();
    assert_eq!(read.warnings.len(), 1);
    assert!(read.warnings[0].message.contains("nextLink"));
    assert_eq!(read.line_of(0), None);
}

#[test]
fn what_can_not_be_read_says_where_and_why() {
    refuses("[{\"mail\":\n", Some(2), "ends in the middle");
    refuses("[{\"mail\":\"a\"}\n,\n{]", Some(3), "not JSON");
    refuses("[1]", Some(1), "a person, an object of attributes");
    refuses(r#"[{"a":"1","a":"2"}]"#, Some(1), "twice");
    refuses("7", Some(1), "people: a list of objects");
    refuses("{\"value\":7}", Some(1), "people");
    refuses("[]", None, "nobody");
    refuses("{\"value\":[]}", None, "nobody");
    refuses(
        r#"{"error":{"code":"Authorization_RequestDenied","message":"no"}}"#,
        None,
        "Authorization_RequestDenied",
    );
    refuses(r#"{"a":"1","a":"2"}"#, Some(1), "twice");
    refuses(r#"[{"a":"\u0000"}]"#, Some(1), "NUL");
    refuses(&format!(r#"[{{"a":"{}"}}]"#, "x".repeat(33_000)), Some(1), "longer than 32768 bytes");
    refuses(&"[".repeat(100_000), Some(1), "");
    refuses(
        &format!("[{}1{}]", "{\"a\":".repeat(1000), "}".repeat(1000)),
        Some(1),
        "recursion limit",
    );
    let wide: Vec<String> = (0..501).map(|at| format!("\"a{at}\":\"x\"")).collect();
    refuses(&format!("[{{{}}}]", wide.join(",")), Some(1), "more than 500 attributes");
}
