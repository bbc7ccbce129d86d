//! The client and the sandbox agree, also when the sandbox misbehaves as it was asked to.

use std::sync::Arc;
use std::time::{Duration, Instant};

use scim_desk::{
    AllowList, Collection, EmailDomain, ErrorKind, Fault, Filter, Port, ResourceId, Sandbox,
    SandboxConfig, Setup, Stage, StageState, Storage, TokenWish, Trouble, When,
};

use crate::probe::Probe;

pub(crate) async fn sandbox(people: u32) -> (Sandbox, Probe) {
    let sandbox = Sandbox::start(SandboxConfig {
        port: Port::Any,
        setup: Setup::Provisioned,
        token: TokenWish::New,
        storage: Storage::Ephemeral,
        people,
        seed: 7,
        domains: vec![EmailDomain::parse("example.com").unwrap()],
        allow: AllowList::Listed,
        clock: Arc::new(jiff::Timestamp::now),
    })
    .await
    .unwrap();
    let probe = Probe::new(sandbox.base_url(), sandbox.token().unwrap().reveal());
    (sandbox, probe)
}

/// The trouble once, at the second page of people.
fn once(trouble: Trouble) -> Fault {
    Fault { skip: 1, count: Some(1), path: Some("/Users".to_owned()), ..Fault::every(trouble) }
}

