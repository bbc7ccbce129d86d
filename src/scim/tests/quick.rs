//! The quick reader of pages against the thorough one.

use std::fmt::Debug;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::limits;
use crate::scim::quick::Plain;
use crate::scim::tests::barbara;
use crate::scim::tests::tour_guides;
use crate::scim::{Group, ListRow as _, ListedGroup, ListedUser, Resource, User, quick, schema};

/// Both readers say the same of a body, as users and as groups; whether the quick one read the users itself.
#[track_caller]
pub(super) fn check(body: &[u8]) -> bool {
    agree(body, |row| ListedGroup::of(&Group(row)));
    agree(body, |row| ListedUser::of(&User(row)))
}

#[track_caller]
fn agree<R: Plain + Clone + Debug + PartialEq>(body: &[u8], of: fn(Resource) -> R) -> bool {
    let thorough = Resource::read_page(body).map(|page| page.map(of));
    let quick = quick::page(body);
    if let Some(page) = &quick {
        assert_eq!(Some(page), thorough.as_ref().ok(), "{}", String::from_utf8_lossy(body));
    }
    assert_eq!(R::read_page(body), thorough);
    quick.is_some()
}

fn page(rows: &[Value]) -> Value {
    json!({
        "schemas": [schema::LIST_RESPONSE], "totalResults": rows.len(), "startIndex": 1,
        "itemsPerPage": rows.len(), "nextCursor": "", "previousCursor": "p", "Resources": rows,
    })
}

fn person() -> Value {
    json!({
        "schemas": [schema::CORE_USER, schema::VERKADA_ACCESS_USER, "urn:other"],
        "id": "1", "externalId": "x", "userName": "Ada@halcyon.example", "displayName": "Ada \"Ace\" Okonkwo\u{e9}\n",
        "name": { "givenName": "Ada", "familyName": "Okonkwo", "middleName": "", "honorificPrefix": null },
        "title": "Dock Supervisor", "active": "False",
        "emails": ["bare@halcyon.example", { "type": "Work", "value": "work@halcyon.example" },
                   { "value": "main@halcyon.example", "primary": "true" }, { "type": "home" }, 7],
        (schema::ENTERPRISE_USER): { "department": "Fleet", "employeeNumber": 7, "manager": [{ "value": "2" }] },
        (schema::VERKADA_ACCESS_USER): { "cardFormat": "", "cardNumber": "7777", "credentialStatus": "active" },
        (schema::VERKADA_CORE_USER): { "externalId": "V-1" },
        "meta": { "lastModified": "2026-11-20T14:02:00Z", "created": 1.5 },
        "custom": [[[{ "a": [], "b": {} }]], -1, 1e3, true, null],
    })
}

