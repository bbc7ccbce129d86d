//! People and groups: reading them, showing them, looking at one.

use jiff::Timestamp;

use crate::client::{Exchange, ExchangeOutcome};
use crate::scim::{CompleteList, Filter, User};
use crate::session::connection::ConnectionKey;
use crate::session::groups::GroupRow;
use crate::session::job::{Job, Slot};
use crate::session::outcome::Epoch;
use crate::session::people::{People, Query, SortKey};
use crate::session::problem::Problem;
use crate::session::remote::Remote;
use crate::session::runs::Ledger;
use crate::session::state::{Link, OpenPerson, State};
use crate::session::update::Order;
use crate::session::users::Generation;

impl State {
    /// Reads people and groups again.
    pub(super) fn refresh(&mut self) -> Vec<Order> {
        let Some(profile) = self.profile().filter(|profile| profile.tenant.is_some()).cloned()
        else {
            return self.start_sandbox_again();
        };
        if self.is_without_scim() {
            return self.read_provisioning();
        }
        if !matches!(self.link, Link::Up { .. }) {
            self.link = Link::Connecting;
        }
        let filter =
            if self.scim_filter.is_empty() { None } else { Filter::parse(&self.scim_filter).ok() };
        let generation = self.users.begin(self.now);
        let mut orders = vec![
            Job::ReadPeople {
                epoch: self.epoch,
                generation,
                profile: Box::new(profile.clone()),
                filter,
            }
            .into(),
        ];
        let generation = self.groups.begin(self.now);
        orders.push(
            Job::ReadGroups { epoch: self.epoch, generation, profile: Box::new(profile) }.into(),
        );
        orders
    }

    /// A sandbox that did not start is started again; one that is on its way is waited for.
    fn start_sandbox_again(&mut self) -> Vec<Order> {
        if self.active != ConnectionKey::sandbox() || !matches!(self.link, Link::Down(_)) {
            return Vec::new();
        }
        self.link = Link::Connecting;
        vec![self.start_sandbox(None)]
    }

    pub(super) fn stop_reading(&mut self, why: &str) -> Vec<Order> {
        let stopped = || Problem::new("read everything", why, "Refresh to read again");
        if self.users.reading.is_running() {
            self.people_ended(Err(stopped()));
        }
        if self.groups.reading.is_running() {
            self.groups.end(self.now, Err(stopped()));
        }
        self.waiting_until = None;
        vec![Order::Stop(Slot::People), Order::Stop(Slot::Groups)]
    }

    pub(super) fn filter_people(&mut self, query: Query) -> Vec<Order> {
        self.users.view.ask(&self.users.people, query);
        self.users.revision += 1;
        Vec::new()
    }

    /// Asks the server; the page let only text through that parses.
    pub(super) fn ask_scim_filter(&mut self, text: String) -> Vec<Order> {
        // The field shows what is wrong with a filter; one that is wrong must not end up as a reading of everybody.
        if !text.is_empty() && Filter::parse(&text).is_err() {
            return Vec::new();
        }
        self.scim_filter = text;
        self.users.forget();
        self.refresh()
    }

    pub(super) fn sort_people(&mut self, key: SortKey) -> Vec<Order> {
        self.users.view.order(&self.users.people, key);
        self.users.revision += 1;
        Vec::new()
    }

    pub(super) fn open_person(&mut self, id: String) -> Vec<Order> {
        let Some(profile) = self.profile().cloned() else { return Vec::new() };
        let (mut user, record) = match self.person.take() {
            Some(open) if open.id == id => (open.user, open.record),
            Some(_) | None => (Remote::NotAsked, Remote::NotAsked),
        };
        user.begin();
        self.person = Some(OpenPerson { id: id.clone(), user, record });
        let record = self.read_record(&id);
        let mut orders =
            vec![Job::ReadPerson { epoch: self.epoch, profile: Box::new(profile), id }.into()];
        orders.extend(record);
        orders
    }

    pub(super) fn close_person(&mut self) -> Vec<Order> {
        self.person = None;
        vec![Order::Stop(Slot::Person), Order::Stop(Slot::Record)]
    }

    pub(super) fn open_group(&mut self, id: Option<String>) -> Vec<Order> {
        self.group = id;
        Vec::new()
    }

