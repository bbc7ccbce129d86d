//! Previews of people made up for it.

mod everyone;

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value as Json, json};

use crate::entra::expression::{Attributes, Value};
use crate::entra::mapping::{
    AttributeMapping, ExpressionText, FlowType, ObjectMapping, Source, TargetAttribute,
};
use crate::entra::preview::{
    Holdings, PersonOutcome, PersonPreview, Preview, RowChange, SkipReason, Surroundings, Trouble,
};
use crate::entra::{Ask, Dialect};
use crate::scim::schema::{VERKADA_ACCESS_USER, VERKADA_CORE_USER};
use crate::verkada::EmailDomain;

/// Somebody with these attributes.
#[derive(Default)]
struct Somebody(BTreeMap<&'static str, Vec<&'static str>>);

impl Somebody {
    fn of(values: &[(&'static str, &'static str)]) -> Self {
        let mut somebody = Self::default();
        for (name, value) in values {
            somebody.0.entry(name).or_default().push(value);
        }
        somebody
    }
}

impl Attributes for Somebody {
    fn value(&self, name: &str) -> Value<'_> {
        match self.0.get(name).map(Vec::as_slice) {
            None => Value::Null,
            Some([one]) => Value::text(one),
            Some(many) => Value::Many(many.iter().map(|value| (*value).into()).collect()),
        }
    }
}

/// A row: `=text` is a constant, `(text` an expression, an empty text no source, anything else an attribute.
fn row(source: &str, target: &str) -> AttributeMapping {
    let source = match (source.chars().next(), source.get(1..)) {
        (None, _) => Source::None,
        (Some('='), Some(text)) => Source::Constant(text.to_owned()),
        (Some('('), Some(text)) => Source::Expression(ExpressionText::new(text)),
        _ => Source::Direct(source.to_owned()),
    };
    AttributeMapping {
        source,
        target: target.to_owned(),
        default: None,
        matching: (target == "userName").then_some(1),
        flow: FlowType::Always,
    }
}

fn mapping(rows: &[(&str, &str)]) -> ObjectMapping {
    ObjectMapping {
        is_enabled: true,
        rows: rows.iter().map(|(source, target)| row(source, target)).collect(),
        ..ObjectMapping::default()
    }
}

fn target(name: &str, kind: &str) -> TargetAttribute {
    TargetAttribute {
        name: name.to_owned(),
        kind: kind.to_owned(),
        is_required: false,
        is_multi_valued: false,
        is_case_exact: false,
        mutability: crate::entra::mapping::Mutability::Writable,
    }
}

fn surroundings() -> Surroundings {
    let domains = ["halcyon.example", "air.halcyon.example"];
    Surroundings {
        now: Timestamp::UNIX_EPOCH,
        seed: 7,
        domains: Some(domains.map(|domain| EmailDomain::parse(domain).unwrap()).into()),
    }
}

const ADA: &[(&str, &str)] = &[
    ("objectId", "o-1"),
    ("userPrincipalName", "ada@halcyon.example"),
    ("mail", "ada@halcyon.example"),
    ("jobTitle", "Lead"),
    ("department", "Freight"),
];

fn ada(more: &[(&'static str, &'static str)]) -> Somebody {
    let mut ada = Somebody::of(ADA);
    for (name, value) in more {
        ada.0.insert(name, vec![value]);
    }
    ada.0.retain(|_, values| values.iter().any(|value| !value.is_empty()));
    ada
}

fn object(value: Json) -> Map<String, Json> {
    match value {
        Json::Object(map) => map,
        other => panic!("{other}"),
    }
}

/// The same person by what the server tells and by what is held in little memory.
#[track_caller]
fn preview(mapping: &ObjectMapping, person: &Somebody, held: Option<Json>) -> PersonPreview {
    let preview = Preview::new(mapping, surroundings());
    let held = held.map(object);
    let shown = preview.person(person, held.as_ref());
    let mut holdings = Holdings::new(mapping);
    assert!(mapping.rows.iter().all(|row| holdings.fits(row)));
    if let Some(held) = &held {
        holdings.push(held).unwrap();
    }
    let among_all = preview.person_in(person, &holdings);
    if shown.found.as_ref().is_none_or(|found| found.row.is_some()) {
        let outcomes = |preview: &PersonPreview| {
            let rows: Vec<_> =
                preview.rows.iter().map(|row| (row.change, row.trouble.clone())).collect();
            (preview.outcome, preview.because, preview.found.clone(), rows)
        };
        assert_eq!(outcomes(&shown), outcomes(&among_all));
        for dialect in [Dialect::Classic, Dialect::AadOptscim062020] {
            assert_eq!(shown.requests(dialect), among_all.requests(dialect));
        }
    }
    shown
}

