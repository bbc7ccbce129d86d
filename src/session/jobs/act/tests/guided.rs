//! Work by hand against a second organization that plays Command, and writes to a server that must be unlocked first.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use tokio::runtime::{Builder, Runtime};
use zeroize::Zeroizing;

use super::{Desk, plan_of, results};
use crate::client::{AdminClient, Collection};
use crate::journal::entry::{How, RunId};
use crate::journal::run::RecordedRun;
use crate::sandbox::{AllowList, Port, Sandbox, SandboxConfig, Setup, Storage, TokenWish};
use crate::scim::ResourceId;
use crate::secrets::{JournalKey, Vault};
use crate::session::action::{Action, GuidedAction, PlanAction, WritesAction};
use crate::session::connection::{ConnectionKey, ConnectionKind, Profile, TokenState};
use crate::session::guided::{Look, Step, When, last_look};
use crate::session::state::{Dialog, State};
use crate::verkada::{ScimToken, TenantUrl, Verb};

/// An organization on loopback that the desk does not own, with the person who works in it.
struct Command {
    runtime: Runtime,
    sandbox: Sandbox,
}

impl Command {
    fn start() -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        let config = SandboxConfig {
            port: Port::Any,
            setup: Setup::Provisioned,
            token: TokenWish::New,
            storage: Storage::Ephemeral,
            people: 120,
            seed: 11,
            domains: Vec::new(),
            allow: AllowList::Listed,
            clock: Arc::new(Timestamp::now),
        };
        let sandbox = runtime.block_on(Sandbox::start(config)).unwrap();
        Self { runtime, sandbox }
    }

    fn profile(&self, kind: ConnectionKind) -> Profile {
        Profile {
            key: ConnectionKey("elsewhere".to_owned()),
            name: "Halcyon, production".to_owned(),
            kind,
            tenant: Some(TenantUrl::parse(self.sandbox.base_url()).unwrap().value),
            ca_file: None,
            token: TokenState::ThisRun,
            proven_at: None,
        }
    }

    /// A desk that shows this organization, on what an earlier desk left in the folder.
    fn desk(&self, home: &Path, kind: ConnectionKind) -> Desk {
        let keyring = Vault::memory();
        keyring.save_journal_key(&JournalKey::from_random(&Zeroizing::new([5; 32]))).unwrap();
        let mut desk = Desk::at(home, keyring, 20);
        let profile = self.profile(kind);
        let key = profile.key.clone();
        desk.state.connections.push(profile);
        let token = ScimToken::parse(self.sandbox.token().unwrap().reveal()).unwrap().value;
        desk.act(Action::ReplaceToken(key.clone(), token));
        desk.until("the other organization is read", |state| {
            state.active == key && state.users.is_whole
        });
        desk
    }

    fn admin(&self, desk: &Desk) -> AdminClient {
        let profile = Profile {
            tenant: Some(TenantUrl::parse(self.sandbox.admin_url()).unwrap().value),
            ..self.profile(ConnectionKind::Command)
        };
        let token = ScimToken::parse(self.sandbox.admin_token().reveal()).unwrap().value;
        AdminClient::new(desk.backend.http(&profile).unwrap(), &token).unwrap()
    }

    /// What a person does in Command.
    fn by_hand(&self, desk: &Desk, verb: Verb, id: &str) {
        let (admin, id) = (self.admin(desk), ResourceId::parse(id).unwrap());
        self.runtime.block_on(async {
            match verb {
                Verb::Delete => admin.write_delete_user(&id, None).await.unwrap(),
                _ => admin.write_remove_user(&id, None).await.unwrap(),
            }
        });
    }

    /// What Entra sends meanwhile.
    #[expect(clippy::unused_self, reason = "whoever plays Command stands for Entra too")]
    fn entra_replaces(&self, desk: &Desk, id: &str, attribute: &str, value: &str) {
        let (profile, id) = (desk.state.profile().unwrap().clone(), ResourceId::parse(id).unwrap());
        let patch = serde_json::json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
            "Operations": [{ "op": "Replace", "path": attribute, "value": value }],
        });
        desk.wait(async |backend| {
            let scim = backend.scim(&profile).await.unwrap();
            scim.write_patch(Collection::Users, &id, &patch, None).await.unwrap();
        });
    }

    #[expect(clippy::unused_self, reason = "whoever plays Command stands for Entra too")]
    fn entra_provisions(&self, desk: &Desk, user_name: &str) {
        let profile = desk.state.profile().unwrap().clone();
        let user = serde_json::json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
            "userName": user_name,
        });
        desk.wait(async |backend| {
            let scim = backend.scim(&profile).await.unwrap();
            scim.write_create(Collection::Users, &user).await.unwrap();
        });
    }
}

