//! List queries and pages, projection, sorting.

use std::cmp::Ordering;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::limits;
use crate::scim::path::AttrPath;
use crate::scim::schema::{GROUP, USER};
use crate::scim::sorting::SortOrder;
use crate::scim::tests::{barbara, read_query, resource, tour_guides};
use crate::scim::{Filter, ListPage, ListQuery, Projection, ScimType, Severity, Sorting};

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

#[test]
fn queries_are_read() {
    let query = read_query(
        "filter=externalId+eq+\"a-b\"&startIndex=3&count=5&sortBy=name.familyName&sortOrder=Descending&attributes=userName,%20emails.value&aadOptscim062020",
    )
    .unwrap();
    assert_eq!(query.filter, Filter::parse("externalId eq \"a-b\"").ok());
    assert_eq!((query.start_index, query.count), (Some(3), Some(5)));
    assert_eq!(query.sort_by.as_ref().unwrap().to_string(), "name.familyName");
    assert_eq!(query.sort_order, SortOrder::Descending);
    assert_eq!(
        query.projection,
        Projection::Only(vec![
            AttrPath::parse("userName").unwrap(),
            AttrPath::parse("emails.value").unwrap()
        ])
    );
    assert_eq!(read_query(""), Ok(ListQuery::default()));
    assert_eq!(
        read_query("attributes=&excludedAttributes=,&sortBy=&sortOrder="),
        Ok(ListQuery::default())
    );
    assert_eq!(read_query("cursor").unwrap().cursor.as_deref(), Some(""));
    assert_eq!(read_query("STARTINDEX=2").unwrap().start_index, Some(2));
}

#[test]
fn numbers_below_their_least_are_raised_and_others_refused() {
    for (query, start_index, count) in [
        ("startIndex=0&count=0", 1, 0),
        ("startIndex=-5&count=-1", 1, 0),
        ("startIndex=9223372036854775807&count=1", 9_223_372_036_854_775_807, 1),
    ] {
        let query = read_query(query).unwrap();
        assert_eq!((query.start_index, query.count), (Some(start_index), Some(count)));
    }
    for query in [
        "count=abc",
        "count=",
        "count=1.5",
        "count=99999999999999999999",
        "startIndex=0x1",
        "startIndex=%201",
        "count=1e3",
    ] {
        assert_eq!(
            read_query(query).unwrap_err().scim_type,
            Some(ScimType::InvalidValue),
            "{query}"
        );
    }
}

#[test]
fn queries_that_contradict_themselves_are_refused() {
    for (query, scim_type) in [
        ("filter=", ScimType::InvalidFilter),
        ("filter", ScimType::InvalidFilter),
        ("filter=title+pr&filter=title+pr", ScimType::InvalidValue),
        ("count=1&Count=2", ScimType::InvalidValue),
        ("attributes=a&excludedAttributes=b", ScimType::InvalidValue),
        ("startIndex=1&cursor=", ScimType::InvalidValue),
        ("sortOrder=up", ScimType::InvalidValue),
        ("sortBy=a b", ScimType::InvalidPath),
        ("attributes=a..b", ScimType::InvalidPath),
        ("filter=%ff", ScimType::InvalidValue),
        ("filter=%zz", ScimType::InvalidValue),
    ] {
        let error = read_query(query).expect_err(query);
        assert_eq!((error.status, error.scim_type), (400, Some(scim_type)), "{query}");
    }
}

#[test]
fn the_limit_of_named_attributes_holds_exactly() {
    let query = |count: usize| format!("attributes={}", vec!["title"; count].join(","));
    assert!(read_query(&query(limits::PROJECTION_ATTRIBUTES)).is_ok());
    assert!(read_query(&query(limits::PROJECTION_ATTRIBUTES + 1)).is_err());
}

