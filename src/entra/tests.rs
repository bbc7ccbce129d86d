//! Each request against the shape that Microsoft documents for it, one file for each shape.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::entra::{AttributePath, Change, Dialect, PathError, Request, Switch};
use crate::scim::schema::{ENTERPRISE_USER, VERKADA_ACCESS_USER};
use crate::scim::{Filter, ResourceId};

/// Both dialects, by the end of the names of their files.
const DIALECTS: [(Dialect, &str); 2] =
    [(Dialect::Classic, "-classic"), (Dialect::AadOptscim062020, "-flag")];

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/entra"))
}

/// The request is what the file of this name holds, and its preview shows all of it.
#[track_caller]
fn check(name: &str, request: &Request) {
    let text = std::fs::read_to_string(folder().join(format!("{name}.json"))).unwrap();
    let expected: Value = serde_json::from_str(&text).unwrap();
    let preview = request.preview();
    let (head, body) = match preview.split_once("\n\n") {
        Some((head, body)) => (head, Some(serde_json::from_str(body).unwrap())),
        None => (preview.as_str(), None),
    };
    let (method, path) = head.split_once(' ').unwrap();
    assert_eq!(json!(method), expected["method"], "{name}");
    assert_eq!(json!(path), expected["path"], "{name}");
    assert_eq!(body.as_ref(), expected.get("body"), "{name}");
    assert_eq!(body.as_ref(), request.body(), "{name}");
    // Operations take effect in their order, and the first schema names the resource.
    for list in ["Operations", "schemas"] {
        let of = |body: Option<&Value>| body.and_then(|body| body.get(list).cloned());
        assert_eq!(of(body.as_ref()), of(expected.get("body")), "{name}");
    }
}

fn id(text: &str) -> ResourceId {
    ResourceId::parse(text).unwrap()
}

fn path(text: &str) -> AttributePath {
    AttributePath::parse(text).unwrap()
}

fn change(name: &str, old: Option<&str>, new: Option<&str>) -> Change {
    Change { path: path(name), old: old.map(Value::from), new: new.map(Value::from) }
}

