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
    refuses(
        "[\n1]",
        Some(2),
        "A number stands in the place of a person, who is an object of attributes. Remove it",
    );
    refuses(r#"[{"mail":"a"},null]"#, Some(1), "Null stands in the place of a person");
    refuses(r#"[{"mail":"a"},["mail"]]"#, Some(1), "A list stands in the place of a person");
    refuses(r#"["Ada, expected Bo"]"#, Some(1), "A text stands in the place of a person, who");
    refuses("[{\"mail\":}]", Some(1), "something stands here that is no value of JSON. Correct it");
    refuses("[{mail:1}]", Some(1), "a name has no quotation marks");
    refuses("[{\"mail\":\"a\" \"city\":1}]", Some(1), "a comma is missing, or the }");
    refuses("[{\"mail\":\"a\nb\"}]", Some(1), "control character");
    refuses("[{\"mail\":\"a\"},]", Some(1), "nothing comes behind a comma");
    refuses("[{\"mail\":\"a\"}\n", Some(2), "ends in the middle. Download");
    refuses(r#"[{"a":"1","a":"2"}]"#, Some(1), "twice");
    refuses("7", Some(1), "A number stands in the place of people, who are a list");
    refuses("{\"value\":7}", Some(1), "people");
    refuses("[]", None, "nobody");
    refuses("{\"value\":[]}", None, "nobody");
    refuses(r#"{"users":[{"id":"1"}]}"#, None, "It has “users”. Give a list of people");
    refuses(r#"{"schemas":[],"Resources":[{"userName":"a"}]}"#, None, "an answer of a SCIM server");
    refuses(r#"[{"a":1,"b":2},{"a":2,"c":3,"d":4,"e":5,"f":6}]"#, None, "“e”, and more.");
    refuses("{}", None, "It has no names.");
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
        r#"[{"mail":"a@example.com","onPremisesExtensionAttributes":{"extensionAttribute2":"1","extensionAttribute2":"2"}}]"#,
        Some(1),
        "Person 1: The attribute “extensionAttribute2” stands twice",
    );
    refuses(r#"[{"mail":"a"},{"mail":"\ud800"}]"#, Some(1), "Person 2: ");
    let wide: Vec<String> = (0..501).map(|at| format!("\"a{at}\":\"x\"")).collect();
    refuses(&format!("[{{{}}}]", wide.join(",")), Some(1), "more than 500 attributes");
}

#[test]
fn what_no_mapping_reads_may_be_nested_as_deep_as_it_likes() {
    let deep = format!("{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    for name in ["a", "onPremisesExtensionAttributes"] {
        let directory = reads(&format!(r#"[{{"mail":"a@example.com","{name}":{deep}}}]"#), 1);
        check(&directory, "mail", "a@example.com");
        assert!(directory.column("a").is_none() && directory.column("a.a").is_none());
    }
}

#[test]
fn a_number_keeps_its_own_digits() {
    for number in ["18446744073709551616", "-0", "1.5e12", "1500000000000.0", "0.10", "7", "1E400"]
    {
        let json = format!(r#"[{{"employeeId":{number},"extension_level":[{number}]}}]"#);
        check(&reads(&json, 1), "employeeId", number);
        check(&reads(&json, 1), "extension_level", number);
    }
}

/// What reading a text as a file of people tells, without what is said of it as a whole.
fn told(text: &str) -> Vec<String> {
    let read = Directory::read(text.as_bytes()).unwrap();
    let told = read.warnings.iter().map(ToString::to_string);
    told.filter(|told| !told.contains("No column says who is disabled")).collect()
}

#[test]
fn doubts_are_told_with_the_person() {
    for (person, words) in [
        (r#""accountEnabled":"maybe""#, "“maybe” in “accountEnabled” is neither True nor False"),
        (r#""accountEnabled":2"#, "“2” in “accountEnabled” is neither"),
        (r#""accountEnabled":{"a":1}"#, "“accountEnabled” is an object without an id here"),
        (r#""displayName":"=1""#, "looks like a formula"),
        (r#""employeeId":1.5e12"#, "rounded"),
        (
            r#""mail":"a\u200b@example.com""#,
            "“a[U+200B]@example.com” in “mail” has a character that can not be seen",
        ),
        (
            r#""employeeId":["x","y"]"#,
            "“employeeId” holds one value, but is a list here with “x” and “y”. The first counts",
        ),
        (r#""mail":["a@example.com","b@example.com"]"#, "is a list here"),
        (
            r#""mobile":"1","mobilePhone":"2""#,
            "“mobile” and “mobilePhone” are one attribute, and differ here. “mobile” counts",
        ),
        (r#""UserPrincipalName":"b","userPrincipalName":"a""#, "“userPrincipalName” counts"),
        (
            r#""extensionAttribute2":"1","onPremisesExtensionAttributes":{"extensionAttribute2":"2"}"#,
            "“extensionAttribute2” and “onPremisesExtensionAttributes.extensionAttribute2” are one attribute",
        ),
        (
            r#""onPremisesExtensionAttributes":{"extensionAttribute15":"1E+12"}"#,
            "“1E+12” in “onPremisesExtensionAttributes.extensionAttribute15” was rounded",
        ),
    ] {
        let json = format!(r#"[{{"city":"Lyon"}},{{{person}}}]"#);
        let told = told(&json);
        let [told] = told.as_slice() else { panic!("{json}: {told:?}") };
        assert!(told.starts_with("Person 2: ") && told.contains(words), "{told}");
    }
    for person in [
        r#""businessPhones":["1","2"]"#,
        r#""mail":["a@example.com"]"#,
        r#""otherMails":["a@example.com","b@example.com"]"#,
        r#""mobile":"1","mobilePhone":"1""#,
        r#""mobile":null,"mobilePhone":"1""#,
        r#""otherMails":["a","b"],"OtherMails":["a","b"]"#,
    ] {
        assert_eq!(told(&format!("[{{{person}}}]")), <[String; 0]>::default(), "{person}");
    }
}

#[test]
fn names_that_differ_are_told_once() {
    let json = format!("[{}{{}}]", r#"{"mobile":"1","mobilePhone":"2"},"#.repeat(3));
    let csv = format!("mobilePhone,mobile,city\n{}3,,\n", "2,1,x\n".repeat(3));
    for (text, place) in [(json, "Person 1: "), (csv, "Line 2: ")] {
        let told = told(&text);
        let [told] = told.as_slice() else { panic!("{told:?}") };
        assert!(told.starts_with(place), "{told}");
        assert!(told.contains("differ here and for 2 people more. “mobile” counts"), "{told}");
    }
}

#[test]
fn names_that_differ_are_told_with_the_one_that_counts() {
    let json = r#"[{"Mobile":"3","mobilePhone":"2"}]"#;
    let csv = "Mobile,mobilePhone,mobile,id\n3,2,,x\n";
    for text in [json, csv] {
        let told = told(text);
        let [told] = told.as_slice() else { panic!("{told:?}") };
        assert!(told.contains("“mobilePhone” and “Mobile” are one attribute"), "{told}");
    }
}

#[test]
fn csv_and_json_agree_on_what_counts() {
    for (csv, json, name, expected) in [
        ("mobile,mobilePhone\n1,2\n", r#"{"mobile":"1","mobilePhone":"2"}"#, "mobile", "1"),
        ("mobilePhone,mobile\n2,1\n", r#"{"mobilePhone":"2","mobile":"1"}"#, "mobile", "1"),
        ("mobile,mobilePhone\n,2\n", r#"{"mobile":"","mobilePhone":"2"}"#, "mobile", "2"),
        (
            "Mobile,mobilePhone,mobile\n3,2,1\n",
            r#"{"mobile":"1","Mobile":"3","mobilePhone":"2"}"#,
            "mobile",
            "1",
        ),
        ("Mobile,mobilePhone,mobile\n3,2,\n", r#"{"Mobile":"3","mobilePhone":"2"}"#, "mobile", "2"),
        (
            "onPremisesExtensionAttributes.extensionAttribute2,extensionAttribute2,id\n2,1,x\n",
            r#"{"onPremisesExtensionAttributes":{"extensionAttribute2":"2"},"extensionAttribute2":"1"}"#,
            "extensionAttribute2",
            "1",
        ),
        ("mail,MAIL\n,b\n", r#"{"mail":null,"MAIL":"b"}"#, "mail", "b"),
        (
            "mail,businessPhones\na,55;66\n",
            r#"{"businessPhones":["55","66"]}"#,
            "telephoneNumber",
            "55",
        ),
        (
            "mail,businessPhones\na,55;ext=1\n",
            r#"{"businessPhones":["55;ext=1"]}"#,
            "telephoneNumber",
            "55;ext=1",
        ),
        (
            "mail,telephoneNumber\na,55;66\n",
            r#"{"telephoneNumber":"55;66"}"#,
            "telephoneNumber",
            "55;66",
        ),
        ("id,AccountEnabled\n1,false\n", r#"{"AccountEnabled":false}"#, "accountEnabled", "False"),
        (
            "id,ExtensionAttribute2\n1,7\n",
            r#"{"OnPremisesExtensionAttributes":{"ExtensionAttribute2":"7"}}"#,
            "extensionAttribute2",
            "7",
        ),
    ] {
        check(&Directory::read(csv.as_bytes()).unwrap().directory, name, expected);
        check(&reads(json, 1), name, expected);
    }
}

#[test]
fn the_first_hundred_doubts_are_told() {
    let json = format!("[{}{{}}]", r#"{"accountEnabled":"maybe"},"#.repeat(500));
    assert_eq!(told(&json).len(), 100);
}
