//! One function for each job: the only place where the app waits.

mod act;
mod check;
mod files;
mod mappings;
mod organization;
mod read;
mod rows;
mod sandbox;
mod token;
mod verify;

use std::sync::Arc;

use crate::session::backend::Backend;
use crate::session::job::Job;
use crate::session::worker::Outbox;

pub(crate) use rows::people_of;
pub(crate) use token::load as load_token;

/// Does a job and sends what comes of it.
pub(crate) async fn run(job: Job, backend: Arc<Backend>, outbox: Outbox) {
    match job {
        Job::StartSandbox(begin) => sandbox::start(&backend, &outbox, *begin).await,
        Job::ReadPeople { epoch, generation, profile, filter } => {
            read::people(&backend, &outbox, epoch, generation, &profile, filter).await;
        }
        Job::ReadGroups { epoch, generation, profile } => {
            read::groups(&backend, &outbox, epoch, generation, &profile).await;
        }
        Job::ReadPerson { epoch, profile, id } => {
            read::person(&backend, &outbox, epoch, &profile, id).await;
        }
        Job::Check { run, profile } => check::run(&backend, &outbox, run, &profile).await,
        Job::OpenJournal => act::open_at_start(&backend, &outbox).await,
        Job::VerifyJournal => verify::run(&backend, &outbox).await,
        Job::Preview { preview, profile, wish } => {
            act::preview(&backend, &outbox, preview, &profile, *wish).await;
        }
        Job::Carry { profile, confirmed } => {
            act::carry(&backend, &outbox, &profile, &confirmed).await;
        }
        Job::Steer(run, steer) => backend.steer(run, steer),
        Job::Settle { profile, run } => act::settle(&backend, &outbox, &profile, &run).await,
        Job::GuidedCheck { profile, run, number, when } => {
            act::guided_check(&backend, &outbox, &profile, &run, number, when).await;
        }
        Job::GuidedWord { run, word } => act::guided_word(&backend, &outbox, run, word).await,
        Job::ReadProvisioning { epoch, profile } => {
            organization::provisioning(&backend, &outbox, epoch, &profile).await;
        }
        Job::ReadDeleted { epoch, profile } => {
            organization::deleted(&backend, &outbox, epoch, &profile).await;
        }
        Job::ReadRecord { epoch, profile, id } => {
            organization::record(&backend, &outbox, epoch, &profile, id).await;
        }
        Job::SaveToken { profile, token } => token::save(&backend, &outbox, profile, token).await,
        Job::HoldToken { profile, token } => token::hold(&backend, &outbox, profile, token).await,
        Job::StoreMinted { profile, token } => {
            token::store_minted(&backend, &outbox, &profile, &token).await;
        }
        Job::RotateToken { profile, token } => {
            act::rotate(&backend, &outbox, &profile, token).await;
        }
        Job::ForgetToken { profile } => token::forget(&backend, &outbox, &profile).await,
        Job::ReleaseAll => backend.release_all().await,
        Job::SaveSettings { settings, revision } => {
            files::save_settings(&backend, &outbox, *settings, revision).await;
        }
        Job::Mappings(job) => mappings::run(&backend, &outbox, job).await,
        Job::Export { export, path } => files::export(&outbox, *export, path).await,
    }
}
