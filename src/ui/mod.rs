//! Draws the state, fills the actions; no IO.

#[expect(dead_code, reason = "the pages that use all of it follow")]
mod theme;
#[expect(dead_code, reason = "the pages that use all of it follow")]
mod widgets;
