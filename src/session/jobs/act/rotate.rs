//! A token that somebody made in Command: tried before it is kept, and the old one tried after, with a receipt.

use std::sync::Arc;

use crate::client::{ErrorKind, ScimClient};
use crate::journal::entry::{self, Entry, How, Manner, Target};
use crate::session::backend::Backend;
use crate::session::connection::Profile;
use crate::session::jobs::act::ledger::record;
use crate::session::jobs::act::minted::{Before, line, refused, store};
use crate::session::jobs::act::preview::{new_run, place};
use crate::session::organization::{Rotated, Step};
use crate::session::outcome::Outcome;
use crate::session::problem::Problem;
use crate::session::worker::Outbox;
use crate::verkada::{ScimToken, Verb};

/// Takes a new token into use, or says why not; then nothing was changed.
pub(in crate::session::jobs) async fn rotate(
    backend: &Backend,
    outbox: &Outbox,
    profile: &Profile,
    token: ScimToken,
) {
    let result = replace(backend, outbox, profile, token).await.map(Box::new);
    outbox.send(Outcome::TokenRotated { key: profile.key.clone(), result }).await;
}

async fn replace(
    backend: &Backend,
    outbox: &Outbox,
    profile: &Profile,
    token: ScimToken,
) -> Result<Rotated, Problem> {
    let before = Before::load(backend, outbox, profile).await;
    if before.fingerprint() == Some(token.fingerprint()) {
        return Err(Problem::new(
            "replace the token",
            "This is the token that is in use already.",
            "Press Refresh in Command first, and paste the token it shows then.",
        ));
    }
    let accepted = Step::Done(tried(backend, profile, &token).await?);
    let (fingerprint, hint) = (token.fingerprint().to_owned(), token.hint().as_str().to_owned());
    let stored = store(backend, profile, &Arc::new(token)).await;
    let old_refused = match before.fingerprint() {
        Some(_) => Some(refused(backend, profile, before).await),
        None => None,
    };
    let mut rotated = Rotated {
        name: profile.name.clone(),
        fingerprint,
        hint,
        at: (backend.now)(),
        accepted,
        stored,
        old_refused,
        recorded: Step::Pending,
    };
    rotated.recorded = match receipt(backend, outbox, profile, &rotated).await {
        Ok(()) => Step::Done("in the record of this desk".to_owned()),
        Err(problem) => Step::Failed(problem),
    };
    Ok(rotated)
}

/// Tries a token that is kept nowhere yet; what shows that it works.
async fn tried(backend: &Backend, profile: &Profile, token: &ScimToken) -> Result<String, Problem> {
    let http = backend.http(profile)?;
    let client = ScimClient::new(http, token).map_err(|error| Problem::from(&error))?;
    match client.probe().await {
        Ok(took) => Ok(format!("accepted by /Users, 200 in {} ms", took.as_millis())),
        Err(error) if error.kind() == ErrorKind::Unauthorized => Err(Problem::new(
            "use the new token",
            "The server does not take it.",
            "Nothing was changed. Copy the token again where it was made, whole and without words around it.",
        )),
        Err(error) => Err(Problem::from(&error)),
    }
}

/// Writes what was done by hand, and what proved it, into the record: date and fingerprint, never the token.
async fn receipt(
    backend: &Backend,
    outbox: &Outbox,
    profile: &Profile,
    rotated: &Rotated,
) -> Result<(), Problem> {
    let run = new_run()?;
    let target = Target {
        id: "scim-token".to_owned(),
        user_name: String::new(),
        display_name: "SCIM token".to_owned(),
        fingerprint: rotated.fingerprint.clone(),
    };
    let planned = Entry::Planned {
        run: run.clone(),
        verb: Verb::RefreshToken,
        place: place(profile),
        reason: String::new(),
        share_percent_tenths: None,
        manner: Manner::Guided,
        targets: vec![target],
    };
    record(backend, outbox, planned).await?;
    let mut evidence = vec![
        format!("New token {}", rotated.fingerprint),
        line("New token", &rotated.accepted),
        line("Kept", &rotated.stored),
    ];
    evidence.extend(rotated.old_refused.as_ref().map(|step| line("Old token", step)));
    for text in evidence {
        let step = "Proof".to_owned();
        let entry = Entry::Evidence { run: run.clone(), number: 0, step, text };
        record(backend, outbox, entry).await?;
    }
    let result = match &rotated.old_refused {
        Some(Step::Failed(problem)) => entry::Outcome::Failed { why: problem.why.clone() },
        Some(Step::Done(_) | Step::Pending) | None => entry::Outcome::Done,
    };
    let closed = Entry::Outcome { run: run.clone(), number: 0, result, evidence: Vec::new() };
    record(backend, outbox, closed).await?;
    record(backend, outbox, Entry::Ended { run, how: How::Finished }).await?;
    Ok(())
}