/// One row beside `userName`: what becomes of it for Ada, who has `title` in Command or nothing, or is not there.
#[track_caller]
fn check(row: &AttributeMapping, held: Option<&str>, expected: RowChange) {
    let mut mapping = mapping(&[("userPrincipalName", "userName")]);
    mapping.rows.push(row.clone());
    let resource = held.map(|held| {
        let mut resource = object(json!({"id": "u1", "userName": "ada@halcyon.example"}));
        if !held.is_empty() {
            resource.insert(row.target.clone(), json!(held));
        }
        Json::Object(resource)
    });
    let shown = preview(&mapping, &ada(&[]), resource);
    assert_eq!(shown.rows[1].change, expected, "{row:?} {held:?}");
}

#[test]
fn a_row_is_told_by_what_command_has() {
    let title = row("jobTitle", "title");
    check(&title, None, RowChange::New);
    check(&title, Some(""), RowChange::New);
    check(&title, Some("Lead"), RowChange::Same);
    check(&title, Some("LEAD"), RowChange::CaseOnly);
    check(&title, Some("Head"), RowChange::Changed);
    let blank = row("nickName", "title");
    check(&blank, None, RowChange::Blank);
    check(&blank, Some(""), RowChange::Blank);
    check(&blank, Some("Head"), RowChange::Kept);
    check(&row("=", "title"), Some("Head"), RowChange::Kept);
}

#[test]
fn a_default_is_for_creation_and_for_rows_without_a_source() {
    let with_default =
        |source: &str| AttributeMapping { default: Some("Guest".into()), ..row(source, "title") };
    check(&with_default("nickName"), None, RowChange::Default);
    check(&with_default("nickName"), Some(""), RowChange::Blank);
    check(&with_default("nickName"), Some("Head"), RowChange::Kept);
    check(&with_default("jobTitle"), None, RowChange::New);
    check(&with_default(""), None, RowChange::Default);
    check(&with_default(""), Some(""), RowChange::Default);
    check(&with_default(""), Some("Head"), RowChange::Unmapped);
    check(&row("", "title"), Some(""), RowChange::Unmapped);
}

#[test]
fn flow_types_keep_a_row_from_who_is_there() {
    let only = |flow| AttributeMapping { flow, ..row("jobTitle", "title") };
    check(&only(FlowType::ObjectAddOnly), None, RowChange::New);
    check(&only(FlowType::ObjectAddOnly), Some(""), RowChange::AddOnly);
    check(&only(FlowType::ObjectAddOnly), Some("Head"), RowChange::AddOnly);
    check(&only(FlowType::AttributeAddOnly), Some(""), RowChange::New);
    check(&only(FlowType::AttributeAddOnly), Some("Head"), RowChange::AddOnly);
}

/// Rows, more attributes of Ada, what Command holds, and what becomes of her.
#[track_caller]
fn check_outcome(
    rows: &[(&str, &str)],
    more: &[(&'static str, &'static str)],
    held: Option<Json>,
    expected: PersonOutcome,
) -> PersonPreview {
    let shown = preview(&mapping(rows), &ada(more), held);
    assert_eq!(shown.outcome, expected, "{rows:?} {more:?}");
    shown
}

const ACTIVE: (&str, &str) =
    ("(Switch([IsSoftDeleted], , \"False\", \"True\", \"True\", \"False\")", "active");
const NAME: (&str, &str) = ("userPrincipalName", "userName");
const TITLE: (&str, &str) = ("jobTitle", "title");

fn in_command(more: Json) -> Json {
    let mut resource =
        object(json!({"id": "u1", "userName": "Ada@halcyon.example", "active": true}));
    resource.extend(object(more));
    Json::Object(resource)
}

