//! The work behind the Mappings page: files, people, what Command holds, findings, and trying a mapping on everybody.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::available_parallelism;
use std::time::Instant;

use futures_util::{StreamExt as _, stream};

use crate::client::Collection;
use crate::entra::{
    CardColumns, CardReport, ColumnPlan, Confidence, Directory, Everyone, FileProblem, Holdings,
    Preview, ReadDirectory, SchemaDocument, SchemaError, lint, mend,
};
use crate::limits;
use crate::session::backend::Backend;
use crate::session::connection::Profile;
use crate::session::job::Slot;
use crate::session::jobs::files;
use crate::session::mappings::document::file_name;
use crate::session::mappings::job::{MappingsJob, MappingsOutcome, SchemaPurpose};
use crate::session::mappings::trial::{PeopleFrom, Revision, Tried};
use crate::session::outcome::Outcome;
use crate::session::problem::Problem;
use crate::session::worker::Outbox;
use crate::verkada::CardCheck;

/// Does one of these jobs.
pub(super) async fn run(backend: &Backend, outbox: &Outbox, job: MappingsJob) {
    let outcome = match job {
        MappingsJob::ReadSchema { path, purpose: SchemaPurpose::Dropped } => dropped(path).await,
        MappingsJob::ReadSchema { path, purpose } => {
            let result = read_schema(path.clone()).await.map(Box::new);
            MappingsOutcome::SchemaRead { path, purpose, result }
        }
        MappingsJob::WriteSchema { document, path, text, mappings } => {
            let result =
                write("save the schema", path.clone(), move |file| file.write_all(text.as_bytes()))
                    .await;
            MappingsOutcome::SchemaWritten { document, path, mappings, result }
        }
        MappingsJob::ReadPeople { from, revision } => {
            if let PeopleFrom::File(path) = &from
                && let Some(plan) = unclear_columns(path.clone()).await
            {
                let unclear =
                    MappingsOutcome::ColumnsUnclear { revision, path: path.clone(), plan };
                return outbox.send(Outcome::Mappings(unclear)).await;
            }
            let result = match read_people(backend, from.clone()).await {
                Ok(read) => away("read the people", move || Box::new(with_cards(read))).await,
                Err(problem) => Err(problem),
            };
            MappingsOutcome::PeopleRead { revision, from, result }
        }
        MappingsJob::ReadHeld { epoch, profile, mapping } => {
            let result = read_held(backend, &profile, Holdings::new(&mapping)).await;
            MappingsOutcome::HeldRead { epoch, result: result.map(Arc::new) }
        }
        MappingsJob::Lint { revision, mappings, people } => {
            const DOING: &str = "look through the mapping";
            let found = away(DOING, move || lint(&mappings, people.as_deref())).await;
            let Ok(findings) = found else {
                // Without findings the page would say that there is nothing to mend.
                let crashed = Outcome::Crashed { job: DOING, slot: Some(Slot::Lint) };
                return outbox.send(crashed).await;
            };
            MappingsOutcome::Linted { revision, findings }
        }
        MappingsJob::Mend { revision, mappings, people, least } => {
            let result = away("make the fixes", move || {
                Box::new(mend(&mappings, people.as_deref(), least).0)
            });
            MappingsOutcome::Mended { revision, result: result.await }
        }
        MappingsJob::Try { revision, preview, people, held } => {
            let began = Instant::now();
            let result = everyone(outbox, revision, Arc::new(*preview), people, held).await;
            let result = result.map(|everyone| Tried {
                everyone: Arc::new(everyone),
                revision,
                took_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
                at: (backend.now)(),
            });
            MappingsOutcome::Tried { revision, result }
        }
        MappingsJob::Compare(comparing) => {
            let compared = away("compare the mappings", move || comparing.run());
            MappingsOutcome::Compared(compared.await.map(Box::new))
        }
        MappingsJob::Report(report) => {
            let path = report.path.clone();
            let result =
                write("write the report", path.clone(), move |file| report.write(file)).await;
            MappingsOutcome::Reported { path, result }
        }
    };
    outbox.send(Outcome::Mappings(outcome)).await;
}

/// Does something long on a thread of its own.
async fn away<T: Send + 'static>(
    doing: &'static str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        Problem::new(doing, error.to_string(), "Try again. The log file says where it happened")
    })
}

