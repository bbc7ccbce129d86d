//! Trying a mapping: on one person, on everybody, beside another version, and as a report.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::entra::{Directory, Holdings, Mappings, Preview, Surroundings};
use crate::limits;
use crate::session::job::{Job, Slot};
use crate::session::mappings::job::MappingsJob;
use crate::session::mappings::trial::{Comparing, Report, ReportFormat, TrialPerson};
use crate::session::notice::Weight;
use crate::session::outcome::Epoch;
use crate::session::problem::Problem;
use crate::session::state::State;
use crate::session::update::Order;
use crate::verkada::EmailDomain;

impl State {
    pub(super) fn try_everyone(&mut self) -> Vec<Order> {
        let surroundings = self.surroundings();
        let work = &mut self.mappings;
        let (Some(document), Some(people)) = (&work.document, work.people.value()) else {
            return Vec::new();
        };
        let mapping = &document.mappings().users;
        let job = MappingsJob::Try {
            revision: work.revision,
            preview: Box::new(Preview::new(mapping, surroundings)),
            people: Arc::clone(people),
            held: work.held.value().cloned().unwrap_or_else(|| Arc::new(Holdings::new(mapping))),
        };
        let (all, revision) = (people.len(), work.revision);
        work.everyone.begin(revision, all);
        vec![Job::Mappings(job).into()]
    }

    pub(super) fn stop_trying(&mut self) -> Vec<Order> {
        self.mappings.everyone.stop();
        vec![Order::Stop(Slot::Trial)]
    }

    pub(super) fn compare_with_opened(&mut self) -> Vec<Order> {
        let Some(document) = &self.mappings.document else { return Vec::new() };
        self.compare("the mapping as it was opened".to_owned(), document.opened().clone())
    }

    pub(super) fn compare_again(&mut self) -> Vec<Order> {
        let compared = self.mappings.compared.value();
        let before = compared.map(|compared| (compared.with.clone(), compared.before.clone()));
        before.map(|(with, before)| self.compare(with, before)).unwrap_or_default()
    }

    pub(super) fn compare(&mut self, with: String, before: Mappings) -> Vec<Order> {
        let surroundings = self.surroundings();
        let work = &mut self.mappings;
        let Some(document) = &work.document else { return Vec::new() };
        let after = document.mappings().clone();
        let people = work.people.value().cloned().unwrap_or_else(|| Arc::new(Directory::default()));
        work.compared.begin();
        work.comparisons += 1;
        let revision = work.revision.mapping;
        let comparing = Comparing { with, before, after, people, surroundings, revision };
        vec![Job::Mappings(MappingsJob::Compare(Box::new(comparing))).into()]
    }

    pub(super) fn write_report(&mut self, format: ReportFormat, path: PathBuf) -> Vec<Order> {
        let surroundings = self.surroundings();
        let work = &mut self.mappings;
        if work.everyone.last().is_some_and(|tried| tried.revision != work.revision) {
            work.refused = Some(Problem::new(
                "write the report",
                "the mapping or the people changed since the preview",
                "Preview again, then write the report",
            ));
            return Vec::new();
        }
        let (Some(document), Some(people), Some(tried)) =
            (&work.document, work.people.value(), work.everyone.last())
        else {
            return Vec::new();
        };
        let mapping = &document.mappings().users;
        let report = Report {
            format,
            path,
            title: format!("{}, tried on {}", document.name(), work.from.name()),
            preview: Preview::new(mapping, surroundings),
            people: Arc::clone(people),
            held: work.held.value().cloned().unwrap_or_else(|| Arc::new(Holdings::new(mapping))),
            everyone: Arc::clone(&tried.everyone),
            warnings: work.report_warnings(),
        };
        vec![Job::Mappings(MappingsJob::Report(Box::new(report))).into()]
    }

    pub(super) fn reported(&mut self, path: &Path, result: Result<(), Problem>) -> Vec<Order> {
        match result {
            Ok(()) => self.notices.tell(
                self.now,
                Weight::Done,
                "Report written".to_owned(),
                path.display().to_string(),
            ),
            Err(problem) => self.notices.fail(self.now, &problem),
        }
        Vec::new()
    }

    pub(super) fn read_held(&mut self) -> Vec<Order> {
        let Some(profile) = self.profile().filter(|profile| profile.tenant.is_some()) else {
            return Vec::new();
        };
        let Some(document) = &self.mappings.document else { return Vec::new() };
        let job = MappingsJob::ReadHeld {
            epoch: self.epoch,
            profile: Box::new(profile.clone()),
            mapping: Box::new(document.mappings().users.clone()),
        };
        self.mappings.held.begin();
        vec![Job::Mappings(job).into()]
    }

    /// Takes in what Command holds; where a target was added meanwhile, it is asked for as well.
    pub(super) fn held_read(
        &mut self,
        epoch: Epoch,
        result: Result<Arc<Holdings>, Problem>,
    ) -> Vec<Order> {
        if epoch != self.epoch {
            return Vec::new();
        }
        let is_read = result.is_ok();
        let mut orders = self.know_more(|state| state.mappings.held.finish(result));
        if is_read {
            orders.extend(self.read_missing());
        }
        orders
    }

    /// Something is known that a trial takes into account: the person is tried again, and everybody if that was asked for.
    pub(super) fn know_more(&mut self, learn: impl FnOnce(&mut Self)) -> Vec<Order> {
        let is_tried = self.mappings.everyone.is_of(self.mappings.revision);
        learn(self);
        self.look_again();
        if is_tried { self.try_everyone() } else { Vec::new() }
    }

    /// Reads what Command holds again where nobody has asked for a target yet. One that is being typed and not on the
    /// attribute list is perhaps half a name, and not worth a reading of everybody for each letter.
    pub(super) fn read_missing(&mut self) -> Vec<Order> {
        let work = &self.mappings;
        let (Some(document), Some(held)) = (&work.document, work.held.value()) else {
            return Vec::new();
        };
        if work.held.is_loading() {
            return Vec::new();
        }
        let users = &document.mappings().users;
        let is_listed = |target: &str| users.targets.iter().any(|known| known.name == target);
        let mut rows = users.rows.iter().enumerate();
        let is_held = rows.all(|(at, row)| {
            (work.typed_row == Some(at) && !is_listed(&row.target)) || held.fits(row)
        });
        if is_held { Vec::new() } else { self.read_held() }
    }

    /// Tries the mapping on the chosen person again.
    pub(super) fn look_again(&mut self) {
        self.mappings.revision.held += 1;
        let row = self.mappings.person.as_ref().map_or(0, |person| person.at);
        self.try_on(row);
    }

    pub(super) fn try_on(&mut self, row: usize) {
        let (surroundings, now) = (self.surroundings(), self.now);
        let work = &mut self.mappings;
        let person = work.people.value().and_then(|people| people.person(row));
        let (Some(document), Some(person)) = (&work.document, person) else {
            work.person = None;
            return;
        };
        let preview = Preview::new(&document.mappings().users, surroundings);
        let seen = match work.held.value() {
            Some(held) => preview.person_in(&person, held),
            None => preview.person(&person, None),
        };
        work.person = Some(TrialPerson {
            at: row,
            name: person.label(),
            preview: seen,
            revision: work.revision,
            now,
        });
    }

    pub(crate) fn surroundings(&self) -> Surroundings {
        let listed = self.known_domains();
        let domains = listed
            .map(|names| names.iter().filter_map(|name| EmailDomain::parse(name).ok()).collect());
        Surroundings { now: self.now, seed: limits::PREVIEW_SEED, domains }
    }
}