#[test]
fn a_plain_page_is_read_at_once_and_as_the_thorough_reader_reads_it() {
    let mut escaped = person();
    escaped["id"] = json!("2");
    escaped["userName"] = json!("Björn@halcyon.example");
    let ascii = page(&[person(), escaped.clone()]).to_string().replace('ö', "\\u00f6");
    assert!(check(ascii.as_bytes()));
    assert!(check(page(&[Value::Object(barbara().into_map()), person()]).to_string().as_bytes()));
    assert!(check(format!("\u{feff} {:#} ", page(&[escaped])).as_bytes()));
    assert!(check(page(&[]).to_string().as_bytes()));
    assert!(check(br#"{"totalResults":0}"#));
    assert!(check(br#"{"totalResults":2,"Resources":[{"id":"1"},{"id":"2","active":null,"name":"x","emails":"y"}]}"#));
    let read = ListedUser::read_page(page(&[person()]).to_string().as_bytes()).unwrap();
    let ada = &read.resources[0];
    assert_eq!((ada.id(), ada.email()), (Some("1"), Some("main@halcyon.example")));
    assert_eq!((ada.name().middle_name, ada.name().formatted), (Some(""), None));
    assert_eq!((ada.department(), ada.employee_number()), (Some("Fleet"), None));
    assert_eq!((ada.access().card_format, ada.access().facility_code), (Some(""), None));
    assert_eq!((ada.verkada_external_id(), ada.active()), (Some("V-1"), Some(false)));
    assert_eq!(ada.last_modified(), Some("2026-11-20T14:02:00Z"));
}

#[test]
fn a_plain_page_of_groups_is_read_at_once() {
    let groups = [
        Value::Object(tour_guides().into_map()),
        json!({
            "id": "1", "displayName": "", "externalId": "x", "meta": { "lastModified": "2026-11-20T14:02:00Z" },
            "members": ["a", { "value": "b", "$ref": "c", "type": "User" }, { "value": 7 }, { "display": "d" }, 7, []],
        }),
        json!({ "id": "2", "members": "e", "meta": 7 }),
    ];
    let body = page(&groups).to_string();
    assert!(agree(body.as_bytes(), |row| ListedGroup::of(&Group(row))));
    let read = ListedGroup::read_page(body.as_bytes()).unwrap();
    let group = &read.resources[1];
    assert_eq!((&*group.id, group.display_name.as_deref()), ("1", Some("")));
    assert_eq!(group.members.iter().collect::<Vec<_>>(), ["a", "b"]);
    for odd in [json!({ "id": "1", "active": true }), json!({ "id": "1", "USERNAME": "a" })] {
        let body = page(&[odd]).to_string();
        assert!(!agree(body.as_bytes(), |row| ListedGroup::of(&Group(row))));
    }
}

#[test]
fn whatever_is_unusual_is_left_to_the_thorough_reader() {
    let row = |text: &str| format!(r#"{{"totalResults":1,"Resources":[{text}]}}"#);
    let deep = |depth: usize| {
        row(&format!(r#"{{"id":"1","x":{}{}}}"#, "[".repeat(depth), "]".repeat(depth)))
    };
    assert!(check(deep(limits::JSON_DEPTH - 3).as_bytes()));
    let many: Map<String, Value> = (0..100).map(|n| (format!("k{n}"), json!(n))).collect();
    for body in [
        deep(limits::JSON_DEPTH - 2),
        row(&json!({ "id": "1", "x": many }).to_string()),
        row(r#"{"id":"1","id":"1"}"#),
        row(r#"{"id":"1","ID":"1"}"#),
        row(r#"{"ID":"1"}"#),
        row(r#"{"i\u0064":"1"}"#),
        row(r#"{"id":"1","x":{"a":1,"A":2}}"#),
        row(r#"{"id":"1","x":[[{"a":1,"a":2}]]}"#),
        row(r#"{"id":"1","username":"a"}"#),
        row(r#"{"id":"1","name":{"GIVENNAME":"a"}}"#),
        row(r#"{"id":"1","emails":[{"VALUE":"a"}]}"#),
        row(r#"{"id":"1","active":"maybe"}"#),
        row(r#"{"id":"1","active":1}"#),
        row(r#"{"id":""}"#),
        row(r#"{"id":1}"#),
        row("{}"),
        row("null"),
        row("[]"),
        row(r#"{"id":"1","x":18446744073709551616}"#),
        row(r#"{"id":"1","x":1e400}"#),
        row(r#"{"id":"1"},{"id":"1"}"#),
        row(r#"{"id":"1"},{"id":"1","title":"x"}"#),
        row(r#"{"id":"1","userName":"Ä"},{"id":"2","userName":"ä"}"#),
        row(r#"{"id":"1","a":1},{"a":1,"id":"2","a":2}"#),
        row(r#"{"id":"1","x":1},{"id":"2","X":1}"#),
        row(r#"{"id":"1","":1,"":2}"#),
        row(r#"{"id":"1",}"#),
        row(r#"{"id":"1","x":[1,]}"#),
        row(r#"{"id":"1","x":{,}}"#),
        row(r#"{"id":"1","x":{"a"}}"#),
        row(r#"{"id":"1","x":truex}"#),
        row(r#"{"id":"1","x":01}"#),
        row(r#"{"id":"1","x":1.}"#),
        row(r#"{"id":"1","x":-}"#),
        row(r#"{"id":"1","x":"\ud800"}"#),
        row(r#"{"id":"1","x":"\u12"}"#),
        row(r#"{"id":"1","x":"\é"}"#),
        row("{\"id\":\"1\",\u{c}\"x\":1}"),
        row(r#"{"id":"1"},"#),
        row(r#"{"id":"1"}"#) + "x",
        r#"{"totalResults":"1","Resources":[]}"#.to_owned(),
        r#"{"totalResults":1.0}"#.to_owned(),
        r#"{"totalResults":-1}"#.to_owned(),
        r#"{"totalResults":0,"Resources":null}"#.to_owned(),
        r#"{"totalResults":0,"resources":[]}"#.to_owned(),
        r#"{"totalResults":0,"nextCursor":null}"#.to_owned(),
        r#"{"totalResults":0,"nextCursor":7}"#.to_owned(),
        r#"{"totalResults":0,"@odata.context":"x"}"#.to_owned(),
        r#"{"Resources":[]}"#.to_owned(),
        "[]".to_owned(),
        "7".to_owned(),
        "<html>".to_owned(),
        String::new(),
    ] {
        assert!(!check(body.as_bytes()), "{body}");
    }
    assert!(!check(b"{\"totalResults\":0,\"x\":\"\xff\"}"));
    for body in [
        row(r#"{"id":"1","x":"\ud83d\ude00"}"#),
        row(r#"{"id":"1","É":1,"é":1}"#),
        row(r#"{"id":"1","idx":2}"#),
        row(r#"{"id":"1","x":-0,"y":999999999999999999}"#),
    ] {
        assert!(check(body.as_bytes()), "{body}");
    }
}

#[test]
fn a_page_that_ends_early_is_left_to_the_thorough_reader() {
    let body = r#"{"totalResults":2,"Resources":[
        {"id":"1","userName":"a@halcyon.example","name":{"givenName":"A\u00e9"},"active":true,
         "emails":[{"type":"work","value":"a@halcyon.example","primary":true}]},
        {"userName":"b@halcyon.example","id":"2","name":{},"emails":[],"x":[{"y":-1.5e3}]}]}"#;
    assert!(check(body.as_bytes()));
    for end in 0..body.len() {
        assert!(!check(&body.as_bytes()[..end]), "{}", &body[..end]);
    }
}

/// Keys that mean something, in the right case and in another.
fn keys() -> impl Strategy<Value = String> {
    const KNOWN: [&str; 32] = [
        "members",
        "$ref",
        "id",
        "userName",
        "displayName",
        "title",
        "active",
        "emails",
        "name",
        "meta",
        "value",
        "type",
        "primary",
        "formatted",
        "familyName",
        "givenName",
        "lastModified",
        "department",
        "employeeNumber",
        "cardFormat",
        "credentialStatus",
        "externalId",
        "totalResults",
        "Resources",
        "startIndex",
        "nextCursor",
        schema::ENTERPRISE_USER,
        schema::VERKADA_ACCESS_USER,
        schema::VERKADA_CORE_USER,
        "ID",
        "Title",
        "x",
    ];
    proptest::sample::select(&KNOWN[..]).prop_map(str::to_owned)
}

fn values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0_u64..3).prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        proptest::sample::select(&["true", "False", "work", "", "1", "2", "é\u{1}"][..])
            .prop_map(Value::from),
        "\\PC{0,5}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::vec((keys(), inner), 0..6)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

fn rows() -> impl Strategy<Value = Vec<Value>> {
    let row =
        (0..6_u8, proptest::collection::vec((keys(), values()), 0..6)).prop_map(|(id, more)| {
            let mut row = json!({ "id": id.to_string() });
            row.as_object_mut().unwrap().extend(more);
            row
        });
    proptest::collection::vec(prop_oneof![9 => row, 1 => values()], 0..4)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn both_readers_agree_on_odd_rows(rows in rows(), more in proptest::collection::vec((keys(), values()), 0..2)) {
        let mut page = page(&rows);
        page.as_object_mut().unwrap().extend(more);
        check(page.to_string().as_bytes());
    }

    #[test]
    fn both_readers_agree_on_damaged_pages(place in any::<usize>(), byte in any::<u8>(), rows in rows()) {
        let mut rows = rows;
        rows.push(person());
        let mut bytes = page(&rows).to_string().into_bytes();
        let place = place % bytes.len();
        bytes[place] = byte;
        check(&bytes);
    }
}
