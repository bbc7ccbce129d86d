//! What Entra sends for what is there: the table of acts, dialects and states.

use serde_json::json;

use super::*;
use crate::entra::{Ask, Method};

fn user(value: Value) -> User {
    User(Resource::from_value(value).unwrap())
}

fn subject(id: &str) -> Subject {
    Subject { id: id.to_owned(), display_name: id.to_owned() }
}

fn id(text: &str) -> ResourceId {
    ResourceId::parse(text).unwrap()
}

fn path(text: &str) -> AttributePath {
    AttributePath::parse(text).unwrap()
}

fn value(name: &str, text: Option<&str>) -> NewValue {
    NewValue { path: path(name), text: text.map(str::to_owned) }
}

/// The operations of a PATCH, or why there is none.
fn sent(act: Act, dialect: Dialect, user: &User) -> Result<Value, Obstacle> {
    let call = of_person(&PracticeWish { act, dialect }, &id("u1"), user)?;
    assert_eq!(call.target, "u1");
    assert_eq!(call.question, Request::match_user_name("ada@halcyon.example"));
    assert_eq!(call.change.path(), "/Users/u1");
    Ok(call.change.body().map(|body| body["Operations"].clone()).unwrap_or_default())
}

#[test]
fn what_the_target_has_decides_what_is_sent() {
    let ada = user(json!({
        "id": "u1", "userName": "ada@halcyon.example", "active": true, "title": "Analyst",
        "name": {"givenName": "Ada"},
    }));
    let change = |values: Vec<NewValue>| Act::Change(subject("u1"), values);
    let classic = |act| sent(act, Dialect::Classic, &ada);
    let flag = |act| sent(act, Dialect::AadOptscim062020, &ada);
    let off = || Act::Switch(Switch::Off, vec![subject("u1")]);
    assert_eq!(classic(off()), Ok(json!([{"op": "Replace", "path": "active", "value": "False"}])));
    assert_eq!(flag(off()), Ok(json!([{"op": "replace", "path": "active", "value": false}])));
    let on = Act::Switch(Switch::On, vec![subject("u1")]);
    assert_eq!(classic(on), Err(Obstacle::NothingToSend));
    assert_eq!(
        classic(change(vec![value("title", Some("Lead")), value("nickName", Some("A"))])),
        Ok(json!([
            {"op": "Replace", "path": "title", "value": "Lead"},
            {"op": "Add", "path": "nickName", "value": "A"},
        ]))
    );
    assert_eq!(
        flag(change(vec![value("title", Some("Lead")), value("name.givenName", Some("Eve"))])),
        Ok(json!([{"op": "replace", "value": {"title": "Lead", "name.givenName": "Eve"}}]))
    );
    assert_eq!(
        classic(change(vec![value("title", None)])),
        Ok(json!([{"op": "Remove", "path": "title"}]))
    );
    let same = vec![value("title", Some("Analyst")), value("nickName", None)];
    assert_eq!(flag(change(same)), Err(Obstacle::NothingToSend));
    assert_eq!(classic(Act::HardDelete(subject("u1"))), Ok(Value::Null));
}

#[test]
fn who_matches_is_changed_instead_of_created() {
    let mut newcomer = Newcomer::default();
    newcomer.set(attributes::USER_NAME, "ada@halcyon.example");
    newcomer.set("title", "Lead");
    let provision = || Act::Provision(Box::new(newcomer.clone()));
    let gone = json!({"userName": "ada@halcyon.example", "active": false, "title": "Lead"});
    assert_eq!(
        sent(provision(), Dialect::Classic, &user(gone)),
        Ok(json!([{"op": "Replace", "path": "active", "value": "True"}]))
    );
    let there = json!({"userName": "ada@halcyon.example", "active": true, "title": "Lead"});
    assert_eq!(sent(provision(), Dialect::Classic, &user(there)), Err(Obstacle::NothingToSend));
}

#[test]
fn a_membership_is_sent_only_when_it_changes() {
    let group = Resource::from_value(
        json!({"id": "g1", "displayName": "Drivers", "members": [{"value": "u1"}]}),
    )
    .unwrap();
    let send = |act: fn(Subject, Vec<Subject>) -> Act, person: &str| {
        let act = act(subject("g1"), vec![subject(person)]);
        let wish = PracticeWish { act, dialect: Dialect::AadOptscim062020 };
        membership(&wish, &group, &id(person)).map(|call| {
            assert_eq!(
                (call.target.as_str(), call.change.path()),
                (person, "/Groups/g1".to_owned())
            );
            assert_eq!(call.question, Request::match_group("Drivers"));
            call.change.body().unwrap()["Operations"].clone()
        })
    };
    assert_eq!(
        send(Act::Join, "u2"),
        Ok(json!([{"op": "add", "path": "members", "value": [{"$ref": null, "value": "u2"}]}]))
    );
    assert_eq!(
        send(Act::Leave, "u1"),
        Ok(json!([{"op": "remove", "path": "members[value eq \"u1\"]"}]))
    );
    assert_eq!(send(Act::Join, "u1"), Err(Obstacle::NothingToSend));
    assert_eq!(send(Act::Leave, "u2"), Err(Obstacle::NothingToSend));
}

#[test]
fn a_newcomer_is_made_up_until_the_user_name_is_free() {
    let first = Newcomer::made_up("halcyon.example", |_| false);
    assert_eq!(first.user_name(), "rosalind.okafor@halcyon.example");
    assert_eq!(first.external_id(), "rosalind.okafor");
    assert_eq!(first.display_name(), "Rosalind Okafor");
    let taken = |name: &str| !name.contains("bergstrom");
    assert_eq!(
        Newcomer::made_up("halcyon.example", taken).user_name(),
        "noor.bergstrom@halcyon.example"
    );
    let all = |name: &str| !name.contains('3');
    assert_eq!(
        Newcomer::made_up("halcyon.example", all).user_name(),
        "rosalind.okafor3@halcyon.example"
    );
}

#[test]
fn a_newcomer_is_created_with_what_is_filled_in_and_nothing_else() {
    let mut newcomer = Newcomer::known(" ada@halcyon.example ", "Ada Byron", None);
    newcomer.set("no such path", "x");
    let request = newcomer.create();
    assert_eq!(request.method(), Method::Post);
    let Ask::Create { body } = request.ask else { unreachable!() };
    assert_eq!(body["userName"], "ada@halcyon.example");
    assert_eq!(body["externalId"], "ada");
    assert_eq!(body["emails"][0]["value"], "ada@halcyon.example");
    assert_eq!(body["active"], true);
    assert_eq!(body.get("title"), None);
}

#[test]
fn an_act_reads_as_a_title() {
    let people = || vec![subject("Ada"), subject("Bob")];
    for (act, title, verb) in [
        (Act::Switch(Switch::Off, vec![subject("Ada")]), "Deactivate Ada", Verb::Deactivate),
        (Act::Switch(Switch::On, people()), "Reactivate 2 people", Verb::Reactivate),
        (Act::Change(subject("Ada"), Vec::new()), "Change Ada", Verb::ChangeAttributes),
        (Act::Join(subject("Drivers"), people()), "Add 2 people to Drivers", Verb::AddToGroup),
        (
            Act::Leave(subject("Drivers"), vec![subject("Ada")]),
            "Take Ada from Drivers",
            Verb::TakeFromGroup,
        ),
        (Act::HardDelete(subject("Ada")), "Hard delete Ada", Verb::HardDelete),
    ] {
        assert_eq!((act.to_string().as_str(), act.verb()), (title, verb));
    }
}
