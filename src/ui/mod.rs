//! Draws the state, fills the actions; no IO.
