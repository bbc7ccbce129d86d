//! Playing the identity provider: what Entra would send is put together from what was just read, sent, and read again.

use futures_util::StreamExt as _;
use serde_json::Map;

use crate::client::{Collection, Error, ErrorKind, ScimClient, Written};
use crate::entra::{Ask, Method};
use crate::journal::Recorded;
use crate::journal::entry::{self, Target};
use crate::scim::{Resource, ResourceId, User};
use crate::session::jobs::act::deed::{Came, Failure};
use crate::session::jobs::act::eyes::{Eyes, Sight};
use crate::session::plan::people::{LeftOut, Obstacle, Planned, admit};
use crate::session::plan::practice::difference::differences;
use crate::session::plan::practice::newcomer::Newcomer;
use crate::session::plan::practice::{self, Act, EntraCall, Membership, PracticeWish};
use crate::session::plan::wish::Subject;
use crate::session::problem::{Problem, sentence};
use crate::session::settings::Care;

/// People read at the same time.
const AT_ONCE: usize = 8;

/// What a plan of practice holds.
#[derive(Default)]
pub(super) struct Made {
    pub(super) calls: Vec<EntraCall>,
    pub(super) targets: Vec<Planned>,
    pub(super) left_out: Vec<LeftOut>,
}

/// Reads what is there and puts together what Entra would send for it.
pub(super) async fn make(eyes: &Eyes, wish: &PracticeWish, care: &Care) -> Result<Made, Problem> {
    let failed = |error: &Error| Problem::from(error);
    let group = match &wish.act {
        Act::Join(group, _) | Act::Leave(group, _) => {
            let id = ResourceId::parse(&group.id).map_err(|error| {
                Problem::new("read this group", error.to_string(), "Refresh the groups")
            })?;
            Some(eyes.scim.get(Collection::Groups, &id).await.map_err(|error| failed(&error))?)
        }
        Act::Switch(..) | Act::Change(..) | Act::Provision(_) | Act::HardDelete(_) => None,
    };
    let mut subjects = wish.act.people().to_vec();
    let mut made = Made::default();
    if let Act::Provision(newcomer) = &wish.act {
        let found = eyes.scim.find_entra(&newcomer.question()).await;
        match found.map_err(|error| failed(&error))?.matching.as_slice() {
            [] => made.take(Ok((newcomer_target(newcomer), newcomer_call(newcomer)))),
            [one] => subjects.push(Subject {
                id: one.id().unwrap_or_default().to_owned(),
                display_name: newcomer.display_name().to_owned(),
            }),
            several => made.left_out.push(LeftOut {
                id: String::new(),
                display_name: newcomer.display_name().to_owned(),
                why: Obstacle::Ambiguous(several.len()),
            }),
        }
    }
    let group = group.as_ref();
    let looks = subjects.into_iter().map(|subject| async move {
        let look = look(eyes, wish, group, &subject, care).await;
        look.map_err(|why| LeftOut { id: subject.id, display_name: subject.display_name, why })
    });
    let mut looks = futures_util::stream::iter(looks).buffered(AT_ONCE);
    while let Some(look) = looks.next().await {
        made.take(look);
    }
    Ok(made)
}

impl Made {
    fn take(&mut self, look: Result<(Planned, EntraCall), LeftOut>) {
        match look {
            Ok((planned, call)) => {
                self.targets.push(planned);
                self.calls.push(call);
            }
            Err(left_out) => self.left_out.push(left_out),
        }
    }
}

/// Reads one person, asks what Entra would ask, and composes what it would send.
async fn look(
    eyes: &Eyes,
    wish: &PracticeWish,
    group: Option<&Resource>,
    subject: &Subject,
    care: &Care,
) -> Result<(Planned, EntraCall), Obstacle> {
    let unread = |error: &Error| match error.kind() {
        ErrorKind::NotFound => Obstacle::Gone,
        _ => Obstacle::Unread(error.reason().to_owned()),
    };
    let id = ResourceId::parse(&subject.id).map_err(|error| Obstacle::Unread(error.to_string()))?;
    let user = User(eyes.scim.get(Collection::Users, &id).await.map_err(|error| unread(&error))?);
    // A membership is no matter of the person's own: nothing of the person is compared.
    let (planned, mut call) = if let Some(group) = group {
        let target = Target {
            id: subject.id.clone(),
            user_name: user.user_name().unwrap_or_default().to_owned(),
            display_name: subject.display_name.clone(),
            fingerprint: String::new(),
        };
        (unread_again(target), practice::membership(wish, group, &id)?)
    } else {
        let seen = match eyes.see(subject).await {
            Sight::There(seen) => vec![*seen],
            Sight::Gone => return Err(Obstacle::Gone),
            Sight::Unread(why) => return Err(Obstacle::Unread(why)),
        };
        let verb = wish.act.verb();
        let (fit, unfit) = admit(verb, seen, |target| care.protects(&target.user_name));
        if let Some(left) = unfit.into_iter().next() {
            return Err(left.why);
        }
        let planned = fit.into_iter().next().ok_or(Obstacle::Gone)?;
        (planned, practice::of_person(wish, &id, &user)?)
    };
    let found = eyes.scim.find_entra(&call.question).await.map_err(|error| unread(&error))?;
    call.matches = found.matching.len();
    if call.matches > 1 { Err(Obstacle::Ambiguous(call.matches)) } else { Ok((planned, call)) }
}

