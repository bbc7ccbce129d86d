//! The command line: without a word it opens the window, with `sandbox` it serves a practice organization, with `verify`
//! it checks a journal, and with `eval`, `lint` and `preview` it tries mappings for scripts.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use clap::Parser;
use clap::Subcommand;

use crate::app::eval;
use crate::app::eval::EvalArguments;
use crate::app::lint;
use crate::app::lint::LintArguments;
use crate::app::preview;
use crate::app::preview::PreviewArguments;
use crate::app::verify;
use crate::app::verify::VerifyArguments;
use crate::app::window::WindowOptions;
use crate::sandbox::AllowList;
use crate::sandbox::Minted;
use crate::sandbox::Port;
use crate::sandbox::Sandbox;
use crate::sandbox::SandboxConfig;
use crate::sandbox::Setup;
use crate::sandbox::Storage;
use crate::sandbox::TokenWish;
use crate::sandbox::serve_until_stopped;
use crate::session::settings::Folders;
use crate::verkada::EmailDomain;

/// See what Microsoft Entra ID provisions into Verkada Command over SCIM.
#[derive(Debug, Parser)]
#[command(name = "scim-desk", version, args_conflicts_with_subcommands = true)]
struct CommandLine {
    #[command(subcommand)]
    task: Option<Task>,
    /// People a new sandbox of the window begins with.
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    people: u32,
    /// Draw the window in this way only; otherwise the one that suits the system, then the other.
    #[arg(long, value_enum)]
    renderer: Option<Drawing>,
}

/// A way to draw the window.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Drawing {
    /// OpenGL.
    Glow,
    /// Vulkan, Metal or Direct3D.
    Wgpu,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Serve a practice organization on 127.0.0.1 until stopped.
    Sandbox(SandboxArguments),
    /// Check that a journal is as it was written. Ends with 0 when it is, 1 when it is not, 2 when it cannot be read.
    Verify(VerifyArguments),
    /// Evaluate mapping expressions. Ends with 0 when all have a value, 1 when some fail, 2 when the list cannot be read.
    Eval(EvalArguments),
    /// Look for faults in mappings. Ends with 0 when there is at most advice, 1 when there is more, 2 when it cannot be read.
    Lint(LintArguments),
    /// Tell what Command would receive. Ends with 0 when nothing stands against it, 1 when something does, 2 when a file
    /// cannot be read.
    Preview(PreviewArguments),
}

/// What the `sandbox` subcommand takes.
#[derive(Debug, Args)]
struct SandboxArguments {
    /// Port on 127.0.0.1; any free one when absent.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..))]
    port: Option<u16>,
    /// People a new organization begins with; 0 for an empty one.
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(0..=1_000_000))]
    people: u32,
    /// The same seed gives the same people.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// E-mail domain on the allow-list; repeat for more.
    #[arg(long = "domain", value_name = "NAME", value_parser = EmailDomain::parse)]
    domains: Vec<EmailDomain>,
    /// Take people of any domain, so that general SCIM suites can run.
    #[arg(long)]
    any_domain: bool,
    /// Folder to keep the organization in.
    #[arg(long, value_name = "DIR", conflicts_with = "ephemeral")]
    data: Option<PathBuf>,
    /// Keep nothing.
    #[arg(long)]
    ephemeral: bool,
    /// Print one JSON object on one line.
    #[arg(long)]
    json: bool,
}

/// What the program was asked to do.
pub enum Asked {
    /// Open the window.
    Window(WindowOptions),
    /// Nothing more: end with this code.
    Done(ExitCode),
}

/// Reads the command line and does what needs no window.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Asked {
    let line = match CommandLine::try_parse_from(arguments) {
        Ok(line) => line,
        Err(error) => {
            // Help and version come this way too; only what goes to standard error is a failure.
            let code = if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
            return Asked::Done(error.print().map_or(ExitCode::FAILURE, |()| code));
        }
    };
    match line.task {
        None => Asked::Window(WindowOptions {
            people: line.people,
            renderer: line.renderer.map(|drawing| match drawing {
                Drawing::Glow => eframe::Renderer::Glow,
                Drawing::Wgpu => eframe::Renderer::Wgpu,
            }),
        }),
        Some(Task::Sandbox(arguments)) => Asked::Done(serve(arguments)),
        Some(Task::Verify(arguments)) => Asked::Done(verify::run(&arguments)),
        Some(Task::Eval(arguments)) => Asked::Done(eval::run(&arguments)),
        Some(Task::Lint(arguments)) => Asked::Done(lint::run(&arguments)),
        Some(Task::Preview(arguments)) => Asked::Done(preview::run(&arguments)),
    }
}

