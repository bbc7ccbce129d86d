//! What the app knows and decides; no egui.

pub(crate) mod people;