fn unread_again(target: Target) -> Planned {
    Planned { target, standing: None, holdings: None }
}

/// Who is not there yet has no id; the userName stands for it.
fn newcomer_target(newcomer: &Newcomer) -> Planned {
    unread_again(Target {
        id: newcomer.user_name().to_owned(),
        user_name: newcomer.user_name().to_owned(),
        display_name: newcomer.display_name().to_owned(),
        fingerprint: String::new(),
    })
}

fn newcomer_call(newcomer: &Newcomer) -> EntraCall {
    EntraCall {
        target: newcomer.user_name().to_owned(),
        question: newcomer.question(),
        matches: 0,
        change: newcomer.create(),
        membership: None,
    }
}

/// Sends what Entra sends: first the question, then the change; what came of it is shown by reading again.
pub(super) async fn act(eyes: &Eyes, call: &EntraCall, _recorded: &Recorded) -> Came {
    let scim = &eyes.scim;
    let before = match present(scim, call).await {
        Ok(before) => before,
        Err(error) => return failed(&error),
    };
    let matches = match scim.find_entra(&call.question).await {
        Ok(found) => found.matching.len(),
        Err(error) => return failed(&error),
    };
    if matches != call.matches {
        let why = format!(
            "Entra's question finds {matches} now and found {} when the plan was made.",
            call.matches
        );
        return (entry::Outcome::Skipped { why }, Vec::new());
    }
    let mut lines = vec![format!("Entra asked: {} ({matches} found)", one_line(&call.question))];
    let sent = scim.write_entra(&call.change, None).await;
    let (lost, written) = match sent {
        Ok(written) => {
            lines.push(format!("{}: {}", described(call), written.status));
            (None, Some(written))
        }
        Err(error) => match Failure::of(&error) {
            Failure::Lost(why) => (Some(why), None),
            Failure::Gone if call.change.method() == Method::Delete => {
                return (entry::Outcome::AlreadyGone, lines);
            }
            Failure::Gone | Failure::Changed | Failure::Refused(_) => {
                let (outcome, said) = failed(&error);
                lines.extend(said);
                return (outcome, lines);
            }
        },
    };
    let after = match read_after(scim, call, written.as_ref()).await {
        Ok(after) => after,
        Err(error) => {
            let why = format!("It could not be read afterwards: {}.", error.reason());
            return (entry::Outcome::Unknown { why }, lines);
        }
    };
    let shown = judge(eyes, call, before.as_ref(), after.as_ref(), &mut lines).await;
    (outcome(shown, lost), lines)
}

/// The call for a target of a plan.
pub(super) fn meant<'a>(calls: &'a [EntraCall], target: &str) -> Option<&'a EntraCall> {
    calls.iter().find(|call| call.target == target)
}

/// The call as the record has it: method and address.
pub(super) fn described(call: &EntraCall) -> String {
    format!("{} {}", call.change.method(), call.change.path())
}

pub(super) fn one_line(question: &crate::entra::Request) -> String {
    question.preview()
}