#[test]
fn a_person_is_told_as_a_whole() {
    use PersonOutcome::{Create, Disable, Enable, Same, Skipped, Update};
    let rows = [NAME, ("active", "active"), TITLE];
    let on = ("active", "True");
    let off = ("active", "false");
    check_outcome(&rows, &[on], None, Create);
    check_outcome(&rows, &[on], Some(in_command(json!({"title": "Lead"}))), Same);
    check_outcome(&rows, &[on], Some(in_command(json!({}))), Update);
    check_outcome(&rows, &[off], Some(in_command(json!({}))), Disable);
    check_outcome(&rows, &[on], Some(in_command(json!({"active": false}))), Enable);
    check_outcome(&rows, &[on], Some(in_command(json!({"active": "False"}))), Enable);
    check_outcome(
        &rows,
        &[on, ("userPrincipalName", "")],
        None,
        Skipped(SkipReason::NoMatchingValue),
    );
    check_outcome(&[TITLE], &[], None, Skipped(SkipReason::NoMatchingRow));
    let two = [("mail", "userName"), ("", "userName")];
    check_outcome(&two, &[("mail", "")], None, Skipped(SkipReason::NoMatchingValue));
}

#[test]
fn who_leaves_gets_active_alone() {
    let leaves = ("IsSoftDeleted", "True");
    let rows = [NAME, ("=False", "active"), TITLE];
    let shown =
        check_outcome(&rows, &[leaves], Some(in_command(json!({}))), PersonOutcome::Disable);
    assert_eq!(shown.rows[2].change, RowChange::Withheld);
    assert_eq!(shown.rows[2].sent, Some(json!("Lead")));
    let requests = shown.requests(Dialect::Classic);
    let body = requests.last().unwrap().body().unwrap();
    assert_eq!(body["Operations"], json!([{"op": "Replace", "path": "active", "value": "False"}]));
    check_outcome(
        &rows,
        &[leaves],
        Some(in_command(json!({"active": false}))),
        PersonOutcome::Same,
    );
    check_outcome(&[NAME, TITLE], &[leaves], Some(in_command(json!({}))), PersonOutcome::Same);
    let skipped = PersonOutcome::Skipped(SkipReason::Leaves);
    check_outcome(&rows, &[leaves], None, skipped);
    check_outcome(&rows, &[leaves, ("userPrincipalName", "")], None, skipped);
}

#[test]
fn a_required_target_keeps_people_without_a_value_out() {
    let mut mapping = mapping(&[NAME, ("nickName", "title")]);
    mapping.targets = vec![TargetAttribute { is_required: true, ..target("title", "String") }];
    let shown = preview(&mapping, &ada(&[]), None);
    assert_eq!(shown.outcome, PersonOutcome::Skipped(SkipReason::Required));
    assert_eq!((shown.because, shown.rows[1].change), (Some(1), RowChange::Missing));
    assert_eq!(shown.requests(Dialect::Classic).len(), 1, "only the question");
    let shown = preview(&mapping, &ada(&[]), Some(in_command(json!({"title": "Head"}))));
    assert_eq!(shown.outcome, PersonOutcome::Same);
    mapping.rows[1].default = Some("Guest".into());
    assert_eq!(preview(&mapping, &ada(&[]), None).outcome, PersonOutcome::Create);
    let nameless = ObjectMapping {
        is_enabled: true,
        rows: vec![AttributeMapping { matching: Some(1), ..row("mail", "externalId") }],
        ..ObjectMapping::default()
    };
    let shown = preview(&nameless, &ada(&[]), None);
    assert_eq!(shown.outcome, PersonOutcome::Skipped(SkipReason::Required));
}

#[test]
fn an_expression_that_fails_keeps_the_whole_person_out() {
    let rows = [NAME, ("(Append([mail]", "title"), ("department", "nickName")];
    let shown = check_outcome(&rows, &[], None, PersonOutcome::Skipped(SkipReason::RowFails));
    assert_eq!(shown.because, Some(1));
    assert!(shown.rows[1].result.is_err());
    assert_eq!(shown.rows[2].change, RowChange::Withheld);
}

#[test]
fn a_target_that_is_no_path_says_so() {
    let rows = [NAME, ("mail", "emails[type eq")];
    let shown = check_outcome(&rows, &[], None, PersonOutcome::Skipped(SkipReason::RowFails));
    let error = shown.rows[1].result.as_ref().unwrap_err();
    assert!(error.message.contains("path is not valid"), "{error}");
}