/// Every request that has a file, by the name of that file.
fn documented() -> Vec<(String, Request)> {
    let enterprise = |name: &str| format!("{ENTERPRISE_USER}:{name}");
    let access = |name: &str| format!("{VERKADA_ACCESS_USER}:{name}");
    let attributes: Vec<_> = [
        ("displayName".to_owned(), "Ada Byron"),
        ("name.givenName".to_owned(), "Ada"),
        ("name.familyName".to_owned(), "Byron"),
        ("emails[type eq \"work\"].value".to_owned(), "ada@halcyon.example"),
        ("phoneNumbers[type eq \"mobile\"].value".to_owned(), "55555555555"),
        ("phoneNumbers[type eq \"work\"].value".to_owned(), "5551234"),
        (enterprise("department"), "Freight"),
        (enterprise("employeeNumber"), "1815"),
        (access("cardFormat"), "Standard 26-bit Wiegand"),
        (access("facilityCode"), "12"),
        (access("cardNumber"), "7777"),
    ]
    .map(|(name, value)| (path(&name), json!(value)))
    .into();
    let mut all = vec![
        ("match-user-name".to_owned(), Request::match_user_name("ada@halcyon.example")),
        ("match-mail".to_owned(), Request::match_mail("ada@halcyon.example")),
        ("match-external-id".to_owned(), Request::match_external_id("0a21f0f2")),
        ("match-group".to_owned(), Request::match_group("Night \"shift\"")),
        (
            "create-user".to_owned(),
            Request::create_user("0a21f0f2", "ada@halcyon.example", &attributes),
        ),
        ("create-bare-user".to_owned(), Request::create_user("b", "b@halcyon.example", &[])),
        ("create-group".to_owned(), Request::create_group("g-7", "Drivers")),
        ("hard-delete-user".to_owned(), Request::hard_delete_user(id("u1"))),
        ("delete-group".to_owned(), Request::delete_group(id("g1"))),
    ];
    let (number, card) = (enterprise("employeeNumber"), access("cardNumber"));
    let many = [
        change("displayName", Some("Ada Byron"), Some("Ada Lovelace")),
        change(
            "emails[type eq \"work\"].value",
            Some("ada@halcyon.example"),
            Some("countess@halcyon.example"),
        ),
        change("name.givenName", Some("Ada"), Some("Augusta")),
        change("name.familyName", Some("Byron"), Some("Lovelace")),
        change("title", Some("Analyst"), Some("Analyst")),
        change(&number, Some("1815"), Some("1852")),
        change(&card, Some("7777"), Some("0042")),
    ];
    let mixed = [
        change("name.givenName", None, Some("Ada")),
        change("name.familyName", Some("Lovelace"), Some("King")),
        change("nickName", None, None),
        change(&enterprise("division"), Some("North"), None),
    ];
    let (user, group) = (id("u1"), id("g1"));
    for (dialect, end) in DIALECTS {
        let update = |changes: &[Change]| dialect.update(&user, changes).unwrap();
        let requests = [
            ("disable", dialect.switch(&user, Switch::Off)),
            ("enable", dialect.switch(&user, Switch::On)),
            ("add-value", update(&[change("nickName", None, Some("Countess"))])),
            ("remove-value", update(&[change("nickName", Some("Countess"), None)])),
            ("replace-one", update(&[change("title", Some("Analyst"), Some("Lead"))])),
            ("replace-many", update(&many)),
            ("mixed", update(&mixed)),
            ("manager", dialect.set_manager(&user, &id("u2"))),
            ("rename-group", dialect.rename_group(&group, "Pilots")),
            ("add-members", dialect.add_members(&group, &[id("u1"), id("u2")])),
            ("remove-member", dialect.remove_member(&group, &user)),
        ];
        all.extend(requests.map(|(name, request)| (format!("{name}{end}"), request)));
    }
    all
}

