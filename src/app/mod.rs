//! The window: eframe, logging, dialogs of the system.

pub(crate) mod cli;
