//! What is sent for one target, and what shows that it was done.

use crate::client::{Acted, AdminClient, Error, ErrorKind};
use crate::journal::Recorded;
use crate::journal::entry::{self, Target};
use crate::limits;
use crate::scim::ResourceId;
use crate::session::backend::Backend;
use crate::session::connection::Profile;
use crate::session::jobs::act::eyes::{Eyes, Shown};
use crate::session::jobs::act::minted::{self, Before};
use crate::session::jobs::act::practice;
use crate::session::plan::people::Planned;
use crate::session::plan::{Deed, Plan};
use crate::session::problem::Problem;
use crate::session::worker::Outbox;
use crate::verkada::EmailDomain;
use crate::verkada::admin::Standing;

/// What came of a target, and the lines that show it.
pub(super) type Came = (entry::Outcome, Vec<String>);

/// What acts for a run.
pub(super) struct Hands<'a> {
    backend: &'a Backend,
    outbox: &'a Outbox,
    profile: &'a Profile,
    plan: &'a Plan,
    /// Only where people are changed: an organization without a token has nobody to look at.
    pub(super) eyes: Option<Eyes>,
}

/// The call as the record has it before it is made.
pub(super) fn describe(plan: &Plan, target: &Target) -> String {
    let id = &target.id;
    match &plan.deed {
        Deed::AddDomain => format!("POST /admin/domains {id}"),
        Deed::RemoveDomain => format!("DELETE /admin/domains/{id}"),
        Deed::RefreshToken => "POST /admin/token".to_owned(),
        Deed::Delete => format!("POST /admin/users/{id}/delete"),
        Deed::PermanentlyRemove => format!("POST /admin/users/{id}/permanently-remove"),
        Deed::ScimDelete => format!("DELETE /Users/{id}"),
        Deed::ByHand => "By hand in Command".to_owned(),
        Deed::Entra(calls) => match practice::meant(calls, id) {
            Some(call) => practice::described(call),
            None => "Nothing".to_owned(),
        },
    }
}

impl<'a> Hands<'a> {
    /// Prepares to act on a connection.
    pub(super) async fn open(
        backend: &'a Backend,
        outbox: &'a Outbox,
        profile: &'a Profile,
        plan: &'a Plan,
    ) -> Result<Self, Problem> {
        let eyes = match &plan.deed {
            Deed::AddDomain | Deed::RemoveDomain | Deed::RefreshToken => None,
            _ => Some(Eyes::open(backend, profile).await?),
        };
        Ok(Self { backend, outbox, profile, plan, eyes })
    }

    /// Makes the call that was just recorded, at the version that was just read, and looks at what came of it.
    pub(super) async fn act(
        &self,
        planned: &Planned,
        version: Option<&str>,
        recorded: &Recorded,
    ) -> Came {
        let result = match &self.plan.deed {
            Deed::AddDomain => return self.add_domain(&planned.target, recorded).await,
            Deed::RefreshToken => return self.refresh_token(recorded).await,
            Deed::RemoveDomain => return self.remove_domain(&planned.target, recorded).await,
            Deed::Delete | Deed::PermanentlyRemove | Deed::ScimDelete => {
                self.take_away(&planned.target, version, recorded).await
            }
            Deed::ByHand => Err(Failure::Refused("this is done by hand".to_owned())),
            Deed::Entra(calls) => {
                return match (&self.eyes, practice::meant(calls, &planned.target.id)) {
                    (Some(eyes), Some(call)) => practice::act(eyes, call, recorded).await,
                    _ => failed("there is nothing to send for it".to_owned()),
                };
            }
        };
        self.proven(&planned.target, result).await
    }

    /// A refusal because of too many calls acted on nothing, so the same call may follow once the gate opens again.
    async fn take_away(
        &self,
        target: &Target,
        version: Option<&str>,
        _recorded: &Recorded,
    ) -> Result<String, Failure> {
        let id =
            ResourceId::parse(&target.id).map_err(|error| Failure::Refused(error.to_string()))?;
        let Some(eyes) = &self.eyes else {
            return Err(Failure::Refused("there is nobody to look at here".to_owned()));
        };
        let mut attempt = 1;
        loop {
            let sent = match (&self.plan.deed, &eyes.admin) {
                (Deed::Delete, Some(admin)) => admin.write_delete_user(&id, version).await,
                (Deed::PermanentlyRemove, Some(admin)) => {
                    admin.write_remove_user(&id, version).await
                }
                _ => {
                    let collection = crate::client::Collection::Users;
                    eyes.scim.write_delete(collection, &id, version).await.map(drop)
                }
            };
            match sent {
                Ok(()) => return Ok(format!("{} was accepted", describe(self.plan, target))),
                Err(error) if is_held_back(&error) && attempt < limits::THROTTLED_ATTEMPTS => {
                    attempt += 1;
                }
                Err(error) => return Err(Failure::of(&error)),
            }
        }
    }

