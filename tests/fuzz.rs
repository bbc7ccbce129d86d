//! What comes from outside, broken in thousands of ways: nothing panics, and what can be read keeps its meaning.
//!
//! Each target does a fixed number of runs that are the same everywhere. With `SCIM_DESK_FUZZ_SECONDS=60` in the
//! environment each target goes on with new ones for so long; what breaks it is made small and printed.
#![expect(clippy::expect_used, clippy::panic, reason = "a test that can not go on has failed")]

#[path = "fuzz/columns.rs"]
mod columns;
#[path = "fuzz/expression.rs"]
mod expression;
#[path = "fuzz/mutation.rs"]
mod mutation;
#[path = "fuzz/people.rs"]
mod people;
#[path = "fuzz/schema.rs"]
mod schema;