#[test]
fn every_request_has_its_documented_shape() {
    let documented = documented();
    for (name, request) in &documented {
        check(name, request);
    }
    let known: BTreeSet<_> = documented.into_iter().map(|(name, _)| name).collect();
    let files: BTreeSet<_> = std::fs::read_dir(folder())
        .unwrap()
        .map(|file| file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    assert_eq!(known, files, "each file is a request and each request has a file");
}

#[test]
fn nothing_is_sent_when_nothing_differs() {
    let same = [change("title", Some("Lead"), Some("Lead")), change("nickName", None, None)];
    for (dialect, _) in DIALECTS {
        assert_eq!(dialect.update(&id("u1"), &same), None);
        assert_eq!(dialect.update(&id("u1"), &[]), None);
    }
}

#[test]
fn a_boolean_is_a_text_only_in_the_classic_dialect() {
    for ((dialect, _), expected) in DIALECTS.into_iter().zip([json!("False"), json!(false)]) {
        for (old, verb) in [(None, "add"), (Some(json!(true)), "replace")] {
            let changes = [Change { path: path("active"), old, new: Some(json!(false)) }];
            let request = dialect.update(&id("u1"), &changes).unwrap();
            let operation = &request.body().unwrap()["Operations"][0];
            assert_eq!(operation["value"], expected, "{dialect:?}");
            assert!(operation["op"].as_str().unwrap().eq_ignore_ascii_case(verb));
        }
    }
}

#[test]
fn a_value_with_parts_stays_out_of_the_operation_without_a_path() {
    let list = Change {
        path: path("phoneNumbers"),
        old: Some(json!([])),
        new: Some(json!([{"type": "work", "value": "1"}])),
    };
    let changes = [
        list,
        change("title", Some("Lead"), Some("Head")),
        change("userType", Some("Guest"), Some("Member")),
    ];
    let request = Dialect::AadOptscim062020.update(&id("u1"), &changes).unwrap();
    let operations = &request.body().unwrap()["Operations"];
    assert_eq!(operations[0]["path"], "phoneNumbers");
    assert_eq!(operations[1]["value"], json!({"title": "Head", "userType": "Member"}));
    assert_eq!(operations[1].get("path"), None);
}

#[test]
fn any_value_that_is_looked_for_stays_inside_of_its_quotes() {
    for value in ["a\"b", "a\\", "\" or userName pr or \"", "é 漢字", "tab\there", "new\nline", ""]
    {
        for request in [
            Request::match_user_name(value),
            Request::match_mail(value),
            Request::match_external_id(value),
            Request::match_group(value),
        ] {
            let (_, filter) = request.query().pop().unwrap();
            let parsed = Filter::parse(&filter).unwrap();
            let equalities = parsed.required_equalities();
            assert!(equalities.iter().any(|(_, found)| **found == json!(value)), "{filter}");
        }
    }
}

#[test]
fn an_attribute_path_that_entra_cannot_fill_is_refused() {
    for good in [
        "userName",
        "name.givenName",
        "emails[type eq \"work\"].value",
        "addresses[type eq \"work\"].streetAddress",
        "roles[primary eq \"True\"].value",
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
        "urn:ietf:params:scim:schemas:extension:Halcyon:2.0:User:badge",
    ] {
        let parsed = AttributePath::parse(good).unwrap();
        assert_eq!((parsed.as_str(), parsed.to_string().as_str()), (good, good));
    }
    for bad in ["", "name..given", "emails[type eq \"work\"", "a b", "9a"] {
        assert!(matches!(AttributePath::parse(bad), Err(PathError::Syntax(_))), "{bad}");
    }
    assert_eq!(AttributePath::parse(ENTERPRISE_USER), Err(PathError::WholeSchema));
    for vague in ["emails[type ne \"work\"].value", "emails[type eq \"work\" and primary eq true]"]
    {
        assert_eq!(AttributePath::parse(vague), Err(PathError::NotOneEquality), "{vague}");
    }
}

#[test]
fn values_of_one_list_element_meet_in_it() {
    let attributes = [
        ("addresses[type eq \"work\"].streetAddress", json!("1 Quay")),
        ("addresses[type eq \"work\"].locality", json!("Harbor")),
        ("addresses[type eq \"home\"].locality", json!("Hill")),
        ("roles[primary eq \"True\"]", json!({"value": "Viewer"})),
        ("active", json!(false)),
    ]
    .map(|(name, value)| (path(name), value));
    let request = Request::create_user("x", "x@halcyon.example", &attributes);
    let body = request.body().unwrap();
    assert_eq!(
        body["addresses"],
        json!([
            {"type": "work", "streetAddress": "1 Quay", "locality": "Harbor"},
            {"type": "home", "locality": "Hill"},
        ])
    );
    assert_eq!(body["roles"], json!([{"primary": "True", "value": "Viewer"}]));
    assert_eq!(body["active"], json!(false));
}

#[test]
fn a_path_finds_in_a_resource_what_it_puts_there() {
    let enterprise = format!("{ENTERPRISE_USER}:department");
    let resource = json!({
        "title": "Lead", "nickName": null, "Name": {"givenName": "Ada"},
        "emails": [{"type": "home", "value": "h"}, {"type": "Work", "value": "w"}],
        ENTERPRISE_USER: {"department": "Freight"},
    });
    for (name, found) in [
        ("title", Some(json!("Lead"))),
        ("urn:ietf:params:scim:schemas:core:2.0:User:title", Some(json!("Lead"))),
        ("nickName", None),
        ("name.givenName", Some(json!("Ada"))),
        ("name.familyName", None),
        ("emails[type eq \"work\"].value", Some(json!("w"))),
        ("emails[type eq \"other\"].value", None),
        ("phoneNumbers[type eq \"work\"].value", None),
        (&enterprise, Some(json!("Freight"))),
        ("title.deeper", None),
    ] {
        assert_eq!(path(name).value_in(resource.as_object().unwrap()), found.as_ref(), "{name}");
    }
}