    pub(super) fn people_page(
        &mut self,
        epoch: Epoch,
        generation: Generation,
        people: &People,
        expected: Option<u64>,
    ) -> Vec<Order> {
        if self.epoch == epoch && self.users.is_current(generation) {
            self.users.page(people, expected);
        }
        Vec::new()
    }

    pub(super) fn people_stayed(
        &mut self,
        epoch: Epoch,
        generation: Generation,
        stayed: &CompleteList,
    ) -> Vec<Order> {
        if self.epoch == epoch && self.users.is_current(generation) {
            self.users.keep_only(stayed);
        }
        Vec::new()
    }

    pub(super) fn groups_stayed(
        &mut self,
        epoch: Epoch,
        generation: Generation,
        stayed: &CompleteList,
    ) -> Vec<Order> {
        if self.epoch == epoch && self.groups.is_current(generation) {
            self.groups.keep_only(stayed);
        }
        Vec::new()
    }

    pub(super) fn people_read(
        &mut self,
        epoch: Epoch,
        generation: Generation,
        outcome: Result<(), Problem>,
    ) -> Vec<Order> {
        if self.epoch == epoch && self.users.is_current(generation) {
            self.waiting_until = None;
            if let Err(problem) = &outcome {
                self.notices.fail(self.now, problem);
            }
            self.people_ended(outcome);
            return self.read_the_rest();
        }
        Vec::new()
    }

    /// What can wait until the people are there.
    fn read_the_rest(&mut self) -> Vec<Order> {
        let mut orders = self.read_provisioning();
        orders.extend(self.read_deleted());
        match self.runs.ledger {
            Ledger::NotOpened => orders.extend(self.open_journal()),
            Ledger::Open { .. } => orders.extend(self.settle_open_runs()),
            Ledger::Opening | Ledger::Failed(_) => {}
        }
        orders
    }

    pub(super) fn people_ended(&mut self, outcome: Result<(), Problem>) {
        let old = self.users.end(self.now, outcome);
        self.groups.people_changed(old.as_ref(), &self.users.people);
    }

    pub(super) fn person_ended(&mut self, result: Result<Box<User>, Problem>) {
        if let Some(open) = &mut self.person {
            open.user.finish(result);
        }
    }

    pub(super) fn groups_page(
        &mut self,
        epoch: Epoch,
        generation: Generation,
        groups: Vec<GroupRow>,
        expected: Option<u64>,
    ) -> Vec<Order> {
        if self.epoch == epoch && self.groups.is_current(generation) {
            self.groups.page(groups, expected, &self.users.people);
        }
        Vec::new()
    }

    pub(super) fn groups_read(
        &mut self,
        epoch: Epoch,
        generation: Generation,
        outcome: Result<(), Problem>,
    ) -> Vec<Order> {
        if self.epoch == epoch && self.groups.is_current(generation) {
            if let Err(problem) = &outcome {
                self.notices.fail(self.now, problem);
            }
            self.groups.end(self.now, outcome);
        }
        Vec::new()
    }

    pub(super) fn person_read(
        &mut self,
        epoch: Epoch,
        id: &str,
        result: Result<Box<User>, Problem>,
    ) -> Vec<Order> {
        if self.epoch == epoch
            && let Some(open) = self.person.as_mut().filter(|open| open.id == id)
        {
            open.user.finish(result);
        }
        Vec::new()
    }

    /// Every answer says whether the connection is up; an answer that refuses still is one.
    pub(super) fn exchanged(&mut self, of: &ConnectionKey, exchange: Exchange) {
        if self.active == *of {
            self.link = match exchange.outcome {
                ExchangeOutcome::Answered { status: 401 | 403 } => Link::Down(Problem::new(
                    "use the token",
                    "the server refuses it",
                    "Replace the token, or run the connection check",
                )),
                ExchangeOutcome::Answered { .. } => Link::Up {
                    latency_ms: u32::try_from(exchange.took.as_millis()).unwrap_or(u32::MAX),
                    at: self.now,
                },
                ExchangeOutcome::Failed { .. } => Link::Down(Problem::new(
                    "reach the server",
                    "no whole answer came",
                    "Run the connection check to see where it breaks off",
                )),
            };
        }
        self.activity.record(exchange);
    }

    pub(super) fn waiting(&mut self, of: &ConnectionKey, until: Timestamp) {
        if self.active == *of {
            self.waiting_until = Some(until);
        }
    }
}