#[test]
fn matching_rows_are_asked_by_their_precedence() {
    let mut mapping = mapping(&[NAME, ("objectId", "externalId")]);
    mapping.rows[0].matching = Some(2);
    mapping.rows[1].matching = Some(1);
    let held = Some(in_command(json!({"externalId": "o-1", "userName": "other@halcyon.example"})));
    let shown = preview(&mapping, &ada(&[]), held);
    assert_eq!(shown.found.as_ref().map(|found| found.row), Some(Some(1)));
    let shown = preview(&mapping, &ada(&[]), Some(in_command(json!({"externalId": "O-1"}))));
    assert_eq!(
        shown.found.as_ref().map(|found| found.row),
        Some(Some(0)),
        "case matters in externalId"
    );
    let asked: Vec<_> = shown
        .requests(Dialect::Classic)
        .into_iter()
        .filter_map(|request| match request.ask {
            Ask::Match { filter } => Some(filter),
            _ => None,
        })
        .collect();
    assert_eq!(asked, ["externalId eq \"o-1\"", "userName eq \"ada@halcyon.example\""]);
}

/// The value of one target for Ada: what is wrong with it.
#[track_caller]
fn check_trouble(value: &'static str, target: &str, expected: Option<Trouble>) {
    let rows = [NAME, ("value", target)];
    let shown = preview(&mapping(&rows), &ada(&[("value", value)]), None);
    let found = shown.rows[1].trouble.as_ref();
    assert_eq!(found.map(|(trouble, _)| *trouble), expected, "{target} {value}");
    if let Some((_, words)) = found {
        assert!(words.ends_with('.') && words.len() > 20, "{words}");
    }
}

#[test]
fn values_that_command_does_not_take_are_told() {
    let mail = "emails[type eq \"work\"].value";
    for good in ["a@halcyon.example", "O'Neill+x@AIR.halcyon.example", "åsa@halcyon.example"] {
        check_trouble(good, mail, None);
    }
    for bad in [
        "ada",
        "@halcyon.example",
        "ada@",
        "a b@halcyon.example",
        ".a@halcyon.example",
        "a..b@halcyon.example",
        "a@b@halcyon.example",
        "ada@halcyon",
        "ada@ halcyon.example",
        "ada@halcyon.example ",
        "ada@@halcyon.example",
        "<ada@halcyon.example>",
        "ada@halcyon.example,bob@halcyon.example",
    ] {
        check_trouble(bad, mail, Some(Trouble::MailSyntax));
    }
    check_trouble("ada@example.com", mail, Some(Trouble::Domain));
    check_trouble("ada@xhalcyon.example", mail, Some(Trouble::Domain));
    check_trouble("yes", "active", Some(Trouble::WrongType));
    check_trouble("TRUE", "active", None);
    let long: &'static str = Box::leak("a".repeat(65).into_boxed_str());
    check_trouble(long, "name.givenName", Some(Trouble::TooLong));
    check_trouble(&long[1..], "name.givenName", None);
}

#[test]
fn a_card_is_judged_from_its_five_targets() {
    let access = |name: &str| format!("{VERKADA_ACCESS_USER}:{name}");
    let names = ["cardFormat", "cardNumber", "cardNumberHex", "credentialStatus", "facilityCode"];
    let targets = names.map(access);
    let sources = ["e1", "e2", "e3", "e4", "e5"];
    let mut rows = vec![NAME];
    rows.extend(sources.iter().copied().zip(targets.iter().map(String::as_str)));
    let wiegand = "Standard 26-bit Wiegand";
    for (card, held, expected) in [
        ([wiegand, "7777", "", "active", "111"], json!({}), None),
        (["", "", "", "", ""], json!({}), None),
        ([wiegand, "7777", "", "active", "300"], json!({}), Some((5, Trouble::CardDoubtful))),
        ([wiegand, "", "", "active", "111"], json!({}), Some((2, Trouble::Card))),
        (["Standard", "7777", "", "active", "111"], json!({}), Some((1, Trouble::Card))),
        ([wiegand, "7777", "", "on", "111"], json!({}), Some((4, Trouble::CredentialStatus))),
        (
            [wiegand, "7777", "", "deactivated", "111"],
            json!({}),
            Some((4, Trouble::CredentialStatus)),
        ),
        (["", "", "", "on", ""], json!({}), Some((4, Trouble::CredentialStatus))),
        (
            [wiegand, "7777", "", "deactivated", "111"],
            json!({VERKADA_ACCESS_USER: {"cardFormat": wiegand}}),
            None,
        ),
    ] {
        let more: Vec<_> = sources.into_iter().zip(card).collect();
        let shown = preview(&mapping(&rows), &ada(&more), Some(in_command(held)));
        let found: Vec<_> = shown
            .rows
            .iter()
            .enumerate()
            .filter_map(|(at, row)| Some((at, row.trouble.as_ref()?.0)))
            .collect();
        assert_eq!(found.first().copied(), expected, "{card:?}");
        assert!(found.len() < 2, "{found:?}");
    }
}

