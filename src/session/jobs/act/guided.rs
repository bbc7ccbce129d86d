//! Guided work: looking at a person before and after somebody acted in Command by hand, and writing down what they say.
//!
//! Nothing here changes a server. A look asks by id and, because an id says nothing about a record that took its place, by
//! userName as well.

use std::time::Duration;

use crate::client::Collection;
use crate::journal::entry::{self, Entry, RunId, Target};
use crate::journal::run::RecordedRun;
use crate::limits;
use crate::scim::Filter;
use crate::session::backend::Backend;
use crate::session::connection::Profile;
use crate::session::guided::{Look, Step, When, Word};
use crate::session::jobs::act::eyes::{Eyes, Sight};
use crate::session::jobs::act::ledger;
use crate::session::outcome::Outcome;
use crate::session::plan::people::Obstacle;
use crate::session::plan::wish::Subject;
use crate::session::problem::Problem;
use crate::session::worker::Outbox;
use crate::verkada::Verb;
use crate::verkada::admin::Standing;

/// Looks at one target of a guided run and writes down what was seen.
pub(in crate::session::jobs) async fn check(
    backend: &Backend,
    outbox: &Outbox,
    profile: &Profile,
    run: &RecordedRun,
    number: u32,
    when: When,
) {
    let result = look_and_record(backend, outbox, profile, run, number, when).await;
    let run = run.id.clone();
    outbox.send(Outcome::GuidedStepped { run, result }).await;
}

/// Writes down what a person said about a guided run.
pub(in crate::session::jobs) async fn word(
    backend: &Backend,
    outbox: &Outbox,
    run: RunId,
    word: Word,
) {
    let id = run.clone();
    let entry = match word {
        Word::Note { number, text } => {
            Entry::Evidence { run: id, number, step: Step::Note.name(), text }
        }
        Word::Skip { number, why } => Entry::Outcome {
            run: id,
            number,
            result: entry::Outcome::Skipped { why },
            evidence: Vec::new(),
        },
        Word::End(how) => Entry::Ended { run: id, how },
    };
    let result = ledger::record(backend, outbox, entry).await.map(drop);
    outbox.send(Outcome::GuidedStepped { run, result }).await;
}

/// What one look found, with the lines that show it.
struct Found {
    look: Look,
    lines: Vec<String>,
}

async fn look_and_record(
    backend: &Backend,
    outbox: &Outbox,
    profile: &Profile,
    run: &RecordedRun,
    number: u32,
    when: When,
) -> Result<(), Problem> {
    let Some(recorded) = run.targets.get(number as usize) else { return Ok(()) };
    let target = &recorded.target;
    let eyes = Eyes::open(backend, profile).await?;
    let mut found = look(&eyes, target).await;
    if when == When::After {
        for pause in limits::GUIDED_LOOKS {
            if !is_still_there(found.look) {
                break;
            }
            wait(backend, outbox, &run.id, pause).await;
            found = look(&eyes, target).await;
        }
    }
    let entry = match closes(run.verb, when, found.look) {
        Some(result) => {
            Entry::Outcome { run: run.id.clone(), number, result, evidence: found.lines }
        }
        None => Entry::Evidence {
            run: run.id.clone(),
            number,
            step: Step::seen(when, found.look).name(),
            text: found.lines.join("\n"),
        },
    };
    ledger::record(backend, outbox, entry).await.map(drop)
}

/// Command may need a moment before SCIM no longer shows somebody.
async fn wait(backend: &Backend, outbox: &Outbox, run: &RunId, pause: Duration) {
    let pause = pause.min(backend.places.longest_countdown);
    let now = (backend.now)();
    let again_at = now.checked_add(pause).unwrap_or(now);
    outbox.send(Outcome::GuidedWaits { run: run.clone(), again_at }).await;
    tokio::time::sleep(pause).await;
}

fn is_still_there(look: Look) -> bool {
    matches!(look, Look::AsPlanned | Look::Changed)
}