impl Desk {
    /// Confirms work by hand for so many people and waits until it is in the record.
    #[track_caller]
    fn begin_by_hand(&mut self, verb: Verb, count: usize) -> RunId {
        let ids = self.deactivated(count);
        self.plan(verb, ids);
        let run = plan_of(&self.state).unwrap().run.clone();
        self.confirm();
        self.until("the work is in the record", |state| state.guided.open.contains(&run));
        run
    }

    /// Ends the program, and waits until its folder is free.
    fn end(self) {
        self.wait(async |backend| {
            drop(backend.journal.lock().await.take());
            if let Some(sandbox) = backend.sandbox.lock().await.take() {
                sandbox.stop().await;
            }
        });
    }

    fn recorded(&self, run: &RunId) -> &RecordedRun {
        self.state.runs.find(run).unwrap()
    }

    #[track_caller]
    fn guide(&mut self, run: &RunId, action: GuidedAction) {
        self.act(Action::Guided(run.clone(), action));
        self.until("the step is done", |state| state.guided.busy.is_none());
    }

    #[track_caller]
    fn look(&mut self, run: &RunId, number: u32, when: When) -> Option<Look> {
        self.guide(run, GuidedAction::Check(number, when));
        let target = &self.recorded(run).targets[number as usize];
        last_look(target, when).map(|(look, _)| look)
    }

    fn methods(&self) -> Vec<String> {
        let entries =
            (0..self.state.activity.len()).filter_map(|row| self.state.activity.newest(row));
        entries.map(|entry| entry.method.clone()).collect()
    }
}

fn id_of(run: &RecordedRun, number: usize) -> String {
    run.targets[number].target.id.clone()
}

