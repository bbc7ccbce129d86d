//! What the subcommands for scripts share: files read with a limit, exit codes, and printing.

use std::fs::File;
use std::io;
use std::io::Read as _;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use crate::app::cli::warn;
use crate::entra::ReportWarning;
use crate::limits;

/// How a subcommand for scripts ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// All is well: 0.
    Clean,
    /// Something was found, or failed: 1.
    Findings,
}

/// Prints what came of it; what could not be read ends with 2.
pub(super) fn finish(result: Result<(String, End), String>) -> ExitCode {
    let unread = ExitCode::from(2);
    match result {
        Err(problem) => {
            warn(&problem);
            unread
        }
        Ok((text, end)) => match writeln!(io::stdout(), "{text}") {
            Err(error) => {
                warn(&format!("The answer could not be printed: {error}"));
                unread
            }
            Ok(()) if end == End::Clean => ExitCode::SUCCESS,
            Ok(()) => ExitCode::FAILURE,
        },
    }
}

/// Reads a file, or standard input where it is named `-`.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, String> {
    let most = limits::SCRIPT_FILE_BYTES;
    let mut bytes = Vec::new();
    let mut take = |source: &mut dyn io::Read| source.take(most + 1).read_to_end(&mut bytes);
    let read = if path == Path::new("-") {
        take(&mut io::stdin().lock())
    } else {
        File::open(path).and_then(|mut file| take(&mut file))
    };
    match read {
        Err(error) => Err(format!("The file could not be read ({error}): {}", path.display())),
        Ok(count) if count as u64 > most => {
            Err(format!("The file is larger than {} MB: {}", most / 1_000_000, path.display()))
        }
        Ok(_) => Ok(bytes),
    }
}

/// What to call a file.
pub(super) fn name(path: &Path) -> String {
    path.display().to_string()
}

/// The lines that tell of warnings; none where there are none.
pub(super) fn warnings_text(warnings: &[ReportWarning]) -> Option<String> {
    let lines: Vec<_> = warnings.iter().map(|warning| format!("    {warning}")).collect();
    (!lines.is_empty()).then(|| format!("\nWarnings\n{}", lines.join("\n")))
}

/// Says which file a problem is about.
pub(super) fn about(path: &Path, problem: impl std::fmt::Display) -> String {
    format!("{}: {problem}", path.display())
}
