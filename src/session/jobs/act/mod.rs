//! Changing something: the one path from a confirmed plan to a proven outcome.
//!
//! What a plan is made from is read here, each target is read again just before its call, the intent is on disk before the
//! call and the outcome after it, and what came of it is proven by reading. Nothing else in the program writes to a server.

mod carry;
mod deed;
mod eyes;
mod guided;
mod ledger;
mod minted;
mod practice;
mod preview;
mod recall;
mod rotate;
mod settle;
#[cfg(test)]
mod tests;

pub(super) use carry::carry;
pub(super) use guided::{check as guided_check, word as guided_word};
pub(super) use ledger::open_at_start;
pub(super) use minted::store;
pub(super) use preview::preview;
pub(super) use rotate::rotate;
pub(super) use settle::settle;
