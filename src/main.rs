//! The program: opens the window, or does what the command line asks.

use std::io::Write as _;
use std::process::ExitCode;

use scim_desk::{Asked, forbid_dumps, open_window, run};

/// Reading a list makes and drops millions of small pieces; this allocator is quicker at it and gives the memory back afterwards.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    if let Err(error) = forbid_dumps() {
        // Nothing is left to tell when standard error is gone.
        writeln!(
            std::io::stderr(),
            "scim-desk: The system does not let this program forbid core dumps, so a crash could write tokens to disk: {error}"
        )
        .unwrap_or_default();
    }
    match run(std::env::args_os()) {
        Asked::Done(code) => code,
        Asked::Window(options) => open_window(&options),
    }
}
