//! What the removal dialog says: the two ways to take people away are told apart in every line.

use crate::journal::entry::Manner;
use crate::limits;
use crate::session::plan::brake::Brake;
use crate::session::plan::people::Losses;
use crate::session::plan::wish::{Subjects, Wish};
use crate::session::plan::{Deed, Plan, Refusal};
use crate::ui::dialogs::removal::is_by_hand;
use crate::ui::theme::tokens::Tone;
use crate::ui::words;
use crate::verkada::{Verb, name};

/// The question: verb, how many, from where.
pub(super) fn title(verb: Verb, count: usize, one: Option<&str>, place: &str) -> String {
    let whom = match one {
        Some(one) => name::shown(one).into_owned(),
        None => words::counted(count, "person", "people"),
    };
    format!("{verb} {whom} from {}?", name::shown(place))
}

/// The name of the only person in a plan.
pub(super) fn one(plan: &Plan) -> Option<&str> {
    match plan.targets.as_slice() {
        [only] => Some(&only.target.display_name),
        _ => None,
    }
}

/// The name of the only person who is wished for.
pub(super) fn wished(wish: &Wish) -> Option<&str> {
    match &wish.subjects {
        Subjects::People(people) => match people.as_slice() {
            [only] => Some(&only.display_name),
            _ => None,
        },
        Subjects::NewDomain(_) | Subjects::Domain(_) | Subjects::Token | Subjects::Practice(_) => {
            None
        }
    }
}

/// What it means, under the title.
pub(super) fn consequence(plan: &Plan) -> String {
    let what = match (&plan.deed, plan.verb) {
        (Deed::ScimDelete, _) => {
            "This server has one kind of delete, and nothing tells whether it can be undone: take it to be permanent."
        }
        (_, Verb::PermanentlyRemove) => {
            "There is no way back: a later provision makes new people with nothing attached."
        }
        _ => {
            "They go to Deleted users: history, roles and permissions stay, and a later provision brings the same people back."
        }
    };
    let by_whom = if is_by_hand(plan) {
        " You do it in Command, led from step to step; this desk reads before and after."
    } else {
        ""
    };
    let who = match plan.targets.len() {
        0 => return "Nobody who was asked for can be taken away now.".to_owned(),
        1 => "Entra has deactivated this person.",
        _ => "Entra has deactivated all of them.",
    };
    if plan.deed == Deed::ScimDelete {
        return format!("{what}{by_whom}");
    }
    format!("{who} {what}{by_whom}")
}

/// The button that acts, with its object.
pub(super) fn act(plan: &Plan) -> String {
    let whom = match one(plan) {
        Some(one) => name::shown(one).into_owned(),
        None => words::counted(plan.targets.len(), "person", "people"),
    };
    if is_by_hand(plan) {
        return format!("Begin to {} {whom}…", plan.verb.to_string().to_lowercase());
    }
    format!("{} {whom}", plan.verb)
}

/// The button that changes nothing.
pub(super) fn safe(count: usize) -> String {
    match count {
        0 => "Close".to_owned(),
        1 => "Keep this person".to_owned(),
        count => format!("Keep all {}", words::count(count)),
    }
}

/// What goes or stays, added up.
pub(super) fn totals(verb: Verb, losses: Losses) -> (Tone, String) {
    let count = |count: u64, one: &str, many: &str| {
        (count > 0).then(|| words::counted(usize::try_from(count).unwrap_or(usize::MAX), one, many))
    };
    let parts = [
        count(losses.roles, "role", "roles"),
        count(losses.permissions, "permission", "permissions"),
        count(losses.credentials, "credential", "credentials"),
        count(losses.groups, "group", "groups"),
        count(losses.history_entries, "history entry", "history entries"),
        count(losses.access_log_entries, "log entry", "log entries"),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let (tone, word) = match verb {
        Verb::PermanentlyRemove => (Tone::Danger, "Erased"),
        _ => (Tone::Good, "Kept"),
    };
    if parts.is_empty() {
        return (Tone::Neutral, "Nothing is attached to them".to_owned());
    }
    (tone, format!("{word}: {}", parts.join(", ")))
}

/// How many of how many people, against the limit.
pub(super) fn share(plan: &Plan) -> (Tone, String) {
    let share = plan.share();
    let percent = share.percent();
    match plan.brake() {
        Brake::Released => {
            (Tone::Good, format!("{percent} of people, limit {} %", limits::BRAKE_PERCENT))
        }
        Brake::SecondPhrase => (Tone::Warning, format!("{percent} of people, a second phrase")),
        Brake::Refused { at_most } => (
            Tone::Danger,
            format!(
                "{percent} of people, at most {} % or {}",
                limits::BRAKE_REFUSED_PERCENT,
                words::count(at_most)
            ),
        ),
    }
}

/// Why there is a second phrase.
pub(super) fn why_second(plan: &Plan) -> String {
    format!(
        "These are more than {} people or {} % of all: {} of {}.",
        limits::BRAKE_PEOPLE,
        limits::BRAKE_PERCENT,
        words::count(plan.targets.len()),
        words::count(plan.basis.all)
    )
}

/// How it goes on after the confirmation.
pub(super) fn how(plan: &Plan) -> String {
    let since = words::clock(plan.made_at);
    if plan.manner == Manner::Guided {
        return format!(
            "Nothing is sent to Command: you act there, and each person is read before and after. Anyone who changed since {since} is told. Each step is written to the record."
        );
    }
    let seconds = plan.brake().countdown().as_secs();
    format!(
        "Each person is read again just before. Anyone who changed since {since} is skipped and named. The intent is written to the record first, and for {seconds} s after your confirmation you can still stop."
    )
}

/// The headline of an obstacle.
pub(super) const fn stopped(obstacle: Refusal) -> &'static str {
    match obstacle {
        Refusal::Empty => "Nobody can be taken away",
        Refusal::Expired => "This plan is too old",
        Refusal::ListPartial => "The list of people is not whole",
        Refusal::ListOld => "The list of people is too old",
        Refusal::TooMany { .. } => "Too many in one go",
        Refusal::NoReason | Refusal::LongReason | Refusal::Phrase | Refusal::SecondPhrase => {
            "Something is missing"
        }
    }
}

/// What to do next.
pub(super) fn next(missing: Refusal) -> String {
    format!("Still missing: {missing}")
}
