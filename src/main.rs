//! The program: opens the window, or does what the command line asks.

use std::io::Write as _;
use std::process::ExitCode;

use mimalloc::MiMalloc;
use scim_desk::{Asked, forbid_dumps, open_window, run};
use zeroizing_alloc::ZeroAlloc;

/// Reading a list makes and drops millions of small pieces; mimalloc is quicker at it and gives the memory back afterwards.
/// It asks for no huge pages, of which each small rest of memory would keep two megabytes.
/// What is freed is overwritten, because libraries between a token and the wire keep copies that they do not wipe.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<MiMalloc> = ZeroAlloc(MiMalloc);

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
