//! `scim-desk verify`: says whether a journal is as it was written, and what could not be checked.

use std::fs;
use std::io;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::app::cli::warn;
use crate::journal;
use crate::journal::Checked;
use crate::journal::Flaw;
use crate::journal::JournalPlaces;
use crate::journal::Report;
use crate::secrets::Error as VaultError;
use crate::secrets::JournalKey;
use crate::secrets::Vault;
use crate::session::settings::Folders;

/// What the `verify` subcommand takes.
#[derive(Debug, Args)]
pub(super) struct VerifyArguments {
    /// The journal.
    file: PathBuf,
    /// Its head, which says where it ends. The head of this computer's own journal is found without this.
    #[arg(long, value_name = "FILE")]
    head: Option<PathBuf>,
    /// Do not ask the keyring for the key; the seals are not checked then.
    #[arg(long)]
    no_keyring: bool,
    /// Print one JSON object on one line.
    #[arg(long)]
    json: bool,
}

/// The report, and why parts of it could not be had.
struct Verdict {
    report: Report,
    /// Why the key was not used, if it was not.
    without_key: Option<String>,
}

/// Exit code for a journal that cannot be read.
const UNREAD: u8 = 2;

/// Checks and prints.
pub(super) fn run(arguments: &VerifyArguments) -> ExitCode {
    let own = Folders::find().map(|folders| folders.journal());
    match check(arguments, own.as_ref(), &Vault::system()) {
        Ok(verdict) => {
            let text = if arguments.json {
                verdict.to_json(&arguments.file)
            } else {
                verdict.to_text(&arguments.file)
            };
            if let Err(error) = writeln!(io::stdout(), "{text}") {
                warn(&format!("The verdict could not be printed: {error}"));
                return ExitCode::from(UNREAD);
            }
            match verdict.report.first_broken {
                None => ExitCode::SUCCESS,
                Some(_) => ExitCode::FAILURE,
            }
        }
        Err(problem) => {
            warn(&problem);
            ExitCode::from(UNREAD)
        }
    }
}

fn check(
    arguments: &VerifyArguments,
    own: Option<&JournalPlaces>,
    vault: &Vault,
) -> Result<Verdict, String> {
    let file = &arguments.file;
    let own = own.filter(|own| is_same(&own.file, file));
    let head = arguments.head.as_deref().or(own.map(|own| own.head.as_path()));
    if let Some(named) = &arguments.head
        && let Err(error) = fs::metadata(named)
    {
        return Err(format!("The head could not be read ({error}): {}", named.display()));
    }
    let verify = |key: Option<&JournalKey>| {
        journal::verify(file, head, key).map_err(|error| format!("{error}. {}", error.advice()))
    };
    let key = if arguments.no_keyring {
        Err("the keyring was not asked".to_owned())
    } else {
        vault.load_journal_key().map_err(|error| match error {
            VaultError::Absent => "the keyring holds no key of a journal".to_owned(),
            VaultError::Damaged => "the keyring's entry for the journal is damaged".to_owned(),
            error => error.to_string(),
        })
    };
    let key = match key {
        Ok(key) => key,
        Err(why) => return Ok(Verdict { report: verify(None)?, without_key: Some(why) }),
    };
    let report = verify(Some(&key))?;
    match &report.first_broken {
        // A journal of another computer, or one that was set aside, has a key of its own.
        Some(journal::Broken { why: Flaw::AnotherKey { file, at_hand }, .. }) if own.is_none() => {
            let why = format!("it is sealed with the key {file}; the keyring holds {at_hand}");
            Ok(Verdict { report: verify(None)?, without_key: Some(why) })
        }
        _ => Ok(Verdict { report, without_key: None }),
    }
}

fn is_same(one: &Path, other: &Path) -> bool {
    matches!((fs::canonicalize(one), fs::canonicalize(other)), (Ok(one), Ok(other)) if one == other)
}

impl Verdict {
    fn with_head(&self) -> bool {
        matches!(self.report.checked, Checked::ChainAndHead | Checked::All)
    }

    fn with_key(&self) -> bool {
        matches!(self.report.checked, Checked::ChainAndKey | Checked::All)
    }

    fn to_text(&self, file: &Path) -> String {
        let report = &self.report;
        let mut text = vec![match &report.first_broken {
            None => format!("Nothing is broken: {}", file.display()),
            Some(broken) => {
                format!("Broken at line {}: {}: {}", broken.line, broken.why, file.display())
            }
        }];
        text.push(match report.span {
            Some((first, last)) => {
                format!("Lines        {}, from {first} to {last}", report.lines)
            }
            None => format!("Lines        {}", report.lines),
        });
        if report.torn > 0 {
            text.push(format!(
                "Unfinished   {} bytes at the end are no whole line. The program was stopped while it wrote them; nothing was done on their strength.",
                report.torn
            ));
        }
        if report.unknown > 0 {
            text.push(format!(
                "Unknown      {} lines are of a kind that only a later version of SCIM Desk understands.",
                report.unknown
            ));
        }
        let key = report.key_id.as_deref().unwrap_or("unknown");
        text.push("Checked      each line is unchanged and follows the one before it".to_owned());
        if self.with_head() {
            text.push("Checked      the file ends where its head says".to_owned());
        }
        if self.with_key() {
            text.push(format!("Checked      every line is sealed with the key {key}"));
        }
        text.extend(self.unchecked().into_iter().map(|what| format!("Not checked  {what}")));
        text.join("\n")
    }

    /// What this verdict leaves open.
    fn unchecked(&self) -> Vec<String> {
        let mut unchecked = Vec::new();
        if !self.with_head() {
            unchecked.push(
                "where the file ends, for no head was named: lines may have been cut off"
                    .to_owned(),
            );
        }
        if !self.with_key() {
            let why = self.without_key.as_deref().unwrap_or("the file names another key");
            unchecked
                .push(format!("the seals, for {why}: the whole file may have been written anew"));
        }
        unchecked.push(
            "whether file and head were both put back from an older copy, which no check can tell"
                .to_owned(),
        );
        unchecked
    }

    fn to_json(&self, file: &Path) -> String {
        let report = &self.report;
        serde_json::json!({
            "file": file.display().to_string(),
            "clean": report.first_broken.is_none(),
            "firstBroken": report.first_broken.as_ref().map(|broken| {
                serde_json::json!({ "line": broken.line, "why": broken.why.to_string() })
            }),
            "lines": report.lines,
            "from": report.span.map(|(first, _)| first.to_string()),
            "to": report.span.map(|(_, last)| last.to_string()),
            "unfinishedBytes": report.torn,
            "unknownLines": report.unknown,
            "keyId": report.key_id,
            "checked": { "chain": true, "head": self.with_head(), "key": self.with_key() },
            "notChecked": self.unchecked(),
        })
        .to_string()
    }
}