fn serve(arguments: SandboxArguments) -> ExitCode {
    let json = arguments.json;
    let Some(config) = arguments.into_config() else {
        return fail(
            "This system names no folder for data. Name one with --data, or use --ephemeral.",
        );
    };
    let announced = |sandbox: &Sandbox| {
        if let Some(path) = sandbox.set_aside() {
            warn(&format!(
                "The file of the organization was broken. It was set aside and a new organization begun: {}",
                path.display()
            ));
        }
        let text = if json { announcement_json(sandbox) } else { announcement(sandbox) };
        let mut out = std::io::stdout().lock();
        if let Err(error) = writeln!(out, "{text}").and_then(|()| out.flush()) {
            warn(&format!("The addresses could not be printed: {error}"));
        }
    };
    match serve_until_stopped(config, announced) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error.to_string()),
    }
}

impl SandboxArguments {
    fn into_config(self) -> Option<SandboxConfig> {
        let storage = match self.data {
            _ if self.ephemeral => Storage::Ephemeral,
            Some(folder) => Storage::Folder(folder),
            None => Storage::Folder(Folders::find()?.sandbox()),
        };
        Some(SandboxConfig {
            port: self.port.map_or(Port::Any, Port::Exactly),
            storage,
            setup: Setup::Provisioned,
            token: TokenWish::New,
            people: self.people,
            seed: self.seed,
            domains: self.domains,
            allow: if self.any_domain { AllowList::Any } else { AllowList::Listed },
            clock: Arc::new(jiff::Timestamp::now),
        })
    }
}

fn announcement(sandbox: &Sandbox) -> String {
    format!(
        "SCIM base URL  {}\nSCIM token     {}\nAdmin URL      {}\nAdmin token    {}",
        sandbox.base_url(),
        sandbox.token().map_or("none", Minted::reveal),
        sandbox.admin_url(),
        sandbox.admin_token().reveal()
    )
}

fn announcement_json(sandbox: &Sandbox) -> String {
    serde_json::json!({
        "base_url": sandbox.base_url(),
        "token": sandbox.token().map(Minted::reveal),
        "admin_url": sandbox.admin_url(),
        "admin_token": sandbox.admin_token().reveal(),
    })
    .to_string()
}

pub(super) fn warn(text: &str) {
    // Nothing is left to tell when standard error is gone.
    writeln!(std::io::stderr(), "scim-desk: {text}").unwrap_or_default();
}

fn fail(text: &str) -> ExitCode {
    warn(text);
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<CommandLine, clap::Error> {
        CommandLine::try_parse_from(std::iter::once("scim-desk").chain(line.split_whitespace()))
    }

    fn config(line: &str) -> SandboxConfig {
        match parsed(line).unwrap().task {
            Some(Task::Sandbox(arguments)) => arguments.into_config().unwrap(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_option_of_the_sandbox_is_read() {
        let config = config(
            "sandbox --port 4711 --people 0 --seed 7 --domain A.example --domain b.example --any-domain --data d",
        );
        assert_eq!(config.port, Port::Exactly(4711));
        assert_eq!((config.people, config.seed), (0, 7));
        assert_eq!(
            config.domains.iter().map(EmailDomain::as_str).collect::<Vec<_>>(),
            ["a.example", "b.example"]
        );
        assert_eq!(config.allow, AllowList::Any);
        assert_eq!(config.storage, Storage::Folder(PathBuf::from("d")));
    }

    #[test]
    fn without_options_the_organization_is_the_usual_one() {
        let config = config("sandbox --ephemeral");
        assert_eq!(
            (config.port, config.people, config.allow),
            (Port::Any, 1000, AllowList::Listed)
        );
        assert_eq!(config.storage, Storage::Ephemeral);
        assert!(parsed("").unwrap().task.is_none());
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for line in [
            "sandbox --ephemeral --data d",
            "sandbox --port 0",
            "sandbox --port 65536",
            "sandbox --people -1",
            "sandbox --domain nodot",
            "sandbox --unknown",
            "verify",
            "verify a b",
            "verify a --head",
            "unknown",
        ] {
            assert!(parsed(line).is_err(), "{line}");
        }
    }
}
