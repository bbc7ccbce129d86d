//! Connections: which one is active, adding and forgetting them, their tokens, and the staged check.

use crate::client::StageReport;
use crate::session::check::CheckState;
use crate::session::connection::{
    ConnectionKey, ConnectionKind, NewConnection, Profile, TokenState,
};
use crate::session::job::{Job, Slot};
use crate::session::notice::Weight;
use crate::session::outcome::{CheckRun, SandboxReady, TokenNotSaved};
use crate::session::problem::Problem;
use crate::session::settings::TokenCare;
use crate::session::state::{Dialog, Link, State};
use crate::session::update::Order;
use crate::verkada::ScimToken;

impl State {
    /// Reads from the active connection, or asks for the token it lacks.
    pub(super) fn connect_if_ready(&mut self) -> Vec<Order> {
        let lacks = |profile: &Profile| {
            profile.token == TokenState::Missing && profile.kind != ConnectionKind::Sandbox
        };
        if self.profile().is_some_and(lacks) {
            self.dialog = Some(Dialog::ReplaceToken(self.active.clone()));
            return Vec::new();
        }
        self.refresh()
    }

    pub(super) fn connect(&mut self, key: ConnectionKey) -> Vec<Order> {
        if self.connection(&key).is_none() || key == self.active {
            return Vec::new();
        }
        self.active = key;
        let mut orders = self.leave_connection();
        self.settings.active_connection = Some(self.active.to_string());
        orders.push(self.write_settings());
        orders.extend(self.connect_if_ready());
        orders
    }

    pub(super) fn sandbox_started(&mut self, result: Result<SandboxReady, Problem>) -> Vec<Order> {
        let ready = match result {
            Ok(ready) => ready,
            Err(problem) => {
                self.notices.fail(self.now, &problem);
                if self.active == ConnectionKey::sandbox() {
                    self.link = Link::Down(problem);
                }
                return Vec::new();
            }
        };
        for warning in ready.warnings {
            self.notices.tell(self.now, Weight::Warning, "The sandbox was repaired", warning);
        }
        if let Some(sandbox) =
            self.connections.iter_mut().find(|profile| profile.kind == ConnectionKind::Sandbox)
        {
            sandbox.tenant = Some(ready.tenant);
            sandbox.token = ready.token.clone();
        }
        let mut orders = Vec::new();
        let key = ConnectionKey::sandbox().0;
        let is_kept = matches!(ready.token, TokenState::Keyring { .. });
        if !is_kept && self.settings.care(&key).token.is_some() {
            // What is known of a token that is not used any more would be taken for this one.
            orders.extend(self.settle(|settings| settings.care_mut(&key).token = None));
        }
        if self.active == ConnectionKey::sandbox() {
            orders.extend(self.refresh());
        }
        orders
    }

    pub(super) fn add_connection(&mut self, new: NewConnection, token: ScimToken) -> Vec<Order> {
        let profile = Profile {
            key: self.new_key(),
            name: new.name,
            kind: new.kind,
            tenant: Some(new.tenant),
            ca_file: new.ca_file,
            token: TokenState::Missing,
            proven_at: None,
        };
        self.save_token(profile, token)
    }

    /// A key nobody has: what the person calls a connection must never decide whose token it gets.
    fn new_key(&self) -> ConnectionKey {
        let mut number = self.now.as_nanosecond().unsigned_abs();
        loop {
            let key = ConnectionKey(format!("c{number:024x}"));
            if self.connection(&key).is_none() {
                return key;
            }
            number += 1;
        }
    }

    pub(super) fn replace_token(&mut self, key: &ConnectionKey, token: ScimToken) -> Vec<Order> {
        match self.connection(key).cloned() {
            Some(profile) => self.save_token(profile, token),
            None => Vec::new(),
        }
    }

    fn save_token(&mut self, profile: Profile, token: ScimToken) -> Vec<Order> {
        self.dialog = Some(Dialog::SavingToken { name: profile.name.clone() });
        vec![Job::SaveToken { profile: Box::new(profile), token }.into()]
    }

    pub(super) fn retry_keyring(&mut self) -> Vec<Order> {
        match self.dialog.take() {
            Some(Dialog::TokenNotSaved(not_saved)) => {
                self.save_token(*not_saved.profile, not_saved.token)
            }
            other => {
                self.dialog = other;
                Vec::new()
            }
        }
    }

