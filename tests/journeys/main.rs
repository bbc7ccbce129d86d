//! The whole app through its accessibility tree: real HTTP on loopback, real files in a folder of its own, no screen.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that can not go on has failed")]

mod connections;
mod desk;
mod domains;
mod failures;
mod keyboard;
mod locking;
mod outlines;
mod reading;
mod server;
mod sizes;
