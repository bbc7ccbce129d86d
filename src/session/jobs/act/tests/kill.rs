//! The program killed in the middle of bulk runs, again and again: what the record says and what the organization says stay
//! the same.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use serde_json::json;
use zeroize::Zeroizing;

use super::{Desk, plan_of};
use crate::client::{AdminClient, Collection, ScimClient};
use crate::journal::entry;
use crate::journal::run::{RecordedRun, TargetState};
use crate::scim::ResourceId;
use crate::secrets::{JournalKey, Vault};
use crate::session::action::Action;
use crate::session::people::PersonState;
use crate::session::state::State;
use crate::verkada::Verb;

/// The folder the child works in; nothing else of the tests has it.
const HOME: &str = "SCIM_DESK_KILLED_IN";
/// The test below, by which a child is started.
const NAME: &str =
    "session::jobs::act::tests::kill::after_500_kills_the_record_and_the_organization_say_the_same";
/// Folders worked in at the same time, and how often the program is killed in each.
const LANES: usize = 2;
const KILLS: usize = 250;
/// People in the organization, and how many one run takes.
const PEOPLE: u32 = 120;
const AT_ONCE: usize = 8;

/// A keyring with the same key in every child.
fn keyring() -> Vault {
    let vault = Vault::memory();
    vault.save_journal_key(&JournalKey::from_random(&Zeroizing::new([9; 32]))).unwrap();
    vault
}

fn desk(home: &Path) -> Desk {
    Desk::at(home, keyring(), PEOPLE)
}

/// What the child does, until it is killed: settle what is open, make enough people fit, take some away.
fn child(home: &Path) {
    let mut desk = desk(home);
    desk.until("everything open is settled", is_settled);
    make_fit(&mut desk);
    let ids = desk.deactivated(AT_ONCE);
    desk.plan(Verb::Delete, ids);
    desk.consent();
    println!("begun");
    desk.ended();
    println!("ended");
}

fn is_settled(state: &State) -> bool {
    state.runs.recorded.iter().all(|run| !run.is_unfinished())
}

/// Brings deleted people back and switches active ones off, until one run has enough.
fn make_fit(desk: &mut Desk) {
    let people = &desk.state.users.people;
    let rows = 0..u32::try_from(people.len()).unwrap();
    let all: Vec<_> = rows.filter_map(|row| people.get(row)).collect();
    let fit = all.iter().filter(|person| person.state() == PersonState::Deactivated).count();
    if fit >= AT_ONCE {
        return;
    }
    let active: Vec<String> = all
        .iter()
        .filter(|person| person.state() == PersonState::Active)
        .map(|person| person.id().to_owned())
        .take(AT_ONCE * 2)
        .collect();
    let back: Vec<String> =
        desk.state.deleted_users().iter().map(|deleted| deleted.user_name.clone()).collect();
    let profile = desk.state.profile().unwrap().clone();
    desk.wait(async |backend| {
        let scim = backend.scim(&profile).await.unwrap();
        for user_name in back.into_iter().take(AT_ONCE * 2) {
            let user = json!({
                "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
                "userName": user_name,
            });
            scim.write_create(Collection::Users, &user).await.ok();
        }
        for id in active {
            switch_off(&scim, &id).await;
        }
    });
    desk.act(Action::Refresh);
    desk.until("the people are read again", |state| {
        let people = &state.users.people;
        let rows = 0..u32::try_from(people.len()).unwrap();
        let deactivated = rows
            .filter_map(|row| people.get(row))
            .filter(|person| person.state() == PersonState::Deactivated);
        deactivated.count() >= AT_ONCE && !state.users.reading.is_running()
    });
}

async fn switch_off(scim: &ScimClient, id: &str) {
    let patch = json!({
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
        "Operations": [{ "op": "Replace", "path": "active", "value": "False" }],
    });
    let id = ResourceId::parse(id).unwrap();
    // People outside of the listed domains are refused; enough others are left.
    scim.write_patch(Collection::Users, &id, &patch, None).await.ok();
}