#[tokio::test(flavor = "multi_thread")]
async fn people_and_groups_are_read_whole() {
    let (_sandbox, probe) = sandbox(1000).await;
    for collection in [Collection::Users, Collection::Groups] {
        let reading = probe.read(collection).await;
        assert!(reading.error.is_none(), "{:?}", reading.error);
        assert_eq!(reading.ids().len(), reading.rows.len());
        assert_eq!(reading.end.unwrap().len(), reading.rows.len());
        if collection == Collection::Users {
            assert_eq!(reading.rows.len(), 1000);
        }
    }
    probe.assert_silent();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_more_than_a_hundred_pages_is_read_whole() {
    let (_sandbox, probe) = sandbox(20_200).await;
    let reading = probe.read(Collection::Users).await;
    assert!(reading.pages > 100 && reading.rows.len() == 20_200);
    assert_eq!(reading.end.unwrap().len(), 20_200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_is_read_by_id_and_found_by_name() {
    let (_sandbox, probe) = sandbox(300).await;
    let reading = probe.read(Collection::Users).await;
    for row in reading.rows.iter().step_by(50) {
        let id = ResourceId::parse(row.id().unwrap()).unwrap();
        let alone = probe.client.get(Collection::Users, &id).await.unwrap();
        assert_eq!(alone.text("userName"), row.text("userName"));
        let name = row.text("userName").unwrap().to_uppercase();
        let filter = Filter::parse(&format!("userName eq \"{name}\"")).unwrap();
        let found = probe.client.find(Collection::Users, &filter).await.unwrap();
        assert_eq!((found.unrelated, found.further), (0, 0));
        let [only] = found.matching.as_slice() else { panic!("{name}: {found:?}") };
        assert_eq!(only.id(), row.id());
    }
    let unknown = ResourceId::parse("00000000-0000-0000-0000-000000000000").unwrap();
    let error = probe.client.get(Collection::Users, &unknown).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::NotFound, Some(404)));
    assert_eq!(error.scim().map(|scim| scim.status), Some(404));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_that_the_server_refuses_says_why() {
    let (_sandbox, probe) = sandbox(10).await;
    let filter = Filter::parse("noSuchAttribute eq \"x\"").unwrap();
    let error = probe.client.find(Collection::Users, &filter).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Rejected);
    assert!(error.scim().is_some_and(|scim| scim.scim_type.is_some()), "{error:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_stage_of_the_check_passes() {
    let (_sandbox, probe) = sandbox(50).await;
    let ends = probe.check().await;
    assert_eq!(ends.len(), Stage::ALL.len());
    for (stage, state) in ends {
        match (stage, state) {
            (Stage::Tls, StageState::Skipped { .. })
            | (Stage::Clock, StageState::Skipped { .. }) => {}
            (_, StageState::Passed { note, .. }) => {
                let verkada = stage != Stage::Discovery || note.contains("Verkada");
                assert!(verkada, "{note}");
            }
            other => panic!("{other:?}"),
        }
    }
    probe.assert_silent();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_token_is_told_at_its_stage() {
    let (sandbox, _right) = sandbox(10).await;
    let probe = Probe::new(sandbox.base_url(), "scimdesk_scim_0123456789abcdef0123456789abcdef");
    let reading = probe.read(Collection::Users).await;
    let error = reading.error.unwrap();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Unauthorized, Some(401)));
    assert!(error.hint().contains("token"));
    let ends = probe.check().await;
    assert!(matches!(ends.last(), Some((Stage::Token, StageState::Failed { .. }))), "{ends:?}");
    probe.assert_silent();
}

#[tokio::test(flavor = "multi_thread")]
async fn one_trouble_is_overcome_unseen() {
    let (sandbox, probe) = sandbox(600).await;
    let second = Some("1".to_owned());
    for trouble in [
        Trouble::Delay { milliseconds: 300 },
        Trouble::Throttle { retry_after: second },
        Trouble::Throttle { retry_after: None },
        Trouble::Status { status: 500 },
        Trouble::Status { status: 503 },
        Trouble::Reset { when: When::Before },
        Trouble::Reset { when: When::After },
        Trouble::Truncate,
    ] {
        sandbox.add_fault(once(trouble.clone()));
        let begin = Instant::now();
        let reading = probe.read(Collection::Users).await;
        assert!(reading.error.is_none(), "{trouble:?}: {:?}", reading.error);
        assert_eq!(reading.end.unwrap().len(), 600, "{trouble:?}");
        if let Trouble::Throttle { retry_after: Some(_) } = trouble {
            assert!(begin.elapsed() >= Duration::from_secs(1), "Retry-After was cut short");
        }
        sandbox.clear_faults();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lasting_trouble_leaves_what_was_read_and_says_why() {
    let (sandbox, probe) = sandbox(1000).await;
    for (trouble, kind) in [
        (Trouble::Status { status: 500 }, ErrorKind::ServerFault { retry_after: None }),
        (Trouble::Status { status: 403 }, ErrorKind::Forbidden),
        (Trouble::Reset { when: When::Before }, ErrorKind::Interrupted),
        (Trouble::Truncate, ErrorKind::Interrupted),
    ] {
        let after_two =
            Fault { skip: 2, path: Some("/Users".to_owned()), ..Fault::every(trouble.clone()) };
        sandbox.add_fault(after_two);
        let reading = probe.read(Collection::Users).await;
        assert_eq!(reading.error.unwrap().kind(), kind, "{trouble:?}");
        // Two pages were answered; when the later one came first, it is of no use alone.
        assert!([200, 400].contains(&reading.rows.len()), "{trouble:?}: {}", reading.rows.len());
        assert!(reading.end.is_err(), "{trouble:?}");
        sandbox.clear_faults();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pause_longer_than_ten_minutes_is_handed_back_to_the_person() {
    let (sandbox, probe) = sandbox(10).await;
    let day = Some("86400".to_owned());
    sandbox.add_fault(Fault::every(Trouble::Throttle { retry_after: day }));
    let error = probe.read(Collection::Users).await.error.unwrap();
    assert_eq!(error.kind().retry_after(), Some(Duration::from_hours(24)));
    assert!(error.hint().contains("24 hours"), "{}", error.hint());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_goes_away_half_way_leaves_what_was_read() {
    let (sandbox, probe) = sandbox(1000).await;
    sandbox.add_fault(Fault::every(Trouble::Delay { milliseconds: 100 }));
    let mut listing = probe.client.list(Collection::Users);
    let mut rows = listing.next().await.unwrap().unwrap().resources.len();
    sandbox.stop().await;
    let error = loop {
        match listing.next().await.expect("the list has more pages") {
            Ok(page) => rows += page.resources.len(),
            Err(error) => break error,
        }
    };
    assert!(matches!(error.kind(), ErrorKind::Unreachable | ErrorKind::Interrupted), "{error:?}");
    assert!((200..1000).contains(&rows), "{rows}");
    assert!(listing.next().await.is_none());
    assert!(listing.finish().is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_that_drifts_is_never_called_complete_when_somebody_is_missing() {
    let (sandbox, probe) = sandbox(700).await;
    let (mut complete, mut partial) = (0, 0);
    let mut before = probe.read(Collection::Users).await.ids();
    for seed in 0..20_u32 {
        sandbox.add_fault(Fault {
            path: Some("/Users".to_owned()),
            probability: f64::from(seed % 10) / 12.0,
            count: Some(1 + u64::from(seed % 4)),
            seed: seed.into(),
            ..Fault::every(Trouble::Drift { add: seed % 3, remove: (seed + 1) % 3 })
        });
        let reading = probe.read(Collection::Users).await;
        sandbox.clear_faults();
        let after = probe.read(Collection::Users).await;
        assert!(after.end.is_ok(), "a list that stands still is complete");
        assert!(reading.error.is_none());
        assert_eq!(reading.ids().len(), reading.rows.len(), "seed {seed}: a row came twice");
        let after = after.ids();
        if let Ok(list) = reading.end {
            complete += 1;
            for id in before.intersection(&after) {
                assert!(list.contains(id), "seed {seed}: {id} is missing");
            }
        } else {
            partial += 1;
        }
        before = after;
    }
    assert!(complete > 0 && partial > 0, "{complete} complete, {partial} partial");
}
