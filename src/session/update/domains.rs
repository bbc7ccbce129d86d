//! The desk's own list of domains, tokens that were made in Command, and the practice organization begun anew.

use std::sync::Arc;

use crate::journal::entry::{How, RunId};
use crate::session::action::PlanAction;
use crate::session::connection::{ConnectionKey, DomainKeeper, Practice, TokenState};
use crate::session::job::{Job, Slot};
use crate::session::notice::Weight;
use crate::session::organization::{Rotated, SandboxBegin, StartOver, Step};
use crate::session::problem::Problem;
use crate::session::runs::Tally;
use crate::session::settings::TokenCare;
use crate::session::state::{Dialog, Link, State};
use crate::session::update::Order;
use crate::verkada::{EmailDomain, ScimToken, Verb};

impl State {
    /// Whether the active connection lets this desk change domains and token.
    pub(super) fn keeps_domains_itself(&self) -> bool {
        self.profile()
            .is_some_and(|profile| profile.capabilities().domains == DomainKeeper::AdminApi)
    }

    /// Does what can be done where no API changes domains or the token: a list of the desk's own, a token that is pasted.
    pub(super) fn care_by_hand(&mut self, action: &PlanAction) -> Vec<Order> {
        match action {
            PlanAction::AddDomain(domain) => self.list_domain(domain),
            PlanAction::RemoveDomain(name) => self.unlist_domain(name),
            PlanAction::RefreshToken => self.open(Dialog::Rotate(None)),
            _ => Vec::new(),
        }
    }

    /// Puts a domain on the desk's own list.
    fn list_domain(&mut self, domain: &EmailDomain) -> Vec<Order> {
        self.dialog = None;
        let (key, name) = (self.active.0.clone(), domain.as_str().to_owned());
        if self.settings.care(&key).domains.contains(&name) {
            return Vec::new();
        }
        self.change_list(&key, |domains| {
            domains.push(name);
            domains.sort_unstable();
        })
    }

    /// Takes a domain off the desk's own list.
    fn unlist_domain(&mut self, name: &str) -> Vec<Order> {
        let key = self.active.0.clone();
        self.change_list(&key, |domains| domains.retain(|listed| listed != name))
    }

    fn change_list(&mut self, key: &str, change: impl FnOnce(&mut Vec<String>)) -> Vec<Order> {
        self.organization.revision += 1;
        let mut saved = Vec::new();
        let mut orders = self.know_more(|state| {
            saved = state.settle(|settings| change(&mut settings.care_mut(key).domains));
        });
        orders.extend(saved);
        orders
    }

    /// Has a token proven that somebody made in Command.
    pub(super) fn rotate(&mut self, token: ScimToken) -> Vec<Order> {
        let Some(profile) = self.profile().filter(|profile| profile.tenant.is_some()).cloned()
        else {
            return Vec::new();
        };
        self.dialog = Some(Dialog::Rotating { name: profile.name.clone() });
        vec![Job::RotateToken { profile: Box::new(profile), token }.into()]
    }

    /// A token that was refused changes nothing; one that was taken is in use from here on.
    pub(super) fn token_rotated(
        &mut self,
        key: &ConnectionKey,
        result: Result<Box<Rotated>, Problem>,
    ) -> Vec<Order> {
        let rotated = match result {
            Ok(rotated) => rotated,
            Err(problem) => {
                self.dialog = Some(Dialog::Rotate(Some(problem)));
                return Vec::new();
            }
        };
        let kept = match &rotated.stored {
            Step::Done(_) => TokenState::Keyring { hint: rotated.hint.clone() },
            Step::Pending | Step::Failed(_) => TokenState::ThisRun,
        };
        let care = TokenCare {
            made_at: Some(rotated.at),
            fingerprint: rotated.fingerprint.clone(),
            hint: rotated.hint.clone(),
            proven_at: Some(rotated.at),
            port: None,
        };
        if let Some(profile) = self.connections.iter_mut().find(|profile| profile.key == *key) {
            profile.token = kept;
            profile.proven_at = Some(rotated.at);
        }
        self.settings.care_mut(&key.0).token = Some(care);
        self.dialog = Some(Dialog::Rotated(rotated));
        let mut orders = vec![self.write_settings()];
        if self.active == *key {
            orders.extend(self.refresh());
        }
        orders
    }

