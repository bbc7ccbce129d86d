//! Everything Entra sends, sent by the client and taken by the sandbox, in both dialects.

use scim_desk::{
    Acted, AttributePath, Change, Collection, Dialect, ErrorKind, Request, Resource, ResourceId,
    Switch,
};
use serde_json::{Value, json};

use crate::probe::Probe;
use crate::with_sandbox::sandbox;

const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const ACCESS: &str = "urn:ietf:params:scim:schemas:extension:verkada:access:2.0:User";
const DIALECTS: [Dialect; 2] = [Dialect::Classic, Dialect::AadOptscim062020];

fn path(text: &str) -> AttributePath {
    AttributePath::parse(text).unwrap()
}

fn id_of(resource: &Resource) -> ResourceId {
    ResourceId::parse(resource.id().unwrap()).unwrap()
}

/// Creates somebody with attributes of every kind of path.
async fn create(probe: &Probe, name: &str) -> ResourceId {
    let mail = format!("{name}@example.com");
    let attributes: Vec<_> = [
        ("displayName".to_owned(), "Given Family"),
        ("title".to_owned(), "Analyst"),
        ("name.givenName".to_owned(), "Given"),
        ("name.familyName".to_owned(), "Family"),
        ("emails[type eq \"work\"].value".to_owned(), mail.as_str()),
        (format!("{ENTERPRISE}:department"), "Freight"),
        (format!("{ACCESS}:cardFormat"), "Standard 26-bit Wiegand"),
        (format!("{ACCESS}:facilityCode"), "12"),
        (format!("{ACCESS}:cardNumber"), "7777"),
    ]
    .map(|(name, value)| (path(&name), json!(value)))
    .into();
    let request = Request::create_user(name, &mail, &attributes);
    let created = probe.client.write_entra(&request, None).await.unwrap();
    assert_eq!((created.status, created.etag.is_some()), (201, true));
    let resource = created.resource.unwrap();
    assert_eq!(resource.get(ACCESS).unwrap()["cardNumber"], "7777");
    id_of(&resource)
}

/// Sends a change and reads the resource afterwards.
async fn sent(probe: &Probe, request: Request, id: &ResourceId) -> Resource {
    let written = probe.client.write_entra(&request, None).await;
    let written = written.map_err(|error| format!("{error}: {}", request.preview())).unwrap();
    let read = probe.client.get(request.kind.into(), id).await.unwrap();
    if let Some(resource) = written.resource {
        assert_eq!(resource, read, "{}", request.preview());
    }
    read
}