async fn read_schema(path: PathBuf) -> Result<SchemaDocument, Problem> {
    const DOING: &str = "open the schema";
    away(DOING, move || {
        let bytes = read(DOING, &path, limits::SCHEMA_BYTES)?;
        SchemaDocument::open(&bytes).map_err(|error| no_schema(&path, &error))
    })
    .await?
}

fn no_schema(path: &Path, error: &SchemaError) -> Problem {
    Problem::new(
        "open the schema",
        format!("“{}”: {error}", file_name(path)),
        "Choose a schema that was downloaded from Entra under Provisioning, Review your schema. Nothing was changed",
    )
}

/// A JSON file of which nobody said what it is: what stands in it decides.
async fn dropped(path: PathBuf) -> MappingsOutcome {
    const DOING: &str = "open the file";
    let file = path.clone();
    let known = away(DOING, move || {
        let bytes = read(DOING, &file, limits::DIRECTORY_BYTES)?;
        match SchemaDocument::open(&bytes) {
            Ok(document) => Ok(Some(Box::new(document))),
            // Its own id would make one person of it.
            Err(error @ SchemaError::NoUserMapping { .. }) => Err(no_schema(&file, &error)),
            Err(error) => match Directory::read(&bytes) {
                Ok(read) if read.directory.tells_who() => Ok(None),
                people => Err(neither(&file, &error, people.err().as_ref())),
            },
        }
    });
    let result = match known.await.flatten() {
        Ok(None) => return MappingsOutcome::PeopleDropped(path),
        Ok(Some(document)) => Ok(document),
        Err(problem) => Err(problem),
    };
    MappingsOutcome::SchemaRead { path, purpose: SchemaPurpose::Dropped, result }
}

/// What a file is that is neither a schema nor people. What is no JSON at all is told once.
fn neither(path: &Path, schema: &SchemaError, people: Option<&FileProblem>) -> Problem {
    let name = format!("“{}”", file_name(path));
    let why = match (schema, people) {
        (SchemaError::NoSchema { found }, people) => {
            let people = people.map_or_else(
                || {
                    "Nothing in it says who somebody is, as userPrincipalName or mail does."
                        .to_owned()
                },
                ToString::to_string,
            );
            format!("{name} holds neither a provisioning schema nor people. {found} {people}")
        }
        (_, Some(people)) => format!("{name}: {people}"),
        (schema, None) => format!("{name}: {schema}"),
    };
    Problem::new(
        "open the file",
        why,
        "Drop a schema that was downloaded from Entra, or a file of people. Nothing was changed",
    )
}

async fn read_people(backend: &Backend, from: PeopleFrom) -> Result<ReadDirectory, Problem> {
    const DOING: &str = "read the people";
    match from {
        PeopleFrom::Nobody => Ok(ReadDirectory::default()),
        PeopleFrom::Typed(values) => {
            let values = values.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            let directory = Directory::of_person(values);
            Ok(of(directory))
        }
        PeopleFrom::File(path) => {
            away(DOING, move || {
                let bytes = read(DOING, &path, limits::DIRECTORY_BYTES)?;
                Directory::read(&bytes).map_err(|problem| refused(&path, &problem))
            })
            .await?
        }
        PeopleFrom::Columns(path, plan) => {
            away(DOING, move || {
                let bytes = read(DOING, &path, limits::DIRECTORY_BYTES)?;
                Directory::read_csv_as(&bytes, &plan).map_err(|problem| refused(&path, &problem))
            })
            .await?
        }
        PeopleFrom::Sandbox => {
            let running = backend.sandbox.lock().await;
            let Some(sandbox) = running.as_ref() else {
                return Err(Problem::new(
                    DOING,
                    "the sandbox is not running".to_owned(),
                    "Choose a file of people, or start the program again",
                ));
            };
            let read = sandbox.entra_directory();
            drop(running);
            let directory = away(DOING, read).await?;
            Ok(of(directory))
        }
    }
}

fn refused(path: &Path, problem: &FileProblem) -> Problem {
    Problem::new(
        "read the people",
        format!("“{}”: {problem}", file_name(path)),
        "Correct the file and choose it again. Nothing was changed",
    )
}

