//! The window: eframe, logging, dialogs of the system.