#[test]
fn search_bodies_are_read() {
    let search = "urn:ietf:params:scim:api:messages:2.0:SearchRequest";
    let query = ListQuery::from_value(&json!({
        "schemas": [search], "filter": "title pr", "startIndex": 2, "count": "7", "attributes": ["userName", "title"], "sortBy": null,
    }))
    .unwrap();
    let same =
        read_query("filter=title%20pr&startIndex=2&count=7&attributes=userName,title").unwrap();
    assert_eq!(query, same);
    for body in [
        json!([]),
        json!({ "filter": "title pr" }),
        json!({ "schemas": [search], "filter": {} }),
        json!({ "schemas": [search], "filter": true }),
        json!({ "schemas": [search], "attributes": [1] }),
        json!({ "schemas": [search], "count": 1.5 }),
        json!({ "schemas": [search], "Count": 1, "count": 2 }),
    ] {
        assert_eq!(ListQuery::from_value(&body).expect_err(&body.to_string()).status, 400);
    }
}

#[test]
fn pages_are_read_as_lax_servers_write_them() {
    for body in [
        json!({ "totalResults": 1, "Resources": [{ "id": "1" }] }),
        json!({ "totalResults": "1", "resources": [{ "ID": "1" }], "itemsPerPage": null }),
        json!({ "TOTALRESULTS": 1, "Resources": [{ "id": "1" }], "meta": {} }),
        json!({ "totalResults": 1, "Resources": [{ "id": "1" }, { "id": "1" }] }),
    ] {
        let page =
            ListPage::from_value(body.clone()).unwrap_or_else(|error| panic!("{body}: {error}"));
        assert_eq!(
            (page.total_results, page.resources.len(), page.problems.len()),
            (1, 1, 0),
            "{body}"
        );
    }
    for body in [
        json!({ "totalResults": 0 }),
        json!({ "totalResults": 0, "Resources": null }),
        json!({ "totalResults": 0, "Resources": [], "nextCursor": "" }),
    ] {
        let page = ListPage::from_value(body).unwrap();
        assert_eq!((page.resources.len(), page.next_cursor), (0, None));
    }
    for body in [
        json!([]),
        json!({}),
        json!({ "Resources": [] }),
        json!({ "totalResults": -1 }),
        json!({ "totalResults": 1.5 }),
        json!({ "totalResults": "many" }),
        json!({ "totalResults": 1, "Resources": null }),
        json!({ "totalResults": 1, "Resources": {} }),
        json!({ "totalResults": 1, "startIndex": -1 }),
        json!({ "totalResults": 1, "nextCursor": 7 }),
        json!({ "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"], "status": "401" }),
    ] {
        assert!(ListPage::from_value(body.clone()).is_err(), "{body}");
    }
}

#[test]
fn rows_that_cannot_be_used_are_left_out_and_told() {
    let rows = json!([
        { "id": "1", "userName": "a" }, null, 7, {}, { "id": 1 }, { "id": "" }, { "id": null },
        { "id": "1", "userName": "b" }, { "id": "2", "userName": "A" }, { "id": "3", "Title": "x", "title": "y" },
        { "id": "4", "emails": [{ "value": "x", "VALUE": "y" }] }, { "id": "5", "active": "maybe" }, { "id": "6", "active": "False" },
    ]);
    let page = ListPage::from_value(json!({ "totalResults": 13, "Resources": rows })).unwrap();
    let ids: Vec<_> = page.resources.iter().filter_map(|row| row.id()).collect();
    assert_eq!(ids, ["1", "2", "3", "4", "5", "6"]);
    assert_eq!(page.rows_received, 13);
    let told: Vec<_> =
        page.problems.iter().map(|problem| (problem.row, problem.severity)).collect();
    let expected: Vec<_> = (1..8)
        .map(|row| (row, Severity::Unusable))
        .chain((8..12).map(|row| (row, Severity::Doubtful)))
        .collect();
    assert_eq!(told, expected);
    assert_eq!(page.rows_unusable, 7);
    let many = json!({ "totalResults": 1000, "Resources": vec![Value::Null; 1000] });
    let page = ListPage::from_value(many).unwrap();
    assert_eq!((page.rows_unusable, page.problems.len()), (1000, limits::PAGE_PROBLEMS));
    // An object with very many keys is searched as well.
    let mut many: serde_json::Map<String, Value> =
        (0..1000).map(|number| (format!("key{number}"), json!(0))).collect();
    many.insert("id".to_owned(), json!("1"));
    many.insert("KEY7".to_owned(), json!(1));
    let page = ListPage::from_value(json!({ "totalResults": 1, "Resources": [many] })).unwrap();
    assert_eq!(page.problems.len(), 1);
}