fn members(group: &Resource) -> Vec<&str> {
    let members = group.get("members").and_then(Value::as_array);
    members.into_iter().flatten().filter_map(|member| member["value"].as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_matched_changed_switched_and_deleted_in_both_dialects() {
    for dialect in DIALECTS {
        let (_sandbox, probe) = sandbox(20).await;
        let id = create(&probe, "ada").await;
        for question in [
            Request::match_user_name("Ada@example.com"),
            Request::match_mail("ada@example.com"),
            Request::match_external_id("ada"),
        ] {
            let found = probe.client.find_entra(&question).await.unwrap();
            let ids: Vec<_> = found.matching.iter().map(id_of).collect();
            assert_eq!((ids, found.unrelated), (vec![id.clone()], 0), "{}", question.preview());
        }
        for (switch, active) in [(Switch::Off, false), (Switch::On, true)] {
            let ada = sent(&probe, dialect.switch(&id, switch), &id).await;
            assert_eq!(ada.get("active"), Some(&json!(active)), "{dialect:?}");
        }
        let change = |name: &str, old: Option<&str>, new: Option<&str>| Change {
            path: path(name),
            old: old.map(Value::from),
            new: new.map(Value::from),
        };
        let (work, department) =
            ("emails[type eq \"work\"].value", format!("{ENTERPRISE}:department"));
        let changes = [
            change("displayName", Some("Given Family"), Some("Ada Lovelace")),
            change("name.familyName", Some("Family"), Some("Lovelace")),
            change(work, Some("ada@example.com"), Some("countess@example.com")),
            change("nickName", None, Some("Countess")),
            change("title", Some("Analyst"), None),
            change(&department, Some("Freight"), Some("Mathematics")),
            change(&format!("{ACCESS}:cardNumber"), Some("7777"), Some("0042")),
        ];
        let ada = sent(&probe, dialect.update(&id, &changes).unwrap(), &id).await;
        assert_eq!(ada.text("displayName"), Some("Ada Lovelace"), "{dialect:?}");
        assert_eq!(ada.get("name").unwrap()["familyName"], "Lovelace");
        assert_eq!(ada.get("emails").unwrap()[0]["value"], "countess@example.com");
        assert_eq!((ada.text("nickName"), ada.text("title")), (Some("Countess"), None));
        assert_eq!(ada.get(ENTERPRISE).unwrap()["department"], "Mathematics");
        assert_eq!(ada.get(ACCESS).unwrap()["cardNumber"], "0042");
        let boss = create(&probe, "boss").await;
        let ada = sent(&probe, dialect.set_manager(&id, &boss), &id).await;
        assert_eq!(ada.get(ENTERPRISE).unwrap()["manager"]["value"], boss.as_str());
        let gone = Request::hard_delete_user(id.clone());
        assert_eq!(probe.client.write_entra(&gone, None).await.unwrap().status, 204);
        let error = probe.client.write_entra(&gone, None).await.unwrap_err();
        assert_eq!((error.kind(), error.certainty()), (ErrorKind::NotFound, Acted::No));
        probe.assert_silent();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_is_made_empty_renamed_filled_thinned_and_deleted_in_both_dialects() {
    for dialect in DIALECTS {
        let (_sandbox, probe) = sandbox(20).await;
        let (ada, ben) = (create(&probe, "ada").await, create(&probe, "ben").await);
        let request = Request::create_group("g-7", "Night \"shift\"");
        let created = probe.client.write_entra(&request, None).await.unwrap().resource.unwrap();
        let id = id_of(&created);
        assert!(members(&created).is_empty());
        let question = Request::match_group("night \"shift\"");
        let found = probe.client.find_entra(&question).await.unwrap();
        assert_eq!(found.matching.iter().map(id_of).collect::<Vec<_>>(), vec![id.clone()]);
        let group = sent(&probe, dialect.rename_group(&id, "Pilots"), &id).await;
        assert_eq!(group.text("displayName"), Some("Pilots"));
        let both = [ada.clone(), ben.clone()];
        let group = sent(&probe, dialect.add_members(&id, &both), &id).await;
        assert_eq!(members(&group), [ada.as_str(), ben.as_str()]);
        let group = sent(&probe, dialect.remove_member(&id, &ada), &id).await;
        assert_eq!(members(&group), [ben.as_str()], "{dialect:?}");
        let gone = Request::delete_group(id.clone());
        assert_eq!(probe.client.write_entra(&gone, None).await.unwrap().status, 204);
        let error = probe.client.get(Collection::Groups, &id).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_a_version_that_is_no_more_is_refused_and_not_made() {
    let (_sandbox, probe) = sandbox(5).await;
    let id = create(&probe, "ada").await;
    let before = probe.client.get(Collection::Users, &id).await.unwrap();
    let version = before.get("meta").unwrap()["version"].as_str().unwrap().to_owned();
    let off = Dialect::Classic.switch(&id, Switch::Off);
    let written = probe.client.write_entra(&off, Some(&version)).await.unwrap();
    assert_ne!(written.etag.as_ref(), Some(&version));
    for request in [Dialect::Classic.switch(&id, Switch::On), Request::hard_delete_user(id.clone())]
    {
        let error = probe.client.write_entra(&request, Some(&version)).await.unwrap_err();
        assert_eq!((error.status(), error.certainty()), (Some(412), Acted::No));
    }
    let after = probe.client.get(Collection::Users, &id).await.unwrap();
    assert_eq!(after.get("active"), Some(&json!(false)));
    // Created twice: refused, and told as a collision.
    let again = Request::create_user("ada", "ada@example.com", &[]);
    let error = probe.client.write_entra(&again, None).await.unwrap_err();
    assert_eq!((error.kind(), error.certainty()), (ErrorKind::Conflict, Acted::No));
}
