//! The whole app through its accessibility tree: real HTTP on loopback, real files in a folder of its own, no screen.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that can not go on has failed")]

mod connections;
mod desk;
mod domains;
mod failures;
mod guided;
mod keyboard;
mod locking;
mod mappings;
mod memory;
mod outlines;
mod practice;
mod reading;
mod removal;
mod server;
mod sizes;

/// The one of the program: what is left in freed memory depends on it.
#[global_allocator]
static ALLOCATOR: zeroizing_alloc::ZeroAlloc<mimalloc::MiMalloc> =
    zeroizing_alloc::ZeroAlloc(mimalloc::MiMalloc);
