//! The program: opens the window, or does what the command line asks.

use std::process::ExitCode;

use scim_desk::{Asked, open_window, run};

/// Reading a list makes and drops millions of small pieces; this allocator is quicker at it and gives the memory back afterwards.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    match run(std::env::args_os()) {
        Asked::Done(code) => code,
        Asked::Window(options) => open_window(&options),
    }
}