/// What a look decides; none where it is for the person to decide.
fn closes(verb: Verb, when: When, look: Look) -> Option<entry::Outcome> {
    let skipped = |why: String| Some(entry::Outcome::Skipped { why });
    match (when, look) {
        (When::Before, Look::Active) => skipped(Obstacle::Active.to_string()),
        (When::Before, Look::Changed) => {
            skipped("The person changed after the plan was shown.".to_owned())
        }
        (When::Before, Look::Gone | Look::NewRecord) => Some(entry::Outcome::AlreadyGone),
        (When::After, Look::Gone) => Some(entry::Outcome::Done),
        // Only a record that was erased is followed by another; somebody who was deleted comes back as the same one.
        (When::After, Look::NewRecord) if verb == Verb::PermanentlyRemove => {
            Some(entry::Outcome::Done)
        }
        (_, Look::Unread | Look::AsPlanned)
        | (When::After, Look::Active | Look::Changed | Look::NewRecord) => None,
    }
}

async fn look(eyes: &Eyes, target: &Target) -> Found {
    let subject = Subject { id: target.id.clone(), display_name: target.display_name.clone() };
    let id = &target.id;
    let mut lines = Vec::new();
    let by_id = match eyes.see(&subject).await {
        Sight::There(seen) => {
            let active = seen.standing == Standing::Active;
            let changed = seen.target.fingerprint != target.fingerprint;
            let word = if active { "active" } else { "deactivated" };
            let since = if changed { "changed since the plan" } else { "as in the plan" };
            lines.push(format!("GET /Users/{id} answers with the person, {word}, {since}"));
            match (active, changed) {
                (true, _) => Look::Active,
                (false, true) => Look::Changed,
                (false, false) => Look::AsPlanned,
            }
        }
        Sight::Gone => {
            lines.push(format!("GET /Users/{id} answers 404"));
            Look::Gone
        }
        Sight::Unread(why) => {
            lines.push(format!("GET /Users/{id} could not be read: {why}"));
            Look::Unread
        }
    };
    let others = others(eyes, target, &mut lines).await;
    let look = match (by_id, others) {
        (Look::Gone, Others::Unread) => Look::Unread,
        (Look::Gone, Others::Some) => Look::NewRecord,
        (look, _) => look,
    };
    Found { look, lines }
}

/// Whether records beside the target have its userName.
enum Others {
    None,
    Some,
    Unread,
}

async fn others(eyes: &Eyes, target: &Target, lines: &mut Vec<String>) -> Others {
    let quoted = serde_json::Value::from(target.user_name.as_str());
    let text = format!("userName eq {quoted}");
    let filter = match Filter::parse(&text) {
        Ok(filter) => filter,
        Err(error) => {
            lines.push(format!("The filter {text} can not be asked: {error}"));
            return Others::Unread;
        }
    };
    match eyes.scim.find(Collection::Users, &filter).await {
        Ok(found) => {
            let ids = found.matching.iter().filter_map(crate::scim::Resource::id);
            let (own, others): (Vec<&str>, Vec<&str>) = ids.partition(|id| *id == target.id);
            match (own.is_empty(), others.as_slice()) {
                (true, []) => lines.push(format!("The filter {text} finds nobody")),
                (false, []) => lines.push(format!("The filter {text} finds the person")),
                (_, others) => {
                    lines
                        .push(format!("The filter {text} finds another id: {}", others.join(", ")));
                }
            }
            if others.is_empty() { Others::None } else { Others::Some }
        }
        Err(error) => {
            lines.push(format!("The filter {text} could not be asked: {}", error.reason()));
            Others::Unread
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_decides_only_what_it_shows() {
        use entry::Outcome::{AlreadyGone, Done, Skipped};
        let kind = |verb, when, look| match closes(verb, when, look) {
            None => "open",
            Some(Done) => "done",
            Some(AlreadyGone) => "gone",
            Some(Skipped { .. }) => "skipped",
            Some(_) => "other",
        };
        for (look, before, after_delete, after_removal) in [
            (Look::AsPlanned, "open", "open", "open"),
            (Look::Changed, "skipped", "open", "open"),
            (Look::Active, "skipped", "open", "open"),
            (Look::Gone, "gone", "done", "done"),
            (Look::NewRecord, "gone", "open", "done"),
            (Look::Unread, "open", "open", "open"),
        ] {
            for verb in [Verb::Delete, Verb::PermanentlyRemove] {
                assert_eq!(kind(verb, When::Before, look), before, "{verb}: {look:?} before");
            }
            assert_eq!(kind(Verb::Delete, When::After, look), after_delete, "{look:?}");
            assert_eq!(kind(Verb::PermanentlyRemove, When::After, look), after_removal, "{look:?}");
        }
    }
}
