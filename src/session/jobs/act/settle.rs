//! Finding out by reading what came of calls that nobody knows about, as after a crash: never by calling again.

use crate::journal::entry::{self, Entry, How, Target};
use crate::journal::run::{RecordedRun, TargetState};
use crate::session::backend::Backend;
use crate::session::connection::Profile;
use crate::session::jobs::act::deed::{self, Came};
use crate::session::jobs::act::eyes::{Eyes, Shown};
use crate::session::jobs::act::ledger;
use crate::session::jobs::act::recall;
use crate::session::outcome::Outcome;
use crate::session::plan::Deed;
use crate::session::problem::Problem;
use crate::session::worker::Outbox;
use crate::verkada::Verb;

/// Settles what is open in a run, and says that it was interrupted if nobody said how it ended.
pub(in crate::session::jobs) async fn settle(
    backend: &Backend,
    outbox: &Outbox,
    profile: &Profile,
    run: &RecordedRun,
) {
    if let Err(problem) = settle_run(backend, outbox, profile, run).await {
        outbox.send(Outcome::NotSettled(problem)).await;
    }
}

async fn settle_run(
    backend: &Backend,
    outbox: &Outbox,
    profile: &Profile,
    run: &RecordedRun,
) -> Result<(), Problem> {
    let open: Vec<u32> = run.open_targets().collect();
    if !open.is_empty() {
        let eyes = Eyes::open(backend, profile).await?;
        for (number, recorded) in (0_u32..).zip(&run.targets) {
            if !open.contains(&number) {
                continue;
            }
            let since = match &recorded.state {
                TargetState::Open { since, .. } => Some(*since),
                TargetState::Untouched | TargetState::Closed { .. } => None,
            };
            let (result, evidence) = found_out(&eyes, run.verb, &recorded.target, since).await;
            let entry = Entry::Settled { run: run.id.clone(), number, result, evidence };
            ledger::record(backend, outbox, entry).await?;
        }
    }
    if run.ended.is_none() {
        let ended = Entry::Ended { run: run.id.clone(), how: How::Interrupted };
        ledger::record(backend, outbox, ended).await?;
    }
    Ok(())
}

/// What reading says about a call that was about to be made at `since`.
async fn found_out(
    eyes: &Eyes,
    verb: Verb,
    target: &Target,
    since: Option<jiff::Timestamp>,
) -> Came {
    let deed = match verb {
        Verb::Delete if eyes.admin.is_some() => Deed::Delete,
        Verb::PermanentlyRemove => Deed::PermanentlyRemove,
        Verb::Delete => Deed::ScimDelete,
        Verb::AddDomain => Deed::AddDomain,
        Verb::RemoveDomain => Deed::RemoveDomain,
        Verb::RefreshToken => Deed::RefreshToken,
        Verb::Provision
        | Verb::HardDelete
        | Verb::ChangeAttributes
        | Verb::Deactivate
        | Verb::Reactivate
        | Verb::AddToGroup
        | Verb::TakeFromGroup => return recall::found_out(eyes, verb, target).await,
    };
    let (wanted, (shown, evidence)) = match (&deed, &eyes.admin) {
        (Deed::AddDomain, Some(admin)) => (Shown::Yes, deed::lists(admin, target).await),
        (Deed::RemoveDomain, Some(admin)) => (Shown::No, deed::lists(admin, target).await),
        (Deed::RefreshToken, Some(admin)) => (Shown::Yes, refreshed(admin, since).await),
        (Deed::AddDomain | Deed::RemoveDomain | Deed::RefreshToken, None) => {
            return unknown("This connection does not tell it.", Vec::new());
        }
        _ => (Shown::No, deed::look(eyes, &deed, target).await),
    };
    match shown {
        Shown::Unknown => unknown("It could not be read.", evidence),
        shown if shown == wanted => (entry::Outcome::Done, evidence),
        _ => {
            let why = "Reading shows that it was not done.".to_owned();
            (entry::Outcome::Failed { why }, evidence)
        }
    }
}

/// Whether the token was made after the call was about to be made.
async fn refreshed(
    admin: &crate::client::AdminClient,
    since: Option<jiff::Timestamp>,
) -> (Shown, Vec<String>) {
    match (admin.provisioning().await.map(|now| now.token), since) {
        (Ok(Some(token)), Some(since)) => {
            let shown = if token.made_at >= since { Shown::Yes } else { Shown::No };
            (shown, vec![format!("The token {} was made {}", token.fingerprint, token.made_at)])
        }
        (Ok(_), _) => (Shown::Unknown, Vec::new()),
        (Err(error), _) => (
            Shown::Unknown,
            vec![format!("The token's date could not be read: {}", error.reason())],
        ),
    }
}

fn unknown(why: &str, evidence: Vec<String>) -> Came {
    (entry::Outcome::Unknown { why: why.to_owned() }, evidence)
}