    /// Tries the keyring again with the token that is shown once.
    pub(super) fn store_minted(&mut self) -> Vec<Order> {
        let Some(profile) = self.profile().cloned().map(Box::new) else { return Vec::new() };
        let Some(Dialog::OneTimeToken(shown)) = &mut self.dialog else { return Vec::new() };
        shown.stored = Step::Pending;
        let token = Arc::clone(&shown.token);
        vec![Job::StoreMinted { profile, token }.into()]
    }

    /// Settles for memory, where a token is that the keyring did not take.
    pub(super) fn hold_minted(&mut self) -> Vec<Order> {
        if let Some(Dialog::OneTimeToken(shown)) = &mut self.dialog
            && matches!(shown.stored, Step::Failed(_))
        {
            shown.stored = Step::Done("in memory, for this run only".to_owned());
        }
        Vec::new()
    }

    /// A run on one domain or the token that went well has nothing more to show; a list of people has.
    pub(super) fn put_away(&mut self, run: &RunId, how: How) {
        let is_shown = matches!(&self.dialog, Some(Dialog::Run(shown)) if shown == run);
        let Some(recorded) = self.runs.find(run).filter(|_| is_shown) else { return };
        let is_of_people =
            !matches!(recorded.verb, Verb::AddDomain | Verb::RemoveDomain | Verb::RefreshToken);
        let tally = Tally::of(recorded);
        if !is_of_people && how == How::Finished && tally.done == tally.all {
            self.dialog = None;
        }
    }

    /// Notes that the server takes the token of a connection.
    pub(super) fn note_proven(&mut self, key: &ConnectionKey) {
        let now = self.now;
        if let Some(profile) = self.connections.iter_mut().find(|profile| profile.key == *key) {
            profile.proven_at = Some(now);
        }
        if self.settings.care(&key.0).token.is_some()
            && let Some(token) = &mut self.settings.care_mut(&key.0).token
        {
            token.proven_at = Some(now);
        }
    }

    /// Starts the sandbox with what is known of it, or begins its organization anew.
    pub(super) fn start_sandbox(&self, over: Option<StartOver>) -> Order {
        let known = self.settings.care(&ConnectionKey::sandbox().0).token;
        Job::StartSandbox(Box::new(SandboxBegin { known, over })).into()
    }

    /// Begins the practice organization anew; what was read of the old one is forgotten.
    pub(super) fn start_over(&mut self, over: StartOver) -> Vec<Order> {
        self.dialog = None;
        let offers = |state: &Self| {
            state
                .profile()
                .is_some_and(|profile| profile.capabilities().practice == Practice::Offered)
        };
        if !offers(self) {
            return Vec::new();
        }
        if self.runs.is_busy() {
            self.notices.tell(
                self.now,
                Weight::Warning,
                "A piece of work is under way",
                "Wait until it has ended, or stop it, before the practice organization begins anew.",
            );
            return Vec::new();
        }
        let begin = self.start_sandbox(Some(over));
        let mut orders = self.leave_connection();
        self.link = Link::Connecting;
        if let Some(profile) =
            self.connections.iter_mut().find(|profile| profile.key == self.active)
        {
            profile.tenant = None;
            profile.proven_at = None;
            profile.token = TokenState::ThisRun;
        }
        let key = self.active.0.clone();
        orders.push(self.settle(|settings| settings.care_mut(&key).token = None).remove(0));
        orders.push(begin);
        orders
    }

    /// Stops what is read from the active connection and forgets what was; outcomes that come later do not count.
    pub(super) fn leave_connection(&mut self) -> Vec<Order> {
        self.epoch = self.epoch.next();
        self.link = Link::Quiet;
        self.waiting_until = None;
        self.users.clear();
        self.groups.clear();
        self.scim_filter.clear();
        self.person = None;
        self.group = None;
        self.unlocked = None;
        self.count_guided();
        self.forget_organization();
        self.check = crate::session::check::CheckState::after(&self.check);
        let looked_through = self.leave_mappings();
        let stopped = [
            Slot::People,
            Slot::Groups,
            Slot::Person,
            Slot::Check,
            Slot::Preview,
            Slot::Provisioning,
            Slot::Deleted,
            Slot::Record,
            Slot::Directory,
            Slot::Held,
            Slot::Trial,
            Slot::Comparison,
        ];
        stopped.map(Order::Stop).into_iter().chain(looked_through).collect()
    }
}
