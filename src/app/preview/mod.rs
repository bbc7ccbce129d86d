//! `scim-desk preview`: what Command would receive of the people in a file, as counts and as reports.

mod held;

use std::fs;
use std::io;
use std::io::BufWriter;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Mutex;
use std::thread;

use clap::Args;
use jiff::Timestamp;

use crate::app::eval::random;
use crate::app::scripts::End;
use crate::app::scripts::about;
use crate::app::scripts::finish;
use crate::app::scripts::name;
use crate::app::scripts::read;
use crate::app::scripts::warnings_text;
use crate::entra::Chunk;
use crate::entra::CountKind;
use crate::entra::Directory;
use crate::entra::Everyone;
use crate::entra::Holdings;
use crate::entra::Preview;
use crate::entra::PreviewReport;
use crate::entra::ReportWarning;
use crate::entra::SchemaDocument;
use crate::entra::SkipReason;
use crate::entra::Surroundings;
use crate::verkada::EmailDomain;

/// What the `preview` subcommand takes.
#[derive(Debug, Args)]
pub(super) struct PreviewArguments {
    /// A provisioning schema as Entra exports it.
    #[arg(long, value_name = "SCHEMA")]
    mappings: PathBuf,
    /// People of Entra, CSV or JSON.
    #[arg(long, value_name = "FILE")]
    people: PathBuf,
    /// What Command holds: a SCIM list of users, or a JSON list of them. Without it everybody is new.
    #[arg(long, value_name = "FILE")]
    held: Option<PathBuf>,
    /// A domain on the list in Command; repeat for more. Without any, domains are not checked.
    #[arg(long = "domain", value_name = "NAME", value_parser = EmailDomain::parse)]
    domains: Vec<EmailDomain>,
    /// Folder to write report.csv, report.json and report.html into; CSV and JSON hold everybody.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// What Now says, such as 2026-11-28T09:00:00Z.
    #[arg(long, value_name = "TIME")]
    now: Option<Timestamp>,
    /// What Guid and `RandomString` draw from; the same seed gives the same again.
    #[arg(long)]
    seed: Option<u64>,
    /// Print one JSON object on one line. People are numbered from 1; warnings have the line of a file.
    #[arg(long)]
    json: bool,
}

/// Previews and prints.
pub(super) fn run(arguments: &PreviewArguments) -> ExitCode {
    finish(preview(arguments))
}

fn preview(arguments: &PreviewArguments) -> Result<(String, End), String> {
    let document = SchemaDocument::open(&read(&arguments.mappings)?)
        .map_err(|error| about(&arguments.mappings, error))?;
    let mapping = &document.mappings().users;
    let mut warnings = ReportWarning::of_schema(&name(&arguments.mappings), &document);
    let people = Directory::read(&read(&arguments.people)?)
        .map_err(|problem| about(&arguments.people, problem))?;
    warnings.extend(ReportWarning::of_people(&name(&arguments.people), &people));
    let directory = people.directory;
    warnings.extend(ReportWarning::of_scope(&name(&arguments.people), mapping, &directory));
    let holdings = match arguments.held.as_deref() {
        None => Holdings::new(mapping),
        Some(path) => held::read(mapping, path, &mut warnings)?,
    };
    let domains = (!arguments.domains.is_empty()).then(|| arguments.domains.clone());
    let now = arguments.now.unwrap_or_else(Timestamp::now);
    let seed = arguments.seed.unwrap_or_else(random);
    let preview = Preview::new(mapping, Surroundings { now, seed, domains });
    let everyone = everyone(&preview, &directory, &holdings);
    let files = format!("{} by {}", name(&arguments.people), name(&arguments.mappings));
    let report = PreviewReport {
        preview: &preview,
        directory: &directory,
        holdings: &holdings,
        everyone: &everyone,
        about: &files,
        warnings: &warnings,
    };
    if let Some(folder) = &arguments.out {
        write_reports(folder, &report).map_err(|error| {
            format!("The reports could not be written ({error}): {}", folder.display())
        })?;
    }
    let text = if arguments.json { report.counts_json().to_string() } else { counts(&report) };
    Ok((text, if is_clean(&everyone) { End::Clean } else { End::Findings }))
}

/// People whom nothing stands against are no finding, and neither is who leaves.
fn is_clean(everyone: &Everyone) -> bool {
    let count = |kind| everyone.count_of(kind, None);
    let leaves = CountKind::SkippedBecause(SkipReason::Leaves);
    [CountKind::Invalid, CountKind::Clashing, CountKind::Failed, CountKind::Unknown]
        .into_iter()
        .all(|kind| count(kind) == 0)
        && count(CountKind::Skipped) == count(leaves)
}

/// Looks at everybody with as many threads as there are processors.
fn everyone(preview: &Preview, directory: &Directory, holdings: &Holdings) -> Everyone {
    let waiting = Mutex::new(Preview::chunks(directory.len()));
    let next = || waiting.lock().ok().and_then(|mut waiting| waiting.next());
    let work = || {
        let chunks = std::iter::from_fn(next);
        chunks.map(|people| preview.chunk(directory, holdings, people)).collect::<Vec<_>>()
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let chunks: Vec<Chunk> = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
        let mut chunks = work();
        // A part that is lost would leave people out; it can only be lost by a panic, which ends the program here too.
        chunks.extend(others.into_iter().flat_map(|other| match other.join() {
            Ok(chunks) => chunks,
            Err(panic) => std::panic::resume_unwind(panic),
        }));
        chunks
    });
    Everyone::merge(preview, directory, holdings, chunks)
}

fn write_reports(folder: &Path, report: &PreviewReport<'_>) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let write = |name: &str, fill: &dyn Fn(&mut BufWriter<fs::File>) -> io::Result<()>| {
        let mut writer = BufWriter::new(fs::File::create(folder.join(name))?);
        fill(&mut writer)?;
        writer.flush()
    };
    write("report.csv", &|writer| report.write_csv(writer))?;
    write("report.json", &|writer| report.write_json(writer))?;
    write("report.html", &|writer| report.write_html(writer))
}

/// The counts that are not 0, those of rows below them.
fn counts(report: &PreviewReport<'_>) -> String {
    let everyone = report.everyone;
    let mut lines = vec![format!("{:>9}  people: {}", everyone.len(), report.about)];
    let shown = |kind: &CountKind, row| (everyone.count_of(*kind, row), kind.to_string());
    for (count, name) in CountKind::ALL.iter().map(|kind| shown(kind, None)) {
        if count > 0 {
            lines.push(format!("{count:>9}  {name}"));
        }
    }
    lines.push(format!("{:>9}  In Command, and left alone", everyone.untouched().len()));
    for (row, mapping) in report.preview.mapping().rows.iter().enumerate() {
        let found: Vec<_> = CountKind::ALL
            .iter()
            .map(|kind| shown(kind, Some(row)))
            .filter(|(count, _)| *count > 0)
            .map(|(count, name)| format!("{count} {name}"))
            .collect();
        if !found.is_empty() {
            lines.push(format!("\n{}\n    {}", mapping.target, found.join("\n    ")));
        }
    }
    lines.extend(warnings_text(report.warnings));
    lines.join("\n")
}