#[test]
fn several_values_do_not_fit_into_one() {
    let person = Somebody::of(&[
        ("userPrincipalName", "ada@halcyon.example"),
        ("phones", "1"),
        ("phones", "2"),
    ]);
    let mut mapping = mapping(&[NAME, ("phones", "title")]);
    let shown = preview(&mapping, &person, None);
    assert_eq!(shown.outcome, PersonOutcome::Skipped(SkipReason::RowFails));
    assert_eq!(
        shown.rows[1].trouble.as_ref().map(|(trouble, _)| *trouble),
        Some(Trouble::SeveralValues)
    );
    mapping.targets = vec![TargetAttribute { is_multi_valued: true, ..target("title", "String") }];
    let shown = preview(&mapping, &person, None);
    assert_eq!(shown.rows[1].sent, Some(json!([{"value": "1"}, {"value": "2"}])));
    let held = Some(in_command(json!({"title": [{"value": "1"}, {"value": "2"}]})));
    assert_eq!(preview(&mapping, &person, held).rows[1].change, RowChange::Same);
}

#[test]
fn requests_hold_what_the_mapping_sends_and_nothing_else() {
    let verkada = format!("{VERKADA_CORE_USER}:externalId");
    let rows =
        [NAME, ("=True", "active"), TITLE, ("objectId", &*verkada), ("nickName", "nickName")];
    let shown = check_outcome(&rows, &[], None, PersonOutcome::Create);
    let requests = shown.requests(Dialect::Classic);
    assert_eq!(requests.len(), 2);
    let body = requests[1].body().unwrap();
    assert_eq!(
        *body,
        json!({
            "schemas": [
                "urn:ietf:params:scim:schemas:core:2.0:User",
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
            ],
            "userName": "ada@halcyon.example",
            "active": true,
            "title": "Lead",
            VERKADA_CORE_USER: {"externalId": "o-1"},
            "meta": {"resourceType": "User"},
            "roles": [],
        })
    );
    let held = Some(in_command(json!({"active": false, "title": "Head"})));
    let shown = check_outcome(&rows, &[], held, PersonOutcome::Enable);
    let operations =
        |dialect| shown.requests(dialect).last().unwrap().body().unwrap()["Operations"].clone();
    assert_eq!(
        operations(Dialect::Classic),
        json!([
            {"op": "Replace", "path": "active", "value": "True"},
            {"op": "Replace", "path": "title", "value": "Lead"},
            {"op": "Add", "path": verkada, "value": "o-1"},
        ])
    );
    assert_eq!(
        operations(Dialect::AadOptscim062020),
        json!([
            {"op": "add", "path": verkada, "value": "o-1"},
            {"op": "replace", "value": {"active": true, "title": "Lead"}},
        ])
    );
}

#[test]
fn what_a_row_read_is_told() {
    let rows = [NAME, ("(Join(\" \", [jobTitle], [nickName], [jobTitle])", "title"), ACTIVE];
    let shown = preview(&mapping(&rows), &ada(&[]), None);
    let used = |at: usize| shown.rows[at].used.clone();
    assert_eq!(
        used(0),
        [("userPrincipalName".to_owned(), Value::Text("ada@halcyon.example".into()))]
    );
    let names: Vec<_> = used(1).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["jobTitle", "nickName"]);
    assert_eq!(used(2), [("IsSoftDeleted".to_owned(), Value::Text("False".into()))]);
}

#[test]
fn targets_that_no_row_fills_are_named() {
    let preview =
        Preview::new(&mapping(&[NAME, ("mail", "emails[type eq \"work\"].value")]), surroundings());
    let unfilled: Vec<_> = preview.unfilled().collect();
    assert!(unfilled.contains(&"title") && unfilled.contains(&"phoneNumbers"), "{unfilled:?}");
    assert!(!unfilled.contains(&"userName") && !unfilled.contains(&"emails"), "{unfilled:?}");
}