    /// Reads whether the person is where the call should have brought them.
    async fn proven(&self, target: &Target, result: Result<String, Failure>) -> Came {
        let (lost, mut lines) = match result {
            Ok(line) => (None, vec![line]),
            Err(Failure::Lost(why)) => (Some(why), Vec::new()),
            Err(Failure::Gone) => return (entry::Outcome::AlreadyGone, self.look(target).await.1),
            Err(Failure::Refused(why)) => return failed(why),
            Err(Failure::Changed) => {
                let why = "The person changed just before the call.".to_owned();
                return (entry::Outcome::Skipped { why }, Vec::new());
            }
        };
        let (shown, evidence) = self.look(target).await;
        let outcome = match (lost, shown) {
            (None, Shown::No) => entry::Outcome::Done,
            (Some(why), Shown::No) => {
                lines.push(format!("The answer was lost ({why}); reading shows that it was done"));
                entry::Outcome::Done
            }
            (Some(why), Shown::Yes) => entry::Outcome::Failed {
                why: format!("The answer was lost ({why}); reading shows that nothing was done."),
            },
            (None, Shown::Yes) => entry::Outcome::Unknown {
                why: "The server said done, but reading shows the person as before.".to_owned(),
            },
            (None, Shown::Unknown) => entry::Outcome::Unknown {
                why: "The server said done, but it could not be read afterwards.".to_owned(),
            },
            (Some(why), Shown::Unknown) => {
                entry::Outcome::Unknown { why: format!("The answer was lost: {why}") }
            }
        };
        lines.extend(evidence);
        (outcome, lines)
    }

    /// Whether the person is still where the call should have taken them away from.
    pub(super) async fn look(&self, target: &Target) -> (Shown, Vec<String>) {
        match &self.eyes {
            Some(eyes) => look(eyes, &self.plan.deed, target).await,
            None => (Shown::Unknown, Vec::new()),
        }
    }

    async fn admin(&self) -> Result<AdminClient, Failure> {
        let admin = self.backend.admin(self.profile).await;
        admin.map_err(|problem| Failure::Refused(problem.explanation()))
    }

    async fn add_domain(&self, target: &Target, _recorded: &Recorded) -> Came {
        let domain = match EmailDomain::parse(&target.id) {
            Ok(domain) => domain,
            Err(error) => return failed(error.to_string()),
        };
        let added = match self.admin().await {
            Ok(admin) => admin.write_add_domain(&domain).await.map_err(|error| Failure::of(&error)),
            Err(failure) => Err(failure),
        };
        match added {
            Ok(added) => {
                let mut evidence = self.lists(target).await.1;
                let (name, since) = (added.domain.name, added.domain.added_at);
                evidence.push(format!("{name} is listed since {since}"));
                if let Some(minted) = added.minted {
                    let steps = minted::show(self.backend, self.outbox, self.profile, minted, None);
                    evidence.extend(steps.await);
                }
                (entry::Outcome::Done, evidence)
            }
            Err(Failure::Refused(why)) => failed(why),
            Err(Failure::Gone | Failure::Changed) => {
                failed("the admin API is not there".to_owned())
            }
            Err(Failure::Lost(why)) => self.settled_list(target, Shown::Yes, why).await,
        }
    }

    async fn remove_domain(&self, target: &Target, _recorded: &Recorded) -> Came {
        let domain = match EmailDomain::parse(&target.id) {
            Ok(domain) => domain,
            Err(error) => return failed(error.to_string()),
        };
        let removed = match self.admin().await {
            Ok(admin) => {
                admin.write_remove_domain(&domain).await.map_err(|error| Failure::of(&error))
            }
            Err(failure) => Err(failure),
        };
        match removed {
            Ok(()) => (entry::Outcome::Done, self.lists(target).await.1),
            Err(Failure::Gone) => (entry::Outcome::AlreadyGone, self.lists(target).await.1),
            Err(Failure::Changed) => failed("the list changed meanwhile".to_owned()),
            Err(Failure::Refused(why)) => failed(why),
            Err(Failure::Lost(why)) => self.settled_list(target, Shown::No, why).await,
        }
    }