/// The columns of a CSV file, where some of them are not surely an attribute.
async fn unclear_columns(path: PathBuf) -> Option<ColumnPlan> {
    let is_csv = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv"));
    if !is_csv {
        return None;
    }
    let plan = away("read the people", move || {
        let bytes = read("read the people", &path, limits::DIRECTORY_BYTES).ok()?;
        ColumnPlan::of_csv(&bytes).ok()
    });
    let plan = plan.await.ok().flatten()?;
    plan.columns.iter().any(|column| column.confidence < Confidence::GraphName).then_some(plan)
}

/// People that come from no file.
fn of(directory: Directory) -> ReadDirectory {
    let mut read = ReadDirectory::default();
    read.directory = directory;
    read
}

/// The people, and what is wrong with their cards.
fn with_cards(read: ReadDirectory) -> (ReadDirectory, CardReport) {
    let cards = read.directory.check_cards(&CardColumns::default(), CardCheck::Shown);
    (read, cards)
}

/// Reads everybody that Command has, page by page, and keeps what the mapping is compared with.
async fn read_held(
    backend: &Backend,
    profile: &Profile,
    mut held: Holdings,
) -> Result<Holdings, Problem> {
    let client = backend.scim(profile).await?;
    let mut listing = client.list(Collection::Users);
    while let Some(page) = listing.next().await {
        let page = page.map_err(|error| Problem::from(&error))?;
        for resource in &page.resources {
            held.push(resource.as_map()).map_err(|full| {
                Problem::new("read what Command holds", full.to_string(), "Filter the people first")
            })?;
        }
    }
    Ok(held)
}

/// Looks at everybody, on as many cores as there are; between the parts it can be stopped.
async fn everyone(
    outbox: &Outbox,
    revision: Revision,
    preview: Arc<Preview>,
    people: Arc<Directory>,
    held: Arc<Holdings>,
) -> Result<Everyone, Problem> {
    const DOING: &str = "preview everyone";
    let cores = available_parallelism().map_or(1, std::num::NonZero::get);
    let ranges: Vec<_> = Preview::chunks(people.len()).collect();
    let parts = ranges.into_iter().map(|range| {
        let (preview, people, held) =
            (Arc::clone(&preview), Arc::clone(&people), Arc::clone(&held));
        away(DOING, move || (range.len(), preview.chunk(&people, &held, range)))
    });
    let mut parts = stream::iter(parts).buffered(cores);
    let (mut chunks, mut done) = (Vec::new(), 0);
    while let Some(part) = parts.next().await {
        let (looked_at, chunk) = part?;
        chunks.push(chunk);
        done += looked_at;
        let trying = MappingsOutcome::Trying { revision, done };
        outbox.send(Outcome::Mappings(trying)).await;
    }
    drop(parts);
    away(DOING, move || Everyone::merge(&preview, &people, &held, chunks)).await
}

fn read(doing: &'static str, path: &Path, longest: usize) -> Result<Vec<u8>, Problem> {
    use std::io::Read as _;
    let failed = |why: String, advice: &'static str| {
        Problem::new(doing, format!("{}: {why}", path.display()), advice)
    };
    let file = File::open(path)
        .map_err(|error| failed(error.to_string(), "Choose a file that can be read"))?;
    let mut bytes = Vec::new();
    let room = u64::try_from(longest).unwrap_or(u64::MAX).saturating_add(1);
    file.take(room)
        .read_to_end(&mut bytes)
        .map_err(|error| failed(error.to_string(), "Choose a file that can be read"))?;
    if bytes.len() > longest {
        let why = format!("it is larger than {} MB", longest / 1_000_000);
        return Err(failed(why, "Choose a smaller file"));
    }
    Ok(bytes)
}

/// Writes beside the file and puts it in its place, so that a full disk leaves the old one whole.
async fn write(
    doing: &'static str,
    path: PathBuf,
    fill: impl FnOnce(&mut BufWriter<File>) -> std::io::Result<()> + Send + 'static,
) -> Result<(), Problem> {
    away(doing, move || {
        files::write_whole(&path, fill).map_err(|error| {
            Problem::new(
                doing,
                format!("{}: {error}", path.display()),
                "Choose another folder, or make room on the disk",
            )
        })
    })
    .await?
}