fn check_projection(query: &str, expected: Value) {
    let mut row = barbara();
    row.as_map_mut().insert("password".to_owned(), json!("x"));
    row.as_map_mut().insert("x509Certificates".to_owned(), json!([{ "value": "AAAA" }]));
    row.as_map_mut().insert("custom".to_owned(), json!(1));
    read_query(query).unwrap().projection.apply(&mut row, &USER);
    let mut shown = Value::Object(row.into_map());
    shown.as_object_mut().unwrap().shift_remove("schemas").expect("schemas is always returned");
    shown.as_object_mut().unwrap().shift_remove("id").expect("id is always returned");
    assert_eq!(shown, expected, "{query}");
}

#[test]
fn attributes_are_shown_as_asked() {
    check_projection("attributes=userName", json!({ "userName": "bjensen@example.com" }));
    check_projection("attributes=USERNAME,nosuch", json!({ "userName": "bjensen@example.com" }));
    check_projection(
        "attributes=urn:ietf:params:scim:schemas:core:2.0:User:title",
        json!({ "title": "Tour Guide" }),
    );
    check_projection("attributes=name.familyName", json!({ "name": { "familyName": "Jensen" } }));
    check_projection(
        "attributes=name.familyName,name",
        json!({ "name": {
        "formatted": "Ms. Barbara J Jensen III", "familyName": "Jensen", "givenName": "Barbara",
    } }),
    );
    check_projection(
        "attributes=emails.TYPE",
        json!({ "emails": [{ "type": "work" }, { "type": "home" }] }),
    );
    check_projection("attributes=emails.display", json!({}));
    check_projection("attributes=password", json!({}));
    check_projection("attributes=custom", json!({ "custom": 1 }));
    check_projection("attributes=id", json!({}));
    check_projection(
        "attributes=x509Certificates",
        json!({ "x509Certificates": [{ "value": "AAAA" }] }),
    );
    check_projection(
        &format!("attributes={ENTERPRISE}:department"),
        json!({ (ENTERPRISE): { "department": "Tour Operations" } }),
    );
    check_projection(
        "attributes=manager",
        json!({ (ENTERPRISE): {
        "manager": { "value": "26118915-6090-4610-87e4-49d8ca9f808d", "displayName": "John Smith" },
    } }),
    );
    check_projection(
        &format!("attributes={ENTERPRISE}:manager.value"),
        json!({ (ENTERPRISE): {
        "manager": { "value": "26118915-6090-4610-87e4-49d8ca9f808d" },
    } }),
    );
    check_projection(
        &format!("attributes={ENTERPRISE}"),
        json!({ (ENTERPRISE): barbara().get(ENTERPRISE).unwrap() }),
    );
}

