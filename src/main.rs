//! The program: opens the window, or does what the command line asks.

use std::process::ExitCode;

use scim_desk::{Asked, open_window, run};

fn main() -> ExitCode {
    match run(std::env::args_os()) {
        Asked::Done(code) => code,
        Asked::Window(options) => open_window(&options),
    }
}