/// Kills children in one folder; the moments follow from the seed.
fn lane(home: &Path, mut seed: u64) {
    for _ in 0..KILLS {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", NAME, "--nocapture"])
            .env(HOME, home)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let begun = lines.by_ref().map_while(Result::ok).any(|line| line == "begun");
        let moment = Instant::now() + Duration::from_micros(seed % 90_000);
        while Instant::now() < moment {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(begun, "a child ended before it began a run");
    }
}

/// How often the record says that each person was deleted.
fn recorded(runs: &[RecordedRun]) -> BTreeMap<String, usize> {
    let mut done = BTreeMap::new();
    for target in runs.iter().flat_map(|run| &run.targets) {
        match &target.state {
            TargetState::Closed { result: entry::Outcome::Done, .. } => {
                *done.entry(target.target.id.clone()).or_default() += 1;
            }
            TargetState::Untouched
            | TargetState::Closed {
                result: entry::Outcome::Skipped { .. } | entry::Outcome::Failed { .. },
                ..
            } => {}
            other => panic!("{}: {other:?}", target.target.id),
        }
    }
    done
}

/// How often the organization says that each person was deleted by an admin.
async fn happened(
    admin: &AdminClient,
    ids: &[String],
    since: Timestamp,
) -> BTreeMap<String, usize> {
    let mut deleted = BTreeMap::new();
    for id in ids {
        let record = admin.person(&ResourceId::parse(id).unwrap()).await.unwrap();
        let count = record
            .history
            .iter()
            .filter(|entry| entry.what == "Moved to Deleted users" && entry.at >= since)
            .count();
        assert!(record.history_entries < 50, "the whole history is compared");
        if count > 0 {
            deleted.insert(id.clone(), count);
        }
    }
    deleted
}

#[test]
fn after_500_kills_the_record_and_the_organization_say_the_same() {
    if let Some(home) = std::env::var_os(HOME) {
        return child(Path::new(&home));
    }
    let since = Timestamp::now();
    let home = tempfile::tempdir().unwrap();
    let homes: Vec<_> = (0..LANES).map(|lane| home.path().join(lane.to_string())).collect();
    std::thread::scope(|scope| {
        for (home, seed) in homes.iter().zip(0x9e37_79b9_7f4a_7c15_u64..) {
            std::fs::create_dir(home).unwrap();
            scope.spawn(move || lane(home, seed));
        }
    });
    let mut runs_cut_short = 0;
    for home in &homes {
        let mut desk = desk(home);
        desk.until("everything open is settled", is_settled);
        assert!(plan_of(&desk.state).is_none());
        let runs = &desk.state.runs.recorded;
        runs_cut_short += runs
            .iter()
            .filter(|run| matches!(run.ended, Some((_, entry::How::Interrupted))))
            .count();
        let people = &desk.state.users.people;
        let rows = 0..u32::try_from(people.len()).unwrap();
        let mut ids: Vec<String> =
            rows.filter_map(|row| people.get(row)).map(|person| person.id().to_owned()).collect();
        ids.extend(desk.state.deleted_users().iter().map(|deleted| deleted.id.clone()));
        let profile = desk.state.profile().unwrap().clone();
        let happened = desk.wait(async |backend| {
            happened(&backend.admin(&profile).await.unwrap(), &ids, since).await
        });
        assert_eq!(happened, recorded(runs));
        let journal = home.join("data").join("audit.jsonl");
        let head = home.join("config").join("audit.head");
        let key = JournalKey::from_random(&Zeroizing::new([9; 32]));
        let report = crate::journal::verify(&journal, Some(&head), Some(&key)).unwrap();
        assert_eq!(report.first_broken, None);
    }
    assert!(runs_cut_short > LANES * KILLS / 4, "{runs_cut_short} runs were cut short");
}
