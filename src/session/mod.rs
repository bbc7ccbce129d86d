//! What the app knows and decides; no egui.