fn evidence(run: &RecordedRun, number: usize) -> String {
    let lines = run.targets[number].evidence.iter().map(|proof| proof.text.as_str());
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn what_a_person_does_in_command_is_proven_by_reading_and_the_desk_only_reads() {
    let command = Command::start();
    let home = tempfile::tempdir().unwrap();
    let mut desk = command.desk(home.path(), ConnectionKind::Command);
    desk.act(Action::ClearActivity);
    let run = desk.begin_by_hand(Verb::Delete, 2);
    assert!(desk.state.runs.live.is_none() && desk.state.dialog.is_none());
    assert_eq!(desk.look(&run, 0, When::Before), Some(Look::AsPlanned));
    assert!(desk.state.may_act(desk.recorded(&run), 0));
    // Said too early: nothing happened in Command yet.
    assert_eq!(desk.look(&run, 0, When::After), Some(Look::AsPlanned));
    assert_eq!(results(desk.recorded(&run)), ["untouched"; 2]);
    for number in [0, 1] {
        assert!(number == 0 || desk.look(&run, number, When::Before) == Some(Look::AsPlanned));
        let id = id_of(desk.recorded(&run), number as usize);
        command.by_hand(&desk, Verb::Delete, &id);
        desk.guide(&run, GuidedAction::Check(number, When::After));
    }
    desk.until("the work is over", |state| state.guided.open.is_empty());
    let recorded = desk.recorded(&run).clone();
    assert_eq!(results(&recorded), ["done"; 2]);
    assert!(matches!(recorded.ended, Some((_, How::Finished))));
    let found = evidence(&recorded, 0);
    assert!(found.contains("answers 404") && found.contains("finds nobody"), "{found}");
    desk.until("the list is read again", |state| {
        state.users.is_whole && state.users.people.find(&id_of(&recorded, 0)).is_none()
    });
    let others: Vec<String> = desk.methods().into_iter().filter(|method| method != "GET").collect();
    // The person's own two calls went through this desk's log, for the test borrowed its client.
    assert_eq!(others, ["POST", "POST"]);
}

#[test]
fn who_changed_or_came_back_meanwhile_is_skipped_and_who_is_gone_already_is_told() {
    let command = Command::start();
    let home = tempfile::tempdir().unwrap();
    let mut desk = command.desk(home.path(), ConnectionKind::Command);
    let run = desk.begin_by_hand(Verb::Delete, 3);
    let ids: Vec<String> = (0..3).map(|number| id_of(desk.recorded(&run), number)).collect();
    command.entra_replaces(&desk, &ids[0], "title", "Night Shift Lead");
    command.entra_replaces(&desk, &ids[1], "active", "True");
    command.by_hand(&desk, Verb::Delete, &ids[2]);
    for number in 0..3 {
        desk.guide(&run, GuidedAction::Check(number, When::Before));
    }
    desk.until("the work is over", |state| state.guided.open.is_empty());
    let recorded = desk.recorded(&run);
    assert_eq!(results(recorded), ["skipped", "skipped", "gone"]);
    let found = evidence(recorded, 1);
    assert!(found.contains("answers with the person, active"), "{found}");
}

#[test]
fn only_a_provision_tells_a_permanent_removal_from_a_deletion() {
    for (verb, closed) in [(Verb::PermanentlyRemove, "done"), (Verb::Delete, "untouched")] {
        let command = Command::start();
        let home = tempfile::tempdir().unwrap();
        let mut desk = command.desk(home.path(), ConnectionKind::Command);
        let run = desk.begin_by_hand(verb, 1);
        let target = desk.recorded(&run).targets[0].target.clone();
        assert_eq!(desk.look(&run, 0, When::Before), Some(Look::AsPlanned));
        command.by_hand(&desk, Verb::PermanentlyRemove, &target.id);
        command.entra_provisions(&desk, &target.user_name);
        desk.guide(&run, GuidedAction::Check(0, When::After));
        let recorded = desk.recorded(&run);
        assert_eq!(results(recorded), [closed], "{verb}");
        let found = evidence(recorded, 0);
        assert!(found.contains("finds another id"), "{found}");
    }
}

#[test]
fn unfinished_work_is_there_with_its_progress_after_the_program_was_killed() {
    let command = Command::start();
    let home = tempfile::tempdir().unwrap();
    let mut desk = command.desk(home.path(), ConnectionKind::Command);
    let run = desk.begin_by_hand(Verb::PermanentlyRemove, 3);
    desk.look(&run, 0, When::Before);
    let id = id_of(desk.recorded(&run), 0);
    command.by_hand(&desk, Verb::PermanentlyRemove, &id);
    desk.guide(&run, GuidedAction::Check(0, When::After));
    desk.guide(&run, GuidedAction::Note(1, "  INC-20417, badge handed in ".to_owned()));
    desk.guide(&run, GuidedAction::Check(1, When::Before));
    desk.end();

    let mut desk = command.desk(home.path(), ConnectionKind::Command);
    assert_eq!(desk.state.guided.open, std::slice::from_ref(&run));
    let recorded = desk.recorded(&run);
    assert_eq!(results(recorded), ["done", "untouched", "untouched"]);
    let note = &recorded.targets[1].evidence[0];
    assert_eq!(Step::parse(&note.step), Some(Step::Note));
    assert_eq!(note.text, "INC-20417, badge handed in");
    assert!(desk.state.may_act(recorded, 1));
    let id = id_of(recorded, 1);
    command.by_hand(&desk, Verb::PermanentlyRemove, &id);
    desk.guide(&run, GuidedAction::Check(1, When::After));
    desk.guide(&run, GuidedAction::Skip(2, "Stays until December".to_owned()));
    desk.until("the work is over", |state| state.guided.open.is_empty());
    assert_eq!(results(desk.recorded(&run)), ["done", "done", "skipped"]);
    desk.end();

    let desk = command.desk(home.path(), ConnectionKind::Command);
    assert!(desk.state.guided.open.is_empty());
    assert!(matches!(desk.recorded(&run).ended, Some((_, How::Finished))));
}

#[test]
fn stopped_work_is_over_and_the_rest_can_be_planned_again() {
    let command = Command::start();
    let home = tempfile::tempdir().unwrap();
    let mut desk = command.desk(home.path(), ConnectionKind::Command);
    let run = desk.begin_by_hand(Verb::Delete, 2);
    desk.guide(&run, GuidedAction::Skip(0, "Wrong person".to_owned()));
    desk.act(Action::Guided(run.clone(), GuidedAction::Stop));
    desk.until("the work is over", |state| state.guided.open.is_empty());
    let recorded = desk.recorded(&run);
    assert!(matches!(recorded.ended, Some((_, How::Stopped))));
    assert_eq!(results(recorded), ["skipped", "untouched"]);
    let left = id_of(recorded, 1);
    desk.until("the list is read again", |state| state.users.is_whole);
    desk.act(Action::Run(crate::session::action::RunAction::Repeat(run)));
    desk.until("the plan is made", |state| plan_of(state).is_some());
    let plan = plan_of(&desk.state).unwrap();
    assert_eq!(plan.targets.len(), 1);
    assert_eq!(plan.targets[0].target.id, left);
}

#[test]
fn work_by_hand_does_not_begin_when_the_record_can_not_be_written() {
    let command = Command::start();
    let home = tempfile::tempdir().unwrap();
    let mut desk = command.desk(home.path(), ConnectionKind::Command);
    std::fs::create_dir_all(home.path().join("data").join("audit.jsonl")).unwrap();
    let ids = desk.deactivated(1);
    desk.plan(Verb::Delete, ids);
    desk.confirm();
    let is_told = |state: &State| state.guided.beginning.is_none();
    desk.until("it is told", is_told);
    assert!(desk.state.guided.open.is_empty() && desk.state.runs.recorded.is_empty());
    assert!(!desk.state.notices.all().is_empty());
}

#[test]
fn another_server_is_written_to_only_while_it_is_unlocked_and_for_one_run() {
    let command = Command::start();
    let home = tempfile::tempdir().unwrap();
    let mut desk = command.desk(home.path(), ConnectionKind::Scim);
    let ids = desk.deactivated(2);
    desk.act(Action::Plan(PlanAction::Remove(Verb::Delete, ids.clone())));
    assert!(desk.state.dialog.is_none(), "a locked connection takes no plan");
    desk.act(Action::Writes(WritesAction::AskUnlock));
    assert!(matches!(desk.state.dialog, Some(Dialog::Unlock)));
    desk.act(Action::Writes(WritesAction::Unlock("Halcyon, production".to_owned())));
    desk.plan(Verb::Delete, vec![ids[0].clone()]);
    desk.consent();
    assert_eq!(results(&desk.ended()), ["done"]);
    assert!(!desk.state.is_unlocked(), "the end of the run locks");
    desk.until("the list is read again", |state| {
        state.users.is_whole && state.users.people.find(&ids[0]).is_none()
    });
    desk.act(Action::Plan(PlanAction::Remove(Verb::Delete, vec![ids[1].clone()])));
    assert!(plan_of(&desk.state).is_none());
}