    pub(super) fn keep_for_this_run(&mut self) -> Vec<Order> {
        match self.dialog.take() {
            Some(Dialog::TokenNotSaved(not_saved)) => {
                vec![Job::HoldToken { profile: not_saved.profile, token: not_saved.token }.into()]
            }
            other => {
                self.dialog = other;
                Vec::new()
            }
        }
    }

    pub(super) fn token_not_saved(&mut self, not_saved: Box<TokenNotSaved>) -> Vec<Order> {
        self.dialog = Some(Dialog::TokenNotSaved(not_saved));
        Vec::new()
    }

    /// The connection is there; it is shown and checked at once.
    pub(super) fn token_saved(
        &mut self,
        mut profile: Profile,
        token: TokenState,
        known: TokenCare,
    ) -> Vec<Order> {
        self.dialog = None;
        let care = &mut self.settings.care_mut(&profile.key.0).token;
        let is_same = care.as_ref().is_some_and(|before| before.fingerprint == known.fingerprint);
        if !is_same {
            *care = Some(TokenCare { made_at: Some(self.now), ..known });
        }
        profile.token = token;
        profile.proven_at = None;
        let key = profile.key.clone();
        match self.connections.iter_mut().find(|known| known.key == key) {
            Some(known) => *known = profile,
            None => self.connections.push(profile),
        }
        let mut orders = Vec::new();
        if self.active == key {
            orders.push(self.write_settings());
            orders.extend(self.refresh());
        } else {
            orders.extend(self.connect(key));
        }
        orders.extend(self.check_connection());
        orders
    }

    pub(super) fn forget(&mut self, key: &ConnectionKey) -> Vec<Order> {
        self.dialog = None;
        match self
            .connection(key)
            .filter(|profile| profile.kind != ConnectionKind::Sandbox)
            .cloned()
        {
            Some(profile) => vec![Job::ForgetToken { profile: Box::new(profile) }.into()],
            None => Vec::new(),
        }
    }

    /// The connection goes only when its token is gone, so that none stays behind unseen.
    pub(super) fn token_forgotten(
        &mut self,
        key: &ConnectionKey,
        outcome: Result<(), Problem>,
    ) -> Vec<Order> {
        if let Err(problem) = outcome {
            self.notices.fail(self.now, &problem);
            return Vec::new();
        }
        let name = self.connection(key).map(|profile| profile.name.clone()).unwrap_or_default();
        let mut orders = self.end_guided_of(key);
        if self.active == *key {
            orders.extend(self.connect(ConnectionKey::sandbox()));
        }
        self.connections.retain(|profile| profile.key != *key);
        self.notices.tell(
            self.now,
            Weight::Done,
            format!("{name} is forgotten"),
            "Its token is gone from this computer. Command was not told and not changed.",
        );
        orders.push(self.write_settings());
        orders
    }

    pub(super) fn write_settings(&mut self) -> Order {
        self.settings.set_connections(&self.connections);
        self.save_settings()
    }

    pub(super) fn check_connection(&mut self) -> Vec<Order> {
        let Some(profile) = self.profile().filter(|profile| profile.tenant.is_some()).cloned()
        else {
            return Vec::new();
        };
        self.check = CheckState::begin(&self.check, profile.key.clone());
        vec![Job::Check { run: self.check.run, profile: Box::new(profile) }.into()]
    }

    pub(super) fn stop_check(&mut self) -> Vec<Order> {
        self.check.is_running = false;
        self.check.ended_at = Some(self.now);
        vec![Order::Stop(Slot::Check)]
    }

    pub(super) fn checked(&mut self, run: CheckRun, report: StageReport) -> Vec<Order> {
        if self.check.run == run {
            self.check.take(report);
        }
        Vec::new()
    }

    pub(super) fn check_ended(
        &mut self,
        run: CheckRun,
        outcome: Result<(), Problem>,
    ) -> Vec<Order> {
        if self.check.run != run {
            return Vec::new();
        }
        self.check_ended_with(outcome.err());
        if !self.check.passed() {
            return Vec::new();
        }
        if let Some(key) = self.check.of.clone() {
            self.note_proven(&key);
        }
        vec![self.write_settings()]
    }

    pub(super) fn check_ended_with(&mut self, problem: Option<Problem>) {
        self.check.is_running = false;
        self.check.ended_at = Some(self.now);
        self.check.problem = problem;
    }
}
