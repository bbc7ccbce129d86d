//! The sandbox over real HTTP: the protocol, Command's rules, Entra's dialects, the closed loopback, faults, the process.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that can not go on has failed")]

#[path = "sandbox/command.rs"]
mod command;
#[path = "sandbox/entra.rs"]
mod entra;
#[path = "sandbox/faults.rs"]
mod faults;
#[path = "sandbox/headless.rs"]
mod headless;
#[path = "sandbox/life.rs"]
mod life;
#[path = "sandbox/lists.rs"]
mod lists;
#[path = "sandbox/loopback.rs"]
mod loopback;
#[path = "support/nasty.rs"]
mod nasty;
#[path = "sandbox/protocol.rs"]
mod protocol;
#[path = "sandbox/provisioning.rs"]
mod provisioning;
#[path = "sandbox/server.rs"]
mod server;
#[path = "sandbox/traces.rs"]
mod traces;