#[test]
fn attributes_are_left_out_as_asked() {
    let all: Vec<String> = barbara()
        .as_map()
        .keys()
        .filter(|key| !["id", "schemas"].contains(&key.as_str()))
        .cloned()
        .collect();
    let without = |gone: &[&str]| {
        let keys = all.iter().filter(|key| !gone.contains(&key.as_str()));
        let mut rest: serde_json::Map<String, Value> =
            keys.map(|key| (key.clone(), barbara().get(key).unwrap().clone())).collect();
        rest.insert("custom".to_owned(), json!(1));
        Value::Object(rest)
    };
    check_projection("", without(&[]));
    check_projection("excludedAttributes=nosuch", without(&[]));
    check_projection("excludedAttributes=id,schemas", without(&[]));
    check_projection("excludedAttributes=EMAILS,meta", without(&["emails", "meta"]));
    check_projection(&format!("excludedAttributes={ENTERPRISE}"), without(&[ENTERPRISE]));
    let mut partly = without(&[]);
    partly["name"] = json!({ "familyName": "Jensen" });
    partly["emails"] = json!([{ "value": "bjensen@example.com", "primary": true }, { "value": "babs@jensen.example" }]);
    partly[ENTERPRISE].as_object_mut().unwrap().shift_remove("manager");
    check_projection(
        &format!(
            "excludedAttributes=name.formatted,name.givenName,emails.type,{ENTERPRISE}:manager"
        ),
        partly,
    );

    let members = read_query("excludedAttributes=members").unwrap().projection;
    assert!(
        members.leaves_out(&GROUP, "members")
            && !members.leaves_out(&GROUP, "displayName")
            && !members.is_default()
    );
    let mut group = tour_guides();
    members.apply(&mut group, &GROUP);
    assert_eq!(group.get("members"), None);
    assert!(read_query("attributes=displayName").unwrap().projection.leaves_out(&GROUP, "members"));
    assert!(!Projection::Default.leaves_out(&GROUP, "members"));
}

#[test]
fn lists_are_sorted_by_type_and_case_rule() {
    let check = |sort_by: &str, left: Value, right: Value, expected: Ordering| {
        let (left, right) = (resource(left), resource(right));
        let path = AttrPath::parse(sort_by).unwrap();
        let order = |order: SortOrder| {
            let sorting = Sorting::new(&path, order, &USER).unwrap();
            sorting.compare(&sorting.key(&left), &sorting.key(&right))
        };
        assert_eq!(order(SortOrder::Ascending), expected, "{sort_by}");
        assert_eq!(order(SortOrder::Descending), expected.reverse(), "{sort_by}");
    };
    check("userName", json!({ "userName": "a" }), json!({ "userName": "B" }), Ordering::Less);
    check("userName", json!({ "userName": "A" }), json!({ "userName": "a" }), Ordering::Equal);
    check(
        "externalId",
        json!({ "externalId": "a" }),
        json!({ "externalId": "B" }),
        Ordering::Greater,
    );
    check("title", json!({}), json!({ "title": "z" }), Ordering::Greater);
    check("title", json!({ "title": "" }), json!({}), Ordering::Equal);
    check("active", json!({ "active": "False" }), json!({ "active": true }), Ordering::Less);
    check(
        "name.familyName",
        json!({ "name": { "familyName": "b" } }),
        json!({ "name": { "familyName": "a" } }),
        Ordering::Greater,
    );
    let emails = |first: &str, primary: &str| json!({ "emails": [{ "value": first }, { "value": primary, "primary": true }] });
    check("emails", emails("a", "z"), emails("z", "a"), Ordering::Greater);
    check(
        "emails.value",
        json!({ "emails": [{ "value": "a" }] }),
        json!({ "emails": [{ "value": "b" }] }),
        Ordering::Less,
    );
    check(
        "meta.created",
        json!({ "meta": { "created": "2020-01-01T00:30:00+01:00" } }),
        json!({ "meta": { "created": "2020-01-01T00:00:00Z" } }),
        Ordering::Less,
    );
    for path in ["nosuch", "name", "password", "urn:x:y"] {
        assert!(
            Sorting::new(&AttrPath::parse(path).unwrap(), SortOrder::Ascending, &USER).is_err(),
            "{path}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_query_makes_the_reader_panic(query in "((filter|count|startIndex|sortBy|attributes|cursor)=[ -~]{0,30}&){0,3}") {
        drop(read_query(&query));
    }

    #[test]
    fn no_list_makes_the_reader_panic(bytes in "[\\[\\]{}:,\"a-zA-Z0-9 ]{0,60}", total in any::<i32>()) {
        drop(ListPage::parse(bytes.as_bytes()));
        drop(ListPage::parse(format!("{{\"totalResults\":{total},\"Resources\":[{{\"id\":\"{bytes}\"}}]}}").as_bytes()));
    }
}