    /// After a lost answer the list itself says whether it was done.
    async fn settled_list(&self, target: &Target, wanted: Shown, why: String) -> Came {
        let (shown, evidence) = self.lists(target).await;
        let outcome = if shown == Shown::Unknown {
            entry::Outcome::Unknown { why: format!("The answer was lost: {why}") }
        } else if shown == wanted {
            entry::Outcome::Done
        } else {
            let why = format!("The answer was lost ({why}); the list shows that nothing was done.");
            entry::Outcome::Failed { why }
        };
        (outcome, evidence)
    }

    /// Whether the list has a domain.
    async fn lists(&self, target: &Target) -> (Shown, Vec<String>) {
        match self.admin().await {
            Ok(admin) => lists(&admin, target).await,
            Err(_) => (Shown::Unknown, Vec::new()),
        }
    }

    async fn refresh_token(&self, _recorded: &Recorded) -> Came {
        // The one before has to be at hand to show that it is dead.
        let before = Before::load(self.backend, self.outbox, self.profile).await;
        let made = match self.admin().await {
            Ok(admin) => admin.write_refresh_token().await.map_err(|error| Failure::of(&error)),
            Err(failure) => Err(failure),
        };
        match made {
            Ok(minted) => {
                let steps =
                    minted::show(self.backend, self.outbox, self.profile, minted, Some(before));
                (entry::Outcome::Done, steps.await)
            }
            Err(Failure::Refused(why)) => failed(why),
            Err(Failure::Gone | Failure::Changed) => {
                failed("the admin API is not there".to_owned())
            }
            Err(Failure::Lost(why)) => {
                let why = format!(
                    "The answer was lost ({why}). If a new token was made, nobody knows it: refresh again."
                );
                (entry::Outcome::Unknown { why }, Vec::new())
            }
        }
    }
}

/// Whether somebody is still where a deed should have taken them away from.
pub(super) async fn look(eyes: &Eyes, deed: &Deed, target: &Target) -> (Shown, Vec<String>) {
    let Ok(id) = ResourceId::parse(&target.id) else { return (Shown::Unknown, Vec::new()) };
    let (scim, line) = eyes.scim_shows(&id).await;
    let mut evidence = vec![line];
    let Some(admin) = &eyes.admin else { return (scim, evidence) };
    let shown = match (deed, admin.person(&id).await) {
        (Deed::Delete, Ok(record)) if record.standing == Standing::Deleted => {
            let since = record.deleted_at.map(|at| at.to_string()).unwrap_or_default();
            evidence.push(format!("Deleted users has the person since {since}"));
            scim
        }
        (_, Ok(record)) => {
            evidence.push(format!("Command still shows the person ({:?})", record.standing));
            Shown::Yes
        }
        (_, Err(error)) if error.kind() == ErrorKind::NotFound => {
            evidence
                .push("Command shows nobody with this id, also not in Deleted users".to_owned());
            scim
        }
        (_, Err(error)) => {
            evidence.push(format!("Command could not be read: {}", error.reason()));
            Shown::Unknown
        }
    };
    (shown, evidence)
}

/// Whether the allow-list has a domain, with the line that shows it.
pub(super) async fn lists(admin: &AdminClient, target: &Target) -> (Shown, Vec<String>) {
    match admin.provisioning().await {
        Ok(now) if now.domains.iter().any(|domain| domain.name == target.id) => {
            (Shown::Yes, vec![format!("The list of domains has {}", target.id)])
        }
        Ok(_) => (Shown::No, vec![format!("The list of domains does not have {}", target.id)]),
        Err(error) => {
            (Shown::Unknown, vec![format!("The list could not be read: {}", error.reason())])
        }
    }
}

/// Why a call did not simply succeed.
pub(super) enum Failure {
    /// The server certainly did nothing; the text says why.
    Refused(String),
    /// The target has another version than the call was bound to.
    Changed,
    /// There was nothing there to act on.
    Gone,
    /// Nobody knows whether the server acted; the text says what happened.
    Lost(String),
}

impl Failure {
    /// What an error means for a call that changes something.
    pub(super) fn of(error: &Error) -> Self {
        match (error.kind(), error.certainty()) {
            (ErrorKind::NotFound, Acted::No) => Self::Gone,
            (ErrorKind::Conflict, Acted::No) if error.status() == Some(412) => Self::Changed,
            (_, Acted::No) => Self::Refused(error.reason().to_owned()),
            (_, Acted::Unknown) => Self::Lost(error.reason().to_owned()),
        }
    }
}

fn is_held_back(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Throttled { .. }) && error.certainty() == Acted::No
}

fn failed(why: String) -> Came {
    (entry::Outcome::Failed { why }, Vec::new())
}
