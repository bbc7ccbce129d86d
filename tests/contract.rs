//! The client against real servers: the sandbox with its faults, and software that nobody here wrote.
#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that can not go on has failed"
)]

#[path = "contract/probe.rs"]
mod probe;

#[path = "contract/entra.rs"]
mod entra;
#[path = "contract/peers.rs"]
mod peers;
#[path = "contract/with_sandbox.rs"]
mod with_sandbox;
