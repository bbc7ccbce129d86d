//! Domains, token and deleted users: reading them and keeping notes on them.

use crate::session::action::OrganizationAction;
use crate::session::connection::{DomainKeeper, Removal, TokenState};
use crate::session::coverage::has_domain;
use crate::session::job::Job;
use crate::session::organization::{OneTimeToken, Step};
use crate::session::outcome::{Epoch, TokenStep};
use crate::session::problem::Problem;
use crate::session::remote::Remote;
use crate::session::settings::TokenCare;
use crate::session::state::{Dialog, State};
use crate::session::update::Order;
use crate::verkada::admin::{DeletedUser, PersonRecord, Provisioning};

impl State {
    /// Does what was asked about domains, token and deleted users.
    pub(super) fn organization(&mut self, action: OrganizationAction) -> Vec<Order> {
        match action {
            OrganizationAction::Read => self.read_provisioning(),
            OrganizationAction::ReadDeleted => self.read_deleted(),
            OrganizationAction::AskAddDomain => self.open(Dialog::AddDomain),
            OrganizationAction::CloseToken => self.close_dialog(),
            OrganizationAction::StoreToken => self.store_minted(),
            OrganizationAction::HoldToken => self.hold_minted(),
            OrganizationAction::AskRotate => self.open(Dialog::Rotate(None)),
            OrganizationAction::Rotate(token) => self.rotate(token),
            OrganizationAction::AskStartOver => self.open(Dialog::StartOver),
            OrganizationAction::StartOver(over) => self.start_over(over),
            OrganizationAction::Protect(user_names) => {
                let key = self.active.0.clone();
                self.settle(|settings| {
                    let care = settings.care_mut(&key);
                    for user_name in user_names {
                        if !care.protects(&user_name) {
                            care.protected.push(user_name);
                        }
                    }
                })
            }
            OrganizationAction::Unprotect(user_name) => {
                let key = self.active.0.clone();
                self.settle(|settings| {
                    let protected = &mut settings.care_mut(&key).protected;
                    protected.retain(|name| !name.eq_ignore_ascii_case(&user_name));
                })
            }
        }
    }

    /// Reads domains and token, where the connection tells them.
    pub(super) fn read_provisioning(&mut self) -> Vec<Order> {
        let Some(profile) = self.profile().filter(|profile| profile.tenant.is_some()).cloned()
        else {
            return Vec::new();
        };
        if profile.capabilities().domains != DomainKeeper::AdminApi {
            return Vec::new();
        }
        self.organization.provisioning.begin();
        vec![Job::ReadProvisioning { epoch: self.epoch, profile: Box::new(profile) }.into()]
    }

    /// Reads deleted users, where the connection tells them.
    pub(super) fn read_deleted(&mut self) -> Vec<Order> {
        let Some(profile) = self.profile().filter(|profile| profile.tenant.is_some()).cloned()
        else {
            return Vec::new();
        };
        if profile.capabilities().removal != Removal::AdminApi {
            return Vec::new();
        }
        self.organization.deleted.begin();
        vec![Job::ReadDeleted { epoch: self.epoch, profile: Box::new(profile) }.into()]
    }

    pub(super) fn provisioning_read(
        &mut self,
        epoch: Epoch,
        result: Result<Provisioning, Problem>,
    ) -> Vec<Order> {
        if self.epoch != epoch {
            return Vec::new();
        }
        self.know_more(|state| {
            state.organization.provisioning.finish(result);
            state.organization.revision += 1;
        })
    }

    pub(super) fn deleted_read(
        &mut self,
        epoch: Epoch,
        result: Result<Vec<DeletedUser>, Problem>,
    ) -> Vec<Order> {
        if self.epoch == epoch {
            if result.is_ok() {
                self.organization.deleted_read_at = Some(self.now);
            }
            self.organization.deleted.finish(result);
            self.organization.revision += 1;
        }
        Vec::new()
    }

    pub(super) fn record_read(
        &mut self,
        epoch: Epoch,
        id: &str,
        result: Result<Box<PersonRecord>, Problem>,
    ) -> Vec<Order> {
        if self.epoch == epoch
            && let Some(open) = self.person.as_mut().filter(|open| open.id == id)
        {
            open.record.finish(result);
        }
        Vec::new()
    }

    /// Shows a token once. Nothing that is open is worth more than it.
    pub(super) fn token_minted(&mut self, token: Box<OneTimeToken>) -> Vec<Order> {
        let key = self.active.0.clone();
        let port = token.tenant.origin().port();
        let care = TokenCare {
            made_at: Some(token.record.made_at),
            fingerprint: token.record.fingerprint.clone(),
            hint: token.token.hint().as_str().to_owned(),
            proven_at: None,
            port: Some(port),
        };
        self.dialog = Some(Dialog::OneTimeToken(token));
        self.settle(|settings| settings.care_mut(&key).token = Some(care))
    }

    /// Takes in what was found out about the token that is shown.
    pub(super) fn token_stepped(&mut self, step: TokenStep) -> Vec<Order> {
        let key = self.active.clone();
        if let Some(Dialog::OneTimeToken(shown)) = &mut self.dialog {
            match &step {
                TokenStep::Stored(step) => shown.stored = step.clone(),
                TokenStep::Accepted(step) => shown.accepted = step.clone(),
                TokenStep::OldRefused(step) => shown.old_refused = Some(step.clone()),
            }
        }
        match step {
            TokenStep::Stored(step) => {
                let hint =
                    self.settings.care(&key.0).token.map(|token| token.hint).unwrap_or_default();
                if let Some(profile) =
                    self.connections.iter_mut().find(|profile| profile.key == key)
                {
                    profile.token = match step {
                        Step::Done(_) => TokenState::Keyring { hint },
                        Step::Pending | Step::Failed(_) => TokenState::ThisRun,
                    };
                }
                Vec::new()
            }
            TokenStep::Accepted(Step::Done(_)) => {
                self.note_proven(&key);
                vec![self.save_settings()]
            }
            TokenStep::Accepted(_) | TokenStep::OldRefused(_) => Vec::new(),
        }
    }

    /// Deleted users as last read.
    pub(crate) fn deleted_users(&self) -> &[DeletedUser] {
        self.organization.deleted.value().map(Vec::as_slice).unwrap_or_default()
    }

    /// How many people of the list have an address in a domain, given in ASCII form.
    pub(crate) fn covered_by(&self, domain: &str) -> usize {
        let people = &self.users.people;
        let rows = 0..u32::try_from(people.len()).unwrap_or(u32::MAX);
        rows.filter_map(|row| people.get(row)).filter(|person| has_domain(person, domain)).count()
    }

    /// Begins to read what Command keeps of the open person.
    pub(super) fn read_record(&mut self, id: &str) -> Vec<Order> {
        let Some(profile) = self
            .profile()
            .filter(|profile| profile.capabilities().removal == Removal::AdminApi)
            .cloned()
        else {
            return Vec::new();
        };
        if let Some(open) = self.person.as_mut().filter(|open| open.id == id) {
            open.record.begin();
        }
        let (epoch, id) = (self.epoch, id.to_owned());
        vec![Job::ReadRecord { epoch, profile: Box::new(profile), id }.into()]
    }

    /// Forgets what belonged to another connection.
    pub(super) fn forget_organization(&mut self) {
        let revision = self.organization.revision + 1;
        self.organization = crate::session::organization::Organization {
            provisioning: Remote::NotAsked,
            deleted: Remote::NotAsked,
            deleted_read_at: None,
            revision,
        };
    }
}