/// The resource a call changes, as it is now; none when there is no such resource.
async fn present(scim: &ScimClient, call: &EntraCall) -> Result<Option<Resource>, Error> {
    let (Ask::Patch { id, .. } | Ask::Delete { id }) = &call.change.ask else { return Ok(None) };
    match scim.get(call.change.kind.into(), id).await {
        Ok(resource) => Ok(Some(resource)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// What is there after a call. Who was created is looked for by the question when the answer did not tell.
async fn read_after(
    scim: &ScimClient,
    call: &EntraCall,
    written: Option<&Written>,
) -> Result<Option<Resource>, Error> {
    if call.change.method() != Method::Post {
        return present(scim, call).await;
    }
    let told = written.and_then(|written| written.resource.as_ref()).and_then(Resource::id);
    match told.and_then(|id| ResourceId::parse(id).ok()) {
        Some(id) => scim.get(call.change.kind.into(), &id).await.map(Some),
        None => Ok(scim.find_entra(&call.question).await?.matching.into_iter().next()),
    }
}

/// Whether reading shows what was asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    There,
    Missing,
}

impl From<bool> for Effect {
    fn from(shows: bool) -> Self {
        if shows { Self::There } else { Self::Missing }
    }
}

/// Compares before and after, and writes down what differs.
async fn judge(
    eyes: &Eyes,
    call: &EntraCall,
    before: Option<&Resource>,
    after: Option<&Resource>,
    lines: &mut Vec<String>,
) -> Effect {
    if let Some(Membership { group, person }) = &call.membership {
        let was_in = before.is_some_and(|group| practice::has_member(group, person));
        let is_in = after.is_some_and(|group| practice::has_member(group, person));
        let count = |group: Option<&Resource>| {
            group.and_then(|group| group.get("members")?.as_array().map(Vec::len)).unwrap_or(0)
        };
        lines.push(format!("members: {} → {}", count(before), count(after)));
        let word = if is_in { "lists" } else { "does not list" };
        lines.push(format!("Read again: {} {word} the person", group.display_name));
        return (was_in != is_in).into();
    }
    let empty = Map::new();
    let map = |resource: Option<&Resource>| {
        resource.map_or_else(|| empty.clone(), |one| one.as_map().clone())
    };
    match (call.change.method(), after) {
        (Method::Delete, None) => {
            lines.push(format!("Read again: GET {} answers 404", call.change.path()));
            lines.extend(standing(eyes, &call.target).await);
            Effect::There
        }
        (Method::Post, None) | (Method::Delete, Some(_)) => Effect::Missing,
        (Method::Post, Some(person)) => {
            lines.extend(differences(&empty, person.as_map()).iter().map(ToString::to_string));
            lines.extend(born(eyes, person).await);
            Effect::There
        }
        (Method::Get | Method::Patch, _) => {
            let found = differences(&map(before), &map(after));
            lines.extend(found.iter().map(ToString::to_string));
            lines.push(match found.len() {
                0 => "Read again: all is as before".to_owned(),
                1 => "Read again: one attribute differs".to_owned(),
                count => format!("Read again: {count} attributes differ"),
            });
            (!found.is_empty()).into()
        }
    }
}

/// Where somebody is who was deleted over SCIM.
async fn standing(eyes: &Eyes, id: &str) -> Option<String> {
    let record = eyes.admin.as_ref()?.person(&ResourceId::parse(id).ok()?).await.ok()?;
    let since = record.deleted_at?;
    Some(format!(
        "Deleted users has the person since {since}: a re-provision brings the record back"
    ))
}

/// Whether somebody who was created is new or came back.
async fn born(eyes: &Eyes, person: &Resource) -> Option<String> {
    let id = person.id()?;
    let came_back = person.meta("created") != person.meta("lastModified");
    if !came_back {
        return Some(format!("Read again: a new record, {id}"));
    }
    let admin = eyes.admin.as_ref()?;
    let record = admin.person(&ResourceId::parse(id).ok()?).await.ok()?;
    Some(format!(
        "Read again: the record from before came back, {id}, with {} roles, {} credentials and {} groups",
        record.roles.len(),
        record.credentials.len(),
        record.groups.len()
    ))
}

fn outcome(effect: Effect, lost: Option<String>) -> entry::Outcome {
    match (effect, lost) {
        (Effect::There, _) => entry::Outcome::Done,
        (Effect::Missing, Some(why)) => entry::Outcome::Failed {
            why: format!("The answer was lost ({why}); reading shows that nothing was done."),
        },
        (Effect::Missing, None) => entry::Outcome::Unknown {
            why: "The server said done, but reading shows all as before.".to_owned(),
        },
    }
}

fn failed(error: &Error) -> Came {
    let why = sentence(error.reason());
    let lines = match error.status() {
        Some(status) => vec![format!("The server answered {status}")],
        None => Vec::new(),
    };
    (entry::Outcome::Failed { why: format!("{why} {}", entra_says(error)) }, lines)
}

/// What Entra's provisioning log would have for it (learn.microsoft.com, howto-analyze-provisioning-logs, error codes).
fn entra_says(error: &Error) -> &'static str {
    match (error.kind(), error.status()) {
        (ErrorKind::Conflict, _) => {
            "Entra logs it as EntryConflict: give the value to one person alone, or match people by that attribute."
        }
        (ErrorKind::NotFound, _) => {
            "Entra logs it as InvalidAnchor: what it knew by this id is gone, and a restart with a full cycle finds out."
        }
        (ErrorKind::Unauthorized | ErrorKind::Forbidden, _) => {
            "Entra logs it as a refused credential and goes into quarantine if it lasts: give it the present token."
        }
        (ErrorKind::Rejected, Some(400)) if error.reason().contains("domain") => {
            "Entra logs it as InvalidDomain and tries again each cycle: add the domain in Command, or correct the address in Entra."
        }
        (ErrorKind::Rejected, Some(400)) => {
            "Entra logs it as an incompatible service and tries again each cycle: correct the value or the mapping in Entra."
        }
        (ErrorKind::Throttled { .. }, _) => {
            "Entra logs it as TooManyRequests and tries again by itself."
        }
        _ => "Entra tries again with the next cycle, about 40 minutes later.",
    }
}
