//! What a person who plays the identity provider wants, and the requests Entra would send for it: values only.

pub(crate) mod attributes;
pub(crate) mod difference;
pub(crate) mod newcomer;

use std::fmt;

use serde_json::{Map, Value};

use crate::entra::{AttributePath, Change, Dialect, Request, Switch};
use crate::scim::{Resource, ResourceId, User};
use crate::session::plan::people::Obstacle;
use crate::session::plan::practice::newcomer::Newcomer;
use crate::session::plan::wish::Subject;
use crate::verkada::Verb;

/// What Entra is to do, and how it spells it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct PracticeWish {
    /// What.
    pub(crate) act: Act,
    /// How it is spelled.
    pub(crate) dialect: Dialect,
}

/// What Entra is to do.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Act {
    /// Switch people on or off.
    Switch(Switch, Vec<Subject>),
    /// Set attributes of one person.
    Change(Subject, Vec<NewValue>),
    /// Create a person, or bring one back.
    Provision(Box<Newcomer>),
    /// Take people into a group.
    Join(Subject, Vec<Subject>),
    /// Take people out of a group.
    Leave(Subject, Vec<Subject>),
    /// Delete a person for good.
    HardDelete(Subject),
}

/// An attribute and what it shall be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NewValue {
    /// Which.
    pub(crate) path: AttributePath,
    /// The text; none takes the value away.
    pub(crate) text: Option<String>,
}

/// The form in which what is wanted is filled in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum PracticeForm {
    /// New values for attributes of a person.
    Change(Subject),
    /// A person who is not there yet, beginning with what is known.
    Provision(Box<Newcomer>),
    /// A group for a person to join.
    Join(Subject),
    /// A group for a person to leave.
    Leave(Subject),
    /// People for a group to take in.
    AddMembers(Subject),
    /// People for a group to let go.
    TakeMembers(Subject),
}

/// What Entra sends for one target.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct EntraCall {
    /// The id of the target in the plan.
    pub(crate) target: String,
    /// What Entra asks first.
    pub(crate) question: Request,
    /// How many the server found.
    pub(crate) matches: usize,
    /// What Entra sends then.
    pub(crate) change: Request,
    /// The membership it is about; none where it is about attributes.
    pub(crate) membership: Option<Membership>,
}

/// Who joins or leaves which group.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Membership {
    /// The group.
    pub(crate) group: Subject,
    /// The person.
    pub(crate) person: ResourceId,
}

impl Act {
    /// Its verb.
    pub(crate) fn verb(&self) -> Verb {
        match self {
            Self::Switch(Switch::Off, _) => Verb::Deactivate,
            Self::Switch(Switch::On, _) => Verb::Reactivate,
            Self::Change(..) => Verb::ChangeAttributes,
            Self::Provision(_) => Verb::Provision,
            Self::Join(..) => Verb::AddToGroup,
            Self::Leave(..) => Verb::TakeFromGroup,
            Self::HardDelete(_) => Verb::HardDelete,
        }
    }

    /// The people it is about, by SCIM id; nobody for who is not there yet.
    pub(crate) fn people(&self) -> &[Subject] {
        match self {
            Self::Switch(_, people) | Self::Join(_, people) | Self::Leave(_, people) => people,
            Self::Change(person, _) | Self::HardDelete(person) => std::slice::from_ref(person),
            Self::Provision(_) => &[],
        }
    }
}

/// What it does, as a title has it: `Deactivate Ada Byron`.
impl fmt::Display for Act {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let people = match self.people() {
            [one] => one.display_name.clone(),
            people => format!("{} people", people.len()),
        };
        match self {
            Self::Switch(Switch::Off, _) => write!(f, "Deactivate {people}"),
            Self::Switch(Switch::On, _) => write!(f, "Reactivate {people}"),
            Self::Change(..) => write!(f, "Change {people}"),
            Self::Provision(newcomer) => write!(f, "Provision {}", newcomer.display_name()),
            Self::Join(group, _) => write!(f, "Add {people} to {}", group.display_name),
            Self::Leave(group, _) => write!(f, "Take {people} from {}", group.display_name),
            Self::HardDelete(_) => write!(f, "Hard delete {people}"),
        }
    }
}

/// What Entra sends about a person who is there, as just read; none of it when nothing differs. Joining a group is no matter of
/// the person's own attributes: see [`membership`].
pub(crate) fn of_person(
    wish: &PracticeWish,
    id: &ResourceId,
    user: &User,
) -> Result<EntraCall, Obstacle> {
    let dialect = wish.dialect;
    let change = match &wish.act {
        Act::Switch(switch, _) => {
            let is_on = user.active() != Some(false);
            (is_on != (*switch == Switch::On)).then(|| dialect.switch(id, *switch))
        }
        Act::Change(_, values) => dialect.update(id, &changes(user.0.as_map(), values)),
        Act::Provision(newcomer) => {
            let mut changes = changes(user.0.as_map(), &newcomer.values());
            // Who matches and is switched off is switched on by it.
            changes.extend(user.active().filter(|active| !active).and_then(|_| {
                let path = AttributePath::parse("active").ok()?;
                Some(Change { path, old: Some(false.into()), new: Some(true.into()) })
            }));
            dialect.update(id, &changes)
        }
        Act::HardDelete(_) => Some(Request::hard_delete_user(id.clone())),
        Act::Join(..) | Act::Leave(..) => None,
    };
    let change = change.ok_or(Obstacle::NothingToSend)?;
    let question = Request::match_user_name(user.user_name().unwrap_or_default());
    let target = id.as_str().to_owned();
    Ok(EntraCall { target, question, matches: 1, change, membership: None })
}

/// What Entra sends about one person and a group, as just read.
pub(crate) fn membership(
    wish: &PracticeWish,
    group: &Resource,
    person: &ResourceId,
) -> Result<EntraCall, Obstacle> {
    let id = group.id().and_then(|id| ResourceId::parse(id).ok()).ok_or(Obstacle::Gone)?;
    let name = group.text("displayName").unwrap_or_default();
    let is_in = has_member(group, person);
    let change = match &wish.act {
        Act::Join(..) if !is_in => wish.dialect.add_members(&id, std::slice::from_ref(person)),
        Act::Leave(..) if is_in => wish.dialect.remove_member(&id, person),
        _ => return Err(Obstacle::NothingToSend),
    };
    let group = Subject { id: id.as_str().to_owned(), display_name: name.to_owned() };
    Ok(EntraCall {
        target: person.as_str().to_owned(),
        question: Request::match_group(name),
        matches: 1,
        change,
        membership: Some(Membership { group, person: person.clone() }),
    })
}

/// Whether a group lists somebody.
pub(crate) fn has_member(group: &Resource, person: &ResourceId) -> bool {
    let members = group.get("members").and_then(Value::as_array);
    members.into_iter().flatten().any(|member| {
        member.get("value").and_then(Value::as_str).is_some_and(|id| id == person.as_str())
    })
}

/// The attributes with what the target has of them.
fn changes(target: &Map<String, Value>, values: &[NewValue]) -> Vec<Change> {
    let change = |NewValue { path, text }: &NewValue| Change {
        path: path.clone(),
        old: path.value_in(target).cloned(),
        new: text.clone().map(Value::String),
    };
    values.iter().map(change).collect()
}

#[cfg(test)]
mod tests;
